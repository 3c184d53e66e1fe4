//! Whatever stands at a path that is written: it is refused or repaired with a sentence, and nothing outside is touched.

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    os::unix::{
        fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown, symlink},
        net::UnixListener,
    },
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use psa_connect::{
    model::{saved::Replace, store_kind::StoreKind},
    store::Store,
};
use rustix::process::geteuid;
use tempfile::TempDir;

use crate::{acts, alone, child, everything, mode, part, passphrase, stamp, to_save};

/// What is done.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// By the library, in a child: see [`acts::act`].
    Library(&'static str),
    /// By the program, with these arguments.
    Program(&'static [&'static str]),
}

use Act::{Library, Program};

const CREDENTIALS: Act = Program(&["credentials", "acme"]);
const EXPORT: Act = Program(&["export", "acme", "--template", "../../template", "-o", "filled"]);
const EXPORT_FORCE: Act = Program(&["export", "acme", "--template", "../../template", "-o", "filled", "--force"]);

/// Every path that is written, below the disk, with what writes or reads it. One more is one line more.
const PATHS: &[(&str, Act)] = &[
    ("psa-connect", Library("save")),
    ("psa-connect", Library("list")),
    ("psa-connect/connections", Library("save")),
    ("psa-connect/connections", Library("list")),
    ("psa-connect/connections/acme.toml", Library("save")),
    ("psa-connect/connections/acme.toml", Library("open")),
    ("psa-connect/connections/acme.toml", Library("rename")),
    ("psa-connect/previous", Library("save")),
    ("psa-connect/previous", Library("undo")),
    ("psa-connect/previous/acme.toml", Library("save")),
    ("psa-connect/previous/acme.toml", Library("undo")),
    ("psa-connect/secrets", Library("save")),
    ("psa-connect/secrets", Library("open")),
    ("psa-connect/secrets/acme.2.toml", Library("open")),
    ("psa-connect/secrets/acme.3.toml", Library("save")),
    ("psa-connect/secrets/acme.3.age", Library("move")),
    ("psa-connect/secrets/crypt.1.age", Library("open encrypted")),
    ("psa-connect/secrets/crypt.2.age", Library("save encrypted")),
    ("psa-connect/identity.age", Library("open encrypted")),
    ("psa-connect/identity.age", Library("first passphrase")),
    ("psa-connect/recipients.txt", Library("save encrypted")),
    ("psa-connect/recipients.txt", Library("first passphrase")),
    ("psa-connect/reports", Library("keep report")),
    ("psa-connect/reports/acme.json", Library("keep report")),
    ("psa-connect/reports/acme.json", Library("read report")),
    ("psa-connect/refusals.toml", Library("note refusal")),
    ("psa-connect/lock", Library("save")),
    ("psa-connect/lock", Library("hand over")),
    ("psa-connect/drafts", Library("draft")),
    ("psa-connect/drafts/0a1b2c3d.toml", Library("draft")),
    ("psa-connect/drafts/0a1b2c3d.toml", Library("read drafts")),
    ("psa-connect/drafts/0a1b2c3d.lock", Library("draft")),
    ("psa-connect/hand-overs.log", Library("hand over")),
    ("psa-connect/hand-overs.log", Library("read hand-overs")),
    ("psa-connect/hand-overs.log", CREDENTIALS),
    ("state/psa-connect", Program(&["list"])),
    ("state/psa-connect/psa-connect.log", Program(&["list"])),
    ("out/guide.txt", Library("sheet")),
    ("out/filled", EXPORT),
    ("out/filled", EXPORT_FORCE),
];

/// What stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Obstacle {
    Symlink,
    DanglingSymlink,
    LinkToItself,
    Fifo,
    Directory,
    HardLink,
    Socket,
    PlainFile,
    ForeignOwner,
    LooseMode,
    FullDisk,
    ReadOnly,
}

