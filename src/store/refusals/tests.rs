//! What counts as the same login, for how long, and what the file shows.

use jiff::{SignedDuration, Timestamp};

use super::{Entry, Hash, MOST, Refusal, Refusals};
use crate::model::{
    catalog::{Catalog, FieldKind},
    id::PsaId,
    login::{Login, Value, Values},
};

/// A login of Autotask whose user name and secret are given.
fn login(host: &str, user: &str, secret: &str) -> Login {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from("autotask")).unwrap();
    let text = |kind| match kind {
        FieldKind::Plain => user,
        FieldKind::Secret => secret,
    };
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, text(it.kind)))).collect();
    Login::complete(facts, format!("https://{host}").parse().unwrap(), None, &values).unwrap()
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + minute * 60).unwrap()
}

fn written(refusals: &Refusals) -> String {
    refusals.to_toml().unwrap()
}

#[test]
fn only_just_the_same_values_at_the_same_place_count() {
    let mut refusals = Refusals::new().unwrap();
    refusals.note(&login("a.example", "jane", "secret"), at(0));
    let known = |it: &Login| refusals.refused(it, at(1)).is_some();
    assert!(known(&login("a.example", "jane", "secret")));
    assert!(!known(&login("a.example", "jane", "secreT")));
    assert!(!known(&login("a.example", "jan", "esecret")));
    assert!(!known(&login("a.example:8443", "jane", "secret")));
    assert!(!known(&login("b.example", "jane", "secret")));
}

#[test]
fn refusals_of_the_last_hour_are_counted_and_no_older_ones() {
    let mut refusals = Refusals::new().unwrap();
    let login = login("a.example", "jane", "secret");
    for (minute, attempts) in [(0, 1), (50, 2), (100, 2), (110, 2), (111, 3)] {
        assert_eq!(refusals.note(&login, at(minute)), Refusal { attempts, last: at(minute) });
    }
    assert_eq!(refusals.refused(&login, at(165)), Some(Refusal { attempts: 2, last: at(111) }));
    assert_eq!(refusals.refused(&login, at(171)), None);
    refusals.purge(at(171));
    assert!(refusals.is_empty());
}

#[test]
fn a_time_far_ahead_is_of_a_wrong_clock_and_does_not_count() {
    let mut refusals = Refusals::new().unwrap();
    let login = login("a.example", "jane", "secret");
    refusals.note(&login, at(0));
    assert!(refusals.refused(&login, at(-30)).is_some());
    assert_eq!(refusals.refused(&login, at(-60)), None);
}

#[test]
fn the_oldest_gives_way_to_the_newest() {
    let mut refusals = Refusals::new().unwrap();
    let seconds = |n: usize| at(0) + SignedDuration::from_secs(i64::try_from(n).unwrap());
    let entry = |n| Entry { host: format!("h{n}.example"), hash: Hash::default(), at: vec![seconds(n)], open: vec![] };
    refusals.entries = (0..MOST).map(entry).collect();
    refusals.note(&login("a.example", "jane", "secret"), at(5));
    let hosts: Vec<_> = refusals.entries.iter().map(|it| it.host.as_str()).collect();
    assert_eq!((hosts.len(), hosts[0], hosts[MOST - 1]), (MOST, "h1.example", "a.example"));
}

#[test]
fn an_attempt_that_nobody_saw_the_end_of_may_have_been_refused_and_an_ended_one_was_not() {
    let mut refusals = Refusals::new().unwrap();
    let login = login("a.example", "jane", "secret");
    refusals.begin(&login, at(0));
    refusals.begin(&login, at(1));
    refusals.end(&login, at(1));
    assert_eq!(refusals.refused(&login, at(2)), Some(Refusal { attempts: 0, last: at(0) }));
    assert_eq!(refusals.refused(&login, at(60)), None);
    refusals.note(&login, at(3));
    assert_eq!(refusals.refused(&login, at(4)), Some(Refusal { attempts: 1, last: at(3) }));
    refusals.forget(&login);
    refusals.begin(&login, at(5));
    refusals.end(&login, at(5));
    assert!(refusals.is_empty());
}

#[test]
fn what_is_written_is_what_is_read() {
    let mut refusals = Refusals::new().unwrap();
    refusals.begin(&login("a.example", "jane", "other"), at(0));
    refusals.note(&login("a.example", "jane", "secret"), at(0));
    refusals.note(&login("b.example", "jane", "secret"), at(1));
    let text = written(&refusals);
    let read = Refusals::from_toml(text.as_bytes()).unwrap();
    assert_eq!((read.salt, &read.entries), (refusals.salt, &refusals.entries));
    let broken = ["", "version = 1", "refused", &text[..text.len() / 2], &text.replace("version = 1", "version = 2")];
    for it in broken {
        assert!(Refusals::from_toml(it.as_bytes()).is_none(), "{it}");
    }
    assert!(Refusals::from_toml(&[0xff, 0xfe]).is_none());
}

#[test]
fn the_same_login_looks_different_in_each_file() {
    let hash = || {
        let mut refusals = Refusals::new().unwrap();
        refusals.note(&login("a.example", "jane", "secret"), at(0));
        refusals.entries[0].hash
    };
    assert_ne!(hash(), hash());
}
