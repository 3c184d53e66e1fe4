//! Copies the lists of a PSA into the mirror: several pages at once within the vendor's limits, one writer, resumable.
//!
//! ```text
//! walks (which ids are still to be read) ─▶ fetch ×8 ─▶ Page ─▶ writer thread: rows + cursor, one transaction
//!        ▲                                                            │
//!        └──────────── what became of the rows ◀──────────────────────┘ ─▶ Progress::Pulling, a few times a second
//! ```
//! Invariant: what is not in the mirror's cursor is asked again; nothing else decides where a pull goes on.

use std::time::{Duration, Instant};

use crate::{
    model::{
        fault::Fault,
        id::ListId,
        mirror::{Budget, Pulled, PulledList, Read, Scope, Tally, Usage},
    },
    psa::{Api, UsageAsk},
    wizard::event::{Finish, ToPull},
};

use super::{session::Session, stored::now, transport::Retry};

mod below;
mod fetch;
mod list;
mod meter;
mod plan;
mod round;
mod walk;
mod writer;

use fetch::{Asked, Got, Manner, Standing, fetch, first};
use list::Reading;
use plan::Plan;
use round::Round;
use writer::{Kept, Writer};

/// How often progress is told, at most.
const EVERY: Duration = Duration::from_millis(200);

/// Pulls, and says what was done.
///
/// Errors: what stopped it. What was read before is kept, and the next pull goes on from there.
pub(super) async fn run(session: &Session<'_>, to_pull: &ToPull) -> Result<Finish, Fault> {
    let began = Instant::now();
    let plan = Plan::of(session, to_pull, now())?;
    // A disk and another process that are both waited for are waited for at once.
    let (turn, mirror) = tokio::join!(session.turn(to_pull.consent), writer::open(session.shared, &to_pull.name));
    let turn = turn?;
    let started = match mirror {
        Ok(mirror) => {
            let writing = session.shared.unended.writing();
            Writer::start(mirror, &plan, &session.needs.warnings, writing).await
        }
        Err(fault) => Err(fault),
    };
    let (mut writer, known) = match started {
        Ok(it) => it,
        Err(fault) => {
            // The login was not sent at all.
            session.not_refused().await;
            return Err(fault);
        }
    };
    session.transport.charge(&session.login.origin, known.sent);
    let (place, mut round) = (writer.place.clone(), Round::of(session, &plan, known.lists, began));
    let ran = match round.free(turn, to_pull.consent).await {
        Ok(turn) => round.run(&mut writer, turn).await,
        Err(fault) => Err(fault),
    };
    let remembered = async {
        match &ran {
            Err(fault) if fault.refuses_login() => session.remember_refusal(fault).await,
            Err(_) | Ok(()) => session.not_refused().await,
        }
    };
    let stopped = ran.as_ref().err().or_else(|| round.failed());
    let ((), kept) = tokio::join!(remembered, writer.end(stopped, session.sent()));
    let kept = kept?;
    ran?;
    // Whatever becomes of this question, the pull is over.
    let usage = match round.standing {
        Standing::LetIn => usage(session, &round.api).await,
        Standing::Unproven => None,
    };
    if let Some(Err(fault)) = &usage
        && fault.refuses_login()
    {
        session.remember_refusal(fault).await;
    }
    let is_resumed = round.is_resumed;
    let counted = round.counted;
    let read = round.readings.into_iter().zip(kept).map(|(it, kept)| pulled_list(session, it, kept));
    let pulled = Pulled {
        lists: read.chain(counted).collect(),
        budget: budget(session),
        usage,
        took: began.elapsed(),
        resumed: is_resumed,
        place,
    };
    Ok(Finish::Pulled(Box::new(pulled)))
}

fn pulled_list(session: &Session<'_>, reading: Reading<'_>, kept: Kept) -> PulledList {
    let rights = session.needs.rights.iter();
    let right = rights.into_iter().find(|it| reading.list.right.as_ref() == Some(&it.function));
    PulledList {
        is_needed: right.is_none_or(|it| it.optional.is_none()),
        list: reading.list.id.clone(),
        name: reading.list.name.clone(),
        read: reading.failed.map_or(Read::Whole, Read::Not),
        scope: reading.cursor.scope,
        tally: kept.tally,
        rows: kept.rows,
        doubts: kept.doubts,
    }
}

fn budget(session: &Session<'_>) -> Budget {
    Budget { used: session.sent(), per_minute: session.facts.limits.per_minute }
}

/// Asks once how much of what the vendor allows is used, where it tells: what is read of the lists does not hang on it.
async fn usage(session: &Session<'_>, api: &Api) -> Option<Result<Usage, Fault>> {
    let UsageAsk { request, read } = session.psa.usage(session.login, api)?;
    Some(read(&session.ask(&request, Retry::Never).await))
}

/// A list of which only the number of rows is known.
fn counted_list(id: &ListId, name: &str, count: Result<u64, Fault>) -> PulledList {
    PulledList {
        list: id.clone(),
        name: name.to_owned(),
        is_needed: false,
        read: count.map_or_else(Read::Not, Read::Counted),
        scope: Scope::Full,
        tally: Tally::default(),
        rows: 0,
        doubts: vec![],
    }
}
