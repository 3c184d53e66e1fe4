# A kept report that cannot be read.
report-unreadable = the report cannot be read: { $error }
report-version = the report has version { $version }, and this psa-connect reads version { $reads }

# What a test comes to.
report-stops-at = It stops at the { $check }: { $why }.
report-clauses = { $before }, and { $last }
report-rights-short = { $n } of { $of } rights { $n ->
        [one] is
       *[other] are
    } missing or partial
report-rows-hidden = { $n } { $n ->
        [one] cross-check
       *[other] cross-checks
    } found hidden rows
report-rights-open = { $n } of { $of } rights could not be checked
report-rows-doubtful = { $n } { $n ->
        [one] cross-check
       *[other] cross-checks
    } found rows that are hidden or deleted
report-nothing-missing = Nothing is missing: { $n } of { $of } rights shown by the server
report-confirmed = { $n } confirmed by hand
report-not-to-be-shown = { $n } not to be shown by the API
report-optional-short = { $n } optional { $n ->
        [one] is
       *[other] are
    } not there
report-layers-unclear = { $n } { $n ->
        [one] layer
       *[other] layers
    } unclear

# A report of the last test.
report-two-forms = --json and --format name two forms
report-two-forms-next = Leave one of them out.
report-never-tested = { $name } was never tested, so there is nothing to report
report-test-it = Test it: { $test }
report-test-again = Test it again, which replaces the report: { $test }
