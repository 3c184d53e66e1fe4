# The saved connections.
home-title = Your connections
home-lead = Choose one, and what to do with it. Its values are read from the store.
home-cannot-be-read = cannot be read
home-nothing-saved = Nothing is saved here.
home-reading = reading the connection

# What a row says.
home-test-failed = test failed
home-rights = { $held }/{ $of } rights

# The buttons.
home-new = New
home-test = Test
home-pull = Pull
home-edit = Edit
home-rotate = Rotate
home-remove = Remove
home-quit = Quit

# What is said of an action.
home-no-focus = No connection is chosen.
home-move-first = Choose one first.
home-no-integration = "{ $name }" is for the integration "{ $integration }", which is not here.
home-no-integration-remedy = Start again with --integration and its file.
home-removed = It is removed, with its secret.
home-removed-key-works = The key still works in the PSA until it is deleted there.

# What is told of one below the list.
home-last-test = Last test: { $fault }.
home-detail = { $psa }, { $site }: { $origin } for { $product }.
home-detail-short = { $psa }, { $site }, for { $product }.
home-detail-mirror = { $mirror } { $keys }.
home-detail-place = Address: { $origin }.
