//! What the store promises: whole or not there, for this account only, and never in the wrong file.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    thread,
};

use psa_connect::{
    model::{
        catalog::{Catalog, FieldKind, PsaFacts},
        draft::{Login, Value, Values},
        fault::{ExitCode, Fault},
        id::{ListId, PsaId, SiteId},
        report::{Report, RightFinding},
        right::{Confirmation, Proof, RightId},
        saved::{Connection, LastTest, Name, Replace, ToSave},
    },
    store::{Listed, Store},
};
use tempfile::TempDir;

const NOW: &str = "2026-11-24T10:00:00Z";
const CANARY: &str = "Canary-\"quoted\"\\back\u{1f426}";

fn directory() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("psa-connect");
    (dir, path)
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a good name")
}

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

fn facts() -> PsaFacts {
    catalog().psa(&PsaId::from("connectwise")).expect("it is embedded").clone()
}

/// A login whose every field holds `text`.
fn login(text: &str) -> Login {
    let facts = facts();
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, text))).collect();
    let origin = "https://api-aus.myconnectwise.net".parse().expect("an origin");
    Login::complete(&facts, origin, Some(SiteId::from("aus")), &values).expect("every field is filled")
}

/// A login whose secret fields hold `secret` and whose plain ones hold `acme`.
fn login_with(secret: &str) -> Login {
    let facts = facts();
    let text = |kind| match kind {
        FieldKind::Plain => "acme",
        FieldKind::Secret => secret,
    };
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, text(it.kind)))).collect();
    let origin = "https://psa.example.com:8443".parse().expect("an origin");
    Login::complete(&facts, origin, None, &values).expect("every field is filled")
}

fn to_save(under: &str, login: Login, replace: Replace) -> ToSave {
    ToSave { name: name(under), integration: "sync365".into(), login, report: None, counts: vec![], replace }
}

fn finding(right: &str, proof: Proof, confirmed: Option<Confirmation>) -> RightFinding {
    RightFinding {
        right: RightId::from(right),
        found: String::new(),
        proof,
        request: String::new(),
        took: std::time::Duration::ZERO,
        confirmed,
    }
}

fn local(fault: Fault) -> (String, String) {
    assert_eq!(fault.exit_code(), ExitCode::Store);
    let Fault::Local { what, remedy } = fault else { panic!("not a local fault: {fault:?}") };
    (what, remedy)
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("it is there").mode() & 0o7777
}

/// Every file and directory below `path`, itself included.
fn everything(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("it can be read");
        found.extend(entries.flat_map(|it| everything(&it.expect("an entry").path())));
    }
    found.sort();
    found
}

fn relative(root: &Path) -> Vec<String> {
    let name = |it: &PathBuf| it.strip_prefix(root).expect("it is below").display().to_string();
    everything(root).iter().map(name).filter(|it| !it.is_empty()).collect()
}

#[test]
fn what_was_saved_is_what_is_opened() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let by = Confirmation { by: "jane".into(), at: NOW.into() };
    let report = Report {
        rights: vec![
            finding("finance.agreements", Proof::Granted, None),
            finding("system.table-setup", Proof::Unproven { because: "it cannot be shown".into() }, Some(by.clone())),
            finding("finance.invoicing", Proof::Missing, None),
        ],
        ..Report::default()
    };
    let counts = vec![(ListId::from("products"), 5000), (ListId::from("companies"), u64::MAX)];
    let asked = ToSave { report: Some(report), counts, ..to_save("acme", login(CANARY), Replace::No) };
    let saved = store.save(&asked, NOW).expect("it can be saved");
    assert_eq!(saved.connection, path.join("connections/acme.toml").display().to_string());
    assert_eq!(saved.secret, path.join("secrets/acme.1.toml").display().to_string());

    let (connection, login) = store.open(&name("acme"), catalog()).expect("it can be opened");
    assert_eq!(login, asked.login);
    let of_kind = |kind: FieldKind| facts().fields.into_iter().filter(move |it| it.kind == kind).map(|it| it.id);
    let mut secret_fields: Vec<_> = of_kind(FieldKind::Secret).collect();
    secret_fields.sort();
    let expected = Connection {
        name: name("acme"),
        psa: PsaId::from("connectwise"),
        integration: "sync365".into(),
        origin: asked.login.origin.clone(),
        site: Some(SiteId::from("aus")),
        plain: of_kind(FieldKind::Plain).map(|it| (it, CANARY.to_owned())).collect(),
        secret_fields,
        confirmed: vec![(RightId::from("system.table-setup"), by)],
        saved_at: NOW.into(),
        last_test: Some(LastTest {
            at: NOW.into(),
            held: 2,
            of: 3,
            fault: None,
            counts: vec![(ListId::from("products"), 5000), (ListId::from("companies"), i64::MAX as u64)],
        }),
    };
    assert_eq!(connection, expected);
    assert_eq!(store.list(), [Listed::Connection(Box::new(expected))]);
}

