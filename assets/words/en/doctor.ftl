# The doctor.
doctor-no-log = none: this account has no home directory
