//! `rename`, `move` and `undo` on a saved connection.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::{
    situation::{Host, right, running},
    spoken::hint,
};

/// What stands in the store's own directory of secrets.
fn secrets(host: &Host) -> Vec<String> {
    let entries = fs::read_dir(host.config().join("secrets")).expect("it is there");
    let mut names: Vec<_> = entries.map(|it| it.expect("an entry").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}

#[test]
fn a_renamed_connection_works_under_its_new_name_only() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), right);
    host.save("taken", it.sandbox.autotask(), right);
    assert_eq!(host.run(&["default", "acme"]).code, Some(0));
    let ran = host.run(&["rename", "acme", "acme-eu"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.err, "acme is called acme-eu now. Its keys stay where they are.\n");
    assert_eq!(host.run(&["test", "acme-eu"]).code, Some(0));
    assert!(host.run(&["test"]).out.starts_with("acme-eu: "), "the default goes along");
    let gone = host.run(&["test", "acme"]);
    assert!(gone.code == Some(2) && gone.err.contains("Saved are: acme-eu, taken."), "{gone:?}");
    let taken = host.run(&["rename", "acme-eu", "taken"]);
    assert!(taken.code == Some(7) && taken.err.contains("a connection named taken is already saved"), "{taken:?}");
    assert_eq!(host.run(&["rename", "acme-eu", "Not a name"]).code, Some(2));
}

#[test]
fn moved_keys_are_announced_first_and_leave_nothing_behind() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.connectwise(), right);
    let passphrase = host.file("passphrase", "correct horse battery\n");
    fs::set_permissions(&passphrase, fs::Permissions::from_mode(0o600)).expect("it can be changed");
    let passphrase = passphrase.display().to_string();
    let to_encrypted = ["move", "acme", "--to", "encrypted-file", "--force"];

    let early = host.run(&to_encrypted);
    assert!(early.code == Some(7) && early.err.contains(&hint(&host, "passphrase")), "{early:?}");
    assert_eq!(host.run(&["passphrase", "--new-passphrase-file", &passphrase]).code, Some(0));
    let unasked = host.run(&to_encrypted[..4]);
    assert!(unasked.code == Some(2) && unasked.err.contains("Add --force."), "{unasked:?}");
    assert_eq!(secrets(&host), ["acme.1.toml"]);

    let moved = host.run(&to_encrypted);
    assert_eq!(moved.code, Some(0), "{moved:?}");
    let lines: Vec<_> = moved.err.lines().collect();
    assert!(lines[0].starts_with("The keys of acme move from file to encrypted-file: "), "{moved:?}");
    assert!(lines.last().is_some_and(|it| it.ends_with("secrets/acme.2.age now, and nowhere else.")), "{moved:?}");
    assert_eq!(secrets(&host), ["acme.2.age"]);

    let there = host.run(&to_encrypted);
    assert!(there.code == Some(7) && there.err.contains("are in that store already"), "{there:?}");
    let back = ["move", "acme", "--to", "file", "--force"];
    let locked = host.run(&[&back[..], &["--no-input"]].concat());
    assert!(locked.code == Some(7) && locked.err.contains("locked"), "{locked:?}");
    assert_eq!(host.run(&[&back[..], &["--passphrase-file", &passphrase]].concat()).code, Some(0));
    assert_eq!(secrets(&host), ["acme.3.toml"]);
    assert_eq!(host.run(&["test", "acme"]).code, Some(0));
    assert_eq!(host.run(&["move", "acme", "--to", "vault", "--force"]).code, Some(7));
    assert_eq!(host.run(&["move", "acme", "--to", "nowhere"]).code, Some(2));
}

#[test]
fn undo_brings_the_keys_before_the_last_save_back_and_again() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), right);
    let none = host.run(&["undo", "acme"]);
    assert!(none.code == Some(7) && none.err.contains("there is nothing before the last save of acme"), "{none:?}");
    host.save("acme", it.sandbox.autotask(), |id, value| if id == "secret" { "wrong".into() } else { value.into() });
    assert_eq!(host.run(&["test", "acme"]).code, Some(3));
    let undone = host.run(&["undo", "acme"]);
    assert!(
        undone.code == Some(0) && undone.err.starts_with("acme is as it was before the last save, with the keys of "),
        "{undone:?}"
    );
    assert_eq!(host.run(&["test", "acme"]).code, Some(0));
    assert_eq!(host.run(&["undo", "acme"]).code, Some(0));
    assert_eq!(secrets(&host), ["acme.1.toml", "acme.2.toml"]);
}
