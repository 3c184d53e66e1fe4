//! A stand-in for an OpenBao or HashiCorp Vault server, on loopback. It is no real one: none can be had where these tests run.
//!
//! Its paths, bodies, status codes and error texts are those of OpenBao's API documentation (`website/content/docs/api`:
//! `secret/kv/kv-v2`, `system/health`, `system/capabilities-self`, `system/internal-ui-mounts`, `auth/token`, `auth/approle`)
//! and, where that is silent, of its sources at df6ce2ce: `internal/builtin/logical/kv/path_data.go` (check-and-set, 404 with
//! metadata), `internal/builtin/credential/approle/path_login.go`, `internal/vault/logical_system.go` (a mount that is not
//! there is 403), `sdk/logical/response_util.go` (errors to codes) and `internal/http/handler.go` (standby). 472, 473 and
//! "invalid token" are HashiCorp's. `tests/vault/real.rs` asks a real server the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use psa_connect::model::origin::Origin;
use serde_json::{Value, json};

use crate::server::{After, Asked, Road, Server, Wire, hold};

/// What a mount is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Kv1,
    Kv2,
    Transit,
}

/// One version of a secret.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) data: Value,
    pub(crate) deleted: bool,
    pub(crate) destroyed: bool,
}

/// Who may do what, how often, and what a token may know of itself.
#[derive(Clone)]
pub(crate) struct Token {
    /// Paths, a `*` at the end for all below, and the capabilities there.
    pub(crate) policy: Vec<(String, Vec<&'static str>)>,
    pub(crate) lookup_self: bool,
    pub(crate) uses: Option<u32>,
    pub(crate) ttl: u64,
}

impl Token {
    /// All that the documentation of psa-connect asks for.
    pub(crate) fn usual() -> Self {
        let of = |path: &str, held: &[&'static str]| (path.to_owned(), held.to_vec());
        Self {
            policy: vec![
                of("secret/data/psa-connect/*", &["create", "read", "update"]),
                of("secret/destroy/psa-connect/*", &["update"]),
                of("secret/metadata/psa-connect/*", &["delete", "read"]),
            ],
            lookup_self: true,
            uses: None,
            ttl: 3600,
        }
    }

    fn held(&self, path: &str) -> Vec<&'static str> {
        let fits = |it: &str| it.strip_suffix('*').map_or(it == path, |stem| path.starts_with(stem));
        let found = self.policy.iter().find(|(it, _)| fits(it));
        found.map_or_else(|| vec!["deny"], |it| it.1.clone())
    }
}

/// An AppRole.
pub(crate) struct Role {
    /// With how many logins each has left.
    pub(crate) secret_ids: BTreeMap<String, Option<u32>>,
    /// What its tokens are like.
    pub(crate) token: Token,
}

/// How it is with the server as a whole.
#[derive(Clone)]
pub(crate) enum Mood {
    Serving,
    Sealed,
    Uninitialised,
    /// These status, headers and body, whatever is asked; health, too.
    Says(u16, String, String),
    /// The same where keys are kept, while it serves otherwise.
    SaysOfKeys(u16, String, String),
    /// It takes a request and never answers.
    Silent,
}

/// What the server keeps.
pub(crate) struct State {
    pub(crate) mood: Mood,
    pub(crate) mounts: BTreeMap<String, Engine>,
    pub(crate) namespaces: BTreeSet<String>,
    /// By namespace, mount and path: `/secret/psa-connect/acme`.
    pub(crate) keys: BTreeMap<String, BTreeMap<u32, Kept>>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) roles: BTreeMap<String, Role>,
    /// What it says of a token that is not valid, and of an AppRole that is not.
    pub(crate) words: [&'static str; 2],
    pub(crate) logins: u32,
}

pub(crate) const OPENBAO: [&str; 2] = ["permission denied", "invalid role or secret ID"];
const DENIED: &str = "1 error occurred:\n\t* permission denied\n\n";

/// The stand-in.
pub(crate) struct VaultServer {
    pub(crate) server: Server,
    state: Arc<Mutex<State>>,
}

impl VaultServer {
    /// One with a KV engine at `secret/`, and a token that may do what psa-connect needs.
    pub(crate) fn with_token(token: &str) -> Self {
        let state = Arc::new(Mutex::new(State {
            mood: Mood::Serving,
            mounts: [("secret".into(), Engine::Kv2)].into(),
            namespaces: BTreeSet::new(),
            keys: BTreeMap::new(),
            tokens: [(token.to_owned(), Token::usual())].into(),
            roles: BTreeMap::new(),
            words: OPENBAO,
            logins: 0,
        }));
        let kept = Arc::clone(&state);
        let server = Server::answering(Road::Plain, move |asked, wire| {
            let reply = lock(&kept).answer(asked);
            let Some(reply) = reply else {
                hold(wire);
                return After::Drop;
            };
            send(wire, &reply)
        });
        Self { server, state }
    }

