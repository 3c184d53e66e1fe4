//! Every way a connection can fail: what happened, whose side it is on, what to do next.

use std::{fmt, time::Duration};

use super::{id::JobId, origin::Origin};

/// Every way a request to a PSA, or the way to it, can fail. `Display` says what happened; [`Fault::remedy`] what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    // The way to the server.
    /// The host name does not resolve.
    UnknownHost { host: String },
    /// Something answers for the address but nothing listens on the port.
    Refused { host: String, port: u16 },
    /// The network says that the host or its net cannot be reached.
    Unreachable { host: String },
    /// No connection within `after`.
    ConnectTimedOut { host: String, after: Duration },
    /// Connected, but no TLS within `after`.
    TlsTimedOut { host: String, after: Duration },
    /// Connected, but no reply within `after`.
    ReplyTimedOut { host: String, after: Duration },
    /// The reply began but did not end within `after`.
    BodyTimedOut { host: String, after: Duration },
    /// The other side closed the connection in the middle.
    Cut { host: String },
    /// The proxy did not let the connection through.
    Proxy { proxy: String, what: ProxyFault },
    /// The certificate cannot be trusted.
    Certificate { host: String, what: CertificateFault },
    /// The server's TLS is too old or it does not speak TLS at all.
    Tls { host: String, what: TlsFault },
    // What the server says.
    /// A 3xx to somewhere. Redirects are never followed.
    Redirected { host: String, to: String },
    /// The server pointed to another host than the one that was confirmed; nothing was sent there.
    ForeignHost { confirmed: Origin, offered: String, by: &'static str },
    /// Not what the vendor documents. `saw` is a short description: `an HTML page`, `plain text`, `an empty body`.
    NotThisPsa { host: String, saw: String },
    /// The reply is JSON but not in the documented form. `at` names the place.
    Unreadable { what: String, at: String },
    /// The reply is larger than `limit` bytes.
    TooLarge { host: String, limit: u64 },
    /// The path is not served there: wrong code base, doubled path, another product.
    NoSuchEndpoint { host: String, path: String },
    /// An error that the vendor documents for its own side (5xx, maintenance).
    ServerTrouble { host: String, status: u16, says: String },
    /// Too many requests. `retry_after` is what the server asked for.
    Limited { host: String, retry_after: Option<Duration>, says: String },
    /// A status and text that the references do not list. The text is cut and safe to show.
    Unexpected { host: String, status: u16, says: String },
    // The login.
    /// The PSA does not know the company at this site (ConnectWise).
    UnknownCompany { company: String, host: String },
    /// The zone look-up does not know the user name (Autotask).
    UnknownUser { user: String },
    /// 401: keys wrong or revoked, the account locked, not API-only, or another site's.
    BadLogin { host: String, hints: Vec<String> },
    /// The client ID is missing or not accepted (ConnectWise).
    BadClientId { host: String, says: String },
    /// The tracking identifier is not accepted (Autotask).
    BadTrackingId { host: String },
    /// The role does not allow this one request.
    Forbidden { request: String },
    // Our side.
    /// The trust roots of this host cannot be read, or the CA file cannot.
    NoTrustRoots { says: String },
    /// Something on this host went wrong: a file that cannot be written or read.
    Local { what: String, remedy: String },
    /// The person stopped it.
    Cancelled,
    /// A task of ours failed. Never the person's fault.
    Bug { job: JobId },
}

/// What a proxy did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    /// It could not be reached.
    Unreachable,
    /// 407.
    WantsLogin,
    /// It refuses this host.
    Refuses,
}

/// What is wrong with a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateFault {
    /// No trusted root vouches for it. `issuer` is who claims to have signed it.
    UnknownIssuer { issuer: String },
    /// Its last day is over. RFC 3339 day.
    Expired { not_after: String },
    /// Its first day is still to come, or this host's clock is behind.
    NotYetValid { not_before: String },
    /// It is for other names.
    WrongName { presented: Vec<String> },
    /// A CA certificate is used as the server's own (a stock self-signed one).
    CaAsServer,
    /// Weak, revoked or malformed.
    Bad { says: String },
}

