//! An answers file, read from its text. A mistake is named by line, key and what was expected, never by its value.

use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Deserializer},
};

use super::{Answers, Wrong};
use crate::{
    model::{
        settings::file::{Mistake, path_at},
        shown::Shown,
    },
    words,
};

/// Only the version, so that a newer form is called newer and not broken.
#[derive(Deserialize)]
struct Form {
    version: u32,
}

/// What stands below these names, for whoever wrote something else there.
fn expects(path: &[String]) -> Option<String> {
    let expected = match path.first()?.as_str() {
        "version" => words::say("answers-expects-version"),
        "psa" => words::say("answers-expects-psa"),
        "integration" => words::say("answers-expects-integration"),
        "name" => words::say("answers-expects-name"),
        "site" => {
            let values = [
                ("id", "{ id = \"…\" }".into()),
                ("address", "{ address = \"…\" }".into()),
                ("up", "{ look_up = true }".into()),
            ];
            return Some(words::with("answers-expects-site", &values));
        }
        "way" => words::say("answers-expects-way"),
        "pin" => words::say("answers-expects-pin"),
        "store" => words::say("answers-expects-store"),
        "passphrase" => {
            let values = [("file", FILE.into()), ("command", COMMAND.into()), ("stdin", STDIN.into())];
            return Some(words::with("answers-expects-passphrase", &values));
        }
        "pull" => words::say("answers-expects-pull"),
        "on_existing_name" => words::say("answers-expects-existing"),
        "on_missing_rights" | "on_unproven_rights" | "on_failed_test" => words::say("answers-expects-doubt"),
        "login" if path.len() == 1 => words::say("answers-expects-login"),
        "login" => return Some(words::with("answers-expects-field", &[("where", from_where().into())])),
        _ => return None,
    };
    Some(expected.to_owned())
}

/// How a source is written.
pub(super) fn from_where() -> String {
    let values = [("file", FILE.into()), ("env", ENV.into()), ("command", COMMAND.into()), ("stdin", STDIN.into())];
    words::with("answers-where", &values)
}

const FILE: &str = "{ file = \"…\" }";
const ENV: &str = "{ env = \"…\" }";
const COMMAND: &str = "{ command = […] }";
const STDIN: &str = "{ stdin = true }";

impl Answers {
    /// Reads a file. Whether the answers fit the PSA is not looked at yet: [`Answers::wrong`] does.
    ///
    /// Errors: every mistake in it, in the order of its lines.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let mut table = DeTable::parse(text).map_err(|it| {
            let line = line(it.span().map_or(text.len(), |it| it.start));
            vec![Mistake { line, key: None, expected: words::say("answers-expects-toml").into() }]
        })?;
        let newer = toml::from_str::<Form>(text).is_ok_and(|it| it.version != 1);
        let mut mistakes = vec![];
        loop {
            let from = Deserializer::from(table.clone());
            let said =
                if newer { OnlyVersion::deserialize(from).map(|_| Self::default()) } else { Self::deserialize(from) };
            let error = match said {
                Ok(said) if mistakes.is_empty() => return Ok(said),
                Ok(_) => break,
                Err(error) => error,
            };
            let at = error.span().unwrap_or_default();
            let missing = error.message().contains("missing field");
            let path = if missing { vec![] } else { path_at(table.get_ref(), &at) };
            let expected = match (missing, expects(&path)) {
                (true, _) => words::say("answers-expects-version-line").to_owned(),
                (false, Some(known)) => known,
                (false, None) => words::say("answers-expects-an-answer").to_owned(),
            };
            let key = (!path.is_empty()).then(|| Shown::new(&path.join(".")).to_string());
            mistakes.push(Mistake { line: line(at.start), key, expected });
            // The others are looked at without this one; without the version, they mean nothing.
            if path == ["version"] || !leave_out(table.get_mut(), &path) {
                break;
            }
        }
        mistakes.sort_by(|a, b| (a.line, &a.key).cmp(&(b.line, &b.key)));
        Err(mistakes)
    }
}

/// Takes an answer out: of the login one of its fields, else all that stands below the first name. Says whether it was there.
fn leave_out(table: &mut DeTable<'_>, path: &[String]) -> bool {
    let Some(name) = path.first().map(String::as_str) else { return false };
    let field = path.get(1).filter(|_| name == "login").map(String::as_str);
    match (field, table.get_mut(name).map(Spanned::get_mut)) {
        (Some(field), Some(DeValue::Table(fields))) => fields.remove(field).is_some(),
        (Some(_) | None, _) => table.remove(name).is_some(),
    }
}

/// A form of which nothing but the version is read.
#[derive(Deserialize)]
struct OnlyVersion {
    #[expect(dead_code, reason = "reading it is what fails")]
    version: super::Version,
}

/// The line of an answer in the text of a file, from 1; of a table that holds it when it stands in none of its own.
pub fn line_of(text: &str, wrong: &Wrong) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let at = place(table.get_ref(), &mut wrong.id.split('.'))?;
    Some(text[..at.min(text.len())].matches('\n').count() + 1)
}

fn place<'a>(table: &DeTable<'_>, path: &mut impl Iterator<Item = &'a str>) -> Option<usize> {
    let name = path.next()?;
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
    let below = inner(value).and_then(|it| place(it, path));
    Some(below.unwrap_or(key.span().start))
}

fn inner<'a, 'i>(value: &'a Spanned<DeValue<'i>>) -> Option<&'a DeTable<'i>> {
    value.get_ref().as_table()
}
