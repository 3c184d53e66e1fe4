//! What each key means in each mode. The footer and the help are made from these tables.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::InputRequest;

use crate::wizard::event::Button;

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
    pub hint: &'static str,
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

const fn footer(keys: &'static [Key], action: Action, name: &'static str, hint: &'static str) -> Binding {
    Binding { keys, action, name, hint, place: Place::Footer }
}

const fn help(keys: &'static [Key], action: Action, name: &'static str, hint: &'static str) -> Binding {
    Binding { keys, action, name, hint, place: Place::Help }
}

const fn press(keys: &'static [Key], button: Button, name: &'static str) -> Binding {
    footer(keys, Action::Press(button), name, "")
}

const fn edit(keys: &'static [Key], request: InputRequest, name: &'static str, hint: &'static str) -> Binding {
    help(keys, Action::Edit(request), name, hint)
}

/// Keys that mean the same everywhere.
const EVERYWHERE: &[Binding] = &[
    help(&[control('c')], Action::Leave, "Ctrl-C", "leave (twice, when something was entered)"),
    help(&[control('l')], Action::Redraw, "Ctrl-L", "draw everything again"),
    help(&[control('t'), key(KeyCode::F(4))], Action::Toggle, "Ctrl-T/F4", "ASCII signs or line drawing"),
    help(&[control('z')], Action::Suspend, "Ctrl-Z", "to the shell; fg comes back"),
];

const FIELD: &[Binding] = &[
    footer(&[key(KeyCode::Enter)], Action::Accept, "Enter", "next"),
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Tab", "move"),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "Shift-Tab", "move back"),
    footer(&[key(KeyCode::Esc), control('p')], Action::Back, "Esc", "back"),
    footer(&[control('n')], Action::Next, "Ctrl-N", "next step"),
    press(&[key(KeyCode::F(2))], Button::FillSandbox, "F2"),
    press(&[key(KeyCode::F(3))], Button::Reveal, "F3"),
    footer(&[control('o')], Action::Copy, "Ctrl-O", "copy out"),
    footer(&[key(KeyCode::F(1))], Action::Help, "F1", "help"),
    edit(&[key(KeyCode::Backspace)], InputRequest::DeletePrevChar, "Backspace", "delete before the caret"),
    edit(&[key(KeyCode::Delete), control('d')], InputRequest::DeleteNextChar, "Delete", "delete at the caret"),
    edit(&[control('u')], InputRequest::DeleteLine, "Ctrl-U", "empty the field"),
    edit(&[control('w')], InputRequest::DeletePrevWord, "Ctrl-W", "delete a word"),
    edit(&[control('k')], InputRequest::DeleteTillEnd, "Ctrl-K", "delete to the end"),
    edit(&[control('y')], InputRequest::Yank, "Ctrl-Y", "put back what was deleted"),
    edit(&[key(KeyCode::Left), control('b')], InputRequest::GoToPrevChar, "Left/Right", "move the caret"),
    edit(&[key(KeyCode::Right), control('f')], InputRequest::GoToNextChar, "", ""),
    edit(&[with_control(KeyCode::Left), alt('b')], InputRequest::GoToPrevWord, "Ctrl-Left/Right", "move by words"),
    edit(&[with_control(KeyCode::Right), alt('f')], InputRequest::GoToNextWord, "", ""),
    edit(&[key(KeyCode::Home), control('a')], InputRequest::GoToStart, "Home/End", "to the start or the end"),
    edit(&[key(KeyCode::End), control('e')], InputRequest::GoToEnd, "", ""),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", "scroll"),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", ""),
];

const ITEMS: &[Binding] = &[
    footer(&[key(KeyCode::Enter)], Action::Accept, "Enter", "choose"),
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Tab", "move"),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "Shift-Tab", "move back"),
    footer(&[key(KeyCode::Esc), control('p')], Action::Back, "Esc", "back"),
    footer(&[control('n')], Action::Next, "Ctrl-N", "next step"),
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
    press(&[char('u')], Button::UsePasted, "u"),
    press(&[char('d')], Button::DropPasted, "d"),
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
    footer(&[control('o')], Action::Copy, "Ctrl-O", "copy out"),
    footer(&[char('?'), key(KeyCode::F(1))], Action::Help, "?", "help"),
    help(&[char(' ')], Action::Tick, "Space", "tick or choose"),
    help(&[key(KeyCode::Left)], Action::Left, "Left/Right", "from button to button"),
    help(&[key(KeyCode::Right)], Action::Right, "", ""),
    help(&[key(KeyCode::Home)], Action::First, "Home/End", "to the first or the last"),
    help(&[key(KeyCode::End)], Action::Last, "", ""),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", "scroll"),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", ""),
];

