//! What is on a screen besides questions, as sentences and lines: findings, lists, numbers, notices. States are words.

use crate::{
    wizard::{
        event::ItemId,
        screen::{
            FieldItem, FieldText, FindingItem, FindingState, Item, Notice, RowItem, Screen, ScreenName, Told as Detail,
            Tone,
        },
    },
    words,
};

/// A line to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What stands above it.
    pub heading: Option<String>,
    /// Which result it tells; `None` for what is no result.
    pub of: Option<Of>,
    /// The text.
    pub text: String,
    /// How it is written.
    pub form: Form,
    /// Why something could not be told, as the text has it: behind the same reason it is not said again.
    pub reason: Option<String>,
    /// What it is called, where that is enough to say of it beside others that are as well.
    pub fine: Option<String>,
}

/// What a line tells the result of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A finding or a list.
    Item(ItemId),
    /// A row of numbers.
    Row(String),
}

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Wrapped between words.
    Wrapped,
    /// The same, below one of several to choose from.
    Below,
    /// Whole, on a line of its own: somebody copies it.
    Whole,
    /// A result that is not there yet: nothing is said of it, and nothing behind it before it is.
    Awaited,
}

impl Told {
    /// A sentence.
    pub fn says(text: impl Into<String>) -> Self {
        Self { heading: None, of: None, text: text.into(), form: Form::Wrapped, reason: None, fine: None }
    }

    /// A heading: ends in a colon.
    pub fn heading(text: impl Into<String>) -> Self {
        let text = text.into();
        let is_ended = text.ends_with([':', '?', '.', '!']);
        Self::says(if is_ended { text } else { format!("{text}:") })
    }

    /// A sentence below one of several.
    pub fn below(text: impl Into<String>) -> Self {
        Self { form: Form::Below, ..Self::says(text) }
    }

    /// A text that must be copied whole.
    pub fn whole(text: impl Into<String>) -> Self {
        Self { form: Form::Whole, ..Self::says(text) }
    }
}

/// What there is to say of an item that is no question. `heads` stand above the numbers of a row.
pub fn item(item: &Item, heads: &[String]) -> Option<Told> {
    match item {
        Item::Text { text, tone } => Some(Told::says(toned(*tone, text))),
        Item::Verbatim(text) => Some(Told::whole(text)),
        Item::Finding(it) => {
            let reason = (it.state == FindingState::Unclear && !it.found.is_empty()).then(|| it.found.clone());
            let is_of_many = matches!(it.id, ItemId::Right(_) | ItemId::Sight(_));
            let fine = (is_of_many && it.state == FindingState::Good).then(|| it.label.clone());
            Some(Told { reason, fine, ..result(Of::Item(it.id.clone()), it.state, finding(it)) })
        }
        Item::List { id, label, count, state, note, .. } => {
            let found: Vec<_> = [count, note].into_iter().filter(|it| !it.is_empty()).map(String::as_str).collect();
            let text = format!("{} {label}: {}", word(list_word(*state)), found.join(", "));
            Some(result(Of::Item(id.clone()), *state, text))
        }
        Item::Row(it) => it.state.map(|state| result(Of::Row(it.label.clone()), state, row(it, state, heads))),
        Item::Heading(_) | Item::Choice { .. } | Item::Tick { .. } | Item::Field(_) | Item::Connection { .. } => None,
    }
}

fn result(of: Of, state: FindingState, text: String) -> Told {
    let form = match state {
        FindingState::Waiting | FindingState::NotReached | FindingState::Busy => Form::Awaited,
        FindingState::Good
        | FindingState::Partial
        | FindingState::Bad
        | FindingState::Unclear
        | FindingState::Confirmed
        | FindingState::Skipped => Form::Wrapped,
    };
    Told { of: Some(of), form, ..Told::says(text) }
}

/// A state, with room behind it so that short ones stand in one column.
fn word(word: &str) -> String {
    format!("{:<4}", word.to_lowercase())
}

fn list_word(state: FindingState) -> &'static str {
    match state {
        FindingState::Partial => words::say("line-list-in-part"),
        FindingState::Waiting
        | FindingState::NotReached
        | FindingState::Busy
        | FindingState::Good
        | FindingState::Bad
        | FindingState::Unclear
        | FindingState::Confirmed
        | FindingState::Skipped => state.word(),
    }
}

/// `missing Finance / Invoicing: inquire None; needed: inquire All. Set it at System > ...`.
fn finding(it: &FindingItem) -> String {
    let mut text = format!("{} {}", word(it.word()), it.label);
    if !it.found.is_empty() {
        text.push_str(": ");
        text.push_str(&it.found);
    }
    if !it.needed.is_empty() && !matches!(it.state, FindingState::Good | FindingState::Skipped) {
        text = words::with("line-needed", &[("found", text.into()), ("needed", it.needed.as_str().into())]);
    }
    let menu = it.detail.iter().find(|it| matches!(it, Detail::Menu(_)));
    if let (Some(menu), FindingState::Bad | FindingState::Partial) = (menu, it.state) {
        if !text.ends_with(['.', '!', '?']) {
            text.push('.');
        }
        text.push(' ');
        text.push_str(&menu.to_string());
    }
    text
}

/// `ok   2 are fine: Finance / Invoicing; Finance / Agreements`. A name may have a comma in it.
pub fn fine(results: &[&Told]) -> Told {
    let names: Vec<_> = results.iter().filter_map(|it| it.fine.as_deref()).collect();
    let values = [("n", results.len().to_string().into()), ("names", names.join("; ").into())];
    let text = format!("{} {}", word(FindingState::Good.word()), words::with("line-fine", &values));
    Told { heading: results.first().and_then(|it| it.heading.clone()), ..Told::says(text) }
}

