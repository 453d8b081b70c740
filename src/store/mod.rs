//! The database: everything that was folded, decided and paid. The only place with SQL.
//! Not here: rules (`domain`), or in which order a verb reads and writes (`engine`).
//!
//! # Locking
//! A gate file is locked around every write, because SQLite's own waiting starves writers: of eight
//! that wait by `busy_timeout` the last waits seconds, with the gate some fifty milliseconds. Whoever waits
//! is served in the order of arrival.
//! No connection outlives the call that opened it. POSIX drops a process's locks on a file when any
//! descriptor of that file is closed in it, so a backup plugin that reads the database while a
//! transaction is open would let a second writer in; between calls there is nothing to drop.
//!
//! # Compatibility
//! SQLite is compiled in: distributions ship versions with a bug that can reset the write-ahead log.
//! A schema newer than this code is refused; an older one is migrated in one transaction.
//!
//! # Performance
//! Write-ahead log, statements prepared once for each connection, sums kept incrementally: reading a
//! score costs by the number of collaborators, not of events. Obligations have no index by status: they
//! are counted by stretches ([`counts`]), which costs next to nothing when twenty thousand move at once.
//! What has to read all events, trying rules on the past, reads them packed ([`history`]); the packs know
//! how many there are of each status, so no list counts a million of them.
//!
//! # Filesystems
//! The write-ahead log needs shared memory, so network file systems are refused by name. The
//! directory is 0700, the files 0600, symbolic links are not followed ([`directory`]). A ledger belongs to one site
//! ([`identity`]).

pub mod amendments;
mod as_it_is;
pub mod audit;
pub mod backup;
pub mod balances;
mod by_number;
pub mod calls;
pub mod clawed_back;
pub mod collaborators;
pub mod conflicts;
pub mod counts;
pub mod crowds;
pub mod directory;
pub mod dismissals;
pub mod disputes;
pub mod distributions;
pub mod distributors;
pub mod divided_again;
pub mod doubts;
pub mod engagements;
mod error;
pub mod events;
pub mod evidence;
pub mod export;
mod filter;
pub mod find;
pub mod fulfillments;
mod gate;
pub mod growth;
pub mod history;
pub mod holds;
pub mod identity;
pub mod intake;
pub mod interests;
pub mod json;
pub mod keys;
pub mod ledger;
mod log;
pub mod meta;
pub mod metrics;
mod migrations;
pub mod not_counted;
pub mod obligations;
pub mod outbox;
pub mod persons;
pub mod pools;
pub mod privacy;
pub mod refund_list;
pub mod refunds;
pub mod repeats;
pub mod roll_up;
mod rows;
pub mod scratch;
pub mod seals;
pub mod signs;
pub mod snapshots;
mod sqlite;
pub mod sums;
pub mod transactions;
mod value;
pub mod worth;

use std::path::{Path, PathBuf};

pub use error::{Error, Result};
pub use gate::{Gate, Holder};
pub use rusqlite::{Connection, Transaction};

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    directory: PathBuf,
    /// Whose ledger it must be; `None` where the caller does not say.
    site: Option<String>,
    /// Whether nothing may be written.
    only_read: bool,
}

impl Store {
    /// A store in a directory. Touches nothing yet.
    #[must_use]
    pub fn new(directory: &Path) -> Store {
        Store {
            directory: directory.to_owned(),
            site: None,
            only_read: false,
        }
    }

    /// The same store, which must be the ledger of this site.
    #[must_use]
    pub fn of_site(mut self, site: Option<&str>) -> Store {
        self.site = site.map(str::to_owned);
        self
    }

    /// The same store, in which nothing may be written if `only_read`.
    #[must_use]
    pub fn only_read(mut self, only_read: bool) -> Store {
        self.only_read = only_read;
        self
    }

    /// Whether nothing may be written.
    #[must_use]
    pub fn is_only_read(&self) -> bool {
        self.only_read
    }

    /// The data directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Makes the directory if it is not there, and refuses one where the data would not be safe, or that is another
    /// site's.
    pub fn prepare(&self) -> Result<()> {
        if self.only_read {
            return Err(Error::OpenedToRead);
        }
        directory::prepare(&self.directory)?;
        match &self.site {
            Some(site) => identity::claim(&self.directory, site),
            None => Ok(()),
        }
    }

