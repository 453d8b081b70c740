//! The gate: one writer at a time, in the order of arrival.
//!
//! The lock that keeps two writers apart is `flock` on `gate.lock`. [`queue`] only says whose turn it is to take it, so
//! that no fault of the queue can let two in. The kernel gives up the locks of a process that dies, so neither a killed
//! holder nor a killed waiter keeps anybody out.

mod queue;

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant as Stopwatch};

use queue::Ticket;

use super::{Error, Result};
use crate::domain::instant::Instant;

/// How long a caller waits for its turn. Nobody holds the gate longer than a fraction of that at a time.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often whoever is next looks whether the gate is free.
const NEXT_LOOKS: Duration = Duration::from_micros(500);
/// How often the others look whether they are next.
const OTHERS_LOOK: Duration = Duration::from_millis(2);
/// How long the first of the queue may leave a free gate unused. A process that was stopped, not killed, would else keep
/// everybody behind it waiting.
const UNUSED: Duration = Duration::from_millis(500);

/// How long the name of the holder can be, in bytes.
const NAME: usize = 64;

/// The turn to write; given up when dropped.
#[derive(Debug)]
pub struct Gate {
    // The lock goes with the descriptor.
    _file: File,
}

/// Who holds the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its process.
    pub process: u32,
    /// What it does.
    pub doing: String,
    /// The time since which it is held.
    pub since: Instant,
}

impl Gate {
    /// Waits for the turn. Whoever waits meanwhile can read that this process does `doing`.
    pub fn enter(directory: &Path, doing: &str) -> Result<Gate> {
        let path = directory.join("gate.lock");
        let file = open(&path).map_err(|error| Error::from_io(&error, &path))?;
        let entered = Waiting::new(&file).enter(PATIENCE);
        if entered.map_err(|error| Error::from_io(&error, &path))? {
            sign(&file, doing);
            return Ok(Gate { _file: file });
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

/// A caller on its way in.
struct Waiting<'f> {
    file: &'f File,
    began: Stopwatch,
    /// The first of the queue, and since when this caller sees it leave a free gate unused.
    unused: Option<(i64, Stopwatch)>,
}

impl<'f> Waiting<'f> {
    fn new(file: &'f File) -> Waiting<'f> {
        Waiting {
            file,
            began: Stopwatch::now(),
            unused: None,
        }
    }

    /// Whether the gate was entered before the patience was at its end.
    fn enter(mut self, patience: Duration) -> io::Result<bool> {
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
                None => NEXT_LOOKS,
                Some(_) => OTHERS_LOOK,
            });
        }
    }

    /// Whether it is this caller's turn, or the one whose turn it is does not take it.
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

/// Writes down who holds the gate, always in as many bytes, so that the file never changes its length: what is
/// synchronised later has nothing more to write.
fn sign(file: &File, doing: &str) {
    let mut name = format!("{} {doing}", std::process::id());
    name.truncate(NAME - 1);
    let line = format!("{name:<width$}\n", width = NAME - 1);
    // It is only shown. A full disk that has no room for it is reported by what is written next.
    let _ = file.write_all_at(line.as_bytes(), 0);
}

/// Who signed last.
fn holder(file: &File) -> Option<Holder> {
    let mut line = [0; NAME];
    file.read_exact_at(&mut line, 0).ok()?;
    let (process, doing) = std::str::from_utf8(&line).ok()?.split_once(' ')?;
    // The kernel noted when it was written.
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
        open(&home.join("gate.lock")).unwrap()
    }

    #[test]
    fn who_holds_it_is_named_while_it_is_held() {
        let home = tempfile::tempdir().unwrap();
        let gate = Gate::enter(home.path(), "fold").unwrap();
        let named = holder(&file(home.path())).unwrap();
        assert_eq!(named.process, std::process::id());
        assert_eq!(named.doing, "fold");
        let size = || {
            std::fs::metadata(home.path().join("gate.lock"))
                .unwrap()
                .len()
        };
        let before = size();
        drop(gate);
        let long =
            "a name that is far longer than there is room for in the lock file, by some words";
        drop(Gate::enter(home.path(), long).unwrap());
        assert_eq!(size(), before);
    }

    #[test]
    fn who_came_later_waits_behind_who_waits_though_the_gate_is_free() {
        let home = tempfile::tempdir().unwrap();
        let (first, second) = (file(home.path()), file(home.path()));
        let ticket = Ticket::draw(&first).unwrap();
        let began = Stopwatch::now();
        assert!(!Waiting::new(&second).enter(UNUSED / 5).unwrap());
        assert!(began.elapsed() >= UNUSED / 5);
        drop(ticket);
        assert!(Waiting::new(&second).enter(Duration::ZERO).unwrap());
    }

    #[test]
    fn one_that_does_not_take_its_turn_is_passed() {
        let home = tempfile::tempdir().unwrap();
        let (stopped, next) = (file(home.path()), file(home.path()));
        let _ticket = Ticket::draw(&stopped).unwrap();
        assert!(Waiting::new(&next).enter(UNUSED * 4).unwrap());
    }

    #[test]
    fn one_that_waits_for_a_long_hold_is_not_passed() {
        let home = tempfile::tempdir().unwrap();
        let holder = Gate::enter(home.path(), "fold").unwrap();
        let (first, second) = (file(home.path()), file(home.path()));
        let ticket = Ticket::draw(&first).unwrap();
        let mut behind = Waiting::new(&second);
        let other = Ticket::draw(&second).unwrap();
        let before = other.first_before().unwrap();
        assert!(before.is_some());
        assert!(!behind.may_try(before).unwrap());
        std::thread::sleep(UNUSED);
        assert!(!behind.may_try(before).unwrap());
        // Free only since now: the first has time to come.
        drop(holder);
        assert!(!behind.may_try(before).unwrap());
        std::thread::sleep(UNUSED);
        assert!(behind.may_try(before).unwrap());
        drop(ticket);
    }

    #[test]
    fn patience_has_an_end() {
        let home = tempfile::tempdir().unwrap();
        let _gate = Gate::enter(home.path(), "fold").unwrap();
        let waiter = file(home.path());
        assert!(!Waiting::new(&waiter).enter(OTHERS_LOOK).unwrap());
        // What it leaves behind holds nobody up.
        assert!(!queue::anybody_waits(&waiter).unwrap());
    }
}
