//! What people paste, taken apart: scheme, host and port, and the rest that is left out.

use std::net::Ipv6Addr;

use crate::{
    model::{
        catalog::{PsaFacts, Shape},
        origin::{Origin, OriginFault},
        shown::Shown,
    },
    words,
};

use super::{AddressFault, in_a_sentence};

/// A pasted address in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pasted {
    scheme: Scheme,
    /// Host and port, not checked.
    authority: String,
    /// What follows them, with its first slash.
    rest: String,
    words: Words,
}

/// The scheme that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    None,
    Https,
    Http,
}

/// Whether the address was the whole text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    One,
    OneOfSeveral,
}

/// Why a text holds no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    Empty,
    TooLong,
    ControlCharacter,
    NoneOfTheWords,
    Mail,
    UserInfo,
    OtherScheme,
    OtherLetters,
}

/// Unit: characters. The longest address that a browser shows is far shorter.
const LONGEST: usize = 8192;

/// Takes away what a copy leaves around an address: invisible characters, spaces, quotes, brackets, full stops.
pub(super) fn tidy(pasted: &str) -> String {
    let is_space = |c: char| c.is_whitespace() || c.is_control();
    // `Shown` drops what cannot be seen and makes control characters visible; only the first is wanted here.
    let seen = |c: &char| c.is_control() || !Shown::new(c.encode_utf8(&mut [0; 4])).is_empty();
    let visible: String = pasted.chars().take(LONGEST + 1).filter(seen).collect();
    let mut text = visible.as_str();
    loop {
        let before = text;
        text = text.trim_matches(is_space);
        text = text.trim_end_matches(['.', ',', ';', ':', '!']);
        for (open, close) in PAIRS {
            let inner = text.strip_prefix(open).and_then(|it| it.strip_suffix(close));
            text = inner.unwrap_or(text);
        }
        // An opening mark whose end was not copied, and the other way round. A bracket may belong to an IPv6 address.
        text = text.trim_start_matches(LONE).trim_end_matches(LONE);
        if text == before {
            return text.to_owned();
        }
    }
}

const PAIRS: [(char, char); 9] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('<', '>'),
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('\u{201c}', '\u{201d}'),
    ('\u{ab}', '\u{bb}'),
];
const LONE: [char; 15] =
    ['"', '\'', '`', '<', '>', '(', ')', '{', '}', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{ab}', '\u{bb}'];

/// Takes a tidy text apart.
pub(super) fn read(text: &str) -> Result<Pasted, Unusable> {
    if text.is_empty() {
        return Err(Unusable::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(Unusable::TooLong);
    }
    let (text, words) = one_word(text)?;
    if text.contains(char::is_control) {
        return Err(Unusable::ControlCharacter);
    }
    let (scheme, after) = split_scheme(text)?;
    let end = after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
    let (authority, rest) = after.split_at(end);
    if let Some((_, host)) = authority.rsplit_once('@') {
        let is_mail = scheme == Scheme::None && rest.is_empty() && host.contains('.');
        return Err(if is_mail { Unusable::Mail } else { Unusable::UserInfo });
    }
    if !authority.is_ascii() {
        return Err(Unusable::OtherLetters);
    }
    if authority.is_empty() {
        return Err(Unusable::Empty);
    }
    Ok(Pasted { scheme, authority: authority_of(authority), rest: rest.to_owned(), words })
}

/// The one word of a text that can be an address.
fn one_word(text: &str) -> Result<(&str, Words), Unusable> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [word] = words.as_slice() {
        return Ok((word, Words::One));
    }
    let looks = |it: &&&str| it.contains("://");
    let may = |it: &&&str| it.contains('.') && !it.contains('@') && tidy(it).parse::<Origin>().is_ok();
    let mut found: Vec<&str> = words.iter().filter(looks).copied().collect();
    if found.is_empty() {
        found = words.iter().filter(may).copied().collect();
    }
    match found.as_slice() {
        [word] => Ok((word.trim_matches(LONE).trim_end_matches(['.', ',', ';']), Words::OneOfSeveral)),
        [..] => Err(Unusable::NoneOfTheWords),
    }
}

/// Splits the scheme off, also where a slash is missing, turned or doubled.
fn split_scheme(text: &str) -> Result<(Scheme, &str), Unusable> {
    let lower = text.to_ascii_lowercase();
    for (name, scheme) in [("https:", Scheme::Https), ("http:", Scheme::Http)] {
        // `http:8080` is a host of that name with a port, however odd.
        if lower.starts_with(name) && !text[name.len()..].starts_with(|c: char| c.is_ascii_digit()) {
            return Ok((scheme, text[name.len()..].trim_start_matches(['/', '\\'])));
        }
    }
    if text.contains("://") && text.find("://") < text.find(['/', '?', '#']) {
        return Err(Unusable::OtherScheme);
    }
    Ok((Scheme::None, text.trim_start_matches(['/', '\\'])))
}

/// Puts the brackets around an IPv6 address that has lost them, and drops the full stop after a host.
fn authority_of(text: &str) -> String {
    if text.parse::<Ipv6Addr>().is_ok() {
        return format!("[{text}]");
    }
    match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => format!("{}:{port}", host.trim_end_matches('.')),
        Some(_) | None => text.trim_end_matches('.').to_owned(),
    }
}

