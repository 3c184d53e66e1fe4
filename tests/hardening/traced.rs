//! What the system is asked for, seen by strace: private modes whatever the umask, and each step of a write in its order.

use std::{fs, path::Path, process::Command};

use rustix::{fs::Mode, process::umask};

use crate::{acts, alone, child, directory, part};

const THIS: &str = "traced::files_are_private_from_the_first_moment_and_written_in_the_order_that_survives_a_power_cut";
const CALLS: &str = "trace=open,openat,mkdir,mkdirat,write,fsync,rename,renameat,renameat2,execve";

/// How the names of the tests' own preparations are told from what is looked at.
const BEGINS: &str = "/begins-here";

/// What is traced, in a store in which everything was written once.
const ACTS: [&str; 4] = ["save", "move", "rename", "keep report"];

fn prepare(path: &Path) {
    let store = psa_connect::store::Store::at(path);
    store.choose_passphrase(None, &crate::passphrase()).expect("chosen");
    for text in ["first", "second"] {
        let kind = psa_connect::model::store_kind::StoreKind::File;
        let to_save = crate::to_save("acme", text, kind, psa_connect::model::saved::Replace::Yes);
        store.save(&to_save, &crate::stamp()).expect("saved");
    }
}

/// The part is the umask and what is done.
fn traced(part: &str, path: &Path) {
    let (mask, what) = part.split_once(' ').expect("two words");
    umask(Mode::from_raw_mode(u32::from_str_radix(mask, 8).expect("octal")));
    // A mark in the trace.
    let _ = fs::File::open(BEGINS);
    acts::act(what, path).expect("nothing stands in the way");
}

/// Says whether a line makes something that others may use.
fn is_loose(line: &str) -> bool {
    let makes = line.contains("O_CREAT") || line.contains("mkdir");
    let mode = line.rsplit_once(", 0").map(|it| it.1.chars().take_while(char::is_ascii_digit).collect::<String>());
    let mode = mode.and_then(|it| u32::from_str_radix(&it, 8).ok());
    makes && mode.is_none_or(|it| it & 0o077 != 0)
}

/// For each file that was renamed into its place: written, fsynced before, and its directory fsynced after.
fn order(lines: &[&str]) -> usize {
    let mut renamed = 0;
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = line.split("\".new-").nth(1).filter(|_| line.contains("rename")) else { continue };
        let name = format!(".new-{}", name.split('"').next().expect("a name"));
        let before = &lines[..at];
        let made = before.iter().rposition(|it| it.contains(&name) && it.contains("O_CREAT")).expect("it was made");
        assert!(before[made].contains("O_EXCL") && before[made].contains("O_NOFOLLOW"), "{}", before[made]);
        let written = before[made..].iter().position(|it| it.contains("write(")).expect("it was written");
        assert!(before[made + written..].iter().any(|it| it.contains("fsync(")), "{name} is not fsynced before {line}");
        let after = lines[at..].iter().position(|it| it.contains("fsync(")).expect("its directory is fsynced");
        assert!(after > 0);
        renamed += 1;
    }
    renamed
}

#[test]
fn files_are_private_from_the_first_moment_and_written_in_the_order_that_survives_a_power_cut() {
    if let Some((part, path)) = part() {
        return traced(&part, &path);
    }
    if Command::new("strace").arg("--version").output().is_err() {
        println!("skipped: strace is missing");
        return;
    }
    let _alone = alone();
    for what in ACTS {
        for mask in ["000", "022", "077"] {
            let (dir, path) = directory();
            prepare(&path);
            let log = dir.path().join("trace");
            let plain = child(THIS, "", &path);
            let mut command = Command::new("strace");
            command.args(["-f", "-qq", "-y", "-s", "300", "-e", CALLS, "-o"]).arg(&log).arg(plain.get_program());
            command.args(plain.get_args()).env(crate::PART, format!("{mask} {what}")).env(crate::PLACE, &path);
            let ran = command.output().expect("strace starts");
            assert!(ran.status.success(), "{what} {mask}: {}", String::from_utf8_lossy(&ran.stderr));
            let trace = fs::read_to_string(&log).expect("it can be read");
            let (_, ours) = trace.split_once(BEGINS).expect("the mark");
            let ours: Vec<_> = ours.lines().skip(1).collect();
            for line in &ours {
                assert!(!is_loose(line), "{what} {mask}: {line}");
                assert!(!line.contains("execve("), "{what} {mask}: {line}");
                let makes = line.contains("O_CREAT") || line.contains("mkdir");
                let inside = line.contains(&*path.to_string_lossy());
                assert!(!makes || inside, "{what} {mask}: outside of the store: {line}");
            }
            let renamed = order(&ours);
            assert!(renamed > 0, "{what}: nothing was renamed");
            println!(
                "{what}, umask {mask}: {} calls, {renamed} files in write → fsync → rename → fsync order",
                ours.len()
            );
        }
    }
}
