//! The list of saved connections; a file that cannot be read hides no other.

use crate::model::{
    fault::Fault,
    saved::{Connection, Name},
    shown::Shown,
};
use crate::words;

use super::{ENDING, Store, connection_file::Kept, file_name, folder::Folder};

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// A connection that can be read.
    Connection(Box<Connection>),
    /// A file that cannot. The others are not hidden by it.
    Broken {
        /// The file's name without its ending, safe to show.
        name: String,
        /// Why.
        fault: Fault,
    },
}

impl Listed {
    /// The name it is listed under.
    pub fn name(&self) -> &str {
        match self {
            Self::Connection(it) => it.name.as_str(),
            Self::Broken { name, .. } => name,
        }
    }
}

impl Store {
    /// Every file, sorted by name.
    ///
    /// Errors: the directory cannot be read.
    pub(super) fn read_all(&self) -> Result<Vec<Listed>, Fault> {
        let Some(connections) = self.connections()? else { return Ok(vec![]) };
        let mut listed: Vec<Listed> = connections
            .names()?
            .iter()
            .filter_map(|it| it.strip_suffix(ENDING))
            .filter_map(|stem| Self::read_stem(&connections, stem))
            .collect();
        listed.sort_by(|a, b| a.name().cmp(b.name()));
        Ok(listed)
    }

    /// Reads one file of the list; `None` when somebody has just removed it.
    fn read_stem(connections: &Folder, stem: &str) -> Option<Listed> {
        let read = || -> Result<Option<Kept>, Fault> {
            let name = Name::new(stem).map_err(|remedy| Fault::Local {
                what: words::with("store-file-has-no-name", &[("file", Shown::new(stem).to_string().into())]),
                remedy,
            })?;
            let text = connections.read(&file_name(&name))?;
            text.map(|it| Kept::from_toml(&name, &it, connections.path())).transpose()
        };
        match read() {
            Ok(kept) => kept.map(|it| Listed::Connection(Box::new(it.connection))),
            Err(fault) => Some(Listed::Broken { name: Shown::new(stem).to_string(), fault }),
        }
    }
}
