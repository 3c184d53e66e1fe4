//! What a whole escape sequence means: a key in one of the forms that terminals know, or the reply to a question.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What a terminal said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// How a private mode stands (DECRPM).
    Mode {
        /// Its number.
        mode: u16,
        /// 0: not known; 1: set; 2: reset; 3: set for ever; 4: reset for ever.
        state: u16,
    },
    /// What it is and can (DA1).
    Attributes(Vec<u16>),
    /// Its name and version (XTVERSION), as it came: it may hold anything.
    Name(String),
    /// Whether it has a capability of the terminal database (XTGETTCAP).
    Capability {
        /// The name of the capability.
        name: String,
        /// Whether it has it.
        known: Known,
    },
    /// What is in its clipboard (OSC 52). The text is not kept.
    Clipboard,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// What a sequence means.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A key.
    Key(KeyEvent),
    /// The window has the focus again.
    Focus,
    /// A reply.
    Reply(Reply),
    /// A paste begins.
    Paste,
    /// A click in the oldest form: three bytes follow.
    Click,
    /// Nothing that is known here.
    Nothing,
}

/// Reads `ESC [` with these bytes up to the last one.
pub fn control(parameters: &[u8], last: u8) -> Meaning {
    if let Some(private) = parameters.strip_prefix(b"?") {
        return reply(private, last).map_or(Meaning::Nothing, Meaning::Reply);
    }
    let Some(numbers) = numbers(parameters) else { return Meaning::Nothing };
    let number = |at: usize| numbers.get(at).copied().unwrap_or_default();
    let code = match (last, numbers.as_slice()) {
        (b'~', [200]) => return Meaning::Paste,
        (b'I', []) => return Meaning::Focus,
        (b'M', []) => return Meaning::Click,
        (b'~', [27, with, code]) | (b'u', [code, with]) => return character(*code, *with),
        (b'u', [code]) => return character(*code, 1),
        (b'~' | b'^' | b'@', _) => match numbered(number(0)) {
            Some(code) => code,
            None => return Meaning::Nothing,
        },
        (b'a'..=b'd', []) => arrow(last.to_ascii_uppercase()),
        (b'A'..=b'D', _) => arrow(last),
        (b'F', _) => KeyCode::End,
        (b'H', _) => KeyCode::Home,
        (b'Z', _) => KeyCode::BackTab,
        // With other numbers `R` says where the cursor is.
        (b'P' | b'Q' | b'S', _) | (b'R', [] | [1, _]) => KeyCode::F(last - b'O'),
        _ => return Meaning::Nothing,
    };
    let with = match last {
        b'^' => KeyModifiers::CONTROL,
        b'@' => KeyModifiers::CONTROL | KeyModifiers::SHIFT,
        b'a'..=b'd' => KeyModifiers::SHIFT,
        _ => modifiers(number(1)),
    };
    Meaning::Key(KeyEvent::new(code, with))
}

/// Reads `ESC O` with these bytes up to the last one.
pub fn single_shift(parameters: &[u8], last: u8) -> Meaning {
    let code = match last {
        b'A'..=b'D' => arrow(last),
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(last - b'O'),
        // The block of digits.
        b'X' => KeyCode::Char('='),
        b'j'..=b'y' => KeyCode::Char(char::from(last - b'j' + b'*')),
        _ => return Meaning::Nothing,
    };
    let with = numbers(parameters).and_then(|it| it.last().copied()).unwrap_or_default();
    Meaning::Key(KeyEvent::new(code, modifiers(with)))
}

/// Reads `ESC [ [` and this byte: the function keys of the Linux console.
pub fn console(last: u8) -> Meaning {
    match last {
        b'A'..=b'E' => Meaning::Key(KeyEvent::new(KeyCode::F(last - b'@'), KeyModifiers::NONE)),
        _ => Meaning::Nothing,
    }
}

/// Reads a string, such as `ESC P … ESC \`, by what introduced it and how it begins.
pub fn string(introducer: u8, text: &[u8]) -> Option<Reply> {
    match introducer {
        b']' => text.starts_with(b"52;").then_some(Reply::Clipboard),
        b'P' => {
            if let Some(name) = text.strip_prefix(b">|") {
                return Some(Reply::Name(String::from_utf8_lossy(name).into_owned()));
            }
            let (known, rest) = match text.strip_prefix(b"1+r") {
                Some(rest) => (Known::Yes, rest),
                None => (Known::No, text.strip_prefix(b"0+r")?),
            };
            let name = rest.split(|it| *it == b'=').next().unwrap_or_default();
            Some(Reply::Capability { name: hexadecimal(name)?, known })
        }
        _ => None,
    }
}

fn reply(parameters: &[u8], last: u8) -> Option<Reply> {
    match last {
        b'c' => numbers(parameters).map(Reply::Attributes),
        b'y' => match numbers(parameters.strip_suffix(b"$")?)?[..] {
            [mode, state] => Some(Reply::Mode { mode, state }),
            _ => None,
        },
        _ => None,
    }
}

