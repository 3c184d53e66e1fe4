//! A screen that a test can look at while the face draws on it, and wait for.

use std::{cell::RefCell, convert::Infallible, rc::Rc};

use ratatui::{
    backend::{Backend, ClearType, TestBackend, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};
use tokio::sync::Notify;

/// A screen of glass.
#[derive(Clone)]
pub(crate) struct Glass {
    pub(crate) backend: Rc<RefCell<TestBackend>>,
    /// How many frames were written.
    pub(crate) frames: Rc<RefCell<usize>>,
    /// Wakes whoever waits for a frame.
    pub(crate) drawn: Rc<Notify>,
}

impl Glass {
    pub(crate) fn new(width: u16, height: u16) -> Self {
        Self {
            backend: Rc::new(RefCell::new(TestBackend::new(width, height))),
            frames: Rc::default(),
            drawn: Rc::default(),
        }
    }

    pub(crate) fn text(&self) -> String {
        self.backend.borrow().to_string()
    }
}

impl Backend for Glass {
    type Error = Infallible;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> Result<(), Infallible> {
        *self.frames.borrow_mut() += 1;
        // A terminal's wide sign covers the cell behind it; the test backend needs to be told.
        let wide = |it: &Cell| unicode_width::UnicodeWidthStr::width(it.symbol()) == 2;
        let cells: Vec<_> = content
            .flat_map(|(x, y, cell)| [Some((x, y, cell)), wide(cell).then_some((x + 1, y, &Cell::EMPTY))])
            .flatten()
            .collect();
        self.backend.borrow_mut().draw(cells.into_iter())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.backend.borrow_mut().hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.backend.borrow_mut().show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        self.backend.borrow_mut().get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.backend.borrow_mut().set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.backend.borrow_mut().clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Infallible> {
        self.backend.borrow_mut().clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, Infallible> {
        self.backend.borrow().size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        self.backend.borrow_mut().window_size()
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        self.backend.borrow_mut().flush()?;
        self.drawn.notify_one();
        Ok(())
    }
}
