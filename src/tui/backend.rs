//! A ratatui backend for slow lines: it remembers cursor, style and cells, and writes each frame as few bytes at once.

pub mod dialect;
pub mod motion;
pub mod sgr;

use std::{
    io::{self, Write},
    mem,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};
use unicode_width::UnicodeWidthStr;

use self::{dialect::Dialect, motion::Place, sgr::Pen};
use super::{clipboard::Outbox, terminal};

/// Has a terminal hold a frame back until it is whole, and show it.
const HOLD: [&[u8]; 2] = [b"\x1b[?2026h", b"\x1b[?2026l"];
/// A shorter frame is not held back: it comes at once anyhow. Unit: bytes.
const HELD_FROM: usize = 200;
/// Blanks at the end of a row from which on erasing is shorter than writing them.
const ERASE_FROM: usize = 4;

/// Where the size of the screen comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Asked of the terminal of this process.
    Terminal,
    /// Always this.
    Fixed(Size),
}

/// Whether the cursor is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caret {
    Unknown,
    Shown,
    Hidden,
}

/// The lean backend. It never reads from the terminal.
#[derive(Debug)]
pub struct Lean<W: Write> {
    writer: W,
    extent: Extent,
    /// Whether long frames are held back until they are whole.
    holding: Arc<AtomicBool>,
    dialect: Dialect,
    outbox: Outbox,
    /// The frame being put together.
    out: Vec<u8>,
    /// Where the cursor is, if that is sure.
    at: Option<Position>,
    /// Where the next character goes by itself: the end of a row was just written. Only then does a terminal know that
    /// both rows are one line, and selects them as one.
    wraps: Option<Position>,
    /// Where it is wanted at the end of the frame.
    wanted: Option<Position>,
    pen: Option<Pen>,
    caret: Caret,
    /// What stands on the screen, row by row; empty until the first frame.
    cells: Vec<Cell>,
    width: u16,
}

impl<W: Write> Lean<W> {
    /// Writes to `writer`. The screen is taken to be in any state: the first frame sets everything it relies on.
    pub fn new(writer: W, extent: Extent) -> Self {
        Self {
            writer,
            extent,
            holding: Arc::default(),
            dialect: Dialect::default(),
            outbox: Outbox::default(),
            out: Vec::with_capacity(4096),
            at: None,
            wraps: None,
            wanted: None,
            pen: None,
            caret: Caret::Unknown,
            cells: vec![],
            width: 0,
        }
    }

    /// Has the terminal hold back long frames until they are whole, while `holding` says that it can.
    #[must_use]
    pub fn holding(self, holding: Arc<AtomicBool>) -> Self {
        Self { holding, ..self }
    }

