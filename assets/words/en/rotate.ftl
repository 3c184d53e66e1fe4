# A second key in the place of the first: making it.
rotate-guide-title = Make the second key in { $psa }

# Its login.
rotate-stays = Stays as it is
rotate-stays-plain = { $label }: { $value }
rotate-stays-secret = { $label }: as it is, { $n } characters
rotate-stays-missing = { $label }: missing
rotate-note-differs = The note has another value for { $fields }. It is not used.
rotate-note-without-keys = The note has no value of a key.
rotate-keys-in-use = These are the keys in use. Nothing was sent.
rotate-keys-partly-in-use = A part of this is of the keys in use. Nothing was sent.
rotate-in-use-now = In use now. Enter that of the second key.
rotate-in-use-remedy = Make the second key as the guide says, and enter that.

# Why a switch wants a tick.
rotate-before-you-switch = Before you switch
rotate-not-tested = The second key was not tested to the end, so nothing is known about it.
rotate-does-not-work = The second key does not work: { $fault }.
rotate-not-compared = It was not compared with the last test of the key in use.
rotate-cannot-be-compared = It cannot be compared: { $fault }.
rotate-anyway = Switch all the same; the integration may fail because of it.
rotate-nothing-switched = Nothing was switched yet.
rotate-nothing-switched-remedy = Tick the line that says so to switch all the same.
rotate-still-reading = The last test is still being read.
rotate-still-reading-remedy = This takes a moment.

# The switch.
rotate-switch-title = Switch "{ $name }" to the second key
rotate-switch-lead = One step: the second key takes the place of the first, which is kept here for one undo.
rotate-works = The second key works: { $count }, { $than }.
rotate-nothing-lost = nothing is lost against the last test
rotate-no-earlier-test = no earlier test to compare with
rotate-not-the-same = It is not the same API user, or not the same role: { $it }.
rotate-what-changes = What changes
rotate-changes = { $fields }. The rest stays, and so do the name and the store.
rotate-sent-to = The login is sent to { $origin }, as before.
rotate-switching = switching
rotate-switch = Switch

# After it.
rotate-done-title = "{ $name }" uses the second key
rotate-old-key-dead = The old key opens nothing any more.
rotate-old-key-lives-on = The old key works until it is deleted in the PSA.
rotate-old-key-ends = The old key should be refused by now; so is what still uses it.
rotate-old-key = The old key
rotate-later = Later, from a shell
rotate-sending-old-key = sending the old key once
rotate-finish = Finish
rotate-check-old-key = Check that the old key is dead

# What became of the old key.
rotate-old-dead = The old key is dead: { $psa } refuses it.
rotate-old-dead-next = It was sent once. Its copy on this host is removed, so the switch can no longer be undone.
rotate-old-dead-left = The old key is dead: { $psa } refuses it. Its copy on this host could not be removed: { $fault }.
rotate-old-alive = The old key still works: { $psa } let it in.
rotate-old-alive-next = Delete it there, then check again.
rotate-old-alive-next-secret = See whether the new secret was saved there, and whether the old one was of another user.
rotate-old-unclear = It could not be told whether the old key still works: { $fault }.
rotate-lost-right = missing: { $name } -> { $menu }
rotate-lost-rows = hidden: { $n } of { $rows }

# Rotating keys, at the command line.
rotate-job-ended = a job of psa-connect ended as it never should
rotate-job-ended-next = Look at the log, and run the command again.
rotate-not-asked = the old key of { $name } is sent only after a yes
rotate-add-force = { $risk } Add --force to send it.
rotate-name-a-file = Name a text file, or - for standard input.
rotate-no-key = there is no key in what was read
rotate-no-key-next = Write the second key there, as you noted it.
rotate-too-large = it is larger than 64 KiB
rotate-no-utf8 = it is no text (UTF-8)
rotate-other-values = the note has another value for { $others }, and a rotation changes keys only
rotate-other-values-next = Make the second key for the same API user; to change the rest, use Edit in psa-connect.
rotate-has-no = what was read has no { $fields }
rotate-has-no-next = Write each value on a line with its name before it, such as "private key: ...".
rotate-already-in-use = { $fields } of the note is in use already
rotate-already-in-use-next = Make a second key in the PSA first. Nothing was sent.
rotate-connection-has-no = the connection has no { $fields }
rotate-edit-it = Edit it in psa-connect.
rotate-integration-unknown = the integration "{ $integration }" of { $name } is not known here
rotate-integration-unknown-next = Give its file with --integration.
rotate-uses-second = { $name } uses the second key.
rotate-unswitched-lost = Nothing was switched: a right is lost.
rotate-unswitched-unclear = Nothing was switched: a right can no longer be checked.
rotate-unswitched = Nothing was switched: { $why }
rotate-delete-old = Delete the old key in { $psa }, then: psa-connect rotate { $name } --check
rotate-have-it-set = Have it set for the API user, or add --anyway. The key in use stays.
rotate-passed-over = warning: the last test is passed over: { $why }
rotate-open-to-others = warning: other accounts may read { $file }. Remove it when this is done: shred -u { $file }

# A question at the terminal, below the risk.
rotate-send-once = Send the old key of { $name } once?
