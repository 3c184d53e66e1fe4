//! The log file: below the state directory, for this account only, never the terminal.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::PathBuf,
    sync::Mutex,
};

use directories::ProjectDirs;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// From this size on, the log begins anew. Unit: bytes.
const FULL: u64 = 1_000_000;

/// Starts logging; `verbose` counts how often more was asked for. Where no log can be written, nothing is logged.
pub(super) fn start(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::INFO,
        1 => tracing::Level::DEBUG,
        2.. => tracing::Level::TRACE,
    };
    if let Some(file) = open() {
        // Only what this program says itself: libraries may trace the bytes of requests.
        let ours = Targets::new().with_target("psa_connect", level);
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
        let _ = tracing_subscriber::registry().with(ours).with(lines).try_init();
    }
}

/// Where the log is.
pub(super) fn path() -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "psa-connect")?;
    dirs.state_dir().map(|it| it.join("psa-connect.log"))
}

fn open() -> Option<File> {
    let path = path()?;
    DirBuilder::new().recursive(true).mode(0o700).create(path.parent()?).ok()?;
    let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).ok()?;
    let file = OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(no_follow).open(path).ok()?;
    if file.metadata().ok()?.len() > FULL {
        file.set_len(0).ok()?;
    }
    Some(file)
}
