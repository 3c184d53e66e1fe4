//! Pictures of pulls: on the last step, from the home screen, stopped, at its end, failed; and of what they leave.

use std::time::Duration;

use psa_connect::{
    model::{
        catalog::Catalog,
        fault::Fault,
        id::ListId,
        login::{Login, Value},
        mirror::{
            Budget, Flow, ListNews, Mirrored, PullEnd, Pulled, PulledList, Read, RowDoubt, Scope, Standing, Tally,
        },
        report::Check,
        saved::{Connection, LastTest, Name, SavedAt},
        store_kind::StoreKind,
        table::{Align, Heading, Preview, Row, Table},
    },
    tui::looks::{Colour, Looks},
    wizard::{
        HomeRow,
        event::{Button, Event, Finish, ItemId, Opened, Progress, PullNews},
        screen::Screen,
    },
};

use crate::{steps::Play, views::drawn};

const DIRECTORY: &str = "/home/tech/.config/psa-connect";

/// Saved a moment ago; the pull has begun.
fn saved() -> Play {
    let play = at_save();
    play.picture_on("save_pull", &ItemId::Tick("pull-later".into()));
    then_saved(play)
}

fn to_saved() -> Play {
    then_saved(at_save())
}

fn at_save() -> Play {
    let mut play = Play::new("connectwise");
    play.reach_the_test();
    play.checks(Check::Limits);
    play.rights("");
    play.press(Button::Next);
    play.preview();
    play.press(Button::Next);
    play
}

fn then_saved(mut play: Play) -> Play {
    play.press(Button::Next);
    play.end(Finish::Saved(SavedAt {
        name: Name::new("northwind-connectwise").unwrap(),
        connection: format!("{DIRECTORY}/connections/northwind-connectwise.toml"),
        store: StoreKind::File,
        secret: format!("{DIRECTORY}/secrets/northwind-connectwise.1.toml"),
    }));
    play
}

fn list(id: &str, rows: u64, total: Option<u64>, flow: Flow) -> ListNews {
    ListNews { list: id.into(), rows, total, of: None, done: rows, flow }
}

fn reading(rows_per_sec: u64, left: u64) -> Flow {
    Flow::Reading { rows_per_sec, left: Some(Duration::from_secs(left)) }
}

/// In the middle: lists that are done, that are read, that wait and that cannot be read.
fn news(rows: u64) -> Progress {
    let below =
        ListNews { of: Some("agreements".into()), done: 40, ..list("additions", 1_204, Some(160), reading(12, 310)) };
    let lists = vec![
        list("companies", 10_000, Some(10_000), Flow::Done),
        list("agreements", rows, Some(10_000), reading(2_100, 3)),
        list("agreement-types", 0, None, Flow::Failed),
        below,
        list("catalog", 0, Some(120_000), Flow::Waiting),
        list("products", 0, None, Flow::Waiting),
    ];
    let budget = Budget { used: 1_310, per_minute: Some(1_000) };
    Progress::Pulling(Box::new(PullNews { lists, budget, took: Duration::from_secs(74), waits: None }))
}

fn whole(id: &str, name: &str, rows: u64, tally: (u64, u64, u64), doubts: Vec<RowDoubt>) -> PulledList {
    let (added, changed, gone) = tally;
    PulledList {
        list: id.into(),
        name: name.into(),
        is_needed: true,
        read: Read::Whole,
        scope: Scope::Full,
        tally: Tally { read: rows, added, changed, gone, misfits: 0 },
        rows,
        doubts,
    }
}

fn doubt(says: &str, rows: u64, first: &[i64]) -> RowDoubt {
    RowDoubt { says: says.into(), rows, first: first.to_vec() }
}

