//! Saving: name, place and protection are said before anything is written.

use crate::{
    model::{
        fault::Fault,
        login::Login,
        report::Report,
        right::Proof,
        saved::{Name, Replace, SavedAt, ToSave},
    },
    words,
};

use super::{
    Effect, Question, Running, Step, Wizard,
    answers::{Ended, PassphraseProblem},
    event::{Button, Consent, ItemId, Job},
    hint, matrix, pin,
    screen::{FieldItem, FieldText, Item, Mark, Notice, Screen, Tone},
    verdict,
};

/// The tick that says "save it although it is not proved".
pub const ANYWAY: &str = "save-anyway";

/// Why a connection is not proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Of which kind it is.
    pub why: Why,
    /// A sentence.
    pub says: String,
}

/// Of which kind a doubt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The test did not come to the rights, or never to its end.
    Failed,
    /// A right is missing, or rows are hidden.
    Missing,
    /// A right that can be shown could not be checked.
    Unproven,
}

impl Wizard {
    pub(super) fn name_typed(&mut self, text: &str) {
        let shown = crate::model::shown::Shown::new(text);
        if let Some(here) = self.here_mut() {
            here.name = Some(shown.as_str().to_owned());
        }
    }

    /// The name as typed, or one made from the login.
    pub(super) fn name_text(&self) -> String {
        if let Some(typed) = self.here().and_then(|it| it.name.clone()) {
            return typed;
        }
        if let Some(name) =
            self.start.name.clone().or_else(|| self.opened.as_ref().map(|it| it.connection.name.as_str().to_owned()))
        {
            return name;
        }
        let Some((facts, here)) = self.facts().zip(self.here()) else { return String::new() };
        Name::suggested(&facts.id, here.plain(&facts.locate.by))
    }

    /// Saves, after the person said what has to be said.
    pub(super) fn save(&mut self) -> Vec<Effect> {
        let name = match Name::new(&self.name_text()) {
            Ok(name) => name,
            Err(says) => {
                self.say(Tone::Warning, words::say("save-name-unusable"), says);
                return vec![];
            }
        };
        if self.step != Step::Save || self.runs(&Running::Save) {
            return vec![];
        }
        let store = match self.store_to_save_to() {
            Ok(store) => store,
            Err(notice) => {
                self.notice = Some(*notice);
                return vec![];
            }
        };
        if let Err(problem) = self.passphrase_to_save_with() {
            let remedy = match problem {
                PassphraseProblem::Different => words::say("save-passphrase-differs-remedy"),
                PassphraseProblem::Empty | PassphraseProblem::Short | PassphraseProblem::Once => {
                    words::say("save-passphrase-remedy")
                }
            };
            self.say(Tone::Warning, words::say("save-nothing-saved"), remedy);
            return vec![];
        }
        // What was announced is what is done, whatever becomes of the stores meanwhile.
        if let Some(here) = self.here_mut() {
            here.store = Some(store);
        }
        let reasons = self.reservations();
        if !reasons.is_empty() && !self.here().is_some_and(|it| it.ticked.contains(ANYWAY)) {
            let remedy = words::say("save-anyway-remedy");
            let notice = Notice::new(Tone::Warning, words::say("save-nothing-saved"), remedy);
            self.notice = Some(Notice { about: Some(ItemId::Tick(ANYWAY.into())), ..notice });
            return vec![];
        }
        let same = self
            .opened
            .as_ref()
            .is_some_and(|it| it.connection.name == name && Some(&it.connection.psa) == self.psa.as_ref());
        let saved_now = self.saved_names.contains(&name);
        let taken = saved_now || self.start.home.iter().any(|it| it.name() == name.as_str());
        if taken && !same {
            self.question = Some(Question::Replace);
            return vec![];
        }
        self.start_save(name, if same { Replace::Yes } else { Replace::No })
    }

    pub(super) fn replace(&mut self) -> Vec<Effect> {
        match Name::new(&self.name_text()) {
            Ok(name) => self.start_save(name, Replace::Yes),
            Err(_) => vec![],
        }
    }

    fn start_save(&mut self, name: Name, replace: Replace) -> Vec<Effect> {
        let Some((login, integration)) = self.complete_login().zip(self.integration.clone()) else { return vec![] };
        let report = self.tested().filter(|it| it.ended == Ended::Yes).map(|it| it.report.clone());
        let counts = self.counts();
        let (Ok(store), Ok(passphrase)) = (self.store_to_save_to(), self.passphrase_to_save_with()) else {
            return vec![];
        };
        let keys_since = self.keys_since(&login);
        let to_save = ToSave { name, integration, login, report, counts, replace, store, passphrase, keys_since };
        self.run(Running::Save, Job::Save(Box::new(to_save)))
    }

    /// Since when these are the keys of the connection that was opened; `None` when they are new.
    fn keys_since(&self, login: &Login) -> Option<String> {
        let opened = self.opened.as_ref().filter(|it| it.login.values() == login.values())?;
        Some(opened.connection.keys_since.clone().unwrap_or_else(|| opened.connection.saved_at.clone()))
    }

    /// Why this connection is not proved, each a sentence; empty when it is.
    pub(super) fn reservations(&self) -> Vec<String> {
        self.doubts().into_iter().map(|it| it.says).collect()
    }

    /// Why this connection is not proved; empty when it is.
    pub fn doubts(&self) -> Vec<Doubt> {
        let Some(tested) = self.tested().filter(|it| it.ended == Ended::Yes) else {
            let says = words::say("save-not-tested").into();
            return vec![Doubt { why: Why::Failed, says }];
        };
        if let Some(fault) = tested.report.fault() {
            let says = words::with("save-does-not-work", &[("fault", fault.to_string().into())]);
            return vec![Doubt { why: Why::Failed, says }];
        }
        self.missing(&tested.report)
    }

