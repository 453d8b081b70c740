//! Counting again what is recorded already: for a distributor that begins in the past, and for rules
//! that are applied to the open period at once.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::book::{Book, Tracked};
use super::entries::{self, Entry};
use super::events::{Fact, count_for};
use super::place::place_or_next;
use super::pooled::{Sold, SoldPart, TakenBack, pool_detail, take_back};
use super::reversal::{Reversal, reverse};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::free::is_up_to_rules;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::metric::{Counting, Size};
use crate::domain::pool::revenue_share::Seen;
use crate::domain::schedule::LAST_INSTANT;
use crate::engine::Result;
use crate::store::distributions::{self, Open};
use crate::store::events::{self, Stored, StoredCredit};
use crate::store::history;
use crate::store::interval::Interval;
use crate::store::load::loader::Loader;
use crate::store::pools::{self, Counted};
use crate::store::transactions::{self, StoredDetail};
use crate::store::{Connection, collaborators, ledger, metrics, refunds, worth};

/// Events read at once.
const PAGE: i64 = 10_000;

/// The ledger's word for it. Its parts are lists of [`Change`].
pub const ACT: &str = "recount";

/// Changes in one line.
const ROWS: usize = 1_000;

/// What counting again did to a pool.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// An entry went.
    Removed(Counts),
    /// An entry came; one that went to another pool keeps its number.
    Added(Entry),
}

/// An entry as it counts in a sum.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Counts {
    /// Its number.
    pub id: i64,
    /// Into which distribution's pool.
    pub distribution: DistributionId,
    /// From which source.
    pub source: i64,
    /// At which percentage; empty where there is none.
    pub rate: String,
    /// Minor units before any percentage.
    pub base: i64,
}

impl From<Counted> for Counts {
    fn from(counted: Counted) -> Counts {
        Counts {
            id: counted.entry,
            distribution: counted.distribution,
            source: counted.place,
            rate: counted.rate,
            base: counted.base,
        }
    }
}

/// Counts what happened in one open period of a distributor again, by the rules it follows now. What belongs to
/// other periods, and was booked here because they are closed, stays as it was booked.
pub fn recount_open(db: &Connection, tracked: Tracked, open: &Open, now: Instant) -> Result<()> {
    let interval = Interval {
        from: open.start,
        to: open.end,
    };
    let changes = forget(db, &tracked, interval)?;
    count_again(db, tracked, interval, now, changes)
}

/// Counts again what happened, or is dated, at or after an instant, by the rules in force then.
pub fn recount_from(db: &Connection, tracked: Tracked, from: Instant, now: Instant) -> Result<()> {
    let interval = ever_since(from);
    let changes = forget(db, &tracked, interval)?;
    count_again(db, tracked, interval, now, changes)
}

/// Counts for one distributor what was recorded at or after an instant. Nothing of it was counted
/// before.
pub fn recount(db: &Connection, tracked: Tracked, from: Instant, now: Instant) -> Result<()> {
    count_again(db, tracked, ever_since(from), now, Vec::new())
}

/// Takes periods away from a distributor: what is dated from an instant on does not count any more, and what else
/// they hold, such as refunds of older sales, goes to the period that its date belongs to now. `tracked` is the
/// distributor as it stands without them.
pub fn take_away(
    db: &Connection,
    tracked: &mut Tracked,
    periods: &[Open],
    from: Instant,
    now: Instant,
) -> Result<()> {
    let mut changes = forget(db, tracked, ever_since(from))?;
    for period in periods {
        distributions::remove_scheduled(db, period.id)?;
    }
    let mut touched = BTreeSet::new();
    for period in periods {
        for (entry, at) in pools::dated(db, period.id)? {
            let Some(placed) = place_or_next(db, tracked, at, now)? else {
                continue;
            };
            let entry = Entry::from(pools::move_entry(db, entry, placed.distribution)?);
            changes.push(Change::Removed(Counts {
                id: entry.id,
                distribution: period.id,
                source: entry.source,
                rate: entry.rate.clone(),
                base: entry.base,
            }));
            changes.push(Change::Added(entry));
            touched.insert(placed.distribution);
        }
        for (metric, at) in metrics::dated(db, period.id)? {
            if let Some(placed) = place_or_next(db, tracked, at, now)? {
                metrics::move_metric(db, metric, placed.distribution)?;
                touched.insert(placed.distribution);
            }
        }
        touched.insert(period.id);
    }
    for distribution in touched {
        metrics::rebuild_scores(db, distribution)?;
        pools::rebuild_totals(db, distribution)?;
    }
    note_changes(db, tracked.id, now, &changes)
}

fn ever_since(from: Instant) -> Interval {
    Interval {
        from,
        to: LAST_INSTANT.into(),
    }
}

