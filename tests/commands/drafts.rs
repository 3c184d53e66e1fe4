//! Copying a connection without its keys, and listing and clearing what was cut off.

use serde_json::json;

use crate::{
    situation::{Host, right, running},
    spoken::hint,
};

#[test]
fn a_copy_waits_for_its_keys_and_holds_none() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.connectwise(), right);
    let ran = host.run(&["copy", "acme", "acme-two"]);
    let says = format!("Copied without its keys. Enter them with: {}\n", hint(&host, "setup acme-two"));
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", says.as_str()));
    let listed = host.run(&["drafts", "--json"]).json();
    let row = &listed["drafts"][0];
    assert_eq!(
        (&row["name"], &row["step"], &row["psa"], &row["integration"]),
        (&json!("acme-two"), &json!("login"), &json!("connectwise"), &json!("sync365"))
    );
    assert_eq!(row["origin"], it.sandbox.connectwise().home.to_string());
    let entries = std::fs::read_dir(host.config().join("drafts")).unwrap().map(|it| it.unwrap().path());
    let texts: Vec<_> = entries.map(|it| std::fs::read_to_string(it).unwrap()).collect();
    assert_eq!(texts.len(), 1);
    for (id, value) in &it.sandbox.connectwise().login {
        assert_eq!(texts[0].contains(value.as_str()), id == "company", "{id}: {}", texts[0]);
    }
}

#[test]
fn a_copy_takes_no_name_that_is_taken() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.connectwise(), right);
    host.save("north", it.sandbox.autotask(), right);
    assert_eq!(host.run(&["copy", "acme", "acme-two"]).code, Some(0));
    for (new, says) in [
        ("north", "a connection named north is already saved"),
        ("acme", "a connection named acme is already saved"),
        ("acme-two", "a set-up named acme-two waits to be finished"),
        ("No Name", "that cannot be a connection's name"),
    ] {
        let ran = host.run(&["copy", "acme", new]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(says), "{ran:?}");
    }
    let ran = host.run(&["copy", "gone", "other"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(host.run(&["drafts", "--json"]).json()["drafts"].as_array().map(Vec::len), Some(1));
}

#[test]
fn drafts_are_listed_by_age_step_and_what_they_are_about_and_cleared() {
    let (host, it) = (Host::new(), running("healthy"));
    let ran = host.run(&["drafts"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", "No set-up was cut off.\n"));
    host.save("acme", it.sandbox.connectwise(), right);
    assert_eq!(host.run(&["copy", "acme", "acme-two"]).code, Some(0));
    let lines = "AGE       CUT OFF AT           WHAT\n\
                 just now  step 5 of 9 (Login)  ConnectWise PSA for Sync 365, acme-two\n";
    assert_eq!(host.run(&["drafts"]).out, lines);
    let ran = host.run(&["drafts", "--clear"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "One set-up that was cut off is removed.\n"));
    assert_eq!(host.run(&["drafts", "--json"]).json(), json!({ "version": 1, "drafts": [], "broken": [] }));
    assert_eq!(host.run(&["drafts", "--clear", "--json"]).json(), json!({ "version": 1, "cleared": 0 }));
}

#[test]
fn a_draft_that_cannot_be_read_does_not_hide_the_others_and_is_the_exit_code() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.connectwise(), right);
    assert_eq!(host.run(&["copy", "acme", "acme-two"]).code, Some(0));
    std::fs::write(host.config().join("drafts/bad.toml"), "= nonsense").unwrap();
    let ran = host.run(&["drafts"]);
    assert_eq!(ran.code, Some(7), "{ran:?}");
    assert!(ran.out.contains("acme-two") && ran.err.contains("drafts/bad.toml"), "{ran:?}");
}
