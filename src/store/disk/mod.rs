//! The database on the disk: where it is, whose it is, how it is opened, locked, copied and kept short.
//! Not here: what is in it.

pub mod backup;
pub mod directory;
pub mod identity;
mod migrations;
pub mod snapshots;
pub(super) mod sqlite;
pub(super) mod wal;
pub(super) mod write_lock;

use std::time::Duration;

pub use migrations::SCHEMA;

/// The name of the database file.
pub(super) const NAME: &str = "siren.sqlite3";

/// How long SQLite waits for the lock of another connection.
const PATIENCE: Duration = Duration::from_secs(10);
