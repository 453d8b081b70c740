//! A sale, or an amendment of one, while it is folded.

use std::borrow::Cow;

use super::credit::Origin;
use crate::domain::ids::{CollaboratorId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::transaction::Transaction;
use crate::domain::units::Units;
use crate::engine::counting::SoldPart;
use crate::store::events::REVISION;

#[derive(Debug)]
pub(super) struct Sold<'s> {
    pub transaction: TransactionId,
    pub units: Units,
    pub at: Instant,
    /// When the sale was paid. It differs from `at` in an amendment.
    pub paid_at: Instant,
    pub now: Instant,
    pub customer: Option<&'s str>,
    pub renewal: bool,
    /// The collaborator who sent the customer, if active.
    pub referrer: Option<CollaboratorId>,
    /// Whether the referrer is the customer.
    pub self_referred: bool,
    /// The revision of the amendment.
    pub revision: Option<i64>,
    /// Whether it is only kept to try rules on, and fills no pool.
    pub history: bool,
}

impl<'s> Sold<'s> {
    /// What the events of the sale follow from.
    pub fn origin(&self) -> Origin {
        Origin {
            id: self.transaction,
            renewal: self.renewal,
            goods: None,
            sold_at: self.paid_at,
        }
    }

    /// A detail of it, by its row.
    pub fn part(&self, row: i64, amount: i64) -> SoldPart<'s> {
        SoldPart {
            transaction: self.transaction,
            row,
            units: self.units,
            amount,
            at: self.at,
            paid_at: self.paid_at,
            now: self.now,
            customer: self.customer,
            renewal: self.renewal,
        }
    }

    /// The other names of the customer.
    pub fn also<'t>(&self, sale: &'t Transaction<'_>) -> Vec<Cow<'t, str>> {
        let names = sale.customer.iter().chain(&sale.also);
        names
            .filter(|name| Some(&***name) != self.customer)
            .map(|name| Cow::Borrowed(&**name))
            .collect()
    }

    /// The key of an event that follows from the sale. An event of an amendment replaces the one whose key has no revision.
    pub fn key(&self, kind: &str, sale: &Transaction<'_>, what: &str) -> Cow<'static, str> {
        // A shop's numbers may contain a colon; two of them must not make the same key.
        let plain = |part: &str| part.replace('%', "%25").replace(':', "%3A");
        let (source, external_id) = (plain(&sale.source), plain(&sale.external_id));
        let key = format!("{kind}:{source}:{external_id}:{}", plain(what));
        match self.revision {
            Some(revision) => Cow::Owned(format!("{key}{REVISION}{revision}")),
            None => Cow::Owned(key),
        }
    }
}
