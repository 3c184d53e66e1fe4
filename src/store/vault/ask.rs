//! Asks the server: sends the token along, logs in again once when it died, and makes its refusals into faults.

use std::time::{Duration, Instant};

use crate::{
    model::{
        fault::{Fault, VaultTrouble},
        origin::Origin,
        secret::Secret,
    },
    words,
};

use super::{
    Vault,
    judge::{Subject, Told, Verdict, has_version, judge},
    sentences::{denied, hidden, maybe_dead, no_reply_of_a_vault},
    wire::{VaultMethod, VaultReply, VaultRequest},
};

/// One request, before it is known who asks.
pub(super) struct Call {
    pub(super) method: VaultMethod,
    pub(super) target: String,
    pub(super) body: Option<Secret>,
    /// What a policy has to allow for it.
    pub(super) capability: &'static str,
    pub(super) within: Within,
    pub(super) until: Option<Instant>,
    pub(super) echo: Echo,
}

/// Whether a request is for the namespace or for the server itself.
#[derive(Clone, Copy)]
pub(super) enum Within {
    Namespace,
    Root,
}

/// Whether the server's own words may be repeated. Servers have quoted what they were sent and what they keep, so not where
/// keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Echo {
    Repeated,
    Withheld,
}

/// Why a request did not go well.
pub(super) enum Asked {
    Conflict,
    Fault(Fault),
}

/// What is known of a refused token once it was looked at.
enum Refused {
    /// It is valid, so the path is not allowed.
    Sound,
    /// It is not valid any more.
    Dead,
    /// It may not even ask about itself.
    Untold,
}

impl Call {
    pub(super) fn get(target: &str) -> Self {
        Self {
            method: VaultMethod::Get,
            target: target.to_owned(),
            body: None,
            capability: "read",
            within: Within::Namespace,
            until: None,
            echo: Echo::Repeated,
        }
    }

    pub(super) fn post(target: &str, body: Secret) -> Self {
        Self { method: VaultMethod::Post, body: Some(body), capability: "update", ..Self::get(target) }
    }
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
            Asked::Conflict => Self::Vault {
                trouble: VaultTrouble::Conflict,
                what: words::say("vault-somebody-else-has-saved").into(),
                remedy: words::say("vault-somebody-else-has-saved-next").into(),
            },
        }
    }
}

impl Vault {
    pub(super) fn send(&self, call: &Call, token: Option<&Secret>) -> Result<VaultReply, Fault> {
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

    /// Sends with the token; `None` when there is nothing there. A token of an AppRole that may be dead is replaced once.
    pub(super) fn ask(&self, call: &Call) -> Result<Option<VaultReply>, Asked> {
        let origin = self.origin()?;
        let subject = self.subject(&origin, &call.target);
        let token = self.token(call.until)?;
        let told = match self.ask_with(call, &token, &subject)? {
            Answered::Gone(reply) => return Ok(reply),
            Answered::Refused(told) => told,
        };
        let is_role = self.settings.approle.is_some();
        let refused = self.look_at_token(&token, told, call.until)?;
        match refused {
            Refused::Sound => return Err(denied(&subject, call.capability).into()),
            Refused::Dead if !is_role => return Err(self.dead_token(&origin).into()),
            Refused::Untold if !is_role => return Err(maybe_dead(&subject, call.capability).into()),
            Refused::Dead | Refused::Untold => {}
        }
        self.forget_token();
        let fresh = match (self.token(call.until), refused) {
            (Ok(it), _) => it,
            // The refused token may have been good, and the secret id for one login only.
            (Err(_), Refused::Untold) => return Err(maybe_dead(&subject, call.capability).into()),
            (Err(fault), Refused::Dead | Refused::Sound) => return Err(fault.into()),
        };
        match self.ask_with(call, &fresh, &subject)? {
            Answered::Gone(reply) => Ok(reply),
            Answered::Refused(told) => Err(match self.look_at_token(&fresh, told, call.until)? {
                Refused::Dead => self.dead_token(&origin).into(),
                // It was given a moment ago.
                Refused::Sound | Refused::Untold => denied(&subject, call.capability).into(),
            }),
        }
    }

    fn ask_with(&self, call: &Call, token: &Secret, subject: &Subject<'_>) -> Result<Answered, Asked> {
        let reply = self.send(call, Some(token))?;
        let unsaid = |text: &str| call.echo == Echo::Withheld || token.is(|it| text.contains(it));
        match judge(&reply, subject, &unsaid) {
            Verdict::Fine => Ok(Answered::Gone(Some(reply))),
            Verdict::NotThere if has_version(&reply) => Ok(Answered::Gone(Some(reply))),
            Verdict::NotThere => Ok(Answered::Gone(None)),
            Verdict::Conflict => Err(Asked::Conflict),
            Verdict::Fault(it) => Err(Asked::Fault(it)),
            Verdict::Denied(Told::Hidden) => Err(Asked::Fault(hidden(subject))),
            Verdict::Denied(told) => Ok(Answered::Refused(told)),
        }
    }

    fn look_at_token(&self, token: &Secret, told: Told, until: Option<Instant>) -> Result<Refused, Fault> {
        if told == Told::DeadToken {
            return Ok(Refused::Dead);
        }
        let call = Call { until, ..Call::get("auth/token/lookup-self") };
        let reply = self.send(&call, Some(token))?;
        let origin = self.origin()?;
        Ok(match judge(&reply, &self.subject(&origin, &call.target), &|_| true) {
            Verdict::Fine => Refused::Sound,
            Verdict::Denied(Told::DeadToken) => Refused::Dead,
            Verdict::Denied(_) | Verdict::NotThere | Verdict::Conflict => Refused::Untold,
            Verdict::Fault(it) => return Err(it),
        })
    }

    pub(super) fn subject<'a>(&'a self, origin: &'a Origin, target: &'a str) -> Subject<'a> {
        let path = target.split_once('?').map_or(target, |it| it.0);
        Subject { origin, path, mount: self.settings.mount.trim_matches('/'), namespace: self.namespace() }
    }

    /// What a request gave that must give something.
    pub(super) fn must_ask(&self, call: &Call) -> Result<VaultReply, Fault> {
        let origin = self.origin()?;
        let reply = self.ask(call)?;
        reply.ok_or_else(|| no_reply_of_a_vault(404, &self.subject(&origin, &call.target)))
    }
}

/// What became of a request that reached a Vault.
enum Answered {
    /// It was done; `None` when there is nothing there.
    Gone(Option<VaultReply>),
    /// 403.
    Refused(Told),
}

fn encoded(target: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'#').add(b'%').add(b'"').add(b'<').add(b'>').add(b'\\');
    format!("/v1/{}", percent_encoding::utf8_percent_encode(target, KEPT))
}
