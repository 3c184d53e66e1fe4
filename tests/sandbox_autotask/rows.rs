//! What a login that works gets: rows, pages, counts, and what the API says of its entities.

use psa_connect::sandbox::{Options, Sandbox, scenario::Scenario};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Vendor, all, read, search, vendor};

pub(crate) fn ids(page: &Value) -> Vec<i64> {
    page["items"].as_array().unwrap().iter().map(|it| it["id"].as_i64().unwrap()).collect()
}

/// The entities that have rows in any tenant.
pub(crate) const QUERIED: [&str; 23] = [
    "Companies",
    "Contacts",
    "Contracts",
    "ContractServices",
    "ContractServiceBundles",
    "ContractServiceUnits",
    "ContractCharges",
    "Services",
    "ServiceBundles",
    "ServiceBundleServices",
    "Products",
    "ProductNotes",
    "ProductVendors",
    "InventoryItems",
    "InventoryProducts",
    "InventoryLocations",
    "CompanyNotes",
    "Invoices",
    "BillingItems",
    "BillingCodes",
    "Resources",
    "CompanyCategories",
    "ContractExclusionSets",
];

fn next(page: &Value) -> Option<&str> {
    page["pageDetails"]["nextPageUrl"].as_str()
}

async fn first_page(vendor: &Vendor, query: &Value) -> Value {
    let reply = vendor.post("/V1.0/Companies/query", query).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()
}

#[tokio::test]
async fn pages_after_a_post_need_a_post_with_the_same_body() {
    let vendor = vendor("").await;
    let mut query = all();
    query["MaxRecords"] = json!(2);
    let page = first_page(&vendor, &query).await;
    assert_eq!(ids(&page), [0, 174]);
    let details = json!({"count": 2, "requestCount": 2, "prevPageUrl": null, "nextPageUrl": next(&page)});
    assert_eq!(page["pageDetails"], details);

    let url = next(&page).unwrap();
    assert!(url.starts_with(&format!("{}/atservicesrest/V1.0/Companies/query/next?paging=%7B", vendor.home)));
    let refused = vendor.get(url).await;
    let message = json!({"Message": "The requested resource does not support http method 'GET'."});
    assert_eq!((refused.status, refused.json()), (405, message));
    assert_eq!(vendor.post(url, &json!({})).await.status, 500);

    let second = vendor.post(url, &query).await.json();
    assert_eq!(ids(&second), [175, 176]);
    let third = vendor.post(next(&second).unwrap(), &query).await.json();
    assert_eq!((ids(&third), next(&third)), (vec![177], None));
    let back = vendor.post(third["pageDetails"]["prevPageUrl"].as_str().unwrap(), &query).await.json();
    assert_eq!(back, second);
}

#[tokio::test]
async fn pages_after_a_get_are_got_and_carry_the_search() {
    let vendor = vendor("").await;
    let query = json!({"maxRecords": 4, "filter": [{"op": "gt", "field": "id", "value": 0}]});
    let path = |tail: &str| format!("/v1.0/companies/QUERY{tail}?search={}", search(&query));
    let page = vendor.get(&path("")).await.json();
    assert_eq!((ids(&page), next(&page)), (vec![174, 175, 176, 177], None));
    assert_eq!(vendor.get(&path("/count")).await.json(), json!({"queryCount": 4}));

    let query = json!({"maxRecords": 3, "filter": query["filter"]});
    let page = vendor.get(&format!("/v1.0/Companies/query?search={}", search(&query))).await.json();
    let url = next(&page).unwrap();
    assert!(url.contains("&search=%7B"));
    assert_eq!(ids(&vendor.get(url).await.json()), [177]);
    assert_eq!(vendor.post(url, &query).await.status, 405);
}

#[tokio::test]
async fn fields_asked_for_are_the_only_ones_and_without_the_id_there_is_no_next_page() {
    let vendor = vendor("").await;
    let mut query = all();
    query["maxRecords"] = json!(1);
    query["includeFields"] = json!(["companyname", "id", "fax"]);
    let page = first_page(&vendor, &query).await;
    assert_eq!(page["items"], json!([{"id": 0, "companyName": "Northwind", "fax": null}]));
    assert!(next(&page).is_some());
    query["includeFields"] = json!(["companyName"]);
    let page = first_page(&vendor, &query).await;
    assert_eq!((&page["items"], next(&page)), (&json!([{"companyName": "Northwind"}]), None));
}

