//! A saved connection on its way to another program: opened, noted in the log of hand-overs, and only then given.

use std::{
    io::{self, IsTerminal as _},
    path::Path,
};

use crate::{
    engine::Solo,
    model::{
        fault::Fault,
        hand_over::{Manner, parts},
        id::{FieldId, PsaId},
        login::Value,
        saved::Name,
        secret::Secret,
    },
    store::HandOvers,
    wizard::event::{Finish, Job, Opened, api_address},
    words,
};

use super::{Global, connections::chosen, open, or_interrupted, passphrase::Unlocking, place::Place, say::Trouble};

/// What is handed over. Every field travels as a secret, whatever its kind.
pub(super) struct Handed {
    pub(super) name: Name,
    pub(super) psa: PsaId,
    /// The base address of the API.
    pub(super) url: String,
    /// In the order in which they are asked.
    pub(super) fields: Vec<(FieldId, Secret)>,
    /// The parts of a connection to any PSA; another program may have left some of them in the environment.
    pub(super) known_parts: Vec<String>,
    pub(super) log: HandOvers,
}

impl Handed {
    /// Opens a saved connection. Nothing leaves yet.
    pub(super) async fn open(global: &Global, name: Option<&str>) -> Result<Self, Trouble> {
        let place = Place::find(global).await?;
        let name = chosen(&place, name)?;
        let (catalog, log) = (place.catalog.clone(), place.store.hand_overs());
        let Opened { connection, login } = open(global, place, &name).await?;
        let facts = catalog.psa(&connection.psa).ok_or_else(|| Fault::Local {
            what: words::with(
                "hand-unknown-psa",
                &[("name", name.as_str().into()), ("psa", connection.psa.to_string().into())],
            ),
            remedy: words::say("export-unknown-psa-next").into(),
        })?;
        let value = |id: &FieldId| match login.values().get(id) {
            Some(Value::Plain(text)) => Secret::new(text.as_str()),
            Some(Value::Secret(secret)) => secret.clone(),
            None => Secret::default(),
        };
        Ok(Self {
            name,
            psa: connection.psa,
            url: api_address(facts, &connection.origin),
            fields: facts.fields.iter().map(|it| (it.id.clone(), value(&it.id))).collect(),
            known_parts: catalog.psas.iter().flat_map(parts).map(str::to_owned).collect(),
            log,
        })
    }

    /// Notes who takes it. After this it may leave.
    ///
    /// Errors: that it cannot be noted. It must not leave then.
    pub(super) fn note(&self, manner: Manner, program: Option<&Path>) -> Result<(), Trouble> {
        Ok(self.log.note(manner, &self.name, program)?)
    }
}

/// Reads a saved connection and its login. Only where a person may be asked is Ctrl-C listened for: listening changes what
/// the program in the place of this one does at Ctrl-C.
async fn open(global: &Global, place: Place, name: &Name) -> Result<Opened, Trouble> {
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    let mut unlocking = Unlocking::of(global);
    if unlocking.is_typed() {
        let outcome = solo.run(Job::Open(name.clone())).await;
        if !matches!(outcome.finish, Finish::Failed(Fault::StoreLocked { .. })) {
            return Ok(*outcome.finish.opened()?);
        }
        return or_interrupted(open::open(&mut solo, name, &mut unlocking)).await;
    }
    open::open(&mut solo, name, &mut unlocking).await
}

/// Whether keys may be seen on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// The person said so.
    Allowed,
    /// They did not.
    Refused,
}

impl Sight {
    /// Refuses a terminal as the reader: it shows, and it remembers.
    pub(super) fn check(self) -> Result<(), Trouble> {
        if self == Self::Refused && io::stdout().is_terminal() {
            return Err(Trouble::usage(words::say("hand-to-terminal"), words::say("hand-to-terminal-next")));
        }
        Ok(())
    }
}

/// Writes to standard output past every buffer, so that no copy of it stays.
///
/// Errors: that not all of it was taken.
pub(super) fn pour(mut bytes: &[u8]) -> Result<(), Trouble> {
    let out = io::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(&out, bytes) {
            Ok(n) => bytes = &bytes[n..],
            Err(rustix::io::Errno::INTR) => {}
            Err(it) => {
                let says = io::Error::from_raw_os_error(it.raw_os_error());
                return Err(Trouble::ours(
                    words::with("export-output-unwritten", &[("error", says.to_string().into())]),
                    words::say("export-output-unwritten-next"),
                ));
            }
        }
    }
    Ok(())
}
