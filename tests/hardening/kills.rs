//! Kills at random moments: a connection is then wholly the old one or wholly the new one, and nothing is left over for long.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use psa_connect::{
    model::{
        login::Value,
        saved::{Replace, ToSave},
        store_kind::StoreKind,
    },
    store::{Listed, Store},
};

use crate::{alone, catalog, child, directory, everything, login, mode, name, part, passphrase, stamp, to_save};

/// What is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    /// Of a connection that is new.
    FirstSave,
    /// Over one that is there, in the plain file.
    Save,
    /// A save with other keys, in the encrypted file.
    Rotate,
    /// From the plain file to the encrypted one and back.
    Move,
    /// From one name to another and back.
    Rename,
    /// To the connection before and back.
    Undo,
}

/// Each with how often it is killed: 500 in all.
const KILLS: [(Operation, usize); 6] = [
    (Operation::FirstSave, 70),
    (Operation::Save, 90),
    (Operation::Rotate, 90),
    (Operation::Move, 90),
    (Operation::Rename, 80),
    (Operation::Undo, 80),
];

const THIS: &str = "kills::five_hundred_kills_leave_the_old_or_the_new_and_nothing_else";
const SEED: u64 = 365;

/// What is there between two lives: the name and the store of the connection, and what all of its fields hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    name: String,
    value: String,
    kind: StoreKind,
}

/// What was counted of one operation.
#[derive(Debug, Default)]
struct Count {
    kills: usize,
    /// Kills between the beginning of an operation and its end.
    within: usize,
    /// Of those: how many left the old state, and how many the new one.
    old: usize,
    new: usize,
    /// Files that a kill left and one ordinary operation took away.
    swept: usize,
}

impl Operation {
    fn begin(self) -> State {
        let kind = if self == Self::Rotate { StoreKind::EncryptedFile } else { StoreKind::File };
        let (name, value) = ("acme".to_owned(), "before".to_owned());
        State { name, value, kind }
    }

    /// The state after the `n`th operation of a life.
    fn after(self, state: &State, life: usize, n: usize) -> State {
        let mut next = state.clone();
        match self {
            Self::FirstSave | Self::Save | Self::Rotate => next.value = value(life, n),
            Self::Move => next.kind = other_kind(state.kind),
            Self::Rename => other(&state.name, "acme", "umbrella").clone_into(&mut next.name),
            Self::Undo => other(&state.value, "before", "after").clone_into(&mut next.value),
        }
        next
    }

    fn act(self, store: &Store, state: &State, next: &State) {
        let done = match self {
            Self::FirstSave => {
                store.save(&to_save(&next.value, &next.value, next.kind, Replace::No), &stamp()).map(drop)
            }
            Self::Save | Self::Rotate => {
                store.save(&to_save(&next.name, &next.value, next.kind, Replace::Yes), &stamp()).map(drop)
            }
            Self::Move => store.move_to(&name(&state.name), next.kind).map(drop),
            Self::Rename => store.rename(&name(&state.name), &name(&next.name)),
            Self::Undo => store.undo(&name(&state.name), crate::NOW),
        };
        done.expect("nothing stands in the way");
    }
}

fn value(life: usize, n: usize) -> String {
    format!("life{life}-{n}")
}

fn other<'a>(it: &str, one: &'a str, two: &'a str) -> &'a str {
    if it == one { two } else { one }
}

fn other_kind(it: StoreKind) -> StoreKind {
    if it == StoreKind::File { StoreKind::EncryptedFile } else { StoreKind::File }
}

/// What the child prints: its part is `operation life name value kind`.
fn live(part: &str, path: &Path) {
    let mut words = part.split(' ');
    let mut next = || words.next().expect("five words");
    let wanted = next().to_owned();
    let operation = KILLS.iter().map(|it| it.0).find(|it| format!("{it:?}") == wanted).expect("one of the six");
    let life = next().parse().expect("a number");
    let mut state = State {
        name: next().to_owned(),
        value: next().to_owned(),
        kind: if next() == "file" { StoreKind::File } else { StoreKind::EncryptedFile },
    };
    let store = Store::at(path);
    // Read before the first moment that counts.
    catalog();
    if operation == Operation::Move {
        store.unlock(StoreKind::EncryptedFile, &passphrase()).expect("it opens");
    }
    for n in 1.. {
        let next = operation.after(&state, life, n);
        println!("begun {n}");
        let began = Instant::now();
        operation.act(&store, &state, &next);
        println!("done {n} {}", began.elapsed().as_micros());
        state = next;
    }
}

