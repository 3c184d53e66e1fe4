# The way to the server: names, addresses, proxies.
way-no-look-up = { $address }, no look-up needed
way-addresses-and-more = { $first }, { $second }, { $third } and { $n } more
way-direct = direct
way-direct-untold = direct; this host's own address cannot be told
way-direct-from = direct, from { $addresses }
way-direct-behind-nat = direct, from { $addresses }; that is a private address, so behind NAT the PSA sees another
way-through-proxy = through the proxy { $proxy }
way-through-proxy-seen = through the proxy { $proxy }; the PSA sees the proxy's address
way-through-proxy-tls = through the proxy { $proxy }, { $certificate }
way-resolver-file = { $servers } (resolv.conf)
way-proxy-unusable = the proxy of the settings cannot be used
way-proxy-unusable-next = See its value and where it comes from with: psa-connect doctor

# Certificates.
way-plain-http = plain HTTP, on this host only
way-no-certificate = the server showed no certificate that can be read
way-certificate-of-its-host = its host
way-certificate = { $subject }, issued by { $issuer }, { $n ->
        [one] { $days } day left
       *[other] { $days } days left
    }
way-certificate-inspected = { $certificate }; { $inspector } can read what is sent
way-inspector = { $inspector }, which can read what is sent
way-unreadable-issuer = an unreadable issuer
way-not-for-servers = it is not made for a server
way-certificate-unreadable = it cannot be read
way-distrusted = the certificate { $what }
way-ca-file = the CA file { $file }: { $error }
way-ca-file-empty = the CA file { $file } has no certificate in it
way-trusted-by-authorities = this host's certificate authorities
way-trusted-by-pin = the pinned certificate

# What the certificates that came along are worth.
way-chain-complete = complete
way-chain-pinned = not asked about: this connection is pinned
way-chain-unknown = none of a CA that this host trusts
way-chain-incomplete = incomplete: that of "{ $issuer }" is missing
way-chain-self-signed = of its own making
way-chain-ca = a CA in place of a server
way-chain-refused = refused

# The clocks.
way-clock-no-date = the reply has no date
way-clock-in-step = in step with the server's
way-clock-skew-none = in step
way-clock-behind = { $by } behind the server's
way-clock-ahead = { $by } ahead of the server's
way-clock-off = this host's clock is { $skew }

# Requests.
way-asked-to-wait = The PSA asked to wait { $secs } s; nothing more is sent to it before that is over.
way-wait-too-long = The PSA asked to wait { $secs } s before { $request }; that is too long to wait here, so it was not asked again.
way-waits-too-many = The PSA asked to wait { $secs } s again and again and answered nothing in between; { $request } was not asked again.
way-header-odd = the value for { $name } has a line break or control character in it
way-header-odd-next = Go back to the login and enter it again.
way-unsendable = the request { $request } cannot be sent
way-unsendable-next = Check the address and the login for odd characters.
way-vault-unsendable = the request to { $host } cannot be sent
way-vault-unsendable-next = Check token, namespace and path in [vault] for odd characters.
