//! What is owed and what was paid: to some collaborators, or by the whole site.

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::names::{Names, OfOne};
use super::{Ledger, Result};
use crate::domain::collaborator::{CollaboratorStatus, Name};
use crate::domain::ids::{CollaboratorId, ObligationId};
use crate::domain::input::{Cursor, Value, id};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::obligation::ObligationStatus;
use crate::domain::units::{self, Units};
use crate::store::balances::{self, Owed};
use crate::store::{Read, collaborators, holds};

/// The maximum number of collaborators in one query.
const MOST: usize = 100;

/// What is owed and what was paid in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Balance {
    /// The collaborator; null for the whole site.
    pub collaborator: Option<CollaboratorId>,
    /// The collaborator's name; only if names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The currency, or `points`.
    pub currency: Units,
    /// Waiting for approval.
    pub draft: Money,
    /// Held back.
    pub held: Money,
    /// The part of the held amount that somebody holds by hand.
    pub by_hand: Money,
    /// The obligations that are held by hand; empty for the whole site.
    pub holds: Vec<Hold>,
    /// Neither held nor in a payout yet: the payable and the waiting amount together.
    pub pending: Money,
    /// The part of the pending amount that is owed to active collaborators, which a fulfillment takes.
    pub payable: Money,
    /// The part of the pending amount that is owed to others and waits until they are active.
    pub waiting: Money,
    /// In a payout.
    pub fulfilled: Money,
    /// Paid.
    pub paid: Money,
    /// Draft, held, pending, fulfilled and paid together.
    pub total: Money,
}

/// An obligation that is held by hand.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Hold {
    /// The obligation.
    pub obligation: ObligationId,
    /// The amount.
    pub amount: Money,
    /// The currency, or `points`.
    pub currency: Units,
    /// The reason.
    pub reason: String,
}

pub const ENTRY: Entry = Entry::question::<Balances>().of_optional("query");

#[derive(Debug)]
pub struct Balances;

#[derive(Debug)]
pub struct Query {
    /// `None` for the whole site.
    collaborators: Option<Vec<CollaboratorId>>,
    units: Option<Units>,
    names: Names,
}

impl Call for Balances {
    const NAME: &'static str = "balances";
    const ABOUT: &'static str = "What is owed and what was paid, by collaborator and currency; without a collaborator, for the whole \
        site. Somebody who was never owed anything has no row.";
    type Arguments<'v> = Query;
    type Answer = Vec<Balance>;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<Query> {
        cursor.object(|fields| {
            let who = fields.optional(
                "collaborator",
                "the collaborator, or a list of up to 100",
                read_ids,
            );
            let units = fields.optional("currency", "only amounts in this currency", units::read);
            let names = Names::read(fields);
            Some(Query {
                collaborators: who,
                units,
                names: names?,
            })
        })
    }
}

impl Run for Balances {
    fn run(ledger: &Ledger, query: Query, _: Instant) -> Result<Vec<Balance>> {
        balances(ledger, query)
    }
}

fn balances(ledger: &Ledger, query: Query) -> Result<Vec<Balance>> {
    let units = query.units;
    ledger.read(|db| {
        let Some(who) = query.collaborators else {
            let mut all = by_status(balances::of_all(db)?, units);
            for (units, waiting) in balances::waiting_of_all(db)? {
                if let Some(balance) = all.iter_mut().find(|one| one.currency == units) {
                    balance.wait(waiting);
                }
            }
            for held in holds::by_hand(db, None)? {
                let mut balances = all.iter_mut();
                if let Some(balance) = balances.find(|one| one.currency == held.amount.units) {
                    balance.by_hand.minor += held.amount.minor;
                }
            }
            return Ok(all);
        };
        let mut found = Vec::new();
        for id in who {
            found.extend(of(db, id)?);
        }
        found.retain(|balance| units.is_none_or(|units| units == balance.currency));
        query.names.give(db, &mut found)?;
        Ok(found)
    })
}

/// The balances of one collaborator, by currency.
pub(super) fn of(db: &Read<'_>, id: CollaboratorId) -> Result<Vec<Balance>> {
    let mut all = by_status(balances::of(db, id)?, None);
    let known = collaborators::known(db, id)?;
    if known.is_none_or(|known| known.status != CollaboratorStatus::Active) {
        for balance in &mut all {
            balance.wait(balance.pending.minor);
        }
    }
    for held in holds::by_hand(db, Some(id))? {
        let currency = held.amount.units;
        if let Some(balance) = all.iter_mut().find(|one| one.currency == currency) {
            balance.by_hand.minor += held.amount.minor;
            balance.holds.push(Hold {
                obligation: held.id,
                amount: held.amount,
                currency,
                reason: held.reason,
            });
        }
    }
    Ok(all)
}

impl OfOne for Balance {
    fn collaborator(&self) -> Option<CollaboratorId> {
        self.collaborator
    }

    fn set_name(&mut self, name: Name) {
        self.name = Some(name);
    }
}

impl Balance {
    fn wait(&mut self, minor: i64) {
        self.waiting.minor = minor;
        self.payable.minor = self.pending.minor.saturating_sub(minor);
    }
}

fn read_ids(cursor: &mut Cursor<'_, '_>) -> Option<Vec<CollaboratorId>> {
    cursor.either(
        |value| matches!(value, Value::List(_)),
        |cursor| cursor.list(MOST, |cursor| id(cursor).map(CollaboratorId)),
        |cursor| Some(vec![CollaboratorId(id(cursor)?)]),
    )
}

/// `rows` are those of one collaborator, or of all, sorted by currency.
fn by_status(rows: Vec<Owed>, only: Option<Units>) -> Vec<Balance> {
    let mut balances: Vec<Balance> = Vec::new();
    for owed in rows {
        let units = owed.units;
        if only.is_some_and(|only| only != units) {
            continue;
        }
        let nothing = Money { minor: 0, units };
        if balances.last().is_none_or(|last| last.currency != units) {
            balances.push(Balance {
                collaborator: owed.collaborator,
                name: None,
                currency: units,
                draft: nothing,
                held: nothing,
                by_hand: nothing,
                holds: Vec::new(),
                pending: nothing,
                payable: nothing,
                waiting: nothing,
                fulfilled: nothing,
                paid: nothing,
                total: nothing,
            });
        }
        let Some(balance) = balances.last_mut() else {
            continue;
        };
        let amount = match owed.status {
            ObligationStatus::Draft => &mut balance.draft,
            ObligationStatus::Held => &mut balance.held,
            ObligationStatus::Pending => {
                balance.payable.minor = owed.minor;
                &mut balance.pending
            }
            ObligationStatus::Fulfilled => &mut balance.fulfilled,
            ObligationStatus::Complete => &mut balance.paid,
            // Not owed. If it is owed again, another obligation says so.
            ObligationStatus::Rejected => continue,
        };
        amount.minor = owed.minor;
        // The database refuses sums that exceed 64 bits, so saturating hides nothing.
        balance.total.minor = balance.total.minor.saturating_add(owed.minor);
    }
    balances
}
