//! A provisional distribution is divided again, because refunds changed its pool or its scores (Q28). Its obligations are
//! rejected and replaced by new ones, and the ledger gets another snapshot that names the one before. Who was active, and
//! who was in the audience, stays as it was when the period closed.
//! Not here: which refunds belong to it (`periods::refund_window`), or making anything payable (`release`, `approve`).

use std::collections::BTreeMap;

use super::close::{self, Terms};
use super::snapshot::{self, ClosingOutcome, Kept};
use crate::domain::distribution::DistributionStatus;
use crate::domain::division::Entrant;
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::obligation::ObligationReason;
use crate::domain::points::Points;
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::domain::verdict::{Verdict, judge};
use crate::domain::words::Word;
use crate::engine::bodies::{append, insert_entry};
use crate::engine::counting::score_too_large;
use crate::engine::periods::refund_window::held_until;
use crate::engine::periods::{Tracked, period_at_or_next};
use crate::engine::preview::{self, Preview};
use crate::engine::{Error, Result, Row, clawback, definition, repeats, row};
use crate::store::distributions::{self, Open};
use crate::store::metrics::Seen;
use crate::store::obligations::Writer;
use crate::store::pools::NewEntry;
use crate::store::redivisions::{self, Again};
use crate::store::{Error as StoreError, Write, metrics};

messages! {
    distribution_was_redivided(id: String) = "distribution {id} was already divided again";
    carried_too_large(distribution: String) = "the amount that distribution {distribution} carries over is too large to count";
}

/// Divides a provisional distribution again if refunds changed anything, and answers whether they did.
pub fn redivide(db: &Write<'_>, id: DistributionId, now: Instant) -> Result<bool> {
    let closed = distributions::any(db, id)?.ok_or(Error::NotFound(Row::Distribution, id.0))?;
    let Some(kept) = snapshot::read(db, &closed)? else {
        return Ok(false);
    };
    if kept.counted == Some(snapshot::counted(db, id)?) {
        return Ok(false);
    }
    let definition = definition::read(db, closed.distributor, closed.version)?;
    repeats::book(db, &closed, &definition)?;
    let seen = Seen::AsDivided;
    let preview = preview::work_out(db, id, definition, &kept.standings, &[], seen)?;
    if is_same(&kept, &preview) {
        return Ok(false);
    }
    write(db, &closed, &kept, &preview, now)?;
    Ok(true)
}

/// Ends the refund window of a distribution: divides it again if refunds changed it, and claims back what was refunded since.
pub fn settle(db: &Write<'_>, id: DistributionId, now: Instant) -> Result<()> {
    let closed = distributions::any(db, id)?.ok_or(Error::NotFound(Row::Distribution, id.0))?;
    let definition = definition::read(db, closed.distributor, closed.version)?;
    let next = target(db, &closed, held_until(&definition, closed.due_at), now)?;
    redivide(db, id, now)?;
    clawback::settle_at_close(db, id, next, now)
}

/// Whether dividing it again would give the same.
fn is_same(kept: &Kept, preview: &Preview) -> bool {
    let points = |entrants: &[Entrant]| -> BTreeMap<CollaboratorId, Points> {
        let points = entrants.iter();
        points
            .map(|entrant| (entrant.collaborator, entrant.score.clone()))
            .collect()
    };
    kept.inputs == snapshot::Inputs::of(&preview.pool)
        && kept.points == points(&preview.entrants)
        && kept.customers == snapshot::customers(preview)
}

