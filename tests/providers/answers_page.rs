//! The tables of `docs/unattended.md` are made from the questions of a set-up. `UPDATE_DOCS=1` writes them anew.

use std::{env, fmt::Write as _, fs, path::PathBuf};

use psa_connect::model::{
    answers::{Answers, Known, QuestionKind, given, next},
    catalog::Catalog,
    saved::{StoreCard, StoreNeeds},
    store_kind::StoreKind,
};

const BEGIN: &str = "<!-- made from the questions; run: just questions -->\n";
const END: &str = "<!-- end -->\n";

/// Every question of a PSA in its order, on a host with nothing but the encrypted file, which is not set up yet.
fn table(catalog: &Catalog, psa: &str) -> String {
    let card = StoreCard {
        kind: StoreKind::EncryptedFile,
        place: "identity.age".into(),
        protection: "A passphrase opens it.".into(),
        needs: StoreNeeds::NewPassphrase,
        trouble: None,
    };
    let known = Known { catalog, stores: &[card], taken: &[] };
    let mut answers = Answers::default();
    let mut text = String::from("| id | kind | asks | an empty answer is |\n|---|---|---|---|\n");
    while let Some(question) = next(&answers, &known) {
        let kind = match question.kind {
            QuestionKind::Choice => "choice",
            QuestionKind::Text => "text",
            QuestionKind::Secret => "secret",
            QuestionKind::Confirm => "confirm",
        };
        let default = question.default.as_ref().map_or_else(|| "refused".to_owned(), |it| format!("`{it}`"));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| `{}` | {kind} | {} | {default} |", question.id, question.label);
        let answer = match (question.kind, question.id.as_str()) {
            (_, "psa") => psa,
            (QuestionKind::Text, "login.company") => "acme",
            (QuestionKind::Text, "login.user_name") => "key@acme.example",
            (QuestionKind::Secret, _) => "stdin",
            (QuestionKind::Choice | QuestionKind::Text | QuestionKind::Confirm, _) => "",
        };
        answers = given(&answers, &question, answer, &known).unwrap_or_else(|it| panic!("{it:?}"));
    }
    text
}

#[test]
fn the_tables_of_questions_are_current() {
    let catalog = Catalog::embedded();
    let tables = catalog.psas.iter().map(|it| format!("### {}\n\n{}", it.name, table(&catalog, &it.id.0)));
    let made = format!("\n{}\n", tables.collect::<Vec<_>>().join("\n"));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/unattended.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("it has a place for the tables");
    let (kept, after) = rest.split_once(END).expect("the place has an end");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, [before, BEGIN, &made, END, after].concat()).expect("it can be written");
        return;
    }
    assert_eq!(kept, made, "docs/unattended.md is not current; UPDATE_DOCS=1 cargo test --test providers answers_page");
}

#[test]
fn the_example_of_the_page_is_a_whole_file_of_answers() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/unattended.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let examples: Vec<_> =
        page.split("```toml\n").skip(1).filter_map(|it| it.split_once("```")).map(|it| it.0).collect();
    assert!(!examples.is_empty());
    let catalog = Catalog::embedded();
    let card = |kind| StoreCard {
        kind,
        place: String::new(),
        protection: String::new(),
        needs: StoreNeeds::NewPassphrase,
        trouble: None,
    };
    let stores = [StoreKind::EncryptedFile, StoreKind::File].map(card);
    let known = Known { catalog: &catalog, stores: &stores, taken: &[] };
    for text in examples {
        let answers = Answers::parse(text).unwrap_or_else(|it| panic!("{it:?}: {text}"));
        assert_eq!((answers.wrong(&known), next(&answers, &known)), (None, None), "{text}");
    }
}