    pub(crate) fn origin(&self) -> Origin {
        self.server.origin()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// The requests so far: `GET secret/data/psa-connect/acme`.
    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = &self.server.seen().asked;
        asked.iter().map(|it| format!("{} {}", it.method, it.target.trim_start_matches("/v1/"))).collect()
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Reply {
    status: u16,
    headers: String,
    body: String,
}

fn send(wire: &mut dyn Wire, reply: &Reply) -> After {
    let Reply { status, headers, body } = reply;
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Said\r\ncontent-length: {length}\r\n{headers}\r\n");
    let sent = wire.write_all(head.as_bytes()).and_then(|()| wire.write_all(body.as_bytes()));
    if sent.is_ok() { After::Keep } else { After::Drop }
}

fn said(status: u16, body: &Value) -> Reply {
    Reply { status, headers: "content-type: application/json\r\n".into(), body: body.to_string() }
}

fn errors(status: u16, texts: &[&str]) -> Reply {
    said(status, &json!({ "errors": texts }))
}

fn data(status: u16, data: &Value) -> Reply {
    said(
        status,
        &json!({ "request_id": "00000000-0000-4000-8000-000000000000", "lease_id": "", "renewable": false,
                 "lease_duration": 0, "data": data, "wrap_info": null, "warnings": null, "auth": null }),
    )
}

fn done() -> Reply {
    Reply { status: 204, headers: String::new(), body: String::new() }
}

fn metadata(version: u32, kept: &Kept) -> Value {
    let deletion = if kept.deleted { "2026-11-24T10:00:00.1Z" } else { "" };
    json!({ "created_time": "2026-11-24T09:00:00.1Z", "custom_metadata": null, "deletion_time": deletion,
            "destroyed": kept.destroyed, "version": version })
}

/// One request, taken apart.
struct Parts<'a> {
    method: &'a str,
    path: &'a str,
    query: &'a str,
    namespace: String,
    token: String,
    body: Value,
}

fn parts(asked: &Asked) -> Parts<'_> {
    let text = String::from_utf8_lossy(&asked.bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let header = |name: &str| {
        let found = head.lines().filter_map(|it| it.split_once(": ")).find(|it| it.0.eq_ignore_ascii_case(name));
        found.map(|it| it.1.trim_matches('/').to_owned()).unwrap_or_default()
    };
    let target = asked.target.trim_start_matches("/v1/");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Parts {
        method: &asked.method,
        path,
        query,
        namespace: header("x-vault-namespace"),
        token: header("x-vault-token"),
        body: serde_json::from_str(body).unwrap_or_default(),
    }
}

impl State {
    /// `None` when it stays silent.
    fn answer(&mut self, asked: &Asked) -> Option<Reply> {
        let parts = parts(asked);
        let is_health = parts.path == "sys/health";
        let is_of_keys = !parts.path.starts_with("sys/") && !parts.path.starts_with("auth/");
        Some(match self.mood.clone() {
            Mood::Silent => return None,
            Mood::Says(status, headers, body) => Reply { status, headers, body },
            Mood::SaysOfKeys(status, headers, body) if is_of_keys => Reply { status, headers, body },
            _ if is_health => self.health(),
            Mood::Sealed | Mood::Uninitialised => errors(503, &["Vault is sealed"]),
            Mood::Serving | Mood::SaysOfKeys(..) => self.serve(&parts),
        })
    }

