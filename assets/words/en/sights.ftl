# The cross-checks: what the rows of one list say about those of another.
sights-heading = What the rows show
sights-label-hidden = hidden
sights-label-looked-for = looked for
sights-label-found = found
sights-label-right = right
sights-label-shown-by = shown by
sights-confirmed = Confirmed by { $by } on { $day }: they need not be shown.
sights-hidden-or-deleted = Other rows name them and every request was answered, yet they are not shown. The right may be limited to some rows; or { $doubt }. Look for one of them in the PSA: if it is gone, confirm this row by hand.
sights-hidden = Other rows name them and every request was answered, yet they are not shown: the right is limited to some rows.
sights-all = all { $of } can be read
sights-count-confirmed = { $hidden } of { $of } not shown, confirmed by { $by } on { $day }
sights-count-hidden-or-deleted = { $hidden } of { $of } hidden or deleted
sights-count-hidden = { $hidden } of { $of } hidden
