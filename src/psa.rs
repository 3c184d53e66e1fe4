//! What the engine asks of each PSA: requests as values, replies judged. Nothing here sends anything.

use std::{collections::BTreeMap, time::Duration};

use crate::{
    model::{
        catalog::{Cross, List, PsaFacts},
        fault::Fault,
        id::{FieldId, PsaId, SiteId},
        integration::{Needs, Right},
        login::{Login, Value},
        mirror::Usage,
        origin::Origin,
        report::{CheckOutcome, Detail, Excess, Moved, RightFinding},
        secret::Secret,
    },
    words,
};

pub mod autotask;
mod body;
mod columns;
pub mod connectwise;
mod cross;
mod explain;
pub mod headers;
mod page;
mod proof;
mod refusal;
mod rows;
mod target;
mod trust;

pub use explain::{Explained, explain};

pub use cross::{LookUp, PagePart, Reference, References};
pub use page::{More, Page, Wanted};

/// Every PSA that the program can speak to. A new one adds a line here and one to the catalogue.
pub const ALL: [&dyn Psa; 2] = [&connectwise::ConnectWise, &autotask::Autotask];

/// The provider of one PSA.
pub fn of(id: &PsaId) -> Option<&'static dyn Psa> {
    ALL.into_iter().find(|it| it.id() == id.0)
}

/// How a request is sent. There are no others: nothing is ever written to a PSA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// A GET.
    Get,
    /// A query sent as a POST, with this JSON as its body (Autotask `/query`).
    Query(String),
}

/// What authenticates a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing: the request may go to any site that is asked.
    #[default]
    None,
    /// HTTP Basic, and headers beside it.
    Basic {
        /// The part before the colon. Secret too: it holds a key.
        user: Secret,
        /// The part after it.
        password: Secret,
        /// Further headers, by name.
        headers: Vec<(&'static str, Secret)>,
    },
    /// Headers of the vendor's own, by name.
    Headers(Vec<(&'static str, Secret)>),
}

/// One request, as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// To whom. With credentials, the transport sends it only to the origin that the person confirmed.
    pub origin: Origin,
    /// Path and query, percent-encoded, starting with `/`.
    pub target: String,
    /// Headers that are no secret.
    pub headers: Vec<(&'static str, String)>,
    /// What authenticates it.
    pub credentials: Credentials,
    /// How it is named on screens and in reports: `GET /system/info`. Never holds a secret.
    pub label: String,
    /// Requests of one bucket are counted together by the vendor (Autotask: the entity). Empty: no such limit.
    pub bucket: String,
}

/// One reply, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Headers with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// What it came with: `HTTP/2`.
    pub version: String,
    /// When its head came in by this host's clock, Unix seconds; `None` when nobody looked.
    pub received: Option<i64>,
}

impl Reply {
    /// The first header of this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }
}

/// A request and the key under which its answer is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Unique within one test: `mySecurity`, `Contracts`.
    pub key: String,
    /// The request.
    pub request: Request,
}

/// The question how many requests a PSA has counted lately.
#[derive(Clone, Debug)]
pub struct UsageAsk {
    /// The request.
    pub request: Request,
    /// Reads the answer to it.
    pub read: fn(&Answer) -> Result<Usage, Fault>,
}

/// What came back for an [`Ask`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The reply, or why there is none. A reply may still be a refusal.
    pub reply: Result<Reply, Fault>,
    /// The request's label.
    pub label: String,
    /// From sending to the last byte.
    pub took: Duration,
}

/// The answers so far, by key.
pub type Evidence = BTreeMap<String, Answer>;

/// A question without credentials: does this site know them?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocateAsk {
    /// The site that is asked, when each is asked by itself.
    pub site: Option<SiteId>,
    /// The request.
    pub request: Request,
}

/// A site that knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// Where the API answers.
    pub origin: Origin,
    /// What it says: `Acme IT, version v2025.1`. Not yet safe to show.
    pub says: String,
    /// The vendor's own spelling of what was looked up, when it differs.
    pub canonical: Option<String>,
}

