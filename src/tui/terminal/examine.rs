//! A closer look at the terminal, outside the full screen: how it draws a letter of two bytes, and what its keys send.

use std::{io, os::fd::AsFd, time::Duration};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use rustix::{
    io::{Errno, read, write},
    termios::{SpecialCodeIndex, tcgetattr},
};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{
    conduct::{Asking, Conduct},
    probe::{CLEAR, Raw, Stopped, Waited, foreground, heeded},
};
use crate::tui::input::{Incoming, decode::Decoder, sequence::Known};

/// A letter of two bytes at the start of a line, where the caret is then, whether bracketed paste is known, and what all
/// terminals answer, in order.
pub(super) const QUESTIONS: &[u8] = b"\r\xc3\xa9\x1b[6n\x1b[?2004$p\x1b[c";
const PASTE_ON: &[u8] = b"\x1b[?2004h";
const PASTE_OFF: &[u8] = b"\x1b[?2004l";
/// A key or a paste is over when nothing more came for so long.
const QUIET: Duration = Duration::from_millis(400);

/// How a terminal takes what is written to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Whether two bytes of UTF-8 are one letter. `None`: it does not say.
    pub utf8: Option<Known>,
    /// Whether it marks what is pasted. `None`: it does not say.
    pub pastes: Option<Known>,
}

/// What one key or one paste sent. It holds nothing of a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressed {
    /// The keys that it is read as, by names that stay: `Backspace`, `Ctrl-H`.
    pub keys: Vec<String>,
    /// The bytes, as people write them: `^?`, `ESC [ A`. Empty for more than a key sends.
    pub bytes: String,
    /// Characters that came as a paste, when it was marked as one.
    pub pasted: Option<usize>,
    /// From the first byte to the last.
    pub took: Duration,
}

/// A key that can be told from all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Backspace, however it is sent.
    Backspace,
    /// Escape.
    Esc,
    /// The arrow.
    Up,
    /// F1.
    F1,
    /// Ctrl-C.
    ControlC,
}

impl Pressed {
    /// Says whether it was this key and nothing else.
    pub fn is(&self, key: Expected) -> bool {
        let (code, held) = match key {
            Expected::Backspace => (KeyCode::Backspace, KeyModifiers::NONE),
            Expected::Esc => (KeyCode::Esc, KeyModifiers::NONE),
            Expected::Up => (KeyCode::Up, KeyModifiers::NONE),
            Expected::F1 => (KeyCode::F(1), KeyModifiers::NONE),
            Expected::ControlC => (KeyCode::Char('c'), KeyModifiers::CONTROL),
        };
        self.keys == [key_name(KeyEvent::new(code, held))]
    }
}

/// Asks how letters and pastes are taken. `None` where nothing may be asked or there is no terminal. Ctrl-C is heeded when
/// the last answer is read, or would be too late.
///
/// Errors: the terminal cannot be read or written; [`io::ErrorKind::Interrupted`] when it was stopped, by Ctrl-C, too.
pub fn drawn(longest: Duration, stopped: &Stopped) -> io::Result<Option<Drawn>> {
    let conduct = Conduct::from_env(|it| std::env::var(it).ok());
    match conduct.asking {
        Asking::Allowed => {}
        Asking::TermIsPlain | Asking::Forbidden => return Ok(None),
    }
    let Some(terminal) = foreground() else { return Ok(None) };
    letters(&Raw::new(terminal)?, longest, stopped).map(Some)
}

pub(super) fn letters(raw: &Raw, longest: Duration, stopped: &Stopped) -> io::Result<Drawn> {
    write(&raw.terminal, QUESTIONS)?;
    let mut answer = vec![];
    let read = answers(raw, &mut answer, longest, stopped);
    let cleared = write(&raw.terminal, CLEAR);
    read?;
    cleared?;
    heeded(&answer)?;
    Ok(understood(&answer))
}

fn answers(raw: &Raw, answer: &mut Vec<u8>, longest: Duration, stopped: &Stopped) -> io::Result<()> {
    let began = Instant::now();
    while !has_the_last(answer)
        && read_more(raw, answer, longest.saturating_sub(began.elapsed()), stopped)? == More::Came
    {}
    Ok(())
}

