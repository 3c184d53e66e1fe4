//! Checks that every name in an integration file is one that its PSA has.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    model::{
        catalog::{Function, List, ProofBy, PsaFacts},
        guide,
        id::ListId,
        right::{Action, Level},
    },
    words,
};

use super::{
    Integration, IntegrationFault, Needs, Right, RowTest, RowWarning,
    fault::{line_of, nearest_first},
};

/// Longest id: it becomes part of file names.
const LONGEST_ID: usize = 40;

/// Checks the names of `integration`, which was read from `text`.
pub(super) fn names(text: &str, integration: &Integration, psas: &[PsaFacts]) -> Result<(), IntegrationFault> {
    let file = File::new(text)?;
    let id = &integration.id;
    let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if id.is_empty() || id.len() > LONGEST_ID || !id.chars().all(fits) {
        let expected = words::with("integration-fault-id", &[("n", LONGEST_ID.into())]);
        return Err(file.fault(&[At::Key("id")], expected));
    }
    if integration.psa.is_empty() {
        let known: Vec<&str> = psas.iter().map(|it| it.id.0.as_str()).collect();
        let expected = words::with("integration-fault-no-psa", &[("psas", nearest_first("", &known).into())]);
        return Err(file.fault(&[At::Key("psa")], expected));
    }
    for (psa, needs) in &integration.psa {
        let at = [At::Key("psa"), At::Key(&psa.0)];
        let Some(facts) = psas.iter().find(|it| it.id == *psa) else {
            let known: Vec<&str> = psas.iter().map(|it| it.id.0.as_str()).collect();
            return Err(file.unknown(&at, "PSA", &psa.0, &known));
        };
        Part { file: &file, facts, needs, psa: &psa.0 }.check()?;
    }
    Ok(())
}

/// One `[psa.x]` of a file.
struct Part<'a> {
    file: &'a File<'a>,
    facts: &'a PsaFacts,
    needs: &'a Needs,
    psa: &'a str,
}

