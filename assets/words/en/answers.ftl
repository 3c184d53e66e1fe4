# The questions of a set-up that nobody sits at.
answers-integration = Which integration will use the connection?
answers-integration-help = It decides which rights the API user needs and which lists are read. A file that says what another product needs is named by its path.
answers-look-up = Look the { $site } up by the { $by }
answers-site = Where does your { $psa } answer?
answers-site-help = Any address of it, copied from a browser, is an answer as well. No key is sent to find the { $site }.
answers-replace = A connection named { $name } exists. Replace it?
answers-replace-help = Replacing it puts this login in the place of the saved one. Or give another name.
answers-passphrase = New passphrase
answers-passphrase-help = Chosen now: it will protect the keys in { $place }. At least { $shortest } characters; it cannot be recovered.

# What is asked after a test that proved nothing; what it found stands before the help.
answers-pin = Which certificate is trusted?
answers-pin-help = { $says } No key was sent. Ask the PSA's administrator for the SHA-256 of its certificate, by telephone for instance, and give that.
answers-pin-in-file = Compare its SHA-256 with the PSA's administrator, then write pin = "AB:CD:…" in the answers file.
answers-anyway = Save it although it is not proved?
answers-anyway-help = { $says } Nothing is saved yet; the integration may fail because of it. After a yes the test runs again.
answers-anyway-in-file = To save it all the same, write { $key } = "save" in the answers file.

# How an answer is given in the answers file. The values in braces stand there as they are.
answers-in-file = In the answers file{ $below }, write { $key } = { $value }.
answers-in-file-secret = In the answers file{ $below }, say where it is read: { $key } = { $file }, { $env }, { $command } or { $stdin }.
answers-in-file-passphrase = In the answers file, say where it is read: passphrase = { $file }, { $command } or { $stdin }; or name its file with --passphrase-file.
answers-in-file-site = In the answers file, write site = { $up }, { $id } (one of { $ids }) or { $address }.
answers-below = below [{ $table }]
answers-for-example = "{ $example }", for example

# What an answers file should have had.
answers-expects-toml = TOML: key = value, or a [table]
answers-expects-version-line = version = 1 at the top
answers-expects-an-answer = an answer of docs/unattended.md; there is none of this name
answers-expects-version = 1, the version that this psa-connect reads
answers-expects-psa = the id of a PSA: "connectwise" or "autotask"
answers-expects-integration = the id of an integration, or a file that says what one needs
answers-expects-name = a connection's name: small letters, digits, dots, hyphens and underscores
answers-expects-site = { $id }, { $address } or { $up }
answers-expects-way = "least-privilege" or "simple"
answers-expects-pin = a SHA-256: 32 pairs of hexadecimal digits, AB:CD:…
answers-expects-store = "encrypted-file", "vault", "command", "file" or "keyring"
answers-expects-passphrase = where it is read: { $file }, { $command } or { $stdin }
answers-expects-pull = "now" or "later"
answers-expects-existing = "stop" or "replace"
answers-expects-doubt = "stop" or "save"
answers-expects-login = a table: [login]
answers-expects-field = a text, or of a secret { $where }
answers-where = where it is read: { $file }, { $env }, { $command } or { $stdin }

# Answers that cannot be used.
answers-no-psa = there is no PSA of this name
answers-name-one = Name one of { $names }.
answers-no-integration = there is no integration of this name
answers-integration-not-for = it says nothing about { $psa }
answers-name-integration = Name one of { $names }, or a file that says what an integration needs.
answers-no-site = there is no { $site } of this id
answers-name-site = Name one of { $names }, or an address.
answers-no-store = there is no store of this name
answers-no-such-store-here = this store is not set up or not allowed on this host
answers-store-unusable = this store cannot be used now: { $trouble }
answers-name-store = Name one that can be used: { $names }.
answers-no-field = a login of { $psa } has no such field
answers-fields = It has { $names }.
answers-is-secret = { $field } is a secret and is never written here itself
answers-is-secret-next = Take it out, and say { $where }.
answers-is-plain = { $field } is no secret
answers-is-plain-next = Write it as a text.
answers-field-empty = it is empty
answers-field-empty-next = Write it as a text, for example "{ $example }".
answers-passphrase-variable = a passphrase is not read from a variable
answers-passphrase-variable-next = Name a file, a program or the standard input.
answers-no-variable = env names no variable
answers-no-variable-next = Name one: letters, digits and underscores.
answers-no-program = command names no program
answers-no-program-next = Write ["program", "argument"].
answers-no-file = file names no file
answers-no-file-next = Name the file whose first line it is.
answers-empty = the answer is empty
answers-empty-next = Give one; this question has no default.
answers-name-unusable = this name cannot be used
answers-give-one = Give one of { $values }.
answers-neither = the answer is neither yes nor no
answers-neither-next = Give yes or no.
answers-not-yet = it is not answered yet
answers-not-yet-next = Answer that first.
answers-no-text = the answer is no text
answers-no-text-next = Give it as a text.
answers-nowhere = the answer does not say where the secret is read
answers-nowhere-next = Give env:NAME, file:PATH, command:["PROGRAM","ARGUMENT"] or stdin, and never the secret itself.
answers-no-fingerprint = the answer is no SHA-256
answers-no-fingerprint-next = Give 32 pairs of hexadecimal digits: AB:CD:…

# A state of the question-by-question protocol that cannot be used.
answers-state-foreign = this is no state of psa-connect setup --next
answers-state-broken = the state is not whole: it was changed or cut
answers-state-version = the state is of another version of psa-connect
