//! Making a fulfillment: pending obligations, grouped by collaborator and currency, one payout each.
//!
//! Only collaborators who are active now are paid; what is owed to others waits and is listed as left out. A payout that
//! was made before somebody stopped being active stays as it is: its money may be on its way already. Whoever wants to
//! stop it marks it as failed, and what it held is owed again, and waits.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use super::act::{self, Act};
use super::calls::Told;
use super::get::{self, FulfillmentDetail, Lists};
use super::{Error, Result, Site};
use crate::domain::ids::{CollaboratorId, FulfillmentId, ObligationId, PayoutId};
use crate::domain::input::{At, Fields, Problems, Value, boolean, each, int, list};
use crate::domain::instant::{self, Instant};
use crate::domain::money::{self, Money, Sign};
use crate::domain::payout::Total;
use crate::domain::units::{self, Units};
use crate::store::obligations::{Payable, Writer};
use crate::store::{Connection, collaborators, fulfillments, json, ledger, obligations};

/// The call's name.
pub const CALL: &str = "create_fulfillment";

/// The ledger's word for a fulfillment.
pub const ACT: &str = "fulfillment";

/// What is asked of a fulfillment.
#[derive(Debug)]
struct Options<'v> {
    act: Act<'v>,
    currency: Option<Units>,
    collaborators: Option<BTreeSet<CollaboratorId>>,
    minimum: i64,
    until: Option<Instant>,
    dry_run: bool,
}

/// What would be paid to one collaborator in one currency.
#[derive(Debug, Serialize)]
pub struct Planned {
    /// To whom.
    pub collaborator: CollaboratorId,
    /// How much.
    pub amount: Money,
    /// In which units.
    pub currency: Units,
    /// Out of which obligations.
    pub obligations: Vec<ObligationId>,
}

/// A fulfillment, made or only planned.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Made {
    /// It was made.
    Fulfillment {
        /// Its row, with its payouts.
        #[serde(flatten)]
        fulfillment: FulfillmentDetail,
        /// What is pending and was left out, with the reason.
        left_out: Vec<LeftOut>,
    },
    /// Nothing was written: a rehearsal, or nothing to pay.
    Plan {
        /// There is no row.
        id: Option<i64>,
        /// What it would come to, for each currency.
        totals: Vec<Total>,
        /// What would be paid.
        payouts: Vec<Planned>,
        /// What is pending and was left out, with the reason.
        left_out: Vec<LeftOut>,
    },
}

/// A sum that is pending and not paid now.
#[derive(Debug, Serialize)]
pub struct LeftOut {
    /// Whose.
    pub collaborator: CollaboratorId,
    /// How much; negative where corrections outweigh.
    pub amount: Money,
    /// In which units.
    pub currency: Units,
    /// `collaborator_not_active`, `below_minimum` or `nothing_owed`.
    pub reason: &'static str,
}

const NOT_ACTIVE: &str = "collaborator_not_active";

#[derive(Serialize)]
struct Body<'b> {
    fulfillment: i64,
    by: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'b str>,
    payouts: Vec<BodyLine<'b>>,
}

#[derive(Serialize)]
struct BodyLine<'b> {
    payout: PayoutId,
    #[serde(flatten)]
    planned: &'b Planned,
}

/// Makes a fulfillment. Options: `currency`, `collaborators`, `minimum` (needs `currency`), `until`,
/// `dry_run`, `by`, `note`, `now`. With nothing to pay nothing is made; the answer says what was left out and why.
pub fn create(site: &Site, input: &Value<'_>, clock: Instant) -> Result<Made> {
    let options = checked(input, clock)?;
    if options.dry_run {
        return site.read(|db| plan(db, &options).map(as_plan));
    }
    options.act.demand_name(&site.settings)?;
    site.change(CALL, input, clock, |db| apply(db, &options))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    let options = checked(told.input, told.now)?;
    options.act.demand_name(told.settings)?;
    apply(told.db, &options).map(drop)
}

fn checked<'v>(input: &'v Value<'_>, clock: Instant) -> Result<Options<'v>> {
    let mut problems = Problems::default();
    let options = read(input, clock, &mut problems);
    Ok(problems.into_result(options)?)
}

fn apply(db: &Connection, options: &Options<'_>) -> Result<Made> {
    let (payouts, left_out) = plan(db, options)?;
    if payouts.is_empty() {
        return Ok(as_plan((payouts, left_out)));
    }
    Ok(Made::Fulfillment {
        fulfillment: write(db, &payouts, &options.act)?,
        left_out,
    })
}

type Plan = (Vec<Planned>, Vec<LeftOut>);

fn as_plan((payouts, left_out): Plan) -> Made {
    Made::Plan {
        id: None,
        totals: totals(&payouts),
        payouts,
        left_out,
    }
}

fn totals(payouts: &[Planned]) -> Vec<Total> {
    let mut totals: Vec<Total> = Vec::new();
    for planned in payouts {
        match totals
            .iter_mut()
            .find(|total| total.currency == planned.currency)
        {
            Some(total) => {
                total.amount.minor = total.amount.minor.saturating_add(planned.amount.minor);
                total.payouts += 1;
            }
            None => totals.push(Total {
                currency: planned.currency,
                amount: planned.amount,
                payouts: 1,
            }),
        }
    }
    totals.sort_by_key(|total| total.currency.code());
    totals
}

