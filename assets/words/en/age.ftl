# How long ago something was.
age-just-now = just now
age-minutes-ago = { $n ->
        [one] { $n } minute ago
       *[other] { $n } minutes ago
    }
age-hours-ago = { $n ->
        [one] { $n } hour ago
       *[other] { $n } hours ago
    }
age-days-ago = { $n ->
        [one] { $n } day ago
       *[other] { $n } days ago
    }

# The same where there is little room.
age-short-minutes-ago = { $n } min ago
age-short-hours-ago = { $n } h ago
age-short-days-ago = { $n } d ago

# How long something takes.
age-span-seconds = { $n } s
age-span-minutes = { $n } min
age-span-hours = { $n } h
age-span-days = { $n } days

# How old the keys of a connection are, in a list.
age-keys-unknown = keys of unknown age
age-keys-new = keys new
age-keys-one-day = keys 1 day
age-keys-old = old keys { $days } days
age-keys-days = keys { $days } days
age-rotation-today = today
age-rotation-one-day = 1 day
age-rotation-old = { $days } days: old
age-rotation-days = { $days } days

# The same behind "since".
age-a-moment-ago = a moment ago
age-milliseconds = { $n } ms
