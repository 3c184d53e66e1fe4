# A passphrase is chosen.
passphrase-store = the encrypted store
passphrase-changed = The passphrase is changed. Copies of identity.age from before, in backups say, still open with the old one.
passphrase-set = The passphrase is set. Without it nobody can read what is saved: keep it where you keep such things.
passphrase-two-differ = the two are not the same
passphrase-two-differ-next = Start again; nothing was changed.

# The passphrase of a locked store, at the command line.
passphrase-does-not-open = This passphrase does not open it. { $tries }
passphrase-no-file = it is no file
passphrase-line-too-long = its first line is too long
passphrase-no-text = its first line holds no text
passphrase-unreadable = the passphrase cannot be read from { $from }: { $why }
passphrase-unreadable-next = Put it on the first line of a file that only this account can read, and name that with --passphrase-file.
passphrase-not-text = the passphrase is not text
passphrase-not-text-next = Set the terminal to UTF-8, and enter it again.
passphrase-cut = the terminal cuts lines at 4,095 characters, and the passphrase may have been cut
passphrase-cut-next = Enter a shorter passphrase, or put it in a file that only you can read and name it with --passphrase-file.
passphrase-cannot-be-asked = the passphrase cannot be asked for at this terminal: { $error }
passphrase-cannot-be-asked-next = Name a file that holds it with --passphrase-file.

# Prompts.
passphrase-prompt = Passphrase of { $place }:
passphrase-prompt-old = Old passphrase of the encrypted store:
passphrase-prompt-new = New passphrase:
passphrase-prompt-again = The same once more:
passphrase-tries-left = { $n ->
        [one] One try is left.
       *[other] { $n } tries are left.
    }
passphrase-open-to-others = other accounts may be able to read { $file } (mode { $mode })
