//! A host with two saved connections, the simulated PSAs that they lead to, and a database.

use std::process::Command;

use psa_connect::{
    model::{
        catalog::{Catalog, PsaFacts},
        id::PsaId,
        saved::Name,
        settings::database::DatabaseSetting,
    },
    sandbox::{Options, Sandbox, Served, scenario::Scenario, tenant::Sizes},
    store::{
        Store,
        mirror::{Database, Mirror, Passwords, PostgresAt, Purpose},
    },
};
use serde_json::Value;

use crate::{
    postgres_server::TestDatabase,
    situation::{Host, Ran, right},
};

/// The PSAs, each also the name of its connection.
pub(crate) const BOTH: [&str; 2] = ["connectwise", "autotask"];

/// Everything that a pull needs.
pub(crate) struct World {
    pub(crate) host: Host,
    pub(crate) sandbox: Sandbox,
    pub(crate) catalog: Catalog,
    database: Option<TestDatabase>,
    _runtime: tokio::runtime::Runtime,
}

/// Plays `test` on a file, then on a server, where there is one.
pub(crate) fn on_both(scenario: &str, sizes: Sizes, test: impl Fn(&World)) {
    test(&World::of(scenario, sizes, None));
    if let Some(database) = TestDatabase::new() {
        test(&World::of(scenario, sizes, Some(database)));
    }
}

impl World {
    /// With this tenant, on a file or in a database of a server.
    pub(crate) fn of(scenario: &str, sizes: Sizes, database: Option<TestDatabase>) -> Self {
        Self::with(Scenario::named(scenario).unwrap(), sizes, database)
    }

    /// The same with a scenario of its own.
    pub(crate) fn with(scenario: Scenario, sizes: Sizes, database: Option<TestDatabase>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let sandbox = runtime.block_on(Sandbox::start(Options { sizes, ..Options::of(scenario) })).unwrap();
        let host = Host::new();
        for psa in BOTH {
            host.save(psa, served(&sandbox, psa), right);
        }
        Self { host, sandbox, catalog: Catalog::embedded(), database, _runtime: runtime }
    }

    /// `pull` of a connection with these arguments, not yet started.
    pub(crate) fn command(&self, psa: &str, arguments: &[&str]) -> Command {
        let mut command = self.host.command(&["pull", psa]);
        command.args(arguments);
        if let Some(database) = &self.database {
            command.args(["--database", &database.url()]);
        }
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, psa: &str, arguments: &[&str]) -> Ran {
        let output = self.command(psa, arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Runs it to its end, which must be a good one, and gives what it says of itself.
    pub(crate) fn pulled(&self, psa: &str, arguments: &[&str]) -> Value {
        let ran = self.run(psa, &[arguments, &["--json"]].concat());
        assert_eq!(ran.code, Some(0), "{psa} {arguments:?}: {ran:?}");
        done(&ran)
    }

    /// The mirror of a connection, to be read.
    pub(crate) fn mirror(&self, psa: &str) -> Box<dyn Mirror> {
        let store = Store::at(self.host.config()).with_database(self.database());
        store.mirror(&Name::new(psa).unwrap(), Purpose::Read).unwrap().expect("something was pulled")
    }

    fn database(&self) -> Database {
        let Some(database) = &self.database else { return Database::Sqlite };
        let DatabaseSetting::Postgres(url) = database.url().parse().unwrap() else { panic!("an address") };
        Database::Postgres(Box::new(PostgresAt { url, ca_file: None, passwords: Passwords::default() }))
    }

    /// Takes the mirror of a connection away.
    pub(crate) fn forget(&self, psa: &str) {
        match &self.database {
            None => std::fs::remove_dir_all(self.host.config().join("mirrors")).unwrap(),
            Some(it) => {
                it.client().batch_execute(&format!("DROP SCHEMA IF EXISTS \"psa_connect_{psa}\" CASCADE")).unwrap();
            }
        }
    }

    /// What a mirror answers to a question with one cell.
    pub(crate) fn asked(&self, psa: &str, sql: &str) -> String {
        match &self.database {
            None => {
                let db = rusqlite::Connection::open(self.host.config().join(format!("mirrors/{psa}.db"))).unwrap();
                db.query_row(sql, [], |it| it.get::<_, i64>(0)).unwrap().to_string()
            }
            Some(database) => {
                let mut client = database.client();
                client.batch_execute(&format!("SET search_path TO \"psa_connect_{psa}\"")).unwrap();
                client.query_one(sql, &[]).unwrap().get::<_, i64>(0).to_string()
            }
        }
    }

    /// Asks a file whether it is whole. A server sees to that by itself.
    pub(crate) fn check(&self, psa: &str) {
        let file = self.host.config().join("mirrors").join(format!("{psa}.db"));
        if self.database.is_some() || !file.exists() {
            return;
        }
        let db = rusqlite::Connection::open(file).unwrap();
        let says: String = db.query_row("PRAGMA integrity_check", [], |it| it.get(0)).unwrap();
        assert_eq!(says, "ok");
    }

    /// The facts of a PSA.
    pub(crate) fn facts(&self, psa: &str) -> &PsaFacts {
        self.catalog.psa(&PsaId::from(psa)).unwrap()
    }
}

fn served<'a>(sandbox: &'a Sandbox, psa: &str) -> &'a Served {
    if psa == "connectwise" { sandbox.connectwise() } else { sandbox.autotask() }
}

/// The last line that a pull wrote.
pub(crate) fn done(ran: &Ran) -> Value {
    let last = ran.out.lines().last().unwrap_or_else(|| panic!("{ran:?}"));
    serde_json::from_str(last).unwrap()
}

/// What a pull says of one list.
pub(crate) fn of_list<'a>(done: &'a Value, list: &str) -> &'a Value {
    done["lists"].as_array().unwrap().iter().find(|it| it["list"] == list).unwrap_or_else(|| panic!("{list}: {done}"))
}

/// Sums up how many rows of all lists were new, other or gone.
pub(crate) fn differences(done: &Value) -> [u64; 3] {
    ["added", "changed", "gone"].map(|what| {
        let lists = done["lists"].as_array().unwrap().iter();
        lists.filter_map(|it| it["pulled"][what].as_u64()).sum()
    })
}
