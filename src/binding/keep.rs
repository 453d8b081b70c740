//! Looking after the data: a copy of it, and what concerns one person.

use std::path::Path;

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::{php_function, wrap_function};

use super::basedir;
use super::convert::{Answer, array};
use super::site::{self, with};
use crate::engine::privacy::{erase, export};
use crate::engine::{self, Error, backup, roll_up};

/// Copies the site's data while it is in use, to an absolute `$path` at which nothing is yet, in a directory
/// that is there. The copy is one file that only its owner can read; it was read from end to end before it
/// got its name, and holds all that was recorded before the call. An incomplete copy is removed.
///
/// Returns `path`, `bytes`, `schema`, `events` (how many) and `ledger` (`seq` and `hash` of its last line; null
/// when it has none). Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_backup")]
pub fn siren_backup(path: &str) -> Result<Answer, PhpException> {
    let made = with(|site| {
        basedir::demand(Path::new(path))?;
        backup::backup(site, path)
    })?;
    Ok(array(&made)?)
}

/// Everything that is kept about a collaborator: `collaborator` (the row), `balances` (for each currency
/// `draft`, `held`, `pending`, `fulfilled`, `paid`), `obligations`, `payouts`, `allocations`, `metrics` (`distributor`,
/// `type`, `metrics`, `points`), and what they did and bought themselves: `events` and `transactions` (`items`:
/// the newest 10000; `total`), under any of `names`: all that the same person is known by.
///
/// Throws `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_export_collaborator")]
pub fn siren_export_collaborator(id: i64) -> Result<Answer, PhpException> {
    let export = with(|site| export::export(site, id))?;
    Ok(array(&export)?)
}

/// Forgets who a collaborator was: name, e-mail, WordPress user, groups, aliases and payout method go, the
/// status is `deleted`, and where events and sales name them, by any name that was told to be theirs, a
/// pseudonym takes its place. Amounts stay. Doing it again changes nothing.
///
/// Returns `collaborator`, `changed` (rows of `collaborators`, `aliases`, `events`, `transactions`, `pool_entries`,
/// `conflicts`, `journal_faults`), `kept` (`what`, `rows`, `why`) and `balances`: what is still owed. Backups
/// made before still know them. Throws `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_erase_collaborator")]
pub fn siren_erase_collaborator(id: i64) -> Result<Answer, PhpException> {
    let erased = with(|site| erase::erase(site, id, random()?))?;
    Ok(array(&erased)?)
}

/// Numbers nobody can guess.
/// Rolls old visits up: those before `$before` whose distributions are closed become one row for each hour, object and
/// owner. Points and amounts stay; who the visitors were, hashed as that is, goes. A visit that is recorded later and
/// is older than that is kept as ignored (`rolled_up`).
///
/// Returns `before` and `visits` (how many went into the row of another). Throws `InvalidInput` (`$before` is no
/// instant), `StorageFailure`.
#[php_function]
#[php(name = "siren_roll_up")]
pub fn siren_roll_up(before: &str) -> Result<Answer, PhpException> {
    let done = with(|site| roll_up::roll_up(site, site::instant("before", before)?))?;
    Ok(array(&done)?)
}

fn random() -> engine::Result<[u64; 2]> {
    let mut bytes = [[0; 8]; 2];
    for number in &mut bytes {
        // So few bytes are never given in part.
        rustix::rand::getrandom(number, rustix::rand::GetRandomFlags::empty()).map_err(
            |error| Error::unreachable(format!("the kernel gave no random numbers: {error}")),
        )?;
    }
    Ok(bytes.map(u64::from_ne_bytes))
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_backup))
        .function(wrap_function!(siren_export_collaborator))
        .function(wrap_function!(siren_erase_collaborator))
        .function(wrap_function!(siren_roll_up))
}
