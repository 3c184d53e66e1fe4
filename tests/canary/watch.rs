//! Looks at every process of this host, again and again while something runs: its arguments and its environment.

use std::{
    collections::BTreeSet,
    fs,
    process::Child,
    sync::{
        Mutex,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::needles::{Needle, found};

/// How long between two looks. A program that hands a login over lives longer.
const PAUSE: Duration = Duration::from_millis(30);

/// A watch that runs until it is asked what it saw.
pub(crate) struct Watch {
    stop: Sender<()>,
    watching: JoinHandle<Seen>,
}

/// Processes whose environment holds a login on purpose: those that `exec` became, in whichever test.
static EXCUSED: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Looks at one process.
    pub(crate) looks: usize,
    /// Where a secret was.
    pub(crate) found: BTreeSet<String>,
}

impl Watch {
    pub(crate) fn start(needles: Vec<Needle>) -> Self {
        let (stop, stopped) = channel();
        let watching = thread::spawn(move || {
            let mut seen = Seen::default();
            loop {
                look(&needles, &mut seen);
                match stopped.recv_timeout(PAUSE) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => return seen,
                }
            }
        });
        Self { stop, watching }
    }

    /// Starts a process whose environment may hold the login. Nobody looks at it before it is excused.
    pub(crate) fn excused(start: impl FnOnce() -> Child) -> Child {
        let mut excused = EXCUSED.lock().expect("nobody panicked");
        let child = start();
        excused.insert(child.id());
        child
    }

    /// Ends the watch.
    pub(crate) fn seen(self) -> Seen {
        let _ = self.stop.send(());
        self.watching.join().expect("watching cannot fail")
    }
}

fn look(needles: &[Needle], seen: &mut Seen) {
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|it| it.parse::<u32>().ok()) else { continue };
        for what in ["cmdline", "environ"] {
            // Some have gone meanwhile, some belong to others.
            let Ok(bytes) = fs::read(entry.path().join(what)) else { continue };
            seen.looks += 1;
            let is_excused = what == "environ" && EXCUSED.lock().expect("nobody panicked").contains(&pid);
            if !is_excused {
                seen.found.extend(found(needles, &bytes).into_iter().map(|it| format!("{what} of a process: {it}")));
            }
        }
    }
}
