# How a mirror stands.
mirror-never = never pulled
mirror-unreadable = mirror unreadable
mirror-pulled = pulled { $ago }
mirror-in-part = pulled in part
mirror-stopped = pull stopped
mirror-failed = pull failed
mirror-cut-off = pull cut off
mirror-open = pull not over
mirror-says-never = Nothing was pulled yet.
mirror-says-unreadable = Its mirror cannot be read: { $fault }. { $remedy }
mirror-says-pulled = Mirror: { $rows } rows, pulled { $ago }.
mirror-says-in-part = Mirror: { $rows } rows, pulled { $ago }; not every list may be read.
mirror-says-stopped = Mirror: { $rows } rows; the pull was stopped { $ago }, the next goes on.
mirror-says-failed = Mirror: { $rows } rows; the pull failed { $ago }, the next goes on.
mirror-says-cut-off = Mirror: { $rows } rows; the pull was cut off { $ago }, the next goes on.
mirror-says-open = Mirror: { $rows } rows; a pull began { $ago } and is not over: it runs, or was cut off.
