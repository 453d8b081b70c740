//! Clawback from those whose points were taken back (Q29): a final period is divided again with the smaller pool and without
//! those points, with everybody as active as when it closed. Whoever would have got less owes the difference. Nobody gets
//! more, so what would have been theirs stays with the house.
//!
//! The claim is always the whole difference less what was claimed before, and nothing else of the past matters: the order of
//! refunds makes no difference, and an undone refund takes its claim back.
//!
//! The ledger keeps each of these divisions whole, so that it can be checked from the ledger alone.
//! Not here: which entries and points are taken back (`counting`), or the claim itself (`domain::clawback`).

mod record;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Lowered, carried, lower_carried, numbered};
use crate::domain::clawback::{Claims, DividedAgain, claims_from_credited};
use crate::domain::distribution::{AllocationRow, Distribution, DistributionStatus};
use crate::domain::division::{Allocation, distribute};
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::metric::MetricStatus;
use crate::domain::obligation::{ObligationKind, ObligationReason, ObligationStatus};
use crate::domain::structure::CustomerShare;
use crate::domain::verdict::judge;
use crate::domain::words::Word;
use crate::engine::bodies::{append, append_part};
use crate::engine::owed::{self, Owed};
use crate::engine::preview::{self, Preview};
use crate::engine::run_due::snapshot::{self, CustomerRow, Inputs, Kept, ROWS};
use crate::engine::{Result, clawed_back, definition, repeats};
use crate::store::metrics::Seen;
use crate::store::obligations::{self, NewObligation, Writer};
use crate::store::repeats::Repeat;
use crate::store::{self, Error as StoreError, Read, Write, distributions, ledger, pools};

pub use record::{Head, Part, Row};

/// The distributions that points or money are to be claimed from, each with the refunds that took them.
pub type Touched = BTreeMap<DistributionId, Vec<i64>>;

/// Why a distribution is divided again, and when.
#[derive(Debug, Clone, Copy)]
pub struct Why<'w> {
    /// The rows of the refunds.
    pub refunds: &'w [i64],
    /// From when on the pool has carried less over.
    pub at: Instant,
    /// The refund that it carried less for, if it was a single one.
    pub refund: Option<i64>,
    pub now: Instant,
}

/// A final period as it would have been divided without what was taken back, and what follows from that.
pub struct DividedWithout {
    kept: Kept,
    preview: Preview,
    /// Points of customers whose next event counts now, or no longer counts.
    repeats: Vec<Repeat>,
    paid: Vec<AllocationRow>,
    /// What was claimed from each of them before, positive.
    claimed: Vec<i64>,
    carried: i64,
    uncarried: i64,
    /// In the order of `paid`.
    claims: Claims,
}

impl DividedWithout {
    /// Whether it takes something from what the period left to the next one.
    pub fn lowers_carried(&self) -> bool {
        self.claims.from_carried != 0
    }

    pub fn read(db: &Read<'_>, closed: &Distribution) -> Result<DividedWithout> {
        let id = closed.id;
        let missing = || StoreError::Inconsistent(format!("distribution {id} has no snapshot"));
        let row = distributions::any(db, id)?.ok_or_else(missing)?;
        let kept = snapshot::read(db, &row)?.ok_or_else(missing)?;
        let (preview, repeats) = work_out(db, closed, &kept)?;
        let verdict = judge(
            &preview.definition,
            preview.pool.filled.balance,
            &preview.outcome,
        );
        let paid = distributions::allocations_of(db, id)?;
        let before = claimed_before(db, id)?;
        let amounts: Vec<i64> = paid.iter().map(|row| row.amount.minor).collect();
        let without: Vec<i64> = paid
            .iter()
            .map(|row| allocation(&preview, row.collaborator).map_or(0, |row| row.amount))
            .collect();
        let claimed: Vec<i64> = paid
            .iter()
            .map(|row| before.get(&row.collaborator).copied().unwrap_or(0))
            .collect();
        let (carried, uncarried) = (carried(db, id)?, -pools::uncarried(db, id)?);
        let claims = claims_from_credited(DividedAgain {
            paid: &amounts,
            without: &without,
            claimed: &claimed,
            carried,
            carried_without: verdict.carried,
            uncarried,
        });
        Ok(DividedWithout {
            kept,
            preview,
            repeats,
            paid,
            claimed,
            carried,
            uncarried,
            claims,
        })
    }

