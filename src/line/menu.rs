//! What can be done on a screen once its questions are answered, the likeliest first. Values in, values out.

use crate::{
    wizard::{
        event::{Button, Event, ItemId},
        screen::{ButtonHint, FindingItem, FindingState, Item, Screen, ScreenName},
    },
    words,
};

use super::question::{is_about_a_row, wants_a_yes};

/// One thing that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub label: String,
    /// What it does.
    pub does: Does,
}

/// What an entry does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Tells the wizard.
    Tell(Event),
    /// Asks which row first.
    Ask(Wanted),
    /// Opens a list.
    Open(ItemId),
}

/// What a row is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// For this button.
    Press(Button),
    /// To tell everything that is known of it.
    Details,
}

/// The entries; the first is what Enter takes. With a row, what can be done with that.
pub fn entries(screen: &Screen, about: Option<&ItemId>) -> Vec<Entry> {
    let has_rows = screen.items.iter().any(|it| matches!(it, Item::Connection { .. }));
    let is_here = |it: &&ButtonHint| match (about, has_rows && !wants_a_yes(screen)) {
        (Some(_), _) => is_about_a_row(screen.name, it.button),
        (None, true) => !is_about_a_row(screen.name, it.button),
        (None, false) => {
            screen.name != ScreenName::Home || wants_a_yes(screen) || !is_about_a_row(screen.name, it.button)
        }
    };
    let mut hints: Vec<_> = screen.buttons.iter().filter(is_here).collect();
    // Those in the order of the screen, but for the one that Enter takes and the way back.
    let main = main(&hints);
    hints.sort_by_key(|it| (Some(it.button) != main, it.button == Button::Back));
    let entry = |it: &ButtonHint| {
        let does = if matches!(it.button, Button::RetryRight | Button::Confirm) {
            Does::Ask(Wanted::Press(it.button))
        } else {
            Does::Tell(Event::Pressed { button: it.button, on: about.cloned() })
        };
        Entry { label: it.label.clone(), does }
    };
    let mut entries: Vec<_> = hints.into_iter().map(entry).collect();
    if !wants_a_yes(screen) {
        entries.extend(screen.items.iter().filter_map(open));
        if !rows(screen, Wanted::Details).is_empty() {
            entries.push(Entry { label: words::say("line-details").into(), does: Does::Ask(Wanted::Details) });
        }
    }
    entries
}

fn open(item: &Item) -> Option<Entry> {
    let Item::List { id, label, table, .. } = item else { return None };
    let entry = Entry { label: words::with("line-open", &[("label", label.into())]), does: Does::Open(id.clone()) };
    (!table.rows.is_empty()).then_some(entry)
}

/// What most people do next: the safe answer to a question, what was pasted, what mends, else what goes on.
fn main(hints: &[&ButtonHint]) -> Option<Button> {
    let has = |button: Button| hints.iter().any(|it| it.button == button).then_some(button);
    let wanted = [Button::No, Button::UsePasted, Button::Mend, Button::Next].into_iter().find_map(has);
    wanted.or_else(|| hints.iter().map(|it| it.button).find(|it| *it != Button::Back))
}

/// The rows that can be wanted for something, those first that need a look.
pub fn rows(screen: &Screen, wanted: Wanted) -> Vec<&FindingItem> {
    let findings = screen.items.iter().filter_map(|it| if let Item::Finding(it) = it { Some(it) } else { None });
    let mut rows: Vec<_> = findings.filter(|it| fits(it, wanted)).collect();
    rows.sort_by_key(|it| match it.state {
        FindingState::Bad | FindingState::Partial => 0,
        FindingState::Unclear => 1,
        FindingState::Waiting
        | FindingState::NotReached
        | FindingState::Busy
        | FindingState::Good
        | FindingState::Confirmed
        | FindingState::Skipped => 2,
    });
    rows
}

fn fits(it: &FindingItem, wanted: Wanted) -> bool {
    let is_known = !matches!(it.state, FindingState::Waiting | FindingState::NotReached | FindingState::Busy);
    let is_open = matches!(it.state, FindingState::Unclear | FindingState::Confirmed);
    match wanted {
        Wanted::Press(Button::RetryRight) => matches!(it.id, ItemId::Right(_)),
        Wanted::Press(_) => is_open && matches!(it.id, ItemId::Right(_) | ItemId::Sight(_)),
        Wanted::Details => is_known,
    }
}
