//! Filled templates: quoted for their reader, for this account only, and never in the place of something else.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink},
    process::Command,
};

use super::{AT_URL, SECRET, TRACKING, USER, after, host, log};
use crate::situation::Host;

fn shipped(name: &str) -> String {
    format!("{}/assets/templates/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_env_file_reads_back_in_a_shell() {
    let host = host();
    let filled = host.run(&["export", "acme", "--template", &shipped("login.env")]);
    assert_eq!((filled.code, filled.err.as_str()), (Some(0), ""));
    let file = host.file("login.env", &filled.out);
    let script = ". \"$1\"; printf '%s|%s|%s' \"$PSA_URL\" \"$PSA_SECRET\" \"$PSA_USER_NAME\"";
    let output = Command::new("/bin/sh").args(["-c", script, "sh"]).arg(&file).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{AT_URL}|{SECRET}|{USER}"));
}

#[test]
fn the_json_file_parses_for_both_psas() {
    let host = host();
    for (name, field, value) in [("acme", "secret", SECRET), ("north", "private_key", "canary-Private-9c27")] {
        let filled = host.run(&["export", name, "--template", &shipped("login.json")]);
        assert_eq!((filled.json()[field].as_str(), filled.json()["name"].as_str()), (Some(value), Some(name)));
    }
}

#[test]
fn the_powershell_file_has_every_field_in_single_quotes() {
    let filled = host().run(&["export", "acme", "--template", &shipped("login.ps1")]);
    assert!(filled.out.contains("    tracking_id = 'canary-Track-77b0'\n"), "{filled:?}");
    assert!(filled.out.contains("    secret = 'canary''it\"s $HOME"), "{filled:?}");
    assert!(filled.out.ends_with("\n}\n"), "{filled:?}");
}

#[test]
fn a_misspelt_field_names_its_line_and_writes_nothing() {
    let host = host();
    let template = host.file("own.conf", "user={{ user_name }}\nkey={{ sceret|shell }}\n").display().to_string();
    let ran = host.run(&["export", "acme", "--template", &template, "-o", "out"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("own.conf, line 2: there is no \"sceret\""), "{ran:?}");
    assert!(ran.err.contains("user_name, secret, tracking_id") && !ran.err.contains("canary"), "{ran:?}");
    assert!(!host.config().with_file_name("out").exists());
    assert_eq!(log(&host).len(), 0);
}

/// Runs an export into `out` beside the store.
fn export(host: &Host, more: &[&str]) -> crate::situation::Ran {
    let template = host.file("t", "{{ tracking_id }}\n").display().to_string();
    let arguments = ["export", "acme", "--template", &template, "-o", "out"];
    host.run(&arguments.into_iter().chain(more.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn the_file_is_for_this_account_only_whatever_the_umask() {
    for umask in ["000", "022", "077", "277"] {
        let host = host();
        let template = host.file("t", "{{ tracking_id }}\n").display().to_string();
        let out = host.config().with_file_name("out");
        let arguments = ["export", "acme", "--template", &template, "-o", &out.display().to_string()];
        let output = after(&host, &format!("umask {umask}"), &arguments).output().unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o7777, 0o600, "{umask}");
        assert_eq!(fs::read_to_string(&out).unwrap(), format!("{TRACKING}\n"));
    }
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_is_asked_for() {
    let host = host();
    let out = host.file("out", "mine");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o644)).unwrap();
    let before = fs::metadata(&out).unwrap().ino();
    let ran = export(&host, &[]);
    assert_eq!((ran.code, fs::read_to_string(&out).unwrap().as_str()), (Some(2), "mine"), "{ran:?}");
    assert!(ran.err.contains("--force"), "{ran:?}");
    assert_eq!(log(&host).len(), 0);
    let ran = export(&host, &["--force"]);
    assert_eq!((ran.code, fs::read_to_string(&out).unwrap()), (Some(0), format!("{TRACKING}\n")), "{ran:?}");
    let after = fs::metadata(&out).unwrap();
    assert!(after.ino() != before && after.permissions().mode() & 0o7777 == 0o600, "the old file was written into");
    let left: Vec<_> = fs::read_dir(out.parent().unwrap()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|it| !it.to_string_lossy().starts_with(".psa-connect-")), "{left:?}");
}

#[test]
fn what_is_no_plain_file_is_left_alone() {
    for (kind, says) in [("link", "a symbolic link"), ("folder", "a directory"), ("pipe", "a pipe")] {
        let host = host();
        let out = host.config().with_file_name("out");
        match kind {
            "link" => symlink(host.file("target", "mine"), &out).unwrap(),
            "folder" => fs::create_dir(&out).unwrap(),
            _ => assert!(Command::new("mkfifo").arg(&out).status().unwrap().success()),
        }
        let ran = export(&host, &["--force"]);
        assert_eq!(ran.code, Some(2), "{kind}: {ran:?}");
        assert!(ran.err.contains(says), "{ran:?}");
        if kind == "link" {
            assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
        }
    }
}

#[test]
fn a_directory_that_others_can_replace_is_refused() {
    let host = host();
    let open = host.config().with_file_name("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
    let template = host.file("t", "{{ tracking_id }}\n").display().to_string();
    let ran = host.run(&["export", "acme", "--template", &template, "-o", "open/out"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("other accounts can replace") && !open.join("out").exists(), "{ran:?}");
    symlink(&open, open.with_file_name("way")).unwrap();
    let ran = host.run(&["export", "acme", "--template", &template, "-o", "way/out"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("other accounts can replace") && !open.join("out").exists(), "{ran:?}");
    let ran = host.run(&["export", "acme", "--template", &template, "-o", "nowhere/out"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}
