//! One frame: what is handed to the views, and what they hand back for the next one.

use tokio::time::Instant;

use super::{App, Dirty};
use crate::{
    face::{Driver, Machine},
    tui::view::{self, Drawn, Picture},
};

impl<M: Machine, D: Driver> App<M, D> {
    /// Draws what there is.
    pub(super) fn draw(&self, frame: &mut ratatui::Frame, now: Instant) -> Drawn {
        let busy = self.sign.as_ref().map(|sign| view::Busy {
            text: &sign.text,
            since: now.saturating_duration_since(sign.since),
            phase: sign.phase,
        });
        let picture = Picture {
            screen: &self.screen,
            looks: self.looks,
            focus: self.spot.focus.as_ref(),
            current: self.spot.current.as_ref(),
            detail: self.detail.as_ref(),
            fields: &self.fields,
            top: self.spot.top,
            busy,
            open: self.open.as_ref(),
            leaf: self.leaf.as_ref(),
            copy: self.copy.as_ref().map(|(pieces, page)| (pieces.as_slice(), *page)),
            help: self.help,
            mode: self.mode_below(),
            message: self.message.as_deref(),
        };
        view::draw(frame, &picture)
    }

    /// Keeps what a frame came to.
    pub(super) fn drawn(&mut self, drawn: Drawn) {
        (self.page, self.hidden) = (drawn.page, drawn.hidden);
        match (&mut self.help, &mut self.open, &mut self.leaf) {
            (Some(top), ..) => *top = drawn.top,
            (None, ..) if self.copy.is_some() => {}
            (None, Some(browse), _) => browse.top = drawn.top,
            (None, None, Some(leaf)) => leaf.top = drawn.top,
            (None, None, None) => self.spot.top = drawn.top,
        }
        self.dirty = Dirty::No;
    }
}
