# The page of one row.
leaf-set-it-at = set it at
