//! Tests of the engine from outside: its calls on a real data directory.
//!
//! Read `cases` first: the worked cases of the rules, as scripts that PHP runs as well. Then there is one file for each file of
//! the engine, with the same name. [`worker`] runs what takes several processes to show, such as kills and rotations.

// A JSON literal is passed where it is written.
#![allow(clippy::needless_pass_by_value)]

mod backup;
mod cases; // tests/cases/*.json, each on a site of its own
mod configure;
mod conflicts;
mod directory; // the data directory: its owner, its identity, and links to other places
mod dispute;
mod doubts;
mod erase;
mod explain;
mod find;
mod fold;
mod fulfill;
mod growth; // what strangers send in any number does not fill the disk
mod late; // records of other periods than the open one
mod log; // the write-ahead log while others read
mod messages; // refusals are short and say what is expected
mod mixed_files; // files of different times, and damaged ones
mod names;
mod not_counted;
mod open; // the data source name and its options
mod outbox;
mod privacy;
mod rebuild;
mod record;
mod release; // a log of the previous release
mod roll_up;
mod run_due;
mod schema; // the published schemas of all calls
mod settle;
mod simulate;
mod standings;
mod status;
mod upgrade; // databases of earlier schemas
mod write_lock; // processes that wait for the lock and are killed

// Helpers of the tests above.
mod dump; // the contents of a database
mod here; // a site whose calls take and answer Rust values
mod random_history; // seeded random histories of a site
mod verbs; // the calls by their PHP names, on JSON
mod wording; // the English of a message from its parts
mod worker; // another process that works on the same data
mod world; // a site whose calls take and answer JSON
