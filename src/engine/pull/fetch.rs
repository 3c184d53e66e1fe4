//! Asks for one count, one highest id or one page, and once more where waiting or less at once may help.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use crate::{
    engine::{session::Session, transport::Retry},
    model::{
        catalog::List,
        fault::{Fault, Kind},
        mirror::{Kept, Span},
    },
    psa::{Api, Page, Request, Wanted, in_the_light_of},
};

use super::{below::BelowAsk, walk::PageAsk};

/// What is asked of one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// How many rows there are.
    Count,
    /// Which id is the highest.
    Top,
    /// Rows of a segment.
    Page(PageAsk),
    /// Rows below one of another list.
    Below(BelowAsk),
}

/// What came.
#[derive(Debug)]
pub(super) enum Got {
    /// That many rows.
    Count(u64),
    /// The highest id, if there is a row.
    Top(Option<i64>),
    /// Rows, and how many were asked for.
    Page(Page, u32),
}

/// How pages are asked for.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// The API's base.
    pub(super) api: Arc<Api>,
    /// Rows a page, fewer from when the PSA could not give as many.
    pub(super) page: Arc<AtomicU32>,
    /// How much of each record.
    pub(super) kept: Kept,
    /// Only what changed since.
    pub(super) since: Option<String>,
    /// Whether it is known that the login is let in.
    pub(super) login: Standing,
}

/// What is known of the login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing yet: each request may be an attempt that counts.
    Unproven,
    /// It was let in.
    LetIn,
}

/// How often a page is asked for before the list is given up.
const TRIES: u32 = 6;

/// How often it is asked for where no reply came and the login may have been refused: accounts lock after a few.
const UNSEEN: u32 = 2;

/// The fewest rows that a page is made smaller to.
const SMALLEST: u32 = 25;

/// Asks the first question of a pull, and gives where the API is when that is not where it was looked for.
///
/// Only when the answer leaves that in doubt is the PSA asked, without credentials. A refused login is never sent again.
pub(super) async fn first(
    session: &Session<'_>,
    list: &List,
    asked: Asked,
    manner: Manner,
) -> (Result<Got, Fault>, Option<Api>) {
    let fault = match fetch(session, list, asked, manner.clone()).await {
        Err(fault) if is_of_the_place(&fault) => fault,
        got => return (got, None),
    };
    match session.api().await.1 {
        Err(says_more) if !fault.refuses_login() => (Err(says_more), None),
        Ok(api) if !fault.refuses_login() && api.base != manner.api.base => {
            let manner = Manner { api: Arc::new(api.clone()), ..manner };
            (fetch(session, list, asked, manner).await, Some(api))
        }
        Ok(api) => (Err(in_the_light_of(&api, fault)), None),
        Err(_) => (Err(fault), None),
    }
}

/// Whether a fault may mean that the API is elsewhere, or that something else answers.
fn is_of_the_place(fault: &Fault) -> bool {
    let kinds = [Kind::CannotRoute, Kind::NoSuchEndpoint, Kind::StaleCodeBase, Kind::NotThisPsa, Kind::WebPage];
    fault.refuses_login() || kinds.contains(&fault.kind())
}

/// Asks until it is answered or asking again does not help.
///
/// A refused login is never sent again.
pub(super) async fn fetch(session: &Session<'_>, list: &List, asked: Asked, manner: Manner) -> Result<Got, Fault> {
    let limits = session.transport.limits();
    let mut tried = 0;
    loop {
        tried += 1;
        let size = manner.page.load(Ordering::Relaxed);
        let fault = match ask(session, list, asked, &manner, size).await {
            Ok(got) => return Ok(got),
            Err(fault) => fault,
        };
        let most = match manner.login {
            Standing::Unproven if !is_a_reply(&fault) => UNSEEN,
            Standing::Unproven | Standing::LetIn => TRIES,
        };
        if fault.refuses_login() || tried >= most || !may_help(&fault, size, limits.patience) {
            return Err(fault);
        }
        if is_too_much(&fault) {
            manner.page.fetch_min((size / 2).max(SMALLEST.min(size)), Ordering::Relaxed);
        }
        tracing::info!(list = list.id.0, tried, %fault, "asked again");
        tokio::time::sleep(pause(limits.pause, tried)).await;
    }
}

