//! Takes what was sent out of what comes back, in whatever form a server repeats it.

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE},
};
use zeroize::Zeroizing;

use crate::psa::Credentials;

/// What stands in place of it.
const REDACTED: &[u8] = b"(redacted)";

/// Shorter texts are found in any reply by chance. Unit: bytes.
const SHORTEST: usize = 6;

/// The header that says who logs in. That is no secret, and healthy replies are about them.
const WHO: &str = "username";

/// What must not be seen in a reply.
pub(super) struct Redaction {
    sent: Vec<Zeroizing<String>>,
    /// The bytes that an occurrence may begin with: a bit for each text, and [`ESCAPED`].
    begins: [u8; 256],
    /// The bytes that may follow, with the same bits. Two bytes tell nearly all places apart where nothing is.
    goes_on: [u8; 256],
}

/// What an escaped character begins with.
const ESCAPES: &[u8] = b"\\%&+";

/// The bit of an occurrence whose first character is escaped.
const ESCAPED: u8 = 0x80;

impl Redaction {
    /// Covers each value by itself, each key that it is joined of, and what HTTP Basic makes of them.
    pub(super) fn of(credentials: &Credentials, status: u16) -> Self {
        let mut sent: Vec<Zeroizing<String>> = vec![];
        let mut add = |text: &str| sent.push(Zeroizing::new(text.to_owned()));
        let headers = match credentials {
            Credentials::None => &[][..],
            Credentials::Basic { user, password, headers } => {
                let (user, password) = (user.expose(), password.expose());
                add(user);
                add(password);
                // The company ID is no secret; the public key that it is joined with is one.
                user.match_indices('+').for_each(|(at, _)| add(&user[at + 1..]));
                let pair = Zeroizing::new(format!("{user}:{password}"));
                for engine in [BASE64_STANDARD, BASE64_URL_SAFE] {
                    add(Zeroizing::new(engine.encode(pair.as_bytes())).trim_end_matches('='));
                }
                headers
            }
            Credentials::Headers(headers) => headers,
        };
        for (_, secret) in headers.iter().filter(|(name, _)| status >= 300 || *name != WHO) {
            add(secret.expose());
        }
        sent.retain(|it| it.len() >= SHORTEST);
        let (mut begins, mut goes_on) = ([0; 256], [ESCAPED; 256]);
        for (nth, text) in sent.iter().enumerate() {
            // From the seventh on they share a bit, and are then looked for in more places than need be.
            let bit = 1 << nth.min(6);
            let (first, second) = (text.as_bytes()[0], text.as_bytes()[1]);
            begins[usize::from(first)] |= bit;
            for it in ESCAPES.iter().chain([&second]) {
                goes_on[usize::from(*it)] |= bit;
            }
        }
        for it in ESCAPES {
            begins[usize::from(*it)] |= ESCAPED;
        }
        Self { sent, begins, goes_on }
    }

    /// Gives `text` without it; the very same, uncopied, when nothing of it is there.
    pub(super) fn bytes(&self, text: Vec<u8>) -> Vec<u8> {
        let Some((mut at, mut width)) = self.next(&text, 0) else { return text };
        let mut clean = Vec::with_capacity(text.len());
        let mut done = 0;
        loop {
            clean.extend_from_slice(&text[done..at]);
            clean.extend_from_slice(REDACTED);
            done = at + width;
            match self.next(&text, done) {
                Some(found) => (at, width) = found,
                None => break,
            }
        }
        clean.extend_from_slice(&text[done..]);
        clean
    }

    /// The same for a text.
    pub(super) fn text(&self, text: String) -> String {
        String::from_utf8_lossy(&self.bytes(text.into_bytes())).into_owned()
    }

    /// Where the next occurrence begins and how long it is.
    fn next(&self, text: &[u8], from: usize) -> Option<(usize, usize)> {
        if self.sent.is_empty() {
            return None;
        }
        let may_begin = |it: &[u8]| self.begins[usize::from(it[0])] & self.goes_on[usize::from(it[1])] != 0;
        text[from..].windows(2).enumerate().filter(|it| may_begin(it.1)).find_map(|(at, _)| {
            let at = from + at;
            let here = &text[at..];
            let widths = self.sent.iter().filter_map(|it| width_of(here, it));
            widths.max().map(|width| (at, width))
        })
    }
}

/// How many bytes of `text` repeat `sent`, which they begin with: as it is, or with any of its characters escaped.
fn width_of(text: &[u8], sent: &str) -> Option<usize> {
    if text.starts_with(sent.as_bytes()) {
        return Some(sent.len());
    }
    // How many times it was made JSON, which doubles a backslash each time.
    (0..=2)
        .find_map(|times| sent.chars().try_fold(0, |at, wanted| Some(at + width_of_char(&text[at..], wanted, times)?)))
}

/// How many bytes at the start of `text` stand for one character, in JSON, in an address or in a page.
fn width_of_char(text: &[u8], wanted: char, times: u32) -> Option<usize> {
    let escaped = match text.first()? {
        b'\\' => in_json(text, wanted, times),
        b'%' => in_address(text, wanted),
        b'&' => in_page(text, wanted),
        b'+' if wanted == ' ' => Some(1),
        _ => None,
    };
    let mut utf8 = [0; 4];
    let utf8 = wanted.encode_utf8(&mut utf8).as_bytes();
    escaped.or_else(|| text.starts_with(utf8).then_some(utf8.len()))
}

