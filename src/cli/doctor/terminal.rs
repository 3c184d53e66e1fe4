//! The terminal: what it is, what it answers, which face and looks it would get and why, and what its keys send.

use std::{
    env,
    io::{self, IsTerminal as _},
    time::Duration,
};

use serde::{Serialize, Serializer};

use crate::{
    model::{fault::Fault, shown::Shown},
    tui::{
        input::sequence::Known,
        looks::{Glyphs, Looks},
        terminal::{
            self,
            conduct::{Asking, Conduct},
            examine,
            probe::{Probed, Stopped, probe},
        },
    },
    words,
};

use super::{super::faces::Wanted, Wrong};

mod gets;
mod keys;

pub(super) use gets::{Colours, Face, Gets, Signs, Why};
pub(super) use keys::Key;

/// How long the terminal may take to answer.
const ANSWER: Duration = Duration::from_secs(1);

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

/// What the terminal said when it was asked; `null` where it did not say.
#[derive(Serialize)]
pub(super) struct Answers {
    pub(super) asked: Asked,
    pub(super) round_trip_ms: Option<u64>,
    pub(super) name: Option<String>,
    pub(super) attributes: Vec<u16>,
    /// Whether two bytes of UTF-8 are one letter.
    pub(super) utf8: Option<bool>,
    pub(super) bracketed_paste: Option<bool>,
    pub(super) synchronised_output: Option<bool>,
    pub(super) copies: Option<bool>,
}

/// Whether the terminal was asked something. Programs read `yes`, `failed`, or `no` and why not, in words that stay.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Yes,
    No(WhyNot),
    /// It cannot be read or written.
    Failed,
}

/// Why it was not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WhyNot {
    /// `--no-input`.
    NoInput,
    NoTerminal,
    TermIsPlain,
    /// `PSA_CONNECT_QUERIES=0`.
    Forbidden,
}

impl Asked {
    /// Why it was not asked; `None` when it was.
    pub(super) fn why_not(self) -> Option<&'static str> {
        match self {
            Self::Yes => None,
            Self::No(WhyNot::NoInput) => Some(words::say("doctor-unasked-no-input")),
            Self::No(WhyNot::NoTerminal) => Some(words::say("doctor-no-terminal")),
            Self::No(WhyNot::TermIsPlain) => Some(words::say("doctor-unasked-plain")),
            Self::No(WhyNot::Forbidden) => Some(words::say("doctor-unasked-forbidden")),
            Self::Failed => Some(words::say("doctor-unasked-failed")),
        }
    }
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            Self::Yes => "yes",
            Self::No(WhyNot::NoInput) => "no:no-input",
            Self::No(WhyNot::NoTerminal) => "no:no-terminal",
            Self::No(WhyNot::TermIsPlain) => "no:plain-term",
            Self::No(WhyNot::Forbidden) => "no:forbidden",
            Self::Failed => "failed",
        })
    }
}

impl Answers {
    /// Those of a terminal that said nothing.
    fn none(asked: Asked) -> Self {
        Self {
            asked,
            round_trip_ms: None,
            name: None,
            attributes: vec![],
            utf8: None,
            bracketed_paste: None,
            synchronised_output: None,
            copies: None,
        }
    }
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
///
/// Errors: [`Fault::Cancelled`] when Ctrl-C was typed while the terminal was asked.
pub(super) fn look(asks: Asks, would: Would, stopped: &Stopped) -> Result<(Section, Vec<Wrong>), Fault> {
    let mut troubles = vec![];
    let asked = match asks {
        Asks::Nobody => Ok(Answers::none(Asked::No(WhyNot::NoInput))),
        Asks::Terminal | Asks::Person => ask(stopped),
    };
    if asked.as_ref().is_err_and(|it| it.kind() == io::ErrorKind::Interrupted) {
        return Err(Fault::Cancelled);
    }
    let answers = asked.unwrap_or_else(|error| {
        troubles.push(Wrong {
            error: words::with("doctor-no-answer", &[("error", error.to_string().into())]),
            remedy: words::say("doctor-no-answer-next").into(),
        });
        Answers::none(Asked::Failed)
    });
    let present = io::stdin().is_terminal() && io::stdout().is_terminal();
    let size = if io::stdout().is_terminal() { terminal::size().ok() } else { None };
    let round_trip = answers.round_trip_ms.map(Duration::from_millis);
    let conduct = Conduct::from_env(set);
    let keys = match asks {
        Asks::Nobody | Asks::Terminal => Ok(vec![]),
        Asks::Person => keys::press(stopped),
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
        gets: gets::gets(present, answers.utf8, would),
        answers,
        keys: keys.unwrap_or_else(|wrong| {
            troubles.push(wrong);
            vec![]
        }),
    };
    Ok((section, troubles))
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

fn known(it: Option<Known>) -> Option<bool> {
    it.map(|it| match it {
        Known::Yes => true,
        Known::No => false,
    })
}

fn ask(stopped: &Stopped) -> io::Result<Answers> {
    Ok(match probe(ANSWER, stopped)? {
        Probed::NoTerminal => Answers::none(Asked::No(WhyNot::NoTerminal)),
        Probed::NotAsked(Asking::TermIsPlain) => Answers::none(Asked::No(WhyNot::TermIsPlain)),
        Probed::NotAsked(Asking::Forbidden | Asking::Allowed) => Answers::none(Asked::No(WhyNot::Forbidden)),
        Probed::Asked(it) => {
            // One that answered nothing answers nothing more.
            let drawn =
                if it.round_trip.is_some() { examine::drawn(ANSWER, stopped)? } else { None }.unwrap_or_default();
            Answers {
                asked: Asked::Yes,
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