/// Says whether the last answer is there, whatever was typed before or behind it: `ESC [ ? numbers c`.
fn has_the_last(answer: &[u8]) -> bool {
    let numbers = |it: &u8| it.is_ascii_digit() || *it == b';';
    let mut replies = answer.split(|it| *it == 0x1b).filter_map(|it| it.strip_prefix(b"[?"));
    replies.any(|it| it.iter().find(|it| !numbers(it)) == Some(&b'c'))
}

fn understood(answer: &[u8]) -> Drawn {
    let text = String::from_utf8_lossy(answer);
    let mut drawn = Drawn::default();
    for reply in text.split("\x1b[").skip(1) {
        if let Some((_, column)) = reply.strip_suffix('R').and_then(|it| it.split_once(';')) {
            drawn.utf8 = match column {
                "2" => Some(Known::Yes),
                "3" => Some(Known::No),
                _ => None,
            };
        } else if let Some(state) = reply.strip_prefix("?2004;").and_then(|it| it.strip_suffix("$y")) {
            drawn.pastes = Some(if matches!(state, "1" | "2" | "3") { Known::Yes } else { Known::No });
        }
    }
    drawn
}

/// What the line takes as Backspace (`stty erase`), as people write it. `None` without a terminal.
pub fn erases_by() -> Option<String> {
    let terminal = foreground()?;
    Some(written(&[tcgetattr(&terminal).ok()?.special_codes[SpecialCodeIndex::VERASE]]))
}

/// A terminal whose keys are looked at, until this is dropped.
pub struct Examined<'a> {
    raw: Raw,
    stopped: &'a Stopped,
    grace: Duration,
}

impl<'a> Examined<'a> {
    /// Takes the terminal of this process. `None` without one.
    ///
    /// Errors: it cannot be read or written.
    pub fn new(stopped: &'a Stopped) -> io::Result<Option<Self>> {
        let Some(terminal) = foreground() else { return Ok(None) };
        let grace = Conduct::from_env(|it| std::env::var(it).ok()).grace(None);
        let it = Self { raw: Raw::new(terminal)?, stopped, grace };
        write(&it.raw.terminal, PASTE_ON)?;
        Ok(Some(it))
    }

    /// Writes a line to the terminal.
    ///
    /// Errors: it cannot be written.
    pub fn say(&self, text: &str) -> io::Result<()> {
        let mut rest = text.as_bytes().to_vec();
        rest.extend_from_slice(b"\r\n");
        let mut rest = rest.as_slice();
        while !rest.is_empty() {
            rest = &rest[write(&self.raw.terminal, rest)?..];
        }
        Ok(())
    }

    /// Waits for one key or paste. `None`: nothing came within `longest`, or the terminal is gone.
    ///
    /// Errors: it cannot be read; [`io::ErrorKind::Interrupted`] when it was stopped.
    pub fn press(&self, longest: Duration) -> io::Result<Option<Pressed>> {
        let mut bytes = Zeroizing::new(vec![]);
        if read_more(&self.raw, &mut bytes, longest, self.stopped)? == More::Nothing {
            return Ok(None);
        }
        let began = Instant::now();
        let (mut last, mut read, mut came) = (began, 0, vec![]);
        let mut decoder = Decoder::new(self.grace, began);
        loop {
            decoder.feed(&bytes[read..], last, &mut came);
            read = bytes.len();
            if read_more(&self.raw, &mut bytes, QUIET, self.stopped)? == More::Nothing {
                break;
            }
            last = Instant::now();
        }
        // Whatever is not over by now will not be.
        decoder.due(last + Duration::from_mins(1), &mut came);
        Ok(Some(told(&bytes, &came, last - began)))
    }
}

impl Drop for Examined<'_> {
    fn drop(&mut self) {
        // There is nobody left to tell when the terminal is gone.
        let _ = write(&self.raw.terminal, PASTE_OFF);
    }
}

/// Whether something came in time.
#[derive(PartialEq, Eq)]
enum More {
    Came,
    Nothing,
}

