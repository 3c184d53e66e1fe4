//! What a rotation notices and compares.

use crate::model::{
    catalog::{Catalog, FieldKind},
    document::{Document, Proven, RightRow},
    fault::{ExitCode, Fault},
};

use super::{Compared, FirstKey, OldKey, compare, rotating, short_of_the_need};

fn right(id: &str, proof: Proven) -> RightRow {
    RightRow {
        right: id.into(),
        module: "M".into(),
        function: id.into(),
        needed: "inquire All".into(),
        why: String::new(),
        found: String::new(),
        proof,
        because: None,
        request: String::new(),
        evidence: vec![],
        confidence: String::new(),
        doubt: None,
        ms: 0,
        menu: format!("Role > {id}"),
        optional: false,
        confirmed: None,
        earlier: None,
    }
}

fn optional(id: &str, proof: Proven) -> RightRow {
    RightRow { optional: true, ..right(id, proof) }
}

fn document(rights: Vec<RightRow>) -> Document {
    Document { rights, identity: Some("S365".into()), ..Document::default() }
}

#[test]
fn only_secret_fields_rotate_and_each_psa_has_some() {
    for facts in Catalog::embedded().psas.clone() {
        let kinds: Vec<_> = rotating(&facts).map(|it| it.kind).collect();
        assert!(!kinds.is_empty() && kinds.iter().all(|it| *it == FieldKind::Secret), "{}", facts.id);
        let guide = &facts.rotate;
        assert!(
            !guide.make.is_empty() && !guide.delete.is_empty() && !guide.source.is_empty() && !guide.read.is_empty()
        );
        assert_eq!(guide.first == FirstKey::Ends, guide.risk.is_some(), "one secret of one user is what may lock it");
    }
}

#[test]
fn a_needed_right_that_is_gone_is_lost_and_an_optional_one_is_not() {
    let before = document(vec![right("a", Proven::Granted), optional("b", Proven::Granted)]);
    let after = document(vec![right("a", Proven::Missing), optional("b", Proven::Missing)]);
    let found = compare(&before, &after);
    assert_eq!((found.lost.len(), found.unclear.len(), found.identity.len()), (1, 0, 0), "{found:?}");
    assert!(found.lost[0].starts_with("lost: M / a"), "{found:?}");
    assert_eq!(compare(&after, &after), Compared::default(), "what was missing before is not lost by the second key");
}

#[test]
fn what_can_no_longer_be_checked_and_another_user_are_told_apart_from_a_loss() {
    let before = document(vec![right("a", Proven::Granted)]);
    let after = document(vec![right("a", Proven::Unproven)]);
    let found = compare(&before, &Document { identity: Some("Else".into()), ..after.clone() });
    assert_eq!((found.lost.len(), found.unclear.len(), found.identity.len()), (0, 1, 1), "{found:?}");
    assert_eq!(compare(&after, &after), Compared::default(), "what could never be checked is no news");
}

#[test]
fn without_an_earlier_test_a_missing_right_counts_as_lost() {
    let after = document(vec![
        right("a", Proven::Missing),
        optional("b", Proven::Missing),
        right("c", Proven::Unproven),
        right("d", Proven::Granted),
    ]);
    assert_eq!(short_of_the_need(&after).lost.len(), 1);
}

#[test]
fn what_became_of_the_old_key_is_said_with_what_to_do_next() {
    let fault = || Fault::Gateway { host: "h".into(), status: 502 };
    for facts in Catalog::embedded().psas.clone() {
        for old in
            [OldKey::Dead { left: None }, OldKey::Dead { left: Some(fault()) }, OldKey::Alive, OldKey::Unclear(fault())]
        {
            let (says, remedy) = old.words(&facts);
            assert!(says.contains("old key") && says.ends_with('.') && remedy.ends_with('.'), "{says} {remedy}");
        }
    }
    assert_eq!(ExitCode::of(9), Some(ExitCode::OldKeyWorks));
}
