//! What a new schema needs beside its SQL. A database that dies in between is one of the earlier schema, and all of this
//! is done again when it is opened next.

use rusqlite::Connection;

use super::{Result, SCHEMA, begin, collaborators, persons, seals};

/// Finishes what the migrations of SQL began on a database of an earlier schema, 0 for a new one, and gives it the
/// number of this one.
pub fn finish(db: &mut Connection, found: i64) -> Result<()> {
    let transaction = begin(db)?;
    if (1..6).contains(&found) {
        // Quantities are kept in millionths since the third, networks since the sixth.
        seals::renew_all_events(&transaction)?;
    }
    if (1..4).contains(&found) {
        // Addresses of one mailbox are one name since then; the tables are those of the third schema.
        persons::compare_anew(&transaction)?;
        // Codes are folded by `domain::code` since then.
        collaborators::fold_aliases(&transaction)?;
    }
    transaction.execute_batch(&format!("PRAGMA user_version = {SCHEMA}"))?;
    Ok(transaction.commit()?)
}
