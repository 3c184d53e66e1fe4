//! What keys send: asks a person for some, and tells what arrives. Nothing of a paste is kept.

use std::{io, time::Duration};

use serde::{Serialize, Serializer};

use crate::{
    cli::doctor::Wrong,
    tui::terminal::{
        examine::{Examined, Expected, Pressed},
        probe::Stopped,
    },
    words::{self, Word, word},
};

use super::millis;

/// How long a person may take to press a key.
const KEY: Duration = Duration::from_secs(15);

/// One key that somebody pressed.
#[derive(Serialize)]
pub(in crate::cli::doctor) struct Key {
    /// For programs.
    asked: &'static str,
    /// `null` when nothing came.
    came: Option<Came>,
    bytes: Option<String>,
    characters: Option<usize>,
    ms: Option<u64>,
    fine: bool,
    #[serde(skip)]
    pub(in crate::cli::doctor) name: Word,
}

/// What a key or a paste was read as.
enum Came {
    Paste,
    /// More than a key sends, and no paste.
    More,
    Keys(Vec<String>),
}

impl Came {
    fn says(&self) -> String {
        match self {
            Self::Paste => words::say("doctor-came-paste").to_owned(),
            Self::More => words::say("doctor-came-more").to_owned(),
            Self::Keys(names) => names.iter().map(|it| for_people(it)).collect::<Vec<_>>().join(", "),
        }
    }
}

impl Serialize for Came {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Paste => to.serialize_str("paste"),
            Self::More => to.serialize_str("more"),
            Self::Keys(names) => to.serialize_str(&names.join(", ")),
        }
    }
}

/// Keys that people know by another name.
const NAMES: [(&str, Word); 10] = [
    ("Up", word("doctor-key-up")),
    ("Down", word("doctor-key-down")),
    ("Left", word("doctor-key-left")),
    ("Right", word("doctor-key-right")),
    ("BackTab", word("doctor-key-back-tab")),
    ("Enter", word("doctor-key-enter")),
    ("PageUp", word("doctor-key-page-up")),
    ("PageDown", word("doctor-key-page-down")),
    ("Space", word("doctor-key-space")),
    ("a letter", word("doctor-key-letter")),
];

/// What stands for a byte that is a letter.
const LETTER: &str = "(a letter)";

/// The name of a key as people know it: `Ctrl-Up` is the Up arrow with Ctrl.
fn for_people(name: &str) -> String {
    let key = name.rsplit('-').next().unwrap_or(name);
    let known = NAMES.into_iter().find(|it| it.0 == key);
    known.map_or_else(|| name.to_owned(), |(_, known)| name[..name.len() - key.len()].to_owned() + known.say())
}

/// What a person is asked to press: for programs, its name, the question, and what it should be read as.
const ASKED: [(&str, Word, Word, Expected); 4] = [
    ("Backspace", word("doctor-row-backspace"), word("doctor-press-backspace"), Expected::Backspace),
    ("Esc", word("doctor-row-esc"), word("doctor-press-esc"), Expected::Esc),
    ("Up", word("doctor-row-up"), word("doctor-press-up"), Expected::Up),
    ("F1", word("doctor-row-f1"), word("doctor-press-f1"), Expected::F1),
];

/// Asks for each.
pub(super) fn press(stopped: &Stopped) -> Result<Vec<Key>, Wrong> {
    let failed = |error: &dyn std::fmt::Display| Wrong {
        error: words::with("doctor-no-keys", &[("error", error.to_string().into())]),
        remedy: words::with("doctor-no-keys-next", &[("doctor", "psa-connect doctor --terminal".into())]),
    };
    let examined = Examined::new(stopped).map_err(|it| failed(&it))?;
    let Some(examined) = examined else { return Err(failed(&words::say("doctor-no-terminal"))) };
    questions(&examined).map_err(|it| failed(&it))
}

