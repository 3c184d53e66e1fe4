//! The proof matrix of every scenario of the sandbox and both PSAs, as `report` prints it: reviewed snapshots.
//!
//! After a change on purpose: `INSTA_UPDATE=always cargo test --test matrix`, then read what `git diff` shows.

#[path = "../commands/situation.rs"]
#[expect(dead_code, reason = "the tests of the commands need more of it")]
mod situation;

use std::thread;

use psa_connect::{
    model::{
        document::{Document, Proven, SeenWord},
        report::{Check, Fact},
        saved::Name,
    },
    sandbox::scenario::Scenario,
    store::Store,
};
use situation::{Host, right, running};

/// Takes out of a kept report what differs from run to run: times, ports, budgets, what the load made somebody wait for.
fn steady(report: &str) -> Document {
    let mut it = Document::from_json(&with_one_port(report)).expect("a report that was kept");
    for check in &mut it.checks {
        check.ms = 0;
        check.details.retain(|key, _| Fact::try_from(key.as_str()).is_ok_and(Fact::is_tracked));
        if [Check::Clock, Check::Limits].iter().any(|it| it.key() == check.check) {
            check.detail = without_numbers(&check.detail);
        }
    }
    it.rights.iter_mut().for_each(|it| it.ms = 0);
    it.sights.iter_mut().for_each(|it| it.ms = 0);
    it.notes.retain(|it| !it.contains("requests used") && !it.contains("asked to wait"));
    it
}

fn with_one_port(text: &str) -> String {
    let mut parts = text.split("127.0.0.1:");
    let mut steady = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        steady.push_str("127.0.0.1:50000");
        steady.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    steady
}

/// Puts one mark in the place of each number, however long it is.
fn without_numbers(text: &str) -> String {
    let mut marked: Vec<char> = text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    marked.dedup_by(|next, before| (*next, *before) == ('#', '#'));
    marked.into_iter().collect()
}

/// Which look-ups the limit leaves out is chance, so no picture of it stays true; what holds is that none is told as a no.
fn not_denied(report: &Document) {
    assert!(!report.rights.is_empty(), "{report:?}");
    for it in &report.rights {
        assert!(matches!(it.proof, Proven::Granted | Proven::Unproven), "{it:?}");
    }
    assert!(report.sights.iter().all(|it| it.seen != SeenWord::Hidden), "{report:?}");
    assert!([0, 8].contains(&report.exit), "{report:?}");
}

/// Tests both PSAs of a scenario with the real binary, and holds their reports to the reviewed ones.
fn held_to_the_reviewed_one(name: &str) {
    let it = running(name);
    for served in [it.sandbox.connectwise(), it.sandbox.autotask()] {
        let host = Host::new();
        host.save("acme", served, right);
        let tested = host.run(&["test", "acme"]);
        let (store, acme) = (Store::at(host.config()), Name::new("acme").expect("a name"));
        let kept = store.last_report(&acme).expect("readable").unwrap_or_else(|| panic!("nothing kept: {tested:?}"));
        if name == "rate-limited" {
            not_denied(&Document::from_json(&kept).expect("a report that was kept"));
            continue;
        }
        store.keep_report(&acme, &steady(&kept).to_json()).expect("kept");
        let report = host.run(&["report", "acme"]);
        assert_eq!((report.code, report.err.as_str()), (Some(0), ""), "{tested:?}");
        assert!(report.out.lines().all(|it| it.chars().count() <= 80), "{}", report.out);
        let whenever = |line: &str| if line.starts_with("Tested ") { "Tested       (when)" } else { line }.to_owned();
        let lines: Vec<_> = report.out.lines().map(whenever).collect();
        let text = format!("exit code {}\n\n{}", tested.code.unwrap_or(-1), lines.join("\n"));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{}", served.psa), text);
        });
    }
}

#[test]
fn the_proof_matrix_of_every_scenario_is_as_reviewed() {
    // Each scenario has servers and a store of its own; some of them are slow on purpose.
    // What fails in the flaky one is chance, so that there is nothing to review.
    let all: Vec<_> = Scenario::all().into_iter().map(|it| it.name).filter(|it| it != "flaky").collect();
    assert!(all.len() >= 12);
    let failed: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> =
            all.iter().map(|name| (name, scope.spawn(move || held_to_the_reviewed_one(name)))).collect();
        running.into_iter().filter_map(|(name, it)| it.join().is_err().then_some(name)).collect()
    });
    assert!(failed.is_empty(), "{failed:?} differ; the differences stand above");
}