/// Forgets what the open periods of a distributor count of an interval, wherever refunds and reversals of it stand.
fn forget(db: &Connection, tracked: &Tracked, interval: Interval) -> Result<Vec<Change>> {
    for distribution in metrics::forget(db, tracked.id, interval)? {
        metrics::rebuild_scores(db, distribution)?;
    }
    let forgotten = pools::forget(db, tracked.id, interval)?;
    let touched: BTreeSet<DistributionId> = forgotten.iter().map(|one| one.distribution).collect();
    for distribution in touched {
        pools::rebuild_totals(db, distribution)?;
    }
    let removed = |counted| Change::Removed(Counts::from(counted));
    Ok(forgotten.into_iter().map(removed).collect())
}

fn count_again(
    db: &Connection,
    tracked: Tracked,
    interval: Interval,
    now: Instant,
    mut changes: Vec<Change>,
) -> Result<()> {
    let distributor = tracked.id;
    let mut book = Book::of(tracked);
    let entries = recount_events(db, &mut book, interval)?;
    changes.extend(entries.into_iter().map(Change::Added));
    book.flush_scores(db)?;
    for detail in transactions::stored_details(db, interval)? {
        let added = recount_detail(db, &mut book.tracked[0], &detail)?;
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

fn recount_events(db: &Connection, book: &mut Book, interval: Interval) -> Result<Vec<Entry>> {
    let mut loader = Loader::begin(db)?;
    let mut made = Vec::new();
    for (mut first, last) in history::id_ranges(db, interval)? {
        loop {
            let page = events::among(db, (first, last), interval, PAGE)?;
            let Some(end) = page.last().map(|event| event.id.0) else {
                break;
            };
            first = end + 1;
            for event in page {
                recount_event(db, book, &mut loader, &event, &mut made)?;
            }
            loader.write(db)?;
        }
    }
    loader.end(db)?;
    Ok(made)
}

/// Counts an event in its own period, and what became of it since in the periods of that.
fn recount_event(
    db: &Connection,
    book: &mut Book,
    loader: &mut Loader,
    event: &Stored,
    made: &mut Vec<Entry>,
) -> Result<()> {
    let fact = Fact {
        id: event.id,
        kind: &event.kind,
        at: event.at,
        sold_at: event.sold_at,
        replaced: event.replaced,
        now: event.now,
        renewal: event.renewal,
        size: Size::of(
            &event.kind,
            event.quantity,
            event.value.as_deref(),
            event.currency.as_deref(),
        )
        .in_sale(worth::goods(db, event.id)?),
    };
    let credits: Vec<Counting> = events::stored_credits(db, event.id)?
        .iter()
        .filter_map(counting)
        .collect();
    let Some((counted, entry)) = count_for(db, book, loader, 0, &fact, &credits)? else {
        return Ok(());
    };
    made.extend(entry);
    for (at, sign) in events::reversals(db, event.id)? {
        let reversal = Reversal {
            event: event.id,
            kind: &event.kind,
            sign,
            at,
            now: event.now,
            refund: None,
        };
        made.extend(reverse(db, book, loader, 0, &counted, &reversal)?.entry);
    }
    Ok(())
}

/// What is ignored as one's own doing, or as got for nothing, still counts for rules that count it.
fn counting(credit: &StoredCredit) -> Option<Counting> {
    let counts = is_up_to_rules(credit.reason.as_deref());
    let collaborator = credit.collaborator.filter(|_| counts)?;
    Some(Counting {
        collaborator,
        weight: credit.weight,
        own: credit.own,
    })
}

/// Brings a detail of a sale into the pool of its period, and what refunds took from it into those of theirs.
fn recount_detail(
    db: &Connection,
    tracked: &mut Tracked,
    detail: &StoredDetail,
) -> Result<Vec<Entry>> {
    let sold = Sold {
        transaction: detail.transaction,
        units: detail.units,
        at: detail.at,
        paid_at: detail.sold_at,
        now: detail.now,
        customer: detail.customer.as_deref(),
        renewal: detail.renewal,
        referrer: None,
        self_referred: false,
        revision: None,
        history: false,
    };
    let part = SoldPart {
        row: detail.id,
        amount: detail.amount,
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
    let mut made = pool_detail(db, tracked, &sold, part, &seen)?;
    if made.is_empty() {
        return Ok(made);
    }
    let mut pooled = pools::of_detail(db, detail.id)?;
    pooled.retain(|pooled| pooled.distributor == tracked.id);
    for refunded in refunds::refunded_parts(db, detail.id)? {
        let taken = TakenBack {
            refund: refunded.refund,
            detail: detail.id,
            amount: refunded.amount,
            at: refunded.at,
            now: detail.now,
        };
        for pooled in &pooled {
            made.extend(take_back(db, tracked, pooled, taken)?);
        }
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
