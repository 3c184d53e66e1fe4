//! What comes in several lines: a note for the login, pasted where its lines are shown or where nothing is.

use std::mem;

use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{After, Asking, OpenLine, Place, Talk};
use crate::{
    face::{Driver, Machine},
    line::{prompt::Echo, question::Key},
    model::secret::Secret,
    wizard::{
        event::{Event, ItemId},
        screen::{FieldItem, FieldText, ScreenName},
    },
    words,
};

/// Unit: bytes. What is longer is a file, and no note.
const LONGEST: usize = 65_536;

/// What was given of a note so far. It has no `Debug`: it may hold a secret.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) text: Zeroizing<String>,
    pub(super) refused: Option<Refused>,
}

/// Why none of what came is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is longer than any note.
    TooLong,
    /// The terminal may have cut a line of it.
    Cut,
}

/// What a person, and whoever reads the terminal later, can see of what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Keys that are named as such.
    Secrets,
    /// None that are known as such.
    NoSecrets,
}

impl Refused {
    /// The same for a person, with what to do instead.
    fn complaint(self) -> &'static str {
        match self {
            Self::TooLong => words::say("line-paste-too-long"),
            Self::Cut => words::say("line-cut"),
        }
    }
}

impl Note {
    pub(super) fn new() -> Self {
        Self { text: Zeroizing::new(String::with_capacity(LONGEST)), refused: None }
    }

    pub(super) fn push(&mut self, line: &str) {
        if self.refused.is_some() {
            return;
        }
        if self.text.len() + line.len() + 1 > LONGEST {
            (self.text, self.refused) = (Zeroizing::default(), Some(Refused::TooLong));
            return;
        }
        if self.text.capacity() < LONGEST {
            // A copy has no room to grow, and growing by itself, a text leaves its old one behind.
            let mut larger = Self::new().text;
            larger.push_str(&self.text);
            self.text = larger;
        }
        self.text.push_str(line);
        self.text.push('\n');
    }
}

impl<M: Machine, D: Driver> Talk<M, D> {
    /// Where the terminal shows what is typed, what is pasted stays in its scrollback.
    pub(super) fn seen(&self, text: &Zeroizing<String>) -> Seen {
        let is_shown = self.echo() == Echo::Shown;
        if is_shown && self.machine.holds_secrets(&Secret::new(text.as_str())) {
            Seen::Secrets
        } else {
            Seen::NoSecrets
        }
    }

    /// Several lines at once are a paste: a note where a login is asked for, a text for the field, else nothing.
    pub(super) fn take_lines(&mut self, asking: &Asking, text: &Zeroizing<String>, now: Instant) {
        let field = if let Some(Key::Field(id)) = key(asking) {
            Some(id.clone())
        } else {
            self.fields().first().map(|it| it.id.clone()).filter(|_| self.takes_a_note())
        };
        let Some(id) = field else {
            return self.complain(words::say("line-several-lines").into());
        };
        self.tell_note(id, &Secret::new(text.as_str()), now);
    }

    fn takes_a_note(&self) -> bool {
        matches!(self.screen.name, ScreenName::Site | ScreenName::Login)
    }

    /// More came than can be taken whole: none of it is, nor of a note that it was a part of.
    pub fn refused(&mut self, why: Refused) {
        self.open_line = OpenLine::No;
        if let Place::Note(_, note) = &mut self.place {
            (note.text, note.refused) = (Zeroizing::default(), Some(why));
        }
        self.say_text(why.complaint());
        if self.asking.is_some() {
            self.ask_only();
        }
    }

    /// Takes a note; where it would be shown, only one that names what its values are: a key may be among them.
    fn tell_note(&mut self, id: ItemId, note: &Secret, now: Instant) {
        let is_hidden = |it: &FieldItem| it.id == id && matches!(it.text, FieldText::Masked { .. });
        if !self.fields().iter().any(is_hidden) && !self.machine.understands(note) {
            return self.complain(words::say("line-paste-names-nothing").into());
        }
        self.tell(vec![Event::Pasted(id.clone(), note.clone())], After::Answer(Key::Field(id)), now);
    }

    pub(super) fn begin_note(&mut self, asking: &Asking) {
        let asked = if let Some(Key::Field(id)) = key(asking) { Some(id) } else { None };
        let first = self.fields().first().map(|it| it.id.clone());
        match asked.cloned().or(first).filter(|_| self.takes_a_note()) {
            Some(id) => {
                self.say_text(words::say("line-paste-now"));
                self.place = Place::Note(id, Note::new());
                self.ask_only();
            }
            None => self.complain(words::say("line-paste-elsewhere").into()),
        }
    }

    /// Takes lines of a note, up to the one with a single dot.
    pub(super) fn take_note(&mut self, line: &Zeroizing<String>, now: Instant) {
        let Place::Note(id, mut note) = mem::replace(&mut self.place, Place::Menu) else { return self.ask() };
        let mut lines = line.lines().chain(line.is_empty().then_some(""));
        let ended = lines.by_ref().any(|it| {
            let ends = it.trim() == ".";
            if !ends {
                note.push(it);
            }
            ends
        });
        if !ended {
            // The same question goes on.
            self.place = Place::Note(id, note);
            return;
        }
        self.place = Place::Question(Key::Field(id.clone()));
        if let Some(why) = note.refused {
            return self.complain(why.complaint().into());
        }
        if note.text.trim().is_empty() {
            return self.complain(words::say("line-paste-empty").into());
        }
        self.tell_note(id, &Secret::new(note.text.as_str()), now);
    }
}

/// Whether a text was asked for.
pub(super) fn is_field(asking: &Asking) -> bool {
    matches!(key(asking), Some(Key::Field(_)))
}

/// The question that was asked.
fn key(asking: &Asking) -> Option<&Key> {
    if let Asking::Question(question) = asking { Some(&question.key) } else { None }
}