#[test]
fn no_secret_is_anywhere_but_in_the_secret_file() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    let secret = "canary7f3a";
    let saved = store.save(&to_save("acme", login_with(secret), Replace::No), NOW).expect("it can be saved");
    for it in everything(dir.path()).iter().filter(|it| it.is_file()) {
        let holds = fs::read_to_string(it).expect("it can be read").contains(secret);
        assert_eq!(holds, it.display().to_string() == saved.secret, "{}", it.display());
    }
}

#[test]
fn everything_is_for_this_account_only() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect("it can be saved");
    let modes: Vec<_> = everything(&path).iter().map(|it| (it.is_dir(), mode(it))).collect();
    assert_eq!(modes.len(), 6);
    assert!(modes.iter().all(|it| *it == (true, 0o700) || *it == (false, 0o600)), "{modes:?}");
}

#[test]
fn a_directory_open_to_others_is_made_private_and_said_to_have_been_open() {
    let (_dir, path) = directory();
    fs::DirBuilder::new().mode(0o755).create(&path).expect("it can be made");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be changed");
    let store = Store::at(&path);
    for _ in 0..2 {
        let card = store.card();
        assert_eq!(card.trouble, None);
        let told = "was open to other accounts of this host (mode 0755); it no longer is.";
        assert!(card.protection.ends_with(told), "{}", card.protection);
    }
    assert_eq!(mode(&path), 0o700);
}

#[test]
fn a_secret_file_open_to_others_is_made_private_when_it_is_read() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let saved = store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect("it can be saved");
    fs::set_permissions(&saved.secret, fs::Permissions::from_mode(0o644)).expect("it can be changed");
    store.open(&name("acme"), catalog()).expect("it can be opened");
    assert_eq!(mode(Path::new(&saved.secret)), 0o600);
}

#[test]
fn the_card_leaves_nothing_behind() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    assert_eq!(store.card().trouble, None);
    assert_eq!(relative(dir.path()), Vec::<String>::new());
    store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect("it can be saved");
    let before = relative(dir.path());
    assert_eq!(store.card().trouble, None);
    assert_eq!(relative(dir.path()), before);
}

#[test]
fn a_name_that_is_taken_is_replaced_only_when_the_person_said_so() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("old"), Replace::No), NOW).expect("it can be saved");
    let refused = store.save(&to_save("acme", login_with("new"), Replace::No), NOW).expect_err("the name is taken");
    assert_eq!(local(refused).0, "a connection named acme is already saved");
    let open = || store.open(&name("acme"), catalog()).expect("it can be opened").1;
    assert_eq!(open(), login_with("old"));
    store.save(&to_save("acme", login_with("new"), Replace::Yes), NOW).expect("it can be replaced");
    assert_eq!(open(), login_with("new"));
    let left = ["connections", "connections/acme.toml", "lock", "secrets", "secrets/acme.2.toml"];
    assert_eq!(relative(&path), left);
}

#[test]
fn a_removed_connection_leaves_no_secret() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("a"), Replace::No), NOW).expect("it can be saved");
    store.save(&to_save("acme.1", login_with("b"), Replace::No), NOW).expect("it can be saved");
    store.remove(&name("acme")).expect("it can be removed");
    let left = ["connections", "connections/acme.1.toml", "lock", "secrets", "secrets/acme.1.1.toml"];
    assert_eq!(relative(&path), left);
    let again = store.remove(&name("acme")).expect_err("it is gone");
    assert_eq!(local(again).0, "no connection named acme is saved");
}

#[test]
fn a_broken_file_hides_no_other_and_its_text_is_not_repeated() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect("it can be saved");
    let connections = path.join("connections");
    let whole = fs::read_to_string(connections.join("acme.toml")).expect("it can be read");
    fs::write(connections.join("newer.toml"), whole.replace("version = 1\npsa", "version = 2\npsa")).expect("written");
    fs::write(connections.join("torn.toml"), &whole[..whole.len() / 2]).expect("written");
    fs::write(connections.join("key.toml"), format!("{whole}private_key = \"canary7f3a\"\n")).expect("written");
    fs::write(connections.join("Bad Name.toml"), &whole).expect("written");
    fs::write(connections.join(".hidden.toml"), "").expect("written");
    fs::write(connections.join("notes.txt"), "").expect("written");

    let listed: Vec<_> =
        store.list().iter().map(|it| (it.name().to_owned(), matches!(it, Listed::Connection(_)))).collect();
    let expected = [("Bad Name", false), ("acme", true), ("key", false), ("newer", false), ("torn", false)];
    assert_eq!(listed, expected.map(|(name, is_good)| (name.to_owned(), is_good)));
    for it in store.list() {
        let Listed::Broken { name, fault } = it else { continue };
        let (what, remedy) = local(fault);
        assert!(!what.contains("canary7f3a") && !remedy.contains("canary7f3a"), "{name}: {what}");
        assert_eq!(what.contains("version 2"), name == "newer", "{what}");
    }
}

