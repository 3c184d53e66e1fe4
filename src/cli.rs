//! The commands: arguments in, data to stdout, talk to stderr, an exit code of the documented table.

use std::{path::PathBuf, process::ExitCode as Exit, task::Poll};

use clap::{ArgAction, Args, CommandFactory as _, Parser, Subcommand};

use tokio::signal::unix::{SignalKind, signal};

use crate::{
    model::{
        catalog::Catalog,
        fault::{ExitCode, Fault},
        settings::merged::TIMEOUTS,
    },
    words,
};

mod ago;
mod choose_passphrase;
mod connections;
mod copy;
mod credentials;
mod default;
mod demo;
mod doctor;
mod drafts;
mod exec;
mod explain;
mod export;
mod faces;
mod guide;
mod hand_overs;
mod handed;
pub mod harden;
mod list;
mod locale;
mod log;
mod man;
mod named;
mod open;
mod outfit;
mod page;
mod passphrase;
mod place;
mod pull;
mod recipients;
mod remove;
mod report;
mod rotate;
mod sandbox;
mod say;
mod settings;
mod setup;
mod test;
mod wizard;

pub use locale::locale;
use place::Place;
use say::Trouble;

/// Sets up and proves the API connection between a PSA and the product that works on its data.
///
/// Without a command: the list of your connections, or the set-up when there is none.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  fine                        5  the PSA cannot be reached
  1  our fault                   6  limited or locked
  2  wrong use                   7  the store cannot be read or written
  3  the login was refused       8  could not tell
  4  a right is missing          9  a replaced key still works
                               130  cancelled
exec has the exit code of the program that it runs; 126 when that cannot be run, 127 when there is none.";

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
struct Global {
    /// Start two simulated PSAs on this host and use them instead of the real ones
    #[arg(long, global = true)]
    demo: bool,
    /// What goes wrong in the simulated PSAs; "list" names them all
    #[arg(long, global = true, value_name = "NAME")]
    scenario: Option<String>,
    /// Where connections are kept [default: ~/.config/psa-connect]
    #[arg(long, global = true, value_name = "DIR")]
    config_dir: Option<PathBuf>,
    /// The product that will use the connection: its id, or a file that says what it needs
    #[arg(long, global = true, value_name = "ID|FILE")]
    integration: Option<String>,
    /// Certificate authorities to trust besides those of this host, PEM
    #[arg(long, global = true, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// How long a reply may be silent, in seconds; connecting and the whole of a reply go along with it
    /// [default: 30]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(TIMEOUTS))]
    timeout: Option<u64>,
    /// Where mirrors are kept: "sqlite", or postgres://user@host:port/database; the password comes from PGPASSWORD or
    /// ~/.pgpass [default: sqlite]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// A file whose first line is the passphrase of the encrypted store; "-" reads it from the standard input
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Write data as JSON
    #[arg(long, global = true)]
    json: bool,
    /// Never ask anything
    #[arg(long, global = true)]
    no_input: bool,
    /// Draw with plain ASCII and without colours; Ctrl-T toggles it
    #[arg(long, global = true)]
    ascii: bool,
    /// Ask line by line instead of on a full screen: for screen readers, serial lines and TERM=dumb; ACCESSIBLE=1 does
    /// the same
    #[arg(long, global = true)]
    plain: bool,
    /// Log more, to the log file; twice for all
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set up a connection: on a full screen, line by line with --plain, from a file of answers, or one question after
    /// another for programs
    Setup(setup::Asked),
    /// List what is saved
    List,
    /// Test saved connections: every layer, then every right
    Test(test::Asked),
    /// Copy the customers, agreements and products of a connection into its mirror, a database on this host
    Pull(pull::Asked),
    /// Print the proof matrix of the last test, fit for a ticket; nothing is sent
    Report(report::Asked),
    /// Copy a saved connection without its keys, as a set-up that waits for them
    Copy {
        /// Which connection
        name: String,
        /// What the copy will be called
        new: String,
    },
    /// List the set-ups that were cut off; start psa-connect to take one up
    Drafts {
        /// Remove them all
        #[arg(long)]
        clear: bool,
    },
    /// Show or set the connection that is meant when none is named
    Default(default::Asked),
    /// Show the terminal, every setting and who said it, the stores, and what is wrong on this host. Asks the terminal what
    /// it can, but for --no-input; sends nothing to a PSA unless --network says so
    Doctor(doctor::Asked),
    /// Put a second key in the place of the first, and see that the old one is dead
    Rotate(rotate::Asked),
    /// Give a saved connection another name
    Rename {
        /// Which connection
        name: String,
        /// The new name
        new: String,
    },
    /// Move the keys of a saved connection to another store, and leave nothing where they were
    Move(named::MoveAsked),
    /// Take a connection back to what it was before the last save
    Undo {
        /// Which connection
        name: String,
    },
    /// Remove a saved connection and its secret; the key in the PSA stays
    Remove {
        /// Which connection
        name: String,
        /// Do not ask
        #[arg(long)]
        force: bool,
    },
    /// Choose the passphrase of the encrypted store, or another one
    Passphrase(choose_passphrase::Asked),
    /// Show who can read the encrypted store, let a colleague read it, or take that away
    Recipients(recipients::Asked),
    /// Run a program with the login in its environment, in the place of this one
    Exec(exec::Asked),
    /// Print the login as one line of JSON, for a program that asks for it
    Credentials(credentials::Asked),
    /// Write a pulled list as CSV, JSON lines or Parquet, or fill a template with the login for a product that reads a file
    Export(export::Asked),
    /// List who took which login with exec, credentials or export: the last 50
    HandOvers {
        /// Of one connection only
        name: Option<String>,
    },
    /// Print the sheet for whoever administers the PSA: how to make the API user
    Guide {
        /// connectwise or autotask
        psa: String,
        /// Write it as Markdown
        #[arg(long)]
        markdown: bool,
    },
    /// Explain a reply, status or error text that you paste: what it means, whose job it is, what to do; sends nothing
    Explain(explain::Asked),
    /// Serve the simulated PSAs until Ctrl-C
    Sandbox(sandbox::Asked),
    /// Print a completion script for this shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or that of one command: psa-connect man | man -l -
    Man {
        /// Of this command only
        command: Option<String>,
    },
}

