//! Divides one distribution again from its snapshot alone, and compares the result.

use super::closed::{Before, Closed};
use super::digest::digest;
use super::findings::Findings;
use super::given::Given;
use super::pools::filled;
use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::Definition;
use crate::domain::division::{Entrant, Outcome, distribute, payable_at};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::money;
use crate::domain::pool::{Filled, Source};
use crate::domain::structure::CustomerShare;
use crate::domain::units::Units;
use crate::domain::verdict::{Verdict, judge};
use crate::domain::words::Word;
use crate::engine::configure::stored;
use crate::engine::json;
use crate::engine::run_due::snapshot::{self, CustomerRow, Head, Inputs, ROWS, Row};
use crate::store::ledger::LedgerEntry;

#[derive(Debug)]
pub struct Proof {
    subject: String,
    at: i64,
    next_part: i64,
    allocations: usize,
    customers: usize,
    said: Said,
    definition: Definition,
    inputs: Inputs,
    filled: Filled,
    entrants: Vec<Entrant>,
    rows: Vec<Given>,
    shares: Vec<CustomerShare>,
    before: Option<Before>,
    pub closed: Closed,
}

/// The result in the head.
#[derive(Debug)]
struct Said {
    status: String,
    reason: Option<String>,
    distributed: String,
    carried: String,
    last: bool,
}

/// A part after the first.
#[derive(Debug)]
pub enum Part<'l> {
    People(Vec<Row<'l>>),
    Customers,
}

