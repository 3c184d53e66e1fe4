//! Killed at any moment, a mirror is whole, and the pull after it ends as if nothing had been.

use std::time::{Duration, Instant};

use psa_connect::sandbox::{scenario::Scenario, tenant::Sizes};

use crate::{
    equal::{lists, names},
    postgres_server::TestDatabase,
    world::{BOTH, World, differences},
};

/// Small pages make many transactions of few rows.
const PAGE: &str = "40";

/// Kills `times` pulls of a fresh mirror, each at a moment that a seed chooses, and compares what the next pull ends with.
fn kill(world: &World, times: u32, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut cut_off = 0;
    for nth in 0..times {
        let psa = BOTH[nth as usize % 2];
        let arguments = ["--list", lists(psa), "--page", PAGE];
        let asked = || world.sandbox.traffic(psa).unwrap().requests;
        let before = asked();
        let mut child = world.command(psa, &arguments).spawn().unwrap();
        // Most are cut off while they read: after the address, the first page and one more request. Some before.
        let is_early = nth % 25 == 0;
        while !is_early && asked() < before + 3 && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let began = Instant::now();
        // Nothing but the time decides where it is cut.
        let within = Duration::from_millis(random.u64(0..200));
        let ended = loop {
            match child.try_wait().unwrap() {
                Some(status) => break Some(status),
                None if began.elapsed() >= within => break None,
                None => std::thread::yield_now(),
            }
        };
        if ended.is_none() {
            child.kill().unwrap();
            cut_off += 1;
        }
        child.wait().unwrap();
        world.check(psa);
        go_on(world, psa, &arguments);
        world.check(psa);
        world.is_equal(psa, &names(psa));
        // Now and then that what is resumed is nothing else than what is read in one go.
        if nth % 20 == 0 {
            assert_eq!(differences(&world.pulled(psa, &[&arguments[..], &["--full"]].concat())), [0, 0, 0]);
        }
        world.forget(psa);
    }
    assert!(cut_off > times / 3, "only {cut_off} of {times} pulls were cut off");
}

/// Pulls once more. Cut off between the login and its reply, nobody knows how it went, and a person decides.
fn go_on(world: &World, psa: &str, arguments: &[&str]) {
    let ran = world.run(psa, arguments);
    if ran.code == Some(8) && ran.err.contains("no reply was seen") {
        world.pulled(psa, &[arguments, &["--try-again"]].concat());
    } else {
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
}

fn world(database: Option<TestDatabase>) -> World {
    // So many pulls would use up the hour that Autotask allows, and it slows down long before.
    let rules = "story = 'Generous.'\n[traffic]\nhourly_limit = 10000000";
    World::with(Scenario::parse(rules).unwrap(), Sizes::counts(120, 200, 500), database)
}

#[test]
fn three_hundred_kills_leave_a_file_whole_and_the_next_pull_ends_equal() {
    kill(&world(None), 300, 365);
}

#[test]
fn a_hundred_kills_leave_a_server_whole_and_the_next_pull_ends_equal() {
    if let Some(database) = TestDatabase::new() {
        kill(&world(Some(database)), 100, 366);
    }
}
