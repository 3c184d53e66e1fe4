//! A locked store is in the way: its passphrase is asked for, as often as it takes, and what was intended goes on.

use crate::{
    model::{
        fault::{ExitCode, Fault},
        saved::Name,
        secret::Secret,
        store_kind::StoreKind,
    },
    words,
};

use super::{
    Effect, HomeRow, Running, Wizard,
    event::{Button, ItemId, Job},
    hint,
    screen::{FieldItem, FieldText, Item, Screen, ScreenName, Tone},
    verdict,
};

/// What is asked, and what for.
#[derive(Debug)]
pub(super) struct Unlocking {
    name: Name,
    store: StoreKind,
    /// What it protects.
    place: String,
    passphrase: Secret,
    problem: Option<String>,
    then: Running,
    again: Job,
}

impl Wizard {
    /// Asks for the passphrase, where a job failed because the store is locked.
    pub(super) fn is_locked(&mut self, running: &Running, fault: &Fault) -> bool {
        let Fault::StoreLocked { place } = fault else { return false };
        let (name, again) = match running {
            Running::Open(name, _) => (name.clone(), Job::Open(name.clone())),
            Running::CheckOldKey => match self.saved.as_ref().map(|it| it.name.clone()) {
                Some(name) => (name.clone(), Job::CheckOldKey(name)),
                None => return false,
            },
            // These read no keys from a store.
            Running::Locate
            | Running::Test
            | Running::TestRight
            | Running::Preview
            | Running::PreviewMirror
            | Running::Pull
            | Running::SumUp
            | Running::Save
            | Running::WriteSheet
            | Running::TryStores
            | Running::Unlock
            | Running::Remove(_)
            | Running::Stamp
            | Running::Record
            | Running::LastTest => return false,
        };
        self.unlocking = Some(Unlocking {
            store: self.store_of(&name),
            name,
            place: place.clone(),
            passphrase: Secret::default(),
            problem: None,
            then: running.clone(),
            again,
        });
        true
    }

    /// The store that has the keys of a connection.
    fn store_of(&self, name: &Name) -> StoreKind {
        let row = self.start.home.iter().find_map(|it| match it {
            HomeRow::Connection { connection, .. } if connection.name == *name => Some(connection.store),
            HomeRow::Connection { .. } | HomeRow::Broken { .. } => None,
        });
        let saved = self.saved.as_ref().filter(|it| it.name == *name).map(|it| it.store);
        // Only this one is opened by a passphrase.
        saved.or(row).unwrap_or(StoreKind::EncryptedFile)
    }

    pub(super) fn unlocking_typed(&mut self, text: &Secret) {
        if let Some(unlocking) = &mut self.unlocking {
            unlocking.passphrase = text.without_line_end();
            unlocking.problem = None;
        }
    }

    /// What a button does while the passphrase is asked for.
    pub(super) fn pressed_while_locked(&mut self, button: Button) -> Vec<Effect> {
        match button {
            Button::Next => self.unlock(),
            Button::Back => {
                self.unlocking = None;
                self.cancel()
            }
            Button::Quit => self.leave(ExitCode::Fine),
            Button::Find
            | Button::FillSandbox
            | Button::Reveal
            | Button::UsePasted
            | Button::DropPasted
            | Button::Swap
            | Button::WriteText
            | Button::WriteMarkdown
            | Button::RetryRight
            | Button::RetryAll
            | Button::Stop
            | Button::Confirm
            | Button::Mend
            | Button::Trust
            | Button::Unpin
            | Button::UseNewSite
            | Button::ShowAll
            | Button::New
            | Button::Test
            | Button::Pull
            | Button::FromPsa
            | Button::Edit
            | Button::Remove
            | Button::Rotate
            | Button::CheckOldKey
            | Button::Yes
            | Button::No => vec![],
        }
    }

    fn unlock(&mut self) -> Vec<Effect> {
        if self.runs(&Running::Unlock) {
            return vec![];
        }
        let Some(unlocking) = &mut self.unlocking else { return vec![] };
        if unlocking.passphrase.is_empty() {
            unlocking.problem = Some(words::say("unlock-empty").into());
            return vec![];
        }
        let (store, passphrase) = (unlocking.store, unlocking.passphrase.clone());
        self.run(Running::Unlock, Job::Unlock { store, passphrase })
    }

    /// Goes on with what was intended.
    pub(super) fn unlocked(&mut self) -> Vec<Effect> {
        match self.unlocking.take() {
            Some(Unlocking { then, again, .. }) => self.run(then, again),
            None => vec![],
        }
    }

    /// Says why it is still locked. Another try is free: nothing is sent anywhere.
    pub(super) fn not_unlocked(&mut self, fault: &Fault) {
        if let Some(unlocking) = &mut self.unlocking {
            unlocking.passphrase = Secret::default();
            let is_wrong = matches!(fault, Fault::WrongPassphrase { .. });
            unlocking.problem = Some(if is_wrong {
                words::say("unlock-wrong").into()
            } else {
                format!("{} {}", verdict::sentence(&fault.to_string()), fault.remedy())
            });
        }
    }

    pub(super) fn unlock_screen(&self, unlocking: &Unlocking) -> Screen {
        let name = unlocking.name.as_str();
        let lead = words::with("unlock-lead", &[("name", name.into())]);
        let mut screen = self.frame(&words::with("unlock-title", &[("name", name.into())]), &lead);
        screen.name = ScreenName::Unlock;
        screen.items.push(Item::Field(FieldItem {
            id: ItemId::Unlock,
            label: words::say("unlock-passphrase").into(),
            text: FieldText::Masked { chars: unlocking.passphrase.chars(), tail: String::new() },
            example: String::new(),
            help: words::say("unlock-passphrase-help").into(),
            problem: unlocking.problem.clone(),
            doubt: None,
            on_enter: Some(Button::Next),
        }));
        let text = |text: &str, tone| Item::Text { text: text.into(), tone };
        screen.items.push(Item::Heading(String::new()));
        screen.items.push(text(words::say("unlock-opens"), Tone::Plain));
        screen.items.push(Item::Verbatim(unlocking.place.clone()));
        let lost = words::say("unlock-lost");
        screen.items.push(text(lost, Tone::Faint));
        if self.runs(&Running::Unlock) {
            screen.busy = Some(words::say("unlock-busy").into());
        }
        screen.buttons =
            vec![hint(Button::Back, words::say("button-back")), hint(Button::Next, words::say("unlock-button"))];
        screen
    }
}
