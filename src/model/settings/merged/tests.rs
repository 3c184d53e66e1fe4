//! Who has the last word about each setting.

use strum::IntoEnumIterator as _;

use super::{BadVariable, Flags, Named, Settings, Source, Variables, merge};
use crate::model::{
    settings::{
        file::{SettingsFile, Whose},
        proxy::Proxy,
    },
    store_kind::StoreKind,
};

fn named(text: &str, whose: Whose) -> Named {
    Named { path: "config.toml".into(), file: SettingsFile::parse(text, whose).unwrap() }
}

/// The value and the source of each setting but `allowed_stores`, as text.
fn told(it: &Settings) -> Vec<(&'static str, String, Source)> {
    let Settings {
        default,
        integration,
        store,
        allowed_stores: _,
        proxy,
        ca_file,
        timeout,
        database,
        reduced_motion,
        vault,
        command,
    } = it;
    let text = |it: Option<String>| it.unwrap_or_default();
    vec![
        ("default", text(default.value.as_ref().map(|it| it.as_str().to_owned())), default.from),
        ("integration", text(integration.value.clone()), integration.from),
        ("store", text(store.value.map(|it| it.key().to_owned())), store.from),
        ("proxy", text(proxy.value.as_ref().map(|it| it.shown().to_owned())), proxy.from),
        ("ca_file", text(ca_file.value.as_ref().map(|it| it.display().to_string())), ca_file.from),
        ("timeout", timeout.value.to_string(), timeout.from),
        ("database", database.value.to_string(), database.from),
        ("reduced_motion", reduced_motion.value.to_string(), reduced_motion.from),
        ("vault", text(vault.value.as_ref().map(|it| it.mount.clone())), vault.from),
        ("command", text(command.value.as_ref().and_then(|it| it.put.first().cloned())), command.from),
    ]
}

const USER: &str = "default = \"of-user\"\nintegration = \"of-user\"\nstore = \"vault\"\nproxy = \"http://user.example\"\n\
    ca_file = \"of-user\"\ntimeout = 4\ndatabase = \"postgres://me@user.example/data\"\nreduced_motion = true\n[vault]\nmount = \"of-user\"\n\
    [command]\nput = [\"of-user\"]\nget = [\"g\"]\nremove = [\"r\"]\n";
const SYSTEM: &str = "integration = \"of-system\"\nstore = \"keyring\"\nproxy = \"http://system.example\"\n\
    ca_file = \"of-system\"\ntimeout = 5\ndatabase = \"postgres://me@system.example/data\"\nreduced_motion = true\n[vault]\nmount = \"of-system\"\n\
    [command]\nput = [\"of-system\"]\nget = [\"g\"]\nremove = [\"r\"]\n";

fn flags() -> Flags {
    let database = "postgres://me@flag.example/data".parse().ok();
    Flags { integration: Some("of-flag".into()), ca_file: Some("of-flag".into()), timeout: Some(2), database }
}

fn variables() -> Variables {
    Variables {
        integration: Some("of-environment".into()),
        store: Some("command".into()),
        ca_file: Some("of-environment".into()),
        timeout: Some("3".into()),
        database: Some("postgres://me@environment.example/data".into()),
        reduced_motion: Some("yes".into()),
        proxy: Some(("HTTPS_PROXY", Proxy::of_environment("http://me:canary@environment.example"))),
    }
}

/// Takes the first `n` of the five sources away, the strongest first.
fn without(n: usize) -> Vec<(&'static str, String, Source)> {
    let flags = if n < 1 { flags() } else { Flags::default() };
    let variables = if n < 2 { variables() } else { Variables::default() };
    let user = if n < 3 { named(USER, Whose::User) } else { Named::default() };
    let system = if n < 4 { named(SYSTEM, Whose::System) } else { Named::default() };
    told(&merge(flags, variables, user, system).unwrap())
}

