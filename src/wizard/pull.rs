//! A pull of the connection that was saved or opened: whether, when, how far, stopped, and what it came to.
//!
//! ```text
//! Save (ticked) ─▶ Done ┐
//!                       ├─▶ runs ─▶ done │ failed ─▶ Retry │ stopped ─▶ Go on
//! Home ─▶ open ─▶ Pull  ┘
//! ```

use crate::{
    model::{
        fault::Fault,
        mirror::{Kept, Pulled, Scope},
        saved::Name,
    },
    words,
};

use super::{
    Effect, Intent, Question, Running, Step, Wizard,
    event::{Button, Consent, ItemId, Job, PullNews, ToPull},
    hint,
    screen::{ButtonHint, Item, Mark, Notice, Screen, Tone},
    verdict,
};

mod rows;

pub(super) use rows::worth_a_look;

/// The tick that says "pull it now". It is on unless somebody takes it off, so what is kept is that it was.
pub const LATER: &str = "pull-later";

/// A pull of this run.
#[derive(Debug)]
pub(super) struct Pulling {
    name: Name,
    news: Option<PullNews>,
    /// What to know besides.
    notes: Vec<String>,
    end: End,
}

/// What a pull came to.
#[derive(Debug)]
enum End {
    /// It runs; when it does not, it was stopped.
    Open,
    /// It came to its end.
    Done(Box<Pulled>),
    /// It did not.
    Failed(Fault),
}

