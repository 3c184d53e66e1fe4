//! `docs/faults.md` is made from the catalogue, the menus and the kept replies. `UPDATE_DOCS=1` writes it anew.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::PathBuf};

use psa_connect::{
    model::{
        catalog::Catalog,
        fault::{Entry, Kind, Side},
    },
    psa::explain,
};

use crate::situation::{kept, replies};

const SIDES: [Side; 5] = [Side::Host, Side::Network, Side::Server, Side::Administrator, Side::Vendor];

const HEAD: &str = "\
# Every fault, and whose job it is

Made from `assets/faults.toml`, the menus in `assets/psa` and the replies in `tests/replies`; a test keeps it current.
Do not edit it: run `just faults`.

`psa-connect explain` reads a pasted reply, status or error text and answers from the same rows. The name in the first
column is `fault` in `--json`; the exit code is that of a command that ends with it.
";

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn page() -> String {
    let mut text = HEAD.to_owned();
    // Writing to a String cannot fail.
    text.push_str("\n| whose job | faults |\n|---|---|\n");
    for side in SIDES {
        let of_side: Vec<String> = Entry::all()
            .filter(|it| it.side == side)
            .map(|it| format!("[{}](#{})", it.kind.key(), it.kind.key()))
            .collect();
        let _ = writeln!(text, "| {} | {} |", side.words(), of_side.join(", "));
    }
    for side in SIDES {
        let _ = write!(text, "\n## {}\n\n", heading(side));
        text.push_str(
            "| name | what happened | what it means | what to do | exit | retry |\n|---|---|---|---|---|---|\n",
        );
        for it in Entry::all().filter(|it| it.side == side) {
            let Entry { title, cause, next, .. } = it;
            let key = it.kind.key();
            let retry = if it.retry_helps() { "may help" } else { "no" };
            let (title, cause, next) = (cell(title), cell(cause), cell(next));
            let exit = it.exit as u8;
            let _ = writeln!(text, "| <a id=\"{key}\"></a>`{key}` | {title} | {cause} | {next} | {exit} | {retry} |");
        }
    }
    text.push_str(&menus());
    text.push_str(&captured());
    text
}

fn heading(side: Side) -> String {
    let words = side.words();
    format!("{}{}", words[..1].to_uppercase(), &words[1..])
}

/// Where in each PSA a fault is mended.
fn menus() -> String {
    let catalog = Catalog::embedded();
    let names: Vec<&str> = catalog.psas.iter().map(|it| it.name.as_str()).collect();
    let mut text = format!("\n## Where it is mended\n\n| name | {} |\n|---|---|---|\n", names.join(" | "));
    for (entry, menu) in Entry::all().filter_map(|it| Some((it, it.menu?))) {
        let paths: Vec<String> = catalog.psas.iter().map(|it| cell(it.menus.of(menu))).collect();
        let _ = writeln!(text, "| `{}` | {} |", entry.kind.key(), paths.join(" | "));
    }
    text
}

/// What each kept reply is taken for, by kind.
fn captured() -> String {
    let mut rows: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for psa in &Catalog::embedded().psas {
        for (name, reply) in replies(&psa.id.0) {
            let Some(says) = shown(&reply) else { continue };
            let found = explain(Some(&psa.id), Some(reply.status), &says);
            if let Some(it) = found.first() {
                let source = cell(&kept(&psa.id.0, &name));
                let says = if says.is_empty() { "(empty)".to_owned() } else { format!("`{}`", cell(&says)) };
                let row = format!("| `{}` | {} | {} | {says} | {source} |", it.kind.key(), psa.name, reply.status);
                rows.entry(it.kind).or_default().push(row);
            }
        }
    }
    let rows: Vec<String> = rows.into_values().flatten().collect();
    format!(
        "\n## Replies that the tests keep\n\n| name | PSA | status | body | source |\n|---|---|---|---|---|\n{}\n",
        rows.join("\n")
    )
}

/// The body of a refusal on one line, cut; `None` for a reply that went well.
fn shown(reply: &psa_connect::psa::Reply) -> Option<String> {
    let body = std::str::from_utf8(&reply.body).ok()?;
    let is_fine = (200..300).contains(&reply.status) && !body.contains("\"errors\"") && !body.starts_with('<');
    let is_hostile = body.chars().any(|it| it.is_control() && !it.is_whitespace()) || body.len() > 400;
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    (!is_fine && !is_hostile).then_some(line)
}

#[test]
fn the_page_of_faults_is_current() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/faults.md");
    let page = page();
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, &page).expect("it can be written");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == page, "docs/faults.md is not current; UPDATE_DOCS=1 cargo test --test providers faults_page");
}

#[test]
fn every_kind_stands_on_the_page_once() {
    let page = page();
    for it in Entry::all() {
        assert_eq!(page.matches(&format!("<a id=\"{}\"></a>", it.kind.key())).count(), 1, "{}", it.kind.key());
    }
}
