//! The table at the end of a pull, and what is worth looking at.

use std::fmt::Write as _;

use crate::words::{self, digits::grouped};

use crate::model::{
    mirror::{Pulled, PulledList, Read, Scope},
    shown::Shown,
    wrapped::wrapped,
};

/// Columns of a terminal.
const WIDTH: usize = 80;
/// Before what belongs to a line above.
const INDENT: &str = "          ";

/// What a pull did, for people.
pub(super) fn table(name: &str, pulled: &Pulled) -> String {
    let read: u64 = pulled.lists.iter().map(|it| it.tally.read).sum();
    let sum = [
        ("name", name.into()),
        ("rows", read.into()),
        ("secs", format!("{:.1}", pulled.took.as_secs_f64()).into()),
        ("requests", pulled.budget.used.into()),
    ];
    let sum = if pulled.resumed { words::with("pull-told-resumed", &sum) } else { words::with("pull-told", &sum) };
    let mut text = format!("{sum}\n\n");
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{:<24} {:>9} {:>10} {:>9} {:>9} {:>9}",
        words::say("pull-head-list"),
        words::say("pull-head-read"),
        words::say("pull-head-rows"),
        words::say("pull-head-new"),
        words::say("pull-head-changed"),
        words::say("pull-head-gone")
    );
    for it in &pulled.lists {
        let _ = writeln!(text, "{}", row(it));
        if let Read::Not(fault) = &it.read {
            let why = Shown::new(&fault.with_remedy());
            for line in wrapped(why.as_str(), WIDTH - INDENT.len()) {
                let _ = writeln!(text, "{INDENT}{line}");
            }
        }
    }
    if pulled.lists.iter().any(|it| it.scope == Scope::Changes && it.read == Read::Whole) {
        let _ = writeln!(text, "{}", words::say("pull-told-only-changes"));
    }
    let misfits: u64 = pulled.lists.iter().map(|it| it.tally.misfits).sum();
    if misfits > 0 {
        let _ = writeln!(text, "{}", words::with("pull-misfits", &[("n", misfits.into())]));
    }
    let doubtful: Vec<_> = pulled.lists.iter().filter(|it| !it.doubts.is_empty()).collect();
    if !doubtful.is_empty() {
        let _ = writeln!(text, "\n{}", words::say("pull-told-worth-a-look"));
        for (list, doubt) in doubtful.iter().flat_map(|list| list.doubts.iter().map(move |it| (list, it))) {
            let first: Vec<String> = doubt.first.iter().map(ToString::to_string).collect();
            let more = if doubt.rows > doubt.first.len() as u64 { ", ..." } else { "" };
            // The words are those of an integration's file, which may come from anybody.
            let says = Shown::new(&format!("{}: {}", list.name, doubt.says));
            for (nth, line) in wrapped(says.as_str(), WIDTH - INDENT.len()).into_iter().enumerate() {
                let rows = if nth == 0 { grouped(doubt.rows) } else { String::new() };
                let _ = writeln!(text, "{rows:>9} {line}");
            }
            let ids = words::with("pull-told-ids", &[("ids", first.join(", ").into())]);
            let _ = writeln!(text, "{INDENT}{ids}{more}");
        }
    }
    if let Some(says) = pulled.usage_says() {
        // The words of a fault may be those of a server.
        let says = Shown::new(&says);
        let _ = write!(text, "\n{}", wrapped(says.as_str(), WIDTH).join("\n"));
    }
    let _ = writeln!(text, "\n{}", words::with("pull-told-mirror", &[("place", pulled.place.as_str().into())]));
    text
}

fn row(it: &PulledList) -> String {
    let is_part = it.scope == Scope::Changes && it.read == Read::Whole;
    let name = if is_part { format!("{} *", it.name) } else { it.name.clone() };
    match &it.read {
        Read::Whole => format!(
            "{name:<24} {:>9} {:>10} {:>9} {:>9} {:>9}",
            grouped(it.tally.read),
            grouped(it.rows),
            grouped(it.tally.added),
            grouped(it.tally.changed),
            grouped(it.tally.gone)
        ),
        Read::Counted(rows) => {
            format!("{name:<24} {:>9} {:>10}  {}", "", grouped(*rows), words::say("pull-only-counted"))
        }
        Read::Not(_) => format!("{name:<24} {:>9} {:>10}  {}", "", grouped(it.rows), words::say("pull-not-read")),
    }
}