const TABLE: &[Binding] = &[
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Up/Down", "rows"),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "", ""),
    footer(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", "pages"),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", ""),
    footer(&[char('/')], Action::Search, "/", "search"),
    footer(&[char('o')], Action::Sort, "o", "sort"),
    footer(&[key(KeyCode::Esc), key(KeyCode::Enter), char('q'), control('p')], Action::Back, "Esc", "close"),
    footer(&[char('?'), key(KeyCode::F(1))], Action::Help, "?", "help"),
    help(&[key(KeyCode::Home)], Action::First, "Home/End", "first or last row"),
    help(&[key(KeyCode::End)], Action::Last, "", ""),
];

const SEARCH: &[Binding] = &[
    footer(&[key(KeyCode::Enter)], Action::Accept, "Enter", "keep"),
    footer(&[key(KeyCode::Down)], Action::Forward, "Up/Down", "rows"),
    help(&[key(KeyCode::Up)], Action::Backward, "", ""),
    footer(&[key(KeyCode::Esc), control('p')], Action::Back, "Esc", "end search"),
    footer(&[key(KeyCode::F(1))], Action::Help, "F1", "help"),
    edit(&[key(KeyCode::Backspace)], InputRequest::DeletePrevChar, "Backspace", "delete before the caret"),
    edit(&[key(KeyCode::Delete)], InputRequest::DeleteNextChar, "Delete", "delete at the caret"),
    edit(&[control('u')], InputRequest::DeleteLine, "Ctrl-U", "empty the text"),
    edit(&[control('w')], InputRequest::DeletePrevWord, "Ctrl-W", "delete a word"),
    edit(&[key(KeyCode::Left)], InputRequest::GoToPrevChar, "Left/Right", "move the caret"),
    edit(&[key(KeyCode::Right)], InputRequest::GoToNextChar, "", ""),
    edit(&[key(KeyCode::Home), control('a')], InputRequest::GoToStart, "Home/End", "to the start or the end"),
    edit(&[key(KeyCode::End), control('e')], InputRequest::GoToEnd, "", ""),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", "pages"),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", ""),
];

const LEAF: &[Binding] = &[
    footer(&[key(KeyCode::Esc), key(KeyCode::Enter), char('q'), char(' '), control('p')], Action::Back, "Esc", "close"),
    footer(&[key(KeyCode::Tab), key(KeyCode::Right)], Action::Right, "Tab", "next row"),
    help(&[key(KeyCode::BackTab), key(KeyCode::Left)], Action::Left, "Shift-Tab", "the row before"),
    footer(&[key(KeyCode::Down)], Action::Forward, "Up/Down", "scroll"),
    help(&[key(KeyCode::Up)], Action::Backward, "", ""),
    press(&[char('r')], Button::RetryRight, "r"),
    press(&[char('c')], Button::Confirm, "c"),
    footer(&[control('o')], Action::Copy, "Ctrl-O", "copy out"),
    footer(&[char('?'), key(KeyCode::F(1))], Action::Help, "?", "help"),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "PgUp/PgDn", "pages"),
    help(&[key(KeyCode::PageDown)], Action::PageDown, "", ""),
];

const HELP: &[Binding] = &[
    footer(
        &[key(KeyCode::Esc), key(KeyCode::Enter), char('q'), char('?'), key(KeyCode::F(1)), control('p')],
        Action::Back,
        "Esc",
        "close the help",
    ),
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Up/Down", "scroll"),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "", ""),
    help(&[key(KeyCode::PageUp)], Action::PageUp, "", ""),
    help(&[key(KeyCode::PageDown), char(' ')], Action::PageDown, "", ""),
];

const COPY: &[Binding] = &[
    footer(&[key(KeyCode::Enter)], Action::Accept, "Enter", "send to your terminal"),
    footer(&[key(KeyCode::Down), key(KeyCode::Tab)], Action::Forward, "Up/Down", "move"),
    help(&[key(KeyCode::Up), key(KeyCode::BackTab)], Action::Backward, "", ""),
    footer(&[key(KeyCode::Esc), char('q'), control('p'), control('o')], Action::Back, "Esc", "close"),
    footer(&[char('?'), key(KeyCode::F(1))], Action::Help, "?", "help"),
    help(&[key(KeyCode::Home), key(KeyCode::PageUp)], Action::First, "Home/End", "to the first or the last"),
    help(&[key(KeyCode::End), key(KeyCode::PageDown)], Action::Last, "", ""),
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
