//! The proof of the ledger.

use std::path::Path;

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::{php_function, wrap_function};

use super::basedir;
use super::convert::{Answer, array};
use super::site::with;
use crate::engine::verify;

/// Proves the ledger: recomputes its chain of hashes and every distribution, makes every money row
/// again from it, and compares every column with what is stored. Writes nothing.
///
/// Returns `ok`, `checked` (`lines`, `head`, `acts` by name, `distributions`, `rows` by table), `problems` (the first
/// hundred: lists of `table`, `id`, `column`, `message`) and `total` (how many there are). Throws
/// `StorageFailure`.
#[php_function]
#[php(name = "siren_verify")]
pub fn siren_verify() -> Result<Answer, PhpException> {
    let report = with(verify::verify)?;
    Ok(array(&report)?)
}

/// Writes the ledger to a new file (an absolute path), one JSON text a line, to be kept elsewhere and
/// checked there by `siren-verify FILE`.
///
/// Returns `path`, `bytes`, `lines` and `head`: the hash that tells this ledger from any other. Throws
/// `InvalidInput` (not absolute, there already, no such directory), `StorageFailure`.
#[php_function]
#[php(name = "siren_export_ledger")]
pub fn siren_export_ledger(path: &str) -> Result<Answer, PhpException> {
    let exported = with(|site| {
        basedir::demand(Path::new(path))?;
        verify::export::export(site, path)
    })?;
    Ok(array(&exported)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_verify))
        .function(wrap_function!(siren_export_ledger))
}
