//! Running what is due, and seeing what would be paid.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::convert::{Answer, array, input, options};
use super::site::{self, with};
use crate::engine::{approve, credit, outbox, run_due, standings};

/// Who would get what, were the distributor's open period divided now. Returns `distributor`,
/// `distribution`, `period`, `pool` (`amount`, `currency`, `sources`) and `standings`
/// (`[['collaborator', 'rank', 'score', 'share', 'amount', 'reason'], …]`, best first).
///
/// `$query`: `names`, true for the collaborator's `name` in each row; `page` (from 1) and `per_page` (at most 100, default 20) for
/// a part of the list, with `total`, how many there are in all. Without both, everybody is told.
///
/// Throws `InvalidInput` (`$now` is no instant), `NotFound`, `Conflict` (no period is open), `StorageFailure`.
#[php_function]
#[php(name = "siren_standings")]
pub fn siren_standings(
    distributor: i64,
    now: Option<&str>,
    query: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let query = options(query);
    let standings = with(|site| standings::standings(site, distributor, &query, site::now(now)?))?;
    Ok(array(&standings)?)
}

/// The heartbeat: folds what was recorded and closes every period whose end has passed at `$now`
/// (default: the clock), each exactly once. Options: `budget_ms` (default 20000), `limit`, `dry_run`, `confirmed`.
///
/// A time that lies ahead of the machine's clock, or more than 90 days after the last sign of life that the data
/// shows, is not acted upon: nothing closes and nothing is released, unless `confirmed` is true because somebody
/// looked at it. A rehearsal (`dry_run`) answers the same.
///
/// Returns `ran`, `skipped`, `failed` (lists of `distributor`, `distribution`, `period`, `pool`, `obligations`,
/// `reason`), `more_due`, `unconfirmed` (null, or `now`, `reason`, `after_long_silence` or `ahead_of_the_machine`,
/// and `compared_with`, the last sign of life or the machine's time) and `folded`. Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_run_due")]
pub fn siren_run_due(
    now: Option<&str>,
    options: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let report = with(|site| run_due::run_due(site, site::clocks(now)?, &self::options(options)))?;
    Ok(array(&report)?)
}

/// Gives points by hand: `key`, `distributor`, `collaborator`, `points` (negative ones take), `reason`, `now`.
/// Returns the event; the same key and content again returns the same one.
///
/// Throws `InvalidInput`, `NotFound`, `Conflict` (nothing is counted now, the collaborator is not active,
/// or the key was used for another), `StorageFailure`.
#[php_function]
#[php(name = "siren_credit")]
pub fn siren_credit(credit: &ZendHashTable) -> Result<Answer, PhpException> {
    let row = with(|site| credit::credit(site, &input(credit), site::clock()))?;
    Ok(array(&row)?)
}

/// Approves a distribution in review, so that its obligations can be paid. Where sales of its period were refunded since
/// it was closed, its pool is divided again first: the obligations it had are rejected (reason `recounted`), and where
/// nothing is left to divide it becomes `skipped`. Approving it again changes
/// nothing. Details: `by` (who does it, such as `user:7`; required where the site asks for two people), `note`, `now`,
/// which tells which obligations are held on. Returns the distribution.
///
/// Throws `InvalidInput`, `NotFound`, `Conflict` (it does not wait for approval),
/// `StorageFailure`.
#[php_function]
#[php(name = "siren_approve_distribution")]
pub fn siren_approve_distribution(
    id: i64,
    details: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let row = with(|site| approve::approve(site, id, &options(details), site::clock()))?;
    Ok(array(&row)?)
}

/// What is to be told to others and was not delivered yet, oldest first. Each message was written in one transaction with what
/// it tells, and waits until `siren_outbox_delivered()` says that it was delivered. `$query`: `limit` (at most 100, the default).
///
/// Returns `[['id', 'kind', 'created_at', 'distribution', 'obligation', 'payout', 'obligations'], …]`, with null for what a
/// message is not about. Kinds: `distribution_completed` (a period was closed and is owed, at once or once it was approved),
/// `needs_approval` (closed, and waits for approval), `obligation_ready` (obligations can be paid: `obligations` of them, of which
/// `obligation` is the first; all of one `distribution`, or owed again by a `payout`, where these are named), `obligation_held` (in
/// the same manner: held by hand, or until their collaborators are active), `payout_paid`, `payout_failed`,
/// `payout_returned`. Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_outbox")]
pub fn siren_outbox(query: Option<&ZendHashTable>) -> Result<Answer, PhpException> {
    let messages = with(|site| outbox::waiting(site, &options(query)))?;
    Ok(array(&messages)?)
}

/// Forgets the messages of the outbox up to and including the one of this id: they were delivered. Saying it again changes
/// nothing. Returns `delivered` (how many were forgotten) and `waiting` (how many are left).
///
/// Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_outbox_delivered")]
pub fn siren_outbox_delivered(until: i64) -> Result<Answer, PhpException> {
    let told = with(|site| outbox::delivered(site, until, site::clock()))?;
    Ok(array(&told)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_standings))
        .function(wrap_function!(siren_run_due))
        .function(wrap_function!(siren_credit))
        .function(wrap_function!(siren_approve_distribution))
        .function(wrap_function!(siren_outbox))
        .function(wrap_function!(siren_outbox_delivered))
}
