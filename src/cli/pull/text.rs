//! The table at the end of a pull, and what is worth looking at.

use crate::words::digits::grouped;
use std::fmt::Write as _;

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
    let resumed = if pulled.resumed { ", going on where the last one ended" } else { "" };
    let mut text = format!(
        "{name}: {} rows read in {:.1} s with {} requests{resumed}.\n\n",
        grouped(read),
        pulled.took.as_secs_f64(),
        grouped(pulled.budget.used)
    );
    // Writing to a String cannot fail.
    let _ =
        writeln!(text, "{:<24} {:>9} {:>10} {:>9} {:>9} {:>9}", "List", "read", "rows now", "new", "changed", "gone");
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
        text.push_str("* only what changed was asked for; rows that vanished are found once a week, or with --full.\n");
    }
    let misfits: u64 = pulled.lists.iter().map(|it| it.tally.misfits).sum();
    if misfits > 0 {
        let _ = writeln!(text, "{} values did not fit their column and were left out.", grouped(misfits));
    }
    let doubtful: Vec<_> = pulled.lists.iter().filter(|it| !it.doubts.is_empty()).collect();
    if !doubtful.is_empty() {
        text.push_str("\nWorth a look:\n");
        for (list, doubt) in doubtful.iter().flat_map(|list| list.doubts.iter().map(move |it| (list, it))) {
            let first: Vec<String> = doubt.first.iter().map(ToString::to_string).collect();
            let more = if doubt.rows > doubt.first.len() as u64 { ", ..." } else { "" };
            // The words are those of an integration's file, which may come from anybody.
            let says = Shown::new(&format!("{}: {}", list.name, doubt.says));
            for (nth, line) in wrapped(says.as_str(), WIDTH - INDENT.len()).into_iter().enumerate() {
                let rows = if nth == 0 { grouped(doubt.rows) } else { String::new() };
                let _ = writeln!(text, "{rows:>9} {line}");
            }
            let _ = writeln!(text, "{INDENT}ID {}{more}", first.join(", "));
        }
    }
    let _ = write!(text, "\nMirror: {}\n", pulled.place);
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
        Read::Counted(rows) => format!("{name:<24} {:>9} {:>10}  only counted", "", grouped(*rows)),
        Read::Not(_) => format!("{name:<24} {:>9} {:>10}  not read", "", grouped(it.rows)),
    }
}
