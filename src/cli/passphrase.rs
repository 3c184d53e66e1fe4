//! Where the passphrase of a locked store comes from: a file, systemd's credentials, or the person at the terminal.
//!
//! Never an argument and never a variable: other accounts see the one, and every child process inherits the other.

use std::{
    env,
    fs::File as StdFile,
    io::stdin,
    os::{
        fd::AsFd as _,
        unix::fs::{FileTypeExt as _, MetadataExt as _},
    },
    path::{Path, PathBuf},
};

use tokio::{fs::File, io::AsyncReadExt as _};
use zeroize::Zeroizing;

use crate::{
    model::{fault::Fault, secret::Secret, shown::Shown},
    words,
};

use super::{
    Global,
    say::{Trouble, talk},
};

mod prompt;

/// Unit: bytes. As long as a line that a terminal gives.
const LONGEST: usize = 4095;

/// Wrong ones are asked for again: no account locks, because nothing leaves this host.
const TRIES: usize = 3;

/// What systemd calls the credential (`LoadCredential=psa-connect-passphrase:…`).
const CREDENTIAL: &str = "psa-connect-passphrase";

/// Where passphrases come from, for one run of a command.
pub(super) struct Unlocking {
    source: Source,
    /// Why the store stays locked. Once it is known, nothing is asked again.
    given_up: Option<Fault>,
}

enum Source {
    /// The first line of this file.
    File(PathBuf),
    /// The first line of the standard input; what follows it is left there.
    Input,
    /// The person at the terminal.
    Terminal,
    /// Nobody may be asked.
    Nobody,
}

/// How often a passphrase from this source is worth trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// It would be the same one again.
    Once,
    /// A person may have misspelt it.
    UpTo(usize),
}

impl Unlocking {
    /// Takes what the global options and the environment name. Nothing is read and nobody is asked yet.
    pub(super) fn of(global: &Global) -> Self {
        Self::from(global.passphrase_file.as_deref(), global)
    }

    /// As [`Unlocking::of`], for another passphrase that an option of its own may name.
    pub(super) fn from(file: Option<&Path>, global: &Global) -> Self {
        let source = match file {
            Some(file) if file == Path::new("-") => Source::Input,
            Some(file) => Source::File(file.to_owned()),
            None => credential()
                .map_or_else(|| if global.no_input { Source::Nobody } else { Source::Terminal }, Source::File),
        };
        Self { source, given_up: None }
    }

    /// A second passphrase, which nobody but an option or the person gives: systemd's credential is the first one.
    pub(super) fn second(file: Option<&Path>, global: &Global) -> Self {
        match file {
            Some(_) => Self::from(file, global),
            None if global.no_input => Self { source: Source::Nobody, given_up: None },
            None => Self { source: Source::Terminal, given_up: None },
        }
    }

    /// How often it is worth trying.
    pub(super) fn left(&self) -> Left {
        match self.source {
            Source::File(_) | Source::Input | Source::Nobody => Left::Once,
            Source::Terminal => Left::UpTo(TRIES),
        }
    }

    /// Says whether a person types it, who may misspell a new one.
    pub(super) fn is_typed(&self) -> bool {
        matches!(self.source, Source::Terminal)
    }

    /// Why the store stays locked, once that is known.
    pub(super) fn given_up(&self) -> Option<&Fault> {
        self.given_up.as_ref()
    }

    /// Remembers that the store stays locked.
    pub(super) fn give_up(&mut self, why: &Fault) {
        self.given_up = Some(why.clone());
    }

    /// Reads the passphrase, or asks for it with `question`. Dropping the future gives the terminal back as it was.
    ///
    /// Errors: `None` when nobody can be asked; [`Trouble`] when a file cannot be read or the person stopped it.
    pub(super) async fn read(&self, question: &str) -> Result<Option<Secret>, Trouble> {
        match &self.source {
            Source::File(file) => of_file(file).await.map(Some),
            Source::Input => {
                let cannot = |it: std::io::Error| unreadable(words::say("explain-the-standard-input"), &it.to_string());
                // A descriptor of its own: closing it leaves the standard input to who reads it next.
                let input = stdin().as_fd().try_clone_to_owned().map_err(cannot)?;
                first_line(File::from_std(StdFile::from(input)), words::say("explain-the-standard-input"))
                    .await
                    .map(Some)
            }
            Source::Terminal => prompt::ask(question).await,
            Source::Nobody => Ok(None),
        }
    }
}

/// The file with the passphrase that systemd hands to this service, if there is one.
pub(super) fn credential() -> Option<PathBuf> {
    let file = PathBuf::from(env::var_os("CREDENTIALS_DIRECTORY")?).join(CREDENTIAL);
    file.is_file().then_some(file)
}

async fn of_file(path: &Path) -> Result<Secret, Trouble> {
    let shown = Shown::new(&path.display().to_string()).to_string();
    let cannot = |it: std::io::Error| unreadable(&shown, &it.to_string());
    let file = File::open(path).await.map_err(cannot)?;
    let about = file.metadata().await.map_err(cannot)?;
    if about.file_type().is_file() && about.mode() & 0o077 != 0 {
        let mode = format!("{:04o}", about.mode() & 0o7777);
        let says = words::with("passphrase-open-to-others", &[("file", shown.as_str().into()), ("mode", mode.into())]);
        talk(&words::with("talk-warning", &[("what", says.into())]));
    }
    if about.file_type().is_dir() || about.file_type().is_block_device() {
        return Err(unreadable(&shown, words::say("passphrase-no-file")));
    }
    first_line(file, &shown).await
}

/// Reads up to the end of the first line, and not a byte more: what follows may be for another program.
async fn first_line(mut file: File, shown: &str) -> Result<Secret, Trouble> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = Zeroizing::new([0]);
    while file.read(&mut byte[..]).await.map_err(|it| unreadable(shown, &it.to_string()))? == 1 {
        match byte[0] {
            b'\n' => break,
            _ if line.len() == LONGEST => return Err(unreadable(shown, words::say("passphrase-line-too-long"))),
            other => line.push(other),
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    text(line).filter(|it| !it.is_empty()).ok_or_else(|| unreadable(shown, words::say("passphrase-no-text")))
}

/// Takes the bytes over as text, without a copy.
fn text(mut line: Zeroizing<Vec<u8>>) -> Option<Secret> {
    match String::from_utf8(std::mem::take(&mut *line)) {
        Ok(text) => Some(Secret::new(text)),
        Err(other) => {
            drop(Zeroizing::new(other.into_bytes()));
            None
        }
    }
}

fn unreadable(shown: &str, why: &str) -> Trouble {
    Trouble::usage(
        words::with("passphrase-unreadable", &[("from", shown.into()), ("why", why.to_string().into())]),
        words::say("passphrase-unreadable-next"),
    )
}
