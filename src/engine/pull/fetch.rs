//! Asks for one count, one highest id or one page, and once more where waiting or less at once may help.

use std::{sync::Arc, time::Duration};

use crate::{
    engine::session::Session,
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
    /// Rows.
    Page(Page),
}

/// How pages are asked for.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// The API's base.
    pub(super) api: Arc<Api>,
    /// Rows a page.
    pub(super) page: u32,
    /// How much of each record.
    pub(super) kept: Kept,
    /// Only what changed since.
    pub(super) since: Option<String>,
}

/// How often a page is asked for before the list is given up.
const TRIES: u32 = 6;

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
    let mut page = manner.page;
    let mut tried = 0;
    loop {
        tried += 1;
        let fault = match ask(session, list, asked, &manner, page).await {
            Ok(got) => return Ok(got),
            Err(fault) => fault,
        };
        if fault.refuses_login() || tried >= TRIES || !may_help(&fault, page) {
            return Err(fault);
        }
        if is_too_much(&fault) {
            page = (page / 2).max(SMALLEST);
        }
        tracing::info!(list = list.id.0, tried, %fault, "asked again");
        tokio::time::sleep(pause(session.transport.limits().pause, tried)).await;
    }
}

async fn ask(session: &Session<'_>, list: &List, asked: Asked, manner: &Manner, size: u32) -> Result<Got, Fault> {
    let (psa, login) = (session.psa, session.login);
    let wanted =
        |span: Span, parent: Option<i64>| Wanted { span, size, since: manner.since.clone(), parent, kept: manner.kept };
    let send = async |request: &(dyn Fn(&Api) -> Request + Sync)| session.read(&manner.api, request).await.reply;
    let page = async |wanted: Wanted| {
        let reply = send(&|api| psa.page(list, &wanted, login, api)).await?;
        psa.read_page(list, &wanted, &reply).map(Got::Page)
    };
    let since = manner.since.as_deref();
    match asked {
        // A list that has no count or no highest id is not asked for them.
        Asked::Count => match psa.count(list, since, login, &manner.api) {
            Some(first) => {
                let again = |api: &Api| psa.count(list, since, login, api).unwrap_or_else(|| first.clone());
                psa.read_count(&send(&again).await?).map(Got::Count)
            }
            None => Ok(Got::Count(0)),
        },
        Asked::Top => match psa.last(list, login, &manner.api) {
            Some(first) => {
                let again = |api: &Api| psa.last(list, login, api).unwrap_or_else(|| first.clone());
                let wanted = Wanted { size: 1, since: None, kept: Kept::Columns, ..wanted(Span::ALL, None) };
                let page = psa.read_page(list, &wanted, &send(&again).await?)?;
                Ok(Got::Top(page.rows.ids().last().copied()))
            }
            None => Ok(Got::Top(None)),
        },
        Asked::Page(it) => page(wanted(it.span, None)).await,
        Asked::Below(it) => match page(wanted(it.span, Some(it.parent))).await {
            // The other row vanished since it was read, and so did what hung below it.
            Err(Fault::NoSuchRecord { .. }) => Ok(Got::Page(Page::default())),
            page => page,
        },
    }
}

/// Whether the same page may be had a little later, or a smaller one. All that is asked here only reads.
fn may_help(fault: &Fault, page: u32) -> bool {
    let broken = matches!(fault.kind(), Kind::BrokenJson | Kind::EmptyReply | Kind::NotUtf8 | Kind::BadCompression);
    fault.retry_helps() || broken || (is_too_much(fault) && page > SMALLEST)
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
