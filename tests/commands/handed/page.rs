//! The tables of `docs/hand-over.md` are made from the facts of the PSAs. `UPDATE_DOCS=1` writes them anew.

use std::{env, fmt::Write as _, fs, path::PathBuf};

use psa_connect::model::{
    catalog::{Catalog, FieldKind},
    hand_over::{Prefix, parts},
};

const BEGIN: &str = "<!-- made from assets/psa; run: just hand-over -->\n";
const END: &str = "<!-- end -->\n";

fn tables() -> String {
    let prefix = Prefix::new(Prefix::USUAL).expect("the usual prefix is one");
    let mut text = String::new();
    for facts in Catalog::embedded().psas.clone() {
        let _ = write!(text, "\n### {}\n\n| variable | in JSON and templates | holds |\n|---|---|---|\n", facts.name);
        for part in parts(&facts) {
            let field = facts.fields.iter().find(|it| it.id.0 == part);
            let (key, holds) = match (part, field) {
                ("kind", _) => ("psa", format!("`{}`", facts.id)),
                ("name", _) => (part, "the connection's name".into()),
                ("url", _) => (part, format!("the API's base address, ending in `{}`", facts.address.api_path)),
                (_, Some(field)) => match field.kind {
                    FieldKind::Plain => (part, field.label.clone()),
                    FieldKind::Secret => (part, format!("{} (secret)", field.label)),
                },
                (_, None) => panic!("{part} is not documented"),
            };
            let _ = writeln!(text, "| `{}` | `{key}` | {holds} |", prefix.variable(part));
        }
    }
    format!("{text}\n")
}

#[test]
fn the_page_of_variables_is_current() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/hand-over.md");
    let kept = fs::read_to_string(&file).unwrap();
    let (head, rest) = kept.split_once(BEGIN).expect("the tables have a beginning");
    let (_, tail) = rest.split_once(END).expect("the tables have an end");
    let page = format!("{head}{BEGIN}{}{END}{tail}", tables());
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    assert!(kept == page, "docs/hand-over.md is not current; UPDATE_DOCS=1 cargo test --test commands handed::page");
}
