//! What a person at a terminal sees of a long export.

use std::{
    fs::OpenOptions,
    io::{self, BufReader, Read as _},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{PtySize, native_pty_system};

use crate::{files::large, host::Host};

/// How long nothing is read of the rows, so that the export takes longer than half a second.
const PAUSE: Duration = Duration::from_millis(700);

/// Exports to a reader that pauses, with standard error on a terminal of this kind. Gives what the terminal received.
fn watched(host: &Host, term: &str, more: &[&str]) -> String {
    let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let tty = OpenOptions::new().read(true).write(true).open(pty.master.tty_name().unwrap()).unwrap();
    let heard = listen(pty.master.try_clone_reader().unwrap());
    let arguments = ["export", "north", "agreements", "--format", "csv"];
    let mut command = host.command(&more.iter().copied().chain(arguments).collect::<Vec<_>>());
    let mut child = command.env("TERM", term).stderr(tty).spawn().unwrap();
    drop(command);
    drop(pty.slave);
    let mut rows = BufReader::new(child.stdout.take().unwrap());
    let mut first = [0; 3];
    rows.read_exact(&mut first).unwrap();
    let mut text = wait(&heard, PAUSE);
    let read = io::copy(&mut rows, &mut io::sink()).unwrap();
    assert!(read > 50_000_000 && child.wait().unwrap().success());
    text += &wait(&heard, Duration::from_secs(30));
    text
}

/// Gathers what comes until the end, or for so long.
fn wait(heard: &Receiver<Vec<u8>>, long: Duration) -> String {
    let deadline = Instant::now() + long;
    let mut text = Vec::new();
    while let Ok(bytes) = heard.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        text.extend(bytes);
    }
    String::from_utf8(text).unwrap()
}

fn listen(mut reader: Box<dyn io::Read + Send>) -> Receiver<Vec<u8>> {
    let (say, heard) = channel();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        // A terminal that nobody has open any more ends with an error.
        while let Ok(n @ 1..) = reader.read(&mut bytes) {
            if say.send(bytes[..n].to_vec()).is_err() {
                break;
            }
        }
    });
    heard
}

#[test]
fn a_long_export_says_how_far_it_is_and_wipes_it_off() {
    let host = large();
    let seen = watched(&host, "xterm", &[]);
    let (progress, last) = seen.rsplit_once('\r').and_then(|(before, _)| before.rsplit_once('\r')).unwrap();
    assert!(last.starts_with("60,000 rows of agreements, "), "{seen:?}");
    let mut lines = progress.split('\r').skip(1);
    let first = lines.next().unwrap();
    assert!(first.starts_with("agreements: ") && first.contains(" of 60,000 rows, "), "{seen:?}");
    assert!(first.trim_end().ends_with(" a second") && first.len() < 80, "{seen:?}");
    assert!(lines.last().unwrap().trim().is_empty(), "{seen:?}");
}

#[test]
fn no_progress_is_drawn_where_it_cannot_be_wiped_off_or_a_program_reads() {
    let host = large();
    for (term, more) in [("dumb", &[][..]), ("", &[]), ("xterm", &["--json"])] {
        let seen = watched(&host, term, more);
        assert!(seen.starts_with("60,000 rows of agreements, ") && seen.matches('\r').count() == 1, "{seen:?}");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_not_poured_over_a_terminal() {
    let host = crate::nasty::host();
    let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let tty = OpenOptions::new().read(true).write(true).open(pty.master.tty_name().unwrap()).unwrap();
    let mut command = host.command(&["export", "north", "agreements", "--format", "parquet"]);
    let output = command.env("TERM", "xterm").stdout(tty).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("is a terminal, which cannot show Parquet") && err.contains("with -o"), "{err}");
}
