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
