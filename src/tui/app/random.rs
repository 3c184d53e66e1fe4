//! A million random keys, pastes and resizes on the real wizard: no panic, every frame within its area, and always a way
//! back. What happens is a list that is made from a seed, so a failure is played again, and made short by leaving out.

mod answers;
mod inputs;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::Backend as _, layout::Size};
use tokio::time::Instant;
use zeroize::Zeroizing;

use self::{
    answers::Answers,
    inputs::{Input, inputs},
};
use super::App;
use crate::{
    face::Driver,
    model::{
        draft::{Draft, DraftId},
        id::JobId,
    },
    tui::{
        backend::{Extent, Lean},
        input::Given,
        looks::Looks,
        view::SMALLEST,
    },
    wizard::{
        HomeRow, Start, Wizard,
        event::{Button, Event, Job},
        resume::{Drafts, Offered},
        screen::ScreenName,
        tests::{
            opened::connection,
            resumed::offered,
            situations::{self, connectwise_values},
        },
    },
};

/// What is pressed, pasted and resized in all.
const MANY: usize = 1_000_000;
/// As much of it before everything begins anew.
const SESSION: usize = 500;
/// Esc presses that lead back from anywhere.
const BACK: usize = 40;

/// The jobs that run, for whoever answers them.
#[derive(Clone, Default)]
struct Fake(Rc<RefCell<Vec<(JobId, Job)>>>);

impl Driver for Fake {
    fn start(&mut self, id: JobId, job: Job) {
        self.0.borrow_mut().push((id, job));
    }

    fn cancel(&mut self, id: JobId) {
        self.0.borrow_mut().retain(|it| it.0 != id);
    }

    fn keep(&mut self, _: DraftId, _: Box<Draft>) {}

    fn drop_draft(&mut self, _: DraftId) {}
}

/// What a session came to.
#[derive(Default)]
struct Came {
    taken: usize,
    reached: BTreeSet<ScreenName>,
}

/// One person at one terminal.
struct Session<'a> {
    app: App<Wizard, Fake>,
    jobs: Fake,
    answers: &'a Answers,
    terminal: Terminal<Lean<io::Sink>>,
    now: Instant,
    came: Came,
}

impl<'a> Session<'a> {
    fn new((setup, cut): &(Start, Vec<Offered>), answers: &'a Answers, seed: u64) -> Self {
        let row = |_| HomeRow::Connection {
            connection: Box::new(connection()),
            tested: "never".into(),
            keys: "keys 3 days".into(),
        };
        let start = Start { home: (0..seed % 3).map(row).take(1).collect(), ..setup.clone() };
        let drafts = cut.iter().take(usize::try_from(seed / 3 % 3).unwrap()).cloned().collect();
        let drafts = Drafts { run: DraftId::new("run").unwrap(), offered: drafts, unreadable: None };
        let wizard = Wizard::new(start).keeping(drafts);
        let jobs = Fake::default();
        let looks = if seed.is_multiple_of(2) { Looks::RICH } else { Looks::ASCII };
        let backend = Lean::new(io::sink(), Extent::Fixed(Size::new(80, 24)));
        let mut app = App::new(wizard, jobs.clone(), looks);
        let now = Instant::now();
        app.heard(Event::Began, now);
        Self { app, jobs, answers, terminal: Terminal::new(backend).unwrap(), now, came: Came::default() }
    }

    fn take(&mut self, input: &Input) {
        self.now += Duration::from_millis(20);
        let given = match input {
            Input::Key(key) => Given::Key(*key),
            Input::Run(text) => Given::Run(Zeroizing::new(text.clone())),
            Input::Paste(text) => Given::Paste(Zeroizing::new(text.clone())),
            Input::Resize(width, height) => {
                self.terminal.backend_mut().set_extent(Extent::Fixed(Size::new(*width, *height)));
                Given::Resized
            }
            Input::Answer(seed) => return self.answer(*seed),
            Input::Wait(millis) => {
                self.now += Duration::from_millis(*millis);
                return self.app.pass(self.now);
            }
            Input::Draw => return self.draw(),
        };
        self.came.taken += 1;
        self.app.take(given, self.now);
        self.app.turn = None;
        self.app.pass(self.now);
        self.came.reached.insert(self.app.screen.name);
    }

    /// Lets one of the jobs that run say something.
    fn answer(&mut self, seed: u64) {
        let mut random = fastrand::Rng::with_seed(seed);
        let job = {
            let jobs = self.jobs.0.borrow();
            if jobs.is_empty() { None } else { Some(jobs[random.usize(..jobs.len())].clone()) }
        };
        let Some((id, job)) = job else { return };
        for event in self.answers.to(id, &job, &mut random) {
            if let Event::Finished(id, _) = &event {
                self.jobs.0.borrow_mut().retain(|it| it.0 != *id);
            }
            self.app.heard(event, self.now);
        }
        self.app.pass(self.now);
        self.came.reached.insert(self.app.screen.name);
    }

    /// Files are changed in a moment, in which there is no way back.
    fn end_writing(&mut self) {
        let mut random = fastrand::Rng::with_seed(self.came.taken as u64);
        let writes = |it: &(JobId, Job)| matches!(it.1, Job::Save(_) | Job::Remove(_));
        let ended: Vec<_> = self.jobs.0.borrow_mut().extract_if(.., |it| writes(it)).collect();
        for (id, job) in ended {
            self.app.heard(Event::Finished(id, self.answers.end(&job, &mut random)), self.now);
        }
    }

