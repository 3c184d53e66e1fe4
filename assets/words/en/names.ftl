# Names in a row, anywhere.
names-and = { $before } and { $last }
