# A re-test: what is left to do.
test-every-row = every row

# Nothing to test.
test-nothing-saved = nothing is saved in { $directory }, so nothing was tested
test-nothing-saved-next = Name the directory with --config-dir, or set HOME. To set up a connection, start: psa-connect

# The sixth step: the test.
test-title = Test
test-lead = Layer by layer, then right by right. The login is tried once.
test-lead-left = The rest is as it should be, or could not be checked.
test-rights = { $n ->
        [one] { $n } right
       *[other] { $n } rights
    } for { $product }
test-proving = proving rights, { $n } of { $of } so far
test-checking = checking { $check }
test-looking-up = looking up one right again

# What is said of an action.
test-only-a-right = Only a right can be looked up again by itself.
test-only-a-right-remedy = Move to its row first; Test again repeats everything.
test-refused-since = This login was refused since. It was not sent again.
test-refused-since-remedy = Test again sends it once more.
test-only-unclear = Only what could not be checked can be confirmed by hand.
test-only-unclear-remedy = Look at it in the PSA, then confirm it here; it is recorded as your word, not as proved.
test-stopped = Stopped.
test-stopped-remedy = What was found so far stays. Go on, go back, or start again.
test-still-running = The test is still running.
test-still-running-remedy = Wait for it, or stop it first.

# Its buttons.
test-show-all = Show all
test-show-left = Show what is left
test-trust = Trust this certificate
test-trust-authorities = Trust this host's authorities again
test-use-new-site = Use the new site
test-mend-site = Mend the site
test-mend-login = Mend the login
test-guide = Guide
test-again = Test again
test-retry-row = Retry row
test-confirm-row = Confirm row

# A page of the PSA on which something is left to do.
test-page-optional = { $page } (can be left out)

# Testing, at the command line.
test-since-last = --since-last is printed as text or JSON
test-since-last-next = Leave out --since-last.
test-the-last = the last test
test-last-told = what was last told
test-not-kept = warning: the result is not kept with the connection: { $fault }. { $remedy }
test-passed-over = warning: { $which } of { $name } is passed over: { $why }
test-told-not-kept = warning: what was told is not kept, and will be told again: { $fault }. { $remedy }

# What changed since the last test.
test-no-earlier = There is no earlier test of { $name } to compare with. This is all that was found.

test-changes-since = { $n ->
        [0] nothing changed since { $age }
        [one] { $n } change since { $age }
       *[other] { $n } changes since { $age }
    }
test-still = Still: { $verdict }

# A test at the command line.
test-told-head = { $connection }: { $psa } for { $product }, { $origin }
test-told-rows = What rows say about rows:
test-told-moved = The login belongs to { $to } now, says { $by }. No key was sent there.
test-told-moved-next = Edit the connection and choose that site, if you trust it.
test-told-beyond = Beyond the need:
test-told-side = { $cause } It is on the side of { $side }.
test-told-needed = needed: { $needed }
test-told-needed-optional = needed: { $needed } (optional)
test-told-confirmed = confirmed by { $by } at { $at }
test-told-found = found: { $found }
test-told-all = { $rows }: all { $of } can be read
test-told-hidden = { $rows }: { $hidden } of { $of } cannot be read
test-told-hidden-confirmed = { $rows }: { $hidden } of { $of } cannot be read, confirmed by { $by } on { $at }
test-told-hidden-doubt = { $rows }: { $hidden } of { $of } cannot be read: hidden, or { $doubt }

# Before a row: eight columns at most.
test-word-ok = ok
test-word-skipped = skipped
test-word-unclear = unclear
test-word-failed = FAILED
test-word-by-hand = by hand
test-word-granted = granted
test-word-partial = PARTIAL
test-word-missing = MISSING
test-word-unproven = unproven
test-word-confirmed = confirmed
test-word-hidden = HIDDEN
