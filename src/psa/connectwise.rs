//! ConnectWise PSA: requests of its REST API 3.0 and what their replies mean. Sends nothing.

use super::{
    Api, Ask, Credentials, Evidence, LetIn, LocateAsk, Located, LookUp, Method, Page, Psa, Record, References, Reply,
    Request, UsageAsk, Wanted, hidden, in_the_light_of,
};
use crate::model::{
    catalog::{Cross, List, ProofBy, PsaFacts},
    fault::Fault,
    integration::{Needs, Right},
    login::Login,
    report::{CheckOutcome, Detail, Excess, RightFinding},
};

mod company;
mod cross;
mod lists;
mod member;
mod proof;
pub(super) mod refusal;
mod role;

/// The provider of ConnectWise PSA.
#[derive(Clone, Copy, Debug)]
pub struct ConnectWise;

/// The path that the cloud routes to the tenant's own version, and that an own server answers on.
const BASE: &str = "/v4_6_release/apis/3.0";

/// Asks for the newest record forms. Source: Developer Guide, "Versioning".
const ACCEPT: &str = "application/vnd.connectwise.com+json";

const MEMBER: &str = "myMembers";
const ROLE: &str = "mySecurity";
const ITEMS: &str = "customizeItems";

impl Psa for ConnectWise {
    fn id(&self) -> &'static str {
        "connectwise"
    }

    fn locate(&self, facts: &PsaFacts, text: &str) -> Vec<LocateAsk> {
        facts
            .sites
            .iter()
            .map(|it| LocateAsk { site: Some(it.id.clone()), request: company::ask(&it.origin, text) })
            .collect()
    }

    fn located(&self, _: &PsaFacts, ask: &LocateAsk, reply: &Reply) -> Result<Option<Located>, Fault> {
        company::located(ask, reply)
    }

    fn api(&self, login: &Login) -> Request {
        company::ask(&login.origin, login.plain("company"))
    }

    fn read_api(&self, login: &Login, reply: &Reply) -> Result<Api, Fault> {
        company::api(login, reply)
    }

    fn login(&self, login: &Login, api: &Api) -> Request {
        get(login, api, "/system/info", "")
    }

    fn read_login(&self, login: &Login, api: &Api, reply: &Reply) -> Result<LetIn, Fault> {
        member::read_login(login, reply).map_err(|fault| {
            if api.tried.is_empty() || !refusal::is_wrong_path(reply) {
                return in_the_light_of(api, fault);
            }
            let tried = api.tried.iter().chain([&api.base]).cloned().collect();
            Fault::StaleCodeBase { host: login.origin.host().to_owned(), tried }
        })
    }

    fn turns_away(&self, reply: &Reply) -> bool {
        refusal::RULES.turns_away(reply)
    }

    fn other_path(&self, api: &Api, reply: &Reply) -> Option<Api> {
        let base = api.other_base.clone()?;
        let tried = vec![api.base.clone()];
        refusal::is_wrong_path(reply).then(|| Api { base, other_base: None, tried, ..api.clone() })
    }

    fn evidence(&self, facts: &PsaFacts, needs: &Needs, login: &Login, api: &Api) -> Vec<Ask> {
        let ask = |key: &str, path: &str, query: &str| Ask { key: key.into(), request: get(login, api, path, query) };
        let mut asks = vec![
            ask(MEMBER, "/system/myMembers", ""),
            ask(ROLE, "/system/mySecurity", &format!("pageSize={}", role::PAGE)),
            ask(ITEMS, "/system/mySecurity/customizeItems/", &format!("pageSize={}", role::PAGE)),
        ];
        for right in &needs.rights {
            if let Some(probe) = probe(facts, right)
                && !asks.iter().any(|it| it.key == probe)
            {
                let (path, query) = split(probe);
                asks.push(ask(probe, &path, query));
            }
        }
        asks
    }

    fn identity(&self, login: &Login, evidence: &Evidence) -> Option<(CheckOutcome, Vec<Detail>)> {
        Some(member::identity(login, evidence.get(MEMBER)?))
    }

    fn limits(&self, facts: &PsaFacts, evidence: &Evidence) -> Option<(CheckOutcome, Vec<Detail>)> {
        member::limits(facts, evidence)
    }

    fn usage(&self, _: &Login, _: &Api) -> Option<UsageAsk> {
        None
    }

    fn keys_of(&self, facts: &PsaFacts, right: &Right) -> Vec<String> {
        let Some(function) = facts.function(&right.function) else { return vec![] };
        match &function.proof {
            ProofBy::Role { probe, .. } => {
                let keys = [Some(MEMBER), Some(ROLE), probe.as_deref()];
                keys.into_iter().flatten().map(str::to_owned).collect()
            }
            ProofBy::Item { .. } => vec![MEMBER.into(), ITEMS.into()],
            ProofBy::Login => vec![MEMBER.into()],
            ProofBy::Entity { .. } | ProofBy::Nothing { .. } => vec![],
        }
    }

    fn prove(&self, facts: &PsaFacts, right: &Right, evidence: &Evidence) -> Option<RightFinding> {
        let keys = self.keys_of(facts, right);
        let judge = || proof::of(facts, right, evidence);
        super::proof::finding(right, evidence, &keys, judge, |key, it| proof::witness(facts, right, key, it))
    }

    fn excess(&self, facts: &PsaFacts, needs: &Needs, evidence: &Evidence) -> Vec<Excess> {
        role::excess(facts, needs, evidence)
    }

    fn shows_limit(&self, _: &PsaFacts, cross: &Cross, evidence: &Evidence) -> bool {
        // Whether the entries are allowed or refused is not documented; that there are some shows that not all is open.
        cross.customized.as_deref().is_some_and(|group| proof::is_customized(group, evidence))
    }

    fn notes(&self, evidence: &Evidence) -> Vec<String> {
        member::notes(evidence)
    }

    fn count(&self, list: &List, since: Option<&str>, login: &Login, api: &Api) -> Option<Request> {
        lists::count(list, since, login, api)
    }

    fn read_count(&self, reply: &Reply) -> Result<u64, Fault> {
        lists::read_count(reply)
    }

    fn rows(&self, list: &List, parent: Option<&str>, limit: u32, login: &Login, api: &Api) -> Request {
        lists::rows(list, parent, limit, login, api)
    }

    fn read_rows(&self, list: &List, reply: &Reply) -> Result<Vec<Record>, Fault> {
        lists::read_rows(list, reply)
    }

    fn page(&self, list: &List, wanted: &Wanted, login: &Login, api: &Api) -> Request {
        lists::page(list, wanted, login, api)
    }

    fn last(&self, list: &List, login: &Login, api: &Api) -> Option<Request> {
        lists::last(list, login, api)
    }

    fn read_page(&self, list: &List, wanted: &Wanted, reply: &Reply) -> Result<Page, Fault> {
        lists::read_page(list, wanted, reply)
    }

    fn references(&self, cross: &Cross, fields: &[&str], login: &Login, api: &Api) -> Request {
        cross::references(cross, fields, login, api)
    }

    fn read_references(&self, cross: &Cross, reply: &Reply) -> Result<References, Fault> {
        cross::read_references(cross, reply)
    }

    fn among(&self, cross: &Cross, ids: &[u64], login: &Login, api: &Api) -> Vec<LookUp> {
        cross::among(cross, ids, login, api)
    }

    fn read_ids(&self, cross: &Cross, reply: &Reply) -> Result<Vec<u64>, Fault> {
        cross::read_ids(cross, reply)
    }
}

