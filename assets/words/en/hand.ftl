# Names of variables for another program.
hand-prefix-rule = A prefix has 1 to 40 capital letters, digits or underscores, and does not begin with a digit.

# Logins that were handed over.
hand-none = No login was handed to another program.
hand-none-of = Nothing is noted of a connection named { $name }.
hand-broken-lines = { $n } lines of the log cannot be read.
hand-on-terminal = { $who } on { $terminal }
hand-standard-output = standard output
hand-unknown-psa = { $name } is of a PSA that this version does not know: { $psa }
hand-to-terminal = standard output is a terminal, which would show the keys and remember them
hand-to-terminal-next = Pipe it into the program that needs it, or add --show.

# The heads of the table of logins that were handed over.
hand-head-when = WHEN
hand-head-connection = CONNECTION
hand-head-who = WHO
hand-head-how = HOW
hand-head-to = TO
hand-head-from = FROM

# Somebody without a name.
hand-uid = uid { $uid }
