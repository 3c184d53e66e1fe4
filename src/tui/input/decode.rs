//! Bytes of a terminal become keys, pastes and replies, wherever the bytes were cut. Pure: it is told the time.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{
    AFTER_RUN, Incoming, RUN_GAP,
    lump::{Lump, Whole},
    run_char,
    sequence::{self, Meaning},
};

/// How long a paste may pause, or a reply that is cut off, before it is over.
pub const SILENCE: Duration = Duration::from_secs(2);

/// The end of a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
/// What is kept of a sequence; longer ones mean nothing. Unit: bytes.
const LONGEST_SEQUENCE: usize = 256;

/// Reads bytes.
pub struct Decoder {
    state: State,
    /// When the last byte came.
    at: Instant,
    /// The bytes of the sequence that is being read.
    sequence: Zeroizing<Vec<u8>>,
    /// What is being pasted. What still comes at once after the end of a paste belongs to it.
    paste: Option<Lump>,
    behind: Behind,
    line_end: LineEnd,
    grace: Duration,
}

/// What is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing special.
    Ground,
    /// An Escape, which may be the key or the start of something.
    Escape,
    /// `ESC O …`
    SingleShift,
    /// `ESC [ …`
    Control,
    /// `ESC [ [`
    Console,
    /// What follows `ESC [ M`: so many bytes.
    Click(usize),
    /// A string that this byte introduced.
    String(u8),
    /// An Escape in a string: its end, most likely.
    StringEscape(u8),
    /// A character of so many bytes, with this key held.
    Character(usize, KeyModifiers),
    /// A paste, with so many bytes that may be its end.
    Paste(usize),
}

/// Whether something came at once behind the end of a paste. The rest of it may be held up on the way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Nothing,
    More,
}

/// What came last, for line ends of two characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Return(Instant),
    Other,
}

impl Decoder {
    /// Waits for the rest of a sequence for `grace`.
    pub fn new(grace: Duration, now: Instant) -> Self {
        Self {
            state: State::Ground,
            at: now,
            sequence: Zeroizing::new(Vec::with_capacity(LONGEST_SEQUENCE)),
            paste: None,
            behind: Behind::Nothing,
            line_end: LineEnd::Other,
            grace,
        }
    }

    /// Waits so long from now on.
    pub fn set_grace(&mut self, grace: Duration) {
        self.grace = grace;
    }

