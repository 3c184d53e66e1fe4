//! Memory does not grow with the rows.

use std::{
    fs,
    process::{Child, Stdio},
    thread,
};

use crate::{
    host::{Host, now},
    mirror::{Reached, pull, rows, shape},
};

/// The most memory that a program held until it ended, as far as it was looked at. Unit: kilobytes.
fn peak(child: &mut Child) -> u64 {
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let most = status.lines().find_map(|it| it.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = most.map_or(peak, |it: u64| it.max(peak));
        thread::yield_now();
    }
    peak
}

#[test]
fn two_hundred_megabytes_of_rows_are_written_in_less_than_a_hundred() {
    let host = Host::new();
    let shape = shape("connectwise", "agreements");
    let text = "x".repeat(4_000);
    let page = |from: i64| {
        let all: Vec<_> = (from..from + 2_500).map(|id| (id, vec![("name", format!("{id} {text}"))])).collect();
        rows(&shape, &all)
    };
    for it in 0..20 {
        pull(&host.config(), "north", &[(shape.clone(), vec![page(it * 2_500)])], &now(), Reached::TheEnd);
    }
    let formats: &[&str] = if cfg!(feature = "parquet") { &["csv", "jsonl", "parquet"] } else { &["csv", "jsonl"] };
    for format in formats {
        let mut command = host.command(&["export", "north", "agreements", "--format", format, "-o", format]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let peak = peak(&mut child);
        println!("{format}: {peak} kB");
        assert!(child.wait().unwrap().success());
        assert!((5_000..100_000).contains(&peak), "{format}: {peak} kB");
        // Parquet packs it.
        let bytes = fs::metadata(host.home().join(format)).unwrap().len();
        assert!(*format == "parquet" || bytes > 200_000_000, "{bytes}");
    }
}
