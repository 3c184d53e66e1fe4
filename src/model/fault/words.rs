//! What happened, with its particulars, as a clause.

use std::fmt;

use super::{CertificateFault, Fault, Limit, ProxyFault, TlsFault};

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownHost { host } => write!(f, "the name {host} cannot be looked up"),
            Self::Refused { host, port } => write!(f, "{host} refuses connections on port {port}"),
            Self::Unreachable { host } => write!(f, "{host} cannot be reached from this host"),
            Self::ConnectTimedOut { host, after } => write!(f, "no connection to {host} within {} s", secs(*after)),
            Self::TlsTimedOut { host, after } => {
                write!(f, "{host} took the connection but sent no TLS within {} s", secs(*after))
            }
            Self::ReplyTimedOut { host, after } => write!(f, "{host} sent no reply within {} s", secs(*after)),
            Self::BodyStalled { host, after } => {
                write!(f, "the reply of {host} stopped in the middle for {} s", secs(*after))
            }
            Self::TookTooLong { host, after } => {
                write!(f, "the reply of {host} did not end within {} s", secs(*after))
            }
            Self::Cut { host } => write!(f, "{host} closed the connection without a reply"),
            Self::Truncated { host } => write!(f, "{host} closed the connection in the middle of its reply"),
            Self::Proxy { proxy, what } => write!(f, "the proxy {proxy} {what}"),
            Self::Certificate { host, what, .. } => write!(f, "the certificate of {host} {what}"),
            Self::Tls { host, what: TlsFault::TooOld } => write!(f, "{host} speaks only TLS 1.1 or older"),
            Self::Tls { host, what: TlsFault::NotTls } => write!(f, "{host} does not speak TLS on this port"),
            Self::Tls { host, what: TlsFault::Handshake { says } } => write!(f, "TLS with {host} failed: {says}"),
            Self::Redirected { host, to } => write!(f, "{host} redirects to {to}"),
            Self::ForeignHost { offered, by, .. } => write!(f, "the {by} points to another host, {offered}"),
            Self::WebPage { host, status } => {
                write!(f, "{host} answered with an HTML page ({status}), not with the API")
            }
            Self::NotThisPsa { host, saw } => write!(f, "{host} answered with {saw}, not with this PSA's API"),
            Self::EmptyReply { host, status } => write!(f, "{host} answered {status} with an empty body"),
            Self::NotHttp { host } => write!(f, "{host} answered with something that is not HTTP"),
            Self::HeadersTooLarge { host } => write!(f, "{host} sent too many or too long header lines"),
            Self::BadCompression { host } => write!(f, "the reply of {host} is compressed wrongly"),
            Self::NotUtf8 { what, at } => write!(f, "the reply to {what} is not UTF-8 at byte {at}"),
            Self::BrokenJson { what, at } => write!(f, "the reply to {what} is broken JSON at {at}"),
            Self::Unreadable { what, at } => write!(f, "the reply to {what} is not as documented at {at}"),
            Self::TooLarge { host, limit } => write!(f, "the reply of {host} is larger than {} MB", limit / 1_000_000),
            Self::Blocked { host, status, saw } => {
                write!(f, "something in front of {host} turns this host away ({status}, {saw})")
            }
            Self::NoSuchEndpoint { host, path } => write!(f, "{host} does not serve {path}"),
            Self::CannotRoute { host, path } => write!(f, "{host} cannot route {path}"),
            Self::StaleCodeBase { host, tried } => write!(f, "{host} serves none of {}", tried.join(", ")),
            Self::NeedsApiPrefix { host } => {
                write!(f, "{host} says \"SSL is required\": its API wants https and api- in front of the host name")
            }
            Self::Maintenance { host, says } => write!(f, "{host} is down for maintenance ({says})"),
            Self::Gateway { host, status } => {
                write!(f, "a gateway in front of {host} got no answer from it ({status})")
            }
            Self::ServerTrouble { host, status, says } => write!(f, "{host} has trouble of its own ({status}: {says})"),
            Self::VendorTimedOut { host, says } => write!(f, "{host} ran out of time itself ({says})"),
            Self::Limited { host, limit, retry_after, .. } => {
                write!(f, "{host} {limit}")?;
                retry_after
                    .filter(|it| !it.is_zero())
                    .map_or(Ok(()), |it| write!(f, "; it asks to wait {} s", it.as_secs()))
            }
            Self::WrongVersion { host, says } => {
                write!(f, "{host} does not serve this version of the API's forms: {says}")
            }
            Self::QueryRefused { host, status, says } => {
                write!(f, "{host} does not understand the question ({status}: {says})")
            }
            Self::RecordRefused { host, says } => write!(f, "{host} refuses the record: {says}"),
            Self::NoSuchRecord { what } => write!(f, "there is no such record: {what}"),
            Self::Unexpected { host, status, says } => write!(f, "{host} answered {status}: {says}"),
            Self::UnknownCompany { company, host } => write!(f, "{host} does not know the company ID \"{company}\""),
            Self::UnknownUser { user } => write!(f, "no zone is known for the user name \"{user}\""),
            Self::BadLogin { host, .. } => write!(f, "{host} refused the login"),
            Self::Locked { host } => write!(f, "{host} says that the account is locked"),
            Self::MovedSite { host, to, .. } => write!(f, "{host} refused the login, which belongs to {to}"),
            Self::BadClientId { host, .. } => write!(f, "{host} does not accept the client ID"),
            Self::BadTrackingId { host, .. } => write!(f, "{host} does not accept the tracking identifier"),
            Self::Forbidden { request } => write!(f, "the role does not allow {request}"),
            Self::RefusedBefore { host, attempts: 1, last } => {
                write!(f, "just these values were refused by {host} {last} and were not sent again")
            }
            Self::RefusedBefore { host, attempts, last } => write!(
                f,
                "just these values were refused by {host} {attempts} times, last {last}, and were not sent again"
            ),
            Self::NoTrustRoots { says } => write!(f, "no certificate authorities can be read: {says}"),
            Self::MaybeRefused { says } => f.write_str(says),
            Self::StoreLocked { place } => write!(f, "{place} is locked: its passphrase opens it"),
            Self::WrongPassphrase { place } => write!(f, "this passphrase does not open {place}"),
            Self::Local { what, .. } | Self::Vault { what, .. } => f.write_str(what),
            Self::Cancelled => f.write_str("cancelled"),
            Self::Bug { job } => write!(f, "psa-connect itself failed (job {})", job.0),
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
            Self::Unreachable => "cannot be reached",
            Self::WantsLogin => "wants a login of its own",
            Self::Refuses => "does not let this host through",
        })
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Requests => "says too many requests",
            Self::Threads => "says too many requests at the same time",
            Self::Hourly => "says that the requests of this hour are used up",
        })
    }
}

