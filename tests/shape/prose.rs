//! The rule that what people read is in the catalogue: no sentence stands in the code of the areas that are done.

use crate::{
    imports::{Token, reads, tokens_and_strings, without_tests},
    rules::{Finding, Source},
};

/// Where no text is left in the code. `face` and `sandbox` say nothing to people.
const DONE: [&str; 10] = [
    "src/cli",
    "src/engine",
    "src/line",
    "src/model",
    "src/psa",
    "src/store",
    "src/tui",
    "src/unattended",
    "src/wizard",
    "src/words",
];

/// Files that hold no prose for people who use the program, with what it is.
const OTHER_TEXTS: [(&str, &str); 17] = [
    ("src/cli/export/parquet", "the language of a schema"),
    ("src/cli/test/nagios", "read by monitoring, which looks for its words"),
    ("src/cli/test/prometheus", "read by monitoring"),
    ("src/engine/logged", "the log's names for jobs"),
    ("src/engine/transport/blame", "what the libraries below say, to be found in it"),
    ("src/model/answers/words", "errors of the reader of TOML, of which only the place is told"),
    ("src/model/paste/basic", "labels to be found in what was pasted"),
    ("src/model/settings/listed", "what docs/settings.md is made from"),
    ("src/psa/explain/mask", "labels to be found in what was pasted"),
    ("src/store/mirror/doubts", "SQL"),
    ("src/store/mirror/postgres/read", "SQL"),
    ("src/store/mirror/postgres/schema", "SQL"),
    ("src/store/mirror/postgres/write", "SQL"),
    ("src/store/mirror/sql", "SQL"),
    ("src/store/mirror/sqlite/read", "SQL"),
    ("src/store/mirror/sqlite/write", "SQL"),
    ("src/tui/backend", "an error that nobody can come to"),
];

/// Texts that look like prose and are none, by file and beginning, with what they are.
const NO_PROSE: [(&str, &str, &str); 56] = [
    ("", "GET ", "a request"),
    ("", "POST ", "a request"),
    ("", "psa-connect ", "a command that can be copied"),
    ("src/cli.rs", "Exit codes:", "the help of clap"),
    ("src/cli/doctor/bundle/logged.rs", "\n    started", "words of the log, to be found in it"),
    ("src/cli/doctor/bundle/reports.rs", "  {:<10}", "a row with its unit"),
    ("src/cli/doctor/rows.rs", "sqlite, {}", "a word of a setting and a path"),
    ("src/cli/doctor/terminal.rs", "no: {why}", "how a word of `doctor --json` begins"),
    ("src/cli/export/lists.rs", " --list {}", "a part of a command"),
    ("src/cli/pull.rs", "What was read stays, whatever", "the help of clap"),
    ("src/cli/recipients.rs", "A recipient is", "the help of clap"),
    ("src/cli/report/text.rs", "{:<13}", "a row with its unit"),
    ("src/cli/rotate.rs", "The keys are read as you noted them", "the help of clap"),
    ("src/cli/setup.rs", "With --no-input or --json", "the help of clap"),
    ("src/cli/setup/tell.rs", "  {:<13}", "a row with its unit"),
    ("src/cli/test.rs", "With --format nagios", "the help of clap"),
    ("src/cli/test/text.rs", "{", "a row with its unit"),
    ("src/engine/transport/chain.rs", "sub ca", "looked for in the name of a CA"),
    ("src/model/answers/written.rs", "# Answers for", "what stands in the file"),
    ("src/model/answers/written.rs", "# What is in doubt", "what stands in the file"),
    ("src/model/integration/check.rs", "needs = {", "what stands in the file"),
    ("src/model/integration/fault.rs", "invalid ", "how the reader of TOML begins"),
    ("src/model/settings/merged.rs", "built in", "a word of `doctor --json`"),
    ("src/psa/autotask/access.rs", "{word} {level}", "a row of the vendor's own words"),
    ("src/psa/autotask/lists.rs", "an object", "how the reader of JSON says it"),
    ("src/psa/columns.rs", "an array", "how the reader of JSON says it"),
    ("src/psa/connectwise/cross.rs", "id in ", "the vendor's query language"),
    ("src/psa/connectwise/refusal.rs", "client id", "what the vendor says"),
    ("src/psa/refusal.rs", "timed out", "what servers say"),
    ("src/store/command/ended.rs", "Not found.", "what a password manager says"),
    ("src/store/command/ended.rs", "is not in the password store", "what a password manager says"),
    ("src/store/command/ended.rs", "isn't an item", "what a password manager says"),
    ("src/store/connection_file.rs", "# ", "a comment in a file"),
    ("src/store/draft_file.rs", "# ", "a comment in a file"),
    ("src/store/encrypted/identity.rs", "# ", "a comment in a file"),
    ("src/store/encrypted/recipients.rs", "# ", "a comment in a file"),
    ("src/store/ledger.rs", "# ", "a comment in a file"),
    ("src/store/looks_file.rs", "# ", "a comment in a file"),
    ("src/store/mirror.rs", "cut off", "stands in the database"),
    ("src/store/mirror/postgres.rs", "SELECT ", "SQL"),
    ("src/store/mirror/postgres.rs", "SET ", "SQL"),
    ("src/store/mirror/postgres/connect.rs", "; SET ", "SQL"),
    ("src/store/mirror/postgres/connect.rs", "SET ", "SQL"),
    ("src/store/mirror/postgres/connect.rs", "SHOW ", "SQL"),
    ("src/store/mirror/postgres/trouble.rs", "password missing", "what the driver says"),
    ("src/store/mirror/postgres/trouble.rs", "server does not support TLS", "what the driver says"),
    ("src/store/mirror/sqlite.rs", "PRAGMA ", "SQL"),
    ("src/store/mirror/sqlite.rs", "SELECT ", "SQL"),
    ("src/store/mirror/sqlite.rs", "UPDATE ", "SQL"),
    ("src/store/refusals.rs", "# ", "a comment in a file"),
    ("src/store/secret_file.rs", "# ", "a comment in a file"),
    ("src/store/secret_file.rs", "a table of texts", "what a reader of files expects, which is never shown"),
    ("src/wizard/done.rs", "export ", "a part of a command"),
    ("src/wizard/done.rs", "pull ", "a part of a command"),
    ("src/wizard/done.rs", "test ", "a part of a command"),
    ("src/wizard/done.rs", "undo ", "a part of a command"),
];

