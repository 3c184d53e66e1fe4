//! The one thread that writes: it takes pages in order, several in a transaction when they wait, and says what became of
//! their rows. When nobody listens any more it ends the pull as stopped.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::mpsc::{Receiver, Sender, UnboundedReceiver, UnboundedSender, channel, unbounded_channel},
    task::JoinHandle,
};

use crate::{
    engine::{Shared, mirrored::Writing, stored::now},
    model::{
        fault::{ExitCode, Fault},
        id::ListId,
        integration::RowWarning,
        mirror::{RowDoubt, Rows, Shape, Span, Tally},
        saved::Name,
    },
    store::mirror::{Begun, Cursor, End, Known, Mirror, Outcome, Purpose, Sent, Written},
    words,
};

use super::plan::Plan;

/// Pages that wait at most; more would only fill the memory.
const WAITING: usize = 4;

/// Opens the mirror of a connection. Nothing is noted in it yet.
///
/// Errors: [`Fault::Busy`] when another process uses it, and [`Fault::Local`] when it cannot be opened.
pub(super) async fn open(shared: &Arc<Shared>, name: &Name) -> Result<Box<dyn Mirror>, Fault> {
    let (shared, name) = (Arc::clone(shared), name.clone());
    let opened =
        tokio::task::spawn_blocking(move || shared.store.mirror(&name, Purpose::Pull)?.ok_or(Fault::Cancelled));
    opened.await.unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic()))
}

/// What is to be written, in order.
enum Message {
    /// Rows, how far the list is read with them, and what the pull has sent so far.
    Page { page: Box<PageToWrite>, requests: u64 },
    /// A list was read to its end.
    Done { list: usize, cursor: Box<Cursor> },
    /// Ids that are in the mirror are wanted.
    Ids { list: usize, of: usize, after: i64, limit: u32 },
    /// The pull is over.
    End { outcome: Outcome, fault: Option<String>, requests: u64 },
}

/// A page on its way to the mirror.
pub(super) struct PageToWrite {
    /// Of which list of the plan.
    pub(super) list: usize,
    /// Its rows.
    pub(super) rows: Rows,
    /// The row that they hang below.
    pub(super) parent: Option<i64>,
    /// As [`Written::all_of`].
    pub(super) all_of: Option<Span>,
    /// How far the list is read.
    pub(super) cursor: Cursor,
}

/// What the writer says.
#[derive(Debug)]
pub(super) enum Ack {
    /// What became of a page's rows.
    Wrote { list: usize, tally: Tally },
    /// A list is in the mirror to its end; rows there are now.
    Ended { list: usize, rows: u64 },
    /// Ids that are in the mirror.
    Ids { list: usize, ids: Vec<i64> },
    /// Something that the person should know.
    Noted(String),
}

/// What became of one list.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// In this pull.
    pub(super) tally: Tally,
    /// Rows there are now, when the list was read to its end.
    pub(super) rows: u64,
    /// What an integration would trip over.
    pub(super) doubts: Vec<RowDoubt>,
}

/// The writer, as the pull sees it.
pub(super) struct Writer {
    to: Sender<Message>,
    pub(super) acks: UnboundedReceiver<Ack>,
    ended: JoinHandle<Result<Vec<Kept>, Fault>>,
    /// Where the mirror is.
    pub(super) place: String,
}

/// A minute, in which a vendor counts.
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

impl Writer {
    /// Notes that a pull begins in a mirror that is open, and gives what is known of each list.
    ///
    /// Errors: [`Fault::Local`] when the mirror cannot be written.
    pub(super) async fn start(
        mut mirror: Box<dyn Mirror>,
        plan: &Plan<'_>,
        warnings: &[RowWarning],
        writing: Writing,
    ) -> Result<(Self, Known), Fault> {
        let (to, messages) = channel(WAITING);
        let (acks, from) = unbounded_channel();
        let (shapes, kept, at, warnings) = (plan.shapes.clone(), plan.kept, plan.at.clone(), warnings.to_vec());
        let source = plan.source.clone();
        let place = mirror.place();
        let (begun, first) = tokio::sync::oneshot::channel();
        let ended = tokio::task::spawn_blocking(move || {
            // Until the mirror is closed.
            let _writing = writing;
            let minute_ago = at.parse::<Timestamp>().ok().and_then(|it| it.checked_sub(MINUTE).ok());
            let recent = minute_ago.unwrap_or_default().to_string();
            let known = mirror.begin_pull(&Begun { source: &source, shapes: &shapes, kept, at: &at, recent: &recent });
            let is_begun = known.is_ok();
            // Whoever waits for it may be gone.
            let _ = begun.send(known);
            if is_begun { Thread::of(mirror, shapes, warnings, acks).run(messages) } else { Ok(vec![]) }
        });
        let known = first.await.unwrap_or(Err(Fault::Cancelled))?;
        Ok((Self { to, acks: from, ended, place }, known))
    }

