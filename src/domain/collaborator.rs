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
        /// Has applied and waits for approval; does not earn yet.
        Pending = "pending",
        /// Does not earn and is not paid at the moment.
        Inactive = "inactive",
        /// Was turned down; does not earn.
        Rejected = "rejected",
        /// Was deleted; what is owed to them stays owed.
        Deleted = "deleted",
    }
}

/// A person or organisation that can earn.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Collaborator {
    /// The collaborator's id.
    pub id: CollaboratorId,
    /// Whether they can earn.
    pub status: CollaboratorStatus,
    /// When they were first saved.
    pub created_at: Instant,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// The id of their WordPress user; null if they have none.
    pub wp_user_id: Option<i64>,
    /// Codes in use: what is recorded with one of them is credited to this collaborator.
    pub aliases: Vec<Alias>,
    /// Codes that are no longer in use but still credit them.
    pub old_aliases: Vec<Alias>,
    /// Groups they belong to; a distributor can be limited to groups.
    pub groups: Vec<String>,
    /// How they are paid: a method and its details, as they were saved.
    pub payout: Option<Value<'static>>,
}

/// A collaborator's name, shown with their id in another row; null if there is no such collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Name(pub Option<String>);

/// A code that identifies a collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Alias {
    /// The kind of code.
    #[serde(rename = "type")]
    pub kind: AliasKind,
    /// The code as it was written.
    pub code: String,
}
