//! Counting again what is recorded already: for a distributor that begins in the past, and for rules
//! that are applied to the open period at once.

use serde::{Deserialize, Serialize};

use super::book::{Book, Tracked};
use super::entries::{self, Entry};
use super::events::{Fact, count_for};
use super::refunds::same_rate;
use super::sales::{Sold, SoldPart, pool_detail};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::metric::{Counting, Size};
use crate::domain::pool::revenue_share::Seen;
use crate::domain::schedule::LAST_INSTANT;
use crate::engine::Result;
use crate::store::distributions::Open;
use crate::store::events::{self, StoredCredit};
use crate::store::history::Stretch;
use crate::store::intake::Intake;
use crate::store::pools::{self, Counted};
use crate::store::transactions::{self, StoredDetail};
use crate::store::{Connection, collaborators, ledger, metrics};

/// Events read at once.
const PAGE: i64 = 10_000;

/// The ledger's word for it. Its parts are lists of [`Change`].
pub const ACT: &str = "recount";

/// Changes in one line.
const ROWS: usize = 1_000;

/// What counting again did to a pool.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// An entry went.
    Removed(Counts),
    /// An entry went to another source.
    Moved {
        /// As it counted before.
        from: Counts,
        /// To which source.
        source: i64,
        /// At which percentage, for corrections.
        rate: String,
    },
    /// An entry came.
    Added(Entry),
}

/// An entry as it counts in a sum.
#[derive(Debug, Serialize, Deserialize)]
pub struct Counts {
    /// Its number.
    pub id: i64,
    /// Into which distribution's pool.
    pub distribution: DistributionId,
    /// From which source.
    pub source: i64,
    /// At which percentage, for corrections.
    pub rate: String,
    /// Minor units before any percentage.
    pub base: i64,
}

impl Counts {
    fn of(open: &Open, counted: Counted) -> Counts {
        Counts {
            id: counted.entry,
            distribution: open.id,
            source: counted.place,
            rate: counted.rate,
            base: counted.base,
        }
    }
}

/// Counts one open period of a distributor again, by the rules it follows now.
pub fn recount_open(db: &Connection, tracked: Tracked, open: &Open, now: Instant) -> Result<()> {
    metrics::forget_counted(db, open.id, open.start)?;
    let forgotten = pools::forget_sales(db, open.id, open.start)?;
    let mut changes: Vec<Change> = forgotten
        .into_iter()
        .map(|counted| Change::Removed(Counts::of(open, counted)))
        .collect();
    for old in pools::old_refunds(db, open.id)? {
        let (source, rate) = same_rate(&tracked, &old.pooled, open.version);
        pools::move_entry(db, old.counted.entry, source, &rate)?;
        changes.push(Change::Moved {
            from: Counts::of(open, old.counted),
            source,
            rate,
        });
    }
    pools::rebuild_totals(db, open.id)?;
    let stretch = Stretch {
        from: open.start,
        to: open.end,
    };
    count_again(db, tracked, stretch, now, changes)
}

/// Takes out of open periods of a distributor what they counted of events and sales from an instant on.
/// What they hold beside that, refunds of older sales dated ahead, goes into `instead`.
pub fn uncount(
    db: &Connection,
    distributor: DistributorId,
    periods: &[&Open],
    from: Instant,
    instead: Option<DistributionId>,
) -> Result<()> {
    let mut changes = Vec::new();
    for open in periods {
        let from = from.max(open.start);
        metrics::forget_counted(db, open.id, from)?;
        let forgotten = pools::forget_sales(db, open.id, from)?;
        let removed = |counted| Change::Removed(Counts::of(open, counted));
        changes.extend(forgotten.into_iter().map(removed));
        pools::rebuild_totals(db, open.id)?;
        let Some(instead) = instead.filter(|instead| *instead != open.id) else {
            continue;
        };
        metrics::move_to(db, open.id, instead)?;
        for moved in pools::move_to(db, open.id, instead)? {
            let entry = Entry::from(moved);
            changes.push(Change::Removed(Counts {
                id: entry.id,
                distribution: open.id,
                source: entry.source,
                rate: entry.rate.clone(),
                base: entry.base,
            }));
            changes.push(Change::Added(entry));
        }
    }
    note_changes(db, distributor, from, &changes)
}

