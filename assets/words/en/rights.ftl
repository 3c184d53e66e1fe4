# The matrix of rights: what is told of one.
rights-label-needed = needed
rights-label-found = found
rights-label-proof = proof
rights-label-confidence = confidence
rights-label-confirmed = confirmed
rights-label-shown-by = shown by
rights-label-doubt = doubt
rights-label-optional = optional
rights-confirmed = confirmed by { $by } on { $day }
rights-could-not-be-checked = could not be checked: { $because }
rights-confirmed-by-hand = by hand, by { $by } at { $at }; that is a word, not a proof
rights-sure-none = none: nothing was shown
rights-sure-low = low: something that usually goes with it was shown
rights-sure-medium = medium: it was shown; the vendor does not document that this is what shows it
rights-sure-high = high: the vendor documents that this is what shows it
rights-beyond-the-need = Beyond the need
rights-own-role = make a { $role } of its own for this { $user }
rights-own-role-how = Make a { $role } of its own for this { $user }: the step API user lists what it needs. It can do all of this now:
rights-to-take-away = { $n ->
        [one] { $n } right to take away
       *[other] { $n } rights to take away
    }
