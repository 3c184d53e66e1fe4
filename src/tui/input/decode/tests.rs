//! Bytes in, keys out: cut anywhere, late, broken, or all at once.

use std::{sync::LazyLock, time::Duration};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use tokio::time::Instant;

use super::{Decoder, SILENCE};
use crate::tui::{
    input::{
        Incoming,
        lump::LONGEST,
        sequence::{Known, Reply},
    },
    terminal::conduct::Conduct,
};

const GRACE: Duration = Duration::from_millis(100);
/// Stands for the time of every reply.
static EVER: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Plays bytes, each piece so many milliseconds after the one before, and then waits.
fn played(pieces: &[(u64, &[u8])]) -> Vec<Incoming> {
    played_with(GRACE, pieces)
}

fn played_with(grace: Duration, pieces: &[(u64, &[u8])]) -> Vec<Incoming> {
    let begin = Instant::now();
    let mut decoder = Decoder::new(grace, begin);
    let mut now = begin;
    let mut came = vec![];
    for (after, piece) in pieces {
        now += Duration::from_millis(*after);
        // As the reader does: what is due is done when nothing lies ready.
        while let Some(due) = decoder.deadline().filter(|it| *it < now) {
            decoder.due(due, &mut came);
        }
        decoder.feed(piece, now, &mut came);
    }
    while let Some(due) = decoder.deadline() {
        decoder.due(due, &mut came);
    }
    came
}

/// The same without times: the replies carry them.
fn meant(pieces: &[(u64, &[u8])]) -> Vec<Incoming> {
    let same = |it| if let Incoming::Reply(reply, _) = it { Incoming::Reply(reply, *EVER) } else { it };
    played(pieces).into_iter().map(same).collect()
}

fn with(code: KeyCode, with: KeyModifiers) -> Incoming {
    Incoming::Event(Event::Key(KeyEvent::new(code, with)))
}

fn key(code: KeyCode) -> Incoming {
    with(code, KeyModifiers::NONE)
}

fn char(c: char) -> Incoming {
    key(KeyCode::Char(c))
}

fn paste(text: &str) -> Incoming {
    Incoming::Paste(text.to_owned().into())
}

#[test]
fn a_key_is_the_same_key_however_its_bytes_are_cut() {
    let keys: [(&[u8], KeyCode); 9] = [
        (b"\x1b[A", KeyCode::Up),
        (b"\x1bOD", KeyCode::Left),
        (b"\x1b[1~", KeyCode::Home),
        (b"\x1b[4~", KeyCode::End),
        (b"\x1b[11~", KeyCode::F(1)),
        (b"\x1bOP", KeyCode::F(1)),
        (b"\x1b[[A", KeyCode::F(1)),
        (b"\x1b[24~", KeyCode::F(12)),
        ("ß".as_bytes(), KeyCode::Char('ß')),
    ];
    for (bytes, code) in keys {
        for gap in [0, 20, 50, 80] {
            let pieces: Vec<_> = bytes.chunks(1).map(|it| (gap, it)).collect();
            assert_eq!(played(&pieces), [key(code)], "{bytes:?}, {gap} ms apart");
        }
    }
}

#[test]
fn with_nothing_set_a_key_may_arrive_in_pieces_and_an_escape_alone_is_itself() {
    let keys: [(&[u8], KeyCode); 6] = [
        (b"\x1b[A", KeyCode::Up),
        (b"\x1bOH", KeyCode::Home),
        (b"\x1b[1~", KeyCode::Home),
        (b"\x1b[8~", KeyCode::End),
        (b"\x1b[11~", KeyCode::F(1)),
        (b"\x1bOP", KeyCode::F(1)),
    ];
    for (ssh, least) in [(None, 100), (Some("x"), 200)] {
        let grace = Conduct::from_env(|it| ssh.filter(|_| it == "SSH_TTY").map(str::to_owned)).grace(None);
        for gap in [0, 20, 50, 80] {
            for (bytes, code) in keys {
                let pieces: Vec<_> = bytes.chunks(1).map(|it| (gap, it)).collect();
                assert_eq!(played_with(grace, &pieces), [key(code)], "{bytes:?}, {gap} ms apart, SSH {ssh:?}");
            }
        }
        let cut = |after| played_with(grace, &[(0, b"\x1b"), (after, b"[B")]);
        assert_eq!(cut(least - 1), [key(KeyCode::Down)]);
        assert_eq!(cut(least + 1)[0], key(KeyCode::Esc), "SSH {ssh:?}");
    }
}

