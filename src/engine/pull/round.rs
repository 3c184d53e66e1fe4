//! One pull from its first request to its last: keeps the requests going, hands what comes to the writer, tells how far it is.

use std::{
    sync::{Arc, atomic::AtomicU32},
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use tokio::time::MissedTickBehavior;

use crate::{
    engine::{guard::Turn, session::Session},
    model::{
        fault::{ExitCode, Fault},
        mirror::{Flow, ListNews, PulledList},
    },
    psa::Api,
    store::mirror::ListState,
    wizard::event::{Consent, Progress, PullNews},
};

use super::{
    Asked, EVERY, Got, Manner, Standing,
    below::{Below, IDS},
    budget, counted_list, fetch, first,
    list::{Above, Reading, Way},
    plan::Plan,
    walk::Walk,
    writer::{Ack, PageToWrite, Writer},
};

/// One pull.
pub(super) struct Round<'a> {
    session: &'a Session<'a>,
    plan: &'a Plan<'a>,
    /// Where the API is, as far as is known.
    pub(super) api: Arc<Api>,
    began: Instant,
    told: Option<Instant>,
    pub(super) readings: Vec<Reading<'a>>,
    pub(super) counted: Vec<PulledList>,
    /// Whether an earlier pull is gone on with.
    pub(super) is_resumed: bool,
    /// What is known of the login so far.
    pub(super) standing: Standing,
}

/// Of which list of the plan an answer is, or which counted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// The list, and how often it was begun anew when it was asked.
    List(usize, u32),
    Counted(usize),
}

impl<'a> Round<'a> {
    /// Begins each list where its state says.
    pub(super) fn of(session: &'a Session<'a>, plan: &'a Plan<'a>, states: Vec<ListState>, began: Instant) -> Self {
        let mut is_resumed = false;
        let lists = plan.lists.iter().zip(&plan.shapes).zip(states);
        let readings = lists.map(|((list, shape), state)| {
            let (cursor, resumed) = plan.begin(list, state);
            is_resumed |= resumed;
            let parent = list.parent.as_ref().and_then(|id| plan.lists.iter().position(|it| it.id == *id));
            let way = match parent {
                None => Way::Ids(Walk::of(&cursor.covered, plan.page)),
                Some(parent) => Way::Below(Below::of(&cursor.covered), parent),
            };
            Reading::of(list, shape, cursor, way, plan.page)
        });
        let readings = readings.collect();
        // Where it is for every tenant that is known; the first answer says when it is elsewhere.
        let api = Arc::new(Api::at(&session.facts.address.api_path));
        let standing = Standing::Unproven;
        Self { session, plan, api, began, told: None, readings, counted: vec![], is_resumed, standing }
    }

    /// Waits until the vendor's limit lets the first question go, for as long as it takes. Nobody holds the right to send the
    /// login meanwhile: whoever ends the pull then leaves no doubt about it.
    ///
    /// Errors: the login may not be sent any more.
    pub(super) async fn free(&mut self, turn: Turn, consent: Consent) -> Result<Turn, Fault> {
        let (session, mut turn) = (self.session, turn);
        // Other jobs may use the minute up while the turn is waited for.
        while self.waits().is_some() {
            session.not_refused().await;
            drop(turn);
            while let Some(wait) = self.waits() {
                self.tell(Often::Seldom);
                tokio::time::sleep(wait.min(EVERY)).await;
            }
            turn = session.turn(consent).await?;
        }
        Ok(turn)
    }

    fn waits(&self) -> Option<Duration> {
        self.session.transport.waits(&self.session.login.origin)
    }

