//! The schema and how a database of an earlier one gets there. SQLite keeps the schema's number as `user_version`.

use rusqlite::{Connection, Transaction};

use super::{Result, SCHEMA, begin, collaborators, persons, seals};

/// What makes each schema out of the one before, by its number. The fourth changed no table.
const STEPS: [(i64, &str); 10] = [
    (1, include_str!("01_first.sql")),
    (2, include_str!("02_history.sql")),
    (3, include_str!("03_fractions_of_units.sql")),
    (5, include_str!("05_dismissals.sql")),
    (6, include_str!("06_networks.sql")),
    (7, include_str!("07_growth.sql")),
    (8, include_str!("08_disputes.sql")),
    (9, include_str!("09_clawed_back.sql")),
    (10, include_str!("10_calls.sql")),
    (11, include_str!("11_outbox.sql")),
];

/// The number of a database's schema; 0 without tables.
pub fn schema(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Makes the tables of this schema, or brings those of an earlier one up to date: in one transaction, so that a database
/// that dies in between is of the earlier schema.
pub fn run(connection: &mut Connection) -> Result<()> {
    let transaction = begin(connection)?;
    // Read again under the lock: another process may have been first.
    let found = schema(&transaction)?;
    if found < SCHEMA {
        for (_, sql) in STEPS.iter().filter(|(number, _)| *number > found) {
            transaction.execute_batch(sql)?;
        }
        convert(&transaction, found)?;
        transaction.execute_batch(&format!("PRAGMA user_version = {SCHEMA}"))?;
    }
    Ok(transaction.commit()?)
}

/// What SQL alone cannot do for the rows of an earlier schema.
fn convert(transaction: &Transaction<'_>, found: i64) -> Result<()> {
    if (1..6).contains(&found) {
        // Quantities are kept in millionths since the third schema, networks since the sixth.
        seals::renew_all_events(transaction)?;
    }
    if (1..4).contains(&found) {
        // Addresses of one mailbox are one name since the fourth.
        persons::compare_anew(transaction)?;
        // Codes are folded by `domain::code` since the fourth.
        collaborators::fold_aliases(transaction)?;
    }
    // Written by the library that made the schema before this did.
    transaction.execute_batch("DROP TABLE IF EXISTS refinery_schema_history")?;
    Ok(())
}
