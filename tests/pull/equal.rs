//! A mirror has what the PSA has, and a second pull finds nothing to do.

use psa_connect::sandbox::tenant::Sizes;

use crate::world::{BOTH, World, differences, of_list, on_both};

/// Every list that an integration takes whose rows are found by their ids.
pub(crate) const CONNECTWISE: &str = "companies,contacts,agreements,agreement-types,catalog,products";
pub(crate) const AUTOTASK: &str =
    "companies,contracts,contract-services,contract-service-bundles,services,service-bundles,products";

pub(crate) fn lists(psa: &str) -> &'static str {
    if psa == "connectwise" { CONNECTWISE } else { AUTOTASK }
}

pub(crate) fn names(psa: &str) -> Vec<&'static str> {
    lists(psa).split(',').collect()
}

#[test]
fn a_large_tenant_is_mirrored_row_by_row_and_a_second_pull_changes_nothing() {
    let sizes = Sizes::counts(10_000, 20_000, 50_000);
    on_both("healthy", sizes, |world| {
        for psa in BOTH {
            let first = world.pulled(psa, &["--list", lists(psa)]);
            let products = if psa == "connectwise" { "catalog" } else { "products" };
            let agreements = if psa == "connectwise" { "agreements" } else { "contracts" };
            let rows = ["companies", agreements, products].map(|it| of_list(&first, it)["rows"].as_u64().unwrap());
            assert_eq!(rows, [10_000, 20_000, 50_000]);
            assert_eq!(differences(&world.pulled(psa, &["--list", lists(psa)])), [0, 0, 0], "{psa}");
            world.is_equal(psa, &names(psa));
        }
    });
}

#[test]
fn the_lines_of_every_agreement_are_mirrored_and_a_list_that_is_only_counted_is_not() {
    on_both("healthy", Sizes::scaled(0.3), |world| {
        let first = world.pulled("connectwise", &[]);
        world.is_equal(
            "connectwise",
            &["companies", "agreements", "agreement-types", "additions", "catalog", "products"],
        );
        assert_eq!(
            (&of_list(&first, "contacts")["outcome"], &of_list(&first, "contacts")["rows"]),
            (&"counted".into(), &210.into())
        );
        assert_eq!(differences(&world.pulled("connectwise", &[])), [0, 0, 0]);
    });
}

#[test]
fn whole_records_are_kept_as_they_were_sent() {
    let world = World::of("healthy", Sizes::scaled(0.2), None);
    for (psa, table, field) in [("connectwise", "catalog", "_info"), ("autotask", "products", "unitCost")] {
        let list = if psa == "connectwise" { "catalog" } else { "products" };
        world.pulled(psa, &["--list", list, "--whole"]);
        world.is_equal(psa, &[list]);
        let db = rusqlite::Connection::open(world.host.config().join(format!("mirrors/{psa}.db"))).unwrap();
        let mut asked = db.prepare(&format!("SELECT id, raw FROM {table}")).unwrap();
        let rows = asked.query_map([], |it| Ok((it.get::<_, i64>(0)?, it.get::<_, String>(1)?))).unwrap();
        let mut n_rows = 0;
        for row in rows {
            let (id, raw) = row.unwrap();
            let record: serde_json::Value = serde_json::from_str(&raw).unwrap();
            assert_eq!(record["id"], id);
            assert!(record.get(field).is_some(), "{raw}");
            n_rows += 1;
        }
        assert_eq!(n_rows, 380);
    }
}
