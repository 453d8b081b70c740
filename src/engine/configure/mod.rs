//! Saving who can earn and by which rules.

pub mod collaborator; // save a collaborator
pub mod distributor; // save a distributor: its versions and its status
pub mod stored; // a definition at rest
