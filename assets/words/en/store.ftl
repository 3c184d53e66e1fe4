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

# A connection's file.
store-connection-cannot-put-into-file = { $name } cannot be put into a file
store-connection-cannot-put-into-file-next = This is a fault of psa-connect. Please report it.
store-connection-at-line = { $path }, line { $line }, { $text }
store-connection-mend = Mend the file, put it back from a backup, or save the connection again.
store-connection-not-text = is not text
store-connection-not-as-psa-connect = is not as psa-connect writes it
store-connection-has-version-program-reads = { $path } has version { $found }, and this program reads version { $version }
store-connection-has-version-program-reads-next = Use the version of psa-connect that saved it.
store-connection-has-origin-no-address = has an origin that is no address
store-connection-has-pin-whose-sha256 = has a pin whose sha256 is no fingerprint (AB:CD:…, 32 pairs)
store-connection-has-key-secret-none = has a key of its secret that is none

# A set-up that is not finished.
store-draft-set-up-cannot-put = this set-up cannot be put into a file
store-draft-nothing-else-depends-remove = Nothing else depends on it: remove it with psa-connect drafts --clear.
store-draft-has-version-program-reads = has version { $found }, and this program reads version { $version }
store-draft-has-time-none = has a time that is none
store-draft-has-name-none = has a name that is none
store-draft-another-session-has-taken = another session has taken this set-up up
store-draft-another-session-has-taken-next = Go on there, or end it and start this one again.
store-draft-no-draft-psa-connect = { $path } is no draft of psa-connect
store-draft-no-draft-psa-connect-next = Somebody put it there: look at it, and move it away.

# Keys in a place outside this program's files.
store-elsewhere-keys-were-handed-over = the keys were handed over, but are not there afterwards: { $place }
store-elsewhere-other-keys-than-those = other keys than those handed over came back: { $place }
store-elsewhere-other-keys-than-those-next = Check how this store is set up, or choose another one.
store-elsewhere-keys-another-connection-are = keys of another connection are kept there already: { $place }
store-elsewhere-keys-another-connection-are-next = They were left alone. Choose another name, or remove them there.
store-elsewhere-what-came-back-not = what came back is not what psa-connect has put there: { $place }
store-elsewhere-what-came-back-not-next = Check that nothing else is printed or kept there, or enter the keys again and save.

# Whose directories and files are.
store-folder-other-accounts-can-replace = other accounts can replace { $path }
store-folder-other-accounts-can-replace-next = Use a directory below your home with --config-dir, or take away others' right to write there.
store-folder-too-large-for-file = { $path } is too large for a file of this program
store-folder-too-large-for-file-next = Move it away, or put the right file back from a backup.
store-folder-no-plain-file = { $path } is no plain file
store-folder-no-plain-file-next = Somebody put it there: look at it with ls -l, and move it away.
store-folder-hard-link-same-file = { $path } is a hard link: the same file has another name, too
store-folder-hard-link-same-file-next = Find the other name with find -samefile; when it is none of yours, move this one away.
store-folder-belongs-another-account-uid = { $path } belongs to another account (uid { $uid })
store-folder-belongs-another-account-uid-next = Run psa-connect as that account, or use a directory of your own with --config-dir.
store-folder-directory-was-open = The directory { $path } was open to other accounts of this host (mode { $mode }); it no longer is.
store-folder-file-was-open = The file { $path } was open to other accounts of this host (mode { $mode }); it no longer is.

# A saved login.
store-login-for-psa-program-does = { $name } is for a PSA that this program does not know ({ $psa })
store-login-for-psa-program-does-next = Use the version of psa-connect that saved it, or a newer one.
store-login-was-saved-without = { $name } was saved without { $labels }
store-login-was-saved-without-next = Edit { $name } and enter what is missing.

# The log of hand-overs.
store-hand-over-no-line = the hand-over cannot be put into words: { $error }
store-hand-over-no-line-next = Nothing was handed over. Retry.
store-hand-over-cannot-be-noted = the hand-over cannot be noted, so nothing was handed over: { $fault }

# A file that is written for somebody.
store-handed-names-no-file = names no file
store-handed-other-accounts-can-replace = other accounts can replace { $parent }
store-handed-already = { $path } is there already
store-handed-already-next = Add --force to replace it, or name another file with -o.
store-handed-symbolic-link = is a symbolic link
store-handed-directory = is a directory
store-handed-pipe = is a pipe
store-handed-socket = is a socket
store-handed-device = is a device
store-handed-no-plain-file = is no plain file
store-handed-only-new-plain-file = { $path } { $is }; only a new plain file is written
store-handed-only-new-plain-file-next = Name another file with -o. To pipe it, leave -o out.
store-handed-write-into-directory-your = Write into a directory of your own with -o, or take away others' right to write there.
store-handed-name-file-directory-you = Name a file in a directory that you may write to with -o.

# Which keys are elsewhere.
store-ledger-cannot-written = { $place } cannot be written: { $error }
store-disk-other-directory = Use another directory with --config-dir.
store-ledger-not-as-psa-connect = { $place } is not as psa-connect writes it
store-ledger-not-as-psa-connect-next = Saved keys can still be read. Put the file back from a backup, or move it away and look in the { $store } for keys that no connection needs.

# Two who write.
store-lock-another-psa-connect-writing = another psa-connect is writing to the same store and does not finish
store-lock-another-psa-connect-writing-next = Wait for it, or end it; then retry. Nothing was changed.

