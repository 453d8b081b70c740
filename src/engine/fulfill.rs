//! Makes a fulfillment: pending obligations, grouped by collaborator and currency into one payout each.
//!
//! Only collaborators who are active now are paid; what is owed to others waits and is listed as left out. A payout stays
//! valid when its collaborator becomes inactive later, because its money may already be on its way. To stop it, mark it as
//! failed: what it held is owed again, and waits.

use std::collections::{BTreeSet, HashSet};

use serde::Serialize;

use super::act::{self, Act};
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::get::{self, FulfillmentDetail, Lists};
use super::{Error, Ledger, Result, Row};
use crate::domain::ids::{CollaboratorId, FulfillmentId, ObligationId, PayoutId};
use crate::domain::input::{Cursor, Fields, Value, boolean, id};
use crate::domain::instant::{self, Instant};
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::money::{self, Money, Sign};
use crate::domain::payout::Total;
use crate::domain::units::{self, Units};
use crate::store::obligations::{Payable, Writer};
use crate::store::{
    Read, Transaction, Write, collaborators, fulfillments, json, ledger, obligations,
};

messages! {
    owed_too_large(collaborator: String) = "what is owed to collaborator {collaborator} is too large to count";
    fulfillment_exists(id: String) = "fulfillment {id} already exists";
    obligation_no_longer_pending(id: String) = "obligation {id} is no longer pending; reload and try again";
    /// Continues the path of a field.
    needs_currency() = "needs currency: an amount means nothing without one";
    /// Continues the path of a field.
    is_not_money() = "is points, which are not paid out as money";
    /// What somebody did, behind "whoever".
    made_fulfillment(id: String) = "made fulfillment {id}";
}

pub const ENTRY: Entry = Entry::change::<CreateFulfillment>()
    .of_optional("options")
    .refused_for(&[(
        Refusal::Conflict,
        "an obligation was changed in the meantime, or a sum is too large to count",
    )]);

/// The maximum number of collaborators that a fulfillment can be restricted to.
const MOST_COLLABORATORS: usize = 100_000;

#[derive(Debug)]
pub struct Options<'v> {
    act: Act<'v>,
    currency: Option<Units>,
    collaborators: Option<BTreeSet<CollaboratorId>>,
    minimum: i64,
    until: Option<Instant>,
    dry_run: bool,
}

/// A payout that would be made: to one collaborator in one currency.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Planned {
    /// Who would be paid.
    pub collaborator: CollaboratorId,
    /// How much they would be paid.
    pub amount: Money,
    /// The currency of the amount.
    pub currency: Units,
    /// The obligations that it would settle.
    pub obligations: Vec<ObligationId>,
}

/// A fulfillment, or a plan of one.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Made {
    /// The fulfillment that was made.
    Fulfillment {
        /// The fulfillment with its payouts.
        #[serde(flatten)]
        fulfillment: FulfillmentDetail,
        /// What is pending but was not paid.
        left_out: Vec<LeftOut>,
    },
    /// A plan: this was a dry run, or there is nothing to pay. Nothing was written.
    Plan {
        /// Always null.
        id: Option<i64>,
        /// What would be paid in each currency.
        totals: Vec<Total>,
        /// The payouts that would be made.
        payouts: Vec<Planned>,
        /// What is pending but would not be paid.
        left_out: Vec<LeftOut>,
    },
}

/// A pending sum that is not paid now.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct LeftOut {
    /// Who it is owed to.
    pub collaborator: CollaboratorId,
    /// The amount; negative if corrections exceed what is owed.
    pub amount: Money,
    /// The currency of the amount.
    pub currency: Units,
    /// Why it is not paid: `collaborator_not_active`, `below_minimum` or `nothing_owed`.
    pub reason: &'static str,
}

const NOT_ACTIVE: &str = "collaborator_not_active";

#[derive(Serialize)]
struct Body<'b> {
    fulfillment: i64,
    by: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'b str>,
    payouts: Vec<PayoutBody<'b>>,
}

#[derive(Serialize)]
struct PayoutBody<'b> {
    payout: PayoutId,
    #[serde(flatten)]
    planned: &'b Planned,
}

#[derive(Debug)]
pub struct CreateFulfillment;

impl Call for CreateFulfillment {
    const NAME: &'static str = "create_fulfillment";
    const ABOUT: &'static str = "Takes pending obligations of active collaborators, groups them by collaborator and currency, and \
        makes one payout for each group. A payout stays valid if its collaborator becomes inactive later. With dry_run, or if \
        there is nothing to pay, nothing is written and the answer is a plan without an id.";
    type Arguments<'v> = Options<'v>;
    type Answer = Made;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Options<'v>> {
        cursor.object(|fields| read(fields, given))
    }
}

