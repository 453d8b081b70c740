//! The queue for the write lock, in order of arrival.
//!
//! Each waiter locks one byte of the lock file, at the offset of its time of arrival in nanoseconds on the monotonic clock.
//! Whoever finds no locked byte before its own is first. The bytes need not exist, nothing is written, and the kernel
//! releases the locks of a process that dies.
//!
//! These are Linux open file description locks. POSIX record locks would be lost when any descriptor of the file is
//! closed in the process, and threads of one process would share them.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;

use libc::{F_OFD_GETLK, F_OFD_SETLK, F_UNLCK, F_WRLCK};

/// The byte that the holder of the write lock locks too, so that others can test it without trying the lock. Far beyond all
/// tickets.
const HELD: i64 = i64::MAX - 1;

/// A place in the queue. Dropping it leaves the queue.
#[derive(Debug)]
pub struct Ticket<'f> {
    file: &'f File,
    number: i64,
}

impl<'f> Ticket<'f> {
    /// Joins the end of the queue.
    pub fn draw(file: &'f File) -> io::Result<Ticket<'f>> {
        let mut number = nanoseconds()?;
        while !lock(file, F_WRLCK, number)? {
            // Another waiter came in the same nanosecond.
            number += 1;
        }
        Ok(Ticket { file, number })
    }

    /// The ticket of the first in the queue; `None` when this one is first.
    pub fn first_before(&self) -> io::Result<Option<i64>> {
        let mut first = None;
        let mut end = self.number;
        // The kernel reports any one lock in the range, so the range before that one is queried again.
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
        // Unlocking one's own byte cannot fail, and closing the file would do it too.
        let _ = lock(self.file, F_UNLCK, self.number);
    }
}

/// Whether the queue has any waiter.
pub fn anybody_waits(file: &File) -> io::Result<bool> {
    Ok(locked(file, 0, HELD)?.is_some())
}

/// Marks the write lock as held until the file is closed.
pub fn show_held(file: &File) -> io::Result<()> {
    lock(file, F_WRLCK, HELD).map(|_| ())
}

/// Whether somebody else holds the write lock.
pub fn is_held(file: &File) -> io::Result<bool> {
    Ok(locked(file, HELD, 1)?.is_some())
}

/// Monotonic time: nobody can set it.
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
        // Some kernels answer EACCES instead of EAGAIN.
        Err(error) if error.raw_os_error() == Some(libc::EACCES) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The start of any lock that others hold in a range.
fn locked(file: &File, from: i64, length: i64) -> io::Result<Option<i64>> {
    let mut range = range(F_WRLCK, from, length);
    ask(file, F_OFD_GETLK, &mut range)?;
    Ok((i32::from(range.l_type) != F_UNLCK).then_some(range.l_start))
}

#[allow(clippy::cast_possible_truncation)] // kernel constants 0, 1 and 2
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
    // SAFETY: the descriptor is open while the file is borrowed, and both commands read and write one `flock`.
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
    fn the_first_waiter_is_found_in_any_order_of_leaving() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("write.lock");
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