    fn health(&self) -> Reply {
        let (status, initialized, sealed) = match self.mood {
            Mood::Uninitialised => (501, false, true),
            Mood::Sealed => (503, true, true),
            Mood::Serving | Mood::Says(..) | Mood::SaysOfKeys(..) | Mood::Silent => (200, true, false),
        };
        said(
            status,
            &json!({ "initialized": initialized, "sealed": sealed, "standby": sealed, "server_time_utc": 1_796_000_000,
                     "replication_performance_mode": "disabled", "replication_dr_mode": "disabled", "version": "2.6.0" }),
        )
    }

    fn serve(&mut self, parts: &Parts<'_>) -> Reply {
        if !parts.namespace.is_empty() && !self.namespaces.contains(&parts.namespace) {
            return errors(404, &["namespace not found"]);
        }
        if parts.path == "auth/approle/login" && parts.method == "POST" {
            return self.log_in(&parts.body);
        }
        let Some(token) = self.tokens.get_mut(&parts.token) else { return errors(403, &[self.words[0]]) };
        let token_now = token.clone();
        if let Some(uses) = &mut token.uses {
            *uses -= 1;
            if *uses == 0 {
                self.tokens.remove(&parts.token);
            }
        }
        match (parts.method, parts.path) {
            ("GET", "auth/token/lookup-self") if !token_now.lookup_self => errors(403, &[DENIED]),
            ("GET", "auth/token/lookup-self") => {
                data(200, &json!({ "id": parts.token, "ttl": token_now.ttl, "expire_time": "2026-11-24T11:00:00.1Z" }))
            }
            ("POST", "sys/capabilities-self") => {
                let paths = parts.body["paths"].as_array().cloned().unwrap_or_default();
                let held = paths.iter().filter_map(Value::as_str).map(|it| (it.to_owned(), json!(token_now.held(it))));
                data(200, &held.collect())
            }
            ("GET", path) if path.starts_with("sys/internal/ui/mounts/") => {
                self.mount(path.trim_start_matches("sys/internal/ui/mounts/"), &token_now)
            }
            _ => self.engine(parts, &token_now),
        }
    }

    fn log_in(&mut self, body: &Value) -> Reply {
        self.logins += 1;
        let refused = errors(400, &[self.words[1]]);
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let Some(role) = self.roles.get_mut(&text("role_id")) else { return refused };
        let secret_id = text("secret_id");
        match role.secret_ids.get_mut(&secret_id) {
            None => return refused,
            Some(Some(1)) => drop(role.secret_ids.remove(&secret_id)),
            Some(Some(uses)) => *uses -= 1,
            Some(None) => {}
        }
        let token = format!("hvs.approle-{}", self.logins);
        let ttl = role.token.ttl;
        self.tokens.insert(token.clone(), role.token.clone());
        said(
            200,
            &json!({ "auth": { "renewable": true, "lease_duration": ttl, "metadata": null, "token_policies": ["default"],
                               "accessor": "fd6c9a00", "client_token": token },
                     "warnings": null, "wrap_info": null, "data": null, "lease_duration": 0, "renewable": false,
                     "lease_id": "" }),
        )
    }

