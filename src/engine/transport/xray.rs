//! What a reply shows of the server and of this host's clock, as findings. Pure.

use crate::{
    model::{
        fault::Fault,
        report::{Check, CheckFinding, CheckOutcome, Detail, Fact},
    },
    psa::{Answer, Reply},
    words,
};

use super::shown;
use crate::psa::headers::unix_of;

/// Up to here, in seconds, two clocks are in step: the date of a reply has no fractions, and the reply took its time.
const IN_STEP: u64 = 5;
/// Beyond this, in seconds, logins and certificates that go by the time may fail.
const TOO_FAR: u64 = 60;

/// What answers there: the version of HTTP and what the headers that the vendor documents (`headers`) say.
pub fn http(answer: &Answer, reply: &Reply, headers: &[String], proxy: Option<&str>) -> CheckFinding {
    let value = |name: &str| reply.header(name).map(str::trim).filter(|it| !it.is_empty()).map(one_line);
    let mut says = vec![reply.version.clone()];
    let mut details = vec![Detail::new(Fact::HttpVersion, &reply.version)];
    for name in headers {
        let Some(value) = value(name) else { continue };
        match fact_of(name) {
            Some(fact) => {
                says.push(format!("{} {value}", fact.label()));
                details.push(Detail::new(fact, value));
            }
            None => says.push(format!("{name} {value}")),
        }
    }
    says.extend(proxy.map(|it| words::with("way-through-proxy", &[("proxy", it.into())])));
    found(answer, Check::Http, CheckOutcome::Passed(says.join(", ")), details)
}

/// How far this host's clock is from the one that stamped the reply.
pub fn clock(answer: &Answer, reply: &Reply) -> CheckFinding {
    let stamped = reply.header("date").and_then(unix_of);
    let Some(ahead) = reply.received.zip(stamped).and_then(|(here, there)| here.checked_sub(there)) else {
        return found(answer, Check::Clock, CheckOutcome::Skipped(words::say("way-clock-no-date").into()), vec![]);
    };
    let off = words::with(
        if ahead < 0 { "way-clock-behind" } else { "way-clock-ahead" },
        &[("by", span(ahead.unsigned_abs()).into())],
    );
    let (outcome, skew) = if ahead.unsigned_abs() <= IN_STEP {
        let in_step = words::say("way-clock-in-step").into();
        (CheckOutcome::Passed(in_step), words::say("way-clock-skew-none").to_owned())
    } else if ahead.unsigned_abs() <= TOO_FAR {
        (CheckOutcome::Passed(off.clone()), off)
    } else {
        (CheckOutcome::Unclear(words::with("way-clock-off", &[("skew", off.as_str().into())])), off)
    };
    found(answer, Check::Clock, outcome, vec![Detail::new(Fact::Skew, skew)])
}

/// A request that brought no reply to judge, told at the layer that it failed at. Through a proxy that may be any.
pub fn failed(answer: &Answer, fault: &Fault) -> CheckFinding {
    let mut details = vec![];
    if let Fault::Certificate { shown: Some(it), .. } = fault {
        let facts = [
            (Fact::Subject, &it.subject),
            (Fact::Issuer, &it.issuer),
            (Fact::Expiry, &it.not_after),
            (Fact::Fingerprint, &it.sha256),
        ];
        details.extend(facts.map(|(fact, value)| Detail::new(fact, value)));
    }
    found(answer, layer_of(fault), CheckOutcome::Failed(fault.clone()), details)
}

