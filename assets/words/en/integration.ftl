# The second step: which integration.
integration-title = Which integration will use the connection?
integration-lead = It decides which rights the API user needs and which lists are read.
integration-rights = { $n ->
        [one] { $n } right
       *[other] { $n } rights
    }
integration-not-for-this-psa = not for this PSA
integration-reads = Reads: { $what }.
integration-writes = Writes: { $what }.
integration-another-product = Another product? Start with --integration FILE.toml.
integration-says-nothing = This integration says nothing about this PSA.
integration-choose-another = Choose another, or add a section for this PSA to its file.
integration-none-chosen = No integration is chosen yet.

# What is wrong with an integration's file.
integration-fault = line { $line }, key { $key }: { $expected }
integration-fault-id = expected lower-case letters, digits and hyphens, { $n } at most
integration-fault-no-psa = expected at least one PSA: { $psas }
integration-fault-value-missing = this value is missing; the guide needs it
integration-fault-right-twice = "{ $function }" has a right already; expected one right a function
integration-fault-needs = expected { $needs } with levels, or wanted = "…"
integration-fault-no-levels = { $function } has no levels; expected wanted = "…" instead of needs
integration-fault-no-action = { $function } has no such action; expected { $actions }
integration-fault-no-level = { $function } has no level { $level }; expected { $levels }
integration-fault-list-twice = "{ $list }" is there twice
integration-fault-parent-first = expected "{ $parent }" before "{ $list }", which hangs below it
integration-fault-list-taken = "{ $list }" stands among the lists that are taken, too
integration-fault-no-word = expected at least one word in the list
integration-fault-list-not-taken = "{ $list }" is not among the lists taken; expected { $lists }
integration-fault-unknown = there is no { $what } "{ $given }"; expected { $known }

# The same, for what the TOML reader says.
integration-fault-no-key = there is no such key here; expected { $keys }
integration-fault-not-known = "{ $named }" is not known here; expected { $known }
integration-fault-key-missing = this key is missing
integration-fault-key-twice = this key is there twice
integration-fault-expected = expected { $expected }, found { $found }
integration-fault-no-toml = this is not TOML: { $says }
integration-fault-a-list = a list in square brackets
integration-fault-a-table = a table
integration-fault-a-text = text in quotes
integration-fault-the-number = the number { $n }
integration-fault-table-or-date = a table, or a date without quotes
integration-fault-list-found = a list
integration-fault-text-found = text
integration-fault-nothing = nothing
integration-fault-or = { $first } or { $last }
integration-fault-or-others = { $some } or one of { $rest } others
