//! The commands within what is said: made fit to be pasted, and kept whole where lines are wrapped. Writes nothing.

use std::{path::PathBuf, sync::OnceLock};

use clap::CommandFactory as _;
use serde::Serializer;
use unicode_width::UnicodeWidthStr as _;

use crate::{cli::Arguments, model::shown::Shown};

const PROGRAM: &str = "psa-connect";
const OPTION: &str = "--config-dir";
/// What stands before a word and is no part of it.
const BEFORE: [char; 3] = ['(', '"', '\''];
/// What stands behind a word and ends the command in it.
const BEHIND: [char; 5] = ['.', ',', ';', ':', ')'];
/// A quote within quotes, for a shell.
const QUOTE: &str = "'\\''";
/// Unit: columns; narrower lines would be of one word each.
const LEAST: usize = 20;

/// Where the connections of this run are, when an option said so. A command that is pasted has to say it again.
static PLACE: OnceLock<PathBuf> = OnceLock::new();

/// Remembers the option that said where the connections are.
pub(in crate::cli) fn place(config_dir: Option<PathBuf>) {
    if let Some(it) = config_dir {
        // A process has one set of arguments.
        let _ = PLACE.set(it);
    }
}

/// The text with the option that said where the connections are in each command.
pub(in crate::cli) fn hinted(text: &str) -> String {
    PLACE.get().map_or_else(|| text.to_owned(), |it| at(text, &quoted(&it.display().to_string())))
}

/// How this program is called in a command that is pasted.
pub(in crate::cli) fn program() -> String {
    PLACE.get().map_or_else(|| PROGRAM.to_owned(), |it| [PROGRAM, OPTION, &quoted(&it.display().to_string())].join(" "))
}

/// Writes a text as JSON, as [`hinted`].
pub(in crate::cli) fn serialized<S: Serializer>(text: &impl AsRef<str>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&hinted(text.as_ref()))
}

