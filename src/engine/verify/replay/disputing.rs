//! Disputes and their answers.

use super::{Refused, Replay, stood, twice};
use crate::engine::Result;
use crate::engine::dispute::{Answered, Made};
use crate::store::ledger::LedgerEntry;

impl Replay {
    pub(super) fn dispute(&self, line: &LedgerEntry, made: &Made) -> Result<Refused> {
        let about = (made.obligation, made.distribution, made.reason.as_deref());
        let new = self
            .scratch
            .dispute(made.dispute, line.at, made.collaborator, about)?;
        Ok(twice(new, "disputes", made.dispute))
    }

    pub(super) fn dispute_answer(
        &self,
        line: &LedgerEntry,
        answered: &Answered,
    ) -> Result<Refused> {
        let key = (answered.dispute, answered.number);
        let (answer, status) = (&answered.answer, &answered.status);
        let moved = self.scratch.dispute_answer(key, line.at, answer, status)?;
        Ok(stood(moved, "disputes", answered.dispute, "open"))
    }
}
