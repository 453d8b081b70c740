//! Lists for screens: filters, search, order and pages over any table.
//! Not here: which columns a table offers (the `LISTING` beside each noun).

pub(super) mod by_id;
pub mod find;
