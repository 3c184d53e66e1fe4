# Names of variables for another program.
hand-prefix-rule = A prefix has 1 to 40 capital letters, digits or underscores, and does not begin with a digit.
