//! Reads the replies of an OpenBao or Vault server, and says in clear words what they mean.

use serde::{Deserialize, de::DeserializeOwned};

use crate::model::{
    fault::Fault,
    origin::{Origin, OriginFault},
    shown::Shown,
};

use super::wire::VaultReply;
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
    errors: Option<Vec<String>>,
}

/// What can be told of a reply by itself.
pub(super) enum Verdict {
    /// It went well.
    Fine,
    /// There is nothing of this path, and the mount is there.
    NotThere,
    /// 403.
    Denied,
    /// 400: somebody else has saved since.
    Conflict,
    /// All else.
    Fault(Fault),
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
    serde_json::from_slice(&reply.body).map_err(|_| not_a_vault(reply.status, subject))
}

/// The errors that a server names; `None` when the body is none of a Vault's.
fn errors(reply: &VaultReply) -> Option<Vec<String>> {
    serde_json::from_slice::<Errors>(&reply.body).ok().map(|it| it.errors.unwrap_or_default())
}

/// Says what a reply means. `unsaid` tells which texts of the server hold a secret, so that they are not repeated.
pub(super) fn judge(reply: &VaultReply, subject: &Subject<'_>, unsaid: &dyn Fn(&str) -> bool) -> Verdict {
    let host = subject.origin.host();
    let fault = |what: String, remedy: &str| Verdict::Fault(Fault::Local { what, remedy: remedy.to_owned() });
    let ours = errors(reply);
    let said = |text: &str| ours.iter().flatten().any(|it| it.to_lowercase().contains(text));
    match reply.status {
        200..=299 => Verdict::Fine,
        301 | 302 | 303 | 307 | 308 => match active_node(reply) {
            Some(node) => fault(
                format!("{host} is a standby; the active node is {node}"),
                &format!("Put that address into [vault] if it is yours: psa-connect does not follow it. ({node})"),
            ),
            None => fault(
                format!("{host} is a standby and names no active node that can be used"),
                "Put the address of the active node, or of the load balancer, into [vault].",
            ),
        },
        472 => fault(
            format!("{host} is a disaster recovery secondary, which serves no secrets"),
            "Put the address of the primary into [vault].",
        ),
        473 => fault(
            format!("{host} is a performance standby, which does not serve this"),
            "Put the address of the active node into [vault].",
        ),
        429 => {
            fault(format!("{host} gets too many requests (429)"), "Wait a minute and retry, or have the quota raised.")
        }
        503 if said("sealed") => fault(
            format!("{host} is sealed, so nobody can read or write there"),
            "Have it unsealed by whoever holds its keys, then retry.",
        ),
        501 if ours.is_some() => fault(format!("{host} was never initialised"), "Have the server set up first."),
        _ if ours.is_none() => Verdict::Fault(not_a_vault(reply.status, subject)),
        400 if said("check-and-set") => Verdict::Conflict,
        _ if said("namespace") => fault(
            format!("{host} does not know the namespace {}", Shown::new(subject.namespace.unwrap_or("(none)"))),
            "Correct namespace in [vault], or BAO_NAMESPACE.",
        ),
        403 => Verdict::Denied,
        404 if said("no handler for route") || said("unsupported path") => Verdict::Fault(no_mount(subject)),
        404 if ours.as_ref().is_some_and(Vec::is_empty) => Verdict::NotThere,
        status => {
            let says: Vec<_> = ours.into_iter().flatten().filter(|it| !unsaid(it)).collect();
            let says: String = Shown::new(&says.join("; ")).as_str().chars().take(200).collect();
            let says = if says.is_empty() { String::new() } else { format!(": {says}") };
            fault(
                format!("{host} answered {status} for {}{says}", subject.path),
                "See the server's own log, or ask whoever runs it.",
            )
        }
    }
}

fn active_node(reply: &VaultReply) -> Option<String> {
    let node = Origin::of_url(reply.location.as_deref()?);
    node.ok().map(|it| it.to_string())
}

fn not_a_vault(status: u16, subject: &Subject<'_>) -> Fault {
    Fault::Local {
        what: format!("what answers at {} is no OpenBao or Vault (status {status})", subject.origin),
        remedy: "Correct the address in [vault]; a proxy or a web page may stand before it.".into(),
    }
}

/// Nothing is mounted there.
pub(super) fn no_mount(subject: &Subject<'_>) -> Fault {
    let within = subject.namespace.map(|it| format!(" in the namespace {}", Shown::new(it))).unwrap_or_default();
    Fault::Local {
        what: format!("nothing is mounted at {}/ on {}{within}", subject.mount, subject.origin.host()),
        remedy: "Correct mount or namespace in [vault].".into(),
    }
}

/// Something else than a KV engine of version 2 is mounted there.
pub(super) fn wrong_engine(mount: &Mount, subject: &Subject<'_>) -> Fault {
    let version = mount.options.as_ref().and_then(|it| it.version.as_deref()).unwrap_or("1");
    let found = if mount.kind == "kv" { format!("KV version {version}") } else { mount.kind.clone() };
    Fault::Local {
        what: format!(
            "{}/ on {} is {}, and KV version 2 is needed",
            subject.mount,
            subject.origin.host(),
            Shown::new(&found)
        ),
        remedy: "Name another mount in [vault], or have this one upgraded: bao kv enable-versioning.".into(),
    }
}

/// The token does not allow it.
pub(super) fn denied(subject: &Subject<'_>, capability: &str) -> Fault {
    Fault::Local {
        what: format!("{} does not let this token {capability} {}", subject.origin.host(), subject.path),
        remedy: format!("Have its policy allow \"{capability}\" on that path."),
    }
}

/// Says what is wrong with an address.
pub(super) fn bad_address(address: &str, fault: &OriginFault) -> Fault {
    let address = Shown::new(address);
    match fault {
        OriginFault::PlainHttp => Fault::Local {
            what: format!("{address} is plain http, which would show the keys to the network"),
            remedy: "Use https; plain http goes to this host only.".into(),
        },
        // What stands before the @ may be a password.
        OriginFault::UserInfo => Fault::Local {
            what: "the address in [vault] holds a user name".into(),
            remedy: "Give scheme, host and port only: https://bao.example.com:8200".into(),
        },
        OriginFault::Empty
        | OriginFault::UnknownScheme(_)
        | OriginFault::Path
        | OriginFault::Port(_)
        | OriginFault::Host(_) => Fault::Local {
            what: format!("{address} is no address of a server"),
            remedy: "Give scheme, host and port only: https://bao.example.com:8200".into(),
        },
    }
}