#[test]
fn a_link_in_the_place_of_a_directory_is_refused_and_not_followed() {
    for planted in ["", "connections", "secrets"] {
        let (dir, path) = directory();
        let elsewhere = dir.path().join("elsewhere");
        fs::create_dir(&elsewhere).expect("it can be made");
        let at = if planted.is_empty() { path.clone() } else { path.join(planted) };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(at.parent().expect("it has one")).expect("made");
        symlink(&elsewhere, &at).expect("it can be planted");
        let store = Store::at(&path);
        let fault = store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect_err("it is refused");
        let (what, remedy) = local(fault);
        assert_eq!(what, format!("{} cannot be opened: it is a symbolic link", at.display()));
        assert!(remedy.starts_with("Remove the link"), "{remedy}");
        assert_eq!(relative(&elsewhere), Vec::<String>::new());
        if planted.is_empty() {
            assert!(store.card().trouble.is_some_and(|it| it.contains("symbolic link")));
        }
    }
}

#[test]
fn a_link_in_the_place_of_a_file_is_replaced_or_refused_and_its_target_stays() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("other", login_with("s"), Replace::No), NOW).expect("it can be saved");
    let victim = dir.path().join("victim");
    fs::write(&victim, "precious").expect("written");
    symlink(&victim, path.join("connections/acme.toml")).expect("it can be planted");
    symlink(&victim, path.join("secrets/acme.1.toml")).expect("it can be planted");
    let opened = store.open(&name("acme"), catalog()).expect_err("a link is not read");
    assert!(local(opened).0.ends_with("it is a symbolic link"));
    store.save(&to_save("acme", login_with("s"), Replace::Yes), NOW).expect("the link gives way");
    assert_eq!(fs::read_to_string(&victim).expect("it is there"), "precious");
    assert_eq!(mode(&path.join("connections/acme.toml")), 0o600);

    fs::remove_file(path.join("lock")).expect("it is there");
    symlink(&victim, path.join("lock")).expect("it can be planted");
    let refused = store.save(&to_save("acme", login_with("t"), Replace::Yes), NOW).expect_err("no lock, no save");
    assert!(local(refused).0.ends_with("lock cannot be opened: it is a symbolic link"));
    assert_eq!(fs::read_to_string(&victim).expect("it is there"), "precious");
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_at_once() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect("it can be saved");
    let file = path.join("connections/acme.toml");
    fs::remove_file(&file).expect("it is there");
    let made = Command::new("mkfifo").arg(&file).status().expect("mkfifo runs");
    assert!(made.success());
    let fault = store.open(&name("acme"), catalog()).expect_err("it is refused");
    assert_eq!(local(fault).0, format!("{} is no plain file", file.display()));
}

#[test]
fn a_directory_of_another_account_is_refused() {
    let (_dir, path) = directory();
    fs::create_dir(&path).expect("it can be made");
    // Only root can give a directory away; anybody else meets root's own.
    let given = rustix::fs::chown(&path, Some(rustix::fs::Uid::from_raw(12345)), None).is_ok();
    let foreign = if given { path } else { PathBuf::from("/usr") };
    let fault = Store::at(&foreign).save(&to_save("acme", login_with("s"), Replace::No), NOW).expect_err("refused");
    let uid = fs::metadata(&foreign).expect("it is there").uid();
    assert_eq!(local(fault).0, format!("{} belongs to another account (uid {uid})", foreign.display()));
}

#[test]
fn a_directory_that_everybody_can_replace_is_refused() {
    let (dir, _) = directory();
    let open = dir.path().join("open");
    fs::create_dir(&open).expect("it can be made");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).expect("it can be changed");
    let store = Store::at(open.join("psa-connect"));
    let fault = store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect_err("it is refused");
    assert_eq!(local(fault).0, format!("other accounts can replace {}", open.display()));
    assert!(store.card().trouble.is_some());
}

