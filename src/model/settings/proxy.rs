//! The proxy before the PSAs, as a settings file names it.

use std::{fmt, str::FromStr};

use serde::Deserialize;

use crate::{
    model::{origin::Origin, shown::Shown},
    words,
};

/// A proxy's address: scheme, host and port, never a user or a password.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct ProxyUrl(String);

/// The schemes that are spoken.
const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

impl ProxyUrl {
    /// The address, as clients take it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ProxyUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(words::say("proxy-no-scheme"))?;
        if !SCHEMES.contains(&scheme) {
            return Err(words::say("proxy-scheme"));
        }
        // A file that others may read is no place for a password, and a user without one is of no use.
        if rest.contains('@') {
            return Err(words::say("proxy-login"));
        }
        // The rules for host and port are those of every address.
        let origin: Origin = format!("https://{rest}").parse().map_err(|_| words::say("proxy-host"))?;
        let has_port = rest.trim_end_matches('/').rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
        let host = if origin.host().contains(':') { format!("[{}]", origin.host()) } else { origin.host().to_owned() };
        let port = if has_port { format!(":{}", origin.port()) } else { String::new() };
        Ok(Self(format!("{scheme}://{host}{port}")))
    }
}

impl TryFrom<String> for ProxyUrl {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// Which proxy is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// The one that a settings file names.
    Set(ProxyUrl),
    /// The one that the usual variables name, which may have a password in it: this is what may be shown.
    OfEnvironment {
        /// Its address without user and password.
        shown: String,
    },
}

impl Proxy {
    /// Takes the proxy of a variable, leaving out whatever a person may not see.
    pub fn of_environment(text: &str) -> Self {
        let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| (scheme, rest));
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        // A password may itself have an `@` or a `/` in it: what follows the last `@` is the host.
        let host = rest.rsplit_once('@').map_or(&rest[..end], |(_, host)| host);
        let between = if scheme.is_empty() { "" } else { "://" };
        Self::OfEnvironment { shown: Shown::new(&format!("{scheme}{between}{host}")).to_string() }
    }

    /// The address, safe to show.
    pub fn shown(&self) -> &str {
        match self {
            Self::Set(it) => it.as_str(),
            Self::OfEnvironment { shown } => shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Proxy, ProxyUrl};

    #[test]
    fn a_proxy_is_scheme_host_and_port() {
        for (text, is) in [
            ("http://proxy.example:3128", "http://proxy.example:3128"),
            ("http://Proxy.example/", "http://proxy.example"),
            ("socks5h://[::1]:1080", "socks5h://[::1]:1080"),
        ] {
            assert_eq!(text.parse::<ProxyUrl>().map(|it| it.to_string()).as_deref(), Ok(is));
        }
    }

    #[test]
    fn a_password_a_user_a_path_and_an_unknown_scheme_are_refused() {
        for text in [
            "http://user:canary@proxy.example:3128",
            "http://user@proxy.example",
            "http://proxy.example/path",
            "ftp://proxy.example",
            "proxy.example:3128",
            "http://",
            "http://proxy.example:0",
        ] {
            let refused = text.parse::<ProxyUrl>().unwrap_err();
            assert!(!refused.contains("canary"), "{text}");
        }
    }

    #[test]
    fn the_password_of_a_variable_is_never_shown() {
        for text in ["http://user:canary@proxy.example:3128", "http://user:canary/@canary@proxy.example:3128"] {
            assert_eq!(Proxy::of_environment(text).shown(), "http://proxy.example:3128");
        }
        assert_eq!(Proxy::of_environment("user:canary@proxy.example").shown(), "proxy.example");
    }
}
