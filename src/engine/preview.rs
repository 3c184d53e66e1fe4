//! Counts every list and reads its first rows, all at once; a list that is refused does not stop the others.

use std::collections::BTreeMap;

use futures_util::{StreamExt, future::join, stream::FuturesUnordered};

use crate::{
    model::{catalog::List, fault::Fault, id::ListId, table::Preview},
    psa::{Answer, Api, Record},
    wizard::event::{Consent, Finish, Progress},
    words,
};

use super::{
    rows::{self, Ids},
    session::Session,
};

/// Rows of a list that are read, at most.
const ROWS: u32 = 200;
/// Rows of a parent list below which a list is read.
const PARENTS: usize = 5;

/// What was read of one list.
struct Read {
    count: Option<u64>,
    records: Vec<Record>,
    scope: Option<String>,
}

impl Read {
    /// Says whether these are all rows there are.
    fn is_whole(&self) -> bool {
        let n_rows = self.records.len() as u64;
        self.scope.is_none() && self.count.map_or(n_rows < u64::from(ROWS), |it| it <= n_rows)
    }
}

/// Below what a list is read.
enum Below {
    /// Below nothing: the list is one of its own.
    Nothing,
    /// Below these rows of its parent.
    Rows { of: String, ids: Vec<String> },
}

/// Reads every list that the integration takes.
pub(super) async fn run(session: &Session<'_>) -> Result<Finish, Fault> {
    let (_, api) = session.api().await;
    let api = api?;
    let _turn = session.turn(Consent::No).await?;
    let lists = needed(session);
    let first = lists.iter().copied().find(|it| it.parent.is_none());
    // The first question goes alone: a login that is turned away is not sent five times more.
    let mut counted = match first {
        Some(list) => Some(count(session, &api, list).await),
        None => None,
    };
    if let Some(Err(fault)) = counted.take_if(|it| it.as_ref().is_err_and(Fault::refuses_login)) {
        session.remember_refusal(&fault).await;
        return Err(fault);
    }
    if !matches!(counted, None | Some(Ok(None))) {
        session.not_refused().await;
    }
    let mut read = BTreeMap::new();
    let mut posted = Vec::new();
    let mut open = FuturesUnordered::new();
    for list in lists.iter().copied().filter(|it| it.parent.is_none()) {
        let known = if first.is_some_and(|it| it.id == list.id) { counted.take() } else { None };
        open.push(read_list(session, &api, list, Below::Nothing, known));
    }
    let mut refused = None;
    while let Some((id, result)) = open.next().await {
        // After a refusal in the middle nothing more is sent.
        if let Err(fault) = &result
            && fault.refuses_login()
        {
            refused = Some(fault.clone());
            break;
        }
        for child in lists.iter().copied().filter(|it| it.parent.as_ref() == Some(id)) {
            match &result {
                Ok(parent) => open.push(read_list(session, &api, child, below(session, id, parent), None)),
                Err(fault) => drop(read.insert(&child.id, Err(fault.clone()))),
            }
        }
        read.insert(id, result);
        post_ready(session, &read, &mut posted, Waiting::ForOthers);
    }
    drop(open);
    if refused.is_none() {
        session.not_refused().await;
    }
    if let Some(fault) = refused {
        session.remember_refusal(&fault).await;
        for list in lists {
            read.entry(&list.id).or_insert_with(|| Err(fault.clone()));
        }
    }
    post_ready(session, &read, &mut posted, Waiting::No);
    Ok(Finish::Previewed)
}

/// The lists that are taken, and those that they hang below.
fn needed<'a>(session: &Session<'a>) -> Vec<&'a List> {
    let facts = session.facts;
    let mut lists: Vec<&List> = vec![];
    for list in session.needs.lists.iter().filter_map(|it| facts.list(it)) {
        let parent = list.parent.as_ref().and_then(|it| facts.list(it));
        for it in [parent, Some(list)].into_iter().flatten() {
            if !lists.iter().any(|there| there.id == it.id) {
                lists.push(it);
            }
        }
    }
    lists
}

fn below(session: &Session<'_>, parent: &ListId, read: &Read) -> Below {
    let list = session.facts.list(parent);
    let id = list.and_then(|it| it.columns.first());
    let ids = read.records.iter().filter_map(|it| id.map(|id| rows::text(it, id))).filter(|it| !it.is_empty());
    Below::Rows { of: list.map(|it| it.name.clone()).unwrap_or_default(), ids: ids.take(PARENTS).collect() }
}

