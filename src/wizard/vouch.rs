//! Somebody's word where the PSA shows nothing: what exactly it stands for is asked first, and it is no proof.

use crate::{
    model::{
        report::{Seen, Sight},
        right::{Confirmation, Proof, RightId},
    },
    words,
};

use super::{
    Effect, Question, Running, Wizard,
    event::{ItemId, Job},
    matrix,
    screen::{FindingItem, FindingState, Item, Told, Tone},
};

impl Wizard {
    /// Asks for somebody's word for a right that the API cannot show, or for rows that may be hidden or deleted; where it
    /// was given already, whether it is taken back.
    pub(super) fn ask_word(&mut self, on: Option<&ItemId>) -> Vec<Effect> {
        let Some(row @ (ItemId::Right(_) | ItemId::Sight(_))) = on else { return vec![] };
        // What nobody could read is not vouched for.
        match self.word_for(row).and_then(|_| self.row_of(row)) {
            Some(it) if it.state == FindingState::Confirmed => {
                self.question =
                    Some(Question::TakeBack { row: row.clone(), says: format!("{}: {}", it.label, it.found) });
            }
            Some(_) => self.question = Some(Question::Vouch(row.clone())),
            None => self.say(Tone::Plain, words::say("test-only-unclear"), words::say("test-only-unclear-remedy")),
        }
        vec![]
    }

    /// Has the word written down, with whose it is and when.
    pub(super) fn give_word(&mut self, row: &ItemId) -> Vec<Effect> {
        self.word_for(row).map(|it| self.run(Running::Stamp, Job::Stamp(it))).unwrap_or_default()
    }

    /// Takes the word for a row back: from the test, from what later tests go by, and from an opened connection.
    pub(super) fn take_word_back(&mut self, row: &ItemId) -> Vec<Effect> {
        let Some(id) = self.word_for(row) else { return vec![] };
        self.put_word(&id, None);
        if let Some(here) = self.here_mut() {
            here.confirmed.rights.remove(&id);
            here.confirmed.taken_back.insert(id.clone());
        }
        if let Some(opened) = &mut self.opened {
            opened.connection.confirmed.retain(|it| it.0 != id);
        }
        self.record()
    }

    /// Under which id the word for a row is kept; `None` where there is nothing to vouch for, or something runs.
    fn word_for(&self, row: &ItemId) -> Option<RightId> {
        let report = self.tested().filter(|_| self.running.is_none()).map(|it| &it.report)?;
        if let ItemId::Sight(check) = row {
            let sight = report.sights.iter().find(|it| it.check == *check);
            let is_word = |it: &&Sight| matches!(it.seen, Seen::Hidden { .. }) && it.confirmed.is_some();
            return sight.filter(|it| it.is_doubtful() || is_word(it)).map(Sight::word_id);
        }
        let finding = report.rights.iter().find(|it| *row == ItemId::Right(it.right.clone()));
        finding.filter(|it| matches!(it.proof, Proof::Unproven { .. })).map(|it| it.right.clone())
    }

    /// What the word stands for, line by line.
    pub(super) fn vouched_for(&self, row: &ItemId) -> Vec<Item> {
        let text = |text: String| Item::Text { text, tone: Tone::Plain };
        let Some(finding) = self.row_of(row) else { return vec![] };
        let menu = finding.detail.iter().find_map(|it| if let Told::Menu(menu) = it { Some(menu) } else { None });
        let at = menu.map(|it| words::with("question-vouch-at", &[("menu", it.into())]));
        let (says, examples) = if let ItemId::Sight(check) = row {
            let sight = self.tested().and_then(|it| it.report.sights.iter().find(|it| it.check == *check));
            (&finding.found, sight.map(|it| it.examples().join("; ")).filter(|it| !it.is_empty()))
        } else {
            (&finding.needed, None)
        };
        let what = format!("{}: {says}", finding.label);
        [Some(what), examples, at].into_iter().flatten().map(text).collect()
    }

    /// The row as it stands on the screen.
    fn row_of(&self, row: &ItemId) -> Option<FindingItem> {
        let (facts, needs) = self.facts().zip(self.needs())?;
        let report = &self.tested()?.report;
        if let ItemId::Sight(check) = row {
            return report.sights.iter().find(|it| it.check == *check).map(|it| matrix::sight_item(facts, it));
        }
        let right = needs.rights.iter().find(|it| *row == ItemId::Right(it.function.clone()))?;
        let finding = report.rights.iter().find(|it| it.right == right.function)?;
        Some(matrix::right_item(facts.function(&right.function)?, right, Some(finding), FindingState::Unclear))
    }

    /// Puts somebody's word beside a right, and keeps it with an opened connection.
    pub(super) fn stamped(&mut self, id: RightId, confirmation: Confirmation) -> Vec<Effect> {
        self.put_word(&id, Some(&confirmation));
        let Some(here) = self.here_mut() else { return vec![] };
        here.confirmed.taken_back.remove(&id);
        here.confirmed.rights.insert(id, confirmation);
        self.record()
    }

    /// Has the test say what somebody's word is now.
    fn put_word(&mut self, id: &RightId, word: Option<&Confirmation>) {
        let Some(tested) = self.here_mut().and_then(|it| it.tested.as_mut()) else { return };
        for it in tested.report.rights.iter_mut().filter(|it| it.right == *id) {
            it.confirmed = word.cloned();
        }
        for it in tested.report.sights.iter_mut().filter(|it| it.word_id() == *id) {
            it.confirmed = word.cloned();
        }
    }
}
