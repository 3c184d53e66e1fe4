//! A pasted curl command: its user, its headers, its data.

use std::{iter::Peekable, str::Chars};

use zeroize::Zeroizing;

use super::{basic, found::Found, json};

/// Reads a text that is a curl command or has one in a line of its own; says whether it does.
pub(super) fn read(text: &str, found: &mut Found<'_>) -> bool {
    let Some(start) = start(text) else { return false };
    let words = words(&text[start..]);
    let mut rest = words.iter().map(|it| it.as_str());
    while let Some(word) = rest.next() {
        let Some((option, attached)) = option(word) else { continue };
        let Some(value) = attached.or_else(|| rest.next()) else { break };
        match option {
            Part::User => {
                basic::read_pair(value, found);
            }
            Part::Header => {
                if let Some((name, value)) = value.split_once(':') {
                    found.take(name, value);
                }
            }
            Part::Data => {
                json::read(value.trim_start(), found);
            }
        }
    }
    true
}

/// Where the command starts, behind its name.
fn start(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let command = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '$' | '>' | '`'));
        let word = command.split_whitespace().next().unwrap_or_default();
        let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
        if name.eq_ignore_ascii_case("curl") || name.eq_ignore_ascii_case("curl.exe") {
            return Some(at + (line.len() - command.len()) + word.len());
        }
        at += line.len();
    }
    None
}

/// The options that can carry a login.
#[derive(Clone, Copy)]
enum Part {
    User,
    Header,
    Data,
}

/// Reads an option and the value that hangs on it: `-u`, `-uVALUE`, `--user=VALUE`.
fn option(word: &str) -> Option<(Part, Option<&str>)> {
    for (short, long, option) in [
        ("-u", "--user", Part::User),
        ("-H", "--header", Part::Header),
        ("-d", "--data", Part::Data),
        ("-d", "--data-raw", Part::Data),
    ] {
        if word == short || word == long {
            return Some((option, None));
        }
        if let Some(value) = word.strip_prefix(long).and_then(|it| it.strip_prefix('=')) {
            return Some((option, Some(value)));
        }
        if let Some(value) = word.strip_prefix(short).filter(|_| !word.starts_with("--")) {
            return Some((option, Some(value)));
        }
    }
    None
}

/// Splits a command into words as a shell does, well enough for quotes, escapes and continued lines.
pub(super) fn words(text: &str) -> Vec<Zeroizing<String>> {
    let mut words = vec![];
    let mut chars = text.chars().peekable();
    // A word is no longer than the text, so the buffer never grows and leaves no copy.
    let mut word = Zeroizing::new(String::with_capacity(text.len()));
    while chars.peek().is_some() {
        while chars.next_if(|it| it.is_whitespace()).is_some() {}
        word.clear();
        let quoted = read_word(&mut chars, &mut word);
        if quoted == Quoted::Yes || !word.is_empty() {
            words.push(Zeroizing::new(word.as_str().to_owned()));
        }
    }
    words
}

/// Whether a word had quotes, so that it counts even when it is empty.
#[derive(PartialEq, Eq)]
enum Quoted {
    Yes,
    No,
}

fn read_word(chars: &mut Peekable<Chars<'_>>, word: &mut String) -> Quoted {
    let mut quoted = Quoted::No;
    while let Some(c) = chars.next_if(|it| !it.is_whitespace()) {
        match c {
            '\'' => {
                quoted = Quoted::Yes;
                word.extend(chars.by_ref().take_while(|it| *it != '\''));
            }
            '"' => {
                quoted = Quoted::Yes;
                read_double_quoted(chars, word);
            }
            // A continued line: the backslash of a shell, the caret of cmd, the backtick of PowerShell.
            '\\' | '^' | '`' if chars.peek().is_none_or(|it| matches!(it, '\r' | '\n')) => {}
            '\\' => word.extend(chars.next()),
            c => word.push(c),
        }
    }
    quoted
}

fn read_double_quoted(chars: &mut Peekable<Chars<'_>>, word: &mut String) {
    while let Some(c) = chars.next() {
        match c {
            '"' => return,
            '\\' => match chars.next_if(|it| matches!(it, '"' | '\\' | '$' | '`')) {
                Some(escaped) => word.push(escaped),
                None => word.push('\\'),
            },
            c => word.push(c),
        }
    }
}
