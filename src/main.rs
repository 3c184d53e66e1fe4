//! Takes the arguments, starts a face, gives back its exit code.

use std::process::ExitCode;

use psa_connect::{cli, words};

fn main() -> ExitCode {
    cli::harden::first_of_all();
    words::speak(words::language_of(&cli::locale()));
    match cli::arguments() {
        Ok(arguments) => cli::run(arguments),
        Err(answered) => answered,
    }
}
