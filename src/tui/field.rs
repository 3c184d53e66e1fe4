//! The carets of a screen's fields, and what is just being typed into masked ones.

use std::collections::BTreeMap;

use tui_input::InputRequest;

use super::{
    edit::{Edit, Kind, Outcome},
    focus,
};
use crate::{
    model::secret::Secret,
    wizard::{
        event::{Button, ItemId},
        screen::{FieldItem, FieldText, Item, Screen},
    },
};

/// The edits of one screen.
///
/// A plain field's edit always holds what the screen says. A masked field has an edit only while it is typed into:
/// the screen does not carry its text, so an older copy could not be told from a newer one.
#[derive(Debug, Default)]
pub struct Fields {
    edits: BTreeMap<ItemId, Edit>,
}

impl Fields {
    /// Takes over what the wizard made of the texts.
    pub fn sync(&mut self, screen: &Screen) {
        let fields: Vec<_> = fields(screen).collect();
        self.edits.retain(|id, _| fields.iter().any(|it| it.id == *id));
        for field in fields {
            match &field.text {
                FieldText::Plain(text) => {
                    let edit = self.edits.entry(field.id.clone()).or_insert_with(|| Edit::new(Kind::Plain, text));
                    if edit.text() != text {
                        edit.set(text);
                    }
                }
                FieldText::Masked { chars, .. } => {
                    if self.edits.get(&field.id).is_some_and(|it| it.chars() != *chars) {
                        self.edits.remove(&field.id);
                    }
                }
            }
        }
    }

    /// Carries out a request in a field; gives its new text when that changed.
    pub fn apply(&mut self, field: &FieldItem, request: InputRequest) -> (Outcome, Option<Secret>) {
        let unknown = !self.edits.contains_key(&field.id);
        let edit = self.edits.entry(field.id.clone()).or_insert_with(|| Edit::new(kind(field), ""));
        let mut outcome = edit.apply(request);
        if unknown && deletes(request) {
            // What cannot be seen cannot be edited in part: it goes as a whole.
            outcome = Outcome::Changed;
        }
        match outcome {
            Outcome::Changed => (outcome, Some(edit.secret())),
            Outcome::Moved => (outcome, None),
            Outcome::Same => {
                if unknown {
                    self.edits.remove(&field.id);
                }
                (outcome, None)
            }
        }
    }

    /// Types a whole text into a field at once.
    pub fn type_all(&mut self, field: &FieldItem, text: &str) -> Option<Secret> {
        let (first, rest) = text.split_at(text.chars().next()?.len_utf8());
        let (_, typed) = self.apply(field, InputRequest::InsertChar(first.chars().next()?));
        // The rest at once: a secret made anew for each character of a long text would take its square of time.
        let edit = self.edits.get_mut(&field.id)?;
        let n_changed = rest.chars().filter(|c| edit.apply(InputRequest::InsertChar(*c)) == Outcome::Changed).count();
        if n_changed > 0 { Some(edit.secret()) } else { typed }
    }

    /// Drops what was typed into masked fields; the wizard has it.
    pub fn forget_secrets(&mut self, screen: &Screen) {
        for field in fields(screen).filter(|it| kind(it) == Kind::Masked) {
            self.edits.remove(&field.id);
        }
    }

    /// Characters before the caret of a field.
    pub fn caret(&self, id: &ItemId) -> Option<usize> {
        self.edits.get(id).map(Edit::caret)
    }

    /// Says whether a field's text is at hand, so that it can be edited and not only replaced.
    pub fn is_known(&self, id: &ItemId) -> bool {
        self.edits.contains_key(id)
    }
}

/// The fields of a screen.
pub fn fields(screen: &Screen) -> impl Iterator<Item = &FieldItem> {
    screen.items.iter().filter_map(|it| match it {
        Item::Field(field) => Some(field),
        Item::Text { .. }
        | Item::Heading(_)
        | Item::Verbatim(_)
        | Item::Choice { .. }
        | Item::Tick { .. }
        | Item::Finding(_)
        | Item::List { .. }
        | Item::Row(_)
        | Item::Connection { .. } => None,
    })
}

/// What Enter does in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enter {
    /// It presses a button.
    Presses(Button),
    /// The focus goes on, where there is something to go on to.
    GoesOn(Option<ItemId>),
}

/// What Enter does in the field that has the focus: what that field says, else it goes to the next field, from the last
/// one on to the next step.
pub fn enter(screen: &Screen, focus: Option<&ItemId>) -> Enter {
    let mut rest = fields(screen).skip_while(|it| Some(&it.id) != focus);
    let own = rest.next().and_then(|it| it.on_enter);
    match (own, rest.next()) {
        (Some(button), _) => Enter::Presses(button),
        (None, Some(next)) => Enter::GoesOn(Some(next.id.clone())),
        (None, None) if screen.buttons.iter().any(|it| it.button == Button::Next) => Enter::Presses(Button::Next),
        (None, None) => Enter::GoesOn(focus::main_button(screen)),
    }
}

/// Says whether a field holds nothing.
pub fn is_empty(field: &FieldItem) -> bool {
    match &field.text {
        FieldText::Plain(text) => text.is_empty(),
        FieldText::Masked { chars, .. } => *chars == 0,
    }
}

fn kind(field: &FieldItem) -> Kind {
    match &field.text {
        FieldText::Plain(_) => Kind::Plain,
        FieldText::Masked { .. } => Kind::Masked,
    }
}

fn deletes(request: InputRequest) -> bool {
    match request {
        InputRequest::DeletePrevChar
        | InputRequest::DeleteNextChar
        | InputRequest::DeletePrevWord
        | InputRequest::DeleteNextWord
        | InputRequest::DeleteLine
        | InputRequest::DeleteTillEnd
        | InputRequest::DeleteFromStart => true,
        InputRequest::SetCursor(_)
        | InputRequest::InsertChar(_)
        | InputRequest::GoToPrevChar
        | InputRequest::GoToNextChar
        | InputRequest::GoToPrevWord
        | InputRequest::GoToNextWord
        | InputRequest::GoToStart
        | InputRequest::GoToEnd
        | InputRequest::Yank => false,
    }
}