/// At its end, with rows to look at, a list that is not read and one that is only counted.
fn pulled(scope: Scope) -> Finish {
    let prospects = doubt("It is a prospect, and Sync 365 takes clients only.", 12, &[250, 251, 260, 261, 270]);
    let orphans = doubt("Its parent cannot be read.", 1, &[77]);
    let refused = Fault::Forbidden { request: "GET /procurement/catalog".into() };
    let mut lists = vec![
        whole("companies", "Companies", 10_000, (10_000, 0, 0), vec![prospects]),
        whole("agreements", "Agreements", 9_981, (3, 120, 2), vec![orphans]),
        whole("agreement-types", "Agreement types", 12, (12, 0, 0), vec![]),
        whole("additions", "Agreement additions", 48_120, (48_120, 0, 0), vec![]),
        PulledList { read: Read::Not(refused), rows: 0, ..whole("catalog", "Product catalog", 0, (0, 0, 0), vec![]) },
        PulledList { read: Read::Counted(1_234), ..whole("contacts", "Contacts", 0, (0, 0, 0), vec![]) },
    ];
    lists[1].scope = scope;
    let place = format!("{DIRECTORY}/mirrors/northwind-connectwise.db");
    let budget = Budget { used: 10_412, per_minute: Some(1_000) };
    Finish::Pulled(Box::new(Pulled {
        lists,
        budget,
        usage: None,
        took: Duration::from_secs(722),
        resumed: true,
        place,
    }))
}

/// The last step while it pulls.
pub(crate) fn screen_of(rows: u64) -> Screen {
    let mut play = to_saved();
    play.news(news(rows));
    play.wizard.screen()
}

#[test]
fn the_last_step_pulls_and_says_how_far_it_is() {
    let mut play = saved();
    play.picture("pull_waiting");
    play.news(news(4_000));
    play.picture("pull_reading");
    play.press(Button::Stop);
    play.picture("pull_stopped");
    play.press(Button::Pull);
    play.news(news(9_000));
    play.news(Progress::Noted("the PSA asked for a pause of 12 s".into()));
    play.end(pulled(Scope::Changes));
    play.picture("pull_done");
}

#[test]
fn a_pull_that_fails_says_what_to_do() {
    let mut play = to_saved();
    play.news(news(4_000));
    play.end(Finish::Failed(Fault::Local { what: "the disk is full".into(), remedy: "Make room, then retry.".into() }));
    play.picture("pull_failed");
}

#[test]
fn nothing_of_it_is_told_by_colour_or_by_letters_beyond_ascii_alone() {
    let mut play = to_saved();
    play.news(news(4_000));
    for (name, size) in [("pull_ascii_80x24", (80, 24)), ("pull_ascii_60x16", (60, 16))] {
        let seen = drawn(&play.wizard.screen(), size, Looks::ASCII, None);
        assert!(seen.buffer().content.iter().all(|it| it.symbol().is_ascii()));
        insta::assert_snapshot!(name, seen);
    }
    let plain = Looks { colour: Colour::None, ..Looks::RICH };
    let [rich, plain] = [Looks::RICH, plain].map(|it| drawn(&play.wizard.screen(), (80, 24), it, None).to_string());
    assert_eq!(rich, plain);
}

fn connection(name: &str, psa: &str) -> Connection {
    Connection {
        name: Name::new(name).unwrap(),
        psa: psa.into(),
        integration: "sync365".into(),
        origin: "https://api-eu.myconnectwise.net".parse().unwrap(),
        site: None,
        pin: None,
        plain: vec![],
        secret_fields: vec![],
        store: StoreKind::File,
        keys_since: None,
        confirmed: vec![],
        saved_at: "2026-11-20T10:00:00Z".into(),
        last_test: Some(LastTest { at: "2026-11-20T10:00:00Z".into(), held: 12, of: 14, fault: None, counts: vec![] }),
    }
}

