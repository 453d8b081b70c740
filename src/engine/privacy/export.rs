//! Everything that is kept about one collaborator, for the one it is about.

use serde::Serialize;

use super::names;
use crate::domain::collaborator::Collaborator;
use crate::domain::distribution::AllocationRow;
use crate::domain::ids::{CollaboratorId, DistributorId};
use crate::domain::obligation::Obligation;
use crate::domain::payout::Payout;
use crate::domain::points::Points;
use crate::engine::balances::{self, Balance};
use crate::engine::{Error, Result, Site, find};
use crate::store::events::EventRow;
use crate::store::find::Page;
use crate::store::transactions::TransactionRow;
use crate::store::{
    Connection, Error as StoreError, distributions, fulfillments, obligations, privacy,
};

/// How many events and purchases are given, the newest first.
const MOST: usize = 10_000;

/// Everything about one collaborator.
#[derive(Debug, Serialize)]
pub struct Export {
    /// The row, with aliases and payout method.
    pub collaborator: Collaborator,
    /// What is and was owed, for each currency.
    pub balances: Vec<Balance>,
    /// Every obligation.
    pub obligations: Vec<Obligation>,
    /// Every payout.
    pub payouts: Vec<Payout>,
    /// Every part in a distribution.
    pub allocations: Vec<AllocationRow>,
    /// What counted, by distributor and type.
    pub metrics: Vec<Counted>,
    /// What they did themselves: the newest events that name them as subject, under any name, and how many there are.
    pub events: Page<EventRow>,
    /// What they bought: the newest sales that name them as customer, and how many there are.
    pub transactions: Page<TransactionRow>,
    /// Every name the person is known by: the user, the e-mail address, and what was told together with
    /// either.
    pub names: Vec<String>,
}

/// What counted for somebody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// In which distributor.
    pub distributor: DistributorId,
    /// The type of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// How many metrics.
    pub metrics: i64,
    /// Their points.
    pub points: Points,
}

/// Everything about a collaborator.
pub fn export(site: &Site, id: i64) -> Result<Export> {
    let id = CollaboratorId(id);
    site.read_apart(|db| {
        let collaborator =
            find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))?;
        let names = names(db, &collaborator)?;
        Ok(Export {
            balances: balances::of(db, id)?,
            obligations: privacy::rows_of(db, &obligations::LISTING, id, obligations::row)?,
            payouts: privacy::rows_of(db, &fulfillments::PAYOUTS, id, fulfillments::payout_row)?,
            allocations: privacy::rows_of(
                db,
                &distributions::ALLOCATIONS,
                id,
                distributions::allocation_row,
            )?,
            metrics: counted(db, id)?,
            events: newest(
                &names,
                |name| privacy::events_by(db, name, MOST),
                |event| event.id.0,
            )?,
            transactions: newest(
                &names,
                |name| privacy::purchases_by(db, name, MOST),
                |sale| sale.id.0,
            )?,
            collaborator,
            names,
        })
    })
}

/// What is found under any of somebody's names, newest first.
fn newest<T>(
    names: &[String],
    find: impl Fn(&str) -> crate::store::Result<(Vec<T>, i64)>,
    number: impl Fn(&T) -> i64,
) -> Result<Page<T>> {
    let mut page = Page {
        items: Vec::new(),
        total: 0,
    };
    for name in names {
        let (items, total) = find(name)?;
        page.items.extend(items);
        page.total += total;
    }
    page.items
        .sort_by_key(|item| std::cmp::Reverse(number(item)));
    page.items.truncate(MOST);
    Ok(page)
}

fn counted(db: &Connection, id: CollaboratorId) -> Result<Vec<Counted>> {
    let mut all: Vec<Counted> = Vec::new();
    for part in privacy::counted(db, id)? {
        let points = part.points().ok_or_else(|| {
            StoreError::Inconsistent(format!("points of {} / {}", part.points, part.parts))
        })?;
        match all.last_mut() {
            Some(last) if last.distributor == part.distributor && last.kind == part.kind => {
                last.metrics += part.metrics;
                last.points = last.points.plus(&points);
            }
            _ => all.push(Counted {
                distributor: part.distributor,
                kind: part.kind,
                metrics: part.metrics,
                points,
            }),
        }
    }
    Ok(all)
}
