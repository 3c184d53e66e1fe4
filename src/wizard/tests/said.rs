//! What is said once the test is over: each thing once, to whom it concerns, and what to do.

use crate::{
    model::{fault::Fault, report::Check, right::Proof},
    wizard::{Wizard, screen::Notice},
};

use super::{
    found::{HOST, failed, words},
    situations::{refused, tested},
};

fn notice(wizard: &Wizard) -> Notice {
    wizard.screen().notice.unwrap()
}

fn unproven(because: &str) -> Proof {
    Proof::Unproven { because: because.into() }
}

#[test]
fn one_reason_for_all_that_could_not_be_checked_is_said_with_what_to_do() {
    let [one, other] = ["procurement.products", "finance.agreements"];
    let same = notice(&tested(&[(one, unproven("nobody says so")), (other, unproven("nobody says so"))]));
    assert_eq!(same.cause.as_deref(), Some("Nobody says so."));
    assert_eq!(same.remedy, "Look at them in the PSA, then confirm each with Confirm row, or go on.");
    let several = notice(&tested(&[(one, unproven("nobody says so")), (other, unproven("it is busy"))]));
    assert_eq!(several.cause, None);
}

#[test]
fn a_host_has_no_job() {
    let wizard = failed(Check::Api, Fault::UnknownCompany { host: HOST.into(), company: "acme".into() });
    assert!(!words(&wizard).contains("this host\""), "{}", words(&wizard));
    assert_eq!(notice(&wizard).whose, None);
}

#[test]
fn a_refused_login_names_the_swap_of_keys_that_look_alike() {
    let swap = "If the keys changed places, use \"Swap Public key and Private key\" at the Login step.";
    assert!(notice(&refused()).remedy.contains(swap), "{}", notice(&refused()).remedy);
    let down = failed(Check::Tcp, Fault::UnknownHost { host: HOST.into() });
    assert!(!words(&down).contains("changed places"), "{}", words(&down));
}
