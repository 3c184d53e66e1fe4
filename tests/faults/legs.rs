//! Plays one row on one leg and says what was wrong.

use std::{env, fs, path::Path, process::Command};

use crate::{
    binary::{self, Ran, Run},
    canary::forms,
    certificates::elses_certificate,
    row::{Over, Row, Told, Tried},
    server::Asked,
    stage::{PROXY_PASSWORD, Stage},
    tenant::Psa,
    wizard::{Heard, Visit},
};

/// The name that must come out of no row.
const OTHER: &str = "unexpected";

/// How one leg went.
pub(crate) enum Leg {
    /// It makes no sense.
    Skipped,
    /// As it must.
    Right,
    /// What was wrong.
    Wrong(String),
}

/// The requests that came, and how the leg went.
type Played = (Leg, Vec<Asked>);

/// Plays `row` through the wizard.
pub(crate) fn wizard(row: &Row, over: Over) -> Played {
    played(row, over, |stage, folder, ca_file| {
        let heard = || {
            let (psa, origin, store) = (row.psa, stage.origin.clone(), &folder.join("config"));
            if row.is_away() {
                elsewhere(stage, psa, ca_file, store, row.timeout)
            } else if row.is_pinned() {
                binary::save(store, psa, &origin, Some(elses_certificate()));
                Visit { psa, origin, ca_file, store, timeout: row.timeout }.goes_from_home()
            } else {
                Visit { psa, origin, ca_file, store, timeout: row.timeout }.goes()
            }
        };
        if row.tried == Tried::Once {
            heard();
        }
        judge_wizard(row, stage, &heard())
    })
}

/// Plays `row` through the binary.
pub(crate) fn command(row: &Row, over: Over) -> Played {
    played(row, over, |stage, folder, ca_file| {
        binary::save(&folder.join("config"), row.psa, &stage.origin, row.is_pinned().then(elses_certificate));
        let run = Run { folder, ca_file, environment: &stage.environment, timeout: row.timeout };
        if row.tried == Tried::Once {
            run.test();
        }
        judge_command(row, &stage.sentence(row.says), &run.test())
    })
}

fn played(row: &Row, over: Over, leg: impl FnOnce(&Stage, &Path, &Path) -> Vec<String>) -> Played {
    if !row.goes(over) {
        return (Leg::Skipped, vec![]);
    }
    let stage = Stage::set(row, over);
    let folder = tempfile::tempdir().expect("a folder");
    let ca_file = folder.path().join("ca.pem");
    fs::write(&ca_file, &stage.ca_file).expect("a file");
    let wrong = leg(&stage, folder.path(), &ca_file);
    let leg = if wrong.is_empty() { Leg::Right } else { Leg::Wrong(wrong.join("\n      ")) };
    (leg, stage.asked())
}

fn judge_wizard(row: &Row, stage: &Stage, heard: &Heard) -> Vec<String> {
    let mut wrong = judge(row, heard.kind.as_deref(), Some(heard.exit));
    let sentence = &stage.sentence(row.says);
    if row.told != Told::Check && !heard.doubts.iter().any(|it| it.contains(sentence)) {
        wrong.push(format!("no doubt says \"{sentence}\": {:?}", heard.doubts));
    }
    for sentence in row.screen.iter().map(|it| stage.sentence(it)) {
        if !heard.screen.iter().any(|it| says(it, &sentence)) {
            wrong.push(format!("the screen does not say \"{sentence}\": {:?}", heard.screen));
        }
    }
    wrong.extend(told_secrets(&format!("{heard:?}")));
    wrong
}

fn judge_command(row: &Row, sentence: &str, ran: &Ran) -> Vec<String> {
    let mut wrong = judge(row, ran.kind(), ran.code);
    let told = match row.told {
        Told::Check => vec![ran.detail()],
        Told::Right | Told::Doubt => ran.doubts(),
    };
    if !told.iter().any(|it| it.contains(sentence)) {
        wrong.push(format!("nothing says \"{sentence}\": {told:?}"));
    }
    if !wrong.is_empty() && ran.json.is_null() {
        wrong.push(format!("it printed {}", ran.printed.trim()));
    }
    wrong.extend(told_secrets(&ran.printed));
    wrong
}

fn judge(row: &Row, kind: Option<&str>, exit: Option<i32>) -> Vec<String> {
    let expected = (row.told == Told::Check).then_some(row.kind);
    let mut wrong = vec![];
    if kind == Some(OTHER) || kind != expected {
        wrong.push(format!("the kind is {}, not {}", kind.unwrap_or("none"), expected.unwrap_or("none")));
    }
    if exit != Some(row.exit) {
        wrong.push(format!("it ends with {exit:?}, not {}", row.exit));
    }
    wrong
}

/// A sentence on a screen begins with a capital.
fn says(text: &str, sentence: &str) -> bool {
    text.contains(sentence) || text.to_lowercase().contains(&sentence.to_lowercase())
}

fn told_secrets(text: &str) -> Option<String> {
    let secrets = forms().into_iter().chain([PROXY_PASSWORD.to_owned()]);
    let told = secrets.into_iter().find(|it| text.contains(it.as_str()));
    told.map(|it| format!("it tells the secret {it}"))
}

/// The same visit in a process of its own, whose environment has the proxy and nothing else. An environment is read once.
fn elsewhere(stage: &Stage, psa: Psa, ca_file: &Path, store: &Path, timeout: u64) -> Heard {
    let output = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "legs::a_visit_in_this_environment", "--ignored", "--nocapture"])
        .env_clear()
        .env("SSL_CERT_FILE", ca_file)
        .env("VISIT", format!("{psa:?} {} {timeout}", stage.origin))
        .env("VISIT_CA", ca_file)
        .env("VISIT_STORE", store)
        .envs(stage.environment.iter().map(|(name, value)| (name, value)))
        .output()
        .expect("this program starts again");
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|it| it.split_once("heard: ")).map(|it| it.1);
    let heard = line.and_then(|it| serde_json::from_str::<(Option<String>, Vec<String>, Vec<String>, i32)>(it).ok());
    let (kind, doubts, screen, exit) =
        heard.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    Heard { kind, doubts, screen, exit }
}

#[test]
#[ignore = "run by the others, in an environment of its own"]
fn a_visit_in_this_environment() {
    let visit = env::var("VISIT").expect("what to visit");
    let mut words = visit.split(' ');
    let psa = if words.next() == Some("ConnectWise") { Psa::ConnectWise } else { Psa::Autotask };
    let origin = words.next().and_then(|it| it.parse().ok()).expect("an origin");
    let timeout = words.next().and_then(|it| it.parse().ok()).expect("seconds");
    let path = |name| env::var_os(name).map(std::path::PathBuf::from).expect("a path");
    let (ca_file, store) = (&path("VISIT_CA"), &path("VISIT_STORE"));
    let Heard { kind, doubts, screen, exit } = Visit { psa, origin, ca_file, store, timeout }.goes();
    println!("heard: {}", serde_json::to_string(&(kind, doubts, screen, exit)).expect("texts"));
}
