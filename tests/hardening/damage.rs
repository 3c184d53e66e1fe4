//! Damage to one connection stops no other: they are listed and tested, and the broken one is named.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink},
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use psa_connect::{
    model::{saved::Name, store_kind::StoreKind},
    store::Store,
};
use rustix::process::geteuid;

use crate::{
    alone, passphrase,
    situation::{Host, right, running},
};

/// One kind of damage to the connection `broken`, beside which there is `sound`.
struct Damage {
    what: &'static str,
    /// Does it, below the store's directory.
    does: fn(&Path),
    list: Told,
    test: Told,
}

/// What a command says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// It does not matter to this command.
    Nothing,
    /// It goes on, and this is said on the way.
    Said(&'static str),
    /// The connection is passed over with this sentence.
    Failed(&'static str),
}

use Told::{Failed, Nothing, Said};

const DAMAGES: &[Damage] = &[
    Damage {
        what: "the file is corrupt",
        does: |it| write(&it.join("connections/broken.toml"), "version = 1\nnonsense"),
        list: Failed("broken.toml, line 2, is not as psa-connect writes it"),
        test: Failed("broken.toml, line 2, is not as psa-connect writes it"),
    },
    Damage {
        what: "the file is of a newer version",
        does: |it| write(&it.join("connections/broken.toml"), "version = 2\n"),
        list: Failed("has version 2, and this program reads version 1"),
        test: Failed("has version 2, and this program reads version 1"),
    },
    Damage {
        what: "its secret is missing",
        does: |it| fs::remove_file(it.join(SECRET)).expect("removed"),
        list: Nothing,
        test: Failed("the keys of broken are not where they were saved"),
    },
    Damage {
        what: "its secret is corrupt",
        does: |it| write(&it.join(SECRET), "\u{0}\u{1}"),
        list: Nothing,
        test: Failed("is not as psa-connect writes it"),
    },
    Damage {
        what: "its secret is a link",
        does: |it| {
            fs::rename(it.join(SECRET), it.join("secrets/elsewhere")).expect("moved");
            symlink("elsewhere", it.join(SECRET)).expect("linked");
        },
        list: Nothing,
        test: Failed("it is a symbolic link"),
    },
    Damage {
        what: "its secret is a hard link",
        does: |it| fs::hard_link(it.join(SECRET), it.join("secrets/elsewhere")).expect("linked"),
        list: Nothing,
        test: Failed("is a hard link"),
    },
    Damage {
        what: "its secret belongs to another account",
        does: |it| chown(it.join(SECRET), Some(12345), None).expect("given away"),
        list: Nothing,
        test: Failed("belongs to another account (uid 12345)"),
    },
    Damage {
        what: "the file belongs to another account",
        does: |it| chown(it.join("connections/broken.toml"), Some(12345), None).expect("given away"),
        list: Failed("belongs to another account (uid 12345)"),
        test: Failed("belongs to another account (uid 12345)"),
    },
    Damage {
        what: "the directory of secrets is open to others",
        does: |it| fs::set_permissions(it.join("secrets"), fs::Permissions::from_mode(0o755)).expect("changed"),
        list: Nothing,
        test: Said("secrets was open to other accounts of this host (mode 0755); it no longer is."),
    },
    Damage {
        what: "the file is open to others",
        does: |it| {
            let file = it.join("connections/broken.toml");
            fs::set_permissions(file, fs::Permissions::from_mode(0o644)).expect("changed");
        },
        list: Said("broken.toml was open to other accounts of this host (mode 0644); it no longer is."),
        test: Said("broken.toml was open to other accounts of this host (mode 0644); it no longer is."),
    },
    Damage {
        what: "its report is broken",
        does: |it| write(&it.join("reports/broken.json"), "{"),
        list: Nothing,
        test: Said("warning: the last test of broken is passed over"),
    },
    Damage {
        what: "the connection before it is broken",
        does: |it| {
            fs::create_dir_all(it.join("previous")).expect("made");
            write(&it.join("previous/broken.toml"), "nonsense");
        },
        list: Nothing,
        test: Nothing,
    },
    Damage {
        what: "a draft cannot be read",
        does: |it| {
            fs::create_dir_all(it.join("drafts")).expect("made");
            write(&it.join("drafts/0a1b2c3d.toml"), "nonsense");
        },
        list: Nothing,
        test: Nothing,
    },
    Damage {
        what: "the identity is corrupt",
        does: |it| {
            let store = Store::at(it);
            store.choose_passphrase(None, &passphrase()).expect("chosen");
            store.unlock(StoreKind::EncryptedFile, &passphrase()).expect("unlocked");
            store.move_to(&Name::new("broken").expect("a name"), StoreKind::EncryptedFile).expect("moved");
            write(&it.join("identity.age"), "nonsense");
        },
        list: Nothing,
        test: Failed("identity.age is no age file"),
    },
];

const SECRET: &str = "secrets/broken.1.toml";

fn write(path: &Path, text: &str) {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).expect("made");
        fs::set_permissions(parent, fs::Permissions::from_mode(0o700)).expect("changed");
    }
    fs::write(path, text).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("changed");
}

