//! What each action does.

use tokio::time::Instant;

use super::{App, Dirty, Stake, Turn};
use crate::{
    face::{Driver, Ending, Machine},
    model::{fault::ExitCode, table::Table},
    tui::{
        browse::Browse,
        field::{self, Enter},
        focus::{self, Way},
        input::Given,
        keys::{self, Action, Mode},
        view::{
            bottom,
            leaf::{self, Leaf},
        },
    },
    wizard::{
        event::{Button, Event, ItemId},
        screen::{Item, Mark, ScreenName},
    },
    words,
};

impl<M: Machine, D: Driver> App<M, D> {
    /// Does what a person did.
    pub(super) fn take(&mut self, given: Given, now: Instant) {
        match given {
            Given::Key(key) => {
                let action = keys::action(key, self.mode(), |it| self.offers(it));
                if self.message.take().is_some() {
                    self.dirty = self.dirty.max(Dirty::Now);
                }
                if self.stake == Stake::Asked && action != Some(Action::Leave) {
                    self.stake = Stake::Answers;
                }
                if let Some(action) = action {
                    self.act(action, now);
                }
            }
            Given::Run(text) => self.run_of(&text, now),
            Given::LateEnter => self.leave_enter_out(),
            Given::Paste(text) => self.paste(&text, now),
            Given::TooLong => self.say(words::say("paste-too-long").to_owned()),
            Given::Woken => self.turn = Some(Turn::Ours),
            Given::Resized => self.dirty = self.dirty.max(Dirty::Now),
        }
    }

    fn offers(&self, button: Button) -> bool {
        let of_leaf = |leaf: &Leaf| leaf::find(&self.screen, &leaf.id).is_some_and(|it| leaf::offers(it, button));
        self.screen.buttons.iter().any(|it| it.button == button) && self.leaf.as_ref().is_none_or(of_leaf)
    }

    pub(super) fn act(&mut self, action: Action, now: Instant) {
        match action {
            Action::Leave => self.leave(),
            Action::Redraw => self.dirty = Dirty::All,
            Action::Toggle => {
                self.looks = self.looks.toggled();
                (self.keep_looks)(self.looks);
                self.dirty = Dirty::All;
            }
            Action::Suspend => self.turn = Some(Turn::Shell),
            Action::Copy => self.open_copy(),
            Action::Help => self.set_help(Some(0)),
            Action::Press(button) => self.press(button, now),
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
            | Action::Next
            | Action::Edit(_)
            | Action::Search
            | Action::Sort => match self.mode() {
                Mode::Help => self.act_in_help(action),
                Mode::Table | Mode::Search => self.act_in_table(action),
                Mode::Leaf => self.act_in_leaf(action, now),
                Mode::Copy => self.act_in_copy(action),
                Mode::Field | Mode::Items => self.act_on_screen(action, now),
            },
        }
    }

    fn leave(&mut self) {
        match self.stake {
            Stake::Nothing | Stake::Asked => self.ending = Some(Ending::Exit(ExitCode::Cancelled)),
            Stake::Answers => {
                self.stake = Stake::Asked;
                let says = match self.screen.name {
                    ScreenName::Drafts
                    | ScreenName::Home
                    | ScreenName::Pull
                    | ScreenName::Unlock
                    | ScreenName::Done => words::say("leave-again"),
                    ScreenName::Psa
                    | ScreenName::Integration
                    | ScreenName::Site
                    | ScreenName::Guide
                    | ScreenName::Login
                    | ScreenName::Test
                    | ScreenName::Preview
                    | ScreenName::Save => words::say("leave-again-unsaved"),
                };
                self.say(says.to_owned());
            }
        }
    }

    pub(super) fn say(&mut self, message: String) {
        self.message = Some(message);
        self.dirty = self.dirty.max(Dirty::Now);
    }

