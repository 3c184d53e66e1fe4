//! Tries everything that a save needs of the server, and leaves nothing there.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::{fault::Fault, secret::Secret};

use super::{
    Vault,
    ask::{Asked, Call, Within},
    judge::{Data, Mount, TokenFacts, Verdict, body, judge},
    sentences::{denied, no_mount, no_reply_of_a_vault, sealed, unprepared, wrong_engine},
};

/// How long trying it may take in all.
const CARD_WITHIN: Duration = Duration::from_secs(4);

/// What a person should know before keys are kept there.
pub(super) struct Tried {
    /// Seconds until the token expires, if it does and may tell.
    pub(super) expires_in: Option<u64>,
    /// Whether keys can be removed there again.
    pub(super) removal: Removal,
}

/// Whether the token may remove what it wrote.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Removal {
    Allowed,
    Denied,
}

#[derive(Deserialize)]
struct Health {
    initialized: bool,
    sealed: bool,
}

impl Vault {
    /// Asks whether the server serves, whether the mount is the right one, and what the token may do there.
    pub(super) fn try_out(&self) -> Result<Tried, Fault> {
        let until = Some(Instant::now() + CARD_WITHIN);
        self.check_health(until)?;
        self.check_mount(until)?;
        let removal = self.check_capabilities(until)?;
        let lookup = Call { until, ..Call::get("auth/token/lookup-self") };
        let origin = self.origin()?;
        let expires_in = match self.ask(&lookup) {
            Ok(Some(reply)) => {
                let facts: Data<TokenFacts> = body(&reply, &self.subject(&origin, &lookup.target))?;
                facts.data.expire_time.map(|_| facts.data.ttl)
            }
            // Everything that matters was allowed; a token may well not be let to look at itself.
            Ok(None) | Err(Asked::Conflict | Asked::Fault(Fault::Vault { .. })) => None,
            Err(Asked::Fault(fault)) => return Err(fault),
        };
        Ok(Tried { expires_in, removal })
    }

    fn check_health(&self, until: Option<Instant>) -> Result<(), Fault> {
        // A sealed server answers 503 here without the words that it has for everything else.
        let health = Call { until, within: Within::Root, ..Call::get("sys/health?standbyok=true&perfstandbyok=true") };
        let reply = self.send(&health, None)?;
        let origin = self.origin()?;
        let subject = self.subject(&origin, &health.target);
        match serde_json::from_slice::<Health>(&reply.body) {
            Ok(Health { initialized: false, .. }) => Err(unprepared(&subject)),
            Ok(Health { sealed: true, .. }) => Err(sealed(&subject)),
            Ok(_) => Ok(()),
            Err(_) => match judge(&reply, &subject, &|_| true) {
                Verdict::Fault(fault) => Err(fault),
                // Some have their load balancer answer this path; what follows tells more.
                Verdict::Denied(_) | Verdict::NotThere => Ok(()),
                Verdict::Fine | Verdict::Conflict => Err(no_reply_of_a_vault(reply.status, &subject)),
            },
        }
    }

    /// Refuses a mount that is no KV engine of version 2: one of version 1 would keep the request itself as a secret.
    pub(super) fn check_mount(&self, until: Option<Instant>) -> Result<(), Fault> {
        let origin = self.origin()?;
        let target = format!("sys/internal/ui/mounts/{}", self.path("data", "connection"));
        let subject = self.subject(&origin, &target);
        let reply = self.ask(&Call { until, ..Call::get(&target) })?.ok_or_else(|| no_mount(&subject))?;
        let mount: Data<Mount> = body(&reply, &subject)?;
        if mount.data.is_kv_2() { Ok(()) } else { Err(wrong_engine(&mount.data, &subject)) }
    }

    fn check_capabilities(&self, until: Option<Instant>) -> Result<Removal, Fault> {
        let origin = self.origin()?;
        let [data, metadata] = ["data", "metadata"].map(|it| self.path(it, "connection"));
        let asked = Secret::new(json!({ "paths": [&data, &metadata] }).to_string());
        let call = Call { until, ..Call::post("sys/capabilities-self", asked) };
        let subject = self.subject(&origin, &call.target);
        let held: Data<BTreeMap<String, Value>> = body(&self.must_ask(&call)?, &subject)?;
        let held_on = |path: &str| {
            let list = held.data.get(path).and_then(Value::as_array);
            list.map(|it| it.iter().filter_map(Value::as_str).collect::<Vec<_>>())
        };
        let is_held = |list: &[&str], it: &str| list.iter().any(|held| *held == it || *held == "root");
        let on_data = held_on(&data).ok_or_else(|| no_reply_of_a_vault(200, &subject))?;
        let on_data_path = self.subject(&origin, &data);
        if let Some(missing) = ["create", "update", "read"].into_iter().find(|it| !is_held(&on_data, it)) {
            return Err(denied(&on_data_path, missing));
        }
        let may_remove = held_on(&metadata).is_some_and(|it| is_held(&it, "delete"));
        Ok(if may_remove { Removal::Allowed } else { Removal::Denied })
    }
}
