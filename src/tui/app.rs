//! What the face itself keeps: focus, scroll, carets, the opened list; and what a key does to them or tells the wizard.

mod act;
mod frame;
mod pages;
#[cfg(test)]
mod random;
pub mod run;
mod text;

use std::{collections::BTreeMap, time::Duration};

use tokio::time::Instant;

use super::{
    browse::Browse,
    clipboard::{Outbox, Road},
    copy::{Page, Piece},
    field::Fields,
    focus::{self, Spot},
    keys::Mode,
    link::Link,
    looks::Looks,
    view::{self, leaf::Leaf},
};
use crate::{
    face::{Driver, Ending, Machine},
    wizard::{
        event::{Effect, Event, ItemId},
        screen::{ButtonHint, Item, Screen, ScreenName},
    },
};

/// How long a sign that something runs stays at least, so that it does not flicker.
const BUSY_AT_LEAST: Duration = Duration::from_secs(1);
/// How long the focus rests before the detail of the item is shown: moving on costs no detail on a slow line.
const REST: Duration = Duration::from_millis(120);

/// How soon a frame is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dirty {
    No,
    /// With the next frame in turn.
    Soon,
    /// At once: a person waits.
    Now,
    /// At once, and everything anew.
    All,
}

/// Whether leaving would lose something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stake {
    Nothing,
    Answers,
    /// Asked already.
    Asked,
}

/// What runs, as it is shown.
struct Sign {
    text: String,
    since: Instant,
    turned: Instant,
    phase: usize,
}

/// The face. It has no `Debug`: it holds what is typed.
pub struct App<M, D> {
    machine: M,
    driver: D,
    looks: Looks,
    /// What the machine shows.
    whole: Screen,
    /// The same with the buttons that are about the current row.
    screen: Screen,
    spots: BTreeMap<ScreenName, Spot>,
    spot: Spot,
    fields: Fields,
    open: Option<Browse>,
    leaf: Option<Leaf>,
    help: Option<usize>,
    message: Option<String>,
    stake: Stake,
    sign: Option<Sign>,
    detail: Option<ItemId>,
    detail_due: Option<Instant>,
    page: usize,
    /// What of the focused item was not shown.
    hidden: view::bottom::More,
    dirty: Dirty,
    link: Link,
    turn: Option<Turn>,
    ending: Option<Ending>,
    keep_looks: Box<dyn FnMut(Looks)>,
    copy: Option<(Vec<Piece>, Page)>,
    road: Road,
    outbox: Outbox,
}

/// Who is to have the terminal.
enum Turn {
    /// The shell, for a while.
    Shell,
    /// This program again, after it was another's.
    Ours,
}

impl<M: Machine, D: Driver> App<M, D> {
    /// Starts with what the machine shows.
    pub fn new(machine: M, driver: D, looks: Looks) -> Self {
        let screen = machine.screen();
        let spot = Spot { focus: focus::first(&screen), ..Spot::default() };
        let mut fields = Fields::default();
        fields.sync(&screen);
        let mut app = Self {
            machine,
            driver,
            looks,
            whole: screen.clone(),
            screen,
            spots: BTreeMap::new(),
            spot,
            fields,
            open: None,
            leaf: None,
            help: None,
            message: None,
            stake: Stake::Nothing,
            sign: None,
            detail: None,
            detail_due: None,
            page: 1,
            hidden: view::bottom::More::default(),
            dirty: Dirty::Now,
            link: Link::default(),
            turn: None,
            ending: None,
            keep_looks: Box::new(|_| {}),
            copy: None,
            road: Road::default(),
            outbox: Outbox::default(),
        };
        app.set_current();
        app.set_buttons();
        app.detail.clone_from(&app.spot.current);
        app
    }

    /// Tells `keep` which looks a person chose.
    #[must_use]
    pub fn keeping_looks(self, keep: impl FnMut(Looks) + 'static) -> Self {
        Self { keep_looks: Box::new(keep), ..self }
    }

    /// Sends what a person takes along by `road`, through `outbox`.
    #[must_use]
    pub fn sending(self, road: Road, outbox: Outbox) -> Self {
        Self { road, outbox, ..self }
    }

