//! A collaborator: any person or organisation that can earn.

use serde::Serialize;

use super::event::AliasKind;
use super::ids::CollaboratorId;
use super::input::Value;
use super::instant::Instant;
use super::words::words;

words! {
    /// Only active collaborators are scored or paid.
    CollaboratorStatus {
        /// Earns and is paid.
        Active = "active",
        /// Has applied and waits for an answer; does not earn yet.
        Pending = "pending",
        /// Does not earn and is not paid for now.
        Inactive = "inactive",
        /// Was turned down; does not earn.
        Rejected = "rejected",
        /// Is gone; what is owed to them stays owed.
        Deleted = "deleted",
    }
}

/// A person or organisation that can earn, with the codes that stand for them.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Collaborator {
    /// Its number.
    pub id: CollaboratorId,
    /// Whether they earn.
    pub status: CollaboratorStatus,
    /// When they were saved first.
    pub created_at: Instant,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// The number of the WordPress user they are.
    pub wp_user_id: Option<i64>,
    /// Codes in use: who comes by one of them is credited to this collaborator.
    pub aliases: Vec<Alias>,
    /// Codes that are not in use any more and still credit them.
    pub old_aliases: Vec<Alias>,
    /// Groups they belong to, by which distributors choose who can earn.
    pub groups: Vec<String>,
    /// How they are paid: a method and its details, as they were given.
    pub payout: Option<Value<'static>>,
}

/// What a collaborator is called, beside its number in another row. Nothing where there is no such collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Name(pub Option<String>);

/// A code that stands for a collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Alias {
    /// The kind of code.
    #[serde(rename = "type")]
    pub kind: AliasKind,
    /// The code as it was written.
    pub code: String,
}
