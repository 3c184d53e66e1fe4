//! The API-user guide: what to click in the PSA, line by line, and the sheet for its administrator.

use crate::{
    model::guide::{self, SheetFormat, Way},
    words,
};

use super::{
    Effect, Running, Wizard,
    event::{Button, ItemId, Job, WayId},
    hint,
    screen::{Item, Mark, Screen, Tone},
};

impl Wizard {
    pub(super) fn chose_way(&mut self, way: WayId) -> Vec<Effect> {
        if let Some(here) = self.here_mut() {
            here.way = way.into();
        }
        vec![]
    }

    pub(super) fn ticked(&mut self, id: String) -> Vec<Effect> {
        if let Some(here) = self.here_mut()
            && !here.ticked.remove(&id)
        {
            here.ticked.insert(id);
        }
        vec![]
    }

    /// Writes the sheet beside the person.
    pub(super) fn write_sheet(&mut self, button: Button) -> Vec<Effect> {
        let Some((facts, product)) = self.facts().zip(self.product()) else { return vec![] };
        let (format, ending) =
            if button == Button::WriteMarkdown { (SheetFormat::Markdown, "md") } else { (SheetFormat::Text, "txt") };
        let file = format!("{}-{}-guide.{ending}", facts.id, product.id);
        let text = guide::sheet(facts, product, format);
        self.run(Running::WriteSheet, Job::WriteSheet { file, text })
    }

    pub(super) fn guide_screen(&self) -> Screen {
        let Some((facts, product)) = self.facts().zip(self.product()) else { return self.psa_screen() };
        let Some(here) = self.here() else { return self.psa_screen() };
        let mut screen =
            self.frame(&words::with("guide-title", &[("psa", facts.name.as_str().into())]), words::say("guide-lead"));
        let ways = [(WayId::LeastPrivilege, &facts.guide.least), (WayId::Simple, &facts.guide.simple)];
        screen.items.extend(ways.map(|(id, way)| Item::Choice {
            id: ItemId::Way(id),
            mark: if Way::from(id) == here.way { Mark::On } else { Mark::Off },
            label: way.name.clone(),
            note: String::new(),
            detail: guide::note(facts, product, id.into()),
        }));
        let mut section = String::new();
        let lines = guide::lines(facts, product, here.way);
        let done = lines.iter().filter(|it| here.ticked.contains(&it.id)).count();
        let of = lines.len();
        for line in lines {
            if line.section != section {
                section.clone_from(&line.section);
                screen.items.push(Item::Heading(section.clone()));
            }
            screen.items.push(Item::Tick {
                mark: if here.ticked.contains(&line.id) { Mark::On } else { Mark::Off },
                id: ItemId::Tick(line.id),
                menu: line.menu,
                text: line.text,
                detail: line.why.unwrap_or_default(),
            });
        }
        if of > 0 && done == of && screen.notice.is_none() {
            screen.items.push(Item::Text { text: words::say("guide-all-done").into(), tone: Tone::Good });
        }
        self.warn_of_stores(&mut screen);
        screen.buttons = vec![
            hint(Button::Back, words::say("button-back")),
            hint(Button::WriteText, words::say("guide-write-text")),
            hint(Button::WriteMarkdown, words::say("guide-write-markdown")),
            hint(Button::Next, words::say("button-next")),
        ];
        screen
    }
}
