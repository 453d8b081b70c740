//! Saving collaborators and distributors.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::convert::{Answer, array, input};
use super::site::{clock, with};
use crate::engine::configure::{collaborator, distributor};

/// Saves a collaborator: a new one, or with `id` a change of what is given; a null takes a value
/// away. `$collaborator`: `id`, `name`, `email`, `wp_user_id`, `status` (`active` by default, `pending`,
/// `inactive`, `rejected`, `deleted`), `aliases` (`[['type' => …, 'code' => …], …]`: all in use; a coupon code is the same in
/// every form that shops and people write it in, and a link code is letters, digits, dots, hyphens and underscores; one
/// that is not given any more becomes an old one, which still stands for them), `forget_aliases` (old or in use,
/// they stand for nobody then), `groups`, `payout` (method and its details), `now`.
///
/// Returns the row. Throws `InvalidInput`, `NotFound`, `Conflict` (the WordPress user is somebody
/// else), `StorageFailure`.
#[php_function]
#[php(name = "siren_save_collaborator")]
pub fn siren_save_collaborator(collaborator: &ZendHashTable) -> Result<Answer, PhpException> {
    let row = with(|site| collaborator::save(site, &input(collaborator), clock()))?;
    Ok(array(&row)?)
}

/// Saves a distributor: a new one, or with `id` a change of what is given. Changed rules take effect
/// with the next period. Required of a new one: `name`, `units`, `schedule`, `metrics`, `pool`, `structure`.
///
/// Returns the row with `id` and `version`. Throws `InvalidInput`, `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_save_distributor")]
pub fn siren_save_distributor(distributor: &ZendHashTable) -> Result<Answer, PhpException> {
    let row = with(|site| distributor::save(site, &input(distributor), clock()))?;
    Ok(array(&row)?)
}

/// Checks a distributor without saving it. Returns `problems` (a list of `path` and `message`, empty
/// when good) and `sentence`: the rule in one plain sentence, null when there are problems. Throws
/// `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_check_distributor")]
pub fn siren_check_distributor(distributor: &ZendHashTable) -> Result<Answer, PhpException> {
    let checked = with(|site| distributor::check(site, &input(distributor), clock()))?;
    Ok(array(&checked)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_save_collaborator))
        .function(wrap_function!(siren_save_distributor))
        .function(wrap_function!(siren_check_distributor))
}
