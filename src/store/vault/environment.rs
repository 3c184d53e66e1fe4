//! What the environment says of an OpenBao or Vault server, and the files with which one logs in to it.

use std::{
    env,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{FileType, Mode, OFlags, fstat, open},
    io::Errno,
};
use zeroize::Zeroizing;

use crate::{
    model::{
        fault::{Fault, VaultTrouble},
        secret::Secret,
        shown::Shown,
    },
    store::trouble::{errno, trouble},
    words,
};

/// What is taken where the settings leave something open.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `BAO_ADDR`, else `VAULT_ADDR`.
    pub address: Option<String>,
    /// `BAO_NAMESPACE`, else `VAULT_NAMESPACE`.
    pub namespace: Option<String>,
    /// `BAO_TOKEN`, else `VAULT_TOKEN`.
    pub token: Option<Secret>,
    /// The home directory, for `.vault-token`.
    pub home: Option<PathBuf>,
}

impl Environment {
    /// Reads it from this process.
    pub fn of_process() -> Self {
        let first = |names: [&str; 2]| names.iter().find_map(|it| env::var(it).ok().filter(|it| !it.trim().is_empty()));
        Self {
            address: first(["BAO_ADDR", "VAULT_ADDR"]),
            namespace: first(["BAO_NAMESPACE", "VAULT_NAMESPACE"]),
            token: first(["BAO_TOKEN", "VAULT_TOKEN"]).map(|it| Secret::new(it.trim())),
            home: env::var_os("HOME").filter(|it| !it.is_empty()).map(PathBuf::from),
        }
    }
}

/// Reads a file that holds one secret, which nobody else may read; `None` when it is not there. `what` names it: `the token file`.
pub(super) fn read_private(what: &str, path: &Path) -> Result<Option<Secret>, Fault> {
    let named = Shown::new(&path.display().to_string());
    // NONBLOCK: opening a planted pipe must not wait for somebody to write into it.
    let fd = match open(path, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty()) {
        Ok(fd) => fd,
        Err(Errno::NOENT) => return Ok(None),
        Err(it) => return Err(trouble("read", path, it)),
    };
    let stat = fstat(&fd).map_err(|it| trouble("read", path, it))?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(Fault::Vault {
            trouble: VaultTrouble::Login,
            what: words::with(
                "vault-file-no-plain-file",
                &[("what", what.to_string().into()), ("named", named.to_string().into())],
            ),
            remedy: words::say("vault-file-no-plain-file-next").into(),
        });
    }
    if Mode::from_raw_mode(stat.st_mode).intersects(Mode::RWXG | Mode::RWXO) {
        return Err(Fault::Vault {
            trouble: VaultTrouble::Login,
            what: words::with(
                "vault-file-open-other-accounts-so",
                &[("what", what.to_string().into()), ("named", named.to_string().into())],
            ),
            remedy: words::with("vault-file-open-other-accounts-so-next", &[("named", named.to_string().into())]),
        });
    }
    let mut text = Zeroizing::new(String::with_capacity(LONGEST + 1));
    let read = File::from(fd).take(LONGEST as u64 + 1).read_to_string(&mut text);
    read.map_err(|it| trouble("read", path, errno(&it)))?;
    let secret = Secret::new(text.trim());
    if secret.is_empty() || text.len() > LONGEST || !secret.is(|it| it.bytes().all(|b| b.is_ascii_graphic())) {
        return Err(Fault::Vault {
            trouble: VaultTrouble::Login,
            what: words::with(
                "vault-file-does-not-hold-one",
                &[("what", what.to_string().into()), ("named", named.to_string().into())],
            ),
            remedy: words::say("vault-file-does-not-hold-one-next").into(),
        });
    }
    Ok(Some(secret))
}

/// Unit: bytes. Batch tokens are the longest, with a few hundred.
const LONGEST: usize = 8192;
