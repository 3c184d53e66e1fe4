//! The terminal: what it is, what it answers, which face and looks it would get and why, and what its keys send.

use std::{
    env,
    io::{self, IsTerminal as _},
    time::Duration,
};

use serde::Serialize;

use crate::{
    model::shown::Shown,
    tui::{
        input::sequence::Known,
        looks::{Chosen, Colour, Glyphs, Letters, Looks},
        terminal::{
            self,
            conduct::{Asking, Conduct},
            examine::{self, Examined, Pressed},
            probe::{Probed, Stopped, probe},
        },
    },
};

use super::{super::faces::Wanted, Wrong};

/// How long the terminal may take to answer.
const ANSWER: Duration = Duration::from_secs(1);
/// How long a person may take to press a key.
const KEY: Duration = Duration::from_secs(15);

/// What is known of it.
#[derive(Serialize)]
pub(super) struct Section {
    /// Whether this command has one at its input and its output.
    pub(super) present: bool,
    pub(super) term: Option<String>,
    pub(super) columns: Option<u16>,
    pub(super) rows: Option<u16>,
    /// The variable that says which letters there are, and its value.
    pub(super) locale: Option<Said>,
    pub(super) colorterm: Option<String>,
    pub(super) ssh: bool,
    /// What stands between this program and the terminal.
    pub(super) multiplexers: Vec<&'static str>,
    /// What the line takes as Backspace.
    pub(super) erase: Option<String>,
    pub(super) escape_ms: u64,
    pub(super) gets: Gets,
    pub(super) answers: Answers,
    /// What keys sent, when somebody pressed them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) keys: Vec<Key>,
}

#[derive(Serialize)]
pub(super) struct Said {
    pub(super) variable: &'static str,
    pub(super) value: String,
    pub(super) utf8: bool,
}

/// What a person would get here.
#[derive(Serialize)]
pub(super) struct Gets {
    pub(super) face: &'static str,
    pub(super) signs: &'static str,
    pub(super) colours: &'static str,
    pub(super) letters: &'static str,
    pub(super) because: Vec<String>,
}

/// What the terminal said when it was asked; `null` where it did not say.
#[derive(Default, Serialize)]
pub(super) struct Answers {
    /// `yes`, or why it was not asked.
    pub(super) asked: String,
    pub(super) round_trip_ms: Option<u64>,
    pub(super) name: Option<String>,
    pub(super) attributes: Vec<u16>,
    /// Whether two bytes of UTF-8 are one letter.
    pub(super) utf8: Option<bool>,
    pub(super) bracketed_paste: Option<bool>,
    pub(super) synchronised_output: Option<bool>,
    pub(super) copies: Option<bool>,
}

/// One key that somebody pressed.
#[derive(Serialize)]
pub(super) struct Key {
    pub(super) asked: &'static str,
    /// `null` when nothing came.
    pub(super) came: Option<String>,
    pub(super) bytes: Option<String>,
    pub(super) characters: Option<usize>,
    pub(super) ms: Option<u64>,
    pub(super) fine: bool,
}

/// Who is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// `--no-input`: nobody is, not even the terminal.
    Nobody,
    /// The terminal: what it is and can.
    Terminal,
    /// The terminal, and a person, to press keys.
    Person,
}

fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|it| !it.is_empty())
}

fn shown(name: &str) -> Option<String> {
    set(name).map(|it| Shown::new(&it).to_string())
}

/// What a start with these options would give.
#[derive(Clone, Copy)]
pub(super) struct Would {
    pub(super) face: Wanted,
    pub(super) looks: Looks,
    /// Whether the looks are those that an option asked for.
    pub(super) option: Option<Glyphs>,
}

/// Looks at it, and waits for it meanwhile: for a thread of its own. What cannot be asked is told beside it.
pub(super) fn look(asks: Asks, would: Would, stopped: &Stopped) -> (Section, Vec<Wrong>) {
    let mut troubles = vec![];
    let asked = match asks {
        Asks::Nobody => Ok(not("no: --no-input forbids it")),
        Asks::Terminal | Asks::Person => ask(stopped),
    };
    let answers = asked.unwrap_or_else(|error| {
        troubles.push(Wrong {
            error: format!("the terminal does not answer: {error}"),
            remedy: "Nothing depends on it; PSA_CONNECT_QUERIES=0 asks it no more.".into(),
        });
        Answers { asked: "it could not be".into(), ..Answers::default() }
    });
    let present = io::stdin().is_terminal() && io::stdout().is_terminal();
    let size = if io::stdout().is_terminal() { terminal::size().ok() } else { None };
    let round_trip = answers.round_trip_ms.map(Duration::from_millis);
    let conduct = Conduct::from_env(set);
    let keys = match asks {
        Asks::Nobody | Asks::Terminal => Ok(vec![]),
        Asks::Person => press(stopped),
    };
    let section = Section {
        present,
        term: shown("TERM"),
        columns: size.map(|it| it.width),
        rows: size.map(|it| it.height),
        locale: locale(),
        colorterm: shown("COLORTERM"),
        ssh: is_over_ssh(),
        multiplexers: multiplexers(),
        erase: if present { examine::erases_by() } else { None },
        escape_ms: millis(conduct.grace(round_trip)),
        gets: gets(present, &answers, would),
        answers,
        keys: keys.unwrap_or_else(|wrong| {
            troubles.push(wrong);
            vec![]
        }),
    };
    (section, troubles)
}

