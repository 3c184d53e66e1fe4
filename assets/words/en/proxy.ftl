# What is wrong with a proxy's address, behind its name.
proxy-no-scheme = it begins with no scheme
proxy-scheme = its scheme is not spoken here
proxy-login = it has a user or a password in it
proxy-host = it has no host, or more than host and port
