# How well a right is proved.
proof-granted = granted
proof-partial = partial
proof-missing = missing
proof-unproven = unproven
proof-confirmed-by-hand = confirmed by hand

# Why a right is left open, whichever PSA it is.
proof-no-answers = the answers that would show it did not come
proof-nothing-answered = no request after the login was answered