fn check(damage: &Damage, it: &crate::situation::Running) -> String {
    let Damage { what, does, list, test } = damage;
    if what.contains("another account") && !geteuid().is_root() {
        return format!("{what}: skipped, only root can give a file away");
    }
    let host = Host::new();
    host.save("sound", it.sandbox.connectwise(), right);
    host.save("broken", it.sandbox.autotask(), right);
    does(&host.config());
    let pass = host.file("passphrase", crate::PASSPHRASE);
    let pass = ["--passphrase-file", &pass.display().to_string()].map(str::to_owned);
    let pass: Vec<_> = pass.iter().map(String::as_str).collect();

    let told = |ran: &crate::situation::Ran, wanted: Told, command: &str| {
        let says = format!("{what}: {command}: {ran:?}");
        match wanted {
            Nothing => assert!(!ran.err.contains("error:") && !ran.err.contains("warning:"), "{says}"),
            Said(text) => assert!(ran.err.contains(text) && !ran.err.contains("error:"), "{says}"),
            Failed(text) => {
                assert!(ran.err.contains("error: broken: ") && ran.err.contains(text), "{says}");
                assert!(ran.err.contains("hint: "), "{says}");
                assert_eq!(ran.code, Some(7), "{says}");
            }
        }
        assert!(ran.out.contains("sound"), "{says}");
        assert!(!ran.err.contains("panicked"), "{says}");
    };
    let listed = host.run(&["list"]);
    told(&listed, *list, "list");
    let tested = host.run(&[&pass[..], &["test", "--all"]].concat());
    // What `list` repaired is not met again.
    let wanted = if list == test && matches!(list, Said(_)) { Nothing } else { *test };
    told(&tested, wanted, "test --all");
    let again = host.run(&["list", "--json"]).json();
    let connections = again["connections"].as_array().expect("a list");
    let sound = connections.iter().find(|it| it["name"] == "sound").expect("it is listed");
    assert!(sound["last_test"].is_object(), "{what}: the sound one was tested: {again}");
    format!("{what}: list {list:?}, test --all {test:?}")
}

#[test]
fn damage_to_one_connection_stops_no_other() {
    let _alone = alone();
    let it = running("healthy");
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(damage) = DAMAGES.get(next.fetch_add(1, Ordering::Relaxed)) {
                    println!("{}", check(damage, &it));
                }
            });
        }
    });
}

#[test]
fn refusals_that_cannot_be_read_stop_every_login_for_an_hour_and_no_list() {
    let _alone = alone();
    let it = running("healthy");
    let host = Host::new();
    host.save("sound", it.sandbox.connectwise(), right);
    let file = host.config().join("refusals.toml");
    write(&file, "nonsense");
    let listed = host.run(&["list"]);
    assert_eq!((listed.code, listed.err.as_str()), (Some(0), ""), "{listed:?}");
    let tested = host.run(&["test", "--all"]);
    assert!(tested.err.contains("error: sound: ") || tested.out.contains("refusals.toml cannot be read"), "{tested:?}");
    let hour_ago =
        fs::metadata(&file).expect("it is there").modified().expect("a time") - std::time::Duration::from_secs(3601);
    fs::File::options().write(true).open(&file).and_then(|it| it.set_modified(hour_ago)).expect("changed");
    let tested = host.run(&["test", "--all"]);
    assert_eq!(tested.code, Some(0), "{tested:?}");
    assert_eq!(fs::metadata(host.config()).expect("it is there").mode() & 0o777, 0o700);
}
