//! What jobs are called in the log.

use crate::wizard::event::Job;

/// A job's name for the log; what is in it is not the log's.
pub(super) fn name_of(job: &Job) -> &'static str {
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
