//! What is owed and was paid: to one collaborator, to several, or by the whole site.

use serde::Serialize;

use super::{Error, Result, Site};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::ids::{CollaboratorId, ObligationId};
use crate::domain::input::{At, Fields, Problems, Value, each, int, list};
use crate::domain::money::Money;
use crate::domain::obligation::ObligationStatus;
use crate::domain::units::{self, Units};
use crate::store::balances::{self, Owed};
use crate::store::{Connection, collaborators, holds};

/// How many collaborators can be asked for at once.
const MOST: usize = 100;

/// What is and was owed in one currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// To whom; null where it is all the site's collaborators together.
    pub collaborator: Option<CollaboratorId>,
    /// In which units.
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hold {
    /// Which.
    pub obligation: ObligationId,
    /// How much.
    pub amount: Money,
    /// In which units.
    pub currency: Units,
    /// Why.
    pub reason: String,
}

/// The balances of a collaborator or a list of them, by collaborator and currency; without any, those of
/// the whole site by currency. Query: `collaborator`, `currency`.
pub fn balances(site: &Site, input: &Value<'_>) -> Result<Vec<Balance>> {
    let (who, units) = read(input)?;
    site.read(|db| {
        let Some(who) = who else {
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

impl Balance {
    /// So much of what is pending waits.
    fn wait(&mut self, minor: i64) {
        self.waiting.minor = minor;
        self.payable.minor = self.pending.minor.saturating_sub(minor);
    }
}

type Query = (Option<Vec<CollaboratorId>>, Option<Units>);

fn read(input: &Value<'_>) -> Result<Query> {
    let mut problems = Problems::default();
    let at = At::root();
    let read = Fields::open(input, &at, &mut problems).and_then(|mut fields| {
        let who = match fields.get("collaborator") {
            Some(v) => read_ids(v, &at.key("collaborator"), &mut problems).map(Some),
            None => Some(None),
        };
        let units = match fields.get("currency") {
            Some(v) => units::read(v, &at.key("currency"), &mut problems).map(Some),
            None => Some(None),
        };
        fields.close(&at, &mut problems);
        Some((who?, units?))
    });
    problems.into_result(read).map_err(Error::InvalidInput)
}

fn read_ids(
    value: &Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Vec<CollaboratorId>> {
    let one = |item: &Value<'_>, at: &At<'_>, problems: &mut Problems| {
        int(item, 1..=i64::MAX, at, problems).map(CollaboratorId)
    };
    match value {
        Value::List(_) => {
            let items = list(value, MOST, at, problems)?;
            each(items, at, |item, at| one(item, at, problems))
        }
        _ => one(value, at, problems).map(|id| vec![id]),
    }
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
