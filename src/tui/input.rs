//! From what the terminal sends to what a person did: cut-off escape sequences are joined, and a paste without markers
//! (keys a few milliseconds apart) becomes one run of text. Pure: it is told the time.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tokio::time::Instant;
use zeroize::Zeroizing;

/// Keys closer together than this were not typed by a person.
pub const RUN_GAP: Duration = Duration::from_millis(10);
/// How long an Escape may be the cut-off start of another key, as happens over SSH.
pub const ESCAPE_GRACE: Duration = Duration::from_millis(50);
/// Enter this soon after a run belongs to it.
pub const AFTER_RUN: Duration = Duration::from_millis(150);

/// What a person did.
#[derive(Debug, PartialEq, Eq)]
pub enum Given {
    /// Pressed one key.
    Key(KeyEvent),
    /// Sent several characters at once; line breaks are `\n`.
    Run(Zeroizing<String>),
    /// Pasted, as the terminal says.
    Paste(Zeroizing<String>),
    /// Changed the size of the window, or came back to it.
    Resized,
}

/// Collects what belongs together.
#[derive(Default)]
pub struct Gather {
    run: Zeroizing<String>,
    run_at: Option<Instant>,
    escape: Option<(Instant, String)>,
    run_ended: Option<Instant>,
}

impl Gather {
    /// Takes one event of the terminal; gives what is complete now.
    pub fn take(&mut self, event: Event, now: Instant) -> Vec<Given> {
        let mut given = self.due(now);
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => self.key(normal(key), now, &mut given),
            Event::Paste(text) => {
                self.end(&mut given);
                given.push(Given::Paste(Zeroizing::new(text)));
            }
            Event::Resize(..) | Event::FocusGained => given.push(Given::Resized),
            Event::FocusLost | Event::Mouse(_) => {}
        }
        given
    }

    /// When [`Self::due`] has something to give, if it will.
    pub fn deadline(&self) -> Option<Instant> {
        let run = self.run_at.map(|at| at + RUN_GAP);
        let escape = self.escape.as_ref().map(|(at, _)| *at + ESCAPE_GRACE);
        run.into_iter().chain(escape).min()
    }

    /// Gives what is complete because nothing followed in time.
    pub fn due(&mut self, now: Instant) -> Vec<Given> {
        let mut given = vec![];
        if self.run_at.is_some_and(|at| at + RUN_GAP <= now) {
            self.end_run(now, &mut given);
        }
        if self.escape.as_ref().is_some_and(|(at, _)| *at + ESCAPE_GRACE <= now) {
            self.end_escape(&mut given);
        }
        given
    }

    fn key(&mut self, key: KeyEvent, now: Instant, given: &mut Vec<Given>) {
        if let Some((_, sequence)) = self.escape.take() {
            match joined(&sequence, key) {
                Joined::More(longer) => {
                    self.escape = Some((now, longer));
                    return;
                }
                Joined::Key(code) => {
                    given.push(Given::Key(KeyEvent::new(code, KeyModifiers::NONE)));
                    return;
                }
                Joined::Unknown => return,
                Joined::Apart => given.push(Given::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE))),
            }
        }
        match run_char(key) {
            Some('\n') if self.run.is_empty() => {
                if self.run_ended.is_none_or(|at| at + AFTER_RUN <= now) {
                    given.push(Given::Key(key));
                }
            }
            Some('\t') if self.run.is_empty() => given.push(Given::Key(key)),
            Some(c) => {
                if self.run.capacity() < 1024 {
                    self.run.reserve(1024);
                }
                self.run.push(c);
                self.run_at = Some(now);
            }
            None => {
                self.end_run(now, given);
                if key.code == KeyCode::Esc {
                    self.escape = Some((now, String::new()));
                } else {
                    given.push(Given::Key(key));
                }
            }
        }
    }

    fn end(&mut self, given: &mut Vec<Given>) {
        if let Some(at) = self.run_at {
            self.end_run(at, given);
        }
        self.end_escape(given);
    }

    fn end_run(&mut self, now: Instant, given: &mut Vec<Given>) {
        self.run_at = None;
        let run = std::mem::take(&mut self.run);
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

    fn end_escape(&mut self, given: &mut Vec<Given>) {
        if let Some((_, sequence)) = self.escape.take()
            && sequence.is_empty()
        {
            given.push(Given::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE)));
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

/// What a key makes of the escape sequence before it.
enum Joined {
    More(String),
    Key(KeyCode),
    Unknown,
    Apart,
}

fn joined(sequence: &str, key: KeyEvent) -> Joined {
    let Some(c) = key.code.as_char() else { return Joined::Apart };
    match (sequence, c) {
        ("", '[' | 'O') => Joined::More(c.to_string()),
        ("", _) => Joined::Apart,
        (_, '0'..='9' | ';') => Joined::More(format!("{sequence}{c}")),
        (_, _) => named(&format!("{sequence}{c}")).map_or(Joined::Unknown, Joined::Key),
    }
}

/// The key of a whole escape sequence.
fn named(sequence: &str) -> Option<KeyCode> {
    const NAMES: [(&str, KeyCode); 27] = [
        ("[A", KeyCode::Up),
        ("[B", KeyCode::Down),
        ("[C", KeyCode::Right),
        ("[D", KeyCode::Left),
        ("[H", KeyCode::Home),
        ("[F", KeyCode::End),
        ("[Z", KeyCode::BackTab),
        ("[1~", KeyCode::Home),
        ("[3~", KeyCode::Delete),
        ("[4~", KeyCode::End),
        ("[5~", KeyCode::PageUp),
        ("[6~", KeyCode::PageDown),
        ("[7~", KeyCode::Home),
        ("[8~", KeyCode::End),
        ("[11~", KeyCode::F(1)),
        ("[12~", KeyCode::F(2)),
        ("[13~", KeyCode::F(3)),
        ("OA", KeyCode::Up),
        ("OB", KeyCode::Down),
        ("OC", KeyCode::Right),
        ("OD", KeyCode::Left),
        ("OH", KeyCode::Home),
        ("OF", KeyCode::End),
        ("OM", KeyCode::Enter),
        ("OP", KeyCode::F(1)),
        ("OQ", KeyCode::F(2)),
        ("OR", KeyCode::F(3)),
    ];
    NAMES.into_iter().find(|(it, _)| *it == sequence).map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
    use tokio::time::Instant;
    use zeroize::Zeroizing;

    use super::{Gather, Given};

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
            all.extend(gather.take(event.clone(), now));
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
        assert_eq!(played(&keys), [Given::Run(Zeroizing::new("ab".into()))]);
    }

    #[test]
    fn a_cut_off_arrow_is_an_arrow() {
        let keys = [(0, key(KeyCode::Esc)), (30, key(KeyCode::Char('['))), (1, key(KeyCode::Char('A')))];
        assert_eq!(played(&keys), [given(KeyCode::Up)]);
    }

    #[test]
    fn a_lone_escape_is_escape() {
        assert_eq!(played(&[(0, key(KeyCode::Esc))]), [given(KeyCode::Esc)]);
        let keys = [(0, key(KeyCode::Esc)), (200, key(KeyCode::Char('[')))];
        assert_eq!(played(&keys), [given(KeyCode::Esc), given(KeyCode::Char('['))]);
    }

    #[test]
    fn both_backspaces_are_backspace() {
        let control_h = Event::Key(KeyEvent::new(KeyCode::Char('h'), KeyModifiers::CONTROL));
        assert_eq!(played(&[(0, control_h)]), [given(KeyCode::Backspace)]);
        assert_eq!(played(&[(0, key(KeyCode::Backspace))]), [given(KeyCode::Backspace)]);
    }
}
