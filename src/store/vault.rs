//! Secrets in an OpenBao or HashiCorp Vault server: the KV engine, version 2.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::model::{
    fault::Fault,
    origin::Origin,
    saved::{StoreCard, StoreNeeds},
    secret::Secret,
    settings::VaultSettings,
    shown::Shown,
    store_kind::StoreKind,
};

mod environment;
mod judge;
mod login;
mod wire;

pub use environment::Environment;
pub use wire::{Carrier, VaultMethod, VaultReply, VaultRequest};

use judge::{Data, Mount, Reading, Subject, TokenFacts, Verdict, Written, bad_address, body, denied, judge};

use super::{
    secret_file::{room_for, to_json},
    secrets::{At, Fields, Found, Key, SecretStore, Version},
};

/// The secrets below one path of a server's KV engine.
pub struct Vault {
    settings: VaultSettings,
    environment: Environment,
    carrier: Arc<dyn Carrier>,
    token: Mutex<Option<Secret>>,
    /// The newest version that this process has seen of each key, so that saving over what was read is no conflict.
    seen: Mutex<BTreeMap<Key, u32>>,
}

/// How long trying whether a write would be allowed may take in all.
const CARD_WITHIN: Duration = Duration::from_secs(4);

/// What to do once a refused token was looked at.
enum Refused {
    /// It is sound, so the path is not allowed.
    Sound,
    /// It is not valid any more.
    Dead,
}

impl Vault {
    /// What the settings leave open is read from the environment of this process.
    pub fn new(settings: VaultSettings, carrier: Arc<dyn Carrier>) -> Self {
        Self::within(settings, Environment::of_process(), carrier)
    }

    /// The same, with an environment of its own.
    pub fn within(settings: VaultSettings, environment: Environment, carrier: Arc<dyn Carrier>) -> Self {
        Self { settings, environment, carrier, token: Mutex::default(), seen: Mutex::default() }
    }

    fn origin(&self) -> Result<Origin, Fault> {
        let address = self.settings.address.as_ref().or(self.environment.address.as_ref());
        let address = address.ok_or_else(|| Fault::Local {
            what: "no address of an OpenBao or Vault server is set".into(),
            remedy: "Set address in [vault], or BAO_ADDR.".into(),
        })?;
        address.parse().map_err(|it| bad_address(address, &it))
    }

    fn namespace(&self) -> Option<&str> {
        self.settings.namespace.as_deref().or(self.environment.namespace.as_deref()).filter(|it| !it.is_empty())
    }

    /// `<mount>/<part>/<prefix>/<name>`; `part` is what the engine keeps there: data, metadata, destroy.
    fn path(&self, part: &str, name: &str) -> String {
        let mount = self.settings.mount.trim_matches('/');
        let prefix = self.settings.prefix.trim_matches('/');
        let between = if prefix.is_empty() { "" } else { "/" };
        format!("{mount}/{part}/{prefix}{between}{name}")
    }

    fn send(&self, call: &Call<'_>, token: Option<&Secret>) -> Result<VaultReply, Fault> {
        let mut headers = vec![("X-Vault-Request", "true".to_owned())];
        if let (Some(namespace), Within::Namespace) = (self.namespace(), call.within) {
            headers.push(("X-Vault-Namespace", namespace.to_owned()));
        }
        let left = call.until.map(|it| it.saturating_duration_since(Instant::now()));
        self.carrier.carry(&VaultRequest {
            method: call.method,
            origin: self.origin()?,
            target: encoded(&call.target),
            headers,
            token: token.cloned(),
            body: call.body.clone(),
            within: left.map(|it| it.max(Duration::from_millis(1))),
        })
    }

    /// Sends with the token. A dead token of an AppRole is replaced once.
    fn ask(&self, call: &Call<'_>) -> Result<Option<VaultReply>, Asked> {
        let origin = self.origin()?;
        let mut token = self.token(call.until)?;
        for may_renew in [self.settings.approle.is_some(), false] {
            let reply = self.send(call, Some(&token))?;
            let subject = self.subject(&origin, &call.target);
            let unsaid = |text: &str| {
                token.is(|it| text.contains(it))
                    || call.unsaid.iter().any(|(_, it)| it.is(|it| !it.is_empty() && text.contains(it)))
            };
            match judge(&reply, &subject, &unsaid) {
                Verdict::Fine => return Ok(Some(reply)),
                Verdict::NotThere if has_version(&reply) => return Ok(Some(reply)),
                Verdict::NotThere => return Ok(None),
                Verdict::Conflict => return Err(Asked::Conflict),
                Verdict::Fault(it) => return Err(Asked::Fault(it)),
                Verdict::Denied => match self.look_at_token(&token, call.until)? {
                    Refused::Sound => return Err(Asked::Fault(denied(&subject, call.capability))),
                    Refused::Dead if may_renew => {
                        self.forget_token();
                        token = self.token(call.until)?;
                    }
                    Refused::Dead => return Err(Asked::Fault(self.dead_token(&origin))),
                },
            }
        }
        Err(Asked::Fault(self.dead_token(&origin)))
    }