/// Everything that is known of a finding, a line each.
pub fn details(it: &FindingItem) -> Vec<Told> {
    let first = FindingItem { detail: vec![], ..it.clone() };
    let took = it.took.map(|it| Told::says(words::with("line-took", &[("ms", it.as_millis().to_string().into())])));
    std::iter::once(Told::says(finding(&first)))
        .chain(it.detail.iter().map(|it| Told::says(it.to_string())))
        .chain(took)
        .collect()
}

/// `ok   Companies: 240 rows now, 12 new, 0 changed, 1 gone`.
fn row(it: &RowItem, state: FindingState, heads: &[String]) -> String {
    let is_headed = it.cells.len() == heads.len();
    let cell = |(n, cell): (usize, &String)| if is_headed { format!("{cell} {}", heads[n]) } else { cell.clone() };
    let cells = it.cells.iter().enumerate().map(cell).chain(it.notes.iter().cloned());
    let cells: Vec<_> = cells.filter(|it| !it.is_empty()).collect();
    format!("{} {}: {}", word(state.word()), it.label, cells.join(", "))
}

/// How far the rows of numbers are, in one line; nothing where there are none.
pub fn how_far(screen: &Screen) -> Option<String> {
    let rows = || screen.items.iter().filter_map(|it| if let Item::Row(row) = it { Some(row) } else { None });
    let of = |state: FindingState| rows().filter(move |it| it.state == Some(state));
    let told = |it: &RowItem| {
        let cells = it.cells.iter().chain(&it.notes).map(String::as_str).filter(|it| !it.is_empty());
        format!("; {} {}", it.label, cells.collect::<Vec<_>>().join(", "))
    };
    let all = rows().filter(|it| it.state.is_some()).count();
    let n = of(FindingState::Good).count().to_string();
    let done = words::with("line-lists-done", &[("n", n.into()), ("all", all.to_string().into())]);
    (all > 0).then(|| of(FindingState::Busy).map(told).fold(done, |all, it| all + &it))
}

/// `Company ID: acme`, `Private key: 16 characters, ends in 7f3a`.
pub fn holds(field: &FieldItem) -> Option<String> {
    let label = &field.label;
    match &field.text {
        FieldText::Plain(text) => (!text.is_empty()).then(|| format!("{label}: {text}")),
        FieldText::Masked { chars: 0, .. } => None,
        FieldText::Masked { chars, tail } if tail.is_empty() => Some(format!("{label}: {}", characters(*chars))),
        FieldText::Masked { chars, tail } => {
            let end = words::with("login-end", &[("tail", tail.into())]);
            Some(format!("{label}: {}, {end}", characters(*chars)))
        }
    }
}

/// What a text says beyond the menu it stands behind: of `Finance / Invoicing: inquire All` behind `Finance > Invoicing`
/// that is `inquire All`. A name that the menu does not hold, and all behind it, is said.
pub fn besides<'a>(menu: &str, text: &'a str) -> &'a str {
    let mut places = menu.split(" > ").flat_map(|it| it.split(" / "));
    let mut rest = text;
    while !rest.is_empty() {
        let end = [" / ", ": "].into_iter().filter_map(|it| Some((rest.find(it)?, it.len()))).min();
        let (name, behind) = end.map_or((rest, ""), |(at, len)| (&rest[..at], &rest[at + len..]));
        if !places.any(|it| it.eq_ignore_ascii_case(name)) {
            break;
        }
        rest = behind;
    }
    rest
}

/// `16 characters`.
pub fn characters(n: usize) -> String {
    words::with("line-characters", &[("n", n.into())])
}

/// A text with the word for what it tells.
pub fn toned(tone: Tone, text: &str) -> String {
    match tone {
        Tone::Plain | Tone::Faint | Tone::Good => text.to_owned(),
        Tone::Warning => words::with("line-note", &[("text", text.into())]),
        Tone::Bad => words::with("line-problem", &[("text", text.into())]),
    }
}

/// What happened, what it means, what to do, whose job it is and where: a line each.
pub fn notice(notice: &Notice) -> Vec<Told> {
    let whose = match (notice.whose, &notice.menu) {
        (None, None) => None,
        (None, Some(menu)) => Some(words::with("line-where", &[("menu", menu.into())])),
        (Some(whose), None) => Some(words::with("line-whose", &[("whose", whose.into())])),
        (Some(whose), Some(menu)) => {
            Some(words::with("notice-whose-at", &[("whose", whose.into()), ("menu", menu.into())]))
        }
    };
    let remedy = notice.in_lines.as_ref().unwrap_or(&notice.remedy);
    let says = format!("{} {remedy}", notice.says);
    std::iter::once(toned(notice.tone, says.trim())).chain(notice.cause.clone()).chain(whose).map(Told::says).collect()
}

/// `Step 3 of 9: Site`.
pub fn step(screen: &Screen) -> Option<String> {
    use crate::wizard::screen::StepState;
    let at = screen.steps.iter().position(|it| it.state == StepState::Here)?;
    let (n, of) = ((at + 1).to_string(), screen.steps.len().to_string());
    let label = screen.steps[at].label;
    Some(words::with("line-step", &[("n", n.into()), ("of", of.into()), ("label", label.into())]))
}

/// What to do on the screen, and what this face alone has for it.
pub fn lead(screen: &Screen) -> String {
    let takes_a_note = screen.name == ScreenName::Login && !screen.lead.is_empty();
    let own = takes_a_note.then(|| words::say("line-paste"));
    [screen.lead.as_str()].into_iter().chain(own).collect::<Vec<_>>().join(" ")
}
