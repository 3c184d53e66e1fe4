//! What can have the focus, in order: the items of the body, then the buttons.

use super::{
    field,
    view::{body, bottom, leaf},
};
use crate::wizard::{
    event::{Button, ItemId},
    screen::{FieldItem, FieldText, FindingItem, FindingState, Item, Mark, Screen},
};

/// Where the focus and the scroll of a screen are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// What has the focus.
    pub focus: Option<ItemId>,
    /// The item that had it last; what buttons are about.
    pub current: Option<ItemId>,
    /// The first line of the body that is shown.
    pub top: usize,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Down, right, Tab.
    On,
    /// Up, left, Shift-Tab.
    Back,
}

/// The items that can have the focus.
pub fn items(screen: &Screen) -> Vec<ItemId> {
    screen.items.iter().filter_map(body::id).cloned().collect()
}

/// Everything that can have the focus.
pub fn stops(screen: &Screen) -> Vec<ItemId> {
    let buttons = bottom::in_order(&screen.buttons).into_iter().map(|it| ItemId::Button(it.button));
    items(screen).into_iter().chain(buttons).collect()
}

/// The stop after or before `from`, around the ends.
pub fn step(screen: &Screen, from: Option<&ItemId>, way: Way) -> Option<ItemId> {
    let stops = stops(screen);
    let last = stops.len().checked_sub(1)?;
    let next = match (stops.iter().position(|it| Some(it) == from), way) {
        (None, Way::On) => 0,
        (None, Way::Back) => last,
        (Some(at), Way::On) => (at + 1) % stops.len(),
        (Some(at), Way::Back) => at.checked_sub(1).unwrap_or(last),
    };
    stops.into_iter().nth(next)
}

/// The end: of the items while one has the focus, then of everything.
pub fn last(screen: &Screen, from: Option<&ItemId>) -> Option<ItemId> {
    let items = items(screen);
    let is_before = items.iter().rev().skip(1).any(|it| Some(it) == from);
    if is_before { items.into_iter().next_back() } else { stops(screen).pop() }
}

/// The button that most people press next: the safe answer to a question, the one that mends
/// what failed, else the one that goes on.
pub fn main_button(screen: &Screen) -> Option<ItemId> {
    let has = |button: Button| screen.buttons.iter().any(|it| it.button == button).then_some(button);
    let ahead = || screen.buttons.iter().map(|it| it.button).find(|it| *it != Button::Back);
    let any = || screen.buttons.first().map(|it| it.button);
    let wanted = [Button::No, Button::Mend, Button::Next].into_iter().find_map(has).or_else(ahead).or_else(any);
    wanted.map(ItemId::Button)
}

/// The finding that most needs a look.
pub fn worst(screen: &Screen) -> Option<ItemId> {
    let with = |states: &[FindingState]| {
        screen.items.iter().find_map(|it| match it {
            Item::Finding(finding) if states.contains(&finding.state) => Some(finding.id.clone()),
            Item::Finding(_)
            | Item::Choice { .. }
            | Item::Text { .. }
            | Item::Heading(_)
            | Item::Verbatim(_)
            | Item::Tick { .. }
            | Item::Field(_)
            | Item::List { .. }
            | Item::Row(_)
            | Item::Connection { .. } => None,
        })
    };
    let beyond = || {
        let is_beyond = |it: &Item| matches!(it, Item::Finding(FindingItem { id: ItemId::Excess, .. }));
        screen.items.iter().any(is_beyond).then_some(ItemId::Excess)
    };
    with(&[FindingState::Bad, FindingState::Partial]).or_else(|| with(&[FindingState::Unclear])).or_else(beyond)
}

/// Says whether a button is about the row that had the focus last: only what cannot be checked can be confirmed by hand.
pub fn is_about(screen: &Screen, current: Option<&ItemId>, button: Button) -> bool {
    if button != Button::Confirm {
        return true;
    }
    let row = current.and_then(|id| leaf::find(screen, id));
    row.is_some_and(|it| matches!(it.state, FindingState::Unclear | FindingState::Confirmed))
}

/// Says whether the screen asks something before it goes on.
pub fn asks(screen: &Screen) -> bool {
    screen.buttons.iter().any(|it| it.button == Button::Yes)
}

/// Where a person most likely wants to start: at what is wrong, what is chosen, what is empty; at the main button when
/// there is only something to look at.
pub fn first(screen: &Screen) -> Option<ItemId> {
    let wrong = field::fields(screen).find(|it| it.problem.is_some()).map(|it| it.id.clone());
    let chosen = || {
        screen.items.iter().find_map(|it| match it {
            Item::Choice { id, mark: Mark::On, .. } => Some(id.clone()),
            Item::Choice { .. }
            | Item::Text { .. }
            | Item::Heading(_)
            | Item::Verbatim(_)
            | Item::Tick { .. }
            | Item::Field(_)
            | Item::Finding(_)
            | Item::List { .. }
            | Item::Row(_)
            | Item::Connection { .. } => None,
        })
    };
    // A secret that is still to be typed comes before what is chosen already.
    let secret = || {
        let is_secret = |it: &&FieldItem| matches!(it.text, FieldText::Masked { .. });
        field::fields(screen).filter(is_secret).find(|it| field::is_empty(it)).map(|it| it.id.clone())
    };
    let secret = || secret().filter(|_| chosen().is_some());
    let empty = || field::fields(screen).find(|it| field::is_empty(it)).map(|it| it.id.clone());
    let any = || items(screen).into_iter().next();
    if only_findings(screen) {
        return main_button(screen).or_else(any);
    }
    wrong.or_else(secret).or_else(chosen).or_else(empty).or_else(any).or_else(|| main_button(screen))
}

fn only_findings(screen: &Screen) -> bool {
    screen.items.iter().all(|it| body::id(it).is_none() || matches!(it, Item::Finding(_)))
}

/// Says whether everything on the screen that can have the focus is one of several to choose from.
pub fn only_choices(screen: &Screen) -> bool {
    screen.items.iter().all(|it| body::id(it).is_none() || matches!(it, Item::Choice { .. }))
}
