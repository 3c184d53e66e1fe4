//! Pulls: after a save, from the home screen, stopped, failed, tried again; and previews from what they left.

use std::time::Duration;

use crate::{
    model::{
        fault::Fault,
        id::JobId,
        mirror::{
            Budget, Flow, Kept, ListNews, Mirrored, PullEnd, Pulled, PulledList, Read, RowDoubt, Scope, Standing, Tally,
        },
        saved::{Name, SavedAt},
        secret::Secret,
        store_kind::StoreKind,
        table::{Preview, Row, Table},
    },
    wizard::{
        HomeRow, Start, Step, Wizard,
        event::{Button, Consent, Effect, Event, Finish, ItemId, Job, Opened, Progress, PullNews, ToPull},
        screen::{FindingState, Item, RowItem, ScreenName},
    },
};

use super::{
    opened::{connection, login},
    situations::{press, start, tested},
};

fn name() -> Name {
    Name::new("acme").unwrap()
}

/// The job that pulls it.
fn to_pull(consent: Consent) -> Job {
    Job::Pull(Box::new(ToPull {
        name: name(),
        integration: "sync365".into(),
        login: login(),
        consent,
        scope: Scope::Changes,
        kept: Kept::Columns,
        lists: None,
        page: None,
    }))
}

/// At the save step, after a test in which all is well.
fn at_save() -> Wizard {
    let mut wizard = tested(&[]);
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    wizard
}

/// Saved; the pull runs as job 3, if it is wanted.
fn saved(mut wizard: Wizard) -> (Wizard, Vec<Effect>) {
    let _ = wizard.update(press(Button::Next));
    let at = SavedAt { name: name(), connection: "c".into(), store: StoreKind::File, secret: "s".into() };
    let effects = wizard.update(Event::Finished(JobId(2), Finish::Saved(at)));
    (wizard, effects)
}

fn at_home() -> Wizard {
    let row =
        HomeRow::Connection { connection: Box::new(connection()), tested: "never".into(), keys: "keys 3 days".into() };
    Wizard::new(Start { home: vec![row], ..start() })
}

fn on_acme(button: Button) -> Event {
    Event::Pressed { button, on: Some(ItemId::Connection("acme".into())) }
}

fn opened() -> Finish {
    Finish::Opened(Box::new(Opened { connection: connection(), login: login() }))
}

/// Pulling as job 1, from the home screen.
fn pulling() -> (Wizard, Vec<Effect>) {
    let mut wizard = at_home();
    assert_eq!(wizard.update(on_acme(Button::Pull)), [Effect::Start(JobId(0), Job::Open(name()))]);
    let effects = wizard.update(Event::Finished(JobId(0), opened()));
    (wizard, effects)
}

pub(crate) fn news(rows: u64) -> Progress {
    let flow = Flow::Reading { rows_per_sec: 2_100, left: Some(Duration::from_secs(3)) };
    let list = ListNews { list: "companies".into(), rows, total: Some(10_000), of: None, done: rows, flow };
    let budget = Budget { used: 5, per_minute: Some(1_000) };
    Progress::Pulling(Box::new(PullNews { lists: vec![list], budget, took: Duration::from_secs(2), waits: None }))
}

pub(crate) fn pulled() -> Finish {
    let tally = Tally { read: 240, added: 240, changed: 0, gone: 0, misfits: 0 };
    let doubt = RowDoubt { says: "It is a prospect.".into(), rows: 12, first: vec![3, 5] };
    let list = PulledList {
        list: "companies".into(),
        name: "Companies".into(),
        is_needed: true,
        read: Read::Whole,
        scope: Scope::Full,
        tally,
        rows: 240,
        doubts: vec![doubt],
    };
    Finish::Pulled(Box::new(Pulled {
        lists: vec![list],
        budget: Budget { used: 7, per_minute: Some(1_000) },
        usage: Some(Err(Fault::Cut { host: "api-eu.myconnectwise.net".into() })),
        took: Duration::from_secs(2),
        resumed: false,
        place: "/m/acme.db".into(),
    }))
}

fn rows(wizard: &Wizard) -> Vec<RowItem> {
    let row = |it| if let Item::Row(row) = it { Some(row) } else { None };
    wizard.screen().items.into_iter().filter_map(row).collect()
}

fn buttons(wizard: &Wizard) -> Vec<Button> {
    wizard.screen().buttons.iter().map(|it| it.button).collect()
}

