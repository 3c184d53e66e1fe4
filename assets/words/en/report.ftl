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

# A proof matrix, as text and as Markdown.
report-not-so-far = This test did not come as far as the rights. Those below are of { $test }.
report-rows-about-rows = What rows say about rows
report-rows-readable = Rows that can be read
report-least-privilege = Least privilege: + to add, - to take away
report-unchecked = Could not be checked
report-title = Proof matrix of { $connection }
report-psa-for = { $psa } for { $product }
report-moved = the login belongs to { $to } now, says { $by }
report-trusted = trusted by { $by } at { $at }
report-fault = Fault { $fault }, on the side of { $side }. { $cause }
report-mend-at = Mend it at: { $menu }
report-confirmed-by = by { $by } at { $at }

report-optional = { $label } (optional)

# Its headings, and what stands before a row.
report-layers = Layers
report-rights = Rights
report-notes = Notes
report-evidence = Evidence
report-connection = Connection
report-host = Host
report-tested = Tested
report-login = Login
report-verdict = Verdict
report-moved-to = Moved
report-pin = Certificate
report-needed = needed
report-found = found
report-unproven = unproven
report-confirmed-row = confirmed
report-confidence = confidence
report-request = request
report-no-request = none
report-evidence-row = evidence
report-doubt = doubt

# Its tables in Markdown.
report-head-layer = Layer
report-head-outcome = Outcome
report-head-ms = ms
report-head-seen = Seen
report-head-details = Details
report-head-proof = Proof
report-head-right = Right
report-head-needed = Needed
report-head-found = Found
report-head-confidence = Confidence
report-head-request = Request
report-head-confirmed = Confirmed
report-least = Least privilege
report-marks = `+` is to add, `-` to take away.

# What rows say about rows.
report-hidden-confirmed = { $rows }: { $hidden } of { $of } cannot be read (confirmed by { $by } on { $at })
report-hidden-doubt = { $rows }: { $hidden } of { $of } cannot be read (hidden, or { $doubt })
report-nothing = nothing

# What would be added, and what could not be checked.
report-add = { $label }: { $needed }
report-add-optional = { $label }: { $needed } (optional)
report-unchecked-why = { $label }: { $because }
report-unchecked-confirmed = { $label }: { $because } (confirmed by hand)
report-certificate = { $subject }, until { $day }, SHA-256 { $sha256 }
