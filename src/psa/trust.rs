//! Which addresses of a server are taken for the vendor's own. The others are named to the person and never contacted.

use super::body::says;
use crate::model::{
    fault::Fault,
    origin::{Origin, Scheme},
};

/// Reads an address that a server supplied.
///
/// Errors: [`Fault::ForeignHost`] when it is neither one of the vendor's own hosts on the usual port, nor the very
/// origin that was asked, nor this machine when this machine was asked.
pub(super) fn origin(asked: &Origin, url: &str, domain: &str, by: &'static str) -> Result<Origin, Fault> {
    let foreign = || Fault::ForeignHost { confirmed: asked.clone(), offered: says(url), by };
    let offered = Origin::of_url(url).map_err(|_| foreign())?;
    let is_vendors = is_within(offered.host(), domain) && offered.port() == 443 && offered.scheme() == Scheme::Https;
    let is_fine = offered == *asked || is_vendors || asked.is_loopback() && offered.is_loopback();
    is_fine.then_some(offered).ok_or_else(foreign)
}

/// Says whether `host` lies below `domain`. `notautotask.net` does not lie below `autotask.net`.
pub(super) fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).and_then(|it| it.strip_suffix('.')).is_some_and(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{is_within, origin};
    use crate::model::fault::Fault;

    #[test]
    fn only_the_vendors_own_hosts_are_taken_from_a_server() {
        let asked = "https://webservices3.autotask.net".parse().unwrap();
        let offer = |url: &str| origin(&asked, url, "autotask.net", "zone look-up");
        for url in [
            "https://webservices14.autotask.net/ATServicesRest/",
            "https://WEBSERVICES14.autotask.net:443",
            "https://webservices3.autotask.net//x",
        ] {
            assert!(offer(url).is_ok(), "{url}");
        }
        for url in [
            "http://webservices3.autotask.net/",
            "https://webservices3.autotask.net:8443/",
            "https://webservices3.autotask.net@evil.example/",
            "https://user:pass@webservices3.autotask.net/",
            "https://autotask.net/",
            "https://evilautotask.net/",
            "https://webservices3.autotask.net.evil.example/",
            "https://webservices3.autotask.net./",
            "https://203.0.113.7/",
            "https://[2001:db8::1]/",
            "https://127.0.0.1/",
            "ftp://webservices3.autotask.net/",
            "//webservices3.autotask.net/",
            "webservices3.autotask.net",
            "",
        ] {
            assert!(matches!(offer(url), Err(Fault::ForeignHost { .. })), "{url}");
        }
        assert!(!is_within("autotask.net", "autotask.net"));
    }
}
