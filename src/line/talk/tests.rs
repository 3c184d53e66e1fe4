//! The conversation without a terminal: what is said when, and that there is always a way on or back.

mod loud;
mod results;
mod site;

use std::{cell::RefCell, rc::Rc, sync::Arc, time::Duration};

use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{Pace, Talk};
use crate::{
    face::{Driver, Ending, Machine},
    line::{paper::Letters, prompt::Echo},
    model::{
        catalog::Catalog,
        draft::{Draft, DraftId},
        fault::{ExitCode, Fault},
        id::JobId,
    },
    wizard::{
        Begin, Start, Tried, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, Job},
        screen::{ButtonHint, FindingItem, FindingState, Item, Mark, Notice, Screen, ScreenName, Tone},
    },
};

type Shared<T> = Rc<RefCell<T>>;

/// A wizard that shows what the test wants.
struct Script {
    screen: Shared<Screen>,
    heard: Shared<Vec<Event>>,
}

impl Machine for Script {
    fn screen(&self) -> Screen {
        self.screen.borrow().clone()
    }

    fn update(&mut self, event: Event) -> Vec<Effect> {
        self.heard.borrow_mut().push(event);
        vec![]
    }

    fn understands(&self, _: &crate::model::secret::Secret) -> bool {
        true
    }

    fn holds_secrets(&self, _: &crate::model::secret::Secret) -> bool {
        false
    }
}

/// Notes which jobs were started.
#[derive(Clone, Default)]
struct Jobs(Shared<Vec<JobId>>);

impl Driver for Jobs {
    fn start(&mut self, id: JobId, _: Job) {
        self.0.borrow_mut().push(id);
    }

    fn cancel(&mut self, id: JobId) {
        self.0.borrow_mut().retain(|it| *it != id);
    }

    fn keep(&mut self, _: DraftId, _: Box<Draft>) {}

    fn drop_draft(&mut self, _: DraftId) {}
}

struct Stage {
    screen: Shared<Screen>,
    heard: Shared<Vec<Event>>,
    talk: Talk<Script, Jobs>,
    now: Instant,
}

/// At the test, with two rows; `busy` says what runs.
fn testing(busy: Option<&str>) -> Stage {
    let row = |id: &str| {
        Item::Finding(FindingItem {
            id: ItemId::Right(id.into()),
            state: FindingState::Waiting,
            label: id.into(),
            needed: String::new(),
            found: String::new(),
            took: None,
            detail: vec![],
        })
    };
    let hint = |(button, label): (Button, &str)| ButtonHint { button, label: label.into() };
    let screen = Rc::new(RefCell::new(Screen {
        name: ScreenName::Test,
        connection: "new connection".into(),
        steps: vec![],
        title: "Test".into(),
        lead: String::new(),
        sent_to: None,
        items: vec![row("first"), row("second")],
        busy: busy.map(ToOwned::to_owned),
        notice: None,
        buttons: [(Button::Back, "Back"), (Button::Stop, "Stop")].map(hint).to_vec(),
    }));
    let heard = Shared::default();
    let script = Script { screen: Rc::clone(&screen), heard: Rc::clone(&heard) };
    let mut talk = Talk::new(script, Jobs::default(), Letters::Any, Pace::USUAL);
    let now = Instant::now();
    talk.begin(now);
    Stage { screen, heard, talk, now }
}

impl Stage {
    /// Changes the screen as news of a job does; gives what is said of it.
    fn news(&mut self, change: impl FnOnce(&mut Screen)) -> String {
        change(&mut self.screen.borrow_mut());
        self.talk.heard(Event::Began, self.now);
        self.talk.written()
    }

    fn passes(&mut self, time: Duration) -> String {
        self.now += time;
        self.talk.pass(self.now);
        self.talk.written()
    }

    fn takes(&mut self, line: &str) -> String {
        self.talk.take(&Zeroizing::new(line.to_owned()), self.now);
        self.talk.written()
    }
}

