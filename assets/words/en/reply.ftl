# What answered, as a thing.
reply-json = JSON
reply-broken-json = broken JSON
reply-not-utf8 = bytes that are no UTF-8
reply-page = an HTML page
reply-page-titled = an HTML page, "{ $heading }"
reply-xml = XML
reply-plain-text = plain text
reply-empty = an empty body
reply-status-without-login = status { $status }, although no login was sent

# What an error says that says nothing.
reply-errors-without-text = errors without a text
reply-json-without-message = JSON without a message

# Who or what was asked, where it is not at hand.
reply-the-psa = the PSA
reply-the-request = the request
reply-the-user-asked-for = that was asked for

# Where in a reply something is not as documented.
reply-at-the-top = the top
reply-at-the-status = the status
reply-at-line = line { $line }, column { $column }
reply-at-the-end = the end, where more pages follow
reply-at-no-rows = no rows, but more to follow
reply-at-out-of-order = [{ $at }].id = { $id }, out of order

# Where a redirect leads.
reply-to-nowhere = nowhere
reply-to-itself = its own { $path }

# What the PSA says of itself.
reply-version = version { $version }
reply-version-in-region = version { $version }, region { $region }
reply-cloud = cloud
reply-self-hosted = self-hosted
reply-names-its-host = { $says }, names { $host } as its host
reply-no-companyinfo = no companyinfo
reply-no-companyinfo-doubt = The server does not answer companyinfo, so the company ID could not be checked by itself.
reply-other-host-doubt = The PSA names { $named } as its host, not { $host }; no key was sent there. If the login fails, check the site.
reply-code-base-doubt = The PSA names an unusual code base, "{ $base }"; it is not used.

# What the zone look-up says.
reply-by-zone = zone look-up
reply-by-the-zone = the zone look-up
reply-zone = zone { $name }, { $host }
reply-other-zone = other zone: { $place }
reply-zone-unknown = zone not known for this user
reply-zone-unknown-doubt = The zone look-up does not know the user name "{ $user }". It says so of some valid users too; check the user name if the login fails.
reply-other-zone-doubt = The zone look-up says that this user belongs to { $place }, not to { $asked }. No key was sent there: if the login fails, go back to the site and choose that zone.
