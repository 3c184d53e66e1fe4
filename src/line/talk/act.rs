//! Which question is next, and how it is asked.

use super::{After, Again, Asking, Place, Talk};
use crate::{
    face::{Driver, Machine},
    line::{
        menu::{self, Wanted},
        prompt::{self, Echo, Prompt},
        question::{self, Asked, Enter, Key, Question},
        told::Told,
    },
    wizard::{
        event::{Button, ItemId},
        screen::{Item, ScreenName, Tone},
    },
    words,
};

impl<M: Machine, D: Driver> Talk<M, D> {
    /// Where the conversation goes on, after what led here.
    pub(super) fn place_after(&self) -> Place {
        let parts = question::parts(&self.screen);
        let questions = question::questions(&parts);
        let is_good = self.screen.notice.as_ref().is_some_and(|it| it.tone == Tone::Good);
        match &self.after {
            After::Coming => questions.first().map_or(Place::Menu, |it| Place::Question(it.key.clone())),
            // What was understood of a note is looked at before anything else.
            After::Answer(_) if self.offers(Button::UsePasted) => Place::Menu,
            After::Answer(key) => {
                let of_field = questions.iter().find(|it| it.key == *key).is_some_and(|it| is_doubted(it));
                match key {
                    Key::Ticks(_) => Place::Question(key.clone()),
                    Key::Field(_) if of_field => Place::Question(key.clone()),
                    Key::Field(_) if is_good => Place::Menu,
                    Key::Field(_) | Key::Choices(_) | Key::Rows => self.behind(key),
                }
            }
            After::Press(button) => {
                let wrong = questions.iter().find(|it| is_wrong(it));
                let open = questions.iter().find(|it| *button == Button::Next && is_open(it));
                let rows = questions.iter().find(|it| it.key == Key::Rows);
                let lacking = questions.iter().find(|it| lacks_text(it, *button));
                wrong.or(lacking).or(open).or(rows).map_or(Place::Menu, |it| Place::Question(it.key.clone()))
            }
        }
    }

    /// The place behind a question.
    pub(super) fn behind(&self, key: &Key) -> Place {
        let parts = question::parts(&self.screen);
        let next = question::questions(&parts).into_iter().skip_while(|it| it.key != *key).nth(1);
        next.map_or(Place::Menu, |it| Place::Question(it.key.clone()))
    }

    /// The place before this one; `None` where that is another screen.
    pub(super) fn before(&self) -> Option<Place> {
        let parts = question::parts(&self.screen);
        let questions = question::questions(&parts);
        let of = |it: &&Question| Place::Question(it.key.clone());
        match &self.place {
            Place::Question(key) => {
                let at = questions.iter().position(|it| it.key == *key)?;
                questions.get(at.checked_sub(1)?).map(of)
            }
            Place::Menu => questions.last().map(of),
            Place::About(_) => Some(Place::Question(Key::Rows)),
            Place::Which(_) | Place::List(_) => Some(Place::Menu),
            Place::Note(id, _) => Some(Place::Question(Key::Field(id.clone()))),
            Place::Leaving(to) => Some((**to).clone()),
        }
    }

    /// Says what is new, and asks.
    pub(super) fn ask(&mut self) {
        self.say_before();
        self.ask_only();
    }

    /// Asks, and says nothing else.
    pub(super) fn ask_only(&mut self) {
        let (asking, prompt) = self.prompt();
        self.put(&prompt);
        self.asking = Some((asking, prompt.echo));
    }

