//! Tells how a set-up without a person goes on: a line a thing for people, on the standard error, or a JSON object a line for
//! programs, on the standard output.

use std::ops::Not;

use serde::Serialize;

use crate::{
    model::{
        answers::Question,
        document::{self, Outcome, Proven, SeenWord},
        fault::Fault,
        left,
        mirror::{Pulled, Read},
        report::{CheckFinding, RightFinding, Sight},
        table::Preview,
    },
    unattended::Told,
    wizard::{
        Step, Wizard,
        event::{Finish, Known, Progress, api_address},
    },
    words,
};

use super::{
    super::say::{self, Form, talk},
    summary::{Failed, Summary},
};

/// Tells it in one of two forms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Teller {
    pub(super) form: Form,
}

/// One line for programs.
#[derive(Serialize)]
struct Line<'a, T: Serialize> {
    version: u8,
    event: &'a str,
    #[serde(flatten)]
    what: T,
}

#[derive(Serialize)]
struct MissingLine<'a> {
    #[serde(flatten)]
    question: &'a Question,
    in_file: String,
}

#[derive(Serialize)]
struct StepLine {
    step: &'static str,
}

#[derive(Serialize)]
struct SiteLine<'a> {
    origin: String,
    site: Option<&'a str>,
    warning: Option<&'a str>,
}

#[derive(Serialize)]
struct DoubtLine<'a> {
    field: &'a str,
    says: &'a str,
}

#[derive(Serialize)]
struct ListLine<'a> {
    list: &'a str,
    name: String,
    rows: Option<u64>,
    shown: usize,
}

#[derive(Serialize)]
struct ListFault<'a> {
    list: &'a str,
    name: String,
    #[serde(flatten)]
    failed: Failed,
}

#[derive(Serialize)]
struct PulledLine<'a> {
    mirror: &'a str,
    lists: Vec<PulledList<'a>>,
}

#[derive(Serialize)]
struct PulledList<'a> {
    list: &'a str,
    rows: u64,
    /// Whether its rows are not in the mirror.
    #[serde(skip_serializing_if = "Not::not")]
    counted: bool,
    fault: Option<&'static str>,
}

impl Teller {
    /// Tells one thing.
    pub(super) fn tell(self, wizard: &Wizard, told: Told<'_>) {
        match told {
            Told::Step(step) => self.step(wizard, step),
            Told::News(progress) => self.news(wizard, progress),
            Told::Finished(Finish::Pulled(pulled)) => self.pulled(pulled),
            // What it failed with is in what it came to; the rest is told as its step goes on.
            Told::Finished(_) => {}
        }
    }

    /// Tells programs which questions are open. People are told with what to do.
    pub(super) fn missing(self, questions: &[Question]) {
        match self.form {
            Form::Text => {}
            Form::Json => {
                for question in questions {
                    line("missing", MissingLine { question, in_file: question.in_file() });
                }
            }
        }
    }

    /// Writes what it came to.
    pub(super) fn done(self, summary: &Summary) {
        match self.form {
            Form::Text if summary.saved.is_some() => {
                say::data(&summary.lines());
                if !summary.remedy.is_empty() {
                    talk(&summary.remedy);
                }
            }
            Form::Text => {
                talk("");
                let lines = summary.lines();
                say::error(lines.trim_end(), &summary.remedy);
                if let Some(menu) = summary.fault.as_ref().and_then(|it| it.menu.as_ref()) {
                    talk(&format!("-> {menu}"));
                }
            }
            Form::Json => {
                if let Some(failed) = &summary.fault {
                    line("fault", failed);
                }
                if let Some(saved) = &summary.saved {
                    line("saved", saved);
                }
                line("done", summary);
            }
        }
    }

    /// Writes one line in whichever form it is.
    fn both<T: Serialize>(self, event: &str, what: T, text: impl FnOnce(&T) -> String) {
        match self.form {
            Form::Text => talk(&text(&what)),
            Form::Json => line(event, what),
        }
    }

    fn step(self, wizard: &Wizard, step: Step) {
        self.both("step", StepLine { step: key(step) }, |_| format!("{}:", step.label()));
        if step == Step::Guide
            && let Some((address, (facts, _))) = wizard.site().zip(wizard.chosen())
        {
            let site = address.site.as_ref().map(|it| it.0.as_str());
            let what = SiteLine { origin: address.origin.to_string(), site, warning: address.warning.as_deref() };
            self.both("site", what, |it| {
                let keys = words::with("setup-keys-go-to", &[("address", api_address(facts, &address.origin).into())]);
                let warning = it.warning.map(|it| words::with("talk-warning", &[("what", it.into())]));
                format!("  {keys}{}", warning.map(|it| format!("\n  {it}")).unwrap_or_default())
            });
        }
        if step == Step::Test {
            for (field, says) in wizard.entry_doubts() {
                self.both("doubt", DoubtLine { field: &field, says: &says }, |it| {
                    let doubt = format!("{}: {}", it.field, it.says);
                    format!("  {}", words::with("talk-warning", &[("what", doubt.into())]))
                });
            }
        }
    }

