//! What is owed and was paid: to one collaborator, to several, or by the whole site.

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::names::{Names, OfOne};
use super::{Result, Site};
use crate::domain::collaborator::{CollaboratorStatus, Name};
use crate::domain::ids::{CollaboratorId, ObligationId};
use crate::domain::input::{Cursor, Value, id};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::obligation::ObligationStatus;
use crate::domain::units::{self, Units};
use crate::store::balances::{self, Owed};
use crate::store::{Connection, collaborators, holds};

/// How many collaborators can be asked for at once.
const MOST: usize = 100;

/// What is and was owed in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Balance {
    /// To whom; null where it is all the site's collaborators together.
    pub collaborator: Option<CollaboratorId>,
    /// The collaborator's name; only where names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The currency, or `points`.
    pub currency: Units,
    /// Waiting for approval.
    pub draft: Money,
    /// Held back.
    pub held: Money,
    /// The part of it that somebody holds by hand.
    pub by_hand: Money,
    /// That part, one by one; empty where it is all the site's collaborators together.
    pub holds: Vec<Hold>,
    /// Neither held nor in a payout yet: what can be paid and what waits.
    pub pending: Money,
    /// The part of what is pending that is owed to collaborators who are active: a fulfillment takes it.
    pub payable: Money,
    /// The part of what is pending that is owed to others: it waits until they are active.
    pub waiting: Money,
    /// In a payout.
    pub fulfilled: Money,
    /// Paid.
    pub paid: Money,
    /// Draft, held, pending, fulfilled and paid together.
    pub total: Money,
}

/// One that is held by hand.
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

/// The call.
pub const ENTRY: Entry = Entry::question::<Balances>().of_optional("query");

/// Asks what is and was owed.
#[derive(Debug)]
pub struct Balances;

/// What is asked for.
#[derive(Debug)]
pub struct Query {
    /// The site as a whole where none are named.
    collaborators: Option<Vec<CollaboratorId>>,
    units: Option<Units>,
    names: Names,
}

impl Call for Balances {
    const NAME: &'static str = "balances";
    const ABOUT: &'static str = "What is owed and was paid, for each collaborator and currency; without a collaborator, for the \
        whole site. There is no row for somebody who was never owed anything.";
    type Arguments<'v> = Query;
    type Answer = Vec<Balance>;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<Query> {
        cursor.object(|fields| {
            let who = fields.optional(
                "collaborator",
                "the collaborator, or a list of at most 100 of them",
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
    fn run(site: &Site, query: Query, _: Instant) -> Result<Vec<Balance>> {
        balances(site, query)
    }
}

fn balances(site: &Site, query: Query) -> Result<Vec<Balance>> {
    let units = query.units;
    site.read(|db| {
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
pub(super) fn of(db: &Connection, id: CollaboratorId) -> Result<Vec<Balance>> {
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

    fn call(&mut self, name: Name) {
        self.name = Some(name);
    }
}

impl Balance {
    /// So much of what is pending waits.
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

/// Rows of one collaborator, or of all, with those of one currency side by side.
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
        let place = match owed.status {
            ObligationStatus::Draft => &mut balance.draft,
            ObligationStatus::Held => &mut balance.held,
            ObligationStatus::Pending => {
                balance.payable.minor = owed.minor;
                &mut balance.pending
            }
            ObligationStatus::Fulfilled => &mut balance.fulfilled,
            ObligationStatus::Complete => &mut balance.paid,
            // Owed by nobody; where it is owed again, that is a row of its own.
            ObligationStatus::Rejected => continue,
        };
        place.minor = owed.minor;
        // Parts of sums that the database did not let outgrow 64 bits.
        balance.total.minor = balance.total.minor.saturating_add(owed.minor);
    }
    balances
}