    fn mount(&self, path: &str, token: &Token) -> Reply {
        let name = path.split('/').next().unwrap_or_default();
        let hidden = format!(
            "preflight capability check returned 403, please ensure client's policies grant access to path \"{path}\""
        );
        let has_access = token.policy.iter().any(|it| it.0 == "*" || it.0.starts_with(&format!("{name}/")));
        let Some(engine) = self.mounts.get(name).filter(|_| has_access) else { return errors(403, &[&hidden]) };
        let (kind, options) = match engine {
            Engine::Kv1 => ("kv", json!(null)),
            Engine::Kv2 => ("kv", json!({ "version": "2" })),
            Engine::Transit => ("transit", json!(null)),
        };
        data(
            200,
            &json!({ "path": format!("{name}/"), "type": kind, "options": options, "description": "", "local": false }),
        )
    }

    fn engine(&mut self, parts: &Parts<'_>, token: &Token) -> Reply {
        let (mount, rest) = parts.path.split_once('/').unwrap_or((parts.path, ""));
        let (part, path) = rest.split_once('/').unwrap_or((rest, ""));
        let key = format!("{}/{mount}/{path}", parts.namespace);
        let needed = match (parts.method, part) {
            ("GET", _) => "read",
            ("DELETE", _) => "delete",
            (_, "data") if !self.keys.contains_key(&key) => "create",
            _ => "update",
        };
        let held = token.held(parts.path);
        if !held.contains(&needed) && !held.contains(&"root") {
            return errors(403, &[DENIED]);
        }
        match self.mounts.get(mount) {
            Some(Engine::Kv2) => {}
            Some(Engine::Kv1 | Engine::Transit) if parts.method == "GET" => return errors(404, &[]),
            Some(Engine::Kv1 | Engine::Transit) => return done(),
            None => {
                let text = format!("no handler for route \"{}\". route entry not found.", parts.path);
                return errors(404, &[&text]);
            }
        }
        match (parts.method, part) {
            ("GET", "data") => self.read(&key, parts.query),
            ("POST", "data") => self.write(&key, &parts.body),
            ("POST", "destroy") => {
                for version in parts.body["versions"].as_array().into_iter().flatten().filter_map(Value::as_u64) {
                    let number = u32::try_from(version).expect("a small number");
                    if let Some(kept) = self.keys.get_mut(&key).and_then(|it| it.get_mut(&number)) {
                        *kept = Kept { data: Value::Null, deleted: kept.deleted, destroyed: true };
                    }
                }
                done()
            }
            ("DELETE", "metadata") => {
                self.keys.remove(&key);
                done()
            }
            _ => errors(405, &["1 error occurred:\n\t* unsupported operation\n\n"]),
        }
    }

    fn read(&self, key: &str, query: &str) -> Reply {
        let Some(versions) = self.keys.get(key) else { return errors(404, &[]) };
        let asked = query.strip_prefix("version=").map(|it| it.parse().expect("a number"));
        let newest = versions.keys().next_back().copied().unwrap_or_default();
        let number = asked.unwrap_or(newest);
        let Some(kept) = versions.get(&number) else { return errors(404, &[]) };
        let is_gone = kept.deleted || kept.destroyed;
        let held = if is_gone { &Value::Null } else { &kept.data };
        data(if is_gone { 404 } else { 200 }, &json!({ "data": held, "metadata": metadata(number, kept) }))
    }

    fn write(&mut self, key: &str, body: &Value) -> Reply {
        let Some(fields) = body["data"].as_object() else { return errors(400, &["no data provided"]) };
        let current = self.keys.get(key).and_then(|it| it.keys().next_back().copied()).unwrap_or_default();
        if body["options"]["cas"].as_u64().is_some_and(|it| it != u64::from(current)) {
            return errors(400, &["check-and-set parameter did not match the current version"]);
        }
        let kept = Kept { data: Value::Object(fields.clone()), deleted: false, destroyed: false };
        let reply = data(200, &metadata(current + 1, &kept));
        self.keys.entry(key.to_owned()).or_default().insert(current + 1, kept);
        reply
    }
}
