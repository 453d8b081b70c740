//! A record that is sent again about an erased person must not bring their names back, nor the number of a deleted WordPress
//! account, which may belong to somebody else by now. The first record is found by its key or number, and the second one is
//! kept under the pseudonym that is there.

use std::borrow::Cow;

use super::Batch;
use crate::domain::event::Event;
use crate::domain::pseudonyms::{is_erased, is_pseudonym};
use crate::domain::transaction::Transaction;
use crate::engine::Result;
use crate::store::{conflicts, transactions};

impl Batch<'_> {
    /// An event whose key is known already, without the names of the person if the event that counts was erased.
    pub(super) fn known_event<'e>(&self, told: &Event<'e>) -> Result<Event<'e>> {
        let mut told = told.clone();
        // An event that is not written yet is of this batch, and erasing is a change between batches.
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

    /// A sale whose number is known already, without the names of the customer if they were erased.
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
