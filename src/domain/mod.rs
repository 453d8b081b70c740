//! The nouns and the rules of money. Pure: no database, PHP, clock or file.

pub mod bytes; // checking every byte of a text quickly
pub mod call; // calls as the log stores them
pub mod clawback; // what is claimed back of a divided pool
pub mod clock; // whether a clock can be trusted
pub mod code; // how coupon codes are compared
pub mod collaborator; // who can earn
mod decimal; // the value of an event as a fraction
pub mod difference; // how a repeated record differs from the one that counts
pub mod dispute; // what a collaborator says is wrong
pub mod distribution; // one run of a distributor, for one period
pub mod distributor; // what is measured, filled, divided, and when
pub mod division; // who gets how much of a pool
pub mod doubt; // signs that events may not be genuine
pub mod event; // a fact about collaborators
pub mod event_names; // what types of events are called
pub mod event_refusals; // what is wrong with an event
pub mod free; // sales and enrolments that cost nothing
pub mod ids; // the ids of rows
pub mod ignored; // why an event does not count for somebody
pub mod input; // reading what callers hand over
pub mod instant; // points in time, in microseconds
pub mod kind; // parts that are of one of several kinds
pub mod ledger_act; // what the ledger has entries about
pub mod message; // texts for people as facts
pub mod metric; // an event as one distributor counts it
pub mod money; // amounts
pub mod network; // where visitors come from
pub mod obligation; // what is owed
pub mod outbox; // messages about what happened
pub mod payout; // what is paid
pub mod percent; // percentages as callers give them
pub mod period; // half-open intervals of time
pub mod person; // the names that identify a person
pub mod points; // exact scores
pub mod pool; // what fills a reward pool
pub mod pool_entry; // the slots of a pool, and why there is an entry
pub mod pseudonyms; // what replaces a name that is erased
pub mod quantity; // how many units, exactly
pub mod refunding; // what refunds leave of a sale
pub mod repeats; // repeated events of a customer who counts once
pub mod schedule; // when periods end
mod shape; // JSON Schemas of values that serialize themselves
pub mod structure; // incentive structures
pub mod transaction; // purchases and refunds
pub mod units; // currencies and points
pub mod verdict; // whether a closing period is divided or skipped
pub mod words; // closed sets of words
pub mod zone; // time zones
