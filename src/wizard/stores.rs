//! Which store gets the keys: tried before keys are asked for, chosen on the save screen, never another by itself.

use crate::{
    model::{
        saved::{SHORTEST_PASSPHRASE, StoreCard, StoreNeeds},
        secret::Secret,
        store_kind::StoreKind,
    },
    words,
};

use super::{
    Effect, Running, Step, Tried, Wizard,
    answers::{NewPassphrase, PassphraseProblem},
    event::{Button, ItemId, Job},
    screen::{FieldItem, FieldText, Item, Mark, Notice, Screen, Tone},
    verdict,
};

impl NewPassphrase {
    /// What is wrong with it, if something is.
    fn check(&self) -> Option<PassphraseProblem> {
        match (self.first.chars(), self.again.chars()) {
            (0, _) => Some(PassphraseProblem::Empty),
            (short, _) if short < SHORTEST_PASSPHRASE => Some(PassphraseProblem::Short),
            (_, 0) => Some(PassphraseProblem::Once),
            (_, _) if self.first != self.again => Some(PassphraseProblem::Different),
            (_, _) => None,
        }
    }
}

impl PassphraseProblem {
    /// The field at which it is mended.
    fn field(self) -> ItemId {
        match self {
            Self::Empty | Self::Short => ItemId::Passphrase,
            Self::Once | Self::Different => ItemId::PassphraseAgain,
        }
    }

    fn says(self) -> String {
        match self {
            Self::Empty => words::with("store-passphrase-empty", &[("n", SHORTEST_PASSPHRASE.into())]),
            Self::Short => words::with("store-passphrase-short", &[("n", SHORTEST_PASSPHRASE.into())]),
            Self::Once => words::say("store-passphrase-once").into(),
            Self::Different => words::say("store-passphrase-different").into(),
        }
    }
}

impl Wizard {
    /// Tries the stores, once, when keys are about to be asked for or saved. It gives way to any other job.
    pub(super) fn try_stores(&mut self) -> Vec<Effect> {
        let is_near = matches!(self.step, Step::Guide | Step::Login | Step::Save);
        if !is_near || self.start.tried == Tried::Yes || self.running.is_some() {
            return vec![];
        }
        self.run(Running::TryStores, Job::TryStores)
    }

    pub(super) fn stores_tried(&mut self, stores: Vec<StoreCard>) {
        self.start.stores = stores;
        self.start.tried = Tried::Yes;
    }

    pub(super) fn chose_store(&mut self, kind: StoreKind) -> Vec<Effect> {
        let Some(card) = self.start.stores.iter().find(|it| it.kind == kind) else { return vec![] };
        if let Some(trouble) = card.trouble.clone() {
            self.say(
                Tone::Warning,
                words::with("store-cannot-be-used", &[("store", in_a_sentence(kind).into())]),
                trouble,
            );
            return vec![];
        }
        if let Some(here) = self.here_mut() {
            here.store = Some(kind);
        }
        vec![]
    }

    /// Takes what was typed or pasted as the new passphrase.
    pub(super) fn passphrase_typed(&mut self, field: fn(&mut NewPassphrase) -> &mut Secret, text: &Secret) {
        if let Some(here) = self.here_mut() {
            *field(&mut here.passphrase) = text.without_line_end();
            here.passphrase.problem = None;
        }
    }

    /// Takes one that was given as a whole, and tells at once what is wrong with it.
    pub(super) fn passphrase_given(&mut self, item: &ItemId) {
        if let Some(here) = self.here_mut() {
            let problem = here.passphrase.check();
            here.passphrase.problem =
                problem.filter(|it| it.field() == *item && !matches!(it, PassphraseProblem::Once));
        }
    }

    /// Where the keys will rest: as chosen, else where they are, else where the draft says, else the first store.
    ///
    /// None where that one cannot be used: what protects less is never taken by itself.
    pub(super) fn store(&self) -> Option<&StoreCard> {
        let wanted = self.here().and_then(|it| it.store);
        let wanted = wanted.or_else(|| self.opened.as_ref().map(|it| it.connection.store));
        let stores = &self.start.stores;
        match wanted.or_else(|| self.resumed_store()) {
            Some(kind) => stores.iter().find(|it| it.kind == kind),
            None => stores.first().filter(|it| it.trouble.is_none()),
        }
    }

    /// The store that can be saved to, or a notice that says why there is none.
    pub(super) fn store_to_save_to(&self) -> Result<StoreKind, Box<Notice>> {
        let Some(card) = self.store() else {
            let says = words::say("store-none-chosen");
            let notice = Notice::new(Tone::Warning, says, words::say("store-none-chosen-remedy"));
            // The best, though it cannot be used: one key more must not choose what protects less.
            let about = self.start.stores.first().map(|it| ItemId::Store(it.kind));
            return Err(Box::new(Notice { about, ..notice }));
        };
        match &card.trouble {
            Some(trouble) => {
                let says =
                    words::with("store-cannot-be-used-nothing-saved", &[("store", in_a_sentence(card.kind).into())]);
                let notice = Notice::new(Tone::Bad, says, trouble.clone());
                Err(Box::new(Notice { about: Some(ItemId::Store(card.kind)), ..notice }))
            }
            None => Ok(card.kind),
        }
    }

    /// Says whether the chosen store wants a passphrase that is chosen now.
    fn wants_passphrase(&self) -> bool {
        self.store().is_some_and(|it| it.needs == StoreNeeds::NewPassphrase && it.trouble.is_none())
    }

