//! What is found of every scenario that ships, and of a few that do not.

use std::collections::BTreeMap;

use psa_connect::{
    model::{
        fault::ExitCode,
        report::{Fact, Seen},
        right::{Confirmation, Proof},
    },
    sandbox::{Options, scenario::Scenario, tenant::Sizes},
};

use crate::world::{World, came_to, exit_code, seen};

const CONNECTWISE: [&str; 8] = [
    "count-of-companies: all",
    "parents-of-companies: all",
    "count-of-agreements: all",
    "parents-of-agreements: all",
    "companies-of-agreements: all",
    "types-of-agreements: all",
    "agreements-of-products: all",
    "agreements-of-invoices: all",
];

const AUTOTASK: [&str; 9] = [
    "count-of-companies: all",
    "parents-of-companies: all",
    "companies-of-contracts: all",
    "contracts-of-services: all",
    "count-of-contract-service-bundles: all",
    "contracts-of-bundles: all",
    "contracts-of-charges: all",
    "products-of-charges: all",
    "companies-of-contacts: all",
];

/// What is expected where it is not that everything is seen: nothing after a login that is refused, and what is hidden.
fn expected(scenario: &str, psa: &str) -> Vec<&'static str> {
    match (scenario, psa) {
        ("not-api-only", _) | ("moved-zone", "autotask") => vec![],
        ("agreement-types-restricted", "connectwise") => vec![
            "count-of-companies: all",
            "parents-of-companies: all",
            "count-of-agreements: all",
            "parents-of-agreements: 10 of 35 hidden",
            "companies-of-agreements: all",
            "types-of-agreements: all",
            // The sandbox leaves out the products of a hidden agreement too; nobody knows whether the vendor does.
            "agreements-of-products: all",
            "agreements-of-invoices: 55 of 197 hidden",
        ],
        ("autotask-restricted", "autotask") => vec![
            "count-of-companies: all",
            "parents-of-companies: 4 of 8 hidden",
            "count-of-contracts: all",
            "companies-of-contracts: 54 of 157 hidden",
            "contracts-of-services: 200 of 500 hidden",
            "count-of-contract-service-bundles: all",
            "contracts-of-bundles: 13 of 25 hidden",
            "contracts-of-charges: 13 of 25 hidden",
            "products-of-charges: all",
            "companies-of-contacts: 83 of 239 hidden",
        ],
        (_, "connectwise") => CONNECTWISE.to_vec(),
        (_, _) => AUTOTASK.to_vec(),
    }
}

#[tokio::test]
async fn every_scenario_shows_what_it_hides_and_nothing_else() {
    for scenario in Scenario::all() {
        let world = World::of(&scenario.name).await;
        for served in world.served() {
            let report = world.tested(served, "sync365").await.report;
            let (found, expected) = (came_to(&report), expected(&scenario.name, served.psa));
            if ["rate-limited", "flaky"].contains(&scenario.name.as_str()) {
                // Which requests are refused twice is chance; what they would have shown is then unclear or not said.
                assert!(found.iter().all(|it| !it.ends_with("hidden")), "{found:?}");
                assert!(report.rights.iter().all(|it| it.proof != Proof::Missing), "{:?}", report.rights);
            } else {
                assert_eq!(found, expected, "{} {}", scenario.name, served.psa);
            }
        }
    }
}

#[tokio::test]
async fn hidden_agreements_fail_the_test_although_every_right_is_there() {
    let world = World::of("agreement-types-restricted").await;
    let report = world.tested(world.sandbox.connectwise(), "sync365").await.report;
    assert!(report.rights.iter().all(|it| !matches!(it.proof, Proof::Missing | Proof::Partial)), "{report:?}");
    assert_eq!(exit_code(&report), ExitCode::RightMissing);
    let sights: Vec<_> = report.sights_of(&"finance.agreements".into()).collect();
    let ids: Vec<&str> = sights.iter().map(|it| it.check.as_str()).collect();
    let about = ["count-of-agreements", "parents-of-agreements", "agreements-of-products", "agreements-of-invoices"];
    assert_eq!(ids, about);
    assert_eq!((sights[1].looks_for.as_str(), &sights[1].doubt), ("parents of agreements", &None));
    let Seen::Hidden { examples, .. } = &sights[1].seen else { panic!("{sights:?}") };
    let named = "agreement 839 \"Backup and Recovery, Backup and Recovery - Summit Freight In...\" (of agreement 912)";
    assert_eq!(examples[0], named);
    assert_eq!(sights[3].request, "GET /finance/invoices, GET /finance/agreements");
}

#[tokio::test]
async fn rows_that_may_be_hidden_or_deleted_are_for_somebody_to_tell() {
    let world = World::with("[autotask.hidden_percent]\nContracts = 40").await;
    let report = world.tested(world.sandbox.autotask(), "sync365").await.report;
    assert!(report.rights.iter().all(|it| !matches!(it.proof, Proof::Missing | Proof::Partial)), "{report:?}");
    assert_eq!(exit_code(&report), ExitCode::CouldNotTell);
    let Seen::Hidden { examples, .. } = seen(&report, "contracts-of-charges") else { panic!("{report:?}") };
    assert_eq!(examples[0], "contract 29680123 (of contract charge 7001 \"NB-14\")");
    let mut confirmed = report.clone();
    for it in &mut confirmed.sights {
        it.confirmed = Some(Confirmation { by: "tech".into(), at: "2026-11-21T10:00:00Z".into() });
    }
    assert_eq!(exit_code(&confirmed), ExitCode::Fine);
    let visible = seen(&report, "companies-of-contracts");
    assert!(matches!(visible, Seen::All { .. }), "{visible:?}");
}

