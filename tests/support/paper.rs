//! A terminal of paper for the line face: what is written stays, answers come from a channel, and each waits for what it
//! answers.

use std::{cell::RefCell, io, mem, rc::Rc, time::Duration};

use futures_util::Stream;
use psa_connect::{
    face::{Driver, Ending, Machine},
    line::{
        paper::Letters,
        prompt::Echo,
        run::{Outside, Terminal},
        talk::{Pace, Talk},
        tty::Heard,
    },
    wizard::event::Event,
};
use tokio::{
    sync::{Notify, mpsc},
    time::{Instant, timeout_at},
};
use zeroize::Zeroizing;

/// The longest that a walk waits for one text. Reached only when it does not come.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Default)]
struct Sheet {
    text: RefCell<String>,
    written: Notify,
}

/// The terminal that the conversation has.
struct Paper {
    sheet: Rc<Sheet>,
    answers: mpsc::UnboundedReceiver<Heard>,
    echo: Echo,
    columns: usize,
}

impl Terminal for Paper {
    async fn lines(&mut self) -> io::Result<Heard> {
        let Some(heard) = self.answers.recv().await else { return Ok(Heard::Gone) };
        // A terminal shows what is typed, or the end of the line alone.
        if let Heard::Text(text) = &heard {
            let shown = if self.echo == Echo::Shown { text.as_str() } else { "" };
            self.sheet.text.borrow_mut().extend([shown, "\n"]);
        }
        Ok(heard)
    }

    async fn write(&mut self, text: &str) -> io::Result<()> {
        self.sheet.text.borrow_mut().push_str(text);
        self.sheet.written.notify_one();
        Ok(())
    }

    fn set_echo(&mut self, echo: Echo) -> io::Result<()> {
        self.echo = echo;
        Ok(())
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The person: hears what is said, and answers.
pub(crate) struct Person {
    sheet: Rc<Sheet>,
    /// Taken away when the terminal is lost.
    pub(crate) answers: RefCell<Option<mpsc::UnboundedSender<Heard>>>,
    heard: RefCell<usize>,
}

impl Person {
    /// Waits for a text behind what was waited for before, wherever its lines end.
    pub(crate) async fn hears(&self, text: &str) {
        let wanted = text.replace('\n', " ");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let from = *self.heard.borrow();
            let found = self.sheet.text.borrow()[from..].replace('\n', " ").find(&wanted);
            if let Some(at) = found {
                *self.heard.borrow_mut() += at + text.len();
                return;
            }
            let written = timeout_at(deadline, self.sheet.written.notified()).await;
            assert!(written.is_ok(), "\"{text}\" never came behind:\n{}", self.sheet.text.borrow());
        }
    }

    /// Waits for a question, and answers it with a line.
    pub(crate) async fn answers(&self, question: &str, line: &str) {
        self.hears(question).await;
        self.gives(Heard::Text(Zeroizing::new(line.to_owned())));
    }

    pub(crate) fn gives(&self, heard: Heard) {
        // The face may have ended: the walk sees its ending.
        let _ = self.answers.borrow().as_ref().map(|it| it.send(heard));
    }
}

/// Plays one run of the face, so many columns wide. Gives how it ended and all that was written.
pub(crate) async fn sit<M: Machine, D: Driver>(
    machine: M,
    driver: D,
    events: mpsc::UnboundedReceiver<Event>,
    outside: impl Stream<Item = Outside> + Unpin,
    columns: usize,
    hands: impl AsyncFnOnce(&Person),
) -> (Ending, String) {
    let (answers, heard) = mpsc::unbounded_channel();
    let sheet = Rc::new(Sheet::default());
    let paper = Paper { sheet: Rc::clone(&sheet), answers: heard, echo: Echo::Shown, columns };
    // Progress depends on how busy the host is: no transcript may.
    let pace = Pace { news: Duration::from_hours(1), silence: Duration::from_hours(1) };
    let talk = Talk::new(machine, driver, Letters::Any, pace);
    let face = talk.run(paper, outside, events);
    let person = Person { sheet, answers: RefCell::new(Some(answers)), heard: RefCell::new(0) };
    let (ending, ()) = tokio::join!(face, hands(&person));
    let paper = mem::take(&mut *person.sheet.text.borrow_mut());
    (ending.expect("paper cannot fail"), paper)
}
