//! What holds just now: the facts of the chosen PSA, the product's needs, the answers, the login they make, and what runs.

use crate::model::{
    catalog::PsaFacts,
    id::JobId,
    integration::{Integration, Needs},
    login::Login,
};

use super::{
    Running, Wizard,
    answers::{Answers, Tested},
};

impl Wizard {
    pub(super) fn facts(&self) -> Option<&PsaFacts> {
        self.start.catalog.psa(self.psa.as_ref()?)
    }

    pub(super) fn product(&self) -> Option<&Integration> {
        self.start.catalog.integration(self.integration.as_ref()?)
    }

    pub(super) fn needs(&self) -> Option<&Needs> {
        self.product()?.needs(self.psa.as_ref()?)
    }

    pub(super) fn here(&self) -> Option<&Answers> {
        self.answers.get(self.psa.as_ref()?)
    }

    pub(super) fn here_mut(&mut self) -> Option<&mut Answers> {
        Some(self.answers.entry(self.psa.clone()?).or_default())
    }

    /// The login as it stands, when it is complete.
    pub(super) fn complete_login(&self) -> Option<Login> {
        let answers = self.here()?;
        let site = answers.site.as_ref()?;
        let login = Login::complete(self.facts()?, site.origin.clone(), site.site.clone(), &answers.values).ok()?;
        Some(login.pinned(answers.pin.clone()))
    }

    /// The test of just this login for just this integration, if there was one.
    pub(super) fn tested(&self) -> Option<&Tested> {
        let login = self.complete_login()?;
        let tested = self.here()?.tested.as_ref()?;
        (tested.login == login && Some(&tested.integration) == self.integration.as_ref()).then_some(tested)
    }

    pub(super) fn is_running(&self, job: JobId) -> bool {
        self.running.as_ref().is_some_and(|(id, _)| *id == job)
    }

    pub(super) fn runs(&self, what: &Running) -> bool {
        self.running.as_ref().is_some_and(|(_, it)| it == what)
    }
}
