//! Every command that there is, run with a saved login. What is missing here is noticed: the help lists them all.

/// What a command may print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prints {
    /// Nothing secret, on either output.
    NoSecret,
    /// The login on standard output, because that is what it is for.
    TheLogin,
}

/// One command line.
pub(crate) struct Line {
    pub(crate) arguments: Vec<String>,
    pub(crate) input: String,
    pub(crate) prints: Prints,
    /// The exit codes that mean it did what it is here for.
    pub(crate) codes: &'static [i32],
}

/// Files that the lines name.
pub(crate) struct Files {
    pub(crate) passphrase: String,
    pub(crate) wrong_passphrase: String,
    /// The second key, as a note.
    pub(crate) second: String,
    pub(crate) template: String,
    pub(crate) filled: String,
    /// Written for support.
    pub(crate) bundle: String,
    pub(crate) answers: Answered,
}

/// Answers for a set-up that nobody sits at, each with its secrets elsewhere.
pub(crate) struct Answered {
    /// Secrets in files.
    pub(crate) files: String,
    /// Secrets on the standard input, a line each.
    pub(crate) input: String,
    /// The lines.
    pub(crate) lines: String,
    /// A secret itself, where it must not be.
    pub(crate) wrong: String,
    /// The state of a program that has answered everything but the store.
    pub(crate) state: String,
    /// What the answers are saved to.
    pub(crate) saved: String,
}

/// The lines for the connection `acme` of this PSA. `secret` is one of its keys, pasted where no key belongs.
pub(crate) fn lines(psa: &str, files: &Files, secret: &str) -> Vec<Line> {
    let Files { passphrase, wrong_passphrase, second, template, filled, bundle, answers } = files;
    let open = ["--passphrase-file", passphrase.as_str()];
    let says = |arguments: &[&str], codes: &'static [i32]| Line {
        arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
        input: String::new(),
        prints: Prints::NoSecret,
        codes,
    };
    let with = |arguments: &[&str], codes: &'static [i32]| says(&[&open, arguments].concat(), codes);
    let hands = |arguments: &[&str]| Line { prints: Prints::TheLogin, ..with(arguments, &[0]) };
    let pasted = |arguments: &[&str], input: String| Line { input, ..says(arguments, &[0, 2, 3, 8]) };
    let mut lines = vec![
        says(&["list"], &[0]),
        says(&["list", "--json"], &[0]),
        with(&["test", "acme"], &[0]),
        says(&["test", "acme", "--passphrase-file", wrong_passphrase], &[0, 7]),
        says(&["test", "acme", "--no-input"], &[0, 7]),
        with(&["test", "--all", "--json"], &[0]),
        with(&["test", "acme", "--since-last"], &[0]),
        with(&["test", "acme", "--format", "nagios"], &[0]),
        with(&["test", "--all", "--format", "prometheus"], &[0]),
        with(&["test", "acme", "--ca-file", second], &[5]),
        with(&["pull", "acme", "-vv", "--whole", "--list", "companies"], &[0]),
        with(&["pull", "acme", "--json", "--list", "companies"], &[0]),
        says(&["pull", "acme", "--no-input", "--passphrase-file", wrong_passphrase], &[0, 7]),
        says(&["export", "acme", "companies", "--format", "jsonl"], &[0]),
        says(&["report", "acme"], &[0]),
        says(&["report", "acme", "--format", "markdown"], &[0]),
        says(&["report", "acme", "--format", "json"], &[0]),
        says(&["guide", psa, "--markdown"], &[0]),
        pasted(&["explain", "-"], format!("curl -H 'Secret: {secret}' gave 401 Unauthorized {secret}")),
        pasted(
            &["explain", "-", "--json"],
            format!("HTTP/1.1 401\r\nSecret: {secret}\r\n\r\n{{\"key\":\"{secret}\"}}"),
        ),
        says(&["copy", "acme", "another"], &[0]),
        says(&["drafts"], &[0]),
        says(&["drafts", "--json"], &[0]),
        says(&["drafts", "--clear"], &[0]),
        says(&["completions", "bash"], &[0]),
        says(&["setup", "new", "--no-input"], &[2]),
        says(&["sandbox", "--scenario", "no-such"], &[2]),
        says(&["help", "exec"], &[0]),
        says(&["doctor"], &[0]),
        says(&["doctor", "--json"], &[0]),
        says(&["doctor", "--network", "--bundle", bundle], &[0]),
        says(&["doctor", "--bundle", bundle], &[7]),
        says(&["default", "acme"], &[0]),
        hands(&["exec", "acme", "--", "env"]),
        hands(&["exec", "acme", "--only", "--env-prefix", "X_", "--", "/usr/bin/env"]),
        says(&["exec", "acme", "--no-input", "--passphrase-file", wrong_passphrase, "--", "true"], &[0, 7]),
        says(&["exec", "acme", "--", "no-such-program"], &[127]),
        hands(&["credentials", "acme"]),
        with(&["export", "acme", "--template", template, "-o", filled], &[0]),
        with(&["export", "acme", "--template", template, "-o", filled], &[2]),
        says(&["hand-overs"], &[0]),
        says(&["hand-overs", "acme", "--json"], &[0]),
        says(&["recipients"], &[0, 7]),
        with(&["passphrase", "--new-passphrase-file", wrong_passphrase], &[0]),
        says(&["passphrase", "--passphrase-file", wrong_passphrase, "--new-passphrase-file", passphrase], &[0]),
        with(&["rotate", "acme", "--keys", second, "--json"], &[0]),
        with(&["rotate", "acme", "--check", "--force"], &[0, 8, 9]),
        says(&["rename", "acme", "renamed"], &[0]),
        says(&["rename", "renamed", "acme"], &[0]),
        with(&["move", "acme", "--to", "file", "--force"], &[0, 7]),
        with(&["move", "acme", "--to", "encrypted-file", "--force"], &[0, 7]),
        says(&["undo", "acme"], &[0, 7]),
        with(&["test", "acme", "--try-again"], &[0, 3]),
    ];
    // Rotated with keys that are refused, from the standard input.
    lines.push(Line {
        input: format!("private key: wrong{secret}\nsecret: wrong{secret}\npublic key: wrong{secret}\n"),
        ..with(&["rotate", "acme", "--keys", "-"], &[0, 2, 3])
    });
    lines.push(says(&["remove", "acme", "--force"], &[0]));
    lines.extend(unattended(psa, answers));
    lines
}

/// Set-ups that nobody sits at. The zones of the one are the demo's, whose login is the built-in one.
fn unattended(psa: &str, answers: &Answered) -> Vec<Line> {
    let demo: &[&str] = if psa == "autotask" { &["--demo"] } else { &[] };
    let set_up = |arguments: &[&str], input: &str, codes: &'static [i32]| Line {
        arguments: [demo, &["setup"], arguments].concat().iter().map(|it| (*it).to_owned()).collect(),
        input: input.to_owned(),
        prints: Prints::NoSecret,
        codes,
    };
    vec![
        set_up(&["played", "--answers", &answers.files, "--no-input", "--save-answers", &answers.saved], "", &[0]),
        set_up(&["fed", "--answers", &answers.input, "--json"], &answers.lines, &[0]),
        set_up(&["short", "--answers", &answers.input, "--no-input"], "", &[2]),
        set_up(&["wrong", "--answers", &answers.wrong, "--no-input"], "", &[2]),
        set_up(&["wrong", "--answers", &answers.wrong, "--json"], "", &[2]),
        set_up(&["--json", "--next", &answers.state, "file"], "", &[0]),
    ]
}
