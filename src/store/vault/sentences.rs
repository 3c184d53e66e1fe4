//! The sentences that say what is wrong with an OpenBao or Vault server, its mounts, or what one may do there.

use crate::model::{
    fault::{Fault, VaultTrouble},
    origin::{Origin, OriginFault},
    shown::Shown,
};

use super::{
    judge::{Mount, Subject},
    wire::VaultReply,
};

fn vault(trouble: VaultTrouble, what: String, remedy: impl Into<String>) -> Fault {
    Fault::Vault { trouble, what, remedy: remedy.into() }
}

/// 503 with the word for it.
pub(super) fn sealed(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Sealed,
        format!("{} is sealed, so nobody can read or write there", subject.origin.host()),
        "Have it unsealed by whoever holds its keys, then retry.",
    )
}

/// The server has no keys of its own yet.
pub(super) fn unprepared(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Sealed,
        format!("{} was never initialised", subject.origin.host()),
        "Have the server set up first: bao operator init.",
    )
}

/// A standby that knows of no active node.
pub(super) fn no_active_node(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Sealed,
        format!("{} has no active node at the moment (503)", subject.origin.host()),
        "Wait a minute and retry; if it stays, have its cluster looked at.",
    )
}

/// A redirect: that of a standby, or that of something which is no Vault.
pub(super) fn standby(reply: &VaultReply, subject: &Subject<'_>) -> Fault {
    let host = subject.origin.host();
    match reply.location.as_deref().and_then(|it| Origin::of_url(it).ok()) {
        Some(node) => vault(
            VaultTrouble::Sealed,
            format!("{host} is a standby; the active node is {node}"),
            "If that node is yours, put its address into [vault]: psa-connect does not follow it.",
        ),
        None => vault(
            VaultTrouble::Sealed,
            format!("{host} is a standby and names no active node that can be used"),
            "Put the address of the active node, or of the load balancer, into [vault].",
        ),
    }
}

/// 472 and 473, as HashiCorp Vault's replication answers.
pub(super) fn secondary(status: u16, subject: &Subject<'_>) -> Fault {
    let host = subject.origin.host();
    if status == 472 {
        return vault(
            VaultTrouble::Sealed,
            format!("{host} is a disaster recovery secondary, which serves no secrets"),
            "Put the address of the primary into [vault].",
        );
    }
    vault(
        VaultTrouble::Sealed,
        format!("{host} is a performance standby, which does not serve this"),
        "Put the address of the active node into [vault].",
    )
}

pub(super) fn namespace_of(subject: &Subject<'_>) -> String {
    Shown::new(subject.namespace.unwrap_or("(none)")).to_string()
}

pub(super) fn no_namespace(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Path,
        format!("{} does not know the namespace {}", subject.origin.host(), namespace_of(subject)),
        "Correct namespace in [vault], or BAO_NAMESPACE.",
    )
}

/// What answers is something else.
pub(super) fn no_reply_of_a_vault(status: u16, subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Path,
        format!("what answers at {} is no OpenBao or Vault (status {status})", subject.origin),
        "Correct the address in [vault]; a proxy or a web page may stand before it.",
    )
}

/// Nothing is mounted there.
pub(super) fn no_mount(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Path,
        format!("nothing is mounted at {}/ on {}{}", subject.mount, subject.origin.host(), inside(subject)),
        "Correct mount or namespace in [vault].",
    )
}

/// Nothing is mounted there, or nothing of it is for this token: servers give one answer to both.
pub(super) fn hidden(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Path,
        format!(
            "{} shows this token nothing mounted at {}/{}: there is none, or the token may use nothing of it",
            subject.origin.host(),
            subject.mount,
            inside(subject)
        ),
        "Correct mount or namespace in [vault]; if they are right, have a policy of the token allow what is below it.",
    )
}

fn inside(subject: &Subject<'_>) -> String {
    subject.namespace.map(|it| format!(" in the namespace {}", Shown::new(it))).unwrap_or_default()
}

/// Something else than a KV engine of version 2 is mounted there.
pub(super) fn wrong_engine(mount: &Mount, subject: &Subject<'_>) -> Fault {
    let found = if mount.kind == "kv" { format!("KV version {}", mount.version()) } else { mount.kind.clone() };
    vault(
        VaultTrouble::Path,
        format!(
            "{}/ on {} is {}, and KV version 2 is needed",
            subject.mount,
            subject.origin.host(),
            Shown::new(&found)
        ),
        "Name another mount in [vault], or have this one upgraded: bao kv enable-versioning.",
    )
}

/// The token is valid and does not allow it.
pub(super) fn denied(subject: &Subject<'_>, capability: &str) -> Fault {
    vault(
        VaultTrouble::Denied,
        format!("{} does not let this token {capability} {}", subject.origin.host(), subject.path),
        format!("Have a policy of the token allow \"{capability}\" on that path."),
    )
}

/// Refused, and the token may not be looked at.
pub(super) fn maybe_dead(subject: &Subject<'_>, capability: &str) -> Fault {
    vault(
        VaultTrouble::Denied,
        format!(
            "{} refused to {capability} {}: no policy of the token allows it, or the token is not valid any more",
            subject.origin.host(),
            subject.path
        ),
        format!(
            "Try the token with: bao token lookup. If it is good, have a policy allow \"{capability}\" on that path."
        ),
    )
}

/// Says what is wrong with an address.
pub(super) fn bad_address(address: &str, fault: &OriginFault) -> Fault {
    let address = Shown::new(address);
    match fault {
        OriginFault::PlainHttp => vault(
            VaultTrouble::Path,
            format!("{address} is plain http, which would show the keys to the network"),
            "Use https; plain http goes to this host only.",
        ),
        // What stands before the @ may be a password.
        OriginFault::UserInfo => vault(
            VaultTrouble::Path,
            "the address in [vault] holds a user name".into(),
            "Give scheme, host and port only: https://bao.example.com:8200",
        ),
        OriginFault::Empty
        | OriginFault::UnknownScheme(_)
        | OriginFault::Path
        | OriginFault::Port(_)
        | OriginFault::Host(_) => vault(
            VaultTrouble::Path,
            format!("{address} is no address of a server"),
            "Give scheme, host and port only: https://bao.example.com:8200",
        ),
    }
}
