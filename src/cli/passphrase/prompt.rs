//! Asks for a passphrase at the terminal, without showing it, and gives the terminal back on every way out.

use std::io;

use crate::{
    line::tty::{Heard, Stops, Tty},
    model::{fault::Fault, secret::Secret},
    words,
};

use super::Trouble;

/// Asks, and waits for a line. `None` when there is no terminal.
///
/// It waits without a thread, so that Ctrl-C, which drops this future with the command, gives the terminal back.
pub(super) async fn ask(question: &str) -> Result<Option<Secret>, Trouble> {
    let failed = |it: io::Error| failed(&it);
    let Some(mut tty) = Tty::open().map_err(failed)? else { return Ok(None) };
    tty.hide(Stops::No).map_err(failed)?;
    // Without the question the person still knows what is waited for from the command.
    let _ = tty.write(question).await;
    match tty.line().await.map_err(failed)? {
        Heard::Text(line) if line.is_empty() => Err(Fault::Cancelled.into()),
        Heard::Text(line) => Ok(Some(Secret::new(line.as_str()))),
        Heard::End | Heard::Gone => Err(Fault::Cancelled.into()),
        Heard::NoText => Err(Trouble::usage(words::say("passphrase-not-text"), words::say("passphrase-not-text-next"))),
        Heard::TooLong | Heard::Cut => {
            Err(Trouble::usage(words::say("passphrase-cut"), words::say("passphrase-cut-next")))
        }
    }
}

fn failed(error: &io::Error) -> Trouble {
    Trouble::ours(
        words::with("passphrase-cannot-be-asked", &[("error", error.to_string().into())]),
        words::say("passphrase-cannot-be-asked-next"),
    )
}