    fn look_at_token(&self, token: &Secret, until: Option<Instant>) -> Result<Refused, Fault> {
        let call = Call { until, ..Call::get("auth/token/lookup-self") };
        let reply = self.send(&call, Some(token))?;
        Ok(if reply.status == 403 { Refused::Dead } else { Refused::Sound })
    }

    fn subject<'a>(&'a self, origin: &'a Origin, path: &'a str) -> Subject<'a> {
        Subject { origin, path, mount: self.settings.mount.trim_matches('/'), namespace: self.namespace() }
    }

    /// Refuses a mount that is no KV engine of version 2: one of version 1 would keep the request itself as a secret.
    fn check_mount(&self, until: Option<Instant>) -> Result<(), Fault> {
        let origin = self.origin()?;
        let target = format!("sys/internal/ui/mounts/{}", self.path("data", "connection"));
        let subject = self.subject(&origin, &target);
        let reply = self.ask(&Call { until, capability: "read", ..Call::get(&target) })?;
        let mount: Data<Mount> = body(&reply.ok_or_else(|| judge::no_mount(&subject))?, &subject)?;
        let is_second = mount.data.options.as_ref().and_then(|it| it.version.as_deref()) == Some("2");
        if mount.data.kind == "kv" && is_second { Ok(()) } else { Err(judge::wrong_engine(&mount.data, &subject)) }
    }

    fn read(&self, key: &Key) -> Result<Option<judge::Inner>, Fault> {
        let origin = self.origin()?;
        let target = self.path("data", key.as_str());
        let Some(reply) = self.ask(&Call { capability: "read", ..Call::get(&target) })? else { return Ok(None) };
        let reading: Reading = body(&reply, &self.subject(&origin, &target))?;
        Ok(reading.data)
    }

    /// Says that somebody else has saved since; the version is named when it can be told.
    fn conflict(&self, key: &Key) -> Fault {
        let newest = self.read(key).ok().flatten().map(|it| it.metadata.version);
        let version = newest.map_or_else(|| "another version".into(), |it| format!("version {it}"));
        Fault::Local {
            what: format!("somebody else saved {version} of {key} since; nothing was overwritten"),
            remedy: "Open the connection again to get the newest keys, and save if they are still wrong.".into(),
        }
    }

    fn note(&self, key: &Key, version: u32) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), version);
    }

    /// Tries everything that a write needs, and leaves nothing. Gives what the token says of itself.
    fn try_out(&self) -> Result<TokenFacts, Fault> {
        let until = Some(Instant::now() + CARD_WITHIN);
        let origin = self.origin()?;
        let health = Call { until, within: Within::Root, ..Call::get("sys/health?standbyok=true&perfstandbyok=true") };
        let subject = self.subject(&origin, &health.target);
        if self.send(&health, None)?.status == 503 {
            let sealed = VaultReply { status: 503, location: None, body: Zeroizing::new(SEALED.to_vec()) };
            if let Verdict::Fault(it) = judge(&sealed, &subject, &|_| false) {
                return Err(it);
            }
        }
        self.check_mount(until)?;
        let path = self.path("data", "connection");
        let asked = Secret::new(json!({ "paths": [path] }).to_string());
        let call = Call { until, ..Call::post("sys/capabilities-self", asked, &[]) };
        let reply = self.ask(&call)?.ok_or_else(|| judge::no_mount(&subject))?;
        let held: Capabilities = body(&reply, &subject)?;
        let may = |it: &str| held.capabilities.iter().any(|held| held == it || held == "root");
        if let Some(missing) = ["create", "update", "read"].into_iter().find(|it| !may(it)) {
            return Err(denied(&self.subject(&origin, &path), missing));
        }
        let reply = self.ask(&Call { until, ..Call::get("auth/token/lookup-self") })?;
        let facts: Data<TokenFacts> = body(&reply.ok_or_else(|| self.dead_token(&origin))?, &subject)?;
        Ok(facts.data)
    }
}

const SEALED: &[u8] = br#"{"errors":["Vault is sealed"]}"#;

#[derive(Deserialize)]
struct Capabilities {
    capabilities: Vec<String>,
}

/// A reply of 404 that tells of a version which was deleted.
fn has_version(reply: &VaultReply) -> bool {
    serde_json::from_slice::<Reading>(&reply.body).is_ok_and(|it| it.data.is_some())
}

fn encoded(target: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'#').add(b'%').add(b'"').add(b'<').add(b'>').add(b'\\');
    format!("/v1/{}", percent_encoding::utf8_percent_encode(target, KEPT))
}

