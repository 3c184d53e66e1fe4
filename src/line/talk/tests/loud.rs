//! The loop on a terminal where much comes at once.

use std::io;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use zeroize::Zeroizing;

use super::{Stage, testing};
use crate::{
    face::Ending,
    line::{prompt::Echo, run::Terminal, tty::Heard},
    wizard::event::{Button, Event},
};

/// Has a line ready, and jobs that have much to say, once something was written.
struct Loud {
    jobs: UnboundedSender<Event>,
    lines: Vec<Heard>,
}

impl Terminal for Loud {
    async fn lines(&mut self) -> io::Result<Heard> {
        Ok(self.lines.pop().unwrap_or(Heard::Gone))
    }

    async fn write(&mut self, _: &str) -> io::Result<()> {
        let _ = self.jobs.send(Event::Began);
        Ok(())
    }

    fn set_echo(&mut self, _: Echo) -> io::Result<()> {
        Ok(())
    }

    fn columns(&self) -> usize {
        80
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_line_is_taken_before_what_jobs_report() {
    let Stage { heard, talk, .. } = testing(Some("checking"));
    let (jobs, events) = unbounded_channel();
    let terminal = Loud { jobs, lines: vec![Heard::Text(Zeroizing::new("s".into()))] };
    let ending = talk.run(terminal, futures_util::stream::pending(), events).await;
    assert_eq!(ending.expect("it cannot fail"), Ending::Signal(1), "the terminal is gone then");
    assert_eq!(heard.borrow().first(), Some(&Event::Pressed { button: Button::Stop, on: None }));
}
