//! What people paste is explained from the same catalogue as what the program sees itself.

use psa_connect::{model::fault::Kind, psa::explain};

use crate::situation::replies;

/// What a paste is explained as, each with the PSA that it holds for.
fn kinds(text: &str) -> Vec<(String, &'static str)> {
    let psa = |it: Option<psa_connect::model::id::PsaId>| it.map_or_else(|| "both".to_owned(), |it| it.0);
    explain(None, None, text).into_iter().map(|it| (psa(it.psa), it.kind.key())).collect()
}

fn is(text: &str, wanted: &[(&str, &str)]) {
    let found = kinds(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(psa, kind)| (psa.as_str(), *kind)).collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn the_errors_of_other_programs_are_known() {
    for (text, kind) in [
        ("curl: (6) Could not resolve host: psa.example", "unknown-host"),
        ("Error: getaddrinfo ENOTFOUND psa.example", "unknown-host"),
        ("The remote name could not be resolved: 'psa.example'", "unknown-host"),
        ("connect ECONNREFUSED 10.0.0.1:443", "refused-connection"),
        ("No connection could be made because the target machine actively refused it", "refused-connection"),
        ("connect: no route to host", "unreachable"),
        ("curl: (28) Connection timed out after 10001 milliseconds", "connect-timeout"),
        ("dial tcp 203.0.113.7:443: i/o timeout", "connect-timeout"),
        ("requests.exceptions.ReadTimeout: Read timed out. (read timeout=30)", "reply-timeout"),
        ("System.Net.WebException: The operation has timed out", "reply-timeout"),
        ("curl: (35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number", "not-tls"),
        ("SSL routines:ssl_choose_client_version:unsupported protocol", "tls-too-old"),
        ("certificate verify failed: certificate has expired (_ssl.c:1007)", "certificate-expired"),
        ("SSL certificate problem: certificate is not yet valid", "certificate-not-yet-valid"),
        ("curl: (60) SSL certificate problem: self-signed certificate", "self-signed"),
        ("curl: (60) SSL certificate problem: self-signed certificate in certificate chain", "unknown-issuer"),
        ("x509: certificate signed by unknown authority", "unknown-issuer"),
        ("PKIX path building failed: unable to find valid certification path to requested target", "unknown-issuer"),
        ("javax.net.ssl.SSLHandshakeException: PKIX path building failed", "unknown-issuer"),
        ("Hostname/IP does not match certificate's altnames", "wrong-name"),
        ("x509: certificate is valid for other.example, not psa.example", "wrong-name"),
        ("invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))", "ca-as-server"),
        ("curl: (56) Received HTTP code 407 from proxy after CONNECT", "proxy-wants-login"),
        ("curl: (56) Received HTTP code 403 from proxy after CONNECT", "proxy-refuses"),
        ("curl: (5) Could not resolve proxy: proxy.example", "proxy-unreachable"),
        ("read ECONNRESET", "cut"),
        ("An existing connection was forcibly closed by the remote host", "cut"),
        ("curl: (18) transfer closed with 120 bytes remaining to read", "truncated"),
        ("SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", "web-page"),
        ("Maximum (47) redirects followed: too many redirects", "redirected"),
    ] {
        assert_eq!(kinds(text).first().map(|it| it.1), Some(kind), "{text}");
    }
    is(
        "curl: (60) SSL certificate problem: unable to get local issuer certificate",
        &[("both", "incomplete-chain"), ("both", "unknown-issuer")],
    );
    is("Invalid JSON primitive: Cannot.", &[("connectwise", "cannot-route")]);
}

#[test]
fn a_status_is_explained_for_both_where_they_differ() {
    let refused: [(&str, &str); 2] = [("connectwise", "refused-login"), ("autotask", "refused-login")];
    is("401", &refused);
    is("The remote server returned an error: (401) Unauthorized.", &refused);
    is("Request failed with status code 404", &[("both", "no-such-endpoint")]);
    is("502 Bad Gateway", &[("both", "gateway")]);
    is("503", &[("both", "maintenance")]);
    is("403", &[("connectwise", "forbidden"), ("connectwise", "blocked"), ("autotask", "forbidden")]);
    let only = explain(Some(&"autotask".into()), Some(429), "");
    assert_eq!(only.iter().map(|it| it.kind).collect::<Vec<_>>(), [Kind::TooManyRequests]);
}

#[test]
fn a_body_alone_is_enough_where_its_text_is_the_vendors_own() {
    is(r#"{"code":"Security","message":"SSL is required.","errors":null}"#, &[("connectwise", "api-prefix-missing")]);
    is(r#"{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}"#, &[("connectwise", "refused-login")]);
    is("Cannot route. Codebase/company is invalid", &[("connectwise", "cannot-route")]);
    is(r#"{"errors":["IntegrationCode is invalid."]}"#, &[("autotask", "tracking-id-refused")]);
    is(r#"{"errors":["Zone information could not be determined"]}"#, &[("autotask", "unknown-user")]);
    is(r#"{"item":null}"#, &[("autotask", "no-such-record")]);
    is("<html><head><title>502 Bad Gateway</title></head></html>", &[("both", "gateway")]);
    is("<!DOCTYPE html><html><body>Log in</body></html>", &[("both", "web-page")]);
    let among_words = r#"Request failed: 500 {"errors":["IntegrationCode is invalid."]} at Client.ts:12"#;
    is(among_words, &[("autotask", "tracking-id-refused")]);
}

#[test]
fn the_output_of_curl_is_read_and_its_own_talk_is_not() {
    let text = "* Trying 203.0.113.7:443...\n* connect to 203.0.113.7 port 443 failed: Connection refused\n* SSL certificate verify ok.\n> GET /v4_6_release/apis/3.0/system/info HTTP/1.1\n> Authorization: Basic canary\n>\n< HTTP/1.1 403 Forbidden\r\n< content-type: application/json\r\n<\r\n{\"code\":\"Security\",\"message\":\"You do not have security permission to perform this action.\"}";
    is(text, &[("connectwise", "forbidden")]);
    is("HTTP/2 302\nlocation: https://login.example/x?token=canary\n\n", &[("both", "redirected")]);
}

#[test]
fn what_nobody_documents_is_not_explained() {
    for text in ["", "   ", "hello world", "200", "418", r#"{"errors":["The moon is full."]}"#, "{}", "[1,2]"] {
        is(text, &[]);
    }
}

#[test]
fn nothing_that_may_be_a_key_is_echoed() {
    let bodies = [
        r#"{"errors":["IntegrationCode is invalid. ApiIntegrationCode: CANARY"]}"#,
        r#"{"code":"Unauthorized","message":"clientId: CANARY is not valid","Secret":"CANARY"}"#,
        "HTTP/1.1 401 Unauthorized\nSet-Cookie: CANARY=CANARY\n\n{\"message\":\"Password = CANARY\"}",
        "curl -u CANARY+CANARY:CANARY https://CANARY:CANARY@psa.example\nHTTP/1.1 302 Found\nLocation: https://CANARY@x.example/?token=CANARY\n",
        "Authorization: Basic CANARY\nCould not resolve host",
        "Cannot route CANARY4q7Z9mR2xT9kW1pN6vB3",
    ];
    for text in bodies {
        let found = explain(None, None, text);
        assert!(!found.is_empty(), "{text}");
        assert!(!format!("{found:?}").contains("CANARY"), "{found:?}");
    }
}

#[test]
fn every_kept_refusal_is_explained_as_the_program_judges_it() {
    for psa in ["connectwise", "autotask"] {
        for (name, reply) in replies(psa) {
            if (200..300).contains(&reply.status) {
                continue;
            }
            let headers: Vec<String> = reply.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            let body = String::from_utf8_lossy(&reply.body);
            let length = format!("content-length: {}", reply.body.len());
            let head: Vec<String> = headers.into_iter().chain([length]).collect();
            let text = format!("HTTP/1.1 {} x\n{}\n\n{body}", reply.status, head.join("\n"));
            let found = explain(Some(&psa.into()), None, &text);
            let is_known = !found.is_empty();
            assert_eq!(is_known, name != "unknown-errors", "{psa}/{name}: {found:?}");
        }
    }
}