const OBSTACLES: [Obstacle; 12] = [
    Obstacle::Symlink,
    Obstacle::DanglingSymlink,
    Obstacle::LinkToItself,
    Obstacle::Fifo,
    Obstacle::Directory,
    Obstacle::HardLink,
    Obstacle::Socket,
    Obstacle::PlainFile,
    Obstacle::ForeignOwner,
    Obstacle::LooseMode,
    Obstacle::FullDisk,
    Obstacle::ReadOnly,
];

/// Somebody who is not us.
const STRANGER: u32 = 12345;

/// A disk with a store, and what may not be touched beside it.
struct Scene {
    _base: TempDir,
    disk: PathBuf,
    victim: PathBuf,
    is_mounted: bool,
}

impl Drop for Scene {
    fn drop(&mut self) {
        if self.is_mounted {
            let _ = Command::new("umount").arg(&self.disk).status();
        }
    }
}

/// Why an obstacle cannot stand there.
struct Skipped(&'static str);

impl Scene {
    fn new(template: &Path, obstacle: Obstacle) -> Result<Self, Skipped> {
        let base = tempfile::tempdir().expect("a temporary directory");
        fs::set_permissions(base.path(), fs::Permissions::from_mode(0o700)).expect("it can be changed");
        let disk = base.path().join("disk");
        let victim = base.path().join("victim");
        fs::create_dir(&disk).expect("made");
        fs::create_dir(&victim).expect("made");
        fs::write(victim.join("file"), "precious").expect("written");
        fs::write(base.path().join("template"), "{{ name }} {{ url }}").expect("written");
        let mut scene = Self { disk, victim, is_mounted: false, _base: base };
        if matches!(obstacle, Obstacle::FullDisk | Obstacle::ReadOnly) {
            let options = ["-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs"];
            let mounted = Command::new("mount").args(options).arg(&scene.disk).stderr(Stdio::null()).status();
            scene.is_mounted = mounted.is_ok_and(|it| it.success());
            if !scene.is_mounted {
                return Err(Skipped("skipped: this account may not mount"));
            }
        }
        let copied = Command::new("cp").arg("-a").arg(template.join(".")).arg(&scene.disk).status();
        assert!(copied.expect("cp runs").success());
        Ok(scene)
    }

    /// Puts the obstacle there.
    fn plant(&self, path: &Path, obstacle: Obstacle) -> Result<(), Skipped> {
        let is_directory = path.is_dir();
        let is_there = fs::symlink_metadata(path).is_ok();
        let clear = || {
            if is_directory {
                fs::remove_dir_all(path)
            } else if is_there {
                fs::remove_file(path)
            } else {
                Ok(())
            }
        };
        let here = if is_directory { self.victim.clone() } else { self.victim.join("file") };
        match obstacle {
            Obstacle::Symlink => clear().and_then(|()| symlink(here, path)),
            Obstacle::DanglingSymlink => clear().and_then(|()| symlink(self.victim.join("gone"), path)),
            Obstacle::LinkToItself => clear().and_then(|()| symlink(path, path)),
            Obstacle::Fifo => {
                clear().expect("cleared");
                let made = Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
                made.success().then_some(()).ok_or_else(|| std::io::Error::other("no pipe"))
            }
            Obstacle::Directory if is_directory => return Err(Skipped("it is one")),
            Obstacle::Directory => clear().and_then(|()| fs::create_dir(path)),
            Obstacle::HardLink if is_directory => return Err(Skipped("a directory has none")),
            Obstacle::HardLink => {
                if is_there {
                    fs::copy(path, self.victim.join("file")).expect("copied");
                }
                fs::set_permissions(self.victim.join("file"), fs::Permissions::from_mode(0o644)).expect("changed");
                clear().and_then(|()| fs::hard_link(self.victim.join("file"), path))
            }
            Obstacle::Socket => clear().and_then(|()| socket(path)),
            Obstacle::PlainFile if !is_directory => return Err(Skipped("it is one")),
            Obstacle::PlainFile => clear().and_then(|()| fs::write(path, "in the way")),
            Obstacle::ForeignOwner if !geteuid().is_root() => {
                return Err(Skipped("skipped: only root can give it away"));
            }
            Obstacle::ForeignOwner => {
                if !is_there {
                    fs::write(path, "theirs").expect("written");
                }
                chown(path, Some(STRANGER), None)
            }
            Obstacle::LooseMode => {
                if !is_there {
                    fs::write(path, "open").expect("written");
                }
                fs::set_permissions(path, fs::Permissions::from_mode(if is_directory { 0o777 } else { 0o666 }))
            }
            Obstacle::FullDisk => {
                let mut file = File::create(self.disk.join("fill")).expect("made");
                while file.write(&[7; 512]).is_ok_and(|it| it > 0) {}
                Ok(())
            }
            Obstacle::ReadOnly => {
                let done = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.disk).status();
                assert!(done.expect("mount runs").success());
                Ok(())
            }
        }
        .expect("it can be planted");
        Ok(())
    }

    /// All that is outside, in words: names, modes, contents and times.
    fn outside(&self) -> Vec<String> {
        let told = |it: &PathBuf| {
            let stat = fs::symlink_metadata(it).expect("it is there");
            let content = if stat.is_file() { fs::read_to_string(it).unwrap_or_default() } else { String::new() };
            format!(
                "{} {:o} {} {}.{} {content:.20?}",
                it.display(),
                stat.mode(),
                stat.uid(),
                stat.mtime(),
                stat.mtime_nsec()
            )
        };
        everything(&self.victim).iter().map(told).collect()
    }

    fn run(&self, act: Act) -> std::process::Output {
        let store = self.disk.join("psa-connect");
        let mut command = match act {
            Library(what) => child(THIS, what, &store),
            Program(arguments) => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_psa-connect"));
                command.arg("--config-dir").arg(&store).args(arguments).env_clear();
                command.env("HOME", self.disk.join("home")).env("XDG_STATE_HOME", self.disk.join("state"));
                command.stdin(Stdio::null());
                command
            }
        };
        command.current_dir(self.disk.join("out")).output().expect("it can be started")
    }
}

