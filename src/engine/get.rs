//! Reads one row of any noun, with its parts.

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::conflicts::{self, ConflictRow};
use super::dispute::{self, DisputeRow};
use super::find::Noun;
use super::row::{self, DistributorRow};
use super::{Ledger, Result};
use crate::domain::collaborator::Collaborator;
use crate::domain::distribution::{
    AllocationRow, Distribution, DistributionStatus, PoolContribution,
};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId, ObligationId};
use crate::domain::input::{Cursor, boolean, number, word};
use crate::domain::instant::Instant;
use crate::domain::obligation::Obligation;
use crate::domain::payout::{Fulfillment, Payout, PayoutStatus};
use crate::engine::made_by::made_by;
use crate::store::amendments::{self, AmendmentRow};
use crate::store::events::EventRow;
use crate::store::lists::find as rows;
use crate::store::metrics::Metric;
use crate::store::refund_list::{self, ListedRefund};
use crate::store::refunds::{self, RefundRow};
use crate::store::transactions::{DetailRow, TransactionRow};
use crate::store::{
    Error as StoreError, Read, Result as StoreResult, conflicts as kept, disputes, distributions,
    fulfillments, metrics, obligations, transactions,
};

/// One row of any noun, with its parts.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Got {
    Collaborator(Collaborator),
    Distributor(DistributorRow),
    Distribution(DistributionDetail),
    Allocation(AllocationRow),
    Obligation(Obligation),
    Fulfillment(FulfillmentDetail),
    Payout(PayoutDetail),
    Transaction(TransactionDetail),
    Event(EventRow),
    Metric(Metric),
    Refund(ListedRefund),
    Conflict(ConflictRow),
    Dispute(DisputeRow),
}

/// A distribution with its pool and its allocations.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct DistributionDetail {
    #[serde(flatten)]
    distribution: Distribution,
    /// The parts of its pool.
    sources: Vec<PoolContribution>,
    /// The shares, largest first; absent if lists are not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    allocations: Option<Vec<AllocationRow>>,
}

impl DistributionDetail {
    #[must_use]
    pub fn status(&self) -> DistributionStatus {
        self.distribution.status
    }
}

/// A fulfillment with its payouts.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct FulfillmentDetail {
    #[serde(flatten)]
    fulfillment: Fulfillment,
    /// Who made it, such as `user:7`; null if nobody was named.
    by: Option<String>,
    /// One for each collaborator and currency; absent if lists are not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    payouts: Option<Vec<Payout>>,
}

/// A payout with the obligations in it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct PayoutDetail {
    #[serde(flatten)]
    payout: Payout,
    /// The obligations that it pays.
    obligations: Vec<ObligationId>,
}

impl PayoutDetail {
    #[must_use]
    pub fn row(&self) -> &Payout {
        &self.payout
    }

    #[must_use]
    pub fn status(&self) -> PayoutStatus {
        self.payout.status
    }
}

/// A transaction with its parts.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct TransactionDetail {
    #[serde(flatten)]
    transaction: TransactionRow,
    /// Its lines as they are now.
    details: Vec<DetailRow>,
    /// Its refunds.
    refunds: Vec<RefundRow>,
    /// The edits of the sale in the shop, oldest first.
    amendments: Vec<AmendmentRow>,
}

/// Whether to read the lists of a row that may have an entry for every collaborator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    With,
    Without,
}

impl Lists {
    fn read<T>(self, list: impl FnOnce() -> StoreResult<Vec<T>>) -> StoreResult<Option<Vec<T>>> {
        match self {
            Lists::With => list().map(Some),
            Lists::Without => Ok(None),
        }
    }
}

pub const ENTRY: Entry = Entry::question::<Get>().or_null();

#[derive(Debug)]
pub struct Get;

impl Call for Get {
    const NAME: &'static str = "get";
    const ABOUT: &'static str =
        "One row with its parts, or null if there is none with this number.";
    type Arguments<'v> = (Noun, i64, Lists);
    type Answer = Option<Got>;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, _: Given<'_>) -> Option<Self::Arguments<'v>> {
        cursor.object(|fields| {
            let noun = fields.required("what", "what kind of row", word::<Noun>);
            let id = fields.required("id", "its number", number);
            let lists = fields.details("details", "which parts", |cursor| {
                cursor.object(|fields| {
                    let lists = fields.or(
                        "lists",
                        true,
                        "false leaves out the allocations of a distribution and the payouts of a fulfillment, of which there can \
                         be a hundred thousand; siren_find() lists them by page",
                        boolean,
                    )?;
                    Some(if lists { Lists::With } else { Lists::Without })
                })
            });
            Some((noun?, id?, lists?))
        })
    }
}