    /// Takes bytes; what they complete is added to `came`. Nothing ends by the time alone: that is [`Self::due`]'s, for
    /// only the caller knows whether more bytes lie ready.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, came: &mut Vec<Incoming>) {
        for byte in bytes {
            self.byte(*byte, now, came);
            self.at = now;
        }
    }

    /// When [`Self::due`] has something to do, if it will.
    pub fn deadline(&self) -> Option<Instant> {
        let patience = match (self.state, &self.paste) {
            (State::Ground, None) => return None,
            (State::Ground, Some(_)) => match self.behind {
                Behind::Nothing => RUN_GAP,
                Behind::More => AFTER_RUN,
            },
            (State::Control, _) if !self.sequence.starts_with(b"?") => self.grace,
            (State::Escape | State::SingleShift | State::Console | State::Click(_) | State::Character(..), _) => {
                self.grace
            }
            // Only replies look like this: what is late of them may not be taken for keys.
            (State::Control | State::String(_) | State::StringEscape(_) | State::Paste(_), _) => SILENCE,
        };
        Some(self.at + patience)
    }

    /// Ends what nothing followed in time. To be called when no byte lies ready.
    pub fn due(&mut self, now: Instant, came: &mut Vec<Incoming>) {
        while self.deadline().is_some_and(|it| it <= now) {
            match std::mem::replace(&mut self.state, State::Ground) {
                State::Ground => self.end_paste(came),
                State::Escape => self.key(KeyCode::Esc, KeyModifiers::NONE, came),
                State::Paste(_)
                | State::SingleShift
                | State::Control
                | State::Console
                | State::Click(_)
                | State::String(_)
                | State::StringEscape(_)
                | State::Character(..) => {}
            }
        }
    }

    fn byte(&mut self, byte: u8, now: Instant, came: &mut Vec<Incoming>) {
        if self.paste.is_some() && !matches!(self.state, State::Paste(_)) {
            self.behind = Behind::More;
        }
        match self.state {
            State::Ground => self.ground(byte, KeyModifiers::NONE, now, came),
            State::Escape => self.after_escape(byte, now, came),
            State::SingleShift => match byte {
                b'0'..=b'9' | b';' => self.keep(byte),
                0x40..=0x7e => {
                    let meaning = sequence::single_shift(&self.sequence, byte);
                    self.meant(meaning, now, came);
                }
                _ => self.broken(byte, now, came),
            },
            State::Control => match byte {
                b'[' if self.sequence.is_empty() => self.state = State::Console,
                0x20..=0x3f => self.keep(byte),
                0x40..=0x7e => {
                    let meaning = sequence::control(&self.sequence, byte);
                    self.meant(meaning, now, came);
                }
                _ => self.broken(byte, now, came),
            },
            State::Console => match byte {
                0x20..=0x7e => self.meant(sequence::console(byte), now, came),
                _ => self.broken(byte, now, came),
            },
            State::Click(left) => self.state = if left > 1 { State::Click(left - 1) } else { State::Ground },
            State::String(introducer) => match byte {
                0x07 => self.string(introducer, now, came),
                0x1b => self.state = State::StringEscape(introducer),
                0x00..=0x1f => self.broken(byte, now, came),
                _ => self.keep(byte),
            },
            State::StringEscape(introducer) => {
                if byte == b'\\' {
                    self.string(introducer, now, came);
                } else {
                    self.state = State::Escape;
                    self.after_escape(byte, now, came);
                }
            }
            State::Character(len, with) => self.character(byte, len, with, now, came),
            State::Paste(matched) => self.pasted(byte, matched),
        }
    }

    fn ground(&mut self, byte: u8, with: KeyModifiers, now: Instant, came: &mut Vec<Incoming>) {
        self.state = State::Ground;
        let line_end = std::mem::replace(&mut self.line_end, LineEnd::Other);
        match byte {
            0x1b => self.state = State::Escape,
            b'\r' => {
                self.line_end = LineEnd::Return(now);
                self.key(KeyCode::Enter, with, came);
            }
            b'\n' => match line_end {
                LineEnd::Return(at) if now.saturating_duration_since(at) <= RUN_GAP => {}
                LineEnd::Return(_) | LineEnd::Other => self.key(KeyCode::Enter, with, came),
            },
            b'\t' => self.key(KeyCode::Tab, with, came),
            0x08 | 0x7f => self.key(KeyCode::Backspace, with, came),
            0x01..=0x1a => self.key(KeyCode::Char(char::from(byte - 1 + b'a')), with | KeyModifiers::CONTROL, came),
            0x20..=0x7e => self.key(KeyCode::Char(char::from(byte)), with, came),
            0xc2..=0xf4 => {
                self.sequence.clear();
                self.sequence.push(byte);
                let len = if byte < 0xe0 { 2 } else { 3 + usize::from(byte >= 0xf0) };
                self.state = State::Character(len, with);
            }
            0x00 | 0x1c..=0x1f | 0x80..=0xc1 | 0xf5..=0xff => {}
        }
    }

    fn after_escape(&mut self, byte: u8, now: Instant, came: &mut Vec<Incoming>) {
        // Alt sends an Escape before the key, at once; a person's Escape before a key takes longer.
        let at_once = now.saturating_duration_since(self.at) <= RUN_GAP;
        self.sequence.clear();
        match byte {
            b'[' => self.state = State::Control,
            b'O' => self.state = State::SingleShift,
            b']' | b'P' | b'X' | b'^' | b'_' if at_once => self.state = State::String(byte),
            0x1b => self.key(KeyCode::Esc, KeyModifiers::NONE, came),
            _ if at_once => self.ground(byte, KeyModifiers::ALT, now, came),
            _ => {
                self.key(KeyCode::Esc, KeyModifiers::NONE, came);
                self.ground(byte, KeyModifiers::NONE, now, came);
            }
        }
    }

    /// Drops a sequence in which this byte cannot be.
    fn broken(&mut self, byte: u8, now: Instant, came: &mut Vec<Incoming>) {
        self.ground(byte, KeyModifiers::NONE, now, came);
    }

    fn keep(&mut self, byte: u8) {
        if self.sequence.len() < LONGEST_SEQUENCE {
            self.sequence.push(byte);
        } else if let Some(last) = self.sequence.last_mut() {
            // No sequence that means something has this byte.
            *last = b'!';
        }
    }

    fn meant(&mut self, meaning: Meaning, now: Instant, came: &mut Vec<Incoming>) {
        self.state = State::Ground;
        match meaning {
            Meaning::Key(key) => self.key(key.code, key.modifiers, came),
            Meaning::Focus => came.push(Incoming::Event(Event::FocusGained)),
            Meaning::Reply(reply) => came.push(Incoming::Reply(reply, now)),
            Meaning::Paste => {
                self.paste.get_or_insert_default();
                self.state = State::Paste(0);
            }
            Meaning::Click => self.state = State::Click(3),
            Meaning::Nothing => {}
        }
    }

    fn string(&mut self, introducer: u8, now: Instant, came: &mut Vec<Incoming>) {
        self.state = State::Ground;
        if let Some(reply) = sequence::string(introducer, &self.sequence) {
            came.push(Incoming::Reply(reply, now));
        }
    }

    fn character(&mut self, byte: u8, len: usize, with: KeyModifiers, now: Instant, came: &mut Vec<Incoming>) {
        if !(0x80..=0xbf).contains(&byte) {
            return self.broken(byte, now, came);
        }
        self.sequence.push(byte);
        if self.sequence.len() < len {
            return;
        }
        self.state = State::Ground;
        if let Some(c) = std::str::from_utf8(&self.sequence).ok().and_then(|it| it.chars().next()) {
            self.key(KeyCode::Char(c), with, came);
        }
    }

    fn pasted(&mut self, byte: u8, matched: usize) {
        let paste = self.paste.get_or_insert_default();
        if byte == PASTE_END[matched] {
            self.state = if matched + 1 == PASTE_END.len() { State::Ground } else { State::Paste(matched + 1) };
            return;
        }
        paste.push(&PASTE_END[..matched]);
        if byte == PASTE_END[0] {
            self.state = State::Paste(1);
        } else {
            paste.push(&[byte]);
            self.state = State::Paste(0);
        }
    }

    /// Gives a key; of what follows a paste at once, the text is a part of it, and nothing else does anything.
    fn key(&mut self, code: KeyCode, with: KeyModifiers, came: &mut Vec<Incoming>) {
        let key = KeyEvent::new(code, with);
        match &mut self.paste {
            None => came.push(Incoming::Event(Event::Key(key))),
            Some(paste) => {
                if let Some(c) = run_char(key) {
                    paste.push_char(c);
                }
            }
        }
    }

    fn end_paste(&mut self, came: &mut Vec<Incoming>) {
        self.behind = Behind::Nothing;
        if let Some(mut paste) = self.paste.take() {
            came.push(match paste.take() {
                Whole::Text(text) => Incoming::Paste(text),
                Whole::TooLong => Incoming::TooLong,
            });
        }
    }
}

#[cfg(test)]
mod tests;