fn texts(wizard: &Wizard) -> String {
    format!("{:?}", wizard.screen().items)
}

#[test]
fn what_was_just_saved_is_pulled_unless_the_tick_was_taken_off() {
    let (wizard, effects) = saved(at_save());
    assert_eq!(effects, [Effect::Start(JobId(3), to_pull(Consent::No))]);
    assert_eq!((wizard.step(), buttons(&wizard)), (Step::Done, vec![Button::Stop, Button::New, Button::Next]));
    let mut wizard = at_save();
    assert_eq!(wizard.update(Event::Chose(ItemId::Tick("pull-later".into()))), []);
    let (mut wizard, effects) = saved(wizard);
    assert_eq!((effects, buttons(&wizard)), (vec![], vec![Button::Pull, Button::New, Button::Next]));
    assert_eq!(wizard.update(press(Button::Pull)), [Effect::Start(JobId(3), to_pull(Consent::No))]);
}

#[test]
fn news_are_shown_and_those_of_a_stopped_pull_are_not() {
    let (mut wizard, _) = saved(at_save());
    let waiting: Vec<_> = rows(&wizard).into_iter().map(|it| it.state).collect();
    assert_eq!(waiting, [Some(FindingState::Waiting); 6]);
    let _ = wizard.update(Event::Progressed(JobId(3), news(4_000)));
    let row = &rows(&wizard)[0];
    assert_eq!(
        (row.cells.as_slice(), row.notes.as_slice()),
        (&["4,000 of 10,000".to_owned()][..], &["3 s left".to_owned(), "2,100/s".to_owned()][..])
    );
    assert!(texts(&wizard).contains("5 requests used (at most 1,000 a minute)."));
    assert_eq!(wizard.update(press(Button::Stop)), [Effect::Cancel(JobId(3))]);
    assert_eq!(wizard.screen().notice.unwrap().says, "The pull of \"acme\" was stopped.");
    let before = wizard.screen();
    assert_eq!(wizard.update(Event::Progressed(JobId(3), news(9_000))), []);
    assert_eq!(wizard.update(Event::Finished(JobId(3), pulled())), []);
    assert_eq!(wizard.screen(), before, "late news change nothing");
    assert_eq!(rows(&wizard)[0].state, Some(FindingState::Partial));
    assert_eq!(wizard.update(press(Button::Pull)), [Effect::Start(JobId(4), to_pull(Consent::No))]);
}

#[test]
fn a_wait_for_the_limit_is_told_as_what_it_is_and_no_time_that_grows() {
    let (mut wizard, _) = saved(at_save());
    let mut waits = |millis| {
        let Progress::Pulling(mut news) = news(4_000) else { unreachable!() };
        news.waits = Some(Duration::from_millis(millis));
        let _ = wizard.update(Event::Progressed(JobId(3), Progress::Pulling(news)));
        (wizard.screen().busy.unwrap(), rows(&wizard)[0].notes.clone())
    };
    let told = |secs| (format!("waits {secs} s for the PSA's limit; nothing is wrong"), vec![]);
    assert_eq!([waits(40_500), waits(39_900), waits(36_200), waits(1_000)], [told(45), told(40), told(40), told(5)]);
    // Where the limit is met request by request, nothing flickers.
    assert_eq!(waits(300), ("pulling".to_owned(), vec!["3 s left".to_owned(), "2,100/s".to_owned()]));
}

#[test]
fn the_end_shows_what_became_of_each_list_and_what_is_worth_a_look() {
    let (mut wizard, _) = saved(at_save());
    let _ = wizard.update(Event::Progressed(JobId(3), Progress::Noted("the clock is 3 s off".into())));
    assert_eq!(wizard.update(Event::Finished(JobId(3), pulled())), []);
    let cells: Vec<_> = rows(&wizard).into_iter().map(|it| it.cells.join(" ")).collect();
    assert_eq!(cells, ["rows now new changed gone", "240 240 0 0"]);
    let texts = texts(&wizard);
    for wanted in [
        "12 of Companies: It is a prospect. ID 3, 5 and more.",
        "The clock is 3 s off",
        "/m/acme.db",
        "have used could not be checked: ",
    ] {
        assert!(texts.contains(wanted), "{wanted}: {texts}");
    }
    assert_eq!((wizard.screen().busy, buttons(&wizard)), (None, vec![Button::New, Button::Next]));
}

