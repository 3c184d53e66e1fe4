//! Prints what the program costs, as bytes and as ratios taken in one run: no absolute time is judged.
//!
//! `cargo bench` runs it. It ends with 1 when a budget is broken.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::{
    io::Read as _,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent};
use futures_util::stream;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use psa_connect::{
    engine::{EngineSetup, Network, Solo},
    model::{
        catalog::Catalog,
        draft::{Login, Value, Values},
        id::JobId,
        saved::StoreCard,
    },
    sandbox::{Options, Sandbox, Served, scenario::Scenario, standin::Guest},
    store::Store,
    tui::{
        Driver,
        app::{App, run::Wires},
        backend::{CountingWriter, Extent, Lean},
        looks::Looks,
        terminal::Host,
    },
    wizard::{
        Start, Wizard,
        event::{Button, Event, ItemId, Job},
    },
};
use ratatui::layout::Size;
use tokio::sync::mpsc;

const RUNS: usize = 9;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut table = Table::default();
    first_frame(&mut table);
    runtime.block_on(bytes(&mut table));
    for psa in ["connectwise", "autotask"] {
        runtime.block_on(rights_test(psa, &mut table));
    }
    table.verdict
}

/// Lines of `what, measured, budget`.
struct Table {
    verdict: ExitCode,
}

impl Default for Table {
    fn default() -> Self {
        println!("{:<52} {:>10} {:>10}", "", "measured", "budget");
        Self { verdict: ExitCode::SUCCESS }
    }
}

impl Table {
    fn line(&mut self, what: &str, measured: f64, budget: Option<f64>) {
        let (shown, mark) = match budget {
            None => ("-".to_owned(), ""),
            Some(budget) if measured > budget => (budget.to_string(), "  OVER"),
            Some(budget) => (budget.to_string(), ""),
        };
        if !mark.is_empty() {
            self.verdict = ExitCode::FAILURE;
        }
        println!("{what:<52} {measured:>10.2} {shown:>10}{mark}");
    }
}

/// From starting a program in a pseudo-terminal to the first byte that it writes, or to its end.
fn until_it_shows(program: &str, arguments: &[&str]) -> Duration {
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(program);
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    let mut reader = pair.master.try_clone_reader().unwrap();
    let began = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    // The end of a program that shows nothing is an error or zero bytes here.
    let _ = reader.read(&mut [0; 4096]);
    let took = began.elapsed();
    child.kill().ok();
    child.wait().unwrap();
    took
}

fn median(mut of: Vec<Duration>) -> Duration {
    of.sort();
    of[of.len() / 2]
}

/// How often `/bin/true` could run before the first frame is there.
fn first_frame(table: &mut Table) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().to_str().unwrap();
    let program = env!("CARGO_BIN_EXE_psa-connect");
    let measure =
        |program: &str, arguments: &[&str]| median((0..RUNS).map(|_| until_it_shows(program, arguments)).collect());
    let unit = measure("/bin/true", &[]);
    let wizard = measure(program, &["--config-dir", config]);
    let demo = measure(program, &["--demo", "--config-dir", config]);
    table.line("start to first frame, as runs of /bin/true", wizard.as_secs_f64() / unit.as_secs_f64(), None);
    table.line("the same with --demo (two servers, one tenant)", demo.as_secs_f64() / unit.as_secs_f64(), None);
}

/// Runs no job: what is measured here is the picture.
struct Idle;

impl Driver for Idle {
    fn start(&mut self, _: JobId, _: Job) {}

    fn cancel(&mut self, _: JobId) {}
}

struct Nowhere;

