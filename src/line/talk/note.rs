//! What comes in several lines: a note for the login, pasted where its lines are shown or where nothing is.

use std::mem;

use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{After, Asking, Place, Talk};
use crate::{
    face::{Driver, Machine},
    line::question::Key,
    model::secret::Secret,
    wizard::{event::Event, screen::ScreenName},
    words,
};

/// Unit: bytes; for a note without a second allocation.
const NOTE: usize = 65_536;

impl<M: Machine, D: Driver> Talk<M, D> {
    /// Several lines at once are a paste: a note where a login is asked for, a text for the field, else nothing.
    pub(super) fn take_lines(&mut self, asking: &Asking, text: &Zeroizing<String>, now: Instant) {
        let field = if let Some(Key::Field(id)) = key(asking) {
            Some(id.clone())
        } else {
            self.fields().first().map(|it| it.id.clone()).filter(|_| self.screen.name == ScreenName::Login)
        };
        let Some(id) = field else {
            return self.complain(words::say("line-several-lines").into());
        };
        let event = Event::Pasted(id.clone(), Secret::new(text.as_str()));
        self.tell(vec![event], After::Answer(Key::Field(id)), now);
    }

    pub(super) fn begin_note(&mut self, asking: &Asking) {
        let asked = if let Some(Key::Field(id)) = key(asking) { Some(id) } else { None };
        let first = self.fields().first().map(|it| it.id.clone());
        match asked.cloned().or(first).filter(|_| self.screen.name == ScreenName::Login) {
            Some(id) => {
                self.say_text(words::say("line-paste-now"));
                self.place = Place::Note(id, Zeroizing::new(String::with_capacity(NOTE)));
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
                note.push_str(it);
                note.push('\n');
            }
            ends
        });
        if !ended {
            // The same question goes on.
            self.place = Place::Note(id, note);
            return;
        }
        self.place = Place::Question(Key::Field(id.clone()));
        if note.trim().is_empty() {
            return self.complain(words::say("line-paste-empty").into());
        }
        let event = Event::Pasted(id.clone(), Secret::new(note.as_str()));
        self.tell(vec![event], After::Answer(Key::Field(id)), now);
    }
}

/// The question that was asked.
fn key(asking: &Asking) -> Option<&Key> {
    if let Asking::Question(question) = asking { Some(&question.key) } else { None }
}