impl Proof {
    /// Begins with the head. `None` if it makes no sense, which is noted.
    pub fn begin(
        line: &LedgerEntry,
        head: &Head<'_>,
        before: Option<Before>,
        found: &mut Findings,
    ) -> Option<Proof> {
        let id = head.distribution;
        let mut refuse = |column: &str, message: String| -> Option<Proof> {
            found.add("distributions", id.0, column, message);
            None
        };
        let Some(units) = Units::from_code(&head.currency) else {
            return refuse(
                "currency",
                format!("is \"{}\", which is not a currency", head.currency),
            );
        };
        let rules = json::from_json(head.rules.clone());
        let definition = match stored::from_value(&rules) {
            Ok(definition) => definition,
            Err(error) => return refuse("rules", error.to_string()),
        };
        let pool = match filled(&definition, &head.inputs) {
            Ok(pool) => pool,
            Err(message) => return refuse("pool", message),
        };
        let Some(carried) = money::from_own_text(&head.carried, units) else {
            let message = format!("is \"{}\", which is not an amount", head.carried);
            return refuse("carried", message);
        };
        let (sources, rules) = match (
            snapshot::sources(&definition, &pool),
            snapshot::rules(&definition),
        ) {
            (Ok(sources), Ok(rules)) => (sources, rules),
            (Err(error), _) | (_, Err(error)) => return refuse("rules", error.to_string()),
        };
        let total = found.total;
        let number = follow(head, before.as_ref(), found);
        let minor = pool.filled.pool();
        let mut expect = |column: &str, is: &str, should: &str| {
            found.expect(("distributions", id.0, column), &is, &should);
        };
        expect("currency", units.code(), definition.units.code());
        expect("amount", &head.amount, &money::to_text(minor, units));
        expect("sources", &head.sources.to_string(), &sources.to_string());
        let closed_at = before.as_ref().map_or(line.at, |before| before.closed_at);
        let first = Instant::from_micros(closed_at).unwrap_or(head.period.end);
        let should = payable_at(definition.hold_days, first).micros();
        expect(
            "payable_at",
            &head.payable_at.to_string(),
            &should.to_string(),
        );
        expect(
            "subject",
            &line.subject,
            &snapshot::subject(head.distributor, head.period.start, number),
        );
        let proven = found.total == total;
        Some(Proof {
            subject: line.subject.clone(),
            at: line.at,
            next_part: 1,
            allocations: head.allocations,
            customers: head.customers,
            said: Said {
                status: head.status.clone().into_owned(),
                reason: head.reason.clone().map(std::borrow::Cow::into_owned),
                distributed: head.distributed.clone(),
                carried: head.carried.clone(),
                last: head.last,
            },
            closed: Closed {
                id,
                distributor: head.distributor,
                version: head.version,
                start: head.period.start,
                end: head.period.end,
                status: head.status.clone().into_owned(),
                reason: head.reason.clone().map(std::borrow::Cow::into_owned),
                units,
                pool: minor,
                carried,
                number,
                carries: carried - before.as_ref().map_or(0, |before| before.carried),
                closed_at,
                counted: head.counted,
                approved: before.as_ref().is_some_and(|before| before.approved),
                obligations: 0,
                rules,
                events: events(&definition, &head.inputs.bases),
                points: Vec::new(),
                claimable: None,
                proven,
            },
            inputs: head.inputs.clone(),
            definition,
            filled: pool.filled,
            entrants: Vec::new(),
            rows: Vec::new(),
            shares: Vec::new(),
            before,
        })
    }

    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// Whether an entry is the next part.
    #[must_use]
    pub fn continues(&self, line: &LedgerEntry) -> bool {
        line.act == LedgerAct::Distribution.name()
            && line.subject == self.subject
            && line.part == self.next_part
            && line.at == self.at
    }

    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.entrants.len() == self.allocations && self.shares.len() == self.customers
    }

    /// Reads the next part; an error says why it cannot be read.
    pub fn take<'l>(&mut self, line: &'l LedgerEntry) -> Result<Part<'l>, String> {
        self.next_part += 1;
        if self.entrants.len() < self.allocations {
            let rows: Vec<Row<'l>> =
                serde_json::from_str(&line.body).map_err(|error| error.to_string())?;
            if rows.is_empty() || rows.len() > ROWS {
                return Err(format!("a part of {} rows", rows.len()));
            }
            for row in &rows {
                self.person(row)?;
            }
            return Ok(Part::People(rows));
        }
        let rows: Vec<CustomerRow> =
            serde_json::from_str(&line.body).map_err(|error| error.to_string())?;
        if rows.is_empty() || rows.len() > ROWS {
            return Err(format!("a part of {} rows", rows.len()));
        }
        for (amount, engagements) in rows {
            self.shares.push(CustomerShare {
                amount: amount
                    .parse()
                    .map_err(|_| format!("has the weight \"{amount}\", which is not a number"))?,
                engagements,
            });
        }
        Ok(Part::Customers)
    }

    fn person(&mut self, row: &Row<'_>) -> Result<(), String> {
        let of = row.collaborator;
        let standing = snapshot::standing(row.standing.as_deref())
            .ok_or_else(|| format!("collaborator {of} has an unknown standing"))?;
        let amount = money::from_own_text(&row.amount, self.closed.units).ok_or_else(|| {
            format!(
                "collaborator {of} has \"{}\", which is not an amount",
                row.amount
            )
        })?;
        self.entrants.push(Entrant {
            collaborator: of,
            score: row.points.clone().unwrap_or(row.score.clone()),
            standing,
            reached_at: row.reached_at.map(Instant::utc),
        });
        self.closed.obligations += i64::from(row.obligation.is_some());
        self.rows.push(Given::new(row, amount));
        Ok(())
    }

    /// Divides again and compares the result.
    pub fn finish(mut self, found: &mut Findings) -> Closed {
        let total = found.total;
        let id = self.closed.id.0;
        match distribute(
            self.closed.pool,
            &self.definition.rules,
            &self.entrants,
            &self.shares,
        ) {
            Ok(outcome) => self.compare(&outcome, found),
            Err(error) => found.add("distributions", id, "rules", error.to_string()),
        }
        self.closed.proven &= found.total == total;
        self.closed.claimable = self.claimable();
        self.closed.points = self
            .entrants
            .iter()
            .map(|entrant| (entrant.collaborator, entrant.score.clone()))
            .collect();
        self.closed
    }

    fn claimable(&self) -> Option<String> {
        let is_skipped = self.said.status == DistributionStatus::Skipped.name();
        if is_skipped || !self.definition.claims_from_credited() {
            return None;
        }
        let mut rows: Vec<_> = self.entrants.iter().zip(&self.rows).collect();
        rows.sort_by_key(|(entrant, _)| entrant.collaborator);
        let rows = rows.into_iter().map(|(entrant, row)| {
            let standing = snapshot::standing_name(entrant.standing);
            (entrant.collaborator, &entrant.score, standing, row.amount)
        });
        Some(digest(&self.closed.rules, &self.inputs, rows))
    }

    fn compare(&self, outcome: &Outcome, found: &mut Findings) {
        let id = self.closed.id.0;
        let units = self.closed.units;
        let verdict = judge(&self.definition, self.filled.balance, outcome);
        let verdict = match &self.before {
            None if self.said.last => verdict.of_the_last_period(),
            // Without an open period, what was carried over before stays.
            Some(before) if self.said.last => Verdict {
                carried: before.carried,
                ..verdict
            },
            _ => verdict,
        };
        let is_approved = self.before.as_ref().is_some_and(|before| before.approved);
        let verdict = match verdict.status {
            DistributionStatus::Review if is_approved => Verdict {
                status: DistributionStatus::Complete,
                ..verdict
            },
            _ => verdict,
        };
        let mut expect = |column: &str, is: &str, should: &str| {
            found.expect(("distributions", id, column), &is, &should);
        };
        expect("status", &self.said.status, verdict.status.name());
        expect(
            "reason",
            self.said.reason.as_deref().unwrap_or("none"),
            verdict.reason.map_or("none", Word::name),
        );
        expect(
            "carried",
            &self.said.carried,
            &money::to_text(verdict.carried, units),
        );
        expect(
            "distributed",
            &self.said.distributed,
            &money::to_text(outcome.distributed, units),
        );
        let sum: i128 = self.rows.iter().map(|row| i128::from(row.amount)).sum();
        found.expect(
            ("distributions", id, "allocations"),
            &(sum + i128::from(outcome.rolled_over)),
            &i128::from(self.closed.pool),
        );
        let status = verdict.status;
        for ((allocation, row), entrant) in outcome
            .allocations
            .iter()
            .zip(&self.rows)
            .zip(&self.entrants)
        {
            if let Some(what) = row.differs(&self.definition, allocation, entrant, status) {
                let message = format!(
                    "collaborator {}: {what} is not what the rules give: {} of rank {}, {} for {} points",
                    entrant.collaborator,
                    money::to_text(allocation.amount, units),
                    allocation.rank,
                    allocation.share,
                    allocation.score,
                );
                found.add("distributions", id, "allocations", message);
            }
        }
    }
}

/// The number of the snapshot that a head begins, which must name the one before.
fn follow(head: &Head<'_>, before: Option<&Before>, found: &mut Findings) -> i64 {
    let replaces = head.replaces.as_ref();
    let number = replaces.map_or(1, |replaces| replaces.number);
    let id = head.distribution.0;
    let hash = replaces.map_or("none", |replaces| &replaces.hash);
    let should = before.map_or("none", |before| &before.hash);
    found.expect(("distributions", id, "replaces"), &hash, &should);
    let follows = before.map_or(1, |before| before.number + 1);
    found.expect(("distributions", id, "number"), &number, &follows);
    number
}

fn events(definition: &Definition, bases: &[i64]) -> Vec<(String, i64)> {
    let counted = |(source, base): (&Source, &i64)| {
        let (event, _) = source.event()?;
        Some((event.to_owned(), *base))
    };
    definition
        .pool
        .sources
        .iter()
        .zip(bases)
        .filter_map(counted)
        .collect()
}
