//! The keys: typed or pasted, cleaned, doubted, never shown.

use crate::{
    model::{
        catalog::Field,
        id::FieldId,
        login::Value,
        paste::{self, Note},
        secret::Secret,
    },
    words,
};

use super::{
    Effect, Step, Wizard,
    answers::{Answers, Besides, Reveal},
    event::{Button, ItemId, Offer},
    hint,
    screen::{ButtonHint, FieldItem, FieldText, Item, Screen, ScreenName, SentTo, Tone},
};

impl Wizard {
    /// Takes what a field holds now.
    pub(super) fn typed(&mut self, item: &ItemId, text: &Secret) -> Vec<Effect> {
        match item {
            ItemId::Address => self.with_text(text, Self::address_typed),
            ItemId::Name => self.with_text(text, Self::name_typed),
            ItemId::Passphrase => self.passphrase_typed(|it| &mut it.first, text),
            ItemId::PassphraseAgain => self.passphrase_typed(|it| &mut it.again, text),
            ItemId::Unlock => self.unlocking_typed(text),
            ItemId::Field(id) => {
                self.set_plain(id, text);
                if let Some(here) = self.here_mut() {
                    here.problems.retain(|(it, _)| it != id);
                    here.cleaned.retain(|(it, _)| it != id);
                }
            }
            ItemId::Psa(_)
            | ItemId::Integration(_)
            | ItemId::Site(_)
            | ItemId::Way(_)
            | ItemId::Tick(_)
            | ItemId::Layers
            | ItemId::Check(_)
            | ItemId::Right(_)
            | ItemId::Sight(_)
            | ItemId::Excess
            | ItemId::List(_)
            | ItemId::Store(_)
            | ItemId::Connection(_)
            | ItemId::Draft(_)
            | ItemId::Button(_) => return vec![],
        }
        self.stop_look_up()
    }

    /// Says whether a note names what its values are; where a site is asked for, an address speaks for itself.
    pub fn understands(&self, note: &Secret) -> bool {
        let Some(Note { fields, address, .. }) = self.facts().map(|it| paste::note(it, note)) else { return false };
        !fields.is_empty() || address.is_some() && self.screen().name != ScreenName::Login
    }

    /// Cleans a paste. On the login screen a whole note is split into the fields it names, which are shown before use.
    pub(super) fn pasted(&mut self, item: &ItemId, text: &Secret) -> Vec<Effect> {
        if let Some(effects) = self.note_at_site(item, text) {
            return effects;
        }
        let ItemId::Field(id) = item else {
            let effects = self.typed(item, text);
            if matches!(item, ItemId::Passphrase | ItemId::PassphraseAgain) {
                self.passphrase_given(item);
            }
            return effects;
        };
        let Some(facts) = self.facts() else { return vec![] };
        let Some(kind) = facts.field(id).map(|it| it.kind) else { return vec![] };
        let Note { fields: understood, several, address, removed } = paste::note(facts, text);
        let (understood, besides) = self.without_what_stays(understood);
        if let Some(says) = besides {
            self.say(Tone::Warning, says, words::say("login-note-other-fields"));
            if understood.is_empty() {
                return vec![];
            }
        }
        let cleaned = paste::clean_secret(kind, text);
        let Some(here) = self.here_mut() else { return vec![] };
        if understood.is_empty() {
            here.problems.retain(|(it, _)| it != id);
            here.cleaned.retain(|(it, _)| it != id);
            if !cleaned.removed.is_empty() {
                here.cleaned
                    .push((id.clone(), words::with("login-removed", &[("what", cleaned.removed.join(", ").into())])));
            }
            // What is newer wins over an older note.
            here.pasted.retain(|(it, _)| it != id);
            here.values.insert(id.clone(), cleaned.value);
        } else {
            here.pasted = understood;
            here.besides = Besides { address, several, removed };
        }
        vec![]
    }

    pub(super) fn use_pasted(&mut self) -> Vec<Effect> {
        if let Some(here) = self.here_mut() {
            here.cleaned.retain(|(id, _)| here.pasted.iter().all(|(it, _)| it != id));
            here.values.extend(std::mem::take(&mut here.pasted));
            here.problems.clear();
        }
        vec![]
    }

    pub(super) fn drop_pasted(&mut self) -> Vec<Effect> {
        if let Some(here) = self.here_mut() {
            here.pasted.clear();
        }
        vec![]
    }

    pub(super) fn reveal(&mut self) -> Vec<Effect> {
        if let Some(here) = self.here_mut() {
            here.reveal = if here.reveal == Reveal::No { Reveal::Yes } else { Reveal::No };
        }
        vec![]
    }

    /// Fills in the sandbox's login, and its site when none is chosen.
    pub(super) fn fill_sandbox(&mut self) -> Vec<Effect> {
        let is_of_here = |it: &&Offer| Some(&it.psa) == self.psa.as_ref() && !self.is_in_use(it);
        let offer = self.start.offers.iter().find(is_of_here).cloned();
        let Some(offer) = offer else { return vec![] };
        for (id, value) in &offer.values {
            self.set_plain(id, value);
        }
        if let Some(here) = self.here_mut() {
            here.problems.clear();
        }
        let next =
            if self.step == Step::Site { words::say("login-look-up-asks") } else { words::say("login-test-sends") };
        self.say(Tone::Good, words::say("login-filled-in"), next);
        vec![]
    }

    /// The button for the sandbox's login, where the sandbox offers one.
    pub(super) fn sandbox_button(&self) -> Option<ButtonHint> {
        let offered = self.start.offers.iter().any(|it| Some(&it.psa) == self.psa.as_ref());
        offered.then(|| hint(Button::FillSandbox, words::say("login-fill-sandbox")))
    }

