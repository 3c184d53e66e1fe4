//! Takes the arguments, starts a face, gives back its exit code.

use std::process::ExitCode;

use psa_connect::cli;

fn main() -> ExitCode {
    cli::harden::first_of_all();
    match cli::arguments() {
        Ok(arguments) => cli::run(arguments),
        Err(answered) => answered,
    }
}