    fn act_in_table(&mut self, action: Action) {
        let Some(browse) = &mut self.open else { return };
        let empty = Table::default();
        let table = self
            .screen
            .items
            .iter()
            .find_map(|it| match it {
                Item::List { id, table, .. } if *id == browse.list => Some(table),
                Item::List { .. }
                | Item::Text { .. }
                | Item::Heading(_)
                | Item::Verbatim(_)
                | Item::Choice { .. }
                | Item::Tick { .. }
                | Item::Field(_)
                | Item::Finding(_)
                | Item::Row(_)
                | Item::Connection { .. } => None,
            })
            .unwrap_or(&empty);
        let page = self.page.max(2) - 1;
        self.dirty = self.dirty.max(Dirty::Now);
        match action {
            Action::Forward => browse.go(browse.at + 1, table),
            Action::Backward => browse.go(browse.at.saturating_sub(1), table),
            Action::PageDown => browse.go(browse.at + page, table),
            Action::PageUp => browse.go(browse.at.saturating_sub(page), table),
            Action::First => browse.go(0, table),
            Action::Last => browse.go(usize::MAX, table),
            Action::Search => browse.start_search(),
            Action::Sort => browse.cycle_sort(table.columns.len()),
            Action::Accept => browse.keep_search(),
            Action::Back if browse.is_searching() || !browse.search().is_empty() => browse.end_search(),
            Action::Back => self.open = None,
            Action::Edit(request) => {
                let _ = browse.edit(request);
            }
            Action::Left
            | Action::Right
            | Action::Tick
            | Action::Next
            | Action::Press(_)
            | Action::Help
            | Action::Redraw
            | Action::Toggle
            | Action::Copy
            | Action::Leave
            | Action::Suspend => {}
        }
    }

    fn act_on_screen(&mut self, action: Action, now: Instant) {
        let focus = self.spot.focus.clone();
        match action {
            Action::Forward if self.reads_on(Way::On) => {}
            Action::Backward if self.reads_on(Way::Back) => {}
            Action::Forward => self.focus_on(focus::step(&self.screen, focus.as_ref(), Way::On), now),
            Action::Backward => self.focus_on(focus::step(&self.screen, focus.as_ref(), Way::Back), now),
            Action::Left => self.along_buttons(Way::Back, now),
            Action::Right => self.along_buttons(Way::On, now),
            Action::First => self.focus_on(focus::stops(&self.screen).into_iter().next(), now),
            Action::Last => self.focus_on(focus::last(&self.screen, focus.as_ref()), now),
            Action::PageUp => self.page(Way::Back, now),
            Action::PageDown => self.page(Way::On, now),
            Action::Accept => self.accept(now),
            Action::Tick => self.tick(now),
            Action::Back => self.back(now),
            Action::Next => self.press(Button::Next, now),
            Action::Edit(request) => self.edit(request, now),
            Action::Search
            | Action::Sort
            | Action::Press(_)
            | Action::Help
            | Action::Redraw
            | Action::Toggle
            | Action::Copy
            | Action::Leave
            | Action::Suspend => {}
        }
    }

    /// Shows the rest of an item that is taller than the page, before the focus goes on. Gives whether there was any.
    fn reads_on(&mut self, way: Way) -> bool {
        let step = self.page.max(2) - 1;
        let rest = std::mem::take(&mut self.hidden);
        let (on, back) = match way {
            Way::On => (rest.below.min(step), 0),
            Way::Back => (0, rest.above.min(step)),
        };
        if on + back == 0 {
            return false;
        }
        self.spot.top = (self.spot.top + on).saturating_sub(back);
        self.dirty = self.dirty.max(Dirty::Now);
        true
    }

    fn along_buttons(&mut self, way: Way, now: Instant) {
        let buttons: Vec<_> =
            bottom::in_order(&self.screen.buttons).into_iter().map(|it| ItemId::Button(it.button)).collect();
        let Some(at) = buttons.iter().position(|it| Some(it) == self.spot.focus.as_ref()) else { return };
        let to = match way {
            Way::On => at + 1,
            Way::Back => at.wrapping_sub(1),
        };
        self.focus_on(buttons.into_iter().nth(to), now);
    }

