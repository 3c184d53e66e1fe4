# The passphrase of a locked store.
unlock-title = Unlock the keys of { $name }
unlock-lead = The keys of { $name } are locked with a passphrase. It does not leave this host.
unlock-passphrase = Passphrase
unlock-passphrase-help = The one that was chosen when the first connection was saved here.
unlock-opens = It opens:
unlock-lost = If it is lost, the keys must be made anew in the PSA and entered with a new connection.
unlock-empty = Empty. Type or paste the passphrase.
unlock-wrong = This is not the passphrase. Type it again, as often as you like.
unlock-busy = unlocking
unlock-button = Unlock
