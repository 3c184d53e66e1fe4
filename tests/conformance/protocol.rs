//! The face that asks another program one question after another: the real binary, started anew for each answer; nothing is kept between two turns but the state's text.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use psa_connect::model::catalog::FieldKind;
use serde_json::Value;

use crate::world::{Home, World};

/// What the program answers.
fn reply(world: &World, home: &Home, id: &str) -> String {
    match id {
        "psa" => world.psa.to_owned(),
        // The program knows no more of these than what the question offers.
        "integration" | "site" | "name" => String::new(),
        "store" => "file".to_owned(),
        "on_missing_rights" => "yes".to_owned(),
        _ => {
            let field = id.strip_prefix("login.").expect("a field of the login");
            let (_, kind, value) = world.login().into_iter().find(|it| it.0.0 == field).expect("a known field");
            match kind {
                FieldKind::Plain => value.to_owned(),
                FieldKind::Secret => format!("file:{}", home.secret(field, value).display()),
            }
        }
    }
}

/// One call: what it printed, and its exit code.
fn call(world: &World, home: &Home, more: &[&str]) -> (Value, Option<i32>) {
    let output = home.command(world, &["setup", "--json", "--next"]).args(more).output().expect("the binary starts");
    let said = serde_json::from_slice(&output.stdout).unwrap_or_else(|it| panic!("{it}: {output:?}"));
    (said, output.status.code())
}

pub(crate) fn plays(world: &World, home: &Home) {
    let mut asked = vec![];
    let (mut said, mut code) = call(world, home, &[]);
    while let Some(id) = said["question"]["id"].as_str() {
        assert_eq!((code, &said["error"]), (Some(0), &Value::Null), "{said}");
        assert!(home.store().list().is_empty(), "nothing is saved while it is asked: {said}");
        let state = said["state"].as_str().expect("there is a state").to_owned();
        assert!(!asked.iter().any(|it| it == id), "{id} is asked twice");
        let answer = reply(world, home, id);
        asked.push(id.to_owned());
        (said, code) = call(world, home, &[&state, &answer]);
        let within = URL_SAFE_NO_PAD.decode(said["state"].as_str().unwrap_or_default()).expect("a state is base64");
        let printed = format!("{said} {}", String::from_utf8_lossy(&within));
        for (_, kind, value) in world.login() {
            assert!(kind == FieldKind::Plain || !printed.contains(value), "a secret was printed: {said}");
        }
    }
    assert_eq!((code, &said["result"]["saved"]["connection"]), (Some(0), &world.name().as_str().into()), "{said}");
    assert_eq!(asked.last().is_some_and(|it| it == "on_missing_rights"), world.is_short(), "{asked:?}");
}
