//! Which proxy of the environment stands before a host. Its password is never part of what this gives out.

use hyper_util::client::proxy::matcher::Matcher;

use crate::model::origin::Origin;

/// The proxies of the environment, as reqwest reads them too.
#[derive(Debug)]
pub(super) struct Route(Matcher);

impl Route {
    /// Reads `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case.
    pub(super) fn of_environment() -> Self {
        Self(Matcher::from_system())
    }

    /// Host and port of the proxy that a request to `origin` goes through, if one does. This host is never reached by one.
    pub(super) fn proxy_of(&self, origin: &Origin) -> Option<String> {
        if origin.is_loopback() {
            return None;
        }
        let proxy = self.0.intercept(&origin.to_string().parse().ok()?)?;
        let uri = proxy.uri();
        let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
            Some("https") => 443,
            Some(scheme) if scheme.starts_with("socks") => 1080,
            Some(_) | None => 80,
        });
        Some(format!("{}:{port}", uri.host()?))
    }
}

#[cfg(test)]
mod tests {
    use super::{Matcher, Origin, Route};

    fn proxy_of(origin: &str) -> Option<String> {
        let matcher = Matcher::builder().all("http://user:canary@proxy.example:3128").no("direct.example").build();
        Route(matcher).proxy_of(&origin.parse::<Origin>().unwrap())
    }

    #[test]
    fn a_proxy_is_named_without_its_password() {
        assert_eq!(proxy_of("https://psa.example").as_deref(), Some("proxy.example:3128"));
    }

    #[test]
    fn an_excepted_host_and_this_host_have_no_proxy() {
        assert_eq!(proxy_of("https://direct.example"), None);
        assert_eq!(proxy_of("http://127.0.0.1:8080"), None);
        assert_eq!(proxy_of("https://localhost:8443"), None);
    }
}