async fn ask(session: &Session<'_>, list: &List, asked: Asked, manner: &Manner, size: u32) -> Result<Got, Fault> {
    let (psa, login, api) = (session.psa, session.login, &*manner.api);
    let wanted =
        |span: Span, parent: Option<i64>| Wanted { span, size, since: manner.since.clone(), parent, kept: manner.kept };
    let retry = match manner.login {
        Standing::Unproven => Retry::Never,
        Standing::LetIn => Retry::Once,
    };
    let send = async |request: Request| session.ask(&request, retry).await.reply;
    let page = async |wanted: Wanted| {
        let reply = send(psa.page(list, &wanted, login, api)).await?;
        psa.read_page(list, &wanted, &reply).map(|page| Got::Page(page, wanted.size))
    };
    match asked {
        // A list that has no count or no highest id is not asked for them.
        Asked::Count => match psa.count(list, manner.since.as_deref(), login, api) {
            Some(request) => psa.read_count(&send(request).await?).map(Got::Count),
            None => Ok(Got::Count(0)),
        },
        Asked::Top => match psa.last(list, login, api) {
            Some(request) => {
                let wanted = Wanted { size: 1, since: None, kept: Kept::Columns, ..wanted(Span::ALL, None) };
                let page = psa.read_page(list, &wanted, &send(request).await?)?;
                Ok(Got::Top(page.rows.ids().last().copied()))
            }
            None => Ok(Got::Top(None)),
        },
        Asked::Page(it) => page(wanted(it.span, None)).await,
        Asked::Below(it) => match page(wanted(it.span, Some(it.parent))).await {
            // The other row vanished since it was read, and so did what hung below it.
            Err(Fault::NoSuchRecord { .. }) => Ok(Got::Page(Page::default(), size)),
            page => page,
        },
    }
}

/// Whether the same page may be had a little later, or a smaller one. All that is asked here only reads.
///
/// A PSA that wants to be left alone for longer than anybody waits here is left alone.
fn may_help(fault: &Fault, page: u32, patience: Duration) -> bool {
    if let Fault::Limited { retry_after, .. } = fault {
        return fault.retry_helps() && retry_after.is_none_or(|it| it <= patience);
    }
    let broken = matches!(fault.kind(), Kind::BrokenJson | Kind::EmptyReply | Kind::NotUtf8 | Kind::BadCompression);
    fault.retry_helps() || broken || (is_too_much(fault) && page > SMALLEST)
}

/// Whether a fault is a reply, which says by itself whether the login was refused.
fn is_a_reply(fault: &Fault) -> bool {
    use Kind::{
        BrokenJson, EmptyReply, Gateway, Maintenance, ServerTrouble, TooManyRequests, TooManyThreads, VendorTimeout,
    };
    let replies =
        [BrokenJson, EmptyReply, Gateway, Maintenance, ServerTrouble, TooManyRequests, TooManyThreads, VendorTimeout];
    replies.contains(&fault.kind())
}

/// Whether less at once may help.
fn is_too_much(fault: &Fault) -> bool {
    matches!(fault.kind(), Kind::TooLarge | Kind::VendorTimeout | Kind::ReplyTimeout | Kind::TookTooLong)
}

/// Twice as long each time, with half of it by chance, so that several do not come back together.
fn pause(first: Duration, tried: u32) -> Duration {
    let longest = first * 2_u32.pow(tried.min(5)) / 2;
    longest / 2 + longest.mul_f64(fastrand::f64() / 2.0)
}
