//! What is done to a saved connection as a whole: removed, renamed, moved to another store, taken back to what it was.

use rustix::{
    fs::{RenameFlags, renameat, renameat_with},
    io::Errno,
};

use crate::{
    model::{
        catalog::Catalog,
        fault::Fault,
        login::Login,
        saved::{Connection, Name, SavedAt},
        store_kind::StoreKind,
    },
    words,
};

use super::{
    PREVIOUS, Store,
    connection_file::Kept,
    file_name,
    folder::Folder,
    halves::{Plain, login_of, take_plain},
    lock::Lock,
    mirror, no_such, reports,
    secrets::At,
    shown,
    trouble::trouble,
};

impl Store {
    /// Removes a connection, the one before it, and their secrets.
    ///
    /// Errors: [`Fault::Local`] when there is none of this name or it cannot be removed.
    pub fn remove(&self, name: &Name) -> Result<(), Fault> {
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        let file = file_name(name);
        if !connections.has(&file)? {
            return Err(no_such(name));
        }
        // First, because a pull that runs keeps it.
        mirror::files::remove(&root, name)?;
        // A store that cannot be reached now keeps the connection: else its secrets would be left without a name.
        let kept = self.read(name);
        if let Ok(kept) = &kept {
            self.secrets_in(kept.connection.store)?.forget(&kept.secret)?;
        }
        self.forget_previous(&root, name)?;
        connections.remove(&file)?;
        reports::remove(&root, name)?;
        self.remove_strays(&root, &connections);
        Ok(())
    }

    /// Gives a connection another name. Its secrets stay where they are.
    ///
    /// Errors: [`Fault::Local`] when there is none, or when the new name is taken.
    pub fn rename(&self, name: &Name, to: &Name) -> Result<(), Fault> {
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        let kept = self.read(name)?;
        if connections.has(&file_name(to))? {
            return Err(Fault::Local {
                what: words::with("store-named-already-saved", &[("to", to.as_str().into())]),
                remedy: words::say("store-named-already-saved-next").into(),
            });
        }
        // A pull that runs keeps it where it is.
        mirror::files::rename(&root, name, to)?;
        // The one before comes first: whichever name the connection has when this is cut off, its undo is there.
        self.copy_previous(&root, name, to)?;
        // The key of its secrets is written down first; from then on the file says the same under either name.
        connections.write(&file_name(name), kept.to_toml_with_key()?.as_bytes())?;
        connections.rename(&file_name(name), &file_name(to))?;
        connections.settle()?;
        let renamed = reports::rename(&root, name, to);
        // What is kept under the old name belongs to no connection now.
        self.remove_strays(&root, &connections);
        renamed
    }

    /// Moves a connection's secrets to another store and leaves nothing in the one where they were.
    ///
    /// Errors: as [`Store::open`] and [`Store::save`]. The connection is then as before, but the save before it may be gone.
    pub fn move_to(&self, name: &Name, kind: StoreKind) -> Result<SavedAt, Fault> {
        let secrets = self.secrets_for(kind)?;
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        let kept = self.read(name)?;
        let from = self.secrets_in(kept.connection.store)?;
        if from.kind() == kind {
            return Err(Fault::Local {
                what: words::with("store-named-keys-are-store-already", &[("name", name.as_str().into())]),
                remedy: words::say("store-named-keys-are-store-already-next").into(),
            });
        }
        let (kept, found) = self.found(name, kept)?;
        let free = self.free(&connections, name, Some(&kept))?;
        let named = self.last_named(name, None, kind, &free.key);
        let version = secrets.put(&free, named.as_ref(), &found.fields)?;
        let mut moved = kept.clone();
        moved.connection.store = kind;
        moved.secret = At { version, ..free };
        if found.version != kept.secret.version {
            // Somebody saved a newer login from another host: its plain fields belong to these keys.
            take_plain(&mut moved.connection, &found.fields);
        }
        // The connection before this one has its secrets in the store that is left. It goes before anything says that the
        // keys have moved: cut off after that, nothing would know that it has to go.
        if let Err(fault) = self.forget_previous(&root, name) {
            let _ = secrets.remove(&moved.secret);
            return Err(fault);
        }
        self.replace(&root, &connections, None, &moved)?;
        from.forget(&kept.secret).map_err(|fault| Fault::Local {
            what: words::with(
                "store-named-keys-are-now-but",
                &[
                    ("name", name.as_str().into()),
                    ("place", secrets.place(&moved.secret).into()),
                    ("fault", fault.to_string().into()),
                ],
            ),
            remedy: words::with(
                "store-named-keys-are-now-but-next",
                &[("remedy", fault.remedy().into()), ("place", from.place(&kept.secret).into())],
            ),
        })?;
        self.remove_strays(&root, &connections);
        Ok(SavedAt {
            name: name.clone(),
            connection: shown(&connections.path().join(file_name(name))),
            store: kind,
            secret: secrets.place(&moved.secret),
        })
    }

