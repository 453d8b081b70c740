//! A distribution that was divided, as its snapshot says.

use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::domain::points::Points;
use crate::domain::units::Units;

/// The newest snapshot of a provisional distribution, which another one may replace.
#[derive(Debug, Clone, Default)]
pub struct Before {
    pub number: i64,
    /// The hash of its last part.
    pub hash: String,
    /// What was carried over so far, in minor units.
    pub carried: i64,
    /// Microseconds since 1970.
    pub closed_at: i64,
    /// Whether it is approved, and only its hold days are left.
    pub approved: bool,
}

/// A distribution whose snapshot is complete.
#[derive(Debug)]
pub struct Closed {
    pub id: DistributionId,
    pub distributor: DistributorId,
    pub version: i64,
    pub start: Instant,
    pub end: Instant,
    pub status: String,
    pub reason: Option<String>,
    pub units: Units,
    /// Minor units.
    pub pool: i64,
    /// What was carried over to later periods so far, in minor units.
    pub carried: i64,
    /// The number of the snapshot.
    pub number: i64,
    /// What this snapshot carries over more than the one before.
    pub carries: i64,
    /// Microseconds since 1970.
    pub closed_at: i64,
    /// The number of entries of its pool and of its scores, if refunds may still add to them.
    pub counted: Option<(i64, i64)>,
    /// Whether it was approved before this snapshot.
    pub approved: bool,
    /// The number of obligations that it made.
    pub obligations: i64,
    /// The rules in the form in which they are saved.
    pub rules: serde_json::Value,
    /// The number of events that each source with a fixed amount per event was filled from.
    pub events: Vec<(String, i64)>,
    /// The participants with their points, in the order of the result.
    pub points: Vec<(CollaboratorId, Points)>,
    /// A digest of all of it, if later refunds are claimed from those whose points they take back.
    pub claimable: Option<String>,
    /// Whether everything was right.
    pub proven: bool,
}
