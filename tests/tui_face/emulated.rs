//! What the lean backend writes, as a terminal understands it: the same cells that ratatui asked for.

use std::{
    cell::RefCell,
    io::{self, Write},
    rc::Rc,
};

use crossterm::event::KeyCode;
use psa_connect::tui::backend::{Extent, Lean};
use ratatui::{
    Terminal,
    buffer::{Buffer, Cell},
    layout::Size,
    style::{Color, Modifier, Style},
};

use crate::{
    glass::Glass,
    play::{Hands, echo, on_stage},
    screens,
};

/// An emulated terminal that the backend writes to.
#[derive(Clone)]
struct Emulated(Rc<RefCell<vt100::Parser>>);

impl Emulated {
    fn new(width: u16, height: u16) -> Self {
        let mut parser = vt100::Parser::new(height.try_into().unwrap(), width.try_into().unwrap(), 0);
        // Whatever stood there before must not shine through.
        parser.process(b"\x1b[31;7mrubbish\r\nrubbish\x1b[5;5H");
        Self(Rc::new(RefCell::new(parser)))
    }

    fn rows(&self) -> Vec<String> {
        let parser = self.0.borrow();
        let (_, width) = parser.screen().size();
        parser.screen().rows(0, width.get()).map(|it| it.trim_end().to_owned()).collect()
    }
}