fn millis(it: Duration) -> u64 {
    u64::try_from(it.as_millis()).unwrap_or(u64::MAX)
}

fn is_over_ssh() -> bool {
    ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].into_iter().any(|it| set(it).is_some())
}

fn locale() -> Option<Said> {
    let found = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|it| Some((it, shown(it)?)));
    found.map(|(variable, value)| {
        let lower = value.to_lowercase();
        Said { variable, value, utf8: lower.contains("utf-8") || lower.contains("utf8") }
    })
}

/// By their variables; mosh has none, but is above this process.
fn multiplexers() -> Vec<&'static str> {
    let by_variable = [("TMUX", "tmux"), ("STY", "screen"), ("ZELLIJ", "zellij")];
    let mut found: Vec<_> = by_variable.into_iter().filter(|it| set(it.0).is_some()).map(|it| it.1).collect();
    if is_below("mosh-server") {
        found.push("mosh");
    }
    found
}

/// Says whether a process of this name is above this one. A tmux is no child of whoever looks at it, so a mosh outside of
/// one is not seen.
fn is_below(name: &str) -> bool {
    let mut pid = "self".to_owned();
    // Nobody has more shells around one another.
    for _ in 0..32 {
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
        let Some((head, rest)) = stat.rsplit_once(')') else { return false };
        if head.split_once('(').is_some_and(|(_, it)| it == name) {
            return true;
        }
        match rest.split_whitespace().nth(1) {
            Some(parent) if parent != "0" => parent.clone_into(&mut pid),
            Some(_) | None => return false,
        }
    }
    false
}

/// What a person would get, by the same decision as when the program starts.
fn gets(present: bool, answers: &Answers, would: Would) -> Gets {
    let Would { face, looks, option } = would;
    let term = set("TERM").unwrap_or_default();
    let mut because = vec![];
    let by_itself = Looks::of(set, Chosen::default()).glyphs;
    match (option, set("PSA_CONNECT_ASCII")) {
        (Some(_), _) => because.push("--ascii was given".to_owned()),
        (None, None) if looks.glyphs != by_itself => {
            because.push("these signs were chosen with Ctrl-T before".to_owned());
        }
        (None, Some(_) | None) => {}
    }
    if face == Wanted::Lines {
        because.push("--plain was given, or ACCESSIBLE is set".to_owned());
    }
    if !present {
        because.push("the input or the output of this command is no terminal".to_owned());
    }
    match (terminal_is_plain(&term), set("PSA_CONNECT_ASCII")) {
        (_, Some(value)) => because.push(format!("PSA_CONNECT_ASCII is {}", Shown::new(&value))),
        (true, None) if term.is_empty() => because.push("TERM is not set".into()),
        (true, None) => because.push(format!("TERM is {}", Shown::new(&term))),
        (false, None) => {}
    }
    match locale() {
        Some(it) if !it.utf8 => because.push(format!("{} does not say UTF-8", it.variable)),
        None => because.push("no variable says which letters there are (LANG)".into()),
        Some(_) => {}
    }
    if set("NO_COLOR").is_some() {
        because.push("NO_COLOR is set".into());
    }
    if answers.utf8 == Some(false) && looks.letters == Letters::Any {
        because.push("but the terminal does not draw UTF-8: set its character set to UTF-8, or LANG=C here".into());
    }
    Gets {
        face: match face {
            Wanted::FullScreen if present => "full screen",
            Wanted::Lines | Wanted::LinesOnly if present => "lines",
            Wanted::FullScreen | Wanted::Lines | Wanted::LinesOnly => "none",
        },
        signs: match looks.glyphs {
            Glyphs::Rich => "line drawing",
            Glyphs::Ascii => "ASCII",
        },
        colours: match looks.colour {
            Colour::Sixteen => "16",
            Colour::None => "none",
        },
        letters: match looks.letters {
            Letters::Any => "UTF-8",
            Letters::Ascii => "ASCII",
        },
        because,
    }
}