    /// Tells the wizard what a person did.
    fn tell(&mut self, event: Event, now: Instant) {
        self.stake = Stake::Answers;
        match &event {
            Event::Typed(..) => {}
            Event::Chose(_)
            | Event::Pressed { .. }
            | Event::Pasted(..)
            | Event::Progressed(..)
            | Event::Finished(..)
            | Event::NotKept(_)
            | Event::Began
            | Event::Ends => self.fields.forget_secrets(&self.screen),
        }
        self.update(event, now);
        self.dirty = self.dirty.max(Dirty::Now);
    }

    /// Tells the wizard what a job has to say.
    fn heard(&mut self, event: Event, now: Instant) {
        self.update(event, now);
    }

    fn update(&mut self, event: Event, now: Instant) {
        for effect in self.machine.update(event) {
            match effect {
                Effect::Start(id, job) => self.driver.start(id, job),
                Effect::Cancel(id) => self.driver.cancel(id),
                Effect::Keep(id, draft) => self.driver.keep(id, draft),
                Effect::DropDraft(id) => self.driver.drop_draft(id),
                Effect::Exit(code) => self.ending = Some(Ending::Exit(code)),
            }
        }
        self.refresh(now);
    }

    /// Takes over what the wizard shows now.
    fn refresh(&mut self, now: Instant) {
        let screen = self.machine.screen();
        self.fields.sync(&screen);
        if screen == self.whole {
            return;
        }
        self.dirty = self.dirty.max(Dirty::Soon);
        self.whole = screen.clone();
        let old = std::mem::replace(&mut self.screen, screen);
        if old.name != self.screen.name {
            self.fields = Fields::default();
            self.fields.sync(&self.screen);
            let spot = self.spots.remove(&self.screen.name).unwrap_or_default();
            self.spots.insert(old.name, std::mem::replace(&mut self.spot, spot));
            (self.open, self.leaf, self.help, self.copy) = (None, None, None, None);
        }
        self.set_buttons();
        self.settle(&old);
        self.set_buttons();
        self.turn_sign(now);
    }

    /// Keeps the buttons that are about the current row.
    fn set_buttons(&mut self) {
        let (whole, current) = (&self.whole, self.spot.current.as_ref());
        let is_about = |it: &&ButtonHint| focus::is_about(whole, current, it.button);
        self.screen.buttons = whole.buttons.iter().filter(is_about).cloned().collect();
    }

    /// Puts the focus where it can be.
    fn settle(&mut self, old: &Screen) {
        let same_screen = old.name == self.screen.name;
        let stops = focus::stops(&self.screen);
        let stands = |it: &Option<ItemId>| it.as_ref().is_some_and(|it| stops.contains(it));
        // A question may take the place of the rows; after it, the focus is back on the one that it was about.
        if !stands(&self.spot.current) && !focus::asks(&self.screen) {
            self.spot.current = None;
        }
        if focus::asks(&self.screen) && !focus::asks(old) {
            self.spot.focus = focus::main_button(&self.screen);
        } else if !stands(&self.spot.focus) {
            let was_button = same_screen && matches!(self.spot.focus, Some(ItemId::Button(_)));
            let button = focus::main_button(&self.screen).filter(|_| was_button);
            let answered = self.spot.current.clone().filter(|_| focus::asks(old) && same_screen);
            self.spot.focus = answered.or(button).or_else(|| focus::first(&self.screen));
        }
        if self.open.as_ref().is_some_and(|it| !stops.contains(&it.list)) {
            self.open = None;
        }
        if self.leaf.as_ref().is_some_and(|it| !stops.contains(&it.id)) {
            self.leaf = None;
        }
        self.set_current();
        // When all is over, the focus is on what most needs a look, unless the person moved on by then.
        let moved = self.spot.focus.as_ref().is_some_and(|it| !matches!(it, ItemId::Button(_)));
        let is_over = old.busy.is_some() && self.screen.busy.is_none() && same_screen && !focus::asks(&self.screen);
        if is_over
            && !moved
            && let Some(worst) = focus::worst(&self.screen)
        {
            self.spot.focus = Some(worst);
            self.set_current();
        }
        if !same_screen || self.detail_due.is_none() {
            self.detail.clone_from(&self.spot.current);
        }
    }

