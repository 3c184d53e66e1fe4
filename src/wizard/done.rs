//! The end of a set-up: what was saved where, and what to do with it next.

use super::{
    Wizard,
    event::Button,
    hint,
    screen::{Item, Screen, Tone},
};
use crate::words;

impl Wizard {
    /// Shows the commands that are copied with this in place of the bare name: it may need an option to find the same
    /// connections again.
    #[must_use]
    pub fn called(mut self, program: String) -> Self {
        self.program = program;
        self
    }

    pub(super) fn done_screen(&self) -> Screen {
        let Some((saved, product)) = self.saved.as_ref().zip(self.product()) else { return self.psa_screen() };
        let name = saved.name.as_str();
        let mut screen = self.frame(&words::with("done-title", &[("name", name.into())]), self.pull_lead());
        screen.items.extend(self.pull_items());
        if !screen.items.is_empty() {
            screen.items.push(Item::Heading(String::new()));
        }
        screen.items.push(Item::Text { text: words::say("done-connection").into(), tone: Tone::Plain });
        screen.items.push(Item::Verbatim(saved.connection.clone()));
        screen.items.push(Item::Text { text: saved.store.holds().into(), tone: Tone::Plain });
        screen.items.push(Item::Verbatim(saved.secret.clone()));
        screen.items.extend(self.pin_item());
        screen.items.push(Item::Heading(words::say("done-next").into()));
        if !self.start.offers.is_empty() {
            let text = words::say("done-sandbox");
            screen.items.push(Item::Text { text: text.into(), tone: Tone::Warning });
        }
        let list = self.needs().and_then(|it| it.lists.first()).map(|it| format!("export {{}} {it} --format csv"));
        let mut commands = vec!["pull {}".to_owned(), "test {}".to_owned()];
        commands.extend(list);
        if self.opened.as_ref().is_some_and(|it| it.connection.name == saved.name) {
            // What it was before this save is kept.
            commands.push("undo {}".to_owned());
        }
        let named = |it: String| Item::Verbatim(format!("{} {}", self.program, it.replace("{}", name)));
        screen.items.extend(commands.into_iter().map(named));
        let finish = self.needs().map(|it| it.finish.as_slice()).unwrap_or_default();
        if !finish.is_empty() {
            screen
                .items
                .push(Item::Heading(words::with("done-in-the-product", &[("product", product.name.as_str().into())])));
            screen.items.extend(finish.iter().map(|it| Item::Text { text: it.clone(), tone: Tone::Plain }));
        }
        self.notice_of_pull(&mut screen);
        screen.buttons = self.pull_button().into_iter().collect();
        screen.buttons.push(hint(Button::New, words::say("done-another")));
        screen.buttons.push(hint(
            Button::Next,
            if screen.busy.is_some() { words::say("done-stop-and-finish") } else { words::say("done-finish") },
        ));
        screen
    }
}
