//! `sandbox`: serves the simulated PSAs in the foreground.

use std::{collections::BTreeMap, fmt::Write as _};

use clap::Args;
use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    model::fault::ExitCode,
    sandbox::{Options, Ports, Sandbox, Served, Tls, scenario::Scenario, tenant::Unsized},
    words,
};

use super::say::{self, Form, Trouble, data, talk};

/// What was asked for.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// Serve HTTPS, with a certificate authority made for this run
    #[arg(long)]
    tls: bool,
    /// Size of the tenant: a factor (1 is 240 companies), or companies/agreements/products such as 10000/20000/50000
    #[arg(long, value_name = "SIZE", default_value = "1")]
    scale: String,
    /// Listen on this port and the next three [default: free ones]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=65532))]
    port: Option<u16>,
    /// The same seed makes the same tenant
    #[arg(long, value_name = "N", default_value_t = 365)]
    seed: u64,
}

/// All that a program needs to speak to it, on one line, for it goes on running.
#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    scenario: Story<'a>,
    seed: u64,
    psas: BTreeMap<&'a str, Psa<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ca_pem: Option<&'a str>,
}

#[derive(Serialize)]
struct Story<'a> {
    name: &'a str,
    story: &'a str,
}

#[derive(Serialize)]
struct Psa<'a> {
    site: &'a str,
    home: String,
    home_port: u16,
    elsewhere: String,
    elsewhere_port: u16,
    login: BTreeMap<&'a str, &'a str>,
    second_login: BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct Stories<'a> {
    version: u8,
    scenarios: Vec<Story<'a>>,
}

impl<'a> Story<'a> {
    fn of(scenario: &'a Scenario) -> Self {
        Self { name: &scenario.name, story: &scenario.story }
    }
}

impl<'a> Psa<'a> {
    fn of(served: &'a Served) -> Self {
        let Served { psa: _, home, home_site, elsewhere, login, second } = served;
        let values = |login: &'a [(String, String)]| login.iter().map(|(id, it)| (id.as_str(), it.as_str())).collect();
        Self {
            site: home_site,
            home: home.to_string(),
            home_port: home.port(),
            elsewhere: elsewhere.to_string(),
            elsewhere_port: elsewhere.port(),
            login: values(login),
            second_login: values(second),
        }
    }
}

/// Says where it is and which logins open it, which are the sandbox's own.
fn tell(sandbox: &Sandbox, seed: u64, form: Form) {
    match form {
        Form::Text => {
            data(&sandbox.card());
            if let Some(pem) = sandbox.ca_pem() {
                data(&format!("\n{pem}"));
            }
        }
        Form::Json => {
            let document = Document {
                version: 1,
                scenario: Story::of(sandbox.scenario()),
                seed,
                psas: [sandbox.connectwise(), sandbox.autotask()].map(|it| (it.psa, Psa::of(it))).into(),
                ca_pem: sandbox.ca_pem(),
            };
            say::line(&document);
        }
    }
}

/// Serves until Ctrl-C.
pub(super) async fn run(scenario: Scenario, asked: Asked, form: Form) -> Result<ExitCode, Trouble> {
    let sizes = asked.scale.parse().map_err(|it: Unsized| {
        Trouble::usage(
            words::with("sandbox-scale", &[("scale", it.to_string().into())]),
            words::say("sandbox-scale-next"),
        )
    })?;
    let options = Options {
        sizes,
        seed: asked.seed,
        tls: if asked.tls { Tls::GeneratedCa } else { Tls::Plain },
        ports: asked.port.map_or(Ports::Any, Ports::From),
        ..Options::of(scenario)
    };
    let sandbox = Sandbox::start(options).await.map_err(|it| {
        Trouble::ours(
            words::with("sandbox-cannot-start", &[("error", it.to_string().into())]),
            words::say("sandbox-cannot-start-next"),
        )
    })?;
    tell(&sandbox, asked.seed, form);
    let cannot = |it: std::io::Error| {
        Trouble::ours(words::with("sandbox-no-signals", &[("error", it.to_string().into())]), "Retry.")
    };
    let mut stopped = signal(SignalKind::interrupt()).map_err(cannot)?;
    let mut ended = signal(SignalKind::terminate()).map_err(cannot)?;
    let mut gone = signal(SignalKind::hangup()).map_err(cannot)?;
    talk(words::say("sandbox-serving"));
    tokio::select! {
        _ = stopped.recv() => {}
        _ = ended.recv() => {}
        _ = gone.recv() => {}
    }
    // To be stopped is how serving ends.
    Ok(ExitCode::Fine)
}

/// The scenario of this name, or the healthy one.
pub(super) fn scenario(name: Option<&str>) -> Result<Scenario, Trouble> {
    let name = name.unwrap_or("healthy");
    Scenario::named(name).ok_or_else(|| {
        let known: Vec<_> = Scenario::all().into_iter().map(|it| it.name).collect();
        Trouble::usage(
            words::with("sandbox-no-scenario", &[("name", name.to_string().into())]),
            words::with("export-there-are", &[("names", known.join(", ").into())]),
        )
    })
}

/// Prints every scenario with its story.
pub(super) fn list_scenarios(form: Form) -> ExitCode {
    let all = Scenario::all();
    if form == Form::Json {
        say::json(&Stories { version: 1, scenarios: all.iter().map(Story::of).collect() });
        return ExitCode::Fine;
    }
    let width = all.iter().map(|it| it.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for it in all {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<width$}  {}", it.name, it.story);
    }
    data(&text);
    ExitCode::Fine
}
