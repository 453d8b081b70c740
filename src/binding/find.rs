//! Lists and single rows.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::convert::{Answer, array, options};
use super::site::{self, with};
use crate::engine::{balances, doubts, find, get, not_counted, timeline, visits};

/// Lists `collaborators`, `distributors`, `distributions`, `allocations`, `obligations`, `fulfillments`,
/// `payouts`, `transactions`, `events`, `metrics`, `refunds`, `conflicts` or `disputes`. `$query`: filters by column (one value or a list),
/// `search`, `order_by`, `order` (`asc`, `desc`), `page` (from 1), `per_page` (at most 100, default 20). With `names` true, rows of
/// `allocations`, `obligations`, `payouts` and `metrics` have the collaborator's `name`, all of a page by one query: a pseudonym
/// where somebody was erased, null where there is no such collaborator.
///
/// A conflict is a record that came a second time with another content: `what` (`event`, `transaction`, `refund`), `key`,
/// and `differences` (`[['part', 'external_id' and 'name' of the line, 'kept', 'told'], …]`: what counts now, and what came).
///
/// Returns `['items' => [rows], 'total' => int]`. Throws `InvalidInput` for an unknown noun, filter or
/// order, `StorageFailure`.
#[php_function]
#[php(name = "siren_find")]
pub fn siren_find(what: &str, query: Option<&ZendHashTable>) -> Result<Answer, PhpException> {
    let page = with(|site| find::find(site, what, &options(query)))?;
    Ok(array(&page)?)
}

/// One row with its parts, or null when there is none of this number. A transaction has its `details` as they are now, its
/// `refunds`, and its `amendments` (`[['revision', 'created_at', 'occurred_at', 'amount' (what the sale grew by), 'details' =>
/// [['kind', 'external_id', 'name', 'amount' (what the line grew by), 'quantity_before', 'quantity'], …]], …]`). `$details`: `lists`,
/// false to leave out the `allocations` of a distribution and the `payouts` of a fulfillment, which `siren_find()` gives by
/// the page. Throws `InvalidInput` for an unknown noun, `StorageFailure`.
#[php_function]
#[php(name = "siren_get")]
pub fn siren_get(
    what: &str,
    id: i64,
    details: Option<&ZendHashTable>,
) -> Result<Option<Answer>, PhpException> {
    let row = with(|site| get::get(site, what, id, &options(details)))?;
    match row {
        Some(row) => Ok(Some(array(&row)?)),
        None => Ok(None),
    }
}

/// What is and was owed. `$query`: `collaborator` (an id or a list of at most 100), `currency`; without
/// a collaborator it is the whole site's.
///
/// Returns `[['collaborator' (null for the site), 'currency', 'draft', 'held', 'pending', 'payable', 'waiting',
/// 'fulfilled', 'paid', 'total'], …]`, decimal strings by collaborator and currency; nothing for who was never owed
/// anything. What is `pending` is `payable` to active collaborators, and is `waiting` until the others are active.
/// Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_balances")]
pub fn siren_balances(query: Option<&ZendHashTable>) -> Result<Answer, PhpException> {
    let rows = with(|site| balances::balances(site, &options(query)))?;
    Ok(array(&rows)?)
}

/// How the ten best scores of a distribution came about, for a chart. `$step`: `hour`, `day`
/// (the default), `week` or `month`, where the distributor's schedule lives; `$now` ends the chart of an open period.
///
/// Returns `distributor`, `distribution`, `period`, `step` and `points` (`[['at', 'scores' => [['collaborator',
/// 'score'], …]], …]`: the scores at the end of each step). Throws `InvalidInput`, `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_timeline")]
pub fn siren_timeline(
    distribution: i64,
    step: Option<&str>,
    now: Option<&str>,
) -> Result<Answer, PhpException> {
    let step = step.unwrap_or("day");
    let timeline = with(|site| timeline::timeline(site, distribution, step, site::now(now)?))?;
    Ok(array(&timeline)?)
}

/// Where the visits came from that a distribution counts: what to look at before money leaves. `$query`: `collaborator` (an
/// id) for those of one, by day.
///
/// Returns `distributor`, `distribution`, `period`, `visits` (how many count), `networks` (from how many networks they
/// came), `busy_networks` (how many of these sent five or more to one collaborator on one day), `busy_visits` (how many
/// visits that was), `unknown` (visits whose network is not known, or not any more), `crowd` (how many more were ignored, reason `crowd`)
/// and `collaborators`: `[['collaborator', 'visits', 'networks', 'busy_networks', 'busy_visits', 'unknown', 'crowd', 'days' (for one:
/// `[['day' => '2026-05-10', 'visits', …], …]`, in UTC)], …]`, at most 100, first those with most busy and ignored visits. A network is
/// an IPv4 address or an IPv6 /48, under another name each day, so it counts anew on each. Throws `InvalidInput`,
/// `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_visits")]
pub fn siren_visits(
    distribution: i64,
    query: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let visits = with(|site| visits::visits(site, distribution, &options(query)))?;
    Ok(array(&visits)?)
}

/// What speaks against the events that a distribution counts: what to look at before money leaves. It only reports, and
/// takes nothing out. `$query`: `collaborator` (an id) for one alone.
///
/// Returns `distributor`, `distribution`, `period`, `total` (how many collaborators there is a doubt about) and
/// `collaborators`: `[['collaborator', 'score', 'doubts'], …]`, at most 100, those with doubts about most of their points first.
/// A doubt has `kind`, `count`, `of` (how many there are of the sort that it is about), `points` (of these events), `share` (their
/// part of the score, as `'0.857143'`), `types` (of event), `events` (ids of some, at most five), `collaborators` (whom else it
/// concerns), `domain` and `networks`. Kinds: `same_family` (the customer is a collaborator or has a mailbox in the collaborator's own
/// mail `domain`; a public mail provider's is none), `shared_payout` (`count` other collaborators are paid to the same account),
/// `velocity` (more than 20 completions, or coupon uses, within an hour), `one_network` (at least half of the visits came from
/// `networks` busy networks, as in `siren_visits()`), `in_seconds` (a student finished three lessons or courses within ten seconds,
/// or a course within a minute of the first thing that is known of them). Throws `InvalidInput`, `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_doubts")]
pub fn siren_doubts(
    distribution: i64,
    query: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let doubts = with(|site| doubts::doubts(site, distribution, &options(query)))?;
    Ok(array(&doubts)?)
}

/// What a distribution did not count for a collaborator, of the types of event that it measures, for their own eyes. Which
/// customers counted already (`customer_counted`) is said once the period is closed.
///
/// Returns `distributor`, `distribution`, `period`, `collaborator`, `reasons` (`[['reason', 'events' (how many), 'types' =>
/// ['coupon_used' => 3, …], 'newest' (when the last one happened)], …]`) and `complete`: false where somebody has more than 20000
/// such events in all, of which the newest are gone through. Throws `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_not_counted")]
pub fn siren_not_counted(distribution: i64, collaborator: i64) -> Result<Answer, PhpException> {
    let told = with(|site| not_counted::not_counted(site, distribution, collaborator))?;
    Ok(array(&told)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_find))
        .function(wrap_function!(siren_get))
        .function(wrap_function!(siren_balances))
        .function(wrap_function!(siren_timeline))
        .function(wrap_function!(siren_visits))
        .function(wrap_function!(siren_doubts))
        .function(wrap_function!(siren_not_counted))
}