    /// A page of items; on the buttons, a page of the body's text.
    fn page(&mut self, way: Way, now: Instant) {
        let items = focus::items(&self.screen);
        let page = self.page.max(2) - 1;
        let at = items.iter().position(|it| Some(it) == self.spot.focus.as_ref());
        let to = match (at, way) {
            (Some(at), Way::On) if at + 1 < items.len() => items.get((at + page).min(items.len() - 1)),
            (Some(at), Way::Back) => items.get(at.saturating_sub(page)),
            (Some(_) | None, Way::On) => {
                self.spot.top += page;
                self.dirty = self.dirty.max(Dirty::Now);
                if at.is_some() {
                    return self.focus_on(focus::main_button(&self.screen), now);
                }
                None
            }
            (None, Way::Back) => {
                self.spot.top = self.spot.top.saturating_sub(page);
                self.dirty = self.dirty.max(Dirty::Now);
                None
            }
        };
        self.focus_on(to.cloned(), now);
    }

    fn accept(&mut self, now: Instant) {
        if let Some(ItemId::Button(button)) = self.spot.focus {
            return self.press(button, now);
        }
        match self.focused_item() {
            Some(Item::Choice { mark: Mark::On, .. })
                if focus::only_choices(&self.screen) && self.offers(Button::Next) =>
            {
                self.press(Button::Next, now);
            }
            Some(Item::Choice { id, .. } | Item::Tick { id, .. } | Item::Connection { id, .. }) => {
                let id = id.clone();
                self.tell(Event::Chose(id), now);
            }
            Some(Item::Finding(finding)) => {
                let (id, tells) = (finding.id.clone(), finding.detail.is_empty());
                if tells {
                    self.tell(Event::Chose(id), now);
                } else {
                    self.leaf = Some(Leaf { id, top: 0 });
                    self.dirty = self.dirty.max(Dirty::Now);
                }
            }
            Some(Item::List { id, .. }) => {
                self.open = Some(Browse::new(id.clone()));
                self.dirty = self.dirty.max(Dirty::Now);
            }
            Some(Item::Field(_)) => match field::enter(&self.screen, self.spot.focus.as_ref()) {
                Enter::Presses(button) => self.press(button, now),
                Enter::GoesOn(id) => self.focus_on(id, now),
            },
            Some(Item::Text { .. } | Item::Heading(_) | Item::Verbatim(_) | Item::Row(_)) | None => {}
        }
    }

    fn tick(&mut self, now: Instant) {
        match (&self.spot.focus, self.focused_item()) {
            (Some(ItemId::Button(button)), _) => self.press(*button, now),
            (_, Some(Item::Choice { id, .. } | Item::Tick { id, .. } | Item::Connection { id, .. })) => {
                let id = id.clone();
                self.tell(Event::Chose(id), now);
            }
            (_, Some(Item::List { .. } | Item::Finding(_))) => self.accept(now),
            (
                _,
                Some(Item::Field(_) | Item::Text { .. } | Item::Heading(_) | Item::Verbatim(_) | Item::Row(_)) | None,
            ) => {}
        }
    }

    fn back(&mut self, now: Instant) {
        for button in [Button::Back, Button::No] {
            if self.offers(button) {
                return self.press(button, now);
            }
        }
        self.say(words::say("leave-nothing-before").to_owned());
    }

    /// Presses a button that the screen has.
    fn press(&mut self, button: Button, now: Instant) {
        if !self.offers(button) {
            return;
        }
        let name = self.screen.name;
        let on = self.spot.current.clone();
        self.tell(Event::Pressed { button, on }, now);
        // A refusal is mended where it arose.
        let wrong = field::fields(&self.screen).find(|it| it.problem.is_some()).map(|it| it.id.clone());
        let about = || self.screen.notice.as_ref().and_then(|it| it.about.clone());
        let wrong = wrong.or_else(about).filter(|it| focus::stops(&self.screen).contains(it));
        if button == Button::Next && name == self.screen.name && wrong.is_some() {
            self.focus_on(wrong, now);
        } else if button == Button::Next && name == self.screen.name && self.offers(Button::UsePasted) {
            // What waits is what stopped it.
            self.focus_on(Some(ItemId::Button(Button::UsePasted)), now);
        }
    }
}
