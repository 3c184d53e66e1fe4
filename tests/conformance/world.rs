//! One sandbox for all faces, and a home of its own for each.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::Arc,
};

use psa_connect::{
    engine::{Engine, EngineSetup, Network},
    model::{
        catalog::{Catalog, FieldKind, PsaFacts},
        id::{FieldId, PsaId},
        saved::Name,
    },
    sandbox::{Options, Sandbox, Served, journal::Place, scenario::Scenario, tenant::Sizes},
    store::Store,
    wizard::{
        Begin, Start, Tried, Wizard,
        event::{Event, Offer},
    },
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::kept::Kept;

/// What is set up, and where.
pub(crate) struct World {
    pub(crate) psa: &'static str,
    scenario: &'static str,
    pub(crate) sandbox: Sandbox,
    pub(crate) catalog: Arc<Catalog>,
}

/// A home for what one face saves.
pub(crate) struct Home {
    folder: tempfile::TempDir,
}

impl World {
    pub(crate) async fn start(psa: &'static str, scenario: &'static str) -> Self {
        let options = Options::of(Scenario::named(scenario).expect("a scenario that ships"));
        let sandbox = Sandbox::start(Options { sizes: Sizes::usual(), ..options }).await;
        let sandbox = sandbox.expect("a sandbox on loopback");
        let mut catalog = Catalog::embedded();
        sandbox.stand_in(&mut catalog);
        Self { psa, scenario, sandbox, catalog: Arc::new(catalog) }
    }

    pub(crate) fn facts(&self) -> &PsaFacts {
        self.catalog.psa(&PsaId::from(self.psa)).expect("a known PSA")
    }

    pub(crate) fn served(&self) -> &Served {
        if self.psa == "connectwise" { self.sandbox.connectwise() } else { self.sandbox.autotask() }
    }

    /// The login's fields in the order in which they are asked, with whether each may be shown.
    pub(crate) fn login(&self) -> Vec<(FieldId, FieldKind, &str)> {
        let value = |id: &FieldId| {
            let found = self.served().login.iter().find(|it| it.0 == id.0);
            found.map(|it| it.1.as_str()).expect("the sandbox has every field")
        };
        self.facts().fields.iter().map(|it| (it.id.clone(), it.kind, value(&it.id))).collect()
    }

    /// By whom the site is looked up.
    pub(crate) fn who(&self) -> &str {
        let by = &self.facts().locate.by;
        self.login().into_iter().find(|it| it.0 == *by).map(|it| it.2).expect("it is a field")
    }

    /// What it is called, in every face.
    pub(crate) fn name(&self) -> Name {
        Name::new(&Name::suggested(&self.facts().id, self.who())).expect("a name")
    }

    pub(crate) fn is_short(&self) -> bool {
        self.scenario == "two-rights-missing"
    }

    /// A wizard and an engine for a home.
    pub(crate) fn begin(&self, home: &Home) -> (Wizard, Engine, UnboundedReceiver<Event>) {
        let store = home.store();
        let offers = self.sandbox.guests().map(|it| Offer { psa: it.psa, site: it.site, values: it.values }).to_vec();
        let wizard = Wizard::new(Start {
            catalog: Arc::clone(&self.catalog),
            offers,
            directory: store.directory().display().to_string(),
            stores: store.cards(),
            tried: Tried::No,
            home: vec![],
            integration: None,
            name: None,
            begin: Begin::SetUp,
        });
        let (post, events) = unbounded_channel();
        let setup = EngineSetup { catalog: Arc::clone(&self.catalog), store, network: Network::default() };
        (wizard, Engine::new(setup, post), events)
    }

    /// What this sandbox was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        let entries = self.sandbox.journal().entries().into_iter();
        let asked = entries.map(|it| Asked {
            psa: it.psa.to_owned(),
            method: it.method,
            path: it.path,
            credentials: it.credentials,
            home: it.at == Place::Home,
        });
        asked.collect()
    }
}

/// One request that came to a sandbox.
#[derive(Debug)]
pub(crate) struct Asked {
    psa: String,
    method: String,
    path: String,
    credentials: bool,
    home: bool,
}

impl Asked {
    /// Reads a line of the program's log, where it is one of these.
    fn in_log(line: &str) -> Option<Self> {
        let (_, said) = line.split_once("the sandbox was asked ")?;
        let field = |name: &str| {
            let (_, value) = said.split_once(&format!("{name}=")).unwrap_or_else(|| panic!("no {name} in {said}"));
            value.split(' ').next().unwrap_or_default().trim_matches('"').to_owned()
        };
        let [psa, method, path] = ["psa", "method", "path"].map(field);
        let is = |name: &str, word: &str| field(name) == word;
        Some(Self { psa, method, path, credentials: !is("credentials", "false"), home: is("at", "Home") })
    }

    /// What must hold for every face: only GETs and Autotask's queries, and credentials at the tenant's own site only.
    fn keeps_the_promises(&self) {
        let query =
            self.psa == "autotask" && self.method == "POST" && self.path.to_ascii_lowercase().ends_with("/query");
        assert!(self.method == "GET" || query, "it may write: {self:?}");
        assert!(!self.credentials || self.home, "credentials went elsewhere: {self:?}");
    }
}

/// Looks at everything that one face asked.
pub(crate) fn keep_the_promises(asked: &[Asked]) {
    assert!(asked.iter().any(|it| it.credentials), "nothing was asked with a login: {asked:?}");
    asked.iter().for_each(Asked::keeps_the_promises);
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn store(&self) -> Store {
        Store::at(self.folder.path().join("psa-connect"))
    }

    /// A file with a secret, for this account only.
    pub(crate) fn secret(&self, name: &str, value: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.folder.path().join(name);
        fs::write(&path, format!("{value}\n")).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("its mode can be changed");
        path
    }

    /// The real binary in this home, with a sandbox of its own like that of the world, not yet started.
    pub(crate) fn command(&self, world: &World, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_psa-connect"));
        command
            .args(["-vv", "--demo", "--scenario", world.scenario, "--config-dir"])
            .arg(self.store().directory())
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("XDG_STATE_HOME", self.folder.path().join("state"))
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    }

    /// What the sandboxes of the binary were asked, as its log at its most talkative tells; nothing where it did not run.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        let log = fs::read_to_string(self.folder.path().join("state/psa-connect/psa-connect.log")).unwrap_or_default();
        log.lines().filter_map(Asked::in_log).collect()
    }

    pub(crate) fn kept(&self, world: &World) -> Kept {
        Kept::read(&self.store(), &world.name(), world)
    }
}