/// `\u0026`, `\/`, `\"`, `\\`; also with the backslashes doubled, as JSON within JSON has them.
fn in_json(text: &[u8], wanted: char, times: u32) -> Option<usize> {
    let slashes = text.iter().take_while(|it| **it == b'\\').count();
    if wanted == '\\' && slashes >= 1 << times {
        return Some(1 << times);
    }
    let after = &text[slashes..];
    if after.first() == Some(&b'u') {
        let unit = hex(after.get(1..5)?)?;
        let mut units = [0; 2];
        return match wanted.encode_utf16(&mut units) {
            [one] => (u32::from(*one) == unit).then_some(slashes + 5),
            [high, low] => {
                let rest = &after[5..];
                let more = rest.iter().take_while(|it| **it == b'\\').count();
                let second = rest.get(more..)?.strip_prefix(b"u").and_then(|it| hex(it.get(..4)?));
                let is_it = u32::from(*high) == unit && second == Some(u32::from(*low)) && more > 0;
                is_it.then_some(slashes + 5 + more + 5)
            }
            _ => None,
        };
    }
    (matches!(wanted, '"' | '/' | '\'') && after.first() == Some(&(wanted as u8))).then_some(slashes + 1)
}

/// `%26`, one for each byte.
fn in_address(text: &[u8], wanted: char) -> Option<usize> {
    let mut utf8 = [0; 4];
    let utf8 = wanted.encode_utf8(&mut utf8).as_bytes();
    let same = utf8
        .iter()
        .zip(text.chunks(3))
        .all(|(byte, it)| it.first() == Some(&b'%') && it.get(1..3).and_then(hex) == Some(u32::from(*byte)));
    (same && text.len() >= 3 * utf8.len()).then_some(3 * utf8.len())
}

/// `&amp;`, `&#38;`, `&#x26;`.
fn in_page(text: &[u8], wanted: char) -> Option<usize> {
    let end = text.iter().take(12).position(|it| *it == b';')?;
    let name = std::str::from_utf8(&text[1..end]).ok()?;
    let stands_for = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(it) => u32::from_str_radix(it, 16),
                None => digits.parse(),
            };
            char::from_u32(number.ok()?)
        }
    };
    (stands_for == Some(wanted)).then_some(end + 1)
}

fn hex(digits: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok().filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))?;
    u32::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::Redaction;
    use crate::{model::secret::Secret, psa::Credentials};

    const KEY: &str = "aB3&\"x/y\\z=é😀";

    fn basic() -> Redaction {
        let user = Secret::new("acme+PublicKey1234567");
        let headers = vec![("clientid", Secret::new("11111111-2222"))];
        Redaction::of(&Credentials::Basic { user, password: Secret::new(KEY), headers }, 401)
    }

    fn clean(text: &str) -> String {
        basic().text(text.to_owned())
    }

    #[test]
    fn every_form_of_a_key_is_taken_out() {
        let json = serde_json::to_string(KEY).unwrap();
        let twice = serde_json::to_string(&json).unwrap();
        let units = KEY.encode_utf16().map(|it| format!("\\u{it:04X}")).collect::<Vec<_>>().concat();
        let percent = KEY.bytes().map(|it| format!("%{it:02x}")).collect::<Vec<_>>().concat();
        let numbers = KEY.chars().map(|it| format!("&#{};", u32::from(it))).collect::<Vec<_>>().concat();
        for (form, text) in [
            ("as it is", KEY),
            ("JSON", json.trim_matches('"')),
            ("JSON, slashes too", &json.trim_matches('"').replace('/', "\\/").replace('&', "\\u0026")),
            ("JSON within JSON", twice.trim_matches('"').trim_matches(['\\', '"'])),
            ("JSON, all of it", &units),
            ("an address", "aB3%26%22x%2Fy%5Cz%3D%C3%A9%F0%9F%98%80"),
            ("an address, all of it", &percent),
            ("a page", "aB3&amp;&quot;x/y\\z=é😀"),
            ("a page, all of it", &numbers),
        ] {
            assert_eq!(clean(&format!("key <{text}> no")), "key <(redacted)> no", "{form}: {text}");
        }
    }

    #[test]
    fn the_parts_of_a_login_and_its_header_are_taken_out_too() {
        use base64::{Engine, prelude::BASE64_STANDARD};
        assert_eq!(clean("acme PublicKey1234567."), "acme (redacted).");
        assert_eq!(clean("acme+PublicKey1234567 acme%2BPublicKey1234567"), "(redacted) (redacted)");
        assert_eq!(clean("of 11111111-2222"), "of (redacted)");
        let pair = BASE64_STANDARD.encode(format!("acme+PublicKey1234567:{KEY}"));
        assert_eq!(clean(&format!("Basic {}", pair.trim_end_matches('='))), "Basic (redacted)");
        assert!(clean(&pair.replace('/', "\\/").replace('+', "%2B")).starts_with("(redacted)"));
    }

    #[test]
    fn what_is_not_there_is_not_touched() {
        let text = "{\"a\":\"\\u00e9\\\\ %zz %2 &x; &#9999999999; \\u12\"}\\u%&".to_owned();
        let bytes = text.clone().into_bytes();
        let place = bytes.as_ptr();
        let after = basic().bytes(bytes);
        assert_eq!((after.as_slice(), after.as_ptr()), (text.as_bytes(), place), "copied");
    }

    #[test]
    fn a_short_value_is_left_and_the_user_is_told_where_all_is_well() {
        let headers =
            |name| Credentials::Headers(vec![("secret", Secret::new("short")), (name, Secret::new("me@acme"))]);
        let text = |status, name| Redaction::of(&headers(name), status).text("short me@acme".into());
        assert_eq!(text(200, "username"), "short me@acme");
        assert_eq!(text(200, "apiintegrationcode"), "short (redacted)");
        assert_eq!(text(500, "username"), "short (redacted)");
    }
}
