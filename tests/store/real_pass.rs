//! `pass` itself, with a key and a store of its own, keeps a login and gives it back.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use psa_connect::{
    model::{settings::CommandSettings, store_kind::StoreKind},
    store::{CommandHook, SecretStore as _, Store},
};

use crate::{
    catalog,
    command::{SECRET, argv, at, in_command},
    directory, login_with, name, stamp,
};

/// A password store of its own, whose agent ends with the test.
struct RealPass {
    dir: tempfile::TempDir,
}

impl RealPass {
    /// Errors: why there is none.
    fn set_up() -> Result<Self, String> {
        // Short: the agent's socket is in it.
        let dir = tempfile::Builder::new().prefix("pass").tempdir_in("/tmp").map_err(|it| it.to_string())?;
        let it = Self { dir };
        fs::create_dir(it.home()).map_err(|it| it.to_string())?;
        Command::new("chmod").arg("700").arg(it.home()).status().map_err(|it| it.to_string())?;
        it.run(
            "gpg",
            &["--batch", "--passphrase", "", "--quick-gen-key", "keeper@example.com", "default", "default", "never"],
        )?;
        it.run("pass", &["init", "keeper@example.com"])?;
        Ok(it)
    }

    fn home(&self) -> PathBuf {
        self.dir.path().join("gnupg")
    }

    /// The beginning of each command: its own variables are given by `env`.
    fn variables(&self) -> [String; 2] {
        let kept = self.dir.path().join("kept");
        [format!("GNUPGHOME={}", self.home().display()), format!("PASSWORD_STORE_DIR={}", kept.display())]
    }

    fn line(&self, words: &[&str]) -> Vec<String> {
        argv(&["/usr/bin/env"]).into_iter().chain(self.variables()).chain(argv(words)).collect()
    }

    fn run(&self, program: &str, words: &[&str]) -> Result<(), String> {
        let mut command = Command::new("/usr/bin/env");
        command.args(self.variables()).arg(program).args(words).stdin(Stdio::null());
        let ran = command.output().map_err(|it| it.to_string())?;
        if ran.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&ran.stderr).into_owned()) }
    }
}

impl Drop for RealPass {
    fn drop(&mut self) {
        let _ = self.run("gpgconf", &["--kill", "all"]);
    }
}

#[test]
fn pass_itself_keeps_a_login_and_gives_it_back() {
    let real = match RealPass::set_up() {
        Ok(it) => it,
        Err(why) => {
            println!("skipped: pass or gpg is not here or cannot be set up: {why}");
            return;
        }
    };
    let (_dir, path) = directory();
    let text = "psa-connect/{key}/{version}";
    let settings = CommandSettings {
        put: real.line(&["pass", "insert", "--multiline", "--force", text]),
        get: real.line(&["pass", "show", text]),
        remove: real.line(&["pass", "rm", "--force", text]),
        timeout_secs: 60,
    };
    let store = Store::at(&path).with(vec![Box::new(CommandHook::new(settings.clone(), &path))]);
    store.save(&in_command("acme", SECRET), &stamp()).expect("saved");
    assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with(SECRET));
    store.move_to(&name("acme"), StoreKind::File).expect("moved");
    let hook = CommandHook::new(settings, &path);
    assert_eq!(hook.get(&at("acme", 1)), Ok(None));
    assert_eq!(hook.remove(&at("acme", 1)), Ok(()));
}