#[test]
fn the_last_test_is_noted_and_nothing_else_changes() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect("it can be saved");
    let (before, login) = store.open(&name("acme"), catalog()).expect("it can be opened");
    let last = LastTest {
        at: "2026-11-25T10:00:00Z".into(),
        held: 0,
        of: 9,
        fault: Some("psa.example.com refused the login".into()),
        counts: vec![],
    };
    store.record_test(&name("acme"), &last).expect("it can be noted");
    let after = store.open(&name("acme"), catalog()).expect("it can be opened");
    assert_eq!(after, (Connection { last_test: Some(last), ..before }, login));
}

#[test]
fn leftovers_of_a_save_that_was_cut_off_go_with_the_next_save() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("old"), Replace::No), NOW).expect("it can be saved");
    for it in ["secrets/.new-0123", "connections/.new-4567", "secrets/acme.2.toml", "secrets/gone.7.toml"] {
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(path.join(it)).expect("it can be made");
        file.write_all(b"left over").expect("it can be written");
    }
    assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with("old"));
    store.save(&to_save("acme", login_with("new"), Replace::Yes), NOW).expect("it can be replaced");
    let left = ["connections", "connections/acme.toml", "lock", "secrets", "secrets/acme.3.toml"];
    assert_eq!(relative(&path), left);
}

#[test]
fn a_secret_that_is_gone_is_said_to_be_gone() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let saved = store.save(&to_save("acme", login_with("s"), Replace::No), NOW).expect("it can be saved");
    fs::remove_file(&saved.secret).expect("it is there");
    let fault = store.open(&name("acme"), catalog()).expect_err("nothing to log in with");
    assert_eq!(local(fault).0, "the keys of acme are not where they were saved");
    fs::write(&saved.secret, "private_key = \"canary7f3a\n").expect("it can be written");
    let (what, remedy) = local(store.open(&name("acme"), catalog()).expect_err("it is broken"));
    assert!(!what.contains("canary7f3a") && !remedy.contains("canary7f3a"), "{what} {remedy}");
}

#[test]
fn two_at_once_lose_nothing() {
    let (_dir, path) = directory();
    thread::scope(|scope| {
        for writer in ["a", "b"] {
            let path = &path;
            scope.spawn(move || {
                let store = Store::at(path);
                for n in 0..50 {
                    let own = to_save(&format!("{writer}-{n}"), login_with(&format!("{writer}{n}")), Replace::No);
                    store.save(&own, NOW).expect("it can be saved");
                    let shared = to_save("shared", login_with(&format!("{writer}{n}")), Replace::Yes);
                    store.save(&shared, NOW).expect("it can be saved");
                    store.open(&name("shared"), catalog()).expect("it is always whole");
                }
            });
        }
    });
    let store = Store::at(&path);
    assert_eq!(store.list().len(), 101);
    for writer in ["a", "b"] {
        for n in 0..50 {
            let (_, login) = store.open(&name(&format!("{writer}-{n}")), catalog()).expect("it is there");
            assert_eq!(login, login_with(&format!("{writer}{n}")));
        }
    }
    assert_eq!(fs::read_dir(path.join("secrets")).expect("it can be read").count(), 101);
}

/// Names the directory in which this very test, run as a child, saves until it is killed.
const SAVE_HERE: &str = "PSA_CONNECT_TEST_SAVE_HERE";

#[test]
fn a_kill_at_any_moment_leaves_the_old_or_the_new() {
    if let Some(path) = std::env::var_os(SAVE_HERE) {
        let store = Store::at(PathBuf::from(path));
        for n in 1_u64.. {
            store.save(&to_save("acme", login(&format!("value{n}")), Replace::Yes), NOW).expect("it can be saved");
            println!("saved {n}");
        }
    }
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let mut random = fastrand::Rng::with_seed(365);
    for _ in 0..40 {
        let mut child = Command::new(std::env::current_exe().expect("this test's file"))
            .args(["--exact", "a_kill_at_any_moment_leaves_the_old_or_the_new", "--nocapture"])
            .env(SAVE_HERE, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it can be started");
        let output = std::io::BufReader::new(child.stdout.take().expect("it is piped"));
        let saves = random.usize(1..4);
        let seen =
            std::io::BufRead::lines(output).map_while(Result::ok).filter(|it| it.starts_with("saved")).take(saves);
        assert_eq!(seen.count(), saves);
        for _ in 0..random.u32(0..200_000) {
            std::hint::spin_loop();
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        // Plain and secret fields hold the same text, so a mixture of two saves would show.
        let (connection, opened) = store.open(&name("acme"), catalog()).expect("old or new, but whole");
        let (_, value) = connection.plain.first().expect("it has a plain field");
        assert_eq!(opened.values(), login(value).values());
    }
    store.save(&to_save("acme", login("last"), Replace::Yes), NOW).expect("it can be saved");
    let left = relative(&path);
    assert_eq!(left.len(), 5, "{left:?}");
}
