//! Lists and single rows.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::convert::{Answer, array, options};
use super::site::with;
use crate::engine::find;

/// Lists `collaborators`, `distributors`, `distributions`, `allocations`, `obligations`, `fulfillments`,
/// `payouts`, `transactions`, `events` or `metrics`. `$query`: filters by column (one value or a list),
/// `search`, `order_by`, `order` (`asc`, `desc`), `page` (from 1), `per_page` (at most 100, default 20).
///
/// Returns `['items' => [rows], 'total' => int]`. Throws `InvalidInput` for an unknown noun, filter or
/// order, `StorageFailure`.
#[php_function]
#[php(name = "siren_find")]
pub fn siren_find(what: &str, query: Option<&ZendHashTable>) -> Result<Answer, PhpException> {
    let page = with(|site| find::find(site, what, &options(query)))?;
    Ok(array(&page)?)
}

/// One row with its parts, or null when there is none of this number. Throws `InvalidInput` for an
/// unknown noun, `StorageFailure`.
#[php_function]
#[php(name = "siren_get")]
pub fn siren_get(what: &str, id: i64) -> Result<Option<Answer>, PhpException> {
    let row = with(|site| find::get(site, what, id))?;
    match row {
        Some(row) => Ok(Some(array(&row)?)),
        None => Ok(None),
    }
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_find))
        .function(wrap_function!(siren_get))
}
