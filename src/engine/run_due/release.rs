//! Releasing what was held back: the time is over, and who it is owed to is active.

use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::engine::fold::entries;
use crate::store::counts::Tally;
use crate::store::{Connection, obligations};

/// The ledger's word for it. Its body is a list of obligations; nothing else is said of them,
/// because they all come to stand the same.
pub const ACT: &str = "release";

/// Obligations in one line.
const ROWS: usize = 10_000;

/// Releases all that can be.
pub fn release(db: &Connection, now: Instant) -> Result<()> {
    let mut tally = Tally::default();
    let released = obligations::release_held(db, now, &mut tally)?;
    tally.write(db)?;
    let Some(first) = released.first() else {
        return Ok(());
    };
    // An obligation is released once in its life, so the first one's number is no other release's.
    let subject = first.to_string();
    for (part, ids) in (0..).zip(released.chunks(ROWS)) {
        entries::note_part(db, now, ACT, &subject, part, &ids)?;
    }
    Ok(())
}
