//! What the terminal answers to what it is asked: frames held back, and never a key.

use std::time::{Duration, Instant};

use crate::{
    PLAIN, RICH,
    pty::{Pty, keys},
    seat::in_time,
};

const QUESTIONS: &[u8] = b"\x1b[?2026$p\x1b[c";
const HOLD: &[u8] = b"\x1b[?2026h";
const SHOW: &[u8] = b"\x1b[?2026l";

fn count(raw: &[u8], what: &[u8]) -> usize {
    raw.windows(what.len()).filter(|it| *it == what).count()
}

fn drawn_anew(pty: &mut Pty) {
    // The help is on a screen of its own: it comes as a long frame.
    pty.press("\x1bOP");
    pty.sees("draw everything again");
    pty.press("q");
    pty.misses("draw everything again");
}

#[test]
fn a_terminal_that_can_hold_a_frame_back_gets_long_ones_whole() {
    let mut pty = Pty::demo(80, 24, &RICH);
    pty.sees("Which PSA");
    assert_eq!([count(pty.raw(), QUESTIONS), count(pty.raw(), HOLD)], [1, 0]);
    let n = pty.raw().len();
    assert!(n <= 2_600, "taking the terminal, asking it and the first frame took {n} bytes");
    // In pieces, and not alone.
    pty.press("\x1b[?2026;2");
    pty.press("$y\x1b[?62;22c");
    pty.press(keys::DOWN);
    drawn_anew(&mut pty);
    drawn_anew(&mut pty);
    let raw = pty.raw();
    let n_held = count(raw, HOLD);
    assert!(n_held >= 2 && count(raw, SHOW) == n_held, "{n_held} of {}", count(raw, SHOW));
    // Nothing stands between the end of one frame and the beginning of the next but short ones.
    let text = raw.to_vec();
    for part in text.split(|it| *it == 0x1b).collect::<Vec<_>>().windows(2) {
        assert!(!(part[0].starts_with(b"[?2026h") && part[1].starts_with(b"[?2026h")));
    }
    pty.press(keys::CTRL_C);
    let left = pty.ended();
    left.gave_the_terminal_back();
}

#[test]
fn a_terminal_that_cannot_hold_frames_back_or_does_not_say_is_not_asked_to() {
    for answer in ["", "\x1b[?62c", "\x1b[?2026;0$y\x1b[?62c", "\x1b[?2026;4$y\x1b[?62c"] {
        let mut pty = Pty::demo(80, 24, &RICH);
        pty.sees("Which PSA");
        pty.press(answer);
        drawn_anew(&mut pty);
        assert_eq!(count(pty.raw(), HOLD), 0, "{answer:?}");
        pty.press(keys::CTRL_C);
        pty.ended().gave_the_terminal_back();
    }
}

#[test]
fn what_may_show_a_question_as_text_is_not_asked() {
    for environment in [&PLAIN[..], &[RICH[0], RICH[1], ("PSA_CONNECT_QUERIES", "0")]] {
        let mut pty = Pty::demo(80, 24, environment);
        pty.sees("Which PSA");
        assert_eq!([count(pty.raw(), b"\x1b[c"), count(pty.raw(), b"$p")], [0, 0], "{environment:?}");
        pty.press(keys::CTRL_C);
        pty.ended().gave_the_terminal_back();
    }
}

#[test]
fn an_answer_is_not_left_to_the_shell() {
    in_time(|seat, begin| {
        // The person leaves while the answer is under way. How long it is waited for is tested where the keyboard is.
        let pressed = Instant::now();
        seat.press(keys::CTRL_C);
        seat.press("\x1b[?2026;2$y\x1b[?62;22;52c");
        let gone = seat.ends();
        // Nobody waited longer for it than this, so a program that was late to read it may have left it.
        let is_in_time = pressed.elapsed() < Duration::from_millis(300) && begin.elapsed() < Duration::from_secs(2);
        assert_eq!(gone.code, Some(130), "{gone:?}");
        assert_eq!(seat.line_state(), seat.before);
        let left = seat.unread();
        if is_in_time {
            assert_eq!(String::from_utf8_lossy(&left), "");
        }
        is_in_time || left.is_empty()
    });
}
