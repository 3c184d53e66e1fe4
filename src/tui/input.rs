//! From what the terminal sends to what a person did: a paste without markers (keys a few milliseconds apart) becomes one
//! run of text. Pure: it is told the time.

pub mod decode;
pub mod lump;
pub mod sequence;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tokio::time::Instant;
use zeroize::Zeroizing;

use self::{
    lump::{Lump, Whole},
    sequence::Reply,
};

/// Keys closer together than this were not typed by a person.
pub const RUN_GAP: Duration = Duration::from_millis(10);
/// Enter this soon after a run belongs to it.
pub const AFTER_RUN: Duration = Duration::from_millis(150);

/// What the terminal sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A key, or news of the window.
    Event(Event),
    /// A paste, as the terminal says.
    Paste(Zeroizing<String>),
    /// A paste that is longer than [`lump::LONGEST`].
    TooLong,
    /// A reply, and when it came.
    Reply(Reply, Instant),
    /// The process was stopped from outside, and goes on.
    Woken,
}

impl From<Event> for Incoming {
    fn from(event: Event) -> Self {
        match event {
            Event::Paste(text) => Self::Paste(Zeroizing::new(text)),
            Event::Key(_) | Event::Resize(..) | Event::FocusGained | Event::FocusLost | Event::Mouse(_) => {
                Self::Event(event)
            }
        }
    }
}

/// What a person did.
#[derive(Debug, PartialEq, Eq)]
pub enum Given {
    /// Pressed one key.
    Key(KeyEvent),
    /// Sent several characters at once; line breaks are `\n`.
    Run(Zeroizing<String>),
    /// Sent an Enter so soon behind a run that it is a part of it.
    LateEnter,
    /// Pasted, as the terminal says.
    Paste(Zeroizing<String>),
    /// Pasted more than [`lump::LONGEST`] bytes; nothing of it is here.
    TooLong,
    /// Changed the size of the window, or came back to it.
    Resized,
    /// Had the process go on that somebody stopped: the terminal was another's meanwhile.
    Woken,
}

/// Collects what belongs together.
#[derive(Default)]
pub struct Gather {
    run: Lump,
    run_at: Option<Instant>,
    run_ended: Option<Instant>,
}

impl Gather {
    /// Takes one thing that the terminal sent; gives what is complete now. Replies are not for a person and give nothing.
    pub fn take(&mut self, incoming: Incoming, now: Instant) -> Vec<Given> {
        let mut given = self.due(now);
        match incoming {
            Incoming::Event(Event::Key(key)) if key.kind == KeyEventKind::Release => {}
            Incoming::Event(Event::Key(key)) => self.key(normal(key), now, &mut given),
            Incoming::Event(Event::Paste(text)) => self.pasted(Given::Paste(Zeroizing::new(text)), now, &mut given),
            Incoming::Paste(text) => self.pasted(Given::Paste(text), now, &mut given),
            Incoming::TooLong => self.pasted(Given::TooLong, now, &mut given),
            Incoming::Event(Event::Resize(..) | Event::FocusGained) => given.push(Given::Resized),
            Incoming::Woken => given.push(Given::Woken),
            Incoming::Event(Event::FocusLost | Event::Mouse(_)) | Incoming::Reply(..) => {}
        }
        given
    }

    /// When [`Self::due`] has something to give, if it will.
    pub fn deadline(&self) -> Option<Instant> {
        self.run_at.map(|at| at + RUN_GAP)
    }

    /// Gives what is complete because nothing followed in time.
    pub fn due(&mut self, now: Instant) -> Vec<Given> {
        let mut given = vec![];
        if self.deadline().is_some_and(|it| it <= now) {
            self.end_run(now, &mut given);
        }
        given
    }

    fn key(&mut self, key: KeyEvent, now: Instant, given: &mut Vec<Given>) {
        match run_char(key) {
            Some('\n') if self.run.is_empty() => {
                let is_late = self.run_ended.is_some_and(|at| now < at + AFTER_RUN);
                given.push(if is_late { Given::LateEnter } else { Given::Key(key) });
            }
            Some('\t') if self.run.is_empty() => given.push(Given::Key(key)),
            Some(c) => {
                self.run.push_char(c);
                self.run_at = Some(now);
            }
            None => {
                self.end_run(now, given);
                given.push(Given::Key(key));
            }
        }
    }

