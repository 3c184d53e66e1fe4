//! Looks for rows that are hidden without an error: what rows of one list name ought to be readable in another.
//!
//! ```text
//! every list ─┬─▶ its count ──────────────────────────────────┬─▶ do they agree?
//!             └─▶ one page of it ─▶ the ids that no page shows ┴─▶ look-up by id ─▶ which did not come back?
//! ```
//! All lists are asked at once; what they show is told in the order of the integration and the catalogue.

use std::{
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{Either, select, try_join, try_join_all},
};

use tokio::sync::Notify;

use crate::{
    model::{
        catalog::{Cross, List},
        fault::Fault,
        report::{Check, CheckFinding, CheckOutcome, Seen, Sight},
        right::RightId,
    },
    psa::{Answer, Api, Evidence, PagePart, References, Request},
    wizard::event::Progress,
    words,
};

use super::{session::Session, transport::Retry};

mod check;

/// Answers that may still be open when the cross-checks begin.
const FEW: usize = 4;

/// An answer that turned the login away: nothing more may be sent.
type TurnedAway = Box<Answer>;

/// One page that is read, and everything that is told from it.
#[derive(Default)]
struct Place<'a> {
    /// The list of the integration that it is, so that its rows are counted.
    list: Option<&'a List>,
    /// The cross-checks that read it.
    crosses: Vec<&'a Cross>,
}

impl Place<'_> {
    /// Says whether no condition leaves rows of the page out.
    fn reads_every_row(&self) -> bool {
        self.crosses.iter().all(|it| it.from.only.is_none())
    }

    /// Says whether rows of this list are read, with nothing left out by a condition.
    fn reads(&self, path: &str) -> bool {
        self.crosses.first().is_some_and(|it| it.from.path == path) && self.reads_every_row()
    }
}

/// The cross-checks of one test, on their way beside the proof of the rights: they wait for other replies than it does.
pub(super) struct Sights<'a> {
    session: &'a Session<'a>,
    api: &'a Api,
    start: Start,
    found: Found<'a>,
}

/// Holds the cross-checks back until few answers are open that rights are proved from: a server that limits requests would
/// otherwise refuse what matters more.
#[derive(Clone, Debug, Default)]
pub(super) struct Start(Arc<Notify>);

impl Start {
    /// Lets them go when `open` is few enough.
    pub(super) fn when_few(&self, open: usize) {
        if open <= FEW {
            self.0.notify_one();
        }
    }
}

enum Found<'a> {
    Open(Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>),
    Done(Outcome),
}

/// Everything that was found, in the order in which it is told.
struct Outcome {
    news: Vec<Progress>,
    turned_away: Option<TurnedAway>,
}

impl<'a> Sights<'a> {
    /// Makes ready to run every cross-check of a right that the integration needs. Nothing is sent yet.
    pub(super) fn of(session: &'a Session<'a>, api: &'a Api) -> Self {
        let start = Start::default();
        let started = Arc::clone(&start.0);
        let open = async move {
            started.notified().await;
            find(session, api).await
        };
        Self { session, api, start, found: Found::Open(Box::pin(open)) }
    }

    /// What lets them begin.
    pub(super) fn start(&self) -> Start {
        self.start.clone()
    }

    /// Runs until `rights` are proved. A 401 to either stops both.
    pub(super) async fn beside(mut self, rights: impl Future<Output = ()>) -> Self {
        let rights = pin!(rights);
        self.found = match self.found {
            Found::Open(open) => match select(rights, open).await {
                Either::Left(((), open)) => Found::Open(open),
                Either::Right((found, rights)) => {
                    if found.turned_away.is_none() {
                        rights.await;
                    }
                    Found::Done(found)
                }
            },
            done @ Found::Done(_) => {
                rights.await;
                done
            }
        };
        self
    }

    /// Runs to the end and tells what was found; nothing when `evidence` shows that the login was turned away.
    pub(super) async fn tell(self, evidence: &Evidence) {
        if evidence.values().any(|it| self.session.was_turned_away(it)) {
            return;
        }
        self.start.when_few(0);
        let Outcome { news, turned_away } = match self.found {
            Found::Open(open) => open.await,
            Found::Done(found) => found,
        };
        for it in news {
            self.session.post.news(without_doubt(self.session, evidence, it));
        }
        if let Some(answer) = turned_away {
            tell_refusal(self.session, self.api, *answer).await;
        }
    }
}

