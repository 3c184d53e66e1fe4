//! A hundred thousand random events: never a panic, never two jobs, every job ended once, back always open.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
    thread,
    time::Duration,
};

use crate::{
    model::{
        draft::DraftId,
        fault::{CertificateFault, Fault},
        id::JobId,
        login::Login,
        mirror::{Mirrored, PullEnd},
        report::{Check, CheckOutcome, Moved, Seen, Sight},
        right::{Confirmation, Proof},
        rotation::OldKey,
        saved::{Name, SavedAt},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::{
        HomeRow, Start, Step, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, Opened, Progress},
        resume::Drafts,
        screen::{Item, Screen},
    },
};

use super::{
    opened::{connection, login},
    pins::certificate,
    resumed::offered,
    situations::{checked, connectwise_values, field, proved, start},
};

/// Made once: it takes the whole catalogue to make it.
static LOGIN: LazyLock<Login> = LazyLock::new(login);

const BUTTONS: [Button; 31] = [
    Button::Next,
    Button::Next,
    Button::Back,
    Button::Find,
    Button::FillSandbox,
    Button::Reveal,
    Button::UsePasted,
    Button::DropPasted,
    Button::Swap,
    Button::WriteText,
    Button::WriteMarkdown,
    Button::RetryRight,
    Button::RetryAll,
    Button::Stop,
    Button::Confirm,
    Button::Mend,
    Button::Trust,
    Button::Unpin,
    Button::UseNewSite,
    Button::ShowAll,
    Button::Edit,
    Button::New,
    Button::Test,
    Button::Pull,
    Button::Pull,
    Button::FromPsa,
    Button::Remove,
    Button::Rotate,
    Button::CheckOldKey,
    Button::Yes,
    Button::No,
];

/// A note as people keep it, with every key in it. In a field that shows what it holds it is on the screen, and still in no
/// draft.
const NOTE: &str =
    "Company: acme\nPublic Key: Pub1Key2Stray345\nPrivate Key: Priv1Key2Stray34\nhttps://u:Stray@na.myconnectwise.net/";

/// Everything on the screen that can have the focus.
fn items(screen: Screen) -> Vec<ItemId> {
    let id = |it: Item| match it {
        Item::Choice { id, .. } | Item::Tick { id, .. } | Item::List { id, .. } | Item::Connection { id, .. } => {
            Some(id)
        }
        Item::Field(it) => Some(it.id),
        Item::Finding(it) => Some(it.id),
        Item::Text { .. } | Item::Heading(_) | Item::Verbatim(_) | Item::Row(_) => None,
    };
    screen.items.into_iter().filter_map(id).collect()
}

fn finish(random: &mut fastrand::Rng) -> Finish {
    let fault = Fault::BadLogin { host: "h".into(), hints: vec![] };
    match random.u8(0..17) {
        13 => Finish::NothingMirrored,
        14 => Finish::SummedUp(vec![(Name::new("acme").unwrap(), Mirrored::Never)]),
        15 | 16 => super::pull::pulled(),
        8 => Finish::Opened(Box::new(Opened { connection: connection(), login: LOGIN.clone() })),
        9 => Finish::Removed(vec![]),
        10 => super::opened::recorded(None),
        11 => Finish::LastTest(None),
        12 => Finish::CheckedOldKey(OldKey::Alive),
        0 => Finish::Located,
        1 | 2 => Finish::Tested,
        3 => Finish::Previewed,
        4 => {
            let name = Name::new("acme").unwrap();
            Finish::Saved(SavedAt { name, connection: String::new(), store: StoreKind::File, secret: String::new() })
        }
        5 => Finish::Stamped("finance.agreements".into(), Confirmation { by: "t".into(), at: "now".into() }),
        6 => Finish::Wrote("guide.txt".into()),
        _ => Finish::Failed(fault),
    }
}

fn progress(random: &mut fastrand::Rng) -> Progress {
    let fault = Fault::BadLogin { host: "h".into(), hints: vec![] };
    match random.u8(0..11) {
        8 => super::pull::news(7),
        9 => Progress::FromMirror(super::pull::standing(PullEnd::Complete)),
        10 => Progress::Noted("so".into()),
        3 => Progress::Sighted(Sight {
            check: "agreements-of-products".into(),
            looks_for: "agreements that products belong to".into(),
            right: "finance.agreements".into(),
            seen: Seen::Hidden { hidden: 1, of: 2, examples: vec![] },
            doubt: None,
            confirmed: None,
            request: String::new(),
            took: Duration::ZERO,
        }),
        4 => Progress::Moved(Moved { to: "https://api-au.myconnectwise.net".parse().unwrap(), by: "a look-up" }),
        5 => {
            let what = CertificateFault::SelfSigned;
            let fault = Fault::Certificate { host: "h".into(), what, shown: Some(Box::new(certificate("AA"))) };
            checked(Check::Tls, CheckOutcome::Failed(fault))
        }
        6 => checked(Check::Tls, CheckOutcome::Passed("ok".into())),
        0 => Progress::Checking(Check::Login),
        1 => checked(Check::Login, CheckOutcome::Failed(fault)),
        2 => proved("finance.agreements", Proof::Unproven { because: "so".into() }),
        _ => Progress::ListFailed("companies".into(), fault),
    }
}

