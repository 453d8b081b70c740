//! A person's rights over what is kept about them: to see it, and to be forgotten. Money stays: amounts
//! are bookkeeping, only whose they were is forgotten.

pub mod erase; // the identity goes, the amounts stay
pub mod export; // everything about one collaborator

use std::collections::BTreeMap;

use serde::Serialize;

use super::Result;
use crate::domain::collaborator::Collaborator;
use crate::domain::ids::CollaboratorId;
use crate::domain::money::Money;
use crate::domain::obligation::ObligationStatus;
use crate::domain::units::Units;
use crate::store::{Connection, privacy};

/// What is and was owed to a collaborator in one currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// In which units.
    pub currency: Units,
    /// Waiting for approval.
    pub draft: Money,
    /// Held back.
    pub held: Money,
    /// To be paid.
    pub pending: Money,
    /// In a payout.
    pub fulfilled: Money,
    /// Paid.
    pub paid: Money,
}

fn balances(db: &Connection, id: CollaboratorId) -> Result<Vec<Balance>> {
    let mut balances: BTreeMap<&'static str, Balance> = BTreeMap::new();
    for owed in privacy::owed(db, id)? {
        let nothing = Money {
            minor: 0,
            units: owed.units,
        };
        let balance = balances.entry(owed.units.code()).or_insert(Balance {
            currency: owed.units,
            draft: nothing,
            held: nothing,
            pending: nothing,
            fulfilled: nothing,
            paid: nothing,
        });
        let place = match owed.status {
            ObligationStatus::Draft => &mut balance.draft,
            ObligationStatus::Held => &mut balance.held,
            ObligationStatus::Pending => &mut balance.pending,
            ObligationStatus::Fulfilled => &mut balance.fulfilled,
            ObligationStatus::Complete => &mut balance.paid,
            // Owed by nobody; where it is owed again, that is a row of its own.
            ObligationStatus::Rejected => continue,
        };
        place.minor = owed.minor;
    }
    Ok(balances.into_values().collect())
}

/// The names under which events and sales know a collaborator: `user:7`, `email:ann@example.org`.
fn names(collaborator: &Collaborator) -> Vec<String> {
    let user = collaborator.wp_user_id.map(|id| format!("user:{id}"));
    let email = collaborator
        .email
        .as_ref()
        .map(|mail| format!("email:{mail}"));
    user.into_iter().chain(email).collect()
}
