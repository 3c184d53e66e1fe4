//! The first two steps: which PSA, which integration.

use crate::{
    model::{catalog::Catalog, id::PsaId},
    words,
};

use super::{
    Effect, Step, Wizard,
    event::{Button, ItemId},
    hint,
    screen::{Item, Mark, Screen, Tone},
};

impl Wizard {
    pub(super) fn chose_psa(&mut self, id: PsaId) -> Vec<Effect> {
        if self.start.catalog.psa(&id).is_none() {
            return vec![];
        }
        self.answers.entry(id.clone()).or_default();
        self.psa = Some(id);
        self.go(Step::Integration)
    }

    pub(super) fn leave_psa(&mut self) -> Vec<Effect> {
        if self.psa.is_some() {
            return self.go(Step::Integration);
        }
        self.say(Tone::Warning, words::say("psa-none-chosen"), words::say("psa-choose-one"));
        vec![]
    }

    pub(super) fn chose_integration(&mut self, id: String) -> Vec<Effect> {
        let catalog = &self.start.catalog;
        let fits = catalog.integration(&id).zip(self.psa.as_ref()).and_then(|(it, psa)| it.needs(psa)).is_some();
        if fits {
            self.integration = Some(id);
            return self.go(Step::Site);
        }
        self.say(Tone::Warning, words::say("integration-says-nothing"), words::say("integration-choose-another"));
        vec![]
    }

    pub(super) fn leave_integration(&mut self) -> Vec<Effect> {
        if let Some(id) = self.integration.clone() {
            return self.chose_integration(id);
        }
        self.say(Tone::Warning, words::say("integration-none-chosen"), words::say("psa-choose-one"));
        vec![]
    }

    pub(super) fn psa_screen(&self) -> Screen {
        let items = Catalog::covers().map(|it| Item::Choice {
            id: ItemId::Psa(it.id.clone()),
            mark: if self.psa.as_ref() == Some(&it.id) { Mark::On } else { Mark::Off },
            label: it.name,
            note: String::new(),
            detail: it.needs,
        });
        let mut screen = self.frame(words::say("psa-title"), words::say("psa-lead"));
        screen.items = items.collect();
        screen.buttons = vec![hint(Button::Next, words::say("button-next"))];
        if !self.start.home.is_empty() {
            screen.buttons.insert(0, hint(Button::Back, words::say("button-back")));
        }
        if let Some(trouble) = self.no_store() {
            screen.items.push(Item::Heading(words::say("psa-before-you-begin").into()));
            screen.items.push(Item::Text { text: trouble, tone: Tone::Warning });
        }
        screen
    }

    pub(super) fn integration_screen(&self) -> Screen {
        let mut screen = self.frame(words::say("integration-title"), words::say("integration-lead"));
        let fill = |text: &str| self.facts().map_or_else(|| text.to_owned(), |facts| facts.words.fill(text));
        for it in &self.start.catalog.integrations {
            let needs = self.psa.as_ref().and_then(|psa| it.needs(psa));
            let note = match needs {
                Some(needs) => words::with("integration-rights", &[("n", needs.rights.len().into())]),
                None => words::say("integration-not-for-this-psa").to_owned(),
            };
            screen.items.push(Item::Choice {
                id: ItemId::Integration(it.id.clone()),
                mark: if self.integration.as_ref() == Some(&it.id) { Mark::On } else { Mark::Off },
                label: it.name.clone(),
                note,
                detail: fill(&it.what),
            });
            for text in [
                words::with("integration-reads", &[("what", fill(&it.reads).into())]),
                words::with("integration-writes", &[("what", fill(&it.writes).into())]),
            ] {
                screen.items.push(Item::Text { text, tone: Tone::Faint });
            }
        }
        screen.items.push(Item::Heading(String::new()));
        screen.items.push(Item::Text { text: words::say("integration-another-product").into(), tone: Tone::Faint });
        screen.buttons =
            vec![hint(Button::Back, words::say("button-back")), hint(Button::Next, words::say("button-next"))];
        screen
    }

    /// The frame of a screen: everything but its body and its buttons.
    pub(super) fn frame(&self, title: &str, lead: &str) -> Screen {
        Screen {
            name: self.step.screen(),
            connection: self.connection_label(),
            steps: self.marks(),
            title: title.to_owned(),
            lead: lead.to_owned(),
            sent_to: None,
            items: vec![],
            busy: None,
            notice: self.notice.clone(),
            buttons: vec![],
        }
    }

    /// What the header calls this connection.
    fn connection_label(&self) -> String {
        if self.step == Step::Home {
            return words::say("header-connections").into();
        }
        let name = match (&self.saved, &self.opened) {
            (Some(saved), _) => saved.name.as_str().to_owned(),
            (None, Some(opened)) => opened.connection.name.as_str().to_owned(),
            (None, None) => words::say("header-new-connection").to_owned(),
        };
        let psa = self.facts().map(|it| it.name.clone());
        let site = self.here().and_then(|it| it.site.as_ref()).map(|it| self.site_label(it));
        [Some(name), psa, site].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}
