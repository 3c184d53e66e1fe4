//! What keys send: asks a person for some, and tells what arrives. Nothing of a paste is kept.

use std::{io, time::Duration};

use serde::Serialize;

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
    came: Option<String>,
    bytes: Option<String>,
    characters: Option<usize>,
    ms: Option<u64>,
    fine: bool,
    #[serde(skip)]
    pub(in crate::cli::doctor) name: Word,
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
        Some(_) => words::say("doctor-came-paste").to_owned(),
        None if keys.is_empty() => words::say("doctor-came-more").to_owned(),
        None => keys.join(", "),
    };
    let bytes = Some(bytes).filter(|it| !it.is_empty());
    Key { asked, name, came: Some(read_as), bytes, characters: pasted, ms: Some(millis(took)), fine }
}

impl Key {
    /// What came, a sentence.
    pub(in crate::cli::doctor) fn says(&self) -> String {
        let Some(came) = &self.came else { return words::say("doctor-came-nothing").to_owned() };
        let mut says = came.clone();
        if let Some(bytes) = &self.bytes {
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
