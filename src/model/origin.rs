//! Where a server answers: scheme, host and port. A path or a user is never part of it.

use std::{fmt, net::IpAddr, str::FromStr};

use crate::words;

use serde::Deserialize;

/// How an origin is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// TLS, the only way off this host.
    Https,
    /// Plain text, allowed to a loopback address only (the sandbox).
    Http,
}

/// A scheme, a host in lower case and a port.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin {
    scheme: Scheme,
    host: String,
    port: u16,
}

/// Why a text is no origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginFault {
    /// Nothing was given.
    Empty,
    /// `http://` to a host that is not this one.
    PlainHttp,
    /// A scheme that is neither http nor https.
    UnknownScheme(String),
    /// `user:password@host`.
    UserInfo,
    /// A path, a query or a fragment follows the host.
    Path,
    /// The port is not a number from 1 to 65535.
    Port(String),
    /// A character that no host name has, or a host name too long.
    Host(String),
}

impl Origin {
    /// An https origin on port 443, for a host that is known to be well formed.
    pub fn https(host: &str) -> Result<Self, OriginFault> {
        format!("https://{host}").parse()
    }

    /// How it is spoken to.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host name or address, lower case, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, 1 to 65535.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Says whether the host is this machine by address or by the name `localhost`.
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
    }

    /// Reads the origin of an absolute URL that a server supplied, path and query ignored.
    ///
    /// Errors: as [`FromStr`], so user info and plain http off this host are refused.
    pub fn of_url(url: &str) -> Result<Self, OriginFault> {
        let (scheme, rest) = url.split_once("://").ok_or_else(|| OriginFault::UnknownScheme(String::new()))?;
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        format!("{scheme}://{}", &rest[..end]).parse()
    }
}

impl FromStr for Origin {
    type Err = OriginFault;

    fn from_str(text: &str) -> Result<Self, OriginFault> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            None => (Scheme::Https, text),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (Scheme::Https, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (Scheme::Http, rest),
            Some((scheme, _)) => return Err(OriginFault::UnknownScheme(scheme.to_owned())),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.is_empty() {
            return Err(OriginFault::Empty);
        }
        if rest.contains(['/', '?', '#', '\\']) {
            return Err(OriginFault::Path);
        }
        if rest.contains('@') {
            return Err(OriginFault::UserInfo);
        }
        let (host, port) = split_port(rest)?;
        let host = host.to_ascii_lowercase();
        if !is_host(&host) {
            return Err(OriginFault::Host(host));
        }
        let port = match (port, scheme) {
            (Some(port), _) => {
                port.parse().ok().filter(|it| *it != 0).ok_or_else(|| OriginFault::Port(port.to_owned()))?
            }
            (None, Scheme::Https) => 443,
            (None, Scheme::Http) => 80,
        };
        let origin = Self { scheme, host, port };
        if scheme == Scheme::Http && !origin.is_loopback() {
            return Err(OriginFault::PlainHttp);
        }
        Ok(origin)
    }
}

/// Splits `host:port` and `[v6]:port`.
fn split_port(text: &str) -> Result<(&str, Option<&str>), OriginFault> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or_else(|| OriginFault::Host(text.to_owned()))?;
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => Err(OriginFault::Host(text.to_owned())),
        };
    }
    Ok(text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))))
}