    fn draw(&mut self) {
        let app = &mut self.app;
        let mut drawn = None;
        let now = self.now;
        let done = self.terminal.draw(|frame| drawn = Some(app.draw(frame, now))).unwrap();
        let area = done.area;
        assert_eq!(done.buffer.area, area, "a frame is its area");
        let text: String = done.buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        app.drawn(drawn.unwrap());
        let cursor = self.terminal.backend_mut().get_cursor_position().unwrap();
        let is_empty = area.width == 0 || area.height == 0;
        assert!(is_empty || area.contains(cursor), "the cursor is at {cursor} of {area}");
        if area.width >= SMALLEST.0 && area.height >= SMALLEST.1 {
            let app = &self.app;
            let has = |it: Button| app.screen.buttons.iter().any(|hint| hint.button == it);
            let told = ["[ Back ]", "Esc "].iter().any(|it| text.contains(it)) || has(Button::No);
            let is_asked = app.message.is_some();
            assert!(told || is_asked || is_first(app.screen.name), "no way back is told:\n{}", page(&text, area.width));
        }
    }

    /// Leads back to the beginning, and out.
    fn go_back(&mut self) {
        for _ in 0..BACK {
            if self.app.ending.is_some() {
                return;
            }
            self.end_writing();
            self.take(&Input::Key(KeyCode::Esc.into()));
        }
        let name = self.app.screen.name;
        assert!(is_first(name), "{BACK} times Esc ended at {name:?}");
        self.draw();
        for _ in 0..2 {
            self.take(&Input::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)));
        }
        assert!(self.app.ending.is_some(), "Ctrl-C twice does not leave {name:?}");
    }
}

/// Says whether nothing lies before a screen: it is left, not gone back from.
fn is_first(name: ScreenName) -> bool {
    matches!(name, ScreenName::Home | ScreenName::Psa | ScreenName::Drafts | ScreenName::Done)
}

fn page(text: &str, width: u16) -> String {
    let cells: Vec<char> = text.chars().collect();
    cells.chunks(usize::from(width)).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// Plays a session; a panic is an error.
fn played(setup: &(Start, Vec<Offered>), answers: &Answers, seed: u64, inputs: &[Input]) -> Result<Came, String> {
    let at = Cell::new(0);
    let session = AssertUnwindSafe(|| {
        let mut session = Session::new(setup, answers, seed);
        session.draw();
        for input in inputs {
            if session.app.ending.is_some() {
                return session.came;
            }
            session.take(input);
            at.set(at.get() + 1);
        }
        session.go_back();
        session.came
    });
    catch_unwind(session).map_err(|it| {
        let says = it.downcast_ref::<String>().cloned();
        let says = says.or_else(|| it.downcast_ref::<&str>().map(|it| (*it).to_owned()));
        format!("after {}: {}", at.get(), says.unwrap_or_else(|| "a panic".into()))
    })
}

/// Leaves out all that the failure does not need.
fn shrunk(fails: impl Fn(&[Input]) -> bool, mut inputs: Vec<Input>) -> Vec<Input> {
    let mut chunk = inputs.len() / 2;
    while chunk > 0 {
        let mut from = 0;
        while from < inputs.len() {
            let mut fewer = inputs.clone();
            fewer.drain(from..(from + chunk).min(inputs.len()));
            if fails(&fewer) {
                inputs = fewer;
            } else {
                from += chunk;
            }
        }
        chunk /= 2;
    }
    inputs
}

/// Half of the whole, with seeds of its own.
fn half(first_seed: u64) -> BTreeSet<ScreenName> {
    // Made once: it takes the whole catalogue to make it.
    let cut = (0..2).map(|n| offered(&format!("cut{n}"), "3 minutes ago")).collect();
    let setup = (situations::start(), cut);
    let answers = Answers::new(&setup.0.catalog);
    let mut all = Came::default();
    let mut seed = first_seed;
    while all.taken < MANY / 2 {
        let script = inputs(seed, SESSION, &connectwise_values().map(|it| it.1));
        match played(&setup, &answers, seed, &script) {
            Ok(came) => {
                all.taken += came.taken;
                all.reached.extend(came.reached);
            }
            Err(why) => {
                let least = shrunk(|it| played(&setup, &answers, seed, it).is_err(), script);
                let again = played(&setup, &answers, seed, &least).err();
                panic!("seed {seed}, {why}\nthe least that fails: {least:#?}\n{again:?}");
            }
        }
        seed += 1;
    }
    all.reached
}

#[test]
fn a_million_keys_pastes_and_resizes_never_panic_and_always_lead_back() {
    let reached = Mutex::new(BTreeSet::new());
    thread::scope(|scope| {
        for seed in [1, 1_000_001] {
            let reached = &reached;
            scope.spawn(move || reached.lock().unwrap_or_else(PoisonError::into_inner).extend(half(seed)));
        }
    });
    let reached = reached.into_inner().unwrap();
    assert_eq!(reached.len(), 13, "screens reached: {reached:?}");
}

#[test]
fn a_failure_is_made_short() {
    let script: Vec<_> = (0..40).map(Input::Wait).collect();
    let needs = |it: &[Input]| [7, 31].iter().all(|n| it.iter().any(|it| matches!(it, Input::Wait(m) if m == n)));
    let least = shrunk(needs, script);
    assert!(matches!(least.as_slice(), [Input::Wait(7), Input::Wait(31)]), "{least:?}");
}