/// From so many rows on, that none of them can be read is no deletion.
const ALL_GONE: u64 = 3;

/// Takes the doubt from hidden rows where the evidence itself shows that the role is limited, or where not one row is left.
fn without_doubt(session: &Session<'_>, evidence: &Evidence, news: Progress) -> Progress {
    let Progress::Sighted(mut sight) = news else { return news };
    let cross = session.facts.crosses.iter().find(|it| it.id == sight.check);
    let none_is_left = matches!(sight.seen, Seen::Hidden { hidden, of, .. } if hidden == of && of >= ALL_GONE);
    if none_is_left || cross.is_some_and(|it| session.psa.shows_limit(session.facts, it, evidence)) {
        sight.doubt = None;
    }
    Progress::Sighted(sight)
}

/// Asks for everything at once. After a 401 nothing more is sent.
async fn find(session: &Session<'_>, api: &Api) -> Outcome {
    let places = places(session);
    let counts = try_join_all(places.iter().map(|it| count(session, api, it)));
    match try_join(read(session, api, &places), counts).await {
        Ok((read, counts)) => {
            let all = places.iter().zip(read).zip(counts);
            Outcome {
                news: all.flat_map(|((it, read), count)| news(session, it, read, count)).collect(),
                turned_away: None,
            }
        }
        Err(answer) => Outcome { news: places.iter().flat_map(not_asked).collect(), turned_away: Some(answer) },
    }
}

/// What one list shows.
fn news(session: &Session<'_>, place: &Place<'_>, read: Read, count: Option<Counted>) -> Vec<Progress> {
    let mut news = Vec::new();
    if let (Some(list), Some(count)) = (place.list, &count) {
        news.push(Progress::Counted(list.id.clone(), count.rows));
    }
    let both = place.list.zip(count).zip(read.page);
    let agreement = both.and_then(|((list, count), page)| agreement(list, &count, &page));
    let is_about = |it: &Sight| is_needed(session, &it.right);
    news.extend(agreement.filter(is_about).into_iter().chain(read.sights).map(Progress::Sighted));
    news
}

/// Remembers and tells that the login was turned away in the middle, when that is what the answer means.
async fn tell_refusal(session: &Session<'_>, api: &Api, answer: Answer) {
    let Answer { reply: Ok(reply), label, took } = answer else { return };
    if let Some(fault) = session.psa.read_login(session.login, api, &reply).err().filter(Fault::refuses_login) {
        session.remember_refusal(&fault).await;
        let outcome = CheckOutcome::Failed(fault);
        let finding = CheckFinding { check: Check::Login, outcome, took, request: Some(label), details: vec![] };
        session.post.news(Progress::Checked(finding));
    }
}

fn is_needed(session: &Session<'_>, right: &RightId) -> bool {
    session.needs.rights.iter().any(|it| it.function == *right)
}

/// What is read: the lists of the integration that count or that a cross-check reads, then what else one reads.
fn places<'a>(session: &Session<'a>) -> Vec<Place<'a>> {
    let counts = |it: &&List| it.parent.is_none();
    let lists = session.needs.lists.iter().filter_map(|it| session.facts.list(it)).filter(counts);
    let mut places: Vec<Place<'a>> = lists.map(|list| Place { list: Some(list), crosses: vec![] }).collect();
    let wanted = |it: &&Cross| {
        is_needed(session, &it.right) && it.from.right.as_ref().is_none_or(|right| is_needed(session, right))
    };
    for cross in session.facts.crosses.iter().filter(wanted) {
        let reads_it = |place: &&mut Place<'_>| match (place.crosses.first(), place.list) {
            (Some(other), _) => cross.shares_page_with(other),
            (None, Some(list)) => cross.from.only.is_none() && cross.from.path == list.path,
            (None, None) => false,
        };
        match places.iter_mut().find(reads_it) {
            Some(place) => place.crosses.push(cross),
            None => places.push(Place { list: None, crosses: vec![cross] }),
        }
    }
    places
}

/// Sends one request.
///
/// Errors: the login was turned away.
async fn ask(session: &Session<'_>, request: &Request) -> Result<Answer, TurnedAway> {
    let answer = session.ask(request, Retry::Once).await;
    if session.was_turned_away(&answer) { Err(Box::new(answer)) } else { Ok(answer) }
}

/// What a list counts.
struct Counted {
    rows: u64,
    request: String,
    took: Duration,
}