#[test]
fn an_escape_that_nothing_follows_in_time_is_the_key() {
    assert_eq!(played(&[(0, b"\x1b")]), [key(KeyCode::Esc)]);
    assert_eq!(played(&[(0, b"\x1b"), (101, b"[")]), [key(KeyCode::Esc), char('[')]);
    assert_eq!(played(&[(0, b"\x1b"), (99, b"[B")]), [key(KeyCode::Down)]);
    assert_eq!(played(&[(0, b"\x1b\x1b[B")]), [key(KeyCode::Esc), key(KeyCode::Down)], "in one lump");
    assert_eq!(played(&[(0, b"\x1b\x1b")]), [key(KeyCode::Esc), key(KeyCode::Esc)]);
}

#[test]
fn alt_comes_at_once_and_a_persons_escape_does_not() {
    assert_eq!(played(&[(0, b"\x1bb")]), [with(KeyCode::Char('b'), KeyModifiers::ALT)]);
    assert_eq!(played(&[(0, b"\x1b"), (60, b"b")]), [key(KeyCode::Esc), char('b')]);
    assert_eq!(played(&[(0, "\x1bü".as_bytes())]), [with(KeyCode::Char('ü'), KeyModifiers::ALT)]);
}

#[test]
fn a_sequence_that_never_ends_types_nothing_and_locks_nothing() {
    for start in
        [&b"\x1b["[..], b"\x1bO", b"\x1b[1;", b"\x1b[[", b"\x1b[M", b"\xe2\x82", b"\x1b[?20", b"\x1bP>|", b"\x1b]5"]
    {
        assert_eq!(played(&[(0, start), (2500, b"x")]), [char('x')], "{start:?}");
        assert_eq!(played(&[(0, start), (10, b"\r\r\r\r")]).last(), Some(&key(KeyCode::Enter)), "{start:?}");
    }
    let long = [b"\x1b[", &b"1;"[..].repeat(1000)[..], b"Ax"].concat();
    assert_eq!(played(&[(0, &long)]), [char('x')]);
}

#[test]
fn every_backspace_and_every_line_end_is_one() {
    assert_eq!(played(&[(0, b"\x08"), (50, b"\x7f")]), [key(KeyCode::Backspace), key(KeyCode::Backspace)]);
    for line_end in [&b"\r"[..], b"\n", b"\r\n"] {
        assert_eq!(played(&[(0, line_end)]), [key(KeyCode::Enter)], "{line_end:?}");
    }
    assert_eq!(played(&[(0, b"\r"), (300, b"\n")]), [key(KeyCode::Enter), key(KeyCode::Enter)], "two keys");
}

#[test]
fn control_and_what_is_no_text_are_told_apart() {
    let control = |c| with(KeyCode::Char(c), KeyModifiers::CONTROL);
    assert_eq!(played(&[(0, b"\x03\x0e\x1a")]), [control('c'), control('n'), control('z')]);
    assert_eq!(played(&[(0, b"\x00\x80\xffx")]), [char('x')]);
    assert_eq!(played(&[(0, b"\xc3x")]), [char('x')]);
    assert_eq!(played(&[(0, b"\x1b[I\x1b[O")]), [Incoming::Event(Event::FocusGained)]);
    assert_eq!(played(&[(0, b"\x1b[M !!x\x1b[<0;3;4Mx")]), [char('x'), char('x')], "a mouse that somebody left on");
}

#[test]
fn a_paste_is_one_paste_however_its_bytes_are_cut() {
    let bytes = b"\x1b[200~a\r\nb\x1b[201\x1b[A\x1b[201~";
    let expected = [paste("a\r\nb\x1b[201\x1b[A")];
    for gap in [0, 20, 80] {
        assert_eq!(played(&bytes.chunks(1).map(|it| (gap, it)).collect::<Vec<_>>()), expected, "{gap} ms apart");
    }
    assert_eq!(played(&[(0, b"\x1b[200~\x1b[201~")]), [paste("")]);
}

