//! Set-ups without a person that are stopped: what is saved by then is said to be.

use std::{
    thread,
    time::{Duration, Instant},
};

use psa_connect::sandbox::{Options, scenario::Scenario, tenant::Sizes};
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    situation::{Host, started},
    unattended::{answers, is_saved},
};

/// The longest that one thing is waited for. Reached only when it does not come about.
const PATIENCE: Duration = Duration::from_mins(1);

fn comes_about(is_so: impl Fn() -> bool, what: &str) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < PATIENCE, "{what} never came about");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_pull_that_is_stopped_after_the_save_says_what_is_saved_and_how_to_go_on() {
    let scenario = Scenario::parse("story = 'Slow.'\n[traffic]\nmedian_ms = 60").unwrap();
    // Nobody waits for so many rows.
    let it = started(Options { sizes: Sizes::counts(400_000, 100, 100), ..Options::of(scenario) });
    let host = Host::new();
    let answers = answers(&host, it.sandbox.connectwise()).replace("[login]", "pull = \"now\"\n[login]");
    let file = host.file("answers.toml", &answers).display().to_string();
    let child = host.command(&["setup", "--answers", &file, "--no-input"]).spawn().unwrap();
    comes_about(|| is_saved(&host, "acme"), "the save");
    it.sandbox.journal().clear();
    comes_about(|| !it.sandbox.journal().entries().is_empty(), "the pull");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(130), "{out}{err}");
    assert!(out.contains("\"acme\" is saved") && out.contains("The pull was stopped."), "{out}{err}");
    assert!(err.contains(&format!("Go on with: {}", crate::spoken::hint(&host, "pull acme"))), "{err}");
    let listed = host.run(&["list", "--json"]).json();
    assert_eq!(listed["connections"][0]["last_pull"]["outcome"], "stopped", "{listed}");
}
