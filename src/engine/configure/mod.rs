//! Saving who can earn and by which rules.

pub mod apply_now; // changed rules reach the open period
pub mod collaborator; // save a collaborator
pub mod distributor; // save or check a distributor
mod pause; // stop, go on, end for good
pub mod stored; // a definition at rest
mod versions; // rules in force from when on, and the periods that follow from them
