# The doctor.
doctor-no-log = none: this account has no home directory

# Keys that were pressed.
doctor-key-up = Up arrow
doctor-key-down = Down arrow
doctor-key-left = Left arrow
doctor-key-right = Right arrow
