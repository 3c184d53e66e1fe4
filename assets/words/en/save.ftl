# The eighth step: the save.
save-title = Save
save-lead = Nothing is written before you press Save.
save-name = Name
save-name-help = How you will call this connection: psa-connect test NAME.
save-name-unusable = This name cannot be used.

# Why it is not proved.
save-before-you-save = Before you save
save-not-tested = It was not tested to the end, so nothing is known about it.
save-does-not-work = It does not work: { $fault }.
save-right-missing = { $name } is missing ({ $why }).
save-right-partial = { $name } is there in part only ({ $why }).
save-right-not-looked-up = { $name } was not looked up ({ $why }).
save-right-unproven = { $name } could not be checked: { $because }.
save-rows-hidden = { $rows }: { $seen }.
save-anyway = Save it although it is not proved; the integration may fail because of it.
save-nothing-saved = Nothing was saved yet.
save-passphrase-remedy = The keys are protected by the passphrase: see its field.
save-passphrase-differs-remedy = The two passphrases differ: type the second again.
save-anyway-remedy = Tick the line that says so to save it although it is not proved.
save-failed = nothing was saved: { $fault }

# What will be saved.
save-what = { $psa } for { $product }, { $proved }
save-untested = not tested
save-saving = saving
save-forget-pin = Forget the pinned certificate
save-button = Save

# A connection's name.
save-name-rule = A name has 1 to 40 small letters, digits, dots, hyphens or underscores, and starts with a letter or digit.
