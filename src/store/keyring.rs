//! Secrets in the keyring of a desktop session: the Secret Service of GNOME, KDE and others, over D-Bus.

use std::{
    collections::HashMap,
    env,
    path::{self, Path, PathBuf},
};

use secret_service::{Collection, Item, SecretService};
use zeroize::Zeroizing;

use crate::{
    model::{
        fault::Fault,
        saved::{StoreCard, StoreNeeds},
        secret::Secret,
        shown::Shown,
        store_kind::StoreKind,
    },
    words,
};

mod trouble;
mod worker;

use trouble::Trouble;
use worker::{Bound, answers, ask};

use super::{
    elsewhere::{Elsewhere, Holder, Left, NotKept},
    secrets::{At, Fields},
};

/// Secrets in the desktop's keyring.
pub type Keyring = Elsewhere<Desktop>;

/// The keyring on one session bus.
pub struct Desktop {
    bus: Option<String>,
    /// Whose secrets: the same name in another directory is another connection.
    directory: PathBuf,
}

impl Keyring {
    /// The keyring on the session bus of this process's environment.
    pub fn new(directory: &Path) -> Self {
        Self::on(session_bus(), directory)
    }

    /// The keyring on another bus; `None` for none.
    pub fn on(bus: Option<String>, directory: &Path) -> Self {
        // Only sockets of this host: the other kinds of address start a program or ask a network.
        let bus = bus.filter(|it| it.starts_with("unix:"));
        let absolute = path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
        Self::of(Desktop { bus, directory: absolute }, directory)
    }

    /// Says, within 300 ms, whether there is a session bus that answers. Without one this store is not offered.
    pub fn answers(&self) -> bool {
        self.holder.bus.as_deref().is_some_and(answers)
    }
}

/// The address that the environment names, else the socket that systemd makes.
fn session_bus() -> Option<String> {
    let named = env::var("DBUS_SESSION_BUS_ADDRESS").ok().filter(|it| !it.is_empty());
    named.or_else(|| {
        let socket = Path::new(&env::var_os("XDG_RUNTIME_DIR")?).join("bus");
        let text = socket.to_str()?;
        let is_plain = text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'/' | b'-' | b'_' | b'.'));
        (is_plain && socket.is_absolute() && socket.exists()).then(|| format!("unix:path={text}"))
    })
}

impl Desktop {
    fn bus(&self) -> Result<&str, Trouble> {
        self.bus.as_deref().ok_or(Trouble::NoBus)
    }

    /// What the keyring finds one text by. It keeps these in the clear.
    fn attributes(&self, at: &At) -> HashMap<String, String> {
        let directory = self.directory.display().to_string();
        let version = at.version.0.to_string();
        [("application", "psa-connect"), ("directory", &*directory), ("key", at.key.as_str()), ("version", &*version)]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

fn label(at: &At) -> String {
    format!("psa-connect {} ({})", at.key, at.version.0)
}

fn borrowed(attributes: &HashMap<String, String>) -> HashMap<&str, &str> {
    attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Every item of these attributes, unlocked.
async fn items<'a>(
    service: &'a SecretService<'_>,
    attributes: &HashMap<String, String>,
    bound: Bound,
) -> Result<Vec<Item<'a>>, Trouble> {
    let found = service.search_items(borrowed(attributes)).await?;
    for it in &found.locked {
        bound.unlock(it.unlock()).await?;
    }
    Ok(found.unlocked.into_iter().chain(found.locked).collect())
}

/// The collection into which new items go.
async fn default<'a>(service: &'a SecretService<'_>) -> Result<Collection<'a>, Trouble> {
    Ok(service.get_default_collection().await?)
}

impl Holder for Desktop {
    fn kind(&self) -> StoreKind {
        StoreKind::Keyring
    }

    fn card(&self) -> StoreCard {
        // A lock is no matter of a card that is looked at: nobody is asked for a password here.
        let tried = self.bus().and_then(|bus| {
            ask(
                bus,
                async |service, _| {
                    if default(&service).await?.is_locked().await? { Err(Trouble::Locked) } else { Ok(()) }
                },
            )
        });
        StoreCard {
            kind: self.kind(),
            place: words::say("keyring-place").into(),
            protection: words::say("keyring-protection").into(),
            needs: StoreNeeds::Nothing,
            trouble: tried.err().map(|it| it.fault().with_remedy()),
        }
    }

    fn place(&self, at: &At) -> String {
        Shown::new(&words::with("keyring-place-of", &[("label", label(at).into())])).to_string()
    }

    fn put(&self, at: &At, line: &Secret, _unsaid: &Fields) -> Result<(), NotKept> {
        let (attributes, label, line) = (self.attributes(at), label(at), line.clone());
        let put = self.bus().and_then(|bus| {
            ask(bus, async move |service, bound| {
                let collection = default(&service).await?;
                bound.unlock(collection.ensure_unlocked()).await?;
                let line = line.expose().trim_ascii_end().as_bytes();
                collection.create_item(&label, borrowed(&attributes), line, true, "application/json").await?;
                Ok(())
            })
        });
        put.map_err(|trouble| NotKept {
            left: if trouble.comes_before() { Left::Nothing } else { Left::Perhaps },
            fault: trouble.fault(),
        })
    }

    fn get(&self, at: &At) -> Result<Option<Secret>, Fault> {
        let attributes = self.attributes(at);
        let got = self.bus().and_then(|bus| {
            ask(bus, async move |service, bound| {
                let items = items(&service, &attributes, bound).await?;
                let Some(item) = items.first() else { return Ok(None) };
                let bytes = Zeroizing::new(item.get_secret().await?);
                let text = std::str::from_utf8(&bytes).map_err(|_| Trouble::NotText)?;
                Ok(Some(Secret::new(text)))
            })
        });
        got.map_err(Trouble::fault)
    }

    fn remove(&self, at: &At) -> Result<(), Fault> {
        let attributes = self.attributes(at);
        let removed = self.bus().and_then(|bus| {
            ask(bus, async move |service, bound| {
                for it in items(&service, &attributes, bound).await? {
                    it.delete().await?;
                }
                Ok(())
            })
        });
        removed.map_err(Trouble::fault)
    }
}
