//! Rows that other people edited, removed or added, and what "changed since" says of them.

use psa_connect::sandbox::{
    Options,
    scenario::Scenario,
    tenant::{Change, Edit, Listed},
};
use serde_json::{Value, json};

use crate::both::{Both, encoded, every, ids, json};

/// The sandbox's today, before which nothing was changed and after which everything is.
const TODAY: &str = "2026-11-20T00:00:00Z";

async fn healthy() -> Both {
    Both::start(Options::of(Scenario::named("healthy").unwrap())).await
}

fn edit(list: Listed, rows: &[usize], edit: Edit) -> Change {
    Change::Edit { list, rows: rows.to_vec(), edit }
}

/// The ids of a ConnectWise list that were changed since a moment, under the given name of the field.
async fn changed(both: &Both, list: &str, field: &str, since: &str) -> Vec<u64> {
    let condition = encoded(&format!("{field} >= [{since}]"));
    ids(&both.rows(list, &format!("conditions={condition}&fields=id&")).await)
}

#[tokio::test]
async fn nothing_is_changed_since_today_until_somebody_does() {
    let both = healthy().await;
    for list in ["/company/companies", "/company/contacts", "/finance/agreements", "/procurement/catalog"] {
        for field in ["lastUpdated", "_info/lastUpdated", "LASTUPDATED"] {
            assert_eq!(changed(&both, list, field, TODAY).await, [0; 0], "{list} {field}");
            let earlier = changed(&both, list, field, "2026-11-10T00:00:00Z").await;
            assert!(!earlier.is_empty() && earlier.len() < both.rows(list, "fields=id&").await.len(), "{list} {field}");
        }
    }
    for (entity, field) in [
        ("Companies", "lastTrackedModifiedDateTime"),
        ("Contacts", "lastModifiedDate"),
        ("Contracts", "lastModifiedDateTime"),
        ("Services", "lastModifiedDate"),
    ] {
        let since = json!({"op": "gte", "field": field, "value": TODAY});
        assert_eq!(ids(&both.items(entity, since).await), [0; 0], "{entity}");
        let all = both.items(entity, every()).await;
        assert!(all.iter().all(|it| it[field].is_string()), "{entity}");
        let middle = all[all.len() / 2][field].as_str().unwrap();
        let since = both.items(entity, json!({"op": "gte", "field": field, "value": middle})).await;
        let expected: Vec<Value> = all.iter().filter(|it| it[field].as_str().unwrap() >= middle).cloned().collect();
        assert_eq!(ids(&since), ids(&expected), "{entity}");
    }
}

#[tokio::test]
async fn the_moment_of_the_last_change_can_be_asked_for_alone() {
    let both = healthy().await;
    let rows = both.rows("/company/companies", "fields=_info/lastUpdated&").await;
    assert_eq!(rows[0], json!({"_info": {"lastUpdated": "2026-11-01T08:00:00Z"}}));
    let ordered = both.rows("/finance/agreements", &format!("orderBy={}&", encoded("lastUpdated desc,id"))).await;
    let moments: Vec<&str> = ordered.iter().map(|it| it["_info"]["lastUpdated"].as_str().unwrap()).collect();
    assert!(moments.is_sorted_by(|a, b| a >= b), "{moments:?}");
}

