//! Terminals that answer all, some or nothing.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    os::fd::OwnedFd,
    thread,
    time::{Duration, Instant},
};

use rustix::{
    fs::{Mode, OFlags, open},
    io::{ioctl_fionread, read},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr},
};

use super::{Answers, CLEAR, QUESTIONS, Raw, Stopped, stoppable};
use crate::tui::{
    input::sequence::Known,
    terminal::{conduct::Conduct, examine},
};

/// The terminal's side and the program's.
fn terminal() -> (File, OwnedFd) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, vec![]).unwrap();
    (master.into(), open(name.as_c_str(), OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).unwrap())
}

/// What is found out of a terminal that answers this, and how long it took.
fn asked(answer: &'static [u8], longest: Duration) -> (Answers, Duration) {
    let (mut master, slave) = terminal();
    let line = slave.try_clone().unwrap();
    let before = format!("{:?}", tcgetattr(&line).unwrap());
    let plays = thread::spawn(move || {
        let mut questions = vec![0; QUESTIONS.len()];
        master.read_exact(&mut questions).unwrap();
        assert_eq!(questions, QUESTIONS);
        master.write_all(answer).unwrap();
        let mut clear = vec![0; CLEAR.len()];
        master.read_exact(&mut clear).unwrap();
        assert_eq!(clear, CLEAR);
        // Without it the line would be gone.
        master
    });
    let (_stopper, stopped) = stoppable().unwrap();
    let begin = Instant::now();
    let raw = Raw::new(slave).unwrap();
    assert_ne!(format!("{:?}", tcgetattr(&line).unwrap()), before);
    let answers = raw.asked(&Conduct::from_env(|_| None), longest, &stopped).unwrap();
    let took = begin.elapsed();
    drop(raw);
    let _master = plays.join().unwrap();
    assert_eq!(format!("{:?}", tcgetattr(&line).unwrap()), before);
    (answers, took)
}

const LONG: Duration = Duration::from_secs(20);

#[test]
fn a_terminal_that_answers_all_is_known() {
    let answer = b"\x1bP>|xterm(390)\x1b\\\x1b[?2026;2$y\x1bP1+r4d73=1b\x1b\\\x1b[?64;1;22c";
    let (answers, took) = asked(answer, LONG);
    assert!(answers.round_trip.is_some_and(|it| it <= took) && took < LONG, "{answers:?} {took:?}");
    let expected = Answers {
        round_trip: answers.round_trip,
        synchronised: Some(Known::Yes),
        attributes: vec![64, 1, 22],
        name: Some("xterm(390)".into()),
        copies: Some(Known::Yes),
    };
    assert_eq!(answers, expected);
}

#[test]
fn what_is_not_answered_is_not_known() {
    let (answers, took) = asked(b"x\x1b[A\x1b[?2026;0$y\x1b[?62;52c", LONG);
    assert!(took < LONG);
    let known = (answers.synchronised, answers.copies, answers.name, answers.attributes);
    assert_eq!(known, (Some(Known::No), Some(Known::Yes), None, vec![62, 52]));
    let (answers, _) = asked(b"\x1bP>|\x1b]0;evil\x07\x1b\\\x1bP0+r4d73\x1b\\\x1b[?1c", LONG);
    assert_eq!((answers.name, answers.copies), (None, Some(Known::No)));
}

#[test]
fn a_terminal_that_answers_nothing_is_not_waited_for() {
    let (answers, took) = asked(b"", Duration::from_millis(30));
    assert_eq!(answers, Answers::default());
    assert!(took >= Duration::from_millis(30) && took < LONG, "{took:?}");
}

/// What whoever reads this line next finds there.
fn unread(line: &OwnedFd) -> Vec<u8> {
    let mut raw = tcgetattr(line).unwrap();
    raw.make_raw();
    raw.special_codes[SpecialCodeIndex::VMIN] = 0;
    tcsetattr(line, OptionalActions::Now, &raw).unwrap();
    let mut bytes = vec![0; 4096];
    let n = read(line, &mut bytes[..]).unwrap();
    bytes.truncate(n);
    bytes
}

/// Asks these questions of a terminal at which Ctrl-C is typed, and which answers when that was read.
fn interrupted(questions: &'static [u8], asks: impl FnOnce(&Raw, &Stopped) -> io::Result<()>) {
    let (mut master, slave) = terminal();
    let line = slave.try_clone().unwrap();
    let typed = slave.try_clone().unwrap();
    let plays = thread::spawn(move || {
        let mut asked = vec![0; questions.len()];
        master.read_exact(&mut asked).unwrap();
        assert_eq!(asked, questions);
        master.write_all(b"\x03").unwrap();
        let begin = Instant::now();
        while ioctl_fionread(&typed).unwrap() > 0 {
            assert!(begin.elapsed() < LONG, "nobody reads");
            thread::sleep(Duration::from_millis(1));
        }
        master.write_all(b"\x1b[1;2R\x1b[?62;c").unwrap();
        master
    });
    let (_stopper, stopped) = stoppable().unwrap();
    let raw = Raw::new(slave).unwrap();
    let asked = asks(&raw, &stopped);
    drop(raw);
    let mut master = plays.join().unwrap();
    assert_eq!(asked.unwrap_err().kind(), io::ErrorKind::Interrupted);
    assert_eq!(String::from_utf8_lossy(&unread(&line)), "");
    // Something to read, even if nothing was taken away.
    rustix::io::write(&line, b"  end").unwrap();
    let mut shown = vec![0; CLEAR.len()];
    master.read_exact(&mut shown).unwrap();
    assert_eq!(shown, CLEAR);
}

#[test]
fn an_answer_that_comes_after_ctrl_c_is_not_left_to_the_shell() {
    interrupted(QUESTIONS, |raw, stopped| raw.asked(&Conduct::from_env(|_| None), LONG, stopped).map(drop));
    interrupted(examine::QUESTIONS, |raw, stopped| examine::letters(raw, LONG, stopped).map(drop));
}