/// A socket whose path is too long for its address is bound by a short one.
fn socket(path: &Path) -> std::io::Result<()> {
    let folder = File::open(path.parent().expect("it has one"))?;
    let fd = std::os::fd::AsRawFd::as_raw_fd(&folder);
    let name = path.file_name().expect("it has one").to_string_lossy();
    UnixListener::bind(format!("/proc/self/fd/{fd}/{name}")).map(drop)
}

const THIS: &str = "planted::whatever_stands_in_the_way_is_refused_or_repaired_and_nothing_outside_is_touched";

/// A disk on which everything has been written once.
fn template() -> TempDir {
    let disk = tempfile::tempdir().expect("a temporary directory");
    let path = disk.path().join("psa-connect");
    let store = Store::at(&path);
    store.choose_passphrase(None, &passphrase()).expect("chosen");
    for (of, text, kind) in [
        ("acme", "first", StoreKind::File),
        ("acme", "second", StoreKind::File),
        ("crypt", "first", StoreKind::EncryptedFile),
    ] {
        store.save(&to_save(of, text, kind, Replace::Yes), &stamp()).expect("saved");
    }
    for what in ["keep report", "note refusal", "draft", "hand over"] {
        acts::act(what, &path).expect("nothing stands in the way");
    }
    for it in ["out", "state"] {
        fs::create_dir(disk.path().join(it)).expect("made");
    }
    let state = disk.path().join("state/psa-connect");
    fs::create_dir(&state).and_then(|()| fs::set_permissions(&state, fs::Permissions::from_mode(0o700))).expect("made");
    for it in ["state/psa-connect/psa-connect.log", "out/filled"] {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(disk.path().join(it));
        made.and_then(|mut it| it.write_all(b"before\n")).expect("written");
    }
    disk
}

