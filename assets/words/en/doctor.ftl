# The doctor.
doctor-no-log = none: this account has no home directory
doctor-no-look = the terminal cannot be looked at: { $error }
doctor-no-look-next = Start it again.
doctor-name-another = Name another file with --bundle.
doctor-verdict = { $n ->
        [0] Nothing is wrong.
        [one] One thing is wrong, below.
       *[other] { $n } things are wrong, below.
    }
doctor-cut-off = { $n ->
        [one] 1 set-up that was cut off ({ $drafts })
       *[other] { $n } set-ups that were cut off ({ $drafts })
    }

# Keys that were pressed.
doctor-key-up = Up arrow
doctor-key-down = Down arrow
doctor-key-left = Left arrow
doctor-key-right = Right arrow
doctor-key-enter = Enter
doctor-key-back-tab = Shift-Tab
doctor-key-page-up = Page Up
doctor-key-page-down = Page Down
doctor-key-space = Space
doctor-key-letter = a letter

# Its sections, and what stands before a row.
doctor-build = psa-connect { $version } on { $system }, kernel { $kernel }, with { $features }
doctor-settings = Settings
doctor-terminal = Terminal
doctor-network = Network
doctor-directory = Directory
doctor-stores = Stores
doctor-connections = Connections
doctor-left = Not finished
doctor-logs = Logs
doctor-wrong = Wrong
doctor-row-terminal = terminal
doctor-row-letters = letters
doctor-row-gets = gets
doctor-row-answers = answers
doctor-row-backspace = Backspace
doctor-row-esc = Esc
doctor-row-up = Up
doctor-row-f1 = F1
doctor-row-paste = paste
doctor-row-proxy = proxy
doctor-row-authorities = authorities
doctor-row-log = log
doctor-row-hand-overs = hand-overs

# The settings and who said them.
doctor-head-setting = SETTING
doctor-head-value = VALUE
doctor-head-from = FROM
doctor-from-option = option
doctor-from-user = user
doctor-from-system = system
doctor-from-nobody = built in
doctor-none = none
doctor-all = all
doctor-none-allowed = none is allowed by all settings
doctor-address-elsewhere = the address of BAO_ADDR or VAULT_ADDR

# What the terminal is.
doctor-no-term = TERM is not set
doctor-over-ssh = over SSH
doctor-inside = inside { $name }
doctor-not-present = none at the input and the output of this command
doctor-no-terminal = there is no terminal here
doctor-erases = the line erases with { $erase }; ^? and ^H both work in psa-connect
doctor-waits = waits { $ms } ms for the rest of a key (PSA_CONNECT_ESCAPE_MS)
doctor-no-locale = no variable says which (LANG)
doctor-draws-so = { $says }, and the terminal draws them so
doctor-draws-not-so = { $says }, but the terminal does not draw UTF-8
doctor-draws-utf8 = { $says }, but the terminal draws UTF-8
doctor-draws-none = { $says }, and the terminal draws no UTF-8

# What a person gets at it, and why.
doctor-gets = { $face }, { $signs }, { $colours }, letters in { $letters }
doctor-face-full-screen = full screen
doctor-face-lines = lines
doctor-face-none = no face
doctor-signs-line-drawing = line drawing
doctor-signs-ascii = ASCII
doctor-colours-sixteen = 16 colours
doctor-colours-none = no colours
doctor-variable-is = { $name } is { $value }
doctor-variable-set = { $name } is set
doctor-why-ascii = --ascii was given
doctor-why-toggled = these signs were chosen with Ctrl-T before
doctor-why-lines = --plain was given, or ACCESSIBLE is set
doctor-why-no-terminal = the input or the output of this command is no terminal
doctor-why-not-utf8 = { $name } does not say UTF-8
doctor-why-no-locale = no variable says which letters there are (LANG)
doctor-why-draws-no-utf8 = but the terminal does not draw UTF-8: set its character set to UTF-8, or LANG=C here

