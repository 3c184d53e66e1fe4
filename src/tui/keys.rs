//! What each key means in each mode. The footer and the help are made from these tables.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::InputRequest;

use crate::{
    wizard::event::Button,
    words::{Word, word},
};

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The focus goes on.
    Forward,
    /// The focus goes back.
    Backward,
    /// To the button on the left, or the one on the right.
    Left,
    /// The same to the right.
    Right,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Chooses, opens, presses, or goes on.
    Accept,
    /// Ticks or chooses.
    Tick,
    /// Back: closes what is open, else goes a step back.
    Back,
    /// The next step.
    Next,
    /// A button of the screen, if it has it.
    Press(Button),
    /// Changes the text of a field.
    Edit(InputRequest),
    /// Looks for rows.
    Search,
    /// Sorts by the next column or direction.
    Sort,
    /// Shows or hides the help.
    Help,
    /// Draws everything again.
    Redraw,
    /// Other signs.
    Toggle,
    /// What is worth taking along, on a page of its own.
    Copy,
    /// Leaves; asks when something would be lost.
    Leave,
    /// Stops the program until the shell wakes it.
    Suspend,
}

/// Where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Into a text field.
    Field,
    /// To the items and buttons.
    Items,
    /// To the rows of an opened list.
    Table,
    /// Into the search text of an opened list.
    Search,
    /// To the opened finding.
    Leaf,
    /// To the help.
    Help,
    /// To the texts that can be taken along.
    Copy,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Which.
    pub code: KeyCode,
    /// Held with it.
    pub with: KeyModifiers,
}

/// Keys that mean the same.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Any of them.
    pub keys: &'static [Key],
    /// What they mean.
    pub action: Action,
    /// How they are written: `Up/Down`; empty where another binding names them too.
    pub name: &'static str,
    /// What they do, in one or two words; a button's own label is used instead, and its key is shown only where the
    /// screen has it.
    pub hint: Word,
    /// Where it is shown.
    pub place: Place,
}

/// Where a binding is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the footer and the help.
    Footer,
    /// In the help only.
    Help,
}

const fn key(code: KeyCode) -> Key {
    Key { code, with: KeyModifiers::NONE }
}

const fn char(c: char) -> Key {
    key(KeyCode::Char(c))
}

const fn control(c: char) -> Key {
    Key { code: KeyCode::Char(c), with: KeyModifiers::CONTROL }
}

const fn alt(c: char) -> Key {
    Key { code: KeyCode::Char(c), with: KeyModifiers::ALT }
}

const fn with_control(code: KeyCode) -> Key {
    Key { code, with: KeyModifiers::CONTROL }
}

const fn footer(keys: &'static [Key], action: Action, name: &'static str, hint: Word) -> Binding {
    Binding { keys, action, name, hint, place: Place::Footer }
}

const fn help(keys: &'static [Key], action: Action, name: &'static str, hint: Word) -> Binding {
    Binding { keys, action, name, hint, place: Place::Help }
}

const fn press(keys: &'static [Key], button: Button, name: &'static str) -> Binding {
    footer(keys, Action::Press(button), name, Word::NONE)
}

const fn edit(keys: &'static [Key], request: InputRequest, name: &'static str, hint: Word) -> Binding {
    help(keys, Action::Edit(request), name, hint)
}

/// Keys that mean the same everywhere.
const EVERYWHERE: &[Binding] = &[
    help(&[control('c')], Action::Leave, "Ctrl-C", word("key-leave")),
    help(&[control('l')], Action::Redraw, "Ctrl-L", word("key-redraw")),
    help(&[control('t'), key(KeyCode::F(4))], Action::Toggle, "Ctrl-T/F4", word("key-signs")),
    help(&[control('z')], Action::Suspend, "Ctrl-Z", word("key-shell")),
];

