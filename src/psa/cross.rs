//! What a page of references holds, and how it is read; the same for every PSA once the rows are at hand.

use serde_json::{Map, Value};

use super::{Request, body::says};
use crate::{
    model::{catalog::Cross, fault::Fault},
    words,
};

/// The longest text about a row that is shown. Unit: characters.
const LONGEST: usize = 60;

/// A row that another row names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The id of the row that is named.
    pub id: u64,
    /// What else the reference says of it: `Block Hours, Block Hours - Contoso`. May be empty. Safe to show.
    pub words: String,
    /// The id of the row that names it.
    pub by: u64,
    /// What people know that row by. May be empty. Safe to show.
    pub known_by: String,
}

/// One page of a list and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct References {
    /// The ids of its own rows, in the order in which they came.
    pub rows: Vec<u64>,
    /// What they name, in the same order. Rows that name nothing are left out.
    pub found: Vec<Reference>,
    /// How much of the list it is.
    pub part: PagePart,
}

/// How much of a list one page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePart {
    /// All of it.
    Whole,
    /// Its oldest rows.
    First,
    /// Its newest rows.
    Newest,
}

/// One look-up by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    /// The ids that it asks for.
    pub ids: Vec<u64>,
    /// The request.
    pub request: Request,
}

/// Reads the rows of a page. `label` is the request's.
///
/// An id that is null, absent or below one names nothing: Autotask's company 0 is the MSP itself.
pub(super) fn read(cross: &Cross, rows: &[Value], label: &str, part: PagePart) -> Result<References, Fault> {
    let mut read = References { rows: Vec::new(), found: Vec::new(), part };
    for (at, row) in rows.iter().enumerate() {
        let by = id_of(row).ok_or_else(|| unreadable(label, at, "id"))?;
        read.rows.push(by);
        let id = match at_path(row, &cross.from.field) {
            None | Some(Value::Null) => continue,
            Some(Value::Number(id)) if id.as_i64().is_some_and(|it| it <= 0) => continue,
            Some(id) => id.as_u64().ok_or_else(|| unreadable(label, at, &cross.from.field))?,
        };
        read.found.push(Reference {
            id,
            words: words(row, &cross.from.words),
            by,
            known_by: words(row, &cross.from.known_by),
        });
    }
    Ok(read)
}

/// Reads the ids of rows.
pub(super) fn read_ids(rows: &[Value], label: &str) -> Result<Vec<u64>, Fault> {
    rows.iter().enumerate().map(|(at, row)| id_of(row).ok_or_else(|| unreadable(label, at, "id"))).collect()
}

/// A look-up that was answered with only the first of its pages says nothing of the ids that are not on it.
pub(super) fn only_a_part(label: &str) -> Fault {
    Fault::Unreadable { what: label.to_owned(), at: words::say("reply-at-the-end").to_owned() }
}

fn unreadable(label: &str, at: usize, field: &str) -> Fault {
    Fault::Unreadable { what: label.to_owned(), at: format!("[{at}].{field}") }
}

fn id_of(row: &Value) -> Option<u64> {
    row.as_object().and_then(|it: &Map<_, _>| it.get("id")).and_then(Value::as_u64)
}

fn at_path<'a>(row: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').try_fold(row, |it, part| it.get(part))
}

/// The texts at these places, safe to show and short.
fn words(row: &Value, places: &[String]) -> String {
    let texts = places.iter().filter_map(|it| at_path(row, it)?.as_str()).map(says).filter(|it| !it.is_empty());
    let mut all = texts.collect::<Vec<_>>().join(", ");
    if let Some((at, _)) = all.char_indices().nth(LONGEST) {
        all.truncate(at);
        all.push_str("...");
    }
    all
}
