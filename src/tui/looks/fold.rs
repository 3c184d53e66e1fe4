//! Replaces, in a drawn frame, what the looks cannot show.

use ratatui::buffer::Buffer;

use super::{Glyphs, Letters, Looks};

/// Replaces, in a drawn frame, what this terminal cannot show.
pub fn fold(buffer: &mut Buffer, looks: Looks) {
    if looks.glyphs == Glyphs::Rich {
        return;
    }
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let first = cell.symbol().chars().next().unwrap_or(' ');
            if let Some(plain) = plain(first, looks.letters) {
                cell.set_char(plain);
            }
        }
    }
}

/// The ASCII form of `c`; `None` keeps it.
fn plain(c: char, letters: Letters) -> Option<char> {
    match c {
        '·' | '–' | '—' | '─' | '−' => Some('-'),
        '•' | '●' | '×' => Some('*'),
        '…' => Some('~'),
        '→' | '›' | '▸' => Some('>'),
        '←' | '‹' => Some('<'),
        '↑' => Some('^'),
        '↓' => Some('v'),
        '“' | '”' | '„' => Some('"'),
        '‘' | '’' | '‚' => Some('\''),
        '\u{a0}' => Some(' '),
        '✓' | '✔' => Some('+'),
        '✗' | '✘' => Some('x'),
        '│' => Some('|'),
        c if c.is_alphanumeric() && letters == Letters::Any => None,
        _ => Some('?'),
    }
}
