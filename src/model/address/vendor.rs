//! Hosts of the vendor's cloud: from any of them to the one where the API answers.

use crate::{
    model::{
        catalog::{PsaFacts, Site},
        origin::Origin,
    },
    words,
};

use super::{Address, AddressFault, AddressRules, HTTPS, Numbered, pasted};

/// Reads a host below one of the vendor's domains.
pub(super) fn read(facts: &PsaFacts, typed: &Origin, mut notes: Vec<String>) -> Result<Address, AddressFault> {
    let host = typed.host();
    let (api, change) = api_host(&facts.address, host);
    let site = site_of(facts, host, &api);
    if let Some(site) = site
        && typed.port() == HTTPS
    {
        if site.origin.host() != api {
            return Ok(at(site, host, notes));
        }
        notes.extend(change);
        return Ok(Address { origin: site.origin.clone(), site: Some(site.id.clone()), notes, warning: None });
    }
    notes.extend(change);
    let origin = format!("https://{api}:{}", typed.port()).parse().map_err(|it| pasted::explained(&it))?;
    let warning = if site.is_some() {
        words::with(
            "address-vendor-port",
            &[("port", HTTPS.to_string().into()), ("given", typed.port().to_string().into())],
        )
    } else {
        words::with("address-unknown-site", &[("api", api.as_str().into()), ("site", facts.words.site.as_str().into())])
    };
    Ok(Address { origin, site: None, notes, warning: Some(warning) })
}

/// A catalogue's site that was told by another host of it.
pub(super) fn at(site: &Site, host: &str, mut notes: Vec<String>) -> Address {
    notes.push(words::with(
        "address-answers-at",
        &[("host", host.into()), ("site", site.label.as_str().into()), ("origin", site.origin.to_string().into())],
    ));
    Address { origin: site.origin.clone(), site: Some(site.id.clone()), notes, warning: None }
}

/// A site of a numbered family by its number: `2`, `zone 2`, `webservices2`, `ww2`. `text` is in lower case.
pub(super) fn by_number(facts: &PsaFacts, text: &str) -> Option<Result<Address, AddressFault>> {
    let numbered = facts.address.numbered.as_ref()?;
    let names = [facts.words.site.as_str(), "zone", &numbered.api, &numbered.browser];
    let rest = names.iter().find_map(|it| text.strip_prefix(it)).unwrap_or(text);
    let number: u32 = rest.trim_start_matches([' ', ':', '#', '=', '-']).parse().ok()?;
    let host = format!("{}{number}.{}", numbered.api, numbered.domain);
    number_in(numbered, &host)?;
    let origin = Origin::https(&host).ok()?;
    // In the sandbox the site answers elsewhere, which needs no explaining: no host was typed.
    Some(read(facts, &origin, vec![]).map(|it| match it.site {
        Some(_) => Address { notes: vec![], ..it },
        None => it,
    }))
}

/// The catalogue's site for a host: by its origin, by another host of it, or by its id in front of the domain.
fn site_of<'a>(facts: &'a PsaFacts, host: &str, api: &str) -> Option<&'a Site> {
    let browser = browser_host(&facts.address, api);
    let names = [host, api, &browser];
    let is_named =
        |it: &&Site| names.contains(&it.origin.host()) || it.also.iter().any(|it| names.contains(&it.as_str()));
    let has_label = |it: &&Site| api.split('.').next() == Some(it.id.0.as_str());
    facts.sites.iter().find(is_named).or_else(|| facts.sites.iter().find(has_label))
}

/// The API's host for any host below the vendor's domains, and what was changed, a sentence.
fn api_host(rules: &AddressRules, host: &str) -> (String, Option<String>) {
    if let Some(numbered) = &rules.numbered
        && let Some((before, number)) = number_in(numbered, host)
    {
        let api = format!("{}{number}.{}", numbered.api, numbered.domain);
        let change = if api == host {
            None
        } else if before == numbered.browser {
            Some(words::with("address-for-the-browser", &[("host", host.into()), ("api", api.as_str().into())]))
        } else {
            Some(words::with("address-number-used", &[("host", host.into()), ("api", api.as_str().into())]))
        };
        return (api, change);
    }
    let Some(prefix) = rules.prefix.as_deref().filter(|it| !host.starts_with(it)) else {
        return (host.to_owned(), None);
    };
    let (label, domain) = host.split_once('.').unwrap_or((host, ""));
    let old_ending = format!("-{}", prefix.trim_end_matches('-'));
    if let Some(label) = label.strip_suffix(&old_ending) {
        let api = format!("{prefix}{label}.{domain}");
        let change = words::with("address-old-form", &[("host", host.into()), ("api", api.as_str().into())]);
        return (api, Some(change));
    }
    (format!("{prefix}{host}"), Some(words::with("address-prefix-put", &[("prefix", prefix.into())])))
}

/// The browser's host for the API's; the catalogue may know a site by it.
fn browser_host(rules: &AddressRules, api: &str) -> String {
    let by_number = rules.numbered.as_ref().and_then(|it| {
        let (_, number) = number_in(it, api)?;
        Some(format!("{}{number}.{}", it.browser, it.domain))
    });
    by_number.unwrap_or_else(|| rules.prefix.as_deref().and_then(|it| api.strip_prefix(it)).unwrap_or(api).to_owned())
}

/// Splits `ww3.autotask.net` into `ww` and 3.
fn number_in<'a>(numbered: &Numbered, host: &'a str) -> Option<(&'a str, u32)> {
    let label = host.strip_suffix(&numbered.domain)?.strip_suffix('.')?;
    let before = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_word = !before.is_empty() && before.bytes().all(|b| b.is_ascii_alphabetic());
    let number = label[before.len()..].parse().ok().filter(|it| (1..10_000).contains(it))?;
    is_word.then_some((before, number))
}
