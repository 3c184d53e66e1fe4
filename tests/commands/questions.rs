//! One question after another, as another program asks: states, wrong answers, secrets that are refused, and the end.

use std::{fs, os::unix::fs::PermissionsExt as _};

use psa_connect::sandbox::Served;
use serde_json::{Value, json};

use crate::{
    situation::{Host, Ran},
    unattended::{answers, small},
};

fn value<'a>(served: &'a Served, id: &str) -> &'a str {
    served.login.iter().find(|it| it.0 == id).map(|it| it.1.as_str()).unwrap()
}

fn file(host: &Host, name: &str, value: &str) -> String {
    let path = host.file(name, &format!("{value}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    format!("file:{}", path.display())
}

/// One call. With `None` it begins.
fn call(host: &Host, of: Option<(&Value, &str)>) -> Ran {
    let Some((state, answer)) = of else { return host.run(&["setup", "--json", "--next"]) };
    host.run(&["setup", "--json", "--next", state.as_str().expect("there is a state"), answer])
}

/// Answers questions until the end, and gives it.
fn to_the_end(host: &Host, served: &Served, confirm: &str) -> (Ran, Vec<String>) {
    let mut ran = call(host, None);
    let mut asked = vec![];
    loop {
        let said = ran.json();
        let Some(id) = said["question"]["id"].as_str() else { return (ran, asked) };
        assert_eq!((ran.code, &said["version"], &said["error"]), (Some(0), &json!(1), &Value::Null), "{ran:?}");
        let answer = match id {
            "psa" => "connectwise".to_owned(),
            "integration" => String::new(),
            "site" => served.home.to_string(),
            "login.company" | "name" => "acme".to_owned(),
            "store" => "file".to_owned(),
            "on_missing_rights" => confirm.to_owned(),
            other => {
                assert_eq!((&said["question"]["secret"], &said["question"]["kind"]), (&json!(true), &json!("secret")));
                let field = other.strip_prefix("login.").unwrap();
                file(host, field, value(served, field))
            }
        };
        asked.push(id.to_owned());
        ran = call(host, Some((&said["state"], &answer)));
    }
}

#[test]
fn every_question_is_asked_once_and_the_last_answer_plays_them_all() {
    let it = small("healthy");
    let served = it.sandbox.connectwise();
    let host = Host::new();
    let (ran, asked) = to_the_end(&host, served, "");
    let fields = ["company", "public_key", "private_key", "client_id"].map(|it| format!("login.{it}"));
    let order =
        [&["psa", "integration", "site"].map(str::to_owned)[..], &fields, &["name", "store"].map(str::to_owned)];
    assert_eq!(asked, order.concat());
    let result = &ran.json()["result"];
    assert_eq!((ran.code, &ran.json()["state"], &result["exit"]), (Some(0), &Value::Null, &json!(0)), "{ran:?}");
    assert_eq!(result["saved"]["connection"], "acme");
    assert_eq!(result["rights"]["missing"], 0);
    assert_eq!(host.run(&["test", "acme"]).code, Some(0));
}

#[test]
fn missing_rights_are_asked_about_and_nothing_is_saved_before_the_yes() {
    let it = small("two-rights-missing");
    let served = it.sandbox.connectwise();
    for (confirm, exit, saved) in [("yes", 0, true), ("no", 4, false)] {
        let host = Host::new();
        let (ran, asked) = to_the_end(&host, served, confirm);
        assert_eq!(asked.last().map(String::as_str), Some("on_missing_rights"));
        assert_eq!((ran.code, &ran.json()["result"]["exit"]), (Some(exit), &json!(exit)), "{ran:?}");
        assert_eq!(host.config().join("connections/acme.toml").exists(), saved, "{ran:?}");
    }
}

#[test]
fn a_refused_login_ends_it_and_is_sent_once() {
    let it = small("healthy");
    let mut served = it.sandbox.connectwise().clone();
    for field in served.login.iter_mut().filter(|it| it.0 == "private_key") {
        field.1 = "WrongWrongWrong1".into();
    }
    let host = Host::new();
    let (ran, _) = to_the_end(&host, &served, "");
    let sent = it.sandbox.journal().entries().iter().filter(|it| it.credentials).count();
    assert_eq!((ran.code, sent), (Some(3), 1), "{ran:?}");
    let result = &ran.json()["result"];
    assert_eq!((&result["saved"], &result["fault"]["fault"]), (&Value::Null, &json!("refused-login")));
    assert!(result["fault"]["menu"].is_string(), "{result}");
}

#[test]
fn a_wrong_answer_asks_the_same_again_and_a_secret_is_never_repeated() {
    let host = Host::new();
    let canary = "Canary8kPrv2mYh6";
    let said = call(&host, None).json();
    let ran = call(&host, Some((&said["state"], "no-such-psa")));
    assert_eq!(
        (ran.code, &ran.json()["question"]["id"], &ran.json()["error"]["id"]),
        (Some(0), &json!("psa"), &json!("psa"))
    );
    let path = host.file("some.toml", "version = 1\npsa = \"connectwise\"\nintegration = \"sync365\"\nsite = { id = \"na\" }\n[login]\ncompany = \"acme\"\n");
    let begun = host.run(&["setup", "--json", "--answers", path.to_str().unwrap(), "--next"]).json();
    assert_eq!(begun["question"]["id"], "login.public_key", "what the file says is not asked");
    for answer in [canary, &format!("text:{canary}"), &format!("command:{canary}"), &format!("env:{canary}!")] {
        let ran = call(&host, Some((&begun["state"], answer)));
        let said = ran.json();
        assert_eq!((ran.code, &said["question"]["id"]), (Some(0), &json!("login.public_key")), "{ran:?}");
        assert_eq!(said["error"]["id"], "login.public_key");
        assert!(!ran.out.contains(canary) && !ran.err.contains(canary), "{ran:?}");
        assert_eq!(said["state"], begun["state"], "nothing of it is kept");
    }
    let ran = call(&host, Some((&begun["state"], &format!("-{canary}"))));
    assert!(ran.code == Some(2) && !ran.out.contains(canary) && !ran.err.contains(canary), "{ran:?}");
}

#[test]
fn a_secret_that_cannot_be_read_at_the_end_is_asked_for_again() {
    let it = small("healthy");
    let host = Host::new();
    let source = |id: &str| format!("{id} = {{ command = [\"/no/such/program\"] }}\n");
    let text = format!(
        "version = 1\npsa = \"connectwise\"\nintegration = \"sync365\"\nname = \"acme\"\nsite = {{ address = \"{}\" }}\n\
         [login]\ncompany = \"acme\"\n{}{}{}",
        it.sandbox.connectwise().home,
        source("public_key"),
        source("private_key"),
        source("client_id")
    );
    let path = host.file("some.toml", &text);
    let begun = host.run(&["setup", "--json", "--answers", path.to_str().unwrap(), "--next"]).json();
    assert_eq!(begun["question"]["id"], "store");
    let ran = call(&host, Some((&begun["state"], "file")));
    assert_eq!((ran.code, &ran.json()["question"]["id"]), (Some(0), &json!("login.public_key")), "{ran:?}");
    assert!(ran.json()["error"]["says"].as_str().unwrap().contains("no program"), "{ran:?}");
    assert!(it.sandbox.journal().entries().iter().all(|it| !it.credentials));
}

#[test]
fn a_passphrase_of_an_option_is_looked_for_where_the_store_needs_it_and_an_answer_counts_for_more() {
    let it = small("healthy");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    let path = host.file("open.toml", &text.replace("name = \"acme\"\n", "").replace("store = \"file\"\n", ""));
    let option = ["setup", "--json", "--passphrase-file", "/no/such/passphrase"];
    let said = host.run(&[&option[..], &["--answers", path.to_str().unwrap(), "--next"]].concat()).json();
    let go_on = |said: &Value, answer: &str| {
        let ran = host.run(&[&option[..], &["--next", said["state"].as_str().unwrap(), answer]].concat());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran.json()
    };
    assert_eq!((&said["question"]["id"], &said["error"]), (&json!("name"), &Value::Null), "{said}");
    let said = go_on(&said, "acme");
    assert_eq!((&said["question"]["id"], &said["error"]), (&json!("store"), &Value::Null), "{said}");
    let said = go_on(&said, "encrypted-file");
    assert_eq!((&said["question"]["id"], &said["error"]["id"]), (&json!("passphrase"), &json!("passphrase")), "{said}");
    let said = go_on(&said, &file(&host, "passphrase", "four words by chance"));
    assert_eq!(said["result"]["saved"]["connection"], "acme", "{said}");
}

#[test]
fn a_state_that_is_foreign_or_not_whole_is_refused_by_name() {
    let host = Host::new();
    let state = call(&host, None).json()["state"].as_str().unwrap().to_owned();
    for (text, says) in [
        ("Canary8kPrv2mYh6", "no state of psa-connect"),
        (&state[..state.len() - 3], "not whole"),
        (&format!("{}A", &state[..state.len() - 1]), "not whole"),
    ] {
        let ran = host.run(&["setup", "--json", "--next", text, "connectwise"]);
        assert_eq!((ran.code, &ran.json()["result"]["exit"]), (Some(2), &json!(2)), "{ran:?}");
        assert_eq!(ran.json()["state"], Value::Null);
        assert!(ran.json()["error"]["says"].as_str().unwrap().contains(says), "{ran:?}");
        assert!(!ran.out.contains(text) && !ran.err.contains(text), "{ran:?}");
    }
}

#[test]
fn an_integration_of_ones_own_is_named_by_its_file_in_every_call() {
    let host = Host::new();
    let own = include_str!("../../assets/integrations/read-only.toml").replace("id = \"read-only\"", "id = \"own\"");
    let path = host.file("own.toml", &own).display().to_string();
    let state = call(&host, None).json()["state"].clone();
    let state = call(&host, Some((&state, "connectwise"))).json()["state"].clone();
    let ran = call(&host, Some((&state, "/no/such/file.toml")));
    assert_eq!(
        (&ran.json()["question"]["id"], &ran.json()["error"]["id"]),
        (&json!("integration"), &json!("integration"))
    );
    let said = call(&host, Some((&state, &path))).json();
    assert_eq!((&said["question"]["id"], &said["error"]), (&json!("site"), &Value::Null), "{said}");
    let said = call(&host, Some((&said["state"], "na"))).json();
    assert_eq!(said["question"]["id"], "login.company", "{said}");
}
