# A terminal that is too small, in three rows or in one.
small-too-small = too small:
small-needs = needs { $size }
small-is = is { $size }
small-in-one-line = too small: needs { $needs }, is { $is }