impl fmt::Display for CertificateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownIssuer { issuer, sent: 1 } => write!(
                f,
                "is signed by an unknown issuer: this host does not trust \"{issuer}\", and the server sends only its \
                 own certificate, so the chain may be incomplete as well"
            ),
            Self::UnknownIssuer { issuer, .. } => {
                write!(f, "is signed by an unknown issuer: this host does not trust \"{issuer}\"")
            }
            Self::IncompleteChain { issuer } => {
                write!(f, "comes with an incomplete chain: the server does not send that of its issuer, \"{issuer}\"")
            }
            Self::SelfSigned => f.write_str("is self-signed: nobody else vouches for it"),
            Self::Expired { not_after } => write!(f, "expired on {not_after}"),
            Self::NotYetValid { not_before } => write!(f, "is valid only from {not_before}"),
            Self::WrongName { presented } if presented.is_empty() => f.write_str("names no host at all"),
            Self::WrongName { presented } => write!(f, "is for another name: {}", presented.join(", ")),
            Self::CaAsServer => f.write_str("is a self-signed CA certificate used as the server's own"),
            Self::Weak => f.write_str("has a wrong signature or a key that is too weak"),
            Self::Revoked => f.write_str("was revoked by its issuer"),
            Self::Bad { says } => write!(f, "cannot be used: {says}"),
            Self::Changed { pinned, presented, flaw } => {
                write!(f, "is not the pinned one: pinned was SHA-256 {pinned}, it shows {presented}, which ")?;
                match flaw {
                    None => f.write_str("this host's authorities vouch for"),
                    Some(flaw) => write!(f, "{flaw}"),
                }
            }
        }
    }
}
