//! What it means how a program ended, in words, with none of the secret's.

use std::{os::unix::process::ExitStatusExt as _, process::ExitStatus, time::Duration};

use zeroize::Zeroizing;

use crate::{
    model::{fault::Fault, id::FieldId, secret::Secret, shown::Shown},
    store::{
        secret_file::{Table, room_for, to_json},
        secrets::At,
    },
    words::{self, Word},
};

use super::{
    program::Line,
    run::{Ended, Given, Run},
};

/// How pass and gopass, op, and bw say that what is asked for is not there.
const ABSENT: [&str; 3] = ["is not in the password store", "isn't an item", "Not found."];
/// A shell's own: the program was not there, or could not be run.
const SHELL: [i32; 2] = [126, 127];
/// Unit: characters of a program's words that are shown.
const LONGEST: usize = 300;

/// Gives what a program printed, `None` for nothing, when it ended well. Nothing of `unsaid` is repeated.
pub(super) fn fine(run: &Run, line: &Line, at: &At, unsaid: &[(FieldId, Secret)]) -> Result<Option<Secret>, Ended> {
    if !run.status.success() {
        let stderr = run.stderr.as_ref().map(|it| String::from_utf8_lossy(it));
        let is_own = run.status.code().is_some_and(|it| !SHELL.contains(&it));
        if is_own && stderr.as_ref().is_some_and(|text| ABSENT.iter().any(|it| text.contains(it))) {
            return Err(Ended::NotThere);
        }
        let said = stderr.and_then(|it| said(&it, &run.stdout, &line.arguments(at), unsaid));
        return Err(Ended::Refused { status: run.status, said });
    }
    if run.given == Given::Cut {
        return Err(Ended::InputClosed);
    }
    let text = std::str::from_utf8(&run.stdout).map_err(|_| Ended::NotText)?.trim();
    Ok((!text.is_empty()).then(|| Secret::new(text)))
}

/// What of a program's errors may be shown; `None` when that is nothing.
///
/// What it printed as output counts as secret, too, and so does anything that looks like the line that it keeps.
fn said(stderr: &str, stdout: &[u8], arguments: &[String], unsaid: &[(FieldId, Secret)]) -> Option<String> {
    let squeezed = |text: &str| Zeroizing::new(text.split_whitespace().collect::<String>());
    let text = squeezed(stderr);
    let printed = Zeroizing::new(String::from_utf8_lossy(stdout).into_owned());
    let read = serde_json::from_str::<Table>(printed.trim()).ok().map(|it| it.0).unwrap_or_default();
    let holds = |value: &str| {
        let value = squeezed(value);
        // Everybody on this host sees the arguments.
        !value.is_empty() && !arguments.iter().any(|it| it.contains(&**value)) && text.contains(&**value)
    };
    let holds_field = |it: &(FieldId, Secret)| it.1.is(holds) || holds(&escaped(it));
    let tells = text.contains("\":\"")
        || text.contains("\\\":")
        || printed.lines().any(holds)
        || unsaid.iter().chain(&read).any(holds_field);
    let shown = Shown::new(stderr.trim());
    let is_long = shown.as_str().chars().count() > LONGEST;
    let cut: String = shown.as_str().chars().take(LONGEST).chain(is_long.then_some('\u{2026}')).collect();
    (!tells && !shown.is_empty()).then_some(cut)
}

/// A value as it stands in the line.
fn escaped((_, value): &(FieldId, Secret)) -> Zeroizing<String> {
    let field = [(FieldId(String::new()), value.clone())];
    let mut text = Zeroizing::new(String::with_capacity(room_for(&field)));
    to_json(&mut text, &field);
    let end = text.len();
    Zeroizing::new(text.get("{\"\":\"".len()..end.saturating_sub(2)).unwrap_or_default().to_owned())
}

/// Says why a program did not do what it should.
pub(super) fn fault(ended: Ended, line: &Line, within: Duration) -> Fault {
    let (program, what) = (line.shown(), line.what);
    let (why, remedy) = match ended {
        Ended::NotStarted(fault) => return fault,
        Ended::NotThere => (words::say("command-says-nothing").into(), words::say("command-says-nothing-next")),
        Ended::Refused { status, said } => {
            let how = how(status);
            let why = match said {
                None => words::with("command-no-words", &[("how", how.into())]),
                Some(it) => format!("{how}: {it}"),
            };
            (why, words::say("command-unlock-log-try-command"))
        }
        Ended::InputClosed => (words::say("command-closed-input-before-had").into(), TAKES.say()),
        Ended::TooMuch => (words::say("command-printed-more-than-1-mb").into(), PRINTS.say()),
        Ended::NotText => (words::say("command-gave-no-text").into(), PRINTS.say()),
        Ended::TimedOut => (
            words::with("command-did-not-finish-within-s", &[("seconds", within.as_secs().to_string().into())]),
            words::say("command-did-not-finish-within-s-next"),
        ),
        Ended::HeldOpen => (
            words::say("command-has-ended-but-something-started").into(),
            words::say("command-has-ended-but-something-started-next"),
        ),
        Ended::Unwatched(errno) => (
            words::with(
                "command-could-not-watched-was-ended",
                &[("error", std::io::Error::from_raw_os_error(errno.raw_os_error()).to_string().into())],
            ),
            words::say("command-could-not-watched-was-ended-next"),
        ),
    };
    Fault::Local {
        what: words::with(
            "command-why",
            &[("program", program.as_str().into()), ("what", what.to_string().into()), ("why", why.as_str().into())],
        ),
        remedy: remedy.into(),
    }
}

const TAKES: Word = words::word("command-put-takes");
const PRINTS: Word = words::word("command-get-prints");

fn how(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => words::with("command-status", &[("code", code.to_string().into())]),
        (None, Some(signal)) => words::with("command-signal", &[("signal", signal.to_string().into())]),
        (None, None) => words::say("command-no-status").into(),
    }
}