#[test]
fn a_failed_pull_leaves_the_connection_saved_and_can_be_tried_again() {
    let (mut wizard, _) = saved(at_save());
    let fault = Fault::Local { what: "the disk is full".into(), remedy: "Make room.".into() };
    assert_eq!(wizard.update(Event::Finished(JobId(3), Finish::Failed(fault))), []);
    let screen = wizard.screen();
    assert_eq!(screen.title, "\"acme\" is saved");
    assert_eq!(screen.notice.map(|it| (it.says, it.remedy)), Some(("The disk is full.".into(), "Make room.".into())));
    assert_eq!(wizard.update(press(Button::Pull)), [Effect::Start(JobId(4), to_pull(Consent::No))]);
}

#[test]
fn a_login_that_was_refused_is_sent_again_only_after_a_yes() {
    let (mut wizard, _) = saved(at_save());
    let fault = Fault::BadLogin { host: "api-eu.myconnectwise.net".into(), hints: vec![] };
    let _ = wizard.update(Event::Finished(JobId(3), Finish::Failed(fault)));
    assert_eq!(wizard.update(press(Button::Pull)), []);
    assert!(buttons(&wizard).contains(&Button::Yes));
    assert_eq!(wizard.update(press(Button::No)), []);
    assert_eq!(wizard.update(press(Button::Pull)), []);
    assert_eq!(wizard.update(press(Button::Yes)), [Effect::Start(JobId(4), to_pull(Consent::Given))]);
}

#[test]
fn leaving_stops_it_without_a_question() {
    let (mut wizard, _) = saved(at_save());
    let effects = wizard.update(press(Button::Next));
    assert_eq!(effects, [Effect::Cancel(JobId(3)), Effect::Exit(crate::model::fault::ExitCode::Fine)]);
    let (mut wizard, _) = saved(at_save());
    assert_eq!(wizard.update(press(Button::New)), [Effect::Cancel(JobId(3))]);
    assert_eq!((wizard.step(), wizard.screen().notice.is_some()), (Step::Psa, true));
}

#[test]
fn the_home_screen_pulls_the_connection_under_the_focus_and_back_stops_it() {
    let (mut wizard, effects) = pulling();
    assert_eq!(effects, [Effect::Start(JobId(1), to_pull(Consent::No))]);
    let screen = wizard.screen();
    assert_eq!(
        (screen.name, screen.title.as_str(), screen.steps.as_slice()),
        (ScreenName::Pull, "Pull \"acme\"", &[][..])
    );
    assert_eq!(buttons(&wizard), [Button::Back, Button::Stop]);
    assert_eq!(wizard.update(press(Button::Back)), [Effect::Cancel(JobId(1))]);
    assert_eq!(wizard.step(), Step::Home);
    assert_eq!(wizard.screen().notice.unwrap().says, "The pull of \"acme\" was stopped.");
    let (mut wizard, _) = pulling();
    let _ = wizard.update(Event::Finished(JobId(1), pulled()));
    assert_eq!(buttons(&wizard), [Button::Back]);
    assert_eq!(wizard.update(press(Button::Back)), []);
}

#[test]
fn a_locked_store_is_opened_and_then_it_pulls() {
    let mut wizard = at_home();
    let _ = wizard.update(on_acme(Button::Pull));
    let locked = Fault::StoreLocked { place: "identity.age".into() };
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Failed(locked))), []);
    let _ = wizard.update(Event::Typed(ItemId::Unlock, Secret::new("four words by chance")));
    assert!(matches!(wizard.update(press(Button::Next)).as_slice(), [Effect::Start(JobId(1), Job::Unlock { .. })]));
    assert_eq!(
        wizard.update(Event::Finished(JobId(1), Finish::Unlocked)),
        [Effect::Start(JobId(2), Job::Open(name()))]
    );
    assert_eq!(wizard.update(Event::Finished(JobId(2), opened())), [Effect::Start(JobId(3), to_pull(Consent::No))]);
}

pub(crate) fn standing(end: PullEnd) -> Standing {
    Standing { end, age: Duration::from_hours(3), rows: 12_345 }
}

