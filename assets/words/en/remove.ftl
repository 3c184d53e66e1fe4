# Removing a connection.
remove-question = Remove { $name }, its secret and what was pulled?
remove-not-asked = { $name } is removed only after a yes
remove-was-default = { $name } was the default connection; there is none any more.
remove-done = { $name } is removed, with its secret and what was pulled into a file here. The key still works in the PSA until it is deleted there.
