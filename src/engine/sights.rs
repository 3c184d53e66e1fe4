//! Looks for rows that are hidden without an error: what rows of one list name ought to be readable in another.
//!
//! ```text
//! a list ─┬─▶ its count ───────────────────────────┬─▶ do they agree?
//!         └─▶ one page of it ─▶ the ids it names ──┴─▶ look-up by id ─▶ which did not come back?
//! ```
//! All lists are asked at once; what they show is told in the order of the integration and the catalogue.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use futures_util::{
    StreamExt, TryStreamExt,
    future::try_join,
    stream::{FuturesOrdered, FuturesUnordered},
};

use crate::{
    model::{
        catalog::{Cross, List},
        report::{Check, CheckFinding, CheckOutcome, Seen, Sight},
        right::RightId,
    },
    psa::{Answer, Api, Evidence, PagePart, Reference, References, Request},
    wizard::event::Progress,
};

use super::{
    safe,
    session::{Session, is_refusal, refuses},
    transport::Retry,
};

/// Hidden rows that are named.
const EXAMPLES: usize = 3;

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

/// Runs every cross-check of a right that the integration needs. `evidence` is what the rights were proved from.
///
/// After a 401 nothing more is sent.
pub(super) async fn run(session: &Session<'_>, api: &Api, evidence: &Evidence) {
    if evidence.values().any(refuses) {
        return;
    }
    let places = places(session);
    let mut open: FuturesUnordered<_> =
        places.iter().enumerate().map(async |(nth, place)| (nth, look(session, api, place).await)).collect();
    let mut ready = BTreeMap::new();
    let mut next = 0;
    let mut turned_away = None;
    while let Some((nth, result)) = open.next().await {
        match result {
            Ok(news) => drop(ready.insert(nth, news)),
            Err(answer) => {
                turned_away = Some(answer);
                break;
            }
        }
        while let Some(news) = ready.remove(&next) {
            next += 1;
            tell(session, news);
        }
    }
    drop(open);
    if let Some(answer) = turned_away {
        for (nth, place) in places.iter().enumerate().skip(next) {
            tell(session, ready.remove(&nth).unwrap_or_else(|| not_asked(place)));
        }
        tell_refusal(session, api, *answer);
    }
}

fn tell(session: &Session<'_>, news: Vec<Progress>) {
    for it in news {
        session.post.news(it);
    }
}

