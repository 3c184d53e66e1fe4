//! Jobs that touch this host only: the store, the guide's file, the account's name and the clock.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write as _},
    path::Path,
    sync::Arc,
};

use crate::{
    model::{
        document::Document,
        fault::Fault,
        report::Report,
        right::{Confirmation, RightId},
        saved::{Connection, Name, Replace, ToSave},
    },
    store::{Listed, Store},
    wizard::event::{Finish, Opened},
    words,
};

use super::Shared;

/// Runs `act` on a thread that may wait for the disk. Once begun it runs to its end, so what it writes is whole.
pub(super) async fn run<T: Send + 'static>(shared: &Arc<Shared>, act: impl FnOnce(&Shared) -> T + Send + 'static) -> T {
    let shared = Arc::clone(shared);
    let done = tokio::task::spawn_blocking(move || act(&shared)).await;
    done.unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic()))
}

/// Saves a connection.
pub(super) fn save(shared: &Shared, to_save: &ToSave) -> Result<Finish, Fault> {
    let signed = signed();
    let saved = shared.store.save(to_save, &signed)?;
    if let Some(report) = &to_save.report
        && let Err(fault) = keep(shared, &to_save.name, report, &signed.at)
    {
        // The connection is saved; only the next comparison has nothing to compare with.
        tracing::warn!(connection = to_save.name.as_str(), %fault, "the report of its test is not kept");
    }
    Ok(Finish::Saved(saved))
}

/// Takes a connection back to what it was before the last save.
pub(super) fn undo(shared: &Shared, name: &Name) -> Result<Finish, Fault> {
    shared.store.undo(name, &now()).map(|()| Finish::Changed)
}

/// Reads a connection and its login.
pub(super) fn open(shared: &Shared, name: &Name) -> Result<Finish, Fault> {
    let (connection, login) = shared.store.open(name, &shared.catalog)?;
    Ok(Finish::Opened(Box::new(Opened { connection, login })))
}

/// Reads the report that is kept of a connection.
pub(super) fn last_test(shared: &Shared, name: &Name) -> Result<Finish, Fault> {
    let text = shared.store.last_report(name)?;
    let document = text.map(|it| Document::from_json(&it)).transpose().map_err(|what| Fault::Local {
        what,
        remedy: words::with("engine-no-last-test-next", &[("name", name.as_str().into())]),
    })?;
    Ok(Finish::LastTest(document.map(Box::new)))
}

/// Removes a connection and says which are left.
pub(super) fn remove(shared: &Shared, name: &Name) -> Result<Finish, Fault> {
    shared.store.remove(name)?;
    Ok(Finish::Removed(readable(&shared.store)))
}

/// Writes the guide into the working directory.
pub(super) fn write_sheet(file: &str, text: &str) -> Result<Finish, Fault> {
    write_beside(Path::new("."), file, text).map(Finish::Wrote)
}

/// Gives a confirmation by hand its name and time.
pub(super) fn stamp(right: RightId) -> Finish {
    Finish::Stamped(right, signed())
}

fn readable(store: &Store) -> Vec<Connection> {
    let connection = |it| match it {
        Listed::Connection(connection) => Some(*connection),
        Listed::Broken { .. } => None,
    };
    store.list().into_iter().filter_map(connection).collect()
}

/// Keeps a test's result, in short with its connection and whole beside it.
pub(super) fn record(shared: &Shared, name: &Name, report: &Report) -> Result<Finish, Fault> {
    let now = now();
    let last = shared.store.record_test(name, report, &now)?;
    keep(shared, name, report, &now)?;
    Ok(Finish::Recorded(last))
}

/// Keeps the document of a test beside its connection. One of an unknown product cannot be made; nothing is kept then.
fn keep(shared: &Shared, name: &Name, report: &Report, now: &str) -> Result<(), Fault> {
    let Some(connection) = readable(&shared.store).into_iter().find(|it| it.name == *name) else { return Ok(()) };
    let catalog = &shared.catalog;
    let known = catalog.psa(&connection.psa).zip(catalog.integration(&connection.integration));
    let Some((facts, integration)) = known else { return Ok(()) };
    let document = Document::of(&connection, facts, integration, report, now);
    // One that cannot be read is of another version or was tampered with; it is replaced.
    let before = shared.store.last_report(name).ok().flatten().and_then(|it| Document::from_json(&it).ok());
    // What is about to be replaced was never compared with anything: the next comparison starts from there.
    if let Some(before) = &before {
        shared.store.keep_baseline(name, &before.to_json(), Replace::No)?;
    }
    shared.store.keep_report(name, &document.after(before).to_json())
}

/// Writes `text` into a new file of `folder` and gives the file's name: `guide.txt`, else `guide-2.txt`, and so on.
fn write_beside(folder: &Path, file: &str, text: &str) -> Result<String, Fault> {
    let (stem, ending) = file.rsplit_once('.').map_or((file, String::new()), |(stem, it)| (stem, format!(".{it}")));
    let local = |what: String| Fault::Local { what, remedy: words::say("engine-file-unwritten-next").into() };
    for n in 1..=99 {
        let name = if n == 1 { file.to_owned() } else { format!("{stem}-{n}{ending}") };
        let opened = OpenOptions::new().write(true).create_new(true).open(folder.join(&name));
        match opened {
            Ok(mut opened) => {
                let written = opened.write_all(text.as_bytes()).and_then(|()| opened.sync_all());
                return written.map(|()| name.clone()).map_err(|it| local(unwritten(&name, &it)));
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(local(unwritten(&name, &error))),
        }
    }
    Err(local(words::with("engine-files-in-the-way", &[("file", file.into())])))
}

fn unwritten(file: &str, error: &std::io::Error) -> String {
    words::with("export-file-unwritten", &[("file", file.into()), ("error", error.to_string().into())])
}

/// Now, RFC 3339 in UTC, whole seconds.
pub(super) fn now() -> String {
    jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).unwrap_or_default().to_string()
}

/// Who runs this, and now.
fn signed() -> Confirmation {
    Confirmation { by: account(), at: now() }
}

/// The name of the account that runs this, else its number.
fn account() -> String {
    let named = ["USER", "LOGNAME"].into_iter().filter_map(|it| std::env::var(it).ok()).find(|it| !it.is_empty());
    named.unwrap_or_else(|| words::with("engine-uid", &[("n", rustix::process::getuid().as_raw().to_string().into())]))
}

#[cfg(test)]
mod tests {
    use super::{now, write_beside};

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(write_beside(folder.path(), "guide.txt", "first"), Ok("guide.txt".into()));
        assert_eq!(write_beside(folder.path(), "guide.txt", "second"), Ok("guide-2.txt".into()));
        assert_eq!(write_beside(folder.path(), "guide.txt", "third"), Ok("guide-3.txt".into()));
        assert_eq!(std::fs::read_to_string(folder.path().join("guide.txt")).unwrap(), "first");
        assert_eq!(std::fs::read_to_string(folder.path().join("guide-3.txt")).unwrap(), "third");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_a_fault_with_a_remedy() {
        let gone = tempfile::tempdir().unwrap().path().join("gone");
        let fault = write_beside(&gone, "guide.txt", "text").unwrap_err();
        assert!(fault.to_string().starts_with("guide.txt cannot be written: "), "{fault}");
    }

    #[test]
    fn a_time_has_whole_seconds_and_utc() {
        let now = now();
        assert_eq!((now.len(), now.ends_with('Z')), ("2026-01-01T00:00:00Z".len(), true), "{now}");
    }
}
