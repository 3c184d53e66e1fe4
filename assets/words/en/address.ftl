# An address that was pasted or typed: what is wrong with it.
address-of-another = { $host } is not an address of { $psa }.
address-without-site = { $host } does not say which { $site } it is.
address-alike-domain = { $host } looks like { $domain }, but it is another domain.
address-ambiguous = More than one { $site } is called so: { $names }.
address-choose-or-paste = Choose it from the list, or paste its address.
address-how-else = Type the { $by }, and the { $site } is looked up without sending a key; or choose the { $site } from the list; or paste the address that your browser shows while you are logged in to { $psa }.

# What to know of a host of one's own.
address-warns-alike = { $host } is not the vendor's domain, although it looks like { $domain }. Unless it is your own server, go no further: your keys would go to a stranger.
address-warns-letters = { $host } stands for a name with letters other than a to z. Check that it is your own server.
address-warns-no-dot = { $host } has no dot: only hosts inside your own network are called so.

# What was made of an address of the vendor's.
address-vendor-port = The vendor's cloud answers on port { $port }, as far as is known; this address says { $given }.
address-unknown-site = { $api } is no { $site } that psa-connect knows. The vendor adds new ones, so it may be right: check the spelling.
address-answers-at = { $host } is an address of { $site }; the API answers at { $origin }.
address-for-the-browser = { $host } is the address for the browser; the API answers at { $api }.
address-number-used = { $host } is not the API; its number was used: the API answers at { $api }.
address-old-form = { $host } is an old form; the API answers at { $api }.
address-prefix-put = "{ $prefix }" was put in front: the cloud's API needs it.
