//! What goes wrong in a simulated tenant, or does not: read from `assets/sandbox/*.toml`, one story a file.

pub mod autotask;
pub mod connectwise;

use serde::Deserialize;

pub use self::{
    autotask::{Access, AccessForm, AutotaskRules, EntityAccess, Zone, ZoneUrl},
    connectwise::{ConnectWiseRules, Customized, Level, Levels},
};

/// One story, for both PSAs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// One sentence for a person.
    pub story: String,
    /// The file's name without its ending; `custom` for one that is not built in.
    #[serde(skip, default = "custom")]
    pub name: String,
    /// What ConnectWise does.
    #[serde(default)]
    pub connectwise: ConnectWiseRules,
    /// What Autotask does.
    #[serde(default)]
    pub autotask: AutotaskRules,
    /// How busy both are.
    #[serde(default)]
    pub traffic: TrafficRules,
}

/// Latency and limits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrafficRules {
    /// Latency of most requests in milliseconds, give or take 40 %.
    pub median_ms: u64,
    /// Latency of the slow ones in milliseconds.
    pub tail_ms: u64,
    /// How many in a hundred are slow.
    pub tail_percent: u32,
    /// Requests a minute before 429.
    pub per_minute: Option<u32>,
    /// Seconds that a 429 asks for; Autotask's own for its threads names none.
    pub retry_after_secs: u64,
    /// Autotask: requests within any sixty minutes.
    pub hourly_limit: u32,
    /// Autotask: requests that other integrations used just before the start.
    pub used_at_start: u32,
    /// Autotask: requests at one entity at the same time.
    pub thread_limit: u32,
    /// How many requests in a hundred for pages and counts of lists go wrong, in one way or another.
    pub fail_percent: u32,
    /// Milliseconds of silence before the connection closes, where a request goes wrong that way.
    pub stall_ms: u64,
}

impl Default for TrafficRules {
    fn default() -> Self {
        Self {
            median_ms: 0,
            tail_ms: 0,
            tail_percent: 0,
            per_minute: None,
            retry_after_secs: 30,
            hourly_limit: 10_000,
            used_at_start: 0,
            thread_limit: 3,
            fail_percent: 0,
            stall_ms: 1000,
        }
    }
}

/// The built-in ones, in the order they are offered.
const BUILT_IN: [(&str, &str); 14] = [
    ("healthy", include_str!("../../assets/sandbox/healthy.toml")),
    ("two-rights-missing", include_str!("../../assets/sandbox/two-rights-missing.toml")),
    ("read-only-role", include_str!("../../assets/sandbox/read-only-role.toml")),
    ("admin-role", include_str!("../../assets/sandbox/admin-role.toml")),
    ("wrong-zone", include_str!("../../assets/sandbox/wrong-zone.toml")),
    ("moved-zone", include_str!("../../assets/sandbox/moved-zone.toml")),
    ("not-api-only", include_str!("../../assets/sandbox/not-api-only.toml")),
    ("locks-after-three", include_str!("../../assets/sandbox/locks-after-three.toml")),
    ("slow-vendor", include_str!("../../assets/sandbox/slow-vendor.toml")),
    ("rate-limited", include_str!("../../assets/sandbox/rate-limited.toml")),
    ("flaky", include_str!("../../assets/sandbox/flaky.toml")),
    ("rotation", include_str!("../../assets/sandbox/rotation.toml")),
    ("agreement-types-restricted", include_str!("../../assets/sandbox/agreement-types-restricted.toml")),
    ("autotask-restricted", include_str!("../../assets/sandbox/autotask-restricted.toml")),
];

impl Scenario {
    /// A built-in scenario by its name.
    pub fn named(name: &str) -> Option<Self> {
        let (name, text) = BUILT_IN.into_iter().find(|(it, _)| *it == name)?;
        let scenario = Self::parse(text).expect("every_built_in_scenario_reads parses each of them");
        Some(Self { name: name.to_owned(), ..scenario })
    }

    /// All built-in scenarios.
    pub fn all() -> Vec<Self> {
        BUILT_IN.iter().filter_map(|(name, _)| Self::named(name)).collect()
    }

    /// Reads a scenario of one's own.
    ///
    /// Errors: TOML that does not read, keys that no scenario has.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

/// The name of a scenario that is not built in.
fn custom() -> String {
    "custom".to_owned()
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Level, Scenario};

    #[test]
    fn every_built_in_scenario_reads_and_opens_with_its_story() {
        for (name, text) in BUILT_IN {
            assert!(text.starts_with("story = \""), "{name}");
            let scenario = Scenario::parse(text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            assert!(scenario.story.ends_with('.') && !scenario.story.contains('\n'), "{name}");
        }
        assert_eq!(Scenario::all().len(), BUILT_IN.len());
        assert_eq!(Scenario::named("nonsense"), None);
    }

    #[test]
    fn a_key_that_no_scenario_has_is_refused() {
        assert!(Scenario::parse("story = 'x'\n[traffic]\nmedium_ms = 1").is_err());
        assert_eq!(Scenario::parse("story = 'x'").unwrap().name, "custom");
    }

    #[test]
    fn two_rights_are_missing_and_no_more() {
        let rules = Scenario::named("two-rights-missing").unwrap().connectwise;
        let healthy = Scenario::named("healthy").unwrap().connectwise;
        let differing: Vec<&str> = crate::sandbox::connectwise::matrix::functions()
            .filter(|it| rules.levels(it.module, it.name) != healthy.levels(it.module, it.name))
            .map(|it| it.name)
            .collect();
        assert_eq!(differing, ["Contacts", "Product Catalog"]);
        assert_eq!(rules.levels("Companies", "Contacts").add, Level::None);
        assert_eq!(rules.levels("Procurement", "Product Catalog").inquire, Level::None);
    }
}
