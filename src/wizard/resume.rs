//! Set-ups that were cut off: how they are offered, and how one is taken up again.

use crate::{
    model::{
        address::Address,
        catalog::Catalog,
        draft::{Draft, DraftId, DraftSite, Reached, SiteBy},
        fault::{ExitCode, Fault},
        id::PsaId,
        login::Value,
        saved::Name,
        shown::Shown,
        store_kind::StoreKind,
    },
    words,
};

use super::{
    Answers, Effect, Intent, Question, Step, Wizard,
    event::{Button, ItemId},
    hint,
    screen::{Item, Notice, Screen, ScreenName, Tone},
};

mod keep;

/// What the wizard is told of drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafts {
    /// What the drafts of this run are called.
    pub run: DraftId,
    /// Those that were cut off, in the order in which they are offered.
    pub offered: Vec<Offered>,
    /// Why another cannot be read, if one cannot.
    pub unreadable: Option<Fault>,
}

/// A draft that was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its name.
    pub id: DraftId,
    /// The answers.
    pub draft: Draft,
    /// How long ago it was kept: `3 minutes ago`.
    pub ago: String,
}

/// What is kept, and where.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// The run's name; `None` when nothing is kept.
    run: Option<DraftId>,
    /// Set-ups of this run so far.
    count: u32,
    /// Where the answers go now.
    id: Option<DraftId>,
    /// What was kept last.
    last: Option<Draft>,
    /// The field that is being typed into.
    field: Option<ItemId>,
    offered: Vec<Offered>,
    shows: Shows,
    /// What a draft that was taken up had beyond the answers.
    store: Option<StoreKind>,
    edits: Option<Name>,
    /// What is still to be said, once nothing else is.
    unsaid: Option<Notice>,
}

/// Whether the offer is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shows {
    Offer,
    #[default]
    Steps,
}

impl From<Reached> for Step {
    fn from(reached: Reached) -> Self {
        match reached {
            Reached::Psa => Self::Psa,
            Reached::Integration => Self::Integration,
            Reached::Site => Self::Site,
            Reached::Guide => Self::Guide,
            Reached::Login => Self::Login,
            Reached::Test => Self::Test,
            Reached::Preview => Self::Preview,
            Reached::Save => Self::Save,
        }
    }
}

/// Where a draft stands: `step 5 of 9 (Login)`.
pub fn stands(draft: &Draft) -> String {
    let step = Step::from(draft.step);
    let n = Step::ALL.iter().take_while(|it| **it <= step).count();
    words::with("drafts-step", &[("n", n.into()), ("of", (Step::ALL.len()).into()), ("label", step.label().into())])
}

/// What a draft is about: `ConnectWise PSA for Sync 365, acme`.
pub fn about(catalog: &Catalog, draft: &Draft) -> String {
    let facts = catalog.psa(&draft.psa);
    let mut text = facts.map_or_else(|| draft.psa.0.clone(), |it| it.name.clone());
    if let Some(id) = &draft.integration {
        let product = catalog.integration(id).map_or(id, |it| &it.name);
        text = words::with("drafts-for", &[("psa", text.into()), ("product", product.into())]);
    }
    if let Some(who) = who(catalog, draft) {
        text.push_str(", ");
        text.push_str(who);
    }
    Shown::new(&text).to_string()
}

/// What tells a draft from the others: its name, else whom its site was found by.
fn who<'a>(catalog: &Catalog, draft: &'a Draft) -> Option<&'a str> {
    let found_by = || catalog.psa(&draft.psa).map(|it| draft.plain.get(&it.locate.by));
    draft.name.as_ref().map(Name::as_str).or_else(found_by).filter(|it| !it.is_empty())
}

impl Wizard {
    /// Keeps drafts from now on, and offers those that were cut off.
    #[must_use]
    pub fn keeping(mut self, drafts: Drafts) -> Self {
        let Drafts { run, offered, unreadable } = drafts;
        let shows = if offered.is_empty() { Shows::Steps } else { Shows::Offer };
        if let Some(fault) = unreadable {
            let says = words::with("drafts-unreadable", &[("fault", fault.to_string().into())]);
            self.notice = Some(Notice::new(Tone::Warning, says, fault.remedy()));
        }
        self.resume = Keeping { id: Some(run.clone()), run: Some(run), offered, shows, ..Keeping::default() };
        self
    }

    /// The store of the draft that was taken up.
    pub(super) fn resumed_store(&self) -> Option<StoreKind> {
        self.resume.store
    }