fn at(text: &str, place: &str) -> String {
    let line = |line: &str| {
        let words: Vec<_> = line.split(' ').collect();
        let word = |(n, it): (usize, &&str)| {
            if begins(&words[n..]) || is_bare(&words, n) { [*it, OPTION, place].join(" ") } else { (*it).to_owned() }
        };
        words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// As a shell reads it as one word.
fn quoted(text: &str) -> String {
    let text = Shown::new(text).to_string();
    let plain = |it: char| it.is_alphanumeric() || "/._-+=:,@%".contains(it);
    if !text.is_empty() && text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', QUOTE)) }
}

/// Whether this is the program alone, as the last word of a hint: `Take them up with: psa-connect`.
fn is_bare(words: &[&str], at: usize) -> bool {
    at > 0 && at + 1 == words.len() && words[at] == PROGRAM && words[at - 1].ends_with(':')
}

/// Whether a command of this program begins here: its name, and one of its commands.
fn begins(words: &[&str]) -> bool {
    let [program, command, ..] = words else { return false };
    program.trim_start_matches(BEFORE) == PROGRAM
        && Arguments::command().get_subcommands().any(|it| it.get_name() == command.trim_end_matches(BEHIND))
}

/// The text in lines of at most so many columns, but for what can be copied, which stays whole.
pub(super) fn wrapped(text: &str, columns: usize) -> String {
    // The last column is left free: some terminals begin a new line once it is taken.
    let room = columns.max(LEAST) - 1;
    text.split('\n').map(|it| line(it, room)).collect::<Vec<_>>().join("\n")
}

fn line(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let body = text.trim_start_matches(' ');
    let before = text.len() - body.len();
    // What goes on stands below the beginning, and further in where that is a row among others.
    let hang = " ".repeat(if before == 0 { 0 } else { (before + 2).min(room / 2) });
    let mut lines = vec![" ".repeat(before)];
    let mut is_begun = false;
    for piece in pieces(body) {
        let used = lines.last().map_or(0, |it| it.width());
        match lines.last_mut() {
            Some(last) if !is_begun || used + 1 + piece.width() <= room => {
                if is_begun {
                    last.push(' ');
                }
                last.push_str(&piece);
            }
            Some(_) | None => lines.push(format!("{hang}{piece}")),
        }
        is_begun = true;
    }
    lines.iter().map(|it| it.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The words, those together that are copied together.
fn pieces(text: &str) -> Vec<String> {
    let words: Vec<_> = text.split(' ').collect();
    let mut left = words.as_slice();
    let mut pieces = vec![];
    while !left.is_empty() {
        let (piece, rest) = left.split_at(whole(left));
        pieces.push(piece.join(" "));
        left = rest;
    }
    pieces
}

/// How many words belong to the first.
fn whole(words: &[&str]) -> usize {
    let is_placed = words.len() > 1 && words[0].trim_start_matches(BEFORE) == PROGRAM && words[1] == OPTION;
    if is_placed || begins(words) {
        return command(words);
    }
    match words {
        // key = value, of an answers or a settings file.
        [_, "=", value, ..] => 2 + between(&words[2..], value.starts_with('{')),
        [first, ..] if first.trim_start_matches('(').starts_with("\"/") => between(words, false),
        _ => 1,
    }
}

/// To the end of a command, as a sentence shows it. A sign within quotes ends nothing.
fn command(words: &[&str]) -> usize {
    let mut is_quoted = false;
    let ends = |word: &&str| {
        // As `quoted` writes them: only a word that begins with a quote begins one, and any other is somebody's.
        if is_quoted || word.starts_with('\'') {
            is_quoted ^= word.replace(QUOTE, "").matches('\'').count() % 2 == 1;
        }
        !is_quoted && word.ends_with(BEHIND)
    };
    words.iter().skip(1).position(ends).map_or(words.len(), |it| it + 2)
}

/// To the end of what stands in quotes or braces; the first word alone where they do not end.
fn between(words: &[&str], braces: bool) -> usize {
    let mut quotes = 0;
    let ends = |word: &&str| {
        quotes += word.matches('"').count();
        if braces { word.starts_with('}') } else { quotes % 2 == 0 }
    };
    words.iter().position(ends).map_or(1, |it| it + 1)
}

#[cfg(test)]
mod tests {
    use super::{at, quoted, wrapped};

    #[test]
    fn a_command_that_is_pasted_says_where_the_connections_are() {
        for (text, is) in [
            ("Take it up with: psa-connect", "Take it up with: psa-connect --config-dir /x"),
            ("error: psa-connect cannot start", "error: psa-connect cannot start"),
            ("Go on with: psa-connect pull acme", "Go on with: psa-connect --config-dir /x pull acme"),
            ("Name one (psa-connect list), or two", "Name one (psa-connect --config-dir /x list), or two"),
            (
                "what psa-connect writes\n  psa-connect list",
                "what psa-connect writes\n  psa-connect --config-dir /x list",
            ),
            ("psa-connect --config-dir /x list", "psa-connect --config-dir /x list"),
        ] {
            assert_eq!(at(text, "/x"), is);
        }
        assert_eq!(quoted("/home/tech/it's here"), "'/home/tech/it'\\''s here'");
    }

    #[test]
    fn lines_end_between_words_and_leave_the_last_column_free() {
        assert_eq!(wrapped("error: the keys were not kept", 20), "error: the keys\nwere not kept");
        assert_eq!(wrapped("  ok    27 ms  of a long row", 20), "  ok    27 ms  of a\n    long row");
        assert_eq!(wrapped("short\n\nhint: and short", 20), "short\n\nhint: and short");
    }

    #[test]
    fn what_can_be_copied_is_never_broken() {
        for whole in [
            "https://api-na.myconnectwise.net/v4_6_release/apis/3.0",
            "psa-connect --config-dir '/home/tech/a. b' pull acme",
            "psa-connect --config-dir '/srv/o'\\''neil, ltd/x' list",
            "psa-connect --config-dir '/srv/it is o'\\''neil, ltd/x' list",
            "(psa-connect export NAME companies --format csv),",
            "key = { file = \"PATH\" },",
            "on_missing_rights = \"save\"",
            "\"/home/tech/My Files/acme.toml\"",
        ] {
            let text = wrapped(&format!("It is said with {whole} here"), 24);
            assert!(text.lines().any(|it| it.contains(whole)), "{text}");
            assert!(text.lines().count() > 1, "{text}");
        }
        let prose = "Run psa-connect list and the vendor's or vendors' keys. Then it goes on as it did before";
        let piece = "psa-connect list and the vendor's or vendors' keys.";
        assert!(wrapped(prose, 24).lines().any(|it| it == piece), "{}", wrapped(prose, 24));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_but_for_a_single_piece() {
        let text = "hint: In the answers file below [login], write company = \"acme\", for example. ".repeat(5);
        for columns in 0..120 {
            for it in wrapped(&text, columns).lines() {
                assert!(it.len() < columns.max(20) || it.starts_with("company = "), "{columns}: {it}");
            }
        }
    }
}
