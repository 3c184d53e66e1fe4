# Who else can read the store.
recipients-added = { $who } can read every saved key from now on.
recipients-removed = { $who } cannot read what is saved from now on. What it could read until now it may have kept: rotate those keys.
recipients-none = Nothing is encrypted yet. Choose a passphrase with: psa-connect passphrase
recipients-nothing-encrypted = nothing is encrypted here yet
recipients-nothing-encrypted-next = Choose a passphrase first, with: psa-connect passphrase

# Behind one that is this account's own.
recipients-own = this account
