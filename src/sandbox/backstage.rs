//! What is done and seen behind the backs of the simulated PSAs, never through a request: changes, and digests of rows.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::{Timestamp, tz::Offset};
use ring::digest::{Context, SHA256};

use super::{
    Sandbox, autotask, connectwise,
    peaks::Peaks,
    tenant::{Change, Listed, Tenant, made::TODAY},
};

/// What a change touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The modification date that the touched rows have now, where the vendor keeps one; removed rows have none.
    pub at: Timestamp,
    /// Places of the touched rows within their list, from 0.
    pub rows: Vec<usize>,
    /// Their ids, ascending, by ConnectWise path or Autotask entity such as `/company/companies` and `Companies`.
    pub ids: BTreeMap<&'static str, Vec<u64>>,
}

/// Rows that an API user may see, in numbers that can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// How many.
    pub rows: u64,
    /// Over a line for each row: SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// A digest in the making.
pub(super) struct Lines {
    rows: u64,
    context: Context,
}

impl Lines {
    fn new() -> Self {
        Self { rows: 0, context: Context::new(&SHA256) }
    }

    /// Takes one row: a JSON array, without its line's end.
    pub(super) fn take(&mut self, row: &[u8]) {
        self.rows += 1;
        self.context.update(row);
        self.context.update(b"\n");
    }

    fn digest(self) -> Digest {
        let mut sha256 = String::with_capacity(64);
        for byte in self.context.finish().as_ref() {
            // Writing to a String cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Digest { rows: self.rows, sha256 }
    }
}

impl Sandbox {
    /// Lets somebody else change the tenant. Requests that are being answered keep to the state they began with.
    pub fn change(&self, change: &Change) -> Changed {
        let live = &self.homes.connectwise.tenant;
        let (list, rows) = live.change(change);
        let tenant = live.now();
        Changed { at: moment(&tenant), ids: ids(&tenant, list, &rows), rows }
    }

    /// What a PSA was asked so far, in numbers, over both of its listeners; `None` when it is neither `connectwise` nor
    /// `autotask`.
    pub fn traffic(&self, psa: &str) -> Option<Peaks> {
        let home = match psa {
            "connectwise" => &self.homes.connectwise,
            "autotask" => &self.homes.autotask,
            _ => return None,
        };
        Some(home.traffic.counter().peaks())
    }

    /// Digests the rows of a list that the API user may see, ordered by id, from the sandbox's own records.
    ///
    /// `list` is a ConnectWise path such as `/company/companies` (`/finance/agreements/additions` are the additions of
    /// every agreement) or an Autotask entity such as `Companies`. Each row is one line: a JSON array of the values at
    /// the paths in `fields` (`status/name`; through arrays, `types/name`, an array), null for what is absent.
    ///
    /// `None`: the PSA is neither `connectwise` nor `autotask`, or has no such list.
    pub fn digest(&self, psa: &str, list: &str, fields: &[&str]) -> Option<Digest> {
        let mut lines = Lines::new();
        match psa {
            "connectwise" => connectwise::digest::digest(&self.homes.connectwise, list, fields, &mut lines)?,
            "autotask" => autotask::digest(&self.homes.autotask, list, fields, &mut lines)?,
            _ => return None,
        }
        Some(lines.digest())
    }
}

/// The modification date of the last change.
fn moment(tenant: &Tenant) -> Timestamp {
    let minutes = jiff::Span::new().minutes(i64::from(tenant.changes));
    let at = TODAY.at(0, 0, 0, 0).saturating_add(minutes);
    Offset::UTC.to_timestamp(at).unwrap_or(Timestamp::MAX)
}

fn ids(tenant: &Tenant, list: Listed, rows: &[usize]) -> BTreeMap<&'static str, Vec<u64>> {
    let mut ids: BTreeMap<&'static str, Vec<u64>> = BTreeMap::new();
    for row in rows {
        let (path, id) = connectwise::digest::id(list, *row);
        ids.entry(path).or_default().push(id);
    }
    for (entity, id) in autotask::ids(tenant, list, rows) {
        ids.entry(entity).or_default().push(id);
    }
    for them in ids.values_mut() {
        them.sort_unstable();
    }
    ids
}