impl Run for Get {
    fn run(
        ledger: &Ledger,
        (noun, id, lists): (Noun, i64, Lists),
        _: Instant,
    ) -> Result<Option<Got>> {
        get(ledger, noun, id, lists)
    }
}

pub fn get(ledger: &Ledger, noun: Noun, id: i64, lists: Lists) -> Result<Option<Got>> {
    let listing = noun.listing();
    ledger.read(|db| match noun {
        Noun::Collaborators => {
            Ok(row::collaborator(db, CollaboratorId(id))?.map(Got::Collaborator))
        }
        Noun::Distributors => Ok(row::distributor(db, DistributorId(id))?.map(Got::Distributor)),
        Noun::Distributions => Ok(distribution(db, id, lists)?.map(Got::Distribution)),
        Noun::Allocations => {
            Ok(rows::one(db, listing, id, distributions::allocation_row)?.map(Got::Allocation))
        }
        Noun::Obligations => Ok(row::obligation(db, ObligationId(id))?.map(Got::Obligation)),
        Noun::Fulfillments => Ok(fulfillment(db, id, lists)?.map(Got::Fulfillment)),
        Noun::Payouts => Ok(payout(db, id)?.map(Got::Payout)),
        Noun::Transactions => transaction(db, id).map(|found| found.map(Got::Transaction)),
        Noun::Events => Ok(row::event(db, EventId(id))?.map(Got::Event)),
        Noun::Metrics => Ok(rows::one(db, listing, id, metrics::row)?.map(Got::Metric)),
        Noun::Refunds => Ok(rows::one(db, listing, id, refund_list::row)?.map(Got::Refund)),
        Noun::Conflicts => {
            let found = rows::one(db, listing, id, kept::row)?;
            let shown = found.map(|row| conflicts::shown(db, row)).transpose()?;
            Ok(shown.map(Got::Conflict))
        }
        Noun::Disputes => {
            let found = rows::one(db, listing, id, disputes::row)?;
            let shown = found.map(|row| dispute::shown(db, row)).transpose()?;
            Ok(shown.map(Got::Dispute))
        }
    })
}

pub fn distribution(db: &Read<'_>, id: i64, lists: Lists) -> Result<Option<DistributionDetail>> {
    let Some(distribution) = rows::one(db, &distributions::LISTING, id, distributions::row)? else {
        return Ok(None);
    };
    let sources = super::pool_lines::of(db, &distribution)?;
    let allocations = lists.read(|| distributions::allocations_of(db, distribution.id))?;
    Ok(Some(DistributionDetail {
        distribution,
        sources,
        allocations,
    }))
}

/// A distribution that other rows point at.
pub fn existing_distribution(db: &Read<'_>, id: DistributionId) -> Result<Distribution> {
    let found = rows::one(db, &distributions::LISTING, id.0, distributions::row)?;
    Ok(found.ok_or_else(|| StoreError::Inconsistent(format!("distribution {id} is missing")))?)
}

pub fn fulfillment(db: &Read<'_>, id: i64, lists: Lists) -> Result<Option<FulfillmentDetail>> {
    let Some(row) = rows::one(db, &fulfillments::LISTING, id, fulfillments::row)? else {
        return Ok(None);
    };
    let payouts = lists.read(|| fulfillments::payouts_of(db, row.id))?;
    Ok(Some(FulfillmentDetail {
        by: made_by(db, row.id)?,
        fulfillment: row::with_totals(db, row)?,
        payouts,
    }))
}

pub fn payout(db: &Read<'_>, id: i64) -> Result<Option<PayoutDetail>> {
    let Some(payout) = rows::one(db, &fulfillments::PAYOUTS, id, fulfillments::payout_row)? else {
        return Ok(None);
    };
    let obligations = obligations::of_payout(db, payout.id)?
        .iter()
        .map(|o| o.id)
        .collect();
    Ok(Some(PayoutDetail {
        payout,
        obligations,
    }))
}

fn transaction(db: &Read<'_>, id: i64) -> Result<Option<TransactionDetail>> {
    let Some(transaction) = rows::one(db, &transactions::LISTING, id, transactions::row)? else {
        return Ok(None);
    };
    let details = transactions::details(db, &transaction)?;
    let refunds = refunds::shown(db, &transaction)?;
    let amendments = amendments::shown(db, &transaction)?;
    Ok(Some(TransactionDetail {
        transaction,
        details,
        refunds,
        amendments,
    }))
}
