# Talk of every command.
talk-warning = warning: { $what }
talk-answer-unreadable = the answer cannot be read: { $error }
talk-note = note: { $note }
talk-error = error: { $what }
talk-hint = hint: { $remedy }

# Behind a question: yes or no.
talk-yes-no = { $question } [y/N]

# The standard output.
talk-output-lost = the output cannot be written: { $error }
talk-output-lost-next = Make room where it goes, then run it again.