#[test]
fn mirrors_are_summed_up_after_the_first_frame_and_again_after_a_pull() {
    let mut wizard = at_home();
    let sum_up = |id| Effect::Start(JobId(id), Job::SumUpMirrors(vec![name()]));
    assert_eq!(wizard.update(Event::Began), [sum_up(0)]);
    let told = vec![(name(), Mirrored::Pulled(standing(PullEnd::CutOff)))];
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::SummedUp(told))), []);
    let texts = texts(&wizard);
    assert!(texts.contains("pull cut off") && texts.contains("Mirror: 12,345 rows"), "{texts}");
    let _ = wizard.update(on_acme(Button::Pull));
    let _ = wizard.update(Event::Finished(JobId(1), opened()));
    let _ = wizard.update(Event::Finished(JobId(2), pulled()));
    assert_eq!(wizard.update(press(Button::Back)), [sum_up(3)]);
    assert_eq!(
        wizard.update(on_acme(Button::Test)),
        [Effect::Cancel(JobId(3)), Effect::Start(JobId(4), Job::Open(name()))]
    );
}

/// At the preview of an opened connection, which reads its mirror as job 3.
fn at_preview() -> (Wizard, Vec<Effect>) {
    let mut wizard = at_home();
    let _ = wizard.update(on_acme(Button::Test));
    let _ = wizard.update(Event::Finished(JobId(0), opened()));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    let _ = wizard.update(Event::Finished(JobId(2), super::opened::recorded(None)));
    let effects = wizard.update(press(Button::Next));
    (wizard, effects)
}

#[test]
fn an_opened_connection_is_previewed_from_its_mirror_and_from_the_psa_when_asked() {
    let (mut wizard, effects) = at_preview();
    let job = Job::PreviewMirror { name: name(), integration: "sync365".into(), psa: "connectwise".into() };
    assert_eq!(effects, [Effect::Start(JobId(3), job)]);
    let _ = wizard.update(Event::Progressed(JobId(3), Progress::FromMirror(standing(PullEnd::Complete))));
    let doubts = vec![RowDoubt { says: "It is a prospect.".into(), rows: 12, first: vec![3] }];
    let listed = Preview { list: "companies".into(), count: Some(240), table: Table::default(), scope: None, doubts };
    let _ = wizard.update(Event::Progressed(JobId(3), Progress::Listed(Box::new(listed))));
    assert_eq!(wizard.update(Event::Finished(JobId(3), Finish::Previewed)), []);
    assert!(texts(&wizard).contains("From the mirror, pulled 3 h ago"), "{}", texts(&wizard));
    assert!(texts(&wizard).contains("12 of Companies: It is a prospect. ID 3 and more."), "{}", texts(&wizard));
    let effects = wizard.update(press(Button::FromPsa));
    assert_eq!(effects, [Effect::Start(JobId(4), Job::Preview { integration: "sync365".into(), login: login() })]);
    assert!(!texts(&wizard).contains("From the mirror"));
}

#[test]
fn a_list_says_of_which_part_its_rows_are() {
    let part = |count, scope: Option<&str>| {
        let (mut wizard, _) = at_preview();
        let table = Table { rows: vec![Row::default(); 200], ..Table::default() };
        let listed =
            Preview { list: "companies".into(), count, table, scope: scope.map(str::to_owned), doubts: vec![] };
        let _ = wizard.update(Event::Progressed(JobId(3), Progress::Listed(Box::new(listed))));
        let part = |it| if let Item::List { table, .. } = it { table.part } else { None };
        wizard.screen().items.into_iter().find_map(part)
    };
    assert_eq!(part(Some(1240), None).as_deref(), Some("first 200 of 1,240 rows"));
    assert_eq!(part(None, None).as_deref(), Some("first 200 rows"));
    assert_eq!(part(None, Some("of the first 5 agreements")).as_deref(), Some("200 rows of the first 5 agreements"));
    assert_eq!([part(Some(200), None), part(Some(199), None)], [None, None]);
}

#[test]
fn without_a_whole_mirror_the_psa_is_asked() {
    let ask = [Effect::Start(JobId(4), Job::Preview { integration: "sync365".into(), login: login() })];
    let (mut wizard, _) = at_preview();
    assert_eq!(wizard.update(Event::Finished(JobId(3), Finish::NothingMirrored)), ask);
    let (mut wizard, _) = at_preview();
    let fault = Fault::Local { what: "it is damaged".into(), remedy: "Remove it.".into() };
    assert_eq!(wizard.update(Event::Finished(JobId(3), Finish::Failed(fault))), ask);
    assert_eq!(wizard.screen().notice.unwrap().says, "The mirror cannot be read: it is damaged.");
}
