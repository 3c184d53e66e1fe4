//! What answers in place of the API, whichever PSA was expected.

use crate::{
    replies::{CHUNKED, bomb, json, page, promising, reply, text},
    row::{Does, Row, autotask, connectwise, row},
    tenant::At,
};

pub(crate) fn rows() -> Vec<Row> {
    [redirects(), others(), broken(), trouble()].into_iter().flatten().collect()
}

/// Another address than the one that was asked.
fn redirects() -> Vec<Row> {
    let moved = |status: u16, to: &str| reply(status, &format!("Location: {to}\r\n"), "");
    let redirected = ("redirected", 5);
    let foreign = "{host} redirects to https://login.elsewhere.example";
    vec![
        row(
            "301 to another host",
            connectwise(At::Site, moved(301, "https://login.elsewhere.example/x?k=1")),
            redirected,
            foreign,
        ),
        row(
            "302 to its own login page",
            connectwise(At::Site, moved(302, "/login")),
            redirected,
            "{host} redirects to its own /login",
        ),
        row(
            "303 to another host",
            autotask(At::Site, moved(303, "https://login.elsewhere.example/")),
            redirected,
            foreign,
        ),
        row(
            "307 to another host at the login",
            connectwise(At::Login, moved(307, "https://login.elsewhere.example/")),
            redirected,
            foreign,
        ),
        row(
            "308 to another host at the login",
            autotask(At::Login, moved(308, "https://login.elsewhere.example/")),
            redirected,
            foreign,
        ),
    ]
}

/// What is no reply of this API, or none at all.
fn others() -> Vec<Row> {
    let web = ("web-page", 5);
    let not_this = ("not-this-psa", 5);
    vec![
        row(
            "a web page for companyinfo",
            connectwise(At::Site, page(200, "Log in")),
            web,
            "{host} answered with an HTML page (200), not with the API",
        ),
        row("a web page for the zone look-up", autotask(At::Site, page(200, "Log in")), web, "an HTML page (200)"),
        row("a web page for the login", connectwise(At::Login, page(200, "Log in")), web, "an HTML page (200)"),
        row(
            "a web page that calls itself JSON",
            autotask(At::Login, reply(200, "Content-Type: application/json\r\n", "<html><body>x</body></html>")),
            web,
            "an HTML page (200)",
        ),
        row(
            "a plain text",
            connectwise(At::Site, text(200, "It works!")),
            not_this,
            "{host} answered with plain text, not with this PSA's API",
        ),
        row(
            "a table of another content type",
            autotask(At::Login, reply(200, "Content-Type: text/csv\r\n", "id,name\r\n1,Acme")),
            not_this,
            "not with this PSA's API",
        ),
        row(
            "an empty body",
            connectwise(At::Site, json(200, "")),
            ("empty-reply", 5),
            "{host} answered 200 with an empty body",
        ),
        row(
            "no content (204)",
            autotask(At::Login, Does::Reply(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_vec())),
            ("empty-reply", 5),
            "{host} answered 204 with an empty body",
        ),
        row(
            "another protocol than HTTP",
            connectwise(At::Site, Does::Reply(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())),
            ("not-http", 5),
            "{host} answered with something that is not HTTP",
        ),
        row(
            "five thousand header lines",
            autotask(At::Site, reply(200, &"X-A: b\r\n".repeat(5000), "{}")),
            ("headers-too-large", 5),
            "{host} sent too many or too long header lines",
        ),
        row(
            "a body larger than any that was asked for",
            connectwise(At::Site, Does::HangUp(promising(5_000_000))),
            ("too-large", 8),
            "the reply of {host} is larger than 4 MB",
        ),
        row(
            "no gzip that calls itself gzip",
            connectwise(At::Site, reply(200, "Content-Encoding: gzip\r\n", "no gzip no gzip no !")),
            ("bad-compression", 8),
            "the reply of {host} is compressed wrongly",
        ),
        row(
            "gzip that breaks off",
            autotask(At::Login, reply(200, "Content-Encoding: gzip\r\n", &bomb(1)[..200])),
            ("bad-compression", 8),
            "the reply of {host} is compressed wrongly",
        ),
    ]
}

