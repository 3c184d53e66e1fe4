//! Logins that were refused: remembered, and sent once more only after a yes.

use crate::{
    model::{fault::Fault, login::Login},
    words,
};

use super::{Effect, Step, Wizard, answers::Refused, event::Consent, verdict};

impl Wizard {
    /// Why just this login was refused, if it was. It is sent again only when the person says so.
    pub(super) fn refusal(&self) -> Option<&Fault> {
        let login = self.complete_login()?.pinned(None);
        self.here()?.refused.as_ref().filter(|it| it.login == login).map(|it| &it.fault)
    }

    /// Says whether just this login was refused.
    pub(super) fn is_refused(&self) -> bool {
        self.refusal().is_some()
    }

    /// Remembers that just this login was refused.
    pub(super) fn remember_refusal(&mut self, fault: &Fault) {
        if let Some(login) = self.complete_login() {
            self.remember_refusal_of(login, fault);
        }
    }

    pub(super) fn remember_refusal_of(&mut self, login: Login, fault: &Fault) {
        if (fault.refuses_login() || fault.wants_consent())
            && let Some(here) = self.here_mut()
        {
            let times = if let Fault::RefusedBefore { attempts, .. } = fault {
                *attempts
            } else if fault.wants_consent() {
                0
            } else {
                here.refused_before + 1
            };
            here.refused = Some(Refused { login: login.pinned(None), fault: fault.clone(), times });
        }
    }

    /// Sends a login that was refused once more, after a yes.
    pub(super) fn send_again(&mut self) -> Vec<Effect> {
        match self.step {
            Step::Test if self.is_refused() => self.start_test(Consent::Given),
            Step::Pull | Step::Done if self.is_refused() => self.start_pull(Consent::Given),
            Step::Home
            | Step::Pull
            | Step::Psa
            | Step::Integration
            | Step::Site
            | Step::Guide
            | Step::Login
            | Step::Test
            | Step::Preview
            | Step::Save
            | Step::Done => vec![],
        }
    }

    /// How often it was refused, and what sending it again may cost.
    pub(super) fn words_of_sending_again(&self) -> (String, String) {
        let refused = self.here().and_then(|it| it.refused.as_ref());
        let times = refused.map_or(0, |it| it.times);
        let says = words::with("refused-times", &[("n", times.into())]);
        (says, words::with("refused-counts", &[("risk", verdict::risk(self.facts()).into())]))
    }
}
