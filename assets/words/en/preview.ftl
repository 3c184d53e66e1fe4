# The seventh step: the preview.
preview-title = Preview
preview-lead = What the integration will see. Open a list to search and sort its rows.
preview-nothing = There is nothing to preview: the login was not tested, or it does not work. No list was asked for.
preview-nothing-stopped = There is nothing to preview: the test was stopped before the login was checked. No list was asked for.
preview-nothing-remedy = Go back to the test, or go on to save it as it is.
preview-from-mirror = From the mirror, pulled { $ago }; every row was looked at.
preview-mirror-unreadable = The mirror cannot be read: { $fault }.
preview-read-from-psa = Read from the PSA
preview-reading = reading first rows, { $n } of { $of } lists so far
preview-not-counted = not counted
preview-all-shown = all shown
preview-first-shown = first { $n } shown

# What was looked through by a search, behind "in the".
preview-part-of = { $n ->
        [one] first row of { $count }
       *[other] first { $n } of { $count } rows
    }
preview-part = { $n ->
        [one] first row
       *[other] first { $n } rows
    }
preview-rows-of-scope = { $n ->
        [one] one row { $scope }
       *[other] { $n } rows { $scope }
    }

preview-warnings = { $n ->
        [one] { $n } warning
       *[other] { $n } warnings
    }, { $scope }
preview-rows-to-look-at = { $scope }, { $n ->
        [one] { $n } row
       *[other] { $n } rows
    } to look at

# Below which rows a list was read.
preview-of-the-first = of the first { $n } { $rows }
