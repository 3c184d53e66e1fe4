//! The request budget: one for the whole Autotask database, shared by every integration.

use serde_json::Value;

use super::refusal::answer;
use crate::{
    model::{
        fault::Fault,
        report::{CheckOutcome, Detail, Fact},
    },
    psa::Answer,
    words,
};

/// How much of the budget is used; unclear when so much is used that requests may soon be refused.
pub(super) fn limits(threshold: &Answer) -> (CheckOutcome, Vec<Detail>) {
    let unread = |why: &Fault| {
        (CheckOutcome::Unclear(words::with("check-limits-unread", &[("fault", why.to_string().into())])), vec![])
    };
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
    let says = match number("requestThresholdTimeframe") {
        None | Some(60) => words::with("check-limits-this-hour", &[("used", used.into()), ("budget", budget.into())]),
        Some(minutes) => words::with(
            "check-limits-in-minutes",
            &[("used", used.into()), ("budget", budget.into()), ("minutes", minutes.to_string().into())],
        ),
    };
    let details = vec![Detail::new(Fact::Used, used.to_string()), Detail::new(Fact::Budget, budget.to_string())];
    // Source: the vendor's Thresholds page, as clients restate it.
    let outcome = match used.saturating_mul(100) / budget.max(1) {
        0..50 => CheckOutcome::Passed(says),
        50..75 => CheckOutcome::Passed(words::with("check-limits-half-second", &[("says", says.into())])),
        75..100 => CheckOutcome::Unclear(words::with("check-limits-second", &[("says", says.into())])),
        _ => CheckOutcome::Unclear(words::with("check-limits-refuses", &[("says", says.into())])),
    };
    (outcome, details)
}