fn know(screen: &mut Screen, n: usize) {
    if let Some(Item::Finding(row)) = screen.items.get_mut(n) {
        row.state = FindingState::Good;
    }
}

#[test]
fn progress_is_said_every_few_seconds_at_most_and_silence_does_not_last() {
    let mut stage = testing(Some("0 of 99 done"));
    assert!(stage.talk.written().ends_with("0 of 99 done.\ns and Enter stops it.\n"));
    let mut lines = 0;
    for n in 0..200 {
        let said =
            stage.news(|it| it.busy = Some(format!("{n} of 200 done"))) + &stage.passes(Duration::from_millis(100));
        lines += said.lines().count();
    }
    assert!((3..=4).contains(&lines), "{lines} lines in 20 seconds");
    let silent: Vec<_> = (0..65).map(|_| stage.passes(Duration::from_secs(1))).filter(|it| !it.is_empty()).collect();
    assert!((2..=3).contains(&silent.len()), "{silent:?}");
}

#[test]
fn what_has_to_be_known_interrupts_a_question_which_is_then_asked_again() {
    let mut stage = testing(None);
    assert!(stage.talk.written().ends_with("Choose 1-2 [1]: "));
    let notice = Notice::new(Tone::Warning, "The disk is full.", "Make room.");
    assert_eq!(stage.news(|it| it.notice = Some(notice)), "\nNote: The disk is full. Make room.\nChoose 1-2 [1]: ");
    assert_eq!(stage.news(|_| {}), "", "once");
}

#[test]
fn a_yes_or_a_no_is_asked_for_by_the_question_itself() {
    let mut stage = testing(None);
    let _ = stage.talk.written();
    let said = stage.news(|it| {
        it.notice = Some(Notice::new(Tone::Warning, "Remove it?", "Gone is gone."));
        it.buttons = [(Button::No, "No, keep it"), (Button::Yes, "Yes, remove it")]
            .map(|(button, label)| ButtonHint { button, label: label.into() })
            .to_vec();
    });
    let wanted = "\nNote: Gone is gone.\nRemove it?\n1. No, keep it\n2. Yes, remove it\nChoose 1-2 [1]: ";
    assert_eq!(said, wanted);
}

#[test]
fn a_long_list_is_said_once_and_again_by_r() {
    let mut stage = testing(None);
    let choice = |n: usize| Item::Choice {
        id: ItemId::Psa(format!("zone{n}").as_str().into()),
        mark: Mark::Off,
        label: format!("Zone {n}"),
        note: String::new(),
        detail: String::new(),
    };
    let _ = stage.news(|it| (it.name, it.items) = (ScreenName::Psa, (1..=22).map(choice).collect()));
    assert!(stage.takes("m").contains("What next?"));
    let back = stage.takes("b");
    assert!(back.contains("22. Zone 22"), "who goes back wants to hear it: {back}");
    let _ = stage.takes("m");
    let same = "The list is the same as before; r says it again.\nChoose 1-22 [1]: ";
    stage.talk.place = super::Place::Question(super::Key::Choices(0));
    stage.talk.ask_only();
    assert_eq!(stage.talk.written(), same);
    assert!(stage.takes("r").contains("22. Zone 22"));
}

#[test]
fn control_c_stops_what_can_be_stopped_and_else_leaves() {
    let mut stage = testing(Some("checking"));
    stage.talk.interrupted(stage.now);
    assert_eq!(*stage.heard.borrow(), [Event::Pressed { button: Button::Stop, on: None }]);
    assert_eq!(stage.talk.ending(), None);
    let mut stage = testing(None);
    stage.talk.interrupted(stage.now);
    assert_eq!(stage.talk.ending(), Some(Ending::Exit(ExitCode::Cancelled)));
}

#[test]
fn several_lines_where_one_is_asked_for_are_not_taken() {
    let mut stage = testing(None);
    let _ = stage.talk.written();
    let said = stage.takes("1\n1\n\n");
    assert!(said.starts_with("Several lines came at once, and none was taken."), "{said}");
    assert_eq!(*stage.heard.borrow(), []);
}

