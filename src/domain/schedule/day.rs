//! Every day.

use chrono::NaiveDate;

pub(super) fn on_or_after(date: NaiveDate) -> NaiveDate {
    date
}

pub(super) fn on_or_before(date: NaiveDate) -> NaiveDate {
    date
}
