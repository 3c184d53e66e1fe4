//! One more answer, as a program gives it: checked before it counts.

use super::{Answers, Given, Known, OnExisting, Question, Site, Wrong, check::wrong_source, question};
use crate::{
    model::{
        address,
        catalog::FieldKind,
        id::{FieldId, PsaId},
        login::Value,
        paste,
        saved::Name,
    },
    words,
};

/// The answers with one more. `text` is the answer to `question`; an empty one takes the default.
///
/// Errors: why it cannot be used. What was given for a secret is not repeated.
pub fn given(answers: &Answers, question: &Question, text: &str, known: &Known<'_>) -> Result<Answers, Wrong> {
    let id = question.id.as_str();
    let text = match (text.trim(), &question.default) {
        ("", Some(default)) => default.as_str(),
        ("", None) => return Err(Wrong::new(id, words::say("answers-empty"), words::say("answers-empty-next"))),
        (text, _) => text,
    };
    let mut answers = answers.clone();
    match id {
        "psa" => answers.psa = Some(PsaId(text.to_owned())),
        "integration" => answers.integration = Some(text.to_owned()),
        "site" => answers.site = Some(site(&answers, text, known)?),
        "name" => {
            let named = Name::new(text).map_err(|says| Wrong::new(id, words::say("answers-name-unusable"), says))?;
            answers.name = Some(named);
        }
        "on_existing_name" => {
            if yes(id, text)? {
                answers.on_existing_name = Some(OnExisting::Replace);
            } else {
                answers.name = None;
            }
        }
        "store" => {
            let kind = text.parse().map_err(|_| Wrong::new(id, words::say("answers-no-store"), choices(question)))?;
            answers.store = Some(kind);
        }
        "passphrase" => answers.passphrase = Some(source(id, text)?),
        _ => {
            let field = FieldId(id.strip_prefix("login.").unwrap_or(id).to_owned());
            let given = login(&answers, id, &field, text, known)?;
            answers.login.insert(field, given);
        }
    }
    answers.wrong(known).map_or(Ok(answers), Err)
}

fn choices(question: &Question) -> String {
    let values: Vec<_> = question.choices.iter().map(|it| it.value.as_str()).collect();
    words::with("answers-give-one", &[("values", values.join(", ").into())])
}

/// Reads a yes or a no.
pub(super) fn yes(id: &str, text: &str) -> Result<bool, Wrong> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" => Ok(true),
        "no" | "n" | "false" => Ok(false),
        _ => Err(Wrong::new(id, words::say("answers-neither"), words::say("answers-neither-next"))),
    }
}

/// The site: what was pasted as an address is not kept, only what was read from it, for it may carry a password.
fn site(answers: &Answers, text: &str, known: &Known<'_>) -> Result<Site, Wrong> {
    if text == question::LOOK_UP {
        return Ok(Site::look_up());
    }
    let facts = answers.psa.as_ref().and_then(|it| known.catalog.psa(it));
    let facts =
        facts.ok_or_else(|| Wrong::new("psa", words::say("answers-not-yet"), words::say("answers-not-yet-next")))?;
    match address::read(facts, text) {
        Ok(read) => Ok(read.site.map_or_else(|| Site::Address(read.origin.to_string()), Site::Id)),
        Err(fault) => Err(Wrong::new("site", fault.what.trim_end_matches('.'), fault.remedy)),
    }
}

fn login(answers: &Answers, id: &str, field: &FieldId, text: &str, known: &Known<'_>) -> Result<Given, Wrong> {
    let facts = answers.psa.as_ref().and_then(|it| known.catalog.psa(it));
    match facts.and_then(|it| it.field(field)).map(|it| it.kind) {
        Some(FieldKind::Plain) => match paste::clean(FieldKind::Plain, text).value {
            Value::Plain(text) => Ok(Given::Text(text)),
            Value::Secret(_) => Err(Wrong::new(id, words::say("answers-no-text"), words::say("answers-no-text-next"))),
        },
        // What is not known to be plain is taken for a secret.
        Some(FieldKind::Secret) | None => source(id, text).map(Given::From),
    }
}

fn source(id: &str, text: &str) -> Result<super::Source, Wrong> {
    let source = question::source_of(text)
        .ok_or_else(|| Wrong::new(id, words::say("answers-nowhere"), words::say("answers-nowhere-next")))?;
    wrong_source(id, &source).map_or(Ok(source), Err)
}
