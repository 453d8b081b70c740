//! The steps by which a score came to be.

use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::points::Points;
use crate::engine::Result;

/// Points at an instant: numerator and denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Microseconds since 1970.
    pub at: i64,
    pub points: i64,
    pub parts: i64,
}

impl Step {
    pub fn points(self) -> Result<Points> {
        Ok(Points::fraction(
            i128::from(self.points),
            i128::from(self.parts),
        )?)
    }
}

/// Points that are taken from a collaborator in a period, or given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The index of the period that counts the event.
    pub home: usize,
    /// The index of the period in which it is booked.
    pub period: usize,
    pub event: EventId,
    pub collaborator: CollaboratorId,
    /// One of the names of the customer.
    pub customer: String,
    /// How many points, at the time of the event, or of a later reversal.
    pub step: Step,
    /// Microseconds since 1970.
    pub event_at: i64,
}

/// The period that a step belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs {
    /// This one.
    Here,
    /// This one, if the earlier one that counted the event was not divided.
    HereUnlessDivided(usize),
    /// This one as it is divided again after refunds of that later one, if it was divided.
    AfterRefundsOf(usize),
}

/// The index of a period, and a collaborator in it.
pub type PeriodMember = (usize, CollaboratorId);
