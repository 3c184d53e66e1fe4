# The answers that a set-up is given.
setup-standard-input = the standard input
setup-answers-unreadable = { $file } cannot be read: { $error }
setup-answers-unreadable-next = Name a TOML file, or - for standard input.
setup-at-line = { $file }, line { $line }, { $answer }: { $says }
setup-mend-line = Mend that line; docs/unattended.md lists the answers.
setup-mend-lines = Mend those lines; docs/unattended.md lists the answers.
setup-unusable-several = { $n } answers cannot be used:
setup-no-name = that cannot be a connection's name
setup-missing = the answer { $answer } is missing: { $question }
setup-no-file-yet = Begin the answers file with the line version = 1, and name the file with --answers.
setup-missing-several = { $n } answers are missing:
setup-exists = a connection of this name exists, and the answers do not say that it is replaced
setup-exists-next = Give another name, or write on_existing_name = "replace" in the answers file.

# The secrets that are read where the answers say.
setup-removed = { $answer }: removed { $what }.
setup-unread-several = { $n } secrets cannot be read:
setup-secret-empty = what was read there is empty
setup-secret-empty-next = Put the secret there.
setup-same-next = Nothing was sent. Read each of the two where it is.
setup-input-used = it is read from the standard input, and the answers came from there
setup-input-used-next = Put the answers into a file, or read the secret elsewhere.
setup-input-shows = it is read from the standard input, and that is this terminal, which would show it
setup-input-shows-next = Give the standard input something to read, or name a file.

# The answers that are kept for another set-up.
setup-answers-kept = The answers are in { $file }, without keys: it says where each is read.
setup-name-another = Name another file with --save-answers.
setup-see-list = See psa-connect list.
setup-unknown-psa = this psa-connect does not know the PSA of { $name }

# One question after another, for programs.
setup-start-again = Start again with --next alone, and hand each state back as it was printed.
setup-unreadable-arguments = the arguments of setup --next cannot be read
setup-unreadable-arguments-next = Use psa-connect setup --next [STATE [ANSWER]]; an answer does not begin with a hyphen, but for - alone.

# How it goes on.
setup-keys-go-to = keys will go to { $address } only
setup-known-as = { $host } knows them as { $says }
setup-note = note: { $says }
setup-hidden = hidden
setup-hidden-count = { $rows }: { $hidden } of { $of }
setup-pulled = pulled { $rows } rows of { $lists } lists
setup-pulled-counted = , { $n } counted

# What it came to.
setup-saved = "{ $name }" is saved.
setup-not-saved = Nothing was saved.
setup-mend-rights = First have what is missing set in the PSA, at the place that is named with it, then run this again.
setup-try-again = First look in the PSA at what could not be checked: its API may never show it. Run this again if a look-up failed.
setup-not-saved-as-said = Nothing was saved, as you said.
setup-pull-go-on = What was read stays. Go on with: psa-connect pull { $name }
setup-pull-stopped = { $says } The pull was stopped.
setup-answers-not-written = { $says } The answers were not written: { $error }.
setup-answers-write-again = Write them with: psa-connect setup --save-answers FILE --like { $name }
setup-answers-too-long = { $file } is longer than a megabyte
setup-answers-too-long-next = Name a TOML file of answers.
setup-pull-failed = The pull failed: { $fault }.
setup-go-on = Go on with: psa-connect pull { $name }
setup-stuck = The step "{ $step }" did not go on.
setup-site-elsewhere = The look-up says that this login belongs to the site { $site } ({ $host }), and not to { $named }. The login was not sent.
setup-site-elsewhere-next = Name that site in the answers file, or write look_up = true in place of its id.
setup-log = The log may say more: start again with -vv.
setup-keys = keys in { $store }: { $place }
setup-rights-proved = { $granted } of { $of } rights proved
setup-rights-confirmed = { $n } confirmed by hand
setup-rights-unproven = { $n } could not be checked
setup-rights-missing = { $n } missing
setup-rights-partial = { $n } partial
setup-hidden-rows = { $hidden } of { $of } cannot be read
setup-set-it = { $right } { $proof } (found: { $found }): { $mend }

# The terminal that it needs.
setup-needs-terminal = the set-up needs a terminal
setup-needs-terminal-plain = Start it in one (ssh -t); with --plain, its input and output may be elsewhere. Or use setup --answers, test, pull, list and guide, which need none.
setup-needs-terminal-next = Start it in one (ssh -t), or use setup --answers, test, pull, list and guide, which need none.
setup-lines-only = This terminal cannot be drawn on (TERM is dumb or not set). The full screen comes with another TERM: TERM=xterm psa-connect
setup-terminal-silent = the terminal does not answer: { $error }
setup-terminal-silent-next = Start it in another one (ssh -t).
