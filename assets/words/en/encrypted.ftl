# The encrypted file, its identity and its recipients.
encrypted-stores-own-recipient-cannot = this store's own recipient cannot be removed: nothing could be read here any more
encrypted-stores-own-recipient-cannot-next = Remove another one; see them with: psa-connect recipients
encrypted-missing-so-nobody-knows = { $place } is missing, so nobody knows to whom keys are encrypted
encrypted-put-back = Put it back from a backup.
encrypted-not-encrypted-stores-identity = { $place } is not encrypted to this store's identity
encrypted-not-encrypted-stores-identity-next = Put the identity.age that belongs to it back from a backup, or have somebody who can read it run: psa-connect recipients add { $own }
encrypted-protection = The keys are encrypted, and a passphrase opens them. Other accounts cannot read them, nor can whoever gets a copy of the disk or of a backup and does not guess the passphrase; root of this host can, while they are unlocked.
encrypted-no-yet-so-nothing = there is no { $place } yet, so nothing can be encrypted
encrypted-no-yet-so-nothing-next = Choose a passphrase for it first, with: psa-connect passphrase
encrypted-missing-though-keys-are = { $place } is missing, though keys are encrypted to it
encrypted-missing-though-keys-are-next = Put identity.age back from a backup. Without it only the other recipients can read them; to begin anew, move recipients.txt and secrets/*.age away.
encrypted-cannot-encrypted = it cannot be encrypted: { $error }
encrypted-cannot-encrypted-next = Check { $place }.
encrypted-protection-short = The keys are encrypted, and a passphrase opens them.
encrypted-already-under-own-passphrase = { $place } is there already, under its own passphrase
encrypted-already-under-own-passphrase-next = Save without a new passphrase; change the one it has with: psa-connect passphrase
encrypted-decrypted-but-not-as = { $place } is decrypted, but not as psa-connect writes it
encrypted-decrypted-but-not-as-next = Edit the connection and enter its keys again, or put the file back from a backup.

# A passphrase that protects nothing.
encrypted-passphrase-empty = the passphrase is empty
encrypted-passphrase-has-only-characters = the passphrase has only { $short } characters
encrypted-passphrase-has-only-characters-next = Choose one with at least { $shortest_passphrase } characters; four words picked by chance are good.

# An identity that cannot be used.
encrypted-not-protected-passphrase = { $place } is not protected by a passphrase
encrypted-asks-for-too-much = { $place } asks for too much work (scrypt 2^{ $asked }, at most 2^{ $most_work } here)
encrypted-opens-but-holds-no = { $place } opens, but holds no age identity

# What is wrong with a file, behind its path.
encrypted-ends-too-early-was = ends too early: it was cut short
encrypted-damaged-header-was-changed = is damaged: its header was changed
encrypted-damaged-content-was-changed = is damaged: its content was changed or cut short
encrypted-no-age-file = is no age file

# The list of recipients.
encrypted-not-text = { $place } is not text
encrypted-line-no-age-recipient = line { $n } of { $place } is no age recipient: { $text }
encrypted-line-no-age-recipient-next = A recipient begins with age1 and is one word. Mend the line, or remove it.
encrypted-names-nobody = { $place } names nobody
encrypted-first-line-not-recipient = the first line of { $place } is not the recipient of this store's identity
encrypted-first-line-not-recipient-next = Put it back from a backup, or write this as its first line: { $ours }
encrypted-no-age-recipient = { $text } is no age recipient
encrypted-no-age-recipient-next = A recipient begins with age1 and is one word; age-keygen -y prints it.
encrypted-names-whom-nobody-confirmed = { $place } names { $all }, whom nobody confirmed with the passphrase
encrypted-names-whom-nobody-confirmed-next = If you know whose it is: psa-connect recipients add { $first }. If not: psa-connect recipients remove { $first }, and rotate the keys that were saved since.
encrypted-readers = They are encrypted to { $n ->
    [one] one other recipient
   *[other] { $n } other recipients
}, too: { $others }.