#[tokio::test]
async fn no_contract_at_all_is_seen_from_the_services_that_need_one() {
    let world = World::with("[autotask.hidden_percent]\nContracts = 100").await;
    let report = world.tested(world.sandbox.autotask(), "sync365").await.report;
    assert_eq!(
        seen(&report, "companies-of-contracts"),
        &Seen::Unclear("no contract that can be read names one".into())
    );
    let Seen::Hidden { hidden, of, .. } = seen(&report, "contracts-of-services") else { panic!("{report:?}") };
    assert_eq!(hidden, of);
    assert_eq!(exit_code(&report), ExitCode::RightMissing);
}

#[tokio::test]
async fn a_list_that_may_not_be_read_is_unclear_and_no_alarm() {
    let rules = "[connectwise.levels.Agreements]\ninquire = 'None'\n[autotask.access.Contracts]\nquery = 'None'";
    let world = World::with(rules).await;
    for served in world.served() {
        let report = world.tested(served, "sync365").await.report;
        let is_hidden = report.sights.iter().any(|it| matches!(it.seen, Seen::Hidden { .. }));
        assert!(!is_hidden && report.fault().is_none(), "{report:?}");
        let unclear = report.sights.iter().filter(|it| matches!(it.seen, Seen::Unclear(_))).count();
        assert!(unclear >= 4, "{report:?}");
    }
}

#[tokio::test]
async fn only_what_the_integration_needs_is_looked_at() {
    let world = World::of("healthy").await;
    let found = |report| came_to(&report);
    let connectwise = found(world.tested(world.sandbox.connectwise(), "read-only").await.report);
    assert_eq!(connectwise, CONNECTWISE[..5]);
    let autotask = found(world.tested(world.sandbox.autotask(), "read-only").await.report);
    assert!(!autotask.iter().any(|it| it.starts_with("companies-of-contacts")), "{autotask:?}");
    let paths: Vec<String> = world.sandbox.journal().entries().into_iter().map(|it| it.path).collect();
    assert!(!paths.iter().any(|it| it.ends_with("/finance/invoices") || it.ends_with("/Contacts/query")), "{paths:?}");
}

#[tokio::test]
async fn every_list_that_counts_is_counted_in_the_order_of_the_integration() {
    let world = World::of("healthy").await;
    for served in world.served() {
        let counts = world.tested(served, "sync365").await.report.counts;
        let lists: Vec<_> = counts.iter().map(|(list, _)| list.0.as_str()).filter(|it| *it != "additions").collect();
        let needed = world.needs("sync365", served.psa).lists.iter().map(|it| it.0.as_str());
        assert_eq!(lists, needed.filter(|it| *it != "additions").collect::<Vec<_>>());
        assert!(counts.iter().all(|(_, rows)| *rows > 0), "{counts:?}");
    }
}

#[tokio::test]
async fn a_large_tenant_costs_no_more_than_twenty_requests() {
    let scenario = Scenario::named("agreement-types-restricted").expect("it ships");
    let world = World::start(Options { sizes: Sizes::scaled(10.0), ..Options::of(scenario) }).await;
    let report = world.tested(world.sandbox.connectwise(), "sync365").await.report;
    assert!(matches!(seen(&report, "agreements-of-invoices"), Seen::Hidden { .. }), "{report:?}");
    let entries = world.sandbox.journal().entries();
    let added = entries.iter().filter(|it| {
        it.path.ends_with("/count") || it.query.starts_with("conditions=") || it.query.starts_with("orderBy=")
    });
    assert!((8..=20).contains(&added.count()), "{entries:?}");
    let scoped = report.sights.iter().find(|it| it.check == "agreements-of-products").expect("it ran");
    assert!(scoped.looks_for.contains(", of the newest 1000 products"), "{scoped:?}");
    let mut asked = BTreeMap::new();
    for it in entries.iter().filter(|it| it.query.starts_with("conditions=id")) {
        assert!(it.path.len() + it.query.len() < 2000, "{it:?}");
        *asked.entry(it.path.as_str()).or_insert(0) += 1;
    }
    assert!(asked.len() >= 2, "{asked:?}");
}

#[tokio::test]
async fn the_number_of_requests_that_is_told_is_the_number_that_arrived_second_tries_included() {
    for name in ["rate-limited", "healthy"] {
        let world = World::of(name).await;
        let served = world.sandbox.connectwise();
        let report = world.tested(served, "sync365").await.report;
        let told = report.checks.iter().flat_map(|it| &it.details).find(|it| it.fact == Fact::Sent);
        let arrived = world.sandbox.journal().entries().len();
        assert_eq!(told.map(|it| it.value.clone()), Some(arrived.to_string()), "{name}");
    }
}
