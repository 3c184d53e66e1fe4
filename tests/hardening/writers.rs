//! Many writers at once: nothing is lost, nothing is torn, and nobody waits for long.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use psa_connect::{
    model::{saved::Replace, store_kind::StoreKind},
    store::Store,
};

use crate::{alone, catalog, child, login, name, part, stamp, to_save};

const WRITERS: usize = 32;
const SAVES: usize = 200;
/// One in so many is of the connection that all of them save.
const SHARED: usize = 4;
/// What a save may wait at most is 10 s; a host with one more of everything must still be well within.
const WORST: Duration = Duration::from_secs(5);
const THIS: &str = "writers::thirty_two_processes_lose_nothing_and_nobody_waits_for_long";

fn own(writer: &str) -> String {
    format!("own-{writer}")
}

/// What the child does: saves, and prints its worst wait.
fn work(writer: &str, path: &Path) {
    let store = Store::at(path);
    let mut worst = Duration::ZERO;
    for n in 1..=SAVES {
        let of = if n % SHARED == 0 { "shared".to_owned() } else { own(writer) };
        let value = format!("{writer}-{n}");
        let began = Instant::now();
        store.save(&to_save(&of, &value, StoreKind::File, Replace::Yes), &stamp()).expect("saved within its patience");
        worst = worst.max(began.elapsed());
        if n % 50 == 0 {
            let (connection, opened) = store.open(&name("shared"), catalog()).expect("it is always whole");
            let (_, plain) = connection.plain.first().expect("a plain field");
            assert_eq!(opened.values(), login(plain).values(), "torn");
            if n > SHARED {
                let last = (1..=n).rev().find(|it| it % SHARED != 0).expect("there is one");
                let (_, opened) = store.open(&name(&own(writer)), catalog()).expect("it is there");
                assert_eq!(opened.values(), login(&format!("{writer}-{last}")).values(), "lost");
            }
        }
    }
    println!("worst {}", worst.as_micros());
}

#[test]
fn thirty_two_processes_lose_nothing_and_nobody_waits_for_long() {
    if let Some((writer, path)) = part() {
        return work(&writer, &path);
    }
    let _alone = alone();
    // In memory where the host has such a place: the lock is what is measured, not the disk.
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let dir = tempfile::tempdir_in(&place).expect("a temporary directory");
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).expect("it can be changed");
    let path = dir.path().join("psa-connect");
    let began = Instant::now();
    let start = |writer: usize| {
        let mut command = child(THIS, &format!("w{writer}"), &path);
        command.stderr(Stdio::null()).spawn().expect("it can be started")
    };
    let running: Vec<_> = (0..WRITERS).map(start).collect();
    let mut worst = vec![];
    for it in running {
        let output = it.wait_with_output().expect("it ends");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{text}");
        let micros = text.lines().find_map(|it| it.strip_prefix("worst ")).expect("it says so");
        worst.push(Duration::from_micros(micros.parse().expect("a number")));
    }
    let took = began.elapsed();
    worst.sort();
    println!(
        "{WRITERS} processes × {SAVES} saves below {} in {:.1} s: {:.0} saves a second; worst wait {:.2} s, median of the worst {:.2} s",
        place.display(),
        took.as_secs_f64(),
        f64::from(u32::try_from(WRITERS * SAVES).expect("small")) / took.as_secs_f64(),
        worst[WRITERS - 1].as_secs_f64(),
        worst[WRITERS / 2].as_secs_f64()
    );
    let store = Store::at(&path);
    assert_eq!(store.list().len(), WRITERS + 1);
    for writer in 0..WRITERS {
        let (_, opened) = store.open(&name(&own(&format!("w{writer}"))), catalog()).expect("it is there");
        let last = (1..=SAVES).rev().find(|it| it % SHARED != 0).expect("there is one");
        assert_eq!(opened.values(), login(&format!("w{writer}-{last}")).values(), "lost");
    }
    let secrets = std::fs::read_dir(path.join("secrets")).expect("it can be read").count();
    assert_eq!(secrets, 2 * (WRITERS + 1), "the last of each, and the one before for its undo");
    assert!(worst[WRITERS - 1] < WORST, "{worst:?}");
}
