//! A pull for programs: one JSON object a line. Keys stay; new ones may come.

use serde::Serialize;

use crate::{
    cli::say::hints,
    model::{
        fault::{ExitCode, Fault},
        mirror::{Budget, Flow, Pulled, Read, RowDoubt, Scope, Tally, Usage},
    },
    wizard::event::PullNews,
};

#[derive(Serialize)]
struct ProgressLine<'a> {
    version: u8,
    event: &'static str,
    connection: &'a str,
    lists: Vec<ListProgress<'a>>,
    requests: Budget,
    took_ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_secs: Option<u64>,
}

#[derive(Serialize)]
struct ListProgress<'a> {
    list: &'a str,
    state: &'static str,
    rows: u64,
    /// Of a list below another, the rows of that one.
    total: Option<u64>,
    done: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_per_sec: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_secs: Option<u64>,
}

#[derive(Serialize)]
struct DoneLine<'a> {
    version: u8,
    event: &'static str,
    connection: &'a str,
    mirror: &'a str,
    resumed: bool,
    lists: Vec<ListDone<'a>>,
    requests: Budget,
    /// What the PSA counted of every program.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<UsageLine<'a>>,
    took_ms: u128,
    exit: u8,
}

#[derive(Serialize)]
#[serde(untagged)]
enum UsageLine<'a> {
    Read(&'a Usage),
    Not { fault: FaultLine },
}

#[derive(Serialize)]
struct ListDone<'a> {
    list: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
    rows: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pulled: Option<Tally>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<FaultLine>,
    doubts: &'a [RowDoubt],
}

#[derive(Serialize)]
struct FaultLine {
    fault: &'static str,
    error: String,
    #[serde(serialize_with = "hints::serialized")]
    remedy: String,
}

/// How far a pull is.
pub(in crate::cli) fn progress(name: &str, news: &PullNews) -> String {
    let lists = news.lists.iter().map(|it| {
        let (state, rows_per_sec, left) = match it.flow {
            Flow::Waiting => ("waiting", None, None),
            Flow::Reading { rows_per_sec, left } => ("reading", Some(rows_per_sec), left),
            Flow::Done => ("done", None, None),
            Flow::Failed => ("failed", None, None),
        };
        let left_secs = left.map(|it| it.as_secs());
        let (list, rows, total, done) = (it.list.0.as_str(), it.rows, it.total, it.done);
        ListProgress { list, state, rows, total, done, rows_per_sec, left_secs }
    });
    line(&ProgressLine {
        version: 1,
        event: "progress",
        connection: name,
        lists: lists.collect(),
        requests: news.budget,
        took_ms: news.took.as_millis(),
        waits_secs: news.waits.map(|it| it.as_secs() + 1),
    })
}

/// What a pull did.
pub(super) fn done(name: &str, pulled: &Pulled, exit: ExitCode) -> String {
    let lists = pulled.lists.iter().map(|it| {
        let (outcome, rows, fault) = match &it.read {
            Read::Whole => ("read", it.rows, None),
            Read::Counted(rows) => ("counted", *rows, None),
            Read::Not(fault) => ("not-read", it.rows, Some(fault_line(fault))),
        };
        let is_read = matches!(it.read, Read::Whole);
        ListDone {
            list: &it.list.0,
            outcome,
            scope: is_read.then_some(it.scope),
            rows,
            pulled: is_read.then_some(it.tally),
            fault,
            doubts: &it.doubts,
        }
    });
    line(&DoneLine {
        version: 1,
        event: "done",
        connection: name,
        mirror: &pulled.place,
        resumed: pulled.resumed,
        lists: lists.collect(),
        requests: pulled.budget,
        usage: pulled.usage.as_ref().map(|it| match it {
            Ok(usage) => UsageLine::Read(usage),
            Err(fault) => UsageLine::Not { fault: fault_line(fault) },
        }),
        took_ms: pulled.took.as_millis(),
        exit: exit as u8,
    })
}

fn fault_line(fault: &Fault) -> FaultLine {
    FaultLine { fault: fault.kind().key(), error: fault.to_string(), remedy: fault.remedy() }
}

fn line(document: &impl Serialize) -> String {
    // Our own documents have text keys only, so they can always be written.
    serde_json::to_string(document).map(|it| it + "\n").unwrap_or_default()
}