    /// Makes the claims, and writes the reason into the ledger. `open` is the period that loses what was carried over too
    /// much.
    pub fn claim(
        self,
        db: &Write<'_>,
        closed: &Distribution,
        open: Option<DistributionId>,
        why: Why<'_>,
    ) -> Result<()> {
        let id = closed.id;
        let mut entries = Vec::new();
        if let Some(open) = open.filter(|_| self.claims.from_carried != 0) {
            let lowered = Lowered {
                closed: id,
                open,
                amount: self.claims.from_carried,
                at: why.at,
                refund: why.refund,
            };
            entries.extend(lower_carried(db, lowered)?);
        }
        for repeat in &self.repeats {
            store::repeats::book(db, id, repeat, MetricStatus::ClawbackCounted)?;
        }
        let rows = self.rows(db, closed, why.now)?;
        let head = Head {
            distribution: id,
            snapshot: Cow::Borrowed(&self.kept.hash),
            rules: snapshot::rules(&self.preview.definition)?,
            refunds: why.refunds.to_vec(),
            divided: self.kept.inputs.clone(),
            without: Inputs::of(&self.preview.pool),
            pool: self.preview.pool.filled.pool(),
            carried: self.carried,
            uncarried: self.uncarried,
            from_carried: self.claims.from_carried,
            entries,
            people: rows.len(),
            customers: self.preview.customers.len(),
        };
        let before = ledger::numbered(db, LedgerAct::Credited, &id.to_string())?.len();
        let subject = numbered(
            id,
            i64::try_from(before).unwrap_or(i64::MAX).saturating_add(1),
        );
        append(db, why.now, LedgerAct::Credited, &subject, &head)?;
        let customers: Vec<CustomerRow> = self
            .preview
            .customers
            .iter()
            .map(snapshot::customer)
            .collect();
        let people = rows.chunks(ROWS).map(|rows| Part::People(rows.to_vec()));
        let customers = customers
            .chunks(ROWS)
            .map(|rows| Part::Customers(rows.to_vec()));
        for (part, rows) in (1..).zip(people.chain(customers)) {
            append_part(db, why.now, LedgerAct::Credited, &subject, part, &rows)?;
        }
        Ok(())
    }

    /// Makes the obligations, and a row for everybody who took part.
    fn rows(&self, db: &Write<'_>, closed: &Distribution, now: Instant) -> Result<Vec<Row<'_>>> {
        let status = match closed.status {
            DistributionStatus::Review => ObligationStatus::Draft,
            _ => ObligationStatus::Pending,
        };
        let mut writer = Writer::new(db);
        let mut rows = Vec::with_capacity(self.paid.len());
        let people = self.paid.iter().zip(&self.claimed);
        for ((row, claimed), amount) in people.zip(&self.claims.from_paid) {
            let new = NewObligation {
                status,
                kind: ObligationKind::Adjustment,
                collaborator: row.collaborator,
                distributor: Some(closed.distributor),
                distribution: Some(closed.id),
                allocation: None,
                amount: *amount,
                units: closed.currency,
                reason: Some(ObligationReason::Clawback.name()),
                corrects: obligations::of_allocation(db, row.id)?,
                payable_at: now,
            };
            let owed = match amount {
                0 => None,
                _ => Some(owed::insert(&mut writer, now, &new)?),
            };
            rows.push(self.row(row, *claimed, owed)?);
        }
        writer.finish()?;
        Ok(rows)
    }

    fn row(&self, paid: &AllocationRow, claimed: i64, owed: Option<Owed>) -> Result<Row<'_>> {
        let who = paid.collaborator;
        let entrants = &self.preview.entrants;
        let entrant = entrants
            .binary_search_by_key(&who, |entrant| entrant.collaborator)
            .ok()
            .and_then(|index| entrants.get(index));
        let (Some(entrant), Some(before), Some(without)) = (
            entrant,
            self.kept.points.get(&who),
            allocation(&self.preview, who),
        ) else {
            return Err(StoreError::Inconsistent(format!(
                "collaborator {who} was paid by a distribution that they took no part in"
            ))
            .into());
        };
        Ok(Row {
            collaborator: who,
            before: before.clone(),
            points: entrant.score.clone(),
            standing: snapshot::standing_name(entrant.standing).map(Cow::Borrowed),
            reached_at: entrant.reached_at.map(Instant::from),
            paid: paid.amount.minor,
            without: without.amount,
            share: Cow::Owned(without.share.to_string()),
            claimed,
            owed,
        })
    }
}