/// Counts for one distributor what was recorded at or after an instant. Nothing of it was counted
/// before.
pub fn recount(db: &Connection, tracked: Tracked, from: Instant, now: Instant) -> Result<()> {
    let stretch = Stretch {
        from,
        to: LAST_INSTANT.into(),
    };
    count_again(db, tracked, stretch, now, Vec::new())
}

fn count_again(
    db: &Connection,
    tracked: Tracked,
    stretch: Stretch,
    now: Instant,
    mut changes: Vec<Change>,
) -> Result<()> {
    let distributor = tracked.id;
    let mut book = Book::of(tracked);
    recount_events(db, &mut book, stretch)?;
    book.flush_scores(db)?;
    for detail in transactions::stored_details(db, stretch)? {
        let added = recount_detail(db, &mut book, &detail)?;
        changes.extend(added.into_iter().map(Change::Added));
    }
    note_changes(db, distributor, now, &changes)
}

/// Writes down what became of a pool.
pub(super) fn note_changes(
    db: &Connection,
    distributor: DistributorId,
    now: Instant,
    changes: &[Change],
) -> Result<()> {
    // Counted again however often, it is another act each time: the ledger's end tells them apart.
    let number = ledger::head(db)?.map_or(0, |head| head.seq) + 1;
    let subject = format!("{distributor}:{number}");
    for (part, changes) in (0..).zip(changes.chunks(ROWS)) {
        entries::note_part(db, now, ACT, &subject, part, &changes)?;
    }
    Ok(())
}

fn recount_events(db: &Connection, book: &mut Book, stretch: Stretch) -> Result<()> {
    let mut intake = Intake::begin(db)?;
    let mut last = EventId(0);
    loop {
        let page = events::after(db, last, stretch, PAGE)?;
        let Some(end) = page.last().map(|event| event.id) else {
            return intake.end(db).map_err(Into::into);
        };
        last = end;
        for event in page {
            // What was given back since is not brought in at all.
            if events::is_reversed(db, event.id)? {
                continue;
            }
            let fact = Fact {
                id: event.id,
                kind: &event.kind,
                at: event.at,
                now: event.now,
                renewal: event.renewal,
                size: Size::of(
                    &event.kind,
                    event.quantity,
                    event.value.as_deref(),
                    event.currency.as_deref(),
                ),
            };
            let credits: Vec<Counting> = events::stored_credits(db, event.id)?
                .iter()
                .filter_map(counting)
                .collect();
            count_for(db, book, &mut intake, 0, &fact, &credits)?;
        }
        intake.write(db)?;
    }
}

/// What is ignored as one's own doing still counts for rules that count it.
fn counting(credit: &StoredCredit) -> Option<Counting> {
    let counts = matches!(credit.reason.as_deref(), None | Some("self"));
    let collaborator = credit.collaborator.filter(|_| counts)?;
    Some(Counting {
        collaborator,
        weight: credit.weight,
        own: credit.own,
    })
}

fn recount_detail(db: &Connection, book: &mut Book, detail: &StoredDetail) -> Result<Vec<Entry>> {
    let sold = Sold {
        transaction: detail.transaction,
        units: detail.units,
        at: detail.at,
        now: detail.now,
        customer: detail.customer.as_deref(),
        renewal: detail.renewal,
        referral: detail.referral,
    };
    // What was given back of it since is not brought in at all.
    let part = SoldPart {
        row: detail.id,
        amount: detail.amount - detail.refunded,
    };
    let seen = Seen {
        kind: detail.kind,
        product_type: detail.product_type.as_deref(),
        sku: detail.sku.as_deref(),
        categories: &detail.categories,
        owned: match detail.event {
            Some(event) => is_owned(db, event)?,
            None => false,
        },
        referral: detail.referral,
    };
    let mut made = Vec::new();
    for tracked in &mut book.tracked {
        made.extend(pool_detail(db, tracked, &sold, part, &seen)?);
    }
    Ok(made)
}

fn is_owned(db: &Connection, event: EventId) -> Result<bool> {
    for credit in events::stored_credits(db, event)? {
        if let Some(id) = credit.collaborator
            && is_active(db, id)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_active(db: &Connection, id: CollaboratorId) -> Result<bool> {
    let known = collaborators::known(db, id)?;
    Ok(known.is_some_and(|known| known.status == CollaboratorStatus::Active))
}
