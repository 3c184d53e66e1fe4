//! A login that nobody else has is walked through the wizard and every command, and is then looked for everywhere.
//!
//! Looked through: every file below the home and the XDG directories, the log at its most talkative, the host's temporary
//! directories, every byte that reached the terminal, what each command printed, the arguments and the environment of
//! every process meanwhile, and what is left when the program is killed with a core dump in mind.

#![expect(clippy::print_stdout, reason = "what was looked through is what this proves; see with --nocapture")]

mod bundle;
mod commands;
mod ends;
#[path = "../support/heard.rs"]
mod heard;
mod host;
mod login;
mod needles;
#[expect(dead_code, reason = "the walks of the README use more of it")]
#[path = "../terminal/pty.rs"]
mod pty;
mod watch;
#[expect(dead_code, reason = "the walks of the README use more of it")]
#[path = "../support/watched.rs"]
mod watched;

use std::{collections::BTreeSet, path::Path};

use commands::{Answered, Files, Prints, lines};
use host::{Host, in_shared_places};
use login::{Canaries, seed};
use needles::{Needle, found, needles};
use psa_connect::{
    model::{
        answers::{Answers, state::State},
        catalog::{Catalog, FieldKind},
        id::FieldId,
        saved::Name,
    },
    sandbox::{Options, Sandbox, Served, scenario::Scenario},
};
use pty::{Pty, keys};
use watch::Watch;

const TAB: &str = "\t";
const BACK_TAB: &str = "\x1b[Z";
const RICH: [(&str, &str); 2] = [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")];

/// In which store the wizard saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keeps {
    Encrypted,
    Plain,
}

/// A sandbox on threads of its own.
struct Running {
    sandbox: Sandbox,
    _runtime: tokio::runtime::Runtime,
}

fn running(canaries: &Canaries) -> Running {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
    let scenario = Scenario::named("rotation").expect("a scenario that ships");
    let options = Options { logins: canaries.logins.clone(), ..Options::of(scenario) };
    let sandbox = runtime.block_on(Sandbox::start(options)).expect("a sandbox on loopback");
    Running { sandbox, _runtime: runtime }
}

/// A login as a technician notes it.
fn note(fields: &[(String, String)]) -> String {
    let catalog = Catalog::embedded();
    let label = |id: &str| {
        let fields = catalog.psas.iter().flat_map(|it| &it.fields);
        fields.clone().find(|it| it.id.0 == id).map_or_else(|| id.to_owned(), |it| it.label.clone())
    };
    fields.iter().fold(String::new(), |note, (id, value)| note + &format!("{}: {value}\n", label(id)))
}

/// Text as a terminal sends what is pasted into it.
fn paste(text: &str) -> String {
    format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r"))
}

/// Walks the wizard to "saved" and gives the home, with every byte that the terminal got.
fn walk(served: &Served, canaries: &Canaries, keeps: Keeps) -> (tempfile::TempDir, Vec<u8>) {
    let home = tempfile::tempdir().expect("a folder");
    let is_connectwise = served.psa == "connectwise";
    // Autotask has no hosts of one's own: only a demo can put another in the place of its zones.
    let arguments: &[&str] =
        if is_connectwise { &["-vv", "setup", "acme"] } else { &["-vv", "--demo", "setup", "acme"] };
    let mut pty = Pty::at(home, [80, 24], &RICH, arguments);
    pty.sees("Which PSA");
    if !is_connectwise {
        pty.press(keys::DOWN);
    }
    pty.press(keys::ENTER);
    pty.sees("Which integration");
    pty.press(keys::ENTER);
    pty.sees("PSA answer?");
    if is_connectwise {
        pty.press(TAB);
        pty.press(&paste(&served.home.to_string()));
        pty.sees("Keys will go to");
    } else {
        pty.press(keys::F2);
        pty.sees("login is filled in");
        pty.press(keys::ENTER);
        pty.sees("It is chosen");
    }
    pty.press(keys::CTRL_N);
    pty.sees("Make the API user");
    pty.press(keys::CTRL_N);
    pty.sees("Enter the API user's login");
    pty.press(&paste(&note(&served.login)));
    pty.sees("Understood from what you pasted");
    // The buttons come after the fields.
    for _ in 0..=served.login.len() {
        pty.press(TAB);
    }
    pty.press(keys::ENTER);
    pty.misses("Understood from what you pasted");
    pty.press(keys::CTRL_N);
    pty.sees("Test again");
    pty.press(keys::CTRL_N);
    pty.sees("240");
    pty.press(keys::CTRL_N);
    pty.sees("[ Save ]");
    keep(&mut pty, canaries, keeps);
    pty.press(keys::CTRL_N);
    pty.sees("is saved");
    pty.press(keys::ENTER);
    let left = pty.ended();
    assert_eq!(left.status.exit_code(), 0, "{:?}", left.status);
    (left.home, left.raw)
}

