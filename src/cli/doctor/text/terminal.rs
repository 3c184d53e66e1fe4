//! The terminal, for people.

use crate::{
    cli::doctor::terminal::{Answers, Colours, Face, Gets, Section, Signs},
    words,
};

/// What a line is about, and what is said of it.
fn row(about: &str, says: &str) -> String {
    super::row(about, 9, says)
}

/// A line for each matter.
pub(super) fn lines(it: &Section) -> String {
    let mut text = row(words::say("doctor-row-terminal"), &kind(it));
    text.push_str(&row(words::say("doctor-row-letters"), &letters(it)));
    text.push_str(&row(words::say("doctor-row-gets"), &gets(&it.gets)));
    for why in &it.gets.because {
        text.push_str(&row("", &why.says()));
    }
    text.push_str(&row(words::say("doctor-row-answers"), &answers(&it.answers)));
    if let Some(erase) = &it.erase {
        let says = words::with("doctor-erases", &[("erase", erase.into())]);
        text.push_str(&row(words::say("doctor-row-backspace"), &says));
    }
    let waits = words::with("doctor-waits", &[("ms", it.escape_ms.to_string().into())]);
    text.push_str(&row(words::say("doctor-row-esc"), &waits));
    for key in &it.keys {
        text.push_str(&row(key.name.say(), &key.says()));
    }
    text
}

fn kind(it: &Section) -> String {
    let mut kind = vec![it.term.clone().unwrap_or_else(|| words::say("doctor-no-term").into())];
    kind.extend(it.columns.zip(it.rows).map(|(columns, rows)| format!("{columns}x{rows}")));
    if it.ssh {
        kind.push(words::say("doctor-over-ssh").into());
    }
    kind.extend(it.multiplexers.iter().map(|name| words::with("doctor-inside", &[("name", (*name).into())])));
    if !it.present {
        kind.push(words::say("doctor-not-present").into());
    }
    kind.join(", ")
}

fn gets(it: &Gets) -> String {
    let Gets { face, signs, colours, letters, because: _ } = it;
    let face = match face {
        Face::FullScreen => words::say("doctor-face-full-screen"),
        Face::Lines => words::say("doctor-face-lines"),
        Face::None => words::say("doctor-face-none"),
    };
    let signs = match signs {
        Signs::LineDrawing => words::say("doctor-signs-line-drawing"),
        Signs::Ascii => words::say("doctor-signs-ascii"),
    };
    let colours = match colours {
        Colours::Sixteen => words::say("doctor-colours-sixteen"),
        Colours::None => words::say("doctor-colours-none"),
    };
    words::with(
        "doctor-gets",
        &[("face", face.into()), ("signs", signs.into()), ("colours", colours.into()), ("letters", (*letters).into())],
    )
}

fn letters(it: &Section) -> String {
    let locale = match &it.locale {
        Some(said) => format!("{}={}", said.variable, said.value),
        None => words::say("doctor-no-locale").into(),
    };
    let says_utf8 = it.locale.as_ref().is_some_and(|it| it.utf8);
    let says = ("says", locale.as_str().into());
    match (says_utf8, it.answers.utf8) {
        (_, None) => locale,
        (true, Some(true)) => words::with("doctor-draws-so", &[says]),
        (true, Some(false)) => words::with("doctor-draws-not-so", &[says]),
        (false, Some(true)) => words::with("doctor-draws-utf8", &[says]),
        (false, Some(false)) => words::with("doctor-draws-none", &[says]),
    }
}

fn answers(it: &Answers) -> String {
    let Answers { asked, round_trip_ms, name, attributes, utf8: _, bracketed_paste, synchronised_output, copies } = it;
    if let Some(why) = asked.why_not() {
        return words::with("doctor-unasked", &[("why", why.into())]);
    }
    let Some(ms) = round_trip_ms else { return words::say("doctor-answers-none").into() };
    let known = |it: &Option<bool>| match it {
        Some(true) => words::say("doctor-yes"),
        Some(false) => words::say("doctor-no"),
        None => words::say("doctor-not-said"),
    };
    let after = match name {
        Some(name) => words::with("doctor-after-as", &[("ms", ms.to_string().into()), ("name", name.into())]),
        None => words::with("doctor-after", &[("ms", ms.to_string().into())]),
    };
    let attributes: Vec<_> = attributes.iter().map(u16::to_string).collect();
    words::with(
        "doctor-answers",
        &[
            ("after", after.into()),
            ("attributes", attributes.join(";").into()),
            ("pastes", known(bracketed_paste).into()),
            ("frames", known(synchronised_output).into()),
            ("copies", known(copies).into()),
        ],
    )
}