/// What is asked of a text that another program wrote: its words are not ours to translate.
const LOOKS_FOR: [&str; 13] = [
    "begins",
    "contains",
    "ends_with",
    "expect",
    "find",
    "is_said",
    "said",
    "has",
    "split",
    "split_once",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
];

/// For developers, in the log or when a test fails.
const FOR_DEVELOPERS: [&str; 9] =
    ["assert", "assert_eq", "debug", "debug_assert", "error", "info", "trace", "unreachable", "warn"];

pub(crate) fn prose(source: &Source) -> Vec<Finding> {
    let is_done = DONE.iter().any(|it| source.is_in(it));
    let is_other = OTHER_TEXTS.iter().any(|it| source.is_in(it.0));
    if !is_done || is_other || !source.ships() {
        return Vec::new();
    }
    let tokens = without_tests(&tokens_and_strings(source.text()));
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if reads(&tokens, at, &["#", "["]) {
            at = closed(&tokens, at + 1);
        } else if is_for_developers(&tokens, at) {
            at = closed(&tokens, at + 2);
        } else {
            if let Some(text) = tokens[at].text.strip_prefix('"')
                && is_prose(text)
                && !is_looked_for(&tokens, at)
                && !is_excepted(source, text)
            {
                let says = format!("\"{text}\": what people read is in assets/words, and is said by its name");
                found.push(source.finding(tokens[at].line, says));
            }
            at += 1;
        }
    }
    found
}

/// Says whether the text at `at`, or a list that it stands in, is the first value of such a call: `has(&["…", "…"])`.
fn is_looked_for(tokens: &[Token], at: usize) -> bool {
    let of_a_list = |it: &Token| matches!(it.text.as_str(), "&" | "[" | ",") || it.text.starts_with('"');
    let start = (0..at).rev().find(|it| !of_a_list(&tokens[*it])).unwrap_or_default();
    start > 0 && reads(tokens, start, &["("]) && LOOKS_FOR.contains(&tokens[start - 1].text.as_str())
}

fn is_for_developers(tokens: &[Token], at: usize) -> bool {
    FOR_DEVELOPERS.contains(&tokens[at].text.as_str()) && reads(tokens, at + 1, &["!", "("])
}

/// The place behind the bracket that closes the one at `at`.
fn closed(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_i32;
    for (idx, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return idx + 1;
        }
    }
    tokens.len()
}

/// Two words and more, one of them of letters; a place for a value counts as a word.
fn is_prose(text: &str) -> bool {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('{') {
        plain.push_str(before);
        plain.push('{');
        rest = inside.split_once('}').map_or("", |it| it.1);
    }
    plain.push_str(rest);
    let letters = |word: &str| word.split(|c: char| !c.is_alphabetic()).any(|it| it.len() > 1);
    let words: Vec<&str> = plain.split_whitespace().filter(|it| letters(it) || it.contains('{')).collect();
    words.len() > 1 && words.iter().any(|it| letters(it))
}

fn is_excepted(source: &Source, text: &str) -> bool {
    NO_PROSE.iter().any(|(file, start, _)| (file.is_empty() || source.name == *file) && text.starts_with(start))
}
