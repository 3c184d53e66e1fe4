//! How text is written: in lines that end between words, in the letters that the terminal decodes, with nothing that moves a
//! cursor. Signs are words, because they are read aloud.

use unicode_width::UnicodeWidthStr as _;

use super::told::{Form, Told};
use crate::words;

/// How this terminal is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Which letters.
    pub letters: Letters,
    /// Unit: columns.
    pub columns: usize,
}

/// Which letters the terminal decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// UTF-8.
    Any,
    /// Seven bits; every other letter becomes a question mark.
    Ascii,
}

/// Unit: columns; where the terminal does not say.
pub const USUAL: usize = 80;
/// Unit: columns; narrower lines would be of one word each.
const LEAST: usize = 20;

/// The lines that a text comes to, each with its end.
pub fn written(told: &Told, manner: Manner) -> String {
    let text = plain(&told.text, manner.letters);
    match told.form {
        // Whoever copies it gets all of it, whatever the terminal makes of the rest of the line.
        Form::Whole => format!("{text}\n"),
        Form::Wrapped | Form::Awaited => lines("", &text, manner),
        Form::Below => lines(BELOW, &text, manner),
    }
}

/// What stands below one of several begins under its name.
const BELOW: &str = "   ";

fn lines(before: &str, text: &str, manner: Manner) -> String {
    let (number, rest) = text.split_at(number(text));
    let first = format!("{before}{number}");
    let hang = " ".repeat(first.len());
    let lines = wrapped(rest, manner.columns.max(LEAST) - hang.len().min(LEAST / 2));
    let line = |(n, it): (usize, &String)| format!("{}{it}\n", if n == 0 { &first } else { &hang });
    lines.iter().enumerate().map(line).collect()
}

/// Columns of the number that a line begins with: `12. `.
fn number(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(". ") { digits + 2 } else { 0 }
}

/// A text that is answered on its last line.
pub fn asked(text: &str, manner: Manner) -> String {
    format!("{} ", wrapped(&plain(text, manner.letters), manner.columns.max(LEAST)).join("\n"))
}

/// The text in lines. A word that is longer than a line stays whole: it may be an address.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    // The last column is left free: some terminals begin a new line once it is taken.
    let room = columns - 1;
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |it| it.width());
        match lines.last_mut() {
            Some(last) if last.is_empty() || line + 1 + word.width() <= room => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|it| it.trim_end().to_owned()).collect()
}

/// The text without signs, and without what a terminal obeys.
pub fn plain(text: &str, letters: Letters) -> String {
    text.replace(" · ", ", ").chars().map(|it| sign(it, letters)).collect()
}

fn sign(c: char, letters: Letters) -> String {
    let word = match c {
        '·' | '–' | '—' | '─' | '−' => "-",
        '•' | '●' => "*",
        '×' => "x",
        '…' => "...",
        '→' | '▸' => "->",
        '›' => ">",
        '←' => "<-",
        '‹' => "<",
        '↑' => words::say("line-up"),
        '↓' => words::say("line-down"),
        '“' | '”' | '„' => "\"",
        '‘' | '’' | '‚' => "'",
        '\u{a0}' => " ",
        '✓' | '✔' => words::say("line-well"),
        '✗' | '✘' => words::say("line-not-well"),
        '│' => "|",
        c if c.is_control() => "?",
        c if c.is_ascii() || letters == Letters::Any => return c.to_string(),
        _ => "?",
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Letters, Manner, asked, plain, written};
    use crate::line::told::Told;

    const NARROW: Manner = Manner { letters: Letters::Any, columns: 20 };

    #[test]
    fn lines_end_between_words_and_leave_the_last_column_free() {
        let told = written(&Told::says("The keys were not kept: paste them again."), NARROW);
        assert_eq!(told, "The keys were not\nkept: paste them\nagain.\n");
    }

    #[test]
    fn what_goes_on_below_a_number_begins_under_its_name() {
        let told = written(&Told::says("12. A role of its own"), Manner { columns: 24, ..NARROW });
        assert_eq!(told, "12. A role of its own\n");
        assert_eq!(written(&Told::says("1. A role of its own"), NARROW), "1. A role of its\n   own\n");
        assert_eq!(
            written(&Told::below("Quick, and more than needed."), NARROW),
            "   Quick, and more\n   than needed.\n"
        );
    }

    #[test]
    fn an_address_is_never_broken() {
        let address = "https://api-na.myconnectwise.net/v4_6_release/apis/3.0";
        assert_eq!(written(&Told::whole(address), NARROW), format!("{address}\n"));
        assert_eq!(written(&Told::says(format!("It is {address} now")), NARROW), format!("It is\n{address}\nnow\n"));
    }

    #[test]
    fn signs_are_words_and_letters_stay_where_they_can() {
        assert_eq!(plain("acme · Müller → x…", Letters::Any), "acme, Müller -> x...");
        assert_eq!(plain("Müller", Letters::Ascii), "M?ller");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_written() {
        let all: String = ('\0'..='\u{9f}').collect();
        let told = plain(&all, Letters::Any);
        assert!(!told.chars().any(char::is_control), "{told:?}");
    }

    #[test]
    fn a_question_is_answered_on_its_last_line() {
        assert_eq!(asked("Company ID (for example northwind):", NARROW), "Company ID (for\nexample northwind): ");
    }
}
