//! The report of the last test of each connection: `reports/<name>.json`, whose text is not the store's matter.

use crate::model::{fault::Fault, saved::Name};

use super::{Store, file_name, folder::Folder, lock::Lock, no_such, shown};

const REPORTS: &str = "reports";
/// Unit: bytes. A report of hundreds of rights is far below it.
const LARGEST: u64 = 4 << 20;

impl Store {
    /// Keeps the report of the last test of a saved connection, whole or not at all, in place of the one before.
    ///
    /// Errors: as [`Store::save`], and when it is larger than 4 MB.
    pub fn keep_report(&self, name: &Name, text: &str) -> Result<(), Fault> {
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        if !connections.has(&file_name(name))? {
            return Err(no_such(name));
        }
        if text.len() as u64 > LARGEST {
            return Err(Fault::Local {
                what: format!("the report of {} is larger than {} MB", name.as_str(), LARGEST >> 20),
                remedy: "Nothing is lost but the comparison with this test; the next smaller one is kept again.".into(),
            });
        }
        let reports = root.make_inside(REPORTS)?;
        self.remember_repair(&reports);
        reports.remove_leftovers()?;
        reports.write(&report_name(name), text.as_bytes())?;
        reports.settle()
    }

    /// The report of the last test of a saved connection; `None` when there is none.
    ///
    /// Errors: [`Fault::Local`] when it cannot be read.
    pub fn last_report(&self, name: &Name) -> Result<Option<String>, Fault> {
        let Some(root) = Folder::open(&self.directory)? else { return Ok(None) };
        let Some(reports) = root.open_inside(REPORTS)? else { return Ok(None) };
        // One that its connection left behind is not this one's.
        if !self.connections()?.map_or(Ok(false), |it| it.has(&file_name(name)))? {
            return Ok(None);
        }
        let Some(bytes) = reports.read_up_to(&report_name(name), LARGEST)? else { return Ok(None) };
        let text = std::str::from_utf8(&bytes).map_err(|_| Fault::Local {
            what: format!("{} is not text", shown(&reports.path().join(report_name(name)))),
            remedy: "Remove it; the next test writes it again.".into(),
        })?;
        Ok(Some(text.to_owned()))
    }
}

/// Removes the report of a connection; it is fine when there is none.
pub(super) fn remove(root: &Folder, name: &Name) -> Result<(), Fault> {
    root.open_inside(REPORTS)?.map_or(Ok(()), |it| it.remove(&report_name(name)))
}

fn report_name(name: &Name) -> String {
    format!("{}.json", name.as_str())
}