/// Tells that the login was turned away in the middle, when that is what the answer means.
fn tell_refusal(session: &Session<'_>, api: &Api, answer: Answer) {
    let Answer { reply: Ok(reply), label, took } = answer else { return };
    if let Some(fault) = session.psa.read_login(session.login, api, &reply).err().filter(is_refusal) {
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

/// Asks once more only as the transport does.
///
/// Errors: the login was turned away.
async fn ask(session: &Session<'_>, request: &Request) -> Result<Answer, TurnedAway> {
    let answer = session.ask(request, Retry::Once).await;
    if refuses(&answer) { Err(Box::new(answer)) } else { Ok(answer) }
}

/// Counts and reads one list and checks what its rows name.
async fn look(session: &Session<'_>, api: &Api, place: &Place<'_>) -> Result<Vec<Progress>, TurnedAway> {
    let (count, (page, sights)) = try_join(count(session, api, place), read(session, api, place)).await?;
    let mut news = Vec::new();
    if let (Some(list), Some(Counted { rows, .. })) = (place.list, &count) {
        news.push(Progress::Counted(list.id.clone(), *rows));
    }
    let agreement = place.list.zip(count).zip(page).and_then(|((list, count), page)| agreement(list, &count, &page));
    let is_about = |it: &Sight| is_needed(session, &it.right);
    news.extend(agreement.filter(is_about).into_iter().chain(sights).map(Progress::Sighted));
    Ok(news)
}

/// What a list counts.
struct Counted {
    rows: u64,
    request: String,
    took: Duration,
}

/// One page that was read.
struct Page {
    rows: u64,
    part: PagePart,
    request: String,
    took: Duration,
}

/// A list without a count, or whose count is refused, has none; the right that is missing says so.
async fn count(session: &Session<'_>, api: &Api, place: &Place<'_>) -> Result<Option<Counted>, TurnedAway> {
    let Some(request) = place.list.and_then(|it| session.psa.count(it, session.login, api)) else { return Ok(None) };
    let answer = ask(session, &request).await?;
    let rows = answer.reply.and_then(|it| session.psa.read_count(&it)).ok();
    Ok(rows.map(|rows| Counted { rows, request: answer.label, took: answer.took }))
}

/// Reads the page that the cross-checks share, then runs them at once.
async fn read(session: &Session<'_>, api: &Api, place: &Place<'_>) -> Result<(Option<Page>, Vec<Sight>), TurnedAway> {
    let Some(first) = place.crosses.first() else { return Ok((None, vec![])) };
    let mut fields: Vec<&str> = vec![];
    for field in place.crosses.iter().flat_map(|it| it.fields()) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let answer = ask(session, &session.psa.references(first, &fields, session.login, api)).await?;
    let page = answer.reply.as_ref().ok().and_then(|it| session.psa.read_references(first, it).ok());
    let page = page.filter(|_| first.from.only.is_none()).map(|it| Page {
        rows: it.rows.len() as u64,
        part: it.part,
        request: answer.label.clone(),
        took: answer.took,
    });
    let checks: FuturesOrdered<_> = place.crosses.iter().map(|it| check(session, api, it, &answer)).collect();
    Ok((page, checks.try_collect().await?))
}

/// Says whether the count of a list and its rows agree, when all of them came on one page.
///
/// A difference names no row, and may come from a row that was added in between, so it is never more than unclear.
fn agreement(list: &List, count: &Counted, page: &Page) -> Option<Sight> {
    let seen = match page.part {
        PagePart::First | PagePart::Newest => return None,
        PagePart::Whole if count.rows == page.rows => Seen::All { of: count.rows },
        PagePart::Whole => Seen::Unclear(format!(
            "the PSA counts {} and shows {}: rows may be hidden, or were changed meanwhile",
            count.rows, page.rows
        )),
    };
    Some(Sight {
        check: format!("count-of-{}", list.id),
        looks_for: format!("{} that are counted", list.name.to_lowercase()),
        right: list.right.clone()?,
        seen,
        request: [&count.request, &page.request].map(String::as_str).join(", "),
        took: count.took.max(page.took),
    })
}

/// Runs one cross-check on the answer that holds the page it reads.
async fn check(session: &Session<'_>, api: &Api, cross: &Cross, answer: &Answer) -> Result<Sight, TurnedAway> {
    let reply = answer.reply.as_ref().map_err(Clone::clone);
    let looked = match reply.and_then(|it| session.psa.read_references(cross, it)) {
        Ok(page) => look_up(session, api, cross, &page).await?,
        Err(fault) => Looked::unclear(format!("{} could not be read: {fault}", cross.from.rows)),
    };
    let doubt = match (&looked.seen, &cross.doubt) {
        (Seen::Hidden { .. }, Some(doubt)) => format!(" ({doubt})"),
        (Seen::Hidden { .. } | Seen::All { .. } | Seen::Unclear(_), _) => String::new(),
    };
    Ok(Sight {
        check: cross.id.clone(),
        looks_for: format!("{}{}{doubt}", cross.looks_for, looked.scope),
        right: cross.right.clone(),
        seen: looked.seen,
        request: match looked.request.filter(|it| *it != answer.label) {
            Some(request) => format!("{}, {request}", answer.label),
            None => answer.label.clone(),
        },
        took: answer.took + looked.took,
    })
}

/// How a look-up went.
struct Looked {
    seen: Seen,
    /// Of how many rows, when not of all.
    scope: String,
    request: Option<String>,
    took: Duration,
}

impl Looked {
    fn unclear(why: String) -> Self {
        Self { seen: Seen::Unclear(safe(&why)), scope: String::new(), request: None, took: Duration::ZERO }
    }
}

/// Looks up what a page names and says what did not come back.
async fn look_up(session: &Session<'_>, api: &Api, cross: &Cross, page: &References) -> Result<Looked, TurnedAway> {
    let mut named = BTreeSet::new();
    let named: Vec<&Reference> = page.found.iter().filter(|it| named.insert(it.id)).collect();
    if named.is_empty() {
        return Ok(Looked::unclear(format!("no {} that can be read names one", cross.from.row)));
    }
    // A row of the very list that is looked into was just seen.
    let own: BTreeSet<u64> =
        if cross.from.path == cross.to.path { page.rows.iter().copied().collect() } else { BTreeSet::new() };
    let (seen, open): (Vec<&Reference>, Vec<&Reference>) = named.iter().partition(|it| own.contains(&it.id));
    let ids: Vec<u64> = open.iter().map(|it| it.id).collect();
    let look_ups = session.psa.among(cross, &ids, session.login, api);
    let mut told = Told::default();
    let mut answers: FuturesUnordered<_> =
        look_ups.iter().map(async |it| ask(session, &it.request).await.map(|answer| (it, answer))).collect();
    while let Some((look_up, answer)) = answers.try_next().await? {
        told.took = told.took.max(answer.took);
        let came = answer.reply.and_then(|it| session.psa.read_ids(cross, &it));
        told.add(&look_up.ids, came.map_err(|it| it.to_string()));
    }
    let n_looked_up: usize = look_ups.iter().map(|it| it.ids.len()).sum();
    let scope = scope(cross, page, (seen.len() + n_looked_up, named.len()));
    let of = (seen.len() + told.n_answered) as u64;
    let hidden: Vec<&Reference> = open.into_iter().filter(|it| told.missing.contains(&it.id)).collect();
    let seen = match (hidden.is_empty(), told.trouble) {
        (false, _) => Seen::Hidden {
            hidden: hidden.len() as u64,
            of,
            examples: hidden.into_iter().take(EXAMPLES).map(|it| example(cross, it)).collect(),
        },
        (true, Some(why)) => Seen::Unclear(safe(&format!("{} could not be looked up: {why}", cross.to.rows))),
        (true, None) if look_ups.is_empty() && !ids.is_empty() => {
            Seen::Unclear(format!("{} could not be looked up: the address is too long", cross.to.rows))
        }
        (true, None) => Seen::All { of },
    };
    Ok(Looked { seen, scope, request: look_ups.first().map(|it| it.request.label.clone()), took: told.took })
}

/// What the look-ups have shown so far.
#[derive(Default)]
struct Told {
    n_answered: usize,
    missing: BTreeSet<u64>,
    trouble: Option<String>,
    took: Duration,
}

impl Told {
    fn add(&mut self, asked: &[u64], came: Result<Vec<u64>, String>) {
        match came {
            // Whoever does not know the condition may answer with any page.
            Ok(came) if came.iter().any(|it| !asked.contains(it)) => {
                self.trouble = Some("other rows came than were asked for".into());
            }
            Ok(came) => {
                self.n_answered += asked.len();
                self.missing.extend(asked.iter().filter(|it| !came.contains(it)));
            }
            Err(why) => self.trouble = Some(why),
        }
    }
}

/// Of how many rows a check is, when not of all: `, of the newest 1000 products`.
fn scope(cross: &Cross, page: &References, (looked_up, named): (usize, usize)) -> String {
    let part = match page.part {
        PagePart::Whole => String::new(),
        PagePart::First => format!(", of the first {} {}", page.rows.len(), cross.from.rows),
        PagePart::Newest => format!(", of the newest {} {}", page.rows.len(), cross.from.rows),
    };
    if looked_up < named { format!("{part}, the first {looked_up} of {named}") } else { part }
}

/// Names a hidden row as people know it: `agreement 1042 "Block Hours - Contoso" (of product 17)`.
fn example(cross: &Cross, it: &Reference) -> String {
    let quoted = |words: &str| if words.is_empty() { String::new() } else { format!(" \"{words}\"") };
    let (words, known_by) = (quoted(&it.words), quoted(&it.known_by));
    safe(&format!("{} {}{words} (of {} {}{known_by})", cross.to.row, it.id, cross.from.row, it.by))
}

/// The news of a list that was not asked for, because the login was turned away before.
fn not_asked(place: &Place<'_>) -> Vec<Progress> {
    let sight = |it: &&Cross| Sight {
        check: it.id.clone(),
        looks_for: it.looks_for.clone(),
        right: it.right.clone(),
        seen: Seen::Unclear("the login was turned away in the middle, so this was not asked".into()),
        request: String::new(),
        took: Duration::ZERO,
    };
    place.crosses.iter().map(sight).map(Progress::Sighted).collect()
}