impl Part<'_> {
    fn check(&self) -> Result<(), IntegrationFault> {
        self.values()?;
        for (n, right) in self.needs.rights.iter().enumerate() {
            self.right(n, right)?;
        }
        self.lists()?;
        self.counted()?;
        for (n, warning) in self.needs.warnings.iter().enumerate() {
            self.warning(n, warning)?;
        }
        Ok(())
    }

    /// The guide's blanks and the values fit each other.
    fn values(&self) -> Result<(), IntegrationFault> {
        let known = guide::blanks(&self.facts.guide);
        if let Some(key) = self.needs.values.keys().find(|it| !known.contains(&it.as_str())) {
            return Err(self.file.unknown(&self.at(&[At::Key("values"), At::Key(key)]), "value", key, &known));
        }
        match known.into_iter().find(|it| !self.needs.values.contains_key(*it)) {
            None => Ok(()),
            Some(missing) => {
                let at = self.at(&[At::Key("values")]);
                let expected = words::say("integration-fault-value-missing").to_owned();
                Err(IntegrationFault { key: missing.to_owned(), ..self.file.fault(&at, expected) })
            }
        }
    }

    fn right(&self, n: usize, right: &Right) -> Result<(), IntegrationFault> {
        let at = |key| self.at(&[At::Key("right"), At::Item(n), At::Key(key)]);
        let Some(function) = self.facts.function(&right.function) else {
            let known: Vec<&str> = self.facts.functions.iter().map(|it| it.id.0.as_str()).collect();
            return Err(self.file.unknown(&at("function"), "function", &right.function.0, &known));
        };
        if self.needs.rights[..n].iter().any(|it| it.function == right.function) {
            let expected =
                words::with("integration-fault-right-twice", &[("function", right.function.to_string().into())]);
            return Err(self.file.fault(&at("function"), expected));
        }
        if right.needs.is_empty() && right.wanted.is_none() {
            let expected = words::with("integration-fault-needs", &[("needs", "needs = { … }".into())]);
            return Err(IntegrationFault { key: "needs".into(), ..self.file.fault(&at("function"), expected) });
        }
        let known = levels(function);
        for (action, level) in &right.needs {
            let at = self.at(&[At::Key("right"), At::Item(n), At::Key("needs"), At::Key(action.word())]);
            let Some((_, known)) = known.iter().find(|(it, _)| it == action) else {
                let words: Vec<&str> = known.iter().map(|(it, _)| it.word()).collect();
                let expected = match words.as_slice() {
                    [] => words::with("integration-fault-no-levels", &[("function", function.id.to_string().into())]),
                    some => words::with(
                        "integration-fault-no-action",
                        &[("function", function.id.to_string().into()), ("actions", nearest_first("", some).into())],
                    ),
                };
                return Err(self.file.fault(&at, expected));
            };
            if !known.contains(level) {
                let words: Vec<String> = known.iter().map(ToString::to_string).collect();
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let expected = words::with(
                    "integration-fault-no-level",
                    &[
                        ("function", function.id.to_string().into()),
                        ("level", level.to_string().into()),
                        ("levels", nearest_first("", &words).into()),
                    ],
                );
                return Err(self.file.fault(&at, expected));
            }
        }
        Ok(())
    }

    fn lists(&self) -> Result<(), IntegrationFault> {
        for (n, list) in self.needs.lists.iter().enumerate() {
            let at = self.at(&[At::Key("lists"), At::Item(n)]);
            let Some(facts) = self.facts.list(list) else {
                let known: Vec<&str> = self.facts.lists.iter().map(|it| it.id.0.as_str()).collect();
                return Err(self.file.unknown(&at, "list", &list.0, &known));
            };
            if self.needs.lists[..n].contains(list) {
                return Err(self
                    .file
                    .fault(&at, words::with("integration-fault-list-twice", &[("list", list.to_string().into())])));
            }
            if let Some(parent) = facts.parent.as_ref().filter(|it| !self.needs.lists[..n].contains(it)) {
                return Err(self.file.fault(
                    &at,
                    words::with(
                        "integration-fault-parent-first",
                        &[("parent", parent.to_string().into()), ("list", list.to_string().into())],
                    ),
                ));
            }
        }
        Ok(())
    }

    fn counted(&self) -> Result<(), IntegrationFault> {
        for (n, list) in self.needs.counted.iter().enumerate() {
            let at = self.at(&[At::Key("counted"), At::Item(n)]);
            if self.facts.list(list).is_none() {
                let known: Vec<&str> = self.facts.lists.iter().map(|it| it.id.0.as_str()).collect();
                return Err(self.file.unknown(&at, "list", &list.0, &known));
            }
            if self.needs.lists.contains(list) {
                return Err(self
                    .file
                    .fault(&at, words::with("integration-fault-list-taken", &[("list", list.to_string().into())])));
            }
        }
        Ok(())
    }

    fn warning(&self, n: usize, warning: &RowWarning) -> Result<(), IntegrationFault> {
        let at = |key| self.at(&[At::Key("warning"), At::Item(n), At::Key(key)]);
        let taken: Vec<&List> = self.needs.lists.iter().filter_map(|it| self.facts.list(it)).collect();
        let ids: Vec<&str> = taken.iter().map(|it| it.id.0.as_str()).collect();
        let Some(list) = taken.iter().find(|it| it.id == warning.list) else {
            return Err(self.not_taken(&at("list"), &warning.list, &ids));
        };
        if !list.columns.iter().any(|it| it.id == warning.column) {
            let known: Vec<&str> = list.columns.iter().map(|it| it.id.as_str()).collect();
            return Err(self.file.unknown(&at("column"), "column", &warning.column, &known));
        }
        match &warning.when {
            RowTest::Is(words) | RowTest::IsNot(words) if words.is_empty() => {
                Err(self.file.fault(&at("when"), words::say("integration-fault-no-word")))
            }
            RowTest::NotIn(other) if !ids.contains(&other.0.as_str()) => Err(self.not_taken(&at("when"), other, &ids)),
            RowTest::Is(_) | RowTest::IsNot(_) | RowTest::Missing | RowTest::Duplicate | RowTest::NotIn(_) => Ok(()),
        }
    }

    fn not_taken(&self, at: &[At<'_>], list: &ListId, taken: &[&str]) -> IntegrationFault {
        let expected = words::with(
            "integration-fault-list-not-taken",
            &[("list", list.to_string().into()), ("lists", nearest_first(&list.0, taken).into())],
        );
        self.file.fault(at, expected)
    }

    fn at<'a>(&'a self, rest: &[At<'a>]) -> Vec<At<'a>> {
        [At::Key("psa"), At::Key(self.psa)].into_iter().chain(rest.iter().copied()).collect()
    }
}

/// The actions that a function can have, each with its levels.
fn levels(function: &Function) -> Vec<(Action, Vec<Level>)> {
    let with = |levels: [Level; 2]| move |it: Action| (it, levels.to_vec());
    match &function.proof {
        ProofBy::Role { .. } => Action::ALL.into_iter().map(with([Level::All, Level::My])).collect(),
        ProofBy::Entity { parts, .. } => Action::ALL
            .into_iter()
            .filter(|it| parts.iter().any(|part| part.actions.contains(it)))
            .map(with([Level::All, Level::Restricted]))
            .collect(),
        ProofBy::Item { .. } | ProofBy::Login | ProofBy::Nothing { .. } => vec![],
    }
}

/// One step on the way to a value.
#[derive(Clone, Copy)]
enum At<'a> {
    Key(&'a str),
    Item(usize),
}

/// The file with the place of everything in it.
struct File<'a> {
    text: &'a str,
    root: Spanned<DeTable<'a>>,
}

impl<'a> File<'a> {
    fn new(text: &'a str) -> Result<Self, IntegrationFault> {
        let root = DeTable::parse(text).map_err(|it| IntegrationFault::of_toml(text, &it))?;
        Ok(Self { text, root })
    }

    /// The fault at `path`: its line is that of the last step that is there, its key the last key.
    fn fault(&self, path: &[At<'_>], expected: impl AsRef<str>) -> IntegrationFault {
        let key = path.iter().rev().find_map(|it| match it {
            At::Key(key) => Some(*key),
            At::Item(_) => None,
        });
        IntegrationFault::new(line_of(self.text, self.place(path)), key.unwrap_or_default(), expected.as_ref())
    }

    fn unknown(&self, path: &[At<'_>], what: &str, given: &str, known: &[&str]) -> IntegrationFault {
        self.fault(
            path,
            words::with(
                "integration-fault-unknown",
                &[("what", what.into()), ("given", given.into()), ("known", nearest_first(given, known).into())],
            ),
        )
    }

    fn place(&self, path: &[At<'_>]) -> usize {
        let mut place = 0;
        let root = DeValue::Table(self.root.get_ref().clone());
        let mut here = &root;
        for step in path {
            let next = match (step, here) {
                (At::Key(key), DeValue::Table(table)) => {
                    table.get_key_value(*key).map(|(key, it)| (key.span().start, it))
                }
                (At::Item(n), DeValue::Array(array)) => array.get(*n).map(|it| (it.span().start, it)),
                (At::Key(_) | At::Item(_), _) => None,
            };
            let Some((at, value)) = next else { break };
            (place, here) = (at, value.get_ref());
        }
        place
    }
}