    fn news(self, wizard: &Wizard, progress: &Progress) {
        match progress {
            Progress::Checked(finding) => self.check(wizard, finding),
            Progress::Proved(finding) => self.right(wizard, finding),
            Progress::Sighted(sight) => self.sight(wizard, sight),
            Progress::Listed(preview) => self.list(wizard, preview),
            Progress::ListFailed(list, fault) => self.list_fault(wizard, &list.0, fault),
            Progress::Located(answer) => {
                if let (Form::Text, Known::Yes(says)) = (self.form, &answer.answer) {
                    let values = [("host", answer.origin.to_string().into()), ("says", says.as_str().into())];
                    talk(&format!("  {}", words::with("setup-known-as", &values)));
                }
            }
            Progress::Noted(note) => self.both("note", NoteLine { says: note }, |it| {
                format!("  {}", words::with("setup-note", &[("says", it.says.into())]))
            }),
            Progress::Pulling(news) => {
                if let (Form::Json, Some(at)) = (self.form, wizard.saved_at()) {
                    say::data(&super::super::pull::json::progress(at.name.as_str(), news));
                }
            }
            Progress::Checking(_)
            | Progress::Exceeded(_)
            | Progress::Identified(_)
            | Progress::Counted(..)
            | Progress::Moved(_)
            | Progress::FromMirror(_) => {}
        }
    }

    fn check(self, wizard: &Wizard, finding: &CheckFinding) {
        let Some((facts, _)) = wizard.chosen() else { return };
        self.both("check", document::check_row(facts, finding), |row| {
            let word = match row.outcome {
                Outcome::Passed => "ok",
                Outcome::Skipped => "skipped",
                Outcome::Unclear => "unclear",
                Outcome::Failed => "FAILED",
            };
            format!("  {:<13} {word:<8} {:>6} ms  {}", row.name(), row.ms, row.detail)
        });
    }

    fn right(self, wizard: &Wizard, finding: &RightFinding) {
        let Some((facts, needs)) = wizard.chosen() else { return };
        self.both("right", document::right_row(facts, needs, finding), |row| {
            let word = match row.proof {
                Proven::Granted => "granted",
                Proven::Partial => "PARTIAL",
                Proven::Missing => "MISSING",
                Proven::Unproven => "unproven",
            };
            let mend = if row.proof.is_short() {
                format!(" ({}) -> {}", left::found(row), left::of_right(row))
            } else {
                String::new()
            };
            format!("  {word:<8} {}{mend}", row.label())
        });
    }

    fn sight(self, wizard: &Wizard, sight: &Sight) {
        let Some((facts, needs)) = wizard.chosen() else { return };
        let row = document::sight_row(facts, needs, sight);
        // All of them being there is no news for a person.
        if self.form == Form::Text && row.seen != SeenWord::Hidden {
            return;
        }
        self.both("sight", row, |it| {
            let (hidden, of) = (it.hidden.unwrap_or_default().to_string(), it.of.unwrap_or_default().to_string());
            let values = [("rows", it.looks_for.as_str().into()), ("hidden", hidden.into()), ("of", of.into())];
            format!("  {:<8} {}", words::say("setup-hidden"), words::with("setup-hidden-count", &values))
        });
    }

    fn list(self, wizard: &Wizard, preview: &Preview) {
        let name = list_name(wizard, &preview.list.0);
        let what = ListLine { list: &preview.list.0, name, rows: preview.count, shown: preview.table.rows.len() };
        self.both("preview", what, |it| {
            let rows = it.rows.map_or_else(|| words::say("preview-not-counted").to_owned(), |it| it.to_string());
            format!("  {}: {rows}", it.name)
        });
    }

    fn list_fault(self, wizard: &Wizard, list: &str, fault: &Fault) {
        let failed = Failed::of(wizard.chosen().map(|it| it.0), fault);
        self.both("preview", ListFault { list, name: list_name(wizard, list), failed }, |it| {
            format!("  {}: {}", it.name, it.failed.error)
        });
    }

    fn pulled(self, pulled: &Pulled) {
        let lists = pulled.lists.iter().map(|it| {
            let (rows, counted, fault) = match &it.read {
                Read::Whole => (it.rows, false, None),
                Read::Counted(rows) => (*rows, true, None),
                Read::Not(fault) => (it.rows, false, Some(fault.kind().key())),
            };
            PulledList { list: &it.list.0, rows, counted, fault }
        });
        let what = PulledLine { mirror: &pulled.place, lists: lists.collect() };
        self.both("pulled", what, |it| {
            let counted = it.lists.iter().filter(|it| it.counted).count();
            let read: Vec<_> = it.lists.iter().filter(|it| !it.counted && it.fault.is_none()).collect();
            let rows: u64 = read.iter().map(|it| it.rows).sum();
            let values = [("rows", rows.to_string().into()), ("lists", read.len().to_string().into())];
            let mut says = words::with("setup-pulled", &values);
            if counted > 0 {
                says += &words::with("setup-pulled-counted", &[("n", counted.to_string().into())]);
            }
            format!("  {says}")
        });
    }
}

#[derive(Serialize)]
struct NoteLine<'a> {
    says: &'a str,
}

fn list_name(wizard: &Wizard, list: &str) -> String {
    let found = wizard.chosen().and_then(|(facts, _)| facts.list(&list.into()));
    found.map_or_else(|| list.to_owned(), |it| it.name.clone())
}

fn line<T: Serialize>(event: &str, what: T) {
    // Our own documents have text keys only, so they can always be written.
    if let Ok(text) = serde_json::to_string(&Line { version: 1, event, what }) {
        say::data(&format!("{text}\n"));
    }
}

/// A step's name for programs.
fn key(step: Step) -> &'static str {
    match step {
        Step::Home => "home",
        Step::Pull => "pull",
        Step::Psa => "psa",
        Step::Integration => "integration",
        Step::Site => "site",
        Step::Guide => "guide",
        Step::Login => "login",
        Step::Test => "test",
        Step::Preview => "preview",
        Step::Save => "save",
        Step::Done => "done",
    }
}
