//! The write lock: one writer at a time, first come, first served.
//!
//! `flock` on `write.lock` keeps writers apart. [`queue`] only decides who may try to take it next, so a fault in the
//! queue cannot let two writers in. The kernel releases the locks of a process that dies, so neither a killed holder nor a
//! killed waiter blocks the others.

mod queue;

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant as Stopwatch};

use queue::Ticket;

use crate::domain::instant::Instant;
use crate::store::{Error, Result};

/// How long a caller waits. A holder keeps the lock for a fraction of that at a time.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often the first in the queue tries to take the lock.
const POLL_FIRST: Duration = Duration::from_micros(500);
/// How often the others check whether they are first.
const POLL_OTHERS: Duration = Duration::from_millis(2);
/// How long the first in the queue may leave a free lock untaken before the next one passes it: it may be a process that was
/// stopped (SIGSTOP), not killed.
const UNUSED: Duration = Duration::from_millis(500);

/// The length of the record of the holder, in bytes.
const NAME: usize = 64;

/// The exclusive right to write. Dropping it releases the lock.
#[derive(Debug)]
pub struct WriteLock {
    // Closing the file releases the lock.
    _file: File,
}

/// Who holds the lock, for the message of a caller that waited in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub process: u32,
    pub doing: String,

    pub since: Instant,
}

impl WriteLock {
    /// Waits for the lock. Others who wait meanwhile can read that this process is doing `doing`.
    pub fn acquire(directory: &Path, doing: &str) -> Result<WriteLock> {
        let path = directory.join("write.lock");
        let file = open(&path).map_err(|error| Error::from_io(&error, &path))?;
        let acquired = Waiter::new(&file).acquire(PATIENCE);
        if acquired.map_err(|error| Error::from_io(&error, &path))? {
            sign(&file, doing);
            return Ok(WriteLock { _file: file });
        }
        Err(Error::Held {
            seconds: PATIENCE.as_secs(),
            holder: holder(&file),
        })
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW)
        .open(path)
}

/// A caller that waits for the lock.
struct Waiter<'f> {
    file: &'f File,
    began: Stopwatch,
    /// The first in the queue, and since when this waiter has seen it leave the free lock untaken.
    unused: Option<(i64, Stopwatch)>,
}

impl<'f> Waiter<'f> {
    fn new(file: &'f File) -> Waiter<'f> {
        Waiter {
            file,
            began: Stopwatch::now(),
            unused: None,
        }
    }

    /// Whether the lock was taken within `patience`.
    fn acquire(mut self, patience: Duration) -> io::Result<bool> {
        if !queue::anybody_waits(self.file)? && try_lock(self.file)? {
            return Ok(true);
        }
        let ticket = Ticket::draw(self.file)?;
        loop {
            let first = ticket.first_before()?;
            if self.may_try(first)? && try_lock(self.file)? {
                return Ok(true);
            }
            if self.began.elapsed() >= patience {
                return Ok(false);
            }
            std::thread::sleep(match first {
                None => POLL_FIRST,
                Some(_) => POLL_OTHERS,
            });
        }
    }

    /// Whether this waiter may try: nobody is before it, or the first has not taken the free lock for too long.
    fn may_try(&mut self, first: Option<i64>) -> io::Result<bool> {
        let Some(first) = first else { return Ok(true) };
        let is_held = queue::is_held(self.file)?;
        match self.unused {
            Some((seen, since)) if seen == first && !is_held => Ok(since.elapsed() >= UNUSED),
            _ => {
                self.unused = (!is_held).then(|| (first, Stopwatch::now()));
                Ok(false)
            }
        }
    }
}

fn try_lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => queue::show_held(file).map(|()| true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Records who holds the lock. The length of the file never changes, so this adds no metadata to a later sync.
fn sign(file: &File, doing: &str) {
    let mut name = format!("{} {doing}", std::process::id());
    name.truncate(NAME - 1);
    let line = format!("{name:<width$}\n", width = NAME - 1);
    // Only for messages. A full disk is reported by whatever is written next.
    let _ = file.write_all_at(line.as_bytes(), 0);
}

/// The last recorded holder.
fn holder(file: &File) -> Option<Holder> {
    let mut line = [0; NAME];
    file.read_exact_at(&mut line, 0).ok()?;
    let (process, doing) = std::str::from_utf8(&line).ok()?.split_once(' ')?;
    // The modification time tells since when.
    let written = file.metadata().ok()?;
    Some(Holder {
        process: process.parse().ok()?,
        doing: doing.trim_end().to_owned(),
        since: Instant::from_micros(written.mtime() * 1_000_000)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(home: &Path) -> File {
        open(&home.join("write.lock")).unwrap()
    }

    #[test]
    fn the_holder_is_recorded_in_a_file_of_fixed_length() {
        let home = tempfile::tempdir().unwrap();
        let lock = WriteLock::acquire(home.path(), "fold").unwrap();
        let named = holder(&file(home.path())).unwrap();
        assert_eq!(named.process, std::process::id());
        assert_eq!(named.doing, "fold");
        let size = || {
            std::fs::metadata(home.path().join("write.lock"))
                .unwrap()
                .len()
        };
        let before = size();
        drop(lock);
        let long =
            "a name that is far longer than there is room for in the lock file, by some words";
        drop(WriteLock::acquire(home.path(), long).unwrap());
        assert_eq!(size(), before);
    }

    #[test]
    fn a_later_waiter_does_not_take_a_free_lock_before_an_earlier_one() {
        let home = tempfile::tempdir().unwrap();
        let (first, second) = (file(home.path()), file(home.path()));
        let ticket = Ticket::draw(&first).unwrap();
        let began = Stopwatch::now();
        assert!(!Waiter::new(&second).acquire(UNUSED / 5).unwrap());
        assert!(began.elapsed() >= UNUSED / 5);
        drop(ticket);
        assert!(Waiter::new(&second).acquire(Duration::ZERO).unwrap());
    }

    #[test]
    fn a_waiter_that_does_not_take_its_turn_is_passed() {
        let home = tempfile::tempdir().unwrap();
        let (stopped, next) = (file(home.path()), file(home.path()));
        let _ticket = Ticket::draw(&stopped).unwrap();
        assert!(Waiter::new(&next).acquire(UNUSED * 4).unwrap());
    }

    #[test]
    fn a_waiter_is_not_passed_while_the_lock_is_held() {
        let home = tempfile::tempdir().unwrap();
        let holder = WriteLock::acquire(home.path(), "fold").unwrap();
        let (first, second) = (file(home.path()), file(home.path()));
        let ticket = Ticket::draw(&first).unwrap();
        let mut behind = Waiter::new(&second);
        let other = Ticket::draw(&second).unwrap();
        let before = other.first_before().unwrap();
        assert!(before.is_some());
        assert!(!behind.may_try(before).unwrap());
        std::thread::sleep(UNUSED);
        assert!(!behind.may_try(before).unwrap());
        // Free only now: the first still has time to take it.
        drop(holder);
        assert!(!behind.may_try(before).unwrap());
        std::thread::sleep(UNUSED);
        assert!(behind.may_try(before).unwrap());
        drop(ticket);
    }

    #[test]
    fn waiting_ends_after_the_patience() {
        let home = tempfile::tempdir().unwrap();
        let _lock = WriteLock::acquire(home.path(), "fold").unwrap();
        let waiter = file(home.path());
        assert!(!Waiter::new(&waiter).acquire(POLL_OTHERS).unwrap());

        assert!(!queue::anybody_waits(&waiter).unwrap());
    }
}
