//! What was found of each connection, whose text is not the store's matter: the report of its last test in
//! `reports/<name>.json`, and in `reports/<name>.since` the one that the next comparison starts from.

use crate::{
    model::{
        fault::Fault,
        saved::{Name, Replace},
    },
    words,
};

use super::{Store, file_name, folder::Folder, lock::Lock, no_such, shown};

/// Where reports are, below the store's directory.
pub(super) const REPORTS: &str = "reports";
/// Of the last test.
const LAST: &str = ".json";
/// Of the test that was last compared. No name of a connection can make it one of the others: they end otherwise.
const BASELINE: &str = ".since";
/// Unit: bytes. A report of hundreds of rights is far below it.
const LARGEST: u64 = 4 << 20;

impl Store {
    /// Keeps the report of the last test of a saved connection, whole or not at all, in place of the one before.
    ///
    /// Errors: as [`Store::save`], and when it is larger than 4 MB.
    pub fn keep_report(&self, name: &Name, text: &str) -> Result<(), Fault> {
        self.keep(name, LAST, text, Replace::Yes)
    }

    /// The report of the last test of a saved connection; `None` when there is none.
    ///
    /// Errors: [`Fault::Local`] when it cannot be read.
    pub fn last_report(&self, name: &Name) -> Result<Option<String>, Fault> {
        self.kept(name, LAST)
    }

    /// Keeps the report that the next comparison starts from. With [`Replace::No`] one that is there stays.
    ///
    /// Errors: as [`Store::keep_report`].
    pub fn keep_baseline(&self, name: &Name, text: &str, replace: Replace) -> Result<(), Fault> {
        self.keep(name, BASELINE, text, replace)
    }

    /// The report that the next comparison starts from; `None` when none was kept.
    ///
    /// Errors: as [`Store::last_report`].
    pub fn baseline(&self, name: &Name) -> Result<Option<String>, Fault> {
        self.kept(name, BASELINE)
    }

    fn keep(&self, name: &Name, ending: &str, text: &str, replace: Replace) -> Result<(), Fault> {
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        if !connections.has(&file_name(name))? {
            return Err(no_such(name));
        }
        if text.len() as u64 > LARGEST {
            return Err(Fault::Local {
                what: words::with(
                    "store-report-too-large",
                    &[("name", name.as_str().into()), ("size", (LARGEST >> 20).to_string().into())],
                ),
                remedy: words::say("store-report-too-large-next").into(),
            });
        }
        let reports = root.make_inside(REPORTS)?;
        reports.remove_leftovers()?;
        let file = report_name(name, ending);
        if replace == Replace::No && reports.has(&file)? {
            return Ok(());
        }
        reports.write(&file, text.as_bytes())?;
        reports.settle()
    }

    fn kept(&self, name: &Name, ending: &str) -> Result<Option<String>, Fault> {
        let Some(root) = Folder::open(&self.directory)? else { return Ok(None) };
        let Some(reports) = root.open_inside(REPORTS)? else { return Ok(None) };
        // One that its connection left behind is not this one's.
        if !self.connections()?.map_or(Ok(false), |it| it.has(&file_name(name)))? {
            return Ok(None);
        }
        let file = report_name(name, ending);
        let Some(bytes) = reports.read_up_to(&file, LARGEST)? else { return Ok(None) };
        let text = std::str::from_utf8(&bytes).map_err(|_| Fault::Local {
            what: words::with("store-report-not-text", &[("path", shown(&reports.path().join(&file)).into())]),
            remedy: words::say("store-report-not-text-next").into(),
        })?;
        Ok(Some(text.to_owned()))
    }
}

/// Removes what was found of a connection; it is fine when there is nothing.
pub(super) fn remove(root: &Folder, name: &Name) -> Result<(), Fault> {
    let Some(reports) = root.open_inside(REPORTS)? else { return Ok(()) };
    [BASELINE, LAST].into_iter().try_for_each(|it| reports.remove(&report_name(name, it)))
}

/// Gives what was found of a connection its new name; it is fine when there is nothing.
pub(super) fn rename(root: &Folder, name: &Name, to: &Name) -> Result<(), Fault> {
    let Some(reports) = root.open_inside(REPORTS)? else { return Ok(()) };
    remove(root, to)?;
    let there = |it: &&str| reports.has(&report_name(name, it)).unwrap_or(false);
    [BASELINE, LAST]
        .iter()
        .filter(|it| there(it))
        .try_for_each(|it| reports.rename(&report_name(name, it), &report_name(to, it)))
}

fn report_name(name: &Name, ending: &str) -> String {
    format!("{}{ending}", name.as_str())
}
