//! The conversation: which question is asked, what was said already, what an answer leads to. It reads and writes nothing:
//! lines go in, and what is to be written is taken out.

mod act;
mod note;
mod say;
mod take;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    time::Duration,
};

pub use note::Refused;
use tokio::time::Instant;

use super::{
    browse::Browse,
    menu::{Entry, Wanted},
    paper::{Letters, Manner},
    prompt::Echo,
    question::{self, Key, Question},
    told::{Of, Told},
};
use crate::{
    face::{Driver, Ending, Machine},
    model::{fault::ExitCode, id::JobId},
    wizard::{
        event::{Button, Effect, Event, ItemId},
        screen::{Notice, Screen, ScreenName},
    },
    words,
};

/// Where the conversation is, on the screen that it is about. It has no `Debug`: it holds what is pasted.
#[derive(Clone, PartialEq, Eq)]
enum Place {
    /// At a question.
    Question(Key),
    /// At what can be done.
    Menu,
    /// At what can be done with a row.
    About(ItemId),
    /// At the row that is wanted for something.
    Which(Wanted),
    /// In an opened list.
    List(Browse),
    /// In a note for this field, of which so much was given.
    Note(ItemId, note::Note),
    /// At whether to leave; else it goes on where it was.
    Leaving(Box<Self>),
}

/// What was asked, as the person knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asking {
    Question(Box<Question>),
    Menu(Vec<Entry>),
    Which(Wanted, Vec<(ItemId, String)>),
    List,
    Note,
    Leaving,
}

/// What was said.
#[derive(Debug, Default)]
struct Said {
    title: String,
    lead: String,
    notice: Option<Notice>,
    heading: Option<String>,
    /// Texts of this visit to the screen.
    texts: BTreeSet<String>,
    /// What there was to choose from, last.
    list: Vec<Told>,
    /// Those of this visit that are long.
    long: Vec<Vec<Told>>,
    /// Why what was said last could not be told.
    reason: Option<String>,
    /// Results of this run.
    results: BTreeMap<(ScreenName, Of), String>,
    /// What is looked up again, and told again once it is known.
    again: Option<(ScreenName, Of)>,
    lists_again: Again,
    /// Whether results that are well were told by their names.
    by_name: bool,
    /// Whether they are told one by one.
    each_again: Again,
    connection: String,
    /// What is said once in a run.
    hints: BTreeSet<&'static str>,
}

/// Whether what there is to choose from is said although it was said before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Again {
    Yes,
    #[default]
    No,
}

/// What led here.
#[derive(Clone, Debug, PartialEq, Eq)]
enum After {
    /// The screen has just come.
    Coming,
    /// This question was answered.
    Answer(Key),
    /// This was pressed.
    Press(Button),
}

/// Whether leaving would lose something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stake {
    Nothing,
    Answers,
}

/// What runs, as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wait {
    told: String,
    at: Instant,
}

/// How often something that runs is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// When there is news.
    pub news: Duration,
    /// When there is none.
    pub silence: Duration,
}

impl Pace {
    /// For people.
    pub const USUAL: Self = Self { news: Duration::from_secs(5), silence: Duration::from_secs(30) };
}

/// The conversation. It has no `Debug`: it holds what is typed.
pub struct Talk<M, D> {
    machine: M,
    driver: D,
    manner: Manner,
    pace: Pace,
    screen: Screen,
    place: Place,
    after: After,
    said: Said,
    asking: Option<(Asking, Echo)>,
    wait: Option<Wait>,
    /// A job that a press started, although the screen shows no sign of it: what it came to is waited for.
    pressed: Option<JobId>,
    out: String,
    /// Whether what was written last is a line to answer.
    open_line: OpenLine,
    stake: Stake,
    ending: Option<Ending>,
}

/// Whether the last line has no end yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenLine {
    Yes,
    No,
}

impl<M: Machine, D: Driver> Talk<M, D> {
    /// Begins with what the machine shows; nothing is said before [`Self::begin`].
    pub fn new(machine: M, driver: D, letters: Letters, pace: Pace) -> Self {
        let screen = machine.screen();
        Self {
            machine,
            driver,
            manner: Manner { letters, columns: super::paper::USUAL },
            pace,
            screen,
            place: Place::Menu,
            after: After::Coming,
            said: Said::default(),
            asking: None,
            wait: None,
            pressed: None,
            out: String::new(),
            open_line: OpenLine::No,
            stake: Stake::Nothing,
            ending: None,
        }
    }

    /// Takes what happened before anything is said.
    pub fn heard_before(&mut self, event: Event) {
        self.update(event);
        let _ = self.refresh();
    }

    /// Says where it begins.
    pub fn begin(&mut self, now: Instant) {
        self.come(now);
    }

    /// Takes what is to be written.
    pub fn written(&mut self) -> String {
        mem::take(&mut self.out)
    }

    /// Writes as wide as this from now on; unit: columns.
    pub fn set_columns(&mut self, columns: usize) {
        self.manner.columns = columns;
    }

