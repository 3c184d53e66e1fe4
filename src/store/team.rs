//! Who can read the encrypted secrets, and the passphrase that opens them.

use crate::model::{fault::Fault, secret::Secret};

use super::{
    Store,
    encrypted::{Change, EncryptedFile},
    folder::Folder,
    lock::Lock,
    secrets::SecretStore as _,
};

impl Store {
    /// To whom secrets in the encrypted file are encrypted, this account's own first; empty before the first one.
    ///
    /// Errors: [`Fault::Local`] when the list cannot be read.
    pub fn recipients(&self) -> Result<Vec<String>, Fault> {
        EncryptedFile::below(&self.directory).recipients()
    }

    /// Lets one more recipient read, or confirms one that is there; encrypts every secret anew.
    ///
    /// Errors: [`Fault::WrongPassphrase`]; [`Fault::Local`] when it is no recipient or something cannot be written.
    pub fn add_recipient(&self, passphrase: &Secret, recipient: &str) -> Result<(), Fault> {
        self.change_recipients(passphrase, &Change::Add(recipient))
    }

    /// Takes a recipient away; encrypts every secret anew.
    ///
    /// Errors: as [`Store::add_recipient`], and when it is this account's own.
    pub fn remove_recipient(&self, passphrase: &Secret, recipient: &str) -> Result<(), Fault> {
        self.change_recipients(passphrase, &Change::Remove(recipient))
    }

    /// Says whether the encrypted file has its identity, and so a passphrase.
    ///
    /// Errors: [`Fault::Local`] when it is lost: keys are encrypted to it, and it is not there.
    pub fn has_passphrase(&self) -> Result<bool, Fault> {
        EncryptedFile::below(&self.directory).has_identity()
    }

    /// Chooses the passphrase: the first one when there is no `old` one, else another one in its place.
    ///
    /// Errors: [`Fault::WrongPassphrase`] for the old one; [`Fault::Local`] for a new one that protects nothing.
    pub fn choose_passphrase(&self, old: Option<&Secret>, new: &Secret) -> Result<(), Fault> {
        let root = Folder::make(&self.directory)?;
        let _lock = Lock::take(&root)?;
        root.remove_leftovers()?;
        let encrypted = EncryptedFile::below(&self.directory);
        match old {
            Some(old) => encrypted.change_passphrase(old, new),
            None => encrypted.prepare(new),
        }
    }

    fn change_recipients(&self, passphrase: &Secret, change: &Change) -> Result<(), Fault> {
        let root = Folder::make(&self.directory)?;
        let _lock = Lock::take(&root)?;
        root.remove_leftovers()?;
        EncryptedFile::below(&self.directory).change(passphrase, change)
    }
}