impl Change for CreateFulfillment {
    fn check(ledger: &Ledger, options: &Options<'_>) -> Result<()> {
        if options.dry_run {
            return Ok(());
        }
        options.act.demand_name(&ledger.settings)
    }

    fn make(
        ledger: &Ledger,
        input: &Value<'_>,
        options: &Options<'_>,
        clock: Instant,
    ) -> Result<Made> {
        if options.dry_run {
            return ledger.read(|db| plan(db, options).map(as_plan));
        }
        ledger.change(Self::NAME, input, clock, |db| {
            Self::apply(db, &ledger.settings, options)
        })
    }

    fn apply(db: &Transaction<'_>, settings: &Settings, options: &Options<'_>) -> Result<Made> {
        options.act.demand_name(settings)?;
        fulfill(db, options)
    }
}

fn fulfill(db: &Write<'_>, options: &Options<'_>) -> Result<Made> {
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

fn plan(db: &Read<'_>, options: &Options<'_>) -> Result<Plan> {
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
                    Error::TooLarge(owed_too_large(group.collaborator.to_string()))
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

fn write(db: &Write<'_>, plan: &[Planned], act: &Act<'_>) -> Result<FulfillmentDetail> {
    let Act { now, by, note } = *act;
    let id = fulfillments::insert(db, now)?;
    let mut payouts = Vec::with_capacity(plan.len());
    let mut taken = Vec::new();
    for planned in plan {
        let payout =
            fulfillments::insert_payout(db, now, id, planned.collaborator, planned.amount)?;
        let parts = planned.obligations.iter();
        taken.extend(parts.map(|obligation| (*obligation, payout, planned.currency)));
        payouts.push(PayoutBody { payout, planned });
    }
    take(db, id, taken)?;
    let body = json::text(&Body {
        fulfillment: id.0,
        by,
        note,
        payouts,
    })?;
    ledger::append(db, now, LedgerAct::Fulfillment, &id.to_string(), 0, &body)?
        .ok_or_else(|| Error::Conflict(fulfillment_exists(id.to_string())))?;
    get::fulfillment(db, id.0, Lists::With)?.ok_or(Error::NotFound(Row::Fulfillment, id.0))
}

/// Puts obligations into their payouts, in the order of their numbers, which is their order on the disk.
fn take(
    db: &Write<'_>,
    fulfillment: FulfillmentId,
    mut taken: Vec<(ObligationId, PayoutId, Units)>,
) -> Result<()> {
    taken.sort_unstable_by_key(|(id, ..)| *id);
    let mut writer = Writer::new(db);
    if let Some(refused) = writer.put_into(fulfillment, &taken)?.first() {
        return Err(Error::Conflict(obligation_no_longer_pending(
            refused.to_string(),
        )));
    }
    Ok(writer.finish()?)
}

fn read<'v>(fields: &mut Fields<'_, 'v>, given: Given<'_>) -> Option<Options<'v>> {
    let act = act::read_money_fields(fields, given);
    let currency = fields.optional("currency", "pay only amounts in this currency", units::read);
    let collaborators = fields.optional(
        "collaborators",
        "pay only these collaborators, by their numbers",
        |cursor| cursor.list(MOST_COLLABORATORS, id),
    );
    let names_currency = fields.peek("currency").is_some();
    let minimum = fields.or_else(
        "minimum",
        "leave out collaborators who are owed less than this in total; needs currency",
        |cursor| read_minimum(cursor, currency, names_currency),
        || Some(0),
    );
    let until = fields.optional(
        "until",
        "pay only obligations made before this time",
        instant::read,
    );
    let dry_run = fields.or(
        "dry_run",
        false,
        "true answers what would be paid, without writing anything",
        boolean,
    );
    if currency == Some(Units::Points) {
        fields.refuse::<()>("currency", is_not_money());
    }
    let collaborators = collaborators.map(|ids| ids.into_iter().map(CollaboratorId).collect());
    Some(Options {
        act: act?,
        currency,
        collaborators,
        minimum: minimum?,
        until,
        dry_run: dry_run?,
    })
}

fn read_minimum(
    cursor: &mut Cursor<'_, '_>,
    currency: Option<Units>,
    names_currency: bool,
) -> Option<i64> {
    cursor.describe(|schema| Sign::NotNegative.describe(schema));
    match currency {
        Some(units) => money::read(cursor, units, Sign::NotNegative),
        // The problem of the currency is already reported.
        None if names_currency => None,
        None => cursor.refuse(needs_currency()),
    }
}
