//! Pins: exactly one certificate is trusted, after a yes, and goes when its site goes.

use crate::{
    model::{
        certificate::Certificate,
        fault::{CertificateFault, Fault},
        id::JobId,
        report::{Check, CheckOutcome},
    },
    wizard::{
        Step, Wizard,
        event::{Button, Consent, Event, Finish, ItemId},
    },
};

use super::{
    found::{HOST, failed, offers, test_job, words},
    situations::{checked, press, tested},
};

pub(crate) fn certificate(first: &str) -> Certificate {
    Certificate {
        sha256: format!("{first}{}", ":11".repeat(31)),
        subject: "psa.example".into(),
        issuer: "psa.example".into(),
        not_before: "2026-02-01".into(),
        not_after: "2028-02-01".into(),
    }
}

fn distrusted(what: CertificateFault, first: &str) -> Wizard {
    let shown = Some(Box::new(certificate(first)));
    failed(Check::Tls, Fault::Certificate { host: HOST.into(), what, shown })
}

#[test]
fn a_certificate_is_trusted_after_one_yes_and_the_test_starts_with_exactly_it() {
    let mut wizard = distrusted(CertificateFault::SelfSigned, "AA");
    assert_eq!(wizard.update(press(Button::Trust)), []);
    for shown in ["AA:11:11", "psa.example", "2026-02-01 to 2028-02-01", "exactly this certificate"] {
        assert!(words(&wizard).contains(shown), "{shown}");
    }
    let effects = wizard.update(press(Button::Yes));
    let (login, consent) = test_job(&effects).unwrap();
    assert_eq!((login.pin.as_ref(), consent), (Some(&certificate("AA")), Consent::No));
}

#[test]
fn no_trusts_nothing() {
    let mut wizard = distrusted(CertificateFault::SelfSigned, "AA");
    let _ = wizard.update(press(Button::Trust));
    assert_eq!(wizard.update(press(Button::No)), []);
    let effects = wizard.update(press(Button::RetryAll));
    assert_eq!(test_job(&effects).unwrap().0.pin, None);
}

#[test]
fn only_a_certificate_that_lacks_nothing_else_can_be_trusted() {
    let can = [
        CertificateFault::SelfSigned,
        CertificateFault::CaAsServer,
        CertificateFault::UnknownIssuer { issuer: "X".into(), sent: 1 },
        CertificateFault::IncompleteChain { issuer: "X".into() },
    ];
    let cannot = [
        CertificateFault::Expired { not_after: "2020-01-01".into() },
        CertificateFault::WrongName { presented: vec!["x.example".into()] },
        CertificateFault::Weak,
        CertificateFault::Revoked,
    ];
    for (what, may) in can.map(|it| (it, true)).into_iter().chain(cannot.map(|it| (it, false))) {
        let mut wizard = distrusted(what.clone(), "AA");
        assert_eq!(offers(&wizard, Button::Trust), may, "{what:?}");
        let _ = wizard.update(press(Button::Trust));
        assert_eq!(offers(&wizard, Button::Yes), may, "{what:?}");
    }
}

#[test]
fn a_changed_certificate_needs_a_second_yes() {
    let [pinned, presented] = ["BB", "AA"].map(|it| certificate(it).sha256);
    let mut wizard = distrusted(CertificateFault::Changed { pinned, presented, flaw: None }, "AA");
    let _ = wizard.update(press(Button::Trust));
    assert!(words(&wizard).contains("BB:11:11") && words(&wizard).contains("AA:11:11"));
    assert_eq!(wizard.update(press(Button::Yes)), []);
    assert!(words(&wizard).contains("Trust this certificate?"));
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(test_job(&effects).unwrap().0.pin, Some(certificate("AA")));
}

/// A connection whose pinned certificate BB gave way to AA.
fn changed(flaw: Option<CertificateFault>) -> Wizard {
    let mut wizard = distrusted(CertificateFault::SelfSigned, "BB");
    let _ = wizard.update(press(Button::Trust));
    let _ = wizard.update(press(Button::Yes));
    let [pinned, presented] = ["BB", "AA"].map(|it| certificate(it).sha256);
    let what = CertificateFault::Changed { pinned, presented, flaw: flaw.map(Box::new) };
    let fault = Fault::Certificate { host: HOST.into(), what, shown: Some(Box::new(certificate("AA"))) };
    wizard.update(Event::Progressed(JobId(1), checked(Check::Tls, CheckOutcome::Failed(fault))));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    wizard
}

#[test]
fn a_new_certificate_that_this_hosts_authorities_vouch_for_may_end_the_pin_after_a_yes() {
    let mut wizard = changed(None);
    assert!(offers(&wizard, Button::Trust) && offers(&wizard, Button::Unpin));
    assert!(words(&wizard).contains("this host's authorities vouch for it"));
    assert_eq!(wizard.update(press(Button::Unpin)), []);
    assert!(words(&wizard).contains("BB:11:11"));
    assert_eq!(wizard.update(press(Button::No)), []);
    let _ = wizard.update(press(Button::Unpin));
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(test_job(&effects).unwrap().0.pin, None);
}

#[test]
fn a_new_certificate_with_a_flaw_of_its_own_is_not_pinned_and_the_flaw_is_said() {
    let expired = CertificateFault::Expired { not_after: "2020-01-01".into() };
    let mut wizard = changed(Some(expired));
    assert!(!offers(&wizard, Button::Trust) && !offers(&wizard, Button::Unpin));
    assert!(words(&wizard).contains("which expired on 2020-01-01"));
    let _ = wizard.update(press(Button::Trust));
    assert!(!offers(&wizard, Button::Yes));
    let wizard = changed(Some(CertificateFault::SelfSigned));
    assert!(offers(&wizard, Button::Trust) && !offers(&wizard, Button::Unpin));
}

#[test]
fn a_pin_can_be_forgotten_before_saving_and_then_the_test_runs_without_it() {
    let mut wizard = tested(&[]);
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    assert_eq!(wizard.step(), Step::Save);
    assert!(!offers(&wizard, Button::Unpin));
    let mut wizard = changed(None);
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    assert_eq!(wizard.step(), Step::Save);
    assert!(offers(&wizard, Button::Unpin));
    let _ = wizard.update(press(Button::Unpin));
    let effects = wizard.update(press(Button::Yes));
    assert_eq!((wizard.step(), test_job(&effects).unwrap().0.pin.as_ref()), (Step::Test, None));
}

#[test]
fn a_pin_goes_with_its_site_and_does_not_come_back() {
    let mut wizard = distrusted(CertificateFault::SelfSigned, "AA");
    let _ = wizard.update(press(Button::Trust));
    let _ = wizard.update(press(Button::Yes));
    let _ = wizard.update(press(Button::Back));
    let _ = wizard.update(press(Button::Back));
    let _ = wizard.update(press(Button::Back));
    assert_eq!(wizard.step(), Step::Site);
    for site in ["au", "eu"] {
        let _ = wizard.update(Event::Chose(ItemId::Site(site.into())));
    }
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    let effects = wizard.update(press(Button::Next));
    let login = test_job(&effects).unwrap().0;
    assert_eq!((login.origin.to_string().contains(HOST), login.pin.as_ref()), (true, None));
}
