//! Sums the pools from the ledger's entries while they are open.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::closed::{Before, Closed};
use super::findings::Findings;
use crate::domain::distributor::Definition;
use crate::domain::ids::DistributionId;
use crate::domain::pool::{self, Contents, Correction, Source};
use crate::domain::pool_entry::Slot;
use crate::engine::bodies::{Counts, PoolChange, PoolEntry};
use crate::engine::clawback::numbered;
use crate::engine::pool::Pool;
use crate::engine::run_due::snapshot::{Head, Inputs};
use crate::store::ledger::LedgerEntry;

/// By slot and percentage: the sum, and the number of entries.
pub type Sums = BTreeMap<(Slot, String), (i128, i64)>;

#[derive(Debug, Default)]
pub struct Pools {
    open: HashMap<DistributionId, Sums>,
    /// What is kept beside final pools: what was claimed back, and taken from what they carried over.
    taken: HashMap<DistributionId, Sums>,
    closed: HashSet<DistributionId>,
    /// Closed distributions that refunds may still change.
    provisional: HashMap<DistributionId, Provisional>,
    /// The distribution closed by the previous entry, with the subject and amount of the carry entry that must follow it.
    leaves: Option<(DistributionId, String, i64)>,
}

/// A divided pool that refunds may still change.
#[derive(Debug)]
struct Provisional {
    /// Its newest snapshot.
    before: Before,
    sources: Vec<Source>,
    inputs: Inputs,
    /// Whether it has hold days.
    is_held: bool,
}

impl Pools {
    pub fn add(&mut self, line: &LedgerEntry, entry: &PoolEntry, found: &mut Findings) {
        let counts = Counts {
            id: entry.id,
            distribution: entry.distribution,
            slot: entry.slot,
            rate: entry.rate.clone(),
            base: entry.base,
        };
        self.count(line, &counts, 1, found);
    }

    pub fn change(&mut self, line: &LedgerEntry, change: &PoolChange, found: &mut Findings) {
        match change {
            PoolChange::Removed(counts) => self.count(line, counts, -1, found),
            PoolChange::Added(entry) => self.add(line, entry, found),
        }
    }

    fn count(&mut self, line: &LedgerEntry, counts: &Counts, sign: i64, found: &mut Findings) {
        if counts.slot.fills_nothing() {
            count_in(
                self.taken.entry(counts.distribution).or_default(),
                counts,
                sign,
            );
            return;
        }
        if self.closed.contains(&counts.distribution) {
            let message = format!("entry {} goes into a closed pool", counts.id);
            found.add("ledger", line.seq, "body", message);
            return;
        }
        count_in(
            self.open.entry(counts.distribution).or_default(),
            counts,
            sign,
        );
    }

    /// What was claimed back from a distribution, and taken from what it carried over.
    #[must_use]
    pub fn taken(&self, id: DistributionId) -> Sums {
        self.taken.get(&id).cloned().unwrap_or_default()
    }

    /// The newest snapshot of a provisional distribution.
    #[must_use]
    pub fn divided(&self, id: DistributionId) -> Option<Before> {
        let known = self.provisional.get(&id);
        known.map(|provisional| provisional.before.clone())
    }

    /// Closes a pool, or divides it again. Its inputs must be the sums of its entries.
    pub fn close(&mut self, definition: &Definition, head: &Head<'_>, found: &mut Findings) {
        let id = head.distribution;
        let sources = &definition.pool.sources;
        self.agree(id, sources, &head.inputs, found);
        if self.closed.contains(&id) {
            found.add("distributions", id.0, "", "was closed twice");
        }
        let known = self.provisional.remove(&id);
        if head.counted.is_none() {
            self.open.remove(&id);
            self.closed.insert(id);
            return;
        }
        self.provisional.insert(
            id,
            Provisional {
                before: known.map_or_else(Before::default, |known| known.before),
                sources: sources.clone(),
                inputs: head.inputs.clone(),
                is_held: definition.hold_days > 0,
            },
        );
    }

    /// Approves a distribution, which makes it final unless it has hold days.
    pub fn approve(&mut self, id: DistributionId, found: &mut Findings) {
        match self.provisional.get_mut(&id) {
            Some(provisional) if provisional.is_held => provisional.before.approved = true,
            Some(_) => self.end(id, found),
            None => {}
        }
    }

    /// Makes a distribution final. Its pool must agree with its newest snapshot.
    pub fn end(&mut self, id: DistributionId, found: &mut Findings) {
        if let Some(provisional) = self.provisional.remove(&id) {
            self.agree(id, &provisional.sources, &provisional.inputs, found);
            self.open.remove(&id);
            self.closed.insert(id);
        }
    }