#[tokio::test]
async fn queries_that_cannot_be_answered_say_so() {
    let vendor = vendor("").await;
    let cases = [
        (json!({"maxRecords": 501, "filter": all()["filter"]}), "maxCountOfRecordsToReturn must be between 1 and 500"),
        (json!({"maxRecords": 0, "filter": all()["filter"]}), "maxCountOfRecordsToReturn must be between 1 and 500"),
        (json!({}), "The query has no filter; at least one condition is required."),
        (json!({"filter": [{"op": "exist", "field": "nope"}]}), "Unable to find nope in the Account Entity."),
        (json!({"filter": [{"op": "like", "field": "id"}]}), "The filter operator 'like' is not supported."),
    ];
    for (query, text) in cases {
        let reply = vendor.post("/v1.0/Companies/query", &query).await;
        assert_eq!((reply.status, reply.error().as_str()), (500, text));
    }
    assert_eq!(vendor.get("/v1.0/Companies/query").await.status, 500);
    assert_eq!(vendor.get("/v1.0/Companies/query/next?paging=x&search=%7B%7D").await.status, 500);
}

#[tokio::test]
async fn a_record_carries_all_its_fields_with_nulls_and_moments_without_a_zone() {
    let vendor = vendor("").await;
    let company = vendor.get("/v1.0/Companies/175").await.json()["item"].clone();
    assert_eq!(company.as_object().unwrap().len(), 61);
    assert_eq!((&company["companyName"], &company["companyType"]), (&json!("Adatum"), &json!(6)));
    assert_eq!((&company["isActive"], &company["fax"]), (&json!(true), &Value::Null));
    let made = company["createDate"].as_str().unwrap();
    assert!(made.starts_with("2024-01-31T") && !made.ends_with('Z'), "{made}");
    let contact = vendor.get("/v1.0/Contacts/30682885").await.json()["item"].clone();
    assert_eq!((&contact["isActive"], &contact["companyID"]), (&json!(1), &json!(174)));
    assert_eq!(vendor.get("/v1.0/Companies/999999").await.json(), json!({"item": null}));
    assert_eq!(vendor.get("/v1.0/Companies/1").await.json(), json!({"item": null}));
}

