# The state of a row of the test.
state-missing = Missing
state-hidden-rows = Hidden rows
state-waiting = Waiting
state-not-reached = Not reached
state-running = Running
state-ok = OK
state-in-part = In part
state-failed = Failed
state-could-not-tell = Could not tell
state-confirmed = Confirmed by hand
state-not-needed = Not needed
state-note = Note
