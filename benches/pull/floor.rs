//! The least that a program has to do for the same rows: ask for the same columns, as many at once, decode into types, keep.
//!
//! It knows beforehand what `pull` has to find out: the API's base, that the login is let in, that ids follow each other
//! and where they begin. It tries nothing twice, tells nothing, and could not be gone on with.

use std::{path::Path, sync::mpsc, thread};

use futures_util::{StreamExt as _, stream};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::json;
use tokio::runtime::Builder;

use super::{
    client::{AUTOTASK_PAGE, Asker, CONNECTWISE_PAGE, body_of, path_of},
    kept::{self, AtCompany, AtContract, AtProduct, CwAgreement, CwCompany, CwItem, Page, Row},
    task::Task,
};

/// Requests on their way at once.
const AT_ONCE: usize = 8;
/// Of one Autotask entity.
const AT_ONCE_OF_ENTITY: usize = 2;
/// Pages that wait for the writer at most.
const WAITING: usize = 4;

type ToWriter = mpsc::SyncSender<Box<dyn Page>>;

/// Runs a task.
pub(crate) fn run(task: &Task) {
    let (to, pages) = mpsc::sync_channel(WAITING);
    let db = task.db.clone();
    let writer = thread::spawn(move || write(&db, &pages));
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    let asker = Asker::new(&task.psa, &task.ca);
    runtime.block_on(async {
        if task.psa.id == "autotask" { autotask(task, &asker, to).await } else { connectwise(task, &asker, to).await }
    });
    writer.join().expect("everything was kept");
}

/// Opens a database as both programs beside `pull` keep theirs.
pub(crate) fn opened(path: &Path) -> Connection {
    let db = Connection::open(path).expect("a database");
    let mode: String = db.pragma_update_and_check(None, "journal_mode", "wal", |it| it.get(0)).expect("a journal");
    assert_eq!(mode, "wal");
    db.pragma_update(None, "synchronous", "FULL").expect("SQLite knows it");
    db
}

fn write(path: &Path, pages: &mpsc::Receiver<Box<dyn Page>>) {
    let db = opened(path);
    kept::make(&db);
    for page in pages {
        db.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
        page.keep(&db);
        db.execute_batch("COMMIT").expect("it is kept");
    }
}

/// Sends without holding up whoever else runs on this thread.
fn hand_over(to: &ToWriter, page: Box<dyn Page>) {
    tokio::task::block_in_place(|| to.send(page)).expect("the writer listens");
}

#[derive(Deserialize)]
struct Count {
    #[serde(alias = "queryCount")]
    count: u64,
}

fn count_in(body: &[u8]) -> u64 {
    serde_json::from_slice::<Count>(body).expect("a count").count
}

async fn connectwise(task: &Task, asker: &Asker, to: ToWriter) {
    let counted = stream::iter(&task.lists).map(|list| async move {
        let body = body_of(asker.get(&format!("{}/count", path_of(&format!("connectwise/{list}"))))).await;
        (list.clone(), count_in(&body).div_ceil(CONNECTWISE_PAGE))
    });
    let counted: Vec<(String, u64)> = counted.buffered(AT_ONCE).collect().await;
    let pages = counted.into_iter().flat_map(|(list, pages)| (1..=pages).map(move |page| (list.clone(), page)));
    let pages = stream::iter(pages).map(|(list, page)| {
        let to = to.clone();
        async move {
            match list.as_str() {
                "companies" => numbered::<CwCompany>(asker, "connectwise/companies", page, &to).await,
                "agreements" => numbered::<CwAgreement>(asker, "connectwise/agreements", page, &to).await,
                _ => numbered::<CwItem>(asker, "connectwise/catalog", page, &to).await,
            }
        }
    });
    pages.buffer_unordered(AT_ONCE).collect::<()>().await;
}

async fn numbered<T: Row>(asker: &Asker, list: &str, page: u64, to: &ToWriter) {
    let (path, fields) = (path_of(list), T::FIELDS);
    let target = format!("{path}?orderBy=id&fields={fields}&pageSize={CONNECTWISE_PAGE}&page={page}");
    let body = body_of(asker.get(&target)).await;
    let rows: Vec<T> = serde_json::from_slice(&body).expect("rows");
    hand_over(to, Box::new(rows));
}

async fn autotask(task: &Task, asker: &Asker, to: ToWriter) {
    let lists = stream::iter(&task.lists).map(|list| {
        let to = to.clone();
        async move {
            match list.as_str() {
                "companies" => entity::<AtCompany>(asker, "autotask/companies", 173, to).await,
                "contracts" => entity::<AtContract>(asker, "autotask/contracts", 29_680_123, to).await,
                _ => entity::<AtProduct>(asker, "autotask/products", 1, to).await,
            }
        }
    });
    lists.buffer_unordered(AT_ONCE / AT_ONCE_OF_ENTITY).collect::<()>().await;
}

#[derive(Deserialize)]
struct Items<T> {
    items: Vec<T>,
}

/// Reads an entity whose ids follow each other from `first` on.
async fn entity<T: Row>(asker: &Asker, list: &str, first: u64, to: ToWriter) {
    let path = path_of(list);
    let fields: Vec<&str> = T::FIELDS.split(',').collect();
    let count = count_in(&body_of(asker.query_count(path)).await);
    let pages = stream::iter(0..count.div_ceil(AUTOTASK_PAGE)).map(|page| {
        let (to, fields) = (to.clone(), &fields);
        async move {
            // The MSP itself is company 0, whatever comes after it.
            let from = if page == 0 { 0 } else { first + page * AUTOTASK_PAGE };
            let filter = json!([
                { "op": "gte", "field": "id", "value": from },
                { "op": "lt", "field": "id", "value": first + (page + 1) * AUTOTASK_PAGE },
            ]);
            let body = json!({ "MaxRecords": AUTOTASK_PAGE, "IncludeFields": fields, "filter": filter });
            let body = body_of(asker.query(path, &body)).await;
            let rows: Items<T> = serde_json::from_slice(&body).expect("rows");
            hand_over(&to, Box::new(rows.items));
        }
    });
    pages.buffer_unordered(AT_ONCE_OF_ENTITY).collect::<()>().await;
}