/// The numbers between semicolons; none of nothing. Of numbers with parts (`1:3`), the first part.
fn numbers(parameters: &[u8]) -> Option<Vec<u16>> {
    if parameters.is_empty() {
        return Some(vec![]);
    }
    let number = |part: &[u8]| {
        let first = part.split(|it| *it == b':').next().unwrap_or_default();
        if first.is_empty() { Some(0) } else { std::str::from_utf8(first).ok()?.parse().ok() }
    };
    parameters.split(|it| *it == b';').map(number).collect()
}

fn hexadecimal(digits: &[u8]) -> Option<String> {
    let digits = std::str::from_utf8(digits).ok()?;
    let byte = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    String::from_utf8((0..digits.len()).step_by(2).map(byte).collect::<Option<_>>()?).ok()
}

fn arrow(last: u8) -> KeyCode {
    match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        _ => KeyCode::Left,
    }
}

/// The key of `ESC [ number ~`.
fn numbered(number: u16) -> Option<KeyCode> {
    let function = |first: u16, f: u16| u8::try_from(number - first + f).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28..=29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}

/// What is held with a key: one more than the sum of 1 (Shift), 2 (Alt), 4 (Control) and what nobody has.
fn modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let held = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    held.into_iter().filter(|(bit, _)| bits & bit != 0).fold(KeyModifiers::NONE, |all, (_, it)| all | it)
}

/// The key of a character that a terminal sends as a number.
fn character(code: u16, with: u16) -> Meaning {
    let code = match code {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        code => match char::from_u32(code.into()).filter(|it| !it.is_control()) {
            Some(c) => KeyCode::Char(c),
            None => return Meaning::Nothing,
        },
    };
    Meaning::Key(KeyEvent::new(code, modifiers(with)))
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::{Known, Meaning, Reply, console, control, single_shift, string};

    fn key(code: KeyCode) -> Meaning {
        Meaning::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn a_key_is_known_in_every_form() {
        for parameters in [&b"1"[..], b"7"] {
            assert_eq!(control(parameters, b'~'), key(KeyCode::Home));
        }
        assert_eq!(control(b"4", b'~'), key(KeyCode::End));
        assert_eq!([control(b"", b'H'), single_shift(b"", b'H')], [key(KeyCode::Home), key(KeyCode::Home)]);
        let first = [control(b"11", b'~'), single_shift(b"", b'P'), console(b'A'), control(b"", b'P')];
        assert_eq!(first, [(); 4].map(|()| key(KeyCode::F(1))));
        assert_eq!([control(b"15", b'~'), console(b'E')], [key(KeyCode::F(5)), key(KeyCode::F(5))]);
        assert_eq!([control(b"24", b'~'), control(b"21", b'~')], [key(KeyCode::F(12)), key(KeyCode::F(10))]);
        assert_eq!([single_shift(b"", b'M'), single_shift(b"", b'p')], [key(KeyCode::Enter), key(KeyCode::Char('0'))]);
    }

    #[test]
    fn what_is_held_with_a_key_is_known() {
        let right = |with| Meaning::Key(KeyEvent::new(KeyCode::Right, with));
        assert_eq!(control(b"1;5", b'C'), right(KeyModifiers::CONTROL));
        assert_eq!(control(b"1;4", b'C'), right(KeyModifiers::ALT | KeyModifiers::SHIFT));
        assert_eq!(single_shift(b"5", b'C'), right(KeyModifiers::CONTROL));
        let enter = Meaning::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::CONTROL));
        assert_eq!(control(b"27;5;13", b'~'), enter);
        assert_eq!(control(b"13;5", b'u'), enter);
    }

    #[test]
    fn replies_are_no_keys() {
        assert_eq!(control(b"?2026;2$", b'y'), Meaning::Reply(Reply::Mode { mode: 2026, state: 2 }));
        assert_eq!(control(b"?62;22;52", b'c'), Meaning::Reply(Reply::Attributes(vec![62, 22, 52])));
        for (parameters, last) in [(&b"24;80"[..], b'R'), (b"0", b'n'), (b"?1;2", b'R'), (b">0;276;0", b'c')] {
            assert_eq!(control(parameters, last), Meaning::Nothing);
        }
        assert_eq!(string(b'P', b">|tmux 3.5"), Some(Reply::Name("tmux 3.5".into())));
        assert_eq!(string(b'P', b"1+r4d73=1b"), Some(Reply::Capability { name: "Ms".into(), known: Known::Yes }));
        assert_eq!(string(b'P', b"0+r4d73"), Some(Reply::Capability { name: "Ms".into(), known: Known::No }));
        assert_eq!(string(b']', b"52;c;c2VjcmV0"), Some(Reply::Clipboard));
        assert_eq!([string(b']', b"11;rgb:0/0/0"), string(b'P', b"0+r4d7"), string(b'_', b"x")], [None, None, None]);
    }

    #[test]
    fn a_mouse_does_nothing() {
        assert_eq!(control(b"<0;1;1", b'M'), Meaning::Nothing);
        assert_eq!(control(b"", b'M'), Meaning::Click);
    }
}
