//! What is looked for: each secret of a login in every form in which it may be written down.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use memchr::memmem;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// One form of one secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Needle {
    /// Which secret, and in which form: `private_key as Base64`.
    pub(crate) of: String,
    bytes: Vec<u8>,
}

/// Every form of these secrets. `whole` are texts that hold several of them, as Basic authentication does.
pub(crate) fn needles(secrets: &[(String, String)]) -> Vec<Needle> {
    secrets.iter().flat_map(|(id, value)| forms(id, value)).collect()
}

fn forms(id: &str, value: &str) -> Vec<Needle> {
    let named = |form: &str, bytes: Vec<u8>| Needle { of: format!("{id} as {form}"), bytes };
    let hex = value.bytes().fold(String::new(), |hex, it| hex + &format!("{it:02x}"));
    let utf16 = |order: fn(u16) -> [u8; 2]| value.encode_utf16().flat_map(order).collect::<Vec<_>>();
    let json = serde_json::to_string(value).expect("a text is JSON");
    let mut forms = vec![
        named("text", value.into()),
        named("JSON", json.trim_matches('"').into()),
        named("percent-encoded text", utf8_percent_encode(value, NON_ALPHANUMERIC).to_string().into()),
        named("hexadecimal", hex.clone().into()),
        named("capital hexadecimal", hex.to_uppercase().into()),
        named("UTF-16, low byte first", utf16(u16::to_le_bytes)),
        named("UTF-16, high byte first", utf16(u16::to_be_bytes)),
        named("text, backwards", value.chars().rev().collect::<String>().into()),
    ];
    // Inside Basic authentication and any other Base64, whatever stands before it.
    for before in 0..3 {
        forms.push(named("Base64", inside(&STANDARD_NO_PAD, value, before).into()));
        forms.push(named("URL-safe Base64", inside(&URL_SAFE_NO_PAD, value, before).into()));
    }
    forms
}

/// What is certain of `value` in a Base64 text in which so many bytes (modulo 3) stand before it.
fn inside(engine: &impl base64::Engine, value: &str, before: usize) -> String {
    let text = engine.encode([&vec![0; before], value.as_bytes()].concat());
    let (from, to) = ((before * 8).div_ceil(6), (before + value.len()) * 8 / 6);
    text[from..to].to_owned()
}

/// The needles that are somewhere in `bytes`.
pub(crate) fn found(needles: &[Needle], bytes: &[u8]) -> Vec<String> {
    let holds = |it: &&Needle| memmem::find(bytes, &it.bytes).is_some();
    needles.iter().filter(holds).map(|it| it.of.clone()).collect()
}

#[test]
fn every_form_is_found_and_nothing_else() {
    let secret = "kAna\"ry+9~X$4";
    let needles = needles(&[("key".to_owned(), secret.to_owned())]);
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("acme+public:{secret}"));
    let debug = format!("{:?}", Some(secret));
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    for text in [secret, &basic, &debug, &percent, &format!("x{percent}y")] {
        assert!(!found(&needles, text.as_bytes()).is_empty(), "{text}");
    }
    let utf16: Vec<u8> = format!("..{secret}..").encode_utf16().flat_map(u16::to_le_bytes).collect();
    // From one byte further on it reads as the other order, too.
    assert_eq!(found(&needles, &utf16)[0], "key as UTF-16, low byte first");
    assert_eq!(found(&needles, b"kAnary and nothing that is a key"), Vec::<String>::new());
}