/// JSON that is none.
fn broken() -> Vec<Row> {
    let kind = ("broken-json", 8);
    vec![
        row(
            "a name in Latin-1",
            connectwise(At::Site, reply(200, "Content-Type: application/json\r\n", b"{\"CompanyName\":\"M\xfcller\"}")),
            ("not-utf8", 8),
            "the reply to GET /login/companyinfo is not UTF-8 at byte 17",
        ),
        row(
            "half a JSON text",
            connectwise(At::Site, json(200, "{\"CompanyName\":\"Acme\",")),
            kind,
            "the reply to GET /login/companyinfo is broken JSON at line 1",
        ),
        row(
            "half a JSON text at the login",
            autotask(At::Login, json(200, "{\"majorVersion\"")),
            kind,
            "the reply to GET /Version is broken JSON at line 1",
        ),
        row(
            "half a JSON text in chunks that all came",
            autotask(At::Site, Does::Reply([CHUNKED, b"5\r\n{\"url\r\n0\r\n\r\n"].concat())),
            kind,
            "the reply to GET /zoneInformation is broken JSON at line 1",
        ),
        row(
            "JSON of another product",
            connectwise(At::Site, json(200, r#"{"status":"up"}"#)),
            ("not-as-documented", 8),
            "the reply to GET /login/companyinfo is not as documented at CompanyID",
        ),
        row(
            "a version without a number",
            connectwise(At::Login, json(200, r#"{"isCloud":true}"#)),
            ("not-as-documented", 8),
            "the reply to GET /system/info is not as documented at version",
        ),
        row(
            "a zone without an address",
            autotask(At::Site, json(200, r#"{"zoneName":"America East"}"#)),
            ("not-as-documented", 8),
            "the reply to GET /zoneInformation is not as documented at url",
        ),
    ]
}

/// The server's own trouble, and what stands in front of it.
fn trouble() -> Vec<Row> {
    let maintenance = ("maintenance", 5);
    let gateway = ("gateway", 5);
    let blocked = ("blocked", 5);
    let down = "{host} is down for maintenance";
    let in_front = "something in front of {host} turns this host away (403";
    vec![
        row("a maintenance page (503)", connectwise(At::Site, page(503, "Down for maintenance")), maintenance, down),
        row("503 in plain text", autotask(At::Site, text(503, "Service Unavailable")), maintenance, down),
        row("503 at the login", autotask(At::Login, page(503, "Scheduled maintenance")), maintenance, down),
        row(
            "502 at companyinfo",
            connectwise(At::Site, page(502, "Bad Gateway")),
            gateway,
            "got no answer from it (502)",
        ),
        row("502 at the login", autotask(At::Login, page(502, "Bad Gateway")), gateway, "got no answer from it (502)"),
        row(
            "504 at the login",
            connectwise(At::Login, text(504, "upstream request timeout")),
            gateway,
            "a gateway in front of {host} got no answer from it (504)",
        ),
        row(
            "500 with a page of the web server",
            connectwise(At::Site, page(500, "Server Error in '/' Application.")),
            ("server-trouble", 5),
            "{host} has trouble of its own (500",
        ),
        row(
            "500 without anything",
            autotask(At::Login, reply(500, "", "")),
            ("server-trouble", 5),
            "{host} has trouble of its own (500",
        ),
        row("403 by a firewall, as a page", connectwise(At::Site, page(403, "Attention Required!")), blocked, in_front),
        row("403 by a firewall at the login", connectwise(At::Login, page(403, "Request blocked")), blocked, in_front),
        row("403 by a firewall, as a text", autotask(At::Site, text(403, "error code: 1020")), blocked, in_front),
        row("403 by a firewall, without a body", connectwise(At::Login, reply(403, "", "")), blocked, in_front),
    ]
}
