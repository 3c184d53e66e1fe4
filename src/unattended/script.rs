//! What a person with these answers would do next, step by step. Each thing is done once, so that it always comes to an end.

use std::collections::BTreeSet;

use crate::{
    model::{
        address::Address,
        answers::{After, OnDoubt, OnExisting, Pull, Site},
        fault::{ExitCode, Fault},
        guide::Way,
        id::{FieldId, SiteId},
        login::Value,
        secret::Secret,
    },
    wizard::{
        Doubt, PULL_LATER, SAVE_ANYWAY, Step, Why, Wizard,
        event::{Button, Consent, Event, ItemId, Known, WayId},
        screen::{Notice, Tone},
    },
    words,
};

use super::{Heard, Playing, Stop, Until, after, stuck};

/// What is to be done.
pub(super) enum Move {
    /// This, in the place of the person.
    Do(Event),
    /// Nothing, before something is heard.
    Wait,
    /// Nothing any more.
    Stop(Stop),
}

/// One thing that is done once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Psa,
    Integration,
    Site,
    Find,
    Way,
    Field(FieldId),
    Trust,
    Agree,
    Again,
    SendAgain,
    Name,
    Store,
    Passphrase,
    PassphraseAgain,
    Anyway,
    Later,
    Replace,
    Leave(Step),
}

/// A play of one set of answers.
pub(super) struct Script<'a> {
    playing: &'a Playing,
    done: BTreeSet<Act>,
}

/// What there is to do at a step, in order; an answer that is missing is none.
type Acts = Vec<(Act, Option<Event>)>;

impl<'a> Script<'a> {
    pub(super) fn new(playing: &'a Playing) -> Self {
        Self { playing, done: BTreeSet::new() }
    }

    /// What comes next.
    pub(super) fn next(&mut self, wizard: &Wizard, heard: &Heard) -> Move {
        if wizard.is_busy() {
            return Move::Wait;
        }
        if wizard.is_asking() {
            return self.agree(wizard, heard);
        }
        let acts = match wizard.step() {
            Step::Psa => self.psa(),
            Step::Integration => self.integration(),
            Step::Site => match self.site(wizard, heard) {
                Ok(acts) => acts,
                Err(stop) => return Move::Stop(*stop),
            },
            Step::Guide => vec![(Act::Way, self.way()), leave(Step::Guide)],
            Step::Login => self.login(),
            Step::Test => match self.test(wizard) {
                Ok(acts) => acts,
                Err(stop) => return Move::Stop(*stop),
            },
            Step::Preview => vec![leave(Step::Preview)],
            Step::Save => self.save(wizard),
            Step::Done => return Move::Stop(ended(wizard, heard)),
            // It began with a new set-up, and nothing it does leads there.
            Step::Home | Step::Pull => vec![],
        };
        self.first(acts, wizard, heard)
    }

    /// The first thing that was not done yet.
    fn first(&mut self, acts: Acts, wizard: &Wizard, heard: &Heard) -> Move {
        for (act, event) in acts {
            if self.done.contains(&act) {
                continue;
            }
            return match event {
                Some(event) => {
                    self.done.insert(act);
                    Move::Do(event)
                }
                // The way has a default, and what is open is a person's where one is there.
                None if act == Act::Way => continue,
                None if self.playing.until == Until::Login => self.fill_in(),
                None => Move::Stop(stuck(wizard, heard, ExitCode::Usage)),
            };
        }
        Move::Stop(stuck(wizard, heard, code_of(wizard.step(), heard)))
    }

    /// Puts in what later steps ask for, so that the person finds it there.
    fn fill_in(&mut self) -> Move {
        let is_chosen = self.done.contains(&Act::Integration);
        let mut later: Acts = vec![(Act::Way, self.way()), (Act::Name, self.name())];
        later.extend(self.store());
        // The person is asked whether to pull, unless the answers say no.
        later.push((Act::Later, self.playing.answers.pull.and_then(|_| self.later())));
        for (act, event) in later.into_iter().filter(|_| is_chosen) {
            if let Some(event) = event
                && self.done.insert(act)
            {
                return Move::Do(event);
            }
        }
        Move::Stop(Stop::Open)
    }

