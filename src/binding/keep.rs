//! Looking after the data: a copy of it, and what concerns one person.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::{php_function, wrap_function};

use super::convert::{Answer, array};
use super::site::with;
use crate::engine::backup;

/// Copies the site's data while it is in use, to an absolute `$path` at which nothing is yet, in a directory
/// that is there. The copy is one file that only its owner can read; it was read from end to end before it
/// got its name, and holds all that was recorded before the call. An incomplete copy is removed.
///
/// Returns `path`, `bytes`, `schema`, `events` (how many) and `ledger` (`seq` and `hash` of its last line; null
/// when it has none). Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_backup")]
pub fn siren_backup(path: &str) -> Result<Answer, PhpException> {
    let made = with(|site| backup::backup(site, path))?;
    Ok(array(&made)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module.function(wrap_function!(siren_backup))
}
