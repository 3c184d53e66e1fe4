//! A host whose every directory is known, the binary on it, and a look through all that is left there.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    needles::{Needle, found},
    watch::Watch,
};

/// A home and all that XDG knows, in one folder.
pub(crate) struct Host {
    folder: tempfile::TempDir,
}

/// What one run printed.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: Vec<u8>,
    pub(crate) err: Vec<u8>,
}

impl Host {
    /// The host whose home this is.
    pub(crate) fn at(folder: tempfile::TempDir) -> Self {
        for it in ["tmp", "runtime", "state", "cache", "data"] {
            fs::create_dir_all(folder.path().join(it)).expect("a folder");
        }
        Self { folder }
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The environment: nothing but where things are.
    pub(crate) fn environment(&self) -> Vec<(String, PathBuf)> {
        let at = |it: &str| self.root().join(it);
        let dirs = [
            ("HOME", self.root().to_owned()),
            ("XDG_CONFIG_HOME", at(".config")),
            ("XDG_STATE_HOME", at("state")),
            ("XDG_CACHE_HOME", at("cache")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_RUNTIME_DIR", at("runtime")),
            ("TMPDIR", at("tmp")),
            ("PATH", PathBuf::from("/usr/bin:/bin")),
        ];
        dirs.map(|(name, path)| (name.to_owned(), path)).to_vec()
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.root().join("config")
    }

    /// A file of the technician's own, for this account only.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.root().join(name);
        fs::write(&path, text).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("its mode can be changed");
        path.display().to_string()
    }

    /// Runs the binary at its most talkative, with `input` on its standard input.
    pub(crate) fn run(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_psa-connect"));
        command
            .args(["-vv".into(), "--config-dir".into(), self.config()])
            .args(arguments)
            .env_clear()
            .envs(self.environment())
            .current_dir(self.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut start = || command.spawn().expect("the binary starts");
        let mut child = if arguments.contains(&"exec") { Watch::excused(start) } else { start() };
        // A command that reads nothing closes the pipe.
        let _ = child.stdin.take().expect("it is piped").write_all(input);
        let ran = child.wait_with_output().expect("the binary ends");
        Ran { code: ran.status.code(), out: ran.stdout, err: ran.stderr }
    }

    /// Every file that is left, with its bytes.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = vec![];
        read_all(self.root(), &mut files);
        files
    }

    /// Where a secret is in a file that is no place for it. `places` are beginnings of paths below the root that are.
    pub(crate) fn strays(&self, needles: &[Needle], places: &[&str]) -> Vec<String> {
        let is_place = |path: &Path| {
            let below = path.strip_prefix(self.root()).expect("below").display().to_string();
            places.iter().any(|it| below.starts_with(it))
        };
        self.files()
            .iter()
            .filter(|(path, _)| !is_place(path))
            .flat_map(|(path, bytes)| in_file(needles, path, bytes))
            .collect()
    }
}

fn in_file(needles: &[Needle], path: &Path, bytes: &[u8]) -> Vec<String> {
    let name = path.display().to_string();
    let both = [found(needles, bytes), found(needles, name.as_bytes())].concat();
    both.into_iter().map(|it| format!("{name}: {it}")).collect()
}

/// Reads what is below `path`, without following links.
fn read_all(path: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let (path, kind) = (entry.path(), entry.file_type());
        match kind {
            Ok(it) if it.is_dir() => read_all(&path, files),
            Ok(it) if it.is_file() => files.extend(fs::read(&path).ok().map(|bytes| (path, bytes))),
            Ok(_) | Err(_) => {}
        }
    }
}

/// Where a secret is in the host's own temporary directories, outside of `but`. Directories of other tests are not looked
/// into: what this program left there would have a name of its own. Nor is what was there before and did not change since
/// (`since` seconds after 1970): somebody's copy of this program has the sandbox's logins in it.
pub(crate) fn in_shared_places(needles: &[Needle], but: &Path, since: i64) -> Vec<String> {
    let mut files = vec![];
    let is_new = |it: &fs::DirEntry| it.metadata().is_ok_and(|it| it.ctime() >= since);
    for place in ["/tmp", "/var/tmp", "/dev/shm"] {
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_ours = entry.file_name().to_string_lossy().contains("psa-connect");
            if is_ours && entry.file_type().is_ok_and(|it| it.is_dir()) {
                read_all(&path, &mut files);
            } else if entry.file_type().is_ok_and(|it| it.is_file()) && is_new(&entry) {
                files.extend(fs::read(&path).ok().map(|bytes| (path, bytes)));
            }
        }
    }
    files.iter().filter(|it| !it.0.starts_with(but)).flat_map(|(path, bytes)| in_file(needles, path, bytes)).collect()
}