const FIELD: &[Binding] = &[
    footer(&[key(KeyCode::Enter)], Action::Accept, "Enter", word("key-next")),
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Tab", word("key-move")),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "Shift-Tab", word("key-move-back")),
    footer(&[key(KeyCode::Esc), control('p')], Action::Back, "Esc", word("key-back")),
    footer(&[control('n')], Action::Next, "Ctrl-N", word("key-next-step")),
    press(&[key(KeyCode::F(2))], Button::FillSandbox, "F2"),
    press(&[key(KeyCode::F(3))], Button::Reveal, "F3"),
    press(&[key(KeyCode::F(5))], Button::UsePasted, "F5"),
    press(&[key(KeyCode::F(6))], Button::Swap, "F6"),
    footer(&[control('o')], Action::Copy, "Ctrl-O", word("key-copy-out")),
    footer(&[key(KeyCode::F(1))], Action::Help, "F1", word("key-help")),
    edit(&[key(KeyCode::Backspace)], InputRequest::DeletePrevChar, "Backspace", word("key-delete-before")),
    edit(&[key(KeyCode::Delete), control('d')], InputRequest::DeleteNextChar, "Delete", word("key-delete-at")),
    edit(&[control('u')], InputRequest::DeleteLine, "Ctrl-U", word("key-empty-field")),
    edit(&[control('w')], InputRequest::DeletePrevWord, "Ctrl-W", word("key-delete-word")),
    edit(&[control('k')], InputRequest::DeleteTillEnd, "Ctrl-K", word("key-delete-to-end")),
    edit(&[control('y')], InputRequest::Yank, "Ctrl-Y", word("key-put-back")),
    edit(&[key(KeyCode::Left), control('b')], InputRequest::GoToPrevChar, "Left/Right", word("key-caret")),
    edit(&[key(KeyCode::Right), control('f')], InputRequest::GoToNextChar, "", Word::NONE),
    edit(
        &[with_control(KeyCode::Left), alt('b')],
        InputRequest::GoToPrevWord,
        "Ctrl-Left/Right",
        word("key-caret-by-words"),
    ),
    edit(&[with_control(KeyCode::Right), alt('f')], InputRequest::GoToNextWord, "", Word::NONE),
    edit(&[key(KeyCode::Home), control('a')], InputRequest::GoToStart, "Home/End", word("key-start-or-end")),
    edit(&[key(KeyCode::End), control('e')], InputRequest::GoToEnd, "", Word::NONE),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", word("key-scroll")),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", Word::NONE),
];

const ITEMS: &[Binding] = &[
    footer(&[key(KeyCode::Enter)], Action::Accept, "Enter", word("key-choose")),
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Tab", word("key-move")),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "Shift-Tab", word("key-move-back")),
    footer(&[key(KeyCode::Esc), control('p')], Action::Back, "Esc", word("key-back")),
    footer(&[control('n')], Action::Next, "Ctrl-N", word("key-next-step")),
    press(&[char('y')], Button::Yes, "y"),
    press(&[char('n')], Button::No, "n"),
    press(&[char('T')], Button::Trust, "T"),
    press(&[char('U')], Button::Unpin, "U"),
    press(&[char('g')], Button::UseNewSite, "g"),
    press(&[char('a')], Button::ShowAll, "a"),
    press(&[char('r')], Button::RetryRight, "r"),
    press(&[char('R')], Button::RetryAll, "R"),
    press(&[char('c')], Button::Confirm, "c"),
    press(&[char('m')], Button::Mend, "m"),
    press(&[char('f')], Button::Find, "f"),
    press(&[char('w')], Button::WriteText, "w"),
    press(&[char('W')], Button::WriteMarkdown, "W"),
    press(&[char('s')], Button::Stop, "s"),
    press(&[char('u'), key(KeyCode::F(5))], Button::UsePasted, "u"),
    press(&[char('d')], Button::DropPasted, "d"),
    press(&[char('x'), key(KeyCode::F(6))], Button::Swap, "x"),
    press(&[key(KeyCode::F(2))], Button::FillSandbox, "F2"),
    press(&[char('v'), key(KeyCode::F(3))], Button::Reveal, "v"),
    press(&[char('n')], Button::New, "n"),
    press(&[char('t')], Button::Test, "t"),
    press(&[char('p')], Button::Pull, "p"),
    press(&[char('r')], Button::FromPsa, "r"),
    press(&[char('e')], Button::Edit, "e"),
    press(&[char('x'), key(KeyCode::Delete)], Button::Remove, "x"),
    press(&[char('k')], Button::Rotate, "k"),
    press(&[char('o')], Button::CheckOldKey, "o"),
    press(&[char('q')], Button::Quit, "q"),
    footer(&[control('o')], Action::Copy, "Ctrl-O", word("key-copy-out")),
    footer(&[char('?'), key(KeyCode::F(1))], Action::Help, "?", word("key-help")),
    help(&[char(' ')], Action::Tick, "Space", word("key-tick")),
    help(&[key(KeyCode::Left)], Action::Left, "Left/Right", word("key-buttons")),
    help(&[key(KeyCode::Right)], Action::Right, "", Word::NONE),
    help(&[key(KeyCode::Home)], Action::First, "Home/End", word("key-first-or-last")),
    help(&[key(KeyCode::End)], Action::Last, "", Word::NONE),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", word("key-scroll")),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", Word::NONE),
];