    /// Goes on when no field is blank. A login that was refused is not sent again by this.
    pub(super) fn leave_login(&mut self) -> Vec<Effect> {
        let Some((facts, here)) = self.facts().zip(self.here()) else { return vec![] };
        if here.site.is_none() {
            return self.go(Step::Site);
        }
        if !here.pasted.is_empty() {
            self.names_a_button(
                words::say("login-paste-not-used"),
                words::say("login-paste-not-used-remedy"),
                words::say("login-paste-not-used-in-lines"),
            );
            return vec![];
        }
        let blank = |it: &&Field| here.values.get(&it.id).is_none_or(Value::is_empty);
        let problems: Vec<(FieldId, String)> = facts
            .fields
            .iter()
            .filter(blank)
            .map(|it| (it.id.clone(), words::with("login-empty", &[("example", it.example.as_str().into())])))
            .collect();
        let n = problems.len();
        if let Some(here) = self.here_mut() {
            here.problems = problems;
        }
        if n > 0 {
            let says = words::with("login-fields-empty", &[("n", n.into())]);
            self.say(Tone::Warning, says, words::say("login-fields-empty-remedy"));
            return vec![];
        }
        if self.has_keys_in_use() || self.holds_up_swapped() {
            return vec![];
        }
        self.enter_test()
    }

    pub(super) fn login_screen(&self) -> Screen {
        let Some((facts, here)) = self.facts().zip(self.here()) else { return self.psa_screen() };
        let title = if self.is_rotating() { words::say("login-title-second-key") } else { words::say("login-title") };
        let mut screen = self.frame(title, words::say("login-lead"));
        screen.sent_to = here.site.as_ref().map(|site| {
            let origin = [("origin", site.origin.to_string().into())];
            SentTo { says: words::with("login-sent-to", &origin), short: words::with("login-sent-to-short", &origin) }
        });
        let fields = facts.fields.iter().filter(|it| it.rotates || !self.is_rotating());
        screen.items.extend(fields.map(|field| Item::Field(self.login_field(field, here))));
        screen.items.extend(self.staying_items());
        if !here.pasted.is_empty() {
            screen.items.push(Item::Heading(words::say("login-understood").into()));
            for (id, value) in &here.pasted {
                let label = facts.field(id).map(|it| it.label.clone()).unwrap_or_default();
                let text = match value {
                    Value::Plain(text) => words::with(
                        "login-understood-plain",
                        &[("label", label.into()), ("value", crate::model::shown::Shown::new(text).to_string().into())],
                    ),
                    Value::Secret(secret) => {
                        let values = [("label", label.into()), ("n", secret.chars().into())];
                        let says = words::with("login-understood-secret", &values);
                        if here.reveal == Reveal::Yes { format!("{says}, {}", end_of(secret)) } else { says }
                    }
                };
                screen.items.push(Item::Text { text, tone: Tone::Plain });
            }
            self.push_besides(&mut screen);
        }
        self.warn_of_stores(&mut screen);
        screen.buttons = vec![hint(Button::Back, words::say("button-back"))];
        if !here.pasted.is_empty() {
            screen.buttons.push(hint(Button::UsePasted, words::say("login-use-pasted")));
            screen.buttons.push(hint(Button::DropPasted, words::say("login-drop-pasted")));
        }
        screen.buttons.extend(self.swap_button());
        screen.buttons.extend(self.sandbox_button());
        let reveal =
            if here.reveal == Reveal::No { words::say("login-show-ends") } else { words::say("login-hide-ends") };
        screen.buttons.push(hint(Button::Reveal, reveal));
        screen.buttons.push(hint(Button::Next, words::say("login-test")));
        screen
    }

    fn login_field(&self, field: &Field, here: &Answers) -> FieldItem {
        let text = match here.values.get(&field.id) {
            Some(Value::Plain(text)) => FieldText::Plain(text.clone()),
            Some(Value::Secret(secret)) => FieldText::Masked {
                chars: secret.chars(),
                tail: if here.reveal == Reveal::Yes { secret.last4() } else { String::new() },
            },
            None => match field.kind {
                crate::model::catalog::FieldKind::Plain => FieldText::Plain(String::new()),
                crate::model::catalog::FieldKind::Secret => FieldText::Masked { chars: 0, tail: String::new() },
            },
        };
        let blank = here.values.get(&field.id).is_none_or(Value::is_empty);
        let mut doubts = self.facts().map(|facts| paste::doubts(facts, field, &here.values)).unwrap_or_default();
        if blank {
            doubts.clear();
        }
        doubts.extend(here.cleaned.iter().filter(|(id, _)| *id == field.id).map(|(_, says)| says.clone()));
        FieldItem {
            id: ItemId::Field(field.id.clone()),
            label: field.label.clone(),
            text,
            example: field.example.clone(),
            help: field.help.clone(),
            problem: here.problem(&field.id),
            doubt: (!doubts.is_empty()).then(|| doubts.join(" ")),
            on_enter: None,
        }
    }

    /// Lends the text of a field that holds no secret to a method of ours.
    fn with_text(&mut self, text: &Secret, take: fn(&mut Self, &str)) {
        let plain = Value::of(crate::model::catalog::FieldKind::Plain, text);
        if let Value::Plain(plain) = plain {
            take(self, &plain);
        }
    }
}

fn end_of(secret: &Secret) -> String {
    let tail = secret.last4();
    if tail.is_empty() {
        words::say("login-end-too-short").into()
    } else {
        words::with("login-end", &[("tail", tail.into())])
    }
}
