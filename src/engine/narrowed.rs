//! The arguments of a question about a distribution that can be restricted to one collaborator.

use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, id, number};

/// The number of a distribution, and the only collaborator to answer for.
pub type Narrowed = (i64, Option<CollaboratorId>);

/// `about` describes the answer for one collaborator.
pub fn read(cursor: &mut Cursor<'_, '_>, about: &'static str) -> Option<Narrowed> {
    cursor.object(|fields| {
        let distribution =
            fields.required("distribution", "the number of the distribution", number);
        let only = fields.details("query", "what to restrict the answer to", |cursor| {
            cursor.object(|fields| {
                let only = fields.optional("collaborator", about, id);
                Some(only.map(CollaboratorId))
            })
        });
        Some((distribution?, only?))
    })
}
