# The layers of a test.
check-lookup = name look-up
check-route = route
check-tcp = connection
check-tls = TLS
check-http = HTTP
check-clock = clock
check-api = API
check-login = login
check-identity = identity
check-limits = limits

# What it would mean if one failed.
check-lookup-means = If it fails, the name is wrong or known only in another network; nothing was sent.
check-route-means = If it fails, this host's network or its proxy settings are in the way; nothing was sent.
check-tcp-means = If it fails, a firewall or the address is in the way; the keys are not the problem.
check-tls-means = If it fails, nobody vouches for the server, so no key is sent to it.
check-http-means = If it fails, no whole HTTP reply came: something else answers there, or the reply is missing, cut, late or too large.
check-clock-means = If the clocks differ by minutes, certificates and time-limited logins fail for no visible reason.
check-api-means = If it fails, the host answers but is not this PSA, or does not know the company or user.
check-login-means = If it fails, the PSA is reached; the login was refused, belongs to another site, or was refused before and not sent again.
check-identity-means = If it fails, the login works but may not say who it is; the rights are checked all the same.
check-limits-means = If it fails, requests may be delayed or refused although every right is there.

# Where a check has nothing to say.
check-identity-silent = no answer says who this login is
check-limits-undocumented = no limit is documented

# What a PSA says of its limits.
check-limits-unread = the request budget could not be read: { $fault }
check-limits-this-hour = { $used } of { $budget } requests used this hour
check-limits-in-minutes = { $used } of { $budget } requests used in the last { $minutes } minutes
check-limits-half-second = { $says }; Autotask delays every request by half a second
check-limits-second = { $says }; Autotask delays every request by a second
check-limits-refuses = { $says }; Autotask refuses every integration until usage drops
check-limits-per-minute = { $n } requests a minute are documented; how many are left cannot be read
