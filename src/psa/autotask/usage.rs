//! The request budget: one for the whole Autotask database, shared by every integration.

use serde_json::Value;

use super::{THRESHOLD, get, refusal::answer};
use crate::{
    model::{
        fault::Fault,
        login::Login,
        mirror::Usage,
        report::{CheckOutcome, Detail, Fact},
    },
    psa::{Answer, Api, Request},
    words,
};

/// Asks for it.
pub(super) fn ask(login: &Login, api: &Api) -> Request {
    get(login, api, "/ThresholdInformation", "", THRESHOLD)
}

/// How much of the budget is used.
pub(super) fn read(threshold: &Answer) -> Result<Usage, Fault> {
    let json = answer(threshold)?;
    let number = |key| json.get(key).and_then(Value::as_u64);
    let (Some(used), Some(allowed)) = (number("currentTimeframeRequestCount"), number("externalRequestThreshold"))
    else {
        return Err(Fault::Unreadable { what: threshold.label.clone(), at: "externalRequestThreshold".to_owned() });
    };
    let minutes = number("requestThresholdTimeframe").unwrap_or(HOUR);
    let says = if minutes == HOUR {
        words::with("check-limits-this-hour", &[("used", used.into()), ("budget", allowed.into())])
    } else {
        words::with(
            "check-limits-in-minutes",
            &[("used", used.into()), ("budget", allowed.into()), ("minutes", minutes.to_string().into())],
        )
    };
    // Source: the vendor's Thresholds page, as clients restate it.
    let says = match percent(used, allowed) {
        0..50 => says,
        50..75 => words::with("check-limits-half-second", &[("says", says.into())]),
        75..100 => words::with("check-limits-second", &[("says", says.into())]),
        _ => words::with("check-limits-refuses", &[("says", says.into())]),
    };
    Ok(Usage { used, allowed, minutes, says })
}

/// The same as a check; unclear when so much is used that requests may soon be refused.
pub(super) fn limits(threshold: &Answer) -> (CheckOutcome, Vec<Detail>) {
    let Usage { used, allowed, says, .. } = match read(threshold) {
        Ok(usage) => usage,
        Err(fault) => {
            let why = words::with("check-limits-unread", &[("fault", fault.to_string().into())]);
            return (CheckOutcome::Unclear(why), vec![]);
        }
    };
    let details = vec![Detail::new(Fact::Used, used.to_string()), Detail::new(Fact::Budget, allowed.to_string())];
    let outcome = if percent(used, allowed) < 75 { CheckOutcome::Passed(says) } else { CheckOutcome::Unclear(says) };
    (outcome, details)
}

fn percent(used: u64, allowed: u64) -> u64 {
    used.saturating_mul(100) / allowed.max(1)
}

/// Unit: minutes.
const HOUR: u64 = 60;
