//! A distributor with all versions of its rules and its open periods.

use rustc_hash::FxHashMap;

use super::window::Window;
use crate::domain::distributor::{Definition, DistributorStatus};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::engine::configure::stored;
use crate::store::distributions::{self, Open};
use crate::store::{Read, distributors};

#[derive(Debug)]
pub struct Tracked {
    pub id: DistributorId,
    /// Whether new periods may be opened for it.
    pub active: bool,
    /// Oldest first.
    pub versions: Vec<TrackedVersion>,
    /// The open distributions, oldest first.
    pub open: Vec<Open>,
    /// The refund windows of closed distributions, kept so that each is read once.
    pub windows: FxHashMap<DistributionId, Window>,
}

/// One version of a distributor's rules.
#[derive(Debug)]
pub struct TrackedVersion {
    /// Counted from 1.
    pub number: i64,
    pub effective_from: Instant,
    pub definition: Definition,
}

impl Tracked {
    pub fn read(db: &Read<'_>, id: DistributorId, status: DistributorStatus) -> Result<Tracked> {
        let mut versions = Vec::new();
        for version in distributors::versions(db, id)? {
            versions.push(TrackedVersion {
                number: version.number,
                effective_from: version.effective_from,
                definition: stored::definition(&version.definition)?,
            });
        }
        let open = distributions::open_of(db, id)?;
        Ok(Tracked {
            id,
            active: status == DistributorStatus::Active,
            versions,
            open,
            windows: FxHashMap::default(),
        })
    }

    #[must_use]
    pub fn version(&self, number: i64) -> Option<&TrackedVersion> {
        self.versions
            .iter()
            .find(|version| version.number == number)
    }

    /// The version in force at an instant. Of several that took effect at the same instant, the newest wins.
    #[must_use]
    pub fn version_at(&self, at: Instant) -> Option<&TrackedVersion> {
        self.versions
            .iter()
            .filter(|version| version.effective_from <= at)
            .max_by_key(|version| (version.effective_from, version.number))
    }

    /// When the first period begins; nothing that happened before counts.
    #[must_use]
    pub fn starts_at(&self) -> Option<Instant> {
        self.versions
            .first()
            .map(|version| version.definition.starts_at)
    }
}