#[test]
fn a_line_while_something_runs_says_how_far_it_is_and_answers_nothing() {
    let mut stage = testing(Some("checking"));
    let _ = stage.talk.written();
    assert_eq!(stage.takes("1"), "Checking.\n");
    assert_eq!(*stage.heard.borrow(), []);
    let _ = stage.takes("s");
    assert_eq!(*stage.heard.borrow(), [Event::Pressed { button: Button::Stop, on: None }]);
}

#[test]
fn a_note_that_is_too_long_is_not_taken_in_part_and_never_grows() {
    let mut note = super::note::Note::new();
    let room = note.text.capacity();
    for _ in 0..2 {
        note.push(&"a".repeat(32_000));
    }
    assert_eq!((note.text.len(), note.text.capacity()), (64_002, room));
    note.push(&"a".repeat(32_000));
    assert!(note.refused == Some(super::Refused::TooLong) && note.text.is_empty());
    note.push("a");
    assert!(note.text.is_empty());
    let mut stage = testing(None);
    let _ = stage.talk.written();
    stage.talk.refused(super::Refused::TooLong);
    assert!(stage.talk.written().starts_with("That was too long for a note, and none of it was taken."));
    assert_eq!(*stage.heard.borrow(), []);
}

/// Lines that people might give anywhere.
const LINES: [&str; 32] = [
    "",
    "",
    "",
    "b",
    "m",
    "r",
    "?",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "9",
    "1-3",
    "0",
    "x",
    "\\",
    "\\b",
    "acme",
    "na",
    "next",
    "back",
    "q",
    "y",
    "n",
    "s",
    "w",
    "paste",
    ".",
    "/x",
    "Public key: abcdefgh12345678\nCompany ID: acme",
];

fn wizard() -> Wizard {
    let catalog = Arc::new(Catalog::embedded());
    Wizard::new(Start {
        catalog,
        offers: vec![],
        directory: "/home/acme".into(),
        stores: vec![],
        tried: Tried::No,
        home: vec![],
        integration: None,
        name: None,
        begin: Begin::Home,
    })
}

#[test]
fn whatever_is_answered_there_is_a_question_or_something_runs_and_back_leads_to_the_beginning() {
    let mut random = fastrand::Rng::with_seed(6);
    let now = Instant::now();
    for _ in 0..40 {
        let jobs = Jobs::default();
        let mut talk = Talk::new(wizard(), jobs.clone(), Letters::Ascii, Pace::USUAL);
        talk.begin(now);
        for _ in 0..60 {
            let line = LINES[random.usize(..LINES.len())];
            let leaves = matches!(talk.asking.as_ref(), Some((super::Asking::Leaving, _))) && line == "y";
            if !leaves && talk.ending().is_none() {
                talk.take(&Zeroizing::new(line.to_owned()), now);
            }
            let ran = jobs.0.borrow().last().copied();
            if let Some(id) = ran.filter(|_| random.bool()) {
                jobs.0.borrow_mut().pop();
                talk.heard(Event::Finished(id, Finish::Failed(Fault::Cancelled)), now);
            }
            let runs = talk.screen.busy.is_some() || talk.pressed.is_some();
            assert!(talk.asking.is_some() || runs || talk.ending().is_some(), "silence after {line:?}");
            assert!(talk.written().chars().all(|it| it == '\n' || (it.is_ascii() && !it.is_control())));
        }
        // A note is taken to its end first; then there is always a way back.
        for line in [".", "."].into_iter().chain(std::iter::repeat_n("b", 40)) {
            if talk.ending().is_none() {
                talk.take(&Zeroizing::new(line.to_owned()), now);
            }
        }
        let said = talk.written();
        assert!(talk.ending().is_some() || said.contains("There is nothing before this"), "{said}");
        assert!(talk.ending().is_some() || talk.echo() == Echo::Shown);
    }
}
