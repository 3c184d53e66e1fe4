//! The first rows of each list, before anything is saved.

use crate::model::{
    catalog::PsaFacts,
    id::ListId,
    table::{Preview, Table},
};

use super::{
    Effect, Running, Step, Wizard,
    answers::{Ended, Previewed},
    event::{Button, ItemId, Job},
    hint,
    screen::{FindingState, Item, Screen, Tone},
};

impl Wizard {
    /// Goes to the preview and reads the lists, unless the login does not work or they were read already.
    pub(super) fn enter_preview(&mut self) -> Vec<Effect> {
        let mut effects = self.go(Step::Preview);
        if self.works() && self.previewed().is_none_or(|it| it.ended == Ended::No) {
            effects.extend(self.start_preview());
        }
        effects
    }

    fn start_preview(&mut self) -> Vec<Effect> {
        let Some((login, integration)) = self.complete_login().zip(self.integration.clone()) else { return vec![] };
        if let Some(here) = self.here_mut() {
            here.previewed = Previewed { of: Some((login.clone(), integration.clone())), ..Previewed::default() };
        }
        self.run(Running::Preview, Job::Preview { integration, login })
    }

    /// Says whether the login of the last test got in. Without that no list is asked for: it would spend an attempt.
    fn works(&self) -> bool {
        let passed = self.tested().is_some_and(|it| it.ended == Ended::Yes && it.report.fault().is_none());
        passed && !self.is_refused()
    }

    /// The preview of just this login, if there was one.
    pub(super) fn previewed(&self) -> Option<&Previewed> {
        let (login, integration) = self.complete_login().zip(self.integration.clone())?;
        self.here().map(|it| &it.previewed).filter(|it| it.of.as_ref() == Some(&(login, integration)))
    }

    pub(super) fn preview_screen(&self) -> Screen {
        let Some((facts, needs)) = self.facts().zip(self.needs()) else { return self.psa_screen() };
        let mut screen =
            self.frame("Preview", "What the integration will see. Enter opens a list; in it, / searches and o sorts.");
        screen.buttons = vec![hint(Button::Back, "Back")];
        let running = self.runs(&Running::Preview);
        match self.previewed() {
            None => {
                let text = "There is nothing to preview: the login was not tested, or it does not work. No list was asked for.";
                screen.items.push(Item::Text { text: text.into(), tone: Tone::Warning });
                "Go back to the test, or go on to save it as it is.".clone_into(&mut screen.lead);
            }
            Some(previewed) => {
                let row = |id: &ListId| list_item(facts, id, previewed, running);
                screen.items.extend(needs.lists.iter().map(row));
                if running {
                    let n = previewed.lists.len() + previewed.failed.len();
                    screen.busy = Some(format!("reading first rows, {n} of {} lists so far", needs.lists.len()));
                    screen.buttons.push(hint(Button::Stop, "Stop"));
                }
            }
        }
        screen.buttons.push(hint(Button::Next, "Next"));
        screen
    }
}

fn list_item(facts: &PsaFacts, id: &ListId, previewed: &Previewed, running: bool) -> Item {
    let label = facts.list(id).map(|it| it.name.clone()).unwrap_or_default();
    let item = |count: String, state, table, note| Item::List {
        id: ItemId::List(id.clone()),
        label,
        count,
        state,
        table,
        note,
    };
    if let Some(preview) = previewed.lists.iter().find(|it| it.list == *id) {
        let count = preview.count.map_or_else(|| "not counted".to_owned(), |it| it.to_string());
        return item(count, list_state(preview), preview.table.clone(), list_note(preview));
    }
    if let Some((_, fault)) = previewed.failed.iter().find(|(it, _)| it == id) {
        return item(String::new(), FindingState::Bad, Table::default(), format!("{fault}. {}", fault.remedy()));
    }
    let state = if running { FindingState::Busy } else { FindingState::Waiting };
    item(String::new(), state, Table::default(), String::new())
}

fn list_state(preview: &Preview) -> FindingState {
    if preview.table.rows.iter().any(|it| !it.warnings.is_empty()) { FindingState::Partial } else { FindingState::Good }
}

fn list_note(preview: &Preview) -> String {
    let n = preview.table.rows.len();
    let warned = preview.table.rows.iter().filter(|it| !it.warnings.is_empty()).count();
    let scope = preview.scope.clone().unwrap_or_else(|| match preview.count {
        Some(count) if count == n as u64 => "all shown".to_owned(),
        Some(_) | None => format!("first {n} shown"),
    });
    match warned {
        0 => scope,
        1 => format!("{scope}, 1 row to look at"),
        _ => format!("{scope}, {warned} rows to look at"),
    }
}

impl Wizard {
    /// Row counts of the last preview, for saving.
    pub(super) fn counts(&self) -> Vec<(ListId, u64)> {
        let lists = self.previewed().map(|it| it.lists.as_slice()).unwrap_or_default();
        lists.iter().filter_map(|it| Some((it.list.clone(), it.count?))).collect()
    }
}
