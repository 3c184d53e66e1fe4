//! Reads the site out of anything that people paste: a browser's address, a vendor form's, a bare host.

use std::net::IpAddr;

use crate::words;

use serde::Deserialize;

use super::{
    catalog::{PsaFacts, Site},
    id::SiteId,
    origin::Origin,
};

mod alike;
mod pasted;
#[cfg(test)]
mod tests;
mod vendor;

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
///
/// Errors: a sentence and what to do instead. What was pasted is not repeated unless it is a well-formed host name:
/// it may be a key in the wrong field.
pub fn read(facts: &PsaFacts, pasted: &str) -> Result<Address, AddressFault> {
    let text = pasted::tidy(pasted);
    if let Some(found) = by_short_name(facts, &text) {
        return found;
    }
    let pasted = pasted::read(&text).map_err(|it| it.explained(facts))?;
    let typed = pasted.origin().map_err(|it| pasted::explained(&it))?;
    let notes = pasted.notes(&facts.address.api_path);
    let host = typed.host().to_owned();
    if let Some(site) = facts.sites.iter().find(|it| is_origin_of(it, &typed)) {
        return Ok(Address { origin: site.origin.clone(), site: Some(site.id.clone()), notes, warning: None });
    }
    if let Some(foreign) =
        facts.address.foreign.iter().find(|it| is_below(&host, it.suffix.trim_start_matches(['*', '.'])))
    {
        let what = words::with("address-of-another", &[("host", host.into()), ("psa", facts.name.as_str().into())]);
        return Err(AddressFault { what, remedy: foreign.says.clone() });
    }
    if facts.address.siteless.contains(&host) || facts.address.domains.contains(&host) {
        let what =
            words::with("address-without-site", &[("host", host.into()), ("site", facts.words.site.as_str().into())]);
        return Err(AddressFault { what, remedy: instead(facts) });
    }
    if facts.address.domains.iter().any(|it| is_below(&host, it)) {
        return vendor::read(facts, &typed, notes);
    }
    let also = |it: &&Site| typed.port() == HTTPS && it.also.contains(&host);
    if let Some(site) = facts.sites.iter().find(also) {
        return Ok(vendor::at(site, &host, notes));
    }
    elsewhere(facts, typed, notes)
}

/// A host outside the vendor's domains: the person's own, or none at all.
fn elsewhere(facts: &PsaFacts, typed: Origin, mut notes: Vec<String>) -> Result<Address, AddressFault> {
    let host = typed.host().to_owned();
    let mimics = alike::to(&host, &facts.address.domains);
    if !facts.address.own_host {
        let what = match mimics {
            Some(domain) => words::with("address-alike-domain", &[("host", host.into()), ("domain", domain.into())]),
            None => words::with("address-of-another", &[("host", host.into()), ("psa", facts.name.as_str().into())]),
        };
        return Err(AddressFault { what, remedy: instead(facts) });
    }
    let is_name = host.parse::<IpAddr>().is_err();
    let warning = if let Some(domain) = mimics {
        Some(words::with("address-warns-alike", &[("host", host.into()), ("domain", domain.into())]))
    } else if host.split('.').any(|it| it.starts_with("xn--")) {
        Some(words::with("address-warns-letters", &[("host", host.into())]))
    } else if is_name && !host.contains('.') && !typed.is_loopback() {
        Some(words::with("address-warns-no-dot", &[("host", host.into())]))
    } else {
        None
    };
    notes.extend(facts.address.own_host_note.clone());
    Ok(Address { origin: typed, site: None, notes, warning })
}

/// A site by what people call it without an address: `2`, `zone 2`, `webservices2`, `prde`, `Europe`.
fn by_short_name(facts: &PsaFacts, text: &str) -> Option<Result<Address, AddressFault>> {
    let text = text.to_lowercase();
    let chosen =
        |it: &Site| Address { origin: it.origin.clone(), site: Some(it.id.clone()), notes: vec![], warning: None };
    if let Some(site) = facts.sites.iter().find(|it| it.id.0.to_lowercase() == text) {
        return Some(Ok(chosen(site)));
    }
    let is_called =
        |it: &&Site| it.label.to_lowercase().strip_prefix(&text).is_some_and(|it| it.is_empty() || it.starts_with(' '));
    let called: Vec<&Site> = facts.sites.iter().filter(is_called).filter(|_| !text.is_empty()).collect();
    match called.as_slice() {
        [] => vendor::by_number(facts, &text),
        [site] => Some(Ok(chosen(site))),
        [..] => {
            let labels: Vec<_> = called.iter().map(|it| it.label.as_str()).collect();
            let what = words::with(
                "address-ambiguous",
                &[("site", facts.words.site.as_str().into()), ("names", labels.join(", ").into())],
            );
            Some(Err(AddressFault { what, remedy: words::say("address-choose-or-paste").into() }))
        }
    }
}

/// What to do when an address does not tell the site.
fn instead(facts: &PsaFacts) -> String {
    let by = facts.field(&facts.locate.by).map_or(String::new(), |it| in_a_sentence(&it.label));
    let site = &facts.words.site;
    words::with("address-how-else", &[("by", by.into()), ("site", site.into()), ("psa", facts.name.as_str().into())])
}

/// A label inside a sentence: `company ID`.
fn in_a_sentence(label: &str) -> String {
    let mut rest = label.chars();
    rest.next().map_or(String::new(), |first| first.to_lowercase().chain(rest).collect())
}

const HTTPS: u16 = 443;

/// Whether an address is a site's own origin; a loopback one (the sandbox's) is known without its scheme, too.
fn is_origin_of(site: &Site, typed: &Origin) -> bool {
    let same_place = site.origin.host() == typed.host() && site.origin.port() == typed.port();
    site.origin == *typed || (same_place && site.origin.is_loopback())
}

/// Whether `host` is `domain` or below it.
fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|it| it.is_empty() || it.ends_with('.'))
}
