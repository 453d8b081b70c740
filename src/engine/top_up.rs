//! Adds money to an open pool by hand, with a reason.

use serde::Serialize;

use super::bodies::{PoolEntry, insert_entry};
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::once::once;
use super::periods::{Tracked, period_at};
use super::{Error, Result, Row, row};
use crate::domain::event::LONGEST_KEY;
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::input::{At, Cursor, Problems, Value, id, text};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::money::{self, Money, Sign};
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::domain::units::Units;
use crate::store::pools::NewEntry;
use crate::store::{Transaction, Write};

messages! {
    has_no_open_pool(distributor: String, status: String) = "distributor {distributor} is {status} and has no open pool";
}

pub const ENTRY: Entry = Entry::change::<TopUp>().of("top_up").refused_for(&[
    (Refusal::NotFound, "there is no such distributor"),
    (
        Refusal::Conflict,
        "the distributor has no open pool, or the key was used for something else",
    ),
]);

#[derive(Debug)]
pub struct TopUp;

/// Money that was added.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Added {
    /// The key that you gave.
    pub key: String,
    /// The distributor whose pool it was added to.
    pub distributor: DistributorId,
    /// The distribution of the period that was open.
    pub distribution: DistributionId,
    /// The amount that was added.
    pub amount: Money,
    /// The currency of the amount.
    pub currency: Units,
    /// Why it was added.
    pub reason: String,
    /// When it was added.
    pub created_at: Instant,
}

#[derive(Debug)]
pub struct Asked<'v> {
    key: &'v str,
    distributor: DistributorId,
    amount: &'v str,
    reason: &'v str,
    now: Instant,
}

#[derive(Debug, Serialize)]
struct Request<'r> {
    distributor: DistributorId,
    amount: i64,
    reason: &'r str,
}

impl Call for TopUp {
    const NAME: &'static str = "top_up";
    const ABOUT: &'static str = "Adds money to the pool of a distributor's open period. The same key with the same content \
        again changes nothing and gives the same answer.";
    type Arguments<'v> = Asked<'v>;
    type Answer = Added;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let key = fields.required(
                "key",
                "your name for this payment; using it again changes nothing",
                text::<LONGEST_KEY>,
            );
            let distributor = fields.required("distributor", "the number of the distributor", id);
            // The currency is known only with the distributor, so only what is no amount in any currency is refused here.
            let amount = fields.required(
                "amount",
                "the amount to add, in the distributor's currency",
                |cursor| money::read_unconverted(cursor, Sign::Positive),
            );
            let reason = fields.required(
                "reason",
                "why; shown wherever the pool is explained",
                text::<500>,
            );
            let now = given.now(fields);
            Some(Asked {
                key: key?,
                distributor: DistributorId(distributor?),
                amount: amount?,
                reason: reason?,
                now: now?,
            })
        })
    }
}

impl Change for TopUp {
    fn apply(db: &Transaction<'_>, _: &Settings, asked: &Asked<'_>) -> Result<Added> {
        top_up(db, asked)
    }
}

fn top_up(db: &Write<'_>, asked: &Asked<'_>) -> Result<Added> {
    let id = asked.distributor;
    let head = row::head(db, id)?.ok_or(Error::NotFound(Row::Distributor, id.0))?;
    let amount = read_amount(asked.amount, head.units)?;
    let request = Request {
        distributor: id,
        amount,
        reason: asked.reason,
    };
    let made = once(db, asked.now, LedgerAct::TopUp, asked.key, &request, || {
        let mut tracked = Tracked::read(db, id, head.status)?;
        let period = period_at(db, &mut tracked, asked.now, asked.now)?.ok_or_else(|| {
            Error::Conflict(has_no_open_pool(id.to_string(), head.status.to_string()))
        })?;
        add(db, period.distribution, &request, asked.now)
    })?;
    Ok(Added {
        key: asked.key.to_owned(),
        distributor: id,
        distribution: made.distribution,
        amount: Money {
            minor: amount,
            units: head.units,
        },
        currency: head.units,
        reason: asked.reason.to_owned(),
        created_at: Instant::from_micros(made.occurred_at).unwrap_or(asked.now),
    })
}

fn add(
    db: &Write<'_>,
    distribution: DistributionId,
    request: &Request<'_>,
    now: Instant,
) -> Result<PoolEntry> {
    insert_entry(
        db,
        &NewEntry {
            distribution,
            slot: Slot::TopUp,
            rate: "",
            kind: EntryKind::TopUp,
            base: request.amount,
            at: now,
            late: false,
            transaction: None,
            detail: None,
            refund: None,
            event: None,
            customer: None,
            reason: Some(request.reason),
        },
    )
}

fn read_amount(amount: &str, units: Units) -> Result<i64> {
    let mut problems = Problems::default();
    let (at, value) = (At::root(), Value::Text(amount.into()));
    let mut cursor = Cursor::new(&value, at.key("amount"), &mut problems);
    let amount = money::read(&mut cursor, units, Sign::Positive);
    Ok(problems.into_result(amount)?)
}
