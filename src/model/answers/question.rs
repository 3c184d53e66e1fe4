//! The question that is still open: one function for the error that names a missing answer, for programs that ask one
//! question after another, and for the documentation.

use serde::Serialize;

use super::{Answers, Known, OnExisting, Site, Source};
use crate::{
    model::{
        catalog::{Field, FieldKind, PsaFacts},
        saved::{Name, SHORTEST_PASSPHRASE, StoreCard, StoreNeeds},
    },
    words,
};

/// A question, in the words of the wizard. Its keys are stable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The answer's name in an answers file: `login.private_key`.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question.
    pub label: String,
    /// What it is, where it is found, and what an answer looks like.
    pub help: String,
    /// What an empty answer means.
    pub default: Option<String>,
    /// A made-up answer.
    pub example: Option<String>,
    /// Whether an empty answer is none.
    pub required: bool,
    /// Whether the answer is where a value is read, and never the value.
    pub secret: bool,
    /// What there is to choose from.
    pub choices: Vec<Choice>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// By the value of a choice; where the help says so, by a text as well.
    Choice,
    /// By a text.
    Text,
    /// By where a secret is read: `env:NAME`, `file:PATH`, `command:["PROGRAM","ARGUMENT"]` or `stdin`.
    Secret,
    /// By `yes` or `no`.
    Confirm,
}

/// One of several answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The answer.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What there is to know of it.
    pub help: String,
}

impl Question {
    pub(super) fn new(id: &str, kind: QuestionKind, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            label: label.into(),
            help: help.into(),
            default: None,
            example: None,
            required: true,
            secret: kind == QuestionKind::Secret,
            choices: vec![],
        }
    }

    fn or(mut self, default: Option<String>) -> Self {
        self.required = default.is_none();
        self.default = default;
        self
    }

    fn choosing(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    /// How the answer is given in an answers file, a sentence.
    pub fn in_file(&self) -> String {
        let (table, key) = self.id.split_once('.').map_or(("", self.id.as_str()), |(table, key)| (table, key));
        let below = match table {
            "" => String::new(),
            table => format!(" {}", words::with("answers-below", &[("table", table.into())])),
        };
        let value = match (self.kind, &self.example, self.choices.as_slice()) {
            (QuestionKind::Secret, ..) if self.id == "passphrase" => {
                let values = [("file", FILE.into()), ("command", COMMAND.into()), ("stdin", STDIN.into())];
                return words::with("answers-in-file-passphrase", &values);
            }
            (QuestionKind::Secret, ..) => {
                let (env, stdin) = (("env", ENV.into()), ("stdin", STDIN.into()));
                let (file, command) = (("file", FILE.into()), ("command", COMMAND.into()));
                return words::with(
                    "answers-in-file-secret",
                    &[("below", below.into()), ("key", key.into()), file, env, command, stdin],
                );
            }
            (QuestionKind::Confirm, ..) => "\"replace\"".to_owned(),
            (_, _, choices) if self.id == "site" => {
                let ids = choices.iter().skip(1).map(|it| it.value.as_str()).collect::<Vec<_>>().join(", ");
                let values = [
                    ("up", "{ look_up = true }".into()),
                    ("id", "{ id = \"…\" }".into()),
                    ("ids", ids.into()),
                    ("address", "{ address = \"…\" }".into()),
                ];
                return words::with("answers-in-file-site", &values);
            }
            (QuestionKind::Choice, _, choices) if !choices.is_empty() => {
                let mut values = choices.iter().map(|it| format!("\"{}\"", it.value));
                let first = values.next().unwrap_or_default();
                values.fold(first, |before, last| {
                    words::with("names-or", &[("before", before.into()), ("last", last.into())])
                })
            }
            (_, Some(example), _) => words::with("answers-for-example", &[("example", example.as_str().into())]),
            (QuestionKind::Choice | QuestionKind::Text, None, _) => "\"…\"".to_owned(),
        };
        words::with("answers-in-file", &[("below", below.into()), ("key", key.into()), ("value", value.into())])
    }
}

/// The first question that is still open; `None` when everything is answered.
pub fn next(answers: &Answers, known: &Known<'_>) -> Option<Question> {
    open(answers, known).into_iter().next()
}

/// Every question that is surely still open, in the order in which they are asked. One that depends on an answer is among
/// them only once that answer is there.
pub fn open(answers: &Answers, known: &Known<'_>) -> Vec<Question> {
    let facts = answers.psa.as_ref().and_then(|it| known.catalog.psa(it));
    let mut open = vec![];
    match facts {
        None => open.push(psa(known)),
        Some(facts) => {
            if answers.integration.as_ref().is_none_or(|it| known.catalog.integration(it).is_none()) {
                open.push(integration(known, facts));
            }
            if answers.site.is_none() {
                open.push(site(facts));
            }
            open.extend(facts.fields.iter().filter(|it| !answers.login.contains_key(&it.id)).map(field));
        }
    }
    match &answers.name {
        None => open.push(name(answers, facts)),
        Some(name) if known.taken.iter().any(|it| it == name.as_str()) => {
            open.extend((answers.on_existing_name != Some(OnExisting::Replace)).then(|| replace(name)));
        }
        Some(_) => {}
    }
    match answers.store {
        None => open.push(store(known)),
        Some(kind) => {
            let card = known.stores.iter().find(|it| it.kind == kind);
            let wants = |it: &&StoreCard| it.needs == StoreNeeds::NewPassphrase && answers.passphrase.is_none();
            open.extend(card.filter(wants).map(passphrase));
        }
    }
    open
}

