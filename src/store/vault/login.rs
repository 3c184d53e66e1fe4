//! How one logs in to an OpenBao or Vault server: with a token, or as an AppRole.

use std::{sync::PoisonError, time::Instant};

use serde::Deserialize;
use serde_json::json;

use crate::{
    model::{fault::Fault, origin::Origin, secret::Secret, settings::AppRole},
    store::secret_file::Taken,
};

use super::{
    Call, Vault,
    environment::read_private,
    judge::{Verdict, body, judge},
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
        let missing = || Fault::Local {
            what: "there is no token for the OpenBao or Vault server".into(),
            remedy: "Log in with bao login, set BAO_TOKEN, or name a token_file in [vault].".into(),
        };
        if let Some(file) = &self.settings.token_file {
            return read_private("the token file", file)?.ok_or_else(missing);
        }
        if let Some(token) = &self.environment.token {
            return Ok(token.clone());
        }
        let file = self.environment.home.as_ref().map(|it| it.join(".vault-token")).ok_or_else(missing)?;
        read_private("the token file", &file)?.ok_or_else(missing)
    }

    fn log_in(&self, role: &AppRole, until: Option<Instant>) -> Result<Secret, Fault> {
        let origin = self.origin()?;
        let secret_id =
            read_private("the AppRole secret id file", &role.secret_id_file)?.ok_or_else(|| Fault::Local {
                what: format!("the AppRole secret id file {} is not there", role.secret_id_file.display()),
                remedy: "Correct secret_id_file in [vault.approle], or have a secret id issued.".into(),
            })?;
        let target = format!("auth/{}/login", role.mount.trim_matches('/'));
        let body_text = json!({ "role_id": role.role_id, "secret_id": secret_id.expose() }).to_string();
        let call = Call { until, ..Call::post(&target, Secret::new(body_text), &[]) };
        let reply = self.send(&call, None)?;
        let subject = self.subject(&origin, &target);
        let refused = || Fault::Local {
            what: format!("{} refuses the AppRole's secret id", origin.host()),
            remedy: "It may be used up, expired or another role's: have a new one issued.".into(),
        };
        match judge(&reply, &subject, &|text| secret_id.is(|it| text.contains(it))) {
            Verdict::Fine => body::<LoggedIn>(&reply, &subject).map(|it| it.auth.client_token.0),
            Verdict::Denied | Verdict::NotThere | Verdict::Conflict => Err(refused()),
            Verdict::Fault(_) if reply.status == 400 => Err(refused()),
            Verdict::Fault(it) => Err(it),
        }
    }

    pub(super) fn dead_token(&self, origin: &Origin) -> Fault {
        let host = origin.host();
        match &self.settings.approle {
            Some(_) => Fault::Local {
                what: format!("{host} does not accept the token that it gave to the AppRole just now"),
                remedy: "See the role's token_ttl and token_num_uses there.".into(),
            },
            None => Fault::Local {
                what: format!("{host} does not accept this token: it has expired, or was never valid there"),
                remedy: "Log in again with bao login, or put a new token in its place.".into(),
            },
        }
    }
}
