//! Who enters a division, before it is known who qualifies.

use chrono::{DateTime, Utc};

use crate::domain::ids::CollaboratorId;
use crate::domain::points::Points;

/// One collaborator as a division sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrant {
    pub collaborator: CollaboratorId,
    /// The points of the period. Below zero counts as zero.
    pub score: Points,
    pub standing: Standing,
    /// When the final score was first reached; needed only for those whom [`super::ties_to_settle`] names.
    pub reached_at: Option<DateTime<Utc>>,
}

/// Whether a collaborator may take part in a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Active,
    /// Not active when the period ended: [`super::OnInactive`] decides.
    Inactive,
    OutsideAudience,
}

/// One of the entrants, which are sorted by collaborator. There may be as many ties as entrants, so each is found by halving.
pub fn entrant_mut(entrants: &mut [Entrant], id: CollaboratorId) -> Option<&mut Entrant> {
    let index = entrants.binary_search_by_key(&id, |entrant| entrant.collaborator);
    entrants.get_mut(index.ok()?)
}
