//! The log file: below the state directory, for this account only, never the terminal.

use std::{path::PathBuf, sync::Mutex};

use crate::words;

use directories::ProjectDirs;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::store::open_log;

use super::say::talk;

/// From this size on, the log begins anew. Unit: bytes.
const FULL: u64 = 1_000_000;

/// Starts logging; `verbose` counts how often more was asked for. Where no log can be written, that is said, and nothing is logged.
pub(super) fn start(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::INFO,
        1 => tracing::Level::DEBUG,
        2.. => tracing::Level::TRACE,
    };
    let Some(path) = path() else { return };
    match open_log(&path, FULL) {
        Err(fault) => talk(&words::with(
            "log-nothing-logged",
            &[("fault", fault.to_string().into()), ("remedy", fault.remedy().into())],
        )),
        Ok((file, repaired)) => {
            for it in repaired {
                talk(&words::with("talk-warning", &[("what", it.as_str().into())]));
            }
            // Only what this program says itself: libraries may trace the bytes of requests.
            let ours = Targets::new().with_target("psa_connect", level);
            let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
            let _ = tracing_subscriber::registry().with(ours).with(lines).try_init();
        }
    }
}

/// Where the log is.
pub(super) fn path() -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "psa-connect")?;
    dirs.state_dir().map(|it| it.join("psa-connect.log"))
}
