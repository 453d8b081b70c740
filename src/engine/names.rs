//! Adds the names of collaborators to a list, with one query for the whole list.

use std::collections::BTreeSet;

use super::Result;
use crate::domain::collaborator::Name;
use crate::domain::distribution::AllocationRow;
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Fields, boolean};
use crate::domain::obligation::Obligation;
use crate::domain::payout::Payout;
use crate::store::lists::find::Page;
use crate::store::metrics::Metric;
use crate::store::{Read, collaborators};

/// Whether a list has names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    With,
    Without,
}

/// A row of one collaborator, or of the whole site.
pub trait OfOne {
    fn collaborator(&self) -> Option<CollaboratorId>;

    fn set_name(&mut self, name: Name);
}

macro_rules! of_one {
    ($($row:ty),* $(,)?) => {$(
        impl OfOne for $row {
            fn collaborator(&self) -> Option<CollaboratorId> {
                Some(self.collaborator)
            }

            fn set_name(&mut self, name: Name) {
                self.name = Some(name);
            }
        }
    )*};
}

of_one!(AllocationRow, Metric, Obligation, Payout);

impl Names {
    /// Reads the option `names`.
    pub fn read(fields: &mut Fields<'_, '_>) -> Option<Names> {
        let wanted = fields.or(
            "names",
            false,
            "true adds each collaborator's name: a pseudonym if they were erased, null if there is no such collaborator",
            boolean,
        )?;
        Some(if wanted { Names::With } else { Names::Without })
    }

    /// Adds names to rows, if they are wanted.
    pub fn give(self, db: &Read<'_>, rows: &mut [impl OfOne]) -> Result<()> {
        if self == Names::Without || rows.is_empty() {
            return Ok(());
        }
        let ids: BTreeSet<CollaboratorId> = rows.iter().filter_map(OfOne::collaborator).collect();
        let names = collaborators::names(db, &ids)?;
        for row in rows {
            if let Some(id) = row.collaborator() {
                row.set_name(Name(names.get(&id).cloned()));
            }
        }
        Ok(())
    }

    pub fn on_page<T: OfOne>(self, db: &Read<'_>, mut page: Page<T>) -> Result<Page<T>> {
        self.give(db, &mut page.items)?;
        Ok(page)
    }
}
