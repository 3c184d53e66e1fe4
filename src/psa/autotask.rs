//! Autotask PSA: requests of its REST API 1.0 and what their replies mean. Sends nothing.

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
    right::{Action, Level},
};

mod access;
mod cross;
mod lists;
mod proof;
pub(super) mod refusal;
mod usage;
mod user;
mod zone;

/// The provider of Autotask PSA.
#[derive(Clone, Copy, Debug)]
pub struct Autotask;

/// The path in front of every endpoint. The version is pinned: a later one is advertised and not served.
const BASE: &str = "/atservicesrest/v1.0";

const THRESHOLD: &str = "ThresholdInformation";
const RESOURCES: &str = "Resources?userName";

const USER: &str = "user_name";
const SECRET: &str = "secret";
const TRACKING: &str = "tracking_id";

impl Psa for Autotask {
    fn id(&self) -> &'static str {
        "autotask"
    }

    fn locate(&self, facts: &PsaFacts, text: &str) -> Vec<LocateAsk> {
        match &facts.locate.host {
            Some(host) => vec![LocateAsk { site: None, request: zone::ask(host, text) }],
            None => facts
                .sites
                .iter()
                .map(|it| LocateAsk { site: Some(it.id.clone()), request: zone::ask(&it.origin, text) })
                .collect(),
        }
    }

    fn located(&self, _: &PsaFacts, ask: &LocateAsk, reply: &Reply) -> Result<Option<Located>, Fault> {
        zone::located(&ask.request.origin, reply)
    }

    fn api(&self, login: &Login) -> Request {
        zone::ask(&login.origin, login.plain(USER))
    }

    fn read_api(&self, login: &Login, reply: &Reply) -> Result<Api, Fault> {
        zone::api(login, reply)
    }

    fn login(&self, login: &Login, api: &Api) -> Request {
        get(login, api, "/Version", "", "Version")
    }

    fn read_login(&self, login: &Login, api: &Api, reply: &Reply) -> Result<LetIn, Fault> {
        user::read_login(login, reply).map_err(|it| in_the_light_of(api, it))
    }

    fn turns_away(&self, reply: &Reply) -> bool {
        refusal::RULES.turns_away(reply)
    }

    fn other_path(&self, _: &Api, _: &Reply) -> Option<Api> {
        None
    }

    fn evidence(&self, facts: &PsaFacts, needs: &Needs, login: &Login, api: &Api) -> Vec<Ask> {
        let mut asks = vec![
            Ask { key: THRESHOLD.into(), request: usage::ask(login, api) },
            Ask { key: RESOURCES.into(), request: user::ask(login, api) },
        ];
        for right in &needs.rights {
            for entity in entities(facts, right) {
                if !asks.iter().any(|it| it.key == entity) {
                    let path = format!("/{entity}/entityInformation");
                    asks.push(Ask { key: entity.to_owned(), request: get(login, api, &path, "", entity) });
                }
            }
        }
        asks
    }

    fn identity(&self, login: &Login, evidence: &Evidence) -> Option<(CheckOutcome, Vec<Detail>)> {
        Some(user::identity(login, evidence.get(RESOURCES)?))
    }

    fn limits(&self, _: &PsaFacts, evidence: &Evidence) -> Option<(CheckOutcome, Vec<Detail>)> {
        Some(usage::limits(evidence.get(THRESHOLD)?))
    }

    fn usage(&self, login: &Login, api: &Api) -> Option<UsageAsk> {
        Some(UsageAsk { request: usage::ask(login, api), read: usage::read })
    }

    fn keys_of(&self, facts: &PsaFacts, right: &Right) -> Vec<String> {
        match facts.function(&right.function).map(|it| &it.proof) {
            Some(ProofBy::Login) => vec![THRESHOLD.to_owned()],
            Some(ProofBy::Entity { .. }) => entities(facts, right).into_iter().map(str::to_owned).collect(),
            Some(ProofBy::Role { .. } | ProofBy::Item { .. } | ProofBy::Nothing { .. }) | None => vec![],
        }
    }

    fn prove(&self, facts: &PsaFacts, right: &Right, evidence: &Evidence) -> Option<RightFinding> {
        let keys = self.keys_of(facts, right);
        super::proof::finding(right, evidence, &keys, || proof::of(facts, right, evidence), proof::witness)
    }

    fn excess(&self, facts: &PsaFacts, needs: &Needs, evidence: &Evidence) -> Vec<Excess> {
        proof::excess(facts, needs, evidence)
    }

    fn shows_limit(&self, _: &PsaFacts, cross: &Cross, evidence: &Evidence) -> bool {
        let info = evidence.get(&cross.to.path).and_then(|it| access::read(it).ok());
        info.is_some_and(|it| it.of(Action::Inquire) == access::Access::Level(Level::Restricted))
    }

    fn notes(&self, _: &Evidence) -> Vec<String> {
        vec![]
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

    fn last(&self, _: &List, _: &Login, _: &Api) -> Option<Request> {
        // Rows come in the order of their ids, and no other can be asked for.
        None
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
fn get(login: &Login, api: &Api, path: &str, query: &str, bucket: &str) -> Request {
    let mark = if query.is_empty() { "" } else { "?" };
    Request {
        method: Method::Get,
        origin: login.origin.clone(),
        target: format!("{}{path}{mark}{query}", api.base),
        headers: vec![("accept", "application/json".to_owned())],
        credentials: Credentials::Headers(vec![
            ("UserName", hidden(login, USER)),
            ("Secret", hidden(login, SECRET)),
            ("ApiIntegrationCode", hidden(login, TRACKING)),
        ]),
        label: format!("GET {path}"),
        bucket: bucket.to_owned(),
    }
}

/// The entities that a right is proved from, each once.
fn entities<'a>(facts: &'a PsaFacts, right: &Right) -> Vec<&'a str> {
    let mut entities: Vec<&str> = Vec::new();
    if let Some(ProofBy::Entity { parts, .. }) = facts.function(&right.function).map(|it| &it.proof) {
        for entity in parts.iter().flat_map(|it| [Some(&it.entity), it.or.as_ref()]).flatten() {
            if !entities.contains(&entity.as_str()) {
                entities.push(entity);
            }
        }
    }
    entities
}