/// A list without a count, or whose count is refused, has none; the right that is missing says so.
async fn count(session: &Session<'_>, api: &Api, place: &Place<'_>) -> Result<Option<Counted>, TurnedAway> {
    let Some(request) = place.list.and_then(|it| session.psa.count(it, None, session.login, api)) else {
        return Ok(None);
    };
    let answer = ask(session, &request).await?;
    let rows = answer.reply.and_then(|it| session.psa.read_count(&it)).ok();
    Ok(rows.map(|rows| Counted { rows, request: answer.label, took: answer.took }))
}

/// One page that was read.
struct Page {
    answer: Answer,
    /// Its rows, and what they name for the first of the cross-checks that share it; or why it cannot be read.
    read: Result<References, Fault>,
}

/// What was read of one list.
#[derive(Default)]
struct Read {
    page: Option<Arc<Page>>,
    sights: Vec<Sight>,
}

/// Reads every page and checks what it names as soon as it is in.
async fn read(session: &Session<'_>, api: &Api, places: &[Place<'_>]) -> Result<Vec<Read>, TurnedAway> {
    let pages: Vec<_> = places.iter().map(|it| page(session, api, it).shared()).collect();
    let pages = &pages;
    let all = places.iter().zip(pages).map(async |(place, page)| {
        let Some(page) = page.clone().await? else { return Ok(Read::default()) };
        let checks = place.crosses.iter().map(async |cross| {
            // What another page shows need not be looked up.
            let looked_into = places.iter().position(|it| it.reads(&cross.to.path));
            let shown = match looked_into.and_then(|it| pages.get(it)) {
                Some(other) => other.clone().await?,
                None => None,
            };
            check::run(session, api, cross, &page.answer, shown.as_deref()).await
        });
        let sights = try_join_all(checks).await?;
        Ok(Read { page: Some(page).filter(|_| place.reads_every_row()), sights })
    });
    try_join_all(all).await
}

/// Asks for the page that the cross-checks of a place share.
async fn page(session: &Session<'_>, api: &Api, place: &Place<'_>) -> Result<Option<Arc<Page>>, TurnedAway> {
    let Some(first) = place.crosses.first() else { return Ok(None) };
    let mut fields: Vec<&str> = vec![];
    for field in place.crosses.iter().flat_map(|it| it.fields()) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let answer = ask(session, &session.psa.references(first, &fields, session.login, api)).await?;
    let read = references(session, first, &answer);
    Ok(Some(Arc::new(Page { answer, read })))
}

/// What a page names for one cross-check.
fn references(session: &Session<'_>, cross: &Cross, answer: &Answer) -> Result<References, Fault> {
    let reply = answer.reply.as_ref().map_err(Clone::clone)?;
    session.psa.read_references(cross, reply)
}

/// Says whether the count of a list and its rows agree, when all of them came on one page.
///
/// A difference names no row, and may come from a row that was added in between, so it is never more than unclear.
fn agreement(list: &List, count: &Counted, page: &Page) -> Option<Sight> {
    let read = page.read.as_ref().ok()?;
    let n_rows = read.rows.len() as u64;
    let seen = match read.part {
        PagePart::First | PagePart::Newest => return None,
        PagePart::Whole if count.rows == n_rows => Seen::All { of: count.rows },
        PagePart::Whole => Seen::Unclear(words::with(
            "sights-counts-differ",
            &[("counted", count.rows.to_string().into()), ("shown", n_rows.to_string().into())],
        )),
    };
    Some(Sight {
        check: format!("count-of-{}", list.id),
        looks_for: words::with("sights-that-are-counted", &[("rows", list.name.to_lowercase().into())]),
        right: list.right.clone()?,
        seen,
        doubt: None,
        confirmed: None,
        request: format!("{}, {}", count.request, page.answer.label),
        took: count.took.max(page.answer.took),
    })
}

/// The news of a list that was not asked for, because the login was turned away before.
fn not_asked(place: &Place<'_>) -> Vec<Progress> {
    let sight = |it: &&Cross| Sight {
        check: it.id.clone(),
        looks_for: it.looks_for.clone(),
        right: it.right.clone(),
        seen: Seen::Unclear(words::say("sights-turned-away").into()),
        doubt: None,
        confirmed: None,
        request: String::new(),
        took: Duration::ZERO,
    };
    place.crosses.iter().map(sight).map(Progress::Sighted).collect()
}
