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

# What was looked for, and why it cannot be told.
sights-counts-differ = the PSA counts { $counted } and shows { $shown }: rows may be hidden, or were changed meanwhile
sights-that-are-counted = { $rows } that are counted
sights-turned-away = the login was turned away in the middle, so this was not asked
sights-unreadable = { $rows } could not be read: { $fault }
sights-names-none = no { $row } that can be read names one
sights-not-looked-up = { $rows } could not be looked up: { $why }
sights-too-long = { $rows } could not be looked up: the address is too long
sights-other-rows = other rows came than were asked for

# Of how many, behind a finding.
sights-of-the-first = , of the first { $n } { $rows }
sights-of-the-newest = , of the newest { $n } { $rows }
sights-the-first-of = { $part }, the first { $n } of { $of }

# A hidden row: agreement 1042 "Block Hours - Contoso" (of product 17).
sights-example = { $row } { $id }{ $words } (of { $by-row } { $by }{ $known-by })
