//! An event that arrives a second time under another name of the same person is the same event: a new account or address is
//! not a conflict (Q31), and names that were recorded together are one person (Q42).
//! Not here: sales, whose customer is not compared at all (`sales`).

use std::borrow::Cow;

use super::Batch;
use super::events::event_fingerprint;
use crate::domain::event::Event;
use crate::engine::Result;
use crate::store::{events, persons};

impl Batch<'_> {
    /// Whether an event whose key is known already differs from the one that counts only in the name of its subject, and both
    /// names belong to the same person.
    pub(super) fn differs_in_the_name_only(&mut self, told: &Event<'_>) -> Result<bool> {
        // The one that counts may not be written yet.
        self.loader.write(self.db)?;
        let Some(kept) = self.loader.bearer(self.db, &told.key)? else {
            return Ok(false);
        };
        let (Some(subject), content) = events::subject_and_content(self.db, kept)? else {
            return Ok(false);
        };
        let told_names = told.subject.iter().chain(&told.also);
        if !persons::are_one(self.db, &subject, told_names.map(AsRef::as_ref))? {
            return Ok(false);
        }
        let under_that_name = Event {
            subject: Some(Cow::Owned(subject)),
            ..told.clone()
        };
        Ok(event_fingerprint(&under_that_name) == content)
    }
}
