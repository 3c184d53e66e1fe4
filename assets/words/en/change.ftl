# What a re-test found to be otherwise than before.
change-fails = fails
change-works-again = works again
change-lost = lost
change-hidden = hidden
change-shown-again = shown again
change-gained = gained
change-needed-now = needed now
change-no-longer-needed = no longer needed
change-confirmed = confirmed
change-no-longer-confirmed = no longer confirmed
change-beyond-the-need = beyond the need
change-no-longer-beyond = no longer beyond the need
change-unclear-now = unclear now
change-skipped-now = skipped now
change-moved = moved
change-no-longer-moved = no longer moved
change-changed = changed

# What is said of one.
change-exit = exit code { $now }, was { $was }: { $verdict }
change-moved-to = the login belongs to { $to } now, says { $by }
change-not-moved-any-more = { $by } does not say any more that the login belongs to { $to }
change-was = { $name } (was: { $was })
change-was-with-detail = { $name }: { $detail } (was: { $was })
change-by = by { $by } at { $at }
change-partly = { $label }: { $state } (needed: { $needed })
change-missing = { $label }: missing (needed: { $needed })
change-unchecked = { $label }: can no longer be checked, { $because }
change-granted = granted
change-rows-hidden = { $now } of { $of } { $rows }
change-rows-shown = all { $of } { $rows } ({ $was } were hidden)
change-rows-otherwise = { $now } of { $of } { $rows } are hidden, { $was } were
change-rows-counted = { $list }: { $rows } rows, { $was } before

# Facts of the connection that changed.
change-fact-address = address
change-fact-integration = integration
change-fact-none = none
change-fact-pin = trusted certificate
change-fact-was = { $fact } { $now } (was { $was })
change-fact-certificate = the certificate: { $parts }
change-fact-login = login
change-fact-now-was = { $label }: { $now } (was: { $was })
