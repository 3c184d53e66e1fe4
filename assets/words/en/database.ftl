# What is wrong with a database's address, behind its name.
database-neither = it is neither sqlite nor a postgres:// address
database-socket = a host in its options is the directory of a socket
database-option = it has an option besides host, port, user, dbname and sslmode
database-no-user = it names no user: postgres://user@host/database
database-no-host = it names no host
database-socket-tls = a socket has no TLS
database-sslmode = its sslmode is neither verify-full nor disable
database-sslmode-weak = its sslmode is weaker than verify-full, which a server on another host needs
database-hosts = it names more than one host
database-port = its port is no number from 1 to 65535
database-utf8 = it is not UTF-8
database-nul = it has a NUL character in it
database-password = it has a password in it, which comes from PGPASSWORD or a .pgpass file only
database-host = its host is no host name and no address
