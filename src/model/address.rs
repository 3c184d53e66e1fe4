//! Reads the site out of anything that people paste: a browser's address, a vendor form's, a bare host.

use serde::Deserialize;

use super::{catalog::PsaFacts, id::SiteId, origin::Origin};

/// How addresses of one PSA are made. Part of its asset file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressRules {
    /// The path of the API below the origin, shown with the final address: `/v4_6_release/apis/3.0`.
    pub api_path: String,
    /// The vendor's own domains, such as `myconnectwise.net`. Hosts below them follow the rules here.
    pub domains: Vec<String>,
    /// What stands in front of the host of a vendor's cloud: `api-`.
    #[serde(default)]
    pub prefix: Option<String>,
    /// A numbered family of hosts: `ww3.autotask.net` in the browser, `webservices3.autotask.net` for the API.
    #[serde(default)]
    pub numbered: Option<Numbered>,
    /// Whether the PSA may answer on any host at all (self-hosted).
    pub own_host: bool,
    /// What to know before using an own host: the allow-list.
    #[serde(default)]
    pub own_host_note: Option<String>,
    /// Hosts of the vendor that carry no site: `www.autotask.net`.
    #[serde(default)]
    pub siteless: Vec<String>,
    /// Hosts of other products that people confuse with this one.
    #[serde(default)]
    pub foreign: Vec<Foreign>,
}

/// A family of hosts told apart by a number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbered {
    /// In front of the number in the browser's address: `ww`.
    pub browser: String,
    /// In front of the number in the API's address: `webservices`.
    pub api: String,
    /// After the number: `autotask.net`.
    pub domain: String,
}

/// A host of another product.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foreign {
    /// The end of its host names.
    pub suffix: String,
    /// What it is, and what to paste instead.
    pub says: String,
}

/// A site, worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Where the API answers.
    pub origin: Origin,
    /// The catalogue's site, if it is one of them.
    pub site: Option<SiteId>,
    /// What was changed or is worth knowing, each a sentence: `"api-" was put in front: the cloud's API needs it.`
    pub notes: Vec<String>,
    /// A doubt that does not stop anybody: an unknown zone number, a host below no known domain.
    pub warning: Option<String>,
}

/// Why a text is no address of this PSA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressFault {
    /// What is wrong, a sentence.
    pub what: String,
    /// What to do instead, a sentence.
    pub remedy: String,
}

/// Works out the API's origin from `pasted`: any part of a URL, with or without a scheme, path, quotes or spaces.
pub fn read(facts: &PsaFacts, pasted: &str) -> Result<Address, AddressFault> {
    let _ = facts;
    let origin: Origin = pasted
        .parse()
        .map_err(|it: super::origin::OriginFault| AddressFault { what: it.to_string(), remedy: it.remedy() })?;
    Ok(Address { origin, site: None, notes: vec![], warning: None })
}
