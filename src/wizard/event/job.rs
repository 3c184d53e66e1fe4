//! What the engine can be asked to do.

use crate::model::{
    certificate::Certificate,
    id::{ListId, PsaId},
    login::Login,
    mirror::{Kept, Scope},
    origin::Origin,
    report::Report,
    right::RightId,
    saved::{Name, ToSave},
    secret::Secret,
    store_kind::StoreKind,
};

/// What the engine can be asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// Ask every site, without keys, whether it knows `text`.
    Locate {
        /// The PSA.
        psa: PsaId,
        /// The company ID or user name.
        text: String,
    },
    /// Go the way to a server without any login: its name only, or all layers and its clock.
    Reach {
        /// The PSA.
        psa: PsaId,
        /// Where it answers.
        origin: Origin,
        /// The one certificate that is trusted there, when the person pinned one.
        pin: Option<Certificate>,
        /// How far.
        far: Far,
    },
    /// Test the layers, log in once, prove every right.
    Test {
        /// What the rights are needed for.
        integration: String,
        /// The login.
        login: Login,
        /// Whether it may be sent although it was refused before.
        consent: Consent,
    },
    /// Look up one right again, without a new login check.
    TestRight {
        /// What the right is needed for.
        integration: String,
        /// The login.
        login: Login,
        /// Which.
        right: RightId,
    },
    /// Count each list and read its first rows.
    Preview {
        /// Which lists.
        integration: String,
        /// The login.
        login: Login,
    },
    /// Count each list and read its first rows in the mirror of a saved connection; nothing is sent.
    PreviewMirror {
        /// The connection.
        name: Name,
        /// Which lists.
        integration: String,
        /// Of which PSA.
        psa: PsaId,
    },
    /// Say how the mirror of each of these connections stands.
    SumUpMirrors(Vec<Name>),
    /// Copy the lists of a saved connection into its mirror.
    Pull(Box<ToPull>),
    /// Save the connection.
    Save(Box<ToSave>),
    /// Write the guide to a file beside the person (the working directory), never over another file.
    WriteSheet {
        /// The file's name: `connectwise-sync365-guide.txt`.
        file: String,
        /// Its text.
        text: String,
    },
    /// Try whether secrets could be kept in each store, and leave nothing.
    TryStores,
    /// Open the store that a passphrase protects.
    Unlock {
        /// Which.
        store: StoreKind,
        /// The passphrase.
        passphrase: Secret,
    },
    /// Choose the passphrase of the encrypted file: the first one, or another one in the place of the old one.
    ChoosePassphrase {
        /// The one it has, if it has one.
        old: Option<Secret>,
        /// The new one.
        new: Secret,
    },
    /// Let one more recipient read the encrypted file, or confirm one that is there.
    AddRecipient {
        /// The passphrase of the encrypted file.
        passphrase: Secret,
        /// Whom: `age1…`.
        recipient: String,
    },
    /// Take a recipient of the encrypted file away.
    RemoveRecipient {
        /// The passphrase of the encrypted file.
        passphrase: Secret,
        /// Whom: `age1…`.
        recipient: String,
    },
    /// Read a saved connection and its secret.
    Open(Name),
    /// Give a saved connection another name.
    Rename {
        /// Its name.
        name: Name,
        /// The new one, which must be free.
        to: Name,
    },
    /// Move a saved connection's secrets to another store, and leave nothing where they were.
    MoveTo {
        /// The connection.
        name: Name,
        /// The store.
        store: StoreKind,
    },
    /// Put the connection before the last save back.
    Undo(Name),
    /// Read what the last test of a saved connection found.
    LastTest(Name),
    /// Send the login before the last save once: a person asks for it, and it is expected to be refused.
    CheckOldKey(Name),
    /// Remove a saved connection and its secret.
    Remove(Name),
    /// Give a confirmation by hand its name and time.
    Stamp(RightId),
    /// Keep the result of a test with a saved connection.
    Record {
        /// The connection.
        name: Name,
        /// What was found.
        report: Box<Report>,
    },
}

/// How far the way to a server is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Far {
    /// Its name is looked up, and nothing is sent to it.
    Name,
    /// It is connected to and asked for the time, without a login.
    Answer,
}

/// What a pull is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToPull {
    /// The connection, whose mirror it fills.
    pub name: Name,
    /// Which lists, when no others are named, and what their rows are looked at for.
    pub integration: String,
    /// The login.
    pub login: Login,
    /// Whether the login may be sent although it was refused before.
    pub consent: Consent,
    /// Which rows.
    pub scope: Scope,
    /// How much of each.
    pub kept: Kept,
    /// The lists by name; `None` takes those of the integration.
    pub lists: Option<Vec<ListId>>,
    /// Rows a page, when fewer than the PSA's largest page are wanted.
    pub page: Option<u32>,
}

/// Whether a login may be sent although just these values were refused within the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It may not: accounts lock.
    No,
    /// It may not, however long ago: nobody decided anew since the saved connection was refused, at this Unix second.
    RefusedAt(i64),
    /// The person said so after reading why.
    Given,
}
