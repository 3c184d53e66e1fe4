//! How one logs in to an OpenBao or Vault server: with a token, or as an AppRole.

use std::{sync::PoisonError, time::Instant};

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{
    model::{
        fault::{Fault, VaultTrouble},
        origin::Origin,
        secret::Secret,
        settings::AppRole,
    },
    store::secret_file::{Taken, room_for, to_json},
    words,
};

use super::{
    Vault,
    ask::Call,
    environment::read_private,
    judge::{Subject, Verdict, body, errors, judge},
    wire::VaultReply,
};

#[derive(Deserialize)]
struct LoggedIn {
    auth: Auth,
}

#[derive(Deserialize)]
struct Auth {
    client_token: Taken,
}

impl Vault {
    /// The token, kept for as long as the program runs.
    pub(super) fn token(&self, until: Option<Instant>) -> Result<Secret, Fault> {
        let mut kept = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = &*kept {
            return Ok(token.clone());
        }
        let token = match &self.settings.approle {
            Some(role) => self.log_in(role, until)?,
            None => self.found_token()?,
        };
        Ok(kept.insert(token).clone())
    }

    pub(super) fn forget_token(&self) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn found_token(&self) -> Result<Secret, Fault> {
        let missing = || Fault::Vault {
            trouble: VaultTrouble::Login,
            what: words::say("vault-login-no-token-for-openbao").into(),
            remedy: words::say("vault-login-no-token-for-openbao-next").into(),
        };
        if let Some(file) = &self.settings.token_file {
            return read_private(words::say("vault-login-token-file"), file)?.ok_or_else(missing);
        }
        if let Some(token) = &self.environment.token {
            return Ok(token.clone());
        }
        let file = self.environment.home.as_ref().map(|it| it.join(".vault-token")).ok_or_else(missing)?;
        read_private(words::say("vault-login-token-file"), &file)?.ok_or_else(missing)
    }

    fn log_in(&self, role: &AppRole, until: Option<Instant>) -> Result<Secret, Fault> {
        let origin = self.origin()?;
        let secret_id = read_private(words::say("vault-login-approle-secret-id-file"), &role.secret_id_file)?
            .ok_or_else(|| Fault::Vault {
                trouble: VaultTrouble::Login,
                what: words::with(
                    "vault-login-approle-secret-id-file-not",
                    &[("path", role.secret_id_file.display().to_string().into())],
                ),
                remedy: words::say("vault-login-approle-secret-id-file-not-next").into(),
            })?;
        let target = format!("auth/{}/login", role.mount.trim_matches('/'));
        let asked = vec![("role_id".into(), Secret::new(role.role_id.as_str())), ("secret_id".into(), secret_id)];
        let mut text = Zeroizing::new(String::with_capacity(room_for(&asked)));
        to_json(&mut text, &asked);
        let call = Call { until, ..Call::post(&target, Secret::new(std::mem::take(&mut *text))) };
        let reply = self.send(&call, None)?;
        let subject = self.subject(&origin, &target);
        match judge(&reply, &subject, &|_| true) {
            Verdict::Fine => body::<LoggedIn>(&reply, &subject).map(|it| it.auth.client_token.0),
            // A path that is none of a login is refused like any other that comes without a token.
            Verdict::Denied(_) | Verdict::NotThere => Err(no_approle(&subject)),
            Verdict::Fault(_) if reply.status == 404 => Err(no_approle(&subject)),
            Verdict::Conflict => Err(refused(&reply, &subject)),
            Verdict::Fault(_) if reply.status == 400 => Err(refused(&reply, &subject)),
            Verdict::Fault(it) => Err(it),
        }
    }

    pub(super) fn dead_token(&self, origin: &Origin) -> Fault {
        let host = origin.host();
        match &self.settings.approle {
            Some(_) => Fault::Vault {
                trouble: VaultTrouble::Login,
                what: words::with("vault-login-does-not-accept-token", &[("host", host.to_string().into())]),
                remedy: words::say("vault-login-does-not-accept-token-next").into(),
            },
            None => Fault::Vault {
                trouble: VaultTrouble::Login,
                what: words::with("vault-login-token-not-accepted", &[("host", host.to_string().into())]),
                remedy: words::say("vault-login-token-not-accepted-next").into(),
            },
        }
    }
}

/// Says which half of the login was refused, where the server's words tell: OpenBao's name both, older ones of HashiCorp one.
fn refused(reply: &VaultReply, subject: &Subject<'_>) -> Fault {
    let said: Vec<_> = errors(reply).unwrap_or_default().iter().map(|it| it.to_lowercase().replace('_', " ")).collect();
    let is_said = |text: &str| said.iter().any(|it| it.contains(text));
    let host = subject.origin.host();
    let (what, remedy) = if is_said("source address") {
        (
            words::with("vault-login-does-not-take-approles", &[("host", host.to_string().into())]),
            words::say("vault-login-does-not-take-approles-next"),
        )
    } else if is_said("role or secret") || !(is_said("role id") || is_said("secret id")) {
        (
            words::with("vault-login-refuses-approles-role-id", &[("host", host.to_string().into())]),
            words::say("vault-login-refuses-approles-role-id-next"),
        )
    } else if is_said("secret id") {
        (
            words::with("vault-login-refuses-approles-secret-id", &[("host", host.to_string().into())]),
            words::say("vault-login-refuses-approles-secret-id-next"),
        )
    } else {
        (
            words::with("vault-login-does-not-know-approles", &[("host", host.to_string().into())]),
            words::say("vault-login-does-not-know-approles-next"),
        )
    };
    Fault::Vault { trouble: VaultTrouble::Login, what, remedy: remedy.into() }
}

fn no_approle(subject: &Subject<'_>) -> Fault {
    Fault::Vault {
        trouble: VaultTrouble::Login,
        what: words::with(
            "vault-login-has-no-approle-login",
            &[("host", subject.origin.host().to_string().into()), ("path", subject.path.to_string().into())],
        ),
        remedy: words::say("vault-login-has-no-approle-login-next").into(),
    }
}
