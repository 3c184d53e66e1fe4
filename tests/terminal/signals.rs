//! Signals: when the program cannot do what they ask, it is gone soon all the same; stopped, it comes back as it was. And a panic.

use std::{
    env,
    os::unix::{net::UnixStream, process::CommandExt as _},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use psa_connect::{
    face::watch::{self, Ends},
    tui::terminal::{Held, Taken, conduct::Conduct},
};
use rustix::process::{Signal, getpid, kill_process};

use crate::{
    RICH,
    pty::keys,
    seat::{Hears, Seat, in_time},
};

/// At a terminal that takes nothing any more: the next frame never ends.
fn stuck(home: &tempfile::TempDir) -> Seat {
    let mut seat = Seat::demo(home.path(), Hears::Nothing, &RICH);
    seat.sees("Which PSA");
    assert_ne!(seat.line_state(), seat.before, "the terminal is taken");
    seat.stop();
    seat.press(keys::CTRL_L);
    seat
}

#[test]
fn a_program_that_hangs_is_ended_by_the_signal_it_does_not_heed() {
    let home = tempfile::tempdir().expect("a folder");
    let mut seat = stuck(&home);
    seat.signal(Signal::TERM);
    let gone = seat.ends();
    assert_eq!(gone.code, Some(143), "{gone:?}");
    assert!(gone.took < Duration::from_secs(2) && gone.worked < Duration::from_millis(50), "{gone:?}");
    assert_eq!(seat.line_state(), seat.before);
}

#[test]
fn a_second_interrupt_does_not_wait() {
    let home = tempfile::tempdir().expect("a folder");
    let mut seat = stuck(&home);
    seat.has_heard(Signal::TERM);
    seat.signal(Signal::INT);
    let gone = seat.ends();
    assert_eq!(gone.code, Some(130), "{gone:?}");
    assert!(gone.took < Duration::from_millis(900), "{gone:?}");
    assert_eq!(seat.line_state(), seat.before);
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_draws_all_of_it_in_its_size() {
    let home = tempfile::tempdir().expect("a folder");
    let mut seat = Seat::demo(home.path(), Hears::Nothing, &RICH);
    seat.sees("Which PSA");
    // The key, and the wish of somebody else.
    for size in [(60, 16), (100, 30)] {
        if size == (60, 16) {
            seat.press("\x1a");
        } else {
            seat.signal(Signal::TSTP);
        }
        seat.is_stopped();
        assert_eq!(seat.line_state(), seat.before);
        // What is read from now on was drawn after it came back.
        seat.resize(size.0, size.1);
        seat.signal(Signal::CONT);
        seat.sees("Which PSA");
        seat.sees(&"─".repeat(size.0.into()));
        assert!(!seat.screen().contains(&"─".repeat(usize::from(size.0) + 1)));
        assert_ne!(seat.line_state(), seat.before, "it is taken again");
    }
    seat.press(keys::CTRL_C);
    assert_eq!(seat.ends().code, Some(130));
    assert_eq!(seat.line_state(), seat.before);
}

#[test]
fn an_answer_that_is_under_way_at_ctrl_z_is_not_left_to_the_shell() {
    in_time(|seat, begin| {
        let pressed = Instant::now();
        seat.press("\x1a");
        // The terminal is not given back at once, for it owes an answer.
        while seat.line_state() != seat.before && pressed.elapsed() < Duration::from_millis(50) {
            thread::sleep(Duration::from_millis(1));
        }
        let was_waited_for = seat.line_state() != seat.before;
        seat.press("\x1b[?2026;2$y\x1b[?62;22;52c");
        // The answer is waited for 300 ms, and for 2 s after the question.
        let is_in_time = pressed.elapsed() < Duration::from_millis(250) && begin.elapsed() < Duration::from_secs(2);
        seat.is_stopped();
        assert_eq!(seat.line_state(), seat.before);
        let left = seat.unread();
        if is_in_time {
            assert_eq!((was_waited_for, String::from_utf8_lossy(&left).as_ref()), (true, ""));
        }
        is_in_time
    });
}

#[test]
fn a_program_that_was_stopped_without_being_asked_takes_the_terminal_again() {
    let home = tempfile::tempdir().expect("a folder");
    let mut seat = Seat::demo(home.path(), Hears::Nothing, &RICH);
    seat.sees("Which PSA");
    seat.signal(Signal::STOP);
    seat.is_stopped();
    seat.resize(60, 16);
    seat.signal(Signal::CONT);
    seat.sees("Which PSA");
    seat.sees(&"─".repeat(60));
    seat.press(keys::CTRL_C);
    assert_eq!(seat.ends().code, Some(130));
    assert_eq!(seat.line_state(), seat.before);
}

/// Runs the tests named so in a container that was entered from outside, as `nsenter` does: the leader of the session is out
/// of sight there. Where none can be made it is skipped and says so, unless `CI_REQUIRES_CONTAINERS=1` forbids that.
#[test]
fn ctrl_z_works_where_the_leader_of_the_session_is_out_of_sight() {
    let container = || {
        let mut command = Command::new("unshare");
        command.args(["--pid", "--fork", "--kill-child", "--mount-proc"]).stdin(Stdio::null());
        command
    };
    let can = container().arg("true").output();
    if !can.as_ref().is_ok_and(|it| it.status.success()) {
        assert!(env::var("CI_REQUIRES_CONTAINERS").as_deref() != Ok("1"), "a container is required: {can:?}");
        println!("skipped: no container can be made here: {can:?}");
        return;
    }
    let tests = env::current_exe().expect("this program");
    let run =
        container().arg(tests).args(["--test-threads=1", "at_ctrl_z", "::ctrl_z_gives"]).output().expect("it starts");
    let told = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && told.contains("test result: ok. 2 passed"), "{told}");
}

/// Runs a job with job control, ends it once it is stopped, and says how it ended.
///
/// How the program ended is said by a shell in its own job: bash may forget that a job which it saw stopped is over, and then
/// says of it for ever that it is stopped.
const KILLS_A_STOPPED_JOB: &str = r#"set -m; ( trap : TERM TSTP; "$@"; echo "ended $?" ) & p=$!; fg >/dev/null; s=$(stty -g); kill %1
    while kill -0 -- -$p 2>/dev/null; do :; done
    [ "$s" = "$(stty -g)" ] && echo untouched"#;

#[test]
fn a_stopped_job_that_is_ended_leaves_the_terminal_to_the_shell() {
    for plain in [None, Some("--plain")] {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("setsid");
        command.args(["--ctty", "bash", "-c", KILLS_A_STOPPED_JOB, "bash", env!("CARGO_BIN_EXE_psa-connect")]);
        command.arg("--config-dir").arg(home.path().join("config")).arg("--demo").args(plain).env_clear();
        let temporary = home.path().join("tmp");
        std::fs::create_dir_all(&temporary).expect("a folder");
        command.env("PATH", "/usr/bin:/bin").env("HOME", home.path()).env("TMPDIR", temporary).envs(RICH);
        command.current_dir(home.path());
        let mut seat = Seat::of(command);
        seat.sees("Which PSA");
        if plain.is_some() {
            seat.sees("Choose 1-2 [1]:");
        }
        seat.press("\x1a");
        seat.sees("ended 143");
        seat.sees("untouched");
        assert_eq!(seat.ends().code, Some(0));
    }
}

#[test]
fn the_leader_of_a_session_does_not_stop_itself() {
    let home = tempfile::tempdir().expect("a folder");
    let mut seat = Seat::demo(home.path(), Hears::Signal, &RICH);
    seat.sees("Which PSA");
    seat.press("\x1a");
    // Whatever the terminal still has to answer, no key is lost.
    seat.sees("no shell");
    seat.press(keys::ENTER);
    seat.sees("Which integration");
    assert_eq!(seat.closed().code, Some(129));
}

/// Says to the program below that it is the one that panics.
const PANICS: &str = "PSA_CONNECT_TEST_PANICS";

#[test]
fn a_panic_gives_the_terminal_back_and_is_told_behind_the_screen() {
    if std::env::var_os(PANICS).is_some() {
        let conduct = Conduct::from_env(|it| std::env::var(it).ok());
        let _taken = Taken::new(Arc::new(Held::new(conduct))).expect("this is a terminal");
        panic!("a canary");
    }
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "signals::a_panic_gives_the_terminal_back_and_is_told_behind_the_screen", "--nocapture"]);
    command.env(PANICS, "1").env("TERM", "xterm").process_group(0);
    let mut seat = Seat::of(command);
    seat.sees("a canary");
    seat.sees("test result: FAILED");
    assert!(seat.screen().contains("a canary") && !seat.is_on_alternate_screen(), "{}", seat.screen());
    assert_eq!(seat.ends().code, Some(101));
    assert_eq!(seat.line_state(), seat.before);
}