/// What is known of the API before the login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// What was seen, a clause: `version v2025.1, cloud`. Not yet safe to show.
    pub says: String,
    /// The path in front of every endpoint: `/v4_6_release/apis/3.0`.
    pub base: String,
    /// Another path that may be right when `base` is not served.
    pub other_base: Option<String>,
    /// What the company or user is called there, where that differs from what was typed.
    pub canonical: Option<String>,
    /// What is doubtful about it, a sentence: a site that names another host.
    pub doubt: Option<String>,
    /// Bases that were tried before this one and are not served.
    pub tried: Vec<String>,
    /// What was seen, one by one. Safe to show.
    pub details: Vec<Detail>,
    /// The vendor's own site that the login belongs to, when that is another. No key is sent there.
    pub moved: Option<Moved>,
}

impl Api {
    /// An API at `base` of which nothing else is known.
    pub fn at(base: &str) -> Self {
        Self {
            says: String::new(),
            base: base.to_owned(),
            other_base: None,
            canonical: None,
            doubt: None,
            tried: vec![],
            details: vec![],
            moved: None,
        }
    }
}

/// What a login that was let in shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetIn {
    /// A clause: `version v2025.1.10675, region AU`. Safe to show.
    pub says: String,
    /// The same, one by one. Safe to show.
    pub details: Vec<Detail>,
}

/// One record of a list, before it is made into a row.
pub type Record = serde_json::Map<String, serde_json::Value>;

/// One PSA.
pub trait Psa: Send + Sync {
    /// Its id in the catalogue.
    fn id(&self) -> &'static str;

    /// Asks, without credentials, which site knows `text` (a company ID, a user name).
    fn locate(&self, facts: &PsaFacts, text: &str) -> Vec<LocateAsk>;

    /// Reads one answer; `None` when the site does not know it.
    fn located(&self, facts: &PsaFacts, ask: &LocateAsk, reply: &Reply) -> Result<Option<Located>, Fault>;

    /// Asks, without credentials, whether this PSA's API answers at the login's origin.
    fn api(&self, login: &Login) -> Request;

    /// Reads the answer to [`Psa::api`].
    fn read_api(&self, login: &Login, reply: &Reply) -> Result<Api, Fault>;

    /// The one request that spends a login attempt. It needs no right.
    fn login(&self, login: &Login, api: &Api) -> Request;

    /// Reads the answer to [`Psa::login`]. What is doubtful about `api` may be why it was refused.
    fn read_login(&self, login: &Login, api: &Api, reply: &Reply) -> Result<LetIn, Fault>;

    /// Says whether a reply, to whatever request, turned the login away, so that nothing more may be sent with it.
    ///
    /// A 401 that speaks of a missing right did not.
    fn turns_away(&self, reply: &Reply) -> bool;

    /// The path to try once more when the login's reply says that the path, not the login, was wrong.
    ///
    /// Never after a refused login.
    fn other_path(&self, api: &Api, reply: &Reply) -> Option<Api>;

    /// Everything that identity and rights are read from. The asks do not depend on each other.
    fn evidence(&self, facts: &PsaFacts, needs: &Needs, login: &Login, api: &Api) -> Vec<Ask>;

    /// Who the login is; `None` while the evidence for it is not in.
    fn identity(&self, login: &Login, evidence: &Evidence) -> Option<(CheckOutcome, Vec<Detail>)>;

    /// How many requests are left, from the whole evidence; `None` when nothing is known of a limit.
    fn limits(&self, facts: &PsaFacts, evidence: &Evidence) -> Option<(CheckOutcome, Vec<Detail>)>;

    /// Asks how many requests the PSA has counted lately, those of every program; `None` where it does not tell.
    fn usage(&self, login: &Login, api: &Api) -> Option<UsageAsk>;

    /// The asks that one right is proved from.
    fn keys_of(&self, facts: &PsaFacts, right: &Right) -> Vec<String>;

