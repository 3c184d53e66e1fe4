# The fourth step: the guide to the API user.
guide-title = Make the API user in { $psa }
guide-lead = Tick off what is done. If somebody else administers the PSA, write the guide to a file for them.
guide-all-done = All done: go on with Next.
guide-write-text = Write as text
guide-write-markdown = Write as Markdown
guide-written = The guide is written to { $file }.
guide-written-send-it = Send it to whoever administers the PSA; it holds no secret.

# The guide to the API user, on the screen and as a sheet.
guide-before-you-start = Before you start
guide-make-role = Make the { $role }
guide-set-rights = Set the rights of the { $role }
guide-make-user = Make the { $user }
guide-good-to-know = Good to know
guide-afterwards = Afterwards, set up { $product }
guide-optional = { $why } (optional: { $when })

# The sheet alone.
guide-sheet-title = Connect { $product } to { $psa }
guide-sheet-who = Who can do this: { $who }
guide-sheet-what = What it is for: { $product } { $what } It reads { $reads }. It writes { $writes }.
guide-sheet-two-ways = Choose one of two ways
guide-sheet-either-way = Either way ends in a login. Way A gives { $product } no more than it needs.
guide-sheet-way-a-only = Way A only: make the { $role } and set its rights
guide-sheet-hand-over = Hand over
guide-sheet-give-these = Give these to whoever sets up the connection, by a password manager and not by e-mail:
guide-sheet-way-a = Way A: { $way }
guide-sheet-way-b = Way B: { $way }
guide-sheet-both = Way A: { $least } Way B: { $simple }

# The heads of the table of rights, in Markdown.
guide-sheet-table = | Done | Module | Function | Set to | Why |

# The guide as a file.
guide-not-for-psa = that integration does not work with { $psa }
guide-name-another = Name another with --integration.