fn plan(db: &Connection, options: &Options<'_>) -> Result<Plan> {
    let until = options
        .until
        .unwrap_or_else(|| options.act.now.plus_minutes(1));
    let mut groups: Vec<Planned> = Vec::new();
    for payable in obligations::payable(db, until)? {
        if !wanted(options, &payable) {
            continue;
        }
        match groups.last_mut() {
            Some(group)
                if group.collaborator == payable.collaborator
                    && group.currency == payable.units =>
            {
                let sum = group.amount.minor.checked_add(payable.amount);
                group.amount.minor = sum.ok_or_else(|| {
                    Error::TooLarge(format!(
                        "what is owed to collaborator {} is too large to count",
                        group.collaborator
                    ))
                })?;
                group.obligations.push(payable.id);
            }
            _ => groups.push(Planned {
                collaborator: payable.collaborator,
                amount: Money {
                    minor: payable.amount,
                    units: payable.units,
                },
                currency: payable.units,
                obligations: vec![payable.id],
            }),
        }
    }
    let not_active = collaborators::not_active(db)?;
    let (mut payouts, mut left_out) = (Vec::with_capacity(groups.len()), Vec::new());
    for group in groups {
        match why_not(&group, options, &not_active) {
            None => payouts.push(group),
            Some(reason) => left_out.push(LeftOut {
                collaborator: group.collaborator,
                amount: group.amount,
                currency: group.currency,
                reason,
            }),
        }
    }
    Ok((payouts, left_out))
}

/// Why somebody is not paid now.
fn why_not(
    group: &Planned,
    options: &Options<'_>,
    not_active: &HashSet<CollaboratorId>,
) -> Option<&'static str> {
    if not_active.contains(&group.collaborator) {
        Some(NOT_ACTIVE)
    } else if group.amount.minor <= 0 {
        Some("nothing_owed")
    } else if group.amount.minor < options.minimum {
        Some("below_minimum")
    } else {
        None
    }
}

fn wanted(options: &Options<'_>, payable: &Payable) -> bool {
    options.currency.is_none_or(|units| units == payable.units)
        && options
            .collaborators
            .as_ref()
            .is_none_or(|ids| ids.contains(&payable.collaborator))
}

fn write(db: &Connection, plan: &[Planned], act: &Act<'_>) -> Result<FulfillmentDetail> {
    let Act { now, by, note } = *act;
    let id = fulfillments::insert(db, now)?;
    let mut payouts = Vec::with_capacity(plan.len());
    let mut taken = Vec::new();
    for planned in plan {
        let payout =
            fulfillments::insert_payout(db, now, id, planned.collaborator, planned.amount)?;
        let parts = planned.obligations.iter();
        taken.extend(parts.map(|obligation| (*obligation, payout, planned.currency)));
        payouts.push(BodyLine { payout, planned });
    }
    take(db, id, taken)?;
    let body = json::text(&Body {
        fulfillment: id.0,
        by,
        note,
        payouts,
    })?;
    ledger::append(db, now, ACT, &id.to_string(), 0, &body)?
        .ok_or_else(|| Error::Conflict(format!("fulfillment {id} was made already")))?;
    get::fulfillment(db, id.0, Lists::With)?.ok_or(Error::NotFound("fulfillment", id.0))
}

/// Who made a fulfillment, where that was said.
pub(super) fn made_by(db: &Connection, id: FulfillmentId) -> Result<Option<String>> {
    #[derive(Deserialize)]
    struct Made {
        #[serde(default)]
        by: Option<String>,
    }
    let Some(body) = ledger::body(db, ACT, &id.to_string())? else {
        return Ok(None);
    };
    let made: Made = serde_json::from_str(&body).map_err(|error| {
        crate::store::Error::Inconsistent(format!("the ledger's line of fulfillment {id}: {error}"))
    })?;
    Ok(made.by)
}

/// Puts obligations into their payouts, in the order in which they lie on the disk.
fn take(
    db: &Connection,
    fulfillment: FulfillmentId,
    mut taken: Vec<(ObligationId, PayoutId, Units)>,
) -> Result<()> {
    taken.sort_unstable_by_key(|(id, ..)| *id);
    let mut writer = Writer::new(db);
    if let Some(refused) = writer.put_into(fulfillment, &taken)?.first() {
        return Err(Error::Conflict(format!(
            "obligation {refused} is not pending any more; try again"
        )));
    }
    Ok(writer.finish()?)
}

fn read<'v>(input: &'v Value<'_>, clock: Instant, problems: &mut Problems) -> Option<Options<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let act = act::read_fields(&mut fields, clock, &at, problems);
    let currency = fields
        .get("currency")
        .and_then(|v| units::read(v, &at.key("currency"), problems));
    let collaborators = fields
        .get("collaborators")
        .and_then(|v| read_ids(v, &at.key("collaborators"), problems));
    let minimum = match (fields.get("minimum"), currency) {
        (Some(v), Some(units)) => {
            money::read(v, units, Sign::NotNegative, &at.key("minimum"), problems)
        }
        (Some(_), None) if fields.has("currency") => None,
        (Some(_), None) => {
            problems.add(
                &at.key("minimum"),
                "needs a currency beside it: 10 is not the same in every currency",
            );
            None
        }
        (None, _) => Some(0),
    };
    let until = fields
        .get("until")
        .and_then(|v| instant::read(v, &at.key("until"), problems));
    let dry_run = match fields.get("dry_run") {
        Some(v) => boolean(v, &at.key("dry_run"), problems),
        None => Some(false),
    };
    fields.close(&at, problems);
    if currency == Some(Units::Points) {
        problems.add(
            &at.key("currency"),
            "is points, which are not paid out as money",
        );
    }
    Some(Options {
        act: act?,
        currency,
        collaborators,
        minimum: minimum?,
        until,
        dry_run: dry_run?,
    })
}

fn read_ids(
    value: &Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<BTreeSet<CollaboratorId>> {
    let items = list(value, 100_000, at, problems)?;
    let ids = each(items, at, |item, at| int(item, 1..=i64::MAX, at, problems))?;
    Some(ids.into_iter().map(CollaboratorId).collect())
}
