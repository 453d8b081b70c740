//! Which distributors something may count for, so that the others need not be read.
//!
//! It follows from their versions: a row for each event type that a version measures, and one for the currency if a version has
//! a revenue share. SQL reads them from the stored definitions.

use rusqlite::params;

use super::Result;
use super::proof::audit::{Difference, Found};
use crate::domain::ids::DistributorId;
use crate::store::{Read, Write};

/// Something that may count for a distributor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interest<'i> {
    /// An event of a type.
    Event(&'i str),
    /// A sale in a currency.
    Sale(&'i str),
}

/// A query for the interests of some versions. A version that is not JSON, which is reported elsewhere, has none.
fn following_from(versions: &str) -> String {
    let list = |path: &str| {
        format!(
            "(SELECT distributor_id, definition FROM distributor_versions {versions}) v, \
             json_each(CASE WHEN json_valid(v.definition) THEN v.definition ELSE '{{}}' END, '{path}') item"
        )
    };
    format!(
        "SELECT 'event', json_extract(item.value, '$.event'), v.distributor_id FROM {} \
         UNION SELECT 'sale', json_extract(v.definition, '$.units'), v.distributor_id FROM {} \
         WHERE json_extract(item.value, '$.kind') = 'revenue_share'",
        list("$.metrics"),
        list("$.pool.sources"),
    )
}

/// Adds the interests of a version of a distributor.
pub fn add(db: &Write<'_>, id: DistributorId, version: i64) -> Result<()> {
    db.prepare_cached(&format!(
        "INSERT OR IGNORE INTO interests (what, name, distributor_id) {}",
        following_from("WHERE distributor_id = ?1 AND version = ?2")
    ))?
    .execute(params![id, version])?;
    Ok(())
}

/// The distributors that something may count for, by id: active and paused ones, and archived ones until their
/// last period is divided.
pub fn interested(db: &Read<'_>, interest: Interest<'_>) -> Result<Vec<DistributorId>> {
    let (what, name) = match interest {
        Interest::Event(kind) => ("event", kind),
        Interest::Sale(currency) => ("sale", currency),
    };
    let mut query = db.prepare_cached(
        "SELECT d.id FROM interests i JOIN distributors d ON d.id = i.distributor_id \
         WHERE i.what = ?1 AND i.name = ?2 AND (d.status IN ('active', 'paused') OR d.status = 'archived' \
         AND EXISTS (SELECT 1 FROM distributions n WHERE n.distributor_id = d.id \
         AND n.status IN ('scheduled', 'tracking', 'failed'))) ORDER BY i.distributor_id",
    )?;
    let rows = query.query_map([what, name], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Checks that the interests follow from the versions. If one is missing, something does not count.
pub fn all_there(db: &Read<'_>, found: Found<'_>) -> Result<()> {
    let expected = format!("SELECT * FROM ({})", following_from(""));
    let there = "SELECT what, name, distributor_id FROM interests".to_owned();
    for (these, those, message) in [
        (&expected, &there, "is missing"),
        (&there, &expected, "follows from no version"),
    ] {
        let mut query = db.prepare(&format!("{these} EXCEPT {those} ORDER BY 3, 1, 2"))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (what, name): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            found(Difference {
                id: row.get(2)?,
                column: format!("{what} {}", name.unwrap_or_default()),
                message: message.to_owned(),
            });
        }
    }
    Ok(())
}
