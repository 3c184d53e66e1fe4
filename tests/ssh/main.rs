//! The real binary over real SSH, alone and inside tmux: the walk ends saved, and a line that drops costs no answer.

mod client;
#[path = "../support/heard.rs"]
mod heard;
mod server;
#[path = "../support/watched.rs"]
mod watched;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use client::client;
use rustix::process::{Pid, Signal};
use server::{Server, server};
use watched::{PATIENCE, Watched};

const CTRL_N: &str = "\x0e";
const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const F2: &str = "\x1bOQ";
/// What is chosen on the save screen.
const PASSPHRASE: &str = "four words by chance";
/// The longest that the program may outlive its line.
const GONE_WITHIN: Duration = Duration::from_secs(2);

/// One test's part of the server.
struct Host {
    server: &'static Server,
    home: PathBuf,
}

impl Host {
    fn new(of: &str) -> Option<Self> {
        let server = server()?;
        Some(Self { server, home: server.folder(of) })
    }

    /// What starts the demo; its process id is written first.
    fn demo(&self) -> String {
        let home = self.home.display();
        format!(
            "echo $$ >{home}/pid; exec env HOME={home} XDG_STATE_HOME={home}/state TMPDIR={home}/tmp LANG=C.UTF-8 \
             {} --config-dir {home}/config --demo",
            env!("CARGO_BIN_EXE_psa-connect")
        )
    }

    /// Logs in and starts the demo.
    fn starts(&self) -> Watched {
        client(&self.server.client(&self.demo()))
    }

    /// Logs in and starts the demo in a new tmux.
    fn starts_in_tmux(&self) -> Watched {
        fs::write(self.home.join("demo"), self.demo()).expect("writable");
        let tmux = self.server.tmux(&self.home);
        let command = format!("{tmux} new-session -s walk 'exec sh {}/demo'", self.home.display());
        client(&self.server.client(&command))
    }

    /// Logs in once more, to the tmux that is there.
    fn attaches(&self) -> Watched {
        let command = format!("{} attach-session -t walk", self.server.tmux(&self.home));
        client(&self.server.client(&command))
    }

    /// The program on the server's side.
    fn pid(&self) -> Pid {
        let text = fs::read_to_string(self.home.join("pid")).expect("it was started");
        text.trim().parse().ok().and_then(Pid::from_raw).expect("an id")
    }

    /// Waits until the draft of this step is written.
    fn keeps(&self, step: &str) {
        let line = format!("step = \"{step}\"");
        comes_about(PATIENCE, || files(&self.home.join("config/drafts")).iter().any(|it| it.contains(&line)));
    }

    fn is_saved(&self) {
        let connection = self.home.join("config/connections/acme-connectwise.toml");
        assert!(connection.is_file(), "{}", connection.display());
        assert_eq!(files(&self.home.join("config/drafts")), Vec::<String>::new());
    }
}

/// The texts of the files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return vec![] };
    // One that is renamed meanwhile is read the next time.
    entries.filter_map(|it| fs::read_to_string(it.ok()?.path()).ok()).collect()
}

/// Waits until it is so.
fn comes_about(within: Duration, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < within, "it did not come about within {within:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// What the system says of a process: its state and its parent; `None` when it is gone or nobody but its parent knows of it.
fn alive(pid: Pid) -> Option<Pid> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    let mut words = stat.rsplit_once(')')?.1.split_whitespace();
    let state = words.next()?;
    if matches!(state, "Z" | "X") { None } else { words.next()?.parse().ok().and_then(Pid::from_raw) }
}

/// The README's path up to the login, with a key in its field.
fn walks_to_the_login(client: &mut Watched) {
    client.sees("Which PSA");
    client.press(ENTER);
    client.sees("Which integration");
    client.press(ENTER);
    client.sees("Where does your ConnectWise PSA answer");
    client.types("acme");
    client.press(ENTER);
    client.sees("It is chosen");
    client.press(CTRL_N);
    client.sees("Make the API user");
    client.press(CTRL_N);
    client.sees("Enter the API user's login");
}

/// The rest of the path, up to what is said when all is saved.
fn walks_from_the_login(client: &mut Watched) {
    client.press(CTRL_N);
    client.sees("Test again");
    client.press(CTRL_N);
    client.sees("240");
    client.press(ENTER);
    client.sees("row 1 of");
    client.press(ESC);
    client.misses("row 1 of");
    client.press(CTRL_N);
    client.sees("[ Save ]");
    client.sees("Again");
    for _ in 0..2 {
        client.press(&format!("\x1b[200~{PASSPHRASE}\x1b[201~"));
        client.sees("typing replaces it");
        client.press(ENTER);
        client.misses("typing replaces it");
    }
    client.sees("is saved");
    client.press(ENTER);
}

fn fills_in(client: &mut Watched) {
    client.press(F2);
    client.sees("login is filled in");
}

/// A new login after the line was lost: what was answered is offered, and the set-up ends saved.
fn is_taken_up(host: &Host) {
    let mut client = host.starts();
    client.sees("Go on where it was cut off?");
    client.sees("Cut off at step 5 of 9 (Login)");
    client.press(ENTER);
    client.sees("Enter the API user's login");
    client.sees("The keys were not kept: paste them again.");
    fills_in(&mut client);
    walks_from_the_login(&mut client);
    assert_eq!(client.end().exit_code(), 0);
    host.is_saved();
}

#[test]
fn the_walk_inside_tmux_inside_ssh_ends_saved() {
    let Some(host) = Host::new("walk") else { return };
    let mut client = host.starts_in_tmux();
    walks_to_the_login(&mut client);
    fills_in(&mut client);
    walks_from_the_login(&mut client);
    assert_eq!(client.end().exit_code(), 0);
    host.is_saved();
}

#[test]
fn a_client_that_is_killed_ends_the_program_and_the_next_login_goes_on() {
    let Some(host) = Host::new("client") else { return };
    let mut client = host.starts();
    walks_to_the_login(&mut client);
    fills_in(&mut client);
    host.keeps("login");
    let pid = host.pid();
    assert!(alive(pid).is_some());
    client.kill();
    comes_about(GONE_WITHIN, || alive(pid).is_none());
    host.keeps("login");
    is_taken_up(&host);
}

#[test]
fn a_session_that_is_killed_on_the_server_ends_the_program_and_the_next_login_goes_on() {
    let Some(host) = Host::new("session") else { return };
    let mut client = host.starts();
    walks_to_the_login(&mut client);
    host.keeps("login");
    let pid = host.pid();
    let session = alive(pid).expect("it runs");
    let name = fs::read_to_string(format!("/proc/{}/comm", session.as_raw_nonzero())).expect("it runs");
    assert!(name.starts_with("sshd"), "{name}");
    rustix::process::kill_process(session, Signal::KILL).expect("it is ours");
    comes_about(GONE_WITHIN, || alive(pid).is_none());
    assert_ne!(client.end().exit_code(), 0);
    host.keeps("login");
    is_taken_up(&host);
}

#[test]
fn inside_tmux_the_line_may_drop_and_the_set_up_goes_on_with_its_keys() {
    let Some(host) = Host::new("tmux") else { return };
    let mut client = host.starts_in_tmux();
    walks_to_the_login(&mut client);
    fills_in(&mut client);
    let pid = host.pid();
    client.kill();
    let mut client = host.attaches();
    client.sees("Enter the API user's login");
    assert!(alive(pid).is_some());
    walks_from_the_login(&mut client);
    assert_eq!(client.end().exit_code(), 0);
    host.is_saved();
}
