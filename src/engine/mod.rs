//! The verbs: what can be asked of a site's data. There is one file for each, which owns its transaction.
//! Not here: rules (`domain`), SQL (`store`), or what PHP calls things (`binding`).

mod act; // who does something by hand, and when
pub mod adjust; // correcting obligations
pub mod approve; // distributions in review
pub mod backup; // backups while the data is in use
pub mod balances; // what is owed and what was paid
pub mod bodies; // the bodies of ledger entries
pub mod calls; // the registry of calls
mod clawback; // claims of refunds from those who were paid
mod clawed_back; // a final period without what refunds took back
pub mod configure; // saves collaborators and distributors
pub mod conflicts; // records that arrived a second time with other content
mod counting; // what counts for one distributor
pub mod credit; // points by hand
mod customers; // the customers of a pool
mod definition; // the rules of a version
pub mod describe; // describes the calls
pub mod dismiss; // refunds and conflicts that somebody reviewed
pub mod dispute; // disputes and answers
pub mod doubts; // doubtful events of a distribution
pub mod error; // why a call failed
pub mod explain; // why an amount is owed
pub mod find; // lists
pub mod fold; // from the log into the database
pub mod fulfill; // payouts for obligations
pub mod get; // one row with its parts
pub mod hold; // obligations that are held by hand
pub mod json; // JSON as input
pub mod ledger; // a data directory
mod made_by; // who made a fulfillment
pub mod messages; // every template of a text for people
mod names; // the names of collaborators in a list
mod narrowed; // arguments of a question about a distribution
pub mod not_counted; // what did not count for a collaborator, and why
mod once; // acts with a key of the caller
pub mod outbox; // messages to others
mod owed; // an obligation as the ledger keeps it
mod periods; // which period contains an instant
mod pool; // a pool, filled
mod pool_lines; // the parts of a pool
mod preview; // an open period as it would be divided now
pub mod privacy; // exporting and erasing a person's data
pub mod rebuild; // a lost database from a snapshot and the log
pub mod record; // events, sales and refunds into the log
mod recount; // counts again what is recorded already
mod repeats; // points of customers who counted already
pub mod roll_up; // old visits, one row for each hour
mod row; // one row with what belongs to it
pub mod run_due; // the heartbeat
pub mod settle; // moves a payout
pub mod settle_many; // moves many payouts, all or none
pub mod simulate; // tries rules on the past
pub mod snapshots; // copies for a rebuild
pub mod standings; // who would get what now
pub mod status; // the health of the data
pub mod timeline; // how scores grew
pub mod top_up; // money by hand
pub mod verify; // the proof of the ledger
pub mod visits; // where the visits of a distribution came from

pub use error::{Error, Result, Row};
pub use ledger::Ledger;