    fn agree(&mut self, wizard: &Wizard, heard: &Heard) -> Move {
        let replaces = self.playing.answers.on_existing_name == Some(OnExisting::Replace);
        let act = match wizard.step() {
            Step::Test if self.done.contains(&Act::Again) && !self.done.contains(&Act::SendAgain) => Act::SendAgain,
            Step::Test if self.done.contains(&Act::Trust) => Act::Agree,
            Step::Save if replaces => Act::Replace,
            Step::Home
            | Step::Pull
            | Step::Psa
            | Step::Integration
            | Step::Site
            | Step::Guide
            | Step::Login
            | Step::Test
            | Step::Preview
            | Step::Save
            | Step::Done => return Move::Stop(stuck(wizard, heard, ExitCode::Usage)),
        };
        self.first(vec![(act, Some(press(Button::Yes)))], wizard, heard)
    }

    fn psa(&self) -> Acts {
        let psa = self.playing.answers.psa.clone();
        vec![(Act::Psa, psa.map(|it| Event::Chose(ItemId::Psa(it))))]
    }

    fn integration(&self) -> Acts {
        let integration = self.playing.answers.integration.clone();
        vec![(Act::Integration, integration.map(|it| Event::Chose(ItemId::Integration(it))))]
    }

    fn site(&self, wizard: &Wizard, heard: &Heard) -> Result<Acts, Box<Stop>> {
        let site = match &self.playing.answers.site {
            None => vec![(Act::Site, None)],
            Some(Site::Id(id)) => {
                let mut acts = self.ask_first(wizard);
                let is_asked = self.done.contains(&Act::Find) && !self.done.contains(&Act::Site);
                if let Some(found) = wizard.site().filter(|it| is_asked && it.site.as_ref() != Some(id)) {
                    return Err(Box::new(elsewhere(id, found)));
                }
                acts.push((Act::Site, Some(Event::Chose(ItemId::Site(id.clone())))));
                acts
            }
            Some(Site::Address(text)) => vec![(Act::Site, Some(typed(ItemId::Address, text)))],
            Some(Site::LookUp(_)) => {
                let by = wizard.chosen().map(|it| it.0.locate.by.clone());
                vec![(Act::Site, by.as_ref().and_then(|it| self.field(it))), (Act::Find, Some(press(Button::Find)))]
            }
        };
        let was_answered = site.iter().all(|(act, _)| self.done.contains(act));
        if was_answered && wizard.site().is_none() {
            return Err(Box::new(stuck(wizard, heard, code_of(Step::Site, heard))));
        }
        Ok(site.into_iter().chain([leave(Step::Site)]).collect())
    }

    /// Where one host knows every site, it is asked without keys before they go to the site that was named.
    fn ask_first(&self, wizard: &Wizard) -> Acts {
        let locate = wizard.chosen().map(|it| &it.0.locate);
        let Some(locate) = locate.filter(|it| it.host.is_some() && self.playing.until == Until::End) else {
            return vec![];
        };
        let field = (Act::Field(locate.by.clone()), self.field(&locate.by));
        vec![field, (Act::Find, Some(press(Button::Find)))]
    }

    fn way(&self) -> Option<Event> {
        let id = match self.playing.answers.way? {
            Way::Simple => WayId::Simple,
            Way::LeastPrivilege => WayId::LeastPrivilege,
        };
        Some(Event::Chose(ItemId::Way(id)))
    }

    fn field(&self, id: &FieldId) -> Option<Event> {
        let text = match self.playing.values.get(id)? {
            Value::Plain(text) => Secret::new(text.as_str()),
            Value::Secret(secret) => secret.clone(),
        };
        Some(Event::Typed(ItemId::Field(id.clone()), text))
    }

    fn login(&self) -> Acts {
        let fields = self.playing.values.keys().map(|it| (Act::Field(it.clone()), self.field(it)));
        let next = (Act::Leave(Step::Login), (self.playing.until == Until::End).then(|| press(Button::Next)));
        fields.chain([next]).collect()
    }

    /// Goes on from a test that is well, or about which the answers say so.
    fn test(&self, wizard: &Wizard) -> Result<Acts, Box<Stop>> {
        let offered = wizard.offered_pin();
        if offered.is_some() && offered == self.playing.answers.pin.as_deref() {
            return Ok(vec![(Act::Trust, Some(press(Button::Trust)))]);
        }
        let fault = wizard.report().and_then(|it| it.fault());
        let may_send = self.playing.consent == Consent::Given && !self.done.contains(&Act::Again);
        if may_send && fault.is_some_and(Fault::wants_consent) {
            return Ok(vec![(Act::Again, Some(press(Button::RetryAll)))]);
        }
        let doubts = wizard.doubts();
        match self.first_unanswered(&doubts) {
            None => Ok(vec![leave(Step::Test)]),
            Some(why) => Err(Box::new(Stop::NotProved {
                after: if offered.is_some() { After::Pin } else { after(why) },
                fault: fault.cloned(),
                pin: offered.map(str::to_owned),
                doubts,
            })),
        }
    }

