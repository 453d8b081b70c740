//! Why a pool could not be divided.

use rust_decimal::Decimal;

use crate::domain::ids::CollaboratorId;

/// Every variant means that a setting or an argument was not checked when it came in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionError {
    #[error("the pool is {0} minor units; expected zero or more")]
    NegativePool(i64),
    #[error("collaborator {0} entered the same division twice; expected once")]
    EnteredTwice(CollaboratorId),
    #[error("the cap is {0} %; expected more than 0 and at most 100")]
    Cap(Decimal),
    #[error("the prizes must be more than 0 % each and at most 100 % together")]
    Prizes,
    #[error("the bonus is {0} minor units; expected more than zero")]
    Bonus(i64),
}
