//! The saved connections: open, test, edit, remove, or start a new one.

use std::time::Duration;

use crate::{
    model::{
        address::Address,
        age::ago_in_short,
        mirror::Mirrored,
        saved::{Connection, LastTest, Name},
        shown::Shown,
    },
    words,
};

use super::{
    Effect, HomeRow, Intent, Question, Running, Step, Wizard,
    answers::Confirmed,
    event::{Button, ItemId, Job, Opened},
    hint, pin,
    screen::{Item, Screen, Tone},
    verdict,
};

impl Wizard {
    /// Starts a set-up from its first step, with nothing answered.
    pub(super) fn new_connection(&mut self) -> Vec<Effect> {
        self.begin_draft();
        self.opened = None;
        self.rotation = None;
        self.saved = None;
        self.answers.clear();
        self.psa = None;
        self.integration = self.start.integration.clone();
        let effects = self.go(Step::Psa);
        self.pulling = None;
        effects
    }

    pub(super) fn open_under(&mut self, on: Option<&ItemId>, intent: Intent) -> Vec<Effect> {
        if let Some(ItemId::Connection(name)) = on {
            return self.open(name, intent);
        }
        self.say(Tone::Plain, words::say("home-no-focus"), words::say("home-move-first"));
        vec![]
    }

    pub(super) fn open(&mut self, name: &str, intent: Intent) -> Vec<Effect> {
        let broken = self.start.home.iter().find_map(|it| match it {
            HomeRow::Broken { name: it, fault } if it == name => Some(fault.clone()),
            HomeRow::Broken { .. } | HomeRow::Connection { .. } => None,
        });
        if let Some(fault) = broken {
            self.notice = Some(verdict::of_fault(None, &fault));
            return vec![];
        }
        match Name::new(name) {
            Ok(name) => self.run(Running::Open(name.clone(), intent), Job::Open(name)),
            Err(_) => vec![],
        }
    }

    /// Takes over a saved connection's answers.
    pub(super) fn was_opened(&mut self, opened: Opened, intent: Intent) -> Vec<Effect> {
        let Opened { connection, login } = opened.clone();
        self.begin_draft();
        self.psa = Some(connection.psa.clone());
        self.integration = Some(connection.integration.clone());
        if self.facts().is_none() || self.needs().is_none() {
            let says = words::with(
                "home-no-integration",
                &[("name", connection.name.as_str().into()), ("integration", connection.integration.as_str().into())],
            );
            self.say(Tone::Bad, says, words::say("home-no-integration-remedy"));
            return vec![];
        }
        if let Some(here) = self.here_mut() {
            *here = super::Answers::default();
            here.values.clone_from(login.values());
            here.site =
                Some(Address { origin: login.origin.clone(), site: login.site.clone(), notes: vec![], warning: None });
            here.pin.clone_from(&login.pin);
            here.confirmed = Confirmed {
                of: Some((login, connection.integration.clone())),
                rights: connection.confirmed.iter().cloned().collect(),
                ..Confirmed::default()
            };
        }
        self.opened = Some(opened);
        self.rotation = None;
        self.pulling = None;
        match intent {
            Intent::Pull => self.enter_pull(),
            Intent::Rotate => self.enter_rotation(),
            Intent::Test => self.enter_test(),
            Intent::Edit => self.go(Step::Site),
        }
    }

    pub(super) fn ask_remove(&mut self, on: Option<&ItemId>) -> Vec<Effect> {
        if let Some(ItemId::Connection(name)) = on {
            self.question = Some(Question::Remove(name.clone()));
        }
        vec![]
    }

    pub(super) fn removed(&mut self, name: &Name) {
        self.start.home.retain(|it| it.name() != name.as_str());
        self.say(Tone::Good, words::say("home-removed"), words::say("home-removed-key-works"));
    }

