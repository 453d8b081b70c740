//! The journal as a file: appended to by any number of processes, folded and rotated by one at a time.
//!
//! **Appending.** One descriptor per process, opened `O_APPEND`; one `write` per record. Around it a
//! shared lock on the file and a look whether the name still means this file: a rotation takes the
//! lock exclusively, so no record can land in a segment that was declared finished.
//!
//! **Folding** reads whole lines from a saved offset. An unfinished tail is left for the next time.
//!
//! **Rotation** happens under the gate, when all is folded and the log is large: the file is renamed
//! to its number, the store notes the next number with offset 0, the renamed file is removed. Killed
//! in between, [`Segment::finished`] finds the renamed file and the next fold ends what was begun.
//!
//! **Forks.** A descriptor inherited by a child shares its locks with the parent; on a changed
//! process id it is forgotten, never closed, and a new one opened.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const NAME: &str = "journal.log";

/// The writing end, kept open between calls.
#[derive(Debug)]
pub struct Appender {
    path: PathBuf,
    open: Option<Open>,
    buffer: Vec<u8>,
}

#[derive(Debug)]
struct Open {
    file: File,
    identity: (u64, u64),
    process: u32,
}

impl Appender {
    /// A writer into a data directory. Opens nothing yet.
    #[must_use]
    pub fn new(directory: &Path) -> Appender {
        Appender {
            path: directory.join(NAME),
            open: None,
            buffer: Vec::new(),
        }
    }

    /// Appends a line; returns when it is acknowledged: written whole, and on the disk if it bears
    /// money. On an error nothing of it counts, whatever part reached the file.
    pub fn append(&mut self, line: &super::Line<'_>) -> io::Result<()> {
        self.buffer.clear();
        super::encode(line, &mut self.buffer);
        let process = std::process::id();
        // Once more for each rotation that slips in between opening and locking; the bound only
        // keeps a directory that is replaced without end from holding a page for ever.
        for _ in 0..16 {
            let file = self.file(process)?;
            rustix::fs::flock(file, rustix::fs::FlockOperation::LockShared)?;
            if self.is_current()? {
                return self.write(line.record.bears_money());
            }
            // Dropping the descriptor drops its lock.
            self.open = None;
        }
        Err(io::Error::other(
            "the journal is replaced faster than it can be written",
        ))
    }

    fn file(&mut self, process: u32) -> io::Result<&File> {
        if let Some(open) = &self.open
            && open.process != process
        {
            std::mem::forget(self.open.take());
        }
        if self.open.is_none() {
            let file = OpenOptions::new()
                .append(true)
                .create(true)
                .mode(0o600)
                .custom_flags(no_follow())
                .open(&self.path)?;
            let meta = file.metadata()?;
            self.open = Some(Open {
                identity: (meta.dev(), meta.ino()),
                file,
                process,
            });
        }
        match &self.open {
            Some(open) => Ok(&open.file),
            None => Err(io::Error::other("the journal could not be opened")),
        }
    }

    fn is_current(&self) -> io::Result<bool> {
        let Some(open) = &self.open else {
            return Ok(false);
        };
        match fs::symlink_metadata(&self.path) {
            Ok(meta) => Ok((meta.dev(), meta.ino()) == open.identity),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn write(&mut self, sync: bool) -> io::Result<()> {
        let Some(open) = &mut self.open else {
            return Err(io::Error::other("the journal could not be opened"));
        };
        let outcome = write_once(&mut open.file, &self.buffer);
        let outcome = if sync {
            outcome.and_then(|()| open.file.sync_data())
        } else {
            outcome
        };
        rustix::fs::flock(&open.file, rustix::fs::FlockOperation::Unlock)?;
        outcome
    }
}

/// One `write`, because only one is atomic among appenders. What a full disk cuts off is torn: the
/// caller hears of it and the reader skips it.
fn write_once(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    loop {
        match file.write(bytes) {
            Ok(written) if written == bytes.len() => return Ok(()),
            Ok(_) => return Err(io::Error::from(io::ErrorKind::StorageFull)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[allow(clippy::cast_possible_wrap)] // a flag of the kernel's, far below the sign bit
fn no_follow() -> i32 {
    rustix::fs::OFlags::NOFOLLOW.bits() as i32
}

/// The reading end of one segment.
#[derive(Debug)]
pub struct Segment {
    file: File,
    path: PathBuf,
}

impl Segment {
    /// The segment that is being written; `None` when nothing was ever recorded in it.
    pub fn current(directory: &Path) -> io::Result<Option<Segment>> {
        Segment::open(directory.join(NAME))
    }

    /// The segment of this number if a rotation renamed it and was ended before it could remove it.
    pub fn finished(directory: &Path, number: i64) -> io::Result<Option<Segment>> {
        Segment::open(directory.join(finished_name(number)))
    }

    fn open(path: PathBuf) -> io::Result<Option<Segment>> {
        match OpenOptions::new()
            .read(true)
            .custom_flags(no_follow())
            .open(&path)
        {
            Ok(file) => Ok(Some(Segment { file, path })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How long it is, in bytes.
    pub fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Reads from an offset up to about `most` bytes, whole lines only; at least one line when a
    /// whole one is there. The caller's buffer is reused.
    pub fn read(&mut self, offset: u64, most: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.clear();
        self.file.seek(SeekFrom::Start(offset))?;
        let mut wanted = most;
        loop {
            let read = (&mut self.file).take(wanted as u64).read_to_end(buffer)?;
            if let Some(end) = buffer.iter().rposition(|byte| *byte == b'\n') {
                buffer.truncate(end + 1);
                return Ok(());
            }
            if read < wanted {
                buffer.clear();
                return Ok(());
            }
            // One line longer than was asked for: take as much again.
            wanted = buffer.len();
        }
    }

    /// Keeps every writer out until the returned guard goes; what is then in the file is all there
    /// will be.
    pub fn seal(&self) -> io::Result<Sealed<'_>> {
        rustix::fs::flock(&self.file, rustix::fs::FlockOperation::LockExclusive)?;
        Ok(Sealed { segment: self })
    }

    /// Removes a finished segment.
    pub fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// A segment no writer can reach.
#[derive(Debug)]
pub struct Sealed<'s> {
    segment: &'s Segment,
}

impl Sealed<'_> {
    /// Takes the segment out of the writers' way under its number.
    pub fn finish(self, directory: &Path, number: i64) -> io::Result<()> {
        fs::rename(&self.segment.path, directory.join(finished_name(number)))
    }
}

impl Drop for Sealed<'_> {
    fn drop(&mut self) {
        // Fails only for a descriptor that is not open, and this one is.
        let _ = rustix::fs::flock(&self.segment.file, rustix::fs::FlockOperation::Unlock);
    }
}

fn finished_name(number: i64) -> String {
    format!("journal.{number}.done")
}
