//! What happened, read once from end to end, for rules that are tried on the past.
//! Not here: which of it counts, or for how much (`engine::simulate`).
//!
//! Nothing is kept in memory: each visitor sees one event, or one movement of money, at a time.

use rusqlite::{Connection, Row, Rows, params};

use super::Result;
use crate::domain::event::MANUAL;
use crate::domain::ids::EventId;
use crate::domain::instant::Instant;
use crate::domain::metric::Counting;
use crate::domain::pool::revenue_share::Referral;
use crate::domain::transaction::DetailKind;
use crate::domain::units::Units;

/// A stretch of the past: the start belongs to it, the end does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// First instant.
    pub from: Instant,
    /// First instant after.
    pub to: Instant,
}

/// An event as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened<'r> {
    /// Its number.
    pub id: EventId,
    /// Its type.
    pub kind: &'r str,
    /// When it happened.
    pub at: Instant,
    /// How many times over.
    pub quantity: i64,
    /// How many old visits it stands for, itself included.
    pub times: i64,
    /// What it was worth.
    pub value: Option<&'r str>,
    /// In which currency.
    pub currency: Option<&'r str>,
    /// Who did it.
    pub subject: Option<&'r str>,
}

/// The points of an event were taken back (-1) or given again (1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// When.
    pub at: Instant,
    /// Which.
    pub sign: i64,
}

/// Shows every event of a stretch, by number, with those it may count for (their own doing included)
/// and how its points were turned in that stretch. Points given by hand are left out.
pub fn events<E: From<super::Error>>(
    db: &Connection,
    stretch: Stretch,
    mut visit: impl FnMut(&Happened<'_>, &[Counting], &[Turn]) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    // Three tables read side by side in the order of the event's number: that is one pass over each,
    // where a join would search two trees for every event.
    let mut happened = prepare(
        db,
        "SELECT id, type, occurred_at, quantity, value, subject, currency, times FROM events \
         WHERE occurred_at >= ?1 AND occurred_at < ?2 ORDER BY id",
    )?;
    let mut credits = prepare(
        db,
        "SELECT event_id, collaborator_id, weight, own FROM credits \
         WHERE event_id >= ?1 AND collaborator_id IS NOT NULL AND (reason IS NULL OR reason = 'self') \
         ORDER BY event_id, position",
    )?;
    let mut turns = prepare(
        db,
        "SELECT event_id, occurred_at, sign FROM reversals WHERE event_id >= ?1 AND occurred_at < ?2 \
         ORDER BY event_id, id",
    )?;
    let mut rows = happened
        .query(params![stretch.from, stretch.to])
        .map_err(failed::<E>)?;
    let Some(first) = rows.next().map_err(failed::<E>)? else {
        return Ok(());
    };
    let id: EventId = first.get(0).map_err(failed::<E>)?;
    let mut credits = Beside::new(credits.query([id]).map_err(failed::<E>)?, credit);
    let mut turns = Beside::new(
        turns.query(params![id, stretch.to]).map_err(failed::<E>)?,
        turn,
    );
    let mut row = Some(first);
    while let Some(found) = row {
        let event = event(found).map_err(failed::<E>)?;
        if event.kind != MANUAL {
            let counting = credits.of(event.id)?;
            visit(&event, counting, turns.of(event.id)?)?;
        }
        row = rows.next().map_err(failed::<E>)?;
    }
    Ok(())
}

fn prepare<'d>(db: &'d Connection, sql: &str) -> Result<rusqlite::Statement<'d>> {
    Ok(db.prepare(sql)?)
}

fn failed<E: From<super::Error>>(error: rusqlite::Error) -> E {
    E::from(super::Error::from(error))
}

fn event<'r>(row: &'r Row<'_>) -> rusqlite::Result<Happened<'r>> {
    Ok(Happened {
        id: row.get(0)?,
        kind: row.get_ref(1)?.as_str()?,
        at: row.get(2)?,
        quantity: row.get(3)?,
        value: row.get_ref(4)?.as_str_or_null()?,
        subject: row.get_ref(5)?.as_str_or_null()?,
        currency: row.get_ref(6)?.as_str_or_null()?,
        times: row.get(7)?,
    })
}

fn credit(row: &Row<'_>) -> rusqlite::Result<Counting> {
    Ok(Counting {
        collaborator: row.get(1)?,
        weight: row.get(2)?,
        own: row.get(3)?,
    })
}

fn turn(row: &Row<'_>) -> rusqlite::Result<Turn> {
    Ok(Turn {
        at: row.get(1)?,
        sign: row.get(2)?,
    })
}

/// Rows that follow the events: read as far as the event that is looked at.
struct Beside<'s, T> {
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ahead: Option<(EventId, T)>,
    over: bool,
    current: Vec<T>,
}

