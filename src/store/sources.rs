//! Reads the secrets of an unattended set-up where its answers say that they are.

use std::{
    env,
    fs::File,
    io::{self, Read},
    os::unix::fs::MetadataExt as _,
    path::Path,
};

use zeroize::Zeroizing;

use crate::{
    model::{answers::Source, secret::Secret, shown::Shown},
    words,
};

use super::command::asked;

/// Unit: bytes of one line.
const LONGEST: usize = 4095;

/// What is read besides files, variables and programs, and what there is to say about what was read.
pub struct Sources<R> {
    input: R,
    warnings: Vec<String>,
}

/// Why a secret could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// A clause. Nothing that was read is repeated.
    pub why: String,
    /// What to do, a sentence.
    pub remedy: &'static str,
}

/// Looks whether a secret is where it is said to be, without reading it: no program is started, and a pipe keeps what it holds.
///
/// Errors: [`Unread`].
pub fn look_for(source: &Source) -> Result<(), Unread> {
    match source {
        Source::Env(name) => of_variable(name).map(drop),
        Source::File(path) => {
            let why = match path.metadata() {
                Ok(about) if about.is_dir() => words::say("store-handed-directory").to_owned(),
                Ok(_) => return Ok(()),
                Err(it) => words::with("store-source-cannot-opened", &[("error", it.to_string().into())]),
            };
            Err(unread_file(path, &why))
        }
        Source::Command(_) | Source::Stdin(_) => Ok(()),
    }
}

fn unread_file(path: &Path, why: &str) -> Unread {
    Unread {
        why: format!("{} {why}", Shown::new(&path.display().to_string())),
        remedy: words::say("store-source-put-first-line-file"),
    }
}

impl<R: Read> Sources<R> {
    /// `input` is the standard input: each secret that comes from there is its next line.
    pub fn new(input: R) -> Self {
        Self { input, warnings: vec![] }
    }

    /// What to warn of: files that other accounts may read.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Reads one secret.
    ///
    /// Errors: [`Unread`].
    pub fn read(&mut self, source: &Source) -> Result<Secret, Unread> {
        match source {
            Source::File(path) => self.of_file(path),
            Source::Env(name) => of_variable(name),
            Source::Command(words) => asked::first_line_of(words, asked::WITHIN)
                .map_err(|why| Unread { why, remedy: words::say("store-source-try-command-hand-first") }),
            Source::Stdin(_) => first_line(&mut self.input).map_err(|why| Unread {
                why: words::with("store-source-standard-input", &[("why", why.as_str().into())]),
                remedy: words::say("store-source-standard-input-next"),
            }),
        }
    }

    fn of_file(&mut self, path: &Path) -> Result<Secret, Unread> {
        let shown = Shown::new(&path.display().to_string()).to_string();
        let unread = |why: String| unread_file(path, &why);
        let file = File::open(path)
            .map_err(|it| unread(words::with("store-source-cannot-opened", &[("error", it.to_string().into())])))?;
        let about = file
            .metadata()
            .map_err(|it| unread(words::with("store-source-cannot-looked", &[("error", it.to_string().into())])))?;
        if about.file_type().is_dir() {
            return Err(unread(words::say("store-handed-directory").into()));
        }
        if about.file_type().is_file() && about.mode() & 0o077 != 0 {
            let mode = about.mode() & 0o7777;
            self.warnings.push(words::with(
                "store-source-other-accounts-may-able",
                &[("shown", shown.as_str().into()), ("mode", format!("{mode:04o}").into())],
            ));
        }
        first_line(file).map_err(unread)
    }
}

fn of_variable(name: &str) -> Result<Secret, Unread> {
    let unread = |why: &str| Unread {
        why: words::with(
            "store-source-variable",
            &[("name", Shown::new(name).to_string().into()), ("why", why.to_string().into())],
        ),
        remedy: words::say("store-source-variable-next"),
    };
    let text = env::var_os(name).ok_or_else(|| unread(words::say("store-source-not-set")))?;
    let text = text.into_string().map_err(|_| unread(words::say("store-source-holds-no-text")))?;
    if text.is_empty() { Err(unread(words::say("store-source-empty"))) } else { Ok(Secret::new(text)) }
}

/// Reads up to the end of the next line, and not a byte more.
fn first_line(mut from: impl Read) -> Result<Secret, String> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = Zeroizing::new([0]);
    loop {
        match from.read(&mut byte[..]) {
            Ok(0) => break,
            Ok(_) if byte[0] == b'\n' => break,
            Ok(_) if line.len() == LONGEST => return Err(words::say("store-source-has-line-too-long").into()),
            Ok(_) => line.push(byte[0]),
            Err(it) if it.kind() == io::ErrorKind::Interrupted => {}
            Err(it) => return Err(words::with("store-source-cannot-read", &[("error", it.to_string().into())])),
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    match String::from_utf8(std::mem::take(&mut *line)) {
        Ok(text) if text.is_empty() => Err(words::say("store-source-line-empty").into()),
        Ok(text) => Ok(Secret::new(text)),
        Err(other) => {
            drop(Zeroizing::new(other.into_bytes()));
            Err(words::say("store-source-holds-no-text").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use crate::model::answers::{Source, Yes};
    use std::{fs, os::unix::fs::PermissionsExt as _};

    #[test]
    fn the_standard_input_gives_one_line_to_each_secret_in_turn() {
        let mut sources = Sources::new(&b"first\r\nsecond"[..]);
        for is in ["first", "second"] {
            assert!(sources.read(&Source::Stdin(Yes)).unwrap().is(|it| it == is));
        }
        assert!(sources.read(&Source::Stdin(Yes)).unwrap_err().why.contains("no text"));
    }

    #[test]
    fn the_first_line_of_a_file_is_taken_and_one_that_others_can_read_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("key");
        fs::write(&path, "canary\nrest\n").expect("written");
        for (mode, n) in [(0o600, 0), (0o644, 1)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it can be changed");
            let mut sources = Sources::new(&[][..]);
            assert!(sources.read(&Source::File(path.clone())).unwrap().is(|it| it == "canary"));
            assert_eq!(sources.warnings().len(), n, "{:?}", sources.warnings());
        }
        let mut sources = Sources::new(&[][..]);
        let why = |it: &Source, sources: &mut Sources<&[u8]>| sources.read(it).unwrap_err().why;
        assert!(why(&Source::File(dir.path().into()), &mut sources).ends_with("is a directory"));
        assert!(why(&Source::File(dir.path().join("none")), &mut sources).contains("cannot be opened"));
        assert!(why(&Source::Env("PSA_CONNECT_NO_SUCH_VARIABLE".into()), &mut sources).ends_with("is not set"));
    }
}
