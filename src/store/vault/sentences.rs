//! The sentences that say what is wrong with an OpenBao or Vault server, its mounts, or what one may do there.

use crate::{
    model::{
        fault::{Fault, VaultTrouble},
        origin::{Origin, OriginFault},
        shown::Shown,
    },
    words,
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
        words::with("vault-sealed-so-nobody-can", &[("host", subject.origin.host().to_string().into())]),
        words::say("vault-sealed-so-nobody-can-next"),
    )
}

/// The server has no keys of its own yet.
pub(super) fn unprepared(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Sealed,
        words::with("vault-was-never-initialised", &[("host", subject.origin.host().to_string().into())]),
        words::say("vault-was-never-initialised-next"),
    )
}

/// A standby that knows of no active node.
pub(super) fn no_active_node(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Sealed,
        words::with("vault-has-no-active-node", &[("host", subject.origin.host().to_string().into())]),
        words::say("vault-has-no-active-node-next"),
    )
}

/// A redirect: that of a standby, or that of something which is no Vault.
pub(super) fn standby(reply: &VaultReply, subject: &Subject<'_>) -> Fault {
    let host = subject.origin.host();
    match reply.location.as_deref().and_then(|it| Origin::of_url(it).ok()) {
        Some(node) => vault(
            VaultTrouble::Sealed,
            words::with(
                "vault-standby-active-node",
                &[("host", host.to_string().into()), ("node", node.to_string().into())],
            ),
            words::say("vault-standby-active-node-next"),
        ),
        None => vault(
            VaultTrouble::Sealed,
            words::with("vault-standby-names-no-active", &[("host", host.to_string().into())]),
            words::say("vault-standby-names-no-active-next"),
        ),
    }
}

/// 472 and 473, as HashiCorp Vault's replication answers.
pub(super) fn secondary(status: u16, subject: &Subject<'_>) -> Fault {
    let host = subject.origin.host();
    if status == 472 {
        return vault(
            VaultTrouble::Sealed,
            words::with("vault-disaster-recovery-secondary-which", &[("host", host.to_string().into())]),
            words::say("vault-disaster-recovery-secondary-which-next"),
        );
    }
    vault(
        VaultTrouble::Sealed,
        words::with("vault-performance-standby-which-does", &[("host", host.to_string().into())]),
        words::say("vault-performance-standby-which-does-next"),
    )
}

pub(super) fn namespace_of(subject: &Subject<'_>) -> String {
    Shown::new(subject.namespace.unwrap_or("(none)")).to_string()
}

pub(super) fn no_namespace(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Path,
        words::with(
            "vault-does-not-know-namespace",
            &[("host", subject.origin.host().to_string().into()), ("namespace", namespace_of(subject).into())],
        ),
        words::say("vault-does-not-know-namespace-next"),
    )
}

/// What answers is something else.
pub(super) fn no_reply_of_a_vault(status: u16, subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Path,
        words::with(
            "vault-what-answers-no-openbao",
            &[("origin", subject.origin.to_string().into()), ("status", status.to_string().into())],
        ),
        words::say("vault-what-answers-no-openbao-next"),
    )
}

/// Nothing is mounted there.
pub(super) fn no_mount(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Path,
        words::with(
            "vault-nothing-mounted",
            &[
                ("mount", subject.mount.to_string().into()),
                ("host", subject.origin.host().to_string().into()),
                ("inside", inside(subject).into()),
            ],
        ),
        words::say("vault-nothing-mounted-next"),
    )
}

/// Nothing is mounted there, or nothing of it is for this token: servers give one answer to both.
pub(super) fn hidden(subject: &Subject<'_>) -> Fault {
    vault(
        VaultTrouble::Path,
        words::with(
            "vault-shows-token-nothing-mounted",
            &[
                ("host", subject.origin.host().to_string().into()),
                ("mount", subject.mount.to_string().into()),
                ("inside", inside(subject).into()),
            ],
        ),
        words::say("vault-shows-token-nothing-mounted-next"),
    )
}

fn inside(subject: &Subject<'_>) -> String {
    subject
        .namespace
        .map(|it| {
            format!(" {}", words::with("vault-in-namespace", &[("namespace", Shown::new(it).to_string().into())]))
        })
        .unwrap_or_default()
}

/// Something else than a KV engine of version 2 is mounted there.
pub(super) fn wrong_engine(mount: &Mount, subject: &Subject<'_>) -> Fault {
    let found = if mount.kind == "kv" {
        words::with("vault-kv-version", &[("version", mount.version().to_string().into())])
    } else {
        mount.kind.clone()
    };
    vault(
        VaultTrouble::Path,
        words::with(
            "vault-kv-version-2-needed",
            &[
                ("mount", subject.mount.to_string().into()),
                ("host", subject.origin.host().to_string().into()),
                ("found", Shown::new(&found).to_string().into()),
            ],
        ),
        words::say("vault-kv-version-2-needed-next"),
    )
}

/// The token is valid and does not allow it.
pub(super) fn denied(subject: &Subject<'_>, capability: &str) -> Fault {
    vault(
        VaultTrouble::Denied,
        words::with(
            "vault-does-not-let-token",
            &[
                ("host", subject.origin.host().to_string().into()),
                ("capability", capability.to_string().into()),
                ("path", subject.path.to_string().into()),
            ],
        ),
        words::with("vault-does-not-let-token-next", &[("capability", capability.to_string().into())]),
    )
}

/// Refused, and the token may not be looked at.
pub(super) fn maybe_dead(subject: &Subject<'_>, capability: &str) -> Fault {
    vault(
        VaultTrouble::Denied,
        words::with(
            "vault-refused-no-policy-token",
            &[
                ("host", subject.origin.host().to_string().into()),
                ("capability", capability.to_string().into()),
                ("path", subject.path.to_string().into()),
            ],
        ),
        words::with("vault-refused-no-policy-token-next", &[("capability", capability.to_string().into())]),
    )
}

/// Says what is wrong with an address.
pub(super) fn bad_address(address: &str, fault: &OriginFault) -> Fault {
    let address = Shown::new(address);
    match fault {
        OriginFault::PlainHttp => vault(
            VaultTrouble::Path,
            words::with("vault-plain-http-which-would", &[("address", address.to_string().into())]),
            words::say("vault-plain-http-which-would-next"),
        ),
        // What stands before the @ may be a password.
        OriginFault::UserInfo => vault(
            VaultTrouble::Path,
            words::say("vault-address-vault-holds-user").into(),
            words::say("vault-address-vault-holds-user-next"),
        ),
        OriginFault::Empty
        | OriginFault::UnknownScheme(_)
        | OriginFault::Path
        | OriginFault::Port(_)
        | OriginFault::Host(_) => vault(
            VaultTrouble::Path,
            words::with("vault-no-address-server", &[("address", address.to_string().into())]),
            words::say("vault-address-vault-holds-user-next"),
        ),
    }
}
