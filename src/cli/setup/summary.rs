//! What a set-up without a person came to: for people as lines, for programs as one object.

use serde::Serialize;

use crate::{
    cli::say::{Trouble, hints},
    model::{
        answers::After,
        catalog::PsaFacts,
        document::{self, Proven},
        fault::{ExitCode, Fault},
        integration::Needs,
        left,
        report::{Report, Tally},
        shown::Shown,
    },
    unattended::Stop,
    wizard::Wizard,
    words,
};

/// Before what was found, where nothing was saved.
fn not_saved() -> String {
    format!("{} ", words::say("setup-not-saved"))
}

/// What to do about doubts that no fault is behind, before they are set aside: a sentence, or nothing.
fn mend(after: After) -> &'static str {
    match after {
        After::OnMissingRights => words::say("setup-mend-rights"),
        After::OnUnprovenRights => words::say("setup-try-again"),
        After::Pin | After::OnFailedTest => "",
    }
}

/// What it came to. Its keys are stable.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Summary {
    /// Where the connection is, when it was saved.
    pub(super) saved: Option<Saved>,
    /// The exit code.
    pub(super) exit: u8,
    /// What happened, sentences.
    pub(super) says: String,
    /// What to do next, sentences; empty when there is nothing.
    #[serde(serialize_with = "hints::serialized")]
    pub(super) remedy: String,
    /// What failed, where something did.
    pub(super) fault: Option<Failed>,
    /// What the test found of the rights, where it came so far.
    pub(super) rights: Option<Rights>,
    /// The SHA-256 of a certificate that could be pinned, where that is what stopped it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) certificate: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Saved {
    pub(super) connection: String,
    pub(super) file: String,
    pub(super) store: &'static str,
    pub(super) secret: String,
}

/// A fault of the catalogue.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Failed {
    pub(super) fault: &'static str,
    pub(super) error: String,
    pub(super) cause: String,
    pub(super) side: &'static str,
    pub(super) remedy: String,
    pub(super) menu: Option<String>,
    pub(super) exit: u8,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Rights {
    pub(super) granted: usize,
    pub(super) confirmed: usize,
    pub(super) unproven: usize,
    /// Not there as they are needed, the partial ones among them.
    pub(super) missing: usize,
    pub(super) partial: usize,
    pub(super) of: usize,
    pub(super) short: Vec<Short>,
}

/// A right that is needed and not there, or could not be checked; or rows that are hidden.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Short {
    pub(super) right: String,
    pub(super) label: String,
    pub(super) proof: &'static str,
    pub(super) needed: String,
    pub(super) found: String,
    pub(super) menu: String,
    /// What to do there, with the place, one line; empty when nothing is known.
    #[serde(rename = "todo", skip_serializing_if = "String::is_empty")]
    pub(super) mend: String,
    pub(super) optional: bool,
}

impl Failed {
    pub(super) fn of(facts: Option<&PsaFacts>, fault: &Fault) -> Self {
        let entry = fault.entry();
        Self {
            fault: entry.kind.key(),
            error: fault.to_string(),
            cause: entry.cause.clone(),
            side: entry.side.key(),
            remedy: fault.remedy(),
            menu: facts.and_then(|it| it.menu_of(fault)).map(str::to_owned),
            exit: fault.exit_code() as u8,
        }
    }
}

impl Rights {
    pub(super) fn of(facts: &PsaFacts, needs: &Needs, report: &Report) -> Self {
        let Tally { granted, partial, missing, unproven, confirmed } = report.tally();
        let (rights, sights) = document::rows(facts, needs, report);
        let is_short = |it: &Proven| *it != Proven::Granted;
        let rights = rights.into_iter().filter(|it| is_short(&it.proof) && it.confirmed.is_none()).map(|it| Short {
            label: it.label(),
            mend: if it.proof.is_short() && !it.menu.is_empty() { left::of_right(&it) } else { String::new() },
            proof: it.proof.word(),
            right: it.right,
            needed: it.needed,
            found: it.because.unwrap_or(it.found),
            menu: it.menu,
            optional: it.optional,
        });
        let hidden = sights.into_iter().filter(document::SightRow::is_blind).map(|it| Short {
            found: words::with(
                "setup-hidden-rows",
                &[
                    ("hidden", it.hidden.unwrap_or_default().to_string().into()),
                    ("of", it.of.unwrap_or_default().to_string().into()),
                ],
            ),
            mend: if it.menu.is_empty() { String::new() } else { left::of_sight(&it) },
            label: it.looks_for,
            proof: "hidden",
            right: it.right,
            needed: String::new(),
            menu: it.menu,
            optional: it.optional,
        });
        Self {
            granted,
            confirmed,
            unproven,
            missing: partial + missing,
            partial,
            of: needs.rights.len(),
            short: rights.chain(hidden).collect(),
        }
    }

    /// For people: `12 of 14 rights proved, 2 missing`.
    fn count(&self) -> String {
        let counts = [("granted", self.granted.into()), ("of", self.of.into())];
        let mut parts = vec![words::with("setup-rights-proved", &counts)];
        if self.confirmed > 0 {
            parts.push(words::with("setup-rights-confirmed", &[("n", self.confirmed.into())]));
        }
        if self.unproven > 0 {
            parts.push(words::with("setup-rights-unproven", &[("n", self.unproven.into())]));
        }
        if self.missing > self.partial {
            parts.push(words::with("setup-rights-missing", &[("n", (self.missing - self.partial).into())]));
        }
        if self.partial > 0 {
            parts.push(words::with("setup-rights-partial", &[("n", self.partial.into())]));
        }
        parts.join(", ")
    }
}