    fn missing(&self, report: &Report) -> Vec<Doubt> {
        let Some((facts, needs)) = self.facts().zip(self.needs()) else { return vec![] };
        let mut doubts = vec![];
        let mut doubt = |why, says| doubts.push(Doubt { why, says });
        for right in needs.rights.iter().filter(|it| it.optional.is_none()) {
            let finding = report.rights.iter().find(|it| it.right == right.function);
            let name =
                facts.function(&right.function).map(|it| format!("{} / {}", it.module, it.name)).unwrap_or_default();
            let shows = facts.function(&right.function).is_some_and(|it| it.proof.can_be_shown());
            let confirmed = finding.is_some_and(|it| it.confirmed.is_some());
            match finding.map(|it| &it.proof) {
                Some(Proof::Missing) => {
                    let values = [("name", name.into()), ("why", right.why.as_str().into())];
                    doubt(Why::Missing, words::with("save-right-missing", &values));
                }
                Some(Proof::Partial) => {
                    let values = [("name", name.into()), ("why", right.why.as_str().into())];
                    doubt(Why::Missing, words::with("save-right-partial", &values));
                }
                None => {
                    let values = [("name", name.into()), ("why", right.why.as_str().into())];
                    doubt(Why::Unproven, words::with("save-right-not-looked-up", &values));
                }
                Some(Proof::Unproven { because }) if shows && !confirmed => {
                    let values = [("name", name.into()), ("because", because.into())];
                    doubt(Why::Unproven, words::with("save-right-unproven", &values));
                }
                Some(Proof::Granted | Proof::Unproven { .. }) => {}
            }
        }
        for hidden in report.sights.iter().filter(|it| matrix::lacks(needs, it)) {
            let values = [("seen", matrix::seen(hidden).into()), ("rows", verdict::capital(&hidden.looks_for).into())];
            doubt(Why::Missing, words::with("save-rows-hidden", &values));
        }
        doubts
    }

    /// Says why. The store stays the chosen one: what protects less is never taken by itself.
    pub(super) fn save_failed(&mut self, fault: &Fault) -> Vec<Effect> {
        let says = verdict::sentence(&words::with("save-failed", &[("fault", fault.to_string().into())]));
        self.notice = Some(Notice { says, ..verdict::of_fault(self.facts(), fault) });
        self.try_stores_again()
    }

    pub(super) fn saved(&mut self, at: SavedAt) -> Vec<Effect> {
        self.saved_names.insert(at.name.clone());
        self.store_was_used(at.store);
        self.saved = Some(at);
        self.pulling = None;
        let mut effects = self.go(Step::Done);
        if !self.is_rotating() && self.wants_pull() {
            effects.extend(self.start_pull(Consent::No));
        }
        effects
    }

    pub(super) fn save_screen(&self) -> Screen {
        let Some((facts, product)) = self.facts().zip(self.product()) else { return self.psa_screen() };
        let mut screen = self.frame(words::say("save-title"), words::say("save-lead"));
        screen.items.push(Item::Field(FieldItem {
            id: ItemId::Name,
            label: words::say("save-name").into(),
            text: FieldText::Plain(self.name_text()),
            example: "acme".into(),
            help: words::say("save-name-help").into(),
            problem: Name::new(&self.name_text()).err(),
            doubt: None,
            on_enter: Some(Button::Next),
        }));
        screen.items.extend(self.store_items());
        let reasons = self.reservations();
        if !reasons.is_empty() {
            screen.items.push(Item::Heading(words::say("save-before-you-save").into()));
            screen.items.extend(reasons.into_iter().map(|text| Item::Text { text, tone: Tone::Warning }));
            let ticked = self.here().is_some_and(|it| it.ticked.contains(ANYWAY));
            screen.items.push(Item::Tick {
                id: ItemId::Tick(ANYWAY.into()),
                mark: if ticked { Mark::On } else { Mark::Off },
                menu: None,
                text: words::say("save-anyway").into(),
                detail: String::new(),
            });
        }
        screen.items.extend(self.pull_item());
        screen.items.extend(self.written_items(&self.name_text()));
        let proved = self.tested().zip(self.needs());
        let proved = proved
            .map_or_else(|| words::say("save-untested").to_owned(), |(it, needs)| verdict::count(needs, &it.report));
        let text = words::with(
            "save-what",
            &[
                ("psa", facts.name.as_str().into()),
                ("product", product.name.as_str().into()),
                ("proved", proved.into()),
            ],
        );
        screen.items.push(Item::Text { text, tone: Tone::Plain });
        screen.items.extend(self.pin_item());
        if self.runs(&Running::Save) {
            screen.busy = Some(words::say("save-saving").into());
        }
        screen.buttons = vec![hint(Button::Back, words::say("button-back"))];
        if self.here().is_some_and(|it| it.pin.is_some()) && !self.runs(&Running::Save) {
            screen.buttons.push(hint(Button::Unpin, words::say("save-forget-pin")));
        }
        screen.buttons.push(hint(Button::Next, words::say("save-button")));
        screen
    }
}

impl Wizard {
    /// Says which certificate is trusted, where one is.
    pub(super) fn pin_item(&self) -> Option<Item> {
        let pin = self.here()?.pin.as_ref()?;
        Some(Item::Text { text: pin::says(pin), tone: Tone::Plain })
    }
}
