# The face that asks in lines. What is said first, and what is said of answers.
line-welcome = Questions come one by one. Enter alone keeps what stands in brackets, or goes on. ? helps, b goes back, q leaves.
line-step = Step { $n } of { $of }: { $label }
line-connection = Connection: { $name }
line-tick-only-one = Answer 1, or Enter to go on; nothing was ticked.
line-tick-which = Answer with numbers { $range }, such as 1 or 1,2 or 1-2; nothing was ticked.
line-no-such-number = There is no { $n } here. Answer { $range }.
line-several-begin = Several begin like that. Answer { $range }, or more of the name.
line-none-of-these = That is none of these. Answer { $range }, or the start of a name; ? helps.
line-not-utf8 = That was not UTF-8 and was not taken. Set the terminal to UTF-8.
line-several-lines = Several lines came at once, and none was taken. Answer with one line.

# The questions.
line-choose = Choose { $range } [{ $kept }]:
line-choose-or-go-on = Choose { $range }, or Enter to go on:
line-same-list = The list is the same as before; r says it again.
line-all-below = All below { $menu }:
line-untick-one = 1 takes the tick off, Enter goes on:
line-tick-one = 1 ticks it, Enter goes on:
line-tick-some = Numbers { $range } tick or untick, Enter goes on:
line-ticked = (ticked)
line-no-longer-ticked = no longer ticked: { $line }
line-field-example = { $label } (for example { $example }):
line-field-hidden = { $label }, hidden:
line-field-kept = { $label }, hidden [{ $characters }, kept with Enter]:
line-which-row = Which row, { $range }? b goes back:

# What can be done.
line-what-next = What next?
line-details = Details of a row
line-open = Open { $label }
line-nothing-before = There is nothing before this; q leaves.
line-no-row-for-it = There is no row for which that can be done.
line-leave = Leave? y leaves, Enter stays:
line-nothing-saved = Nothing was saved; answers are kept, keys are not.

# A whole note for the login.
line-paste = Answer paste to paste a whole note, of which nothing is shown.
line-paste-now = Paste the note. Nothing of it is shown. A line with a single dot ends it.
line-note-hidden = Note, hidden, a dot ends it:
line-paste-elsewhere = A note can be pasted where the site or the login is asked for.
line-secrets-seen = Keys in what you pasted can be seen in the scrollback of your terminal: clear it, and answer paste before you paste a note.
line-paste-empty = The note was empty; nothing was taken.
line-paste-too-long = That was too long for a note, and none of it was taken. Paste the login alone.
line-cut = The terminal cuts lines at 4,095 characters, and none of this was taken. Paste one value at a time, a note in shorter lines, or use the full screen.
line-paste-names-nothing = The lines name no field, and none was taken. Paste a key where it is asked for.

# Results, and what runs.
line-characters = { $n ->
        [one] { $n } character
       *[other] { $n } characters
    }
line-note = Note: { $text }
line-problem = Problem: { $text }
line-where = Where: { $menu }
line-whose = Whose job: { $whose }.
line-list-in-part = Note
line-needed = { $found }; needed: { $needed }
line-fine = { $n } are fine: { $names }
line-fine-each = r says each that is fine in full.
line-same-reason = for the same reason
line-took = It took { $ms } ms.
line-lists-done = { $n } of { $all } lists done
line-working = working
line-stops = s and Enter stops it.
line-cannot-be-stopped = This cannot be stopped. b goes back, q leaves.

# Signs, as they are read aloud.
line-up = up
line-down = down
line-well = ok
line-not-well = not ok

# An opened list.
line-row = row { $n }: { $cells }
line-no-row-has = No row has "{ $text }" in it.
line-no-row-of-part-has = No row of the { $part } has "{ $text }" in it. The others were not searched.
line-found-in-part = { $n } in the { $part }; the others were not searched.
line-list-end = That was the last of { $n }. Enter closes the list; or /text, o COLUMN, a row's number:
line-list-more = { $read } of { $n } read. Enter reads { $next } more; or /text, o COLUMN, a row's number, b:
line-list-answer = Answer with Enter, /text, o COLUMN, a row's number or b; ? helps.
line-list-help-search = /text reads the rows that have the text in them; / alone reads all again.
line-list-help-sort = o COLUMN sorts, once more the other way round; o alone as it was. Columns: { $columns }.
line-list-help-row = A number goes to that row. b closes the list.

# The help to a question.
line-how-to-choose = Answer with a number or the start of a name.
line-how-to-tick = Answer with numbers, such as 1 or 1,3 or 2-5; the same number again takes the tick off.
line-example = For example { $example }.
line-nothing-shown = Nothing of what you type or paste is shown; how long it was is said after it.
line-write-guide = w: writes the guide to a file, as text.
line-steps = Steps: { $steps }.
line-step-done = (done)
line-step-failed = (passed, not all well)
line-step-skipped = (skipped)
line-step-here = (here)

# What means the same at every question.
line-enter-alone = Enter alone keeps what stands in brackets, or goes on.
line-command-help = this help
line-command-back = back to the question before; from the first one to the step before
line-command-repeat = says the question again; after the last question, the whole step
line-command-menu = past the questions, to what can be done here
line-command-leave = leaves; asks when something would be lost
line-command-paste = takes a whole note, where a login is asked for
line-backslash = A backslash before one of these enters it as a text (\b is the text b); a backslash alone empties a field.
line-meanwhile = While something runs: s or Ctrl-C stops it, Enter says how far it is. Else Ctrl-C leaves.