fn questions(examined: &Examined<'_>) -> io::Result<Vec<Key>> {
    examined.say(words::say("doctor-press-lead"))?;
    let mut keys = vec![];
    for (asked, name, says, expected) in ASKED {
        examined.say(says.say())?;
        let came = examined.press(KEY)?;
        if came.as_ref().is_some_and(|it| it.is(Expected::ControlC)) {
            return Ok(keys);
        }
        let key = key(asked, name, came, |it| it.is(expected));
        examined.say(&format!("  {}", key.says()))?;
        keys.push(key);
    }
    examined.say(words::say("doctor-press-paste"))?;
    let came = examined.press(KEY)?;
    if came.as_ref().is_none_or(|it| !it.is(Expected::ControlC)) {
        let key = key("paste", word("doctor-row-paste"), came, |it| it.pasted.is_some());
        examined.say(&format!("  {}", key.says()))?;
        keys.push(key);
    }
    Ok(keys)
}

fn key(asked: &'static str, name: Word, came: Option<Pressed>, is_fine: impl Fn(&Pressed) -> bool) -> Key {
    let fine = came.as_ref().is_some_and(is_fine);
    let Some(Pressed { keys, bytes, pasted, took }) = came else {
        return Key { asked, name, came: None, bytes: None, characters: None, ms: None, fine };
    };
    let read_as = match pasted {
        Some(_) => Came::Paste,
        None if keys.is_empty() => Came::More,
        None => Came::Keys(keys),
    };
    let bytes = Some(bytes).filter(|it| !it.is_empty());
    Key { asked, name, came: Some(read_as), bytes, characters: pasted, ms: Some(millis(took)), fine }
}

impl Key {
    /// What came, a sentence.
    pub(in crate::cli::doctor) fn says(&self) -> String {
        let Some(came) = &self.came else { return words::say("doctor-came-nothing").to_owned() };
        let mut says = came.says();
        // What is no sequence is a letter of somebody's, and was said to be one.
        let bytes = self.bytes.as_ref().map(|it| it.replace(LETTER, "")).filter(|it| !it.trim().is_empty());
        if let Some(bytes) = bytes {
            let bytes = bytes.split_whitespace().collect::<Vec<_>>().join(" ");
            says = words::with("doctor-came-bytes", &[("came", says.into()), ("bytes", bytes.into())]);
        }
        if let Some(n) = self.characters {
            says = words::with("doctor-came-characters", &[("came", says.into()), ("n", n.into())]);
        }
        if let Some(ms) = self.ms.filter(|it| *it > 0) {
            says = words::with("doctor-came-within", &[("came", says.into()), ("ms", ms.to_string().into())]);
        }
        let came = ("came", says.into());
        if self.fine { words::with("doctor-came-fine", &[came]) } else { words::with("doctor-came-else", &[came]) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Came, Key, for_people};
    use crate::words::word;

    #[test]
    fn a_letter_is_said_once_and_one_character_is_one() {
        let key = |came, bytes: Option<&str>, characters| Key {
            asked: "Up",
            came: Some(came),
            bytes: bytes.map(str::to_owned),
            characters,
            ms: None,
            fine: false,
            name: word("doctor-row-up"),
        };
        let letter = || Came::Keys(vec!["a letter".into()]);
        assert_eq!(key(letter(), Some("(a letter)"), None).says(), "as something else: a letter");
        let both = Came::Keys(vec!["a letter".into(), "Up".into()]);
        let says = "as something else: a letter, Up arrow (ESC [ A)";
        assert_eq!(key(both, Some("(a letter) ESC [ A"), None).says(), says);
        let says = "as something else: a paste that is marked as one, 1 character";
        assert_eq!(key(Came::Paste, None, Some(1)).says(), says);
    }

    #[test]
    fn programs_read_names_that_stay_and_people_those_they_know() {
        let came = [Came::Paste, Came::More, Came::Keys(vec!["Ctrl-Up".into(), "PageUp".into()])];
        assert_eq!(serde_json::to_string(&came).unwrap(), r#"["paste","more","Ctrl-Up, PageUp"]"#);
        assert_eq!(
            ["Ctrl-Up", "PageUp", "Home", "Ctrl--"].map(for_people),
            ["Ctrl-Up arrow", "Page Up", "Home", "Ctrl--"]
        );
    }
}
