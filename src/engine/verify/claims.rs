//! Checks what was claimed for final distributions from those whose points were taken back (Q29), from the ledger entries alone
//! and a digest of the snapshot that they follow.
//!
//! Only the digest of the snapshot and what each participant owes back are kept in memory.

use std::collections::HashMap;

use super::closed::Closed;
use super::digest::{digest, points_digest};
use super::findings::Findings;
use super::pools::{Sums, filled};
use crate::domain::clawback::{Claims, DividedAgain, claims_from_credited};
use crate::domain::distributor::Definition;
use crate::domain::division::{Entrant, Outcome, distribute};
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::instant::Instant;
use crate::domain::obligation::ObligationKind;
use crate::domain::pool_entry::Slot;
use crate::domain::structure::CustomerShare;
use crate::domain::verdict::{Verdict, judge};
use crate::domain::words::Word;
use crate::engine::bodies::PoolEntry;
use crate::engine::clawback::credited::{Head, Part, Row, shares};
use crate::engine::clawback::numbered;
use crate::engine::configure::stored;
use crate::engine::json;
use crate::engine::run_due::snapshot::{self, Inputs, ROWS};
use crate::store::ledger::LedgerEntry;

#[derive(Debug, Default)]
pub struct Claimed {
    divided: HashMap<DistributionId, Divided>,
    reading: Option<Reading>,
}

/// A distribution whose rules claim from those whose points are taken back.
#[derive(Debug)]
struct Divided {
    /// The hash of the last part of its newest snapshot.
    hash: String,
    /// See [`digest`].
    digest: String,
    /// What it carried over to the next period, in minor units.
    carried: i64,
    /// How often it was divided again to claim.
    times: i64,
    /// What each owes back so far, in minor units.
    owed: HashMap<CollaboratorId, i64>,
    /// The points that the last of these divisions left; see [`points_digest`].
    points: Option<String>,
}

/// A division whose entries are being read.
#[derive(Debug)]
struct Reading {
    id: DistributionId,
    subject: String,
    at: i64,
    next_part: i64,
    definition: Definition,
    divided: Inputs,
    without: Inputs,
    pool: i64,
    carried: i64,
    uncarried: i64,
    from_carried: i64,
    people: usize,
    customers: usize,
    rows: Vec<Row<'static>>,
    shares: Vec<CustomerShare>,
}

impl Claimed {
    pub fn divided(&mut self, line: &LedgerEntry, closed: &Closed) {
        let Some(digest) = &closed.claimable else {
            self.divided.remove(&closed.id);
            return;
        };
        self.divided.insert(
            closed.id,
            Divided {
                hash: line.hash.clone(),
                digest: digest.clone(),
                carried: closed.carried,
                times: 0,
                owed: HashMap::new(),
                points: None,
            },
        );
    }

    /// Reads the first entry of a division. `taken` has the sums of what was taken back.
    pub fn begin(
        &mut self,
        line: &LedgerEntry,
        head: &Head<'_>,
        taken: &Sums,
        found: &mut Findings,
    ) {
        self.abandon(found);
        let id = head.distribution;
        let Some(known) = self.divided.get_mut(&id) else {
            let message = "has claims, but was not divided by rules that make such claims";
            found.add("distributions", id.0, "", message);
            return;
        };
        known.times += 1;
        let definition = match stored::from_value(&json::from_json(head.rules.clone())) {
            Ok(definition) => definition,
            Err(error) => {
                found.add("distributions", id.0, "rules", error.to_string());
                return;
            }
        };
        let sum = |slot: Slot| {
            let of_slot = taken.iter().filter(|((one, _), _)| *one == slot);
            of_slot.map(|(_, (sum, _))| *sum).sum::<i128>()
        };
        let mut expect = |column: &str, is: &str, should: &str| {
            found.expect(("distributions", id.0, column), &is, &should);
        };
        expect("claims: subject", &line.subject, &numbered(id, known.times));
        expect("claims: snapshot", &head.snapshot, &known.hash);
        let without = without(&head.divided, taken, sum(Slot::ClawbackOfEvent));
        let shown = |inputs: &Inputs| format!("{inputs:?}");
        expect("claims: pool", &shown(&head.without), &shown(&without));
        let mut expect = |column: &str, is: i64, should: i128| {
            found.expect(("distributions", id.0, column), &i128::from(is), &should);
        };
        expect("claims: carried", head.carried, i128::from(known.carried));
        expect("claims: uncarried", head.uncarried, -sum(Slot::Uncarried));
        if !lowers(head) {
            let message = format!(
                "has no entries that lower what was carried over by {}",
                head.from_carried
            );
            found.add("ledger", line.seq, "body", message);
        }
        self.reading = Some(Reading {
            id,
            subject: line.subject.clone(),
            at: line.at,
            next_part: 1,
            definition,
            divided: head.divided.clone(),
            without: head.without.clone(),
            pool: head.pool,
            carried: head.carried,
            uncarried: head.uncarried,
            from_carried: head.from_carried,
            people: head.people,
            customers: head.customers,
            rows: Vec::new(),
            shares: Vec::new(),
        });
        self.finish_if_whole(found);
    }

