//! Who waits for the gate, in the order of arrival.
//!
//! Each waiter locks one byte of the lock file: the one whose offset is the time at which it came, in nanoseconds, by a
//! clock that nobody can set. Whoever finds no byte locked before its own is next. The bytes need not exist, nothing is
//! written, and the kernel unlocks what a process that dies had locked.
//!
//! These are Linux's locks of open file descriptions. POSIX's own are lost when any descriptor of the file is closed in
//! the process, and threads of one process share them.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;

use libc::{F_OFD_GETLK, F_OFD_SETLK, F_UNLCK, F_WRLCK};

/// The byte that whoever holds the gate locks as well, so that others can see it without trying the gate. Far beyond
/// all tickets.
const HELD: i64 = i64::MAX - 1;

/// A place in the queue; given up when dropped.
#[derive(Debug)]
pub struct Ticket<'f> {
    file: &'f File,
    number: i64,
}

impl<'f> Ticket<'f> {
    /// Stands at the end of the queue.
    pub fn draw(file: &'f File) -> io::Result<Ticket<'f>> {
        let mut number = nanoseconds()?;
        while !lock(file, F_WRLCK, number)? {
            // Somebody came in the same nanosecond.
            number += 1;
        }
        Ok(Ticket { file, number })
    }

    /// The number of the first of all who stand before this one; `None` when this one is next.
    pub fn first_before(&self) -> io::Result<Option<i64>> {
        let mut first = None;
        let mut end = self.number;
        // The kernel names any of them, so it is asked again for those before that one.
        while let Some(found) = locked(self.file, 0, end)? {
            first = Some(found);
            if found == 0 {
                break;
            }
            end = found;
        }
        Ok(first)
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        // Unlocking what one has locked cannot fail; if it did, closing the file would do it.
        let _ = lock(self.file, F_UNLCK, self.number);
    }
}

/// Whether anybody stands in the queue.
pub fn anybody_waits(file: &File) -> io::Result<bool> {
    Ok(locked(file, 0, HELD)?.is_some())
}

/// Shows that the gate is held, until the file is closed.
pub fn show_held(file: &File) -> io::Result<()> {
    lock(file, F_WRLCK, HELD).map(|_| ())
}

/// Whether anybody else shows that the gate is held.
pub fn is_held(file: &File) -> io::Result<bool> {
    Ok(locked(file, HELD, 1)?.is_some())
}

/// The time since the machine was started.
fn nanoseconds() -> io::Result<i64> {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the kernel writes one timespec to where there is one.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    if result != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(time.tv_sec * 1_000_000_000 + time.tv_nsec)
}

/// Locks or unlocks the byte at an offset; false when somebody else has locked it.
fn lock(file: &File, kind: i32, offset: i64) -> io::Result<bool> {
    let mut range = range(kind, offset, 1);
    match ask(file, F_OFD_SETLK, &mut range) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        // As some kernels say it.
        Err(error) if error.raw_os_error() == Some(libc::EACCES) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Where one of the locks that others hold on a range begins.
fn locked(file: &File, from: i64, length: i64) -> io::Result<Option<i64>> {
    let mut range = range(F_WRLCK, from, length);
    ask(file, F_OFD_GETLK, &mut range)?;
    Ok((i32::from(range.l_type) != F_UNLCK).then_some(range.l_start))
}

#[allow(clippy::cast_possible_truncation)] // constants of the kernel's, 0, 1 and 2
fn range(kind: i32, from: i64, length: i64) -> libc::flock {
    libc::flock {
        l_type: kind as i16,
        l_whence: libc::SEEK_SET as i16,
        l_start: from,
        l_len: length,
        l_pid: 0,
    }
}

fn ask(file: &File, command: i32, range: &mut libc::flock) -> io::Result<()> {
    // SAFETY: the descriptor is open as long as the file is borrowed, and both commands read and write one `flock`.
    let result = unsafe { libc::fcntl(file.as_raw_fd(), command, &raw mut *range) };
    if result == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_those_before_is_found_whatever_order_they_locked_in() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("gate.lock");
        let open = || {
            File::options()
                .create(true)
                .append(true)
                .read(true)
                .open(&path)
                .unwrap()
        };
        let files: Vec<File> = (0..8).map(|_| open()).collect();
        let asker = open();
        let mut tickets: Vec<Ticket<'_>> = files
            .iter()
            .map(|file| Ticket::draw(file).unwrap())
            .collect();
        let mine = Ticket::draw(&asker).unwrap();
        // They leave from the middle, the front and the back.
        for leaves in [4, 0, 5, 0, 2] {
            let numbers = tickets.iter().map(|ticket| ticket.number);
            assert_eq!(mine.first_before().unwrap(), numbers.min());
            drop(tickets.remove(leaves));
        }
        drop(tickets);
        assert_eq!(mine.first_before().unwrap(), None);
        assert!(!anybody_waits(&asker).unwrap());
        assert!(anybody_waits(&open()).unwrap());
    }
}
