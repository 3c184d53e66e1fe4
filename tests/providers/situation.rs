//! Situations that the tests start from: a login, a reply from a file, the evidence of a test.

use std::{collections::BTreeMap, fs, path::PathBuf, time::Duration};

use psa_connect::{
    model::{
        catalog::{Catalog, PsaFacts},
        fault::Fault,
        integration::{Needs, Right},
        login::{Login, Value, Values},
        origin::Origin,
    },
    psa::{Answer, Api, Evidence, Psa, Reply},
};
use serde_json::Value as Json;

/// What one login field holds in these tests; no label may have it.
pub(crate) const CANARY: &str = "canary";

/// One PSA with a login at `origin`.
pub(crate) struct Situation {
    pub(crate) psa: &'static dyn Psa,
    pub(crate) facts: PsaFacts,
    pub(crate) needs: Needs,
    pub(crate) login: Login,
    pub(crate) api: Api,
}

impl Situation {
    pub(crate) fn connectwise() -> Self {
        Self::new("connectwise", "https://api-na.myconnectwise.net", "/v4_6_release/apis/3.0")
    }

    pub(crate) fn autotask() -> Self {
        Self::new("autotask", "https://webservices3.autotask.net", "/atservicesrest/v1.0")
    }

    fn new(id: &str, origin: &str, base: &str) -> Self {
        let catalog = Catalog::embedded();
        let psa = psa_connect::psa::of(&id.into()).expect("registered");
        let facts = catalog.psa(&id.into()).expect("in the catalogue").clone();
        let needs = catalog.integration("sync365").and_then(|it| it.needs(&id.into())).expect("in the file").clone();
        let login = login(&facts, origin);
        Self { psa, facts, needs, login, api: Api::at(base) }
    }

    /// The same login at another host.
    pub(crate) fn at(self, origin: &str) -> Self {
        Self { login: login(&self.facts, origin), ..self }
    }

    /// The right of Sync 365 that is about `function`.
    pub(crate) fn right(&self, function: &str) -> Right {
        self.needs.rights.iter().find(|it| it.function.0 == function).expect("Sync 365 needs it").clone()
    }

    /// A reply from `tests/replies`.
    pub(crate) fn reply(&self, name: &str) -> Reply {
        reply(self.psa.id(), name)
    }

    /// The answers to every ask of a test; `replies` names those that are not the usual one.
    pub(crate) fn evidence(&self, usual: &str, replies: &[(&str, &str)]) -> Evidence {
        let asks = self.psa.evidence(&self.facts, &self.needs, &self.login, &self.api);
        for (key, _) in replies {
            assert!(asks.iter().any(|it| it.key == *key), "nothing asks {key}");
        }
        let answer = |key: &str| {
            let name = replies.iter().find(|(it, _)| *it == key).map_or(usual, |(_, name)| name);
            match name {
                "cut" => Err(Fault::Cut { host: "psa.example".into() }),
                name => Ok(self.reply(name)),
            }
        };
        asks.into_iter()
            .map(|it| {
                let (reply, label) = (answer(&it.key), it.request.label);
                (it.key, Answer { reply, label, took: Duration::from_millis(7) })
            })
            .collect()
    }
}

fn login(facts: &PsaFacts, origin: &str) -> Login {
    let text = |id: &str| match id {
        "company" => "north wind/#1".to_owned(),
        "user_name" => "s365+x@northwind.example".to_owned(),
        id => format!("{CANARY}-{id}"),
    };
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, &text(&it.id.0)))).collect();
    Login::complete(facts, origin.parse::<Origin>().expect("an origin"), None, &values).expect("every field is filled")
}

fn folder(psa: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/replies").join(psa)
}

fn reply(psa: &str, name: &str) -> Reply {
    let file = folder(psa).join(format!("{name}.json"));
    let text = fs::read_to_string(&file).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
    let json: Json = serde_json::from_str(&text).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
    assert!(json["source"].as_str().is_some_and(|it| !it.is_empty()), "{name} names no source");
    let headers: BTreeMap<String, String> =
        json.get("headers").map(|it| serde_json::from_value(it.clone()).expect("texts")).unwrap_or_default();
    let body = match (json.get("text"), json.get("bytes")) {
        (Some(text), _) => text.as_str().expect("a text").as_bytes().to_vec(),
        (None, Some(bytes)) => serde_json::from_value(bytes.clone()).expect("bytes"),
        (None, None) => json["json"].to_string().into_bytes(),
    };
    let status = json["status"].as_u64().and_then(|it| u16::try_from(it).ok()).expect("a status");
    Reply { status, headers: headers.into_iter().collect(), body, version: "HTTP/2".into(), received: None }
}

/// Where a kept reply comes from.
pub(crate) fn kept(psa: &str, name: &str) -> String {
    let text = fs::read_to_string(folder(psa).join(format!("{name}.json"))).expect("it was read before");
    let json: Json = serde_json::from_str(&text).expect("it was read before");
    json["source"].as_str().expect("it was read before").to_owned()
}

/// Every reply of a PSA, by name.
pub(crate) fn replies(psa: &str) -> BTreeMap<String, Reply> {
    let files = fs::read_dir(folder(psa)).expect("the folder is there");
    files
        .map(|it| it.expect("readable").path())
        .map(|it| it.file_stem().and_then(|it| it.to_str()).expect("a name").to_owned())
        .map(|name| (name.clone(), reply(psa, &name)))
        .collect()
}
