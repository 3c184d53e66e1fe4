//! The saved connections: open, test, edit, remove, or start a new one.

use crate::model::{
    address::Address,
    mirror::Mirrored,
    saved::{Connection, Name},
    shown::Shown,
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
        self.say(Tone::Plain, "No connection has the focus.", "Move to one first.");
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
            let says = format!(
                "\"{}\" is for the integration \"{}\", which is not here.",
                connection.name.as_str(),
                connection.integration
            );
            self.say(Tone::Bad, says, "Start again with --integration and its file.");
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
        self.say(
            Tone::Good,
            "It is removed, with its secret.",
            "The key still works in the PSA until it is deleted there.",
        );
    }

    pub(super) fn home_screen(&self) -> Screen {
        let mut screen = self.frame("Your connections", "Enter tests one. Its values are read from the store.");
        screen.items.extend(self.start.home.iter().map(|row| match row {
            HomeRow::Connection { connection, tested, keys } => self.connection_item(connection, tested, keys),
            HomeRow::Broken { name, fault } => Item::Connection {
                id: ItemId::Connection(name.clone()),
                cells: vec![Shown::new(name), "cannot be read".into()],
                detail: format!("{}. {}", fault, fault.remedy()),
            },
        }));
        if self.start.home.is_empty() {
            screen.items.push(Item::Text { text: "Nothing is saved here.".into(), tone: Tone::Faint });
        }
        if matches!(self.running, Some((_, Running::Open(..)))) {
            screen.busy = Some("reading the connection".into());
        }
        screen.buttons = vec![
            hint(Button::New, "New"),
            hint(Button::Test, "Test"),
            hint(Button::Pull, "Pull"),
            hint(Button::Edit, "Edit"),
            hint(Button::Rotate, "Rotate"),
            hint(Button::Remove, "Remove"),
            hint(Button::Quit, "Quit"),
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
            Some(it) if it.fault.is_some() => "test failed".to_owned(),
            Some(it) => format!("{}/{} rights", it.held, it.of),
            None => String::new(),
        };
        let fault = last.and_then(|it| it.fault.clone()).map(|it| format!("Last test: {it} ")).unwrap_or_default();
        let pin = connection.pin.as_ref().map(|it| format!(" {}", pin::says(&it.certificate))).unwrap_or_default();
        let mirrored = self.mirrors.of(&connection.name);
        let pulled = mirrored.map(Mirrored::in_short);
        let mut cells = vec![connection.name.as_str(), &psa, tested, &rights];
        cells.extend(pulled.as_deref());
        cells.push(keys);
        let (origin, product) = (&connection.origin, &connection.integration);
        // What has no room in the row comes first.
        let detail = match mirrored {
            None => format!("{fault}{psa}, {site}: {origin} for {product}.{pin}"),
            Some(it) => {
                let (mirror, keys) = (it.says(), verdict::capital(keys));
                format!("{fault}{psa}, {site}, for {product}. {mirror} {keys}.{pin} It is at {origin}.")
            }
        };
        Item::Connection {
            id: ItemId::Connection(connection.name.as_str().to_owned()),
            cells: cells.into_iter().map(Shown::new).collect(),
            detail,
        }
    }
}
