//! What happened, with its particulars, as a clause.

use std::fmt;

use crate::words;

use super::{CertificateFault, Fault, Limit, ProxyFault, TlsFault};

impl fmt::Display for Fault {
    #[expect(clippy::too_many_lines, reason = "one arm a fault, and nothing but its text")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownHost { host } => f.write_str(&words::with("fault-unknown-host", &[("host", host.into())])),
            Self::Refused { host, port } => {
                f.write_str(&words::with("fault-refused", &[("host", host.into()), ("port", port.to_string().into())]))
            }
            Self::Unreachable { host } => f.write_str(&words::with("fault-unreachable", &[("host", host.into())])),
            Self::ConnectTimedOut { host, after } => f.write_str(&words::with(
                "fault-connect-timed-out",
                &[("host", host.into()), ("secs", secs(*after).into())],
            )),
            Self::TlsTimedOut { host, after } => f.write_str(&words::with(
                "fault-tls-timed-out",
                &[("host", host.into()), ("secs", secs(*after).into())],
            )),
            Self::ReplyTimedOut { host, after } => f.write_str(&words::with(
                "fault-reply-timed-out",
                &[("host", host.into()), ("secs", secs(*after).into())],
            )),
            Self::BodyStalled { host, after } => {
                f.write_str(&words::with("fault-stalled", &[("host", host.into()), ("secs", secs(*after).into())]))
            }
            Self::TookTooLong { host, after } => {
                f.write_str(&words::with("fault-endless", &[("host", host.into()), ("secs", secs(*after).into())]))
            }
            Self::Cut { host } => f.write_str(&words::with("fault-cut", &[("host", host.into())])),
            Self::Truncated { host } => f.write_str(&words::with("fault-truncated", &[("host", host.into())])),
            Self::Proxy { proxy, what } => {
                f.write_str(&words::with("fault-proxy", &[("proxy", proxy.into()), ("what", what.to_string().into())]))
            }
            Self::Certificate { host, what, .. } => f.write_str(&words::with(
                "fault-certificate",
                &[("host", host.into()), ("what", what.to_string().into())],
            )),
            Self::Tls { host, what: TlsFault::TooOld } => {
                f.write_str(&words::with("fault-tls-too-old", &[("host", host.into())]))
            }
            Self::Tls { host, what: TlsFault::NotTls } => {
                f.write_str(&words::with("fault-not-tls", &[("host", host.into())]))
            }
            Self::Tls { host, what: TlsFault::Handshake { says } } => {
                f.write_str(&words::with("fault-tls-failed", &[("host", host.into()), ("says", says.into())]))
            }
            Self::Redirected { host, to } => {
                f.write_str(&words::with("fault-redirected", &[("host", host.into()), ("to", to.into())]))
            }
            Self::ForeignHost { offered, by, .. } => f.write_str(&words::with(
                "fault-points-elsewhere",
                &[("by", (*by).into()), ("offered", offered.into())],
            )),
            Self::WebPage { host, status } => {
                f.write_str(&words::with("fault-html", &[("host", host.into()), ("status", status.to_string().into())]))
            }
            Self::NotThisPsa { host, saw } => {
                f.write_str(&words::with("fault-not-this-psa", &[("host", host.into()), ("saw", saw.into())]))
            }
            Self::EmptyReply { host, status } => f.write_str(&words::with(
                "fault-empty",
                &[("host", host.into()), ("status", status.to_string().into())],
            )),
            Self::NotHttp { host } => f.write_str(&words::with("fault-not-http", &[("host", host.into())])),
            Self::HeadersTooLarge { host } => {
                f.write_str(&words::with("fault-headers-too-large", &[("host", host.into())]))
            }
            Self::BadCompression { host } => f.write_str(&words::with("fault-compression", &[("host", host.into())])),
            Self::NotUtf8 { what, at } => {
                f.write_str(&words::with("fault-not-utf8", &[("what", what.into()), ("at", at.to_string().into())]))
            }
            Self::BrokenJson { what, at } => {
                f.write_str(&words::with("fault-broken-json", &[("what", what.into()), ("at", at.into())]))
            }
            Self::Unreadable { what, at } => {
                f.write_str(&words::with("fault-not-as-documented", &[("what", what.into()), ("at", at.into())]))
            }
            Self::TooLarge { host, limit } => f.write_str(&words::with(
                "fault-too-large",
                &[("host", host.into()), ("mb", (limit / 1_000_000).into())],
            )),
            Self::Blocked { host, status, saw } => f.write_str(&words::with(
                "fault-turned-away",
                &[("host", host.into()), ("status", status.to_string().into()), ("saw", saw.into())],
            )),
            Self::NoSuchEndpoint { host, path } => {
                f.write_str(&words::with("fault-no-such-endpoint", &[("host", host.into()), ("path", path.into())]))
            }
            Self::CannotRoute { host, path } => {
                f.write_str(&words::with("fault-no-such-route", &[("host", host.into()), ("path", path.into())]))
            }
            Self::StaleCodeBase { host, tried } => f.write_str(&words::with(
                "fault-stale-code-base",
                &[("host", host.into()), ("tried", tried.join(", ").into())],
            )),
            Self::NeedsApiPrefix { host } => f.write_str(&words::with("fault-needs-prefix", &[("host", host.into())])),
            Self::Maintenance { host, says } => {
                f.write_str(&words::with("fault-maintenance", &[("host", host.into()), ("says", says.into())]))
            }
            Self::Gateway { host, status } => f.write_str(&words::with(
                "fault-gateway",
                &[("host", host.into()), ("status", status.to_string().into())],
            )),
            Self::ServerTrouble { host, status, says } => f.write_str(&words::with(
                "fault-server-trouble",
                &[("host", host.into()), ("status", status.to_string().into()), ("says", says.into())],
            )),
            Self::VendorTimedOut { host, says } => {
                f.write_str(&words::with("fault-vendor-timed-out", &[("host", host.into()), ("says", says.into())]))
            }
            Self::Limited { host, limit, retry_after, .. } => {
                let (host, limit) = (("host", host.into()), ("limit", limit.to_string().into()));
                f.write_str(&match retry_after.filter(|it| !it.is_zero()) {
                    None => words::with("fault-limited", &[host, limit]),
                    Some(it) => words::with("fault-limited-for", &[host, limit, ("secs", it.as_secs().into())]),
                })
            }
            Self::WrongVersion { host, says } => {
                f.write_str(&words::with("fault-form-version", &[("host", host.into()), ("says", says.into())]))
            }
            Self::QueryRefused { host, status, says } => f.write_str(&words::with(
                "fault-bad-question",
                &[("host", host.into()), ("status", status.to_string().into()), ("says", says.into())],
            )),
            Self::RecordRefused { host, says } => {
                f.write_str(&words::with("fault-record-refused", &[("host", host.into()), ("says", says.into())]))
            }
            Self::NoSuchRecord { what } => f.write_str(&words::with("fault-no-such-record", &[("what", what.into())])),
            Self::Unexpected { host, status, says } => f.write_str(&words::with(
                "fault-other-status",
                &[("host", host.into()), ("status", status.to_string().into()), ("says", says.into())],
            )),
            Self::UnknownCompany { company, host } => f.write_str(&words::with(
                "fault-unknown-company",
                &[("host", host.into()), ("company", company.into())],
            )),
            Self::UnknownUser { user } => f.write_str(&words::with("fault-unknown-user", &[("user", user.into())])),
            Self::BadLogin { host, .. } => f.write_str(&words::with("fault-bad-login", &[("host", host.into())])),
            Self::Locked { host } => f.write_str(&words::with("fault-locked", &[("host", host.into())])),
            Self::MovedSite { host, to, .. } => {
                f.write_str(&words::with("fault-moved-site", &[("host", host.into()), ("to", to.to_string().into())]))
            }
            Self::BadClientId { host, .. } => f.write_str(&words::with("fault-client-id", &[("host", host.into())])),
            Self::BadTrackingId { host, .. } => {
                f.write_str(&words::with("fault-tracking-id", &[("host", host.into())]))
            }
            Self::Forbidden { request } => f.write_str(&words::with("fault-forbidden", &[("request", request.into())])),
            Self::RefusedBefore { host, attempts: 1, last } => {
                f.write_str(&words::with("fault-refused-once", &[("host", host.into()), ("last", last.into())]))
            }
            Self::RefusedBefore { host, attempts, last } => f.write_str(&words::with(
                "fault-refused-before",
                &[("host", host.into()), ("attempts", attempts.into()), ("last", last.into())],
            )),
            Self::NoTrustRoots { says } => f.write_str(&words::with("fault-trust-roots", &[("says", says.into())])),
            Self::MaybeRefused { says } => f.write_str(says),
            Self::StoreLocked { place } => f.write_str(&words::with("fault-store-locked", &[("place", place.into())])),
            Self::WrongPassphrase { place } => {
                f.write_str(&words::with("fault-wrong-passphrase", &[("place", place.into())]))
            }
            Self::Local { what, .. } | Self::Busy { what, .. } | Self::Vault { what, .. } => f.write_str(what),
            Self::Cancelled => f.write_str(words::say("fault-cancelled")),
            Self::Bug { job } => f.write_str(&words::with("fault-bug", &[("job", job.0.to_string().into())])),
        }
    }
}

