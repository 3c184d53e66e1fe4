//! The address in a pasted text, and the company that a browser's address names.

use percent_encoding::percent_decode_str;

use crate::model::{
    address::{self, Address},
    catalog::FieldKind,
};

use super::{found::Found, labels::Match};

/// How surely a text is the address. Ordered: the first is surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// A site of the catalogue, under a label.
    LabelledSite,
    /// A site of the catalogue.
    Site,
    /// Another host, under a label.
    Labelled,
    /// A host of the vendor that is no known site.
    Vendor,
    /// Another product's.
    Foreign,
}

/// Reads what stands under a label.
pub(super) fn labelled(value: &str, found: &mut Found<'_>) {
    let is_name = !value.trim().contains(char::is_whitespace) || value.trim().chars().count() <= LONGEST_NAME;
    if is_name {
        consider(value, Labelled::Yes, found);
    }
}

/// Unit: characters. The longest that a region or a zone is called.
const LONGEST_NAME: usize = 40;

/// Looks at each word that has the form of an address.
pub(super) fn scan(text: &str, found: &mut Found<'_>) {
    let is_between =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '|' | ',' | '(' | ')' | '*');
    for word in text.split(is_between) {
        // `"uri": "https:…` of a text that was not taken apart starts with its label.
        let start = word.find("https://").or_else(|| word.find("http://")).unwrap_or(0);
        let word = &word[start..];
        if word.contains('.') && !word.contains('@') && word.len() <= LONGEST_WORD {
            consider(word, Labelled::No, found);
        }
    }
}

/// Unit: bytes.
const LONGEST_WORD: usize = 2048;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Labelled {
    Yes,
    No,
}

fn consider(text: &str, labelled: Labelled, found: &mut Found<'_>) {
    let rules = &found.facts.address;
    match address::read(found.facts, text) {
        Ok(address) => {
            let host = address.origin.host();
            let is_vendor = rules.domains.iter().any(|it| host.ends_with(it.as_str()));
            let has_form = text.contains(['.', ':']);
            let trust = match (&address.site, labelled) {
                (Some(_), Labelled::Yes) => Trust::LabelledSite,
                (Some(_), Labelled::No) => Trust::Site,
                (None, Labelled::Yes) if has_form => Trust::Labelled,
                (None, Labelled::No) if is_vendor => Trust::Vendor,
                (None, Labelled::Yes | Labelled::No) => return,
            };
            read_company(text, &address, found);
            found.put_place(trust, Ok(address));
        }
        Err(fault) if rules.foreign.iter().any(|it| it.says == fault.remedy) => {
            found.put_place(Trust::Foreign, Err(fault));
        }
        Err(_) => {}
    }
}

/// A browser's address may name the company: `…?companyName=northwind`. Only the field that the site is found by is read from it.
fn read_company(text: &str, address: &Address, found: &mut Found<'_>) {
    let Some((_, query)) = text.split_once('?') else { return };
    if address.site.is_none() && address.warning.is_some() {
        return;
    }
    let query = query.split('#').next().unwrap_or(query);
    for (name, value) in query.split('&').filter_map(|it| it.split_once('=')) {
        let name = name.trim_end_matches("Name").trim_end_matches("name");
        let Some((field, _)) = found.field(name) else { continue };
        if field.id == found.facts.locate.by && field.kind == FieldKind::Plain {
            let value = percent_decode_str(value).decode_utf8_lossy();
            found.put(field, Match::Ending, &value);
        }
    }
}
