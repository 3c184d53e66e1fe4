//! The kinds of fault, as a closed list. Each has one row in `assets/faults.toml`.

use serde::Deserialize;
use strum::{EnumIter, IntoStaticStr};

use super::{CertificateFault, Fault, Limit, ProxyFault, TlsFault, VaultTrouble};

/// What a fault is, without its particulars. Its key is its name in JSON, in reports and in `docs/faults.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    UnknownHost,
    RefusedConnection,
    Unreachable,
    ConnectTimeout,
    TlsTimeout,
    ReplyTimeout,
    BodyStalled,
    TookTooLong,
    Cut,
    Truncated,
    ProxyUnreachable,
    ProxyWantsLogin,
    ProxyRefuses,
    UnknownIssuer,
    IncompleteChain,
    SelfSigned,
    CertificateExpired,
    CertificateNotYetValid,
    WrongName,
    CaAsServer,
    WeakCertificate,
    RevokedCertificate,
    BadCertificate,
    CertificateChanged,
    TlsTooOld,
    NotTls,
    TlsHandshake,
    NoTrustRoots,
    Redirected,
    ForeignHost,
    WebPage,
    NotThisPsa,
    EmptyReply,
    NotHttp,
    HeadersTooLarge,
    BadCompression,
    NotUtf8,
    BrokenJson,
    NotAsDocumented,
    TooLarge,
    Blocked,
    NoSuchEndpoint,
    CannotRoute,
    StaleCodeBase,
    ApiPrefixMissing,
    Maintenance,
    Gateway,
    ServerTrouble,
    VendorTimeout,
    TooManyRequests,
    TooManyThreads,
    HourlyLimit,
    WrongVersion,
    QueryRefused,
    RecordRefused,
    NoSuchRecord,
    Unexpected,
    UnknownCompany,
    UnknownUser,
    RefusedLogin,
    Locked,
    MovedSite,
    ClientIdRefused,
    TrackingIdRefused,
    Forbidden,
    RefusedBefore,
    MaybeRefused,
    StoreLocked,
    WrongPassphrase,
    VaultSealed,
    VaultDenied,
    VaultLogin,
    VaultPath,
    VaultConflict,
    Busy,
    Local,
    Cancelled,
    Bug,
}

impl Kind {
    /// Its name: `unknown-host`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Says whether a login was sent and turned away: accounts lock after a few of these.
    ///
    /// Where the company or user is not known, no key was sent; what was refused before was not sent again.
    pub fn refuses_login(self) -> bool {
        [Self::RefusedLogin, Self::Locked, Self::MovedSite, Self::ClientIdRefused, Self::TrackingIdRefused]
            .contains(&self)
    }
}