/// What is wrong with TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsFault {
    /// Only TLS 1.1 or older.
    TooOld,
    /// The port does not speak TLS.
    NotTls,
    /// Another handshake fault.
    Handshake { says: String },
}

/// The exit codes of product.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// All is well.
    Fine = 0,
    /// Our fault.
    Ours = 1,
    /// Wrong use of the command.
    Usage = 2,
    /// The login was refused.
    RefusedLogin = 3,
    /// A right is missing.
    RightMissing = 4,
    /// The PSA cannot be reached.
    Unreachable = 5,
    /// Limited or locked.
    Limited = 6,
    /// The store cannot be read or written.
    Store = 7,
    /// It could not be told.
    CouldNotTell = 8,
    /// Cancelled by the person.
    Cancelled = 130,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownHost { host } => write!(f, "the name {host} cannot be looked up"),
            Self::Refused { host, port } => write!(f, "{host} refuses connections on port {port}"),
            Self::Unreachable { host } => write!(f, "{host} cannot be reached from this host"),
            Self::ConnectTimedOut { host, after } => write!(f, "no connection to {host} within {} s", after.as_secs()),
            Self::TlsTimedOut { host, after } => {
                write!(f, "{host} took the connection but sent no TLS within {} s", after.as_secs())
            }
            Self::ReplyTimedOut { host, after } => write!(f, "{host} sent no reply within {} s", after.as_secs()),
            Self::BodyTimedOut { host, after } => {
                write!(f, "the reply of {host} did not end within {} s", after.as_secs())
            }
            Self::Cut { host } => write!(f, "{host} closed the connection in the middle"),
            Self::Proxy { proxy, what: ProxyFault::Unreachable } => write!(f, "the proxy {proxy} cannot be reached"),
            Self::Proxy { proxy, what: ProxyFault::WantsLogin } => {
                write!(f, "the proxy {proxy} wants a login of its own")
            }
            Self::Proxy { proxy, what: ProxyFault::Refuses } => {
                write!(f, "the proxy {proxy} does not let this host through")
            }
            Self::Certificate { host, what } => write!(f, "the certificate of {host} {what}"),
            Self::Tls { host, what: TlsFault::TooOld } => write!(f, "{host} speaks only TLS 1.1 or older"),
            Self::Tls { host, what: TlsFault::NotTls } => write!(f, "{host} does not speak TLS on this port"),
            Self::Tls { host, what: TlsFault::Handshake { says } } => write!(f, "TLS with {host} failed: {says}"),
            Self::Redirected { host, to } => write!(f, "{host} redirects to {to}"),
            Self::ForeignHost { offered, by, .. } => write!(f, "the {by} points to another host, {offered}"),
            Self::NotThisPsa { host, saw } => write!(f, "{host} answered with {saw}, not with this PSA's API"),
            Self::Unreadable { what, at } => write!(f, "the reply to {what} is not as documented at {at}"),
            Self::TooLarge { host, limit } => write!(f, "the reply of {host} is larger than {} MB", limit / 1_000_000),
            Self::NoSuchEndpoint { host, path } => write!(f, "{host} does not serve {path}"),
            Self::ServerTrouble { host, status, says } => write!(f, "{host} has trouble of its own ({status}: {says})"),
            Self::Limited { host, retry_after: Some(wait), .. } => {
                write!(f, "{host} says too many requests; wait {} s", wait.as_secs())
            }
            Self::Limited { host, retry_after: None, .. } => write!(f, "{host} says too many requests"),
            Self::Unexpected { host, status, says } => write!(f, "{host} answered {status}: {says}"),
            Self::UnknownCompany { company, host } => write!(f, "{host} does not know the company ID \"{company}\""),
            Self::UnknownUser { user } => write!(f, "no zone is known for the user name \"{user}\""),
            Self::BadLogin { host, .. } => write!(f, "{host} refused the login"),
            Self::BadClientId { host, .. } => write!(f, "{host} does not accept the client ID"),
            Self::BadTrackingId { host } => write!(f, "{host} does not accept the tracking identifier"),
            Self::Forbidden { request } => write!(f, "the role does not allow {request}"),
            Self::NoTrustRoots { says } => write!(f, "no certificate authorities can be read: {says}"),
            Self::Local { what, .. } => f.write_str(what),
            Self::Cancelled => f.write_str("cancelled"),
            Self::Bug { job } => write!(f, "psa-connect itself failed (job {})", job.0),
        }
    }
}