fn layer_of(fault: &Fault) -> Check {
    match fault {
        Fault::UnknownHost { .. } => Check::Lookup,
        Fault::Unreachable { .. } | Fault::Proxy { .. } => Check::Route,
        Fault::Refused { .. } | Fault::ConnectTimedOut { .. } => Check::Tcp,
        Fault::TlsTimedOut { .. } | Fault::Certificate { .. } | Fault::Tls { .. } | Fault::NoTrustRoots { .. } => {
            Check::Tls
        }
        Fault::ReplyTimedOut { .. }
        | Fault::BodyStalled { .. }
        | Fault::TookTooLong { .. }
        | Fault::Cut { .. }
        | Fault::Truncated { .. }
        | Fault::NotHttp { .. }
        | Fault::HeadersTooLarge { .. }
        | Fault::BadCompression { .. }
        | Fault::TooLarge { .. } => Check::Http,
        Fault::Redirected { .. }
        | Fault::ForeignHost { .. }
        | Fault::WebPage { .. }
        | Fault::NotThisPsa { .. }
        | Fault::EmptyReply { .. }
        | Fault::NotUtf8 { .. }
        | Fault::BrokenJson { .. }
        | Fault::Unreadable { .. }
        | Fault::Blocked { .. }
        | Fault::NoSuchEndpoint { .. }
        | Fault::CannotRoute { .. }
        | Fault::StaleCodeBase { .. }
        | Fault::NeedsApiPrefix { .. }
        | Fault::Maintenance { .. }
        | Fault::Gateway { .. }
        | Fault::ServerTrouble { .. }
        | Fault::VendorTimedOut { .. }
        | Fault::Limited { .. }
        | Fault::WrongVersion { .. }
        | Fault::QueryRefused { .. }
        | Fault::RecordRefused { .. }
        | Fault::NoSuchRecord { .. }
        | Fault::Unexpected { .. }
        | Fault::UnknownCompany { .. }
        | Fault::UnknownUser { .. }
        | Fault::BadLogin { .. }
        | Fault::Locked { .. }
        | Fault::MovedSite { .. }
        | Fault::BadClientId { .. }
        | Fault::BadTrackingId { .. }
        | Fault::Forbidden { .. }
        | Fault::RefusedBefore { .. }
        | Fault::MaybeRefused { .. }
        | Fault::StoreLocked { .. }
        | Fault::WrongPassphrase { .. }
        | Fault::Vault { .. }
        | Fault::Busy { .. }
        | Fault::Local { .. }
        | Fault::Cancelled
        | Fault::Bug { .. } => Check::Api,
    }
}

fn found(answer: &Answer, check: Check, outcome: CheckOutcome, details: Vec<Detail>) -> CheckFinding {
    CheckFinding { check, outcome, took: answer.took, request: Some(answer.label.clone()), details }
}

fn fact_of(header: &str) -> Option<Fact> {
    match header {
        "server" => Some(Fact::Server),
        "x-cw-request-id" => Some(Fact::RequestId),
        "api-current-version" => Some(Fact::ApiVersion),
        _ => None,
    }
}

/// A header's text, safe to show and short.
fn one_line(text: &str) -> String {
    shown(text).chars().take(80).collect()
}