impl Fault {
    /// What it is, without its particulars.
    pub fn kind(&self) -> Kind {
        match self {
            Self::UnknownHost { .. } => Kind::UnknownHost,
            Self::Refused { .. } => Kind::RefusedConnection,
            Self::Unreachable { .. } => Kind::Unreachable,
            Self::ConnectTimedOut { .. } => Kind::ConnectTimeout,
            Self::TlsTimedOut { .. } => Kind::TlsTimeout,
            Self::ReplyTimedOut { .. } => Kind::ReplyTimeout,
            Self::BodyStalled { .. } => Kind::BodyStalled,
            Self::TookTooLong { .. } => Kind::TookTooLong,
            Self::Cut { .. } => Kind::Cut,
            Self::Truncated { .. } => Kind::Truncated,
            Self::Proxy { what, .. } => match what {
                ProxyFault::Unreachable => Kind::ProxyUnreachable,
                ProxyFault::WantsLogin => Kind::ProxyWantsLogin,
                ProxyFault::Refuses => Kind::ProxyRefuses,
            },
            Self::Certificate { what, .. } => what.kind(),
            Self::Tls { what, .. } => match what {
                TlsFault::TooOld => Kind::TlsTooOld,
                TlsFault::NotTls => Kind::NotTls,
                TlsFault::Handshake { .. } => Kind::TlsHandshake,
            },
            Self::NoTrustRoots { .. } => Kind::NoTrustRoots,
            Self::Redirected { .. } => Kind::Redirected,
            Self::ForeignHost { .. } => Kind::ForeignHost,
            Self::WebPage { .. } => Kind::WebPage,
            Self::NotThisPsa { .. } => Kind::NotThisPsa,
            Self::EmptyReply { .. } => Kind::EmptyReply,
            Self::NotHttp { .. } => Kind::NotHttp,
            Self::HeadersTooLarge { .. } => Kind::HeadersTooLarge,
            Self::BadCompression { .. } => Kind::BadCompression,
            Self::NotUtf8 { .. } => Kind::NotUtf8,
            Self::BrokenJson { .. } => Kind::BrokenJson,
            Self::Unreadable { .. } => Kind::NotAsDocumented,
            Self::TooLarge { .. } => Kind::TooLarge,
            Self::Blocked { .. } => Kind::Blocked,
            Self::NoSuchEndpoint { .. } => Kind::NoSuchEndpoint,
            Self::CannotRoute { .. } => Kind::CannotRoute,
            Self::StaleCodeBase { .. } => Kind::StaleCodeBase,
            Self::NeedsApiPrefix { .. } => Kind::ApiPrefixMissing,
            Self::Maintenance { .. } => Kind::Maintenance,
            Self::Gateway { .. } => Kind::Gateway,
            Self::ServerTrouble { .. } => Kind::ServerTrouble,
            Self::VendorTimedOut { .. } => Kind::VendorTimeout,
            Self::Limited { limit, .. } => match limit {
                Limit::Requests => Kind::TooManyRequests,
                Limit::Threads => Kind::TooManyThreads,
                Limit::Hourly => Kind::HourlyLimit,
            },
            Self::WrongVersion { .. } => Kind::WrongVersion,
            Self::QueryRefused { .. } => Kind::QueryRefused,
            Self::RecordRefused { .. } => Kind::RecordRefused,
            Self::NoSuchRecord { .. } => Kind::NoSuchRecord,
            Self::Unexpected { .. } => Kind::Unexpected,
            Self::UnknownCompany { .. } => Kind::UnknownCompany,
            Self::UnknownUser { .. } => Kind::UnknownUser,
            Self::BadLogin { .. } => Kind::RefusedLogin,
            Self::Locked { .. } => Kind::Locked,
            Self::MovedSite { .. } => Kind::MovedSite,
            Self::BadClientId { .. } => Kind::ClientIdRefused,
            Self::BadTrackingId { .. } => Kind::TrackingIdRefused,
            Self::Forbidden { .. } => Kind::Forbidden,
            Self::RefusedBefore { .. } => Kind::RefusedBefore,
            Self::MaybeRefused { .. } => Kind::MaybeRefused,
            Self::StoreLocked { .. } => Kind::StoreLocked,
            Self::WrongPassphrase { .. } => Kind::WrongPassphrase,
            Self::Vault { trouble, .. } => match trouble {
                VaultTrouble::Sealed => Kind::VaultSealed,
                VaultTrouble::Denied => Kind::VaultDenied,
                VaultTrouble::Login => Kind::VaultLogin,
                VaultTrouble::Path => Kind::VaultPath,
                VaultTrouble::Conflict => Kind::VaultConflict,
            },
            Self::Busy { .. } => Kind::Busy,
            Self::Local { .. } => Kind::Local,
            Self::Cancelled => Kind::Cancelled,
            Self::Bug { .. } => Kind::Bug,
        }
    }
}

impl CertificateFault {
    fn kind(&self) -> Kind {
        match self {
            Self::UnknownIssuer { .. } => Kind::UnknownIssuer,
            Self::IncompleteChain { .. } => Kind::IncompleteChain,
            Self::SelfSigned => Kind::SelfSigned,
            Self::Expired { .. } => Kind::CertificateExpired,
            Self::NotYetValid { .. } => Kind::CertificateNotYetValid,
            Self::WrongName { .. } => Kind::WrongName,
            Self::CaAsServer => Kind::CaAsServer,
            Self::Weak => Kind::WeakCertificate,
            Self::Revoked => Kind::RevokedCertificate,
            Self::Bad { .. } => Kind::BadCertificate,
            Self::Changed { .. } => Kind::CertificateChanged,
        }
    }

    /// Says whether exactly this certificate may be pinned: it lacks somebody to vouch for it, and nothing else. One that
    /// took the place of a pinned one is judged by what is wrong with itself.
    pub fn can_be_pinned(&self) -> bool {
        match self {
            Self::UnknownIssuer { .. } | Self::IncompleteChain { .. } | Self::SelfSigned | Self::CaAsServer => true,
            Self::Changed { flaw, .. } => flaw.as_ref().is_none_or(|it| it.can_be_pinned()),
            Self::Expired { .. }
            | Self::NotYetValid { .. }
            | Self::WrongName { .. }
            | Self::Weak
            | Self::Revoked
            | Self::Bad { .. } => false,
        }
    }
}
