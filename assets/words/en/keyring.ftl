# What it says of itself.
keyring-place = the keyring of this desktop session
keyring-protection = The keys are kept in the desktop's keyring: while it is unlocked, every program of this account in this session can read them.
keyring-place-of = the desktop's keyring, as "{ $label }"

# Why it cannot be used.
keyring-no-desktop-session-answers = no desktop session answers here
keyring-no-desktop-session-answers-next = Use this store in a terminal of the desktop itself, or choose another store.
keyring-desktop-session-has-no = this desktop session has no keyring
keyring-desktop-session-has-no-next = Start gnome-keyring or KWallet in this session, or choose another store.
keyring-has-no = the desktop's keyring has no default collection
keyring-has-no-next = Make one in the desktop's password program, or choose another store.
keyring-locked = the desktop's keyring is locked
keyring-locked-next = Unlock it in the desktop's password program, then try again.
keyring-did-not = the desktop's keyring did not answer within 3 s
keyring-did-not-next = Look whether it asks something on the desktop, then try again.
keyring-gave-something = the desktop's keyring gave something that is not text
keyring-gave-something-next = Enter the keys again and save.
keyring-refused = the desktop's keyring refused: { $why }
keyring-refused-next = Look into the desktop's password program.
