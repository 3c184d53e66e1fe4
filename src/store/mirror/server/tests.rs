//! Which line of a password file is about which server, and which file is not read.

use std::{fs, os::unix::fs::PermissionsExt as _};

use super::{Passwords, password_of};
use crate::model::{secret::Secret, settings::database::PostgresUrl};

fn url(text: &str) -> PostgresUrl {
    text.parse().unwrap()
}

#[test]
fn the_first_line_that_fits_has_the_password() {
    let remote = url("postgres://me@db.example/data");
    let socket = url("postgres://me@/data?host=/run/pg&port=6000");
    let odd = url("postgres://a%3Ab@db.example/c%5Cd");
    for (line, at, is) in [
        ("db.example:5432:data:me:secret", &remote, Some("secret")),
        ("*:*:*:*:secret", &remote, Some("secret")),
        ("*:*:*:me:se\\:cr\\\\et", &remote, Some("se:cr\\et")),
        ("*:*:*:me:se:cret", &remote, Some("se:cret")),
        ("*:*:*:me:secret\r", &remote, Some("secret")),
        ("db.example:5433:data:me:secret", &remote, None),
        ("db.example:5432:other:me:secret", &remote, None),
        ("db.example:5432:data:you:secret", &remote, None),
        ("other.example:5432:data:me:secret", &remote, None),
        ("# *:*:*:*:secret", &remote, None),
        ("*:*:*:me", &remote, None),
        ("*:*:*:*:", &remote, None),
        ("\\*:*:*:me:secret", &remote, None),
        ("", &remote, None),
        ("localhost:6000:data:me:secret", &socket, Some("secret")),
        ("/run/pg:6000:data:me:secret", &socket, Some("secret")),
        ("/run/other:6000:data:me:secret", &socket, None),
        ("*:*:c\\\\d:a\\:b:secret", &odd, Some("secret")),
    ] {
        assert_eq!(password_of(line, at), is.map(Secret::new), "{line}");
    }
}

#[test]
fn a_file_that_others_can_read_is_refused_and_one_that_is_not_there_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pgpass");
    let passwords = Passwords { own: None, file: Some(file.clone()) };
    let at = url("postgres://me@db.example/data");
    assert_eq!(passwords.of(&at), Ok(None));
    fs::write(&file, "other.example:*:*:*:canary\n*:*:*:me:secret\n*:*:*:*:later\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(passwords.of(&at), Ok(Some(Secret::new("secret"))));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let refused = passwords.of(&at).unwrap_err().with_remedy();
    let path = file.display();
    assert_eq!(
        refused,
        format!(
            "the password file {path} is not used: it is open to other accounts. Run: chmod 600 {path}. If others could \
             read it, have the password replaced."
        )
    );
    let own = Passwords { own: Some(Secret::new("first")), file: Some(file) };
    assert_eq!(own.of(&at), Ok(Some(Secret::new("first"))));
}
