//! The periods of a distributor: which one contains an instant, and which ones nobody has opened yet.
//! Not here: what counts in a period (`counting`), counting it again (`recount`), or dividing it (`run_due`).

mod find; // the period in which something counts
mod planned; // periods that follow from the rules and are not stored yet
pub mod refund_window; // how long refunds still belong to a divided distribution
mod tracked; // a distributor with its rules and its open periods
mod window; // the dates of refunds that still belong to a distribution

pub use find::{FoundPeriod, cut_by_pause, period_at, period_at_or_next};
pub use planned::{planned_at, planned_between, unopened_at};
pub use tracked::{Tracked, TrackedVersion};
