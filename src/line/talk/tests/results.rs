//! What is said of results: which, in which order, and how much.

use super::{know, testing};
use crate::wizard::{
    event::ItemId,
    screen::{FindingItem, FindingState, Item, Notice, Told as Detail, Tone},
};

#[test]
fn results_are_said_once_and_in_the_order_of_the_screen() {
    let mut stage = testing(Some("checking"));
    let _ = stage.talk.written();
    assert_eq!(stage.news(|it| know(it, 1)), "", "the first one is not known yet");
    assert_eq!(stage.news(|it| know(it, 0)), "ok   2 are fine: first; second\n");
    assert_eq!(stage.news(|_| {}), "");
}

#[test]
fn what_is_well_is_said_by_name_behind_what_is_not_and_one_by_one_when_asked_for() {
    let mut stage = testing(Some("checking"));
    let _ = stage.talk.written();
    let third = stage.screen.borrow().items[0].clone();
    let said = stage.news(|it| {
        it.items.push(third);
        if let Some(Item::Finding(row)) = it.items.get_mut(2) {
            (row.id, row.label) = (ItemId::Right("third".into()), "third".into());
        }
        know(it, 0);
        if let Some(Item::Finding(row)) = it.items.get_mut(1) {
            row.state = FindingState::Bad;
        }
    });
    assert_eq!(said, "missing second\n", "the third is not known yet");
    let said = stage.news(|it| {
        know(it, 2);
        it.busy = None;
    });
    let wanted = "ok   2 are fine: first; third\nr says each that is fine in full.\nWhat next?\n";
    assert!(said.starts_with(wanted), "{said}");
    let said = stage.takes("r");
    assert!(said.contains("ok   first\nmissing second\nok   third\nWhat next?"), "{said}");
    let said = stage.news(|it| {
        know(it, 1);
        it.notice = Some(Notice::new(Tone::Good, "Connected.", "Go on."));
    });
    assert_eq!(said.lines().nth(1), Some("ok   second"), "one is said in full: {said}");
}

#[test]
fn what_failed_is_said_before_what_is_beyond_the_need_and_that_in_one_line() {
    let mut stage = testing(Some("checking"));
    let _ = stage.talk.written();
    let said = stage.news(|it| {
        know(it, 0);
        if let Some(Item::Finding(row)) = it.items.get_mut(1) {
            row.state = FindingState::Bad;
        }
        it.items.push(Item::Finding(FindingItem {
            id: ItemId::Excess,
            state: FindingState::Skipped,
            label: "Beyond the need".into(),
            needed: String::new(),
            found: "2 rights to take away".into(),
            took: None,
            detail: ["Quota: add All", "RMA: edit All"].map(|it| Detail::Says(it.into())).to_vec(),
        }));
        it.items.push(Item::Text { text: "An admin role allows everything.".into(), tone: Tone::Faint });
        it.notice = Some(Notice::new(Tone::Bad, "1 right is missing.", "Have it set."));
        it.busy = None;
    });
    let said: Vec<_> = said.lines().take_while(|it| *it != "What next?").collect();
    let wanted = [
        "ok   first",
        "missing second",
        "Problem: 1 right is missing. Have it set.",
        "note Beyond the need: 2 rights to take away",
        "An admin role allows everything.",
    ];
    assert_eq!(said, wanted);
    let rows = stage.takes("details");
    assert!(rows.starts_with("1. second: missing\n") && rows.contains("3. Beyond the need: note"), "{rows}");
    assert!(stage.takes("beyond").contains("Quota: add All\nRMA: edit All\n"));
}

#[test]
fn a_reason_that_rows_share_is_said_once_in_a_row_of_them() {
    let mut stage = testing(Some("checking"));
    let _ = stage.talk.written();
    let said = stage.news(|it| {
        for it in &mut it.items {
            if let Item::Finding(row) = it {
                (row.state, row.found, row.needed) = (FindingState::Unclear, "it hides it".into(), "All".into());
            }
        }
    });
    let rows =
        ["could not tell first: it hides it; needed: All", "could not tell second: for the same reason; needed: All"];
    assert_eq!(said.lines().collect::<Vec<_>>(), rows);
}