    /// The new passphrase, where the chosen store wants one and it is as it should be; else shows what is wrong.
    pub(super) fn passphrase_to_save_with(&mut self) -> Result<Option<Secret>, PassphraseProblem> {
        if !self.wants_passphrase() {
            return Ok(None);
        }
        let Some(here) = self.here_mut() else { return Ok(None) };
        here.passphrase.problem = here.passphrase.check();
        here.passphrase.problem.map_or_else(|| Ok(Some(here.passphrase.first.clone())), Err)
    }

    /// A connection is in this store now, so it is set up; the passphrase was used, and is dropped.
    pub(super) fn store_was_used(&mut self, kind: StoreKind) {
        for card in self.start.stores.iter_mut().filter(|it| it.kind == kind) {
            card.needs = StoreNeeds::Nothing;
        }
        for here in self.answers.values_mut() {
            here.passphrase = NewPassphrase::default();
        }
    }

    /// A save failed: with a new passphrase, the store may be set up all the same.
    pub(super) fn try_stores_again(&mut self) -> Vec<Effect> {
        self.start.tried = Tried::No;
        self.try_stores()
    }

    /// Why nothing could be saved, where that is so: said before keys are typed.
    pub(super) fn no_store(&self) -> Option<String> {
        let trouble = |it: &StoreCard| it.trouble.clone();
        if self.is_rotating() {
            return self.store().and_then(trouble);
        }
        let stores = &self.start.stores;
        if stores.iter().any(|it| it.trouble.is_none()) { None } else { stores.first().and_then(trouble) }
    }

    /// Puts that on a screen on which keys are asked for.
    pub(super) fn warn_of_stores(&self, screen: &mut Screen) {
        if screen.notice.is_none()
            && let Some(trouble) = self.no_store()
        {
            let says = words::say("store-keys-could-not-be-saved");
            screen.notice = Some(Notice::new(Tone::Bad, says, trouble));
        }
    }

    /// The stores as choices, with what the chosen one protects from, and its passphrase where it wants one.
    pub(super) fn store_items(&self) -> Vec<Item> {
        let stores = &self.start.stores;
        let chosen = self.store();
        let mut items = vec![Item::Heading(words::say("store-heading").into())];
        items.extend(stores.iter().map(|it| {
            let is_chosen = chosen.is_some_and(|chosen| chosen.kind == it.kind);
            let note = if it.trouble.is_some() { words::say("store-unusable-now") } else { it.kind.in_short() };
            Item::Choice {
                id: ItemId::Store(it.kind),
                mark: if is_chosen { Mark::On } else { Mark::Off },
                label: it.kind.label().to_owned(),
                note: note.to_owned(),
                detail: it.trouble.as_ref().unwrap_or(&it.protection).clone(),
            }
        }));
        if self.wants_passphrase() {
            items.extend(self.passphrase_items());
        }
        // That of the chosen one is in sight whatever has the focus, and below what has to be typed.
        let text = |text: String, tone| Item::Text { text, tone };
        if let Some(card) = chosen {
            items.push(text(card.protection.clone(), Tone::Plain));
            items.extend(card.trouble.iter().map(|it| text(it.clone(), Tone::Bad)));
        } else if let Some(card) = stores.first() {
            let name = verdict::capital(&in_a_sentence(card.kind));
            items.extend(card.trouble.iter().map(|it| {
                text(words::with("store-trouble", &[("name", name.as_str().into()), ("it", it.into())]), Tone::Bad)
            }));
        }
        items
    }

    fn passphrase_items(&self) -> Vec<Item> {
        let Some(NewPassphrase { first, again, problem }) = self.here().map(|it| &it.passphrase) else { return vec![] };
        let field = |id: ItemId, label: &str, text: &Secret, on_enter| {
            let problem = problem.filter(|it| it.field() == id).map(PassphraseProblem::says);
            Item::Field(FieldItem {
                id,
                label: label.into(),
                text: FieldText::Masked { chars: text.chars(), tail: String::new() },
                example: String::new(),
                help: words::with("store-passphrase-help", &[("n", SHORTEST_PASSPHRASE.into())]),
                problem,
                doubt: None,
                on_enter,
            })
        };
        vec![
            field(ItemId::Passphrase, words::say("store-passphrase"), first, None),
            field(ItemId::PassphraseAgain, words::say("store-passphrase-again"), again, Some(Button::Next)),
            Item::Text { text: words::say("store-passphrase-lost").into(), tone: Tone::Warning },
        ]
    }

    /// What will be written, and where.
    pub(super) fn written_items(&self, name: &str) -> Vec<Item> {
        let Some(card) = self.store() else { return vec![] };
        let mut items = vec![
            Item::Heading(words::say("store-writes").into()),
            Item::Verbatim(format!("{}/connections/{name}.toml", self.start.directory)),
            Item::Heading(card.kind.holds().into()),
            Item::Verbatim(card.place.clone()),
        ];
        if self.wants_passphrase() {
            let text = words::say("store-writes-key").into();
            items.push(Item::Text { text, tone: Tone::Plain });
        }
        items
    }
}

/// A store's name in the middle of a sentence.
fn in_a_sentence(kind: StoreKind) -> String {
    match kind {
        StoreKind::EncryptedFile => words::say("store-encrypted-file").into(),
        StoreKind::Vault => kind.label().into(),
        StoreKind::Command => words::say("store-command").into(),
        StoreKind::File => words::say("store-file").into(),
        StoreKind::Keyring => words::say("store-keyring").into(),
    }
}
