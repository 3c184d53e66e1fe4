# Explaining a pasted reply.
explain-paste = Paste the text, then press Ctrl-D on a line of its own.
explain-standard-input = standard input
explain-no-psa = there is no PSA named { $psa }
explain-name-one = Name one of { $psas }.
explain-unreadable = { $name } cannot be read: { $error }
explain-unreadable-next = Give the text itself, a file, or - for a pipe.
explain-retry-may-help = may help
explain-retry-does-not-help = does not help by itself
explain-the-standard-input = the standard input
explain-nothing = No reference knows this.
explain-nothing-next = Paste the whole reply, its status line too (curl -i), and name the PSA with --psa.

# What stands before each line: ten columns at most.
explain-label-because = because
explain-label-whose-job = whose job
explain-label-means = means
explain-label-next = next
explain-label-where = where
explain-label-retry = retry
explain-label-exit-code = exit code
explain-label-name = name

# Why it is taken for that.
explain-stands-in-it = "{ $text }" stands in it
explain-it-says = it says "{ $text }"
explain-status = status { $status }
