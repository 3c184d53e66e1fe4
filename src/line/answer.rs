//! What a line means as the answer to a question: events for the wizard, or a complaint. Values in, values out.

use zeroize::Zeroizing;

use crate::{
    model::secret::Secret,
    wizard::{
        event::{Button, Event, ItemId},
        screen::ButtonHint,
    },
    words,
};

use super::question::{Arrives, Asked, Choice, Enter, Fill, Question, TickLine};

/// What an answer comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing changes; the next question.
    Keep,
    /// The wizard is told.
    Tell(Vec<Event>),
    /// A row was picked: what can be done with it is asked next.
    About(ItemId),
}

/// What a line holds, commands aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Nothing: Enter alone.
    Nothing,
    /// A text.
    Text(&'a Zeroizing<String>),
}

/// Reads the answer to a question.
///
/// Errors: a complaint, a sentence; the question stands.
pub fn answer(question: &Question, line: Line) -> Result<Answer, String> {
    match &question.asked {
        Asked::Choose { options, chosen, enter } => choose(options, *chosen, *enter, line),
        Asked::Tick(lines) => tick(lines, line),
        Asked::Fill(fill) => Ok(filled(fill, line)),
        Asked::Pick { rows, buttons } => pick(rows, buttons, line),
    }
}

fn choose(options: &[Choice], chosen: Option<usize>, enter: Enter, line: Line) -> Result<Answer, String> {
    let tell = |it: &Choice| Answer::Tell(vec![Event::Chose(it.id.clone())]);
    let kept = match (enter, chosen) {
        (Enter::Takes, Some(_)) => Answer::Tell(vec![Event::Pressed { button: Button::Next, on: None }]),
        (Enter::Takes, None) => options.first().map_or(Answer::Keep, tell),
        (Enter::GoesOn, _) => Answer::Keep,
    };
    let Line::Text(text) = line else { return Ok(kept) };
    let n = one_of(options.iter().map(|it| it.label.as_str()), text)?;
    Ok(if Some(n) == chosen { kept } else { tell(&options[n]) })
}

fn tick(lines: &[TickLine], line: Line) -> Result<Answer, String> {
    let Line::Text(text) = line else { return Ok(Answer::Keep) };
    let mut events = vec![];
    for part in text.split([',', ' ']).filter(|it| !it.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let number = |it: &str| it.parse::<usize>().ok().filter(|it| (1..=lines.len()).contains(it));
        let Some((from, to)) = number(from).zip(number(to)).filter(|(from, to)| from <= to) else {
            return Err(match lines.len() {
                1 => words::say("line-tick-only-one").to_owned(),
                n => words::with("line-tick-which", &[("range", range(n).into())]),
            });
        };
        events.extend(lines[from - 1..to].iter().map(|it| Event::Chose(it.id.clone())));
    }
    Ok(Answer::Tell(events))
}

/// A text for a field. Blanks around one that is shown are slips; in a hidden one, they may be meant.
pub fn filled(fill: &Fill, line: Line) -> Answer {
    let id = fill.field.id.clone();
    let pressed = |button: Option<Button>| button.map(|button| Event::Pressed { button, on: Some(id.clone()) });
    let Line::Text(text) = line else {
        return pressed(fill.kept).map_or(Answer::Keep, |it| Answer::Tell(vec![it]));
    };
    let is_note = text.contains('\n');
    let kept = |c: &char| !c.is_control() || (is_note && matches!(c, '\n' | '\t'));
    let clean: Zeroizing<String> = Zeroizing::new(text.chars().filter(kept).collect());
    let secret = Secret::new(if fill.is_hidden() { &**clean } else { clean.trim() });
    let event = match (is_note, fill.arrives) {
        (true, _) | (false, Arrives::Pasted) => Event::Pasted(id.clone(), secret),
        (false, Arrives::Typed) => Event::Typed(id.clone(), secret),
    };
    // What several lines were split into is looked at first.
    let after = fill.after.filter(|_| !is_note);
    Answer::Tell(std::iter::once(event).chain(pressed(after)).collect())
}

fn pick(rows: &[Choice], buttons: &[ButtonHint], line: Line) -> Result<Answer, String> {
    let Line::Text(text) = line else {
        return Ok(rows.first().map_or(Answer::Keep, |it| Answer::About(it.id.clone())));
    };
    let labels = rows.iter().map(|it| it.label.as_str()).chain(buttons.iter().map(|it| it.label.as_str()));
    let n = one_of(labels, text)?;
    Ok(match (rows.get(n), buttons.get(n.wrapping_sub(rows.len()))) {
        (Some(row), _) => Answer::About(row.id.clone()),
        (None, Some(hint)) => Answer::Tell(vec![Event::Pressed { button: hint.button, on: None }]),
        (None, None) => Answer::Keep,
    })
}

/// Which of several a text means: a number, or the start of what it is called when it is of one only.
///
/// Errors: a complaint, a sentence.
pub fn one_of<'a>(labels: impl Iterator<Item = &'a str>, text: &str) -> Result<usize, String> {
    let labels: Vec<String> = labels.map(str::to_lowercase).collect();
    let range = range(labels.len());
    let wanted = text.trim().to_lowercase();
    if let Ok(n) = wanted.trim_end_matches('.').parse::<usize>() {
        let there = (1..=labels.len()).contains(&n);
        return if there { Ok(n - 1) } else { Err(nothing_like_it(n, range)) };
    }
    let is_whole = |it: &String| it.split(':').next().is_some_and(|it| it == wanted);
    if let Some(n) = labels.iter().position(is_whole) {
        return Ok(n);
    }
    let mut fitting = labels.iter().enumerate().filter(|(_, it)| it.starts_with(&wanted));
    match (fitting.next(), fitting.next()) {
        (Some((n, _)), None) => Ok(n),
        (Some(_), Some(_)) => Err(words::with("line-several-begin", &[("range", range.into())])),
        (None, _) => Err(words::with("line-none-of-these", &[("range", range.into())])),
    }
}

fn nothing_like_it(n: usize, range: String) -> String {
    words::with("line-no-such-number", &[("n", n.to_string().into()), ("range", range.into())])
}

/// `1`, or `1-6`.
pub fn range(n: usize) -> String {
    if n == 1 { "1".to_owned() } else { format!("1-{n}") }
}
