//! Strangers can send any number of events, so these are counted instead of kept one by one.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Batch;
use super::credit::{Credit, Origin};
use crate::domain::event::{AliasKind, COUPON_USED, Event, SITE_VISITED, Who};
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::store::keys::{self, KeyHash};
use crate::store::{Write, growth};

/// How many days are kept in memory.
const REMEMBERED: usize = 400;

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

impl Batch<'_> {
    /// Counts an event that is not kept, and answers whether it is one: an event of an unknown code, or a visit by a link
    /// beyond the daily limit. The number of events of a sale is bounded by what was paid, except for coupons that belong to
    /// no collaborator; the sale lists those anyway. History is kept, because rules are tried on it.
    pub(super) fn is_only_counted(
        &mut self,
        event: &Event<'_>,
        sale: Option<Origin>,
        credits: &[Credit<'_>],
    ) -> Result<bool> {
        if event.history || (sale.is_some() && event.kind != COUPON_USED) {
            return Ok(false);
        }
        // A WordPress user is somebody whom an administrator may look for.
        let is_code =
            |who: &Who<'_>| matches!(who, Who::Alias(AliasKind::Coupon | AliasKind::Link, _));
        let of_nobody = event.owners.iter().all(|owner| is_code(&owner.who))
            && credits.iter().all(|credit| credit.collaborator.is_none());
        if of_nobody && !event.owners.is_empty() {
            // Sent again after the collaborator of its codes was erased, so it is a duplicate.
            if keys::by_hash(self.db, KeyHash::of(&event.key))?.is_some() {
                return Ok(false);
            }
            for owner in &event.owners {
                if let Who::Alias(kind, code) = &owner.who {
                    growth::unknown_code(
                        self.db,
                        *kind,
                        &kind.folded(code),
                        Instant::recorded(event.at),
                    )?;
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

/// The number of visits by links of each day.
#[derive(Debug, Default)]
pub struct LinkDays {
    days: FxHashMap<i64, Day>,
    /// The last day that was looked up. The next visit mostly has the same one.
    last: Option<i64>,
}

#[derive(Debug, Default)]
struct Day {
    kept: i64,
    /// How many of those are not written yet.
    new: i64,
    dropped: i64,
}

impl LinkDays {
    /// Whether a day has room for one more. If not, the visit is counted as dropped.
    fn takes(&mut self, db: &Write<'_>, day: i64) -> Result<bool> {
        let day = self.day(db, day)?;
        let takes = day.kept < growth::MOST_LINK_VISITS;
        day.dropped += i64::from(!takes);
        Ok(takes)
    }

    /// Counts a visit that is kept.
    pub(super) fn keep(&mut self, db: &Write<'_>, day: i64) -> Result<()> {
        let day = self.day(db, day)?;
        day.kept += 1;
        day.new += 1;
        Ok(())
    }

    fn day(&mut self, db: &Write<'_>, day: i64) -> Result<&mut Day> {
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

    pub(super) fn write(&mut self, db: &Write<'_>) -> Result<()> {
        for (number, day) in &mut self.days {
            if day.new > 0 || day.dropped > 0 {
                growth::add_link_visits(db, *number, day.new, day.dropped)?;
                (day.new, day.dropped) = (0, 0);
            }
        }
        Ok(())
    }
}

/// The day of a visit by a link, in days since 1970; `None` for other events.
pub(super) fn link_day(event: &Event<'_>) -> Option<i64> {
    let is_link = event.kind == SITE_VISITED && !event.history;
    is_link.then(|| event.at.div_euclid(DAY))
}
