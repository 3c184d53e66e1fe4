//! A person's terminal with an SSH client in it.

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::watched::Watched;

/// Starts `words` in a terminal of 80x24.
pub(crate) fn client(words: &[String]) -> Watched {
    let size = PtySize { rows: 24, cols: 80, ..PtySize::default() };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let (program, arguments) = words.split_first().expect("a program");
    let mut command = CommandBuilder::new(program);
    command.args(arguments);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    Watched::start(&pair, command)
}
