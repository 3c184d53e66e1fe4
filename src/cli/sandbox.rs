//! `sandbox`: serves the simulated PSAs in the foreground.

use std::fmt::Write as _;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    model::fault::ExitCode,
    sandbox::{Options, Ports, Sandbox, Tls, scenario::Scenario, tenant::Unsized},
    words,
};

use super::say::{Trouble, data, talk};

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

/// Serves until Ctrl-C.
pub(super) async fn run(scenario: Scenario, asked: Asked) -> Result<ExitCode, Trouble> {
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
    data(&sandbox.card());
    if let Some(pem) = sandbox.ca_pem() {
        data(&format!("\n{pem}"));
    }
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
pub(super) fn list_scenarios() -> ExitCode {
    let all = Scenario::all();
    let width = all.iter().map(|it| it.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for it in all {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<width$}  {}", it.name, it.story);
    }
    data(&text);
    ExitCode::Fine
}