fn event(screen: Screen, alive: &BTreeSet<JobId>, random: &mut fastrand::Rng) -> Event {
    let items = items(screen);
    let item = (!items.is_empty()).then(|| items[random.usize(..items.len())].clone());
    // Mostly the job that runs, sometimes one that is long over.
    let job = alive.iter().next().copied().filter(|_| random.u8(0..4) > 0).unwrap_or(JobId(random.u64(0..50)));
    match (random.u8(0..10), item) {
        (0..=2, _) => Event::Pressed { button: BUTTONS[random.usize(..BUTTONS.len())], on: items.first().cloned() },
        (3 | 4, Some(item)) => Event::Chose(item),
        (5, Some(item)) => {
            let length = random.usize(0..40);
            let text: String = std::iter::repeat_with(|| random.char(..)).take(length).collect();
            if random.bool() { Event::Typed(item, Secret::new(text)) } else { Event::Pasted(item, Secret::new(text)) }
        }
        (6, _) => {
            let values = connectwise_values();
            let (id, value) = values[random.usize(..values.len())];
            Event::Typed(field(id), Secret::new(value))
        }
        (7, Some(item)) if random.u8(0..4) == 0 => Event::Pasted(item, Secret::new(NOTE)),
        (7, _) => Event::Progressed(job, progress(random)),
        (8, _) if random.u8(0..8) == 0 => Event::Began,
        _ => Event::Finished(job, finish(random)),
    }
}

#[test]
fn a_hundred_thousand_random_events_break_no_rule() {
    let setup = &start();
    let reached: BTreeSet<Step> = thread::scope(|scope| {
        let quarters: Vec<_> = (365..369).map(|seed| scope.spawn(move || reached(setup, seed, 25_000))).collect();
        quarters.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(reached.len(), 11, "steps reached: {reached:?}");
}

/// The steps that so many events of one seed reach, none of which may break a rule.
fn reached(setup: &Start, seed: u64, events: usize) -> BTreeSet<Step> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut reached = BTreeSet::new();
    let mut kept = BTreeSet::new();
    let mut sent = 0;
    while sent < events {
        let row = HomeRow::Connection {
            connection: Box::new(connection()),
            tested: "never".into(),
            keys: "keys 3 days".into(),
        };
        let home = if random.bool() { vec![row] } else { vec![] };
        let start = Start { catalog: Arc::clone(&setup.catalog), home, ..setup.clone() };
        let offered = (0..random.usize(0..3)).map(|n| offered(&format!("cut{n}"), "3 minutes ago")).collect();
        let drafts = Drafts { run: DraftId::new("run").unwrap(), offered, unreadable: None };
        let mut wizard = Wizard::new(start).keeping(drafts);
        let mut alive = BTreeSet::new();
        let mut ever = BTreeSet::new();
        let mut screen = wizard.screen();
        // Some begin with a pull, where nothing is offered before.
        let on = Some(ItemId::Connection("acme".into()));
        let opened = Finish::Opened(Box::new(Opened { connection: connection(), login: LOGIN.clone() }));
        let pull = Event::Pressed { button: Button::Pull, on };
        let mut first = vec![Event::Finished(JobId(0), opened), pull];
        first.truncate(if random.u8(0..4) == 0 { 2 } else { 0 });
        for _ in 0..500 {
            let event = match first.pop() {
                Some(it) => it,
                None => event(screen, &alive, &mut random),
            };
            if let Event::Finished(job, _) = &event {
                alive.remove(job);
            }
            let was = wizard.step();
            sent += 1;
            for effect in wizard.update(event) {
                match effect {
                    Effect::Start(job, _) => assert!(ever.insert(job) && alive.insert(job), "{job:?} started twice"),
                    Effect::Cancel(job) => assert!(alive.remove(&job), "{job:?} cancelled but not alive"),
                    Effect::Keep(_, draft) => {
                        let text = format!("{draft:?}");
                        assert!(!text.contains("Canary") && !text.contains("Stray"), "a secret is in a draft: {text}");
                        kept.insert(Step::from(draft.step));
                    }
                    Effect::DropDraft(_) | Effect::Exit(_) => {}
                }
                assert!(alive.len() <= 1, "two jobs alive: {alive:?}");
            }
            reached.insert(wizard.step());
            screen = wizard.screen();
            assert!(!screen.title.is_empty() && !screen.buttons.is_empty(), "a dead end at {was:?}");
            assert!(!format!("{screen:?}").contains("Canary"), "a secret is on a screen");
        }
        for _ in 0..12 {
            let _ = wizard.update(Event::Pressed { button: Button::No, on: None });
            let _ = wizard.update(Event::Pressed { button: Button::Back, on: None });
        }
        assert!(matches!(wizard.step(), Step::Psa | Step::Home | Step::Done), "back ended at {:?}", wizard.step());
    }
    assert_eq!(kept.len(), 8, "steps kept: {kept:?}");
    reached
}
