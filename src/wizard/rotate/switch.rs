//! The last two steps of a rotation: the switch, with what would be lost, and what became of the old key.

use crate::{
    model::{
        rotation::{self, FirstKey, OldKey},
        saved::{Replace, ToSave},
    },
    words,
};

use super::{Before, ticks};
use crate::wizard::{
    Effect, Running, Wizard,
    answers::Ended,
    event::{Button, ItemId, Job},
    hint,
    screen::{Item, Mark, Notice, Screen, Tone},
    verdict,
};

/// The tick that says "switch although something is lost or not proved".
const ANYWAY: &str = "switch-anyway";

impl Wizard {
    /// Why the switch wants a tick, each a sentence; empty when nothing is lost.
    fn switch_reservations(&self) -> Vec<String> {
        let Some(tested) = self.tested().filter(|it| it.ended == Ended::Yes) else {
            return vec![words::say("rotate-not-tested").into()];
        };
        if let Some(fault) = tested.report.fault() {
            return vec![words::with("rotate-does-not-work", &[("fault", fault.to_string().into())])];
        }
        match self.rotation.as_ref().map(|it| &it.before) {
            Some(Before::Unread) => vec![words::say("rotate-not-compared").into()],
            Some(Before::Unreadable(fault)) => {
                vec![words::with("rotate-cannot-be-compared", &[("fault", fault.to_string().into())])]
            }
            // Without a comparison, what is needed is all there is to hold it against.
            Some(Before::None) => self.reservations(),
            Some(Before::Kept(_)) => {
                let compared = self.compared().unwrap_or_default();
                compared.lost.iter().chain(&compared.unclear).map(|it| format!("{}.", verdict::capital(it))).collect()
            }
            None => vec![],
        }
    }

    /// Puts the second key in the place of the first, in one step.
    pub(in crate::wizard) fn switch(&mut self) -> Vec<Effect> {
        if self.runs(&Running::Save) {
            return vec![];
        }
        if self.runs(&Running::LastTest) {
            self.say(Tone::Plain, words::say("rotate-still-reading"), words::say("rotate-still-reading-remedy"));
            return vec![];
        }
        let is_ticked = self.here().is_some_and(|it| it.ticked.contains(ANYWAY));
        if !self.switch_reservations().is_empty() && !is_ticked {
            let remedy = words::say("rotate-nothing-switched-remedy");
            let notice = Notice::new(Tone::Warning, words::say("rotate-nothing-switched"), remedy);
            self.notice = Some(Notice { about: Some(ItemId::Tick(ANYWAY.into())), ..notice });
            return vec![];
        }
        let Some((login, opened)) = self.complete_login().zip(self.opened.as_ref()) else { return vec![] };
        let connection = &opened.connection;
        let to_save = ToSave {
            name: connection.name.clone(),
            integration: connection.integration.clone(),
            login,
            report: self.tested().filter(|it| it.ended == Ended::Yes).map(|it| it.report.clone()),
            counts: connection.last_test.as_ref().map(|it| it.counts.clone()).unwrap_or_default(),
            replace: Replace::Yes,
            store: connection.store,
            passphrase: None,
            keys_since: None,
        };
        self.run(Running::Save, Job::Save(Box::new(to_save)))
    }

    pub(in crate::wizard) fn switch_screen(&self) -> Screen {
        let Some((facts, opened)) = self.facts().zip(self.opened.as_ref()) else { return self.psa_screen() };
        let name = opened.connection.name.as_str();
        let lead = words::say("rotate-switch-lead");
        let mut screen = self.frame(&words::with("rotate-switch-title", &[("name", name.into())]), lead);
        let text = |text: String| Item::Text { text, tone: Tone::Plain };
        let reservations = self.switch_reservations();
        if reservations.is_empty() {
            let count = self.tested().zip(self.needs()).map(|(it, needs)| verdict::count(needs, &it.report));
            let than = match self.rotation.as_ref().map(|it| &it.before) {
                Some(Before::Kept(_)) => words::say("rotate-nothing-lost"),
                Some(Before::Unread | Before::None | Before::Unreadable(_)) | None => {
                    words::say("rotate-no-earlier-test")
                }
            };
            let says =
                words::with("rotate-works", &[("count", count.unwrap_or_default().into()), ("than", than.into())]);
            screen.items.push(Item::Text { text: says, tone: Tone::Good });
        } else {
            screen.items.push(Item::Heading(words::say("rotate-before-you-switch").into()));
            screen.items.extend(reservations.into_iter().map(|text| Item::Text { text, tone: Tone::Warning }));
            let is_ticked = self.here().is_some_and(|it| it.ticked.contains(ANYWAY));
            screen.items.push(Item::Tick {
                id: ItemId::Tick(ANYWAY.into()),
                mark: if is_ticked { Mark::On } else { Mark::Off },
                menu: None,
                text: words::say("rotate-anyway").into(),
                detail: String::new(),
            });
        }
        for it in self.compared().unwrap_or_default().identity {
            let text = words::with("rotate-not-the-same", &[("it", it.into())]);
            screen.items.push(Item::Text { text, tone: Tone::Warning });
        }
        screen.items.push(Item::Heading(words::say("rotate-what-changes").into()));
        let labels: Vec<_> = rotation::rotating(facts).map(|it| it.label.clone()).collect();
        screen.items.push(text(words::with("rotate-changes", &[("fields", words::all_of(&labels).into())])));
        screen
            .items
            .push(text(words::with("rotate-sent-to", &[("origin", opened.connection.origin.to_string().into())])));
        if self.runs(&Running::Save) {
            screen.busy = Some(words::say("rotate-switching").into());
        }
        screen.buttons =
            vec![hint(Button::Back, words::say("button-back")), hint(Button::Next, words::say("rotate-switch"))];
        screen
    }

    pub(in crate::wizard) fn switched_screen(&self) -> Screen {
        let Some(((facts, here), saved)) = self.facts().zip(self.here()).zip(self.saved.as_ref()) else {
            return self.psa_screen();
        };
        let name = saved.name.as_str();
        let old = self.rotation.as_ref().and_then(|it| it.old.as_ref());
        let lead = match old {
            Some(OldKey::Dead { .. }) => words::say("rotate-old-key-dead"),
            Some(OldKey::Alive | OldKey::Unclear(_)) | None => match facts.rotate.first {
                FirstKey::LivesOn => words::say("rotate-old-key-lives-on"),
                FirstKey::Ends => words::say("rotate-old-key-ends"),
            },
        };
        let mut screen = self.frame(&words::with("rotate-done-title", &[("name", name.into())]), lead);
        screen.items.push(Item::Heading(words::say("rotate-old-key").into()));
        screen.items.extend(ticks("rotate-delete", &facts.rotate.delete, |id| here.ticked.contains(id)));
        if !matches!(old, Some(OldKey::Dead { .. })) {
            screen.items.push(Item::Heading(words::say("rotate-later").into()));
            screen.items.push(Item::Verbatim([self.program.as_str(), "rotate", name, "--check"].join(" ")));
        }
        if self.runs(&Running::CheckOldKey) {
            screen.busy = Some(words::say("rotate-sending-old-key").into());
        }
        if screen.notice.is_none() {
            screen.notice = old.map(|it| verdict::of_old_key(facts, it));
        }
        screen.buttons = vec![hint(Button::Next, words::say("rotate-finish"))];
        if !matches!(old, Some(OldKey::Dead { .. })) && !self.runs(&Running::CheckOldKey) {
            screen.buttons.insert(0, hint(Button::CheckOldKey, words::say("rotate-check-old-key")));
        }
        screen
    }
}