/// How far a life came.
struct Life {
    begun: usize,
    done: usize,
}

/// Lets a child work, and kills it.
fn life(
    operation: Operation,
    path: &Path,
    state: &State,
    life: usize,
    random: &mut fastrand::Rng,
    took: &mut Duration,
) -> Life {
    let State { name, value, kind } = state;
    let part = format!("{operation:?} {life} {name} {value} {}", kind.key());
    let mut running = child(THIS, &part, path).stderr(std::process::Stdio::null()).spawn().expect("it can be started");
    let mut lines = BufReader::new(running.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
    let before = *took;
    let whole = random.usize(0..3);
    let mut seen = Life { begun: 0, done: 0 };
    let mut take = |line: &str, seen: &mut Life| {
        let words: Vec<_> = line.split(' ').collect();
        match words[..] {
            ["begun", n] => seen.begun = n.parse().expect("a number"),
            ["done", n, micros] => {
                seen.done = n.parse().expect("a number");
                *took = Duration::from_micros(micros.parse().expect("a number"));
            }
            _ => {}
        }
    };
    for line in lines.by_ref() {
        take(&line, &mut seen);
        if seen.begun > whole {
            break;
        }
    }
    assert!(seen.begun > whole, "{operation:?}: the child ended by itself");
    // Operation follows operation, so every moment within one is as likely as any other.
    let wait = before.mul_f64(random.f64() * 3.0);
    let since = Instant::now();
    while since.elapsed() < wait {
        std::hint::spin_loop();
    }
    running.kill().expect("it can be killed");
    for line in lines {
        take(&line, &mut seen);
    }
    running.wait().expect("it ends");
    seen
}

/// The connection that is there, wholly.
fn found(store: &Store, of: &str) -> State {
    let (connection, opened) = store.open(&name(of), catalog()).expect("old or new, but whole");
    let plain = opened.values().iter().find_map(|(_, it)| match it {
        Value::Plain(text) => Some(text.clone()),
        Value::Secret(_) => None,
    });
    let value = plain.expect("it has a plain field");
    // Plain and secret fields belong together, in the file and in the store.
    assert_eq!(opened.values(), login(&value).values());
    assert!(connection.plain.iter().all(|it| it.1 == value), "{connection:?}");
    State { name: of.to_owned(), value, kind: connection.store }
}

fn names(store: &Store) -> Vec<String> {
    let listed = store.list();
    assert!(listed.iter().all(|it| matches!(it, Listed::Connection(_))), "{listed:?}");
    listed.iter().map(|it| it.name().to_owned()).filter(|it| it != "other").collect()
}

fn only_ours(path: &Path) {
    for it in everything(path) {
        let wanted = if it.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&it), wanted, "{}", it.display());
    }
}

/// Files that are there and should not be: unfinished ones, secrets that no connection names, and what is kept of a
/// connection that is not there.
fn strays(path: &Path) -> Vec<String> {
    let files = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(path.join(folder)).into_iter().flatten();
        entries.map(|it| it.expect("an entry").file_name().into_string().expect("text")).collect()
    };
    let mut expected: BTreeSet<String> = BTreeSet::new();
    let connections = files("connections");
    for (folder, file) in
        ["connections", "previous"].iter().flat_map(|it| files(it).into_iter().map(move |at| (it, at)))
    {
        let Some(stem) = file.strip_suffix(".toml").filter(|_| connections.contains(&file)) else { continue };
        expected.insert(format!("{folder}/{file}"));
        let text = fs::read_to_string(path.join(folder).join(&file)).expect("it can be read");
        let table: toml::Table = text.parse().expect("TOML");
        let secret = &table["secret"];
        let key = secret.get("key").and_then(toml::Value::as_str).unwrap_or(stem);
        let ending = if secret["store"].as_str() == Some("file") { "toml" } else { "age" };
        expected.insert(format!("secrets/{key}.{}.{ending}", secret["version"]));
    }
    let own = ["lock", "identity.age", "recipients.txt"].map(str::to_owned);
    let all = everything(path).into_iter().filter(|it| !it.is_dir());
    let all = all.map(|it| it.strip_prefix(path).expect("it is below").display().to_string());
    all.filter(|it| !expected.contains(it) && !own.contains(it)).collect()
}

