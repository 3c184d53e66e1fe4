//! The first rows of each list, before anything is saved.

use crate::model::{
    age::ago_in_short,
    catalog::PsaFacts,
    fault::Fault,
    id::ListId,
    login::Login,
    saved::Name,
    table::{Preview, Table},
};
use crate::words::{self, digits::grouped};

use super::{
    Effect, Running, Step, Wizard,
    answers::{Ended, Previewed, Tested},
    event::{Button, ItemId, Job, Opened},
    hint,
    pull::worth_a_look,
    screen::{FindingState, Item, Notice, Screen, Tone},
    verdict,
};

impl Wizard {
    /// Goes to the preview and reads the lists, unless the login does not work or they were read already.
    pub(super) fn enter_preview(&mut self) -> Vec<Effect> {
        let mut effects = self.go(Step::Preview);
        if self.previewed().is_none_or(|it| it.ended != Ended::Yes) {
            effects.extend(match self.unchanged() {
                Some(name) => self.start_mirror_preview(name),
                None => self.preview_without_mirror(),
            });
        }
        effects
    }

    /// The opened connection, while its login and its integration are as they were: then its mirror is of just these.
    fn unchanged(&self) -> Option<Name> {
        let now = self.complete_login().zip(self.integration.as_ref())?;
        let is_now = |it: &&Opened| it.login == now.0 && it.connection.integration == *now.1;
        self.opened.as_ref().filter(is_now).map(|it| it.connection.name.clone())
    }

    fn start_mirror_preview(&mut self, name: Name) -> Vec<Effect> {
        let Some((integration, psa)) = self.begin_preview().map(|it| it.1).zip(self.psa.clone()) else { return vec![] };
        self.run(Running::PreviewMirror, Job::PreviewMirror { name, integration, psa })
    }

    /// Asks the PSA, unless the login does not work: there is nothing else to read from.
    pub(super) fn preview_without_mirror(&mut self) -> Vec<Effect> {
        if self.works() {
            return self.start_preview();
        }
        if let Some(here) = self.here_mut() {
            here.previewed = Previewed::default();
        }
        vec![]
    }

    /// Says why the mirror was not used, and asks the PSA.
    pub(super) fn preview_mirror_failed(&mut self, fault: &Fault) -> Vec<Effect> {
        let says = words::with("preview-mirror-unreadable", &[("fault", fault.to_string().into())]);
        self.notice = Some(Notice::new(Tone::Warning, says, fault.remedy()));
        self.preview_without_mirror()
    }

    pub(super) fn preview_failed(&mut self, fault: &Fault) {
        if let Some(here) = self.here_mut() {
            here.previewed.ended = Ended::InVain;
        }
        self.notice = Some(verdict::of_fault(self.facts(), fault));
    }

    /// Reads the lists from the PSA, although the mirror has them.
    pub(super) fn preview_from_psa(&mut self) -> Vec<Effect> {
        if self.step != Step::Preview || self.running.is_some() || !self.works() {
            return vec![];
        }
        self.start_preview()
    }

    fn start_preview(&mut self) -> Vec<Effect> {
        let Some((login, integration)) = self.begin_preview() else { return vec![] };
        self.run(Running::Preview, Job::Preview { integration, login })
    }

    /// Forgets what was previewed before.
    fn begin_preview(&mut self) -> Option<(Login, String)> {
        let of = self.complete_login().zip(self.integration.clone())?;
        self.here_mut()?.previewed = Previewed { of: Some(of.clone()), ..Previewed::default() };
        Some(of)
    }

    /// Says whether the login of the last test got in, even if that was stopped later. Without that no list is asked for: it
    /// would spend an attempt.
    pub(super) fn works(&self) -> bool {
        let passed = |it: &Tested| it.report.lets_in() || it.ended == Ended::Yes && it.report.fault().is_none();
        self.tested().is_some_and(passed) && !self.is_refused()
    }

    /// The preview of just this login, if there was one.
    pub(super) fn previewed(&self) -> Option<&Previewed> {
        let (login, integration) = self.complete_login().zip(self.integration.clone())?;
        self.here().map(|it| &it.previewed).filter(|it| it.of.as_ref() == Some(&(login, integration)))
    }

