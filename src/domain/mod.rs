//! Pure rules.
pub mod ids;
pub mod period;
pub mod points;
pub mod schedule;
