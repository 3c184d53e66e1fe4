# Signs that are words where only ASCII can be shown, before a sentence.
look-tone-good = ok:
look-tone-warning = note:
look-tone-bad = FAIL:

# Before a row of the test: four columns at most.
look-mark-good = ok
look-mark-partial = part
look-mark-bad = FAIL
look-mark-confirmed = conf

# More of the screen above or below.
look-more = { $sign } more