const TABLE: &[Binding] = &[
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Up/Down", word("key-rows")),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "", Word::NONE),
    footer(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", word("key-pages")),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", Word::NONE),
    footer(&[char('/')], Action::Search, "/", word("key-search")),
    footer(&[char('o')], Action::Sort, "o", word("key-sort")),
    footer(&[key(KeyCode::Esc), key(KeyCode::Enter), char('q'), control('p')], Action::Back, "Esc", word("key-close")),
    footer(&[char('?'), key(KeyCode::F(1))], Action::Help, "?", word("key-help")),
    help(&[key(KeyCode::Home)], Action::First, "Home/End", word("key-first-or-last-row")),
    help(&[key(KeyCode::End)], Action::Last, "", Word::NONE),
];

const SEARCH: &[Binding] = &[
    footer(&[key(KeyCode::Enter)], Action::Accept, "Enter", word("key-keep")),
    footer(&[key(KeyCode::Down)], Action::Forward, "Up/Down", word("key-rows")),
    help(&[key(KeyCode::Up)], Action::Backward, "", Word::NONE),
    footer(&[key(KeyCode::Esc), control('p')], Action::Back, "Esc", word("key-end-search")),
    footer(&[key(KeyCode::F(1))], Action::Help, "F1", word("key-help")),
    edit(&[key(KeyCode::Backspace)], InputRequest::DeletePrevChar, "Backspace", word("key-delete-before")),
    edit(&[key(KeyCode::Delete)], InputRequest::DeleteNextChar, "Delete", word("key-delete-at")),
    edit(&[control('u')], InputRequest::DeleteLine, "Ctrl-U", word("key-empty-text")),
    edit(&[control('w')], InputRequest::DeletePrevWord, "Ctrl-W", word("key-delete-word")),
    edit(&[key(KeyCode::Left)], InputRequest::GoToPrevChar, "Left/Right", word("key-caret")),
    edit(&[key(KeyCode::Right)], InputRequest::GoToNextChar, "", Word::NONE),
    edit(&[key(KeyCode::Home), control('a')], InputRequest::GoToStart, "Home/End", word("key-start-or-end")),
    edit(&[key(KeyCode::End), control('e')], InputRequest::GoToEnd, "", Word::NONE),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", word("key-pages")),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", Word::NONE),
];

const LEAF: &[Binding] = &[
    footer(
        &[key(KeyCode::Esc), key(KeyCode::Enter), char('q'), char(' '), control('p')],
        Action::Back,
        "Esc",
        word("key-close"),
    ),
    footer(&[key(KeyCode::Tab), key(KeyCode::Right)], Action::Right, "Tab", word("key-next-row")),
    help(&[key(KeyCode::BackTab), key(KeyCode::Left)], Action::Left, "Shift-Tab", word("key-row-before")),
    footer(&[key(KeyCode::Down)], Action::Forward, "Up/Down", word("key-scroll")),
    help(&[key(KeyCode::Up)], Action::Backward, "", Word::NONE),
    press(&[char('r')], Button::RetryRight, "r"),
    press(&[char('c')], Button::Confirm, "c"),
    footer(&[control('o')], Action::Copy, "Ctrl-O", word("key-copy-out")),
    footer(&[char('?'), key(KeyCode::F(1))], Action::Help, "?", word("key-help")),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", word("key-pages")),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", Word::NONE),
];

