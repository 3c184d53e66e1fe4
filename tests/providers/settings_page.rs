//! `docs/settings.md` is made from the list of settings. `UPDATE_DOCS=1` writes it anew.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::PathBuf};

use psa_connect::model::settings::{
    file::{SettingsFile, Whose},
    listed::{Files, ROWS},
};

const HEAD: &str = "\
# Settings

Made from the list in `src/model/settings/listed.rs`; a test keeps it current. Do not edit it: run `just settings`.

An option has the last word, then a variable, then the user's file (`config.toml` beside the connections), then the
host's (`/etc/psa-connect/config.toml`). `psa-connect doctor` shows what counts and who said it;
`assets/config.example.toml` is a file to copy from. No secret belongs in either file.

The host's file has to be a plain file of root that nobody else may write, in directories that nobody else may write.
Else psa-connect says so and does nothing: what restricts must not be passed over. `doctor`, `explain`, `guide` and
`completions` go on and report it. `allowed_stores` is a restriction, not a value: a store must be allowed by both files,
and no option or variable can change that. What was saved in another store before can still be opened, tested, removed
and moved away.

| setting | what it does | what it may be | option | variable | file | when nobody says it |
|---|---|---|---|---|---|---|
";

fn page() -> String {
    let mut text = HEAD.to_owned();
    for it in ROWS {
        let quoted = |it: &str| it.split(", ").map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let files = match it.files {
            Files::Both => "both",
            Files::User => "the user's",
            Files::None => "-",
        };
        let flag = it.flag.map_or_else(|| "-".to_owned(), quoted);
        let variables = if it.variables.is_empty() { "-".to_owned() } else { quoted(&it.variables.join(", ")) };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {flag} | {variables} | {files} | {} |",
            quoted(it.key),
            it.says,
            it.expects.say(),
            it.built_in
        );
    }
    text
}

fn kept(path: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default()
}

#[test]
fn the_page_of_settings_is_current() {
    let page = page();
    if env::var_os("UPDATE_DOCS").is_some() {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md");
        fs::write(file, &page).expect("it can be written");
    }
    let update = "docs/settings.md is not current; UPDATE_DOCS=1 cargo test --test providers settings_page";
    assert!(kept("docs/settings.md") == page, "{update}");
}

#[test]
fn the_example_is_a_settings_file_that_says_every_setting() {
    let text = kept("assets/config.example.toml");
    let file = SettingsFile::parse(&text, Whose::User).unwrap_or_else(|it| panic!("{}", it.says()));
    assert_eq!(file.timeout, Some(30));
    let mut said = BTreeSet::new();
    keys("", &text.parse().expect("it was read"), &mut said);
    let listed: BTreeSet<_> =
        ROWS.iter().filter(|it| it.files != Files::None).flat_map(|it| it.key.split(", ")).map(str::to_owned).collect();
    assert_eq!(said, listed);
}

fn keys(above: &str, table: &toml::Table, said: &mut BTreeSet<String>) {
    for (key, value) in table {
        let key = format!("{above}{key}");
        if let Some(below) = value.as_table() {
            keys(&format!("{key}."), below, said);
        }
        said.insert(key);
    }
}
