//! The events of an interval, counted for one distributor.

use crate::domain::ignored::{CreditReason, may_count};
use crate::domain::metric::{Counting, Size};
use crate::engine::Result;
use crate::engine::bodies::PoolEntry;
use crate::engine::counting::{Counter, Fact, Reversal, Scores};
use crate::engine::periods::Tracked;
use crate::store::events::{self, Stored, StoredCredit};
use crate::store::interval::Interval;
use crate::store::load::loader::Loader;
use crate::store::{Write, history, worth};

/// How many events are read at once.
const PAGE: i64 = 10_000;

/// Answers the pool entries that were made.
pub(super) fn count(
    db: &Write<'_>,
    tracked: &mut Tracked,
    interval: Interval,
) -> Result<Vec<PoolEntry>> {
    let (mut scores, mut loader) = (Scores::default(), Loader::begin(db)?);
    let mut counter = Counter {
        db,
        tracked,
        scores: &mut scores,
        loader: &mut loader,
    };
    let mut made = Vec::new();
    for (mut first, last) in history::id_ranges(db, interval)? {
        loop {
            let page = events::among(db, (first, last), interval, PAGE)?;
            let Some(end) = page.last().map(|event| event.id.0) else {
                break;
            };
            first = end + 1;
            for event in page {
                count_event(&mut counter, &event, &mut made)?;
            }
            counter.loader.write(db)?;
        }
    }
    loader.end(db)?;
    scores.write(db)?;
    Ok(made)
}

/// Counts an event in its own period, and its reversals in the periods of their dates.
fn count_event(counter: &mut Counter<'_>, event: &Stored, made: &mut Vec<PoolEntry>) -> Result<()> {
    let db = counter.db;
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
    let Some((points, entry)) = counter.count(&fact, &credits)? else {
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
        made.extend(counter.reverse(&points, &reversal)?.entry);
    }
    Ok(())
}

/// What is ignored as somebody's own activity, or as free, still counts by rules that count it.
fn counting(credit: &StoredCredit) -> Option<Counting> {
    let counts = may_count(credit.reason.as_deref().map(CreditReason::from_word));
    let collaborator = credit.collaborator.filter(|_| counts)?;
    Some(Counting {
        collaborator,
        weight: credit.weight,
        own: credit.own,
    })
}
