# The doctor.
doctor-no-log = none: this account has no home directory
doctor-no-look = the terminal cannot be looked at: { $error }
doctor-no-look-next = Start it again.
doctor-name-another = Name another file with --bundle.
doctor-verdict = { $n ->
        [0] Nothing is wrong.
        [one] One thing is wrong, below.
       *[other] { $n } things are wrong, below.
    }
doctor-cut-off = { $n ->
        [one] 1 set-up that was cut off
       *[other] { $n } set-ups that were cut off
    }

# Keys that were pressed.
doctor-key-up = Up arrow
doctor-key-down = Down arrow
doctor-key-left = Left arrow
doctor-key-right = Right arrow
