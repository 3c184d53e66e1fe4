//! HTTP Basic: `company+public:private` of ConnectWise, or a user name and its password, plain or in base64.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

use crate::model::catalog::Field;

use super::labels::{Found, Match};

/// Reads a text that is nothing but Basic credentials: `Basic …`, or `company+public:private`.
pub(super) fn read(text: &str, found: &mut Found<'_>) -> bool {
    if text.contains(char::is_whitespace) {
        return read_header(text, found);
    }
    // Long letters and digits on both sides, so that a secret with a plus and a colon is not taken apart.
    let is_key = |it: &str| it.len() >= 8 && it.bytes().all(|b| b.is_ascii_alphanumeric());
    let keys = text.split_once('+').and_then(|(_, keys)| keys.split_once(':'));
    let is_pair = keys.is_some_and(|(public, private)| is_key(public) && is_key(private));
    is_pair && fields_of_user(found).is_some() && read_pair(text, found)
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
    found.put(company, Match::Also, name);
    found.put(public, Match::Also, key);
    true
}
