//! The rules of a version of a distributor, read back from where they are kept.

use super::Result;
use super::configure::stored;
use crate::domain::distributor::Definition;
use crate::domain::ids::DistributorId;
use crate::store::{Error as StoreError, Read, distributors};

/// The rules of a version.
pub fn read(db: &Read<'_>, distributor: DistributorId, number: i64) -> Result<Definition> {
    let text = distributors::definition(db, distributor, number)?.ok_or_else(|| {
        StoreError::Inconsistent(format!("distributor {distributor} has no version {number}"))
    })?;
    stored::definition(&text)
}