# Renaming, moving and undoing.
store-named-has-no-free-key = { $name } has no free key
store-named-has-no-free-key-next = Choose another name.
store-named-already-saved = a connection named { $to } is already saved
store-named-already-saved-next = Choose another name, or remove that one first.
store-named-keys-are-store-already = the keys of { $name } are in that store already
store-named-keys-are-store-already-next = Name another store; see them with: psa-connect doctor
store-named-keys-are-now-but = the keys of { $name } are in { $place } now, but the old ones could not be removed: { $fault }
store-named-keys-are-now-but-next = { $remedy } Then remove { $place } by hand.
store-named-nothing-before-last-save = there is nothing before the last save of { $name }
store-named-nothing-before-last-save-next = Only the last save can be undone, and only until the connection is moved.

# Refused logins that are remembered.
store-refusals-cannot-read-so-nobody = { $path } cannot be read, so nobody knows whether this login was refused within the last hour; it was not sent
store-refusals-host-gives-no-random = this host gives no random numbers, so refused logins cannot be remembered
store-refusals-host-gives-no-random-next = Check /dev/urandom and the limits of this container.
store-refusals-refused-logins-cannot-put = refused logins cannot be put into a file

# Reports that are kept.
store-report-too-large = the report of { $name } is larger than { $size } MB
store-report-too-large-next = Nothing is lost but the comparison with this test; the next smaller one is kept again.
store-report-not-text = { $path } is not text
store-report-not-text-next = Remove it; the next test writes it again.

# The file for unattended jobs.
store-secret-protection = The keys are kept in a file that only this account (uid { $uid }) can read. It is not encrypted: root, and whoever gets a copy of the disk or of a backup, can read it too.
store-secret-edit-connection-enter-keys = Edit the connection and enter its keys again, or put the file back from a backup.

# The settings' files.
store-settings-symbolic-link = it is a symbolic link
store-settings-cannot-read = it cannot be read: { $error }
store-settings-no-plain-file = it is no plain file
store-settings-belongs-uid-not-uid = it belongs to uid { $uid }, not to uid { $owner }
store-settings-others-may-write-mode = others may write it (mode { $mode })
store-settings-cannot-read-as-text = it cannot be read as text: { $error }
store-settings-others-may-write-directory = others may write the directory { $path }
store-settings-not-trusted = the settings of this host in { $path } are not trusted: { $why }
store-settings-not-trusted-next = Nothing is done without them, because they may restrict. Ask whoever administers this host: { $path } has to be a plain file of root, mode 0644, in directories that only root can write.
store-settings-no-toml = is no TOML
store-settings-mend = Mend that line; docs/settings.md lists what there is, and assets/config.example.toml is one to copy from.

# Where a secret is read from.
store-source-try-command-hand-first = Try the command by hand: its first line has to be the secret.
store-source-standard-input = the standard input { $why }
store-source-standard-input-next = Write one line for each secret that is read there, in the order in which psa-connect asks for them.
store-source-put-first-line-file = Put it on the first line of a file that only this account can read.
store-source-cannot-opened = cannot be opened: { $error }
store-source-cannot-looked = cannot be looked at: { $error }
store-source-other-accounts-may-able = other accounts may be able to read { $shown } (mode { $mode })
store-source-variable = the variable { $name } { $why }
store-source-variable-next = Set it for this one command, and export it nowhere.
store-source-not-set = is not set
store-source-holds-no-text = holds no text
store-source-empty = is empty
store-source-has-line-too-long = has a line that is too long
store-source-cannot-read = cannot be read: { $error }
store-source-line-empty = has no text on its next line

# What cannot be done on this host's disk.
store-disk-full = the disk is full
store-disk-full-next = Free some space there, or use another directory with --config-dir.
store-disk-accounts-quota-used-up = this account's quota is used up
store-disk-accounts-quota-used-up-next = Free some space, or have the quota raised.
store-disk-file-system-read-only = the file system is read-only
store-disk-account-not-allowed = this account is not allowed to
store-disk-account-not-allowed-next = Have the owner changed to this account, or use --config-dir.
store-disk-symbolic-link-next = Remove the link, or give the directory it points to with --config-dir; links are not followed here.
store-disk-directory-place = a directory is in its place
store-disk-directory-place-next = Look at it with ls -l, and move it out of the way.
store-disk-socket-place = a socket is in its place
store-disk-no-directory = it is no directory
store-disk-no-directory-next = Move it out of the way, or use --config-dir.
store-disk-path-too-long = the path is too long
store-disk-path-too-long-next = Use a shorter path with --config-dir.
store-disk-too-many-files-are = too many files are open
store-disk-too-many-files-are-next = Close other programs of this account and retry.
store-disk-reports-error = the disk reports an error
store-disk-reports-error-next = Have the disk checked; until then use --config-dir.
store-disk-check-directory-use-another = Check the directory, or use another one with --config-dir.
# $doing is one of: exchanged, locked, made, made-private, opened, read, removed, renamed, written.
store-disk-cannot = { $path } cannot be { $doing ->
    [made-private] made private
   *[other] { $doing }
}: { $why }

# Connections by their names.
store-name-is-taken = a connection named { $name } is already saved
store-name-is-taken-next = Choose another name, or say that the saved one is to be replaced.
store-keys-are-gone = the keys of { $name } are not where they were saved
store-keys-are-gone-next = Edit { $name } and enter its keys again, or put { $place } back from a backup.
store-not-set-up = the store "{ $store }" is not set up on this host
store-not-set-up-next = See the stores and where each setting comes from with: psa-connect doctor
store-see-the-names = See the names with: psa-connect list
store-file-has-no-name = the file { $file } has no connection's name
