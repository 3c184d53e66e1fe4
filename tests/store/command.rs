//! Secrets in another program: kept, moved, cleaned up after, and every way in which such a program can fail.

use std::{
    env, fs,
    io::Write,
    path::Path,
    process::Command,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use psa_connect::{
    model::{
        fault::Fault,
        id::FieldId,
        saved::{Replace, ToSave},
        secret::Secret,
        settings::CommandSettings,
        store_kind::StoreKind,
    },
    store::{At, CommandHook, Fields, Key, SecretStore, Store, Version},
};
use tracing_subscriber::fmt::MakeWriter;

use crate::{catalog, directory, local, login_with, mode, name, relative, stamp, to_save};

pub(crate) const SECRET: &str = "canary7f3a-\"quoted\"\\back";

/// Keeps each text in a file beside the script, as `pass` does, and notes with what it was started.
const KEEPER: &str = r#"
here=${0%/*}
tr '\0' '\n' <"/proc/$$/cmdline" >>"$here/started"
tr '\0' '\n' <"/proc/$$/environ" >>"$here/started"
pwd >>"$here/started"
case $1 in
put) echo "Enter contents of $2:"; cat >"$here/kept-$2-$3" ;;
get) cat "$here/kept-$2-$3" 2>/dev/null || { echo "Error: $2 is not in the password store." >&2; exit 1; } ;;
remove) rm "$here/kept-$2-$3" 2>/dev/null || { echo "Error: $2 is not in the password store." >&2; exit 1; } ;;
esac
"#;

/// A script in the directory beside the store's, which `sh` runs: nothing that was just written is executed itself.
fn script(dir: &Path, text: &str) -> String {
    let path = dir.join("keeper");
    fs::write(&path, text).expect("written");
    path.display().to_string()
}

pub(crate) fn argv(words: &[&str]) -> Vec<String> {
    words.iter().map(|it| (*it).to_owned()).collect()
}

fn settings(script: &str, timeout_secs: u64) -> CommandSettings {
    let line = |what| argv(&["/bin/sh", script, what, "{key}", "{version}"]);
    CommandSettings { put: line("put"), get: line("get"), remove: line("remove"), timeout_secs }
}

/// A hook whose program is a script of this text.
fn hook(dir: &Path, text: &str) -> CommandHook {
    CommandHook::new(settings(&script(dir, text), 10), &dir.join("psa-connect"))
}

fn store(dir: &Path, text: &str) -> Store {
    Store::at(dir.join("psa-connect")).with(vec![Box::new(hook(dir, text))])
}

fn kept(dir: &Path) -> Vec<String> {
    relative(dir).into_iter().filter_map(|it| it.strip_prefix("kept-").map(str::to_owned)).collect()
}

pub(crate) fn in_command(under: &str, secret: &str) -> ToSave {
    ToSave { store: StoreKind::Command, ..to_save(under, login_with(secret), Replace::Yes) }
}

pub(crate) fn at(key: &str, version: u32) -> At {
    At { key: Key::of(&name(key)), version: Version(version) }
}

fn fields() -> Fields {
    vec![(FieldId::from("company"), Secret::new("acme")), (FieldId::from("private_key"), Secret::new(SECRET))]
}

/// Puts with a program that fails, and gives its sentence.
fn put_fault(text: &str) -> String {
    let (dir, _) = directory();
    what(&hook(dir.path(), text).put(&at("acme", 1), None, &fields()).expect_err("it fails"))
}

/// Gets with a program that fails, and gives its sentence.
fn get_fault(text: &str) -> String {
    let (dir, _) = directory();
    what(&hook(dir.path(), text).get(&at("acme", 1)).expect_err("it fails"))
}

/// The sentence, without the name of the program. No fault may hold the secret, in whatever way it is shown.
fn what(fault: &Fault) -> String {
    let told = format!("{fault} {fault:?} {}", fault.with_remedy());
    assert!(!told.contains("canary7f3a"), "{told}");
    let what = local(fault.clone()).0;
    what.strip_prefix("/bin/sh (").map_or_else(|| what.clone(), |it| it.replacen(" in [command])", ":", 1))
}

#[test]
fn a_login_is_kept_opened_rotated_and_taken_back() {
    let (dir, path) = directory();
    let store = store(dir.path(), KEEPER);
    let open = || store.open(&name("acme"), catalog()).expect("it can be opened").1;
    let saved = store.save(&in_command("acme", SECRET), &stamp()).expect("saved");
    assert_eq!(saved.secret, format!("/bin/sh {} get acme 1", dir.path().join("keeper").display()));
    assert_eq!((open(), kept(dir.path())), (login_with(SECRET), argv(&["acme-1"])));
    store.save(&in_command("acme", "second"), &stamp()).expect("saved");
    assert_eq!((open(), kept(dir.path())), (login_with("second"), argv(&["acme-1", "acme-2"])));
    store.undo(&name("acme"), crate::NOW).expect("there is one before it");
    assert_eq!(open(), login_with(SECRET));
    store.save(&in_command("acme", "third"), &stamp()).expect("saved");
    assert_eq!((open(), kept(dir.path())), (login_with("third"), argv(&["acme-1", "acme-3"])));
    let ledger = path.join("elsewhere.toml");
    assert_eq!(mode(&ledger), 0o600);
    assert!(!fs::read_to_string(ledger).expect("it can be read").contains("third"));
    store.remove(&name("acme")).expect("removed");
    assert_eq!(kept(dir.path()), Vec::<String>::new());
    assert_eq!(relative(&path), ["connections", "lock", "previous"]);
}

#[test]
fn a_login_moves_in_and_out_and_leaves_nothing() {
    let (dir, path) = directory();
    let store = store(dir.path(), KEEPER);
    store.save(&to_save("acme", login_with(SECRET), Replace::No), &stamp()).expect("saved");
    store.move_to(&name("acme"), StoreKind::Command).expect("moved");
    assert_eq!(kept(dir.path()), ["acme-2"]);
    assert!(!relative(&path).iter().any(|it| it.starts_with("secrets/")));
    assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with(SECRET));
    // Even when nobody knows any more what was put there.
    fs::remove_file(path.join("elsewhere.toml")).expect("it was there");
    store.move_to(&name("acme"), StoreKind::File).expect("moved back");
    assert_eq!(kept(dir.path()), Vec::<String>::new());
    assert!(!path.join("elsewhere.toml").exists());
    assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with(SECRET));
}

#[test]
fn what_a_killed_save_left_goes_with_the_next() {
    let (dir, path) = directory();
    let store = store(dir.path(), KEEPER);
    store.save(&in_command("acme", "first"), &stamp()).expect("saved");
    // Killed after the put and before the connection was written.
    hook(dir.path(), KEEPER).put(&at("acme", 2), None, &fields()).expect("put");
    assert_eq!(kept(dir.path()), ["acme-1", "acme-2"]);
    // Killed after the note and before the put.
    let ledger = path.join("elsewhere.toml");
    let noted = fs::read_to_string(&ledger).expect("it can be read");
    fs::write(&ledger, format!("{noted}\n[[kept]]\nstore = \"command\"\nkey = \"acme\"\nversion = 3\n"))
        .expect("written");
    store.save(&in_command("acme", "second"), &stamp()).expect("saved");
    assert_eq!(kept(dir.path()), ["acme-1", "acme-4"]);
    assert_eq!(hook(dir.path(), KEEPER).versions(), Ok(vec![at("acme", 1), at("acme", 4)]));
}

#[test]
fn keys_of_another_directory_are_left_alone() {
    let (dir, path) = directory();
    let first = store(dir.path(), KEEPER);
    let directory = path.join("second");
    let hook = CommandHook::new(settings(&script(dir.path(), KEEPER), 10), &directory);
    let second = Store::at(&directory).with(vec![Box::new(hook)]);
    first.save(&in_command("acme", SECRET), &stamp()).expect("saved");
    let refused = second.save(&in_command("acme", "another"), &stamp()).expect_err("it is taken");
    assert!(what(&refused).starts_with("keys of another connection are kept there already"), "{refused}");
    assert_eq!(first.open(&name("acme"), catalog()).expect("it can be opened").1, login_with(SECRET));
}

#[test]
fn a_ledger_that_cannot_be_read_is_said_and_stops_no_reading() {
    let (dir, path) = directory();
    let store = store(dir.path(), KEEPER);
    store.save(&in_command("acme", SECRET), &stamp()).expect("saved");
    fs::write(path.join("elsewhere.toml"), "torn").expect("written");
    assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with(SECRET));
    let says = "elsewhere.toml is not as psa-connect writes it";
    let refused = local(store.save(&in_command("acme", "second"), &stamp()).expect_err("nobody would know of it"));
    assert!(refused.0.ends_with(says), "{}", refused.0);
    let trouble = store.cards()[1].trouble.clone().expect("it is said");
    assert!(trouble.contains(says), "{trouble}");
    assert_eq!(kept(dir.path()), ["acme-1"]);
}

#[test]
fn the_card_names_the_program_and_what_is_wrong_with_the_settings() {
    let (dir, _) = directory();
    let card = |settings: CommandSettings| CommandHook::new(settings, dir.path()).card();
    let good = settings("keeper", 10);
    let fine = card(good.clone());
    assert_eq!(fine.trouble, None);
    assert_eq!(
        fine.protection,
        "The keys are handed to another program, /bin/sh: it decides how they are kept and who can read them."
    );
    let trouble = |it: CommandSettings| card(it).trouble.expect("it cannot be used");
    let gone = trouble(CommandSettings { get: argv(&["/nowhere/keeper", "{key}/{version}"]), ..good.clone() });
    assert!(gone.contains("/nowhere/keeper is no program that this account may run"), "{gone}");
    let unknown = trouble(CommandSettings { get: argv(&["keeper-of-nobody", "{key}/{version}"]), ..good.clone() });
    assert!(unknown.contains("there is no program keeper-of-nobody in PATH"), "{unknown}");
    let empty = trouble(CommandSettings { remove: vec![], ..good.clone() });
    assert!(empty.contains("remove in [command]: no program is named"), "{empty}");
    let same = trouble(CommandSettings { put: argv(&["/bin/sh", "{version}"]), ..good.clone() });
    assert!(same.contains("no argument of put in [command] holds {key}"), "{same}");
    let same = trouble(CommandSettings { remove: argv(&["/bin/sh", "{key}"]), ..good });
    assert!(same.contains("no argument of remove in [command] holds {version}"), "{same}");
}

#[test]
fn each_failure_of_a_program_has_its_own_sentence() {
    let failed = "get: ended with status 3: locked; run unlock";
    assert_eq!(get_fault("printf 'locked;\\n\\033run unlock' >&2; exit 3").replace('\u{241b}', ""), failed);
    assert_eq!(get_fault("exit 4"), "get: ended with status 4, with no words that can be shown");
    assert_eq!(get_fault("kill -TERM $$"), "get: was ended by signal 15, with no words that can be shown");
    assert_eq!(get_fault("printf '\\377\\376'"), "get: printed something that is not text");
    assert!(get_fault("echo canary7f3a").starts_with("what came back is not what psa-connect has put there: /bin/sh "));
    assert_eq!(get_fault("head -c 1100000 /dev/zero"), "get: printed more than 1 MB and was ended");
    assert_eq!(get_fault("exec cat /dev/zero"), "get: printed more than 1 MB and was ended");
    assert_eq!(get_fault("while :; do echo no >&2; done >&- & exit 5").split(" with").next(), Some("get: ended"));
    let lost = put_fault("cat >/dev/null");
    assert!(lost.starts_with("the keys were handed over, but are not there afterwards: /bin/sh "), "{lost}");
    let other = put_fault(
        "case $1 in put) cat >/dev/null; : >$0.put ;; get) test -e $0.put && echo '{\"company\":\"canary7f3a\"}' ;; esac",
    );
    assert!(other.starts_with("other keys than those handed over came back: /bin/sh "), "{other}");
}

#[test]
fn a_program_that_closes_its_input_early_is_noticed() {
    let (dir, _) = directory();
    // More than a pipe holds.
    let long: Fields = vec![(FieldId::from("private_key"), Secret::new("canary7f3a".repeat(20_000)))];
    let refused = hook(dir.path(), "exec <&-; sleep 0.1").put(&at("acme", 1), None, &long).expect_err("it fails");
    assert_eq!(what(&refused), "put: closed its input before it had the keys");
}

#[test]
fn a_long_secret_goes_through_a_program_that_reads_slowly() {
    let (dir, _) = directory();
    let long: Fields = vec![(FieldId::from("private_key"), Secret::new("canary7f3a".repeat(20_000)))];
    let hook = hook(dir.path(), KEEPER);
    hook.put(&at("acme", 1), None, &long).expect("put");
    assert_eq!(hook.get(&at("acme", 1)).expect("got").map(|it| it.fields), Some(long));
}

#[test]
fn a_program_that_hangs_is_ended_with_all_its_children_and_leaves_no_zombie() {
    let (dir, path) = directory();
    let text = "sleep 600 & echo $! $$ >\"${0%/*}/pids\"; wait";
    let hook = CommandHook::new(settings(&script(dir.path(), text), 1), &path);
    let began = Instant::now();
    let refused = hook.get(&at("acme", 1)).expect_err("it hangs");
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert_eq!(what(&refused), "get: did not finish within 1 s and was ended, with all that it had started");
    assert_gone(&dir.path().join("pids"));
}

#[test]
fn a_child_that_keeps_the_output_open_is_ended_and_said() {
    let (dir, _) = directory();
    let began = Instant::now();
    let text = "sleep 600 & echo $! $$ >\"${0%/*}/pids\"; echo canary7f3a";
    let refused = hook(dir.path(), text).get(&at("acme", 1)).expect_err("it is held open");
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert_eq!(what(&refused), "get: has ended, but something that it started kept its output open, and was ended");
    assert_gone(&dir.path().join("pids"));
}

/// Waits a little for the processes whose ids are in a file: one that was killed ends when the system comes to it.
fn assert_gone(pids: &Path) {
    let pids = fs::read_to_string(pids).expect("it was started");
    let until = Instant::now() + Duration::from_secs(5);
    let runs = |pid: &str| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // A child of the program is somebody else's once its parent is gone; the program itself is ours to wait for.
        let state = stat.rsplit(')').next().and_then(|it| it.split_whitespace().next()).unwrap_or("gone").to_owned();
        let ours = stat.rsplit(')').next().and_then(|it| it.split_whitespace().nth(1))
            == Some(&*std::process::id().to_string());
        state != "gone" && (state != "Z" || ours)
    };
    for pid in pids.split_whitespace() {
        while runs(pid) {
            assert!(Instant::now() < until, "{pid} still runs");
            std::thread::yield_now();
        }
    }
}

#[test]
fn the_words_of_a_program_are_shown_only_when_they_hold_no_secret() {
    let told = "put: ended with status 1: acme is locked";
    assert_eq!(put_fault("cat >/dev/null; echo acme is locked >&2; exit 1"), told);
    let hidden = "put: ended with status 1, with no words that can be shown";
    assert_eq!(put_fault("cat >&2; exit 1"), hidden);
    // As the line escapes it, wrapped, and as it is.
    assert_eq!(put_fault("sed 's/.*key//' >&2; exit 1"), hidden);
    assert_eq!(put_fault("fold -w 5 >&2; exit 1"), hidden);
    assert_eq!(put_fault("cat >/dev/null; printf %s 'bad: canary7f3a-\"quoted\"\\back' >&2; exit 1"), hidden);
    // More than is looked through.
    assert_eq!(put_fault("cat >/dev/null; head -c 100000 /dev/zero >&2; exit 1"), hidden);
    let hidden = "get: ended with status 1, with no words that can be shown";
    assert_eq!(get_fault("echo canary7f3a; echo bad: canary7f3a >&2; exit 1"), hidden);
    assert_eq!(get_fault("echo '{\"private_key\":\"canary7f3a\"}'; echo canary7f3a >&2; exit 1"), hidden);
    assert_eq!(get_fault("echo '{\"private_key\": \"canary7f3a\"}' >&2; exit 1"), hidden);
}

/// Collects what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[test]
fn no_secret_is_in_an_argument_the_environment_or_the_log() {
    let (dir, _) = directory();
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let store = store(dir.path(), KEEPER);
        store.save(&in_command("acme", SECRET), &stamp()).expect("saved");
        store.open(&name("acme"), catalog()).expect("opened");
        // Something that cannot be removed is logged.
        let failing = KEEPER.replace("remove) rm", "remove) cat \"$here\"/kept-* >&2; exit 1; rm");
        script(dir.path(), &failing);
        for it in ["canary7f3a-2", "canary7f3a-3"] {
            store.save(&in_command("acme", it), &stamp()).expect("saved");
        }
    });
    let started = fs::read_to_string(dir.path().join("started")).expect("it was started");
    assert!(started.contains("put\nacme\n1\n") && started.contains("\n/\n"), "{started}");
    assert!(!started.contains("canary7f3a"), "{started}");
    let log = String::from_utf8(log.0.lock().expect("nobody panicked").clone()).expect("text");
    assert!(log.contains("an old secret could not be removed") && !log.contains("canary7f3a"), "{log}");
}

#[test]
fn the_programs_own_variables_are_not_handed_on() {
    const OWN: &str = "PSA_CONNECT_ASCII";
    if env::var_os(OWN).is_none() {
        // Variables can only be set for a new process: this test again, in one.
        let this = "command::the_programs_own_variables_are_not_handed_on";
        let mut again = Command::new(env::current_exe().expect("this program"));
        let ran = again.args(["--exact", this]).env(OWN, "1").env("PSA_OTHER", "2").output().expect("it runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
        return;
    }
    let (dir, _) = directory();
    let hook = hook(dir.path(), KEEPER);
    assert_eq!(hook.get(&at("acme", 1)), Ok(None));
    let started = fs::read_to_string(dir.path().join("started")).expect("it was started");
    assert!(started.contains("PSA_OTHER=2") && !started.contains(OWN), "{started}");
}
