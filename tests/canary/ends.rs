//! How the program can end badly: by a panic that prints what it had at hand, and by a signal that asks for a core.

use std::{collections::BTreeMap, panic};

use psa_connect::{
    model::{
        catalog::{Catalog, PsaFacts},
        fault::Fault,
        id::{FieldId, JobId, PsaId},
        login::{Login, Value, Values},
        saved::{Name, Replace, ToSave},
        secret::Secret,
        store_kind::StoreKind,
    },
    store::Found,
    wizard::event::{Consent, Effect, Event, ItemId, Job, Offer},
};
use rustix::process::Signal;

use crate::{
    Canaries, RICH, TAB, found, host::Host, keys, login::seed, needles, needles::Needle, note, paste, pty::Pty, running,
};

fn login(facts: &PsaFacts, fields: &[(String, String)]) -> Login {
    let kinds: BTreeMap<_, _> = facts.fields.iter().map(|it| (it.id.0.as_str(), it.kind)).collect();
    let values: Values =
        fields.iter().map(|(id, text)| (FieldId(id.clone()), Value::new(kinds[id.as_str()], text))).collect();
    let origin = "https://psa.example.com".parse().expect("an origin");
    Login::complete(facts, origin, None, &values).expect("no field is blank")
}

/// What a panic would print of everything that carries a login about.
fn printed(canaries: &Canaries) -> Vec<(&'static str, String)> {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from("connectwise")).expect("it ships");
    let login = login(facts, &canaries.logins.connectwise.fields());
    let secret = || Secret::new(canaries.passphrase.as_str());
    let to_save = ToSave {
        name: Name::new("acme").expect("a name"),
        integration: "sync365".into(),
        login: login.clone(),
        report: None,
        counts: vec![],
        replace: Replace::No,
        store: StoreKind::EncryptedFile,
        passphrase: Some(secret()),
        keys_since: None,
    };
    let job = || Job::Test { integration: "sync365".into(), login: login.clone(), consent: Consent::No };
    let unlock = Job::Unlock { store: StoreKind::EncryptedFile, passphrase: secret() };
    let fields: Vec<_> = canaries.secrets().into_iter().map(|(id, it)| (FieldId(id), Secret::new(it))).collect();
    let offer = Offer { psa: facts.id.clone(), site: "eu".into(), values: fields.clone() };
    vec![
        ("a login", format!("{login:#?}")),
        ("what is saved", format!("{to_save:#?}")),
        ("a job", format!("{:?}", Job::Save(Box::new(to_save)))),
        ("an effect", format!("{:?}", Effect::Start(JobId(1), job()))),
        ("an unlocking", format!("{unlock:?}")),
        ("typing", format!("{:?}", Event::Typed(ItemId::Name, secret()))),
        ("a paste", format!("{:?}", Event::Pasted(ItemId::Address, secret()))),
        ("an offer", format!("{offer:?}")),
        ("what a store gives", format!("{:?}", Found { version: psa_connect::store::Version(1), fields })),
        ("a fault", format!("{:?}", Fault::Bug { job: JobId(1) })),
    ]
}

#[test]
fn a_panic_prints_no_secret_of_what_it_had_at_hand() {
    let canaries = Canaries::made(seed());
    let needles = needles(&canaries.secrets());
    for (what, text) in printed(&canaries) {
        let panicked = panic::catch_unwind(|| panic!("{text}")).expect_err("it panics");
        let says = panicked.downcast_ref::<String>().expect("a text");
        assert_eq!(found(&needles, says.as_bytes()), Vec::<String>::new(), "{what}");
    }
}

fn nothing_in(needles: &[Needle], place: &str, bytes: &[u8]) {
    assert_eq!(found(needles, bytes), Vec::<String>::new(), "{place}");
}

#[test]
fn a_signal_that_asks_for_a_core_gets_none() {
    let canaries = Canaries::made(seed());
    let needles = needles(&canaries.secrets());
    let it = running(&canaries);
    let served = it.sandbox.connectwise();
    for signal in [Signal::ABORT, Signal::QUIT, Signal::ILL] {
        let mut pty = Pty::at(tempfile::tempdir().expect("a folder"), [80, 24], &RICH, &["-vv", "setup", "acme"]);
        pty.sees("Which PSA");
        pty.press(keys::ENTER);
        pty.sees("Which integration");
        pty.press(keys::ENTER);
        pty.sees("PSA answer?");
        pty.press(TAB);
        pty.press(&paste(&served.home.to_string()));
        pty.sees("Keys will go to");
        pty.press(keys::CTRL_N);
        pty.sees("Make the API user");
        pty.press(keys::CTRL_N);
        pty.sees("Enter the API user's login");
        pty.press(&paste(&note(&served.login)));
        pty.sees("Understood from what you pasted");
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", pty.pid())).expect("it runs");
        let core = limits.lines().find(|it| it.starts_with("Max core file size")).expect("a limit");
        assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
        pty.signal(signal);
        let left = pty.ended();
        assert_ne!(left.status.exit_code(), 0);
        nothing_in(&needles, "the terminal", &left.raw);
        let host = Host::at(left.home);
        assert_eq!(host.strays(&needles, &[]), Vec::<String>::new());
        let cores = host.files().into_iter().map(|it| it.0).filter(|it| it.to_string_lossy().contains("core"));
        assert_eq!(cores.collect::<Vec<_>>(), Vec::<std::path::PathBuf>::new());
    }
}
