//! Saves collaborators and distributors.

pub mod apply_now; // changed rules for the open period
pub mod collaborator;
pub mod distributor; // saves or checks one
mod pause; // pauses, resumes and archives
pub mod stored; // definitions in the database
mod versions; // versions of rules, and the periods that follow from them