/// One request, before it is known who asks.
struct Call<'a> {
    method: VaultMethod,
    target: String,
    body: Option<Secret>,
    capability: &'static str,
    within: Within,
    until: Option<Instant>,
    /// What no fault may repeat.
    unsaid: &'a [(crate::model::id::FieldId, Secret)],
}

/// Whether a request is for the namespace or for the server itself.
#[derive(Clone, Copy)]
enum Within {
    Namespace,
    Root,
}

impl<'a> Call<'a> {
    fn get(target: &str) -> Self {
        Self {
            method: VaultMethod::Get,
            target: target.to_owned(),
            body: None,
            capability: "read",
            within: Within::Namespace,
            until: None,
            unsaid: &[],
        }
    }

    fn post(target: &str, body: Secret, unsaid: &'a [(crate::model::id::FieldId, Secret)]) -> Self {
        Self { method: VaultMethod::Post, body: Some(body), capability: "update", unsaid, ..Self::get(target) }
    }
}

/// Why a request did not go well.
enum Asked {
    Conflict,
    Fault(Fault),
}

impl From<Fault> for Asked {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Asked> for Fault {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::Fault(it) => it,
            Asked::Conflict => Self::Local {
                what: "somebody else has saved since".into(),
                remedy: "Open the connection again to get the newest keys.".into(),
            },
        }
    }
}

impl SecretStore for Vault {
    fn kind(&self) -> StoreKind {
        StoreKind::Vault
    }

    fn card(&self) -> StoreCard {
        let server = self.origin().map_or_else(|_| "the server".into(), |it| it.to_string());
        let tried = self.try_out();
        let path = self.path("data", "");
        let mut protection = format!(
            "The keys are kept by {server} below {}. Whoever that server's policies allow can read them.",
            Shown::new(&path)
        );
        if let Ok(TokenFacts { ttl, expire_time: Some(_) }) = &tried {
            protection = format!("{protection} This token expires in {} minutes.", ttl / 60);
        }
        StoreCard {
            kind: self.kind(),
            place: Shown::new(&format!("{server}/v1/{path}")).to_string(),
            protection,
            needs: StoreNeeds::Nothing,
            trouble: tried.err().map(|it| it.with_remedy()),
        }
    }

    fn place(&self, at: &At) -> String {
        let server = self.origin().map_or_else(|_| "the server".into(), |it| it.to_string());
        let path = self.path("data", at.key.as_str());
        Shown::new(&format!("{server}/v1/{path} (version {})", at.version.0)).to_string()
    }

    fn put(&self, at: &At, before: Option<&At>, fields: &Fields) -> Result<Version, Fault> {
        self.check_mount(None)?;
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&at.key).copied();
        let cas = before.filter(|it| it.key == at.key).map_or(0, |it| it.version.0.max(seen.unwrap_or_default()));
        let options = format!("{{\"options\":{{\"cas\":{cas}}},\"data\":");
        let mut text = Zeroizing::new(String::with_capacity(options.len() + room_for(fields) + 1));
        text.push_str(&options);
        to_json(&mut text, fields);
        text.push('}');
        let target = self.path("data", at.key.as_str());
        let call = Call::post(&target, Secret::new(std::mem::take(&mut *text)), fields);
        let origin = self.origin()?;
        let reply = match self.ask(&call) {
            Ok(reply) => reply.ok_or_else(|| judge::no_mount(&self.subject(&origin, &target)))?,
            Err(Asked::Conflict) => return Err(self.conflict(&at.key)),
            Err(Asked::Fault(it)) => return Err(it),
        };
        let written: Written = body(&reply, &self.subject(&origin, &target))?;
        self.note(&at.key, written.data.version);
        Ok(Version(written.data.version))
    }

    fn get(&self, at: &At) -> Result<Option<Found>, Fault> {
        let Some(inner) = self.read(&at.key)? else { return Ok(None) };
        let version = inner.metadata.version;
        let Some(fields) = inner.data else {
            let how = if inner.metadata.destroyed { "destroyed" } else { "deleted" };
            return Err(Fault::Local {
                what: format!("version {version} of {} was {how} on {}", at.key, self.origin()?.host()),
                remedy: "Have it undeleted there, or enter the keys again and save.".into(),
            });
        };
        self.note(&at.key, version);
        Ok(Some(Found { version: Version(version), fields: fields.0 }))
    }

    fn versions(&self) -> Result<Vec<At>, Fault> {
        Ok(vec![])
    }

    fn remove(&self, at: &At) -> Result<(), Fault> {
        let which: Value = json!({ "versions": [at.version.0] });
        let target = self.path("destroy", at.key.as_str());
        self.ask(&Call::post(&target, Secret::new(which.to_string()), &[]))?;
        Ok(())
    }

    fn forget(&self, last: &At) -> Result<(), Fault> {
        let key = &last.key;
        let target = self.path("metadata", key.as_str());
        self.ask(&Call { method: VaultMethod::Delete, capability: "delete", ..Call::get(&target) })?;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
        Ok(())
    }
}
