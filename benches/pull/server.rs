//! The simulated PSAs in a process of their own, over TLS, every request of which waits exactly as long.

use std::{
    io::{BufRead, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use psa_connect::sandbox::{
    Options, Sandbox, Tls,
    scenario::{Scenario, TrafficRules},
};
use serde::{Deserialize, Serialize};

/// One PSA, as its clients need it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Psa {
    pub(crate) id: String,
    pub(crate) origin: String,
    pub(crate) site: String,
    pub(crate) login: Vec<(String, String)>,
}

impl Psa {
    /// A value of the login.
    pub(crate) fn field(&self, id: &str) -> &str {
        self.login.iter().find(|it| it.0 == id).map_or("", |it| it.1.as_str())
    }
}

#[derive(Serialize, Deserialize)]
struct Card {
    psas: Vec<Psa>,
    ca: String,
}

/// Serves until its standard input ends; says how many requests came since the last line for each line that it reads.
pub(crate) fn serve(latency_ms: &str, sizes: &str) {
    let latency_ms = latency_ms.parse().expect("milliseconds");
    let sizes = sizes.parse().expect("sizes");
    // All requests are slow ones, so that each waits as long as every other.
    let traffic =
        TrafficRules { tail_ms: latency_ms, tail_percent: 100, hourly_limit: u32::MAX, ..TrafficRules::default() };
    let scenario = Scenario { traffic, ..Scenario::named("healthy").expect("it ships") };
    let options = Options { sizes, tls: Tls::GeneratedCa, ..Options::of(scenario) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    let sandbox = runtime.block_on(Sandbox::start(options)).expect("a sandbox on loopback");
    let psas = [sandbox.connectwise(), sandbox.autotask()].map(|it| Psa {
        id: it.psa.to_owned(),
        origin: it.home.to_string(),
        site: it.home_site.clone(),
        login: it.login.clone(),
    });
    let card = Card { psas: psas.to_vec(), ca: sandbox.ca_pem().expect("it speaks TLS").to_owned() };
    say(&serde_json::to_string(&card).expect("plain values"));
    for _ in std::io::stdin().lock().lines() {
        let asked = sandbox.journal().entries().len();
        sandbox.journal().clear();
        say(&asked.to_string());
    }
}

fn say(line: &str) {
    println!("{line}");
    std::io::stdout().flush().expect("somebody listens");
}

/// A server that runs; dropping it ends it.
pub(crate) struct Server {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    pub(crate) psas: Vec<Psa>,
    /// The authority that vouches for it, PEM.
    pub(crate) ca: String,
}

impl Server {
    /// Starts one.
    pub(crate) fn start(latency_ms: u64, sizes: &str) -> Self {
        let this = std::env::current_exe().expect("this program has a path");
        let mut child = Command::new(this)
            .args(["serve", &latency_ms.to_string(), sizes])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts again");
        let to = child.stdin.take();
        let mut from = BufReader::new(child.stdout.take().expect("it was asked for"));
        let mut line = String::new();
        from.read_line(&mut line).expect("the server speaks");
        let card: Card = serde_json::from_str(&line).expect("the server says where it is");
        Self { child, to, from, psas: card.psas, ca: card.ca }
    }

    /// How many requests came since this was last asked.
    pub(crate) fn asked(&mut self) -> usize {
        self.to.as_mut().expect("open until dropped").write_all(b"\n").expect("the server listens");
        let mut line = String::new();
        self.from.read_line(&mut line).expect("the server speaks");
        line.trim().parse().expect("a number")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.to.take());
        // It may have ended by itself.
        let _ = self.child.wait();
    }
}
