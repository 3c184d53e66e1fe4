//! Memory does not grow with the rows.

use nix::sys::resource::{UsageWho, getrusage};

use crate::{
    host::{Host, now},
    mirror::{Reached, pull, rows, shape},
};

/// The most memory that any child held so far. Unit: kilobytes.
fn peak() -> i64 {
    getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss()
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
    // One page at a time: what this process holds is counted as a child's until the child has begun.
    for it in 0..20 {
        pull(&host.config(), "north", &[(shape.clone(), vec![page(it * 2_500)])], &now(), Reached::TheEnd);
    }
    let formats: &[&str] = if cfg!(feature = "parquet") { &["csv", "jsonl", "parquet"] } else { &["csv", "jsonl"] };
    for format in formats {
        let ran = host.run(&["export", "north", "agreements", "--format", format, "-o", format]);
        assert!(ran.code == Some(0) && ran.err.starts_with("50,000 rows of agreements are in "), "{ran:?}");
        assert!(peak() < 100_000, "{format}: {} kB", peak());
    }
}
