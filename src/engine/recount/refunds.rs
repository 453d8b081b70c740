//! Refunds are booked again after a pause or a resume, which can change the period that they belong to.
//!
//! A refund counts by its own date and by the periods as they are: one dated in a pause in the period that the pause cut
//! short, every other in the period that contains its date. So a pause brings what is dated after it into the period that it
//! cuts, and a resume before that date takes it out again. What a refund takes, and whether it is claimed back, is then what
//! it would be if it arrived now.
//! Not here: sales and events, which a pause forgets and a resume counts.

use std::collections::BTreeMap;

use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::engine::bodies::{PoolChange, PoolEntry, append_changes};
use crate::engine::counting::{Counter, Reversal, Scores, TakenBack, counted, take_back};
use crate::engine::periods::Tracked;
use crate::store::load::loader::Loader;
use crate::store::metrics::{self, Turned};
use crate::store::{Write, pools};

/// Takes what refunds dated from an instant on did out of the pool and the scores of the period that a pause cut short, and
/// books it by the periods as they are now. Periods that this opens are added to `tracked`.
pub fn rebook_refunds(
    db: &Write<'_>,
    tracked: &mut Tracked,
    cut: DistributionId,
    from: Instant,
    now: Instant,
) -> Result<()> {
    let taken: Vec<PoolEntry> = pools::take_refunds(db, cut, from)?
        .into_iter()
        .map(PoolEntry::from)
        .collect();
    let turned = metrics::take_reversals(db, cut, from)?;
    if taken.is_empty() && turned.is_empty() {
        return Ok(());
    }
    pools::rebuild_totals(db, cut)?;
    metrics::rebuild_scores(db, cut)?;
    let mut made = book_money(db, tracked, &taken, now)?;
    made.extend(book_points(db, tracked, &taken, &turned, now)?);
    let removed = taken
        .iter()
        .map(|entry| PoolChange::removed_from(entry.distribution, entry));
    let changes: Vec<PoolChange> = removed
        .chain(made.into_iter().map(PoolChange::Added))
        .collect();
    append_changes(db, tracked.id, now, &changes)
}

/// Each source that counts a detail has the same entries for a refund of it, so that one share of their sum is the refund.
fn book_money(
    db: &Write<'_>,
    tracked: &mut Tracked,
    taken: &[PoolEntry],
    now: Instant,
) -> Result<Vec<PoolEntry>> {
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
    db: &Write<'_>,
    tracked: &mut Tracked,
    taken: &[PoolEntry],
    turned: &[Turned],
    now: Instant,
) -> Result<Vec<PoolEntry>> {
    let distributor = tracked.id;
    let (mut scores, mut loader) = (Scores::default(), Loader::begin(db)?);
    let mut counter = Counter {
        db,
        tracked,
        scores: &mut scores,
        loader: &mut loader,
    };
    let mut made = Vec::new();
    for turned in turned {
        let all = counted(db, turned.event)?;
        let own = all.into_iter().find(|(of, ..)| *of == distributor);
        let Some((_, kind, points)) = own else {
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
        made.extend(counter.reverse(&points, &reversal)?.entry);
    }
    loader.end(db)?;
    scores.write(db)?;
    Ok(made)
}
