//! What is told once more of somebody who was erased must not bring their names back, and of a user whose account is gone
//! not the number that may be somebody else's by now. It finds what is known by its key or its number, and is kept under
//! the pseudonym that stands there.

use std::borrow::Cow;

use super::Batch;
use crate::domain::event::Event;
use crate::domain::pseudonyms::{is_erased, is_pseudonym};
use crate::domain::transaction::Transaction;
use crate::engine::Result;
use crate::store::{conflicts, transactions};

impl Batch<'_> {
    /// An event whose key is taken, without the names of whoever was erased where the event that counts is theirs.
    pub(super) fn known_event<'e>(&self, told: &Event<'e>) -> Result<Event<'e>> {
        let mut told = told.clone();
        // One that still waits to be written is of this batch, and nobody in it was erased.
        let Some(kept) = conflicts::counted_event(self.db, &told.key)? else {
            return Ok(told);
        };
        if let Some(subject) = kept.subject.filter(|name| is_pseudonym(name)) {
            told.data = told.data.filter(|_| !is_erased(&subject));
            told.subject = Some(Cow::Owned(subject));
            told.also = Vec::new();
        }
        told.key = Cow::Owned(kept.key);
        Ok(told)
    }

    /// A sale whose number is taken, without the names of whoever was erased where they bought it.
    pub(super) fn known_sale<'s>(&self, told: &Transaction<'s>) -> Result<Transaction<'s>> {
        let mut told = told.clone();
        let customer = transactions::customer(self.db, &told.source, &told.external_id)?;
        if customer.as_deref().is_some_and(is_pseudonym) {
            told.customer = customer.map(Cow::Owned);
            told.also = Vec::new();
        }
        Ok(told)
    }
}
