//! Texts for the clipboard on their way through real multiplexers: what arrives at the terminal in which these run.
//! Where one is not installed a test is skipped and says so, unless `CI_REQUIRES_MULTIPLEXERS=1` forbids that.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use portable_pty::CommandBuilder;

use crate::{
    RICH, connectwise_to_guide,
    pty::{Pty, keys},
};

/// What the guide names first, as it goes to a clipboard.
const SENT: &str = "U3luYyAzNjU=";
const COPIES: &str = "\x0f";

/// A multiplexer of this test alone; what is left of it ends with the test.
struct Multiplexer {
    /// Its configuration and its sockets. It is there until the end was asked for through them.
    folder: tempfile::TempDir,
    program: PathBuf,
    /// Before what it is to run.
    starts: Vec<String>,
    ends: Vec<String>,
}

impl Multiplexer {
    /// One that is installed; `None` when it is not, which is said.
    fn new(name: &str, configuration: &str, starts: &[&str], ends: &[&str]) -> Option<Self> {
        let program = ["/usr/bin", "/usr/local/bin", "/bin"].map(|it| Path::new(it).join(name));
        let Some(program) = program.into_iter().find(|it| it.is_file()) else {
            let why = format!("no {name} is installed (Debian: apt-get install {name})");
            assert!(env::var("CI_REQUIRES_MULTIPLEXERS").as_deref() != Ok("1"), "{name} is required: {why}");
            println!("skipped: {why}");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("rc"), configuration).expect("a file");
        fs::create_dir(at("sockets")).expect("a folder");
        fs::set_permissions(at("sockets"), fs::Permissions::from_mode(0o700)).expect("it is ours");
        let in_folder = |it: &&str| it.replace("FOLDER", &folder.path().display().to_string());
        let [starts, ends] = [starts, ends].map(|it| it.iter().map(in_folder).collect());
        Some(Self { folder, program, starts, ends })
    }

    fn sockets(&self) -> PathBuf {
        self.folder.path().join("sockets")
    }

    fn tmux(configuration: &str) -> Option<Self> {
        // Of the whole terminal, and no Escape waits.
        let all =
            format!("set -g default-terminal tmux-256color\nset -g status off\nset -g escape-time 0\n{configuration}");
        let starts = ["-u", "-f", "FOLDER/rc", "-S", "FOLDER/sockets/tmux", "new-session", "--"];
        Self::new("tmux", &all, &starts, &["-S", "FOLDER/sockets/tmux", "kill-server"])
    }

    fn screen() -> Option<Self> {
        let starts = ["-U", "-c", "FOLDER/rc", "-S", "walk"];
        Self::new("screen", "startup_message off\n", &starts, &["-S", "walk", "-X", "quit"])
    }

    /// Walks to the guide in it and has its first text sent.
    fn sends(&self) -> Pty {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = CommandBuilder::new(&self.program);
        command.args(&self.starts);
        command.arg(env!("CARGO_BIN_EXE_psa-connect"));
        let sockets = self.sockets().display().to_string();
        let environment = [RICH[0], ("LANG", "C.UTF-8"), ("SCREENDIR", &sockets)];
        let mut pty = Pty::started(home, [80, 24], &environment, command, &["--demo"]);
        connectwise_to_guide(&mut pty);
        pty.press(COPIES);
        pty.sees("Sync 365");
        pty.press(keys::ENTER);
        pty.sees("Sent to your terminal");
        pty
    }
}

impl Drop for Multiplexer {
    fn drop(&mut self) {
        // It has ended by itself, unless the test failed.
        let mut command = Command::new(&self.program);
        let _ = command.args(&self.ends).env("SCREENDIR", self.sockets()).output();
    }
}

/// Leaves, and gives how often the text arrived at the outer terminal, each time as one that is for a clipboard.
fn arrived(mut pty: Pty) -> usize {
    pty.press(keys::CTRL_C);
    pty.sees("Press Ctrl-C again to leave");
    pty.press(keys::CTRL_C);
    let raw = pty.ended().raw;
    let raw = String::from_utf8_lossy(&raw);
    let whole = raw.matches(&format!("\x1b]52;c;{SENT}")).count() + raw.matches(&format!("\x1b]52;;{SENT}")).count();
    assert_eq!(whole, raw.matches(SENT).count(), "{raw:?}");
    assert!(!raw.contains("\x1bPtmux"), "what is for tmux got through it: {raw:?}");
    whole
}

#[test]
fn tmux_passes_a_text_on_that_it_takes_for_its_own_clipboard_or_is_told_to_pass_on() {
    for (clipboard, passthrough, times) in [("on", "off", 1), ("off", "on", 1), ("on", "on", 2), ("external", "off", 0)]
    {
        let configuration = format!("set -g set-clipboard {clipboard}\nset -gq allow-passthrough {passthrough}\n");
        let Some(tmux) = Multiplexer::tmux(&configuration) else { return };
        let mut pty = tmux.sends();
        for _ in 0..times {
            pty.hears(SENT);
        }
        assert_eq!(arrived(pty), times, "set-clipboard {clipboard}, allow-passthrough {passthrough}");
    }
}

#[test]
fn screen_passes_a_text_on() {
    let Some(screen) = Multiplexer::screen() else { return };
    let mut pty = screen.sends();
    pty.hears(SENT);
    assert_eq!(arrived(pty), 1);
}
