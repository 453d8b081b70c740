//! Recording.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::interned::{ACCEPTED, KEY, STATUS};
use super::read::input;
use super::site::{clock, with};
use crate::engine::record;

/// `['key' => …, 'status' => 'accepted']`. Written by hand: this is the answer a page waits for.
fn accepted(key: &str) -> Result<ZBox<ZendHashTable>, PhpException> {
    let mut row = ZendHashTable::with_capacity(2);
    row.insert(KEY.key(), key)?;
    row.insert(STATUS.key(), ACCEPTED.zval())?;
    Ok(row)
}

/// Records one event. `$event`: `key` (required), one of `collaborator` (id), `collaborators` (ids,
/// or `[['id' => 1, 'weight' => 2], …]`) and `alias` (`['type' => 'coupon'|'link'|'wp_user', 'code' => …]`);
/// `occurred_at` (default now), `subject` (who did it, `user:7`, `email:…` or `visitor:…`; or a list of all that the
/// same person is known by, of which the first is kept), `object`, `quantity` (default 1), `value` with `currency`,
/// `ignored` (a word that says why it is not to count: it is kept, and shown, with that reason), `data`, `network` (a name
/// that tells the network that the subject came from, an IPv4 address or an IPv6 /48, from others for a UTC day and says no
/// more: a keyed hash, never an address), `network_limit` (at most so many subjects of that network count for the same object, or
/// without one for the same collaborator, on one UTC day, default 10; further ones are ignored, reason `crowd`), `history` (true
/// keeps it for `siren_simulate()` only: it counts for nothing).
///
/// Returns `['key' => …, 'status' => 'accepted']` once it is in the journal. Recording a key again
/// changes nothing. Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_record_event")]
pub fn siren_record_event(
    r#type: &str,
    event: &ZendHashTable,
) -> Result<ZBox<ZendHashTable>, PhpException> {
    let event = input(event);
    let key = with(|site| record::event(site, r#type, &event, clock()))?;
    accepted(&key)
}

/// Records many events, each with its `type`; all of them or, when one is wrong, none. Returns one
/// `['key' => …, 'status' => 'accepted']` each, in order. Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_record_events")]
pub fn siren_record_events(events: &ZendHashTable) -> Result<ZBox<ZendHashTable>, PhpException> {
    let keys = with(|site| record::events(site, &input(events), clock()))?;
    let mut rows = ZendHashTable::new();
    for key in keys {
        rows.push(accepted(&key)?)?;
    }
    Ok(rows)
}

/// Records a paid purchase. `$transaction`: `source`, `external_id`, `currency`, `occurred_at`, `customer` (as
/// an event's `subject`), `details` (`[['kind' => 'line_item'|'discount'|'fee'|'shipping'|'tax', 'external_id', 'amount', 'quantity',
/// 'name', 'type', 'sku', 'categories' => […], 'owners' => […]], …]`, amounts as decimal strings, each the
/// total for all units, before tax; `quantity` an int, or a decimal string such as `"2.5"` with up to six decimals; a discount is negative and can name in `line` the `external_id` of the line item that it
/// lowers, which takes it along when it is given back), `coupons` (codes), `referrer` (who sent the customer: an id, an
/// alias, or a list of either of which the first that is an active collaborator is credited), `credit_referrer` (false
/// where another part of the same order credits the referrer: the sale counts as referred, and brings no points for it),
/// `renewal`, `revision` (an int of 0 or more that grows with each edit in the shop). The same sale with a higher revision and other content amends
/// it: what changed is booked at this `occurred_at`. Without a higher revision the first content stands, and another is
/// shown as a conflict; what neither money nor points follow from, such as a name, is no conflict. `history`: true keeps
/// the sale, what follows from it and its refunds for `siren_simulate()` only. That is settled when a sale is told first:
/// telling it again changes nothing of it.
///
/// Returns `['key' => …, 'status' => 'accepted']` once it is on the disk. Throws `InvalidInput`,
/// `StorageFailure`.
#[php_function]
#[php(name = "siren_record_transaction")]
pub fn siren_record_transaction(
    transaction: &ZendHashTable,
) -> Result<ZBox<ZendHashTable>, PhpException> {
    let key = with(|site| record::transaction(site, &input(transaction), clock()))?;
    accepted(&key)
}

/// Records money given back. `$refund`: `source`, `external_id` (the sale's), `refund_id`, `occurred_at`, and
/// `lines` (`[['external_id', 'amount', 'quantity'], …]`), or `amount`, or neither for all that is left;
/// `cancelled` (it was called off rather than given back), `undo` (true takes the refund of this number back), `history`
/// (its sale is history as far as is known; whether it counts follows from the sale alone).
/// A line with a quantity (as in a sale) and no amount is that part of it, one with neither all that is left of it. Money beyond
/// a line is taken from the others. Refunds of a sale apply by `occurred_at`, then `refund_id`, in whatever order
/// they come.
///
/// Returns `['key' => …, 'status' => 'accepted']` once it is on the disk. A refund that comes before
/// its sale waits for it. Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_record_refund")]
pub fn siren_record_refund(refund: &ZendHashTable) -> Result<ZBox<ZendHashTable>, PhpException> {
    let key = with(|site| record::refund(site, &input(refund), clock()))?;
    accepted(&key)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_record_event))
        .function(wrap_function!(siren_record_events))
        .function(wrap_function!(siren_record_transaction))
        .function(wrap_function!(siren_record_refund))
}