    /// What the evidence says of one right; `None` while evidence is not in.
    fn prove(&self, facts: &PsaFacts, right: &Right, evidence: &Evidence) -> Option<RightFinding>;

    /// Rights beyond the need, from the whole evidence.
    fn excess(&self, facts: &PsaFacts, needs: &Needs, evidence: &Evidence) -> Vec<Excess>;

    /// Says whether the evidence shows that the role is limited to some of the rows that a cross-check looks for.
    fn shows_limit(&self, facts: &PsaFacts, cross: &Cross, evidence: &Evidence) -> bool;

    /// What to know besides, from the whole evidence, each a sentence.
    fn notes(&self, evidence: &Evidence) -> Vec<String>;

    /// Asks how many rows a list has, of those that changed `since` a moment when one is given; `None` when it has no
    /// count of its own.
    fn count(&self, list: &List, since: Option<&str>, login: &Login, api: &Api) -> Option<Request>;

    /// Reads the answer to [`Psa::count`].
    fn read_count(&self, reply: &Reply) -> Result<u64, Fault>;

    /// Asks for the first `limit` rows of a list, or of its part below the row `parent`.
    fn rows(&self, list: &List, parent: Option<&str>, limit: u32, login: &Login, api: &Api) -> Request;

    /// Reads the answer to [`Psa::rows`].
    fn read_rows(&self, list: &List, reply: &Reply) -> Result<Vec<Record>, Fault>;

    /// Asks for one page of a list, in the order of the ids.
    fn page(&self, list: &List, wanted: &Wanted, login: &Login, api: &Api) -> Request;

    /// Asks for the row with the highest id, its id alone; `None` where the API cannot be asked that.
    fn last(&self, list: &List, login: &Login, api: &Api) -> Option<Request>;

    /// Reads the answer to [`Psa::page`] or [`Psa::last`].
    ///
    /// Errors: also rows that were not asked for or are out of order, by their place: reading on from there would not end.
    fn read_page(&self, list: &List, wanted: &Wanted, reply: &Reply) -> Result<Page, Fault>;

    /// Asks for one page of the rows that `cross` reads references from, with these fields of each.
    ///
    /// Cross-checks that share the page are answered by the same request.
    fn references(&self, cross: &Cross, fields: &[&str], login: &Login, api: &Api) -> Request;

    /// Reads the answer to [`Psa::references`] for one of the cross-checks that share it.
    fn read_references(&self, cross: &Cross, reply: &Reply) -> Result<References, Fault>;

    /// Looks up by id which of `ids` the list that `cross` looks into shows, in two requests at most.
    ///
    /// Ids that do not fit in are left out; each look-up says which it asks for.
    fn among(&self, cross: &Cross, ids: &[u64], login: &Login, api: &Api) -> Vec<LookUp>;

    /// Reads the answer to one request of [`Psa::among`]: the ids of the rows that came.
    ///
    /// Errors: also a reply that is only the first page.
    fn read_ids(&self, cross: &Cross, reply: &Reply) -> Result<Vec<u64>, Fault>;
}

/// Puts what is doubtful about the API first among the hints of a refused login. A login of another site is told as such.
pub fn in_the_light_of(api: &Api, fault: Fault) -> Fault {
    let Fault::BadLogin { host, hints } = fault else { return fault };
    let spelling =
        api.canonical.as_deref().map(|it| words::with("hint-spelling", &[("company", body::says(it).into())]));
    if let Some(moved) = &api.moved {
        // The doubt names that site, as the fault itself does.
        return Fault::MovedSite { host, to: moved.to.clone(), hints: spelling.into_iter().chain(hints).collect() };
    }
    Fault::BadLogin { host, hints: api.doubt.clone().into_iter().chain(spelling).chain(hints).collect() }
}

/// A field of the login as a secret, however the catalogue keeps it.
fn hidden(login: &Login, id: &str) -> Secret {
    match login.values().get(&FieldId::from(id)) {
        Some(Value::Plain(text)) => Secret::new(text.as_str()),
        Some(Value::Secret(secret)) => secret.clone(),
        None => Secret::default(),
    }
}