    /// Reads every list to its end, or finds out why that cannot be.
    ///
    /// Errors: what stops the whole pull. What is wrong with one list alone is kept with it.
    ///
    /// `turn` is the right to send the login, given back as soon as it is known how that went.
    pub(super) async fn run(&mut self, writer: &mut Writer, turn: Turn) -> Result<(), Fault> {
        let session = self.session;
        let mut turn = Some(turn);
        let mut flying = FuturesUnordered::new();
        let mut to_count: Vec<usize> = (0..self.plan.counted.len()).rev().collect();
        // The first question goes alone: a login that is turned away is not sent seven times more.
        let mut at_once = 1;
        let mut ticks = tokio::time::interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            self.end_lists(writer).await?;
            while flying.len() < at_once {
                let next = self.next().map(|(list, asked)| (Of::List(list, self.readings[list].generation), asked));
                let next = next.or_else(|| {
                    let is_in = at_once > 1 || self.readings.is_empty();
                    let counted = if is_in { to_count.pop() } else { None };
                    counted.map(|it| (Of::Counted(it), Asked::Count))
                });
                let Some((of, asked)) = next else { break };
                let (list, since, page) = match of {
                    Of::List(it, _) => {
                        let it = &self.readings[it];
                        (it.list, it.cursor.since.clone(), Arc::clone(&it.page))
                    }
                    Of::Counted(it) => (self.plan.counted[it], None, Arc::new(AtomicU32::new(self.plan.page))),
                };
                let standing = self.standing;
                let manner = Manner { api: Arc::clone(&self.api), page, kept: self.plan.kept, since, login: standing };
                flying.push(async move {
                    let (got, api) = match standing {
                        Standing::Unproven => first(session, list, asked, manner).await,
                        Standing::LetIn => (fetch(session, list, asked, manner).await, None),
                    };
                    (of, asked, got, api)
                });
            }
            self.ask_for_ids(writer).await?;
            if flying.is_empty() && self.readings.iter().all(|it| it.now.is_some() || it.failed.is_some()) {
                break;
            }
            tokio::select! {
                Some((of, asked, got, api)) = flying.next() => match of {
                    Of::List(list, generation) => {
                        self.readings[list].landed();
                        if let Some(api) = api {
                            self.api = Arc::new(api);
                        }
                        // Whatever stops the pull from now on, the login was let in.
                        if self.standing == Standing::Unproven && got.as_ref().map_or_else(lets_in, |_| true) {
                            self.standing = Standing::LetIn;
                            at_once = session.transport.limits().in_flight;
                            session.let_in().await;
                            drop(turn.take());
                        }
                        if generation == self.readings[list].generation {
                            self.take(list, asked, got, writer).await?;
                        }
                    }
                    Of::Counted(nth) => {
                        let list = self.plan.counted[nth];
                        let count = match got {
                            Ok(Got::Count(rows)) => Ok(rows),
                            Ok(Got::Top(_) | Got::Page(..)) => Ok(0),
                            Err(fault) if is_of_one_list(&fault) => Err(fault),
                            Err(fault) => return Err(fault),
                        };
                        self.counted.push(counted_list(&list.id, &list.name, count));
                    }
                },
                ack = writer.acks.recv() => match ack {
                    Some(ack) => self.acknowledged(ack),
                    // It says why when it is ended.
                    None => return Err(Fault::Cancelled),
                },
                _ = ticks.tick() => {}
            }
            self.tell(Often::Seldom);
        }
        self.tell(Often::Now);
        Ok(())
    }

    /// Why a list that the pull should have read was not; a missing right only when there is nothing else.
    pub(super) fn failed(&self) -> Option<&Fault> {
        let faults = || self.readings.iter().filter_map(|it| it.failed.as_ref());
        faults().find(|it| it.exit_code() != ExitCode::RightMissing).or_else(|| faults().next())
    }

    /// Where few requests of one list may be on their way, the list that has most left is asked first, so that all end
    /// together. Else lists are read to their ends one after the other, so that their rows are looked at meanwhile.
    fn next(&mut self) -> Option<(usize, Asked)> {
        let few = self.session.facts.limits.per_entity;
        let lanes = few.unwrap_or(self.session.transport.limits().in_flight);
        let mut order: Vec<usize> = (0..self.readings.len()).collect();
        let weight = |list: usize| {
            let is_above = self.readings.iter().any(|it| matches!(it.way, Way::Below(_, of) if of == list));
            let weight = self.readings[list].weight(if is_above { Above::AList } else { Above::Nothing });
            if few.is_some() || weight.is_infinite() { weight } else { -weight }
        };
        order.sort_by(|one, other| weight(*other).total_cmp(&weight(*one)));
        let now = Instant::now();
        order.into_iter().find_map(|list| {
            let asked = self.readings[list].next(lanes)?;
            let reading = &mut self.readings[list];
            let done = match &reading.way {
                Way::Ids(_) => reading.meter.rows,
                Way::Below(below, _) => below.done,
            };
            reading.meter.start(now, done);
            Some((list, asked))
        })
    }

    async fn take(&mut self, list: usize, asked: Asked, got: Result<Got, Fault>, writer: &Writer) -> Result<(), Fault> {
        let reading = &mut self.readings[list];
        match got {
            Ok(Got::Count(rows)) => {
                if let Way::Ids(walk) = &mut reading.way {
                    walk.total = Some(rows);
                }
            }
            Ok(Got::Top(top)) => {
                if let Way::Ids(walk) = &mut reading.way {
                    walk.top = top;
                }
            }
            Ok(Got::Page(page, size)) => {
                let all_of = reading.came(asked, &page, size);
                let parent = match asked {
                    Asked::Below(it) => Some(it.parent),
                    Asked::Page(_) | Asked::Count | Asked::Top => None,
                };
                let cursor = reading.cursor.clone();
                let page = PageToWrite { list, rows: page.rows, parent, all_of, cursor };
                writer.page(page, self.session.sent()).await?;
            }
            Err(fault) if !is_of_one_list(&fault) => return Err(fault),
            // Where the PSA does not say what changed after all, everything is read.
            Err(Fault::QueryRefused { .. }) if reading.cursor.since.is_some() => {
                tracing::info!(list = reading.list.id.0, "the PSA does not say what changed");
                reading.read_all(&self.plan.at, self.plan.page);
            }
            // Without a number the list is read all the same.
            Err(_) if matches!(asked, Asked::Count | Asked::Top) => {}
            Err(fault) => self.give_up(list, &fault),
        }
        Ok(())
    }

    /// A list cannot be read, and so none that hangs below it.
    fn give_up(&mut self, list: usize, fault: &Fault) {
        for (at, it) in self.readings.iter_mut().enumerate() {
            if at == list || matches!(it.way, Way::Below(_, of) if of == list) {
                it.failed.get_or_insert_with(|| fault.clone());
            }
        }
    }

    /// Tells the writer of lists that are read to their end, and lets those below them begin.
    async fn end_lists(&mut self, writer: &Writer) -> Result<(), Fault> {
        for list in 0..self.readings.len() {
            let reading = &mut self.readings[list];
            if reading.is_ended || reading.failed.is_some() || !reading.is_read() {
                continue;
            }
            reading.is_ended = true;
            writer.done(list, reading.cursor.clone()).await?;
            for it in &mut self.readings {
                match &mut it.way {
                    Way::Below(below, of) if *of == list => below.parent_is_read(),
                    Way::Below(..) | Way::Ids(_) => {}
                }
            }
        }
        Ok(())
    }

    async fn ask_for_ids(&mut self, writer: &Writer) -> Result<(), Fault> {
        for (list, reading) in self.readings.iter_mut().enumerate() {
            if reading.failed.is_none()
                && let Way::Below(below, of) = &mut reading.way
                && below.wants_ids()
            {
                writer.ids(list, *of, below.after, IDS).await?;
            }
        }
        Ok(())
    }

    fn acknowledged(&mut self, ack: Ack) {
        match ack {
            Ack::Wrote { list, tally } => self.readings[list].meter.wrote(tally.read),
            Ack::Noted(note) => self.session.note(note),
            Ack::Ended { list, rows } => self.readings[list].now = Some(rows),
            Ack::Ids { list, ids } => {
                if let Way::Below(below, _) = &mut self.readings[list].way {
                    below.take_ids(&ids);
                }
            }
        }
    }

    fn tell(&mut self, often: Often) {
        let now = Instant::now();
        if often == Often::Seldom && self.told.is_some_and(|it| now.duration_since(it) < EVERY) {
            return;
        }
        self.told = Some(now);
        let lists = self.readings.iter().map(|it| self.news_of(it, now)).collect();
        let (budget, took, waits) = (budget(self.session), now.duration_since(self.began), self.waits());
        let news = PullNews { lists, budget, took, waits };
        self.session.post.news(Progress::Pulling(Box::new(news)));
    }

    fn news_of(&self, reading: &Reading<'_>, now: Instant) -> ListNews {
        let rows = reading.now.unwrap_or(reading.meter.rows);
        let (done, total, of) = match &reading.way {
            Way::Ids(walk) => (rows, walk.rows(), None),
            Way::Below(below, of) => {
                let parent = &self.readings[*of];
                let total = parent.now;
                (below.done, total, Some(parent.list.name.to_lowercase()))
            }
        };
        let flow = if reading.failed.is_some() {
            Flow::Failed
        } else if reading.now.is_some() {
            Flow::Done
        } else {
            reading.meter.flow(now, done, total)
        };
        ListNews { list: reading.list.id.clone(), rows, total, of, done, flow }
    }
}

/// How urgently progress is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Often {
    Seldom,
    Now,
}

/// Whether a fault is what only a login that was let in gets to see.
fn lets_in(fault: &Fault) -> bool {
    matches!(fault, Fault::Forbidden { .. } | Fault::QueryRefused { .. } | Fault::NoSuchRecord { .. })
}

/// Whether a fault says something of one list only, so that the others are worth asking for.
fn is_of_one_list(fault: &Fault) -> bool {
    matches!(fault.exit_code(), ExitCode::RightMissing | ExitCode::CouldNotTell)
        || matches!(fault, Fault::ServerTrouble { .. } | Fault::VendorTimedOut { .. })
}
