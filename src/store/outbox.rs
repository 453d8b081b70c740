//! The outbox: messages for others until they are delivered.
//!
//! A message is written in the transaction of what it reports, so nothing that was rolled back is reported, and everything that
//! happened is, even if the process dies right after. Messages contain no names and no amounts; the receiver looks them up.
//!
//! A message about many obligations is one row with the first of them and their number: closing a distribution of a hundred
//! thousand people must not write as many messages.

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use super::Result;
use crate::domain::ids::{DistributionId, ObligationId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::obligation::{ObligationReason, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::store::{Read, Write};

/// What a message is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct About {
    /// The distribution; with obligations, the one that all of them follow from.
    pub distribution: Option<DistributionId>,
    /// The obligation, or the first of several.
    pub obligation: Option<ObligationId>,
    /// The payout; with obligations, the one that failed or was returned, so that they are owed again.
    pub payout: Option<PayoutId>,
    /// How many obligations it is about; null where it is about none.
    pub obligations: Option<i64>,
}

impl About {
    #[must_use]
    pub fn distribution(id: DistributionId) -> About {
        About {
            distribution: Some(id),
            ..About::default()
        }
    }

    #[must_use]
    pub fn payout(id: PayoutId) -> About {
        About {
            payout: Some(id),
            ..About::default()
        }
    }

    #[must_use]
    pub fn obligation(id: ObligationId) -> About {
        About::default().with(id, 1)
    }

    /// The same with obligations: the first, and how many.
    #[must_use]
    pub fn with(self, first: ObligationId, obligations: i64) -> About {
        About {
            obligation: Some(first),
            obligations: Some(obligations),
            ..self
        }
    }
}

/// A message that was not delivered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Message {
    /// Its number; later messages have higher numbers.
    pub id: i64,
    /// What happened.
    pub kind: MessageKind,
    /// When it happened.
    pub created_at: Instant,
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
}

/// Adds a message, in the transaction of what it reports.
pub fn tell(db: &Write<'_>, now: Instant, kind: MessageKind, about: About) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO outbox (created_at, kind, distribution_id, obligation_id, payout_id, obligations) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        now,
        kind,
        about.distribution,
        about.obligation,
        about.payout,
        about.obligations
    ])?;
    Ok(())
}

/// Adds one message about several obligations, if there are any.
pub fn tell_of_all(
    db: &Write<'_>,
    now: Instant,
    kind: MessageKind,
    about: About,
    mut obligations: impl Iterator<Item = ObligationId>,
) -> Result<()> {
    let Some(first) = obligations.next() else {
        return Ok(());
    };
    let count = i64::try_from(obligations.count()).unwrap_or(i64::MAX);
    tell(db, now, kind, about.with(first, count.saturating_add(1)))
}

/// Adds the messages for a completed distribution: that it is complete, which obligations can be paid, and which are held
/// because their collaborators are not active. `obligations` has the status and reason of each.
pub fn tell_completed(
    db: &Write<'_>,
    now: Instant,
    id: DistributionId,
    obligations: impl Iterator<Item = (ObligationId, ObligationStatus, Option<ObligationReason>)>
    + Clone,
) -> Result<()> {
    let about = About::distribution(id);
    tell(db, now, MessageKind::DistributionCompleted, about)?;
    let ready = obligations
        .clone()
        // A pending clawback cannot be paid.
        .filter(|(_, status, reason)| {
            *status == ObligationStatus::Pending && *reason != Some(ObligationReason::Clawback)
        })
        .map(|(id, ..)| id);
    tell_of_all(db, now, MessageKind::ObligationReady, about, ready)?;
    let held = obligations
        .filter(|(_, status, reason)| {
            *status == ObligationStatus::Held && *reason == Some(ObligationReason::NotActive)
        })
        .map(|(id, ..)| id);
    tell_of_all(db, now, MessageKind::ObligationHeld, about, held)
}

/// The undelivered messages, oldest first.
pub fn waiting(db: &Read<'_>, limit: i64) -> Result<Vec<Message>> {
    let mut query = db.prepare_cached(
        "SELECT id, kind, created_at, distribution_id, obligation_id, payout_id, obligations FROM outbox \
         ORDER BY id LIMIT ?1",
    )?;
    let rows = query.query_map([limit], message)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        id: row.get(0)?,
        kind: row.get(1)?,
        created_at: row.get(2)?,
        about: About {
            distribution: row.get(3)?,
            obligation: row.get(4)?,
            payout: row.get(5)?,
            obligations: row.get(6)?,
        },
    })
}

/// Removes the delivered messages up to an id. Returns how many.
pub fn forget(db: &Write<'_>, until: i64) -> Result<i64> {
    let mut deletion = db.prepare_cached("DELETE FROM outbox WHERE id <= ?1")?;
    Ok(i64::try_from(deletion.execute([until])?).unwrap_or(i64::MAX))
}

pub fn count(db: &Read<'_>) -> Result<i64> {
    let mut query = db.prepare_cached("SELECT COUNT(*) FROM outbox")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// When the oldest undelivered message was added.
pub fn oldest(db: &Read<'_>) -> Result<Option<Instant>> {
    let mut query = db.prepare_cached("SELECT created_at FROM outbox ORDER BY id LIMIT 1")?;
    Ok(query.query_row([], |row| row.get(0)).optional()?)
}
