//! How a question is put: what is said before it, the line that is answered, and the help to it. Values in, values out.

use crate::wizard::screen::{FieldText, FindingItem, Mark};

use super::{
    answer::range,
    command::COMMANDS,
    menu::Entry,
    question::{Asked, Choice, Enter, Fill, Question, TickLine},
    told::{Told, characters, toned},
};
use crate::wizard::screen::Tone;

/// A question as it is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// What there is to choose from: said once, and again when somebody asks for it.
    pub lines: Vec<Told>,
    /// What is wrong with the answer that stands: said each time.
    pub says: Vec<Told>,
    /// The line that is answered.
    pub ask: String,
    /// Whether the answer is shown.
    pub echo: Echo,
}

/// Whether what is typed is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// It is.
    Shown,
    /// It is not.
    Hidden,
}

impl Prompt {
    /// A line to answer, with nothing before it.
    pub fn of(ask: impl Into<String>) -> Self {
        Self { lines: vec![], says: vec![], ask: ask.into(), echo: Echo::Shown }
    }
}

/// Puts a question.
pub fn question(question: &Question) -> Prompt {
    let heading = question.heading.clone().map(Told::heading);
    let mut prompt = match &question.asked {
        Asked::Choose { options, chosen, enter } => choose(options, *chosen, *enter),
        Asked::Tick(lines) => tick(lines),
        Asked::Fill(fill) => field(fill),
        Asked::Pick { rows, buttons } => {
            let buttons = buttons.iter().map(|it| (it.label.clone(), vec![]));
            let lines = numbered(rows.iter().map(|it| (it.label.clone(), it.below.clone())).chain(buttons));
            Prompt { lines, ..Prompt::of(format!("Choose {} [1]:", range(rows.len() + question.n_loose()))) }
        }
    };
    prompt.lines.splice(0..0, heading);
    prompt
}

impl Question {
    fn n_loose(&self) -> usize {
        match &self.asked {
            Asked::Pick { buttons, .. } => buttons.len(),
            Asked::Choose { .. } | Asked::Tick(_) | Asked::Fill(_) => 0,
        }
    }
}

/// So many are few.
const FEW: usize = 3;

fn choose(options: &[Choice], chosen: Option<usize>, enter: Enter) -> Prompt {
    // What tells a few apart is said at once; of many, when somebody asks for it.
    let few = options.len() <= FEW;
    let below = |it: &Choice| {
        let detail = Some(it.detail.clone()).filter(|it| few && !it.is_empty());
        (it.label.clone(), detail.into_iter().chain(it.below.clone()).collect())
    };
    let lines = numbered(options.iter().map(below));
    let range = range(options.len());
    let ask = match (chosen, enter) {
        (Some(n), _) => format!("Choose {range} [{}]:", n + 1),
        (None, Enter::Takes) => format!("Choose {range} [1]:"),
        (None, Enter::GoesOn) => format!("Choose {range}, or Enter to go on:"),
    };
    Prompt { lines, ..Prompt::of(ask) }
}

fn tick(ticks: &[TickLine]) -> Prompt {
    let mut lines = vec![];
    let mut shared = String::new();
    for (n, it) in ticks.iter().enumerate() {
        if n == 0 || !it.above.is_empty() {
            let section = ticks[n + 1..].iter().take_while(|it| it.above.is_empty());
            shared = shared_menu(std::iter::once(it).chain(section).filter_map(|it| it.menu.as_deref()));
            lines.extend(it.above.iter().cloned());
            lines.extend((!shared.is_empty()).then(|| Told::says(format!("All below {shared}:"))));
        }
        let rest = it.menu.as_deref().map(|menu| menu.strip_prefix(&format!("{shared} > ")).unwrap_or(menu));
        lines.push(Told::says(numbered_tick(n, it, rest)));
    }
    let ask = match ticks {
        [one] if one.mark == Mark::On => "1 takes the tick off, Enter goes on:".to_owned(),
        [_] => "1 ticks it, Enter goes on:".to_owned(),
        _ => format!("Numbers {} tick or untick, Enter goes on:", range(ticks.len())),
    };
    Prompt { lines, ..Prompt::of(ask) }
}

/// The menus that all these paths begin with, where there are several and that is worth a line.
fn shared_menu<'a>(menus: impl Iterator<Item = &'a str>) -> String {
    let mut menus = menus.map(|it| it.split(" > ").collect::<Vec<_>>());
    let Some(mut shared) = menus.next() else { return String::new() };
    let mut n = 1;
    for menu in menus {
        let same = shared.iter().zip(&menu).take_while(|(a, b)| a == b).count();
        shared.truncate(same);
        n += 1;
    }
    if n < 2 || shared.len() < 2 { String::new() } else { shared.join(" > ") }
}