impl<'s, T> Beside<'s, T> {
    fn new(rows: Rows<'s>, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> Beside<'s, T> {
        Beside {
            rows,
            read,
            ahead: None,
            over: false,
            current: Vec::new(),
        }
    }

    /// The rows of an event. Events are asked for in rising order.
    fn of(&mut self, event: EventId) -> Result<&[T]> {
        self.current.clear();
        while let Some((id, value)) = self.next()? {
            if id > event {
                self.ahead = Some((id, value));
                break;
            }
            if id == event {
                self.current.push(value);
            }
        }
        Ok(&self.current)
    }

    fn next(&mut self) -> Result<Option<(EventId, T)>> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        if self.over {
            return Ok(None);
        }
        if let Some(row) = self.rows.next()? {
            return Ok(Some((row.get(0)?, (self.read)(row)?)));
        }
        // Asking again would begin anew.
        self.over = true;
        Ok(None)
    }
}

/// Money that came in with a detail of a sale, or went again with a refund of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow<'r> {
    /// When the sale was paid.
    pub sold_at: Instant,
    /// When this happened: then, or when it was refunded.
    pub at: Instant,
    /// Minor units; negative where they were given back.
    pub amount: i64,
    /// The refund.
    pub refund: Option<i64>,
    /// A repeated payment of a subscription.
    pub renewal: bool,
    /// Who bought.
    pub customer: Option<&'r str>,
    /// What the detail is.
    pub kind: DetailKind,
    /// The shop's type of product.
    pub product_type: Option<&'r str>,
    /// Stock-keeping unit.
    pub sku: Option<&'r str>,
    /// Categories.
    pub categories: &'r [String],
    /// Whether somebody who was active when it was sold owns it.
    pub owned: bool,
    /// Who sent the customer.
    pub referral: Referral,
}

/// Shows every movement of money in some units: first each detail of the sales of a stretch, then what
/// was given back of them in that stretch, in the order it was recorded.
pub fn flows<E: From<super::Error>>(
    db: &Connection,
    units: Units,
    stretch: Stretch,
    mut visit: impl FnMut(&Flow<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    const DETAIL: &str = "t.renewal, t.customer, d.kind, d.type, d.sku, d.categories, \
         EXISTS (SELECT 1 FROM credits c WHERE c.event_id = d.event_id AND c.collaborator_id IS NOT NULL \
                 AND (c.reason IS NULL OR c.reason = 'self')), t.referrer_id, t.self_referred";
    let sales = format!(
        "SELECT t.occurred_at, t.occurred_at, d.amount, NULL, {DETAIL} \
         FROM transaction_details d JOIN transactions t ON t.id = d.transaction_id \
         WHERE t.currency = ?1 AND t.occurred_at >= ?2 AND t.occurred_at < ?3"
    );
    let refunds = format!(
        "SELECT t.occurred_at, r.occurred_at, -l.amount, r.id, {DETAIL} \
         FROM refunds r JOIN refund_lines l ON l.refund_row = r.id \
         JOIN transaction_details d ON d.id = l.detail_id JOIN transactions t ON t.id = d.transaction_id \
         WHERE t.currency = ?1 AND t.occurred_at >= ?2 AND t.occurred_at < ?3 AND r.occurred_at < ?3 \
         ORDER BY r.id, l.detail_id"
    );
    for sql in [sales, refunds] {
        let mut query = prepare(db, &sql)?;
        let mut rows = query
            .query(params![units, stretch.from, stretch.to])
            .map_err(failed::<E>)?;
        while let Some(row) = rows.next().map_err(failed::<E>)? {
            let categories = categories(row).map_err(failed::<E>)?;
            visit(&flow(row, &categories).map_err(failed::<E>)?)?;
        }
    }
    Ok(())
}

fn categories(row: &Row<'_>) -> rusqlite::Result<Vec<String>> {
    match row.get_ref(9)?.as_str()? {
        "[]" => Ok(Vec::new()),
        text => serde_json::from_str(text).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(
                9,
                rusqlite::types::Type::Text,
                Box::new(error),
            )
        }),
    }
}

fn flow<'r>(row: &'r Row<'_>, categories: &'r [String]) -> rusqlite::Result<Flow<'r>> {
    Ok(Flow {
        sold_at: row.get(0)?,
        at: row.get(1)?,
        amount: row.get(2)?,
        refund: row.get(3)?,
        renewal: row.get(4)?,
        customer: row.get_ref(5)?.as_str_or_null()?,
        kind: row.get(6)?,
        product_type: row.get_ref(7)?.as_str_or_null()?,
        sku: row.get_ref(8)?.as_str_or_null()?,
        categories,
        owned: row.get(10)?,
        referral: Referral::of(row.get(11)?, row.get(12)?),
    })
}
