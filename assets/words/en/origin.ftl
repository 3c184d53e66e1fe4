# An address that cannot be used.
origin-none = no address was given
origin-plain-http = this address uses plain http
origin-scheme = "{ $scheme }://" is not a web address
origin-user = this address has a user name in it
origin-path = this address has a path after the host name
origin-port = "{ $port }" is not a port
origin-host = "{ $host }" is not a host name
origin-none-next = type the host name, for example psa.example.com
origin-plain-http-next = leave out http://; keys are sent over https only
origin-scheme-next = an address starts with https://, or is just the host name
origin-user-next = leave out everything before the @; keys are entered on their own screen
origin-path-next = leave out everything after the host name
origin-port-next = "{ $port }" is not a port; use a number from 1 to 65535
origin-host-next = a host name has letters, digits, hyphens and dots, for example psa.example.com
