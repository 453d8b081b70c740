//! Intervals of time that rows are looked for in.

use crate::domain::instant::Instant;

/// A half-open interval of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The first instant.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}
