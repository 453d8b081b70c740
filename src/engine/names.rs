//! What the collaborators of a list are called, read with one query for the whole list.

use std::collections::BTreeSet;

use super::Result;
use super::standings::Standing;
use crate::domain::collaborator::Name;
use crate::domain::distribution::AllocationRow;
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{At, Fields, Problems, boolean};
use crate::domain::obligation::Obligation;
use crate::domain::payout::Payout;
use crate::store::find::Page;
use crate::store::metrics::Metric;
use crate::store::{Connection, collaborators};

/// Whether a list has the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the words say it
pub enum Names {
    With,
    Without,
}

/// A row that is of one collaborator.
pub trait OfOne {
    /// Whose it is.
    fn collaborator(&self) -> CollaboratorId;

    /// Takes the name.
    fn call(&mut self, name: Name);
}

macro_rules! of_one {
    ($($row:ty),* $(,)?) => {$(
        impl OfOne for $row {
            fn collaborator(&self) -> CollaboratorId {
                self.collaborator
            }

            fn call(&mut self, name: Name) {
                self.name = Some(name);
            }
        }
    )*};
}

of_one!(AllocationRow, Metric, Obligation, Payout, Standing);

impl Names {
    /// Reads the option `names`.
    pub fn read(
        fields: &mut Fields<'_, '_>,
        at: &At<'_>,
        problems: &mut Problems,
    ) -> Option<Names> {
        let wanted = match fields.get("names") {
            Some(value) => boolean(value, &at.key("names"), problems)?,
            None => false,
        };
        Some(if wanted { Names::With } else { Names::Without })
    }

    /// Gives rows the names, where they are wanted.
    pub fn give(self, db: &Connection, rows: &mut [impl OfOne]) -> Result<()> {
        if self == Names::Without || rows.is_empty() {
            return Ok(());
        }
        let ids: BTreeSet<CollaboratorId> = rows.iter().map(OfOne::collaborator).collect();
        let names = collaborators::names(db, &ids)?;
        for row in rows {
            let name = names.get(&row.collaborator()).cloned();
            row.call(Name(name));
        }
        Ok(())
    }

    /// The same for a page.
    pub fn on_page<T: OfOne>(self, db: &Connection, mut page: Page<T>) -> Result<Page<T>> {
        self.give(db, &mut page.items)?;
        Ok(page)
    }
}
