# A pull, as it is offered.
pull-later = Pull the lists into the mirror right after the save.
pull-later-why = Copies the lists into a database on this side, so that other tools can ask it and export can hand it out. Only reading; it can be stopped at any time and goes on later.
pull-title = Pull "{ $name }"

# How it stands.
pull-set-up = The connection is set up.
pull-running = The lists are copied into the mirror. Stop keeps what was read.
pull-stopped = It was stopped. What was read stays; the next pull goes on from there.
pull-in-part = Not every list could be read; those that were are kept.
pull-done = The lists are in the mirror.
pull-failed = The pull failed. What was read stays; the next pull goes on from there.
pull-busy = pulling
pull-busy-waits = waits { $seconds } s for the PSA's limit; nothing is wrong
pull-was-stopped = The pull of "{ $name }" was stopped.
pull-was-stopped-remedy = What was read stays in the mirror; the next pull goes on from there.
pull-refused-remedy = Mend the login with Edit on the home screen, or press Retry to send it once more on purpose.

# Its buttons.
pull-your-connections = Your connections
pull-go-on = Go on
pull-retry = Retry
pull-now = Pull now

# The lists while it runs.
pull-rows-of = { $n } of { $of }
pull-parents-of = { $n } of { $of } { $list }
pull-row-cannot-be-read = cannot be read
pull-row-in-part = in part
pull-row-left = { $time } left

# The lists at its end.
pull-head-list = List
pull-head-rows = rows now
pull-head-new = new
pull-head-changed = changed
pull-head-gone = gone
pull-only-changes = * only what changed was asked for; rows that vanished are found once a week, or with pull --full.
pull-misfits = { $n ->
        [one] { $n } value did not fit its column and was left out.
       *[other] { $n } values did not fit their column and were left out.
    }
pull-mirror = The mirror:
pull-only-counted = only counted
pull-not-read = not read
pull-worth-a-look = Worth a look

# What it costs the PSA.
pull-requests = { $n ->
        [one] { $n } request
       *[other] { $n } requests
    }
pull-used = { $requests } used.
pull-used-of = { $requests } used (at most { $most } a minute).
pull-waits = Waits { $seconds } s for the PSA's limit; nothing is wrong.

pull-usage = All integrations together: { $says }.
pull-usage-unread = How many requests all integrations together have used could not be checked: { $fault }.

# What it came to.
pull-sum = { $n ->
        [one] { $n } row
       *[other] { $n } rows
    } read in { $time } with { $requests }.
pull-sum-resumed = { $n ->
        [one] { $n } row
       *[other] { $n } rows
    } read in { $time } with { $requests }; it went on where the last one ended.
pull-list-not-read = { $list } was not read: { $fault }. { $remedy }
pull-list-not-read-not-needed = { $list } was not read: { $fault }. { $remedy } The integration can do without it.

# Rows that are worth a look.
pull-doubt = { $n } of { $list }: { $says } ID { $ids }.
pull-doubt-and-more = { $n } of { $list }: { $says } ID { $ids } and more.

# A pull, at the command line.
pull-no-list = { $psa } has no list "{ $list }"
pull-name-some = Name some of { $names }.
pull-go-on-with = What was read stays. Go on with: psa-connect pull { $name }
pull-failed-next = { $remedy } What was read stays; the next pull goes on from there.

# A pull, drawn while it runs.
pull-ctrl-c-stops = Ctrl-C stops; what is read stays.
pull-draws-parents = { $rows } in { $done } of { $total } { $list }
pull-draws-waits = waits
pull-draws-done = done
pull-draws-rate = { $rate }/s, { $left } left
pull-draws-used = { $used } requests, { $secs } s.
pull-draws-used-of = { $used } requests (at most { $most } a minute), { $secs } s.

# What a pull came to, at the command line.
pull-told = { $name }: { $rows } rows read in { $secs } s with { $requests } requests.
pull-told-resumed = { $name }: { $rows } rows read in { $secs } s with { $requests } requests, going on where the last one ended.
pull-told-only-changes = * only what changed was asked for; rows that vanished are found once a week, or with --full.
pull-told-worth-a-look = Worth a look:
pull-told-mirror = Mirror: { $place }
pull-told-ids = ID { $ids }
pull-head-read = read

# Rows that could not be looked at.
pull-not-looked-at = The rows of { $list } were not looked at: { $fault }.
