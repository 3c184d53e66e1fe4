//! One command of a person's: which program it starts, found once, and its arguments.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use rustix::fs::{Access, access};

use crate::{
    model::{fault::Fault, shown::Shown},
    store::secrets::At,
    words,
};

/// A program and its arguments.
pub(super) struct Line {
    /// Which of the three: `put`.
    pub(super) what: &'static str,
    /// As it was written.
    name: String,
    arguments: Vec<String>,
    /// Where the program is, or why it is not used.
    program: Result<PathBuf, String>,
}

const KEY: &str = "{key}";
const VERSION: &str = "{version}";

impl Line {
    /// Looks the program up in `path`. `here` is the current directory, from which nothing is taken.
    pub(super) fn find(what: &'static str, argv: Vec<String>, path: &OsStr, here: Option<&Path>) -> Self {
        let mut argv = argv.into_iter();
        let name = argv.next().unwrap_or_default();
        let program = find(&name, path, here);
        Self { what, name, arguments: argv.collect(), program }
    }

    /// Errors: [`Fault::Local`] when it cannot be used.
    pub(super) fn check(&self) -> Result<(), Fault> {
        self.program()?;
        let missing = [KEY, VERSION].into_iter().find(|it| !self.arguments.iter().any(|word| word.contains(it)));
        missing.map_or(Ok(()), |missing| {
            Err(Fault::Local {
                what: words::with(
                    "command-no-argument-command-holds",
                    &[("what", self.what.to_string().into()), ("missing", missing.to_string().into())],
                ),
                remedy: words::with(
                    "command-no-argument-command-holds-next",
                    &[("missing", missing.to_string().into())],
                ),
            })
        })
    }

    /// Where the program is.
    pub(super) fn program(&self) -> Result<&Path, Fault> {
        self.program.as_deref().map_err(|why| Fault::Local {
            what: words::with(
                "command-setting",
                &[("what", self.what.to_string().into()), ("why", why.as_str().into())],
            ),
            remedy: words::say("command-setting-next").into(),
        })
    }

    /// The arguments for one text. Nothing in them is a secret.
    pub(super) fn arguments(&self, at: &At) -> Vec<String> {
        let version = at.version.0.to_string();
        self.arguments.iter().map(|it| it.replace(KEY, at.key.as_str()).replace(VERSION, &version)).collect()
    }

    /// The program's place, safe to show; as it was written when it was not found.
    pub(super) fn shown(&self) -> String {
        let place = self.program.as_ref().map_or_else(|_| self.name.clone(), |it| it.display().to_string());
        Shown::new(&place).to_string()
    }

    /// The whole command as it was written.
    pub(super) fn template(&self) -> String {
        let words = std::iter::once(self.shown()).chain(self.arguments.iter().cloned());
        Shown::new(&words.collect::<Vec<_>>().join(" ")).to_string()
    }
}

/// Finds a program, never by a relative way: what lies in the directory where one happens to be must not be started.
pub(super) fn find(name: &str, path: &OsStr, here: Option<&Path>) -> Result<PathBuf, String> {
    let shown = Shown::new(name);
    if name.is_empty() {
        return Err(words::say("command-no-program-named").into());
    }
    if name.contains('/') {
        let program = PathBuf::from(name);
        return match () {
            () if !program.is_absolute() => {
                Err(words::with("command-neither-absolute-path-nor", &[("shown", shown.to_string().into())]))
            }
            () if !is_program(&program) => {
                Err(words::with("command-no-program-account-may", &[("shown", shown.to_string().into())]))
            }
            () => Ok(program),
        };
    }
    let real = |it: &Path| fs::canonicalize(it).ok();
    let here = here.and_then(real);
    let is_here = |it: &Path| here.is_some() && real(it) == here;
    let folders = env::split_paths(path).filter(|it| it.is_absolute() && !is_here(it));
    let mut programs = folders.map(|it| it.join(name)).filter(|it| is_program(it));
    programs.next().ok_or_else(|| words::with("command-no-program-path", &[("shown", shown.to_string().into())]))
}

fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|it| it.is_file()) && access(path, Access::EXEC_OK).is_ok()
}

#[cfg(test)]
mod tests {
    use super::find;
    use std::{env, ffi::OsString, fs, os::unix::fs::PermissionsExt as _, path::Path};

    fn program(folder: &Path) {
        fs::create_dir_all(folder).expect("it can be made");
        fs::write(folder.join("keeper"), "#!/bin/sh\n").expect("written");
        fs::set_permissions(folder.join("keeper"), fs::Permissions::from_mode(0o755)).expect("it can be changed");
    }

    fn path(folders: &[&Path]) -> OsString {
        env::join_paths(folders).expect("no colon in them")
    }

    #[test]
    fn a_plain_name_is_found_in_path_and_neither_here_nor_by_a_relative_entry() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let (here, good) = (dir.path().join("here"), dir.path().join("good"));
        program(&here);
        program(&good);
        let dots = here.join("../here");
        let all = path(&[Path::new(""), Path::new("."), Path::new("here"), &here, &dots, &good]);
        assert_eq!(find("keeper", &all, Some(&here)), Ok(good.join("keeper")));
        let none = find("keeper", &path(&[&here]), Some(&here));
        assert_eq!(none, Err("there is no program keeper in PATH".into()));
    }

    #[test]
    fn a_path_must_be_absolute_and_lead_to_a_program() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        program(dir.path());
        let absolute = dir.path().join("keeper").display().to_string();
        assert_eq!(find(&absolute, &OsString::new(), None), Ok(dir.path().join("keeper")));
        fs::set_permissions(&absolute, fs::Permissions::from_mode(0o644)).expect("it can be changed");
        assert!(find(&absolute, &OsString::new(), None).is_err());
        let relative = find("./keeper", &path(&[dir.path()]), None);
        assert_eq!(relative, Err("./keeper is neither an absolute path nor a plain name".into()));
        assert_eq!(find("", &OsString::new(), None), Err("no program is named".into()));
    }
}
