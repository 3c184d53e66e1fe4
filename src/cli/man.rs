//! `man`: the manual page of the program, or of one of its commands, as roff.

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use crate::{model::fault::ExitCode, words};

use super::{
    Arguments,
    say::{self, Trouble},
};

/// Prints it.
///
/// Errors: there is no such command.
pub(super) fn run(of: Option<&str>) -> Result<ExitCode, Trouble> {
    let mut program = Arguments::command();
    // Gives each command its whole name.
    program.build();
    let page = match of {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| no_command(&program, name))?,
    };
    let mut roff = vec![];
    // Writing to a vector cannot fail.
    let _ = Man::new(page).render(&mut roff);
    say::data(&String::from_utf8_lossy(&roff));
    Ok(ExitCode::Fine)
}

fn no_command(program: &Command, name: &str) -> Trouble {
    let known: Vec<_> = program.get_subcommands().map(Command::get_name).collect();
    Trouble::usage(
        words::with("man-no-command", &[("command", name.to_owned().into())]),
        words::with("man-name-one", &[("commands", known.join(", ").into())]),
    )
}