/// One authenticated GET below the API's base. `path` starts with `/`; `query` may be empty.
fn get(login: &Login, api: &Api, path: &str, query: &str) -> Request {
    let mark = if query.is_empty() { "" } else { "?" };
    Request {
        method: Method::Get,
        origin: login.origin.clone(),
        target: format!("{}{path}{mark}{query}", api.base),
        headers: vec![("accept", ACCEPT.to_owned())],
        credentials: Credentials::Basic {
            user: hidden(login, "public_key").after(&format!("{}+", login.plain("company").trim())),
            password: login.secret("private_key"),
            headers: vec![("clientId", hidden(login, "client_id"))],
        },
        label: format!("GET {path}"),
        bucket: String::new(),
    }
}

/// The request that answers 403 without the right, where the catalogue knows one.
fn probe<'a>(facts: &'a PsaFacts, right: &Right) -> Option<&'a str> {
    match &facts.function(&right.function)?.proof {
        ProofBy::Role { probe, .. } => probe.as_deref(),
        ProofBy::Item { .. } | ProofBy::Entity { .. } | ProofBy::Login | ProofBy::Nothing { .. } => None,
    }
}

/// Splits the catalogue's `path?query` and gives the path its slash.
fn split(text: &str) -> (String, &str) {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    (format!("/{}", path.trim_start_matches('/')), query)
}