#[test]
fn each_setting_comes_from_the_strongest_that_says_it() {
    use Source::{BuiltIn, Environment as Env, Flag, System, User};
    // A row for each setting; a column for each source that is the strongest one left.
    let rows: [(&str, [(&str, Source); 5]); 10] = [
        ("default", [("of-user", User), ("of-user", User), ("of-user", User), ("", BuiltIn), ("", BuiltIn)]),
        (
            "integration",
            [
                ("of-flag", Flag),
                ("of-environment", Env("PSA_CONNECT_INTEGRATION")),
                ("of-user", User),
                ("of-system", System),
                ("", BuiltIn),
            ],
        ),
        (
            "store",
            [
                ("command", Env("PSA_CONNECT_STORE")),
                ("command", Env("PSA_CONNECT_STORE")),
                ("vault", User),
                ("keyring", System),
                ("", BuiltIn),
            ],
        ),
        (
            "proxy",
            [
                ("http://environment.example", Env("HTTPS_PROXY")),
                ("http://environment.example", Env("HTTPS_PROXY")),
                ("http://user.example", User),
                ("http://system.example", System),
                ("", BuiltIn),
            ],
        ),
        (
            "ca_file",
            [
                ("of-flag", Flag),
                ("of-environment", Env("PSA_CONNECT_CA_FILE")),
                ("of-user", User),
                ("of-system", System),
                ("", BuiltIn),
            ],
        ),
        ("timeout", [("2", Flag), ("3", Env("PSA_CONNECT_TIMEOUT")), ("4", User), ("5", System), ("30", BuiltIn)]),
        (
            "database",
            [
                ("postgres://me@flag.example:5432/data", Flag),
                ("postgres://me@environment.example:5432/data", Env("PSA_CONNECT_DATABASE")),
                ("postgres://me@user.example:5432/data", User),
                ("postgres://me@system.example:5432/data", System),
                ("sqlite", BuiltIn),
            ],
        ),
        (
            "reduced_motion",
            [
                ("true", Env("PSA_CONNECT_REDUCED_MOTION")),
                ("true", Env("PSA_CONNECT_REDUCED_MOTION")),
                ("true", User),
                ("true", System),
                ("false", BuiltIn),
            ],
        ),
        ("vault", [("of-user", User), ("of-user", User), ("of-user", User), ("of-system", System), ("", BuiltIn)]),
        ("command", [("of-user", User), ("of-user", User), ("of-user", User), ("of-system", System), ("", BuiltIn)]),
    ];
    for n in 0..5 {
        let is: Vec<_> = rows.iter().map(|(key, of)| (*key, of[n].0.to_owned(), of[n].1)).collect();
        assert_eq!(without(n), is, "without the strongest {n}");
    }
}

#[test]
fn a_variable_that_cannot_be_understood_is_named_unless_a_flag_has_the_last_word() {
    let merged = |flags: Flags, timeout: &str, store: Option<&str>| {
        let variables =
            Variables { timeout: Some(timeout.into()), store: store.map(str::to_owned), ..Variables::default() };
        merge(flags, variables, Named::default(), Named::default())
    };
    for text in ["0", "3601", "canary", "-1", "1.5"] {
        let BadVariable { name, expected } = merged(Flags::default(), text, None).unwrap_err();
        assert_eq!((name, expected), ("PSA_CONNECT_TIMEOUT", "a whole number of seconds from 1 to 3600"));
        assert_eq!(merged(flags(), text, None).unwrap().timeout.value, 2);
    }
    assert_eq!(merged(flags(), "1", Some("canary")).unwrap_err().name, "PSA_CONNECT_STORE");
}

fn left(user: &str, system: &str) -> Vec<StoreKind> {
    let (user, system) = (named(user, Whose::User), named(system, Whose::System));
    merge(Flags::default(), variables(), user, system).unwrap().allowed_stores.kinds()
}

#[test]
fn nobody_widens_what_the_host_allows() {
    let all: Vec<_> = StoreKind::iter().collect();
    assert_eq!(left("", ""), all);
    assert_eq!(left("allowed_stores = [\"file\", \"vault\"]", ""), [StoreKind::Vault, StoreKind::File]);
    let system = "allowed_stores = [\"vault\", \"encrypted-file\"]";
    assert_eq!(left("", system), [StoreKind::EncryptedFile, StoreKind::Vault]);
    assert_eq!(left("allowed_stores = [\"file\", \"vault\"]", system), [StoreKind::Vault]);
    assert_eq!(left("store = \"file\"", system), [StoreKind::EncryptedFile, StoreKind::Vault]);
    assert_eq!(left("allowed_stores = [\"file\"]", system), []);
    assert_eq!(left("", "allowed_stores = []"), []);
}

#[test]
fn a_store_that_is_not_allowed_is_refused_with_who_set_it_and_where() {
    let named = |text: &str, whose, path: &str| Named { path: path.into(), ..named(text, whose) };
    let check = |user: &str, system: &str, kind| {
        let (user, system) = (named(user, Whose::User, "mine.toml"), named(system, Whose::System, "host.toml"));
        let settings = merge(Flags::default(), Variables::default(), user, system).unwrap();
        settings.allowed_stores.check(kind).map_err(|it| it.with_remedy())
    };
    let vault = "allowed_stores = [\"vault\"]";
    assert_eq!(check(vault, vault, StoreKind::Vault), Ok(()));
    assert_eq!(
        check("", vault, StoreKind::File).unwrap_err(),
        "the store \"file\" is not allowed: whoever administers this host set that with allowed_stores in host.toml. \
         Use one that is: vault. What is in it already can be opened and moved away."
    );
    let says = check("allowed_stores = [\"file\"]", vault, StoreKind::Vault).unwrap_err();
    assert!(says.contains("this account set that with allowed_stores in mine.toml"), "{says}");
    assert!(says.ends_with("No store is left that all settings allow: change allowed_stores in mine.toml."), "{says}");
    let says = check("", "allowed_stores = []", StoreKind::Vault).unwrap_err();
    assert!(says.ends_with("No store is left; ask whoever administers this host."), "{says}");
}
