//! The whole walk on every kind of terminal, in every size and locale: it ends saved, nothing is garbled,
//! and the terminal gets back all that was taken.
//!
//! A terminal that has no full screen (`TERM=dumb`) gets questions line by line; its walk is another.

use std::{
    collections::BTreeMap,
    sync::{Mutex, atomic::AtomicUsize, atomic::Ordering},
    thread,
};

use crate::{
    is_saved,
    lines::walk,
    pty::{Pty, keys},
    sequences::{Written, is_known, written},
};

const TERMS: [&str; 6] = ["xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100", "putty"];
const LOCALES: [&str; 2] = ["en_GB.UTF-8", "C"];
const SIZES: [(u16, u16); 4] = [(80, 24), (60, 16), (40, 10), (200, 50)];
/// How the signs begin that something runs.
const SIGNS: [&str; 3] = ["asking", "proving", "reading"];
/// Most of a walk is waiting.
const AT_ONCE: usize = 12;

/// One terminal.
#[derive(Clone, Copy, Debug)]
struct Case {
    term: &'static str,
    locale: &'static str,
    size: (u16, u16),
}

/// What was shown at each stop, with what is never the same taken out. Terminals with the same looks show the same.
type Stops = Vec<(&'static str, String)>;

impl Case {
    /// Which looks a terminal begins with: texts are equal where they are.
    fn looks(self) -> &'static str {
        match (self.locale, self.term) {
            ("C", _) => "seven bits",
            (_, "linux" | "vt100") => "ASCII signs",
            _ => "line drawing",
        }
    }

    fn walk(self) -> Result<Stops, String> {
        let environment = [("TERM", self.term), ("LANG", self.locale), ("PSA_CONNECT_STORE", "file")];
        let mut pty = Pty::demo(self.size.0, self.size.1, &environment);
        let mut stops = vec![];
        let mut stop = |pty: &mut Pty, name, text: &str| {
            pty.sees(text);
            pty.rests();
            // The sign of what ran stays for a second, and on to the next screen, which may be the first with room for it.
            for sign in SIGNS {
                pty.misses(sign);
            }
            let shown = pty.redrawn().map_err(|it| format!("{name}: {it}"))?;
            stops.push((name, steady(&shown.text)));
            Ok::<(), String>(())
        };
        stop(&mut pty, "PSA", "Which PSA")?;
        pty.press(keys::ENTER);
        stop(&mut pty, "integration", "Which integration")?;
        pty.press(keys::ENTER);
        pty.sees("Where does your");
        pty.types("acme");
        pty.press(keys::ENTER);
        stop(&mut pty, "site", "It is chosen")?;
        pty.press(keys::CTRL_N);
        stop(&mut pty, "guide", "Make the API user")?;
        pty.press(keys::CTRL_N);
        // With ten rows there is no room for the title.
        pty.sees("Public key   [");
        pty.press(keys::F2);
        stop(&mut pty, "login", "login is filled in")?;
        pty.press(keys::CTRL_N);
        pty.sees("Test again");
        pty.misses("proving");
        // It shows how long each look-up took, so it is not the same twice.
        pty.redrawn().map_err(|it| format!("test: {it}"))?;
        pty.press(keys::CTRL_N);
        pty.sees("610   ");
        stop(&mut pty, "preview", "Companies")?;
        pty.press(keys::ENTER);
        stop(&mut pty, "table", "row 1 of")?;
        pty.press(keys::ESC);
        pty.misses("row 1 of");
        pty.press(keys::CTRL_N);
        pty.sees("[ Save ]");
        // It shows where the keys will be, which is a new directory each time.
        pty.redrawn().map_err(|it| format!("save: {it}"))?;
        pty.press(keys::CTRL_N);
        pty.sees("is saved");
        pty.press(keys::ENTER);
        let left = pty.ended();
        is_saved(&left, "acme-connectwise");
        if self.locale == "C" && !left.raw.is_ascii() {
            return Err("more than seven bits were written".into());
        }
        gave_back(&left.raw, self.size)?;
        let unknown: Vec<_> = written(&left.raw).into_iter().filter(|it| !is_known(self.term, it)).collect();
        if unknown.is_empty() { Ok(stops) } else { Err(format!("it does not know {unknown:?}")) }
    }
}

