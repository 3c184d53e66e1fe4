//! Which way packets take: the proxy before a host, this host's own address, who looks up names.
//!
//! The password of a proxy is never part of what this gives out.

use std::net::{IpAddr, SocketAddr};

use hyper_util::client::proxy::matcher::Matcher;

use crate::{
    model::{origin::Origin, settings::proxy::ProxyUrl},
    words,
};

/// The proxy that is set, else those of the environment, as reqwest reads them too.
#[derive(Debug)]
pub(super) struct Route(Matcher);

impl Route {
    /// Takes the proxy that is set, else reads `HTTPS_PROXY` and `ALL_PROXY`. `NO_PROXY` counts for either.
    pub(super) fn by(proxy: Option<&ProxyUrl>) -> Self {
        Self::except(proxy, || ["NO_PROXY", "no_proxy"].into_iter().find_map(|it| std::env::var(it).ok()))
    }

    fn except(proxy: Option<&ProxyUrl>, excepted: impl FnOnce() -> Option<String>) -> Self {
        Self(match proxy {
            Some(it) => Matcher::builder().all(it.as_str()).no(excepted().unwrap_or_default()).build(),
            None => Matcher::from_system(),
        })
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

/// This host's own addresses towards `peers`, one for each family. Nothing is sent: a datagram socket only picks its way.
///
/// Errors: why there is none, from the last one that was tried.
pub(super) async fn own_addresses(peers: &[SocketAddr]) -> std::io::Result<Vec<IpAddr>> {
    let mut own: Vec<IpAddr> = vec![];
    let mut last = None;
    for peer in peers {
        if own.iter().any(|it| it.is_ipv4() == peer.is_ipv4()) {
            continue;
        }
        match own_address(*peer).await {
            Ok(address) => own.push(address),
            Err(error) => last = Some(error),
        }
    }
    match last {
        Some(error) if own.is_empty() => Err(error),
        Some(_) | None => Ok(own),
    }
}

async fn own_address(peer: SocketAddr) -> std::io::Result<IpAddr> {
    let any: IpAddr = match peer {
        SocketAddr::V4(_) => std::net::Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => std::net::Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = tokio::net::UdpSocket::bind((any, 0)).await?;
    socket.connect(peer).await?;
    Ok(socket.local_addr()?.ip())
}

/// Says whether nobody outside this network sees this address as it is: a NAT on the way puts another in its place.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        // 100.64.0.0/10 is what providers use behind a NAT of their own (RFC 6598).
        IpAddr::V4(it) => {
            let [a, b, ..] = it.octets();
            it.is_private() || it.is_link_local() || (a == 100 && b & 0xC0 == 64)
        }
        IpAddr::V6(it) => it.is_unique_local() || it.is_unicast_link_local(),
    }
}

/// Whom this host asks for addresses, as its `resolv.conf` says; `None` when that cannot be read or names nobody.
pub(super) async fn resolver() -> Option<String> {
    nameservers(&tokio::fs::read_to_string("/etc/resolv.conf").await.ok()?)
}

fn nameservers(resolv_conf: &str) -> Option<String> {
    let server = |line: &str| {
        let mut words = line.split_whitespace();
        words.next().filter(|it| *it == "nameserver")?;
        words.next()?.split('%').next()?.parse::<IpAddr>().ok()
    };
    let servers: Vec<_> = resolv_conf.lines().filter_map(server).map(|it| it.to_string()).collect();
    (!servers.is_empty()).then(|| words::with("way-resolver-file", &[("servers", servers.join(", ").into())]))
}

#[cfg(test)]
mod tests {
    use super::{Matcher, Origin, Route, is_private, nameservers, own_addresses};

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

    #[test]
    fn a_proxy_that_is_set_is_named_and_keeps_the_exceptions() {
        let set = "http://set.example:3128".parse().unwrap();
        let route = Route::except(Some(&set), || Some("direct.example".into()));
        let proxy_of = |it: &str| route.proxy_of(&it.parse::<Origin>().unwrap());
        assert_eq!(proxy_of("https://psa.example").as_deref(), Some("set.example:3128"));
        assert_eq!(proxy_of("https://direct.example"), None);
        assert_eq!(proxy_of("https://localhost:8443"), None);
    }

    #[tokio::test]
    async fn the_own_address_towards_this_host_is_this_host() {
        let peers = ["127.0.0.1:443".parse().unwrap(), "127.0.0.2:443".parse().unwrap()];
        assert_eq!(own_addresses(&peers).await.unwrap(), ["127.0.0.1".parse::<std::net::IpAddr>().unwrap()]);
    }

    #[test]
    fn an_address_behind_a_nat_is_known_as_one() {
        let private = ["10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.1.1", "fd00::1", "fe80::1"];
        for it in private {
            assert!(is_private(it.parse().unwrap()), "{it}");
        }
        for it in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "127.0.0.1", "2001:db8::1"] {
            assert!(!is_private(it.parse().unwrap()), "{it}");
        }
    }

    #[test]
    fn the_resolvers_are_the_nameserver_lines() {
        let file = "# nameserver 9.9.9.9\nsearch acme.example\nnameserver 127.0.0.53\n  nameserver fe80::1%eth0\n";
        assert_eq!(nameservers(file).as_deref(), Some("127.0.0.53, fe80::1 (resolv.conf)"));
        assert_eq!(nameservers("nameserver\nnameserver x\n"), None);
    }
}
