//! Digests of rows are those of the rows that the PSAs send.

use std::fmt::Write as _;

use psa_connect::sandbox::{
    Digest, Options,
    scenario::Scenario,
    tenant::{Change, Listed, Sizes},
};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::both::{Both, every};

/// The digest of rows as they were sent.
fn sent(rows: &[Value], paths: &[&str]) -> Digest {
    let mut text = String::new();
    for row in rows {
        let value = |path: &&str| match *path {
            "types/name" => row["types"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect(),
            path => row.pointer(&format!("/{path}")).cloned().unwrap_or_default(),
        };
        writeln!(text, "{}", Value::Array(paths.iter().map(value).collect())).unwrap();
    }
    let mut sha256 = String::new();
    for byte in digest(&SHA256, text.as_bytes()).as_ref() {
        write!(sha256, "{byte:02x}").unwrap();
    }
    Digest { rows: rows.len() as u64, sha256 }
}

#[tokio::test]
async fn a_digest_is_that_of_the_rows_that_are_sent() {
    for scenario in ["healthy", "agreement-types-restricted", "autotask-restricted"] {
        let both =
            Both::start(Options { sizes: Sizes::scaled(0.5), ..Options::of(Scenario::named(scenario).unwrap()) }).await;
        both.sandbox.change(&Change::Remove { list: Listed::Companies, rows: vec![9] });
        both.sandbox.change(&Change::Add { list: Listed::Products, count: 1 });
        for (list, paths) in [
            ("/company/companies", &["id", "name", "status/name", "types/name", "website", "_info/lastUpdated"][..]),
            ("/finance/agreements", &["id", "name", "company/id", "endDate", "parentAgreement/id"]),
            ("/procurement/catalog", &["id", "identifier", "price", "recurringBillCycle", "nonsense"]),
        ] {
            let expected = sent(&both.rows(list, "").await, paths);
            assert_eq!(both.sandbox.digest("connectwise", list, paths), Some(expected), "{scenario} {list}");
        }
        for (entity, paths) in [
            ("Companies", &["id", "companyName", "isActive", "lastTrackedModifiedDateTime", "webAddress"][..]),
            ("Contracts", &["id", "companyID", "startDate", "endDate"]),
            ("Products", &["id", "name", "unitPrice", "unitCost", "userDefinedFields", "nonsense"]),
        ] {
            let expected = sent(&both.items(entity, every()).await, paths);
            assert_eq!(both.sandbox.digest("autotask", entity, paths), Some(expected), "{scenario} {entity}");
        }
    }
}

#[tokio::test]
async fn the_additions_of_every_agreement_are_one_list() {
    let options = Options { sizes: Sizes::scaled(0.1), ..Options::of(Scenario::named("healthy").unwrap()) };
    let both = Both::start(options).await;
    let mut rows = Vec::new();
    for agreement in both.rows("/finance/agreements", "fields=id&").await {
        rows.extend(both.rows(&format!("/finance/agreements/{}/additions", agreement["id"]), "").await);
    }
    rows.sort_by_key(|it| it["id"].as_u64());
    let paths = ["id", "agreementId", "product/identifier", "unitPrice", "cancelledDate"];
    let found = both.sandbox.digest("connectwise", "/finance/agreements/additions", &paths);
    assert_eq!(found, Some(sent(&rows, &paths)));
}

#[tokio::test]
async fn what_the_user_may_not_see_has_no_rows_and_what_there_is_not_has_no_digest() {
    let both = Both::start(Options::of(Scenario::named("two-rights-missing").unwrap())).await;
    let none = sent(&[], &[]);
    assert_eq!(both.sandbox.digest("connectwise", "/procurement/catalog", &["id"]), Some(none));
    for (psa, list) in
        [("connectwise", "/nonsense"), ("connectwise", "/company/companies/250"), ("autotask", "Nonsense")]
    {
        assert_eq!(both.sandbox.digest(psa, list, &["id"]), None, "{psa} {list}");
    }
    assert_eq!(both.sandbox.digest("halo", "Companies", &["id"]), None);
    assert_ne!(json!(both.sandbox.digest("autotask", "Companies", &["id"]).unwrap().rows), json!(0));
}
