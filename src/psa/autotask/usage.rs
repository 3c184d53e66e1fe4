//! The request budget: one for the whole Autotask database, shared by every integration.

use serde_json::Value;

use crate::words::digits::grouped;

use super::refusal::answer;
use crate::{
    model::{
        fault::Fault,
        report::{CheckOutcome, Detail, Fact},
    },
    psa::Answer,
};

/// How much of the budget is used; unclear when so much is used that requests may soon be refused.
pub(super) fn limits(threshold: &Answer) -> (CheckOutcome, Vec<Detail>) {
    let unread = |why: &Fault| (CheckOutcome::Unclear(format!("the request budget could not be read: {why}")), vec![]);
    let json = match answer(threshold) {
        Ok(json) => json,
        Err(fault) => return unread(&fault),
    };
    let number = |key| json.get(key).and_then(Value::as_u64);
    let (Some(used), Some(budget)) = (number("currentTimeframeRequestCount"), number("externalRequestThreshold"))
    else {
        let at = "externalRequestThreshold".to_owned();
        return unread(&Fault::Unreadable { what: threshold.label.clone(), at });
    };
    let span = match number("requestThresholdTimeframe") {
        None | Some(60) => "this hour".to_owned(),
        Some(minutes) => format!("in the last {minutes} minutes"),
    };
    let says = format!("{} of {} requests used {span}", grouped(used), grouped(budget));
    let details = vec![Detail::new(Fact::Used, used.to_string()), Detail::new(Fact::Budget, budget.to_string())];
    // Source: the vendor's Thresholds page, as clients restate it.
    let outcome = match used.saturating_mul(100) / budget.max(1) {
        0..50 => CheckOutcome::Passed(says),
        50..75 => CheckOutcome::Passed(format!("{says}; Autotask delays every request by half a second")),
        75..100 => CheckOutcome::Unclear(format!("{says}; Autotask delays every request by a second")),
        _ => CheckOutcome::Unclear(format!("{says}; Autotask refuses every integration until usage drops")),
    };
    (outcome, details)
}
