//! Money out.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::convert::{Answer, array, input, options};
use super::site::{clock, with};
use crate::engine::{adjust, fulfill, hold, settle, settle_many, top_up};

/// Takes pending obligations of active collaborators, groups them by collaborator and currency and makes one
/// payout each. Options: `currency`, `collaborators` (ids), `minimum` (needs `currency`), `until` (obligations
/// made before it), `dry_run`, `by` (who makes it, such as `user:7`; required where the site asks for two people), `note`,
/// `now`. A payout that was made before somebody stopped being active stays.
///
/// Returns the fulfillment with its `payouts`; with `dry_run`, or when there is nothing to pay, `id` null and
/// the planned `payouts`. In both, `left_out` is what is pending and not paid: `[['collaborator', 'amount',
/// 'currency', 'reason' => 'collaborator_not_active'|'below_minimum'|'nothing_owed'], …]`. Throws `InvalidInput`, `Conflict`, `StorageFailure`.
#[php_function]
#[php(name = "siren_create_fulfillment")]
pub fn siren_create_fulfillment(options: Option<&ZendHashTable>) -> Result<Answer, PhpException> {
    let made = with(|site| fulfill::create(site, &self::options(options), clock()))?;
    Ok(array(&made)?)
}

/// Moves a payout forward: `unpaid` → `processing` → `paid` or `failed`, and `paid` → `returned` where the money came
/// back. Moving it to where it stands changes nothing. What a failed or returned payout held is owed again by new
/// obligations. Details: `reference`, `note`, `by`, `now`. Where the site asks for two people, `by` must be another than who
/// made the fulfillment.
///
/// Returns the payout. Throws `InvalidInput`, `NotFound`, `Conflict` (not a move forward, or
/// somebody else must do it),
/// `StorageFailure`.
#[php_function]
#[php(name = "siren_set_payout")]
pub fn siren_set_payout(
    id: i64,
    status: &str,
    details: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let payout = with(|site| settle::set_payout(site, id, status, &options(details), clock()))?;
    Ok(array(&payout)?)
}

/// Moves many payouts to one status, all or none, as `siren_set_payout()` moves one. `$ids`: 1 to 1,000 numbers of payouts, each
/// once. Details: `reference`, `note`, `by`, `now`, for all of them. One that stands there already stays as it is. Where the site
/// asks for two people, `by` must be another than who made any of their fulfillments.
///
/// Returns the payouts in the order of `$ids`, as `siren_get( 'payouts', $id )` gives them. Where some cannot move, or are not
/// there, the `problems()` of the `Conflict` name each: `[['path' => 'ids[4]', 'message' => 'there is no payout 9'], …]`.
///
/// Throws `InvalidInput`, `Conflict` (one cannot move, or somebody else must do it; then none is moved), `StorageFailure`.
#[php_function]
#[php(name = "siren_set_payouts")]
pub fn siren_set_payouts(
    ids: &ZendHashTable,
    status: &str,
    details: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let (ids, details) = (input(ids), options(details));
    let payouts = with(|site| settle_many::set_payouts(site, &ids, status, &details, clock()))?;
    Ok(array(&payouts)?)
}

/// Holds one obligation that could be paid, with a reason; the others are paid. States only move forward: it becomes
/// `rejected` (reason `held_by_hand`), and the new one that stands in for it (`kind` `hold`, `corrects` it) is `held`
/// until somebody releases that one. Details: `by` (who does it, such as `user:7`), `note`, `now`. Holding what is held by
/// hand already changes nothing.
///
/// Returns the obligation that is held. Throws `InvalidInput` (no reason), `NotFound`, `Conflict` (it is not pending,
/// or claims money back), `StorageFailure`.
#[php_function]
#[php(name = "siren_hold_obligation")]
pub fn siren_hold_obligation(
    id: i64,
    reason: &str,
    details: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let held = with(|site| hold::hold(site, id, reason, &options(details), clock()))?;
    Ok(array(&held)?)
}

/// Releases an obligation that is held by hand, so that it can be paid. Details: `by`, `note`, `now`. Where the site
/// asks for two people, `by` must be another than who held it. Releasing it again changes nothing. Returns the obligation.
///
/// Throws `InvalidInput`, `NotFound`, `Conflict` (it was never held by hand), `StorageFailure`.
#[php_function]
#[php(name = "siren_release_obligation")]
pub fn siren_release_obligation(
    id: i64,
    details: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let released = with(|site| hold::release(site, id, &options(details), clock()))?;
    Ok(array(&released)?)
}

/// Makes a correcting obligation: `key`, `collaborator`, `amount` (may be negative), `currency`, `reason`,
/// `obligation` (the one it corrects), `now`. Returns the obligation; the same key and content again
/// returns the same one.
///
/// Throws `InvalidInput`, `NotFound`, `Conflict` (the key was used for another), `StorageFailure`.
#[php_function]
#[php(name = "siren_adjust")]
pub fn siren_adjust(adjustment: &ZendHashTable) -> Result<Answer, PhpException> {
    let row = with(|site| adjust::adjust(site, &input(adjustment), clock()))?;
    Ok(array(&row)?)
}

/// Adds money to a distributor's open pool: `key`, `distributor`, `amount`, `reason`, `now`. Returns `key`,
/// `distributor`, `distribution`, `amount`, `currency`, `reason`, `created_at`; the same key and content again
/// returns the same.
///
/// Throws `InvalidInput`, `NotFound`, `Conflict` (no open pool, or the key was used for another),
/// `StorageFailure`.
#[php_function]
#[php(name = "siren_top_up")]
pub fn siren_top_up(top_up: &ZendHashTable) -> Result<Answer, PhpException> {
    let row = with(|site| top_up::top_up(site, &input(top_up), clock()))?;
    Ok(array(&row)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_create_fulfillment))
        .function(wrap_function!(siren_set_payout))
        .function(wrap_function!(siren_set_payouts))
        .function(wrap_function!(siren_hold_obligation))
        .function(wrap_function!(siren_release_obligation))
        .function(wrap_function!(siren_adjust))
        .function(wrap_function!(siren_top_up))
}
