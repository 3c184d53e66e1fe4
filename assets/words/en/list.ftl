# The list of connections.
list-nothing-saved = Nothing is saved yet. To set up a connection, start: psa-connect

# What a row says.
list-in-part = in part { $age }
list-began = began { $age }
list-never = never
list-default = { $name } (default)

# The heads of the table.
list-head-name = NAME
list-head-psa = PSA
list-head-for = FOR
list-head-host = HOST
list-head-secret-in = SECRET IN
list-head-keys = KEYS
list-head-tested = TESTED
list-head-rights = RIGHTS
list-head-pulled = PULLED
list-rights = { $held } of { $of }
list-failed = failed
list-last-test = { $name }: the last test failed: { $fault }. Test it again: psa-connect test { $name }
