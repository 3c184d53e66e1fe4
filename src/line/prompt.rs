//! How a question is put: what is said before it, the line that is answered, and the help to it. Values in, values out.

use crate::{
    wizard::screen::{FieldText, FindingItem, Mark, Tone},
    words::{self, Word},
};

use super::{
    answer::range,
    command::COMMANDS,
    menu::Entry,
    question::{Asked, Choice, Enter, Fill, Question, TickLine},
    told::{self, Told, characters, toned},
};

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
            Prompt { lines, ..Prompt::of(choose_one(rows.len() + question.n_loose(), 0)) }
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
    let ask = match (chosen, enter) {
        (Some(n), _) => choose_one(options.len(), n),
        (None, Enter::Takes) => choose_one(options.len(), 0),
        (None, Enter::GoesOn) => words::with("line-choose-or-go-on", &[("range", range(options.len()).into())]),
    };
    Prompt { lines, ..Prompt::of(ask) }
}

/// `Choose 1-6 [2]:`, where Enter takes the one at `kept`.
fn choose_one(n: usize, kept: usize) -> String {
    words::with("line-choose", &[("range", range(n).into()), ("kept", (kept + 1).to_string().into())])
}

fn tick(ticks: &[TickLine]) -> Prompt {
    let mut lines = vec![];
    let mut shared = String::new();
    for (n, it) in ticks.iter().enumerate() {
        if n == 0 || !it.above.is_empty() {
            let section = ticks[n + 1..].iter().take_while(|it| it.above.is_empty());
            shared = shared_menu(std::iter::once(it).chain(section).filter_map(|it| it.menu.as_deref()));
            lines.extend(it.above.iter().cloned());
            lines.extend((!shared.is_empty()).then(|| Told::says(all_below(&shared))));
        }
        let rest = it.menu.as_deref().map(|menu| menu.strip_prefix(&format!("{shared} > ")).unwrap_or(menu));
        lines.push(Told::says(numbered_tick(n, it, rest)));
    }
    let ask = match ticks {
        [one] if one.mark == Mark::On => words::say("line-untick-one").to_owned(),
        [_] => words::say("line-tick-one").to_owned(),
        _ => words::with("line-tick-some", &[("range", range(ticks.len()).into())]),
    };
    Prompt { lines, ..Prompt::of(ask) }
}

fn all_below(menu: &str) -> String {
    words::with("line-all-below", &[("menu", menu.into())])
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
    let mark = if tick.mark == Mark::On { format!("{} ", words::say("line-ticked")) } else { String::new() };
    let does = tick.menu.as_deref().map_or(tick.text.as_str(), |menu| told::besides(menu, &tick.text));
    let told = [menu.unwrap_or_default(), does].into_iter().filter(|it| !it.is_empty());
    format!("{}. {mark}{}", n + 1, told.collect::<Vec<_>>().join(": "))
}

fn field(fill: &Fill) -> Prompt {
    let field = &fill.field;
    let problem = field.problem.as_ref().map(|it| toned(Tone::Bad, it));
    let doubt = field.doubt.as_ref().map(|it| toned(Tone::Warning, it));
    let label = &field.label;
    let ask = match &field.text {
        FieldText::Plain(text) if text.is_empty() && field.example.is_empty() => format!("{label}:"),
        FieldText::Plain(text) if text.is_empty() => {
            words::with("line-field-example", &[("label", label.into()), ("example", field.example.as_str().into())])
        }
        FieldText::Plain(text) => format!("{label} [{text}]:"),
        FieldText::Masked { chars: 0, .. } => words::with("line-field-hidden", &[("label", label.into())]),
        FieldText::Masked { .. } if field.problem.is_some() => {
            words::with("line-field-hidden", &[("label", label.into())])
        }
        FieldText::Masked { chars, .. } => {
            words::with("line-field-kept", &[("label", label.into()), ("characters", characters(*chars).into())])
        }
    };
    let echo = if fill.is_hidden() { Echo::Hidden } else { Echo::Shown };
    Prompt { says: problem.into_iter().chain(doubt).map(Told::says).collect(), echo, ..Prompt::of(ask) }
}

/// Puts what can be done, as the answers to a question where there is one.
pub fn menu(question: Option<&str>, entries: &[Entry]) -> Prompt {
    let mut lines = vec![Told::says(question.unwrap_or(words::say("line-what-next")))];
    lines.extend(numbered(entries.iter().map(|it| (it.label.clone(), vec![]))));
    Prompt { lines, ..Prompt::of(choose_one(entries.len(), 0)) }
}

/// Asks for a row.
pub fn rows(rows: &[&FindingItem]) -> Prompt {
    let line = |it: &&FindingItem| (format!("{}: {}", it.label, it.word().to_lowercase()), vec![]);
    Prompt {
        lines: numbered(rows.iter().map(line)),
        ..Prompt::of(words::with("line-which-row", &[("range", range(rows.len()).into())]))
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
            let how = words::say("line-how-to-choose").to_owned();
            rows.iter().filter_map(|it| of(&short(&it.label), &it.detail)).chain([how]).collect()
        }
        Asked::Tick(lines) => {
            let of_line = |(n, it): (usize, &TickLine)| of(&format!("{}", n + 1), &it.detail);
            let how = words::say("line-how-to-tick").to_owned();
            lines.iter().enumerate().filter_map(of_line).chain([how]).collect()
        }
        Asked::Fill(fill) => {
            let field = &fill.field;
            let example = || words::with("line-example", &[("example", field.example.as_str().into())]);
            let example = (!field.example.is_empty()).then(example);
            let hidden = fill.is_hidden().then(|| words::say("line-nothing-shown").to_owned());
            [Some(field.help.clone()).filter(|it| !it.is_empty()), example, hidden].into_iter().flatten().collect()
        }
    };
    told.into_iter().map(Told::says).collect()
}

/// What means the same at every question.
pub fn commands() -> Vec<Told> {
    let command = |(_, word, does): &(_, &str, Word)| format!("{word}: {}.", does.say());
    let enter = words::say("line-enter-alone").to_owned();
    let others = [words::say("line-backslash"), words::say("line-meanwhile")].map(str::to_owned);
    let told = std::iter::once(enter).chain(COMMANDS.iter().map(command)).chain(others);
    told.map(Told::says).collect()
}
