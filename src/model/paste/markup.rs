//! HTML of a mail or a page, and the XML of an export, as lines: cells become tabs, everything else that breaks a line a line.

use zeroize::Zeroizing;

use super::found::Found;
use crate::words;

/// Tags inside a line; they vanish.
const INLINE: [&str; 18] = [
    "a", "b", "i", "u", "s", "em", "strong", "span", "font", "code", "tt", "kbd", "mark", "small", "big", "sub", "sup",
    "o:p",
];

/// Tags of a page, in which a line break is a space.
const PAGE: [&str; 8] = ["br", "p", "div", "tr", "li", "td", "dd", "table"];

/// Unit: bytes. A longer piece between `<` and `>` is text.
const LONGEST_TAG: usize = 2000;

/// Takes tags away where there are some. A text with a lone `<` in it is left alone.
pub(super) fn without_tags(text: &str, found: &mut Found<'_>) -> Zeroizing<String> {
    let names: Vec<&str> =
        pieces(text).filter_map(|it| if let Piece::Tag(name) = it { Some(name) } else { None }).collect();
    let is = |name: &str, of: &[&str]| of.iter().any(|it| name.trim_start_matches('/').eq_ignore_ascii_case(it));
    // One tag alone is more likely a part of a secret.
    if !names.iter().any(|it| it.starts_with('/') || is(it, &["br"])) {
        return Zeroizing::new(text.to_owned());
    }
    found.removed(words::say("paste-tags"));
    let is_page = names.iter().any(|it| is(it, &PAGE)) && !names.iter().any(|it| is(it, &["pre"]));
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    for piece in pieces(text) {
        match piece {
            Piece::Tag(name) if is(name, &INLINE) => {}
            Piece::Tag(name) if is(name, &["td", "th"]) => {
                plain.push_str(if name.starts_with('/') { "\t" } else { "" });
            }
            Piece::Tag(_) => plain.push('\n'),
            Piece::Text(text) if is_page => push_text(&text.replace('\n', " "), &mut plain),
            Piece::Text(text) => push_text(text, &mut plain),
        }
    }
    // Spaces around a cell are the page's own layout.
    let lines = plain.lines().map(|it| it.split('\t').map(str::trim).collect::<Vec<_>>().join("\t"));
    Zeroizing::new(lines.map(|it| it.trim_matches('\t').to_owned()).collect::<Vec<_>>().join("\n"))
}

enum Piece<'a> {
    /// The name, with the slash of a closing one.
    Tag(&'a str),
    Text(&'a str),
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = tag(rest) {
            rest = after;
            return Some(Piece::Tag(name));
        }
        let starts = rest.char_indices().skip(1).filter(|(_, c)| *c == '<').map(|(at, _)| at);
        let end = starts.into_iter().find(|at| tag(&rest[*at..]).is_some()).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Text(piece))
    })
}

/// The name of the tag at the start of a text, and what follows the tag.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?;
    let (inner, after) = inner.split_once('>')?;
    let name_end = inner.char_indices().skip(1).find(|(_, c)| c.is_whitespace() || *c == '/').map(|(at, _)| at);
    let name = &inner[..name_end.unwrap_or(inner.len())];
    let letters = name.trim_start_matches('/');
    let is_name = letters.starts_with(|c: char| c.is_ascii_alphabetic())
        && letters.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'))
        || letters == "o:p"
        || name.starts_with(['!', '?']);
    (is_name && inner.len() <= LONGEST_TAG && !inner.contains('<')).then_some((name, after))
}

/// Adds a text with its entities replaced.
fn push_text(text: &str, plain: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest[1..].split_once(';').and_then(|(name, after)| Some((entity(name)?, after)));
        if let Some((c, after)) = entity {
            plain.push(c);
            rest = after;
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    }
}