#[test]
fn what_comes_at_once_behind_the_end_of_a_paste_belongs_to_it() {
    let bytes = b"\x1b[200~one\x1b[201~two\r\x1b[A\x03\x1bOP three\x1b[201~\r\x1b[200~\x1b[201~";
    assert_eq!(played(&[(0, bytes)]), [paste("onetwo\n three\n")]);
    assert_eq!(played(&bytes.chunks(3).map(|it| (4, it)).collect::<Vec<_>>()), [paste("onetwo\n three\n")]);
    assert_eq!(played(&[(0, b"\x1b[200~one\x1b[201~two"), (140, b"\r")]), [paste("onetwo\n")], "held up on the way");
    assert_eq!(played(&[(0, b"\x1b[200~one\x1b[201~"), (11, b"\t")]), [paste("one"), key(KeyCode::Tab)]);
    assert_eq!(played(&[(0, b"\x1b[200~one\x1b[201~\x1b")]), [paste("one")], "nor is a part of a key a key");
}

#[test]
fn a_paste_without_an_end_ends_with_silence() {
    assert_eq!(played(&[(0, b"\x1b[200~one"), (1900, b" two\x1b[20"), (2100, b"x")]), [paste("one two"), char('x')]);
    assert_eq!(SILENCE, Duration::from_secs(2));
}

#[test]
fn a_megabyte_is_pasted_and_more_is_not() {
    for (more, expected) in [(0, paste(&"é".repeat(LONGEST / 2))), (2, Incoming::TooLong)] {
        let text = "é".repeat(LONGEST / 2) + &"x".repeat(more);
        let bytes = [b"\x1b[200~", text.as_bytes(), b"\x1b[201~"].concat();
        assert_eq!(played(&bytes.chunks(4096).map(|it| (1, it)).collect::<Vec<_>>()), [expected]);
    }
}

#[test]
fn replies_are_replies_even_when_they_are_late() {
    let replies: [(&[u8], Reply); 5] = [
        (b"\x1b[?2026;2$y", Reply::Mode { mode: 2026, state: 2 }),
        (b"\x1b[?62;22c", Reply::Attributes(vec![62, 22])),
        (b"\x1bP>|xterm(390)\x1b\\", Reply::Name("xterm(390)".into())),
        (b"\x1bP0+r4d73\x1b\\", Reply::Capability { name: "Ms".into(), known: Known::No }),
        (b"\x1b]52;c;c2VjcmV0\x07", Reply::Clipboard),
    ];
    for (bytes, reply) in replies {
        let expected = [Incoming::Reply(reply, *EVER), char('x')];
        assert_eq!(meant(&[(0, bytes), (0, b"x")]), expected);
        for cut in 3..bytes.len() {
            let (start, rest) = bytes.split_at(cut);
            assert_eq!(meant(&[(50, start), (1000, rest), (50, b"x")]), expected, "{bytes:?} cut at {cut}");
        }
    }
}

/// Bytes as terminals send them, more or less.
fn some_bytes() -> impl prop::strategy::Strategy<Value = Vec<u8>> {
    use prop::{collection::vec, sample::select, strategy::Strategy as _};
    let parts: Vec<&[u8]> = vec![
        b"\x1b",
        b"[",
        b"O",
        b"\x1b[A",
        b"\x1b[200~",
        b"\x1b[201~",
        b"1",
        b";",
        b"~",
        b"?",
        b"$y",
        b"c",
        b"R",
        b"M",
        b"\r",
        b"\n",
        b"\x03",
        b"\x1bP",
        b"\x1b]52;",
        b"\x1b\\",
        b"\x07",
        "é".as_bytes(),
        b"\xe2",
        b"\x82",
        b"\xff",
        b"x",
        b" ",
    ];
    vec(
        prop::strategy::Union::new([select(parts).prop_map(<[u8]>::to_vec).boxed(), vec(any::<u8>(), 1..3).boxed()]),
        0..40,
    )
    .prop_map(|it| it.concat())
}

proptest! {
    #[test]
    fn any_bytes_mean_the_same_wherever_they_are_cut(bytes in some_bytes(), cuts in prop::collection::vec(0usize..200, 0..8)) {
        let mut cuts: Vec<_> = cuts.into_iter().map(|it| it.min(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let pieces: Vec<_> = cuts.windows(2).map(|it| (0, &bytes[it[0]..it[1]])).collect();
        prop_assert_eq!(meant(&pieces), meant(&[(0, &bytes)]));
    }

    #[test]
    fn any_bytes_at_any_time_leave_a_keyboard_that_works(pieces in prop::collection::vec((0u64..3000, some_bytes()), 0..6)) {
        let mut pieces: Vec<_> = pieces.iter().map(|(after, bytes)| (*after, bytes.as_slice())).collect();
        pieces.push((3000, b"x"));
        prop_assert!(played(&pieces).ends_with(&[char('x')]));
    }
}
