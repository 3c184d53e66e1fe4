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

# Which stores are allowed.
store-rule-host = whoever administers this host
store-rule-user = this account
store-not-allowed = the store "{ $kind }" is not allowed: { $who } set that with allowed_stores in { $file }
store-not-allowed-use = Use one that is: { $left }. What is in it already can be opened and moved away.
store-none-left = No store is left that all settings allow: change allowed_stores in { $file }.
store-none-left-ask = No store is left; ask whoever administers this host.

# The stores, in a few words.
store-short-encrypted-file = a passphrase opens it
store-short-vault = on a server
store-short-command = another program keeps them
store-short-file = not encrypted
store-short-keyring = of this desktop session

# What one holds, before its place.
store-holds-encrypted-file = Its keys, encrypted; the passphrase opens them:
store-holds-vault = Its keys, in OpenBao or Vault:
store-holds-command = Its keys, with the password manager:
store-holds-file = Its keys, readable by this account and root:
store-holds-keyring = Its keys, in the desktop keyring:

# Its name, alone.
store-name-encrypted-file = Encrypted file
store-name-vault = OpenBao or Vault
store-name-command = Password manager
store-name-file = File for unattended jobs
store-name-keyring = Desktop keyring