impl fmt::Display for CertificateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownIssuer { issuer } => write!(f, "is signed by \"{issuer}\", which this host does not trust"),
            Self::Expired { not_after } => write!(f, "expired on {not_after}"),
            Self::NotYetValid { not_before } => write!(f, "is valid only from {not_before}"),
            Self::WrongName { presented } if presented.is_empty() => f.write_str("names no host at all"),
            Self::WrongName { presented } => write!(f, "is for {}", presented.join(", ")),
            Self::CaAsServer => f.write_str("is a self-signed CA certificate used as the server's own"),
            Self::Bad { says } => write!(f, "cannot be used: {says}"),
        }
    }
}

impl Fault {
    /// Says what to do next, one or two sentences.
    pub fn remedy(&self) -> String {
        match self {
            Self::UnknownHost { .. } => "Check the spelling, and whether this host needs a VPN for that name.".into(),
            Self::Refused { .. } => {
                "Check the port, and whether a firewall between here and the PSA turns this host away.".into()
            }
            Self::Unreachable { .. } => "Check this host's network, its routes and its VPN.".into(),
            Self::ConnectTimedOut { .. } => {
                "A firewall may drop the packets: have this host's address put on the allow-list. Then retry.".into()
            }
            Self::TlsTimedOut { .. } => {
                "Something between here and the PSA holds the connection: check inspecting firewalls and proxies."
                    .into()
            }
            Self::ReplyTimedOut { .. } | Self::BodyTimedOut { .. } => "The PSA is slow. Retry in a minute.".into(),
            Self::Cut { .. } => "Retry. If it happens again, a firewall or proxy may close the connection.".into(),
            Self::Proxy { what: ProxyFault::Unreachable, .. } => {
                "Check HTTPS_PROXY, or set NO_PROXY for this PSA.".into()
            }
            Self::Proxy { what: ProxyFault::WantsLogin, .. } => {
                "Put the proxy's user and password into HTTPS_PROXY.".into()
            }
            Self::Proxy { what: ProxyFault::Refuses, .. } => {
                "Ask whoever runs the proxy to allow this PSA's host.".into()
            }
            Self::Certificate { what: CertificateFault::UnknownIssuer { .. }, .. } => {
                "If your company or firewall signs with its own CA, give its certificate with --ca-file.".into()
            }
            Self::Certificate { what: CertificateFault::Expired { .. }, .. } => {
                "Have the PSA's certificate renewed, and check this host's clock.".into()
            }
            Self::Certificate { what: CertificateFault::NotYetValid { .. }, .. } => {
                "Check this host's clock first.".into()
            }
            Self::Certificate { what: CertificateFault::WrongName { .. }, .. } => {
                "Use the name that the certificate is for, or have it reissued for this host.".into()
            }
            Self::Certificate { what: CertificateFault::CaAsServer | CertificateFault::Bad { .. }, .. } => {
                "Have the PSA given a proper server certificate, signed by a CA that this host trusts.".into()
            }
            Self::Tls { what: TlsFault::TooOld, .. } => "Have TLS 1.2 or newer switched on at the PSA's server.".into(),
            Self::Tls { what: TlsFault::NotTls, .. } => "Check the port; 443 is usual.".into(),
            Self::Tls { what: TlsFault::Handshake { .. }, .. } => {
                "Check inspecting firewalls between here and the PSA, then retry.".into()
            }
            Self::Redirected { .. } => {
                "Go back to the site and use the address of the API, not of the login page.".into()
            }
            Self::ForeignHost { .. } => {
                "Nothing was sent there. If the new host is right, go back to the site and choose it.".into()
            }
            Self::NotThisPsa { .. } => {
                "Check the address: a web page, a proxy or another product answers there.".into()
            }
            Self::Unreadable { .. } => {
                "Retry. If it stays, the PSA's version may be one that psa-connect does not know yet.".into()
            }
            Self::TooLarge { .. } => "Check the address: something else than this PSA may answer there.".into(),
            Self::NoSuchEndpoint { .. } => {
                "Check the address and the company ID; on ConnectWise's cloud this can also mean wrong keys.".into()
            }
            Self::ServerTrouble { .. } => {
                "Wait a few minutes and retry; look at the vendor's status page if it stays.".into()
            }
            Self::Limited { .. } => "Wait, then retry. Other integrations use the same limit.".into(),
            Self::Unexpected { .. } => "Retry. If it stays, give this line to the vendor's support.".into(),
            Self::UnknownCompany { .. } => {
                "Use the company ID from the login page (the short name, not the display name), or choose another site."
                    .into()
            }
            Self::UnknownUser { .. } => {
                "Use the user name (key) of the API user, not its e-mail; or choose the zone from the list.".into()
            }
            Self::BadLogin { hints, .. } => hints.join(" "),
            Self::BadClientId { .. } => {
                "Check the client ID; its owner finds it on the vendor's developer site.".into()
            }
            Self::BadTrackingId { .. } => {
                "User name and secret are right. Check the tracking identifier on the API user's page.".into()
            }
            Self::Forbidden { .. } => "Have the right added to the role.".into(),
            Self::NoTrustRoots { .. } => {
                "Install the package ca-certificates, or give a CA file with --ca-file.".into()
            }
            Self::Local { remedy, .. } => remedy.clone(),
            Self::Cancelled => "Start it again when you are ready.".into(),
            Self::Bug { .. } => "Retry. The log file has the details; please report it.".into(),
        }
    }

