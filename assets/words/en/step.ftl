# Moving between the steps.
step-files-being-written = Files are being written.
step-back-in-a-moment = This takes a moment; then Back works.
step-nothing-before = There is nothing before this.
step-leave = Press Ctrl-C twice to leave.

# The steps, in their order.
step-psa = PSA
step-integration = Integration
step-site = Site
step-guide = API user
step-login = Login
step-test = Test
step-preview = Preview
step-save = Save
step-done = Done

# Those of a rotation that are called otherwise.
step-second-key = Second key
step-switch = Switch

# Screens beside the steps.
step-home = Home
step-pull = Pull
