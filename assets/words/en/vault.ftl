# OpenBao or Vault: what it says of itself, and what is not set.
vault-no-address-openbao-vault = no address of an OpenBao or Vault server is set
vault-no-address-openbao-vault-next = Set address in [vault], or BAO_ADDR.
vault-server = the server
vault-protection = The keys are kept by { $server } below { $path }. Whoever that server's policies allow can read them.
vault-somebody-else-has-saved = somebody else has saved since
vault-somebody-else-has-saved-next = Open the connection again to get the newest keys.

# Files that hold a token or a secret id.
vault-file-no-plain-file = { $what } { $named } is no plain file
vault-file-no-plain-file-next = Name another one.
vault-file-open-other-accounts-so = { $what } { $named } is open to other accounts, so it is not used
vault-file-open-other-accounts-so-next = Run: chmod 600 { $named }. If others could read it, have what it holds replaced.
vault-file-does-not-hold-one = { $what } { $named } does not hold one line of printable text
vault-file-does-not-hold-one-next = Put just the token or secret id into it.

# What the server answers.
vault-gets-too-many-requests = { $host } gets too many requests (429)
vault-gets-too-many-requests-next = Wait a minute and retry, or have the quota raised.
vault-namespace-locked = the namespace { $namespace } is locked on { $host }
vault-namespace-locked-next = Have whoever runs the server unlock it: bao namespace unlock.
vault-answered-for = { $host } answered { $status } for { $path }{ $says }
vault-answered-for-next = See the server's own log, or ask whoever runs it.

# Logging in.
vault-login-no-token-for-openbao = there is no token for the OpenBao or Vault server
vault-login-no-token-for-openbao-next = Log in with bao login, set BAO_TOKEN, or name a token_file in [vault].
vault-login-token-file = the token file
vault-login-approle-secret-id-file = the AppRole secret id file
vault-login-approle-secret-id-file-not = the AppRole secret id file { $path } is not there
vault-login-approle-secret-id-file-not-next = Correct secret_id_file in [vault.approle], or have a secret id issued.
vault-login-does-not-accept-token = { $host } does not accept the token that it gave to the AppRole just now
vault-login-does-not-accept-token-next = See the role's token_ttl and token_num_uses there.
vault-login-token-not-accepted = { $host } does not accept this token: it has expired, or was never valid there
vault-login-token-not-accepted-next = Log in again with bao login, or put a new token in its place.
vault-login-does-not-take-approles = { $host } does not take the AppRole's secret id from this host's address
vault-login-does-not-take-approles-next = Have this address added to the role's secret_id_bound_cidrs or token_bound_cidrs.
vault-login-refuses-approles-role-id = { $host } refuses the AppRole's role id or secret id, and does not say which
vault-login-refuses-approles-role-id-next = Compare role_id in [vault.approle]; if it is right, the secret id is used up, expired or another role's: have a new one issued.
vault-login-refuses-approles-secret-id = { $host } refuses the AppRole's secret id
vault-login-refuses-approles-secret-id-next = It may be used up, expired or another role's: have a new one issued.
vault-login-does-not-know-approles = { $host } does not know the AppRole's role id
vault-login-does-not-know-approles-next = Correct role_id in [vault.approle].
vault-login-has-no-approle-login = { $host } has no AppRole login at { $path }
vault-login-has-no-approle-login-next = Correct mount in [vault.approle], or namespace in [vault].

# Why the server does not do it.
vault-sealed-so-nobody-can = { $host } is sealed, so nobody can read or write there
vault-sealed-so-nobody-can-next = Have it unsealed by whoever holds its keys, then retry.
vault-was-never-initialised = { $host } was never initialised
vault-was-never-initialised-next = Have the server set up first: bao operator init.
vault-has-no-active-node = { $host } has no active node at the moment (503)
vault-has-no-active-node-next = Wait a minute and retry; if it stays, have its cluster looked at.
vault-standby-active-node = { $host } is a standby; the active node is { $node }
vault-standby-active-node-next = If that node is yours, put its address into [vault]: psa-connect does not follow it.
vault-standby-names-no-active = { $host } is a standby and names no active node that can be used
vault-standby-names-no-active-next = Put the address of the active node, or of the load balancer, into [vault].
vault-disaster-recovery-secondary-which = { $host } is a disaster recovery secondary, which serves no secrets
vault-disaster-recovery-secondary-which-next = Put the address of the primary into [vault].
vault-performance-standby-which-does = { $host } is a performance standby, which does not serve this
vault-performance-standby-which-does-next = Put the address of the active node into [vault].
vault-does-not-know-namespace = { $host } does not know the namespace { $namespace }
vault-does-not-know-namespace-next = Correct namespace in [vault], or BAO_NAMESPACE.
vault-what-answers-no-openbao = what answers at { $origin } is no OpenBao or Vault (status { $status })
vault-what-answers-no-openbao-next = Correct the address in [vault]; a proxy or a web page may stand before it.
vault-nothing-mounted = nothing is mounted at { $mount }/ on { $host }{ $inside }
vault-nothing-mounted-next = Correct mount or namespace in [vault].
vault-shows-token-nothing-mounted = { $host } shows this token nothing mounted at { $mount }/{ $inside }: there is none, or the token may use nothing of it
vault-shows-token-nothing-mounted-next = Correct mount or namespace in [vault]; if they are right, have a policy of the token allow what is below it.
vault-kv-version = KV version { $version }
vault-kv-version-2-needed = { $mount }/ on { $host } is { $found }, and KV version 2 is needed
vault-kv-version-2-needed-next = Name another mount in [vault], or have this one upgraded: bao kv enable-versioning.
vault-does-not-let-token = { $host } does not let this token { $capability } { $path }
vault-does-not-let-token-next = Have a policy of the token allow "{ $capability }" on that path.
vault-refused-no-policy-token = { $host } refused to { $capability } { $path }: no policy of the token allows it, or the token is not valid any more
vault-refused-no-policy-token-next = Try the token with: bao token lookup. If it is good, have a policy allow "{ $capability }" on that path.
vault-plain-http-which-would = { $address } is plain http, which would show the keys to the network
vault-plain-http-which-would-next = Use https; plain http goes to this host only.
vault-address-vault-holds-user = the address in [vault] holds a user name
vault-address-vault-holds-user-next = Give scheme, host and port only: https://bao.example.com:8200
vault-no-address-server = { $address } is no address of a server

# Versions that are gone, or that somebody else saved.
vault-version-deleted-next = Have it undeleted there (bao kv undelete), or enter the keys again and save.
vault-version-destroyed-next = It cannot come back: enter the keys again and save.
vault-version-gone = version { $version } of { $key } was { $how } on { $host }
vault-version-another-version = another version
vault-version-number = version { $version }
vault-version-somebody-else-saved-nothing = somebody else saved { $version } of { $key } there; nothing was overwritten
vault-version-somebody-else-saved-nothing-next = Save under another name. If a save of yours was cut off, remove it: bao kv metadata delete -mount={ $mount } { $path }
vault-version-somebody-else-saved-since = somebody else saved { $version } of { $key } since; nothing was overwritten
vault-version-somebody-else-saved-since-next = Open the connection again to get the newest keys, and save if they are still wrong.
vault-token-expires = This token expires in { $minutes } minutes.
vault-token-cannot-remove = This token cannot remove them there.
vault-place = { $server }/v1/{ $path } (version { $version })
vault-in-namespace = in the namespace { $namespace }
