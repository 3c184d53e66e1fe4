//! Pulls that are stopped, run into a limit, meet another one, or may not read a list.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use psa_connect::sandbox::{
    scenario::Scenario,
    tenant::{Change, Edit, Listed, Sizes},
};

use crate::{
    equal::{lists, names},
    situation::right,
    world::{World, differences, done, of_list, on_both},
};

fn slow() -> Scenario {
    Scenario::parse("story = 'Slow.'\n[traffic]\nmedian_ms = 250").unwrap()
}

#[test]
fn ctrl_c_stops_a_pull_and_the_next_one_goes_on() {
    let world = World::with(slow(), Sizes::counts(3000, 100, 100), None);
    let arguments = ["--list", "companies", "--page", "20", "--json"];
    let mut child = world.command("connectwise", &arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // Something was read before it is stopped.
    let has_rows = |line: &std::io::Result<String>| {
        let news: serde_json::Value = serde_json::from_str(line.as_ref().unwrap()).unwrap();
        news["lists"][0]["rows"].as_u64().unwrap() > 0
    };
    assert!(lines.any(|it| has_rows(&it)), "it never says that something was read");
    let pid = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let before = world.mirror("connectwise").summary().unwrap();
    assert!(before.lists[0].rows > 0 && before.lists[0].full_at.is_none(), "{before:?}");
    let last = before.last.unwrap();
    assert_eq!((last.outcome.as_str(), last.requests > 0), ("stopped", true), "{last:?}");
    let pulled = world.pulled("connectwise", &arguments[..4]);
    assert_eq!(pulled["resumed"], true);
    assert!(of_list(&pulled, "companies")["pulled"]["read"].as_u64().unwrap() < 3000);
    world.is_equal("connectwise", &["companies"]);
}

#[test]
fn a_pull_that_is_killed_before_the_minute_lets_it_ask_leaves_no_doubt_of_the_login() {
    let world = World::of("healthy", Sizes::counts(100, 980, 100), None);
    let killed_in_the_wait = || {
        let mut child = world.command("connectwise", &["--json"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let waits = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["waits_secs"].is_u64();
        assert!(lines.any(|it| waits(&it.unwrap())), "it never waits");
        child.kill().unwrap();
        child.wait().unwrap();
    };
    // The first one uses the minute up, so that the second one waits before it asks anything.
    killed_in_the_wait();
    let asked = world.sandbox.traffic("connectwise").unwrap().requests;
    killed_in_the_wait();
    assert_eq!(world.sandbox.traffic("connectwise").unwrap().requests, asked);
    let tested = world.host.run(&["test", "connectwise"]);
    assert_eq!(tested.code, Some(0), "{tested:?}");
}

#[test]
fn what_changes_while_a_pull_is_cut_off_is_read_by_the_next_one() {
    let world = World::with(slow(), Sizes::counts(3000, 100, 100), None);
    let arguments = ["--list", "companies", "--page", "20", "--json"];
    let mut child = world.command("connectwise", &arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let rows = |line: &str| {
        let news: serde_json::Value = serde_json::from_str(line).unwrap();
        news["lists"][0]["rows"].as_u64().unwrap()
    };
    assert!(lines.any(|it| rows(&it.unwrap()) > 0), "it never says that something was read");
    child.kill().unwrap();
    child.wait().unwrap();
    let listed = world.host.run(&["list", "--json"]).json();
    let of = listed["connections"].as_array().unwrap().iter().find(|it| it["name"] == "connectwise").unwrap();
    assert_eq!(of["last_pull"]["outcome"], "cut off", "{listed}");
    // Of rows that were read and of rows that were not.
    for row in [5, 1500, 2990] {
        let edit = Edit::Name(format!("Renamed {row}"));
        world.sandbox.change(&Change::Edit { list: Listed::Companies, rows: vec![row], edit });
    }
    world.pulled("connectwise", &arguments[..4]);
    world.pulled("connectwise", &arguments[..4]);
    world.is_equal("connectwise", &["companies"]);
}

#[test]
fn a_mirror_takes_no_rows_of_another_tenant_and_goes_where_its_connection_goes() {
    on_both("healthy", Sizes::scaled(0.1), |world| {
        world.pulled("connectwise", &["--list", "companies"]);
        world.host.save("connectwise", world.sandbox.autotask(), right);
        let other = world.run("connectwise", &["--list", "companies"]);
        assert_eq!(other.code, Some(7), "{other:?}");
        let says = "holds the rows of ConnectWise PSA, acme, not those of Autotask PSA, ";
        assert!(other.err.contains(says), "{}", other.err);
    });
    let world = World::of("healthy", Sizes::scaled(0.1), None);
    let mirrors = || -> Vec<String> {
        let files = std::fs::read_dir(world.host.config().join("mirrors")).unwrap();
        let paths = files.map(|it| it.unwrap().path());
        let databases = paths.filter(|it| it.extension().is_some_and(|it| it == "db"));
        let mut names: Vec<String> = databases.map(|it| it.file_name().unwrap().to_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    world.pulled("connectwise", &["--list", "companies"]);
    assert_eq!(world.host.run(&["rename", "connectwise", "north"]).code, Some(0));
    assert_eq!(mirrors(), ["north.db"]);
    assert_eq!(differences(&world.pulled("north", &["--list", "companies", "--full"])), [0, 0, 0]);
    assert_eq!(world.host.run(&["remove", "north", "--force"]).code, Some(0));
    assert_eq!(mirrors(), Vec::<String>::new());
}

#[test]
fn a_second_pull_at_the_same_time_is_refused_with_words() {
    let world = World::with(slow(), Sizes::counts(3000, 100, 100), None);
    let mut child = world.command("connectwise", &["--list", "companies", "--page", "20", "--json"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next().expect("it has begun").unwrap();
    let second = world.run("connectwise", &["--list", "companies"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(second.code, Some(6));
    assert!(second.err.contains("another psa-connect pulls connectwise just now"), "{}", second.err);
}

#[test]
fn a_list_that_may_not_be_read_is_said_and_ends_nothing() {
    on_both("two-rights-missing", Sizes::scaled(0.2), |world| {
        let ran = world.run("connectwise", &["--json"]);
        assert_eq!(ran.code, Some(4), "{ran:?}");
        let done = done(&ran);
        let catalog = of_list(&done, "catalog");
        assert_eq!((&catalog["outcome"], &catalog["fault"]["fault"]), (&"not-read".into(), &"forbidden".into()));
        world.is_equal("connectwise", &["companies", "agreements", "agreement-types", "additions", "products"]);
    });
}

#[test]
fn an_hour_that_is_used_up_stops_a_pull_and_what_was_read_stays() {
    let rules = "story = 'Full.'\n[traffic]\nhourly_limit = 1000\nused_at_start = 985";
    let world = World::with(Scenario::parse(rules).unwrap(), Sizes::counts(2000, 2000, 4000), None);
    let ran = world.run("autotask", &["--list", lists("autotask"), "--page", "100"]);
    assert_eq!(ran.code, Some(6), "{ran:?}");
    let summary = world.mirror("autotask").summary().unwrap();
    assert_eq!(summary.last.unwrap().outcome, "stopped");
    assert!(summary.lists.iter().map(|it| it.rows).sum::<u64>() > 0);
    assert!(names("autotask").len() == summary.lists.len());
}

#[test]
fn a_refused_login_is_sent_once_and_nothing_is_pulled() {
    let world = World::of("healthy", Sizes::scaled(0.1), None);
    world.host.save("wrong", world.sandbox.connectwise(), |field, value| {
        if field == "private_key" { format!("{value}x") } else { value.to_owned() }
    });
    let refused = || world.sandbox.journal().entries().iter().filter(|it| it.status == 401).count();
    let ran = world.run("wrong", &[]);
    assert_eq!((ran.code, refused()), (Some(3), 1), "{ran:?}");
    let again = world.run("wrong", &[]);
    assert_eq!((again.code, refused()), (Some(3), 1), "{again:?}");
}