fn span(seconds: u64) -> String {
    match seconds {
        0..120 => words::with("age-span-seconds", &[("n", seconds.into())]),
        120..7200 => words::with("age-span-minutes", &[("n", (seconds / 60).into())]),
        7200..172_800 => words::with("age-span-hours", &[("n", (seconds / 3600).into())]),
        _ => words::with("age-span-days", &[("n", (seconds / 86_400).to_string().into())]),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::model::{certificate::Certificate, fault::CertificateFault};

    use super::{Answer, Check, CheckFinding, CheckOutcome, Detail, Fact, Fault, Reply, clock, failed, http, unix_of};

    const DATE: &str = "Wed, 21 Oct 2015 07:28:00 GMT";

    fn reply(headers: &[(&str, &str)], received: Option<i64>) -> Reply {
        let headers = headers.iter().map(|(name, it)| ((*name).to_owned(), (*it).to_owned())).collect();
        Reply { status: 200, headers, body: vec![], version: "HTTP/2".into(), received }
    }

    fn told(find: impl FnOnce(&Answer, &Reply) -> CheckFinding, reply: &Reply) -> CheckFinding {
        let answer =
            Answer { reply: Ok(reply.clone()), label: "GET /system/info".into(), took: Duration::from_millis(7) };
        find(&answer, reply)
    }

    fn clock_off_by(seconds: i64) -> (CheckOutcome, Vec<Detail>) {
        let received = unix_of(DATE).unwrap() + seconds;
        let found = told(clock, &reply(&[("date", DATE)], Some(received)));
        (found.outcome, found.details)
    }

    #[test]
    fn clocks_in_step_pass_either_way() {
        for seconds in [-5, 0, 5] {
            let skew = Detail::new(Fact::Skew, "in step");
            let passed = CheckOutcome::Passed("in step with the server's".into());
            assert_eq!(clock_off_by(seconds), (passed, vec![skew]));
        }
    }

    #[test]
    fn a_small_difference_passes_with_its_amount() {
        assert_eq!(clock_off_by(-6).0, CheckOutcome::Passed("6 s behind the server's".into()));
        assert_eq!(clock_off_by(60).0, CheckOutcome::Passed("60 s ahead of the server's".into()));
    }

    #[test]
    fn a_great_difference_is_told_with_its_direction() {
        let unclear = |it: &str| CheckOutcome::Unclear(format!("this host's clock is {it} the server's"));
        assert_eq!(clock_off_by(-7 * 60).0, unclear("7 min behind"));
        assert_eq!(clock_off_by(61).0, unclear("61 s ahead of"));
        assert_eq!(clock_off_by(-3 * 86_400).0, unclear("3 days behind"));
        assert_eq!(clock_off_by(7200).1, [Detail::new(Fact::Skew, "2 h ahead of the server's")]);
    }

    #[test]
    fn without_a_date_or_with_nonsense_nothing_is_said_of_the_clock() {
        for headers in [&[][..], &[("date", "yesterday")]] {
            let found = told(clock, &reply(headers, Some(0)));
            assert_eq!(found.outcome, CheckOutcome::Skipped("the reply has no date".into()));
        }
    }

    #[test]
    fn http_tells_the_headers_that_the_vendor_documents_and_no_others() {
        let headers = [
            ("server", "Microsoft-IIS/10.0"),
            ("x-cw-request-id", "a1-b2"),
            ("api-current-version", "2025.1"),
            ("x-server-name", "WEB\u{1b}[31m7"),
            ("set-cookie", "secret"),
        ];
        let known = ["server", "x-server-name", "x-cw-request-id", "api-current-version", "x-absent"];
        let known = known.map(str::to_owned);
        let found =
            told(|answer, reply| http(answer, reply, &known, Some("proxy.example:3128")), &reply(&headers, None));
        let CheckOutcome::Passed(says) = &found.outcome else { panic!("{found:?}") };
        assert!(says.starts_with("HTTP/2, server Microsoft-IIS/10.0, x-server-name WEB"), "{says}");
        assert!(says.ends_with("API version 2025.1, through the proxy proxy.example:3128"), "{says}");
        assert!(!says.contains('\u{1b}') && !says.contains("secret"), "{says}");
        let details = [
            Detail::new(Fact::HttpVersion, "HTTP/2"),
            Detail::new(Fact::Server, "Microsoft-IIS/10.0"),
            Detail::new(Fact::RequestId, "a1-b2"),
            Detail::new(Fact::ApiVersion, "2025.1"),
        ];
        assert_eq!((found.check, found.details.as_slice()), (Check::Http, &details[..]));
    }

    #[test]
    fn a_request_without_a_reply_fails_at_its_layer_and_shows_a_refused_certificate() {
        let shown = Certificate {
            sha256: "AB:CD".into(),
            subject: "psa".into(),
            issuer: "nobody".into(),
            not_before: "2020-01-01".into(),
            not_after: "2030-01-01".into(),
        };
        let what = CertificateFault::SelfSigned;
        let faults = [
            (Fault::Certificate { host: "a".into(), what, shown: Some(Box::new(shown)) }, Check::Tls, 4),
            (Fault::Cut { host: "a".into() }, Check::Http, 0),
            (Fault::Redirected { host: "a".into(), to: "b".into() }, Check::Api, 0),
            (Fault::UnknownHost { host: "a".into() }, Check::Lookup, 0),
        ];
        for (fault, check, n_details) in faults {
            let answer = Answer { reply: Err(fault.clone()), label: String::new(), took: Duration::ZERO };
            let found = failed(&answer, &fault);
            assert_eq!((found.check, found.details.len()), (check, n_details));
            assert_eq!(found.outcome, CheckOutcome::Failed(fault));
        }
    }
}
