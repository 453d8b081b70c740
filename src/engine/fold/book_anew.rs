//! Refunds are booked anew where a pause or a resume changes in which period they lie.
//!
//! A refund counts by its own date and by the periods as they stand: one that is dated in a pause in the period that the
//! pause cut, every other in the period that contains its date. So a pause brings what is dated from then on into the
//! period that it cuts, and a resume at an instant before that date takes it out again. What it takes, and whether it is
//! claimed back, is then what it would be if it were told now.
//! Not here: sales and events, which a pause forgets and a resume counts (`recount`).

use std::collections::BTreeMap;

use super::book::{Book, Tracked};
use super::entries::Entry;
use super::pooled::{TakenBack, take_back};
use super::recount::{Change, Counts, note_changes};
use super::reversal::{Reversal, counted, reverse};
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::store::load::loader::Loader;
use crate::store::metrics::{self, Turned};
use crate::store::{Connection, pools};

/// Takes out what refunds dated from an instant on did to the pool and the scores of the period that a pause cut, and
/// books it by the periods as they stand. Answers the distributor with those that were opened for that.
pub fn book_anew(
    db: &Connection,
    tracked: Tracked,
    cut: DistributionId,
    from: Instant,
    now: Instant,
) -> Result<Tracked> {
    let taken: Vec<Entry> = pools::take_refunds(db, cut, from)?
        .into_iter()
        .map(Entry::from)
        .collect();
    let turned = metrics::take_reversals(db, cut, from)?;
    if taken.is_empty() && turned.is_empty() {
        return Ok(tracked);
    }
    pools::rebuild_totals(db, cut)?;
    metrics::rebuild_scores(db, cut)?;
    let mut book = Book::of(tracked);
    let mut made = book_money(db, &mut book.tracked[0], &taken, now)?;
    made.extend(book_points(db, &mut book, &taken, &turned, now)?);
    let removed = taken.into_iter().map(|entry| {
        Change::Removed(Counts {
            id: entry.id,
            distribution: entry.distribution,
            source: entry.source,
            rate: entry.rate,
            base: entry.base,
        })
    });
    let changes: Vec<Change> = removed.chain(made.into_iter().map(Change::Added)).collect();
    let tracked = book.tracked.swap_remove(0);
    note_changes(db, tracked.id, now, &changes)?;
    Ok(tracked)
}

/// Each source that counts a detail has the same entries of a refund of it.
fn book_money(
    db: &Connection,
    tracked: &mut Tracked,
    taken: &[Entry],
    now: Instant,
) -> Result<Vec<Entry>> {
    let mut sums: BTreeMap<(i64, i64, i64), i64> = BTreeMap::new();
    for entry in taken {
        if let (Some(refund), Some(detail)) = (entry.refund, entry.detail) {
            let of = (refund, detail, entry.occurred_at);
            *sums.entry(of).or_default() -= entry.base;
        }
    }
    let mut made = Vec::new();
    for ((refund, detail, at), sum) in sums {
        let mut pooled = pools::of_detail(db, detail)?;
        pooled.retain(|pooled| pooled.distributor == tracked.id);
        // As many as there are sources: a handful.
        let sources = i64::try_from(pooled.len()).unwrap_or(i64::MAX).max(1);
        let amount = sum / sources;
        if amount == 0 {
            continue;
        }
        let taken = TakenBack {
            refund,
            detail,
            amount,
            at: Instant::from_micros(at).unwrap_or(now),
            now,
        };
        for pooled in &pooled {
            made.extend(take_back(db, tracked, pooled, taken)?);
        }
    }
    Ok(made)
}

fn book_points(
    db: &Connection,
    book: &mut Book,
    taken: &[Entry],
    turned: &[Turned],
    now: Instant,
) -> Result<Vec<Entry>> {
    let distributor = book.tracked[0].id;
    let mut made = Vec::new();
    let mut loader = Loader::begin(db)?;
    for turned in turned {
        let all = counted(db, turned.event)?;
        let own = all.into_iter().find(|(of, ..)| *of == distributor);
        let Some((_, kind, counted)) = own else {
            continue;
        };
        let paid = taken.iter().find(|entry| {
            entry.event == Some(turned.event) && entry.occurred_at == turned.at.micros()
        });
        let reversal = Reversal {
            event: turned.event,
            kind: &kind,
            sign: turned.sign,
            at: turned.at,
            now,
            refund: paid.and_then(|entry| entry.refund),
        };
        made.extend(reverse(db, book, &mut loader, 0, &counted, &reversal)?.entry);
    }
    loader.end(db)?;
    book.flush_scores(db)?;
    Ok(made)
}
