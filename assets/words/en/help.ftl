# The help.
help-keys = Keys
help-marks = Marks
