//! Which secrets belong to a connection, which belong to none any more, and what else a kill may have left.

use crate::{
    model::{fault::Fault, saved::Name, store_kind::StoreKind},
    words,
};

use super::{
    ENDING, PREVIOUS, Store,
    connection_file::Kept,
    file_name,
    folder::Folder,
    reports::REPORTS,
    secret_file::SECRETS,
    secrets::{At, Key, SecretStore, Version},
};

impl Store {
    /// Where new secrets of this connection go: under its own key, with a number that nothing has.
    pub(super) fn free(&self, connections: &Folder, name: &Name, before: Option<&Kept>) -> Result<At, Fault> {
        let key = before.map_or_else(|| fresh(connections, name), |it| Ok(it.secret.key.clone()))?;
        // A store that cannot be asked now holds nothing that has a number beyond those that the connections name.
        let there = self.secrets.iter().flat_map(|it| it.versions().unwrap_or_default());
        let named = before.map(|it| it.secret.clone());
        let last = there.chain(named).filter(|it| it.key == key).map(|it| it.version).max();
        Ok(At { version: last.unwrap_or(Version(0)).next(), key })
    }

    /// Removes unfinished files, what is kept of connections that are gone, and secrets that no connection names: replaced
    /// ones, and those of a save that was cut off. Only for the holder of the lock.
    ///
    /// A failure here loses nothing: the next save tries again. Where a connection cannot be read, only secrets of
    /// connections that can be are removed.
    pub(super) fn remove_strays(&self, root: &Folder, connections: &Folder) {
        if let Err(fault) = sweep(root, connections) {
            tracing::warn!(%fault, "what a process that was cut off has left could not be removed");
        }
        let Ok(strays) = self.strays(root, connections) else { return };
        for (secrets, stray) in strays {
            if let Err(fault) = secrets.remove(&stray) {
                tracing::warn!(key = stray.key.as_str(), %fault, "an old secret could not be removed");
            }
        }
    }

    /// Secrets that surely belong to no connection, each with its store. A store that cannot be asked has none.
    pub(super) fn strays(&self, root: &Folder, connections: &Folder) -> Result<Vec<(&dyn SecretStore, At)>, Fault> {
        let named = named(root, connections)?;
        let mut strays: Vec<(&dyn SecretStore, At)> = vec![];
        for secrets in &self.secrets {
            let Ok(versions) = secrets.versions() else { continue };
            let is_named = |at: &At| named.all.iter().any(|it| it.0 == secrets.kind() && it.1 == *at);
            let is_known = |at: &At| named.broken.is_empty() || named.all.iter().any(|it| it.1.key == at.key);
            let may_be_broken = |at: &At| named.broken.iter().any(|it| it == at.key.as_str());
            let is_stray = |it: &At| !is_named(it) && is_known(it) && !may_be_broken(it);
            strays.extend(versions.into_iter().filter(is_stray).map(|it| (secrets.as_ref(), it)));
        }
        Ok(strays)
    }
}

/// Removes unfinished files, and connections before the last save of which there is no last save any more.
fn sweep(root: &Folder, connections: &Folder) -> Result<(), Fault> {
    root.remove_leftovers()?;
    connections.remove_leftovers()?;
    for it in [SECRETS, REPORTS] {
        root.open_inside(it)?.map_or(Ok(()), |it| it.remove_leftovers())?;
    }
    let Some(previous) = root.open_inside(PREVIOUS)? else { return Ok(()) };
    previous.remove_leftovers()?;
    for file in previous.names()? {
        if !connections.has(&file)? {
            previous.remove(&file)?;
        }
    }
    Ok(())
}

/// What the connections name.
struct Named {
    /// Secrets of connections, and of those before them.
    all: Vec<(StoreKind, At)>,
    /// Names of connections that cannot be read.
    broken: Vec<String>,
}

fn named(root: &Folder, connections: &Folder) -> Result<Named, Fault> {
    let mut named = Named { all: vec![], broken: vec![] };
    let previous = root.open_inside(PREVIOUS)?;
    for folder in [Some(connections), previous.as_ref()].into_iter().flatten() {
        for stem in folder.names()?.iter().filter_map(|it| it.strip_suffix(ENDING)) {
            match Name::new(stem).map(|name| read(folder, &name)) {
                Ok(Ok(Some(kept))) => named.all.push((kept.connection.store, kept.secret)),
                Ok(Ok(None)) => {}
                Ok(Err(_)) | Err(_) => named.broken.push(stem.to_owned()),
            }
        }
    }
    Ok(named)
}

fn read(folder: &Folder, name: &Name) -> Result<Option<Kept>, Fault> {
    let text = folder.read(&file_name(name))?;
    text.map(|it| Kept::from_toml(name, &it, folder.path())).transpose()
}

/// A key that no connection has: the name, else the name with a number.
fn fresh(connections: &Folder, name: &Name) -> Result<Key, Fault> {
    let mut taken = vec![];
    for stem in connections.names()?.iter().filter_map(|it| it.strip_suffix(ENDING)) {
        if let Ok(other) = Name::new(stem)
            && let Ok(Some(kept)) = read(connections, &other)
            && other != *name
        {
            taken.push(kept.secret.key);
        }
    }
    // Forty characters are the most that a name may have.
    let stem: String = name.as_str().chars().take(35).collect();
    let numbered = (2..).filter_map(|n| Name::new(&format!("{stem}-{n}")).ok());
    let mut keys = std::iter::once(name.clone()).chain(numbered).map(|it| Key::of(&it));
    keys.find(|it| !taken.contains(it)).ok_or_else(|| Fault::Local {
        what: words::with("store-named-has-no-free-key", &[("name", name.as_str().into())]),
        remedy: words::say("store-named-has-no-free-key-next").into(),
    })
}
