# How well a right is proved.
proof-granted = granted
proof-partial = partial
proof-missing = missing
proof-unproven = unproven
proof-confirmed-by-hand = confirmed by hand
