//! The text of a field while it is edited: a `tui_input::Input` that shows nothing in `Debug` and is wiped when dropped.

use std::{fmt, mem};

use tui_input::{Input, InputRequest, StateChanged};
use zeroize::Zeroize;

use crate::model::secret::Secret;

/// Room from the start, so that typing does not move the text about in memory and leave copies.
const ROOM: usize = 1024;

/// How an edit may treat its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Shown as typed.
    Plain,
    /// Masked: what is cut is not kept for pasting.
    Masked,
}

/// What a request did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The text is another.
    Changed,
    /// The caret moved.
    Moved,
    /// Nothing.
    Same,
}

/// A text and its caret.
pub struct Edit {
    input: Input,
    kind: Kind,
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(redacted)")
    }
}

impl Drop for Edit {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl Edit {
    /// Starts with `text` and the caret behind it.
    pub fn new(kind: Kind, text: &str) -> Self {
        let mut held = String::with_capacity(ROOM.max(text.len()));
        held.push_str(text);
        Self { input: Input::new(held), kind }
    }

    /// Replaces the text; the caret stays where it was, or goes to the end of a shorter text.
    pub fn set(&mut self, text: &str) {
        let at_end = self.input.cursor() == self.input.value().chars().count();
        let caret = self.input.cursor();
        *self = Self::new(self.kind, text);
        if !at_end {
            let _ = self.input.handle(InputRequest::SetCursor(caret));
        }
    }

    /// Carries out a request.
    pub fn apply(&mut self, request: InputRequest) -> Outcome {
        let change = match (self.kind, cuts(request)) {
            (Kind::Plain, _) | (Kind::Masked, Cuts::Nothing) => self.input.handle(request),
            // What a masked field cuts must not stay in the cut buffer: the whole text goes.
            (Kind::Masked, Cuts::Text) => {
                let had_any = !self.input.value().is_empty();
                *self = Self::new(Kind::Masked, "");
                had_any.then_some(StateChanged { value: true, cursor: true })
            }
        };
        match change {
            Some(StateChanged { value: true, .. }) => Outcome::Changed,
            Some(StateChanged { value: false, cursor: true }) => Outcome::Moved,
            Some(StateChanged { value: false, cursor: false }) | None => Outcome::Same,
        }
    }

    /// The text, as what leaves this face.
    pub fn secret(&self) -> Secret {
        Secret::new(self.input.value())
    }

    /// The text of a plain field.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The number of characters.
    pub fn chars(&self) -> usize {
        self.input.value().chars().count()
    }

    /// Characters before the caret.
    pub fn caret(&self) -> usize {
        self.input.cursor()
    }

    fn wipe(&mut self) {
        let mut text: String = mem::take(&mut self.input).into();
        text.zeroize();
    }
}

/// Whether a request keeps what it removes.
#[derive(Clone, Copy)]
enum Cuts {
    Nothing,
    Text,
}

fn cuts(request: InputRequest) -> Cuts {
    match request {
        InputRequest::DeletePrevWord
        | InputRequest::DeleteNextWord
        | InputRequest::DeleteLine
        | InputRequest::DeleteTillEnd
        | InputRequest::DeleteFromStart
        | InputRequest::Yank => Cuts::Text,
        InputRequest::SetCursor(_)
        | InputRequest::InsertChar(_)
        | InputRequest::GoToPrevChar
        | InputRequest::GoToNextChar
        | InputRequest::GoToPrevWord
        | InputRequest::GoToNextWord
        | InputRequest::GoToStart
        | InputRequest::GoToEnd
        | InputRequest::DeletePrevChar
        | InputRequest::DeleteNextChar => Cuts::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use tui_input::InputRequest;

    use super::{Edit, Kind, Outcome};

    #[test]
    fn debug_says_nothing() {
        assert_eq!(format!("{:?}", Edit::new(Kind::Plain, "canary")), "(redacted)");
    }

    #[test]
    fn a_cut_in_a_masked_field_removes_all_and_keeps_nothing() {
        let mut edit = Edit::new(Kind::Masked, "two words");
        assert_eq!(edit.apply(InputRequest::DeletePrevWord), Outcome::Changed);
        assert_eq!(edit.apply(InputRequest::Yank), Outcome::Same);
        assert_eq!(edit.text(), "");
    }

    #[test]
    fn a_cleaned_text_keeps_the_caret_at_its_end_or_in_its_place() {
        let mut edit = Edit::new(Kind::Plain, " acme ");
        edit.set("acme");
        assert_eq!(edit.caret(), 4);
        let _ = edit.apply(InputRequest::GoToStart);
        edit.set("acme-2");
        assert_eq!(edit.caret(), 0);
    }
}
