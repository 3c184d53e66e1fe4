# What a setting may be, behind "expected".
setting-expects-directory = a directory
setting-expects-name = a connection's name
setting-expects-integration = the id of an integration, or a file that says what a product needs
setting-expects-allowed-stores = a list of encrypted-file, vault, command, file and keyring
setting-expects-proxy = http://, https://, socks5:// or socks5h:// with host and port, without user and password
setting-expects-path = a path
setting-expects-timeout = a whole number of seconds from 1 to 3600
setting-expects-database = sqlite, or postgres://user@host:port/database without a password, with sslmode=verify-full off this host
setting-expects-table = a table
setting-expects-true-or-false = true or false
setting-expects-vault-address = https:// with host and port
setting-expects-names = names parted by /
setting-expects-text = a text
setting-expects-program = a list of texts: a program and its arguments
setting-expects-seconds = a whole number of seconds
setting-expects-store = encrypted-file, vault, command, file or keyring