impl Command {
    /// Says whether it was told to write JSON by an option of its own.
    fn wants_json(&self) -> bool {
        match self {
            Self::Test(asked) => asked.wants_json(),
            Self::Report(asked) => asked.wants_json(),
            Self::Setup(_)
            | Self::Pull(_)
            | Self::List
            | Self::Copy { .. }
            | Self::Drafts { .. }
            | Self::Default(_)
            | Self::Doctor(_)
            | Self::Rotate(_)
            | Self::Rename { .. }
            | Self::Move(_)
            | Self::Undo { .. }
            | Self::Remove { .. }
            | Self::Passphrase(_)
            | Self::Recipients(_)
            | Self::Exec(_)
            | Self::Credentials(_)
            | Self::Export(_)
            | Self::HandOvers { .. }
            | Self::Guide { .. }
            | Self::Explain(_)
            | Self::Sandbox(_)
            | Self::Completions { .. }
            | Self::Man { .. } => false,
        }
    }
}

/// Reads the arguments of this process. What clap answers by itself (help, version, a mistake) is printed already.
///
/// Errors: the exit code for what was answered.
pub fn arguments() -> Result<Arguments, Exit> {
    Arguments::try_parse().map_err(|answer| {
        // An answer that looks like an option would be repeated, and it may be a secret that was never meant to be one.
        if answer.use_stderr() && std::env::args_os().any(|it| it == "--next") {
            return Exit::from(setup::unreadable_arguments());
        }
        // A closed pipe is the reader's choice.
        let _ = answer.print();
        let code = if answer.use_stderr() { ExitCode::Usage } else { ExitCode::Fine };
        Exit::from(code as u8)
    })
}

