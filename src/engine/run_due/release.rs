//! Releases held obligations once their hold days are over and their collaborators are active.

use serde::{Deserialize, Serialize};

use super::redivide::settle;
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::outbox::MessageKind;
use crate::engine::Result;
use crate::engine::bodies::{append, append_part};
use crate::engine::periods::refund_window::is_open;
use crate::store::obligations::{self, Writer};
use crate::store::outbox::{self, About};
use crate::store::{Read, Savepoint, Write};

/// How many obligations one part holds.
const ROWS: usize = 10_000;

/// The end of a refund window.
#[derive(Debug, Serialize, Deserialize)]
pub struct Final {
    pub distribution: DistributionId,
}

/// Whether there is anything to release, or a refund window to end.
pub fn is_due(db: &Read<'_>, now: Instant) -> Result<bool> {
    if obligations::can_be_released(db, now)? {
        return Ok(true);
    }
    for id in obligations::held_distributions(db, now)? {
        if is_open(db, id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Releases everything that can be. A distribution with refunds in the meantime is divided again first; if that fails, it is
/// not released, and the next heartbeat tries again.
pub fn release(db: &Write<'_>, now: Instant) -> Result<()> {
    let mut refused = Vec::new();
    for id in obligations::held_distributions(db, now)? {
        let before = Savepoint::set(db)?;
        match end(db, id, now) {
            Ok(()) => before.release()?,
            Err(error) if !error.is_local() => return Err(error),
            Err(_) => {
                before.roll_back()?;
                refused.push(id);
            }
        }
    }
    let mut writer = Writer::new(db);
    let released = writer.release_held(now, &refused)?;
    writer.finish()?;
    let (ready, about) = (released.owed.iter().copied(), About::default());
    outbox::tell_of_all(db, now, MessageKind::ObligationReady, about, ready)?;
    let released = released.all;
    let Some(first) = released.first() else {
        return Ok(());
    };
    // An obligation is released only once, so the number of the first one identifies the release.
    let subject = first.to_string();
    // A list of ids and nothing else, because all of them get the same status.
    for (part, ids) in (0..).zip(released.chunks(ROWS)) {
        append_part(db, now, LedgerAct::Release, &subject, part, &ids)?;
    }
    Ok(())
}

/// Ends the refund window of a distribution whose hold days are over.
fn end(db: &Write<'_>, id: DistributionId, now: Instant) -> Result<()> {
    if !is_open(db, id)? {
        return Ok(());
    }
    settle(db, id, now)?;
    end_window(db, id, now)
}

/// Writes into the ledger that refunds no longer change a distribution.
pub fn end_window(db: &Write<'_>, id: DistributionId, now: Instant) -> Result<()> {
    append(
        db,
        now,
        LedgerAct::Final,
        &id.to_string(),
        &Final { distribution: id },
    )
}
