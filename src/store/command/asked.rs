//! A program that prints one secret, run once: without a shell, in a process group of its own, ended when it takes too long.

use std::{env, path::Path, time::Duration};

use crate::{
    model::{secret::Secret, shown::Shown},
    words,
};

use super::{
    program::find,
    run::{Ended, Input, Output, run},
};

/// How long it may take: somebody may have to touch a key.
pub(in crate::store) const WITHIN: Duration = Duration::from_mins(1);

/// The first line that a program prints.
///
/// Errors: why there is none, a clause. What the program says is not repeated: it may be the secret.
pub(in crate::store) fn first_line_of(words: &[String], within: Duration) -> Result<Secret, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let here = env::current_dir().ok();
    let (name, arguments) = words.split_first().ok_or(words::say("command-no-program-named"))?;
    let program = find(name, &path, here.as_deref())?;
    let shown = shown(&program);
    let ran = run(&program, arguments, Input::Nothing, Output::Taken, within).map_err(|ended| match ended {
        Ended::NotStarted(fault) => fault.to_string(),
        Ended::TimedOut => words::with(
            "command-did-not-finish-within",
            &[("shown", shown.to_string().into()), ("seconds", within.as_secs().to_string().into())],
        ),
        Ended::TooMuch => words::with("command-printed-more-than-1", &[("shown", shown.to_string().into())]),
        Ended::HeldOpen => words::with("command-has-ended-but-something", &[("shown", shown.to_string().into())]),
        Ended::NotThere | Ended::Refused { .. } | Ended::InputClosed | Ended::NotText | Ended::Unwatched(_) => {
            words::with("command-could-not-watched-was", &[("shown", shown.to_string().into())])
        }
    })?;
    if !ran.status.success() {
        return Err(match ran.status.code() {
            Some(code) => words::with(
                "command-ended-with-status",
                &[("shown", shown.to_string().into()), ("code", code.to_string().into())],
            ),
            None => words::with("command-was-ended-signal", &[("shown", shown.to_string().into())]),
        });
    }
    let text = std::str::from_utf8(&ran.stdout)
        .map_err(|_| words::with("command-printed-something-not-text", &[("shown", shown.to_string().into())]))?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        Err(words::with("command-printed-nothing-first-line", &[("shown", shown.to_string().into())]))
    } else {
        Ok(Secret::new(line))
    }
}

fn shown(program: &Path) -> Shown {
    Shown::new(&program.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::first_line_of;
    use std::time::Duration;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn the_first_line_is_taken_and_nothing_a_program_says_is_repeated() {
        let within = Duration::from_secs(20);
        let given = first_line_of(&words(&["printf", "%s\\n", "canary", "second"]), within).unwrap();
        assert!(given.is(|it| it == "canary"));
        for (line, why) in [
            (&["sh", "-c", "echo canary; echo canary >&2; exit 3"][..], "ended with status 3"),
            (&["true"], "printed nothing"),
            (&["no-such-program"], "no program no-such-program in PATH"),
            (&["./printf"], "neither an absolute path nor a plain name"),
            (&["sh", "-c", "printf '\\377'"], "not text"),
        ] {
            let says = first_line_of(&words(line), within).unwrap_err();
            assert!(says.contains(why) && !says.contains("canary"), "{says}");
        }
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let says = first_line_of(&words(&["sleep", "1000"]), Duration::from_millis(50)).unwrap_err();
        assert!(says.contains("did not finish within"), "{says}");
    }
}
