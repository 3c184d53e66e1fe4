//! The usual loop: one page after the other, every field of each record, kept as it came.

use serde::Deserialize;
use serde_json::{json, value::RawValue};

use super::{
    client::{AUTOTASK_PAGE, Asker, CONNECTWISE_PAGE, body_of, path_of},
    floor::opened,
    task::Task,
};

/// Runs a task.
pub(crate) fn run(task: &Task) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("threads");
    let asker = Asker::new(&task.psa, &task.ca);
    let db = opened(&task.db);
    db.execute("CREATE TABLE records (list TEXT, id INTEGER, record TEXT, PRIMARY KEY (list, id)) STRICT", [])
        .expect("a table");
    runtime.block_on(async {
        for list in &task.lists {
            if task.psa.id == "autotask" { entity(&asker, list, &db).await } else { pages(&asker, list, &db).await }
        }
    });
}

#[derive(Deserialize)]
struct Id {
    id: i64,
}

fn keep(db: &rusqlite::Connection, list: &str, records: &[&RawValue]) {
    db.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
    let mut insert = db.prepare_cached("INSERT INTO records VALUES (?1, ?2, ?3)").expect("it fits the table");
    for record in records {
        let id: Id = serde_json::from_str(record.get()).expect("a record has an id");
        insert.execute((list, id.id, record.get())).expect("a record goes in");
    }
    db.execute_batch("COMMIT").expect("it is kept");
}

async fn pages(asker: &Asker, list: &str, db: &rusqlite::Connection) {
    let path = path_of(&format!("connectwise/{list}"));
    for page in 1.. {
        let body = body_of(asker.get(&format!("{path}?orderBy=id&pageSize={CONNECTWISE_PAGE}&page={page}"))).await;
        let records: Vec<&RawValue> = serde_json::from_slice(&body).expect("records");
        keep(db, list, &records);
        if (records.len() as u64) < CONNECTWISE_PAGE {
            return;
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Items<'a> {
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
    page_details: Details,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    next_page_url: Option<String>,
}

async fn entity(asker: &Asker, list: &str, db: &rusqlite::Connection) {
    let every = json!({ "MaxRecords": AUTOTASK_PAGE, "filter": [{ "op": "gte", "field": "id", "value": 0 }] });
    let mut request = asker.query(path_of(&format!("autotask/{list}")), &every);
    loop {
        let body = body_of(request).await;
        let page: Items<'_> = serde_json::from_slice(&body).expect("records");
        keep(db, list, &page.items);
        let Some(next) = page.page_details.next_page_url else { return };
        request = asker.named(&next, &every);
    }
}