/// Says to the program below that it is the one with the thread that is late.
const IS_LATE: &str = "PSA_CONNECT_TEST_IS_LATE";

/// Has the thread that hears signals get no further than to the one who is told.
#[derive(Default)]
struct Late(Arc<AtomicBool>);

impl watch::Held for Late {
    fn is_taken(&self) -> bool {
        true
    }

    fn give_back_unless_stuck(&self) {}

    fn told(&self) -> &Arc<AtomicBool> {
        while thread::current().name() == Some("watch") {
            thread::park();
        }
        &self.0
    }
}

#[test]
fn an_end_is_told_although_the_thread_that_hears_signals_is_late() {
    if std::env::var_os(IS_LATE).is_some() {
        let (held, line) = (Arc::new(Late::default()), UnixStream::pair().expect("room").0);
        let _endings = watch::start(Arc::clone(&held), line.into(), Ends::Asked).expect("room");
        let is_told = || held.0.load(Ordering::Relaxed);
        assert!(!is_told());
        kill_process(getpid(), Signal::TERM).expect("it is this process");
        let begin = Instant::now();
        while !is_told() {
            assert!(begin.elapsed() < Duration::from_secs(30), "nobody said so");
            thread::sleep(Duration::from_millis(1));
        }
        return;
    }
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "signals::an_end_is_told_although_the_thread_that_hears_signals_is_late", "--nocapture"]);
    let output = command.env(IS_LATE, "1").output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
}
