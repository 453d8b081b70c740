//! The database: everything that was folded, decided and paid. The only ring with SQL.
//! Not here: rules (`domain`), or the order in which a verb reads and writes (`engine`).
//!
//! # Rooms
//! One file per noun, such as [`obligations`] or [`events`]. Around them: [`disk`] opens, locks and copies the database,
//! [`load`] inserts many rows at once, [`history`] keeps past events quick to read, [`lists`] filters and pages,
//! and [`proof`] holds what shows that the rows are right.
//!
//! # Locking
//! Every write holds the [`WriteLock`], because SQLite's own waiting starves writers: of eight that wait by
//! `busy_timeout` the last waits for seconds, with the lock some fifty milliseconds. The lock serves callers in order of
//! arrival.
//! No connection outlives the call that opened it. POSIX drops a process's locks on a file when any descriptor of that
//! file is closed in the process, so a backup plugin that reads the database during a transaction would let a second
//! writer in. Between calls there is no lock to drop.
//!
//! # Compatibility
//! SQLite is compiled in, because distributions ship versions with a bug that can reset the write-ahead log.
//! A schema newer than this code is refused; an older one is migrated in one transaction.
//!
//! # Performance
//! Write-ahead log; statements prepared once per connection; sums kept incrementally, so reading scores costs by the number
//! of collaborators, not of events. Obligations have no index by status: they are counted in buckets of 64 ids, which
//! costs next to nothing when twenty thousand move at once. Trying rules on the past reads all events from blocks
//! ([`history`]), which also know how many events of each status there are, so no list counts a million rows.
//!
//! # Filesystems
//! The write-ahead log needs shared memory, so network file systems are refused by name. The
//! directory is 0700, the files 0600, symbolic links are not followed ([`disk::directory`]). A ledger belongs to one site
//! ([`disk::identity`]).

mod access;
pub mod amendments;
pub mod balances;
pub mod calls;
pub mod clawed_back;
pub mod collaborators;
pub mod conflicts;
pub mod crowds;
pub mod disk;
pub mod dismissals;
pub mod disputes;
pub mod distributions;
pub mod distributors;
pub mod doubts;
pub mod engagements;
mod error;
pub mod events;
pub mod faults;
pub mod flows;
pub mod fulfillments;
pub mod growth;
pub mod history;
pub mod holds;
pub mod interests;
pub mod interval;
pub mod json;
pub mod keys;
pub mod ledger;
pub mod lists;
pub mod load;
pub mod meta;
pub mod metrics;
pub mod not_counted;
pub mod obligations;
pub mod outbox;
pub mod persons;
pub mod pools;
pub mod privacy;
pub mod proof;
pub mod redivisions;
pub mod refund_list;
pub mod refunds;
pub mod repeats;
pub mod roll_up;
pub mod signs;
pub mod transactions;
mod value;
pub mod worth;

use std::path::{Path, PathBuf};

pub use access::{Read, Savepoint, Snapshot, Transaction, Write, begin, commit, snapshot};
pub use disk::SCHEMA;
pub use disk::write_lock::{Holder, WriteLock};
pub use error::{Error, MESSAGES, Result};
pub use rusqlite::Connection;

/// The data of one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    directory: PathBuf,
    /// The site that the ledger must belong to, if the caller says so.
    site: Option<String>,
    only_read: bool,
}

impl Store {
    /// A store in a directory. Touches nothing on the disk.
    #[must_use]
    pub fn new(directory: &Path) -> Store {
        Store {
            directory: directory.to_owned(),
            site: None,
            only_read: false,
        }
    }

    /// Demands that the ledger belongs to this site.
    #[must_use]
    pub fn of_site(mut self, site: Option<&str>) -> Store {
        self.site = site.map(str::to_owned);
        self
    }

    /// Refuses every write if `only_read`.
    #[must_use]
    pub fn only_read(mut self, only_read: bool) -> Store {
        self.only_read = only_read;
        self
    }

    #[must_use]
    pub fn is_only_read(&self) -> bool {
        self.only_read
    }

    /// The data directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Makes the directory if it is missing. Refuses one where the data would not be safe, or that belongs to another site.
    pub fn prepare(&self) -> Result<()> {
        if self.only_read {
            return Err(Error::OpenedToRead);
        }
        disk::directory::prepare(&self.directory)?;
        match &self.site {
            Some(site) => disk::identity::claim(&self.directory, site),
            None => Ok(()),
        }
    }

    /// Waits for the write lock, in a directory that is made if it is missing. Others who wait can read that this process is
    /// doing `doing`.
    pub fn write_lock(&self, doing: &str) -> Result<WriteLock> {
        self.prepare()?;
        WriteLock::acquire(&self.directory, doing)
    }

    /// A connection that may write. Taking the lock as an argument proves that the caller holds it.
    pub fn writer(&self, _lock: &WriteLock) -> Result<Connection> {
        let db = disk::sqlite::open(&self.directory)?;
        if let Some(site) = &self.site {
            disk::identity::claim_database(&Write::of(&db), &self.directory, site)?;
        }
        Ok(db)
    }

    /// Whether the database exists and passes its checks.
    pub fn is_sound(&self, lock: &WriteLock) -> Result<bool> {
        if !self.directory.join(disk::NAME).exists() {
            return Ok(false);
        }
        match self.writer(lock).and_then(|db| disk::backup::check(&db)) {
            Ok(()) => Ok(true),
            Err(Error::Corrupt(_) | Error::Database(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A connection for reading.
    pub fn reader(&self) -> Result<Connection> {
        disk::directory::tend(&self.directory)?;
        let db = disk::sqlite::open_to_read(&self.directory)?;
        if let Some(site) = &self.site {
            disk::identity::check(&self.directory, site)?;
            disk::identity::check_database(&Read::of(&db), &self.directory, site)?;
        }
        Ok(db)
    }

    /// The size on disk in bytes, including the write-ahead log.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let database = std::fs::metadata(self.directory.join(disk::NAME));
        database.map_or(0, |meta| meta.len()) + disk::wal::bytes(&self.directory)
    }

    /// Truncates the write-ahead log when it has grown, as far as readers allow. The caller holds the write lock and has no
    /// transaction.
    pub fn shorten_log(&self, db: &Connection) -> Result<()> {
        disk::wal::shorten(&self.directory, db)
    }

    /// The size of the write-ahead log in bytes when a long reader keeps it from being truncated.
    #[must_use]
    pub fn log_held_up(&self) -> Option<u64> {
        disk::wal::held_up(&self.directory)
    }
}

/// The version of the SQLite that is compiled in.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}
