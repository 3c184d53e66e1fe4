//! `/system/info`: version and cloud, which need no right.

use serde_json::{Map, Value, json};

use super::{records::Record, reply::VERSION};
use crate::sandbox::server::Shared;

/// What it says.
pub(super) fn info(shared: &Shared) -> Record {
    let fields = [
        ("version", json!(VERSION)),
        ("isCloud", json!(true)),
        ("serverTimeZone", json!("Eastern Standard Time")),
        ("licenseBits", json!([])),
        ("cloudRegion", json!(shared.scenario.connectwise.site.to_uppercase())),
        ("maxWorkFlowRecordsAllowed", json!(10_000)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<String, Value>>()
}