const HELP: &[Binding] = &[
    footer(
        &[key(KeyCode::Esc), key(KeyCode::Enter), char('q'), char('?'), key(KeyCode::F(1)), control('p')],
        Action::Back,
        "Esc",
        word("key-close-help"),
    ),
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Up/Down", word("key-scroll")),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "", Word::NONE),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "", Word::NONE),
    help(&[key(KeyCode::PageDown), char(' ')], Action::PageDown, "", Word::NONE),
];

const COPY: &[Binding] = &[
    footer(&[key(KeyCode::Enter)], Action::Accept, "Enter", word("key-send")),
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Up/Down", word("key-move")),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "", Word::NONE),
    footer(&[key(KeyCode::Esc), char('q'), control('p'), control('o')], Action::Back, "Esc", word("key-close")),
    footer(&[char('?'), key(KeyCode::F(1))], Action::Help, "?", word("key-help")),
    help(&[key(KeyCode::Home), key(KeyCode::PageUp)], Action::First, "Home/End", word("key-first-or-last")),
    help(&[key(KeyCode::End), key(KeyCode::PageDown)], Action::Last, "", Word::NONE),
];

/// The keys of a mode, most important first; those that mean the same everywhere are last.
pub fn bindings(mode: Mode) -> impl Iterator<Item = &'static Binding> {
    let own = match mode {
        Mode::Field => FIELD,
        Mode::Items => ITEMS,
        Mode::Table => TABLE,
        Mode::Search => SEARCH,
        Mode::Leaf => LEAF,
        Mode::Help => HELP,
        Mode::Copy => COPY,
    };
    own.iter().chain(EVERYWHERE)
}

/// The key that presses a button even while text is typed, as it is written.
pub fn function_key(button: Button) -> Option<&'static str> {
    let is_it =
        |it: &&Binding| it.action == Action::Press(button) && it.keys.iter().any(|it| matches!(it.code, KeyCode::F(_)));
    FIELD.iter().find(is_it).map(|it| it.name)
}

/// Says what a key means. `offered` says which buttons the screen has: the keys of the others mean nothing.
pub fn action(pressed: KeyEvent, mode: Mode, offered: impl Fn(Button) -> bool) -> Option<Action> {
    let pressed_key = Key { code: pressed.code, with: pressed.modifiers };
    let bound = bindings(mode).find(|it| it.keys.contains(&pressed_key) && stands(it.action, &offered));
    match (bound, mode, pressed.code.as_char()) {
        (Some(binding), ..) => Some(binding.action),
        (None, Mode::Field | Mode::Search, Some(c)) if pressed.modifiers.is_empty() => {
            Some(Action::Edit(InputRequest::InsertChar(c)))
        }
        (None, Mode::Field | Mode::Search | Mode::Items | Mode::Table | Mode::Leaf | Mode::Help | Mode::Copy, _) => {
            None
        }
    }
}

/// Says whether a binding means something on a screen with these buttons.
pub fn stands(action: Action, offered: &impl Fn(Button) -> bool) -> bool {
    match action {
        Action::Press(button) => offered(button),
        Action::Next => offered(Button::Next),
        Action::Forward
        | Action::Backward
        | Action::Left
        | Action::Right
        | Action::First
        | Action::Last
        | Action::PageUp
        | Action::PageDown
        | Action::Accept
        | Action::Tick
        | Action::Back
        | Action::Edit(_)
        | Action::Search
        | Action::Sort
        | Action::Help
        | Action::Redraw
        | Action::Toggle
        | Action::Copy
        | Action::Leave
        | Action::Suspend => true,
    }
}

#[cfg(test)]
mod tests;