fn psa(known: &Known<'_>) -> Question {
    let choices = known.catalog.psas.iter();
    let choices = choices.map(|it| Choice { value: it.id.0.clone(), label: it.name.clone(), help: it.needs.clone() });
    Question::new("psa", QuestionKind::Choice, words::say("psa-title"), "").choosing(choices.collect())
}

fn integration(known: &Known<'_>, facts: &PsaFacts) -> Question {
    let fits = known.catalog.integrations.iter().filter(|it| it.needs(&facts.id).is_some());
    let choices: Vec<_> = fits
        .map(|it| Choice { value: it.id.clone(), label: it.name.clone(), help: facts.words.fill(&it.what) })
        .collect();
    let help = words::say("answers-integration-help");
    let default = choices.first().map(|it| it.value.clone());
    Question::new("integration", QuestionKind::Choice, words::say("answers-integration"), help)
        .or(default)
        .choosing(choices)
}

const FILE: &str = "{ file = \"PATH\" }";
const ENV: &str = "{ env = \"NAME\" }";
const COMMAND: &str = "{ command = [\"PROGRAM\"] }";
const STDIN: &str = "{ stdin = true }";

/// How the look-up is chosen.
pub(super) const LOOK_UP: &str = "look_up";

fn site(facts: &PsaFacts) -> Question {
    let by = facts.field(&facts.locate.by).map(|it| it.label.clone()).unwrap_or_default();
    let look_up = Choice {
        value: LOOK_UP.into(),
        label: words::with("answers-look-up", &[("site", facts.words.site.as_str().into()), ("by", by.into())]),
        help: facts.locate.says.clone(),
    };
    let listed = facts.sites.iter().map(|it| Choice {
        value: it.id.0.clone(),
        label: it.label.clone(),
        help: it.note.clone().unwrap_or_else(|| it.origin.to_string()),
    });
    let help = words::with("answers-site-help", &[("site", facts.words.site.as_str().into())]);
    Question::new(
        "site",
        QuestionKind::Choice,
        words::with("answers-site", &[("psa", facts.name.as_str().into())]),
        help,
    )
    .or(Some(LOOK_UP.into()))
    .choosing(std::iter::once(look_up).chain(listed).collect())
}

fn field(field: &Field) -> Question {
    let kind = match field.kind {
        FieldKind::Plain => QuestionKind::Text,
        FieldKind::Secret => QuestionKind::Secret,
    };
    let mut question = Question::new(&format!("login.{}", field.id), kind, field.label.clone(), field.help.clone());
    question.example = match field.kind {
        FieldKind::Plain => Some(field.example.clone()),
        FieldKind::Secret => Some(format!("env:{}", variable(&field.id.0))),
    };
    question
}

/// What the variable for a secret is called in examples: psa-connect does not hand such variables to the programs it starts.
pub(super) fn variable(field: &str) -> String {
    format!("PSA_CONNECT_{}", field.to_ascii_uppercase())
}

/// None is suggested before it is known whose it is.
fn name(answers: &Answers, facts: Option<&PsaFacts>) -> Question {
    let suggested = facts.and_then(|facts| {
        let who = match answers.login.get(&facts.locate.by) {
            Some(super::Given::Text(text)) => text.as_str(),
            Some(super::Given::From(_)) | None => "",
        };
        Name::new(&Name::suggested(&facts.id, who)).ok()
    });
    let mut question = Question::new("name", QuestionKind::Text, words::say("save-name"), words::say("save-name-help"))
        .or(suggested.map(|it| it.as_str().to_owned()));
    question.example = Some("acme".into());
    question
}

fn replace(name: &Name) -> Question {
    Question::new(
        "on_existing_name",
        QuestionKind::Confirm,
        words::with("answers-replace", &[("name", name.as_str().into())]),
        words::say("answers-replace-help"),
    )
    .or(Some("no".into()))
}

fn store(known: &Known<'_>) -> Question {
    let usable = || known.stores.iter().filter(|it| it.trouble.is_none());
    let choices = usable().map(|it| Choice {
        value: it.kind.key().into(),
        label: it.kind.label().into(),
        help: it.protection.clone(),
    });
    // What protects less is never taken by itself.
    let default = known.stores.first().filter(|it| it.trouble.is_none()).map(|it| it.kind.key().to_owned());
    Question::new("store", QuestionKind::Choice, words::say("store-heading"), "")
        .or(default)
        .choosing(choices.collect())
}

fn passphrase(card: &StoreCard) -> Question {
    let help = words::with(
        "answers-passphrase-help",
        &[("place", card.place.as_str().into()), ("shortest", SHORTEST_PASSPHRASE.into())],
    );
    let mut question = Question::new("passphrase", QuestionKind::Secret, words::say("answers-passphrase"), help);
    question.example = Some("file:/run/credentials/passphrase".into());
    question
}

/// Reads where a secret is read from the answer of a program. `None` for anything else, which is not repeated: it may be
/// the secret.
pub fn source_of(text: &str) -> Option<Source> {
    let text = text.trim();
    if matches!(text, "-" | "stdin") {
        return Some(Source::Stdin(super::Yes));
    }
    match text.split_once(':')? {
        ("env", name) => Some(Source::Env(name.to_owned())),
        ("file", path) => Some(Source::File(path.into())),
        ("command", words) => serde_json::from_str(words).ok().map(Source::Command),
        _ => None,
    }
}

impl Site {
    /// The look-up.
    pub fn look_up() -> Self {
        Self::LookUp(super::Yes)
    }
}