    /// Reads an entry after the first.
    pub fn take(&mut self, line: &LedgerEntry, part: &Part<'_>, found: &mut Findings) {
        let fits = self.reading.as_ref().is_some_and(|reading| {
            reading.subject == line.subject
                && reading.next_part == line.part
                && reading.at == line.at
        });
        let Some(reading) = self.reading.as_mut().filter(|_| fits) else {
            let message = "is not the next part of the entry before";
            found.add("ledger", line.seq, "part", message);
            return;
        };
        reading.next_part += 1;
        let rows = match part {
            Part::People(rows) => {
                reading.rows.extend(rows.iter().map(Row::to_owned_row));
                rows.len()
            }
            Part::Customers(rows) => {
                match shares(rows) {
                    Ok(shares) => reading.shares.extend(shares),
                    Err(error) => found.add("ledger", line.seq, "body", error.to_string()),
                }
                rows.len()
            }
        };
        if rows == 0 || rows > ROWS {
            found.add("ledger", line.seq, "body", format!("a part of {rows} rows"));
        }
        self.finish_if_whole(found);
    }

    /// Called for every entry that belongs to no division, and at the end, where a division must not be incomplete.
    pub fn abandon(&mut self, found: &mut Findings) {
        if let Some(reading) = self.reading.take() {
            let message = "parts of what was claimed are missing from the ledger";
            found.add("distributions", reading.id.0, "", message);
        }
    }

    /// The distributions whose rules claim like this, with the digest of the points that the last division left.
    pub fn points(&self) -> impl Iterator<Item = (DistributionId, Option<&str>)> {
        let divided = self.divided.iter();
        divided.map(|(id, divided)| (*id, divided.points.as_deref()))
    }

    fn finish_if_whole(&mut self, found: &mut Findings) {
        let is_whole = |reading: &mut Reading| {
            reading.rows.len() >= reading.people && reading.shares.len() >= reading.customers
        };
        if let Some(reading) = self.reading.take_if(is_whole)
            && let Some(divided) = self.divided.get_mut(&reading.id)
        {
            reading.finish(divided, found);
        }
    }
}

impl Reading {
    /// Divides again and compares the result.
    fn finish(mut self, divided: &mut Divided, found: &mut Findings) {
        self.rows.sort_by_key(|row| row.collaborator);
        let id = self.id.0;
        let rules = match snapshot::rules(&self.definition) {
            Ok(rules) => rules,
            Err(error) => return found.add("distributions", id, "rules", error.to_string()),
        };
        let rows = self.rows.iter();
        let took_part = rows.map(|row| {
            (
                row.collaborator,
                &row.before,
                row.standing.as_deref(),
                row.paid,
            )
        });
        let digest = digest(&rules, &self.divided, took_part);
        if digest != divided.digest {
            let message = "was not divided again by what its snapshot says";
            found.add("distributions", id, "claims", message);
        }
        match self.again() {
            Ok((outcome, verdict)) => self.compare(divided, &outcome, verdict, found),
            Err(message) => found.add("distributions", id, "claims", message),
        }
        let points = self.rows.iter();
        divided.points = Some(points_digest(
            points.map(|row| (row.collaborator, &row.points)),
        ));
        let owed = self.rows.iter().filter(|row| row.owed_in_all() != 0);
        divided.owed = owed
            .map(|row| (row.collaborator, row.owed_in_all()))
            .collect();
    }