/// Runs a command to its end.
pub fn run(arguments: Arguments) -> Exit {
    let Arguments { global, command } = arguments;
    say::hints::place(global.config_dir.clone());
    log::start(global.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = match runtime {
        Ok(it) => it,
        Err(error) => {
            say::error(
                &words::with("place-cannot-start", &[("error", error.to_string().into())]),
                words::say("place-cannot-start-next"),
            );
            return Exit::from(ExitCode::Ours as u8);
        }
    };
    let form = if command.as_ref().is_some_and(Command::wants_json) { say::Form::Json } else { form(&global) };
    let code = runtime.block_on(async {
        match Box::pin(dispatch(global, command)).await {
            Ok(code) => code,
            Err(trouble) => trouble.tell(form),
        }
    });
    // A look-up that hangs may not keep the shell waiting.
    runtime.shutdown_background();
    Exit::from(say::ended(code))
}

async fn dispatch(global: Global, command: Option<Command>) -> Result<u8, Trouble> {
    if global.scenario.as_deref() == Some("list") {
        return Ok(code(sandbox::list_scenarios(form(&global))));
    }
    match command {
        Some(Command::Completions { shell }) => {
            settings::tell(&global);
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "psa-connect", &mut script);
            say::data(&String::from_utf8_lossy(&script));
            Ok(code(ExitCode::Fine))
        }
        Some(Command::Man { command }) => man::run(command.as_deref()).map(code),
        Some(Command::Sandbox(asked)) => {
            let scenario = sandbox::scenario(global.scenario.as_deref())?;
            sandbox::run(scenario, asked, form(&global)).await.map(code)
        }
        None => {
            let begin = wizard::Begin::Home;
            Box::pin(wizard::run(Place::find(&global).await?, begin, asking(&global), face(&global), None)).await
        }
        Some(Command::Setup(asked)) => Box::pin(setup::run(global, asked)).await,
        Some(Command::List) => Ok(code(list::run(&Place::find(&global).await?, form(&global)))),
        Some(Command::Copy { name, new }) => copy::run(&Place::find(&global).await?, &name, &new).map(code),
        Some(Command::Drafts { clear: true }) => drafts::clear(&Place::find(&global).await?, form(&global)).map(code),
        Some(Command::Drafts { clear: false }) => Ok(code(drafts::list(&Place::find(&global).await?, form(&global)))),
        Some(Command::Default(asked)) => default::run(&Place::find(&global).await?, &asked, form(&global)).map(code),
        Some(Command::Doctor(asked)) => Box::pin(doctor::run(&global, &asked)).await,
        Some(Command::Test(asked)) => or_interrupted(test::run(&global, &asked)).await,
        // A pull that is interrupted notes in its mirror that it was.
        Some(Command::Pull(asked)) => Box::pin(pull::run(&global, &asked)).await.map(code),
        Some(Command::Report(asked)) => report::run(&global, &asked).await.map(code),
        Some(Command::Rename { name, new }) => named::rename(&global, &name, &new).await.map(code),
        Some(Command::Move(asked)) => Box::pin(or_interrupted(named::move_to(&global, &asked))).await.map(code),
        Some(Command::Undo { name }) => named::undo(&global, &name).await.map(code),
        Some(Command::Rotate(asked)) => Box::pin(rotate::run(&global, &asked)).await,
        Some(Command::Remove { name, force }) => {
            let consent = match (force, global.no_input) {
                (true, _) => remove::Consent::Given,
                (false, true) => remove::Consent::CannotAsk,
                (false, false) => remove::Consent::Ask,
            };
            or_interrupted(remove::run(Place::find(&global).await?, &name, consent)).await.map(code)
        }
        Some(Command::Passphrase(asked)) => or_interrupted(choose_passphrase::run(&global, &asked)).await.map(code),
        Some(Command::Recipients(asked)) => or_interrupted(recipients::run(&global, &asked)).await.map(code),
        // Listening for Ctrl-C would change what the program in the place of this one does at Ctrl-C.
        Some(Command::Exec(asked)) => exec::run(&global, &asked).await.map(|never| match never {}),
        Some(Command::Credentials(asked)) => {
            Box::pin(or_interrupted(credentials::run(&global, &asked))).await.map(code)
        }
        Some(Command::Export(asked)) => export::run(&global, &asked).await.map(code),
        Some(Command::HandOvers { name }) => {
            hand_overs::run(&Place::find(&global).await?.store, name.as_deref(), form(&global)).map(code)
        }
        Some(Command::Explain(asked)) => {
            settings::tell(&global);
            explain::run(&Catalog::embedded(), &asked, form(&global)).map(code)
        }
        Some(Command::Guide { psa, markdown }) => {
            let format = if markdown { guide::Format::Markdown } else { guide::Format::Text };
            guide::run(&global, &psa, format).map(code)
        }
    }
}

fn asking(global: &Global) -> wizard::Asking {
    if global.no_input { wizard::Asking::Forbidden } else { wizard::Asking::Allowed }
}

/// Which face a person gets.
fn face(global: &Global) -> faces::Wanted {
    faces::wanted(global, |it| std::env::var(it).ok())
}

fn form(global: &Global) -> say::Form {
    if global.json { say::Form::Json } else { say::Form::Text }
}

fn code(code: ExitCode) -> u8 {
    code as u8
}

/// Runs a command until Ctrl-C or a request to end (SIGTERM, SIGQUIT, SIGHUP) stops it. Either drops it, so that it gives
/// back what it took.
async fn or_interrupted<T>(command: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    // One that cannot be heard ends the program as it always does.
    // A hang-up is not heard: it ends the program by itself, and nohup would be heeded no more.
    let mut asks: Vec<_> = [SignalKind::terminate(), SignalKind::quit()].into_iter().flat_map(signal).collect();
    let ended = std::future::poll_fn(|context| {
        let asked = asks.iter_mut().any(|it| it.poll_recv(context).is_ready());
        if asked { Poll::Ready(()) } else { Poll::Pending }
    });
    tokio::select! {
        done = command => done,
        _ = tokio::signal::ctrl_c() => Err(Trouble::from(Fault::Cancelled)),
        () = ended => Err(Trouble::from(Fault::Cancelled)),
    }
}