    fn set_current(&mut self) {
        match &self.spot.focus {
            Some(ItemId::Button(_)) | None => {}
            Some(
                ItemId::Psa(_)
                | ItemId::Integration(_)
                | ItemId::Site(_)
                | ItemId::Address
                | ItemId::Field(_)
                | ItemId::Way(_)
                | ItemId::Tick(_)
                | ItemId::Layers
                | ItemId::Check(_)
                | ItemId::Right(_)
                | ItemId::Sight(_)
                | ItemId::Excess
                | ItemId::List(_)
                | ItemId::Name
                | ItemId::Store(_)
                | ItemId::Passphrase
                | ItemId::PassphraseAgain
                | ItemId::Unlock
                | ItemId::Connection(_)
                | ItemId::Draft(_),
            ) => self.spot.current.clone_from(&self.spot.focus),
        }
    }

    /// Moves the focus.
    fn focus_on(&mut self, id: Option<ItemId>, now: Instant) {
        if id.is_none() || id == self.spot.focus {
            return;
        }
        self.fields.forget_secrets(&self.screen);
        self.spot.focus = id;
        self.set_current();
        self.set_buttons();
        if self.detail != self.spot.current {
            self.detail_due = Some(now + REST);
        }
        self.dirty = self.dirty.max(Dirty::Now);
    }

    /// Shows, keeps or takes away the sign that something runs.
    fn turn_sign(&mut self, now: Instant) {
        let tick = self.tick_every();
        match (&self.screen.busy, &mut self.sign) {
            (Some(text), Some(sign)) => {
                let turns = sign.turned + tick <= now;
                // A text beside a sign that turns changes when it turns: one frame costs less than two.
                if sign.text != *text && (turns || !self.looks.turns()) {
                    sign.text.clone_from(text);
                    self.dirty = self.dirty.max(Dirty::Soon);
                }
                if turns {
                    (sign.turned, sign.phase) = (now, sign.phase + 1);
                    self.dirty = self.dirty.max(Dirty::Soon);
                }
            }
            (Some(text), None) => {
                self.sign = Some(Sign { text: text.clone(), since: now, turned: now, phase: 0 });
                self.dirty = self.dirty.max(Dirty::Soon);
            }
            (None, Some(sign)) if sign.since + BUSY_AT_LEAST <= now => {
                self.sign = None;
                self.dirty = self.dirty.max(Dirty::Soon);
            }
            (None, Some(_) | None) => {}
        }
    }

    fn tick_every(&self) -> Duration {
        if self.looks.turns() { self.link.tick() } else { view::bottom::STILL }
    }

    /// Does what time brings.
    fn pass(&mut self, now: Instant) {
        self.turn_sign(now);
        if self.detail_due.is_some_and(|due| due <= now) {
            self.detail_due = None;
            self.detail.clone_from(&self.spot.current);
            self.dirty = self.dirty.max(Dirty::Soon);
        }
    }

    /// When time brings something.
    fn deadline(&self) -> Option<Instant> {
        let sign = self.sign.as_ref().map(|sign| match self.screen.busy {
            Some(_) => sign.turned + self.tick_every(),
            None => sign.since + BUSY_AT_LEAST,
        });
        sign.into_iter().chain(self.detail_due).min()
    }

    fn mode(&self) -> Mode {
        if self.help.is_some() { Mode::Help } else { self.mode_below() }
    }

    fn mode_below(&self) -> Mode {
        match &self.open {
            _ if self.copy.is_some() => Mode::Copy,
            Some(browse) if browse.is_searching() => Mode::Search,
            Some(_) => Mode::Table,
            None if self.leaf.is_some() => Mode::Leaf,
            None if self.focused_field().is_some() => Mode::Field,
            None => Mode::Items,
        }
    }

    fn focused_field(&self) -> Option<&crate::wizard::screen::FieldItem> {
        super::field::fields(&self.screen).find(|it| Some(&it.id) == self.spot.focus.as_ref())
    }

    fn focused_item(&self) -> Option<&Item> {
        let focus = self.spot.focus.as_ref()?;
        self.screen.items.iter().find(|it| view::body::id(it) == Some(focus))
    }
}
