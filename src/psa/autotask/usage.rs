//! The request budget: one for the whole Autotask database, shared by every integration.

use serde_json::Value;

use super::refusal::answer;
use crate::psa::Answer;

/// What to know of the budget, each a sentence; nothing when it could not be read.
pub(super) fn notes(threshold: Option<&Answer>) -> Vec<String> {
    let Some(json) = threshold.and_then(|it| answer(it).ok()) else { return vec![] };
    let number = |key| json.get(key).and_then(Value::as_u64);
    let (Some(used), Some(limit)) = (number("currentTimeframeRequestCount"), number("externalRequestThreshold")) else {
        return vec![];
    };
    let span = match number("requestThresholdTimeframe") {
        None | Some(60) => "this hour".to_owned(),
        Some(minutes) => format!("in the last {minutes} minutes"),
    };
    let mut notes = vec![format!("Autotask requests used {span}: {} of {}.", grouped(used), grouped(limit))];
    // Source: the vendor's Thresholds page, as clients restate it.
    let share = used.saturating_mul(100) / limit.max(1);
    match share {
        0..50 => {}
        50..75 => notes.push("More than half is used: Autotask delays every request by half a second.".to_owned()),
        75..100 => notes.push("Three quarters are used: Autotask delays every request by a second.".to_owned()),
        _ => notes
            .push("All of it is used: Autotask refuses requests of every integration until usage drops.".to_owned()),
    }
    notes
}

/// A number with a comma every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
