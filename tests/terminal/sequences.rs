//! Control sequences: taken apart, and held against what each kind of terminal knows.

/// One thing that was written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Written<'a> {
    /// Something to show.
    Text(&'a [u8]),
    /// One control character.
    Control(u8),
    /// `ESC [`, what stands between, and the letter.
    Csi(&'a [u8], u8),
    /// Any other escape sequence.
    Escape(&'a [u8]),
}

/// Takes apart what was written.
pub(crate) fn written(mut raw: &[u8]) -> Vec<Written<'_>> {
    let mut all = vec![];
    while let [first, rest @ ..] = raw {
        let (one, n) = match (first, rest) {
            (0x1b, [b'[', rest @ ..]) => match rest.iter().position(|it| (0x40..=0x7e).contains(it)) {
                Some(end) => (Written::Csi(&rest[..end], rest[end]), end + 3),
                None => (Written::Escape(raw), raw.len()),
            },
            (0x1b, _) => (Written::Escape(&raw[..raw.len().min(2)]), raw.len().min(2)),
            (0..=0x1f | 0x7f, _) => (Written::Control(*first), 1),
            _ => {
                let n = raw.iter().position(|it| *it < 0x20 || *it == 0x7f).unwrap_or(raw.len());
                (Written::Text(&raw[..n]), n)
            }
        };
        all.push(one);
        raw = &raw[n..];
    }
    all
}

/// Says whether a terminal of this kind knows what was written, or is sure to pass it over.
///
/// Sources: VT100 User Guide, chapter 3; `console_codes(4)`; `ctlseqs` of xterm; `screen(1)`, "Control Sequences";
/// `terminal.c` of `PuTTY`. What none of them knows is passed over by all when it is a private mode (`CSI ? n h`): that was
/// so from the VT100 on.
pub(crate) fn is_known(term: &str, one: &Written) -> bool {
    let is_old = term.starts_with("vt");
    match one {
        Written::Text(_) => true,
        Written::Control(it) => b"\r\n\x08\t\x07".contains(it),
        Written::Escape(_) => false,
        Written::Csi(parameters, letter) => match letter {
            b'H' | b'A' | b'B' | b'C' | b'D' => numbers(parameters).is_some(),
            b'J' => *parameters == b"2",
            b'K' => parameters.is_empty(),
            b'G' => !is_old && numbers(parameters).is_some(),
            b'm' => numbers(parameters).is_some_and(|all| all.iter().all(|it| is_style(*it, is_old))),
            b'h' | b'l' => parameters.strip_prefix(b"?").and_then(numbers).is_some_and(|it| it.len() == 1),
            // Questions: where the cursor is, which terminal it is. All answer, or pass them over.
            b'n' => *parameters == b"6" || *parameters == b"5",
            b'c' => parameters.is_empty() || *parameters == b">",
            // Whether a mode is set: the console and old ones print the letter behind the `$`.
            b'p' => !is_old && term != "linux" && parameters.starts_with(b"?") && parameters.ends_with(b"$"),
            _ => false,
        },
    }
}

fn is_style(number: u16, is_old: bool) -> bool {
    match number {
        0 | 1 | 4 | 5 | 7 => true,
        2 | 22 | 24 | 27 | 30..=37 | 39..=47 | 49 | 90..=97 | 100..=107 => !is_old,
        _ => false,
    }
}

/// Parameters that are numbers, an empty one being 0.
fn numbers(parameters: &[u8]) -> Option<Vec<u16>> {
    let text = std::str::from_utf8(parameters).ok()?;
    text.split(';').map(|it| if it.is_empty() { Some(0) } else { it.parse().ok() }).collect()
}

#[test]
fn what_is_written_is_taken_apart_and_what_nobody_knows_is_found() {
    let raw = b"ab\x1b[5;6H\r\x1b[;1m\x1b[?2004h\x1b7\x1b[3 q";
    let parts = written(raw);
    assert_eq!(
        parts,
        [
            Written::Text(b"ab"),
            Written::Csi(b"5;6", b'H'),
            Written::Control(b'\r'),
            Written::Csi(b";1", b'm'),
            Written::Csi(b"?2004", b'h'),
            Written::Escape(b"\x1b7"),
            Written::Csi(b"3 ", b'q'),
        ]
    );
    let known: Vec<_> = parts.iter().map(|it| is_known("xterm", it)).collect();
    assert_eq!(known, [true, true, true, true, true, false, false]);
    for (sequence, letter) in [("7", b'G'), ("2", b'm'), ("22;1", b'm'), ("31", b'm'), ("?2026$", b'p')] {
        let one = Written::Csi(sequence.as_bytes(), letter);
        assert!(is_known("tmux-256color", &one) && !is_known("vt100", &one), "{one:?}");
    }
}