impl Host for Nowhere {
    fn suspend(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A wizard at the login step of ConnectWise.
fn at_login() -> Wizard {
    let store = StoreCard { directory: "/home/tech".into(), protection: "A file.".into(), trouble: None };
    let catalog = Arc::new(Catalog::embedded());
    let start = Start {
        catalog,
        offers: vec![],
        store,
        home: vec![],
        integration: None,
        name: None,
        begin: psa_connect::wizard::Begin::Home,
    };
    let mut wizard = Wizard::new(start);
    let chosen = [ItemId::Psa("connectwise".into()), ItemId::Integration("sync365".into()), ItemId::Site("eu".into())];
    for item in chosen {
        let _ = wizard.update(Event::Chose(item));
    }
    for _ in 0..2 {
        let _ = wizard.update(Event::Pressed { button: Button::Next, on: None });
    }
    wizard
}

/// Bytes written at 80 by 24, on the login screen, by the real wizard.
async fn bytes(table: &mut Table) {
    let writer = CountingWriter::new(std::io::sink());
    let counter = writer.bytes();
    let backend = Lean::new(writer, Extent::Fixed(Size { width: 80, height: 24 }));
    let (keys, mut pressed) = mpsc::unbounded_channel();
    let (_jobs, events) = mpsc::unbounded_channel();
    let input = stream::poll_fn(move |context| pressed.poll_recv(context));
    let wires = Wires { input, outside: stream::pending(), host: Nowhere };
    let face = App::new(at_login(), Idle, Looks::RICH).run(backend, wires, events);
    let play = async {
        table.line("bytes of the first frame", settled(&counter).await, Some(2_600.0));
        press(&keys, KeyCode::Char('a'));
        settled(&counter).await;
        press(&keys, KeyCode::Char('b'));
        table.line("bytes of a typed character", settled(&counter).await, Some(8.0));
        press(&keys, KeyCode::Tab);
        settled(&counter).await;
        press(&keys, KeyCode::Tab);
        let moved = settled(&counter).await;
        table.line("bytes of a moved focus, its detail text included", moved, Some(80.0 + 120.0));
        tokio::time::sleep(Duration::from_secs(2)).await;
        #[expect(clippy::cast_precision_loss, reason = "a handful of bytes")]
        table.line("bytes a second while idle", counter.swap(0, Ordering::Relaxed) as f64 / 2.0, Some(0.0));
        drop(keys);
    };
    let (ended, ()) = tokio::join!(face, play);
    ended.unwrap();
}

fn press(keys: &mpsc::UnboundedSender<std::io::Result<TerminalEvent>>, code: KeyCode) {
    keys.send(Ok(TerminalEvent::Key(KeyEvent::from(code)))).unwrap();
}

/// The bytes written until nothing more was for a while.
async fn settled(counter: &AtomicU64) -> f64 {
    let mut seen = 0;
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let now = counter.load(Ordering::Relaxed);
        if now == seen {
            counter.store(0, Ordering::Relaxed);
            #[expect(clippy::cast_precision_loss, reason = "some thousand bytes")]
            return now as f64;
        }
        seen = now;
    }
}

fn login(served: &Served, guest: Guest, catalog: &Catalog) -> Login {
    let facts = catalog.psa(&guest.psa).unwrap();
    let value = |id, it| (facts.field(&id).unwrap().kind, id, it);
    let typed = guest.values.into_iter().map(|(id, it)| value(id, it));
    let values: Values = typed.map(|(kind, id, it)| (id, Value::of(kind, &it))).collect();
    Login::complete(facts, served.home.clone(), Some(guest.site), &values).unwrap()
}

/// The whole rights test of a slow vendor, as a multiple of its slowest single reply.
async fn rights_test(psa: &str, table: &mut Table) {
    let sandbox = Sandbox::start(Options::of(Scenario::named("slow-vendor").unwrap())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let catalog = Arc::new(Catalog::embedded());
    let served = if psa == "connectwise" { sandbox.connectwise() } else { sandbox.autotask() };
    let guest = sandbox.guests().into_iter().find(|it| it.psa.0 == psa).unwrap();
    let login = login(served, guest, &catalog);
    let setup = EngineSetup { catalog, store: Store::at(folder.path()), network: Network::default() };
    let mut engine = Solo::new(setup);
    let began = Instant::now();
    let outcome = engine.run(Job::Test { integration: "sync365".into(), login }).await;
    let took = began.elapsed();
    assert!(outcome.report.fault().is_none(), "{:?}", outcome.report.fault());
    let replies = sandbox.journal().entries();
    let slowest = replies.iter().map(|it| it.took).max().unwrap();
    let what = format!("{psa}: {} requests, as the slowest reply", replies.len());
    table.line(&what, took.as_secs_f64() / slowest.as_secs_f64(), Some(4.0));
}
