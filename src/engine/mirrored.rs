//! What is told of mirrors without asking a PSA: how each stands, and a preview of its lists. Reads only.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::{
    model::{
        catalog::{Column, List},
        fault::Fault,
        id::{ListId, PsaId},
        integration::RowWarning,
        mirror::{Mirrored, PullEnd, Shape, Standing, Value},
        saved::Name,
        table::Preview,
    },
    store::mirror::{LastPull, Mirror, Purpose, Summary},
    wizard::event::{Finish, Progress},
};

use super::{
    Post, Shared,
    rows::{self, Cells, Doubles, Ids},
};

/// Rows of a list that are shown, at most.
const ROWS: usize = 200;

/// Pulls of this run that began and did not come to an end: they were stopped, or the program was left.
#[derive(Clone, Debug, Default)]
pub struct Unended {
    names: Arc<Mutex<BTreeSet<Name>>>,
    /// Threads that write into a mirror.
    writers: watch::Sender<usize>,
}

/// A thread that writes into a mirror.
pub(super) struct Writing(watch::Sender<usize>);

impl Unended {
    /// Whose they are.
    pub fn names(&self) -> Vec<Name> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Waits until every pull that was stopped has noted it in its mirror, but no longer than this: a disk may hang. One that
    /// has not is then cut off, which the next pull takes up just so.
    pub async fn noted(&self, patience: Duration) {
        let mut writers = self.writers.subscribe();
        // The sender is held here, so that there is no other end than none being left.
        let _ = tokio::time::timeout(patience, writers.wait_for(|it| *it == 0)).await;
    }

    pub(super) fn writing(&self) -> Writing {
        self.writers.send_modify(|it| *it += 1);
        Writing(self.writers.clone())
    }

    pub(super) fn began(&self, name: &Name) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
    }

    pub(super) fn ended(&self, name: &Name) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.0.send_modify(|it| *it -= 1);
    }
}

/// Says how the mirror of each connection stands. One that cannot be read does not hide the others.
pub(super) fn sum_up(shared: &Shared, names: Vec<Name>) -> Finish {
    let now = Timestamp::now();
    let of = |name: Name| {
        let mirrored = match summary(shared, &name) {
            Ok(None) => Mirrored::Never,
            Ok(Some(summary)) => standing(&summary, now).map_or(Mirrored::Never, Mirrored::Pulled),
            Err(fault) => Mirrored::Unreadable(fault),
        };
        (name, mirrored)
    };
    Finish::SummedUp(names.into_iter().map(of).collect())
}

fn summary(shared: &Shared, name: &Name) -> Result<Option<Summary>, Fault> {
    shared.store.mirrored(name)
}

/// How a mirror stands, unless nothing was ever pulled into it.
fn standing(summary: &Summary, now: Timestamp) -> Option<Standing> {
    let LastPull { began_at, ended_at, outcome, .. } = summary.last.as_ref()?;
    let then = ended_at.as_ref().unwrap_or(began_at).parse::<Timestamp>().unwrap_or(now);
    // A clock that went back makes nothing older than now.
    let age = Duration::try_from(now.duration_since(then)).unwrap_or_default();
    Some(Standing { end: PullEnd::of(outcome), age, rows: summary.lists.iter().map(|it| it.rows).sum() })
}

/// Tells count, first rows and warnings of each list that the integration takes, all of them from the mirror.
///
/// Errors: the mirror cannot be read. Where it does not have every list whole, [`Finish::NothingMirrored`] says so.
pub(super) fn preview(
    shared: &Shared,
    post: &Post,
    name: &Name,
    integration: &str,
    psa: &PsaId,
) -> Result<Finish, Fault> {
    let (_, facts) = shared.psa(psa)?;
    let Some(needs) = shared.catalog.integration(integration).and_then(|it| it.needs(psa)) else {
        return Ok(Finish::NothingMirrored);
    };
    let Some(mut mirror) = shared.store.mirror(name, Purpose::Read)? else { return Ok(Finish::NothingMirrored) };
    let summary = mirror.summary()?;
    let is_whole = |id: &ListId| summary.lists.iter().any(|it| it.list == *id && it.full_at.is_some());
    let standing = standing(&summary, Timestamp::now()).filter(|it| it.end == PullEnd::Complete);
    let Some(standing) = standing.filter(|_| needs.lists.iter().all(is_whole)) else {
        return Ok(Finish::NothingMirrored);
    };
    post.news(Progress::FromMirror(standing));
    let others: BTreeMap<ListId, Shape> =
        facts.lists.iter().filter(|it| is_whole(&it.id)).map(|it| (it.id.clone(), Shape::of(it))).collect();
    for list in needs.lists.iter().filter_map(|it| facts.list(it)) {
        let warnings: Vec<&RowWarning> = needs.warnings.iter().filter(|it| it.list == list.id).collect();
        let count = summary.lists.iter().find(|it| it.list == list.id).map(|it| it.rows);
        let preview = read(mirror.as_mut(), list, &warnings, &others)?;
        post.news(Progress::Listed(Box::new(Preview { count, ..preview })));
    }
    Ok(Finish::Previewed)
}

