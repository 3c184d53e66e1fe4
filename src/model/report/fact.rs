//! Single facts that a check sees, by stable names, so that two tests can be compared.

use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::words;

/// What a detail is about. Its key is its name in JSON and in the saved report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Fact {
    /// The addresses of the host name.
    Addresses,
    /// Who was asked for them.
    Resolver,
    /// The proxy in use: host and port only.
    Proxy,
    /// This host's own address on the way, for an allow-list.
    OwnAddress,
    /// The address that took the connection.
    PeerAddress,
    /// The version of TLS.
    TlsVersion,
    /// For whom the certificate is.
    Subject,
    /// Who signed it.
    Issuer,
    /// Its last day.
    Expiry,
    /// How many days are left until then.
    DaysLeft,
    /// How many certificates the server sends, and whether they lead to a root.
    Chain,
    /// A product that is known to look into TLS, when the issuer is its.
    Inspector,
    /// SHA-256 of the certificate.
    Fingerprint,
    /// How the certificate is trusted: by this host's roots, or by a pin.
    TrustedBy,
    /// The version of HTTP.
    HttpVersion,
    /// What the server calls itself.
    Server,
    /// The vendor's own number of a request, for its support.
    RequestId,
    /// The version of the API's forms.
    ApiVersion,
    /// How far this host's clock is from the server's.
    Skew,
    /// The company or tenant.
    Company,
    /// The version of the PSA.
    Version,
    /// The path of the tenant's version (ConnectWise).
    CodeBase,
    /// The region or zone that the PSA names.
    Zone,
    /// The user's name there.
    User,
    /// Its role.
    Role,
    /// Requests used of the budget.
    Used,
    /// The budget.
    Budget,
    /// Requests that this test sent.
    Sent,
}

impl Fact {
    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Addresses => words::say("fact-addresses"),
            Self::Resolver => words::say("fact-resolver"),
            Self::Proxy => words::say("fact-proxy"),
            Self::OwnAddress => words::say("fact-own-address"),
            Self::PeerAddress => words::say("fact-peer-address"),
            Self::TlsVersion => words::say("fact-tls-version"),
            Self::Subject => words::say("fact-subject"),
            Self::Issuer => words::say("fact-issuer"),
            Self::Expiry => words::say("fact-expiry"),
            Self::DaysLeft => words::say("fact-days-left"),
            Self::Chain => words::say("fact-chain"),
            Self::Inspector => words::say("fact-inspector"),
            Self::Fingerprint => words::say("fact-fingerprint"),
            Self::TrustedBy => words::say("fact-trusted-by"),
            Self::HttpVersion => words::say("fact-http-version"),
            Self::Server => words::say("fact-server"),
            Self::RequestId => words::say("fact-request-id"),
            Self::ApiVersion => words::say("fact-api-version"),
            Self::Skew => words::say("fact-skew"),
            Self::Company => words::say("fact-company"),
            Self::Version => words::say("fact-version"),
            Self::CodeBase => words::say("fact-code-base"),
            Self::Zone => words::say("fact-zone"),
            Self::User => words::say("fact-user"),
            Self::Role => words::say("fact-role"),
            Self::Used => words::say("fact-used"),
            Self::Budget => words::say("fact-budget"),
            Self::Sent => words::say("fact-sent"),
        }
    }

    /// Says whether a change of it between two tests is worth telling. The others differ from test to test.
    pub fn is_tracked(self) -> bool {
        match self {
            Self::Proxy
            | Self::Subject
            | Self::Issuer
            | Self::Expiry
            | Self::Inspector
            | Self::Fingerprint
            | Self::TrustedBy
            | Self::ApiVersion
            | Self::Company
            | Self::Version
            | Self::CodeBase
            | Self::Zone
            | Self::User
            | Self::Role
            | Self::Budget => true,
            Self::Addresses
            | Self::Resolver
            | Self::OwnAddress
            | Self::PeerAddress
            | Self::TlsVersion
            | Self::DaysLeft
            | Self::Chain
            | Self::HttpVersion
            | Self::Server
            | Self::RequestId
            | Self::Skew
            | Self::Used
            | Self::Sent => false,
        }
    }
}

/// One thing that a check saw. Safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// What it is about.
    pub fact: Fact,
    /// What was seen.
    pub value: String,
}

impl Detail {
    /// One thing that was seen.
    pub fn new(fact: Fact, value: impl Into<String>) -> Self {
        Self { fact, value: value.into() }
    }
}
