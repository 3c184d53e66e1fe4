# Where the keys will rest, on the save screen.
store-heading = Where should the keys be kept?
store-unusable-now = cannot be used now
store-cannot-be-used = The { $store } cannot be used now.
store-cannot-be-used-nothing-saved = The { $store } cannot be used now. Nothing was saved.
store-none-chosen = No place for the keys is chosen yet.
store-none-chosen-remedy = Choose one under "Where should the keys be kept?"
store-keys-could-not-be-saved = These keys could not be saved: no place for them can be written.
store-trouble = { $name }: { $it }

# A store's name in the middle of a sentence.
store-encrypted-file = encrypted file
store-command = password manager
store-file = file for unattended jobs
store-keyring = desktop keyring

# The passphrase of a store that wants one.
store-passphrase = Passphrase
store-passphrase-again = Again
store-passphrase-help = At least { $n } characters; four words picked by chance are good.
store-passphrase-empty = Empty. Choose one with at least { $n } characters.
store-passphrase-short = Too short. Choose one with at least { $n } characters.
store-passphrase-once = Type it once more, so that a slip of the finger shows.
store-passphrase-different = The two are different. Type this one, or both, again.
store-passphrase-lost = It cannot be recovered. Without it the keys must be made anew in the PSA.

# What is written.
store-writes = Save writes the connection, without keys:
store-writes-key = And, once, what the passphrase opens. The passphrase itself is written nowhere.
