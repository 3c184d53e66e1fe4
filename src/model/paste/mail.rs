//! What mail puts into a text: its encoding, the marks of quoted lines, a signature below.

use zeroize::Zeroizing;

use super::found::Found;
use crate::words;

/// Unit: characters. Mail breaks lines at 76; a shorter one that ends with `=` is a value.
const BROKEN: usize = 60;

/// Undoes quoted-printable and takes away the marks of quoted lines.
pub(super) fn without_marks(text: &str, found: &mut Found<'_>) -> Zeroizing<String> {
    let mut text = Zeroizing::new(text.to_owned());
    if is_quoted_printable(&text) {
        text = decoded(&text);
        found.removed(words::say("paste-mail-encoding"));
    }
    if text.lines().filter(|it| it.starts_with('>')).count() > 1 {
        text = unquoted(&text);
        found.removed(words::say("paste-quote-marks"));
    }
    text
}

/// The text above the line that begins a signature, and the rest.
pub(super) fn without_signature(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "--" {
            return text.split_at(at);
        }
        at += line.len();
    }
    (text, "")
}

/// By its header, or by what nothing else has: an escaped `=` and broken lines, or several escapes.
fn is_quoted_printable(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let has_header =
        lower.lines().any(|it| it.starts_with("content-transfer-encoding:") && it.contains("quoted-printable"));
    let n_escapes = ["=3D", "=C2=A0", "=E2=80"].iter().map(|it| text.matches(it).count()).sum::<usize>();
    let n_broken = text.lines().filter(|it| it.ends_with('=') && it.chars().count() >= BROKEN).count();
    has_header || n_escapes > 1 || (n_escapes > 0 && n_broken > 0)
}

fn decoded(text: &str) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            bytes.push(*first);
            continue;
        }
        let broken = after.iter().position(|it| *it == b'\n').filter(|at| after[..*at].trim_ascii().is_empty());
        let code = after.get(..2).filter(|it| it.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        match (broken, code) {
            (Some(at), _) => rest = &after[at + 1..],
            (None, Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            (None, None) => bytes.push(b'='),
        }
    }
    Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
}

fn unquoted(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    for line in text.lines() {
        let mut line = line;
        while let Some(inner) = line.strip_prefix('>') {
            line = inner.strip_prefix(' ').unwrap_or(inner);
        }
        plain.push_str(line);
        plain.push('\n');
    }
    plain
}