impl Pasted {
    /// The origin that was meant. Plain http is kept for this very host only; elsewhere it is read as https.
    pub(super) fn origin(&self) -> Result<Origin, OriginFault> {
        match self.scheme {
            Scheme::None | Scheme::Https => format!("https://{}", self.authority).parse(),
            Scheme::Http => match format!("http://{}", self.authority).parse::<Origin>() {
                Err(OriginFault::PlainHttp) => {
                    let authority = self.authority.strip_suffix(":80").unwrap_or(&self.authority);
                    format!("https://{authority}").parse()
                }
                other => other,
            },
        }
    }

    /// What was changed or left out, each a sentence.
    pub(super) fn notes(&self, api_path: &str) -> Vec<String> {
        let mut notes = vec![];
        if self.words == Words::OneOfSeveral {
            notes.push(words::say("address-other-words").to_owned());
        }
        let is_loopback = self.origin().is_ok_and(|it| it.is_loopback());
        if self.scheme == Scheme::Http && !is_loopback {
            notes.push(words::say("address-http-as-https").to_owned());
        }
        let rest = self.rest.trim_end_matches('/');
        if !rest.is_empty() && !rest.eq_ignore_ascii_case(api_path.trim_end_matches('/')) {
            notes.push(words::say("address-path-left-out").to_owned());
        }
        notes
    }
}

impl Unusable {
    /// Says what is wrong, and what to do with this PSA.
    pub(super) fn explained(&self, facts: &PsaFacts) -> AddressFault {
        let by = facts.field(&facts.locate.by);
        let example = facts.sites.first().map_or("", |it| it.origin.host());
        let (what, remedy) = match self {
            Self::Empty => {
                (words::say("address-none").into(), words::with("address-none-next", &[("example", example.into())]))
            }
            Self::TooLong => (
                words::say("address-too-long").into(),
                words::with("address-just-the-host", &[("example", example.into())]),
            ),
            Self::ControlCharacter => (
                words::say("address-control-character").into(),
                words::with("address-by-hand", &[("example", example.into())]),
            ),
            Self::NoneOfTheWords => (
                words::say("address-several-words").into(),
                words::with("address-just-the-host", &[("example", example.into())]),
            ),
            Self::Mail => match by.filter(|it| it.shape == Shape::Address) {
                Some(field) => (
                    words::with("address-looks-like", &[("field", in_a_sentence(&field.label).into())]),
                    words::with(
                        "address-type-it-there",
                        &[("field", field.label.as_str().into()), ("site", facts.words.site.as_str().into())],
                    ),
                ),
                None => (
                    words::say("address-email").into(),
                    words::with(
                        "address-paste-that-of",
                        &[("psa", facts.name.as_str().into()), ("example", example.into())],
                    ),
                ),
            },
            Self::UserInfo => (words::say("address-user-in-it").into(), words::say("address-user-in-it-next").into()),
            Self::OtherScheme => (
                words::say("address-no-web").into(),
                words::with("address-no-web-next-such", &[("example", example.into())]),
            ),
            Self::OtherLetters => (
                words::say("address-other-letters").into(),
                words::with("address-by-hand", &[("example", example.into())]),
            ),
        };
        AddressFault { what, remedy }
    }
}

/// Says what is wrong with a host or port. What was typed is not repeated.
pub(super) fn explained(fault: &OriginFault) -> AddressFault {
    let (what, remedy) = match fault {
        OriginFault::Empty => (words::say("address-none"), words::say("address-type-a-host")),
        OriginFault::PlainHttp => (words::say("address-plain-http"), words::say("address-plain-http-next")),
        OriginFault::UnknownScheme(_) => (words::say("address-no-web"), words::say("address-no-web-next")),
        OriginFault::UserInfo => (words::say("address-user-in-it"), words::say("address-user-in-it-next")),
        OriginFault::Path => (words::say("address-something-behind"), words::say("address-something-behind-next")),
        OriginFault::Port(_) => (words::say("address-port"), words::say("address-port-next")),
        OriginFault::Host(_) => (words::say("address-no-host"), words::say("address-no-host-next")),
    };
    AddressFault { what: what.into(), remedy: remedy.into() }
}