/// Points the saved connection at the sandbox that stays when a demo has ended.
fn stay(host: &Host, served: &Served) {
    let path = host.config().join("connections/acme.toml");
    let text = std::fs::read_to_string(&path).expect("it is saved");
    let is_origin = |it: &str| it.starts_with("origin = ");
    let lines =
        text.lines().map(|it| if is_origin(it) { format!("origin = \"{}\"", served.home) } else { it.to_owned() });
    std::fs::write(&path, lines.collect::<Vec<_>>().join("\n")).expect("it can be written");
}

/// Chooses the store, and the passphrase where it wants one.
fn keep(pty: &mut Pty, canaries: &Canaries, keeps: Keeps) {
    match keeps {
        Keeps::Encrypted => {
            pty.press(&paste(&canaries.passphrase));
            pty.sees("Passphrase  [•");
            pty.press(TAB);
            pty.press(&paste(&canaries.passphrase));
            pty.sees("Again       [•");
        }
        Keeps::Plain => {
            pty.press(BACK_TAB);
            pty.press(keys::ENTER);
            pty.sees("(•) File for unattended jobs");
        }
    }
}

/// What one test is about.
struct Played<'a> {
    served: &'a Served,
    needles: &'a [Needle],
    canaries: &'a Canaries,
}

/// What was found, with where, and how much was looked through.
#[derive(Default)]
struct Look {
    found: BTreeSet<String>,
    n_lines: usize,
    n_bytes: usize,
}

impl Look {
    fn through(&mut self, needles: &[Needle], place: &str, bytes: &[u8]) {
        self.n_bytes += bytes.len();
        self.found.extend(found(needles, bytes).into_iter().map(|it| format!("{place}: {it}")));
    }
}

fn run_all(host: &Host, sandbox: &Sandbox, played: &Played<'_>, look: &mut Look) {
    let Played { served, needles, canaries } = played;
    let files = Files {
        passphrase: host.file("passphrase", &format!("{}\n", canaries.passphrase)),
        wrong_passphrase: host.file("wrong", &format!("{}\n", canaries.wrong_passphrase)),
        second: host.file("second", &note(&served.second)),
        template: host
            .file("template", &format!("{{{{ url }}}} {{{{ {} }}}}\n", served.login.last().expect("a field").0)),
        filled: host.root().join("filled").display().to_string(),
        bundle: host.root().join("bundle").display().to_string(),
        answers: answered(host, served),
    };
    let secret = &served.login.last().expect("a login has fields").1;
    for line in lines(served.psa, &files, secret) {
        let arguments: Vec<&str> = line.arguments.iter().map(String::as_str).collect();
        if arguments.contains(&"rotate") {
            // Somebody has made the second key in the PSA. With Autotask, that ends the first.
            sandbox.keys().generate_second_secret();
        }
        let ran = host.run(&arguments, line.input.as_bytes());
        let says = || format!("{}{}", String::from_utf8_lossy(&ran.out), String::from_utf8_lossy(&ran.err));
        assert!(ran.code.is_some_and(|it| line.codes.contains(&it)), "{arguments:?} gave {:?}:\n{}", ran.code, says());
        look.n_lines += 1;
        look.through(needles, &format!("standard error of {arguments:?}"), &ran.err);
        match line.prints {
            Prints::NoSecret => look.through(needles, &format!("standard output of {arguments:?}"), &ran.out),
            Prints::TheLogin => assert!(!found(needles, &ran.out).is_empty(), "{arguments:?} hands nothing over"),
        }
    }
}

