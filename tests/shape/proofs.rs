//! Shows that each rule can fail, and that the reader is not fooled by comments, strings and groups.

use crate::imports::{paths, tokens, tokens_and_strings, without_text};
use crate::{
    prose::prose,
    rules::{self, Rule, Source},
};

/// Gives the lines that `rule` finds fault with.
fn found(rule: Rule, name: &str, text: &str) -> Vec<String> {
    rule(&Source::new(name, text)).iter().map(ToString::to_string).collect()
}

fn refuses(rule: Rule, name: &str, text: &str) {
    assert_eq!(found(rule, name, text).len(), 1, "{name}: {text}: {:?}", found(rule, name, text));
}

fn allows(rule: Rule, name: &str, text: &str) {
    assert_eq!(found(rule, name, text), [""; 0], "{name}: {text}");
}

fn named(name: &str, text: &str) -> Vec<String> {
    paths(name, &tokens(text)).iter().map(|it| it.parts.join("::")).collect()
}

#[test]
fn groups_are_split_and_relative_paths_resolved() {
    assert_eq!(
        named("src/wizard/screen.rs", "use crate::{engine, tui::{self, view as v}};\nuse super::step::Step;"),
        ["crate::engine", "crate::tui", "crate::tui::view", "crate::wizard::step::Step"]
    );
    assert_eq!(named("src/wizard/screen.rs", "use super::super::psa;"), ["crate::psa"]);
    assert_eq!(
        named("src/wizard.rs", "mod inner { use super::step; } use super::psa;"),
        ["crate::wizard::step", "crate::psa"]
    );
    assert_eq!(
        named("src/main.rs", "psa_connect::cli::run(); fn f() -> impl A + use<> { ::std::fs::read }"),
        ["crate::cli::run", "std::fs::read"]
    );
    assert_eq!(named("src/lib.rs", "use std::{fs, io,};"), ["std::fs", "std::io"]);
}

