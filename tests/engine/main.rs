//! What the engine does, seen from outside: its verbs on a real data directory.
//!
//! Read `cases` first: the worked cases of the rules, as scripts that PHP runs as well. Then one file for each verb,
//! named as the verb. What takes several processes to show (kills, rotations, rivals) is done by [`worker`].

// A JSON literal is handed over where it is written.
#![allow(clippy::needless_pass_by_value)]

mod cases; // tests/cases/*.json, each on a site of its own
mod configure; // collaborators and distributors: what is kept, versioned, refused
mod conflicts; // what came a second time, and what somebody looked at
mod directory; // one site's, nobody else's, no other place by way of a link
mod dispute; // what somebody says is wrong, and the answer
mod doubts; // what speaks against events, rule by rule
mod dump; // all that a database says
mod erase; // nobody's name comes back, and no amount goes
mod find; // lists, filters, pages, single rows
mod fold; // order, repetition, damage, kills, rotation
mod fulfill; // payouts out of obligations
mod growth; // what strangers send in any number does not fill the disk
mod late; // facts of other periods than the open one
mod log; // the write-ahead log, under readers that stay
mod messages; // short, and with what is expected
mod mixed_files; // files of different times, and damaged ones
mod names; // lists with the names of their collaborators
mod not_counted; // what did not count, told to whom it concerns
mod open; // what a data source name and its options may say
mod outbox; // what is told to others, and that it was
mod rebuild; // whatever happens to its files
mod record; // what is acknowledged and what is refused
mod release; // a log of the release before
mod roll_up; // old visits, an hour in one row
mod run_due; // once, in order, however many heartbeats
mod schema; // what is published of every call's input
mod settle; // payouts move forward only
mod standings; // an open period as it would be divided now
mod status; // what is wrong, and what to do
mod upgrade;
mod write_lock; // the turn to write, among processes that come, wait and die // databases of earlier schemas

// What the tests above stand on.
mod verbs; // the verbs by the names PHP knows them by, on JSON
mod worker; // a process of its own that works on the same data
mod world; // a site in a directory of its own