fn read_more(raw: &Raw, bytes: &mut Vec<u8>, longest: Duration, stopped: &Stopped) -> io::Result<More> {
    let began = Instant::now();
    loop {
        match raw.waits(longest.saturating_sub(began.elapsed()), stopped)? {
            Waited::Ready => {}
            Waited::InVain => return Ok(More::Nothing),
        }
        let mut some = Zeroizing::new([0; 1024]);
        match read(raw.terminal.as_fd(), &mut *some) {
            Ok(0) | Err(Errno::IO) => return Ok(More::Nothing),
            Ok(n) => {
                bytes.extend_from_slice(&some[..n]);
                return Ok(More::Came);
            }
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Unit: bytes. The longest that one key sends.
const LONGEST_KEY: usize = 12;

fn told(bytes: &[u8], came: &[Incoming], took: Duration) -> Pressed {
    let mut pressed = Pressed { keys: vec![], bytes: String::new(), pasted: None, took };
    let is_key = bytes.len() <= LONGEST_KEY;
    for it in came {
        match it {
            Incoming::Event(Event::Key(key)) if is_key => pressed.keys.push(key_name(*key)),
            Incoming::Paste(text) => pressed.pasted = Some(text.chars().count()),
            Incoming::TooLong => pressed.pasted = Some(bytes.len()),
            Incoming::Event(_) | Incoming::Reply(..) | Incoming::Woken => {}
        }
    }
    if is_key && pressed.pasted.is_none() {
        pressed.bytes = written(bytes);
    }
    pressed
}

fn key_name(key: KeyEvent) -> String {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let name = if let KeyCode::Char(c) = key.code {
        match c {
            c if control => c.to_uppercase().to_string(),
            ' ' => "Space".into(),
            _ => "a letter".into(),
        }
    } else if let KeyCode::F(n) = key.code {
        format!("F{n}")
    } else {
        format!("{:?}", key.code)
    };
    let held = [(control, "Ctrl-"), (key.modifiers.contains(KeyModifiers::ALT), "Alt-")];
    let held: String = held.iter().filter(|it| it.0).map(|it| it.1).collect();
    held + &name
}

/// Bytes as people write them. A letter that was typed instead of a key is nobody's business.
fn written(bytes: &[u8]) -> String {
    let is_sequence = bytes.first() == Some(&0x1b);
    let byte = |it: &u8| match *it {
        0x1b => "ESC".to_owned(),
        0x7f => "^?".to_owned(),
        it if it < 0x20 => format!("^{}", char::from(it + 0x40)),
        it if is_sequence && it.is_ascii_graphic() => char::from(it).to_string(),
        _ => "(a letter)".to_owned(),
    };
    bytes.iter().map(byte).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Drawn, Known, has_the_last, understood, written};

    #[test]
    fn the_last_answer_is_found_among_what_was_typed() {
        for answer in [&b"\x1b[1;2R\x1b[?1;2c"[..], b"\x03\x1b[?62;c", b"\x1b[?62;22c\x03", b"c\x1b[A\x1b[?1cc"] {
            assert!(has_the_last(answer), "{answer:?}");
        }
        for answer in [&b""[..], b"c", b"\x03c", b"\x1b[1;2R\x1b[?2004;2$y", b"\x1b[?2004;2$yc", b"\x1b[?62;"] {
            assert!(!has_the_last(answer), "{answer:?}");
        }
    }

    #[test]
    fn the_caret_tells_whether_two_bytes_are_one_letter() {
        let utf8 = |answer: &[u8]| understood(answer).utf8;
        assert_eq!(utf8(b"\x1b[12;2R\x1b[?62;c"), Some(Known::Yes));
        assert_eq!(utf8(b"\x1b[12;3R\x1b[?62;c"), Some(Known::No));
        assert_eq!(utf8(b"\x1b[12;9R\x1b[?62;c"), None);
        assert_eq!(understood(b""), Drawn::default());
    }

    #[test]
    fn a_terminal_says_whether_it_marks_pastes() {
        let pastes = |answer: &[u8]| understood(answer).pastes;
        assert_eq!(pastes(b"\x1b[1;2R\x1b[?2004;2$y\x1b[?1;2c"), Some(Known::Yes));
        assert_eq!(pastes(b"\x1b[1;2R\x1b[?2004;0$y\x1b[?1;2c"), Some(Known::No));
        assert_eq!(pastes(b"\x1b[1;2R\x1b[?1;2c"), None);
    }

    #[test]
    fn bytes_are_written_as_people_write_them_and_letters_are_not() {
        assert_eq!([written(b"\x7f"), written(b"\x08"), written(b"\x1b[A")], ["^?", "^H", "ESC [ A"]);
        assert_eq!(written(b"k"), "(a letter)");
    }
}
