//! What jobs report: progress is put where it belongs, an end decides what is said and done next.

use crate::{
    model::{fault::Fault, id::JobId},
    words,
};

use super::{
    Effect, Running, Wizard,
    answers::Ended,
    event::{Finish, Progress},
    screen::Tone,
    verdict,
};

impl Wizard {
    /// News of the job that runs.
    pub(super) fn progressed(&mut self, progress: Progress) {
        match progress {
            Progress::Located(answer) => self.site_answered(answer),
            Progress::Proved(finding) => self.proved(finding),
            Progress::Checking(check) => self.with_test(|it| it.checking = Some(check)),
            Progress::Checked(finding) => self.with_test(|it| {
                it.checking = None;
                it.report.checked(finding);
            }),
            Progress::Exceeded(excess) => self.with_test(|it| it.report.excess = excess),
            Progress::Identified(who) => self.with_test(|it| it.report.identity = Some(who.as_str().to_owned())),
            Progress::Sighted(sight) => self.sighted(sight),
            Progress::Counted(list, rows) => self.with_test(|it| it.report.counted(list, rows)),
            Progress::Moved(moved) => self.with_test(|it| it.report.moved = Some(moved)),
            Progress::Noted(note) if self.runs(&Running::Pull) => self.pull_notes(note),
            Progress::Noted(note) => self.with_test(|it| {
                if !it.report.notes.contains(&note) {
                    it.report.notes.push(note);
                }
            }),
            Progress::Listed(preview) => {
                if let Some(here) = self.here_mut() {
                    here.previewed.lists.push(*preview);
                }
            }
            Progress::Pulling(news) => self.pull_has_news(*news),
            Progress::FromMirror(standing) => {
                if let Some(here) = self.here_mut() {
                    here.previewed.mirror = Some(standing);
                }
            }
            Progress::ListFailed(list, fault) => {
                self.remember_refusal(&fault);
                if let Some(here) = self.here_mut() {
                    here.previewed.failed.push((list, fault));
                }
            }
        }
    }

    fn with_test(&mut self, change: impl FnOnce(&mut super::Tested)) {
        if let Some(tested) = self.here_mut().and_then(|it| it.tested.as_mut()) {
            change(tested);
        }
    }

    /// The end of a job. That of a job that was stopped means nothing any more.
    pub(super) fn finished(&mut self, job: JobId, finish: Finish) -> Vec<Effect> {
        let Some((_, running)) = self.running.take_if(|(id, _)| *id == job) else { return vec![] };
        match finish {
            Finish::Located => self.sites_asked(),
            Finish::Tested if running == Running::Test => return self.test_ended(),
            Finish::Tested => return self.record(),
            Finish::TriedStores(stores) => self.stores_tried(stores),
            Finish::Unlocked => return self.unlocked(),
            Finish::Pulled(pulled) if running == Running::Pull => self.pulled(pulled),
            Finish::SummedUp(mirrors) => self.summed_up(mirrors),
            Finish::NothingMirrored if running == Running::PreviewMirror => return self.preview_without_mirror(),
            Finish::Recorded(last) => self.recorded(&last),
            // What another job ended with, or one that no step here asks for.
            Finish::Moved(_) | Finish::Changed | Finish::Pulled(_) | Finish::NothingMirrored => {}
            Finish::Previewed => {
                if let Some(here) = self.here_mut() {
                    here.previewed.ended = Ended::Yes;
                }
            }
            Finish::Saved(at) => return self.saved(at),
            Finish::Wrote(file) => {
                self.say(
                    Tone::Good,
                    words::with("guide-written", &[("file", file.into())]),
                    words::say("guide-written-send-it"),
                );
            }
            Finish::Opened(opened) => {
                if let Running::Open(_, intent) = running {
                    return self.was_opened(*opened, intent);
                }
            }
            Finish::Removed(_) => {
                if let Running::Remove(name) = &running {
                    self.removed(name);
                }
            }
            Finish::LastTest(last) => self.read_last_test(last),
            Finish::CheckedOldKey(found) => self.checked_old_key(found),
            Finish::Stamped(right, confirmation) => return self.stamped(right, confirmation),
            Finish::Failed(fault) => return self.job_failed(&running, &fault),
        }
        vec![]
    }

    fn job_failed(&mut self, running: &Running, fault: &Fault) -> Vec<Effect> {
        self.remember_refusal(fault);
        if self.is_locked(running, fault) {
            return vec![];
        }
        match running {
            Running::Save => return self.save_failed(fault),
            Running::Unlock => self.not_unlocked(fault),
            Running::LastTest => self.last_test_failed(fault),
            Running::Pull => self.pull_failed(fault),
            Running::Preview => self.preview_failed(fault),
            Running::PreviewMirror => return self.preview_mirror_failed(fault),
            // What the save does decides; the stores are as they were said to be.
            // And the home screen stands without its mirrors.
            Running::TryStores | Running::SumUp => {}
            Running::Locate
            | Running::Test
            | Running::TestRight
            | Running::WriteSheet
            | Running::Open(..)
            | Running::Remove(_)
            | Running::Stamp
            | Running::CheckOldKey
            | Running::Record => {
                self.notice = Some(verdict::of_fault(self.facts(), fault));
            }
        }
        vec![]
    }
}