#[test]
fn comments_strings_and_lifetimes_are_no_code() {
    let blank = |text: &str| without_text(text).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(blank("a // b\nc /* d /* e */ f */ g"), "a c g");
    assert_eq!(blank(r##"a("b \" c", r#"d " e"#, br"f", b'"', '\'', 'x') g"##), "a( , , b , b , , ) g");
    assert_eq!(blank("fn f<'a>(it: &'a str) -> r#type"), "fn f< >(it: & str) -> r#type");
    assert_eq!(without_text("\"a\nb\"\nc").lines().count(), 3);
}

#[test]
fn a_file_without_purpose_or_over_400_lines_is_refused() {
    refuses(rules::opening_and_length, "src/psa.rs", "// a\n");
    refuses(rules::opening_and_length, "tests/walks.rs", &format!("//! a\n{}", "\n".repeat(400)));
    allows(rules::opening_and_length, "src/psa.rs", &format!("//! a\n{}", "\n".repeat(399)));
}

#[test]
fn vague_names_are_refused() {
    refuses(rules::names, "src/engine/utils.rs", "");
    refuses(rules::names, "tests/common/mod.rs", "");
    refuses(rules::names, "src/engine.rs", "mod helpers { }");
    allows(rules::names, "src/engine/jobs.rs", "mod journal;");
}

#[test]
fn imports_upwards_and_sideways_are_refused() {
    refuses(rules::layers, "src/wizard.rs", "use crate::{model::fault::Fault, psa};");
    refuses(rules::layers, "src/psa/autotask.rs", "use super::super::wizard::Step;");
    refuses(rules::layers, "src/model/login.rs", "fn f() { crate::store::save(); }");
    refuses(rules::layers, "src/model/login.rs", "use crate as c;");
    refuses(rules::layers, "src/wizard.rs", "use crate::*;");
    refuses(rules::layers, "src/tui/app.rs", "use crate::psa::Request;");
    refuses(rules::layers, "src/cli/test.rs", "use crate::psa;");
    refuses(rules::layers, "src/main.rs", "use psa_connect::psa;");
    refuses(rules::layers, "src/engine/jobs.rs", "use crate::tui::app::App;");
    refuses(rules::layers, "src/gadget.rs", "");
    allows(rules::layers, "src/psa.rs", "use crate::model::{fault, right::Right}; use crate::psa::autotask;");
    allows(rules::layers, "src/psa.rs", "#[cfg(test)]\nmod tests { use crate::engine; }");
    allows(rules::layers, "src/psa.rs", "// use crate::engine\n");
}

#[test]
fn a_pure_layer_that_reaches_outside_is_refused() {
    for text in [
        "use std::{fmt, fs};",
        "use std as s;",
        "fn f() { std::env::var(); }",
        "use tokio::sync::mpsc;",
        "use reqwest::Url;",
        "use ratatui::text::Line;",
        "use crossterm::event;",
        "use std::net::{IpAddr, TcpStream};",
        "use std::time::{Duration, SystemTime};",
        "fn f() { Instant::now(); }",
        "fn f() { jiff::Timestamp::now(); }",
        "fn f() { fastrand::u8(); }",
        "fn f() { println!(); }",
        "async fn f() {}",
        "fn f() { it.await }",
        "use std::thread;",
    ] {
        refuses(rules::purity, "src/model/login.rs", text);
        refuses(rules::purity, "src/psa/autotask.rs", text);
        refuses(rules::purity, "src/wizard.rs", text);
        allows(rules::purity, "src/engine.rs", text);
    }
    allows(rules::purity, "src/psa.rs", "use std::net::IpAddr; use std::{fmt, time::Duration}; /* async */");
    allows(
        rules::purity,
        "src/psa.rs",
        "const A: &str = include_str!(\"tokio\"); #[cfg(test)] fn f() { std::fs::read(); }",
    );
    refuses(rules::purity, "src/psa.rs", "#[cfg(test)] use a::b; #[cfg(not(test))] use std::fs;");
}

#[test]
fn a_socket_outside_the_transport_is_refused() {
    refuses(rules::sockets, "src/engine.rs", "use reqwest::Client;");
    refuses(rules::sockets, "src/engine/jobs.rs", "use tokio::net::TcpStream;");
    refuses(rules::sockets, "src/cli/doctor.rs", "fn f() { std::net::TcpListener::bind(); }");
    refuses(rules::sockets, "src/store.rs", "use tokio_rustls::TlsConnector;");
    refuses(rules::sockets, "src/sandbox/server.rs", "fn f() { TcpStream::connect(); }");
    refuses(rules::sockets, "src/sandbox/server.rs", "use reqwest::Client;");
    refuses(rules::sockets, "src/engine/transported.rs", "use reqwest::Client;");
    allows(rules::sockets, "src/engine/transport.rs", "use reqwest::Client; use tokio::net::TcpStream;");
    allows(rules::sockets, "src/engine/transport/tls.rs", "use tokio_rustls::TlsConnector;");
    allows(
        rules::sockets,
        "src/sandbox/server.rs",
        "use tokio::net::{TcpListener, TcpStream}; use tokio_rustls::TlsAcceptor;",
    );
}

#[test]
fn a_terminal_outside_the_full_screen_face_is_refused() {
    refuses(rules::terminal, "src/cli/list.rs", "use crossterm::style;");
    refuses(rules::terminal, "src/main.rs", "fn f() { ratatui::init(); }");
    allows(rules::terminal, "src/tui.rs", "use ratatui::Frame;");
    allows(rules::terminal, "src/tui/view/home.rs", "use ratatui::Frame;");
}

#[test]
fn a_database_outside_its_mirror_is_refused() {
    refuses(rules::databases, "src/store.rs", "use rusqlite::Connection;");
    refuses(rules::databases, "src/store/mirror.rs", "fn f(it: &rusqlite::Row<'_>) {}");
    refuses(rules::databases, "src/store/mirror/postgres.rs", "use rusqlite::Connection;");
    refuses(rules::databases, "src/store/mirror/sqlite/read.rs", "use postgres::{Row};");
    refuses(rules::databases, "src/engine/pull/writer.rs", "use postgres::Client;");
    refuses(rules::databases, "src/cli/doctor.rs", "use tokio_postgres_rustls::MakeRustlsConnect;");
    allows(rules::databases, "src/store/mirror/place.rs", "use super::postgres::Postgres;");
    allows(rules::databases, "src/store/mirror/sqlite.rs", "use rusqlite::Connection;");
    allows(rules::databases, "src/store/mirror/sqlite/read.rs", "use rusqlite::Row;");
    allows(
        rules::databases,
        "src/store/mirror/postgres/connect.rs",
        "use postgres::Client; use tokio_postgres_rustls::A;",
    );
    allows(rules::databases, "tests/mirror/files.rs", "use rusqlite::Connection;");
}

#[test]
fn a_task_without_an_owner_is_refused() {
    refuses(rules::tasks, "src/tui/app.rs", "fn f() { tokio::spawn(g()); }");
    refuses(rules::tasks, "src/cli/exec.rs", "fn f() { pool.spawn(g); }");
    refuses(rules::tasks, "src/store.rs", "use tokio::task::spawn_blocking;");
    refuses(rules::tasks, "src/store/command.rs", "fn f() { command.spawn(); }");
    allows(rules::tasks, "src/store/command/run.rs", "fn f() { command.spawn(); }");
    refuses(rules::tasks, "src/store/keyring.rs", "fn f() { thread::spawn(g); }");
    allows(rules::tasks, "src/store/keyring/worker.rs", "fn f() { thread::spawn(g); }");
    allows(rules::tasks, "src/engine/jobs.rs", "fn f() { set.spawn(g()); }");
    allows(rules::tasks, "src/sandbox.rs", "fn f() { tokio::spawn(g()); }");
}

#[test]
fn a_secret_exposed_elsewhere_is_refused() {
    refuses(rules::exposure, "src/psa/connectwise.rs", "fn f() { key.expose(); }");
    refuses(rules::exposure, "src/tui/view/login.rs", "fn f() { keys.iter().map(Secret::expose); }");
    refuses(rules::exposure, "src/engine.rs", "fn f() { key\n.expose() }");
    allows(rules::exposure, "src/cli/exec.rs", "fn f() { key.expose(); }");
    allows(rules::exposure, "src/cli/export.rs", "fn f() { key.expose(); }");
    refuses(rules::exposure, "src/cli/handed.rs", "fn f() { key.expose(); }");
    allows(rules::exposure, "src/store/file.rs", "fn f() { key.expose(); }");
    allows(rules::exposure, "src/engine/transport.rs", "fn f() { key.expose(); }");
}

#[test]
fn leftovers_and_fixed_colours_are_refused() {
    refuses(rules::leftovers, "src/psa.rs", "fn f() { todo!() }");
    refuses(rules::leftovers, "tests/walks.rs", "fn f() { dbg!(1); }");
    refuses(rules::leftovers, "src/psa.rs", "#[cfg(test)] fn f() { unimplemented!() }");
    refuses(rules::leftovers, "src/psa.rs", "fn f() { g().unwrap() }");
    refuses(rules::leftovers, "src/tui.rs", "fn f() { Color::Rgb(1, 2, 3); }");
    refuses(rules::leftovers, "src/tui.rs", "use ratatui::style::Color::{Indexed, Red};");
    allows(
        rules::leftovers,
        "src/psa.rs",
        "fn f() { g().unwrap_or(1) }\n#[cfg(test)]\nmod tests { fn f() { g().unwrap() } }",
    );
    refuses(rules::leftovers, "src/tui.rs", "use ratatui::style::Color::*;");
    allows(rules::leftovers, "src/tui.rs", "fn f() { match c { Color::Rgb(..) | Color::Indexed(_) => 1 } }");
    allows(rules::leftovers, "tests/walks.rs", "fn f() { g().unwrap() }");
}

#[test]
fn a_file_is_a_test_only_when_it_is_declared_as_one() {
    let mut sources = [
        ("src/wizard.rs", "#[cfg(test)]\nmod tests;\nmod step;"),
        ("src/wizard/tests.rs", "mod random;"),
        ("src/wizard/tests/random.rs", "fn f() { it.unwrap() }"),
        ("src/wizard/step.rs", "fn f() { it.unwrap() }"),
        ("src/psa/tests.rs", "fn f() { it.unwrap() }"),
    ]
    .map(|(name, text)| Source::new(name, text));
    Source::mark_tests(&mut sources);
    let found: Vec<_> = sources.iter().map(|it| rules::leftovers(it).len()).collect();
    assert_eq!(found, [0, 0, 0, 1, 1]);
}

#[test]
fn strings_are_read_as_the_program_reads_them() {
    let strings = |code: &str| {
        let tokens = tokens_and_strings(code);
        tokens.into_iter().filter_map(|it| it.text.strip_prefix('"').map(str::to_owned)).collect::<Vec<_>>()
    };
    let plain = r#"f("a \"b\"", 'x', b"e"); // "no"
        g("one \
           line\n", "\\");"#;
    assert_eq!(strings(plain), ["a \"b\"", "e", "one line\n", "\\"]);
    assert_eq!(strings("f(r#\"c \"d\"\"#, r\"\\e\")"), ["c \"d\"", "\\e"]);
}

#[test]
fn a_sentence_in_the_code_is_refused() {
    for text in [
        "fn f() { say(\"It is saved.\"); }",
        "fn f() { format!(\"{n} rows\"); }",
        "const A: &str = \"two words\";",
        "fn f() { g(r#\"two words\"#); }",
    ] {
        refuses(prose, "src/wizard/save.rs", text);
        allows(prose, "src/sandbox/server.rs", text);
    }
    allows(prose, "src/wizard/save.rs", "fn f() { words::say(\"save-title\"); g(\"word\"); format!(\"{a} {b:<9}\"); }");
    allows(
        prose,
        "src/wizard/save.rs",
        "#[expect(a, reason = \"two words\")] fn f() { tracing::warn!(a, \"two words\"); }",
    );
    allows(prose, "src/model/login.rs", "fn f() { it.starts_with(\"two words\"); it.expect(\"two words\"); }");
    allows(prose, "src/wizard/save.rs", "#[cfg(test)] mod t { fn f() { g(\"two words\"); } }");
    allows(prose, "src/wizard/done.rs", "fn f() { g(\"psa-connect test {name}\"); }");
}

#[test]
fn a_path_of_one_machine_is_refused() {
    let path = ["", "work", "main"].join("/");
    assert_eq!(rules::machine_paths("README.md", &format!("fine\nsee `{path}`")).len(), 1);
    assert_eq!(rules::machine_paths("README.md", &format!("https://example.com{path}")), []);
}
