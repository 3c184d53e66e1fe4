//! What a face without a screen asks of the wizard, and the answers so far as another set-up could be given them.

use crate::model::{
    address::Address,
    answers::{Answers, Given, OnDoubt, Pull, Site},
    catalog::PsaFacts,
    draft::PlainFields,
    fault::Fault,
    integration::Needs,
    paste,
    report::Report,
    saved::{Name, SavedAt},
};

use super::{
    Why, Wizard,
    answers::Ended,
    pin,
    save::ANYWAY,
    screen::{Notice, Screen},
};

impl Wizard {
    /// Says whether a job runs.
    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// Says whether a question waits for a yes or a no.
    pub fn is_asking(&self) -> bool {
        self.question.is_some()
    }

    /// The facts of the chosen PSA, and what the chosen integration needs of it.
    pub fn chosen(&self) -> Option<(&PsaFacts, &Needs)> {
        self.facts().zip(self.needs())
    }

    /// The site, once there is one.
    pub fn site(&self) -> Option<&Address> {
        self.here()?.site.as_ref()
    }

    /// What the test of just this login found, once it came to its end.
    pub fn report(&self) -> Option<&Report> {
        self.tested().filter(|it| it.ended == Ended::Yes).map(|it| &it.report)
    }

    /// The SHA-256 of the certificate that could be trusted on the word of a person, when that stopped the test.
    pub fn offered_pin(&self) -> Option<&str> {
        pin::offered(self.report()?.fault()).map(|it| it.shown.sha256.as_str())
    }

    /// Where the connection was saved.
    pub fn saved_at(&self) -> Option<&SavedAt> {
        self.saved.as_ref()
    }

    /// Why the pull right after the save failed, if it did.
    pub fn failed_pull(&self) -> Option<&Fault> {
        self.pull_fault()
    }

    /// What the person must know now.
    pub fn now_said(&self) -> Option<Notice> {
        let Screen { notice, .. } = self.screen();
        notice
    }

    /// Doubts about what was entered, with the field's name; none repeats a secret.
    pub fn entry_doubts(&self) -> Vec<(String, String)> {
        let Some((facts, here)) = self.facts().zip(self.here()) else { return vec![] };
        let of = |field| paste::doubts(facts, field, &here.values);
        facts.fields.iter().flat_map(|it| of(it).into_iter().map(|says| (it.label.clone(), says))).collect()
    }

    /// The answers so far, without secrets; `None` before a PSA is chosen.
    pub fn given(&self) -> Option<Answers> {
        let (facts, here) = self.facts().zip(self.here())?;
        let plain = PlainFields::of(facts, &here.values);
        let doubts = self.doubts();
        let anyway = |why| {
            let is_so = here.ticked.contains(ANYWAY) && doubts.iter().any(|it| it.why == why);
            is_so.then_some(OnDoubt::Save)
        };
        let site = |it: &Address| it.site.clone().map_or_else(|| Site::Address(it.origin.to_string()), Site::Id);
        Some(Answers {
            psa: Some(facts.id.clone()),
            integration: self.integration.clone(),
            name: Name::new(&self.name_text()).ok(),
            site: here.site.as_ref().map(site),
            way: Some(here.way),
            pin: here.pin.as_ref().map(|it| it.sha256.clone()),
            store: self.store().map(|it| it.kind),
            passphrase: self.store().and_then(|it| Answers::passphrase_of(it.kind)),
            pull: Some(if self.wants_pull() { Pull::Now } else { Pull::Later }),
            on_missing_rights: anyway(Why::Missing),
            on_unproven_rights: anyway(Why::Unproven),
            on_failed_test: anyway(Why::Failed),
            login: Answers::login_of(facts, |id| {
                Some(plain.get(id)).filter(|it| !it.is_empty()).map(|it| Given::Text(it.to_owned()))
            }),
            ..Answers::default()
        })
    }
}
