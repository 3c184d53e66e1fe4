//! Signals when the program cannot do what they ask: it is gone soon all the same, and the line is as it was.

use std::time::Duration;

use rustix::process::Signal;

use crate::{
    RICH,
    pty::keys,
    seat::{Hears, Seat},
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
    seat.signal(Signal::TERM);
    seat.signal(Signal::INT);
    let gone = seat.ends();
    assert_eq!(gone.code, Some(130), "{gone:?}");
    assert!(gone.took < Duration::from_millis(900), "{gone:?}");
    assert_eq!(seat.line_state(), seat.before);
}