/// What [`Left::gave_the_terminal_back`](crate::pty::Left::gave_the_terminal_back) does not look at: every mode that was
/// set, the style, and what is left on a terminal that has no second screen (GNU screen, as it comes).
fn gave_back(raw: &[u8], (columns, rows): (u16, u16)) -> Result<(), String> {
    let modes: BTreeMap<&[u8], u8> = written(raw)
        .into_iter()
        .filter_map(|it| match it {
            Written::Csi([b'?', mode @ ..], letter @ (b'h' | b'l')) => Some((mode, letter)),
            Written::Csi(..) | Written::Text(_) | Written::Control(_) | Written::Escape(_) => None,
        })
        .collect();
    // Shown cursor and wrapping at the end of a line are what a terminal begins with.
    let is_as_before = |(mode, letter): &(&&[u8], &u8)| (**letter == b'h') == matches!(**mode, b"25" | b"7");
    if let Some((mode, letter)) = modes.iter().find(|it| !is_as_before(it)) {
        return Err(format!("mode {} was left as {letter}", String::from_utf8_lossy(mode)));
    }
    let one = |n: u16| std::num::NonZero::new(n).expect("a terminal has room");
    let mut emulator = vt100::Parser::new(one(rows), one(columns), 0);
    let text = String::from_utf8_lossy(raw).replace("\x1b[?1049h", "").replace("\x1b[?1049l", "");
    emulator.process(text.as_bytes());
    emulator.process(b"\r\nx");
    let screen = emulator.screen();
    let (row, _) = screen.cursor_position();
    let cell = screen.cell(row, 0).ok_or("there is no cell")?;
    let is_plain = !(cell.bold() || cell.dim() || cell.underline() || cell.inverse());
    if cell.contents() != "x" || !is_plain || cell.fgcolor() != vt100::Color::Default {
        return Err("a style was left".into());
    }
    let contents = screen.contents();
    if contents.contains("is saved") || contents.contains("[ ") {
        Err(format!("it was left:\n{contents}"))
    } else {
        Ok(())
    }
}

/// The text without ports, times and counters.
fn steady(text: &str) -> String {
    text.chars().map(|it| if it.is_ascii_digit() { '9' } else { it }).collect()
}

fn all() -> Vec<Case> {
    let cases = TERMS.into_iter().flat_map(|term| LOCALES.map(|locale| (term, locale)));
    cases.flat_map(|(term, locale)| SIZES.map(|size| Case { term, locale, size })).collect()
}

#[test]
fn every_terminal_gets_to_the_end_with_nothing_garbled_and_everything_given_back() {
    let (cases, next) = (all(), AtomicUsize::new(0));
    let (walked, failed) = (Mutex::new(vec![]), Mutex::new(vec![]));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let walk = || std::panic::catch_unwind(|| case.walk()).unwrap_or_else(|it| Err(why(&it)));
                    match walk() {
                        Ok(stops) => walked.lock().expect("no walk panics here").push((*case, stops)),
                        Err(it) => failed.lock().expect("no walk panics here").push(format!("{case:?}: {it}")),
                    }
                }
            });
        }
    });
    let (walked, failed) = (walked.into_inner().expect("unlocked"), failed.into_inner().expect("unlocked"));
    assert!(failed.is_empty(), "{} of {} walks failed:\n{}", failed.len(), cases.len(), failed.join("\n\n"));
    let mut alike: BTreeMap<_, &(Case, Stops)> = BTreeMap::new();
    for walk in &walked {
        let first = alike.entry((walk.0.looks(), walk.0.size)).or_insert(walk);
        for (here, there) in walk.1.iter().zip(&first.1) {
            assert!(here == there, "{:?} shows\n{}\n{:?} shows\n{}", walk.0, here.1, first.0, there.1);
        }
    }
    assert_eq!((walked.len(), alike.len()), (48, 12));
}

#[test]
fn a_terminal_that_cannot_be_drawn_on_gets_to_the_end_in_every_size_and_locale() {
    let cases = LOCALES.into_iter().flat_map(|locale| SIZES.map(|size| (locale, size)));
    thread::scope(|scope| {
        let walks: Vec<_> =
            cases.map(|(locale, size)| (locale, size, scope.spawn(move || walk(locale, size)))).collect();
        let failed = walks
            .into_iter()
            .filter_map(|(locale, size, it)| it.join().err().map(|it| format!("{locale}, {size:?}: {}", why(&*it))));
        assert_eq!(failed.collect::<Vec<_>>(), Vec::<String>::new());
    });
}

fn why(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned())).unwrap_or_else(|| "it panicked".into())
}