    fn again(&self) -> Result<(Outcome, Verdict), String> {
        let mut entrants = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            entrants.push(Entrant {
                collaborator: row.collaborator,
                score: row.points.clone(),
                standing: snapshot::standing(row.standing.as_deref()).ok_or_else(|| {
                    format!("collaborator {} has an unknown standing", row.collaborator)
                })?,
                reached_at: row.reached_at.map(Instant::utc),
            });
        }
        let pool = filled(&self.definition, &self.without)?;
        if pool.filled.pool() != self.pool {
            return Err("the pool is not the sum of its parts".to_owned());
        }
        let rules = &self.definition.rules;
        let mut outcome = distribute(pool.filled.pool(), rules, &entrants, &self.shares)
            .map_err(|error| error.to_string())?;
        let verdict = judge(&self.definition, pool.filled.balance, &outcome);
        outcome.allocations.sort_by_key(|row| row.collaborator);
        Ok((outcome, verdict))
    }

    fn compare(
        &self,
        divided: &Divided,
        outcome: &Outcome,
        verdict: Verdict,
        found: &mut Findings,
    ) {
        let id = self.id.0;
        let amounts = |of: fn(&Row<'static>) -> i64| self.rows.iter().map(of).collect::<Vec<_>>();
        let without: Vec<i64> = outcome.allocations.iter().map(|row| row.amount).collect();
        let Claims {
            from_paid,
            from_carried,
        } = claims_from_credited(DividedAgain {
            paid: &amounts(|row| row.paid),
            without: &without,
            claimed: &amounts(|row| row.claimed),
            carried: self.carried,
            carried_without: verdict.carried,
            uncarried: self.uncarried,
        });
        let at = ("distributions", id, "claims: from what was carried over");
        found.expect(at, &self.from_carried, &from_carried);
        let rows = self.rows.iter().zip(&outcome.allocations);
        for ((row, allocation), claim) in rows.zip(from_paid) {
            let before = divided.owed.get(&row.collaborator).copied().unwrap_or(0);
            let owed = row.owed.as_ref();
            let is_own = owed.is_none_or(|owed| {
                owed.collaborator == row.collaborator
                    && owed.distribution == Some(self.id)
                    && owed.kind == ObligationKind::Adjustment.name()
                    && owed.currency == self.definition.units.code()
            });
            let checks = [
                ("what they would have got", row.without == allocation.amount),
                ("the share", row.share == allocation.share.to_string()),
                ("what was claimed before", row.claimed == before),
                ("the claim", owed.map_or(0, |owed| owed.amount) == claim),
                ("whose claim it is", is_own),
            ];
            if let Some((what, _)) = checks.iter().find(|(_, same)| !same) {
                let message = format!(
                    "collaborator {}: {what} is not what the rules give: a claim of {claim}",
                    row.collaborator
                );
                found.add("distributions", id, "claims", message);
            }
        }
    }
}

fn without(divided: &Inputs, taken: &Sums, events: i128) -> Inputs {
    let mut without = divided.clone();
    for ((slot, rate), (sum, _)) in taken {
        if *slot == Slot::Clawback && *sum != 0 {
            let base = i64::try_from(*sum).unwrap_or(i64::MIN);
            without.corrections.push((rate.clone(), base));
        }
    }
    let events = i128::from(without.late_events) + events;
    without.late_events = i64::try_from(events).unwrap_or(i64::MIN);
    without
}

/// Whether the pool entries of a division lower what was carried over as much as it says. There are none if no period is open.
fn lowers(head: &Head<'_>) -> bool {
    let fits = |entry: &PoolEntry, slot: Slot, own: bool| {
        entry.base == head.from_carried
            && entry.slot == slot
            && (entry.distribution == head.distribution) == own
    };
    match head.entries.as_slice() {
        [] => true,
        [closed, open] => fits(closed, Slot::Uncarried, true) && fits(open, Slot::Opening, false),
        _ => false,
    }
}
