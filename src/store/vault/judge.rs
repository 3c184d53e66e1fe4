//! Reads the replies of an OpenBao or Vault server, and says in clear words what they mean.

use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

use crate::{
    model::{fault::Fault, origin::Origin, shown::Shown},
    words,
};

use super::{
    sentences::{
        namespace_of, no_active_node, no_mount, no_namespace, no_reply_of_a_vault, sealed, secondary, standby,
        unprepared,
    },
    wire::VaultReply,
};
use crate::store::secret_file::Table;

/// What a read of one secret gives.
#[derive(Deserialize)]
pub(super) struct Reading {
    pub(super) data: Option<Inner>,
}

/// One version of a secret.
#[derive(Deserialize)]
pub(super) struct Inner {
    pub(super) data: Option<Table>,
    pub(super) metadata: Metadata,
}

/// What the server knows of a version.
#[derive(Deserialize)]
pub(super) struct Metadata {
    pub(super) version: u32,
    #[serde(default)]
    pub(super) destroyed: bool,
}

/// What a write gives.
#[derive(Deserialize)]
pub(super) struct Written {
    pub(super) data: Metadata,
}

/// Wraps what most endpoints give.
#[derive(Deserialize)]
pub(super) struct Data<T> {
    pub(super) data: T,
}

/// What a mount is.
#[derive(Deserialize)]
pub(super) struct Mount {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) options: Option<MountOptions>,
}

impl Mount {
    pub(super) fn version(&self) -> &str {
        self.options.as_ref().and_then(|it| it.version.as_deref()).unwrap_or("1")
    }

    /// Says whether it keeps secrets in versions.
    pub(super) fn is_kv_2(&self) -> bool {
        self.kind == "kv" && self.version() == "2"
    }
}

/// How it was set up.
#[derive(Deserialize)]
pub(super) struct MountOptions {
    pub(super) version: Option<String>,
}

/// What a token says of itself.
#[derive(Deserialize)]
pub(super) struct TokenFacts {
    #[serde(default)]
    pub(super) ttl: u64,
    pub(super) expire_time: Option<String>,
}

#[derive(Deserialize)]
struct Errors {
    errors: Vec<String>,
}

/// What can be told of a reply by itself.
pub(super) enum Verdict {
    /// It went well.
    Fine,
    /// There is nothing of this path, and the mount is there.
    NotThere,
    /// 403.
    Denied(Told),
    /// 400: somebody else has saved since.
    Conflict,
    /// All else.
    Fault(Fault),
}

/// What a 403 tells. Servers give the same answer to a dead token and to one that may not; newer ones of HashiCorp say which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The token is not valid.
    DeadToken,
    /// Asked where a path is mounted: nowhere that this token may use anything of.
    Hidden,
    /// No more than that.
    Nothing,
}

/// The words with which faults name a server and what it was asked for.
pub(super) struct Subject<'a> {
    pub(super) origin: &'a Origin,
    pub(super) path: &'a str,
    pub(super) mount: &'a str,
    pub(super) namespace: Option<&'a str>,
}

/// Reads a body. Its parser's own words are never repeated: they could quote a key.
pub(super) fn body<T: DeserializeOwned>(reply: &VaultReply, subject: &Subject<'_>) -> Result<T, Fault> {
    serde_json::from_slice(&reply.body).map_err(|_| no_reply_of_a_vault(reply.status, subject))
}

/// The errors that a server names; `None` when the body is none of a Vault's.
pub(super) fn errors(reply: &VaultReply) -> Option<Vec<String>> {
    serde_json::from_slice::<Errors>(&reply.body).ok().map(|it| it.errors)
}

/// Says what a reply means. `unsaid` tells which texts of the server hold a secret, so that they are not repeated.
pub(super) fn judge(reply: &VaultReply, subject: &Subject<'_>, unsaid: &dyn Fn(&str) -> bool) -> Verdict {
    let host = subject.origin.host();
    let ours = errors(reply);
    let said = |text: &str| ours.iter().flatten().any(|it| it.to_lowercase().contains(text));
    match reply.status {
        204 => Verdict::Fine,
        200..=299 if serde_json::from_slice::<Data<IgnoredAny>>(&reply.body).is_ok() => Verdict::Fine,
        404 if has_version(reply) => Verdict::NotThere,
        301 | 302 | 303 | 307 | 308 => Verdict::Fault(standby(reply, subject)),
        472 | 473 => Verdict::Fault(secondary(reply.status, subject)),
        429 => local(
            words::with("vault-gets-too-many-requests", &[("host", host.to_string().into())]),
            words::say("vault-gets-too-many-requests-next"),
        ),
        503 if said("sealed") => Verdict::Fault(sealed(subject)),
        503 if said("locked") => local(
            words::with(
                "vault-namespace-locked",
                &[("namespace", namespace_of(subject).into()), ("host", host.to_string().into())],
            ),
            words::say("vault-namespace-locked-next"),
        ),
        503 if ours.is_some() => Verdict::Fault(no_active_node(subject)),
        501 if ours.is_some() => Verdict::Fault(unprepared(subject)),
        _ if ours.is_none() => Verdict::Fault(no_reply_of_a_vault(reply.status, subject)),
        400 if said("check-and-set") => Verdict::Conflict,
        404 if said("namespace not found") => Verdict::Fault(no_namespace(subject)),
        403 if said("preflight capability check") => Verdict::Denied(Told::Hidden),
        403 if said("invalid token") || said("bad token") => Verdict::Denied(Told::DeadToken),
        403 => Verdict::Denied(Told::Nothing),
        404 if said("no handler for route") || said("unsupported path") => Verdict::Fault(no_mount(subject)),
        404 if ours.as_ref().is_some_and(Vec::is_empty) => Verdict::NotThere,
        status => {
            let says: Vec<_> = ours.into_iter().flatten().filter(|it| !unsaid(it)).collect();
            // Servers list several errors over several lines.
            let says = says.join("; ").split_whitespace().collect::<Vec<_>>().join(" ");
            let says: String = Shown::new(&says).as_str().chars().take(200).collect();
            let says = if says.is_empty() { String::new() } else { format!(": {says}") };
            local(
                words::with(
                    "vault-answered-for",
                    &[
                        ("host", host.to_string().into()),
                        ("status", status.to_string().into()),
                        ("path", subject.path.to_string().into()),
                        ("says", says.as_str().into()),
                    ],
                ),
                words::say("vault-answered-for-next"),
            )
        }
    }
}

fn local(what: String, remedy: &str) -> Verdict {
    Verdict::Fault(Fault::Local { what, remedy: remedy.to_owned() })
}

/// A reply of 404 that tells of a version which was deleted.
pub(super) fn has_version(reply: &VaultReply) -> bool {
    serde_json::from_slice::<Reading>(&reply.body).is_ok_and(|it| it.data.is_some())
}
