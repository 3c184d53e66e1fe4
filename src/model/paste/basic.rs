//! HTTP Basic: `company+public:private` of ConnectWise, or a user name and its password, plain or in base64.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

use crate::model::catalog::Field;

use super::{found::Found, labels::Match};

/// Reads a text that is nothing but Basic credentials: `Basic …`, or `company+public:private`.
pub(super) fn read(text: &str, found: &mut Found<'_>) -> bool {
    if text.contains(char::is_whitespace) {
        return read_header(text, found);
    }
    if fields_of_user(found).is_none() {
        return false;
    }
    match text.split_once(':') {
        Some((user, private)) if is_user(user) && is_key(private) => read_pair(text, found),
        None if is_user(text) => fields_of_user(found).is_some_and(|fields| read_company(fields, text, found)),
        Some(_) | None => false,
    }
}

/// `company+public`, as a vendor's form wants it.
fn is_user(text: &str) -> bool {
    text.split_once('+').is_some_and(|(company, key)| !company.is_empty() && is_key(key))
}

/// Long letters and digits, so that a secret with a plus in it is not taken apart.
fn is_key(text: &str) -> bool {
    text.len() >= 12 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Looks for a user `company+public`, with its private key behind it, in a text of any kind: a program, a URL, a sentence.
pub(super) fn scan(text: &str, found: &mut Found<'_>) {
    if fields_of_user(found).is_none_or(|(_, public)| found.has(public)) {
        return;
    }
    let is_between = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '/' | '@' | '=' | '<' | '>')
    };
    let words: Vec<&str> = text.split(is_between).filter(|it| !it.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        if read_two(word, next, found) || read(word, found) {
            return;
        }
    }
}

/// Reads a user `company+public` and what stands beside it, its private key.
pub(super) fn read_two(user: &str, beside: &str, found: &mut Found<'_>) -> bool {
    let Some((fields, (private, how))) = fields_of_user(found).zip(found.field(PASSWORD)) else { return false };
    let is_pair = is_user(user) && is_key(beside);
    if is_pair && read_company(fields, user, found) {
        found.put(private, how, beside);
    }
    is_pair
}

/// Reads the value of an `Authorization` header. What is decoded goes nowhere but into the fields.
pub(super) fn read_header(value: &str, found: &mut Found<'_>) -> bool {
    let value = value.trim().trim_matches(['"', '\'']);
    let Some((scheme, code)) = value.split_once(char::is_whitespace) else { return false };
    if !scheme.eq_ignore_ascii_case("basic") {
        return false;
    }
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let decoded = GeneralPurpose::new(&alphabet::STANDARD, config).decode(code.trim()).map(Zeroizing::new);
    let Ok(decoded) = decoded else { return false };
    std::str::from_utf8(&decoded).is_ok_and(|it| read_pair(it, found))
}

/// Reads `user:password`. The user of ConnectWise is `company+public`.
pub(super) fn read_pair(pair: &str, found: &mut Found<'_>) -> bool {
    let Some((user, password)) = pair.split_once(':') else { return false };
    match (fields_of_user(found), found.field(PASSWORD)) {
        (Some(fields), Some((secret, how))) => {
            let is_read = read_company(fields, user, found);
            if is_read {
                found.put(secret, how, password);
            }
            is_read
        }
        (None, _) => {
            let is_user = found.take(USER, user);
            let is_password = found.take(PASSWORD, password);
            is_user || is_password
        }
        (Some(_), None) => false,
    }
}

/// Reads `company+public` where a user name stands for the public key.
pub(super) fn read_user(field: &Field, value: &str, found: &mut Found<'_>) -> bool {
    fields_of_user(found).is_some_and(|(company, public)| {
        // Whether the note calls it a user name or a public key, a key has no plus.
        public.id == field.id && read_company((company, public), value, found)
    })
}

const USER: &str = "username";
const PASSWORD: &str = "password";

/// The fields of which `company+public` consists, where this PSA has them.
fn fields_of_user<'a>(found: &Found<'a>) -> Option<(&'a Field, &'a Field)> {
    let (company, _) = found.field("company id")?;
    let (public, _) = found.field("public key")?;
    Some((company, public))
}

fn read_company<'a>((company, public): (&'a Field, &'a Field), user: &str, found: &mut Found<'a>) -> bool {
    let Some((name, key)) = user.split_once('+') else { return false };
    // The form says what each part is, whatever the label says.
    found.put(company, Match::Own, name);
    found.put(public, Match::Own, key);
    true
}