    /// Puts the connection before the last save back, and that one in its place: doing it twice brings it back again.
    ///
    /// `at` is when (RFC 3339): somebody decided anew, so what was refused before says nothing of it.
    ///
    /// Errors: [`Fault::Local`] when there is none.
    pub fn undo(&self, name: &Name, at: &str) -> Result<(), Fault> {
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        let file = file_name(name);
        let none = || Fault::Local {
            what: words::with("store-named-nothing-before-last-save", &[("name", name.as_str().into())]),
            remedy: words::say("store-named-nothing-before-last-save-next").into(),
        };
        let previous = root.open_inside(PREVIOUS)?.ok_or_else(none)?;
        if !previous.has(&file)? {
            return Err(none());
        }
        let text = previous.read(&file)?.ok_or_else(none)?;
        let mut before = Kept::from_toml(name, &text, previous.path())?;
        at.clone_into(&mut before.connection.saved_at);
        previous.write(&file, before.to_toml()?.as_bytes())?;
        previous.settle()?;
        connections.exchange(&previous, &file)?;
        self.remove_strays(&root, &connections);
        Ok(())
    }

    /// Reads the connection before the last save and its secrets; `None` when nothing is kept of it.
    ///
    /// Errors: as [`Store::open`].
    pub fn open_previous(&self, name: &Name, catalog: &Catalog) -> Result<Option<(Connection, Login)>, Fault> {
        let Some(before) = self.previous(name)? else { return Ok(None) };
        let secrets = self.secrets_in(before.connection.store)?;
        let Some(found) = secrets.get_exactly(&before.secret)? else { return Ok(None) };
        let login = login_of(&before.connection, found.fields, Plain::OfTheFile, catalog)?;
        Ok(Some((before.connection, login)))
    }

    /// Removes what is kept of the connection before the last save, with its secrets: that save can then not be undone.
    ///
    /// Errors: [`Fault::Local`] when it cannot be removed.
    pub fn forget_previous_of(&self, name: &Name) -> Result<(), Fault> {
        let (root, _) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        self.forget_previous(&root, name)
    }

    /// The connection before the last save, if there is one.
    ///
    /// Errors: [`Fault::Local`] when it cannot be read.
    pub(super) fn previous(&self, name: &Name) -> Result<Option<Kept>, Fault> {
        let Some(root) = Folder::open(&self.directory)? else { return Ok(None) };
        let Some(previous) = root.open_inside(PREVIOUS)? else { return Ok(None) };
        let text = previous.read(&file_name(name))?;
        text.map(|it| Kept::from_toml(name, &it, previous.path())).transpose()
    }

    /// Removes the connection before the last save, with its secrets.
    pub(super) fn forget_previous(&self, root: &Folder, name: &Name) -> Result<(), Fault> {
        let Some(previous) = root.open_inside(PREVIOUS)? else { return Ok(()) };
        // The secrets go first: cut off in between, the file still says what has to go.
        if let (Ok(Some(before)), Ok(now)) = (self.previous(name), self.read(name)) {
            let secrets = self.secrets_in(before.connection.store)?;
            // While it has the key, no other connection gets it, in any store.
            if now.connection.store != before.connection.store && now.secret.key == before.secret.key {
                secrets.forget(&before.secret)?;
            } else if now.secret != before.secret {
                secrets.remove(&before.secret)?;
            }
        }
        previous.remove(&file_name(name))
    }

    /// Keeps the connection before the last save under another name, too; what was left there of another one goes.
    fn copy_previous(&self, root: &Folder, name: &Name, to: &Name) -> Result<(), Fault> {
        let Some(previous) = root.open_inside(PREVIOUS)? else { return Ok(()) };
        let Some(mut before) = self.previous(name)? else { return previous.remove(&file_name(to)) };
        before.connection.name = to.clone();
        previous.write(&file_name(to), before.to_toml()?.as_bytes())?;
        previous.settle()
    }
}

impl Folder {
    /// Gives a file of this directory another name, which must be free.
    pub(super) fn rename(&self, name: &str, to: &str) -> Result<(), Fault> {
        let renamed = match renameat_with(self.fd(), name, self.fd(), to, RenameFlags::NOREPLACE) {
            // A file system that does not know the flag. Only the holder of the lock is here, and it has looked.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => renameat(self.fd(), name, self.fd(), to),
            renamed => renamed,
        };
        renamed.map_err(|it| trouble("renamed", &self.path().join(name), it))
    }

    /// Puts the file `name` of this directory in the place of the one of that name in another, and the other way round.
    fn exchange(&self, other: &Self, name: &str) -> Result<(), Fault> {
        match renameat_with(self.fd(), name, other.fd(), name, RenameFlags::EXCHANGE) {
            Ok(()) => self.settle().and_then(|()| other.settle()),
            // A file system that cannot do both at once: the old one in place first, so that there always is one.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                let (here, there) = (self.read(name)?, other.read(name)?);
                if let (Some(here), Some(there)) = (here, there) {
                    self.write(name, &there)?;
                    self.settle()?;
                    other.write(name, &here)?;
                    other.settle()?;
                }
                Ok(())
            }
            Err(it) => Err(trouble("exchanged", &self.path().join(name), it)),
        }
    }
}