    /// Says whether the offer is on the screen.
    pub(super) fn is_offering(&self) -> bool {
        self.resume.shows == Shows::Offer && !self.resume.offered.is_empty() && self.psa.is_none()
    }

    /// What a button does while the offer is on the screen.
    pub(super) fn pressed_on_the_offer(&mut self, button: Button, on: Option<&ItemId>) -> Vec<Effect> {
        match button {
            Button::Next => self.with_offered(on, |wizard, it| wizard.take_up(&it.id)),
            Button::Remove => self.with_offered(on, |wizard, it| {
                let what = about(&wizard.start.catalog, &it.draft);
                wizard.question = Some(Question::ThrowAway { draft: it.id, what });
                vec![]
            }),
            Button::New => {
                self.resume.shows = Shows::Steps;
                self.new_connection()
            }
            Button::Back if !self.start.home.is_empty() => {
                self.resume.shows = Shows::Steps;
                self.go(Step::Home)
            }
            // Asked for on the command line, before anything was on the screen.
            Button::Rotate => {
                self.resume.shows = Shows::Steps;
                self.open_under(on, Intent::Rotate)
            }
            Button::Quit => self.leave(ExitCode::Fine),
            Button::Back => self.back(),
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
            | Button::Test
            | Button::Pull
            | Button::FromPsa
            | Button::Edit
            | Button::CheckOldKey
            | Button::Yes
            | Button::No => vec![],
        }
    }

    /// Does something with the draft under the focus; with the only one, whatever has the focus.
    fn with_offered(
        &mut self,
        on: Option<&ItemId>,
        act: impl FnOnce(&mut Self, Offered) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let offered = match (on, self.resume.offered.as_slice()) {
            (Some(ItemId::Draft(id)), offered) => offered.iter().find(|it| it.id == *id),
            (_, [one]) => Some(one),
            (_, _) => None,
        };
        if let Some(it) = offered.cloned() {
            return act(self, it);
        }
        self.say(Tone::Plain, words::say("drafts-no-focus"), words::say("drafts-move-first"));
        vec![]
    }

    /// Removes a draft, after a yes.
    pub(super) fn throw_away(&mut self, id: DraftId) -> Vec<Effect> {
        self.resume.offered.retain(|it| it.id != id);
        self.say(Tone::Good, words::say("drafts-thrown-away"), words::say("drafts-nothing-else-changed"));
        vec![Effect::DropDraft(id)]
    }

    /// Goes on where a draft was cut off. Nothing is tested or sent by this.
    pub(super) fn take_up(&mut self, id: &DraftId) -> Vec<Effect> {
        let Some(at) = self.resume.offered.iter().position(|it| it.id == *id) else { return vec![] };
        let Offered { id, draft, .. } = self.resume.offered.remove(at);
        let effects = self.new_connection();
        self.resume.shows = Shows::Steps;
        (self.resume.id, self.resume.store, self.resume.edits) = (Some(id), draft.store, draft.edits.clone());
        let (step, gap) = self.way_into(&draft);
        self.step = step;
        if self.start.catalog.psa(&draft.psa).is_some() {
            self.psa = Some(draft.psa.clone());
            let kept = draft.integration.clone().filter(|it| self.fits(it, &draft.psa));
            self.integration = kept.or(self.integration.take());
            self.restore(&draft);
        }
        let changed = self.moved_since(&draft);
        match gap.or(changed) {
            Some(gap) => self.say(Tone::Warning, gap, words::say("drafts-other-answers")),
            None if step == Step::Login => {
                self.say(Tone::Plain, words::say("drafts-keys-not-kept"), words::say("drafts-nothing-sent"));
            }
            None => self.say(Tone::Plain, words::say("drafts-answers-kept"), words::say("drafts-go-on-here")),
        }
        effects
    }

    fn restore(&mut self, draft: &Draft) {
        let address = draft.site.as_ref().and_then(|it| self.site_of(it));
        let Some(here) = self.here_mut() else { return };
        *here = Answers::default();
        here.values = draft.plain.iter().map(|(id, text)| (id.clone(), Value::Plain(text.to_owned()))).collect();
        here.way = draft.way;
        here.ticked.clone_from(&draft.ticked);
        here.name = draft.name.as_ref().map(|it| it.as_str().to_owned());
        here.store = draft.store;
        if let (Some(address), Some(site)) = (address, &draft.site) {
            // A pin belongs to the place where it was confirmed.
            here.pin = draft.pin.clone().filter(|_| address.origin == site.origin);
            if site.by == SiteBy::Address {
                here.address = address.origin.to_string();
            }
            here.site = Some(address);
        }
    }