# What it answers.
doctor-no-answer = the terminal does not answer: { $error }
doctor-no-answer-next = Nothing depends on it; PSA_CONNECT_QUERIES=0 asks it no more.
doctor-unasked = not asked; { $why }
doctor-unasked-no-input = --no-input forbids it
doctor-unasked-plain = TERM says that it knows little more than letters
doctor-unasked-forbidden = PSA_CONNECT_QUERIES=0 forbids it
doctor-unasked-failed = it could not be
doctor-answers-none = none within a second
doctor-after = after { $ms } ms
doctor-after-as = after { $ms } ms as { $name }
doctor-answers = { $after } ({ $attributes }); marks pastes: { $pastes }; holds frames back until they are whole: { $frames }; takes copies (OSC 52): { $copies }
doctor-yes = yes
doctor-no = no
doctor-not-said = not said

# Questions to a person, and what came.
doctor-no-keys = keys cannot be looked at: { $error }
doctor-no-keys-next = Run it in a terminal, in the foreground: { $doctor }
doctor-press-lead = Five questions to your keyboard; each waits 15 seconds. Ctrl-C ends them.
doctor-press-backspace = Press Backspace.
doctor-press-esc = Press Esc.
doctor-press-up = Press the Up arrow.
doctor-press-f1 = Press F1.
doctor-press-paste = Paste two lines of anything that is no secret. Nothing of it is shown or kept.
doctor-came-nothing = nothing came
doctor-came-paste = a paste that is marked as one
doctor-came-more = more than a key sends, without the marks of a paste
doctor-came-bytes = { $came } ({ $bytes })
doctor-came-characters = { $came }, { $n ->
        [one] 1 character
       *[other] { $n } characters
    }
doctor-came-within = { $came }, within { $ms } ms
doctor-came-fine = ok: { $came }
doctor-came-else = as something else: { $came }

# The network, the directory, and what was not finished.
doctor-authorities = { $host } of this host
doctor-authorities-and-file = { $host } of this host, { $file } in the CA file
doctor-not-asked = The PSAs were not asked; --network goes the way to them without a login.
doctor-failed-check = { $detail }. { $remedy }
doctor-directory-is = { $path } has mode { $mode } and belongs to uid { $owner }.
doctor-directory-not-yet = { $path } is not there yet; the first save makes it.
doctor-unreadable-drafts = { $n } more that cannot be read
doctor-leftovers = { $n ->
        [one] 1 leftover of a save that was cut off; the next save removes it
       *[other] { $n } leftovers of saves that were cut off; the next save removes them
    }

# The bundle for support.
doctor-bundle-written = { $file } is written, for you alone. Read it before you send it.
doctor-bundle-title = psa-connect support bundle. Read it before you send it.
doctor-bundle-opening = Shortened: names of connections (connection-1), of hosts that are no vendor's (host-1), company IDs and user names (company-1), e-mail addresses, addresses of hosts, directories and accounts. Left out: keys and everything else that is secret, what was typed into set-ups, rows of the PSA, and all words of the log and of errors that are not psa-connect's own: (...) stands for them.
doctor-bundle-told = What doctor tells
doctor-bundle-variables = Variables
doctor-bundle-reports = Last reports
doctor-bundle-log = The end of the log
doctor-bundle-exit-codes = Exit codes
doctor-bundle-no-log = There is none that can be read.
doctor-bundle-characters = { $n ->
        [one] (1 character)
       *[other] ({ $n } characters)
    }
doctor-bundle-set = set

# Its connections and their last reports.
doctor-bundle-at = at { $at }, site { $site }
doctor-bundle-own-site = not of the catalogue
doctor-bundle-own-integration = an integration of its own
doctor-bundle-field = { $n ->
        [one] { $id }: 1 character, { $short }
       *[other] { $id }: { $n } characters, { $short }
    }
doctor-bundle-secrets = { $fields } in { $store }
doctor-bundle-pin = trusts one certificate that somebody confirmed
doctor-bundle-saved = saved { $saved }, keys since { $keys }
doctor-bundle-by-hand = confirmed by hand: { $n }
doctor-bundle-tested = tested { $at }: { $held } of { $of } rights. { $fault }
doctor-bundle-never-tested = never tested
doctor-bundle-unreadable = cannot be read
doctor-bundle-report = at { $at }, exit code { $exit }
doctor-bundle-passed = passed
doctor-bundle-right = { $id }: { $proof } (needed { $needed }, found { $found })
doctor-bundle-right-by-hand = { $id }: { $proof } (needed { $needed }, found { $found }, confirmed by hand)
doctor-bundle-rows = { $list } { $n } rows
doctor-bundle-beyond = rights beyond the need: { $excess }, notes: { $notes }
doctor-bundle-refused = refused { $at }