fn read(
    mirror: &mut dyn Mirror,
    list: &List,
    warnings: &[&RowWarning],
    others: &BTreeMap<ListId, Shape>,
) -> Result<Preview, Fault> {
    let shape = Shape::of(list);
    let columns: Vec<usize> = (0..list.columns.len()).collect();
    let mut first: Vec<Cells> = vec![];
    let taken = mirror.rows(&shape, &columns, &mut |row| {
        first.push(list.columns.iter().zip(row).map(|(column, value)| entries(value, column)).collect());
        // The rest need not be read.
        if first.len() < ROWS { Ok(()) } else { Err(Fault::Cancelled) }
    });
    if first.len() < ROWS {
        taken?;
    }
    let doubles = doubles(mirror, list, &shape, warnings, &first)?;
    let mut whole = BTreeMap::new();
    for warning in warnings {
        if let Some(other) = warning.when.looks_into().and_then(|it| others.get(it)) {
            let at = list.columns.iter().position(|it| it.id == warning.column);
            let named: Ids = at.iter().flat_map(|at| first.iter().map(|it| it[*at].join(", "))).collect();
            let there = ids_among(mirror, other, &named)?;
            whole.entry(other.list.clone()).or_insert_with(Ids::new).extend(there);
        }
    }
    let table = rows::table_of(list, &first, warnings, &whole, &doubles);
    let doubts = mirror.doubts(&shape, warnings)?;
    Ok(Preview { list: list.id.clone(), count: None, table, scope: None, doubts })
}

/// Which cells of the shown rows another row of the whole list has, too.
fn doubles(
    mirror: &mut dyn Mirror,
    list: &List,
    shape: &Shape,
    warnings: &[&RowWarning],
    shown: &[Cells],
) -> Result<Doubles, Fault> {
    let mut doubles = Doubles::new();
    for (at, column) in rows::doubled(list, warnings) {
        let cells = shown.iter().map(|it| it[at].join(", ").to_lowercase()).filter(|it| !it.is_empty());
        let mut times: BTreeMap<String, u64> = cells.map(|it| (it, 0)).collect();
        mirror.rows(shape, &[at], &mut |row| {
            let cell = row.first().map(|it| entries(it, column).join(", ").to_lowercase());
            if let Some(n) = cell.and_then(|it| times.get_mut(&it)) {
                *n += 1;
            }
            Ok(())
        })?;
        doubles.insert(column.id.clone(), times.into_iter().filter(|it| it.1 > 1).map(|it| it.0).collect());
    }
    Ok(doubles)
}

/// Which of these ids a list has.
fn ids_among(mirror: &mut dyn Mirror, shape: &Shape, named: &Ids) -> Result<Ids, Fault> {
    let mut there = Ids::new();
    if named.is_empty() {
        return Ok(there);
    }
    mirror.rows(shape, &[0], &mut |row| {
        if let Some(Value::Whole(id)) = row.first() {
            let id = id.to_string();
            if named.contains(&id) {
                there.insert(id);
            }
        }
        Ok(())
    })?;
    Ok(there)
}

/// A cell of the mirror as people read it. Codes were put into words when it was pulled, and entries joined.
fn entries(value: &Value<'_>, column: &Column) -> Vec<String> {
    let plain = match value {
        Value::Null => return vec![],
        Value::Whole(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Text(text) => {
            return text.split(", ").map(|it| rows::worded(it.trim().to_owned(), column.kind)).collect();
        }
    };
    vec![rows::worded(plain, column.kind)]
}