    fn first_unanswered(&self, doubts: &[Doubt]) -> Option<Why> {
        let answers = &self.playing.answers;
        let policies = [
            (Why::Failed, answers.on_failed_test),
            (Why::Missing, answers.on_missing_rights),
            (Why::Unproven, answers.on_unproven_rights),
        ];
        let stops = |(why, policy): &(Why, Option<OnDoubt>)| {
            policy.unwrap_or_default() == OnDoubt::Stop && doubts.iter().any(|it| it.why == *why)
        };
        policies.into_iter().find(stops).map(|it| it.0)
    }

    fn name(&self) -> Option<Event> {
        self.playing.answers.name.as_ref().map(|it| typed(ItemId::Name, it.as_str()))
    }

    fn store(&self) -> Acts {
        let kind = self.playing.answers.store.map(|it| Event::Chose(ItemId::Store(it)));
        let mut acts = vec![(Act::Store, kind)];
        if let Some(passphrase) = &self.playing.passphrase {
            let typed = |item| Some(Event::Typed(item, passphrase.clone()));
            acts.push((Act::Passphrase, typed(ItemId::Passphrase)));
            acts.push((Act::PassphraseAgain, typed(ItemId::PassphraseAgain)));
        }
        acts
    }

    /// The tick that takes the pull off; it is on by itself.
    fn later(&self) -> Option<Event> {
        let tick = || Event::Chose(ItemId::Tick(PULL_LATER.to_owned()));
        (self.playing.answers.pull.unwrap_or_default() == Pull::Later).then(tick)
    }

    fn save(&self, wizard: &Wizard) -> Acts {
        let mut acts = vec![(Act::Name, self.name())];
        acts.extend(self.store());
        if !wizard.doubts().is_empty() {
            acts.push((Act::Anyway, Some(Event::Chose(ItemId::Tick(SAVE_ANYWAY.to_owned())))));
        }
        acts.extend(self.later().map(|it| (Act::Later, Some(it))));
        acts.push(leave(Step::Save));
        acts
    }
}

fn leave(step: Step) -> (Act, Option<Event>) {
    (Act::Leave(step), Some(press(Button::Next)))
}

fn press(button: Button) -> Event {
    Event::Pressed { button, on: None }
}

fn typed(item: ItemId, text: &str) -> Event {
    Event::Typed(item, Secret::new(text))
}

/// The look-up names another site than the answers: a login that is sent there is refused, and accounts lock.
fn elsewhere(named: &SiteId, found: &Address) -> Stop {
    let site = found.site.as_ref().map_or_else(|| found.origin.host().to_owned(), ToString::to_string);
    let says = words::with(
        "setup-site-elsewhere",
        &[("named", named.to_string().into()), ("site", site.into()), ("host", found.origin.host().into())],
    );
    let notice = Notice::new(Tone::Warning, says, words::say("setup-site-elsewhere-next"));
    let (notice, code) = (Some(Box::new(notice)), ExitCode::RefusedLogin);
    Stop::Stuck { step: Step::Site, notice, fault: None, code }
}

fn ended(wizard: &Wizard, heard: &Heard) -> Stop {
    match wizard.saved_at() {
        Some(at) => Stop::Saved { at: at.clone(), pull: wizard.failed_pull().cloned() },
        None => stuck(wizard, heard, ExitCode::Ours),
    }
}

/// The exit code of a step that does not go on although no job failed.
fn code_of(step: Step, heard: &Heard) -> ExitCode {
    let failed = |it: &Known| if let Known::Failed(fault) = it { Some(fault.exit_code()) } else { None };
    let known = heard.sites.iter().filter(|it| matches!(it, Known::Yes(_))).count();
    match step {
        // Several know it: the answers have to say which. None was asked: the address is none.
        Step::Site if known > 1 || heard.sites.is_empty() => ExitCode::Usage,
        Step::Site => {
            let faults: Vec<_> = heard.sites.iter().filter_map(failed).collect();
            let none_answered = faults.len() == heard.sites.len();
            faults.into_iter().next().filter(|_| none_answered).unwrap_or(ExitCode::RefusedLogin)
        }
        Step::Home
        | Step::Pull
        | Step::Psa
        | Step::Integration
        | Step::Guide
        | Step::Login
        | Step::Test
        | Step::Preview
        | Step::Save
        | Step::Done => ExitCode::Usage,
    }
}
