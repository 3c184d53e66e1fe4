//! What the floor keeps: typed rows of exactly the columns that `pull` asks for, and the tables that they go into.

use rusqlite::{Connection, ToSql, params};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// A row of one list.
pub(crate) trait Row: DeserializeOwned + Send + 'static {
    const CREATE: &'static str;
    const INSERT: &'static str;
    /// What is asked for.
    const FIELDS: &'static str;

    fn insert(&self, into: &mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<usize>;
}

/// A page on its way to the writer.
pub(crate) trait Page: Send {
    fn keep(&self, db: &Connection);
}

impl<T: Row> Page for Vec<T> {
    fn keep(&self, db: &Connection) {
        let mut insert = db.prepare_cached(T::INSERT).expect("it fits the table");
        for row in self {
            row.insert(&mut insert).expect("a row goes in");
        }
    }
}

/// Makes every table that a task may need.
pub(crate) fn make(db: &Connection) {
    let tables = [
        CwCompany::CREATE,
        CwAgreement::CREATE,
        CwItem::CREATE,
        AtCompany::CREATE,
        AtContract::CREATE,
        AtProduct::CREATE,
    ];
    for it in tables {
        db.execute(it, []).expect("a table");
    }
}

#[derive(Deserialize)]
struct Named {
    id: Option<i64>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Info {
    #[serde(rename = "lastUpdated")]
    last_updated: Option<String>,
}

type Amount = Option<Box<RawValue>>;

fn name(of: Option<&Named>) -> Option<&String> {
    of?.name.as_ref()
}

fn id(of: Option<&Named>) -> Option<i64> {
    of?.id
}

fn updated(of: Option<&Info>) -> Option<&String> {
    of?.last_updated.as_ref()
}

fn digits(of: &Amount) -> Option<&str> {
    of.as_ref().map(|it| it.get())
}

fn day(of: Option<&str>) -> Option<&str> {
    of?.get(..10)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CwCompany {
    id: i64,
    identifier: Option<String>,
    name: Option<String>,
    status: Option<Named>,
    types: Option<Vec<Named>>,
    deleted_flag: Option<bool>,
    territory: Option<Named>,
    phone_number: Option<String>,
    #[serde(rename = "_info")]
    info: Option<Info>,
}

impl Row for CwCompany {
    const CREATE: &'static str = "CREATE TABLE cw_companies (id INTEGER PRIMARY KEY, identifier TEXT, name TEXT, status TEXT, \
        types TEXT, deleted INTEGER, territory TEXT, phone TEXT, changed_at TEXT) STRICT";
    const INSERT: &'static str = "INSERT INTO cw_companies VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    const FIELDS: &'static str = "id,identifier,name,status/name,types/name,deletedFlag,territory/name,phoneNumber,\
        _info/lastUpdated";

    fn insert(&self, into: &mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<usize> {
        let types: Vec<&str> = self.types.iter().flatten().filter_map(|it| it.name.as_deref()).collect();
        let (status, territory, updated) =
            (name(self.status.as_ref()), name(self.territory.as_ref()), updated(self.info.as_ref()));
        let Self { id, identifier, name, deleted_flag, phone_number, .. } = self;
        into.execute(params![
            id,
            identifier,
            name,
            status,
            types.join(", "),
            deleted_flag,
            territory,
            phone_number,
            updated
        ])
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CwAgreement {
    id: i64,
    name: Option<String>,
    company: Option<Named>,
    #[serde(rename = "type")]
    kind: Option<Named>,
    billing_cycle: Option<Named>,
    agreement_status: Option<String>,
    parent_agreement: Option<Named>,
    cancelled_flag: Option<bool>,
    start_date: Option<String>,
    end_date: Option<String>,
    bill_amount: Amount,
    #[serde(rename = "_info")]
    info: Option<Info>,
}

impl Row for CwAgreement {
    const CREATE: &'static str = "CREATE TABLE cw_agreements (id INTEGER PRIMARY KEY, name TEXT, company TEXT, type TEXT, \
        cycle TEXT, status TEXT, company_id INTEGER, type_id INTEGER, parent INTEGER, cancelled INTEGER, starts TEXT, \
        ends TEXT, amount TEXT, changed_at TEXT) STRICT";
    const INSERT: &'static str =
        "INSERT INTO cw_agreements VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    const FIELDS: &'static str = "id,name,company/name,type/name,billingCycle/name,agreementStatus,company/id,type/id,\
        parentAgreement/id,cancelledFlag,startDate,endDate,billAmount,_info/lastUpdated";

    fn insert(&self, into: &mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<usize> {
        into.execute(params![
            self.id,
            self.name,
            name(self.company.as_ref()),
            name(self.kind.as_ref()),
            name(self.billing_cycle.as_ref()),
            self.agreement_status,
            id(self.company.as_ref()),
            id(self.kind.as_ref()),
            id(self.parent_agreement.as_ref()),
            self.cancelled_flag,
            day(self.start_date.as_deref()),
            day(self.end_date.as_deref()),
            digits(&self.bill_amount),
            updated(self.info.as_ref())
        ])
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CwItem {
    id: i64,
    identifier: Option<String>,
    description: Option<String>,
    product_class: Option<String>,
    price: Amount,
    inactive_flag: Option<bool>,
    cost: Amount,
    category: Option<Named>,
    #[serde(rename = "type")]
    kind: Option<Named>,
    recurring_flag: Option<bool>,
    recurring_bill_cycle: Option<Named>,
    #[serde(rename = "_info")]
    info: Option<Info>,
}

impl Row for CwItem {
    const CREATE: &'static str = "CREATE TABLE cw_catalog (id INTEGER PRIMARY KEY, identifier TEXT, description TEXT, \
        class TEXT, price TEXT, inactive INTEGER, cost TEXT, category TEXT, type TEXT, recurring INTEGER, \
        recurring_cycle TEXT, changed_at TEXT) STRICT";
    const INSERT: &'static str = "INSERT INTO cw_catalog VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    const FIELDS: &'static str = "id,identifier,description,productClass,price,inactiveFlag,cost,category/name,type/name,\
        recurringFlag,recurringBillCycle/name,_info/lastUpdated";

    fn insert(&self, into: &mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<usize> {
        into.execute(params![
            self.id,
            self.identifier,
            self.description,
            self.product_class,
            digits(&self.price),
            self.inactive_flag,
            digits(&self.cost),
            name(self.category.as_ref()),
            name(self.kind.as_ref()),
            self.recurring_flag,
            name(self.recurring_bill_cycle.as_ref()),
            updated(self.info.as_ref())
        ])
    }
}

/// A number as the text that is kept of it.
fn code(of: Option<i64>) -> Option<String> {
    of.map(|it| it.to_string())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AtCompany {
    id: i64,
    company_name: Option<String>,
    company_number: Option<String>,
    company_type: Option<i64>,
    is_active: Option<bool>,
    phone: Option<String>,
    city: Option<String>,
    #[serde(rename = "parentCompanyID")]
    parent: Option<i64>,
    #[serde(rename = "ownerResourceID")]
    owner: Option<i64>,
    #[serde(rename = "lastTrackedModifiedDateTime")]
    changed: Option<String>,
}

impl Row for AtCompany {
    const CREATE: &'static str = "CREATE TABLE at_companies (id INTEGER PRIMARY KEY, name TEXT, number TEXT, type TEXT, \
        active INTEGER, phone TEXT, city TEXT, parent INTEGER, owner INTEGER, changed_at TEXT) STRICT";
    const INSERT: &'static str = "INSERT INTO at_companies VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    const FIELDS: &'static str = "id,companyName,companyNumber,companyType,isActive,phone,city,parentCompanyID,\
        ownerResourceID,lastTrackedModifiedDateTime";

    fn insert(&self, into: &mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<usize> {
        into.execute(params![
            self.id,
            self.company_name,
            self.company_number,
            code(self.company_type),
            self.is_active,
            self.phone,
            self.city,
            self.parent,
            self.owner,
            self.changed
        ])
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AtContract {
    id: i64,
    contract_name: Option<String>,
    #[serde(rename = "companyID")]
    company: Option<i64>,
    contract_type: Option<i64>,
    start_date: Option<String>,
    end_date: Option<String>,
    contract_number: Option<String>,
    status: Option<i64>,
    contract_period_type: Option<Box<RawValue>>,
    contract_category: Option<i64>,
    last_modified_date_time: Option<String>,
}

impl Row for AtContract {
    const CREATE: &'static str = "CREATE TABLE at_contracts (id INTEGER PRIMARY KEY, name TEXT, company INTEGER, type TEXT, \
        starts TEXT, ends TEXT, number TEXT, status TEXT, period TEXT, category TEXT, changed_at TEXT) STRICT";
    const INSERT: &'static str = "INSERT INTO at_contracts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    const FIELDS: &'static str = "id,contractName,companyID,contractType,startDate,endDate,contractNumber,status,\
        contractPeriodType,contractCategory,lastModifiedDateTime";

    fn insert(&self, into: &mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<usize> {
        into.execute(params![
            self.id,
            self.contract_name,
            self.company,
            code(self.contract_type),
            day(self.start_date.as_deref()),
            day(self.end_date.as_deref()),
            self.contract_number,
            code(self.status),
            digits(&self.contract_period_type),
            code(self.contract_category),
            self.last_modified_date_time
        ])
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AtProduct {
    id: i64,
    name: Option<String>,
    sku: Option<String>,
    unit_price: Amount,
    is_active: Option<bool>,
    #[serde(rename = "productBillingCodeID")]
    billing_code: Option<i64>,
    product_category: Option<i64>,
    unit_cost: Amount,
}

impl Row for AtProduct {
    const CREATE: &'static str = "CREATE TABLE at_products (id INTEGER PRIMARY KEY, name TEXT, sku TEXT, price TEXT, \
        active INTEGER, billing_code INTEGER, category TEXT, cost TEXT) STRICT";
    const INSERT: &'static str = "INSERT INTO at_products VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    const FIELDS: &'static str = "id,name,sku,unitPrice,isActive,productBillingCodeID,productCategory,unitCost";

    fn insert(&self, into: &mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<usize> {
        let category = code(self.product_category);
        let (price, cost) = (digits(&self.unit_price), digits(&self.unit_cost));
        let cells: [&dyn ToSql; 8] =
            [&self.id, &self.name, &self.sku, &price, &self.is_active, &self.billing_code, &category, &cost];
        into.execute(cells)
    }
}