    /// Hands a page over, with how many requests were sent by now; waits while several wait already.
    ///
    /// Errors: [`Fault::Cancelled`] when the writer has failed; [`Self::end`] says why.
    pub(super) async fn page(&self, page: PageToWrite, requests: u64) -> Result<(), Fault> {
        self.send(Message::Page { page: Box::new(page), requests }).await
    }

    /// A list was read to its end.
    pub(super) async fn done(&self, list: usize, cursor: Cursor) -> Result<(), Fault> {
        self.send(Message::Done { list, cursor: Box::new(cursor) }).await
    }

    /// Asks for ids of the list `of` above `after`, for `list`.
    pub(super) async fn ids(&self, list: usize, of: usize, after: i64, limit: u32) -> Result<(), Fault> {
        self.send(Message::Ids { list, of, after, limit }).await
    }

    async fn send(&self, message: Message) -> Result<(), Fault> {
        self.to.send(message).await.map_err(|_| Fault::Cancelled)
    }

    /// Ends the pull and gives what became of each list.
    ///
    /// Errors: why the mirror could not be written.
    pub(super) async fn end(self, fault: Option<&Fault>, requests: u64) -> Result<Vec<Kept>, Fault> {
        let outcome = match fault {
            None => Outcome::Complete,
            Some(fault) if fault.exit_code() == ExitCode::RightMissing => Outcome::Partial,
            Some(Fault::Limited { .. } | Fault::Cancelled) => Outcome::Stopped,
            Some(_) => Outcome::Failed,
        };
        let fault = fault.map(ToString::to_string);
        // When it has failed, its own fault follows.
        let _ = self.send(Message::End { outcome, fault, requests }).await;
        drop(self.to);
        self.ended.await.unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic()))
    }
}

/// The writer itself.
struct Thread {
    mirror: Box<dyn Mirror>,
    shapes: Vec<Shape>,
    warnings: Vec<RowWarning>,
    acks: UnboundedSender<Ack>,
    kept: Vec<Kept>,
    /// What the pull has sent so far.
    requests: u64,
    /// What became of the rows since a list was begun, earlier pulls included.
    tallies: BTreeMap<usize, Tally>,
    /// Lists that were read to their end, and whether they were looked at.
    ended: BTreeMap<usize, Looked>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looked {
    At,
    NotYet,
}

impl Thread {
    fn of(mirror: Box<dyn Mirror>, shapes: Vec<Shape>, warnings: Vec<RowWarning>, acks: UnboundedSender<Ack>) -> Self {
        let kept = vec![Kept::default(); shapes.len()];
        Self { mirror, shapes, warnings, acks, kept, requests: 0, tallies: BTreeMap::new(), ended: BTreeMap::new() }
    }

