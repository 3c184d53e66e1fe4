//! Replies that would fill this host's memory, or its patience: a clean fault each, and a bounded peak.

use std::{env, fs, process::Command};

use nix::sys::resource::{UsageWho, getrusage};

use crate::{
    binary::{self, Run},
    replies::{CHUNKED, bomb, promising, reply},
    row::{Does, Over, Row, Told, autotask, connectwise, row},
    stage::Stage,
    tenant::At,
};

/// The most that the binary may ever have in memory.
const PEAK: i64 = 100;

/// A gigabyte of one reply. It is made while it is sent, and no more of it than the other side takes.
fn gigabyte() -> Does {
    const PIECE: usize = 64 * 1024;
    let piece = [format!("{PIECE:x}\r\n").into_bytes(), vec![b' '; PIECE], b"\r\n".to_vec()].concat();
    Does::Flood { head: CHUNKED.to_vec(), piece, times: 1_000_000_000 / PIECE }
}

fn rows() -> Vec<Row> {
    let large = ("too-large", 8);
    let larger = "{host} is larger than 4 MB";
    let packed = || reply(200, "Content-Encoding: gzip\r\nContent-Type: application/json\r\n", bomb(50));
    vec![
        row("a gigabyte for companyinfo", connectwise(At::Site, gigabyte()), large, larger),
        row("a gigabyte for the login", autotask(At::Login, gigabyte()), large, larger),
        row(
            "a gigabyte for each right at the same time",
            autotask(At::Rights, gigabyte()),
            large,
            "is larger than 4 MB",
        )
        .by_right(),
        row("50 MB packed into 50 KB", connectwise(At::Site, packed()), large, larger),
        row("50 MB packed into 50 KB, for each right", autotask(At::Rights, packed()), large, "is larger than 4 MB")
            .by_right(),
        row(
            "a header line of 1 MB",
            connectwise(At::Site, reply(200, &format!("X-A: {}\r\n", "b".repeat(1_000_000)), "{}")),
            ("headers-too-large", 5),
            "{host} sent too many or too long header lines",
        ),
        row(
            "a body that stalls at half",
            autotask(At::Login, Does::Stall([promising(1_000_000), vec![b' '; 500_000]].concat())),
            ("body-stalled", 5),
            "the reply of {host} stopped in the middle for 1 s",
        )
        .waits(),
    ]
}

/// The largest resident set of all children that have ended, in megabytes.
///
/// `getrusage` keeps the high-water mark that the kernel itself had counted when each child was reaped, so nothing falls
/// between two looks at `/proc`. Until it has become the binary, a child counts what its parent has: the mark can be too
/// high, never too low.
fn peak_of_children() -> i64 {
    getrusage(UsageWho::RUSAGE_CHILDREN).expect("Linux counts it").max_rss() / 1024
}

/// The mark is kept for all children together, so these have a parent of their own.
#[test]
#[ignore = "run by the next, in a process of its own"]
fn floods_in_a_process_of_their_own() {
    let roads = [Over::Plain, Over::Tls];
    for (row, over) in rows().iter().flat_map(|row| roads.map(|over| (row, over))) {
        let stage = Stage::set(row, over);
        let folder = tempfile::tempdir().expect("a folder");
        let ca_file = folder.path().join("ca.pem");
        fs::write(&ca_file, &stage.ca_file).expect("a file");
        binary::save(&folder.path().join("config"), row.psa, &stage.origin, None);
        let ran = Run { folder: folder.path(), ca_file: &ca_file, environment: &[], timeout: row.timeout }.test();
        let peak = peak_of_children();
        println!("bound: {:<44} {over:?}  {}  peak so far {peak} MB", row.name, row.kind);
        let sentence = stage.sentence(row.says);
        match row.told {
            Told::Check => {
                assert_eq!((ran.kind(), ran.detail().contains(&sentence)), (Some(row.kind), true), "{ran:?}");
            }
            Told::Right | Told::Doubt => assert!(ran.doubts().iter().any(|it| it.contains(&sentence)), "{ran:?}"),
        }
        assert_eq!(ran.code, Some(row.exit), "{ran:?}");
        assert!(peak < PEAK, "{}: {peak} MB", row.name);
    }
}

#[test]
fn no_reply_fills_the_memory_or_holds_the_command() {
    let output = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "bounds::floods_in_a_process_of_their_own", "--ignored", "--nocapture"])
        .output()
        .expect("this program starts again");
    let text = String::from_utf8_lossy(&output.stdout);
    for line in text.lines().filter_map(|it| it.split_once("bound: ")) {
        println!("{}", line.1);
    }
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
}
