//! How fast `pull` is beside the least that any program would have to do, and beside a plain loop. Ratios of one run only;
//! nothing here passes or fails.
//!
//! The server, each program and the watch over it are processes of their own: this program, started again.

use std::process::ExitCode;

mod pull {
    pub(crate) mod asked;
    pub(crate) mod client;
    pub(crate) mod floor;
    pub(crate) mod host;
    pub(crate) mod kept;
    pub(crate) mod phases;
    pub(crate) mod plain_loop;
    pub(crate) mod server;
    pub(crate) mod tables;
    pub(crate) mod task;
    pub(crate) mod watch;
}

use pull::{asked::Asked, floor, plain_loop, server, tables, task::Task, watch};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", latency_ms, sizes] => server::serve(latency_ms, sizes),
        ["watch", command @ ..] => watch::watch(command),
        ["floor", task] => floor::run(&Task::read(task)),
        ["loop", task] => plain_loop::run(&Task::read(task)),
        words => match Asked::read(words) {
            Ok(asked) => tables::print(&asked),
            Err(says) => {
                eprintln!("{says}");
                return ExitCode::from(2);
            }
        },
    }
    ExitCode::SUCCESS
}
