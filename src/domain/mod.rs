//! Pure rules.
pub mod allocation;
pub mod ids;
pub mod period;
pub mod points;
pub mod schedule;
pub mod structure;
