//! How things look on each kind of terminal, as somebody chose it with a key. It is worth nothing but convenience:
//! one that cannot be read says nothing, one that cannot be written is not written, and neither is a failure.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::folder::Folder;

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeptLooks {
    /// Line drawing.
    Rich,
    /// ASCII.
    Basic,
}

impl KeptLooks {
    fn word(self) -> &'static str {
        match self {
            Self::Rich => "rich",
            Self::Basic => "basic",
        }
    }
}

/// The file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooksFile {
    /// Its path.
    pub path: PathBuf,
}

/// Unit: bytes.
const LARGEST: u64 = 16 << 10;
/// Kinds of terminals that are remembered at most.
const MOST: usize = 32;
const HEAD: &str = "# How psa-connect looks on each kind of terminal (TERM), as Ctrl-T left it: rich or basic.\n";

impl LooksFile {
    /// What was chosen on a terminal of this kind (`TERM`).
    pub fn of(&self, term: &str) -> Option<KeptLooks> {
        self.read()?.get(term)?.clone().try_into().ok()
    }

    /// Keeps what was chosen on a terminal of this kind.
    pub fn keep(&self, term: &str, looks: KeptLooks) {
        let is_name = (1..=64).contains(&term.len()) && term.bytes().all(|it| it.is_ascii_graphic());
        let mut kept = self.read().unwrap_or_default();
        if !is_name || kept.get(term).and_then(Value::as_str) == Some(looks.word()) {
            return;
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(term.to_owned(), looks.word().into());
        let folder = self.path.parent().and_then(|it| Folder::make(it).ok());
        if let (Some(folder), Some(name)) = (folder, self.name()) {
            // Nothing is lost with it but a key that is pressed once more.
            let _ = folder.write(name, format!("{HEAD}{kept}").as_bytes());
        }
    }

    fn name(&self) -> Option<&str> {
        self.path.file_name()?.to_str()
    }

    fn read(&self) -> Option<Table> {
        let folder = Folder::open(self.path.parent()?).ok()??;
        let text = folder.read_up_to(self.name()?, LARGEST).ok()??;
        std::str::from_utf8(&text).ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{KeptLooks, LooksFile, MOST};

    fn in_folder() -> (tempfile::TempDir, LooksFile) {
        let home = tempfile::tempdir().unwrap();
        let file = LooksFile { path: home.path().join("state/psa-connect/looks.toml") };
        (home, file)
    }

    #[test]
    fn each_kind_of_terminal_has_its_own() {
        let (_home, file) = in_folder();
        assert_eq!(file.of("xterm"), None);
        file.keep("xterm", KeptLooks::Basic);
        file.keep("vt100", KeptLooks::Rich);
        assert_eq!([file.of("xterm"), file.of("vt100")], [Some(KeptLooks::Basic), Some(KeptLooks::Rich)]);
        file.keep("xterm", KeptLooks::Rich);
        let of = ["xterm", "vt100", "putty"].map(|it| file.of(it));
        assert_eq!(of, [Some(KeptLooks::Rich), Some(KeptLooks::Rich), None]);
    }

    #[test]
    fn a_broken_file_says_nothing_and_is_replaced() {
        let (_home, file) = in_folder();
        file.keep("xterm", KeptLooks::Basic);
        for broken in ["xterm = ", "xterm = 7\n", "xterm = \"pretty\"\n", "\u{0}"] {
            fs::write(&file.path, broken).unwrap();
            assert_eq!(file.of("xterm"), None, "{broken:?}");
        }
        file.keep("xterm", KeptLooks::Basic);
        assert_eq!(file.of("xterm"), Some(KeptLooks::Basic));
    }

    #[test]
    fn what_is_no_name_of_a_terminal_is_not_kept_and_the_file_stays_small() {
        let (_home, file) = in_folder();
        for term in ["", "a b", "x\n", &"x".repeat(65)] {
            file.keep(term, KeptLooks::Basic);
        }
        assert!(!file.path.exists());
        for n in 0..3 * MOST {
            file.keep(&format!("term-{n}"), KeptLooks::Basic);
        }
        assert!(fs::read_to_string(&file.path).unwrap().lines().count() <= MOST + 1);
    }

    #[test]
    fn where_nothing_can_be_written_nothing_fails() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("state"), "a file where a directory should be").unwrap();
        let file = LooksFile { path: home.path().join("state/looks.toml") };
        file.keep("xterm", KeptLooks::Basic);
        assert_eq!(file.of("xterm"), None);
    }
}