    /// The exit code of a command that ends with this fault.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::UnknownHost { .. }
            | Self::Refused { .. }
            | Self::Unreachable { .. }
            | Self::ConnectTimedOut { .. }
            | Self::TlsTimedOut { .. }
            | Self::ReplyTimedOut { .. }
            | Self::BodyTimedOut { .. }
            | Self::Cut { .. }
            | Self::Proxy { .. }
            | Self::Certificate { .. }
            | Self::Tls { .. }
            | Self::Redirected { .. }
            | Self::ForeignHost { .. }
            | Self::NotThisPsa { .. }
            | Self::ServerTrouble { .. }
            | Self::NoTrustRoots { .. } => ExitCode::Unreachable,
            Self::Unreadable { .. } | Self::TooLarge { .. } | Self::NoSuchEndpoint { .. } | Self::Unexpected { .. } => {
                ExitCode::CouldNotTell
            }
            Self::Limited { .. } => ExitCode::Limited,
            Self::UnknownCompany { .. }
            | Self::UnknownUser { .. }
            | Self::BadLogin { .. }
            | Self::BadClientId { .. }
            | Self::BadTrackingId { .. } => ExitCode::RefusedLogin,
            Self::Forbidden { .. } => ExitCode::RightMissing,
            Self::Local { .. } => ExitCode::Store,
            Self::Bug { .. } => ExitCode::Ours,
            Self::Cancelled => ExitCode::Cancelled,
        }
    }

    /// Says whether the same request may succeed a little later by itself. A refused login never may.
    pub fn retry_helps(&self) -> bool {
        matches!(
            self,
            Self::ConnectTimedOut { .. }
                | Self::TlsTimedOut { .. }
                | Self::ReplyTimedOut { .. }
                | Self::BodyTimedOut { .. }
                | Self::Cut { .. }
                | Self::ServerTrouble { .. }
                | Self::Limited { .. }
        )
    }
}
