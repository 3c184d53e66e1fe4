//! The terminal's own clipboard, by OSC 52. Whether a terminal takes it cannot be known, so nothing says that it did.

use std::{cell::RefCell, mem, rc::Rc};

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The most that terminals take (xterm: 100,000 bytes with all around it; others less). Unit: bytes of base64.
pub const MOST: usize = 74_994;
/// GNU screen passes on short strings only. Unit: bytes.
const CHUNK: usize = 240;

/// What stands between this program and the terminal whose clipboard is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Road {
    /// Nothing.
    #[default]
    Straight,
    /// tmux. It takes the sequence itself with `set-clipboard on`, and passes it on with `allow-passthrough on` (before
    /// 3.3: always); as it comes, a newer one does neither. So it gets both.
    Tmux,
    /// GNU screen, which passes on what stands in a device control string.
    Screen,
    /// One of the two on the way, on another host: `TERM` is all that is known. Each passes over what the other needs.
    Either,
}

impl Road {
    /// Decides from `TMUX`, `STY` and `TERM`.
    pub fn of(value: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| value(name).filter(|it| !it.is_empty());
        let term = set("TERM").unwrap_or_default();
        if set("TMUX").is_some() || term.starts_with("tmux") {
            Self::Tmux
        } else if set("STY").is_some() {
            Self::Screen
        } else if term.starts_with("screen") {
            Self::Either
        } else {
            Self::Straight
        }
    }

    /// The bytes that ask for `text` on the clipboard; `None` when it is too long for that.
    pub fn bytes(self, text: &str) -> Option<Vec<u8>> {
        let coded = STANDARD.encode(text);
        if coded.len() > MOST {
            return None;
        }
        let plain = format!("\x1b]52;c;{coded}\x07");
        let whole = match self {
            Self::Straight => plain,
            Self::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
            Self::Screen => in_chunks(&plain),
            Self::Either => format!("{plain}{}", in_chunks(&plain)),
        };
        Some(whole.into_bytes())
    }
}

fn in_chunks(plain: &str) -> String {
    let chunks = plain.as_bytes().chunks(CHUNK).map(|it| format!("\x1bP{}\x1b\\", String::from_utf8_lossy(it)));
    chunks.collect()
}

/// What is to be sent beside the frames, and what was. Shared by the face, which fills it, and the one writer.
#[derive(Clone, Debug, Default)]
pub struct Outbox(Rc<RefCell<Held>>);

#[derive(Debug, Default)]
struct Held {
    bytes: Vec<u8>,
    texts: Vec<String>,
}

impl Outbox {
    /// Has bytes written after the next frame, for this text.
    pub fn send(&self, bytes: &[u8], text: &str) {
        let mut it = self.0.borrow_mut();
        it.bytes.extend_from_slice(bytes);
        it.texts.retain(|sent| sent != text);
        it.texts.push(text.to_owned());
    }

    /// Takes what is still to be written.
    pub fn take(&self) -> Vec<u8> {
        mem::take(&mut self.0.borrow_mut().bytes)
    }

    /// Every text that was sent, each once, the last at the end.
    pub fn texts(&self) -> Vec<String> {
        self.0.borrow().texts.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Road};

    fn sent(road: Road, text: &str) -> String {
        String::from_utf8(road.bytes(text).unwrap()).unwrap().replace('\x1b', "^").replace('\x07', "!")
    }

    #[test]
    fn each_way_has_its_wrapping() {
        assert_eq!(sent(Road::Straight, "S365"), "^]52;c;UzM2NQ==!");
        assert_eq!(sent(Road::Tmux, "S365"), "^]52;c;UzM2NQ==!^Ptmux;^^]52;c;UzM2NQ==!^\\");
        assert_eq!(sent(Road::Screen, "S365"), "^P^]52;c;UzM2NQ==!^\\");
        assert_eq!(sent(Road::Either, "S365"), "^]52;c;UzM2NQ==!^P^]52;c;UzM2NQ==!^\\");
    }

    #[test]
    fn screen_gets_short_pieces_that_are_the_whole_together() {
        let long = "x".repeat(1_000);
        let pieces = sent(Road::Screen, &long);
        assert!(pieces.split("^\\").all(|it| it.len() <= 250), "{pieces}");
        assert_eq!(pieces.replace("^P", "").replace("^\\", ""), sent(Road::Straight, &long));
    }

    #[test]
    fn what_is_too_long_is_not_sent() {
        assert!(Road::Straight.bytes(&"x".repeat(MOST / 4 * 3)).is_some());
        assert_eq!(Road::Straight.bytes(&"x".repeat(MOST / 4 * 3 + 3)), None);
    }

    #[test]
    fn the_way_is_told_by_the_variables() {
        let road =
            |values: &[(&str, &str)]| Road::of(|name| values.iter().find(|it| it.0 == name).map(|it| it.1.to_owned()));
        assert_eq!(road(&[("TERM", "xterm-256color"), ("TMUX", ""), ("STY", "")]), Road::Straight);
        assert_eq!(road(&[("TERM", "screen-256color"), ("TMUX", "/tmp/tmux-0/default,1,0")]), Road::Tmux);
        assert_eq!(road(&[("TERM", "tmux-256color")]), Road::Tmux);
        assert_eq!(road(&[("TERM", "screen.xterm-256color"), ("STY", "12.pts-0.host")]), Road::Screen);
        assert_eq!(road(&[("TERM", "screen-256color")]), Road::Either);
    }
}