#[tokio::test]
async fn lines_become_contract_services_or_charges() {
    let vendor = vendor("").await;
    let of = async |entity| vendor.post(&format!("/v1.0/{entity}/query"), &all()).await.json()["items"].clone();
    let (services, charges, sold) = (of("ContractServices").await, of("ContractCharges").await, of("Services").await);
    assert_eq!(
        (services[0]["serviceID"].clone(), services[0]["unitPrice"].clone()),
        (sold[0]["id"].clone(), json!(20.5))
    );
    assert_eq!((&charges[0]["name"], &charges[0]["unitQuantity"]), (&json!("ROUTER"), &json!(3.0)));
    let contracts = of("Contracts").await;
    assert_eq!((&contracts[0]["contractType"], &contracts[0]["id"]), (&json!(7), &services[0]["contractID"]));
    assert_eq!(of("Products").await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn every_entity_that_can_be_queried_answers_and_none_can_be_written() {
    let vendor = vendor("").await;
    let all_entities = vendor.get("/v1.0/EntityInformation").await.json();
    assert_eq!(all_entities["entityDescriptions"].as_array().unwrap().len(), 26);
    for entity in QUERIED {
        let rows = vendor.ids(entity).await;
        assert!(!rows.is_empty() && rows.is_sorted(), "{entity}: {rows:?}");
        let count = vendor.post(&format!("/v1.0/{entity}/query/count"), &all()).await.json();
        assert_eq!(count, json!({"queryCount": rows.len()}), "{entity}");
        let one = vendor.get(&format!("/v1.0/{entity}/{}", rows[0])).await.json();
        assert_eq!(one["item"]["id"], json!(rows[0]), "{entity}");
        let fields = vendor.get(&format!("/v1.0/{entity}/entityInformation/fields")).await.json();
        let user_fields = usize::from(one["item"].get("userDefinedFields").is_some());
        let named = fields["fields"].as_array().unwrap().len() + user_fields;
        assert_eq!(one["item"].as_object().unwrap().len(), named, "{entity}");
        let own = vendor.get(&format!("/v1.0/{entity}/entityInformation/userDefinedFields")).await.json();
        assert_eq!(own["fields"].as_array().unwrap().len(), user_fields, "{entity}");
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for path in [format!("/v1.0/{entity}"), format!("/v1.0/{entity}/{}", rows[0])] {
                assert_eq!(read(vendor.signed(method.clone(), &path)).await.status, 405, "{method} {path}");
            }
        }
    }
    assert_eq!(read(vendor.signed(Method::POST, "/v1.0/Companies/174/Contacts")).await.status, 405);
    assert_eq!(vendor.post("/v1.0/ContractServiceAdjustments/query", &all()).await.status, 404);
    assert_eq!(vendor.get("/v1.0/Nonsense/entityInformation").await.status, 404);
}

#[tokio::test]
async fn rights_are_words_or_numbers_and_the_name_is_the_old_one() {
    let rules = "access.Contacts = { create = 'None', query = 'Restricted' }";
    for (form, words) in
        [("text", [json!("None"), json!("All"), json!("Restricted")]), ("number", [json!(0), json!(1), json!(2)])]
    {
        let vendor = vendor(&format!("[autotask]\naccess_form = '{form}'\n{rules}")).await;
        for path in ["/v1.0/Contacts/entityInformation", "/v1.0/Companies/0/Contacts/entityInformation"] {
            let info = vendor.get(path).await.json()["info"].clone();
            let access = ["Create", "Update", "Query"].map(|it| info[format!("userAccessFor{it}")].clone());
            assert_eq!(access, words, "{path}");
        }
    }
    let vendor = vendor("[autotask]\nentity_information_all = false").await;
    assert_eq!(vendor.get("/v1.0/EntityInformation").await.status, 404);
    for (path, name) in [("Companies", "Account"), ("ContractCharges", "ContractCost"), ("CompanyNotes", "AccountNote")]
    {
        let info = vendor.get(&format!("/v1.0/{path}/entityInformation")).await.json();
        assert_eq!((&info["info"]["name"], &info["info"]["canQuery"]), (&json!(name), &json!(true)));
    }
}

#[tokio::test]
async fn picklists_say_what_numbers_mean() {
    let vendor = vendor("").await;
    let fields = vendor.get("/v1.0/Companies/entityInformation/fields").await.json();
    let kind = fields["fields"].as_array().unwrap().iter().find(|it| it["name"] == "companyType").unwrap();
    let values = kind["picklistValues"].as_array().unwrap();
    assert_eq!((&kind["isPickList"], values.len()), (&json!(true), 7));
    assert_eq!((&values[4]["value"], &values[4]["label"]), (&json!("5"), &json!("Cancelation")));
    let fields = vendor.get("/v1.0/ContractCharges/entityInformation/fields").await.json();
    let writable = |name: &str| {
        fields["fields"].as_array().unwrap().iter().any(|it| it["name"] == name && it["isReadOnly"] == json!(false))
    };
    assert!(writable("contractServiceID") && writable("contractServiceBundleID") && !writable("id"));
}

#[tokio::test]
async fn a_restricted_level_hides_rows_and_costs_without_an_error() {
    let vendor = vendor("[autotask]\nhides_costs = true\nhidden_percent.Companies = 38").await;
    assert_eq!(vendor.ids("Companies").await, [175, 177]);
    let count = vendor.post("/v1.0/Companies/query/count", &all()).await.json();
    assert_eq!(count, json!({"queryCount": 2}));
    assert_eq!(vendor.get("/v1.0/Companies/174").await.json(), json!({"item": null}));
    let product = vendor.get("/v1.0/Products/1").await.json();
    assert_eq!((&product["item"]["unitCost"], &product["item"]["unitPrice"]), (&Value::Null, &json!(20.5)));
}

#[tokio::test]
async fn the_whole_sandbox_gives_every_company_page_by_page() {
    let sandbox = Sandbox::start(Options::of(Scenario::named("healthy").unwrap())).await.unwrap();
    let (origin, vendor) = (sandbox.autotask().home.to_string(), vendor("").await);
    let mut query = all();
    query["maxRecords"] = json!(70);
    let mut url = format!("{origin}/ATServicesRest/V1.0/Companies/query");
    let mut found = Vec::new();
    loop {
        let page = vendor.post(&url, &query).await.json();
        found.extend(ids(&page));
        let Some(more) = next(&page) else { break };
        more.clone_into(&mut url);
    }
    let counted = vendor.post(&format!("{origin}/ATServicesRest/V1.0/Companies/query/count"), &all()).await.json();
    assert_eq!(counted, json!({"queryCount": found.len()}));
    assert!(found.len() > 200 && found[0] == 0 && found.is_sorted());
    for entity in ["Contacts", "Contracts", "ContractServices", "ContractCharges", "Services", "Products", "Invoices"] {
        let path = format!("{origin}/ATServicesRest/V1.0/{entity}/query");
        assert!(!ids(&vendor.post(&path, &all()).await.json()).is_empty(), "{entity}");
    }
}
