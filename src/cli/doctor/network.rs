//! The network: the proxy, whom TLS trusts, and the way to the PSAs when somebody asks for it. No login is ever sent.

use serde::Serialize;

use crate::{
    engine::{Solo, transport::Authorities},
    model::{
        certificate::Certificate,
        document::Outcome,
        fault::{ExitCode, Fault},
        id::PsaId,
        origin::Origin,
        report::{CheckFinding, CheckOutcome},
        settings::merged::Settings,
        shown::Shown,
    },
    store::Listed,
    wizard::event::{Far, Job},
    words,
};

use super::Wrong;

/// What is known of it.
#[derive(Serialize)]
pub(super) struct Section {
    pub(super) proxy: Option<String>,
    pub(super) authorities: Option<Trusted>,
    /// `null` when nobody asked for it.
    pub(super) hosts: Option<Vec<Host>>,
}

/// How many authorities are trusted.
#[derive(Serialize)]
pub(super) struct Trusted {
    pub(super) host: usize,
    pub(super) ca_file: Option<usize>,
}

/// The way to one server.
#[derive(Serialize)]
pub(super) struct Host {
    pub(super) origin: String,
    /// Whose it is; empty for one of the catalogue, where nothing is saved.
    pub(super) connections: Vec<String>,
    pub(super) checks: Vec<Check>,
}

/// One layer.
#[derive(Serialize)]
pub(super) struct Check {
    #[serde(rename = "check")]
    pub(super) key: &'static str,
    pub(super) outcome: Outcome,
    pub(super) detail: String,
    pub(super) ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fault: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remedy: Option<String>,
    #[serde(skip)]
    pub(super) name: &'static str,
    #[serde(skip)]
    pub(super) exit: ExitCode,
}

/// Whether the way to the PSAs is gone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Go,
    Stay,
}

/// One way to go.
struct Way {
    psa: PsaId,
    origin: Origin,
    pin: Option<Certificate>,
    connections: Vec<String>,
    far: Far,
}

/// Looks at it.
pub(super) async fn look(reach: Reach, solo: &mut Solo, settings: &Settings, troubles: &mut Vec<Wrong>) -> Section {
    let authorities = match Authorities::count(settings.ca_file.value.as_deref()) {
        Ok(Authorities { host, file }) => Some(Trusted { host, ca_file: file }),
        Err(fault) => {
            troubles.push(Wrong::from(&fault));
            None
        }
    };
    let hosts = match reach {
        Reach::Stay => None,
        Reach::Go => {
            let mut hosts = vec![];
            for way in ways(solo) {
                hosts.push(go(way, solo, troubles).await);
            }
            Some(hosts)
        }
    };
    Section { proxy: settings.proxy.value.as_ref().map(|it| it.shown().to_owned()), authorities, hosts }
}

/// To each server of a saved connection once; where nothing is saved, the name of one server of each PSA is looked up.
fn ways(solo: &Solo) -> Vec<Way> {
    let mut ways: Vec<Way> = vec![];
    for listed in solo.engine().store().list() {
        let Listed::Connection(it) = listed else { continue };
        let (name, pin) = (it.name.as_str().to_owned(), it.pin.map(|it| it.certificate));
        match ways.iter_mut().find(|way| way.origin == it.origin && way.pin == pin) {
            Some(way) => way.connections.push(name),
            None => {
                ways.push(Way { psa: it.psa, origin: it.origin, pin, connections: vec![name], far: Far::Answer });
            }
        }
    }
    if ways.is_empty() {
        let first = solo.engine().catalog().psas.iter().filter_map(|psa| Some((psa, psa.sites.first()?)));
        ways.extend(first.map(|(psa, site)| Way {
            psa: psa.id.clone(),
            origin: site.origin.clone(),
            pin: None,
            connections: vec![],
            far: Far::Name,
        }));
    }
    ways
}

async fn go(way: Way, solo: &mut Solo, troubles: &mut Vec<Wrong>) -> Host {
    let Way { psa, origin, pin, connections, far } = way;
    let outcome = solo.run(Job::Reach { psa, origin: origin.clone(), pin, far }).await;
    if let Err(fault) = outcome.finish.done() {
        troubles.push(Wrong::from(&fault));
    }
    Host { origin: origin.to_string(), connections, checks: outcome.report.checks.iter().map(Check::from).collect() }
}

impl Section {
    /// How many servers were asked and not reached as they should be.
    pub(super) fn failed(&self) -> usize {
        self.hosts.iter().flatten().filter(|it| it.exit() != ExitCode::Fine).count()
    }

    /// The worst of what the ways came to.
    pub(super) fn exit(&self) -> ExitCode {
        self.hosts.iter().flatten().map(Host::exit).fold(ExitCode::Fine, ExitCode::or_worse)
    }
}

impl Host {
    fn exit(&self) -> ExitCode {
        self.checks.iter().map(|it| it.exit).fold(ExitCode::Fine, ExitCode::or_worse)
    }
}

impl From<&CheckFinding> for Check {
    fn from(it: &CheckFinding) -> Self {
        let shown = |text: &str| Shown::new(text).to_string();
        let (outcome, detail, fault) = match &it.outcome {
            CheckOutcome::Passed(says) => (Outcome::Passed, shown(says), None),
            CheckOutcome::Skipped(says) => (Outcome::Skipped, shown(says), None),
            CheckOutcome::Unclear(says) => (Outcome::Unclear, shown(says), None),
            CheckOutcome::Failed(fault) => (Outcome::Failed, fault.to_string(), Some(fault)),
        };
        Self {
            key: it.check.key(),
            name: it.check.name(),
            outcome,
            detail,
            ms: u64::try_from(it.took.as_millis()).unwrap_or(u64::MAX),
            fault: fault.map(|it| it.kind().key()),
            remedy: fault.map(Fault::remedy),
            exit: fault.map_or(ExitCode::Fine, Fault::exit_code),
        }
    }
}

impl Check {
    /// How it went, in one line, and what to do next.
    pub(super) fn says(&self) -> String {
        let word = match self.outcome {
            Outcome::Passed => words::say("test-word-ok"),
            Outcome::Skipped => "-",
            Outcome::Unclear => "?",
            Outcome::Failed => words::say("test-word-failed"),
        };
        let says = match &self.remedy {
            Some(remedy) => words::with(
                "doctor-failed-check",
                &[("detail", self.detail.as_str().into()), ("remedy", remedy.into())],
            ),
            None => self.detail.clone(),
        };
        format!("{word:<7} {:<13} {says}", self.name)
    }
}
