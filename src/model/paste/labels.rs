//! What a label means: a field of the login, the address of the PSA, a header.

use crate::model::catalog::{Field, PsaFacts};

/// How surely a label means a field. Ordered: the first is surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// It is the field's own id or label.
    Own,
    /// It is one of its other names.
    Also,
    /// It ends with one of its names: `Acme ConnectWise private key`.
    Ending,
}

/// What a label means.
#[derive(Clone, Copy)]
pub(super) enum Label<'a> {
    /// A field.
    Field(&'a Field, Match),
    /// The address, the region or the zone.
    Place,
    /// The header that carries a login.
    Authorization,
}

/// Letters and digits that a name must have at least to be found at the end of a longer label.
const SHORTEST_ENDING: usize = 8;

/// What programs and people put in front of a variable's name: `CWM_COMPANY`, `AT_SECRET`.
const PREFIXES: [&str; 10] = ["cw", "cwm", "connectwise", "manage", "at", "autotask", "datto", "psa", "api", "export"];

/// Labels of an address. The value is taken only when an address can be read out of it.
const PLACES: [&str; 14] = [
    "url",
    "uri",
    "website",
    "site",
    "server",
    "host",
    "hostname",
    "address",
    "apiaddress",
    "instance",
    "zone",
    "region",
    "endpoint",
    "baseurl",
];

/// Ends of labels of an address: `CWM_BASE_URL`, `login_uri`.
const PLACE_ENDINGS: [&str; 6] = ["url", "uri", "server", "website", "zone", "hostname"];

/// What a label means; nothing, most often.
pub(super) fn means<'a>(facts: &'a PsaFacts, label: &str) -> Option<Label<'a>> {
    // The beginning of a hash table or an object may stand before its first label.
    let label = label.rsplit('{').next().unwrap_or(label);
    if let Some((field, how)) = field(facts, label) {
        return Some(Label::Field(field, how));
    }
    let name = plain(label);
    if name.ends_with("authorization") {
        return Some(Label::Authorization);
    }
    let is_place = PLACES.contains(&name.as_str()) || PLACE_ENDINGS.iter().any(|it| name.ends_with(it));
    is_place.then_some(Label::Place)
}

/// The field that a label means, with or without a remark in brackets at its end: `Private key (shown once)`.
pub(super) fn field<'a>(facts: &'a PsaFacts, label: &str) -> Option<(&'a Field, Match)> {
    let without_remark = || label.trim_end().strip_suffix(')')?.rsplit_once('(').map(|(label, _)| label);
    // Keeper's `$text:Company ID:1`.
    let typed = || label.trim_start().strip_prefix('$')?.split(':').nth(1);
    named(facts, label).or_else(|| named(facts, without_remark()?)).or_else(|| named(facts, typed()?))
}

fn named<'a>(facts: &'a PsaFacts, label: &str) -> Option<(&'a Field, Match)> {
    let name = plain(label);
    if name.is_empty() {
        return None;
    }
    if let Some(field) = facts.fields.iter().find(|it| plain(&it.id.0) == name || plain(&it.label) == name) {
        return Some((field, Match::Own));
    }
    let also = |name: &str| facts.fields.iter().find(|it| names(it).any(|it| it == name));
    if let Some(field) = also(&name).or_else(|| also(&without_prefix(label)?)) {
        return Some((field, Match::Also));
    }
    let longest = |it: &Field| {
        let names = names(it).filter(|it| it.len() >= SHORTEST_ENDING && name.ends_with(it.as_str()));
        names.map(|it| it.len()).max()
    };
    let ending = facts.fields.iter().filter_map(|it| longest(it).map(|length| (length, it)));
    ending.max_by_key(|(length, _)| *length).map(|(_, field)| (field, Match::Ending))
}

fn names(field: &Field) -> impl Iterator<Item = String> + '_ {
    field.also.iter().chain([&field.id.0, &field.label]).map(|it| plain(it))
}

/// A variable's name without what says whose it is.
fn without_prefix(label: &str) -> Option<String> {
    let words: Vec<String> =
        label.split(|c: char| !c.is_alphanumeric()).map(plain).filter(|it| !it.is_empty()).collect();
    let n_prefixes = words.iter().take_while(|it| PREFIXES.contains(&it.as_str())).count();
    (0 < n_prefixes && n_prefixes < words.len()).then(|| words[n_prefixes..].concat())
}

/// A label's letters and digits, in lower case: what is left of it in every spelling.
pub(super) fn plain(label: &str) -> String {
    label.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