/// Answers that name where each secret is, and those places.
fn answered(host: &Host, served: &Served) -> Answered {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&served.psa.into()).expect("a known PSA");
    let secret = |id: &str| facts.field(&id.into()).is_some_and(|it| it.kind == FieldKind::Secret);
    let site = if served.psa == "autotask" {
        "{ look_up = true }".to_owned()
    } else {
        format!("{{ address = \"{}\" }}", served.home)
    };
    let head = format!("version = 1\npsa = \"{}\"\nintegration = \"sync365\"\nsite = {site}\n", served.psa);
    let with = |from: &dyn Fn(&str, &str) -> String| {
        let fields = served.login.iter().map(|(id, value)| {
            let value = if secret(id) { from(id, value) } else { format!("\"{value}\"") };
            format!("{id} = {value}\n")
        });
        format!("{head}store = \"file\"\n[login]\n{}", fields.collect::<String>())
    };
    let in_files =
        with(&|id, value| format!("{{ file = \"{}\" }}", host.file(&format!("answered-{id}"), &format!("{value}\n"))));
    let mut answers = Answers::parse(&in_files).expect("it has no mistake");
    answers.store = None;
    answers.name = Name::new("asked").ok();
    // In the order in which they are asked, which is the catalogue's.
    let value = |id: &FieldId| served.login.iter().find(|it| it.0 == id.0).map_or("", |it| it.1.as_str());
    let lines = facts.fields.iter().filter(|it| it.kind == FieldKind::Secret).map(|it| format!("{}\n", value(&it.id)));
    Answered {
        input: host.file("input.toml", &with(&|_, _| "{ stdin = true }".to_owned())),
        lines: lines.collect(),
        wrong: host.file("wrong.toml", &with(&|_, value| toml::Value::String(value.to_owned()).to_string())),
        state: State { answers, after: None }.write(),
        saved: host.root().join("saved.toml").display().to_string(),
        files: host.file("files.toml", &in_files),
    }
}

/// Files in which secrets are at home: the store's own, and those that the technician wrote or asked for.
const PLACES: [&str; 6] = ["config/secrets/", "passphrase", "wrong", "second", "filled", "answered-"];

fn play(psa: &str, keeps: Keeps) {
    let seed = seed();
    let since = jiff::Timestamp::now().as_second();
    // A demo takes the sandbox's own login and no other.
    let canaries = if psa == "autotask" { Canaries::built_in(seed) } else { Canaries::made(seed) };
    let it = running(&canaries);
    let served = if psa == "autotask" { it.sandbox.autotask() } else { it.sandbox.connectwise() };
    let needles = needles(&canaries.secrets());
    let watch = Watch::start(needles.clone());
    let mut look = Look::default();
    let (home, raw) = walk(served, &canaries, keeps);
    look.through(&needles, "the terminal", &raw);
    let host = Host::at(home);
    stay(&host, served);
    look.found.extend(host.strays(&needles, &PLACES));
    run_all(&host, &it.sandbox, &Played { served, needles: &needles, canaries: &canaries }, &mut look);
    let files = host.files();
    look.n_bytes += files.iter().map(|it| it.1.len()).sum::<usize>();
    look.found.extend(host.strays(&needles, &PLACES));
    look.found.extend(in_shared_places(&needles, host.root(), since));
    assert!(log_is_talkative(&host), "the log has nothing in it, so nothing was looked through");
    let watched = watch.seen();
    look.found.extend(watched.found);
    println!(
        "{psa}, {keeps:?}: {} forms of {} secrets, {} command lines, {} looks at processes, {} files, {} bytes: {} found (CANARY_SEED={seed})",
        needles.len(),
        canaries.secrets().len(),
        look.n_lines,
        watched.looks,
        files.len(),
        look.n_bytes,
        look.found.len()
    );
    assert!(look.found.is_empty(), "{:#?}", look.found);
}

fn log_is_talkative(host: &Host) -> bool {
    let is_log = |path: &Path| path.extension().is_some_and(|it| it == "log");
    host.files().iter().any(|(path, bytes)| is_log(path) && bytes.len() > 1000)
}

#[test]
fn nothing_of_a_connectwise_login_in_the_encrypted_store_is_anywhere() {
    play("connectwise", Keeps::Encrypted);
}

#[test]
fn nothing_of_a_connectwise_login_in_the_plain_file_is_anywhere_else() {
    play("connectwise", Keeps::Plain);
}

#[test]
fn nothing_of_an_autotask_login_in_the_encrypted_store_is_anywhere() {
    play("autotask", Keeps::Encrypted);
}

#[test]
fn nothing_of_an_autotask_login_in_the_plain_file_is_anywhere_else() {
    play("autotask", Keeps::Plain);
}
