//! The journal as a file: appended to by any number of processes, folded and rotated by one at a time.
//!
//! **Appending.** One descriptor per process, opened `O_APPEND`; one `write` per record, then a look at the clock: was
//! the name seen to mean this file less than [`BELIEVED`] ago? Then the record is where the next fold reads. Else the
//! name is asked for again; if it means another file by now, the record is written once more into that one. Should the
//! rotation have seen it as well, its key makes the second one harmless. No lock is taken, and the clock is one that
//! nobody can set.
//!
//! **Folding** reads whole lines from a saved offset. An unfinished tail is left for the next time.
//!
//! **Rotation** happens under the gate, when all is folded and the log is large: the file gets its number as a second name;
//! a new one takes the first name; as long as a writer may believe in that name is waited for, which ends what can be
//! acknowledged in the old file; the rest of it is folded; the store notes the next number with offset 0. Killed in
//! between, the store still means the old file, and the next fold finds it by its number. Old segments are kept: a database
//! that is older than it was folds forward from where it stands.
//!
//! **Forks.** A descriptor inherited by a child is forgotten, never closed, and a new one opened.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rustix::fs::{AtFlags, CWD, StatxFlags};

use super::segment;

pub(super) const NAME: &str = "journal.log";

/// For how long a writer believes that the name means the file it meant. To ask each time would cost a visitor's page
/// as much as writing does.
const BELIEVED: Duration = Duration::from_millis(20);

/// How long a rotation waits for writers that believe. Processors need not agree on the time to the microsecond.
pub(super) const OUTLASTED: Duration = BELIEVED.saturating_mul(2);

/// How often this process came out of a fork. Asking the kernel for the process id would cost a
/// visitor's page more than all the rest of the bookkeeping.
static FORKS: AtomicU64 = AtomicU64::new(0);

/// To be called in the child after a fork.
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
    /// The name meant this file then, or later.
    seen: Instant,
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

    /// Whether this process has the log open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let forks = FORKS.load(Ordering::Relaxed);
        self.open.as_ref().is_some_and(|open| open.forks == forks)
    }

    /// Appends a line; returns when it is acknowledged: written whole where the next fold reads, and
    /// on the disk if it bears money. On an error nothing of it counts, whatever part reached the file.
    pub fn append(&mut self, line: &super::Line<'_>) -> io::Result<()> {
        self.buffer.clear();
        super::encode(line, &mut self.buffer);
        // Once more for each rotation that slips in between; the bound only keeps a directory that
        // is replaced without end from holding a page for ever.
        for _ in 0..16 {
            let mut open = self.take_open()?;
            write_once(&mut open.file, &self.buffer)?;
            if line.record.bears_money() {
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

    /// The open file, or one opened now. It is put back when all went well, so that a failure is
    /// followed by a fresh look at the name.
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

    /// Whether what was just written stands where the next fold reads.
    fn is_read_next(&self, open: &mut Open) -> io::Result<bool> {
        let now = Instant::now();
        if now.duration_since(open.seen) < BELIEVED {
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
pub(super) fn no_follow() -> i32 {
    rustix::fs::OFlags::NOFOLLOW.bits() as i32
}

/// What a failure of the log is about: its file, or where there is none the directory that it would be made in.
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
    use std::{fs, thread};

    use super::*;
    use crate::domain::event::Event;
    use crate::journal::segment::{Header, Segment};
    use crate::journal::{Line, Record};

    fn line(now: i64) -> Line<'static> {
        Line {
            record: Record::Events(Vec::<Event<'_>>::new()),
            now,
        }
    }

    /// How many lines there are beside the first, which says which segment it is.
    fn lines(path: &Path) -> usize {
        fs::read(path).map_or(0, |log| {
            log.split_inclusive(|byte| *byte == b'\n').count() - 1
        })
    }

    #[test]
    fn a_journal_that_somebody_took_away_is_begun_anew() {
        let home = tempfile::tempdir().unwrap();
        let (name, elsewhere) = (home.path().join(NAME), home.path().join("elsewhere"));
        let mut appender = Appender::new(home.path());
        appender.append(&line(1)).unwrap();
        fs::rename(&name, &elsewhere).unwrap();
        thread::sleep(BELIEVED);
        appender.append(&line(2)).unwrap();
        assert_eq!(lines(&name), 1);
        fs::remove_file(&name).unwrap();
        thread::sleep(BELIEVED);
        appender.append(&line(3)).unwrap();
        assert_eq!(lines(&name), 1);
    }

    #[test]
    fn a_line_longer_than_what_is_read_at_once_is_read_whole() {
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
    fn what_is_acknowledged_is_in_what_a_rotation_reads_or_in_the_next_log() {
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
                            appender.append(&line(number)).unwrap();
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