    /// Shows beside the opened connection what its test just found.
    pub(super) fn recorded(&mut self, last: &LastTest) {
        let Some(name) = self.opened.as_ref().map(|it| &it.connection.name) else { return };
        for row in &mut self.start.home {
            if let HomeRow::Connection { connection, tested, .. } = row
                && connection.name == *name
            {
                connection.last_test = Some(last.clone());
                *tested = ago_in_short(Duration::ZERO);
            }
        }
    }

    pub(super) fn home_screen(&self) -> Screen {
        let mut screen = self.frame(words::say("home-title"), words::say("home-lead"));
        screen.items.extend(self.start.home.iter().map(|row| match row {
            HomeRow::Connection { connection, tested, keys } => self.connection_item(connection, tested, keys),
            HomeRow::Broken { name, fault } => Item::Connection {
                id: ItemId::Connection(name.clone()),
                cells: vec![Shown::new(name), words::say("home-cannot-be-read").into()],
                detail: format!("{}. {}", fault, fault.remedy()),
            },
        }));
        if self.start.home.is_empty() {
            screen.items.push(Item::Text { text: words::say("home-nothing-saved").into(), tone: Tone::Faint });
        }
        if matches!(self.running, Some((_, Running::Open(..)))) {
            screen.busy = Some(words::say("home-reading").into());
        }
        screen.buttons = vec![
            hint(Button::New, words::say("home-new")),
            hint(Button::Test, words::say("home-test")),
            hint(Button::Pull, words::say("home-pull")),
            hint(Button::Edit, words::say("home-edit")),
            hint(Button::Rotate, words::say("home-rotate")),
            hint(Button::Remove, words::say("home-remove")),
            hint(Button::Quit, words::say("home-quit")),
        ];
        screen
    }

    fn connection_item(&self, connection: &Connection, tested: &str, keys: &str) -> Item {
        let facts = self.start.catalog.psa(&connection.psa);
        let psa = facts.map_or_else(|| connection.psa.0.clone(), |it| it.name.clone());
        let site = connection
            .site
            .as_ref()
            .and_then(|id| facts?.site(id))
            .map_or_else(|| super::site::host_of(&connection.origin), |it| it.label.clone());
        let last = connection.last_test.as_ref();
        let rights = match last {
            Some(it) if it.fault.is_some() => words::say("home-test-failed").to_owned(),
            Some(it) => words::with("home-rights", &[("held", it.held.into()), ("of", it.of.into())]),
            None => String::new(),
        };
        let fault = last.and_then(|it| it.fault.as_ref());
        let fault = fault.map(|it| words::with("home-last-test", &[("fault", it.as_str().into())]));
        let pin = connection.pin.as_ref().map(|it| pin::says(&it.certificate));
        let mirrored = self.mirrors.of(&connection.name);
        let pulled = mirrored.map(Mirrored::in_short);
        let mut cells = vec![connection.name.as_str(), psa.as_str(), tested, &rights];
        cells.extend(pulled.as_deref());
        cells.push(keys);
        let origin = connection.origin.to_string();
        let (psa, product) = (psa.as_str(), connection.integration.as_str());
        // What has no room in the row comes first.
        let detail = match mirrored {
            None => {
                let values = [
                    ("psa", psa.into()),
                    ("site", site.into()),
                    ("product", product.into()),
                    ("origin", origin.into()),
                ];
                vec![fault, Some(words::with("home-detail", &values)), pin]
            }
            Some(it) => {
                let values = [("psa", psa.into()), ("site", site.into()), ("product", product.into())];
                let what = words::with("home-detail-short", &values);
                let values = [("mirror", it.says().into()), ("keys", verdict::capital(keys).into())];
                let mirror = words::with("home-detail-mirror", &values);
                let place = words::with("home-detail-place", &[("origin", origin.into())]);
                vec![fault, Some(what), Some(mirror), pin, Some(place)]
            }
        };
        let detail = detail.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Item::Connection {
            id: ItemId::Connection(connection.name.as_str().to_owned()),
            cells: cells.into_iter().map(Shown::new).collect(),
            detail,
        }
    }
}
