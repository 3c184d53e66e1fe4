//! The file that the program logs to: outside the store, and met with the same care.

use std::{fs::File, path::Path};

use crate::model::fault::Fault;

use super::{
    folder::{self, Folder},
    trouble::{errno, trouble},
};

/// Opens the log at its end; it is made, with its directory, when it is missing. One of more than `full` bytes begins anew.
///
/// Gives what was found open to other accounts and is no longer, too: a sentence each.
///
/// Errors: [`Fault::Local`] when what is there is no plain file of this account, or cannot be written.
pub fn open_log(path: &Path, full: u64) -> Result<(File, Vec<String>), Fault> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name().and_then(|it| it.to_str())) else {
        return Err(trouble("written", path, rustix::io::Errno::INVAL));
    };
    let file = Folder::make(parent)?.open_to_append(name)?;
    let size = file.metadata().map_err(|it| trouble("read", path, errno(&it)))?.len();
    if size > full {
        file.set_len(0).map_err(|it| trouble("written", path, errno(&it)))?;
    }
    Ok((file, folder::repaired_below(parent)))
}
