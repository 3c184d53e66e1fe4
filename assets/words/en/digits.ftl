# Numbers, everywhere.
# Stands between each three digits: 1,234,567.
digits-group = ,