    /// The site of a draft as the catalogue knows it now.
    fn site_of(&self, kept: &DraftSite) -> Option<Address> {
        let Some(id) = &kept.site else { return Some(self.address_of(kept.origin.clone())) };
        let site = self.facts()?.site(id)?;
        let notes = site.note.iter().cloned().collect();
        Some(Address { origin: site.origin.clone(), site: Some(id.clone()), notes, warning: None })
    }

    /// The step at which a draft goes on, and why it does not go on where it was.
    fn way_into(&self, draft: &Draft) -> (Step, Option<String>) {
        let Some(facts) = self.start.catalog.psa(&draft.psa) else {
            let says = words::with("drafts-psa-unknown", &[("psa", Shown::new(&draft.psa.0).to_string().into())]);
            return (Step::Psa, Some(says));
        };
        if let Some(id) = draft.integration.as_ref().filter(|it| !self.fits(it, &draft.psa)) {
            let says = words::with("drafts-integration-unknown", &[("integration", Shown::new(id).to_string().into())]);
            return (Step::Integration, Some(says));
        }
        if draft.integration.is_none() {
            return (Step::from(draft.step).min(Step::Integration), None);
        }
        let gone = draft.site.as_ref().and_then(|it| it.site.as_ref()).filter(|it| facts.site(it).is_none());
        if let Some(id) = gone {
            let says = words::with(
                "drafts-site-unknown",
                &[("site-word", facts.words.site.as_str().into()), ("site", Shown::new(&id.0).to_string().into())],
            );
            return (Step::Site, Some(says));
        }
        let last = if draft.site.is_some() { Step::Login } else { Step::Site };
        (Step::from(draft.step).min(last), None)
    }

    /// Says that the site of a draft answers elsewhere now, so that its pin is not used any more.
    fn moved_since(&self, draft: &Draft) -> Option<String> {
        let pinned = draft.pin.is_some() && self.here().is_some_and(|it| it.site.is_some() && it.pin.is_none());
        pinned.then(|| words::say("drafts-pin-elsewhere").to_owned())
    }

    fn fits(&self, integration: &str, psa: &PsaId) -> bool {
        self.start.catalog.integration(integration).is_some_and(|it| it.needs(psa).is_some())
    }

    /// One of several: the cells tell them apart, the detail says all.
    fn offered_item(&self, Offered { id, draft, ago }: &Offered) -> Item {
        let catalog = &self.start.catalog;
        let psa = catalog.psa(&draft.psa).map_or(draft.psa.0.as_str(), |it| &it.name);
        let step = Step::from(draft.step).label();
        let all = || {
            words::with(
                "drafts-cut-off-at",
                &[("step", stands(draft).into()), ("ago", ago.into()), ("what", about(catalog, draft).into())],
            )
        };
        Item::Connection {
            id: ItemId::Draft(id.clone()),
            cells: [who(catalog, draft).unwrap_or(words::say("drafts-no-name")), psa, step, ago]
                .map(Shown::new)
                .to_vec(),
            detail: self.way_into(draft).1.unwrap_or_else(all),
        }
    }

    pub(super) fn offer_screen(&self) -> Screen {
        let catalog = &self.start.catalog;
        let lead = words::say("drafts-lead");
        let mut screen = self.frame(words::say("drafts-title"), lead);
        (screen.name, screen.steps) = (ScreenName::Drafts, vec![]);
        words::say("drafts-cut-off").clone_into(&mut screen.connection);
        if let [Offered { draft, ago, .. }] = self.resume.offered.as_slice() {
            let text = words::with(
                "drafts-cut-off-at",
                &[("step", stands(draft).into()), ("ago", ago.into()), ("what", about(catalog, draft).into())],
            );
            screen.items.push(Item::Text { text, tone: Tone::Plain });
            let gap = self.way_into(draft).1;
            screen.items.extend(gap.map(|text| Item::Text { text, tone: Tone::Warning }));
        } else {
            words::say("drafts-title-several").clone_into(&mut screen.title);
            screen.items.extend(self.resume.offered.iter().map(|it| self.offered_item(it)));
        }
        screen.buttons = vec![
            hint(Button::Next, words::say("drafts-resume")),
            hint(Button::New, words::say("drafts-start-anew")),
            hint(Button::Remove, words::say("drafts-throw-away")),
        ];
        if !self.start.home.is_empty() {
            screen.buttons.push(hint(Button::Back, words::say("pull-your-connections")));
        }
        screen
    }
}