fn login() -> Login {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&"connectwise".into()).unwrap();
    let fields = [
        ("company", "northwind"),
        ("public_key", "Pub1Key2Abcd3Efg"),
        ("private_key", "Prv1Key2Abcd3Efg"),
        ("client_id", "0f9e8d7c-6b5a-4c3d-9e2f-112233445566"),
    ];
    let value = |(id, text): (&str, &str)| (id.into(), Value::new(facts.field(&id.into()).unwrap().kind, text));
    let values = fields.into_iter().map(value).collect();
    Login::complete(facts, connection("acme", "connectwise").origin, None, &values).unwrap()
}

const NAMES: [(&str, &str); 4] = [
    ("acme-connectwise", "connectwise"),
    ("northwind-it-services", "autotask"),
    ("zed", "connectwise"),
    ("new", "connectwise"),
];

fn at_home() -> Play {
    let row = |(name, psa): (&str, &str)| HomeRow::Connection {
        connection: Box::new(connection(name, psa)),
        tested: "14 min ago".into(),
        keys: if name.starts_with("north") { "old keys 412 days".into() } else { "keys 3 days".into() },
    };
    let mut play = Play::with("connectwise", NAMES.map(row).to_vec());
    play.send(Event::Began);
    let hours = Duration::from_hours;
    let standing = |end, age, rows| Mirrored::Pulled(Standing { end, age, rows });
    let mirrored = [
        standing(PullEnd::Complete, hours(3), 78_113),
        standing(PullEnd::CutOff, hours(60), 1_204),
        Mirrored::Never,
        standing(PullEnd::Stopped, hours(1), 12),
    ];
    let told = NAMES.iter().zip(mirrored).map(|((name, _), it)| (Name::new(name).unwrap(), it)).collect();
    play.end(Finish::SummedUp(told));
    play
}

fn opened() -> Finish {
    Finish::Opened(Box::new(Opened { connection: connection("acme-connectwise", "connectwise"), login: login() }))
}

#[test]
fn the_home_screen_says_how_each_mirror_stands_and_pulls() {
    let mut play = at_home();
    play.picture("home_pulls");
    play.picture_on("home_pulls_cut_off", &ItemId::Connection("northwind-it-services".into()));
    play.send(Event::Pressed { button: Button::Pull, on: Some(ItemId::Connection("acme-connectwise".into())) });
    play.end(opened());
    play.news(news(4_000));
    play.picture("pull_from_home");
    play.end(pulled(Scope::Full));
    play.picture("pull_from_home_done");
}

#[test]
fn a_preview_from_the_mirror_says_so_and_counts_what_is_worth_a_look() {
    let mut play = at_home();
    play.send(Event::Pressed { button: Button::Test, on: Some(ItemId::Connection("acme-connectwise".into())) });
    play.end(opened());
    play.checks(Check::Limits);
    play.rights("");
    play.recorded();
    play.press(Button::Next);
    play.news(Progress::FromMirror(Standing { end: PullEnd::Complete, age: Duration::from_hours(3), rows: 78_113 }));
    let columns = vec![Heading { id: "id".into(), label: "ID".into(), align: Align::Right }];
    let rows = (1..=200).map(|it| Row { cells: vec![it.to_string().as_str().into()], warnings: vec![] }).collect();
    let table = Table { columns, rows, part: None };
    let lists = [
        ("companies", 10_000, vec![doubt("It is a prospect, and Sync 365 takes clients only.", 12, &[250, 251])]),
        (
            "agreements",
            9_981,
            vec![doubt("Its parent cannot be read.", 1, &[77]), doubt("It has ended.", 310, &[9, 12])],
        ),
        ("agreement-types", 200, vec![]),
        ("additions", 48_120, vec![]),
        ("catalog", 120_000, vec![]),
        ("products", 3_310, vec![]),
    ];
    for (id, count, doubts) in lists {
        let (list, count, table) = (ListId::from(id), Some(count), table.clone());
        play.news(Progress::Listed(Box::new(Preview { list, count, table, scope: None, doubts })));
    }
    play.end(Finish::Previewed);
    play.picture("preview_from_mirror");
}
