//! Secrets where no secret belongs, in everything that the support bundle is made from: none of them gets into it.

use std::{fs, os::unix::fs::PermissionsExt as _, process::Command};

use psa_connect::{
    model::{
        catalog::Catalog,
        id::PsaId,
        login::{Login, Value, Values},
        right::Confirmation,
        saved::{Name, Replace, ToSave},
        store_kind::StoreKind,
    },
    store::Store,
};

use crate::{Canaries, found, host::Host, login::seed, needles};

/// Saves a connection whose every text has a secret in it, as a person does who pastes a key into the wrong field.
fn save(host: &Host, canaries: &[(String, String)]) {
    let canary = |n: usize| canaries[n % canaries.len()].1.as_str();
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from("connectwise")).expect("it ships");
    let values: Values =
        facts.fields.iter().enumerate().map(|(n, it)| (it.id.clone(), Value::new(it.kind, canary(n)))).collect();
    let origin = format!("https://{}.psa.example", canary(1).to_lowercase()).parse().expect("an origin");
    let login = Login::complete(facts, origin, None, &values).expect("no field is blank");
    let to_save = ToSave {
        name: Name::new("acme").expect("a name"),
        integration: canary(2).into(),
        login,
        report: None,
        counts: vec![],
        replace: Replace::No,
        store: StoreKind::File,
        passphrase: None,
        keys_since: None,
    };
    let stamp = Confirmation { by: canary(3).into(), at: canary(0).into() };
    let store = Store::at(host.config());
    let _ = store.save(&to_save, &stamp).expect("it is saved");
    let report = serde_json::json!({
        "version": 1, "connection": "acme", "psa": canary(0), "integration": canary(1), "origin": canary(2), "exit": 3,
        "at": canary(3), "verdict": canary(4), "identity": canary(0), "excess": [], "notes": [canary(1)],
        "tally": {"granted": 0, "partial": 0, "missing": 1, "unproven": 0, "confirmed": 0},
        "counts": [{"list": canary(5), "name": canary(6), "rows": 1}],
        "checks": [{"check": canary(2), "outcome": "failed", "detail": canary(3), "request": canary(4), "ms": 1,
            "fault": canary(5), "side": canary(6), "cause": canary(7), "remedy": canary(8), "retry": false}],
        "rights": [{"right": canary(0), "module": canary(1), "function": canary(2), "needed": canary(3), "found": canary(4),
            "proof": "missing", "request": canary(5), "ms": 1, "menu": canary(6), "optional": false}],
    });
    store.keep_report(&to_save.name, &report.to_string()).expect("it is kept");
}

fn plant(host: &Host, canaries: &[(String, String)]) {
    save(host, canaries);
    let all = canaries.iter().map(|(id, it)| format!("{id}={it} {it}: \"{it}\"")).collect::<Vec<_>>().join(" ");
    let private = |path: &std::path::Path, text: &str| {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("writable");
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("it is ours");
    };
    let log = canaries.iter().fold(format!("{all}\nthread 'main' panicked: {all}\n"), |log, (_, it)| {
        let at = "2026-11-27T09:00:00.000000Z";
        let started = format!("{at}  INFO psa_connect::engine: started job=1 name=\"{it}\" {it}\n");
        let failed = format!("{at}  WARN psa_connect::{it}: failed fault={it} at https://{it}.example/{it}\n");
        log + &started + &failed + &format!("{it} INFO psa_connect::engine: GET /system/info?key={it}\n{it}\n")
    });
    private(&host.root().join("state/psa-connect/psa-connect.log"), &log);
    private(&host.config().join("drafts/x.toml"), &all);
    private(&host.config().join("connections/broken.toml"), &all);
    let (_, last) = canaries.last().expect("some");
    let settings = format!(
        "proxy = \"http://{last}.example:3128\"\nca_file = \"/etc/{last}.pem\"\n[vault]\naddress = \"https://127.0.0.1:1\"\n\
         mount = \"{last}\"\nprefix = \"{last}\"\n[command]\nput = [\"{last}\", \"{last}\"]\n\
         get = [\"{last}\", \"{{key}}\", \"{{version}}\"]\nremove = [\"{last}\", \"{{key}}\", \"{{version}}\"]\n"
    );
    private(&host.config().join("config.toml"), &settings);
}

#[test]
fn no_secret_that_was_planted_anywhere_gets_into_a_bundle() {
    let made = Canaries::made(seed());
    let canaries = made.secrets();
    let host = Host::at(tempfile::tempdir().expect("a folder"));
    plant(&host, &canaries);
    let (_, canary) = &canaries[0];
    for (n, variable) in
        ["PSA_CONNECT_STORE", "PSA_CONNECT_INTEGRATION", "HTTPS_PROXY", "NOBODY_KNOWS"].into_iter().enumerate()
    {
        let bundle = host.root().join(format!("bundle-{n}"));
        let ran = Command::new(env!("CARGO_BIN_EXE_psa-connect"))
            .args(["--config-dir".into(), host.config(), "doctor".into(), "--bundle".into(), bundle.clone()])
            .env_clear()
            .envs(host.environment())
            .env(variable, canary)
            .env("VAULT_TOKEN", canary)
            .env("TERM", format!("{canary} {canary}"))
            .current_dir(host.root())
            .output()
            .expect("the binary starts");
        let text =
            fs::read_to_string(&bundle).unwrap_or_else(|it| panic!("{it}: {}", String::from_utf8_lossy(&ran.stderr)));
        // In each section there was something to leave out.
        for part in ["connection-1", "VAULT_TOKEN is set", "(...)", "FAILED", "never tested", "host-"] {
            assert!(text.contains(part), "\"{part}\" is missing in {text}");
        }
        for row in [["vault", "user", "set"], ["command", "user", "set"]] {
            assert!(text.lines().any(|it| it.split_whitespace().eq(row)), "{row:?} is missing in {text}");
        }
        let secrets: Vec<_> = canaries.iter().map(|(id, it)| (id.clone(), it.clone())).collect();
        assert_eq!(found(&needles(&secrets), text.as_bytes()), Vec::<String>::new(), "{text}");
        // A passphrase of several words is no secret only as a whole.
        for word in canaries.iter().flat_map(|(_, it)| it.split(' ')) {
            assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{word} is in {text}");
        }
    }
}