    /// Says whether what is typed now is shown.
    pub fn echo(&self) -> Echo {
        self.asking.as_ref().map_or(Echo::Shown, |it| it.1)
    }

    /// Why it ended, once it has.
    pub fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// Tells the wizard what happened, and does what it wants.
    fn update(&mut self, event: Event) {
        let is_press = matches!(event, Event::Pressed { .. });
        if let Event::Finished(id, _) = &event {
            self.pressed = self.pressed.filter(|it| it != id);
        }
        for effect in self.machine.update(event) {
            match effect {
                Effect::Start(id, job) => {
                    self.pressed = Some(id).filter(|_| is_press).or(self.pressed);
                    self.driver.start(id, job);
                }
                Effect::Cancel(id) => {
                    self.pressed = self.pressed.filter(|it| *it != id);
                    self.driver.cancel(id);
                }
                Effect::Keep(id, draft) => self.driver.keep(id, draft),
                Effect::DropDraft(id) => self.driver.drop_draft(id),
                Effect::Exit(code) => self.end(Ending::Exit(code)),
            }
        }
    }

    /// Takes over what the wizard shows now; says whether it is another screen, or another question in the way.
    fn refresh(&mut self) -> Came {
        let old = mem::replace(&mut self.screen, self.machine.screen());
        self.forget_awaited();
        let asks = |it: &Screen| question::wants_a_yes(it).then(|| it.title.clone());
        if old.name != self.screen.name {
            Came::Screen
        } else if asks(&old) != asks(&self.screen) {
            Came::Question
        } else {
            Came::Same
        }
    }

    /// Tells the wizard what a person did, and goes on from there.
    fn tell(&mut self, events: Vec<Event>, after: After, now: Instant) {
        let mut came = Came::Same;
        self.stake = Stake::Answers;
        for event in events {
            // What is vouched for changes with a yes, and is told then.
            if let Event::Pressed { on: Some(row), button } = &event
                && *button != Button::Confirm
            {
                self.said.again = Some((self.screen.name, Of::Item(row.clone())));
            }
            if matches!(event, Event::Pressed { .. }) {
                self.said.notice = None;
            }
            self.update(event);
            came = came.max(self.refresh());
        }
        self.after = after;
        if self.ending.is_none() {
            self.go_on(came, now);
        }
    }

    /// Takes what a job has to say.
    pub fn heard(&mut self, event: Event, now: Instant) {
        self.update(event);
        let came = self.refresh();
        if self.ending.is_some() {
            return;
        }
        match (came, &self.asking) {
            (Came::Screen | Came::Question, _) => {
                self.end_line();
                self.go_on(came, now);
            }
            (Came::Same, None) => self.go_on(came, now),
            // Nobody is interrupted but by what has to be known.
            (Came::Same, Some(_)) if self.screen.busy.is_none() && self.screen.notice != self.said.notice => {
                self.end_line();
                self.say_results();
                self.say_notice();
                self.ask();
            }
            (Came::Same, Some(_)) => {}
        }
    }

    fn go_on(&mut self, came: Came, now: Instant) {
        match came {
            Came::Screen => {
                // What comes with a screen runs beside its questions.
                self.pressed = None;
                return self.come(now);
            }
            Came::Question => self.after = After::Coming,
            Came::Same => {}
        }
        if self.screen.busy.is_some() || self.pressed.is_some() {
            return self.wait(now);
        }
        self.wait = None;
        if let Some(again) = self.said.again.take() {
            self.said.results.remove(&again);
        }
        self.place = self.place_after();
        self.ask();
    }

    /// Says the beginning of a screen, and goes to where it begins.
    fn come(&mut self, now: Instant) {
        // What runs on the screen before is not what runs on this one.
        self.wait = None;
        self.after = After::Coming;
        self.say_beginning();
        self.go_on(Came::Same, now);
    }

    /// Leaves at once: the person pressed Ctrl-C. What runs is stopped first, where it can be.
    pub fn interrupted(&mut self, now: Instant) {
        self.end_line();
        if self.asking.is_none() && self.offers(Button::Stop) {
            return self.press(Button::Stop, now);
        }
        self.end(Ending::Exit(ExitCode::Cancelled));
    }

    /// Ends, because of something outside.
    pub fn end(&mut self, ending: Ending) {
        self.end_line();
        self.ending = Some(ending);
    }

    /// Asks again what was asked: the person was away.
    pub fn ask_again(&mut self) {
        self.end_line();
        if self.asking.is_some() {
            self.ask_only();
        }
    }

    /// Says why Ctrl-Z does nothing here, and asks again: the kernel threw away what was typed of the answer.
    pub fn stays(&mut self) {
        self.end_line();
        self.say_text(format!("{}.", words::say("key-no-shell")));
        self.ask_again();
    }

    fn offers(&self, button: Button) -> bool {
        self.screen.buttons.iter().any(|it| it.button == button)
    }

    fn press(&mut self, button: Button, now: Instant) {
        self.tell(vec![Event::Pressed { button, on: None }], After::Press(button), now);
    }
}

/// What came to be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    Same,
    Question,
    Screen,
}
