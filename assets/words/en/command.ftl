# The password manager: what it says of itself.
command-protection = The keys are handed to another program, { $programs }: it decides how they are kept and who can read them.

# A program that gives a secret, in place of a file.
command-no-program-named = no program is named
command-did-not-finish-within = { $shown } did not finish within { $seconds } s and was ended
command-printed-more-than-1 = { $shown } printed more than 1 MB and was ended
command-has-ended-but-something = { $shown } has ended, but something that it started kept its output open
command-could-not-watched-was = { $shown } could not be watched and was ended
command-ended-with-status = { $shown } ended with status { $code }
command-was-ended-signal = { $shown } was ended by a signal
command-printed-something-not-text = { $shown } printed something that is not text
command-printed-nothing-first-line = { $shown } printed nothing on its first line

# What the program of [command] did not do, behind its name.
command-says-nothing = says that nothing is there
command-says-nothing-next = Enter the keys again and save.
command-unlock-log-try-command = Unlock it or log in to it, and try the command by hand.
command-closed-input-before-had = closed its input before it had the keys
command-printed-more-than-1-mb = printed more than 1 MB and was ended
command-gave-no-text = printed something that is not text
command-did-not-finish-within-s = did not finish within { $seconds } s and was ended, with all that it had started
command-did-not-finish-within-s-next = It may wait for a password: unlock it or log in to it first. timeout_secs in [command] gives it longer.
command-has-ended-but-something-started = has ended, but something that it started kept its output open, and was ended
command-has-ended-but-something-started-next = Have what runs on in the background started with its output elsewhere.
command-could-not-watched-was-ended = could not be watched ({ $error }) and was ended
command-could-not-watched-was-ended-next = Close other programs of this account and try again.
command-why = { $program } ({ $what } in [command]) { $why }
command-put-takes = Have put in [command] take one line from its standard input.
command-get-prints = Have get in [command] print the one line that was put there, and nothing else.
command-status = ended with status { $code }
command-signal = was ended by signal { $signal }
command-no-status = ended without a status

# What is wrong with [command].
command-no-argument-command-holds = no argument of { $what } in [command] holds { $missing }
command-no-argument-command-holds-next = Put { $missing } where the program expects the name: else the keys of one connection replace another's.
command-setting = { $what } in [command]: { $why }
command-setting-next = Install the program, or write its absolute path.
command-neither-absolute-path-nor = { $shown } is neither an absolute path nor a plain name
command-no-program-account-may = { $shown } is no program that this account may run
command-no-program-path = there is no program { $shown } in PATH
command-cannot-started = { $program } cannot be started: { $error }
command-cannot-started-next = Check that it is a program for this machine, or name another one in [command].
command-no-words = { $how }, with no words that can be shown
