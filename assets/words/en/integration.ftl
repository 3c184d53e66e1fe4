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