impl Summary {
    /// What the wizard came to.
    pub(super) fn of(wizard: &Wizard, stop: &Stop) -> Self {
        let chosen = wizard.chosen();
        let facts = chosen.map(|it| it.0);
        let report = wizard.report().filter(|it| !it.rights.is_empty());
        let rights = chosen.zip(report).map(|((facts, needs), report)| Rights::of(facts, needs, report));
        let failed = |fault: &Option<Fault>| fault.as_ref().map(|it| Failed::of(facts, it));
        let mut summary = Self {
            saved: None,
            exit: stop.exit_code() as u8,
            says: String::new(),
            remedy: String::new(),
            fault: None,
            rights,
            certificate: None,
        };
        match stop {
            Stop::Open => {}
            Stop::Saved { at, pull } => {
                let name = at.name.as_str();
                let doubts: Vec<_> = wizard.doubts().into_iter().map(|it| format!(" {}", it.says)).collect();
                summary.says = words::with("setup-saved", &[("name", name.into())]) + &doubts.concat();
                summary.saved = Some(Saved {
                    connection: name.to_owned(),
                    file: at.connection.clone(),
                    store: at.store.key(),
                    secret: at.secret.clone(),
                });
                summary.fault = failed(pull);
                if let Some(fault) = pull {
                    summary.says = format!(
                        "{} {}",
                        summary.says,
                        words::with("setup-pull-failed", &[("fault", fault.to_string().into())])
                    );
                    summary.remedy =
                        format!("{} {}", fault.remedy(), words::with("setup-go-on", &[("name", name.into())]));
                }
            }
            Stop::NotProved { after, doubts, fault, pin } => {
                let says: Vec<_> = doubts.iter().map(|it| it.says.as_str()).collect();
                summary.says = not_saved() + &says.join(" ");
                let mend = fault.as_ref().map_or_else(|| mend(*after).to_owned(), Fault::remedy);
                format!("{mend} {}", after.in_file()).trim_start().clone_into(&mut summary.remedy);
                summary.fault = failed(fault);
                summary.certificate.clone_from(pin);
            }
            Stop::Stuck { step, notice, fault, .. } => {
                let says = notice.as_ref().map(|it| it.says.clone()).or_else(|| fault.as_ref().map(Fault::to_string));
                let says = says.unwrap_or_else(|| words::with("setup-stuck", &[("step", step.label().into())]));
                summary.says = not_saved() + &says;
                summary.remedy = notice.as_ref().map(|it| it.remedy.clone()).unwrap_or_default();
                summary.fault = failed(fault);
            }
        }
        summary
    }

    /// The same, when the pull after the save was stopped.
    pub(super) fn pull_stopped(mut self, stopped: &Trouble) -> Self {
        let name = self.saved.as_ref().map(|it| it.connection.as_str()).unwrap_or_default();
        self.remedy = words::with("setup-pull-go-on", &[("name", name.into())]);
        self.says = words::with("setup-pull-stopped", &[("says", self.says.as_str().into())]);
        Self { exit: stopped.code() as u8, ..self }
    }

    /// The answers could not be written. What became of the set-up stays as it is.
    pub(super) fn answers_lost(&mut self, trouble: &Trouble) {
        let remedy = match &self.saved {
            Some(it) => words::with("setup-answers-write-again", &[("name", it.connection.as_str().into())]),
            None => trouble.remedy().to_owned(),
        };
        let values = [("says", self.says.as_str().into()), ("error", trouble.what().into())];
        self.says = words::with("setup-answers-not-written", &values);
        format!("{} {remedy}", self.remedy).trim().clone_into(&mut self.remedy);
        if self.exit == ExitCode::Fine as u8 {
            self.exit = trouble.code() as u8;
        }
    }

    /// What there is of a set-up that a program ended with a no.
    pub(super) fn not_saved(exit: ExitCode) -> Self {
        let (says, remedy) = (words::say("setup-not-saved-as-said").into(), String::new());
        Self { saved: None, exit: exit as u8, says, remedy, fault: None, rights: None, certificate: None }
    }

    /// What there is of a set-up that did not begin.
    pub(super) fn of_trouble(trouble: &Trouble) -> Self {
        let (says, remedy) = (trouble.what().to_owned(), trouble.remedy().to_owned());
        let exit = trouble.code() as u8;
        Self { saved: None, exit, says, remedy, fault: None, rights: None, certificate: None }
    }

    /// What was found, without what became of it.
    pub(super) fn found(&self) -> &str {
        self.says.trim_start_matches(not_saved().as_str())
    }

    /// The lines for people.
    pub(super) fn lines(&self) -> String {
        let mut lines = vec![self.says.clone()];
        if let Some(saved) = &self.saved {
            let keys =
                words::with("setup-keys", &[("store", saved.store.into()), ("place", saved.secret.as_str().into())]);
            lines.extend([format!("  {}", saved.file), format!("  {keys}")]);
        }
        if let Some(rights) = &self.rights {
            lines.push(format!("  {}", rights.count()));
            for it in rights.short.iter().filter(|it| !it.mend.is_empty()) {
                let found = if it.found.is_empty() { words::say("report-nothing") } else { &it.found };
                let (label, mend) = (it.label.as_str(), it.mend.as_str());
                let values = [
                    ("right", label.into()),
                    ("proof", it.proof.into()),
                    ("found", found.into()),
                    ("mend", mend.into()),
                ];
                lines.push(format!("  {}", words::with("setup-set-it", &values)));
            }
        }
        lines.iter().fold(String::new(), |text, it| text + Shown::new(it).as_str() + "\n")
    }
}