fn write(
    db: &Write<'_>,
    closed: &Open,
    kept: &Kept,
    preview: &Preview,
    now: Instant,
) -> Result<()> {
    let definition = &preview.definition;
    let target = target(db, closed, held_until(definition, closed.due_at), now)?;
    let verdict = judge(definition, preview.pool.filled.balance, &preview.outcome);
    let verdict = Verdict {
        status: match verdict.status {
            DistributionStatus::Review => closed.status,
            other => other,
        },
        ..verdict
    };
    let verdict = match target {
        Some(_) => verdict,
        // Without an open period that could take the difference, what was carried over before cannot change.
        None => Verdict {
            carried: kept.carried,
            scores_too: false,
            ..verdict
        },
    };
    let mut writer = Writer::new(db);
    writer.reject_all(closed.id, ObligationReason::Recounted)?;
    writer.finish()?;
    redivisions::remove_allocations(db, closed.id)?;
    let terms = Terms {
        payable_at: kept.payable_at,
        now,
    };
    let written = close::write_allocations(db, closed, preview, &verdict, terms)?;
    let outcome = ClosingOutcome {
        verdict: &verdict,
        is_last: target.is_none(),
        written: &written,
        payable_at: kept.payable_at,
        replaces: Some(kept),
        now,
    };
    let hash = snapshot::write(db, closed, preview, &outcome)?;
    let hash = hash.ok_or_else(|| somebody_else(closed.id))?;
    let obligations = written
        .iter()
        .filter(|row| row.obligation.is_some())
        .count();
    let divided = redivisions::divide_again(
        db,
        closed.id,
        closed.status,
        &Again {
            status: verdict.status,
            amount: preview.pool.filled.pool(),
            obligations: i64::try_from(obligations).unwrap_or(i64::MAX),
            reason: verdict.reason.map(Word::name),
            hash: &hash,
        },
    )?;
    if !divided {
        return Err(somebody_else(closed.id));
    }
    match target {
        Some(target) => carry(db, closed, kept, preview, &verdict, target, now),
        None => Ok(()),
    }
}

fn somebody_else(id: DistributionId) -> Error {
    Error::Conflict(distribution_was_redivided(id.to_string()))
}

/// The open period that gets what is left more, or less, than was carried over before: the one in which the obligations
/// become payable. `None` if the distributor has ended.
fn target(
    db: &Write<'_>,
    closed: &Open,
    held_until: Option<Instant>,
    now: Instant,
) -> Result<Option<DistributionId>> {
    let head = row::head(db, closed.distributor)?
        .ok_or(Error::NotFound(Row::Distributor, closed.distributor.0))?;
    let mut tracked = Tracked::read(db, closed.distributor, head.status)?;
    let at = match closed.status {
        DistributionStatus::Review => now,
        _ => held_until.unwrap_or(now),
    };
    let period = period_at_or_next(db, &mut tracked, at, now)?.map(|period| period.distribution);
    Ok(period.or_else(|| tracked.open.first().map(|open| open.id)))
}

/// Carries over what is left more than before, or takes the difference away if it is less.
fn carry(
    db: &Write<'_>,
    closed: &Open,
    kept: &Kept,
    preview: &Preview,
    verdict: &Verdict,
    target: DistributionId,
    now: Instant,
) -> Result<()> {
    let more = verdict
        .carried
        .checked_sub(kept.carried)
        .ok_or_else(|| Error::TooLarge(carried_too_large(closed.id.to_string())))?;
    if more != 0 {
        let at = distributions::any(db, target)?
            .ok_or_else(|| StoreError::Inconsistent(format!("distribution {target} is missing")))?
            .start;
        let entry = insert_entry(
            db,
            &NewEntry {
                distribution: target,
                slot: Slot::Opening,
                rate: "",
                kind: EntryKind::Opening,
                base: more,
                at,
                late: false,
                transaction: None,
                detail: None,
                refund: None,
                event: None,
                customer: None,
                reason: Some(match verdict.reason {
                    Some(reason) => reason.name(),
                    None => ObligationReason::Recounted.name(),
                }),
            },
        )?;
        let subject = clawback::numbered(closed.id, kept.number + 1);
        append(db, now, LedgerAct::Carry, &subject, &entry)?;
    }
    for entrant in &preview.entrants {
        let carried_before = kept.points.get(&entrant.collaborator);
        let before = carried_before.filter(|points| points.is_negative());
        let carries = verdict.scores_too || entrant.score.is_negative();
        let now_too = carries.then_some(&entrant.score);
        let sum = |points: Option<&Points>| points.cloned().unwrap_or(Points::ZERO);
        let less = sum(before).times(&Points::whole(-1));
        let more = sum(now_too).plus(&less);
        if more == Points::ZERO {
            continue;
        }
        let parts = i64::try_from(more.numer())
            .ok()
            .zip(i64::try_from(more.denom()).ok());
        let parts = parts
            .ok_or_else(|| Error::TooLarge(score_too_large(entrant.collaborator.to_string())))?;
        metrics::carry_points(
            db,
            closed.id,
            target,
            entrant.collaborator,
            parts,
            closed.end,
        )?;
    }
    Ok(())
}
