//! A second key in the place of the first: made, entered, tested, compared, switched in one step; then the old one is checked.

use crate::{
    model::{
        document::Document,
        fault::Fault,
        id::FieldId,
        login::Value,
        report::Report,
        rotation::{self, Compared, OldKey},
        shown::Shown,
    },
    words,
};

use super::{
    Effect, Question, Running, Step, Wizard,
    answers::Ended,
    event::{Button, ItemId, Job, Offer},
    hint,
    screen::{Item, Mark, Screen, StepMark, Tone},
};

mod switch;

/// What is known of a rotation besides the answers.
#[derive(Debug, Default)]
pub(super) struct Rotation {
    before: Before,
    old: Option<OldKey>,
}

/// The last test of the connection, with which the new login is compared.
#[derive(Debug, Default)]
enum Before {
    /// It was not read yet.
    #[default]
    Unread,
    /// None is kept.
    None,
    /// It is here.
    Kept(Box<Document>),
    /// It cannot be read.
    Unreadable(Fault),
}

impl Wizard {
    pub(super) fn is_rotating(&self) -> bool {
        self.rotation.is_some()
    }

    /// Says whether a button means nothing in a rotation: the site and its certificate stay as they are.
    pub(super) fn is_closed(&self, button: Button) -> bool {
        self.is_rotating() && matches!(button, Button::Trust | Button::Unpin | Button::UseNewSite)
    }

    pub(super) fn marks(&self) -> Vec<StepMark> {
        let passed = |it| self.passed(it);
        if self.is_rotating() && self.step != Step::Home {
            self.step.rotation_marks(passed)
        } else {
            self.step.marks(passed)
        }
    }

    /// Begins with the opened connection, whose rotating fields are emptied.
    pub(super) fn enter_rotation(&mut self) -> Vec<Effect> {
        let rotating: Vec<FieldId> =
            self.facts().map(|it| rotation::rotating(it).map(|it| it.id.clone()).collect()).unwrap_or_default();
        if let Some(here) = self.here_mut() {
            here.values.retain(|id, _| !rotating.contains(id));
        }
        self.saved = None;
        self.rotation = Some(Rotation::default());
        self.go(Step::Guide)
    }

    pub(super) fn back_in_rotation(&mut self) -> Vec<Effect> {
        match self.step {
            Step::Login => self.go(Step::Guide),
            Step::Test => self.go(Step::Login),
            Step::Save => self.go(Step::Test),
            Step::Home
            | Step::Pull
            | Step::Psa
            | Step::Integration
            | Step::Site
            | Step::Guide
            | Step::Preview
            | Step::Done => {
                self.rotation = None;
                self.go(Step::Home)
            }
        }
    }

    pub(super) fn rotate_guide_screen(&self) -> Screen {
        let Some((facts, here)) = self.facts().zip(self.here()) else { return self.psa_screen() };
        let guide = &facts.rotate;
        let mut screen =
            self.frame(&words::with("rotate-guide-title", &[("psa", facts.name.as_str().into())]), &guide.says);
        screen.items.extend(ticks("rotate-make", &guide.make, |id| here.ticked.contains(id)));
        screen.items.push(Item::Text { text: guide.doubt.clone(), tone: Tone::Faint });
        self.warn_of_stores(&mut screen);
        screen.buttons =
            vec![hint(Button::Back, words::say("button-back")), hint(Button::Next, words::say("button-next"))];
        screen
    }

    /// What of the login stays as it is, on the login screen of a rotation.
    pub(super) fn staying_items(&self) -> Vec<Item> {
        let Some((facts, here)) = self.facts().zip(self.here()).filter(|_| self.is_rotating()) else { return vec![] };
        let line = |label: &str, value: Option<&Value>| {
            let text = match value {
                Some(Value::Plain(text)) => words::with(
                    "rotate-stays-plain",
                    &[("label", label.into()), ("value", Shown::new(text).to_string().into())],
                ),
                Some(Value::Secret(secret)) => {
                    words::with("rotate-stays-secret", &[("label", label.into()), ("n", secret.chars().into())])
                }
                None => words::with("rotate-stays-missing", &[("label", label.into())]),
            };
            Item::Text { text, tone: Tone::Plain }
        };
        let staying = facts.fields.iter().filter(|it| !it.rotates);
        let lines = staying.map(|it| line(&it.label, here.values.get(&it.id)));
        [Item::Heading(words::say("rotate-stays").into())].into_iter().chain(lines).collect()
    }

    /// Drops from a pasted note what does not rotate, and says so where it differs from what is in use.
    pub(super) fn without_what_stays(
        &self,
        understood: Vec<(FieldId, Value)>,
    ) -> (Vec<(FieldId, Value)>, Option<String>) {
        let Some((facts, here)) = self.facts().zip(self.here()).filter(|_| self.is_rotating()) else {
            return (understood, None);
        };
        let rotates = |id: &FieldId| facts.field(id).is_some_and(|it| it.rotates);
        let (taken, left): (Vec<_>, Vec<_>) = understood.into_iter().partition(|(id, _)| rotates(id));
        let others: Vec<_> = left.iter().filter(|(id, value)| here.values.get(id) != Some(value)).collect();
        let labels: Vec<_> = others.iter().filter_map(|(id, _)| facts.field(id)).map(|it| it.label.as_str()).collect();
        let says = match (labels.is_empty(), taken.is_empty() && !left.is_empty()) {
            (false, _) => Some(words::with("rotate-note-differs", &[("fields", words::all_of(&labels).into())])),
            (true, true) => Some(words::say("rotate-note-without-keys").to_owned()),
            (true, false) => None,
        };
        (taken, says)
    }