    fn pasted(&mut self, paste: Given, now: Instant, given: &mut Vec<Given>) {
        self.end_run(now, given);
        given.push(paste);
    }

    fn end_run(&mut self, now: Instant, given: &mut Vec<Given>) {
        self.run_at = None;
        if self.run.is_empty() {
            return;
        }
        let Whole::Text(run) = self.run.take() else {
            self.run_ended = Some(now);
            given.push(Given::TooLong);
            return;
        };
        let mut chars = run.chars();
        match (chars.next(), chars.next()) {
            (None, _) => {}
            (Some(c), None) => given.push(Given::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))),
            (Some(_), Some(_)) => {
                self.run_ended = Some(now);
                given.push(Given::Run(run));
            }
        }
    }
}

/// One form for keys that terminals send in several.
fn normal(key: KeyEvent) -> KeyEvent {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    if control && key.code == KeyCode::Char('h') {
        KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE)
    } else if control && (key.code == KeyCode::Char('j') || key.code == KeyCode::Char('m')) {
        KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)
    } else if matches!(key.code, KeyCode::Char(_) | KeyCode::BackTab) {
        KeyEvent::new(key.code, key.modifiers - KeyModifiers::SHIFT)
    } else {
        KeyEvent::new(key.code, key.modifiers)
    }
}

/// The character that a key adds to a run, if it can be part of one.
fn run_char(key: KeyEvent) -> Option<char> {
    if !key.modifiers.is_empty() {
        return None;
    }
    if key.code == KeyCode::Enter {
        Some('\n')
    } else if key.code == KeyCode::Tab {
        Some('\t')
    } else {
        key.code.as_char()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
    use tokio::time::Instant;
    use zeroize::Zeroizing;

    use super::{Gather, Given, lump::LONGEST};

    fn key(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn given(code: KeyCode) -> Given {
        Given::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    /// Plays keys, each so many milliseconds after the one before, and then waits.
    fn played(keys: &[(u64, Event)]) -> Vec<Given> {
        let mut gather = Gather::default();
        let mut now = Instant::now();
        let mut all = vec![];
        for (after, event) in keys {
            now += Duration::from_millis(*after);
            all.extend(gather.take(event.clone().into(), now));
        }
        all.extend(gather.due(now + Duration::from_secs(1)));
        assert_eq!(gather.deadline(), None);
        all
    }

    #[test]
    fn typed_keys_stay_keys() {
        let keys = [(0, key(KeyCode::Char('a'))), (40, key(KeyCode::Char('b'))), (40, key(KeyCode::Enter))];
        assert_eq!(played(&keys), [given(KeyCode::Char('a')), given(KeyCode::Char('b')), given(KeyCode::Enter)]);
    }

    #[test]
    fn a_burst_is_one_run_and_its_enter_is_a_line_break() {
        let keys = [(0, key(KeyCode::Char('a'))), (1, key(KeyCode::Char('b'))), (1, key(KeyCode::Enter))];
        assert_eq!(played(&keys), [Given::Run(Zeroizing::new("ab\n".into()))]);
    }

    #[test]
    fn an_enter_that_comes_a_little_late_belongs_to_the_burst() {
        let keys = [(0, key(KeyCode::Char('a'))), (1, key(KeyCode::Char('b'))), (60, key(KeyCode::Enter))];
        assert_eq!(played(&keys), [Given::Run(Zeroizing::new("ab".into())), Given::LateEnter]);
    }

    #[test]
    fn a_burst_that_is_too_long_is_not_taken_in_part() {
        let keys = vec![(0, key(KeyCode::Char('a'))); LONGEST + 1];
        assert_eq!(played(&keys), [Given::TooLong]);
    }

    #[test]
    fn both_backspaces_are_backspace() {
        let control_h = Event::Key(KeyEvent::new(KeyCode::Char('h'), KeyModifiers::CONTROL));
        assert_eq!(played(&[(0, control_h)]), [given(KeyCode::Backspace)]);
        assert_eq!(played(&[(0, key(KeyCode::Backspace))]), [given(KeyCode::Backspace)]);
    }
}
