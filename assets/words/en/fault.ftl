# What to do about some faults besides what their row says.
fault-vouched-next = This host's authorities vouch for the new one, so a pin may no longer be needed: open it in psa-connect, Test, "Trust this host's authorities again".
fault-flawed-next = The new certificate { $flaw }, so it cannot be pinned. Have the PSA given a sound one.

# Whose job it is.
fault-side-host = this host
fault-side-network = the network
fault-side-server = the PSA's server
fault-side-administrator = the PSA's administrator
fault-side-vendor = the vendor

# What happened, a clause. The way to the host.
fault-unknown-host = the name { $host } cannot be looked up
fault-refused = { $host } refuses connections on port { $port }
fault-unreachable = { $host } cannot be reached from this host
fault-connect-timed-out = no connection to { $host } within { $secs } s
fault-tls-timed-out = { $host } took the connection but sent no TLS within { $secs } s
fault-reply-timed-out = { $host } sent no reply within { $secs } s
fault-stalled = the reply of { $host } stopped in the middle for { $secs } s
fault-endless = the reply of { $host } did not end within { $secs } s
fault-cut = { $host } closed the connection without a reply
fault-truncated = { $host } closed the connection in the middle of its reply
fault-proxy = the proxy { $proxy } { $what }
fault-certificate = the certificate of { $host } { $what }
fault-tls-too-old = { $host } speaks only TLS 1.1 or older
fault-not-tls = { $host } does not speak TLS on this port
fault-tls-failed = TLS with { $host } failed: { $says }

# What answers is not the API.
fault-redirected = { $host } redirects to { $to }
fault-points-elsewhere = the { $by } points to another host, { $offered }
fault-html = { $host } answered with an HTML page ({ $status }), not with the API
fault-not-this-psa = { $host } answered with { $saw }, not with this PSA's API
fault-empty = { $host } answered { $status } with an empty body
fault-not-http = { $host } answered with something that is not HTTP
fault-headers-too-large = { $host } sent too many or too long header lines
fault-compression = the reply of { $host } is compressed wrongly
fault-not-utf8 = the reply to { $what } is not UTF-8 at byte { $at }
fault-broken-json = the reply to { $what } is broken JSON at { $at }
fault-not-as-documented = the reply to { $what } is not as documented at { $at }
fault-too-large = the reply of { $host } is larger than { $mb } MB
fault-turned-away = something in front of { $host } turns this host away ({ $status }, { $saw })
fault-no-such-endpoint = { $host } does not serve { $path }
fault-no-such-route = { $host } cannot route { $path }
fault-stale-code-base = { $host } serves none of { $tried }
fault-needs-prefix = { $host } says "SSL is required": its API wants https and api- in front of the host name

# The PSA has trouble.
fault-maintenance = { $host } is down for maintenance ({ $says })
fault-gateway = a gateway in front of { $host } got no answer from it ({ $status })
fault-server-trouble = { $host } has trouble of its own ({ $status }: { $says })
fault-vendor-timed-out = { $host } ran out of time itself ({ $says })
fault-form-version = { $host } does not serve this version of the API's forms: { $says }
fault-bad-question = { $host } does not understand the question ({ $status }: { $says })
fault-record-refused = { $host } refuses the record: { $says }
fault-no-such-record = there is no such record: { $what }
fault-other-status = { $host } answered { $status }: { $says }

# The login.
fault-unknown-company = { $host } does not know the company ID "{ $company }"
fault-unknown-user = no zone is known for the user name "{ $user }"
fault-bad-login = { $host } refused the login
fault-locked = { $host } says that the account is locked
fault-moved-site = { $host } refused the login, which belongs to { $to }
fault-client-id = { $host } does not accept the client ID
fault-tracking-id = { $host } does not accept the tracking identifier
fault-forbidden = the role does not allow { $request }
fault-refused-once = just these values were refused by { $host } { $last } and were not sent again
fault-refused-before = just these values were refused by { $host } { $attempts } times, last { $last }, and were not sent again

# This host.
fault-trust-roots = no certificate authorities can be read: { $says }
fault-store-locked = { $place } is locked: its passphrase opens it
fault-wrong-passphrase = this passphrase does not open { $place }
fault-cancelled = cancelled
fault-bug = psa-connect itself failed (job { $job })

# What a proxy does.
fault-proxy-unreachable = cannot be reached
fault-proxy-wants-login = wants a login of its own
fault-proxy-refuses = does not let this host through

# Which limit it is, behind the host.
fault-limit-requests = says too many requests
fault-limit-threads = says too many requests at the same time
fault-limit-hourly = says that the requests of this hour are used up

# What is wrong with a certificate, behind "the certificate of host".
fault-certificate-unknown-issuer-alone = is signed by an unknown issuer: this host does not trust "{ $issuer }", and the server sends only its own certificate, so the chain may be incomplete as well
fault-certificate-unknown-issuer = is signed by an unknown issuer: this host does not trust "{ $issuer }"
fault-certificate-incomplete = comes with an incomplete chain: the server does not send that of its issuer, "{ $issuer }"
fault-certificate-self-signed = is self-signed: nobody else vouches for it
fault-certificate-expired = expired on { $day }
fault-certificate-not-yet-valid = is valid only from { $day }
fault-certificate-nameless = names no host at all
fault-certificate-wrong-name = is for another name: { $names }
fault-certificate-ca = is a self-signed CA certificate used as the server's own
fault-certificate-weak = has a wrong signature or a key that is too weak
fault-certificate-revoked = was revoked by its issuer
fault-certificate-bad = cannot be used: { $says }

# Where the login belongs elsewhere.
fault-moved-next = Go back to the site and choose { $to }; no key was sent there yet.
fault-moved-besides = If that site refuses it too: { $hints }

# Limits.
fault-limited = { $host } { $limit }
fault-limited-for = { $host } { $limit }; it asks to wait { $secs } s

# A certificate that is not the pinned one.
fault-certificate-changed = is not the pinned one: pinned was SHA-256 { $pinned }, it shows { $presented }, which this host's authorities vouch for
fault-certificate-changed-flawed = is not the pinned one: pinned was SHA-256 { $pinned }, it shows { $presented }, which { $flaw }
