//! The numbers rows are known by, one type per noun, so that one cannot be passed for another.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A person or organisation that can earn.
    CollaboratorId,
    /// A configuration.
    DistributorId,
    /// One run of a distributor, for one period.
    DistributionId,
    /// One collaborator's share of one distribution.
    AllocationId,
    /// An amount owed to one collaborator.
    ObligationId,
    /// A batch of payouts.
    FulfillmentId,
    /// One line of a fulfillment.
    PayoutId,
    /// The financial record of one purchase.
    TransactionId,
    /// A recorded fact about collaborators.
    EventId,
}
