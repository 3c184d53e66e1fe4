//! What changed since it was last told, as text and as JSON.

use serde::Serialize;

use crate::{
    cli::{
        ago::ago,
        page::Page,
        say::{data, talk},
    },
    model::{
        change::{Change, changes},
        document::Document,
        fault::ExitCode,
    },
    words,
};

use super::{Tested, text};

#[derive(Serialize)]
pub(super) struct Since<'a> {
    version: u8,
    connection: &'a str,
    at: &'a str,
    #[serde(rename = "since")]
    last: Option<&'a str>,
    exit: u8,
    verdict: &'a str,
    changes: Vec<Change>,
    /// The whole report, when there is nothing to compare it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a Document>,
}

/// As JSON.
pub(super) fn document(tested: &Tested) -> Since<'_> {
    let Tested { document, before, .. } = tested;
    Since {
        version: 1,
        connection: &document.connection,
        at: &document.at,
        last: before.as_ref().map(|it| it.at.as_str()),
        exit: document.exit,
        verdict: &document.verdict,
        changes: before.as_ref().map(|it| changes(it, document)).unwrap_or_default(),
        report: before.is_none().then_some(document),
    }
}

/// Tells what changed of one connection: the changes are data, all else is talk. Says whether all of it was taken.
pub(super) fn tell_one(tested: &Tested) -> bool {
    let Tested { document, before, .. } = tested;
    let Some(before) = before else {
        talk(&first(document));
        return data(&text::report(document, false));
    };
    let changes = changes(before, document);
    let mut page = Page::default();
    if changes.is_empty() {
        page.line(&head(before, 0));
    } else {
        talk(&format!("{}: {}", document.connection, head(before, changes.len())));
        for it in &changes {
            page.line(&it.line());
        }
    }
    let taken = data(&page.into_text());
    if document.exit_code() != ExitCode::Fine {
        talk(&document.verdict);
    }
    taken
}

/// Tells what changed of one connection of several.
pub(super) fn one_of_all(tested: &Tested) -> String {
    let Tested { document, before, .. } = tested;
    let Some(before) = before else {
        return format!("{}\n{}\n", first(document), text::report(document, false));
    };
    let changes = changes(before, document);
    let mut page = Page::default();
    page.line(&format!("{}: {}", document.connection, head(before, changes.len())));
    for it in &changes {
        page.line(&format!("  {}", it.line()));
    }
    // Nothing new is not nothing wrong.
    if document.exit_code() != ExitCode::Fine {
        page.line(&format!("  {}", words::with("test-still", &[("verdict", document.verdict.as_str().into())])));
    }
    page.into_text()
}

fn first(document: &Document) -> String {
    words::with("test-no-earlier", &[("name", document.connection.as_str().into())])
}

fn head(before: &Document, n: usize) -> String {
    let age = match ago(&before.at) {
        age if age == words::say("age-just-now") => words::say("age-a-moment-ago").to_owned(),
        age => age,
    };
    words::with("test-changes-since", &[("n", n.into()), ("age", age.into())])
}
