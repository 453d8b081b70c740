//! The dates of refunds that still belong to a distribution.

use crate::domain::instant::Instant;
use crate::domain::period::Period;

/// Which refunds still belong to a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// None any more, or there never was a window.
    Over,
    /// All from an instant on, until somebody approves it.
    InReview(Instant),
    /// Those in an interval.
    Between(Period<Instant>),
}

impl Window {
    #[must_use]
    pub fn holds(self, at: Instant) -> bool {
        match self {
            Window::Over => false,
            Window::InReview(start) => start <= at,
            Window::Between(interval) => interval.contains(at),
        }
    }
}