/// Seconds as people say them; tenths below two.
fn secs(time: std::time::Duration) -> String {
    if time.as_millis() < 2000 && !time.as_millis().is_multiple_of(1000) {
        format!("{:.1}", time.as_secs_f64())
    } else {
        time.as_secs().to_string()
    }
}

impl fmt::Display for ProxyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreachable => words::say("fault-proxy-unreachable"),
            Self::WantsLogin => words::say("fault-proxy-wants-login"),
            Self::Refuses => words::say("fault-proxy-refuses"),
        })
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Requests => words::say("fault-limit-requests"),
            Self::Threads => words::say("fault-limit-threads"),
            Self::Hourly => words::say("fault-limit-hourly"),
        })
    }
}

impl fmt::Display for CertificateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownIssuer { issuer, sent: 1 } => {
                f.write_str(&words::with("fault-certificate-unknown-issuer-alone", &[("issuer", issuer.into())]))
            }
            Self::UnknownIssuer { issuer, .. } => {
                f.write_str(&words::with("fault-certificate-unknown-issuer", &[("issuer", issuer.into())]))
            }
            Self::IncompleteChain { issuer } => {
                f.write_str(&words::with("fault-certificate-incomplete", &[("issuer", issuer.into())]))
            }
            Self::SelfSigned => f.write_str(words::say("fault-certificate-self-signed")),
            Self::Expired { not_after } => {
                f.write_str(&words::with("fault-certificate-expired", &[("day", not_after.into())]))
            }
            Self::NotYetValid { not_before } => {
                f.write_str(&words::with("fault-certificate-not-yet-valid", &[("day", not_before.into())]))
            }
            Self::WrongName { presented } if presented.is_empty() => {
                f.write_str(words::say("fault-certificate-nameless"))
            }
            Self::WrongName { presented } => {
                f.write_str(&words::with("fault-certificate-wrong-name", &[("names", presented.join(", ").into())]))
            }
            Self::CaAsServer => f.write_str(words::say("fault-certificate-ca")),
            Self::Weak => f.write_str(words::say("fault-certificate-weak")),
            Self::Revoked => f.write_str(words::say("fault-certificate-revoked")),
            Self::Bad { says } => f.write_str(&words::with("fault-certificate-bad", &[("says", says.into())])),
            Self::Changed { pinned, presented, flaw } => {
                let (pinned, presented) = (("pinned", pinned.into()), ("presented", presented.into()));
                f.write_str(&match flaw {
                    None => words::with("fault-certificate-changed", &[pinned, presented]),
                    Some(flaw) => {
                        let flaw = ("flaw", flaw.to_string().into());
                        words::with("fault-certificate-changed-flawed", &[pinned, presented, flaw])
                    }
                })
            }
        }
    }
}