/// What somebody would have got. The allocations are sorted by collaborator here.
fn allocation(preview: &Preview, who: CollaboratorId) -> Option<&Allocation> {
    let allocations = &preview.outcome.allocations;
    let index = allocations.binary_search_by_key(&who, |row| row.collaborator);
    allocations.get(index.ok()?)
}

fn work_out(db: &Read<'_>, closed: &Distribution, kept: &Kept) -> Result<(Preview, Vec<Repeat>)> {
    let definition = definition::read(db, closed.distributor, closed.version)?;
    let seen = Seen::AfterRefunds;
    let is_any = clawed_back::is_any(db, closed.id)?;
    let repeats = match distributions::any(db, closed.id)? {
        Some(row) if is_any => repeats::after_refunds(db, &row, &definition)?,
        _ => Vec::new(),
    };
    let mut preview =
        preview::work_out(db, closed.id, definition, &kept.standings, &repeats, seen)?;
    if !is_any {
        // Everything was undone, so it is divided as it was, even if two customers have turned out to be one person since.
        preview.customers = shares(&kept.customers)?;
        preview.outcome = distribute(
            preview.pool.filled.pool(),
            &preview.definition.rules,
            &preview.entrants,
            &preview.customers,
        )?;
    }
    let allocations = &mut preview.outcome.allocations;
    allocations.sort_by_key(|row| row.collaborator);
    Ok((preview, repeats))
}

/// The customers of a snapshot.
pub fn shares(rows: &[CustomerRow]) -> Result<Vec<CustomerShare>> {
    let share = |(amount, engagements): &CustomerRow| {
        let amount = amount.parse().map_err(|_| {
            StoreError::Inconsistent(format!(
                "a snapshot has the weight \"{amount}\", which is not a number"
            ))
        })?;
        Ok(CustomerShare {
            amount,
            engagements: engagements.clone(),
        })
    };
    rows.iter().map(share).collect()
}

/// What was claimed from each before, positive. The ledger knows it; the obligations may have been paid, have failed, or have
/// been replaced by others since.
fn claimed_before(db: &Read<'_>, id: DistributionId) -> Result<BTreeMap<CollaboratorId, i64>> {
    let mut claimed = BTreeMap::new();
    let heads = ledger::numbered(db, LedgerAct::Credited, &id.to_string())?;
    let Some(newest) = heads.last() else {
        return Ok(claimed);
    };
    for (body, _) in ledger::parts(db, LedgerAct::Credited, &newest.subject)? {
        let part: Part<'_> = serde_json::from_str(&body).map_err(|error| {
            StoreError::Inconsistent(format!(
                "the ledger entry about what was claimed from distribution {id} cannot be read: {error}"
            ))
        })?;
        if let Part::People(rows) = part {
            claimed.extend(rows.iter().map(|row| (row.collaborator, row.owed_in_all())));
        }
    }
    Ok(claimed)
}
