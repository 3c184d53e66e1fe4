# What a test came to, in a sentence, and what to do.
verdict-use-the-new-site = "Use the new site" shows both addresses and asks before a key is sent there.
verdict-what-else = { $first } { $next } The login's row lists what else it may be.
verdict-another-certificate = { $host } shows another certificate than the trusted one
verdict-another-vouched = { $another }; this host's authorities vouch for it
verdict-another-flawed = { $another }, which { $flaw }
verdict-accounts-may-lock = Accounts may lock after a few refusals.
verdict-refused-before = Just these values were refused before. They were not sent again.
verdict-refused-before-remedy = Mend the login, or press Test again to send them once more on purpose. { $risk }

# The login works.
verdict-missing-remedy = Each such row says where it is set. Have them set, then look them up again with Retry row.
verdict-hidden-remedy = Each such row says where it is set. Have them set, then press Test again.
verdict-moved = Connected, but { $by } says that this login belongs to { $to } now.
verdict-moved-remedy = "Use the new site" asks before anything is sent there; or go on as it is.
verdict-kinds-of-rows = { $n } kinds of rows
verdict-some-hidden = Connected. { $held } Of { $looks }, some are hidden or deleted; the PSA does not say which.
verdict-some-hidden-remedy = Look for one that the row names. If it is gone, confirm the row by hand; if it is there, the role hides it.
verdict-unclear-remedy = Look at them in the PSA, then confirm each with Confirm row, or go on.
verdict-connected = Connected. { $held }
verdict-connected-remedy = Go on to the preview.
verdict-more-than-needed = Connected. { $held } The login may do more than is needed.
verdict-own-role-remedy = Make a { $role } of its own for this { $user }, as the step API user lists it, or go on.
verdict-more-than-needed-remedy = The row "Beyond the need" says what. Take it away in the PSA, or go on.

# How many rights.
verdict-proved = { $granted } of { $all } rights proved
verdict-confirmed-by-hand = { $n } confirmed by hand
verdict-could-not-be-checked = { $n } could not be checked
verdict-missing = { $n } missing
verdict-missing-apart = { $needed } needed and { $optional } optional missing

# Something is missing.
verdict-rights-missing = { $n ->
        [one] One right is missing. { $count }.
       *[other] { $n } rights are missing. { $count }.
    }
verdict-rows-hidden = { $n ->
        [one] One right is missing for some rows: they are hidden.
       *[other] { $n } rights are missing for some rows: they are hidden.
    }
verdict-rights-and-rows = { $n } rights are missing, { $some } of them for some rows only: they are hidden.
