//! Saving who can earn and by which rules.

mod ahead; // periods that were opened before they begin
pub mod apply_now; // changed rules reach the open period
pub mod collaborator; // save a collaborator
pub mod distributor; // save a distributor: its versions and its status
mod pause; // stop, go on, end for good
pub mod stored; // a definition at rest
