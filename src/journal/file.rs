//! The journal file: any number of processes append to it, one at a time folds and rotates it.
//!
//! **Appending.** One descriptor per process, opened with `O_APPEND`, and one `write` per record. Then the writer checks its lease:
//! if the file had the name `journal.log` less than [`LEASE`] ago, the next fold reads the record, and it is
//! acknowledged. Otherwise the writer looks at the name again, and if it now belongs to another file, writes the record
//! into that one too. If the rotation read the first copy as well, its key makes the second one harmless. This takes no
//! lock and uses the monotonic clock.
//!
//! **Folding** reads whole lines from a saved offset and leaves an unfinished line for the next fold.
//!
//! **Rotation** happens under the write lock when a large log is completely folded. The file gets its number as a second name, and a
//! new file takes the first name. After [`LEASE_EXPIRY`](super::name::LEASE_EXPIRY) no writer can acknowledge a record in the old file, so the rest of it
//! is folded and the database stores the next number with offset 0. If the process is killed in between, the database still
//! refers to the old file, which the next fold finds by its number. Old segments are kept, so that an older database can fold
//! forward.
//!
//! **Forks.** A child forgets, and never closes, an inherited descriptor and opens a new one.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use rustix::fs::{AtFlags, CWD, StatxFlags};

use super::name::{LEASE, NAME, no_follow};
use super::segment;

/// How often this process was forked. Asking the kernel for the process id would cost more than the rest of the
/// bookkeeping.
static FORKS: AtomicU64 = AtomicU64::new(0);

/// Must be called in the child after a fork.
pub fn forked() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

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
    forks: u64,
    /// When the file was last known to have the name `journal.log`.
    seen: Instant,
}

impl Appender {
    /// A writer into a data directory. Opens nothing.
    #[must_use]
    pub fn new(directory: &Path) -> Appender {
        Appender {
            path: directory.join(NAME),
            open: None,
            buffer: Vec::new(),
        }
    }

    /// Whether this process has the log open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let forks = FORKS.load(Ordering::Relaxed);
        self.open.as_ref().is_some_and(|open| open.forks == forks)
    }

    /// Appends a record. Returns once the record is completely in the file that the next fold reads, and synced if it bears
    /// money. After an error nothing of it counts, whatever part reached the file.
    pub fn append(&mut self, record: &super::Record<'_>) -> io::Result<()> {
        self.buffer.clear();
        super::encode(record, &mut self.buffer);
        // Repeated for each rotation that comes in between. The bound keeps a directory that is replaced endlessly from
        // blocking a page for ever.
        for _ in 0..16 {
            let mut open = self.take_open()?;
            write_once(&mut open.file, &self.buffer)?;
            if record.content.bears_money() {
                open.file.sync_data()?;
            }
            if self.is_read_next(&mut open)? {
                self.open = Some(open);
                return Ok(());
            }
        }
        Err(io::Error::other(
            "the journal is replaced faster than it can be written",
        ))
    }

    /// The open file, or a newly opened one. The caller puts it back after success only, so that a failure leads to a fresh look at
    /// the name.
    fn take_open(&mut self) -> io::Result<Open> {
        let forks = FORKS.load(Ordering::Relaxed);
        match self.open.take() {
            Some(open) if open.forks == forks => return Ok(open),
            Some(inherited) => std::mem::forget(inherited),
            None => {}
        }
        let seen = Instant::now();
        let file = match self.open_there() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                segment::begin(self.path.parent().unwrap_or(&self.path))?;
                self.open_there()?
            }
            opened => opened?,
        };
        let meta = file.metadata()?;
        Ok(Open {
            identity: (meta.dev(), meta.ino()),
            file,
            forks,
            seen,
        })
    }

    fn open_there(&self) -> io::Result<File> {
        OpenOptions::new()
            .append(true)
            .custom_flags(no_follow())
            .open(&self.path)
    }

    /// Whether the next fold reads what was just written.
    fn is_read_next(&self, open: &mut Open) -> io::Result<bool> {
        let now = Instant::now();
        if now.duration_since(open.seen) < LEASE {
            return Ok(true);
        }
        open.seen = now;
        is_current(&self.path, open.identity)
    }
}

