//! `--save-answers`: the answers of a set-up, or of a saved connection, in a new file without keys.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    face::Machine,
    model::{
        answers::Answers,
        catalog::Catalog,
        fault::Fault,
        saved::{Replace, SavedAt},
        shown::Shown,
    },
    store::{HandedFile, Listed},
    wizard::{
        Wizard,
        event::{Effect, Event},
        screen::Screen,
    },
    words,
};

use super::super::{
    connections::named,
    place::Place,
    say::{Trouble, talk},
};

/// Where the answers go: a file that is not there yet.
pub(in crate::cli) struct KeepAt(HandedFile);

impl KeepAt {
    /// Looks at the place, before anybody is asked anything.
    pub(super) fn new(path: &Path) -> Result<Self, Trouble> {
        let cannot = |it: Fault| Trouble::usage(it.to_string(), words::say("setup-name-another"));
        HandedFile::at(path, Replace::No).map(Self).map_err(cannot)
    }

    /// Writes them, and says so.
    pub(in crate::cli) fn write(&self, answers: &Answers) -> Result<(), Trouble> {
        let written = self.0.write(answers.to_toml().as_bytes());
        written.map_err(|it| Trouble::usage(it.to_string(), words::say("setup-name-another")))?;
        let path = Shown::new(&self.0.path().display().to_string());
        talk(&words::with("setup-answers-kept", &[("file", path.to_string().into())]));
        Ok(())
    }
}

/// The answers of a set-up that goes on, for whoever waits for its end.
#[derive(Clone, Default)]
pub(in crate::cli) struct Noted(Arc<Mutex<Option<Answers>>>);

impl Noted {
    pub(in crate::cli) fn answers(&self) -> Option<Answers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(in crate::cli) fn note(&self, wizard: &Wizard) {
        // Another set-up of the same run has its own answers: those of the last are kept.
        if let Some(answers) = wizard.given() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answers);
        }
    }
}

/// The connections that a wizard saved, for whoever waits for its end.
#[derive(Clone, Default)]
pub(in crate::cli) struct Savings(Arc<Mutex<Vec<SavedAt>>>);

impl Savings {
    /// Each once, in the order of the last saves.
    pub(in crate::cli) fn all(&self) -> Vec<SavedAt> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, at: &SavedAt) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.last() != Some(at) {
            all.retain(|it| it.name != at.name);
            all.push(at.clone());
        }
    }
}

/// A wizard whose answers are noted as they are given, and what it saves.
pub(in crate::cli) struct Noting {
    wizard: Wizard,
    noted: Option<Noted>,
    savings: Savings,
}

impl Noting {
    pub(in crate::cli) fn new(wizard: Wizard, noted: Option<Noted>, savings: Savings) -> Self {
        Self { wizard, noted, savings }
    }
}

impl Machine for Noting {
    fn screen(&self) -> Screen {
        self.wizard.screen()
    }

    fn update(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.wizard.update(event);
        if let Some(noted) = &self.noted {
            noted.note(&self.wizard);
        }
        if let Some(at) = self.wizard.saved_at() {
            self.savings.note(at);
        }
        effects
    }

    fn understands(&self, note: &crate::model::secret::Secret) -> bool {
        self.wizard.understands(note)
    }

    fn holds_secrets(&self, text: &crate::model::secret::Secret) -> bool {
        Machine::holds_secrets(&self.wizard, text)
    }
}

/// Writes the answers of a saved connection.
pub(super) fn like(place: &Place, name: &str, keep: &KeepAt) -> Result<(), Trouble> {
    let name = named(&place.store, name)?;
    let found = place.store.list().into_iter().find(|it| it.name() == name.as_str());
    let connection = match found {
        Some(Listed::Connection(connection)) => connection,
        Some(Listed::Broken { fault, .. }) => return Err(fault.into()),
        None => {
            return Err(Trouble::usage(
                words::with("connection-not-saved", &[("name", name.as_str().into())]),
                words::say("setup-see-list"),
            ));
        }
    };
    let catalog: &Catalog = &place.catalog;
    let facts = catalog.psa(&connection.psa).ok_or_else(|| {
        Trouble::usage(
            words::with("setup-unknown-psa", &[("name", name.as_str().into())]),
            words::say("copy-unknown-psa-next"),
        )
    })?;
    keep.write(&Answers::of(&connection, facts))
}
