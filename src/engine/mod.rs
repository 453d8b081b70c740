//! The verbs: what can be asked of a site's data. One file each; each owns its transaction.
//! Not here: rules (`domain`), SQL (`store`), or what PHP calls things (`binding`).

mod act; // who does something by hand, and when
pub mod adjust; // a correcting obligation
pub mod approve; // a distribution in review
pub mod backup; // a copy while in use
pub mod balances; // what is owed and was paid
pub mod calls; // what can be asked, by name
mod clawed_back; // a final period without what refunds took back
pub mod configure; // save collaborators and distributors
pub mod conflicts; // what came a second time, and how it differs
pub mod credit; // points given by hand
mod customers; // whose money is in a pool
pub mod describe; // what can be asked
pub mod dismiss; // what nobody has to look at any more
pub mod dispute; // what somebody says is wrong, and the answer
pub mod doubts; // what speaks against a distribution's events
pub mod error; // what a verb says when it cannot
pub mod explain; // why an amount is owed
pub mod find; // lists
pub mod fold; // from the journal into the database
pub mod fulfill; // payouts out of obligations
pub mod get; // one row with its parts
pub mod hold; // one obligation, by hand
pub mod json; // JSON as input
pub mod messages; // every template of a text for people
mod names; // what the collaborators of a list are called
mod narrowed; // a question about a distribution, for one collaborator
pub mod not_counted; // what did not count for somebody, and why
mod once; // an act under a caller's key
pub mod outbox; // what is told to others
mod owed; // an obligation as the ledger keeps it
mod pool_lines; // a pool, to be shown
mod preview; // an open period as it would be divided now
pub mod privacy; // what is kept about one person
pub mod rebuild; // a lost database, out of the log
pub mod record; // into the journal
mod repeats; // points of customers who counted already
pub mod roll_up; // old visits, an hour in one row
pub mod run_due; // the heartbeat
pub mod settle; // a payout moves on
pub mod settle_many; // many payouts move on, all or none
pub mod simulate; // rules tried on the past
pub mod site; // one site's data, opened
pub mod snapshots; // copies that a lost database is rebuilt from
pub mod standings; // who would get what
pub mod status; // is all well
pub mod timeline; // how scores came about
pub mod top_up; // money added by hand
pub mod verify; // the proof of the ledger
pub mod visits; // where a distribution's visits came from

pub use error::{Error, Result};
pub use site::Site;