    /// The question of this place, as it is now.
    fn prompt(&mut self) -> (Asking, Prompt) {
        match self.place.clone() {
            Place::Question(key) => {
                let parts = question::parts(&self.screen);
                match question::questions(&parts).into_iter().find(|it| it.key == key) {
                    Some(it) => (Asking::Question(Box::new(it.clone())), prompt::question(it)),
                    // The question went with what was answered before it.
                    None => self.menu(None),
                }
            }
            Place::Menu => self.menu(None),
            Place::About(row) => self.menu(Some(&row)),
            Place::Which(wanted) => {
                let rows = menu::rows(&self.screen, wanted);
                let known = rows.iter().map(|it| (it.id.clone(), it.label.clone())).collect();
                (Asking::Which(wanted, known), prompt::rows(&rows))
            }
            Place::List(browse) => match self.table(&browse.list) {
                Some(table) => (Asking::List, Prompt::of(browse.asks(table))),
                None => self.menu(None),
            },
            Place::Note(..) => {
                (Asking::Note, Prompt { echo: Echo::Hidden, ..Prompt::of(words::say("line-note-hidden")) })
            }
            Place::Leaving(_) => {
                let lost = match self.screen.name {
                    ScreenName::Drafts
                    | ScreenName::Home
                    | ScreenName::Pull
                    | ScreenName::Unlock
                    | ScreenName::Done => None,
                    ScreenName::Psa
                    | ScreenName::Integration
                    | ScreenName::Site
                    | ScreenName::Guide
                    | ScreenName::Login
                    | ScreenName::Test
                    | ScreenName::Preview
                    | ScreenName::Save => Some(words::say("line-nothing-saved")),
                };
                let says = lost.map(Told::says).into_iter().collect();
                (Asking::Leaving, Prompt { says, ..Prompt::of(words::say("line-leave")) })
            }
        }
    }

    fn menu(&mut self, about: Option<&ItemId>) -> (Asking, Prompt) {
        if about.is_none() {
            self.place = Place::Menu;
        }
        let entries = menu::entries(&self.screen, about);
        let prompt = prompt::menu(question::yes_or_no(&self.screen), &entries);
        (Asking::Menu(entries), prompt)
    }

    pub(super) fn table(&self, list: &ItemId) -> Option<&crate::model::table::Table> {
        self.screen.items.iter().find_map(|it| match it {
            Item::List { id, table, .. } if id == list => Some(table),
            Item::List { .. }
            | Item::Text { .. }
            | Item::Heading(_)
            | Item::Verbatim(_)
            | Item::Choice { .. }
            | Item::Tick { .. }
            | Item::Field(_)
            | Item::Finding(_)
            | Item::Row(_)
            | Item::Connection { .. } => None,
        })
    }

    /// Goes a question back, or a screen.
    pub(super) fn back(&mut self, now: tokio::time::Instant) {
        if let Some(place) = self.before() {
            self.place = place;
            // Who goes back wants to hear it again.
            self.said.lists_again = Again::Yes;
            return self.ask();
        }
        if let Some(button) = [Button::Back, Button::No].into_iter().find(|it| self.offers(*it)) {
            return self.press(button, now);
        }
        self.say_text(words::say("line-nothing-before"));
        self.ask();
    }

    /// Asks for the row that is wanted, or says that there is none.
    pub(super) fn want(&mut self, wanted: Wanted) {
        if menu::rows(&self.screen, wanted).is_empty() {
            self.say_text(words::say("line-no-row-for-it"));
        } else {
            self.place = Place::Which(wanted);
            self.said.lists_again = Again::Yes;
        }
        self.ask();
    }
}

/// Says whether something is wrong with a field, or may be.
fn is_doubted(question: &Question) -> bool {
    matches!(&question.asked, Asked::Fill(it) if it.field.problem.is_some() || it.field.doubt.is_some())
}

/// Says whether what was pressed is about what stands in this field, where nothing stands.
fn lacks_text(question: &Question, pressed: Button) -> bool {
    matches!(&question.asked, Asked::Fill(it) if pressed == Button::Find && it.after == Some(pressed) && it.is_empty())
}

fn is_wrong(question: &Question) -> bool {
    matches!(&question.asked, Asked::Fill(it) if it.field.problem.is_some())
}

/// Says whether none of several is chosen, so that the screen cannot be left forward.
fn is_open(question: &Question) -> bool {
    matches!(&question.asked, Asked::Choose { chosen: None, enter: Enter::GoesOn, .. })
}