fn terminal_is_plain(term: &str) -> bool {
    crate::tui::looks::is_plain_term(term)
}

fn known(it: Option<Known>) -> Option<bool> {
    it.map(|it| match it {
        Known::Yes => true,
        Known::No => false,
    })
}

fn not(why: &str) -> Answers {
    Answers { asked: why.to_owned(), ..Answers::default() }
}

fn ask(stopped: &Stopped) -> io::Result<Answers> {
    Ok(match probe(ANSWER, stopped)? {
        Probed::NoTerminal => not("no: there is no terminal here"),
        Probed::NotAsked(Asking::TermIsPlain) => not("no: TERM says that it knows little more than letters"),
        Probed::NotAsked(Asking::Forbidden | Asking::Allowed) => not("no: PSA_CONNECT_QUERIES=0 forbids it"),
        Probed::Asked(it) => {
            // One that answered nothing answers nothing more.
            let drawn =
                if it.round_trip.is_some() { examine::drawn(ANSWER, stopped)? } else { None }.unwrap_or_default();
            Answers {
                asked: "yes".into(),
                round_trip_ms: it.round_trip.map(millis),
                name: it.name,
                attributes: it.attributes,
                utf8: known(drawn.utf8),
                bracketed_paste: known(drawn.pastes),
                synchronised_output: known(it.synchronised),
                copies: known(it.copies),
            }
        }
    })
}

/// What a person is asked to press, and what that should be read as.
const ASKED: [(&str, &str, &str); 4] = [
    ("Backspace", "Press Backspace", "Backspace"),
    ("Esc", "Press Esc", "Esc"),
    ("Up", "Press the Up arrow", "Up arrow"),
    ("F1", "Press F1", "F1"),
];
const CTRL_C: &str = "Ctrl-C";

fn press(stopped: &Stopped) -> Result<Vec<Key>, Wrong> {
    let failed = |error: &dyn std::fmt::Display| Wrong {
        error: format!("keys cannot be looked at: {error}"),
        remedy: "Run it in a terminal, in the foreground: psa-connect doctor --terminal".into(),
    };
    let examined = Examined::new(stopped).map_err(|it| failed(&it))?;
    let Some(examined) = examined else { return Err(failed(&"there is no terminal here")) };
    questions(&examined).map_err(|it| failed(&it))
}

fn questions(examined: &Examined<'_>) -> io::Result<Vec<Key>> {
    examined.say("Five questions to your keyboard; each waits 15 seconds. Ctrl-C ends them.")?;
    let mut keys = vec![];
    for (asked, says, expected) in ASKED {
        examined.say(&format!("{says}."))?;
        let came = examined.press(KEY)?;
        if came.as_ref().is_some_and(|it| it.keys == [CTRL_C]) {
            return Ok(keys);
        }
        let key = key(asked, came, |it| it.keys == [expected]);
        examined.say(&format!("  {}", key.says()))?;
        keys.push(key);
    }
    examined.say("Paste two lines of anything that is no secret. Nothing of it is shown or kept.")?;
    let came = examined.press(KEY)?;
    if came.as_ref().is_none_or(|it| it.keys != [CTRL_C]) {
        let key = key("paste", came, |it| it.pasted.is_some());
        examined.say(&format!("  {}", key.says()))?;
        keys.push(key);
    }
    Ok(keys)
}

fn key(asked: &'static str, came: Option<Pressed>, is_fine: impl Fn(&Pressed) -> bool) -> Key {
    let fine = came.as_ref().is_some_and(is_fine);
    let Some(Pressed { keys, bytes, pasted, took }) = came else {
        return Key { asked, came: None, bytes: None, characters: None, ms: None, fine };
    };
    let read_as = match pasted {
        Some(_) => "a paste that is marked as one".to_owned(),
        None if keys.is_empty() => "more than a key sends, without the marks of a paste".to_owned(),
        None => keys.join(", "),
    };
    let bytes = Some(bytes).filter(|it| !it.is_empty());
    Key { asked, came: Some(read_as), bytes, characters: pasted, ms: Some(millis(took)), fine }
}

impl Key {
    /// What came, a sentence.
    pub(super) fn says(&self) -> String {
        let Some(came) = &self.came else { return "nothing came".to_owned() };
        let bytes = self.bytes.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
        let characters = self.characters.map(|it| format!(", {it} characters")).unwrap_or_default();
        let took = self.ms.filter(|it| *it > 0).map(|it| format!(", within {it} ms")).unwrap_or_default();
        let verdict = if self.fine { "ok" } else { "as something else" };
        format!("{verdict}: {came}{bytes}{characters}{took}")
    }
}
