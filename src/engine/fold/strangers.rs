//! What strangers can send any number of is not kept one by one.

use super::Batch;
use super::events::{Credit, Origin, instant};
use crate::domain::event::{AliasKind, COUPON_USED, Event, SITE_VISITED, Who};
use crate::engine::Result;
use crate::store::growth;

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

impl Batch<'_> {
    /// Counts an event that is not kept: one by a code that nobody has, and a visit by a link beyond those that a day may
    /// bring. What follows from a sale is bounded by what was paid, but for the coupons of the shop that are nobody's; the
    /// sale lists them anyway. History is kept: rules are tried on it.
    pub(super) fn is_only_counted(
        &self,
        event: &Event<'_>,
        sale: Option<Origin>,
        credits: &[Credit<'_>],
    ) -> Result<bool> {
        if event.history || (sale.is_some() && event.kind != COUPON_USED) {
            return Ok(false);
        }
        // A user of WordPress is somebody, whom an administrator may look for.
        let is_code =
            |who: &Who<'_>| matches!(who, Who::Alias(AliasKind::Coupon | AliasKind::Link, _));
        let of_nobody = event.owners.iter().all(|owner| is_code(&owner.who))
            && credits.iter().all(|credit| credit.collaborator.is_none());
        if of_nobody && !event.owners.is_empty() {
            for owner in &event.owners {
                if let Who::Alias(kind, code) = &owner.who {
                    growth::unknown_code(self.db, *kind, &kind.folded(code), instant(event.at))?;
                }
            }
            return Ok(true);
        }
        match link_day(event) {
            Some(day) => Ok(!growth::takes_link_visit(self.db, day)?),
            None => Ok(false),
        }
    }
}

/// The day of a visit by a link, in days since 1970; `None` for anything else.
pub(super) fn link_day(event: &Event<'_>) -> Option<i64> {
    let is_link = event.kind == SITE_VISITED && !event.history;
    is_link.then(|| event.at.div_euclid(DAY))
}