impl Write for Emulated {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().process(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let text = |row: &[Cell]| {
        let mut text = String::new();
        let mut hidden = 0;
        for cell in row {
            if hidden == 0 {
                text.push_str(cell.symbol());
                hidden = unicode_width::UnicodeWidthStr::width(cell.symbol());
            }
            hidden = hidden.saturating_sub(1);
        }
        text.trim_end().to_owned()
    };
    buffer.content.chunks(usize::from(buffer.area.width)).map(text).collect()
}

/// Keys that visit most of what the face can do.
const KEYS: [KeyCode; 26] = [
    KeyCode::Tab,
    KeyCode::Tab,
    KeyCode::Enter,
    KeyCode::Down,
    KeyCode::Down,
    KeyCode::Char('o'),
    KeyCode::Char('x'),
    KeyCode::PageDown,
    KeyCode::Char('/'),
    KeyCode::Char('z'),
    KeyCode::Char('e'),
    KeyCode::Backspace,
    KeyCode::Enter,
    KeyCode::F(1),
    KeyCode::PageDown,
    KeyCode::Esc,
    KeyCode::Up,
    KeyCode::Home,
    KeyCode::Char('a'),
    KeyCode::Left,
    KeyCode::Char('b'),
    KeyCode::End,
    KeyCode::BackTab,
    KeyCode::BackTab,
    KeyCode::Right,
    KeyCode::Esc,
];

#[tokio::test(start_paused = true)]
async fn a_terminal_shows_what_ratatui_meant_after_every_key() {
    for screen in [screens::login(), screens::test(), screens::preview(), screens::guide(), screens::site()] {
        let glass = Glass::new(80, 24);
        let (seen, mut meant) = (glass.clone(), vec![]);
        let _ = on_stage(glass, screen.clone(), echo, async |hands: &Hands| {
            for key in KEYS {
                hands.key(key).await;
                let mut backend = seen.backend.borrow_mut();
                let cursor = ratatui::backend::Backend::get_cursor_position(&mut *backend).unwrap();
                meant.push((rows(backend.buffer()), (cursor.y, cursor.x)));
            }
        })
        .await;
        let terminal = Emulated::new(80, 24);
        let (shown, mut n) = (terminal.clone(), 0);
        let backend = Lean::new(terminal, Extent::Fixed(Size::new(80, 24)));
        let _ = on_stage(backend, screen, echo, async |hands: &Hands| {
            for key in KEYS {
                hands.key(key).await;
                let cursor = shown.0.borrow().screen().cursor_position();
                assert_eq!((shown.rows(), cursor), meant[n], "after key {n}, {key:?}");
                n += 1;
            }
        })
        .await;
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

const SIGNS: [&str; 10] = [" ", " ", " ", "a", "b", "Z", "é", "─", "✗", "株"];
const COLOURS: [Color; 5] = [Color::Reset, Color::Red, Color::Green, Color::Cyan, Color::LightBlue];

/// Changes a few runs of cells.
fn change(buffer: &mut Buffer, dice: &mut Dice) {
    let (width, height) = (u64::from(buffer.area.width), u64::from(buffer.area.height));
    for _ in 0..=dice.below(6) {
        let y = u16::try_from(dice.below(height)).unwrap();
        let x = u16::try_from(dice.below(width)).unwrap();
        let mut style = Style::new().fg(COLOURS[usize::try_from(dice.below(5)).unwrap()]);
        for modifier in [Modifier::BOLD, Modifier::REVERSED, Modifier::UNDERLINED] {
            if dice.below(4) == 0 {
                style = style.add_modifier(modifier);
            }
        }
        let n = usize::try_from(dice.below(24) + 1).unwrap();
        let sign = SIGNS[usize::try_from(dice.below(10)).unwrap()];
        let room = usize::from(buffer.area.width - x);
        // No half of a wide sign stays behind: the face never leaves one either.
        if x > 0 && unicode_width::UnicodeWidthStr::width(buffer[(x - 1, y)].symbol()) == 2 {
            buffer[(x - 1, y)].reset();
        }
        for cell in x..buffer.area.width.min(x + u16::try_from(n).unwrap()) {
            buffer[(cell, y)].reset();
        }
        buffer.set_stringn(x, y, sign.repeat(n), n.min(room), style);
    }
}

#[test]
fn a_terminal_shows_every_cell_and_style_of_any_frame() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let shown = Emulated::new(40, 8);
        let backend = Lean::new(shown.clone(), Extent::Fixed(Size::new(40, 8)));
        let mut terminal = Terminal::new(backend).unwrap();
        terminal.clear().unwrap();
        let mut wanted = Buffer::empty(ratatui::layout::Rect::new(0, 0, 40, 8));
        for frame in 0..20 {
            change(&mut wanted, &mut dice);
            terminal.draw(|it| it.buffer_mut().clone_from(&wanted)).unwrap();
            let parser = shown.0.borrow();
            let mut hidden = 0;
            for (n, cell) in wanted.content.iter().enumerate() {
                let (y, x) = (u16::try_from(n / 40).unwrap(), u16::try_from(n % 40).unwrap());
                if x == 0 {
                    hidden = 0;
                }
                if hidden > 0 {
                    hidden -= 1;
                    continue;
                }
                hidden = unicode_width::UnicodeWidthStr::width(cell.symbol()) - 1;
                let seen = parser.screen().cell(y, x).unwrap();
                let text = if seen.contents().is_empty() { " " } else { seen.contents() };
                let at = format!("seed {seed}, frame {frame}, column {x}, row {y}");
                assert_eq!(text, cell.symbol(), "{at}");
                let reversed = cell.modifier.contains(Modifier::REVERSED);
                assert_eq!(seen.inverse(), reversed, "{at}");
                assert_eq!(seen.underline(), cell.modifier.contains(Modifier::UNDERLINED), "{at}");
                if cell.symbol() != " " || reversed {
                    assert_eq!(seen.bold(), cell.modifier.contains(Modifier::BOLD), "{at}");
                    assert_eq!(seen.fgcolor(), colour(cell.fg), "{at}");
                }
            }
        }
    }
}

fn colour(color: Color) -> vt100::Color {
    let at = [Color::Red, Color::Green, Color::Cyan, Color::LightBlue].iter().position(|it| *it == color);
    at.map_or(vt100::Color::Default, |it| vt100::Color::Idx([1, 2, 6, 12][it]))
}
