//! `report`: the proof matrix of the last test, fit to attach to a ticket. Nothing is sent.

use clap::{Args, ValueEnum};

use crate::{
    model::{
        document::{ConfirmedRow, Document, FaultRow, MovedRow, Outcome, PinRow, Proven, RightRow, SeenWord, SightRow},
        fault::{ExitCode, Fault},
    },
    words,
};

use super::{
    Global,
    ago::ago,
    connections::chosen,
    place::Place,
    say::{self, Form, Trouble},
};

mod markdown;
mod text;

/// What was asked for.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// Which connection [default: the one that psa-connect default shows]
    name: Option<String>,
    /// How it is written [default: text; json with --json]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Plain text, 80 columns
    Text,
    /// Markdown
    Markdown,
    /// For programs: the document that test --json printed
    Json,
}

impl Asked {
    /// Whether trouble is told as JSON, too.
    pub(super) fn wants_json(&self) -> bool {
        self.format == Some(Format::Json)
    }
}

/// Prints it.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<ExitCode, Trouble> {
    let format = match (asked.format, super::form(global)) {
        (None | Some(Format::Json), Form::Json) => Format::Json,
        (None, Form::Text) => Format::Text,
        (Some(format), Form::Text) => format,
        (Some(Format::Text | Format::Markdown), Form::Json) => {
            return Err(Trouble::usage(words::say("report-two-forms"), words::say("report-two-forms-next")));
        }
    };
    let place = Place::find(global).await?;
    let name = chosen(&place, asked.name.as_deref())?;
    let store = place.store;
    let test = format!("psa-connect test {}", name.as_str());
    let kept = store.last_report(&name)?.ok_or_else(|| {
        Trouble::could_not_tell(
            words::with("report-never-tested", &[("name", name.as_str().into())]),
            words::with("report-test-it", &[("test", test.as_str().into())]),
        )
    })?;
    let document = Document::from_json(&kept).map_err(|why| Fault::Local {
        what: format!("{}: {why}", name.as_str()),
        remedy: words::with("report-test-again", &[("test", test.as_str().into())]),
    })?;
    match format {
        Format::Json => say::json(&document),
        Format::Text => say::data(&text::write(&document)),
        Format::Markdown => say::data(&markdown::write(&document)),
    };
    Ok(ExitCode::Fine)
}

fn title(document: &Document) -> String {
    words::with("report-title", &[("connection", document.connection.as_str().into())])
}

/// Which PSA is connected for what.
fn product(document: &Document) -> String {
    let Document { psa_name, integration_name, .. } = document;
    words::with("report-psa-for", &[("psa", psa_name.into()), ("product", integration_name.into())])
}

fn moved(it: &MovedRow) -> String {
    words::with("report-moved", &[("to", it.to.as_str().into()), ("by", it.by.as_str().into())])
}

fn certificate(pin: &PinRow) -> String {
    let (subject, day) = (("subject", pin.subject.as_str().into()), ("day", pin.not_after.as_str().into()));
    words::with("report-certificate", &[subject, day, ("sha256", pin.sha256.as_str().into())])
}

fn trusted(pin: &PinRow) -> String {
    let ConfirmedRow { by, at } = &pin.confirmed;
    words::with("report-trusted", &[("by", by.into()), ("at", at.into())])
}

fn fault(it: &FaultRow) -> String {
    let (fault, side) = (("fault", it.fault.as_str().into()), ("side", it.side_words().into()));
    words::with("report-fault", &[fault, side, ("cause", it.cause.as_str().into())])
}

fn confirmed(it: &ConfirmedRow) -> String {
    words::with("report-confirmed-by", &[("by", it.by.as_str().into()), ("at", it.at.as_str().into())])
}

/// What a right is called, and whether it can be done without.
fn label(right: &RightRow) -> String {
    let label = right.label();
    if right.optional { words::with("report-optional", &[("label", label.into())]) } else { label }
}

/// When it was tested, and how long ago that is.
fn tested(document: &Document) -> String {
    format!("{} ({})", document.at, ago(&document.at))
}

