//! Where a list goes: a new private file or standard output. Counts the bytes, and remembers why it took no more.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    os::fd::AsFd as _,
    path::Path,
};

use crate::{
    model::{fault::Fault, shown::Shown},
    store::{HandedFile, Unfinished},
    words,
};

/// An open way out.
pub(super) struct Out<'a> {
    sink: BufWriter<Sink<'a>>,
    bytes: u64,
    failed: Option<io::Error>,
}

enum Sink<'a> {
    File { place: &'a HandedFile, unfinished: Unfinished<'a> },
    Stdout(File),
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File { unfinished, .. } => unfinished.write(bytes),
            Self::Stdout(it) => it.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File { unfinished, .. } => unfinished.flush(),
            Self::Stdout(it) => it.flush(),
        }
    }
}

/// How much is written at once. Unit: bytes.
const CHUNK: usize = 64 * 1024;

impl<'a> Out<'a> {
    /// Into a file, which takes its place in the end.
    pub(super) fn file(place: &'a HandedFile) -> Result<Self, Fault> {
        Ok(Self::of(Sink::File { place, unfinished: place.begin()? }))
    }

    /// To standard output. Not by `std`'s own, which writes line by line.
    pub(super) fn stdout() -> Result<Self, Fault> {
        let fd = io::stdout().as_fd().try_clone_to_owned().map_err(|it| closed(&it))?;
        Ok(Self::of(Sink::Stdout(File::from(fd))))
    }

    fn of(sink: Sink<'a>) -> Self {
        Self { sink: BufWriter::with_capacity(CHUNK, sink), bytes: 0, failed: None }
    }

    /// Written so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the reader of standard output has gone, and wants no more.
    pub(super) fn is_unread(&self) -> bool {
        let is_pipe = matches!(self.sink.get_ref(), Sink::Stdout(_));
        is_pipe && self.failed.as_ref().is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Why it took no more, if it did not.
    pub(super) fn fault(&self) -> Option<Fault> {
        let error = self.failed.as_ref()?;
        Some(match self.sink.get_ref() {
            Sink::File { place, .. } => unwritable(place.path(), error),
            Sink::Stdout(_) => closed(error),
        })
    }

    /// Puts the file in its place.
    pub(super) fn keep(mut self) -> Result<(), Fault> {
        if self.flush().is_err()
            && let Some(fault) = self.fault()
        {
            return Err(fault);
        }
        let (sink, _) = self.sink.into_parts();
        match sink {
            Sink::File { unfinished, .. } => unfinished.keep(),
            Sink::Stdout(_) => Ok(()),
        }
    }

    fn noted<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|it| {
            let kind = it.kind();
            self.failed.get_or_insert(it);
            kind.into()
        })
    }
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(bytes);
        let written = self.noted(written)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.sink.flush();
        self.noted(flushed)
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Fault {
    Fault::Local {
        what: words::with(
            "export-file-unwritten",
            &[
                ("file", Shown::new(&path.display().to_string()).to_string().into()),
                ("error", error.to_string().into()),
            ],
        ),
        remedy: words::say("export-file-unwritten-next").into(),
    }
}

fn closed(error: &io::Error) -> Fault {
    Fault::Local {
        what: words::with("export-output-unwritten", &[("error", error.to_string().into())]),
        remedy: words::say("export-output-unwritten-next").into(),
    }
}
