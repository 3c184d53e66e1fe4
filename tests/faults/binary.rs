//! The command's leg: the real binary tests a saved connection and says what it found as JSON.

use std::{
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use psa_connect::{
    model::{
        certificate::Certificate,
        origin::Origin,
        right::Confirmation,
        saved::{Name, Replace, ToSave},
        store_kind::StoreKind,
    },
    store::Store,
};
use serde_json::Value;

use crate::tenant::Psa;

/// The longest that one run may take. Reached only when it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the saved connection is called.
const NAME: &str = "acme";

/// One run.
pub(crate) struct Run<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) ca_file: &'a Path,
    pub(crate) environment: &'a [(&'static str, String)],
    pub(crate) timeout: u64,
}

/// What it gave.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; `None` when it was killed.
    pub(crate) code: Option<i32>,
    /// Everything that it printed.
    pub(crate) printed: String,
    /// Its data.
    pub(crate) json: Value,
}

/// Saves a connection as the wizard would, with the certificate that it trusts.
pub(crate) fn save(store: &Path, psa: Psa, origin: &Origin, pin: Option<Certificate>) {
    let to_save = ToSave {
        name: name(),
        integration: "sync365".into(),
        login: psa.login(origin).pinned(pin),
        report: None,
        counts: vec![],
        replace: Replace::No,
        store: StoreKind::File,
        passphrase: None,
        keys_since: None,
    };
    let stamp = Confirmation { by: "tech".into(), at: "2026-11-21T10:00:00Z".into() };
    Store::at(store).save(&to_save, &stamp).expect("saved");
}

/// What it is called.
pub(crate) fn name() -> Name {
    Name::new(NAME).expect("a name")
}

impl Run<'_> {
    /// Tests the saved connection.
    pub(crate) fn test(&self) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_psa-connect"))
            .arg("--config-dir")
            .arg(self.folder.join("config"))
            .arg("--ca-file")
            .arg(self.ca_file)
            .args(["--timeout", &self.timeout.to_string(), "test", NAME, "--json"])
            .env_clear()
            // The roots of this host take long to read, and no row is about them.
            .env("SSL_CERT_FILE", self.ca_file)
            .env("HOME", self.folder)
            .env("XDG_STATE_HOME", self.folder.join("state"))
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let (mut out, mut err) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
        let (done, ended) = mpsc::channel();
        let reader = thread::spawn(move || {
            let (mut data, mut talk) = (String::new(), String::new());
            let _ = out.read_to_string(&mut data).and(err.read_to_string(&mut talk));
            let _ = done.send(());
            (data, talk)
        });
        if ended.recv_timeout(PATIENCE).is_err() {
            let _ = child.kill();
        }
        let code = child.wait().expect("its end").code();
        let (data, talk) = reader.join().expect("both pipes");
        let json = serde_json::from_str(&data).unwrap_or(Value::Null);
        Ran { code, json, printed: data + &talk }
    }
}

impl Ran {
    /// The first check that failed; the whole document when the command could not even begin.
    fn failed(&self) -> &Value {
        let checks = self.json["checks"].as_array().map(Vec::as_slice).unwrap_or_default();
        checks.iter().find(|it| it["outcome"] == "failed").unwrap_or(&self.json)
    }

    /// The key of the first fault.
    pub(crate) fn kind(&self) -> Option<&str> {
        self.failed()["fault"].as_str()
    }

    /// What is said of it.
    pub(crate) fn detail(&self) -> &str {
        let failed = self.failed();
        failed["detail"].as_str().or(failed["error"].as_str()).unwrap_or_default()
    }

    /// Why a check is unclear or a right could not be looked up.
    pub(crate) fn doubts(&self) -> Vec<&str> {
        let list = |key: &str| self.json[key].as_array().map(Vec::as_slice).unwrap_or_default();
        let unclear =
            list("checks").iter().filter(|it| it["outcome"] == "unclear").filter_map(|it| it["detail"].as_str());
        unclear.chain(list("rights").iter().filter_map(|it| it["because"].as_str())).collect()
    }
}
