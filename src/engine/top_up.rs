//! Money added to an open pool by hand, with a reason.

use serde::Serialize;

use super::calls::Told;
use super::fold::entries::{self, Entry};
use super::fold::{Tracked, place};
use super::once::once;
use super::site::read_now;
use super::{Error, Result, Site, find};
use crate::domain::event::LONGEST_KEY;
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::input::{At, Fields, Problems, Value, int, text};
use crate::domain::instant::Instant;
use crate::domain::money::{self, Money, Sign};
use crate::domain::units::Units;
use crate::store::Connection;
use crate::store::pools::{NewEntry, TOP_UP};

/// The call's name.
pub const CALL: &str = "top_up";

/// The ledger's word for money added by hand.
pub const ACT: &str = "top_up";

/// Money that was added.
#[derive(Debug, Serialize)]
pub struct TopUp {
    /// The caller's key.
    pub key: String,
    /// To whose pool.
    pub distributor: DistributorId,
    /// Of which distribution.
    pub distribution: DistributionId,
    /// How much.
    pub amount: Money,
    /// In which units.
    pub currency: Units,
    /// Why.
    pub reason: String,
    /// When.
    pub created_at: Instant,
}

#[derive(Debug)]
struct Asked<'v> {
    key: &'v str,
    distributor: DistributorId,
    amount: &'v Value<'v>,
    reason: &'v str,
    now: Instant,
}

#[derive(Debug, Serialize)]
struct Request<'r> {
    distributor: DistributorId,
    amount: i64,
    reason: &'r str,
}

/// Adds to the open period's pool: `key`, `distributor`, `amount` (more than zero), `reason`, `now`. The
/// same key and content again answers the same; another content is a [`Error::Conflict`].
pub fn top_up(site: &Site, input: &Value<'_>, clock: Instant) -> Result<TopUp> {
    let asked = checked(input, clock)?;
    site.change(CALL, input, clock, |db| apply(db, &asked))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    apply(told.db, &checked(told.input, told.now)?).map(drop)
}

fn checked<'v>(input: &'v Value<'v>, clock: Instant) -> Result<Asked<'v>> {
    let mut problems = Problems::default();
    let asked = read(input, clock, &mut problems);
    Ok(problems.into_result(asked)?)
}

fn apply(db: &Connection, asked: &Asked<'_>) -> Result<TopUp> {
    let id = asked.distributor;
    let head = find::head(db, id)?.ok_or(Error::NotFound("distributor", id.0))?;
    let amount = read_amount(asked.amount, head.units)?;
    let request = Request {
        distributor: id,
        amount,
        reason: asked.reason,
    };
    let made = once(db, asked.now, ACT, asked.key, &request, || {
        let mut tracked = Tracked::read(db, id, head.status)?;
        let placed = place(db, &mut tracked, asked.now, asked.now)?.ok_or_else(|| {
            Error::Conflict(format!(
                "distributor {id} is {} and has no open pool",
                head.status
            ))
        })?;
        add(db, placed.distribution, &request, asked.now)
    })?;
    Ok(TopUp {
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
    db: &Connection,
    distribution: DistributionId,
    request: &Request<'_>,
    now: Instant,
) -> Result<Entry> {
    entries::insert(
        db,
        &NewEntry {
            distribution,
            place: TOP_UP,
            rate: "",
            kind: "top_up",
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

/// The amount can be read only when the distributor tells its units.
fn read_amount(value: &Value<'_>, units: Units) -> Result<i64> {
    let mut problems = Problems::default();
    let at = At::root();
    let amount = money::read(
        value,
        units,
        Sign::Positive,
        &at.key("amount"),
        &mut problems,
    );
    Ok(problems.into_result(amount)?)
}

fn read<'v>(input: &'v Value<'v>, clock: Instant, problems: &mut Problems) -> Option<Asked<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let key = fields.need("key", &at, problems);
    let key = key.and_then(|v| text(v, LONGEST_KEY, &at.key("key"), problems));
    let distributor = fields.need("distributor", &at, problems);
    let distributor =
        distributor.and_then(|v| int(v, 1..=i64::MAX, &at.key("distributor"), problems));
    let amount = fields.need("amount", &at, problems);
    if let Some(amount) = amount {
        // Which currency it is in is known later; here only what is an amount in none is told.
        money::read_unconverted(amount, Sign::Positive, &at.key("amount"), problems);
    }
    let reason = fields.need("reason", &at, problems);
    let reason = reason.and_then(|v| text(v, 500, &at.key("reason"), problems));
    let now = read_now(&mut fields, clock, &at, problems);
    fields.close(&at, problems);
    Some(Asked {
        key: key?,
        distributor: DistributorId(distributor?),
        amount: amount?,
        reason: reason?,
        now: now?,
    })
}
