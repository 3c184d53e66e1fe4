//! What keys do on a page that lies over a screen: the help, an opened finding, what can be copied out.

use tokio::time::Instant;

use super::{App, Dirty};
use crate::{
    face::{Driver, Machine},
    tui::{
        copy::{self, Page, Piece},
        focus::{self, Way},
        keys::Action,
        view::leaf::{self, Leaf},
    },
};

impl<M: Machine, D: Driver> App<M, D> {
    pub(super) fn set_help(&mut self, help: Option<usize>) {
        self.help = help;
        self.dirty = self.dirty.max(Dirty::Now);
    }

    pub(super) fn act_in_help(&mut self, action: Action) {
        let Some(top) = self.help else { return };
        let page = self.page.max(2) - 1;
        match action {
            Action::Back | Action::Accept => self.set_help(None),
            Action::Forward => self.set_help(Some(top + 1)),
            Action::Backward => self.set_help(Some(top.saturating_sub(1))),
            Action::PageDown => self.set_help(Some(top + page)),
            Action::PageUp => self.set_help(Some(top.saturating_sub(page))),
            Action::Left
            | Action::Right
            | Action::First
            | Action::Last
            | Action::Tick
            | Action::Next
            | Action::Press(_)
            | Action::Edit(_)
            | Action::Search
            | Action::Sort
            | Action::Help
            | Action::Redraw
            | Action::Toggle
            | Action::Copy
            | Action::Leave
            | Action::Suspend => {}
        }
    }

    pub(super) fn act_in_leaf(&mut self, action: Action, now: Instant) {
        let Some(leaf) = &mut self.leaf else { return };
        let page = self.page.max(2) - 1;
        self.dirty = self.dirty.max(Dirty::Now);
        match action {
            Action::Back | Action::Accept => self.leaf = None,
            Action::Forward => leaf.top += 1,
            Action::Backward => leaf.top = leaf.top.saturating_sub(1),
            Action::PageDown => leaf.top += page,
            Action::PageUp => leaf.top = leaf.top.saturating_sub(page),
            Action::Right => self.turn_leaf(Way::On, now),
            Action::Left => self.turn_leaf(Way::Back, now),
            Action::First
            | Action::Last
            | Action::Tick
            | Action::Next
            | Action::Press(_)
            | Action::Edit(_)
            | Action::Search
            | Action::Sort
            | Action::Help
            | Action::Redraw
            | Action::Toggle
            | Action::Copy
            | Action::Leave
            | Action::Suspend => {}
        }
    }

    /// Opens the next finding, or the one before; around the ends.
    fn turn_leaf(&mut self, way: Way, now: Instant) {
        let leaves: Vec<_> = focus::items(&self.screen)
            .into_iter()
            .filter(|it| leaf::find(&self.screen, it).is_some_and(|it| !it.detail.is_empty()))
            .collect();
        let at = leaves.iter().position(|it| self.leaf.as_ref().is_some_and(|leaf| leaf.id == *it));
        let to = match (at, way) {
            (Some(at), Way::On) => (at + 1) % leaves.len(),
            (Some(at), Way::Back) => at.checked_sub(1).unwrap_or(leaves.len() - 1),
            (None, _) => return,
        };
        if let Some(id) = leaves.into_iter().nth(to) {
            self.leaf = Some(Leaf { id: id.clone(), top: 0 });
            self.focus_on(Some(id), now);
        }
    }

    /// Opens the page of what is worth taking along.
    pub(super) fn open_copy(&mut self) {
        let pieces = copy::pieces(&self.screen, self.leaf.as_ref().map(|it| &it.id));
        if pieces.is_empty() {
            return self.say(crate::words::say("copy-nothing").to_owned());
        }
        self.set_copy(Some((pieces, Page::default())));
    }

    /// Everything is drawn anew: a line that is longer than a row is one line to the terminal only when it is written in
    /// one go.
    fn set_copy(&mut self, copy: Option<(Vec<Piece>, Page)>) {
        self.copy = copy;
        self.dirty = Dirty::All;
    }

    pub(super) fn act_in_copy(&mut self, action: Action) {
        let Some((pieces, page)) = self.copy.take() else { return };
        let last = pieces.len().saturating_sub(1);
        let to = |at: usize| Some(Page { at: at.min(last) });
        let next = match action {
            Action::Back => return self.set_copy(None),
            Action::Accept => {
                if let Some(piece) = pieces.get(page.at) {
                    self.send(&piece.text);
                }
                None
            }
            Action::Forward => to(page.at + 1),
            Action::Backward => to(page.at.saturating_sub(1)),
            Action::First => to(0),
            Action::Last => to(last),
            Action::Left
            | Action::Right
            | Action::PageUp
            | Action::PageDown
            | Action::Tick
            | Action::Next
            | Action::Press(_)
            | Action::Edit(_)
            | Action::Search
            | Action::Sort
            | Action::Help
            | Action::Redraw
            | Action::Toggle
            | Action::Copy
            | Action::Leave
            | Action::Suspend => None,
        };
        match next {
            Some(page) => self.set_copy(Some((pieces, page))),
            None => self.copy = Some((pieces, page)),
        }
    }

    fn send(&mut self, text: &str) {
        match self.road.bytes(text) {
            Some(bytes) => {
                self.outbox.send(&bytes, text);
                self.say(crate::words::say("copy-sent").to_owned());
            }
            None => self.say(crate::words::say("copy-too-long").to_owned()),
        }
    }
}
