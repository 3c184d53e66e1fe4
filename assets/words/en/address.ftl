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

# What was left out of a pasted address.
address-other-words = The other words were left out.
address-http-as-https = "http://" was read as "https://": keys are sent over https only.
address-path-left-out = What follows the host name was left out; the API has its own path.

# Why there is no address in what was pasted.
address-none = No address was given.
address-none-next = Paste an address such as { $example }.
address-too-long = This is too long for an address.
address-just-the-host = Paste just the host name, such as { $example }.
address-control-character = There is a control character in the address.
address-by-hand = Type it by hand, such as { $example }.
address-several-words = There are several words here, and it is not clear which is the address.
address-looks-like = This looks like a { $field }, not an address.
address-type-it-there = Type it in the field "{ $field }": the { $site } is looked up with it.
address-email = This looks like an e-mail address.
address-paste-that-of = Paste the address of { $psa }, such as { $example }.
address-user-in-it = This address has a user name in it.
address-user-in-it-next = Leave out everything before the @; keys are entered on their own screen.
address-no-web = This is not a web address.
address-no-web-next-such = An address starts with https://, or is just the host name, such as { $example }.
address-other-letters = There is a letter in the host name that only looks like one from a to z.
address-type-a-host = Type the host name, for example psa.example.com.
address-plain-http = This address uses plain http.
address-plain-http-next = Leave out http://; keys are sent over https only.
address-no-web-next = An address starts with https://, or is just the host name.
address-something-behind = There is something after the host name.
address-something-behind-next = Leave out everything after the host name.
address-port = The port is not a number from 1 to 65535.
address-port-next = Leave out the port; 443 is usual.
address-no-host = This is not a host name.
address-no-host-next = A host name has letters, digits, hyphens and dots, for example psa.example.com.