/// `3. (ticked) Menu: what to do`.
pub fn tick_line(n: usize, tick: &TickLine) -> String {
    numbered_tick(n, tick, tick.menu.as_deref())
}

fn numbered_tick(n: usize, tick: &TickLine, menu: Option<&str>) -> String {
    let mark = if tick.mark == Mark::On { "(ticked) " } else { "" };
    let menu = menu.map(|it| format!("{it}: ")).unwrap_or_default();
    format!("{}. {mark}{menu}{}", n + 1, tick.text)
}

fn field(fill: &Fill) -> Prompt {
    let field = &fill.field;
    let problem = field.problem.as_ref().map(|it| toned(Tone::Bad, it));
    let doubt = field.doubt.as_ref().map(|it| toned(Tone::Warning, it));
    let label = &field.label;
    let ask = match &field.text {
        FieldText::Plain(text) if text.is_empty() && field.example.is_empty() => format!("{label}:"),
        FieldText::Plain(text) if text.is_empty() => format!("{label} (for example {}):", field.example),
        FieldText::Plain(text) => format!("{label} [{text}]:"),
        FieldText::Masked { chars: 0, .. } => format!("{label}, hidden:"),
        FieldText::Masked { chars, .. } => {
            format!("{label}, hidden [{}, kept with Enter]:", characters(*chars))
        }
    };
    let echo = if fill.is_hidden() { Echo::Hidden } else { Echo::Shown };
    Prompt { says: problem.into_iter().chain(doubt).map(Told::says).collect(), echo, ..Prompt::of(ask) }
}

/// Puts what can be done.
pub fn menu(entries: &[Entry]) -> Prompt {
    let mut lines = vec![Told::says("What next?")];
    lines.extend(numbered(entries.iter().map(|it| (it.label.clone(), vec![]))));
    Prompt { lines, ..Prompt::of(format!("Choose {} [1]:", range(entries.len()))) }
}

/// Asks for a row.
pub fn rows(rows: &[&FindingItem]) -> Prompt {
    let line = |it: &&FindingItem| (format!("{}: {}", it.label, it.word().to_lowercase()), vec![]);
    Prompt {
        lines: numbered(rows.iter().map(line)),
        ..Prompt::of(format!("Which row, {}? b goes back:", range(rows.len())))
    }
}

fn numbered(options: impl Iterator<Item = (String, Vec<String>)>) -> Vec<Told> {
    let line = |(n, (label, below)): (usize, (String, Vec<String>))| {
        std::iter::once(Told::says(format!("{}. {label}", n + 1)))
            .chain(below.into_iter().map(Told::below))
            .collect::<Vec<_>>()
    };
    options.enumerate().flat_map(line).collect()
}

/// What there is to know of a question.
pub fn about(question: &Question) -> Vec<Told> {
    let of = |label: &str, detail: &str| (!detail.is_empty()).then(|| format!("{label}: {detail}"));
    let short = |it: &str| it.split(": ").next().unwrap_or(it).to_owned();
    let told: Vec<String> = match &question.asked {
        Asked::Choose { options: rows, .. } | Asked::Pick { rows, .. } => {
            let how = "Answer with a number or the start of a name.".to_owned();
            rows.iter().filter_map(|it| of(&short(&it.label), &it.detail)).chain([how]).collect()
        }
        Asked::Tick(lines) => {
            let of_line = |(n, it): (usize, &TickLine)| of(&format!("{}", n + 1), &it.detail);
            let how =
                "Answer with numbers, such as 1 or 1,3 or 2-5; the same number again takes the tick off.".to_owned();
            lines.iter().enumerate().filter_map(of_line).chain([how]).collect()
        }
        Asked::Fill(fill) => {
            let field = &fill.field;
            let example = (!field.example.is_empty()).then(|| format!("For example {}.", field.example));
            let hidden = "Nothing of what you type or paste is shown; how long it was is said after it.".to_owned();
            let hidden = fill.is_hidden().then_some(hidden);
            [Some(field.help.clone()).filter(|it| !it.is_empty()), example, hidden].into_iter().flatten().collect()
        }
    };
    told.into_iter().map(Told::says).collect()
}

/// What means the same at every question.
pub fn commands() -> Vec<Told> {
    let command = |(_, word, does): &(_, &str, &str)| format!("{word}: {does}.");
    let enter = "Enter alone keeps what stands in brackets, or goes on.".to_owned();
    let meant =
        "A backslash before one of these enters it as a text (\\b is the text b); a backslash alone empties a field.";
    let others = "While something runs: s or Ctrl-C stops it, Enter says how far it is. Else Ctrl-C leaves.";
    let told = std::iter::once(enter).chain(COMMANDS.iter().map(command)).chain([meant.to_owned(), others.to_owned()]);
    told.map(Told::says).collect()
}
