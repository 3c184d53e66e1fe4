//! `hand-overs`: who took which login, when, and with what.

use serde::Serialize;

use crate::{
    model::{fault::ExitCode, hand_over::HandOver, saved::Name, shown::Shown},
    store::Store,
    words,
};

use super::{
    ago::ago,
    list::columns,
    say::{self, Form, Trouble, talk},
};

/// How many are printed.
const MOST: usize = 50;

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    hand_overs: Vec<Row<'a>>,
    /// Lines of the log that cannot be read.
    broken: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    at: &'a str,
    uid: u32,
    user: &'a str,
    parent: i32,
    parent_program: &'a str,
    tty: Option<&'a str>,
    what: &'static str,
    connection: &'a str,
    program: Option<&'a str>,
}

/// Prints the last of them, oldest first.
pub(super) fn run(store: &Store, name: Option<&str>, form: Form) -> Result<ExitCode, Trouble> {
    // A connection that was removed since has its lines, too.
    let name = name.map(Name::new).transpose().map_err(|says| {
        Trouble::usage(
            words::with("connection-bad-name", &[("name", Shown::new(name.unwrap_or_default()).to_string().into())]),
            says,
        )
    })?;
    let remembered = store.hand_overs().read(name.as_ref())?;
    let lines = &remembered.lines[remembered.lines.len().saturating_sub(MOST)..];
    match form {
        Form::Json => {
            let hand_overs = lines.iter().map(row).collect();
            say::json(&Document { version: 1, hand_overs, broken: remembered.broken });
        }
        Form::Text => {
            if lines.is_empty() {
                talk(&match &name {
                    None => words::say("hand-none").to_owned(),
                    Some(name) => words::with("hand-none-of", &[("name", name.as_str().into())]),
                });
            } else {
                say::data(&table(lines));
            }
            if remembered.broken > 0 {
                talk(&words::with("hand-broken-lines", &[("n", remembered.broken.into())]));
            }
        }
    }
    Ok(ExitCode::Fine)
}

fn row(it: &HandOver) -> Row<'_> {
    Row {
        at: &it.at,
        uid: it.uid,
        user: &it.user,
        parent: it.parent,
        parent_program: &it.parent_program,
        tty: it.tty.as_deref(),
        what: it.manner.key(),
        connection: &it.connection,
        program: it.program.as_deref(),
    }
}

fn table(lines: &[HandOver]) -> String {
    let mut rows = vec![
        [
            words::say("hand-head-when"),
            words::say("hand-head-connection"),
            words::say("hand-head-who"),
            words::say("hand-head-how"),
            words::say("hand-head-to"),
            words::say("hand-head-from"),
        ]
        .map(str::to_owned),
    ];
    for it in lines {
        let who = if it.user.is_empty() {
            words::with("hand-uid", &[("uid", it.uid.to_string().into())])
        } else {
            it.user.clone()
        };
        let who = it.tty.as_ref().map_or_else(
            || who.clone(),
            |tty| words::with("hand-on-terminal", &[("who", who.as_str().into()), ("terminal", tty.into())]),
        );
        let to = it.program.clone().unwrap_or_else(|| words::say("hand-standard-output").into());
        let from = format!("{} ({})", it.parent_program, it.parent);
        rows.push([ago(&it.at), it.connection.clone(), who, it.manner.key().to_owned(), to, from]);
    }
    columns(&rows)
}
