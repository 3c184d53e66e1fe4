//! An answers file, read from its text. A mistake is named by line, key and what was expected, never by its value.

use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Answers, Wrong};
use crate::model::{
    settings::file::{Mistake, key_at},
    shown::Shown,
};

/// Only the version, so that a newer form is called newer and not broken.
#[derive(Deserialize)]
struct Form {
    version: u32,
}

/// What stands at a key, for whoever wrote something else there.
fn expects(key: &str) -> Option<&'static str> {
    Some(match key.split('.').next().unwrap_or_default() {
        "version" => "1, the version that this psa-connect reads",
        "psa" => "the id of a PSA: \"connectwise\" or \"autotask\"",
        "integration" => "the id of an integration, or a file that says what one needs",
        "name" => "a connection's name: small letters, digits, dots, hyphens and underscores",
        "site" => "{ id = \"…\" }, { address = \"…\" } or { look_up = true }",
        "way" => "\"least-privilege\" or \"simple\"",
        "pin" => "a SHA-256: 32 pairs of hexadecimal digits, AB:CD:…",
        "store" => "\"encrypted-file\", \"vault\", \"command\", \"file\" or \"keyring\"",
        "passphrase" => "where it is read: { file = \"…\" }, { command = […] } or { stdin = true }",
        "pull" => "\"now\" or \"later\"",
        "on_existing_name" => "\"stop\" or \"replace\"",
        "on_missing_rights" | "on_unproven_rights" | "on_failed_test" => "\"stop\" or \"save\"",
        "login" if key == "login" => "a table: [login]",
        "login" => {
            "a text, or of a secret where it is read: { file = \"…\" }, { env = \"…\" }, { command = […] } or { stdin = true }"
        }
        _ => return None,
    })
}

/// How a source is written.
pub(super) const FROM: &str =
    "where it is read: { file = \"…\" }, { env = \"…\" }, { command = […] } or { stdin = true }";

impl Answers {
    /// Reads a file. Whether the answers fit the PSA is not looked at yet: [`Answers::wrong`] does.
    ///
    /// Errors: the first mistake in it.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let table = DeTable::parse(text).map_err(|it| Mistake {
            line: line(it.span().map_or(text.len(), |it| it.start)),
            key: None,
            expected: "TOML: key = value, or a [table]".into(),
        })?;
        let newer = toml::from_str::<Form>(text).is_ok_and(|it| it.version != 1);
        let said =
            if newer { toml::from_str::<OnlyVersion>(text).map(|_| Self::default()) } else { toml::from_str(text) };
        said.map_err(|it| {
            let at = it.span().unwrap_or_default();
            let missing = it.message().contains("missing field");
            let key = if missing { None } else { key_at(table.get_ref(), &at) };
            let expected = match (missing, key.as_deref().and_then(expects)) {
                (true, _) => "version = 1 at the top",
                (false, Some(known)) => known,
                (false, None) => "an answer of docs/unattended.md; there is none of this name",
            };
            let key = key.map(|it| Shown::new(&it).to_string());
            Mistake { line: line(at.start), key, expected: expected.to_owned() }
        })
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