/// How a pull stands.
enum Stands<'a> {
    Running,
    Stopped,
    Done(&'a Pulled),
    Failed(&'a Fault),
}

impl Wizard {
    /// Whether the lists are pulled once the connection is saved. Without a login that got in, that is not asked.
    pub(super) fn wants_pull(&self) -> bool {
        self.works() && !self.here().is_some_and(|it| it.ticked.contains(LATER))
    }

    /// The choice whether to pull now, where there is one.
    pub(super) fn pull_item(&self) -> Option<Item> {
        let detail = words::say("pull-later-why");
        self.works().then(|| Item::Tick {
            id: ItemId::Tick(LATER.into()),
            mark: if self.wants_pull() { Mark::On } else { Mark::Off },
            menu: None,
            text: words::say("pull-later").into(),
            detail: detail.into(),
        })
    }

    /// Goes to the pull of the opened connection and starts it.
    pub(super) fn enter_pull(&mut self) -> Vec<Effect> {
        self.saved = None;
        let mut effects = self.go(Step::Pull);
        effects.extend(self.start_pull(Consent::No));
        effects
    }

    /// Pulls the connection under the focus; where one is pulled already, pulls it once more or goes on.
    pub(super) fn pull(&mut self, on: Option<&ItemId>) -> Vec<Effect> {
        match self.step {
            Step::Home => self.open_under(on, Intent::Pull),
            Step::Pull | Step::Done if self.is_rotating() || self.runs(&Running::Pull) => vec![],
            Step::Pull | Step::Done if self.is_refused() => {
                self.question = Some(Question::SendAgain);
                vec![]
            }
            Step::Pull | Step::Done => self.start_pull(Consent::No),
            Step::Psa
            | Step::Integration
            | Step::Site
            | Step::Guide
            | Step::Login
            | Step::Test
            | Step::Preview
            | Step::Save => vec![],
        }
    }

    /// Starts it: what changed, or all, as the mirror decides; without whole records.
    pub(super) fn start_pull(&mut self, consent: Consent) -> Vec<Effect> {
        let saved = self.saved.as_ref().map(|it| it.name.clone());
        let name = saved.or_else(|| self.opened.as_ref().map(|it| it.connection.name.clone()));
        let Some(((login, integration), name)) = self.complete_login().zip(self.integration.clone()).zip(name) else {
            return vec![];
        };
        self.pulling = Some(Pulling { name: name.clone(), news: None, notes: vec![], end: End::Open });
        self.mirrors.changed();
        if let Some(here) = self.here_mut() {
            let earlier = here.refused.take().filter(|it| it.login == login.clone().pinned(None));
            here.refused_before = earlier.map_or(0, |it| it.times);
        }
        let (scope, kept) = (Scope::default(), Kept::default());
        let to_pull = ToPull { name, integration, login, consent, scope, kept, lists: None, page: None };
        self.run(Running::Pull, Job::Pull(Box::new(to_pull)))
    }

    pub(super) fn pull_has_news(&mut self, news: PullNews) {
        if let Some(pulling) = &mut self.pulling {
            pulling.news = Some(news);
        }
    }

    pub(super) fn pull_notes(&mut self, note: String) {
        if let Some(pulling) = self.pulling.as_mut().filter(|it| !it.notes.contains(&note)) {
            pulling.notes.push(note);
        }
    }

    /// It came to its end.
    pub(super) fn pulled(&mut self, pulled: Box<Pulled>) {
        if let Some(pulling) = &mut self.pulling {
            pulling.end = End::Done(pulled);
        }
    }

    /// It did not; the connection stays saved, and what was read stays in the mirror.
    pub(super) fn pull_failed(&mut self, fault: &Fault) {
        if let Some(pulling) = &mut self.pulling {
            pulling.end = End::Failed(fault.clone());
        }
    }

    /// Says so, whatever it was stopped by.
    pub(super) fn pull_was_stopped(&mut self) {
        if let Some(name) = self.pulling.as_ref().map(|it| it.name.as_str().to_owned()) {
            let says = words::with("pull-was-stopped", &[("name", name.into())]);
            self.say(Tone::Plain, says, words::say("pull-was-stopped-remedy"));
        }
    }

    /// Why it failed, if it did.
    pub(super) fn pull_fault(&self) -> Option<&Fault> {
        if let Some(Stands::Failed(fault)) = self.stands() { Some(fault) } else { None }
    }

    fn stands(&self) -> Option<Stands<'_>> {
        let end = &self.pulling.as_ref()?.end;
        Some(match end {
            End::Open if self.runs(&Running::Pull) => Stands::Running,
            End::Open => Stands::Stopped,
            End::Done(pulled) => Stands::Done(pulled),
            End::Failed(fault) => Stands::Failed(fault),
        })
    }

    /// The screen of a pull that was asked for on the home screen.
    pub(super) fn pull_screen(&self) -> Screen {
        let name = self.pulling.as_ref().map_or("", |it| it.name.as_str());
        let mut screen = self.frame(&words::with("pull-title", &[("name", name.into())]), self.pull_lead());
        screen.items = self.pull_items();
        self.notice_of_pull(&mut screen);
        screen.buttons = vec![hint(Button::Back, words::say("pull-your-connections"))];
        screen.buttons.extend(self.pull_button());
        screen
    }

    /// What is to be said of it in one sentence or two.
    pub(super) fn pull_lead(&self) -> &'static str {
        match self.stands() {
            None => words::say("pull-set-up"),
            Some(Stands::Running) => words::say("pull-running"),
            Some(Stands::Stopped) => words::say("pull-stopped"),
            Some(Stands::Done(pulled)) if rows::lacks(pulled) => words::say("pull-in-part"),
            Some(Stands::Done(_)) => words::say("pull-done"),
            Some(Stands::Failed(_)) => words::say("pull-failed"),
        }
    }

    /// The button that is about it, where one is.
    pub(super) fn pull_button(&self) -> Option<ButtonHint> {
        match self.stands() {
            Some(Stands::Running) => Some(hint(Button::Stop, words::say("button-stop"))),
            Some(Stands::Stopped) => Some(hint(Button::Pull, words::say("pull-go-on"))),
            Some(Stands::Failed(_)) => Some(hint(Button::Pull, words::say("pull-retry"))),
            Some(Stands::Done(pulled)) if rows::lacks(pulled) => Some(hint(Button::Pull, words::say("pull-retry"))),
            Some(Stands::Done(_)) => None,
            None => self.works().then(|| hint(Button::Pull, words::say("pull-now"))),
        }
    }

    /// What runs, and what went wrong where nothing else is to be said.
    pub(super) fn notice_of_pull(&self, screen: &mut Screen) {
        match self.stands() {
            Some(Stands::Running) => screen.busy = Some(self.busy_with_pull()),
            Some(Stands::Failed(fault)) if screen.notice.is_none() => screen.notice = Some(self.of_failed_pull(fault)),
            Some(Stands::Failed(_) | Stands::Stopped | Stands::Done(_)) | None => {}
        }
    }

    /// What it does just now: a wait for the PSA's limit looks as if nothing went on.
    fn busy_with_pull(&self) -> String {
        let waits = self.pulling.as_ref().and_then(|it| it.news.as_ref()?.waits_secs());
        waits.map_or_else(
            || words::say("pull-busy").into(),
            |seconds| words::with("pull-busy-waits", &[("seconds", seconds.into())]),
        )
    }

    fn of_failed_pull(&self, fault: &Fault) -> Notice {
        let notice = verdict::of_fault(self.facts(), fault);
        if !fault.wants_consent() {
            return notice;
        }
        let remedy = words::say("pull-refused-remedy");
        Notice { remedy: format!("{remedy} {}", verdict::risk(self.facts())), ..notice }
    }

    /// How far it is, or what it came to.
    pub(super) fn pull_items(&self) -> Vec<Item> {
        let (Some(pulling), Some(facts), Some(stands)) = (&self.pulling, self.facts(), self.stands()) else {
            return vec![];
        };
        if let Stands::Done(pulled) = stands {
            return rows::done(pulled, &pulling.notes);
        }
        let waiting = self.needs().map(|it| it.lists.as_slice()).unwrap_or_default();
        let flow = if matches!(stands, Stands::Running) { rows::Moving::Yes } else { rows::Moving::No };
        rows::so_far(facts, waiting, pulling.news.as_ref(), flow)
    }
}