/// Says that the rights are those of an earlier test, when they are.
fn of_an_earlier_test(document: &Document) -> Option<String> {
    let earlier = document.earlier.as_ref().filter(|_| document.rights.is_empty())?;
    Some(words::with("report-not-so-far", &[("test", tested(earlier).into())]))
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => words::say("test-word-ok"),
        Outcome::Skipped => words::say("test-word-skipped"),
        Outcome::Unclear => words::say("test-word-unclear"),
        Outcome::Failed => words::say("test-word-failed"),
    }
}

fn proof(right: &RightRow) -> &'static str {
    match (right.proof, &right.confirmed) {
        (Proven::Unproven, Some(_)) => words::say("test-word-by-hand"),
        (Proven::Granted, _) => words::say("test-word-granted"),
        (Proven::Partial, _) => words::say("test-word-partial"),
        (Proven::Missing, _) => words::say("test-word-missing"),
        (Proven::Unproven, None) => words::say("test-word-unproven"),
    }
}

fn found(right: &RightRow) -> &str {
    if right.found.is_empty() { words::say("report-nothing") } else { &right.found }
}

/// What a cross-check came to, a sentence.
fn seen(sight: &SightRow) -> String {
    let SightRow { looks_for, hidden, of, because, examples, .. } = sight;
    let (hidden, of) = (hidden.unwrap_or_default(), of.unwrap_or_default());
    match sight.seen {
        SeenWord::All => {
            format!("{}.", words::with("test-told-all", &[("rows", looks_for.into()), ("of", of.to_string().into())]))
        }
        SeenWord::Hidden => {
            let which = if examples.is_empty() { String::new() } else { format!(": {}", examples.join(", ")) };
            let (rows, hidden, of) =
                (("rows", looks_for.into()), ("hidden", hidden.to_string().into()), ("of", of.to_string().into()));
            let says = match (&sight.confirmed, &sight.doubt) {
                (Some(word), _) => {
                    let (by, at) = (("by", word.by.as_str().into()), ("at", word.at.as_str().into()));
                    words::with("report-hidden-confirmed", &[rows, hidden, of, by, at])
                }
                (None, Some(doubt)) => words::with("report-hidden-doubt", &[rows, hidden, of, ("doubt", doubt.into())]),
                (None, None) => words::with("test-told-hidden", &[rows, hidden, of]),
            };
            format!("{says}{which}.")
        }
        SeenWord::Unclear => format!("{looks_for}: {}.", because.as_deref().unwrap_or_default()),
    }
}

/// The rights that would have to be added and taken away, with the mark of a diff.
fn diff(document: &Document) -> Vec<(char, String)> {
    let lacking = document.rights.iter().filter(|it| it.proof.is_short());
    let add = lacking.map(|it| {
        let values = [("label", it.label().into()), ("needed", it.needed.as_str().into())];
        (
            '+',
            if it.optional { words::with("report-add-optional", &values) } else { words::with("report-add", &values) },
        )
    });
    let away = document.excess.iter().map(|it| ('-', format!("{}: {}", it.name, it.levels)));
    add.chain(away).collect()
}

/// What could not be checked, and why.
fn unchecked(document: &Document) -> Vec<String> {
    let layers = document.checks.iter().filter(|it| it.outcome == Outcome::Unclear);
    let rights = document.rights.iter().filter(|it| it.proof == Proven::Unproven);
    let sights = document.sights.iter().filter(|it| it.seen == SeenWord::Unclear);
    let layers = layers.map(|it| format!("{}: {}", it.name(), it.detail));
    let rights = rights.map(|it| {
        let values = [("label", it.label().into()), ("because", it.because.as_deref().unwrap_or_default().into())];
        if it.confirmed.is_some() {
            words::with("report-unchecked-confirmed", &values)
        } else {
            words::with("report-unchecked-why", &values)
        }
    });
    layers.chain(rights).chain(sights.map(seen)).collect()
}