    pub(super) fn preview_screen(&self) -> Screen {
        let Some((facts, needs)) = self.facts().zip(self.needs()) else { return self.psa_screen() };
        let mut screen = self.frame(words::say("preview-title"), words::say("preview-lead"));
        screen.buttons = vec![hint(Button::Back, words::say("button-back"))];
        let running = self.runs(&Running::Preview) || self.runs(&Running::PreviewMirror);
        match self.previewed() {
            None => {
                let is_cut = |it: &Tested| it.ended == Ended::No && it.report.fault().is_none();
                let text = if self.tested().is_some_and(is_cut) {
                    words::say("preview-nothing-stopped")
                } else {
                    words::say("preview-nothing")
                };
                screen.items.push(Item::Text { text: text.into(), tone: Tone::Warning });
                words::say("preview-nothing-remedy").clone_into(&mut screen.lead);
            }
            Some(previewed) => {
                let row = |id: &ListId| list_item(facts, id, previewed, running);
                screen.items.extend(needs.lists.iter().map(row));
                let doubts =
                    previewed.lists.iter().filter_map(|it| Some((facts.list(&it.list)?, it.doubts.as_slice())));
                screen.items.extend(worth_a_look(doubts.map(|(list, doubts)| (list.name.as_str(), doubts))));
                if let Some(standing) = &previewed.mirror {
                    let ago = ago_in_short(standing.age);
                    let text = words::with("preview-from-mirror", &[("ago", ago.into())]);
                    screen.items.insert(0, Item::Text { text, tone: Tone::Plain });
                    if self.works() && !running {
                        screen.buttons.push(hint(Button::FromPsa, words::say("preview-read-from-psa")));
                    }
                }
                if running {
                    let n = previewed.lists.len() + previewed.failed.len();
                    screen.busy =
                        Some(words::with("preview-reading", &[("n", n.into()), ("of", needs.lists.len().into())]));
                    screen.buttons.push(hint(Button::Stop, words::say("button-stop")));
                }
            }
        }
        screen.buttons.push(hint(Button::Next, words::say("button-next")));
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
        let count = preview.count.map_or_else(|| words::say("preview-not-counted").to_owned(), grouped);
        let table = Table { part: part(preview), ..preview.table.clone() };
        return item(count, list_state(preview), table, list_note(preview));
    }
    if let Some((_, fault)) = previewed.failed.iter().find(|(it, _)| it == id) {
        return item(String::new(), FindingState::Bad, Table::default(), format!("{fault}. {}", fault.remedy()));
    }
    let state = if running { FindingState::Busy } else { FindingState::Waiting };
    item(String::new(), state, Table::default(), String::new())
}

fn list_state(preview: &Preview) -> FindingState {
    let is_doubtful = !preview.doubts.is_empty() || preview.table.rows.iter().any(|it| !it.warnings.is_empty());
    if is_doubtful { FindingState::Partial } else { FindingState::Good }
}

/// Which rows of the list are shown.
fn shown(preview: &Preview) -> String {
    let n = preview.table.rows.len();
    preview.scope.clone().unwrap_or_else(|| match preview.count {
        Some(count) if count <= n as u64 => words::say("preview-all-shown").to_owned(),
        Some(_) | None => words::with("preview-first-shown", &[("n", n.into())]),
    })
}

/// What the shown rows are of the list, unless they are all of it.
fn part(preview: &Preview) -> Option<String> {
    let n = preview.table.rows.len() as u64;
    match (&preview.scope, preview.count) {
        (Some(scope), _) => Some(words::with("preview-rows-of-scope", &[("n", n.into()), ("scope", scope.into())])),
        // A row may have been added between the count and the page.
        (None, Some(count)) if count <= n => None,
        (None, Some(count)) => {
            Some(words::with("preview-part-of", &[("n", n.into()), ("count", grouped(count).into())]))
        }
        (None, None) => Some(words::with("preview-part", &[("n", n.into())])),
    }
}

fn list_note(preview: &Preview) -> String {
    // One row may be worth several.
    let warnings: u64 = preview.doubts.iter().map(|it| it.rows).sum();
    if warnings > 0 {
        return words::with("preview-warnings", &[("n", warnings.into()), ("scope", shown(preview).into())]);
    }
    let scope = shown(preview);
    let warned = preview.table.rows.iter().filter(|it| !it.warnings.is_empty()).count();
    match warned {
        0 => scope,
        n => words::with("preview-rows-to-look-at", &[("n", n.into()), ("scope", scope.into())]),
    }
}

impl Wizard {
    /// Row counts of the last preview, for saving.
    pub(super) fn counts(&self) -> Vec<(ListId, u64)> {
        let lists = self.previewed().map(|it| it.lists.as_slice()).unwrap_or_default();
        lists.iter().filter_map(|it| Some((it.list.clone(), it.count?))).collect()
    }
}
