//! The gate: one writer at a time, in the order they came.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use super::{Error, Result};

/// How long a caller waits for its turn. A fold or a distribution holds the gate for far less.
const PATIENCE: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(2);

/// The turn to write; given up when dropped.
#[derive(Debug)]
pub struct Gate {
    // The kernel gives the lock up with the last descriptor, so a killed process holds nobody out.
    _file: File,
}

impl Gate {
    /// Waits for the turn.
    pub fn enter(directory: &Path) -> Result<Gate> {
        let path = directory.join("gate.lock");
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(|error| Error::from_io(&error, &path))?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Gate { _file: file }),
                Err(TryLockError::WouldBlock) if waited < PATIENCE => {
                    std::thread::sleep(STEP);
                    waited += STEP;
                }
                Err(TryLockError::WouldBlock) => return Err(Error::Busy(PATIENCE.as_secs())),
                Err(TryLockError::Error(error)) => return Err(Error::from_io(&error, &path)),
            }
        }
    }
}
