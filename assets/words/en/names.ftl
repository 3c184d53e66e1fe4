# Names in a row, anywhere.
names-and = { $before } and { $last }
names-or = { $before } or { $last }
