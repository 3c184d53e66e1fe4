# The layers on the way to the PSA.
layers-label = the way there
layers-fine = fine: { $names }
layers-fine-below = fine; layer by layer below
layers-not-reached = The test ended before it came to this.
layers-shown-by = shown by
layers-next = next
layers-it-may-be = it may be
layers-whose-job = whose job
layers-cause = cause
layers-risk = risk
layers-trusted = trusted
layers-shown = shown
layers-set-it-at = Set it at { $menu }.