/// Asks how many rows a list has. A list without a count of its own has none.
async fn count(session: &Session<'_>, api: &Api, list: &List) -> Result<Option<u64>, Fault> {
    if session.psa.count(list, None, session.login, api).is_none() {
        return Ok(None);
    }
    let request = |api: &Api| {
        let rows = || session.psa.rows(list, None, 1, session.login, api);
        session.psa.count(list, None, session.login, api).unwrap_or_else(rows)
    };
    let answer: Answer = session.read(api, request).await;
    session.psa.read_count(&answer.reply?).map(Some)
}

async fn read_list<'a>(
    session: &Session<'_>,
    api: &Api,
    list: &'a List,
    below: Below,
    known: Option<Result<Option<u64>, Fault>>,
) -> (&'a ListId, Result<Read, Fault>) {
    let counted = async {
        match (known, &below) {
            (Some(known), _) => known,
            (None, Below::Nothing) => count(session, api, list).await,
            (None, Below::Rows { .. }) => Ok(None),
        }
    };
    let (count, records) = join(counted, read_rows(session, api, list, &below)).await;
    let scope = match below {
        Below::Nothing => None,
        Below::Rows { ids, .. } if ids.is_empty() => None,
        Below::Rows { of, ids } => Some(words::with(
            "preview-of-the-first",
            &[("n", ids.len().to_string().into()), ("rows", of.to_lowercase().into())],
        )),
    };
    if let Err(fault) = &count
        && fault.refuses_login()
    {
        return (&list.id, Err(fault.clone()));
    }
    // Rows without a count are still rows; a count without rows is a failure.
    let read = records.map(|records| Read { count: count.unwrap_or_default(), records, scope });
    (&list.id, read)
}

async fn read_rows(session: &Session<'_>, api: &Api, list: &List, below: &Below) -> Result<Vec<Record>, Fault> {
    let ask = async |parent: Option<&str>| {
        let request = |api: &Api| session.psa.rows(list, parent, ROWS, session.login, api);
        session.psa.read_rows(list, &session.read(api, request).await.reply?)
    };
    let mut records = match below {
        Below::Nothing => ask(None).await?,
        Below::Rows { ids, .. } => {
            let answers = futures_util::future::join_all(ids.iter().map(|it| ask(Some(it)))).await;
            answers.into_iter().collect::<Result<Vec<_>, _>>()?.concat()
        }
    };
    records.truncate(ROWS as usize);
    Ok(records)
}

/// Whether a list waits for another that its warnings look into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    ForOthers,
    No,
}

/// Tells of each list that is read and whose warnings can be judged.
fn post_ready<'a>(
    session: &Session<'_>,
    read: &BTreeMap<&'a ListId, Result<Read, Fault>>,
    posted: &mut Vec<&'a ListId>,
    waiting: Waiting,
) {
    let whole: BTreeMap<ListId, Ids> = read
        .iter()
        .filter_map(|(id, result)| Some((*id, result.as_ref().ok().filter(|it| it.is_whole())?)))
        .filter_map(|(id, result)| Some((id.clone(), rows::ids(session.facts.list(id)?, &result.records))))
        .collect();
    for (id, result) in read {
        let Some(list) = session.facts.list(id).filter(|_| !posted.contains(id)) else { continue };
        let warnings: Vec<_> = session.needs.warnings.iter().filter(|it| it.list == **id).collect();
        let awaits = rows::looks_into(&warnings).any(|it| !read.contains_key(it) && session.needs.lists.contains(it));
        if awaits && waiting == Waiting::ForOthers {
            continue;
        }
        posted.push(id);
        // A parent that nobody asked for was only read for its rows.
        if !session.needs.lists.contains(id) {
            continue;
        }
        session.post.news(match result {
            Ok(it) => Progress::Listed(Box::new(Preview {
                doubts: vec![],
                list: (*id).clone(),
                count: it.count,
                table: rows::table(list, &it.records, &warnings, &whole),
                scope: it.scope.clone(),
            })),
            Err(fault) => Progress::ListFailed((*id).clone(), fault.clone()),
        });
    }
}
