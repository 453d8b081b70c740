//! Every day.

use chrono::NaiveDate;

/// The first date on or after `date`: that date.
pub(super) fn on_or_after(date: NaiveDate) -> NaiveDate {
    date
}

/// The last date on or before `date`: that date.
pub(super) fn on_or_before(date: NaiveDate) -> NaiveDate {
    date
}
