//! What is never done by itself: to trust one certificate by its fingerprint, and to send the keys to another site.

use crate::{
    model::{
        address::{self, Address},
        certificate::Certificate,
        fault::{CertificateFault, Fault},
        origin::Origin,
        report::{Moved, Report},
    },
    words,
};

use super::{
    Effect, Step, Wizard,
    question::Question,
    screen::{Item, Tone},
};

/// A certificate that may be trusted when somebody says so, and why it is not.
pub(super) struct Offered<'a> {
    /// As the server shows it.
    pub(super) shown: &'a Certificate,
    /// What is wrong with it.
    pub(super) what: &'a CertificateFault,
}

/// The certificate that a fault is about, where it lacks nothing but somebody to vouch for it.
pub(super) fn offered(fault: Option<&Fault>) -> Option<Offered<'_>> {
    if let Some(Fault::Certificate { what, shown: Some(shown), .. }) = fault
        && what.can_be_pinned()
    {
        return Some(Offered { shown, what });
    }
    None
}

/// Says whether this host's authorities vouch for a certificate that took the place of the pinned one.
pub(super) fn is_vouched(fault: Option<&Fault>) -> bool {
    matches!(fault, Some(Fault::Certificate { what: CertificateFault::Changed { flaw: None, .. }, .. }))
}

/// Where the login belongs, if something said that it is elsewhere.
pub(super) fn moved_to(report: &Report) -> Option<&Origin> {
    let by_fault = report.fault().and_then(|it| if let Fault::MovedSite { to, .. } = it { Some(to) } else { None });
    by_fault.or_else(|| report.moved.as_ref().map(|it| &it.to))
}

/// Says that the login belongs elsewhere, where that did not stop the test.
pub(super) fn moved_item(report: &Report) -> Option<Item> {
    let Moved { to, by } = report.moved.as_ref()?;
    let text = words::with("pin-moved", &[("by", (*by).into()), ("to", to.to_string().into())]);
    Some(Item::Text { text: super::verdict::capital(&text), tone: Tone::Warning })
}

/// Says which certificate is trusted, short.
pub(super) fn says(pin: &Certificate) -> String {
    let end: String = pin.sha256.chars().rev().filter(|it| *it != ':').take(8).collect();
    let end: String = end.chars().rev().collect();
    words::with("pin-says", &[("subject", pin.subject.as_str().into()), ("end", end.into())])
}

/// A fingerprint in four groups, so that it can be compared and breaks between them.
pub(super) fn grouped(sha256: &str) -> String {
    let bytes: Vec<_> = sha256.split(':').collect();
    bytes.chunks(8).map(|it| it.join(":")).collect::<Vec<_>>().join(" ")
}

impl Wizard {
    /// Shows the certificate and asks whether exactly it is to be trusted.
    pub(super) fn ask_trust(&mut self) -> Vec<Effect> {
        let fault = self.tested().and_then(|it| it.report.fault());
        if self.step != Step::Test || self.running.is_some() {
            return vec![];
        }
        self.question = offered(fault).map(|it| match it.what {
            CertificateFault::Changed { pinned, .. } => {
                Question::Changed { pinned: pinned.clone(), shown: Box::new(it.shown.clone()) }
            }
            CertificateFault::UnknownIssuer { .. }
            | CertificateFault::IncompleteChain { .. }
            | CertificateFault::SelfSigned
            | CertificateFault::Expired { .. }
            | CertificateFault::NotYetValid { .. }
            | CertificateFault::WrongName { .. }
            | CertificateFault::CaAsServer
            | CertificateFault::Weak
            | CertificateFault::Revoked
            | CertificateFault::Bad { .. } => Question::Trust(Box::new(it.shown.clone())),
        });
        vec![]
    }

    /// Shows what is trusted and asks whether this host's authorities are to decide again.
    pub(super) fn ask_unpin(&mut self) -> Vec<Effect> {
        if matches!(self.step, Step::Test | Step::Save) && self.running.is_none() {
            let pin = self.here().and_then(|it| it.pin.clone());
            self.question = pin.map(|it| Question::Unpin(Box::new(it)));
        }
        vec![]
    }

    /// Trusts whom this host trusts, and starts the test again.
    pub(super) fn unpin(&mut self) -> Vec<Effect> {
        if let Some(here) = self.here_mut() {
            here.pin = None;
        }
        self.enter_test()
    }

    /// Trusts the certificate at this site and nowhere else, and starts the test again.
    pub(super) fn trust(&mut self, certificate: Certificate) -> Vec<Effect> {
        if let Some(here) = self.here_mut() {
            here.pin = Some(certificate);
        }
        self.enter_test()
    }

    /// Shows both addresses and asks whether the keys may go to the new one.
    pub(super) fn ask_move(&mut self) -> Vec<Effect> {
        if self.step == Step::Test && self.running.is_none() {
            let to = self.tested().and_then(|it| moved_to(&it.report)).cloned();
            self.question = to.map(Question::Move);
        }
        vec![]
    }

    /// Uses the new site from now on, and tests there.
    pub(super) fn move_to(&mut self, to: Origin) -> Vec<Effect> {
        let address = self.address_of(to);
        self.use_site(address);
        self.enter_test()
    }

    /// The address of a site that the PSA named, with a doubt when it is none that is known.
    pub(super) fn address_of(&self, origin: Origin) -> Address {
        let listed = self.facts().and_then(|facts| facts.sites.iter().find(|it| it.origin == origin));
        if let Some(site) = listed {
            let notes = site.note.iter().cloned().collect();
            return Address { origin, site: Some(site.id.clone()), notes, warning: None };
        }
        let read = self.facts().and_then(|facts| address::read(facts, &origin.to_string()).ok());
        let warning = words::say("pin-unknown-address").to_owned();
        read.filter(|it| it.origin == origin).unwrap_or(Address {
            origin,
            site: None,
            notes: vec![],
            warning: Some(warning),
        })
    }
}
