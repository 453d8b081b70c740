//! Whom an event credits, and the sale that it follows from.

use crate::domain::ids::{CollaboratorId, TransactionId};
use crate::domain::ignored::{CreditReason, IgnoredReason};
use crate::domain::instant::Instant;
use crate::domain::metric::Counting;

/// Somebody whom an event credits.
#[derive(Debug)]
pub(super) struct Credit<'e> {
    pub(super) collaborator: Option<CollaboratorId>,
    /// How the event names somebody who is unknown.
    pub(super) named: Option<String>,
    pub(super) weight: i64,
    /// Whether they did it themselves.
    pub(super) own: bool,
    /// Why it does not count.
    pub(super) reason: Option<CreditReason<'e>>,
}

impl Credit<'_> {
    pub(super) fn counting(&self) -> Option<Counting> {
        let reason = self.reason.map(CreditReason::known);
        // Each distributor decides whether free orders count.
        let counts = reason.is_none_or(|known| known.is_some_and(IgnoredReason::is_of_free));
        let collaborator = self.collaborator.filter(|_| counts)?;
        Some(Counting {
            collaborator,
            weight: self.weight,
            own: self.own,
        })
    }
}

/// The sale that an event follows from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub id: TransactionId,
    pub renewal: bool,
    /// The price of its products, in minor units; `None` if the value of the event is that price.
    pub goods: Option<i64>,
    /// When the sale was paid, which is before the event if an amendment adds it.
    pub sold_at: Instant,
}
