//! What of the terminal and of the variables is told: values of a known form. Whatever is in them else, only how long it is.

use crate::{
    cli::doctor::terminal::{Answers, Gets, Said, Section, Why},
    words,
};

/// How terminals are called.
const KINDS: [&str; 20] = [
    "alacritty",
    "ansi",
    "cygwin",
    "dumb",
    "eterm",
    "foot",
    "ghostty",
    "gnome",
    "iterm",
    "kitty",
    "konsole",
    "linux",
    "mintty",
    "putty",
    "rxvt",
    "screen",
    "st-",
    "tmux",
    "vt",
    "xterm",
];
/// Unit: characters. The longest part between signs in a name of a kind.
const LONGEST_PART: usize = 12;

/// The value of a variable, when it is one that such variables have.
pub(super) fn value(name: &str, value: &str) -> String {
    let is_known = match name {
        "TERM" => is_kind(value),
        "LANG" | "LC_ALL" | "LC_CTYPE" => is_locale(value),
        "COLORTERM" => ["truecolor", "24bit", "yes", "1"].contains(&value),
        _ => value.len() <= 5 && value.bytes().all(|it| it.is_ascii_digit()),
    };
    if is_known || value.is_empty() { value.to_owned() } else { characters(value) }
}

/// What stands for a text of which only the length is told.
pub(super) fn characters(text: &str) -> String {
    words::with("doctor-bundle-characters", &[("n", text.chars().count().into())])
}

fn is_kind(value: &str) -> bool {
    value.len() <= 32
        && KINDS.iter().any(|it| value.to_ascii_lowercase().starts_with(it))
        && value.split(['-', '.', '+', '_']).all(is_short)
}

fn is_short(part: &str) -> bool {
    part.len() <= LONGEST_PART && part.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// `en_GB.UTF-8`, `de_DE@euro`, `C`.
fn is_locale(value: &str) -> bool {
    let (language, rest) = value.split_at(value.find(['.', '@']).unwrap_or(value.len()));
    let has_form = |part: &str| part.len() <= 3 && part.bytes().all(|it| it.is_ascii_alphabetic());
    let known = ["", "utf-8", "utf8", "iso-8859-1", "iso-8859-15", "iso88591", "iso885915", "ascii"];
    let rest = rest.to_ascii_lowercase();
    let (encoding, variant) = rest.split_once('@').unwrap_or((&rest, ""));
    (value == "POSIX" || language.split('_').all(has_form))
        && known.contains(&encoding.trim_start_matches('.'))
        && ["", "euro", "latin", "cyrillic"].contains(&variant)
}

/// A reason, with the value that is in it told as that of the variable.
fn reason(it: Why) -> Why {
    match it {
        Why::Ascii(is) => Why::Ascii(value("PSA_CONNECT_ASCII", &is)),
        Why::Term(is) => Why::Term(value("TERM", &is)),
        it @ (Why::AsciiGiven
        | Why::Toggled
        | Why::LinesWanted
        | Why::NoTerminal
        | Why::NoTerm
        | Why::NotUtf8(_)
        | Why::NoLocale
        | Why::NoColour
        | Why::DrawsNoUtf8) => it,
    }
}

/// The terminal, with nothing in it that somebody could have written there.
pub(super) fn terminal(it: Section) -> Section {
    let locale = it.locale.map(|it| Said { value: value(it.variable, &it.value), ..it });
    let because = it.gets.because.into_iter().map(reason).collect();
    let is_name = |name: &String| name.split(|c: char| !c.is_alphanumeric()).all(is_short);
    Section {
        term: it.term.map(|it| value("TERM", &it)),
        colorterm: it.colorterm.map(|it| value("COLORTERM", &it)),
        locale,
        gets: Gets { because, ..it.gets },
        answers: Answers { name: it.answers.name.filter(is_name), ..it.answers },
        ..it
    }
}

#[cfg(test)]
mod tests {
    use super::{Why, reason, value};

    #[test]
    fn known_forms_are_told_and_everything_else_by_its_length() {
        for (name, known) in [
            ("TERM", "xterm-256color"),
            ("TERM", "screen.xterm-256color"),
            ("LANG", "en_GB.UTF-8"),
            ("LC_ALL", "C"),
            ("LC_CTYPE", "de_DE@euro"),
            ("COLORTERM", "truecolor"),
            ("NO_COLOR", "1"),
        ] {
            assert_eq!(value(name, known), known);
        }
        for (name, other) in
            [("TERM", "mGg2Dyb8KMy9SxGH"), ("LANG", "mGg2Dyb8KMy9SxGH"), ("NO_COLOR", "mGg2Dyb8KMy9SxGH")]
        {
            assert_eq!(value(name, other), "(16 characters)");
        }
    }

    #[test]
    fn a_reason_tells_the_value_that_is_in_it_as_that_of_the_variable() {
        let says = |it: Why| reason(it).says();
        for other in ["mGg2Dyb8KMy9SxGH", "x is mGg2Dyb8KMy"] {
            assert_eq!(says(Why::Term(other.into())), "TERM is (16 characters)");
            assert_eq!(says(Why::Ascii(other.into())), "PSA_CONNECT_ASCII is (16 characters)");
        }
        assert_eq!(says(Why::Term("vt220".into())), "TERM is vt220");
        assert_eq!(says(Why::NotUtf8("LC_ALL")), Why::NotUtf8("LC_ALL").says());
    }
}