/// Accepts an IP address, or a DNS name of labels with letters, digits and inner hyphens (RFC 1123; `_` is tolerated).
fn is_host(host: &str) -> bool {
    if host.parse::<IpAddr>().is_ok() {
        return true;
    }
    let label = |it: &str| {
        !it.is_empty()
            && it.len() <= 63
            && !it.starts_with('-')
            && !it.ends_with('-')
            && it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    // All digits and dots but no address, such as 10.0.0.300, would be looked up as a name and surprise.
    let numeric = host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    host.len() <= 253 && !numeric && host.split('.').all(label)
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, usual) = match self.scheme {
            Scheme::Https => ("https", 443),
            Scheme::Http => ("http", 80),
        };
        if self.host.contains(':') {
            write!(f, "{scheme}://[{}]", self.host)?;
        } else {
            write!(f, "{scheme}://{}", self.host)?;
        }
        if self.port == usual { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

impl TryFrom<String> for Origin {
    type Error = OriginFault;

    fn try_from(text: String) -> Result<Self, OriginFault> {
        text.parse()
    }
}

impl fmt::Display for OriginFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(words::say("origin-none")),
            Self::PlainHttp => f.write_str(words::say("origin-plain-http")),
            Self::UnknownScheme(scheme) => f.write_str(&words::with("origin-scheme", &[("scheme", scheme.into())])),
            Self::UserInfo => f.write_str(words::say("origin-user")),
            Self::Path => f.write_str(words::say("origin-path")),
            Self::Port(port) => f.write_str(&words::with("origin-port", &[("port", port.into())])),
            Self::Host(host) => f.write_str(&words::with("origin-host", &[("host", host.into())])),
        }
    }
}

impl std::error::Error for OriginFault {}

impl OriginFault {
    /// Says what to type instead.
    pub fn remedy(&self) -> String {
        match self {
            Self::Empty => words::say("origin-none-next").into(),
            Self::PlainHttp => words::say("origin-plain-http-next").into(),
            Self::UnknownScheme(_) => words::say("origin-scheme-next").into(),
            Self::UserInfo => words::say("origin-user-next").into(),
            Self::Path => words::say("origin-path-next").into(),
            Self::Port(port) => words::with("origin-port-next", &[("port", port.into())]),
            Self::Host(_) => words::say("origin-host-next").into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, OriginFault};

    fn read(text: &str) -> Result<String, OriginFault> {
        text.parse::<Origin>().map(|it| it.to_string())
    }

    #[test]
    fn a_bare_host_means_https() {
        assert_eq!(read(" PSA.Example.com/ ").as_deref(), Ok("https://psa.example.com"));
        assert_eq!(read("psa.example.com:8443").as_deref(), Ok("https://psa.example.com:8443"));
        assert_eq!(read("https://[::1]:8443").as_deref(), Ok("https://[::1]:8443"));
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        assert_eq!(read("http://127.0.0.1:8080").as_deref(), Ok("http://127.0.0.1:8080"));
        assert_eq!(read("http://psa.example.com"), Err(OriginFault::PlainHttp));
        assert_eq!(read("http://127.0.0.1.example.com"), Err(OriginFault::PlainHttp));
    }

    #[test]
    fn what_is_no_origin_is_refused_by_name() {
        assert_eq!(read("https://a@b.example"), Err(OriginFault::UserInfo));
        assert_eq!(read("psa.example.com/v4_6_release"), Err(OriginFault::Path));
        assert_eq!(read("psa.example.com:0"), Err(OriginFault::Port("0".into())));
        assert_eq!(read("psa example"), Err(OriginFault::Host("psa example".into())));
        assert_eq!(read("10.0.0.300"), Err(OriginFault::Host("10.0.0.300".into())));
        assert_eq!(read("ftp://psa.example.com"), Err(OriginFault::UnknownScheme("ftp".into())));
    }

    #[test]
    fn a_server_url_is_reduced_to_its_origin() {
        let of = |url| Origin::of_url(url).map(|it| it.to_string());
        assert_eq!(of("https://ws2.example.net/ATServicesRest/?a=1").as_deref(), Ok("https://ws2.example.net"));
        assert_eq!(of("https://ws2.example.net\\@evil.example/"), Ok("https://ws2.example.net".into()));
        assert_eq!(of("https://good.example@evil.example/"), Err(OriginFault::UserInfo));
        assert_eq!(of("//evil.example/"), Err(OriginFault::UnknownScheme(String::new())));
    }
}
