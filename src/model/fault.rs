//! Every way a connection can fail: what happened, and which row of the catalogue says the rest.

use std::time::Duration;

use crate::words;

use super::{certificate::Certificate, id::JobId, origin::Origin};

mod catalogue;
mod clause;
mod exit;
mod kind;

pub use catalogue::{Entry, Side};
pub use exit::ExitCode;
pub use kind::Kind;

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
    /// The reply began, and then nothing came for `after`.
    BodyStalled { host: String, after: Duration },
    /// The reply kept coming, but did not end within `after`.
    TookTooLong { host: String, after: Duration },
    /// The other side closed the connection before it replied.
    Cut { host: String },
    /// The other side closed the connection in the middle of its reply.
    Truncated { host: String },
    /// The proxy did not let the connection through.
    Proxy { proxy: String, what: ProxyFault },
    /// The certificate cannot be trusted. `shown` is the server's own, where it can be read.
    Certificate { host: String, what: CertificateFault, shown: Option<Box<Certificate>> },
    /// The server's TLS is too old or it does not speak TLS at all.
    Tls { host: String, what: TlsFault },
    // What answers there.
    /// A 3xx to somewhere. Redirects are never followed.
    Redirected { host: String, to: String },
    /// The server pointed to another host than the one that was confirmed; no key was sent there.
    ForeignHost { confirmed: Origin, offered: String, by: &'static str },
    /// A web page stands where the API should answer.
    WebPage { host: String, status: u16 },
    /// Not what the vendor documents. `saw` is a short description: `plain text`.
    NotThisPsa { host: String, saw: String },
    /// A reply that went well and has nothing in it.
    EmptyReply { host: String, status: u16 },
    /// The bytes are no HTTP.
    NotHttp { host: String },
    /// More or longer header lines than are read.
    HeadersTooLarge { host: String },
    /// The compression of the body is broken.
    BadCompression { host: String },
    /// The body is no UTF-8. `at` is the first wrong byte.
    NotUtf8 { what: String, at: usize },
    /// The body begins like JSON and breaks off or goes wrong. `at` names the place.
    BrokenJson { what: String, at: String },
    /// The reply is JSON but not in the documented form. `at` names the place.
    Unreadable { what: String, at: String },
    /// The reply is larger than `limit` bytes.
    TooLarge { host: String, limit: u64 },
    /// A 403 or 451 that is not the API's own: something in front of the PSA turns this host away.
    Blocked { host: String, status: u16, saw: String },
    /// The path is not served there.
    NoSuchEndpoint { host: String, path: String },
    /// The gateway cannot route the path: it is malformed, or names a code base or company that is not there.
    CannotRoute { host: String, path: String },
    /// Neither the usual code base nor the one that the server names is served.
    StaleCodeBase { host: String, tried: Vec<String> },
    /// The cloud wants `api-` in front of its host name, and https (ConnectWise).
    NeedsApiPrefix { host: String },
    // Trouble of the server.
    /// It is closed for maintenance.
    Maintenance { host: String, says: String },
    /// A gateway in front of the PSA got no answer from it (502, 504).
    Gateway { host: String, status: u16 },
    /// An error that the vendor documents for its own side.
    ServerTrouble { host: String, status: u16, says: String },
    /// The PSA itself ran out of time.
    VendorTimedOut { host: String, says: String },
    /// Too many requests. `retry_after` is what the server asked for.
    Limited { host: String, limit: Limit, retry_after: Option<Duration>, says: String },
    // What it says of our question.
    /// This version of the API's forms is not served.
    WrongVersion { host: String, says: String },
    /// The PSA does not understand the question.
    QueryRefused { host: String, status: u16, says: String },
    /// The PSA refuses a record. psa-connect writes none; other programs' errors may say so.
    RecordRefused { host: String, says: String },
    /// There is no such record.
    NoSuchRecord { what: String },
    /// A status and text that the references do not list. The text is cut and safe to show.
    Unexpected { host: String, status: u16, says: String },
    // The login.
    /// The PSA does not know the company at this site (ConnectWise).
    UnknownCompany { company: String, host: String },
    /// The zone look-up does not know the user name (Autotask).
    UnknownUser { user: String },
    /// 401: keys wrong or revoked, the account locked, not API-only, or another site's.
    BadLogin { host: String, hints: Vec<String> },
    /// The PSA says that the account is locked.
    Locked { host: String },
    /// The login was refused, and the PSA says that it belongs to another site.
    /// What else may be wrong with it is in `hints`.
    MovedSite { host: String, to: Origin, hints: Vec<String> },
    /// The client ID is missing or not accepted (ConnectWise).
    BadClientId { host: String, says: String },
    /// The tracking identifier is not accepted (Autotask).
    BadTrackingId { host: String, says: String },
    /// The role does not allow this one request.
    Forbidden { request: String },
    /// Just these values were refused before, within the hour. They were not sent again.
    RefusedBefore { host: String, attempts: u32, last: String },
    /// It cannot be told whether just these values were refused before. They were not sent. `says` is a clause: why not.
    MaybeRefused { says: String },
    // Our side.
    /// The trust roots of this host cannot be read, or the CA file cannot.
    NoTrustRoots { says: String },
    /// The store has the keys, and a passphrase opens it. `place` is what it protects.
    StoreLocked { place: String },
    /// The passphrase does not open the store.
    WrongPassphrase { place: String },
    /// The OpenBao or Vault server does not do what was asked of it.
    Vault { trouble: VaultTrouble, what: String, remedy: String },
    /// Another psa-connect does just now what only one may do at a time. Nothing is wrong with what it holds.
    Busy { what: String, remedy: String },
    /// Something on this host went wrong: a file that cannot be written or read.
    Local { what: String, remedy: String },
    /// The person stopped it.
    Cancelled,
    /// A task of ours failed. Never the person's fault.
    Bug { job: JobId },
}

