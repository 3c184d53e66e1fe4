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
rights-same-reason = for the same reason
rights-could-not-be-checked = could not be checked: { $because }
rights-confirmed-by-hand = by hand, by { $by } at { $at }; that is a word, not a proof
rights-sure-none = none: nothing was shown
rights-sure-low = low: something that usually goes with it was shown
rights-sure-medium = medium: it was shown; the vendor does not document that this is what shows it
rights-sure-high = high: the vendor documents that this is what shows it
rights-beyond-the-need = Beyond the need
rights-everything = everything; a { $role } of its own mends it
rights-own-role = { $n } rights; a { $role } of its own mends it
rights-own-role-how = The step API user lists what such a { $role } needs. Beyond it:
rights-to-take-away = { $n ->
        [one] { $n } right to take away
       *[other] { $n } rights to take away
    }
