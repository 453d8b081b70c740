//! Counting again what is recorded already: for a distributor that begins in the past, and for rules
//! that are applied to the open period at once.

use super::book::{Book, Tracked};
use super::events::{Fact, count_for};
use super::refunds::same_rate;
use super::sales::{Sold, SoldPart, pool_detail};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::metric::{Counting, Size};
use crate::domain::pool::revenue_share::Seen;
use crate::engine::Result;
use crate::store::distributions::Open;
use crate::store::events::{self, StoredCredit};
use crate::store::transactions::{self, StoredDetail};
use crate::store::{Connection, collaborators, metrics, pools};

/// Events read at once.
const PAGE: i64 = 10_000;

/// Counts the open period of a distributor again, by the rules it follows now.
pub fn recount_open(db: &Connection, tracked: Tracked, open: &Open) -> Result<()> {
    metrics::forget_counted(db, open.id, open.start)?;
    for old in pools::forget_sales(db, open.id, open.start)? {
        let (place, rate) = same_rate(&tracked, &old.pooled, open.version);
        pools::move_entry(db, old.entry, place, &rate)?;
    }
    pools::rebuild_totals(db, open.id)?;
    recount(db, tracked, open.start)
}

/// Counts for one distributor what was recorded at or after an instant. The caller has forgotten
/// what was counted of it before.
pub fn recount(db: &Connection, tracked: Tracked, from: Instant) -> Result<()> {
    let mut book = Book::of(tracked);
    recount_events(db, &mut book, from)?;
    book.flush_scores(db)?;
    for detail in transactions::stored_details(db, from)? {
        recount_detail(db, &mut book, &detail)?;
    }
    Ok(())
}

fn recount_events(db: &Connection, book: &mut Book, from: Instant) -> Result<()> {
    let mut last = EventId(0);
    loop {
        let page = events::after(db, last, from, PAGE)?;
        let Some(end) = page.last().map(|event| event.id) else {
            return Ok(());
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
                size: Size::of(&event.kind, event.quantity, event.value.as_deref()),
            };
            let credits: Vec<Counting> = events::stored_credits(db, event.id)?
                .iter()
                .filter_map(counting)
                .collect();
            count_for(db, book, 0, &fact, &credits)?;
        }
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

fn recount_detail(db: &Connection, book: &mut Book, detail: &StoredDetail) -> Result<()> {
    let sold = Sold {
        transaction: detail.transaction,
        units: detail.units,
        at: detail.at,
        now: detail.now,
        customer: detail.customer.as_deref(),
        renewal: detail.renewal,
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
    };
    for tracked in &mut book.tracked {
        pool_detail(db, tracked, &sold, part, &seen)?;
    }
    Ok(())
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
