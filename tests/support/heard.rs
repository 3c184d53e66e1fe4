//! A program at a pseudo-terminal, whatever it is: what it says is heard as it comes, and its end is waited for.

use std::{
    io::Read,
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use portable_pty::{Child, ExitStatus};
use rustix::process::{Pid, Signal, kill_process};

/// Hears what comes, piece by piece, until the line ends.
pub(crate) fn listen(mut reader: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (says, heard) = channel();
    thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(n @ 1..) = reader.read(&mut bytes) {
            if says.send(bytes[..n].to_vec()).is_err() {
                break;
            }
        }
    });
    heard
}

/// Waits for the end. A program that does not end is killed, and its code is then wrong.
pub(crate) fn end(child: &mut Box<dyn Child + Send + Sync>, patience: Duration) -> ExitStatus {
    let pid = id(child.as_ref());
    let (done, waits) = channel::<()>();
    let guard = thread::spawn(move || waits.recv_timeout(patience).or_else(|_| kill_process(pid, Signal::KILL)));
    let status = child.wait().expect("the program ends");
    let _ = done.send(());
    let _ = guard.join();
    status
}

/// The id of the process.
pub(crate) fn id(child: &dyn Child) -> Pid {
    child.process_id().and_then(|it| Pid::from_raw(it.try_into().ok()?)).expect("a process has an id")
}