    fn run(mut self, mut messages: Receiver<Message>) -> Result<Vec<Kept>, Fault> {
        let mut pages = vec![];
        while let Some(first) = messages.blocking_recv() {
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Page { page, requests } => {
                        self.requests = requests;
                        pages.push(*page);
                    }
                    Message::Done { list, cursor } => {
                        self.write(&mut pages)?;
                        self.done(list, &cursor)?;
                    }
                    Message::Ids { list, of, after, limit } => {
                        self.write(&mut pages)?;
                        let ids = self.mirror.ids(&self.shapes[of], after, limit)?;
                        self.say(Ack::Ids { list, ids });
                    }
                    Message::End { outcome, fault, requests } => {
                        self.write(&mut pages)?;
                        self.look(Look::AtAll);
                        self.count_unended();
                        self.mirror.end_pull(&End { outcome, fault: fault.as_deref(), requests, at: &now() })?;
                        return Ok(self.kept);
                    }
                }
                next = messages.try_recv().ok();
            }
            self.write(&mut pages)?;
        }
        let requests = self.requests;
        self.mirror.end_pull(&End { outcome: Outcome::Stopped, fault: None, requests, at: &now() })?;
        Ok(self.kept)
    }

    /// Finds out how many rows there are of lists that were not read to their end.
    fn count_unended(&mut self) {
        if self.ended.len() == self.shapes.len() {
            return;
        }
        let Ok(summary) = self.mirror.summary() else { return };
        for (at, shape) in self.shapes.iter().enumerate().filter(|it| !self.ended.contains_key(&it.0)) {
            let there = summary.lists.iter().find(|it| it.list == shape.list);
            self.kept[at].rows = there.map_or(0, |it| it.rows);
        }
    }

    fn write(&mut self, pages: &mut Vec<PageToWrite>) -> Result<(), Fault> {
        if pages.is_empty() {
            return Ok(());
        }
        for page in pages.iter_mut() {
            page.cursor.tally = *self.tallies.entry(page.list).or_insert(page.cursor.tally);
        }
        let written: Vec<Written<'_>> = pages
            .iter()
            .map(|it| Written {
                shape: &self.shapes[it.list],
                rows: &it.rows,
                parent: it.parent,
                all_of: it.all_of,
                cursor: &it.cursor,
            })
            .collect();
        let tallies = self.mirror.write(&written, Sent { requests: self.requests, at: &now() })?;
        tracing::debug!(pages = written.len(), "written");
        for (page, tally) in pages.drain(..).zip(tallies) {
            self.tallies.entry(page.list).or_default().add(tally);
            self.kept[page.list].tally.add(tally);
            self.say(Ack::Wrote { list: page.list, tally });
        }
        Ok(())
    }

    fn done(&mut self, list: usize, cursor: &Cursor) -> Result<(), Fault> {
        let end = self.mirror.end_list(&self.shapes[list], cursor, &now())?;
        tracing::debug!(list = self.shapes[list].list.0, rows = end.rows, "read to its end");
        self.kept[list].rows = end.rows;
        self.kept[list].tally.gone += end.gone;
        self.ended.insert(list, Looked::NotYet);
        self.say(Ack::Ended { list, rows: end.rows });
        self.look(Look::AtReady);
        Ok(())
    }

    /// Looks at the rows of lists that were read to their end for what an integration would trip over.
    ///
    /// That it cannot be looked is said, and stops nothing: the rows are there.
    fn look(&mut self, which: Look) {
        let is_pending = |id: &ListId| {
            let list = self.shapes.iter().position(|it| it.list == *id);
            list.is_some_and(|it| !self.ended.contains_key(&it))
        };
        let ready: Vec<usize> = self
            .ended
            .iter()
            .filter(|(_, looked)| **looked == Looked::NotYet)
            .map(|(list, _)| *list)
            .filter(|list| {
                let id = &self.shapes[*list].list;
                let mut of = self.warnings.iter().filter(|it| it.list == *id);
                which == Look::AtAll || !of.any(|it| it.when.looks_into().is_some_and(is_pending))
            })
            .collect();
        for list in ready {
            let shape = &self.shapes[list];
            let warnings: Vec<&RowWarning> = self.warnings.iter().filter(|it| it.list == shape.list).collect();
            match self.mirror.doubts(shape, &warnings) {
                Ok(doubts) => self.kept[list].doubts = doubts,
                Err(fault) => {
                    let note = words::with(
                        "pull-not-looked-at",
                        &[("list", shape.list.to_string().into()), ("fault", fault.to_string().into())],
                    );
                    self.say(Ack::Noted(note));
                }
            }
            tracing::debug!(list = self.shapes[list].list.0, "looked at");
            self.ended.insert(list, Looked::At);
        }
    }

    fn say(&self, ack: Ack) {
        // The pull may have been stopped; what was written stays.
        let _ = self.acks.send(ack);
    }
}

/// Which lists are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Those whose warnings look into nothing that is still being read.
    AtReady,
    /// All that were read to their end.
    AtAll,
}