fn is_current(path: &Path, identity: (u64, u64)) -> io::Result<bool> {
    let found = rustix::fs::statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::INO);
    match found.map_err(io::Error::from) {
        Ok(stat) => {
            let device = rustix::fs::makedev(stat.stx_dev_major, stat.stx_dev_minor);
            Ok((device, stat.stx_ino) == identity)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// One `write`, because only a single one is atomic among appenders. A full disk tears the record: the caller gets an error and
/// the reader skips it.
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

/// The path to name when the log fails: its file or, if there is none, the directory.
#[must_use]
pub fn path(directory: &Path) -> PathBuf {
    let path = directory.join(NAME);
    if path.symlink_metadata().is_ok() {
        path
    } else {
        directory.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;
    use std::{fs, thread};

    use super::*;
    use crate::domain::event::Event;
    use crate::journal::segment::{Header, Segment};
    use crate::journal::{Content, Record};

    fn record(now: i64) -> Record<'static> {
        Record {
            content: Content::Events(Vec::<Event<'_>>::new()),
            now,
        }
    }

    /// How many lines there are without the header.
    fn lines(path: &Path) -> usize {
        fs::read(path).map_or(0, |log| {
            log.split_inclusive(|byte| *byte == b'\n').count() - 1
        })
    }

    #[test]
    fn a_journal_that_was_moved_away_is_begun_anew() {
        let home = tempfile::tempdir().unwrap();
        let (name, elsewhere) = (home.path().join(NAME), home.path().join("elsewhere"));
        let mut appender = Appender::new(home.path());
        appender.append(&record(1)).unwrap();
        fs::rename(&name, &elsewhere).unwrap();
        thread::sleep(LEASE);
        appender.append(&record(2)).unwrap();
        assert_eq!(lines(&name), 1);
        fs::remove_file(&name).unwrap();
        thread::sleep(LEASE);
        appender.append(&record(3)).unwrap();
        assert_eq!(lines(&name), 1);
    }

    #[test]
    fn a_line_longer_than_the_read_size_is_read_completely() {
        let directory = tempfile::tempdir().unwrap();
        let long = format!("{}\n", "x".repeat(35));
        fs::write(directory.path().join(NAME), format!("{long}yy\n{long}torn")).unwrap();
        let mut segment = Segment::current(directory.path()).unwrap().unwrap();
        let mut buffer = Vec::new();
        for (offset, expected) in [(0, format!("{long}yy\n")), (39, long), (75, String::new())] {
            segment.read(offset, 10, &mut buffer).unwrap();
            assert_eq!(String::from_utf8_lossy(&buffer), expected, "from {offset}");
        }
    }

    #[test]
    fn an_acknowledged_record_is_in_the_rotated_segment_or_in_the_next() {
        const WRITERS: i64 = 4;
        const ROTATIONS: i64 = 12;
        let home = tempfile::tempdir().unwrap();
        let directory = home.path();
        let stop = std::sync::atomic::AtomicBool::new(false);
        let (read, acknowledged) = thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let stop = &stop;
                    scope.spawn(move || {
                        let mut appender = Appender::new(directory);
                        let mut written = Vec::new();
                        while !stop.load(Ordering::Relaxed) {
                            let number = i64::try_from(written.len()).unwrap() * WRITERS + writer;
                            appender.append(&record(number)).unwrap();
                            written.push(number);
                        }
                        written
                    })
                })
                .collect();
            let mut read = Vec::new();
            for number in 0..ROTATIONS {
                thread::sleep(Duration::from_millis(5));
                let Some(mut segment) = Segment::current(directory).unwrap() else {
                    continue;
                };
                let next = Header::new(Some((number + 1, None))).unwrap();
                segment.finish(directory, number, &next).unwrap();
                read.extend(fs::read(directory.join(format!("segments/{number}.log"))).unwrap());
            }
            stop.store(true, Ordering::Relaxed);
            let acknowledged: Vec<i64> = writers
                .into_iter()
                .flat_map(|writer| writer.join().unwrap())
                .collect();
            read.extend(fs::read(directory.join(NAME)).unwrap_or_default());
            (read, acknowledged)
        });
        let read = String::from_utf8(read).unwrap();
        let found: std::collections::HashSet<i64> = read
            .lines()
            .filter(|line| !line.contains("\"begin\""))
            .map(|line| line.rsplit_once(':').unwrap().1)
            .map(|number| number.trim_end_matches('}').parse().unwrap())
            .collect();
        let lost = acknowledged.iter().filter(|number| !found.contains(number));
        assert_eq!(lost.count(), 0, "of {}", acknowledged.len());
    }
}
