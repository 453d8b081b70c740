//! The versions of the schema. A database has the number of its version in `user_version`, and is brought up to date in one
//! transaction: one that dies in between stays at its earlier version.

use rusqlite::Connection;

use crate::store::proof::seals;
use crate::store::{Read, Result, Transaction, begin, collaborators, commit, persons};

/// What makes each version of the previous one. A version without SQL changed values only, in [`convert`].
const MIGRATIONS: [&str; 12] = [
    include_str!("../migrations/01_first.sql"),
    include_str!("../migrations/02_history.sql"),
    include_str!("../migrations/03_fractions_of_units.sql"),
    "",
    include_str!("../migrations/05_dismissals.sql"),
    include_str!("../migrations/06_networks.sql"),
    include_str!("../migrations/07_growth.sql"),
    include_str!("../migrations/08_disputes.sql"),
    include_str!("../migrations/09_clawed_back.sql"),
    include_str!("../migrations/10_calls.sql"),
    include_str!("../migrations/11_outbox.sql"),
    include_str!("../migrations/12_names.sql"),
];

/// The newest version that this code knows.
#[allow(clippy::cast_possible_wrap)] // a dozen
pub const SCHEMA: i64 = MIGRATIONS.len() as i64;

/// The version of a database; 0 for an empty one.
pub fn version(db: &Read<'_>) -> Result<i64> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings a database of an earlier version up to date.
pub fn migrate(db: &mut Connection) -> Result<()> {
    let transaction = begin(db)?;
    // Another process may have migrated it while this one waited for the transaction.
    let found = version(&transaction)?;
    for (version, sql) in (1..).zip(MIGRATIONS) {
        if version > found {
            transaction.execute_batch(sql)?;
            transaction.execute_batch(&format!("PRAGMA user_version = {version}"))?;
        }
    }
    convert(&transaction, found)?;
    commit(transaction)
}

/// Converts the values that SQL alone cannot, in the tables of the newest version.
fn convert(db: &Transaction<'_>, found: i64) -> Result<()> {
    if (1..6).contains(&found) {
        // Quantities are in millionths since version 3, networks are sealed since version 6.
        seals::renew_all_events(db)?;
    }
    if (1..4).contains(&found) {
        // Version 4 compares all addresses of one mailbox as one name, and folds codes as `domain::code` does.
        persons::compare_anew(db)?;
        collaborators::fold_aliases(db)?;
    }
    Ok(())
}
