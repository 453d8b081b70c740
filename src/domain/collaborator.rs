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
        /// Earns.
        Active = "active",
        /// Has applied.
        Pending = "pending",
        /// Does not earn for now.
        Inactive = "inactive",
        /// Was turned down.
        Rejected = "rejected",
        /// Is gone; what is owed stays owed.
        Deleted = "deleted",
    }
}

/// A collaborator with its aliases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Collaborator {
    /// Its number.
    pub id: CollaboratorId,
    /// Whether it earns.
    pub status: CollaboratorStatus,
    /// When it was saved first.
    pub created_at: Instant,
    /// What it is called.
    pub name: String,
    /// Where it is written to.
    pub email: Option<String>,
    /// The WordPress user it is bound to.
    pub wp_user_id: Option<i64>,
    /// The codes that stand for it.
    pub aliases: Vec<Alias>,
    /// Codes it does not use any more, which still stand for it.
    pub old_aliases: Vec<Alias>,
    /// The groups it belongs to, for audiences.
    pub groups: Vec<String>,
    /// How it is paid: a method and its details, as the site keeps them.
    pub payout: Option<Value<'static>>,
}

/// What a collaborator is called, beside its number in another row. Nothing where there is no such collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Name(pub Option<String>);

/// A code that stands for a collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alias {
    /// What kind of code.
    #[serde(rename = "type")]
    pub kind: AliasKind,
    /// The code as it was written.
    pub code: String,
}
