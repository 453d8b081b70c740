//! The journal as a file: appended to by any number of processes, folded and rotated by one at a time.
//!
//! **Appending.** One descriptor per process, opened `O_APPEND`; one `write` per record, then a look
//! at the file: does it bear the mark of a rotation, is it still there? Unmarked, the record is where
//! the next fold reads. Marked, or gone, it is asked whether the name still means this file; if not,
//! the record is written once more into the new one. Should the rotation have seen it as well, its
//! key makes the second one harmless. No lock is taken. That somebody else put the file elsewhere is
//! seen within a second; what was in it is elsewhere too.
//!
//! **Folding** reads whole lines from a saved offset. An unfinished tail is left for the next time.
//!
//! **Rotation** happens under the gate, when all is folded and the log is large: the file is marked
//! and renamed to its number, which ends what can be acknowledged in it; the rest of it is folded; the store notes
//! the next number with offset 0; the renamed file is removed. Killed in between,
//! [`Segment::finished`] finds the renamed file and the next fold ends what was begun.
//!
//! **Forks.** A descriptor inherited by a child is forgotten, never closed, and a new one opened.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, CWD, Mode, StatxFlags};

const NAME: &str = "journal.log";

/// The mode of a journal that is written, and of one that a rotation ends. The second can be written
/// just as well: a rotation that dies before it renames leaves a journal that is only slower.
const WRITTEN: u32 = 0o600;
const FINISHING: u32 = 0o700;

/// For how many microseconds it is believed that nobody else puts the file elsewhere.
const BELIEVED: u64 = 1_000_000;

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
    /// When the name was last seen to mean this file, in microseconds since 1970.
    seen: i64,
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
            if self.is_read_next(&mut open, line.now)? {
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
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(WRITTEN)
            .custom_flags(no_follow())
            .open(&self.path)?;
        let meta = file.metadata()?;
        Ok(Open {
            identity: (meta.dev(), meta.ino()),
            file,
            forks,
            seen: i64::MIN,
        })
    }

    /// Whether what was just written stands where the next fold reads.
    ///
    /// Looking at the open file takes a fifth of the time of looking its name up. Times are not asked
    /// for: a file whose times were asked has them written anew with every write.
    fn is_read_next(&self, open: &mut Open, now: i64) -> io::Result<bool> {
        let asked = StatxFlags::MODE | StatxFlags::NLINK;
        let stat = rustix::fs::statx(&open.file, "", AtFlags::EMPTY_PATH, asked)?;
        let unmarked = u32::from(stat.stx_mode) & 0o7777 == WRITTEN && stat.stx_nlink > 0;
        if unmarked && now.abs_diff(open.seen) < BELIEVED {
            return Ok(true);
        }
        let current = is_current(&self.path, open.identity)?;
        open.seen = now;
        Ok(current)
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

    /// Takes the segment out of the writers' way under its number: from now on nothing written into
    /// it is acknowledged, and what was is there to be read.
    pub fn finish(&mut self, directory: &Path, number: i64) -> io::Result<()> {
        // Whoever writes from now on asks for the name, and whoever did not see the mark wrote before.
        rustix::fs::fchmod(&self.file, Mode::from_raw_mode(FINISHING))?;
        let finished = directory.join(finished_name(number));
        fs::rename(&self.path, &finished)?;
        self.path = finished;
        Ok(())
    }

    /// Removes a finished segment.
    pub fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

fn finished_name(number: i64) -> String {
    format!("journal.{number}.done")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Event;
    use crate::journal::{Line, Record};

    const NOW: i64 = 1_777_600_000_000_000;

    fn line(now: i64) -> Line<'static> {
        Line {
            record: Record::Events(Vec::<Event<'_>>::new()),
            now,
        }
    }

    fn lines(path: &Path) -> usize {
        fs::read(path).map_or(0, |log| log.split_inclusive(|byte| *byte == b'\n').count())
    }

    #[test]
    fn a_journal_that_is_gone_is_begun_anew_at_once() {
        let home = tempfile::tempdir().unwrap();
        let mut appender = Appender::new(home.path());
        appender.append(&line(NOW)).unwrap();
        fs::remove_file(home.path().join(NAME)).unwrap();
        appender.append(&line(NOW)).unwrap();
        assert_eq!(lines(&home.path().join(NAME)), 1);
    }

    #[test]
    fn a_journal_that_somebody_put_elsewhere_is_missed_within_a_second() {
        let home = tempfile::tempdir().unwrap();
        let (name, elsewhere) = (home.path().join(NAME), home.path().join("elsewhere"));
        let mut appender = Appender::new(home.path());
        appender.append(&line(NOW)).unwrap();
        fs::rename(&name, &elsewhere).unwrap();
        appender.append(&line(NOW + 1_000_000)).unwrap();
        assert_eq!(lines(&name), 1);
        // Also when the clock was set back.
        fs::rename(&name, &elsewhere).unwrap();
        appender.append(&line(NOW - 1_000_000)).unwrap();
        assert_eq!(lines(&name), 1);
    }

    #[test]
    fn a_rotation_is_seen_whenever_it_comes() {
        let home = tempfile::tempdir().unwrap();
        let mut appender = Appender::new(home.path());
        for number in 1..4 {
            appender.append(&line(NOW)).unwrap();
            let mut segment = Segment::current(home.path()).unwrap().unwrap();
            segment.finish(home.path(), number).unwrap();
            appender.append(&line(NOW)).unwrap();
            assert_eq!(lines(&home.path().join(NAME)), 1, "rotation {number}");
            fs::remove_file(home.path().join(NAME)).unwrap();
        }
    }

    #[test]
    fn a_rotation_that_died_before_it_renamed_stops_nobody() {
        let home = tempfile::tempdir().unwrap();
        let name = home.path().join(NAME);
        let mut appender = Appender::new(home.path());
        appender.append(&line(NOW)).unwrap();
        let marked = std::os::unix::fs::PermissionsExt::from_mode(FINISHING);
        fs::set_permissions(&name, marked).unwrap();
        appender.append(&line(NOW)).unwrap();
        Appender::new(home.path()).append(&line(NOW)).unwrap();
        assert_eq!(lines(&name), 3);
        let mut segment = Segment::current(home.path()).unwrap().unwrap();
        segment.finish(home.path(), 1).unwrap();
        appender.append(&line(NOW)).unwrap();
        assert_eq!(lines(&name), 1);
    }
}
