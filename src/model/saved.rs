//! What a saved connection consists of. How it is written is the store's matter.

use super::{
    certificate::Certificate,
    id::{FieldId, ListId, PsaId, SiteId},
    login::Login,
    origin::Origin,
    report::Report,
    right::{Confirmation, RightId},
    secret::Secret,
    store_kind::StoreKind,
};
use crate::words;

/// A connection's name: 1 to 40 of `a-z 0-9 . _ -`, starting with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Checks a name.
    ///
    /// Errors: a sentence saying what a name may be.
    pub fn new(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let first = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let rest =
            text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'));
        if first && rest && text.len() <= 40 {
            Ok(Self(text.to_owned()))
        } else {
            Err(words::say("save-name-rule").into())
        }
    }

    /// A name for a connection of this PSA, made from the company ID or the user name; it may still be none.
    pub fn suggested(psa: &PsaId, who: &str) -> String {
        let who = who.rsplit('@').next().unwrap_or(who).split('.').next().unwrap_or(who);
        let tidy = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        format!("{}-{psa}", who.chars().map(tidy).collect::<String>().trim_matches('-'))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A connection as saved, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its name.
    pub name: Name,
    /// The PSA.
    pub psa: PsaId,
    /// The integration's id.
    pub integration: String,
    /// Where the PSA answers.
    pub origin: Origin,
    /// The site, when it is one of the catalogue's.
    pub site: Option<SiteId>,
    /// The one certificate that is trusted there although nobody vouches for it.
    pub pin: Option<Pin>,
    /// The login's plain fields.
    pub plain: Vec<(FieldId, String)>,
    /// The names of its secret fields; the values are in the secret store.
    pub secret_fields: Vec<FieldId>,
    /// Where the secrets rest.
    pub store: StoreKind,
    /// Since when these are the keys, RFC 3339; `None` when an older version saved them.
    pub keys_since: Option<String>,
    /// Rights that somebody confirmed by hand.
    pub confirmed: Vec<(RightId, Confirmation)>,
    /// When it was saved, RFC 3339.
    pub saved_at: String,
    /// What the last test found, if one ran to the end.
    pub last_test: Option<LastTest>,
}

impl Connection {
    /// Since when these are the keys, RFC 3339: an older version only wrote down when it saved them.
    pub fn keys_since(&self) -> &str {
        self.keys_since.as_deref().unwrap_or(&self.saved_at)
    }
}

/// A certificate that somebody trusted by its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The certificate as it was shown.
    pub certificate: Certificate,
    /// Who trusted it, and when.
    pub confirmed: Confirmation,
}

/// The last test of a connection, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastTest {
    /// When, RFC 3339.
    pub at: String,
    /// Rights granted or confirmed.
    pub held: usize,
    /// Rights needed, optional ones included.
    pub of: usize,
    /// What failed, one sentence; `None` when all went well.
    pub fault: Option<String>,
    /// Row counts by list, where they were seen.
    pub counts: Vec<(ListId, u64)>,
}

/// What the wizard asks to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSave {
    /// Under which name.
    pub name: Name,
    /// The integration's id.
    pub integration: String,
    /// The login, secrets included.
    pub login: Login,
    /// What the test found, if it ran.
    pub report: Option<Report>,
    /// Row counts of the preview.
    pub counts: Vec<(ListId, u64)>,
    /// Whether a connection of this name may be replaced.
    pub replace: Replace,
    /// Where its secrets go.
    pub store: StoreKind,
    /// What protects them there, when the store has nothing of this account yet and needs it.
    pub passphrase: Option<Secret>,
    /// Since when these are the keys (RFC 3339), when they were saved before; `None` when they are new.
    pub keys_since: Option<String>,
}

/// What happens when the name is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// It is refused.
    No,
    /// It is replaced; the person said so.
    Yes,
}

/// Where a connection was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedAt {
    /// Its name.
    pub name: Name,
    /// The connection's file.
    pub connection: String,
    /// Which store has its secrets.
    pub store: StoreKind,
    /// Where they are in it.
    pub secret: String,
}

/// What one secret store says about itself, before anything is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreCard {
    /// Which.
    pub kind: StoreKind,
    /// Where the secret of a connection would be: `/home/jane/.config/psa-connect/secrets`.
    pub place: String,
    /// How the secret is protected, one honest sentence.
    pub protection: String,
    /// What it still has to be told before the first secret goes there.
    pub needs: StoreNeeds,
    /// Why it cannot be used, and what to do, if it cannot.
    pub trouble: Option<String>,
}

/// The fewest characters of a passphrase that protects something.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// What a store has to be told before it can keep anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreNeeds {
    /// Nothing.
    Nothing,
    /// A passphrase, chosen now.
    NewPassphrase,
}
