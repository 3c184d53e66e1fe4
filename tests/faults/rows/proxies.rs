//! Proxies that stand in the way. No packet goes further than loopback.

use crate::{
    row::{Gatekeeper, Row, Scene, row},
    tenant::Psa,
};

const OFF_THIS_HOST: &str = "plain HTTP is for this host only";

pub(crate) fn rows() -> Vec<Row> {
    let behind = |name, gatekeeper, kind, says| {
        row(name, (Psa::ConnectWise, Scene::Proxy(gatekeeper)), (kind, 5), says).tls_only(OFF_THIS_HOST)
    };
    vec![
        behind(
            "a proxy that is not there",
            Gatekeeper::Gone,
            "proxy-unreachable",
            "the proxy {proxy} cannot be reached",
        ),
        behind(
            "a proxy whose name nobody knows",
            Gatekeeper::Unknown,
            "proxy-unreachable",
            "the proxy {proxy} cannot be reached",
        ),
        behind(
            "a proxy that wants a login (407)",
            Gatekeeper::Answers("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"),
            "proxy-wants-login",
            "the proxy {proxy} wants a login of its own",
        ),
        behind(
            "a proxy that blocks the host (403)",
            Gatekeeper::Answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
            "proxy-refuses",
            "the proxy {proxy} does not let this host through",
        ),
        behind(
            "a proxy that cannot reach the host (502)",
            Gatekeeper::Answers("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
            "proxy-refuses",
            "the proxy {proxy} does not let this host through",
        ),
        behind(
            "a SOCKS proxy whose rules refuse the host",
            Gatekeeper::RefusesSocks,
            "proxy-refuses",
            "the proxy {proxy} does not let this host through",
        ),
        behind(
            "no SOCKS proxy at the address of one",
            Gatekeeper::NoSocks,
            "proxy-refuses",
            "the proxy {proxy} does not let this host through",
        ),
        behind(
            "a proxy that looks into TLS",
            Gatekeeper::Inspects,
            "unknown-issuer",
            "this host does not trust \"Acme Inspecting CA\"",
        ),
    ]
}
