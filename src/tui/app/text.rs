//! What text does: typed, typed on a slow line that delivers it in lumps, or pasted. None of it ever submits.

use crossterm::event::KeyCode;
use tokio::time::Instant;
use tui_input::InputRequest;

use super::{App, Dirty};
use crate::{
    face::{Driver, Machine},
    model::secret::Secret,
    tui::{
        edit::Outcome,
        field,
        focus::{self, Way},
        input::Given,
        keys::{Action, Mode},
    },
    wizard::{event::Event, screen::ScreenName},
    words,
};

/// Characters in a run from which on it was pasted, where no text is expected.
const PASTED_FROM: usize = 3;
/// The same where text is expected: nobody types so much while a line hangs. Unit: bytes.
const PASTED_INTO_FIELD_FROM: usize = 1024;

impl<M: Machine, D: Driver> App<M, D> {
    /// Changes the focused field.
    pub(super) fn edit(&mut self, request: InputRequest, now: Instant) {
        let Some(field) = self.focused_field().cloned() else { return };
        let (outcome, text) = self.fields.apply(&field, request);
        if outcome != Outcome::Same {
            self.dirty = self.dirty.max(Dirty::Now);
        }
        if let Some(text) = text {
            self.tell(Event::Typed(field.id, text), now);
        }
    }

    /// Several characters at once: typed on a slow line, or pasted where the terminal does not say so.
    pub(super) fn run_of(&mut self, text: &str, now: Instant) {
        match self.mode() {
            Mode::Field => {
                self.run_in_field(text, now);
                if text.trim_end_matches('\n').lines().count() == 1 && text.ends_with('\n') {
                    self.leave_enter_out();
                }
            }
            Mode::Search => self.search_for(text, now),
            Mode::Items | Mode::Table | Mode::Leaf | Mode::Help | Mode::Copy => {
                if text.chars().count() >= PASTED_FROM {
                    return self.paste(text, now);
                }
                for c in text.chars() {
                    let code = match c {
                        '\n' => KeyCode::Enter,
                        '\t' => KeyCode::Tab,
                        c => KeyCode::Char(c),
                    };
                    self.take(Given::Key(code.into()), now);
                }
            }
        }
    }

    /// Says that an Enter pressed nothing, because a paste submits nothing: it may have been meant, by a person on a slow line or
    /// by a password manager that types.
    pub(super) fn leave_enter_out(&mut self) {
        if self.mode() == Mode::Field {
            self.say(words::say("leave-enter-out").to_owned());
        }
    }

    /// Several lines, or one with its end into an empty field, or very much were pasted. The rest was typed: tabs move on, and the
    /// line break at the end is dropped.
    fn run_in_field(&mut self, text: &str, now: Instant) {
        let line = text.trim_end_matches('\n');
        let into_empty = self.focused_field().is_some_and(field::is_empty);
        if line.contains('\n') || into_empty && text.ends_with('\n') || text.len() >= PASTED_INTO_FIELD_FROM {
            return self.paste(text, now);
        }
        for (n, part) in line.split('\t').enumerate() {
            if n > 0 {
                self.focus_on(focus::step(&self.screen, self.spot.focus.as_ref(), Way::On), now);
            }
            // Beyond the fields there are letters that press buttons: what is left of the run is no such letter.
            let Some(field) = self.focused_field().cloned() else { return };
            if let Some(text) = self.fields.type_all(&field, part) {
                self.tell(Event::Typed(field.id, text), now);
            }
        }
    }

    fn search_for(&mut self, text: &str, now: Instant) {
        for c in text.chars().filter(|it| !it.is_control()) {
            self.act(Action::Edit(InputRequest::InsertChar(c)), now);
        }
    }

    /// A pasted text goes to the focused field, else to the first one. Where a connection is saved this is its name, which is
    /// shown and becomes that of a file, and the text may be the passphrase that is asked for there.
    pub(super) fn paste(&mut self, text: &str, now: Instant) {
        let field = match self.mode() {
            Mode::Search => return self.search_for(text, now),
            Mode::Items if self.screen.name == ScreenName::Save => {
                return self.say(words::say("leave-no-field-here").to_owned());
            }
            Mode::Field | Mode::Items => self.focused_field().or_else(|| field::fields(&self.screen).next()),
            Mode::Table | Mode::Leaf | Mode::Help | Mode::Copy => None,
        };
        let Some(id) = field.map(|it| it.id.clone()) else {
            return self.say(words::say("leave-no-text-here").to_owned());
        };
        self.focus_on(Some(id.clone()), now);
        self.tell(Event::Pasted(id, Secret::new(text)), now);
    }
}
