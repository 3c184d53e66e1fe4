//! Keeps the shape of the crate: who may import whom, who may touch the world, how long a file may be.
//!
//! Add a rule in `rules.rs` with a snippet in `proofs.rs` that breaks it: a rule that cannot fail keeps nothing.

mod imports;
mod proofs;
mod prose;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use rules::{Finding, Rule, Source};

/// Collects every file under `folder` of the repository, in a fixed order; none when there is no such folder.
fn files_under(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting
                .extend(fs::read_dir(&path).expect("a folder of the repository").map(|it| it.expect("entry").path()));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Reads `path` as it is named from the repository's root, or nothing for a file that is not text.
fn read(path: &Path) -> Option<(String, String)> {
    let name =
        path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("under the root").to_string_lossy().replace('\\', "/");
    String::from_utf8(fs::read(path).expect("a file of the repository")).ok().map(|text| (name, text))
}

/// Applies `rule` to every Rust file and fails with all findings at once.
fn check(rule: Rule) {
    let paths: Vec<_> = ["src", "tests", "benches"].iter().flat_map(|it| files_under(it)).collect();
    let mut sources: Vec<_> = paths
        .iter()
        .filter(|it| it.extension().is_some_and(|ext| ext == "rs"))
        .filter_map(|it| read(it))
        .map(|(name, text)| Source::new(&name, &text))
        .collect();
    Source::mark_tests(&mut sources);
    assert!(sources.iter().any(|it| it.name == "src/lib.rs"), "the walk did not reach src/lib.rs");
    report(&sources.iter().flat_map(rule).collect::<Vec<_>>());
}

fn report(findings: &[Finding]) {
    let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} finding(s):\n{}\n", lines.len(), lines.join("\n"));
}

#[test]
fn every_file_opens_with_its_purpose_and_stays_short() {
    check(rules::opening_and_length);
}

#[test]
fn files_and_modules_are_named_after_what_they_hold() {
    check(rules::names);
}

#[test]
fn layers_import_only_the_layers_below_them() {
    check(rules::layers);
}

#[test]
fn the_pure_layers_touch_nothing_outside() {
    check(rules::purity);
}

#[test]
fn the_transport_holds_the_only_sockets() {
    check(rules::sockets);
}

#[test]
fn only_the_full_screen_face_knows_the_terminal() {
    check(rules::terminal);
}

#[test]
fn each_database_is_known_by_its_mirror_alone() {
    check(rules::databases);
}

#[test]
fn only_the_engine_and_the_sandbox_start_tasks() {
    check(rules::tasks);
}

#[test]
fn secrets_are_exposed_only_where_they_leave() {
    check(rules::exposure);
}

#[test]
fn nothing_is_left_undone_and_no_colour_is_fixed() {
    check(rules::leftovers);
}

#[test]
fn what_people_read_is_in_the_catalogue() {
    check(prose::prose);
}

#[test]
fn no_file_names_a_path_of_a_developers_machine() {
    let folders = [".ci", "assets", "benches", "docs", "fuzz", "src", "tests"];
    let tops = ["CHANGELOG.md", "Cargo.toml", "README.md", "clippy.toml", "deny.toml", "justfile", "rustfmt.toml"];
    let findings: Vec<_> = folders
        .iter()
        .chain(&tops)
        .flat_map(|it| files_under(it))
        .filter_map(|it| read(&it))
        .flat_map(|(name, text)| rules::machine_paths(&name, &text))
        .collect();
    report(&findings);
}