/// What came of one obstacle at one path, in words.
fn meet(template: &Path, (path, act): (&str, Act), obstacle: Obstacle) -> String {
    let scene = match Scene::new(template, obstacle) {
        Ok(it) => it,
        Err(Skipped(why)) => return why.to_owned(),
    };
    if matches!(act, Library("first passphrase")) {
        for it in ["identity.age", "recipients.txt", "secrets/crypt.1.age", "connections/crypt.toml"] {
            fs::remove_file(scene.disk.join("psa-connect").join(it)).expect("it is there");
        }
    }
    let at = scene.disk.join(path);
    if let Err(Skipped(why)) = scene.plant(&at, obstacle) {
        return why.to_owned();
    }
    let before = scene.outside();
    let ran = scene.run(act);
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    let row = format!("{path} × {obstacle:?} × {act:?}");
    assert!(!err.contains("panicked"), "{row}: {err}");
    assert_eq!(scene.outside(), before, "{row}: something outside was touched");
    let (outcome, said) = match act {
        Library(_) => {
            let line = out.lines().find_map(|it| it.strip_prefix("outcome "));
            let line = line.unwrap_or_else(|| panic!("{row}: no outcome in {out} {err}"));
            let repaired = out.lines().find_map(|it| it.strip_prefix("repaired "));
            (line.split(':').next().expect("a word").to_owned(), repaired.unwrap_or(line).to_owned())
        }
        Program(_) => {
            let outcome = if ran.status.success() { "done" } else { "refused" };
            let said = err.lines().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
            (outcome.to_owned(), said)
        }
    };
    if outcome == "refused" {
        let (what, remedy) = said.split_once(". ").or_else(|| said.split_once(" hint: ")).unwrap_or_default();
        assert!(what.len() > 10 && remedy.len() > 10, "{row}: no sentence: {said}");
    }
    let ours =
        fs::symlink_metadata(&at).is_ok_and(|it| it.uid() == geteuid().as_raw() && (it.is_file() || it.is_dir()));
    let is_open = ours && mode(&at) & 0o077 != 0;
    // What is still open to others was not used: it was refused, or it is not ours to write.
    if is_open && outcome == "done" && !path.starts_with("out/") {
        let touched = matches!(obstacle, Obstacle::LooseMode);
        assert!(!touched, "{row}: it is still open to others: {said}");
    }
    if obstacle == Obstacle::LooseMode && outcome == "done" && !path.starts_with("out/") {
        let repaired = said.contains("it no longer is") || fs::symlink_metadata(&at).is_err() || mode(&at) == 0o600;
        assert!(repaired, "{row}: nothing was said: {said}");
    }
    let said = said.replace(&format!("{}/", scene.disk.display()), "").replace("outcome ", "");
    if outcome == "done" && said == "done" {
        outcome
    } else {
        format!("{outcome}: {}", said.trim_start_matches("refused: "))
    }
}

#[test]
fn whatever_stands_in_the_way_is_refused_or_repaired_and_nothing_outside_is_touched() {
    if let Some((what, path)) = part() {
        return acts::tell(&what, &path);
    }
    let _alone = alone();
    let began = Instant::now();
    let template = template();
    let all: Vec<_> = PATHS.iter().flat_map(|path| OBSTACLES.map(|it| (*path, it))).collect();
    let next = AtomicUsize::new(0);
    let table = Mutex::new(vec![]);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some((path, obstacle)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let met = catch_unwind(AssertUnwindSafe(|| meet(template.path(), *path, *obstacle)));
                    let told = met.unwrap_or_else(|_| "BROKEN".to_owned());
                    table.lock().expect("nobody panicked").push((path.0, format!("{:?}", path.1), *obstacle, told));
                }
            });
        }
    });
    let mut table = table.into_inner().expect("nobody panicked");
    table.sort_by_key(|it| (it.0, it.1.clone(), it.2 as usize));
    for (path, act, obstacle, told) in &table {
        println!("{path} × {act} × {obstacle:?} → {told}");
    }
    let count = |word: &str| table.iter().filter(|it| it.3.starts_with(word)).count();
    println!(
        "{} met: {} done or repaired, {} refused, {} skipped, {:.0} s",
        table.len(),
        count("done"),
        count("refused"),
        count("skipped"),
        began.elapsed().as_secs_f64()
    );
    assert_eq!(count("BROKEN"), 0);
}