/// In which way an OpenBao or Vault server does not do what was asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultTrouble {
    /// It is there and cannot serve secrets now: sealed, never set up, a standby, without an active node.
    Sealed,
    /// It does not let this token do it.
    Denied,
    /// It does not accept the token, or does not give one.
    Login,
    /// Mount, namespace or path do not lead to keys.
    Path,
    /// Somebody else has saved since.
    Conflict,
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
    /// No trusted root vouches for it. `issuer` is who stands at the top of the `sent` certificates that came.
    UnknownIssuer { issuer: String, sent: usize },
    /// The server did not send the certificate of `issuer`, who signed its own.
    IncompleteChain { issuer: String },
    /// It signed itself, and nobody else vouches for it.
    SelfSigned,
    /// Its last day is over. RFC 3339 day.
    Expired { not_after: String },
    /// Its first day is still to come, or this host's clock is behind.
    NotYetValid { not_before: String },
    /// It is for other names.
    WrongName { presented: Vec<String> },
    /// A CA certificate is used as the server's own (a stock self-signed one).
    CaAsServer,
    /// Its signature is wrong, or made with a key or method that is too weak.
    Weak,
    /// Its issuer took it back.
    Revoked,
    /// Malformed, or refused for a reason of its own.
    Bad { says: String },
    /// It is not the one that was pinned. Both as SHA-256, `AB:CD:…`. `flaw` is what is wrong with the new one by the
    /// authorities of this host; `None` when they vouch for it.
    Changed { pinned: String, presented: String, flaw: Option<Box<CertificateFault>> },
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

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Requests in a minute.
    Requests,
    /// Requests at one entity at the same time (Autotask).
    Threads,
    /// Requests of all integrations in an hour (Autotask).
    Hourly,
}

impl Fault {
    /// Says what to do next, one or two sentences.
    pub fn remedy(&self) -> String {
        if let Self::Local { remedy, .. } | Self::Busy { remedy, .. } | Self::Vault { remedy, .. } = self {
            return remedy.clone();
        }
        if let Self::MovedSite { to, .. } = self {
            let next = words::with("fault-moved-next", &[("to", to.to_string().into())]);
            return format!("{next}{}", self.besides());
        }
        if let Self::Certificate { what: CertificateFault::Changed { flaw, .. }, .. } = self {
            match flaw {
                None => {
                    return words::say("fault-vouched-next").into();
                }
                Some(flaw) if !flaw.can_be_pinned() => {
                    return words::with("fault-flawed-next", &[("flaw", flaw.to_string().into())]);
                }
                Some(_) => {}
            }
        }
        if let Self::BadLogin { hints, .. } = self
            && !hints.is_empty()
        {
            return hints.join(" ");
        }
        self.entry().next.clone()
    }

    /// What happened and what to do next, in sentences.
    pub fn with_remedy(&self) -> String {
        format!("{self}. {}", self.remedy())
    }

    /// What else may be wrong with a login of another site, to follow what to do first; empty where nothing else is known.
    pub fn besides(&self) -> String {
        if let Self::MovedSite { hints, .. } = self
            && !hints.is_empty()
        {
            return format!(" {}", words::with("fault-moved-besides", &[("hints", hints.join(" ").into())]));
        }
        String::new()
    }

    /// Why a login may have been refused, what the evidence points at first, each a sentence.
    pub fn hints(&self) -> &[String] {
        if let Self::BadLogin { hints, .. } | Self::MovedSite { hints, .. } = self { hints } else { &[] }
    }

    /// The exit code of a command that ends with this fault.
    pub fn exit_code(&self) -> ExitCode {
        self.entry().exit
    }

    /// Says whether the same request may succeed a little later by itself. A refused login never may.
    pub fn retry_helps(&self) -> bool {
        self.entry().retry == catalogue::Retry::Helps
    }

    /// Says whether the login was sent and turned away, so that nothing more may be sent with it: accounts lock.
    pub fn refuses_login(&self) -> bool {
        self.kind().refuses_login()
    }

    /// Says whether the login was held back, for a person to say whether it is sent all the same.
    pub fn wants_consent(&self) -> bool {
        matches!(self, Self::RefusedBefore { .. } | Self::MaybeRefused { .. })
    }

    /// Its row of the catalogue.
    pub fn entry(&self) -> &'static Entry {
        self.kind().entry()
    }
}
