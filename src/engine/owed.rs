//! An obligation as the ledger keeps it outside of snapshots: adjustments by hand or by rule.

use serde::{Deserialize, Serialize};

use super::Result;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, ObligationId};
use crate::domain::instant::Instant;
use crate::domain::obligation::{Obligation, ObligationKind, ObligationStatus};
use crate::domain::words::Word;
use crate::store::obligations::{NewObligation, Writer};

/// It was made at the instant of its ledger entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    pub id: ObligationId,
    /// The first status.
    pub status: String,
    pub kind: String,
    pub collaborator: CollaboratorId,
    #[serde(default)]
    pub distributor: Option<DistributorId>,
    #[serde(default)]
    pub distribution: Option<DistributionId>,
    /// Minor units.
    pub amount: i64,
    /// The currency, or `points`.
    pub currency: String,
    #[serde(default)]
    pub reason: Option<String>,
    /// The obligation that it replaces or corrects.
    #[serde(default)]
    pub corrects: Option<ObligationId>,
    /// Microseconds since 1970.
    pub payable_at: i64,
}

/// Inserts an obligation that no allocation makes, and answers what the ledger keeps of it.
pub fn insert(writer: &mut Writer<'_>, now: Instant, new: &NewObligation<'_>) -> Result<Owed> {
    Ok(Owed {
        id: writer.insert(now, new)?,
        status: new.status.name().to_owned(),
        kind: new.kind.name().to_owned(),
        collaborator: new.collaborator,
        distributor: new.distributor,
        distribution: new.distribution,
        amount: new.amount,
        currency: new.units.code().to_owned(),
        reason: new.reason.map(str::to_owned),
        corrects: new.corrects,
        payable_at: new.payable_at.micros(),
    })
}

/// An obligation that replaces another one, with the same amount, collaborator and distribution.
#[must_use]
pub fn instead_of<'r>(
    old: &Obligation,
    status: ObligationStatus,
    kind: ObligationKind,
    reason: &'r str,
    payable_at: Instant,
) -> NewObligation<'r> {
    NewObligation {
        status,
        kind,
        collaborator: old.collaborator,
        distributor: old.distributor,
        distribution: old.distribution,
        allocation: None,
        amount: old.amount.minor,
        units: old.currency,
        reason: Some(reason),
        corrects: Some(old.id),
        payable_at,
    }
}
