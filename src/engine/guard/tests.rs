//! What one process remembers, with and without a store that can be written.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use jiff::{SignedDuration, Timestamp};

use super::{Begun, Consent, Guard, Refusal, Store, ago};
use crate::model::{
    catalog::Catalog,
    id::PsaId,
    login::{Login, Value, Values},
};

fn login(secret: &str) -> Login {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from("autotask")).unwrap();
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, secret))).collect();
    Login::complete(facts, "https://ww6.autotask.net".parse().unwrap(), None, &values).unwrap()
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + minute * 60).unwrap()
}

/// A store in a place where none can be made: below a plain file.
fn no_store(folder: &Path) -> Store {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(folder.join("file"), "").unwrap();
    Store::at(folder.join("file/store"))
}

#[test]
fn without_a_store_this_process_remembers_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (guard, store) = (Guard::default(), no_store(folder.path()));
    let (noted, unkept) = guard.note(&store, &login("a"), None, at(0));
    assert_eq!(noted, Refusal { attempts: 1, last: at(0) });
    assert!(unkept.is_some(), "nothing can be written below a file");
    assert_eq!(guard.note(&store, &login("a"), None, at(5)).0.attempts, 2);
    assert_eq!(guard.known(&store, &login("a"), at(9)), Ok(Some(Refusal { attempts: 2, last: at(5) })));
    assert_eq!(guard.known(&store, &login("b"), at(9)), Ok(None));
    assert_eq!(guard.known(&store, &login("a"), at(65)), Ok(None));
    guard.forget(&store, &login("a"), at(9));
    assert_eq!(guard.known(&store, &login("a"), at(9)), Ok(None));
}

#[test]
fn what_another_process_noted_counts_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let store = Store::at(folder.path().join("store"));
    let (one, other) = (Guard::default(), Guard::default());
    one.note(&store, &login("a"), None, at(0));
    let (noted, unkept) = other.note(&store, &login("a"), None, at(10));
    assert_eq!((noted, unkept), (Refusal { attempts: 2, last: at(10) }, None));
    assert_eq!(one.known(&store, &login("a"), at(12)), Ok(Some(noted)));
    one.forget(&store, &login("a"), at(12));
    assert_eq!(Guard::default().known(&store, &login("a"), at(12)), Ok(None));
}

#[test]
fn an_hour_later_it_is_allowed_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let store = Store::at(folder.path().join("store"));
    let guard = Guard::default();
    guard.note(&store, &login("a"), None, at(0));
    let just_before = at(60) - SignedDuration::from_secs(1);
    assert!(guard.known(&store, &login("a"), just_before).unwrap().is_some());
    assert_eq!(guard.known(&store, &login("a"), at(60)), Ok(None));
}

#[tokio::test]
async fn the_same_login_is_sent_by_one_job_at_a_time_and_another_is_not_kept_waiting() {
    let guard = Guard::default();
    let held = guard.queue(&login("a")).lock_owned().await;
    assert!(guard.queue(&login("a")).try_lock_owned().is_err());
    assert!(guard.queue(&login("b")).try_lock_owned().is_ok());
    drop(held);
    assert!(guard.queue(&login("a")).try_lock_owned().is_ok());
    guard.queue(&login("c"));
    assert_eq!(guard.sending.lock().unwrap().len(), 1, "logins that nobody sends are kept");
}

#[test]
fn an_age_is_told_in_its_largest_unit() {
    assert_eq!(ago(at(0), at(0) + SignedDuration::from_secs(59)), "just now");
    assert_eq!(ago(at(0), at(1)), "1 minute ago");
    assert_eq!(ago(at(0), at(59)), "59 minutes ago");
    assert_eq!(ago(at(0), at(119)), "1 hour ago");
    assert_eq!(ago(at(0), at(47 * 60)), "47 hours ago");
    assert_eq!(ago(at(0), at(3 * 1440)), "3 days ago");
    assert_eq!(ago(at(5), at(0)), "just now");
}

#[test]
fn a_login_that_was_let_in_just_now_is_no_attempt_that_a_stop_leaves_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let (guard, store) = (Guard::default(), Store::at(folder.path().join("store")));
    let begin = |guard: &Guard, secret, minute| guard.begin(&store, &login(secret), Consent::No, at(minute)).unwrap();
    assert_eq!(begin(&guard, "a", 0), Begun::Yes);
    guard.forget(&store, &login("a"), at(0));
    // Begun and stopped: nobody is in doubt.
    assert_eq!(begin(&guard, "a", 1), Begun::Yes);
    assert_eq!(begin(&guard, "a", 2), Begun::Yes);
    assert_eq!(begin(&Guard::default(), "a", 3), Begun::Yes);
    // One that nobody has seen let in is in doubt once it was begun and stopped.
    assert_eq!(begin(&guard, "b", 4), Begun::Yes);
    assert!(matches!(begin(&guard, "b", 5), Begun::No(_)));
    // A refusal ends it at once.
    guard.forget(&store, &login("c"), at(6));
    let _ = guard.note(&store, &login("c"), None, at(7));
    assert!(matches!(begin(&guard, "c", 8), Begun::No(_)));
}
