//! Siren Distributors' engine: reward pools measured, divided and paid.
//!
//! A **distributor** says what is measured, how a reward pool fills, who is paid and how, and when.
//! Its periods follow each other without a gap. While one is open, events and sales come in; when it
//! ends, its pool is divided among those who scored, and the shares become **obligations**.
//!
//! # Rings
//!
//! ```text
//! php/ (WordPress plugin)             hooks in, screens out; decides nothing about money
//!   └─ binding   the border to PHP    the only place that names ext_php_rs
//!        └─ engine   verbs            one file each; owns transactions; the time is an argument
//!             ├─ domain    pure       all the money rules; no SQL, PHP, clock or files
//!             ├─ journal   the log    append-only; the only thing a visitor's page touches
//!             └─ store     database   the only place with SQL
//! ```
//!
//! `binding` → `engine` → `domain`, `journal`, `store`; `journal` and `store` → `domain`. Nothing
//! points back, and `tests/tidy.rs` fails when something does.
//!
//! # Calls
//!
//! Whatever can be asked of the engine is a **call**: a name, arguments and an answer, in one file of `engine` and one line of
//! the registry ([`engine::calls`]). The reader of its arguments ([`domain::input`]) also describes them: a call's JSON Schema,
//! `docs/api.md`, `php/siren.stub.php` and the choices of the plugin's forms are made by the code that reads. A call is a
//! *record* (appended to the log and calculated later), a *change* (appended, synced, done and answered), a *question* or a
//! *task* (which makes several changes or writes files). PHP functions are made from the registry; only records have functions
//! of their own, because a page waits for them.
//!
//! # The way of an event
//!
//! A page records an event: it is checked, becomes one line of JSON with a checksum, and is appended
//! to a log file with one `write` ([`journal`]). Nothing is calculated, no database is opened. A
//! **fold** ([`engine::fold`]) later reads the log from where the last one stopped, drops what was
//! recorded twice, and adds to events, scores and pools; where it stopped is saved in the same
//! transaction, so that dying at any instant loses nothing and counts nothing twice. Every verb that
//! reads or decides folds first: what was acknowledged is what you see.
//!
//! # The log is the truth
//!
//! What somebody decides (rules saved, a period closed, a payout marked) is a **change**: a call by name, with its arguments
//! and an id, written into the same log and synced before it is done ([`engine::calls`] knows all of them). Whoever folds the
//! log does it, in a transaction of its own, with all before it written; what the state refuses changes nothing. So the
//! database is what folding the log gives: the same log in pieces of any size, folded by any number of processes, gives the
//! same rows with the same numbers and hashes. One that fell back folds forward again; one that is lost or damaged is made
//! anew from a snapshot and the log ([`engine::rebuild`]); and a log that does not go on where the database stands is
//! waited for, because a wrong amount is worse than none. Old parts of the log are kept in `segments/`, snapshots in
//! `snapshots/` ([`engine::snapshots`]).
//!
//! # The way of money
//!
//! A heartbeat ([`engine::run_due`]) closes each period whose end has passed, one change each:
//! read scores and pool, divide ([`domain::division::distribute`], a pure function), write
//! allocations, obligations and a line of the hash-chained ledger, open the next period. The ledger's
//! unique row for distributor and period is what makes it happen once, however many heartbeats run.
//!
//! # Invariants
//!
//! - Money is whole minor units, or exact decimals before the one rounding. There is no float.
//! - The time, identities and budgets are arguments; only `binding` asks the clock. What a change does follows from the
//!   database and what it was told, never from a budget, a clock or chance.
//! - Money rows are never edited: they move forward, or a new row points at the old.
//! - No database connection outlives the call that opened it ([`store`] says why).

pub mod binding;
pub mod domain;
pub mod engine;
pub mod journal;
pub mod store;