    /// Waits for its turn to write, in a directory that is made if it is not there. Others are told that
    /// this process does `doing`.
    pub fn gate(&self, doing: &str) -> Result<Gate> {
        self.prepare()?;
        Gate::enter(&self.directory, doing)
    }

    /// A connection that may write. The gate is the proof that it is this process's turn.
    pub fn writer(&self, _turn: &Gate) -> Result<Connection> {
        let db = sqlite::open(&self.directory)?;
        if let Some(site) = &self.site {
            identity::claim_database(&db, &self.directory, site)?;
        }
        Ok(db)
    }

    /// Whether the database is there and holds together. The gate is the proof that it is this process's turn.
    pub fn is_sound(&self, turn: &Gate) -> Result<bool> {
        if !self.directory.join(sqlite::NAME).exists() {
            return Ok(false);
        }
        match self.writer(turn).and_then(|db| backup::check(&db)) {
            Ok(()) => Ok(true),
            Err(Error::Corrupt(_) | Error::Database(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A connection for reading.
    pub fn reader(&self) -> Result<Connection> {
        directory::tend(&self.directory)?;
        let db = sqlite::open_to_read(&self.directory)?;
        if let Some(site) = &self.site {
            identity::check(&self.directory, site)?;
            identity::check_database(&db, &self.directory, site)?;
        }
        Ok(db)
    }

    /// Bytes on the disk, of the database and its write-ahead log.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let database = std::fs::metadata(self.directory.join(sqlite::NAME));
        database.map_or(0, |meta| meta.len()) + log::bytes(&self.directory)
    }

    /// Empties the write-ahead log when it has grown, as far as those who are reading let it. The caller has
    /// the turn to write, and no transaction.
    pub fn shorten_log(&self, db: &Connection) -> Result<()> {
        log::shorten(&self.directory, db)
    }

    /// How many bytes the write-ahead log has, when somebody who reads for long keeps it from being emptied.
    #[must_use]
    pub fn log_held_up(&self) -> Option<u64> {
        log::held_up(&self.directory)
    }
}

/// The number of the newest schema this code knows.
pub const SCHEMA: i64 = 11;

/// Begins a transaction that may write from its first statement on.
pub fn begin(db: &mut Connection) -> Result<Transaction<'_>> {
    Ok(db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?)
}

/// Makes everything since [`begin`] lasting.
pub fn commit(transaction: Transaction<'_>) -> Result<()> {
    Ok(transaction.commit()?)
}

/// Begins to read: until it ends, everything is seen as it is now, and nobody waits for it.
pub fn snapshot(db: &Connection) -> Result<Transaction<'_>> {
    Ok(db.unchecked_transaction()?)
}

/// A point inside a transaction that can be gone back to.
#[derive(Debug)]
pub struct Savepoint<'s> {
    db: &'s Connection,
    name: &'static str,
}

impl<'s> Savepoint<'s> {
    /// Sets one. They do not nest.
    pub fn set(db: &'s Connection) -> Result<Savepoint<'s>> {
        Savepoint::named(db, "part")
    }

    /// Sets one before a change, which may set others.
    pub fn around_a_change(db: &'s Connection) -> Result<Savepoint<'s>> {
        Savepoint::named(db, "whole_change")
    }

    fn named(db: &'s Connection, name: &'static str) -> Result<Savepoint<'s>> {
        db.execute_batch(&format!("SAVEPOINT {name}"))?;
        Ok(Savepoint { db, name })
    }

    /// Keeps what was done since.
    pub fn release(self) -> Result<()> {
        Ok(self.db.execute_batch(&format!("RELEASE {}", self.name))?)
    }

    /// Takes back what was done since.
    pub fn roll_back(self) -> Result<()> {
        let name = self.name;
        Ok(self
            .db
            .execute_batch(&format!("ROLLBACK TO {name}; RELEASE {name}"))?)
    }
}

/// The version of the SQLite that is compiled in.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}
