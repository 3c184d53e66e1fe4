//! The shapes of an address that points elsewhere.

/// One shape. `{own}` is host and port of the PSA, `{plain}` and `{tls}` are the ports of the traps.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    address: &'static str,
}

/// All of them.
pub(crate) const SHAPES: [Shape; 18] = [
    Shape { name: "another name of this host", address: "http://localhost:{plain}/x" },
    Shape { name: "another port", address: "http://127.0.0.1:{plain}/x" },
    Shape { name: "another port, protected", address: "https://127.0.0.1:{tls}/x" },
    Shape { name: "a name in capitals", address: "HTTP://LOCALHOST:{plain}/x" },
    Shape { name: "a name with a dot at its end", address: "https://localhost.:{tls}/x" },
    Shape { name: "the PSA as a user name", address: "http://{own}@127.0.0.1:{plain}/x" },
    Shape { name: "the PSA as a user name, protected", address: "https://{own}@localhost:{tls}/x" },
    Shape { name: "an address as one number", address: "http://2130706433:{plain}/x" },
    Shape { name: "an address in hexadecimal", address: "https://0x7f000001:{tls}/x" },
    Shape { name: "an address with parts left out", address: "http://127.1:{plain}/x" },
    Shape { name: "an IPv4 address as IPv6", address: "https://[::ffff:127.0.0.1]:{tls}/x" },
    Shape { name: "without a scheme", address: "//127.0.0.1:{plain}/x" },
    Shape { name: "without a scheme, as a bare host", address: "127.0.0.1:{plain}" },
    Shape { name: "a backslash before the host", address: "http://{own}\\@127.0.0.1:{plain}/x" },
    Shape { name: "backslashes in place of slashes", address: "\\\\127.0.0.1:{plain}\\x" },
    Shape { name: "a tail that looks like the vendor's", address: "https://webservices3.autotask.net.evil.example/x" },
    Shape { name: "a beginning that looks like the vendor's", address: "https://evilautotask.net/x" },
    Shape { name: "a host that continues the PSA's", address: "https://api-na.myconnectwise.net.evil.example/x" },
];

impl Shape {
    /// The address.
    pub(crate) fn address(&self, own: &str, plain: u16, tls: u16) -> String {
        let ports = self.address.replace("{plain}", &plain.to_string()).replace("{tls}", &tls.to_string());
        ports.replace("{own}", own)
    }
}