    fn agree(&self, id: DistributionId, sources: &[Source], inputs: &Inputs, found: &mut Findings) {
        let none = Sums::new();
        let sums = self.open.get(&id).unwrap_or(&none);
        let sum = |slot: Slot| {
            let of_slot = sums.iter().filter(|((one, _), _)| *one == slot);
            of_slot.map(|(_, (sum, _))| *sum).sum::<i128>()
        };
        let mut expect = |what: &str, is: i64, should: i128| {
            found.expect(("distributions", id.0, what), &i128::from(is), &should);
        };
        expect("pool: opening", inputs.opening, sum(Slot::Opening));
        expect("pool: top_ups", inputs.top_ups, sum(Slot::TopUp));
        expect(
            "pool: late_events",
            inputs.late_events,
            sum(Slot::LateEvent),
        );
        for ((position, source), base) in (0..).zip(sources).zip(&inputs.bases) {
            // Events are counted in metrics, which are not money.
            if source.event().is_none() {
                expect(
                    &format!("pool: source {position}"),
                    *base,
                    sum(Slot::of_source(position)),
                );
            }
        }
        let corrections: Vec<(&str, i128)> = sums
            .iter()
            .filter(|((slot, _), (sum, _))| *slot == Slot::Correction && *sum != 0)
            .map(|((_, rate), (sum, _))| (rate.as_str(), *sum))
            .collect();
        let said: Vec<(&str, i128)> = inputs
            .corrections
            .iter()
            .map(|(rate, base)| (rate.as_str(), i128::from(*base)))
            .collect();
        if corrections != said {
            let message = format!("is {said:?}, should be {corrections:?}");
            found.add("distributions", id.0, "pool: corrections", message);
        }
    }

    /// Notes what a complete distribution carries over, which the next entry must say.
    pub fn leave(&mut self, line: &LedgerEntry, closed: &Closed) {
        let subject = numbered(closed.id, closed.number);
        self.leaves = (closed.carries != 0).then_some((closed.id, subject, closed.carries));
        if let Some(provisional) = self.provisional.get_mut(&closed.id) {
            provisional.before = Before {
                number: closed.number,
                hash: line.hash.clone(),
                carried: closed.carried,
                closed_at: closed.closed_at,
                approved: closed.approved,
            };
        }
    }

    /// Called for every entry that is no part of a distribution, and at the end: what was to be carried over must have been.
    pub fn carried(&mut self, carry: Option<(&LedgerEntry, &PoolEntry)>, found: &mut Findings) {
        let left = self.leaves.take();
        match (left, carry) {
            (None, None) => {}
            (Some((id, subject, carried)), Some((line, entry))) => {
                let fits = line.subject == subject
                    && entry.base == carried
                    && entry.slot == Slot::Opening
                    && entry.distribution != id;
                if !fits {
                    let message = format!("is not a carry of {carried} from distribution {id}");
                    found.add("ledger", line.seq, "body", message);
                }
            }
            (Some((id, _, carried)), None) => {
                let message = format!("carries over {carried}, but the ledger has no entry for it");
                found.add("distributions", id.0, "carried", message);
            }
            (None, Some((line, _))) => {
                found.add(
                    "ledger",
                    line.seq,
                    "act",
                    "carries over what no distribution left",
                );
            }
        }
    }
}

fn count_in(sums: &mut Sums, counts: &Counts, sign: i64) {
    let key = (counts.slot, counts.rate.clone());
    let sum = sums.entry(key.clone()).or_default();
    sum.0 += i128::from(counts.base) * i128::from(sign);
    sum.1 += sign;
    if sum.1 == 0 {
        sums.remove(&key);
    }
}

/// Fills a pool from the inputs in the ledger; an error says why they are wrong.
pub fn filled(definition: &Definition, inputs: &Inputs) -> Result<Pool, String> {
    if inputs.bases.len() != definition.pool.sources.len() {
        return Err(format!(
            "has {} bases for {} sources",
            inputs.bases.len(),
            definition.pool.sources.len()
        ));
    }
    let mut corrections = Vec::with_capacity(inputs.corrections.len());
    for (percent, base) in &inputs.corrections {
        corrections.push(Correction {
            percent: percent
                .parse()
                .map_err(|_| format!("has the percentage \"{percent}\", which is not a number"))?,
            base: *base,
        });
    }
    let contents = Contents {
        bases: inputs.bases.clone(),
        corrections,
        late_events: inputs.late_events,
        opening: inputs.opening,
        top_ups: inputs.top_ups,
    };
    let filled = pool::fill(&definition.pool, &contents).map_err(|error| error.to_string())?;
    Ok(Pool { contents, filled })
}
