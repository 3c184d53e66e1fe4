//! Whether what was drawn bit by bit is what a whole redraw shows.

use std::time::{Duration, Instant};

use crate::{
    pty::{Pty, keys},
    watched::PATIENCE,
};

/// Nothing for so long: what a screen leaves for when the keys rest is there.
const QUIET: Duration = Duration::from_millis(200);
/// What a whole redraw begins with.
const ERASES: &[u8] = b"\x1b[m\x1b[H\x1b[2J";

/// What a terminal shows: each cell that is not blank, with its style, and the cursor.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) text: String,
    styles: Vec<[bool; 4]>,
    colours: Vec<vt100::Color>,
    cursor: (u16, u16),
}

impl Pty {
    fn shown(&self) -> Shown {
        let screen = self.emulator.screen();
        let (rows, columns) = screen.size();
        let cells = (0..rows.get()).flat_map(|y| (0..columns.get()).map(move |x| (y, x)));
        let cells: Vec<_> = cells.filter_map(|(y, x)| screen.cell(y, x)).collect();
        // A blank may have any style that cannot be seen on it.
        let seen = |it: &&vt100::Cell| !it.contents().trim().is_empty() || it.inverse();
        let style = |it: &vt100::Cell| [it.bold(), it.dim(), it.underline(), it.inverse()];
        Shown {
            text: screen.rows(0, columns.get()).map(|it| it.trim_end().to_owned()).collect::<Vec<_>>().join("\n"),
            styles: cells.iter().copied().filter(seen).map(style).collect(),
            colours: cells.iter().copied().filter(seen).map(vt100::Cell::fgcolor).collect(),
            cursor: screen.cursor_position(),
        }
    }

    /// Takes what comes until nothing comes for a moment.
    pub(crate) fn rests(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while let Ok(bytes) = self.heard.recv_timeout(QUIET) {
            self.take(&bytes);
            assert!(Instant::now() < deadline, "it never rests. The screen:\n{}", self.screen());
        }
    }

    /// Has everything drawn anew and gives what is shown.
    ///
    /// Errors: what was shown before and what is shown now, when they differ.
    pub(crate) fn redrawn(&mut self) -> Result<Shown, String> {
        self.rests();
        let mut before = self.shown();
        self.press(keys::CTRL_L);
        let deadline = Instant::now() + PATIENCE;
        let mut behind = vec![];
        let mut erased = false;
        loop {
            let left = deadline.saturating_duration_since(Instant::now()).min(Duration::from_secs(2));
            let Ok(bytes) = self.heard.recv_timeout(left) else { break };
            self.raw.extend_from_slice(&bytes);
            behind.extend_from_slice(&bytes);
            if !erased {
                let Some(at) = behind.windows(ERASES.len()).position(|it| it == ERASES) else { continue };
                // What still came before the redraw was drawn bit by bit, too.
                self.emulator.process(&behind[..at]);
                before = self.shown();
                behind.drain(..at);
                erased = true;
            }
            self.emulator.process(&behind);
            behind.clear();
            let now = self.shown();
            if now == before {
                return Ok(now);
            }
        }
        let now = self.shown();
        let what = if erased { "differs from" } else { "was not drawn anew after" };
        let cursors = (now.cursor, before.cursor);
        Err(format!("what is drawn anew, cursor {cursors:?}:\n{}\n{what}\n{}", now.text, before.text))
    }
}
