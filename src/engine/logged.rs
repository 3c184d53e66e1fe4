//! What the log says of jobs: what each is called, what became of it, how long it took and how much was counted.
//!
//! Never what was found or typed: no name, no row, no secret.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::Instant,
};

use crate::{
    model::{id::JobId, report::CheckOutcome, right::Proof},
    wizard::event::{Finish, Job, Progress},
};

/// What a job counted on its way.
#[derive(Debug, Default)]
pub(super) struct Counts {
    checks: AtomicU64,
    failed: AtomicU64,
    rights: AtomicU64,
    granted: AtomicU64,
    lists: AtomicU64,
    rows: AtomicU64,
}

impl Counts {
    /// Counts one piece of news.
    pub(super) fn note(&self, progress: &Progress) {
        let add = |to: &AtomicU64, n: u64| {
            to.fetch_add(n, Relaxed);
        };
        match progress {
            Progress::Checked(finding) => {
                add(&self.checks, 1);
                add(&self.failed, u64::from(matches!(finding.outcome, CheckOutcome::Failed(_))));
            }
            Progress::Proved(finding) => {
                add(&self.rights, 1);
                add(&self.granted, u64::from(finding.proof == Proof::Granted));
            }
            Progress::Listed(preview) => {
                add(&self.lists, 1);
                add(&self.rows, preview.table.rows.len() as u64);
            }
            Progress::ListFailed(..) => add(&self.lists, 1),
            Progress::Located(_)
            | Progress::Checking(_)
            | Progress::Exceeded(_)
            | Progress::Identified(_)
            | Progress::Counted(..)
            | Progress::Sighted(_)
            | Progress::Noted(_)
            | Progress::Pulling(_)
            | Progress::Moved(_)
            | Progress::FromMirror(_) => {}
        }
    }

    /// Counts what a pull brought.
    fn pulled(&self, finish: &Finish) {
        if let Finish::Pulled(pulled) = finish {
            self.lists.store(pulled.lists.len() as u64, Relaxed);
            self.rows.store(pulled.lists.iter().map(|it| it.rows).sum(), Relaxed);
        }
    }
}

/// A job that runs, for the log. Its end is told once, whoever sees it first.
#[derive(Clone, Debug)]
pub(super) struct Running {
    id: JobId,
    name: &'static str,
    began: Instant,
    over: Arc<AtomicBool>,
}

impl Running {
    /// Says that it starts.
    pub(super) fn begin(id: JobId, job: &Job) -> Self {
        let name = name_of(job);
        tracing::info!(job = id.0, name, "started");
        Self { id, name, began: Instant::now(), over: Arc::default() }
    }

    /// Says what became of it.
    pub(super) fn end(&self, finish: &Finish, counts: &Counts) {
        if self.over.swap(true, Relaxed) {
            return;
        }
        let (job, name, ms) = (self.id.0, self.name, self.ms());
        if let Finish::Failed(fault) = finish {
            tracing::info!(job, name, fault = fault.kind().key(), ms, "failed");
            // What a vendor or a server said may stand in it.
            tracing::debug!(job, %fault, "because");
            return;
        }
        counts.pulled(finish);
        // What was not counted is left out.
        let of = |it: &AtomicU64| Some(it.load(Relaxed)).filter(|it| *it > 0);
        tracing::info!(
            job,
            name,
            outcome = outcome(finish),
            ms,
            checks = of(&counts.checks),
            failed = of(&counts.failed),
            rights = of(&counts.rights),
            granted = of(&counts.granted),
            lists = of(&counts.lists),
            rows = of(&counts.rows),
            "ended"
        );
    }

    /// Notes that its end was told elsewhere.
    pub(super) fn told(&self) {
        self.over.store(true, Relaxed);
    }

    /// Whether its end was told.
    #[cfg(test)]
    pub(super) fn is_over(&self) -> bool {
        self.over.load(Relaxed)
    }

    /// Says that it was stopped, unless it had come to its end.
    pub(super) fn stop(&self) {
        if !self.over.swap(true, Relaxed) {
            tracing::info!(job = self.id.0, name = self.name, ms = self.ms(), "stopped");
        }
    }

    /// Unit: milliseconds since it began.
    fn ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The kind of an end; what is in it is not the log's.
fn outcome(finish: &Finish) -> &'static str {
    match finish {
        Finish::Located => "located",
        Finish::Tested => "tested",
        Finish::Previewed => "previewed",
        Finish::NothingMirrored => "nothing mirrored",
        Finish::SummedUp(_) => "summed up",
        Finish::Pulled(_) => "pulled",
        Finish::Saved(_) => "saved",
        Finish::Wrote(_) => "wrote",
        Finish::Opened(_) => "opened",
        Finish::Removed(_) => "removed",
        Finish::Stamped(..) => "stamped",
        Finish::Recorded(_) => "recorded",
        Finish::TriedStores(_) => "tried stores",
        Finish::Unlocked => "unlocked",
        Finish::Moved(_) => "moved",
        Finish::Changed => "changed",
        Finish::LastTest(_) => "last test",
        Finish::CheckedOldKey(_) => "checked old key",
        Finish::Failed(_) => "failed",
    }
}

/// A job's name for the log; what is in it is not the log's.
fn name_of(job: &Job) -> &'static str {
    match job {
        Job::Locate { .. } => "locate",
        Job::Reach { .. } => "reach",
        Job::Test { .. } => "test",
        Job::TestRight { .. } => "test right",
        Job::Preview { .. } => "preview",
        Job::PreviewMirror { .. } => "preview mirror",
        Job::SumUpMirrors(_) => "sum up mirrors",
        Job::Pull(_) => "pull",
        Job::Save(_) => "save",
        Job::WriteSheet { .. } => "write sheet",
        Job::TryStores => "try stores",
        Job::Unlock { .. } => "unlock",
        Job::ChoosePassphrase { .. } => "choose passphrase",
        Job::AddRecipient { .. } => "add recipient",
        Job::RemoveRecipient { .. } => "remove recipient",
        Job::Rename { .. } => "rename",
        Job::MoveTo { .. } => "move",
        Job::Undo(_) => "undo",
        Job::LastTest(_) => "last test",
        Job::CheckOldKey(_) => "check old key",
        Job::Open(_) => "open",
        Job::Remove(_) => "remove",
        Job::Stamp(_) => "stamp",
        Job::Record { .. } => "record",
    }
}
