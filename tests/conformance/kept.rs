//! What a face left behind: the connection's file, the report and the secrets, without times and ports.

use psa_connect::{model::saved::Name, store::Store};
use serde_json::Value;

use crate::world::World;

/// What differs between two runs of one face: when something was, and how long it took.
const TIMES: [&str; 5] = ["saved_at", "at", "since", "ms", "skew"];
/// Where every sandbox listens.
const HERE: &str = "127.0.0.1:";
/// The check that says how many requests were used up. The faces ask one server in turn, which counts on.
const COUNTS_ON: &str = "limits";

/// What is left of a set-up.
#[derive(Debug, PartialEq)]
pub(crate) struct Kept {
    connection: Value,
    report: Value,
    /// The login, every field, as it is handed to the transport.
    secrets: Vec<(String, String)>,
}

impl Kept {
    pub(crate) fn read(store: &Store, name: &Name, world: &World) -> Self {
        let path = store.directory().join("connections").join(format!("{}.toml", name.as_str()));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
        let connection: toml::Table = text.parse().expect("it is TOML");
        let report = store.last_report(name).expect("it can be read").expect("the test is kept");
        let (_, login) = store.open(name, &world.catalog).expect("it can be opened");
        let secret = |id: &str| (id.to_owned(), login.secret(id).expose().to_owned());
        let fields = &world.facts().fields;
        let mut ports = Ports::of(world);
        Self {
            connection: without_times(serde_json::to_value(connection).expect("TOML is JSON, too"), &mut ports),
            report: without_times(serde_json::from_str(&report).expect("it is JSON"), &mut ports),
            secrets: fields.iter().map(|it| secret(&it.id.0)).collect(),
        }
    }

    /// Fails with the first difference.
    pub(crate) fn is_as(&self, other: &Self, which: &str) {
        assert_eq!(self.connection, other.connection, "{which}");
        assert_eq!(self.secrets, other.secrets, "{which}");
        let lines = |it: &Value| {
            serde_json::to_string_pretty(it).expect("it is JSON").lines().map(str::to_owned).collect::<Vec<_>>()
        };
        for (one, another) in lines(&self.report).iter().zip(&lines(&other.report)) {
            assert_eq!(one, another, "{which}");
        }
        assert_eq!(self.report, other.report, "{which}");
    }

    /// There is something in it: the secrets of the sandbox, and a test that came to the rights.
    pub(crate) fn is_whole(&self, world: &World) {
        let tally = |key: &str| self.report["tally"][key].as_u64().expect("a document has it");
        let short = tally("missing") + tally("partial");
        assert_eq!(short, if world.is_short() { 2 } else { 0 }, "{}", self.report["tally"]);
        assert!(tally("granted") > 5, "{}", self.report["tally"]);
        let served = &world.served().login;
        let is_there = |it: &&(String, String)| !it.1.is_empty();
        for (id, value) in self.secrets.iter().filter(is_there) {
            assert!(served.contains(&(id.clone(), value.clone())), "{id}");
        }
        assert!(self.secrets.iter().filter(is_there).count() >= 2);
    }
}

fn without_times(mut value: Value, ports: &mut Ports) -> Value {
    match &mut value {
        Value::Object(table) => {
            if table.get("check").is_some_and(|it| it == COUNTS_ON) {
                table.insert("detail".into(), "".into());
                table.remove("details");
            }
            table.retain(|key, _| !TIMES.contains(&key.as_str()));
            table.values_mut().for_each(|it| *it = without_times(it.take(), ports));
        }
        Value::Array(list) => list.iter_mut().for_each(|it| *it = without_times(it.take(), ports)),
        Value::String(text) => *text = ports.numbered(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    value
}

/// Ports, each by which one it is of those that are named. The binary has a sandbox of its own, on ports of its own that it
/// does not tell: which PSA listens there is not known here. But the other PSA answers nothing of what makes a report whole.
struct Ports {
    seen: Vec<String>,
    /// Where the other PSA of the world listens: nothing of it may be kept.
    others: [String; 2],
}

impl Ports {
    fn of(world: &World) -> Self {
        let (one, another) = (world.sandbox.connectwise(), world.sandbox.autotask());
        let other = if world.psa == one.psa { another } else { one };
        Self { seen: vec![], others: [&other.home, &other.elsewhere].map(|it| it.port().to_string()) }
    }

    fn numbered(&mut self, text: &str) -> String {
        let mut parts = text.split(HERE);
        let mut numbered = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let rest = part.trim_start_matches(|it: char| it.is_ascii_digit());
            let port = part[..part.len() - rest.len()].to_owned();
            assert!(!self.others.contains(&port), "another PSA listens there: {text}");
            let at = self.seen.iter().position(|it| *it == port).unwrap_or_else(|| {
                self.seen.push(port);
                self.seen.len() - 1
            });
            numbered = format!("{numbered}{HERE}PORT {at}{rest}");
        }
        numbered
    }
}
