//! What strangers can send any number of is not kept one by one.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Batch;
use super::events::{Credit, Origin, instant};
use crate::domain::event::{AliasKind, COUPON_USED, Event, SITE_VISITED, Who};
use crate::engine::Result;
use crate::store::keys::{self, KeyHash};
use crate::store::{Connection, growth};

/// How many days are remembered.
const REMEMBERED: usize = 400;

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

impl Batch<'_> {
    /// Counts an event that is not kept: one by a code that nobody has, and a visit by a link beyond those that a day may
    /// bring. What follows from a sale is bounded by what was paid, but for the coupons of the shop that are nobody's; the
    /// sale lists them anyway. History is kept: rules are tried on it.
    pub(super) fn is_only_counted(
        &mut self,
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
            // Told again after its codes were taken from whoever was erased: nothing of it is new.
            if keys::by_hash(self.db, KeyHash::of(&event.key))?.is_some() {
                return Ok(false);
            }
            for owner in &event.owners {
                if let Who::Alias(kind, code) = &owner.who {
                    growth::unknown_code(self.db, *kind, &kind.folded(code), instant(event.at))?;
                }
            }
            return Ok(true);
        }
        match link_day(event) {
            Some(day) => Ok(!self.book.link_days.takes(self.db, day)?),
            None => Ok(false),
        }
    }
}

/// How many visits by links each day brought, written once for many.
#[derive(Debug, Default)]
pub struct LinkDays {
    days: FxHashMap<i64, Day>,
    /// The day that was asked for last, which is that of the next most often.
    last: Option<i64>,
}

#[derive(Debug, Default)]
struct Day {
    kept: i64,
    /// What of it is not written yet.
    new: i64,
    dropped: i64,
}

impl LinkDays {
    /// Whether a day may bring one more. One that may not is counted as dropped.
    fn takes(&mut self, db: &Connection, day: i64) -> Result<bool> {
        let day = self.day(db, day)?;
        let takes = day.kept < growth::MOST_LINK_VISITS;
        day.dropped += i64::from(!takes);
        Ok(takes)
    }

    /// Counts one that is kept.
    pub(super) fn keep(&mut self, db: &Connection, day: i64) -> Result<()> {
        let day = self.day(db, day)?;
        day.kept += 1;
        day.new += 1;
        Ok(())
    }

    fn day(&mut self, db: &Connection, day: i64) -> Result<&mut Day> {
        if self.last != Some(day) {
            if self.days.len() >= REMEMBERED {
                self.write(db)?;
                self.days.clear();
            }
            if let Entry::Vacant(vacant) = self.days.entry(day) {
                vacant.insert(Day {
                    kept: growth::link_visits(db, day)?,
                    ..Day::default()
                });
            }
            self.last = Some(day);
        }
        Ok(self.days.entry(day).or_default())
    }

    /// Writes what is new.
    pub(super) fn write(&mut self, db: &Connection) -> Result<()> {
        for (number, day) in &mut self.days {
            if day.new > 0 || day.dropped > 0 {
                growth::add_link_visits(db, *number, day.new, day.dropped)?;
                (day.new, day.dropped) = (0, 0);
            }
        }
        Ok(())
    }
}

/// The day of a visit by a link, in days since 1970; `None` for anything else.
pub(super) fn link_day(event: &Event<'_>) -> Option<i64> {
    let is_link = event.kind == SITE_VISITED && !event.history;
    is_link.then(|| event.at.div_euclid(DAY))
}