fn prepare(operation: Operation, path: &Path) -> (Store, State) {
    let store = Store::at(path);
    store.save(&to_save("other", "other", StoreKind::File, Replace::No), &stamp()).expect("saved");
    store.choose_passphrase(None, &passphrase()).expect("chosen");
    store.unlock(StoreKind::EncryptedFile, &passphrase()).expect("it opens");
    let mut state = operation.begin();
    if operation != Operation::FirstSave {
        let mut save = |value: &str| {
            let first: ToSave = to_save(&state.name, value, state.kind, Replace::Yes);
            store.save(&first, &stamp()).expect("saved");
            value.clone_into(&mut state.value);
        };
        save("before");
        if matches!(operation, Operation::Undo | Operation::Rename) {
            save("after");
        }
    }
    (store, state)
}

/// Kills one operation `times` times.
fn kill(operation: Operation, times: usize) -> Count {
    let (_dir, path) = directory();
    let (store, mut state) = prepare(operation, &path);
    let mut random = fastrand::Rng::with_seed(SEED + operation as u64);
    let mut count = Count::default();
    let mut took = Duration::from_millis(5);
    for n in 0..times {
        let life = life(operation, &path, &state, n, &mut random, &mut took);
        let mut old = state.clone();
        for it in 1..=life.done {
            old = operation.after(&old, n, it);
        }
        let new = operation.after(&old, n, life.begun);
        let is_within = life.begun > life.done;
        only_ours(&path);
        let is_new = if operation == Operation::FirstSave {
            first_saves(&store, n, &life)
        } else {
            let there = names(&store);
            assert_eq!(there.len(), 1, "{there:?}");
            let found = found(&store, &there[0]);
            assert!(found == old || (is_within && found == new), "{operation:?}: {found:?}, not {old:?} or {new:?}");
            let before = store.open_previous(&name(&there[0]), catalog()).expect("it can be read");
            if matches!(operation, Operation::Undo | Operation::Rename) {
                let wanted = login(other(&found.value, "before", "after"));
                assert_eq!(before.expect("the one before is kept").1.values(), wanted.values(), "{operation:?}");
            }
            let is_new = found == new && is_within;
            state = found;
            is_new
        };
        count.kills += 1;
        count.within += usize::from(is_within);
        count.new += usize::from(is_within && is_new);
        count.old += usize::from(is_within && !is_new);
        let before = strays(&path).len();
        store.save(&to_save("other", "other", StoreKind::File, Replace::Yes), &stamp()).expect("an ordinary save");
        assert_eq!(strays(&path), Vec::<String>::new(), "{operation:?}");
        only_ours(&path);
        count.swept += before;
    }
    count
}

/// Checks what a life of first saves left, removes it, and says whether the one that was cut off is there.
fn first_saves(store: &Store, life: usize, seen: &Life) -> bool {
    let there = names(store);
    let done: Vec<_> = (1..=seen.done).map(|it| value(life, it)).collect();
    assert!(done.iter().all(|it| there.contains(it)), "{done:?} are not all in {there:?}");
    let cut = value(life, seen.begun);
    for it in &there {
        assert!(done.contains(it) || *it == cut, "{it} came from nowhere");
        assert_eq!(found(store, it).value, *it);
        store.remove(&name(it)).expect("it can be removed");
    }
    seen.begun > seen.done && there.contains(&cut)
}

#[test]
fn five_hundred_kills_leave_the_old_or_the_new_and_nothing_else() {
    if let Some((part, path)) = part() {
        return live(&part, &path);
    }
    let _alone = alone();
    let began = Instant::now();
    let counts = Mutex::new(vec![]);
    let left = Mutex::new(KILLS.to_vec());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some((operation, times)) = { left.lock().expect("nobody panicked").pop() } {
                    let count = kill(operation, times);
                    counts.lock().expect("nobody panicked").push((operation, count));
                }
            });
        }
    });
    let counts = counts.into_inner().expect("nobody panicked");
    println!("operation   kills  within  old  new  files swept");
    for (operation, it) in &counts {
        let label = format!("{operation:?}");
        println!("{label:<10} {:>6} {:>7} {:>4} {:>4} {:>12}", it.kills, it.within, it.old, it.new, it.swept);
    }
    println!("seed {SEED}, {:.0} s", began.elapsed().as_secs_f64());
    assert_eq!(counts.iter().map(|it| it.1.kills).sum::<usize>(), 500);
    // Else the moments would prove nothing.
    for (operation, it) in &counts {
        assert!(it.within * 2 > it.kills, "{operation:?}: {it:?}");
    }
}