    /// Says whether an offered login is the one that the opened connection has.
    pub(super) fn is_in_use(&self, offer: &Offer) -> bool {
        let Some((opened, facts)) = self.opened.as_ref().zip(self.facts()).filter(|_| self.is_rotating()) else {
            return false;
        };
        offer.values.iter().all(|(id, text)| {
            let value = facts.field(id).map(|it| Value::of(it.kind, text));
            opened.login.values().get(id) == value.as_ref()
        })
    }

    /// Says that what was entered is in use already, where it is.
    pub(super) fn has_keys_in_use(&mut self) -> bool {
        let Some(((facts, here), opened)) =
            self.facts().zip(self.here()).zip(self.opened.as_ref()).filter(|_| self.is_rotating())
        else {
            return false;
        };
        let same = rotation::in_use(facts, &opened.login, &here.values);
        if same.is_empty() {
            return false;
        }
        let says = if same.len() == rotation::rotating(facts).count() {
            words::say("rotate-keys-in-use")
        } else {
            words::say("rotate-keys-partly-in-use")
        };
        if let Some(here) = self.here_mut() {
            here.problems = same.into_iter().map(|id| (id, words::say("rotate-in-use-now").into())).collect();
        }
        self.say(Tone::Warning, says, words::say("rotate-in-use-remedy"));
        true
    }

    /// Reads the last test of the connection, once the new login is tested.
    pub(super) fn read_before(&mut self) -> Vec<Effect> {
        let name = self.opened.as_ref().map(|it| it.connection.name.clone());
        let is_here = matches!(&self.rotation, Some(Rotation { before: Before::Kept(_) | Before::None, .. }));
        if let Some(name) = name.filter(|_| !is_here) {
            return self.run(Running::LastTest, Job::LastTest(name));
        }
        self.take_words();
        vec![]
    }

    pub(super) fn read_last_test(&mut self, last: Option<Box<Document>>) {
        if let Some(rotation) = &mut self.rotation {
            // One that never came to the rights says nothing to compare with.
            let last = last.filter(|it| !it.with_rights().rights.is_empty());
            rotation.before = last.map_or(Before::None, Before::Kept);
        }
        self.take_words();
    }

    pub(super) fn last_test_failed(&mut self, fault: &Fault) {
        if let Some(rotation) = &mut self.rotation {
            rotation.before = Before::Unreadable(fault.clone());
        }
    }

    /// What somebody confirmed by hand of this API user still holds when only its key is another.
    fn take_words(&mut self) {
        let Some(Rotation { before: Before::Kept(before), .. }) = &self.rotation else { return };
        let Some(opened) = &self.opened else { return };
        let here = self.psa.as_ref().and_then(|it| self.answers.get_mut(it));
        if let Some((tested, confirmed)) = here.and_then(|it| it.tested.as_mut().zip(Some(&mut it.confirmed))) {
            rotation::keep_words(&mut tested.report, &opened.connection, before);
            // A right that is looked up again finds its word there.
            confirmed.rights.extend(tested.report.words_by_hand());
        }
    }

    /// The new login against the last test of the old one, when both came to their end.
    fn compared(&self) -> Option<Compared> {
        let Before::Kept(before) = &self.rotation.as_ref()?.before else { return None };
        let tested = self.tested().filter(|it| it.ended == Ended::Yes)?;
        let document = self.document(&tested.report)?;
        Some(rotation::compare(before, &document))
    }

    fn document(&self, report: &Report) -> Option<Document> {
        let (facts, product) = self.facts().zip(self.product())?;
        Some(Document::of(&self.opened.as_ref()?.connection, facts, product, report, ""))
    }

    /// Asks first where sending the old key may lock the account that the new one uses, too.
    pub(super) fn ask_check_old_key(&mut self) -> Vec<Effect> {
        let is_dead = matches!(self.rotation.as_ref().and_then(|it| it.old.as_ref()), Some(OldKey::Dead { .. }));
        if self.step != Step::Done || !self.is_rotating() || self.running.is_some() || is_dead {
            return vec![];
        }
        match self.facts().and_then(|it| it.rotate.risk.clone()) {
            Some(risk) => {
                self.question = Some(Question::CheckOldKey(risk));
                vec![]
            }
            None => self.check_old_key(),
        }
    }

    pub(super) fn check_old_key(&mut self) -> Vec<Effect> {
        match self.saved.as_ref().map(|it| it.name.clone()) {
            Some(name) => self.run(Running::CheckOldKey, Job::CheckOldKey(name)),
            None => vec![],
        }
    }

    pub(super) fn checked_old_key(&mut self, found: OldKey) {
        if let Some(rotation) = &mut self.rotation {
            rotation.old = Some(found);
        }
    }
}

fn ticks<'a>(
    id: &'a str,
    steps: &'a [crate::model::guide::GuideStep],
    is_ticked: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = Item> + 'a {
    steps.iter().enumerate().map(move |(n, it)| {
        let id = format!("{id}-{}", n + 1);
        Item::Tick {
            mark: if is_ticked(&id) { Mark::On } else { Mark::Off },
            id: ItemId::Tick(id),
            menu: it.menu.clone(),
            text: it.text.clone(),
            detail: String::new(),
        }
    })
}
