//! The terminal, for people.

use std::fmt::Write as _;

use crate::cli::doctor::terminal::{Answers, Gets, Section};

/// A line for each matter.
pub(super) fn lines(it: &Section) -> String {
    let mut kind = vec![it.term.clone().unwrap_or_else(|| "TERM is not set".into())];
    kind.extend(it.columns.zip(it.rows).map(|(columns, rows)| format!("{columns}x{rows}")));
    if it.ssh {
        kind.push("over SSH".into());
    }
    kind.extend(it.multiplexers.iter().map(|name| format!("inside {name}")));
    if !it.present {
        kind.push("none at the input and the output of this command".into());
    }
    let Gets { face, signs, colours, letters, because } = &it.gets;
    let colours = if *colours == "none" { "no colours".to_owned() } else { format!("{colours} colours") };
    let mut text = format!("terminal   {}\n", kind.join(", "));
    let _ = writeln!(text, "letters    {}{}", locale(it), agrees(it));
    let face = if *face == "none" { "no face" } else { face };
    let _ = writeln!(text, "gets       {face}, {signs}, {colours}, letters in {letters}");
    for why in because {
        let _ = writeln!(text, "           {why}");
    }
    let _ = writeln!(text, "answers    {}", answers(&it.answers));
    if let Some(erase) = &it.erase {
        let _ = writeln!(text, "Backspace  the line erases with {erase}; ^? and ^H both work in psa-connect");
    }
    let _ = writeln!(text, "Esc        waits {} ms for the rest of a key (PSA_CONNECT_ESCAPE_MS)", it.escape_ms);
    for key in &it.keys {
        let _ = writeln!(text, "{:<9}  {}", key.asked, key.says());
    }
    text
}

fn locale(it: &Section) -> String {
    match &it.locale {
        Some(said) => format!("{}={}", said.variable, said.value),
        None => "no variable says which (LANG)".into(),
    }
}

fn agrees(it: &Section) -> &'static str {
    let says_utf8 = it.locale.as_ref().is_some_and(|it| it.utf8);
    match (says_utf8, it.answers.utf8) {
        (_, None) => "",
        (true, Some(true)) => ", and the terminal draws them so",
        (true, Some(false)) => ", but the terminal does not draw UTF-8",
        (false, Some(true)) => ", but the terminal draws UTF-8",
        (false, Some(false)) => ", and the terminal draws no UTF-8",
    }
}

fn answers(it: &Answers) -> String {
    let Answers { asked, round_trip_ms, name, attributes, utf8: _, bracketed_paste, synchronised_output, copies } = it;
    if asked != "yes" {
        return format!("not asked; {}", asked.strip_prefix("no: ").unwrap_or(asked));
    }
    let Some(ms) = round_trip_ms else { return "none within a second".into() };
    let known = |it: &Option<bool>| match it {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not said",
    };
    let name = name.as_ref().map(|it| format!(" as {it}")).unwrap_or_default();
    let attributes: Vec<_> = attributes.iter().map(u16::to_string).collect();
    format!(
        "after {ms} ms{name} ({}); marks pastes: {}; holds frames back until they are whole: {}; takes copies (OSC 52): {}",
        attributes.join(";"),
        known(bracketed_paste),
        known(synchronised_output),
        known(copies)
    )
}