#[tokio::test]
async fn edited_and_added_rows_are_exactly_what_changed_since() {
    let both = healthy().await;
    let before = both.rows("/company/companies", "").await;
    let renamed = both.sandbox.change(&edit(Listed::Companies, &[7, 30], Edit::Name("Renamed".into())));
    let priced = both.sandbox.change(&edit(Listed::Products, &[0, 12], Edit::PriceCents(4_242)));
    let ended = both.sandbox.change(&edit(Listed::Agreements, &[3], Edit::Inactive));
    let added = both.sandbox.change(&Change::Add { list: Listed::Companies, count: 2 });

    assert_eq!(renamed.ids["/company/companies"], [271, 340]);
    let companies: Vec<u64> =
        [&renamed, &added].iter().flat_map(|it| it.ids["/company/companies"].iter().copied()).collect();
    assert_eq!(changed(&both, "/company/companies", "lastUpdated", TODAY).await, companies);
    assert_eq!(changed(&both, "/company/companies", "lastUpdated", &added.at.to_string()).await, companies[2..]);
    assert_eq!(changed(&both, "/procurement/catalog", "lastUpdated", TODAY).await, priced.ids["/procurement/catalog"]);
    assert_eq!(changed(&both, "/finance/agreements", "lastUpdated", TODAY).await, ended.ids["/finance/agreements"]);

    let after = both.rows("/company/companies", "").await;
    assert_eq!(after.len(), before.len() + 2);
    assert!(companies[2] > ids(&before)[before.len() - 1]);
    let rename = |row: &Value| {
        // A company refers to itself, and to its parent, by name.
        let mut row = row.clone();
        for part in ["", "/billToCompany", "/parentCompany"] {
            if let Some(it) = row
                .pointer_mut(part)
                .filter(|it| renamed.ids["/company/companies"].contains(&it["id"].as_u64().unwrap()))
            {
                it["name"] = json!("Renamed");
            }
        }
        row["_info"].take();
        row
    };
    let expected: Vec<Value> = before.iter().map(rename).collect();
    let found: Vec<Value> = after[..before.len()].iter().map(rename).collect();
    assert_eq!(found, expected);

    let item = json(both.connectwise("/procurement/catalog/53?fields=price,_info/lastUpdated")).await;
    assert_eq!(item, json!({"price": 42.42, "_info": {"lastUpdated": priced.at.to_string()}}));
    let since = |field: &str| json!({"op": "gte", "field": field, "value": TODAY});
    let found = both.items("Companies", since("lastTrackedModifiedDateTime")).await;
    let expected: Vec<u64> = [&renamed, &added].iter().flat_map(|it| it.ids["Companies"].iter().copied()).collect();
    assert_eq!(ids(&found), expected);
    assert_eq!(ids(&both.items("Contracts", since("lastModifiedDateTime")).await), ended.ids["Contracts"]);
    assert_eq!(ids(&both.items("Services", since("lastModifiedDate")).await), priced.ids["Services"]);
    let product =
        json(both.autotask("/Products/query", &json!({"filter": [{"op": "eq", "field": "id", "value": 13}]})));
    assert_eq!(product.await["items"][0]["unitPrice"], json!(42.42));
}

#[tokio::test]
async fn removed_rows_vanish_from_lists_counts_and_singles_and_the_others_stay() {
    let both = healthy().await;
    for (list, path, entity) in [
        (Listed::Companies, "/company/companies", "Companies"),
        (Listed::Products, "/procurement/catalog", "Products"),
        (Listed::Agreements, "/finance/agreements", "Contracts"),
    ] {
        let (before, items) = (both.rows(path, "").await, both.items(entity, every()).await);
        let gone = both.sandbox.change(&Change::Remove { list, rows: vec![20, 21] });
        let left = |rows: &[Value], gone: &[u64]| -> Vec<Value> {
            rows.iter().filter(|it| !gone.contains(&it["id"].as_u64().unwrap())).cloned().collect()
        };
        let expected = left(&before, &gone.ids[path]);
        assert_eq!(both.rows(path, "").await, expected, "{path}");
        assert_eq!(both.items(entity, every()).await, left(&items, &gone.ids[entity]), "{entity}");
        let count = json(both.connectwise(&format!("{path}/count"))).await;
        assert_eq!(count, json!({"count": expected.len()}));
        let id = gone.ids[path][0];
        let single = both.connectwise(&format!("{path}/{id}")).send().await.unwrap();
        assert_eq!(single.status().as_u16(), 404, "{path}");
        let forward = both.connectwise(&format!("{path}?pageId={}&pageSize=3&fields=id", id - 1));
        let forward = json(forward.header("pagination-type", "forward-only")).await;
        let next: Vec<u64> = ids(&expected).into_iter().filter(|it| *it >= id).take(3).collect();
        assert_eq!(ids(forward.as_array().unwrap()), next, "{path}");
        let count = json(both.autotask(&format!("/{entity}/query/count"), &json!({"filter": [every()]}))).await;
        assert_eq!(count, json!({"queryCount": items.len() - 2}), "{entity}");
    }
}

#[tokio::test]
async fn lines_change_too_and_an_agreement_takes_its_lines_with_it() {
    let both = healthy().await;
    let services = both.items("ContractServices", every()).await;
    let changed = both.sandbox.change(&edit(Listed::Lines, &[5], Edit::PriceCents(123)));
    let id = changed.ids["ContractServices"][0];
    let filter = json!({"op": "eq", "field": "id", "value": id});
    assert_eq!(both.items("ContractServices", filter).await[0]["unitPrice"], json!(1.23));
    let additions = both.rows("/finance/agreements/309/additions", "fields=id,unitPrice&").await;
    let addition = additions.iter().find(|it| it["id"] == changed.ids["/finance/agreements/additions"][0]).unwrap();
    assert_eq!(addition["unitPrice"], json!(1.23));

    let contract = both.sandbox.change(&Change::Remove { list: Listed::Agreements, rows: vec![5] }).ids["Contracts"][0];
    let left: Vec<u64> =
        ids(&services.into_iter().filter(|it| it["contractID"] != json!(contract)).collect::<Vec<_>>());
    assert_eq!(ids(&both.items("ContractServices", every()).await), left);
    let gone = both.connectwise("/finance/agreements/309/additions").send().await.unwrap();
    assert_eq!(gone.status().as_u16(), 404);
}
