//! The shortest change from one text style to another.

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

use super::dialect::Dialect;

/// The part of a style that this program uses: the sixteen colours, bold, dim, underlined, reversed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pen {
    fg: Option<u8>,
    bg: Option<u8>,
    modifiers: Modifier,
}

/// The modifiers that are written, with the codes that set and unset them.
const MODIFIERS: [(Modifier, u8, u8); 4] =
    [(Modifier::BOLD, 1, 22), (Modifier::DIM, 2, 22), (Modifier::UNDERLINED, 4, 24), (Modifier::REVERSED, 7, 27)];

impl Pen {
    /// The style of a cell. A blank without background looks the same in many styles; it takes the plain one.
    pub fn of(cell: &Cell) -> Self {
        let known = MODIFIERS.iter().fold(Modifier::empty(), |all, (it, ..)| all | *it);
        let pen = Self { fg: code(cell.fg), bg: code(cell.bg), modifiers: cell.modifier & known };
        if cell.symbol() == " " && !pen.modifiers.contains(Modifier::REVERSED) {
            Self { fg: None, modifiers: pen.modifiers & SEEN_ON_BLANKS, ..pen }
        } else {
            pen
        }
    }

    /// Says whether writing the cell with this pen looks as it must.
    pub fn suits(self, cell: &Cell) -> bool {
        let pen = Self::of(cell);
        let blank = cell.symbol() == " " && !(self.modifiers | pen.modifiers).contains(Modifier::REVERSED);
        self == pen || blank && self.bg == pen.bg && self.modifiers & SEEN_ON_BLANKS == pen.modifiers
    }

    /// Says whether erasing with this pen leaves plain blanks.
    pub fn erases_plainly(self) -> bool {
        self.bg.is_none() && !self.modifiers.intersects(SEEN_ON_BLANKS)
    }
}

const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED);

/// Says whether a cell is a blank that erasing leaves as well.
pub fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Pen::of(cell) == Pen::default()
}

/// The sixteen colours and their codes.
const COLOURS: [(Color, u8); 16] = [
    (Color::Black, 30),
    (Color::Red, 31),
    (Color::Green, 32),
    (Color::Yellow, 33),
    (Color::Blue, 34),
    (Color::Magenta, 35),
    (Color::Cyan, 36),
    (Color::Gray, 37),
    (Color::DarkGray, 90),
    (Color::LightRed, 91),
    (Color::LightGreen, 92),
    (Color::LightYellow, 93),
    (Color::LightBlue, 94),
    (Color::LightMagenta, 95),
    (Color::LightCyan, 96),
    (Color::White, 97),
];

/// The code of one of the sixteen colours; any other reads as the terminal's own.
fn code(color: Color) -> Option<u8> {
    // Nearly every cell has it.
    if color == Color::Reset {
        return None;
    }
    COLOURS.into_iter().find(|(it, _)| *it == color).map(|(_, code)| code)
}

/// Writes the shortest sequence that turns `from` (nothing known: any style) into `to`.
pub fn change(out: &mut Vec<u8>, from: Option<Pen>, to: Pen, dialect: Dialect) {
    let anew = sequence(&afresh(to));
    let from = match dialect {
        Dialect::Full => from,
        // It knows of no way to take one attribute back.
        Dialect::Vt100 => None,
    };
    let step = from.map(|from| sequence(&stepwise(from, to)));
    out.extend_from_slice(match &step {
        Some(step) if step.len() <= anew.len() => step.as_bytes(),
        Some(_) | None => anew.as_bytes(),
    });
}

fn sequence(codes: &[String]) -> String {
    format!("\x1b[{}m", codes.join(";"))
}

/// An empty first parameter reads as a reset.
fn afresh(to: Pen) -> Vec<String> {
    let mut codes = vec![String::new()];
    codes.extend(MODIFIERS.iter().filter(|(it, ..)| to.modifiers.contains(*it)).map(|(_, on, _)| on.to_string()));
    codes.extend(to.fg.map(|it| it.to_string()));
    codes.extend(to.bg.map(|it| (it + 10).to_string()));
    codes
}

fn stepwise(from: Pen, to: Pen) -> Vec<String> {
    let mut codes: Vec<u8> = vec![];
    let mut has = from.modifiers;
    for (modifier, _, off) in MODIFIERS {
        if has.contains(modifier) && !to.modifiers.contains(modifier) {
            codes.push(off);
            // Bold and dim go by one code.
            has -= if off == 22 { Modifier::BOLD | Modifier::DIM } else { modifier };
        }
    }
    codes.extend(
        MODIFIERS.iter().filter(|(it, ..)| to.modifiers.contains(*it) && !has.contains(*it)).map(|(_, on, _)| *on),
    );
    if from.fg != to.fg {
        codes.push(to.fg.unwrap_or(39));
    }
    if from.bg != to.bg {
        codes.push(to.bg.map_or(49, |it| it + 10));
    }
    codes.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use ratatui::{
        buffer::Cell,
        style::{Color, Modifier, Style},
    };

    use super::{Dialect, Pen, change};

    fn pen(style: Style) -> Pen {
        let mut cell = Cell::new("x");
        cell.set_style(style);
        Pen::of(&cell)
    }

    fn written(from: Option<Pen>, to: Pen) -> String {
        let mut out = vec![];
        change(&mut out, from, to, Dialect::Full);
        String::from_utf8(out).unwrap().replace('\x1b', "^")
    }

    #[test]
    fn plain_is_a_bare_reset() {
        assert_eq!(written(Some(pen(Style::new().fg(Color::Red))), Pen::default()), "^[m");
        assert_eq!(written(None, Pen::default()), "^[m");
    }

    #[test]
    fn from_an_unknown_style_everything_is_said() {
        assert_eq!(written(None, pen(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD))), "^[;1;31m");
    }

    #[test]
    fn only_what_differs_is_said() {
        let red = pen(Style::new().fg(Color::Red));
        assert_eq!(written(Some(red), pen(Style::new().fg(Color::Green))), "^[32m");
        assert_eq!(written(Some(Pen::default()), pen(Style::new().add_modifier(Modifier::REVERSED))), "^[7m");
    }

    #[test]
    fn an_old_terminal_is_told_the_whole_style() {
        let mut out = vec![];
        let bold = pen(Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED));
        change(&mut out, Some(bold), pen(Style::new().add_modifier(Modifier::BOLD)), Dialect::Vt100);
        assert_eq!(out, b"\x1b[;1m");
    }

    #[test]
    fn bold_stays_when_dim_goes() {
        let from = pen(Style::new().add_modifier(Modifier::BOLD | Modifier::DIM | Modifier::REVERSED));
        let to = pen(Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED));
        assert_eq!(written(Some(from), to), "^[22;1m");
    }
}
