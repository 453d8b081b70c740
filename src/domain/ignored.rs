//! Why an event does not count for somebody whom it credits.

use super::words::{Word, words};

words! {
    /// Why an event does not count for somebody whom it credits, where the caller did not say why.
    IgnoredReason {
        /// Nobody has the id or alias that the event names.
        UnknownCollaborator = "unknown_collaborator",
        /// The event names them a second time.
        NamedTwice = "named_twice",
        /// The collaborator is not active.
        NotActive = "collaborator_not_active",
        /// It is their own activity.
        OwnActivity = "self",
        /// The sale, or the line of it, cost nothing.
        NoValue = "no_value",
        /// The student's enrolment cost nothing.
        NotPaid = "not_paid",
        /// The visit is older than those that were rolled up, and so may be one of them.
        RolledUp = "rolled_up",
        /// Enough visitors of its network already count for the same object on the same day.
        Crowd = "crowd",
    }
}

impl IgnoredReason {
    /// Whether some rules count such events: one's own activity, or what was free.
    #[must_use]
    pub fn is_up_to_rules(self) -> bool {
        self == IgnoredReason::OwnActivity || self.is_of_free()
    }

    /// Whether the event follows from something that cost nothing, which each distributor counts or not.
    #[must_use]
    pub fn is_of_free(self) -> bool {
        matches!(self, IgnoredReason::NoValue | IgnoredReason::NotPaid)
    }
}

/// The reason that a credit is kept with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditReason<'w> {
    Known(IgnoredReason),
    /// A word of the caller's own, such as `own_visit`.
    Told(&'w str),
}

impl<'w> CreditReason<'w> {
    /// A caller who says one of the engine's words means the same by it.
    #[must_use]
    pub fn from_word(word: &'w str) -> CreditReason<'w> {
        IgnoredReason::from_name(word).map_or(CreditReason::Told(word), CreditReason::Known)
    }

    #[must_use]
    pub fn word(self) -> &'w str {
        match self {
            CreditReason::Known(reason) => reason.name(),
            CreditReason::Told(word) => word,
        }
    }

    #[must_use]
    pub fn known(self) -> Option<IgnoredReason> {
        match self {
            CreditReason::Known(reason) => Some(reason),
            CreditReason::Told(_) => None,
        }
    }
}

/// Whether a credit counts, or can count because some rules count such events.
#[must_use]
pub fn may_count(reason: Option<CreditReason<'_>>) -> bool {
    reason.is_none_or(|reason| reason.known().is_some_and(IgnoredReason::is_up_to_rules))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_may_count_without_a_reason_or_with_one_that_is_up_to_rules() {
        let of = |word| may_count(Some(CreditReason::from_word(word)));
        assert!(may_count(None));
        assert!(of("self") && of("no_value") && of("not_paid"));
        assert!(!of("crowd") && !of("collaborator_not_active") && !of("own_visit"));
    }

    #[test]
    fn every_reason_keeps_its_word() {
        let words = IgnoredReason::WORDS.iter().map(|(word, _)| *word);
        for word in words.chain(["own_visit"]) {
            assert_eq!(CreditReason::from_word(word).word(), word);
        }
    }
}
