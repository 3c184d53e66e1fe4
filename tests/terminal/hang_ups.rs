//! The terminal is closed under the program, at any moment: it is gone soon, works no more, and the draft is there.

use std::{fs, path::Path, sync::Mutex, thread, time::Duration};

use jiff::Timestamp;
use psa_connect::{
    model::{catalog::Catalog, draft::Reached},
    store::Store,
};

use rustix::process::Signal;

use crate::{
    RICH, connectwise_to_login,
    pty::{Pty, keys},
    seat::{Hears, Seat},
};

const N_MOMENTS: usize = 100;
const N_AT_ONCE: usize = 4;
/// The same moments every time.
const SEED: u64 = 6;
/// The longest pause before the terminal is closed, in milliseconds.
const LONGEST_PAUSE: u64 = 60;

/// A key, what is seen when it was taken, and the step that is kept then.
type Stroke = (&'static str, &'static str, Option<Reached>);

static FRESH: [Stroke; 4] = [
    ("", "Which PSA", None),
    (keys::ENTER, "Which integration", Some(Reached::Integration)),
    (keys::ENTER, "Where does your ConnectWise PSA answer", Some(Reached::Site)),
    ("a", "[a ", Some(Reached::Site)),
];
static ON: [Stroke; 5] = [
    ("", "Go on where it was cut off?", Some(Reached::Login)),
    (keys::ENTER, "Enter the API user's login", Some(Reached::Login)),
    (keys::F2, "login is filled in", Some(Reached::Login)),
    (keys::CTRL_N, "Test again", Some(Reached::Test)),
    (keys::CTRL_N, "240", Some(Reached::Preview)),
];
static BACK: [Stroke; 4] = [
    ("", "Go on where it was cut off?", Some(Reached::Login)),
    (keys::ENTER, "Enter the API user's login", Some(Reached::Login)),
    (keys::ESC, "Make the API user", Some(Reached::Guide)),
    (keys::ESC, "Where does your ConnectWise PSA answer", Some(Reached::Site)),
];

/// One moment.
#[derive(Debug)]
struct Moment {
    script: &'static [Stroke],
    /// So many strokes are waited for.
    seen: usize,
    /// The next one is sent and not waited for.
    ahead: Option<Stroke>,
    pause: Duration,
    hears: Hears,
}

fn moments() -> Vec<Moment> {
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut moment = || {
        let script: &'static [Stroke] = [&FRESH[..], &ON, &BACK][random.usize(..3)];
        let seen = random.usize(1..=script.len());
        let ahead = script.get(seen).filter(|_| random.bool()).copied();
        let hears = [Hears::Signal, Hears::IgnoredSignal, Hears::Nothing][random.usize(..3)];
        Moment { script, seen, ahead, pause: Duration::from_millis(random.u64(..LONGEST_PAUSE)), hears }
    };
    (0..N_MOMENTS).map(|_| moment()).collect()
}

/// What is kept in a home, step by step.
fn kept(home: &Path) -> Vec<Reached> {
    let found = Store::at(home.join("config")).drafts(&Catalog::embedded(), Timestamp::now());
    assert!(found.unreadable.is_empty(), "{:?}", found.unreadable);
    found.cut.into_iter().map(|it| it.draft.step).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    fs::set_permissions(to, fs::metadata(from).expect("it is there").permissions()).expect("it is ours");
    for entry in fs::read_dir(from).expect("readable") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("room");
        }
    }
}

/// Closes the terminal at this moment; gives the home.
fn cut(moment: &Moment, kept_login: &Path) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    if moment.script.as_ptr() != FRESH.as_ptr() {
        copy(kept_login, &home.path().join("config"));
    }
    let mut seat = Seat::demo(home.path(), moment.hears, &RICH);
    let mut steps = vec![];
    for (key, text, step) in &moment.script[..moment.seen] {
        seat.press(key);
        seat.sees(text);
        steps = vec![*step];
    }
    if let Some((key, _, step)) = moment.ahead {
        seat.press(key);
        steps.push(step);
    }
    thread::sleep(moment.pause);
    let gone = seat.closed();
    assert_eq!(gone.code, Some(129), "{moment:?}: {gone:?}");
    assert!(gone.took < Duration::from_secs(2), "{moment:?}: {gone:?}");
    assert!(gone.worked < Duration::from_millis(50), "{moment:?}: {gone:?}");
    let kept = kept(home.path());
    assert!(kept.len() <= 1 && steps.contains(&kept.first().copied()), "{moment:?}: {kept:?}");
    home
}

#[test]
fn a_terminal_that_is_closed_at_any_moment_leaves_a_draft_and_nothing_that_runs() {
    let mut pty = Pty::demo(80, 24, &RICH);
    connectwise_to_login(&mut pty);
    pty.signal(Signal::TERM);
    let login = pty.ended().home;
    let login = login.path().join("config");
    assert_eq!(kept(login.parent().expect("a home")), [Reached::Login]);
    let left = Mutex::new(moments());
    let homes = Mutex::new(vec![]);
    thread::scope(|scope| {
        for _ in 0..N_AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(moment) = left.lock().expect("no test failed").pop() else { return };
                    let home = cut(&moment, &login);
                    homes.lock().expect("no test failed").push(home);
                }
            });
        }
    });
    // The next start offers it, at the step it was.
    let names = [
        (Reached::Site, "step 3 of 9 (Site)"),
        (Reached::Login, "step 5 of 9 (Login)"),
        (Reached::Test, "step 6 of 9"),
    ];
    let mut homes = homes.into_inner().expect("no test failed");
    for (step, said) in names {
        let at = homes.iter().position(|it| kept(it.path()) == [step]).expect("some were cut there");
        let mut pty = Pty::demo_at(homes.swap_remove(at), 80, 24, &RICH);
        pty.sees("Go on where it was cut off?");
        pty.sees(&format!("Cut off at {said}"));
        drop(pty.killed());
    }
}
