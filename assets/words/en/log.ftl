# The log file.
log-nothing-logged = warning: nothing is logged: { $fault }. { $remedy }