    /// Writes only what this dialect has.
    #[must_use]
    pub fn speaking(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// Writes what is put into `outbox` as well, after a frame and never inside one.
    #[must_use]
    pub fn sending(self, outbox: Outbox) -> Self {
        Self { outbox, ..self }
    }

    /// Changes a fixed size; for tests and benches.
    pub fn set_extent(&mut self, extent: Extent) {
        self.extent = extent;
    }

    fn fit(&mut self) -> io::Result<Size> {
        let size = self.size()?;
        let cells = usize::from(size.width) * usize::from(size.height);
        if self.width != size.width || self.cells.len() != cells {
            self.width = size.width;
            self.cells = vec![Cell::EMPTY; cells];
            self.at = None;
        }
        Ok(size)
    }

    fn index(&self, x: u16, y: u16) -> usize {
        usize::from(y) * usize::from(self.width) + usize::from(x)
    }

    fn go(&mut self, to: Position, size: Size) {
        if self.at == Some(to) {
            return;
        }
        let row = self.index(0, to.y);
        let between = match self.at {
            Some(at) if at.y == to.y && at.x < to.x => {
                self.cells.get(row + usize::from(at.x)..row + usize::from(to.x)).unwrap_or_default()
            }
            Some(_) | None => &[],
        };
        motion::shortest(&mut self.out, Place { at: self.at, to, size, dialect: self.dialect }, between, self.pen);
        self.at = Some(to);
    }

    fn pen(&mut self, pen: Pen) {
        if self.pen != Some(pen) {
            sgr::change(&mut self.out, self.pen, pen, self.dialect);
            self.pen = Some(pen);
        }
    }

    fn put(&mut self, x: u16, y: u16, cell: &Cell, size: Size) {
        if self.wraps.take() == Some(Position { x, y }) && is_plain(cell) {
            self.at = Some(Position { x, y });
        }
        self.go(Position { x, y }, size);
        if !self.pen.is_some_and(|pen| pen.suits(cell)) {
            self.pen(Pen::of(cell));
        }
        self.out.extend_from_slice(cell.symbol().as_bytes());
        let wide = cell.symbol().width();
        let next = usize::from(x) + wide;
        // After the last column a terminal waits to wrap, and not all agree on the width of what is not plain.
        let sure = next < usize::from(size.width) && (cell.symbol().is_ascii() || wide == 1);
        self.at = if sure { u16::try_from(next).ok().map(|x| Position { x, y }) } else { None };
        let below = Position { x: 0, y: y.saturating_add(1) };
        self.wraps = (next == usize::from(size.width) && below.y < size.height && is_plain(cell)).then_some(below);
        let index = self.index(x, y);
        // The second half of a wide sign whose first half was just written over keeps its style on some terminals, and
        // takes the new one on others.
        let halved = self.cells.get(index + wide.max(1) - 1).is_some_and(|old| {
            old.symbol().width() == 2
                && next < usize::from(size.width)
                && !(Pen::of(old).erases_plainly() && Pen::of(cell).erases_plainly())
        });
        if let Some(kept) = self.cells.get_mut(index) {
            *kept = cell.clone();
        }
        // What lay under the rest of a wide sign is gone.
        if let Some(hidden) = self.cells.get_mut(index + 1..index + wide.max(1)) {
            hidden.fill(Cell::EMPTY);
        }
        if let (true, Ok(x)) = (halved, u16::try_from(next)) {
            self.put(x, y, &Cell::EMPTY, size);
        }
    }

    /// Says whether everything of the row right of `x`, `x` included, is blank once `changes` are made.
    fn blank_to_the_end(&self, x: u16, y: u16, changes: &[(u16, u16, &Cell)]) -> bool {
        let end = usize::from(self.width);
        let mut changes = changes.iter().take_while(|it| it.1 == y).peekable();
        let (from, start) = (usize::from(x), self.index(0, y));
        let mut n_changed = 0;
        for column in from..end {
            let cell = match changes.peek() {
                Some((at, _, cell)) if usize::from(*at) == column => {
                    changes.next();
                    n_changed += 1;
                    *cell
                }
                Some(_) | None => match self.cells.get(start + column) {
                    Some(cell) => cell,
                    None => return false,
                },
            };
            if !sgr::is_blank(cell) {
                return false;
            }
        }
        n_changed >= ERASE_FROM
    }

    fn erase_to_the_end(&mut self, x: u16, y: u16, size: Size) {
        self.wraps = None;
        self.go(Position { x, y }, size);
        // Erasing takes the colour behind the text along; the pen must have none.
        if self.pen.is_none_or(|pen| !pen.erases_plainly()) {
            self.pen(Pen::default());
        }
        self.out.extend_from_slice(b"\x1b[K");
        let (from, to) = (self.index(x, y), self.index(0, y) + usize::from(self.width));
        if let Some(cells) = self.cells.get_mut(from..to) {
            cells.fill(Cell::EMPTY);
        }
    }

    fn forget(&mut self) {
        self.wraps = None;
        self.out.extend_from_slice(b"\x1b[m\x1b[H\x1b[2J");
        self.pen = Some(Pen::default());
        self.at = Some(Position::ORIGIN);
        self.cells.fill(Cell::EMPTY);
    }
}

/// Says whether all terminals agree on the width of a cell, and it is one that stands in a text.
fn is_plain(cell: &Cell) -> bool {
    matches!(cell.symbol().as_bytes(), [b' '..=b'~'])
}

impl<W: Write> Backend for Lean<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let size = self.fit()?;
        let changes: Vec<_> = content.collect();
        let mut rest = changes.as_slice();
        while let [(x, y, cell), behind @ ..] = rest {
            if sgr::is_blank(cell) && self.blank_to_the_end(*x, *y, rest) {
                self.erase_to_the_end(*x, *y, size);
                rest = &rest[rest.iter().take_while(|it| it.1 == *y).count()..];
            } else {
                self.put(*x, *y, cell, size);
                rest = behind;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted = None;
        if self.caret != Caret::Hidden {
            self.caret = Caret::Hidden;
            self.out.extend_from_slice(b"\x1b[?25l");
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.caret != Caret::Shown {
            self.caret = Caret::Shown;
            self.out.extend_from_slice(b"\x1b[?25h");
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted.or(self.at).unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.fit()?;
        self.forget();
        Ok(())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        match clear_type {
            ClearType::All => self.clear(),
            ClearType::AfterCursor | ClearType::BeforeCursor | ClearType::CurrentLine | ClearType::UntilNewLine => {
                Err(io::Error::other("only the whole screen is cleared"))
            }
        }
    }

    fn size(&self) -> io::Result<Size> {
        match self.extent {
            Extent::Terminal => terminal::size(),
            Extent::Fixed(size) => Ok(size),
        }
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.wraps = None;
        if let Some(to) = self.wanted {
            let size = self.fit()?;
            self.go(to, size);
        }
        let mut out = mem::take(&mut self.out);
        if out.len() >= HELD_FROM && self.holding.load(Ordering::Relaxed) {
            let [hold, show] = HOLD;
            out.splice(..0, hold.iter().copied());
            out.extend_from_slice(show);
        }
        for bytes in [&out, &self.outbox.take()] {
            if !bytes.is_empty() {
                self.writer.write_all(bytes).and_then(|()| self.writer.flush())?;
            }
        }
        self.out = out;
        self.out.clear();
        Ok(())
    }
}

/// Counts what is written through it.
#[derive(Clone, Debug, Default)]
pub struct CountingWriter<W> {
    inner: W,
    bytes: Arc<AtomicU64>,
    writes: Arc<AtomicU64>,
}

impl<W: Write> CountingWriter<W> {
    /// Counts what goes to `inner`.
    pub fn new(inner: W) -> Self {
        Self { inner, bytes: Arc::default(), writes: Arc::default() }
    }

    /// The counter of bytes, which can be read while the writer is elsewhere.
    pub fn bytes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes)
    }

    /// The counter of writes.
    pub fn writes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.writes)
    }
}

impl<W: Write> Write for CountingWriter<W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(text)?;
        self.bytes.fetch_add(n as u64, Ordering::Relaxed);
        self.writes.fetch_add(1, Ordering::Relaxed);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
