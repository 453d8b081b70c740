//! Looking after the data: a copy of it, and what concerns one person.

use std::path::Path;

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::basedir;
use super::convert::{Answer, array, options};
use super::site::{self, with};
use crate::engine::calls::random_numbers;
use crate::engine::privacy::{erase, export, retire};
use crate::engine::{backup, rebuild, roll_up, snapshots};

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
/// `type`, `metrics`, `points`), `disputes`, and what they did and bought themselves: `events` and `transactions` (`items`:
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
/// Returns `collaborator`, `collaborators`, `changed` (rows of `collaborators`, `aliases`, `events`, `transactions`,
/// `pool_entries`, `conflicts`, `journal_faults`, `dismissals`, `disputes`), `kept` (`what`, `rows`, `why`), `left` (names that stay,
/// because another account has them too), `balances`: what is still owed, `backups`: paths of the copies by
/// `siren_backup()` that still know them, and `wiped`: whether the disk holds nothing of it any more; if not (somebody
/// reads what was, or the database is large), the next `siren_run_due()` sees to it. Throws `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_erase_collaborator")]
pub fn siren_erase_collaborator(id: i64) -> Result<Answer, PhpException> {
    let erased = with(|site| erase::erase(site, id, random_numbers()?, site::clock()))?;
    Ok(array(&erased)?)
}

/// Everything that is kept about a person, a page at a time. `$names`: what they are called where they did something, as
/// in `siren_record_event()`: `['user:7', 'email:ann@example.org']`. `$query`: `page` (from 1), `per_page` (at most 500,
/// of events and of sales).
///
/// Returns `names` (all that the same person is known by), `left` (names that were told together with theirs and may be
/// somebody else's, because another account has them too), `collaborators` (on the first page; each as
/// `siren_export_collaborator()` has them, without what they did), `events`, `transactions` (`items`, `total`),
/// `conflicts` (on the first page) and `done`: whether this is the last page. Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_export_person")]
pub fn siren_export_person(
    names: &ZendHashTable,
    query: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let (names, asked) = (options(Some(names)), options(query));
    let page = with(|site| export::export_person(site, &names, &asked))?;
    Ok(array(&page)?)
}

/// Forgets who somebody was: a collaborator, a customer, a student, a guest, a visitor. `$names` as for
/// `siren_export_person()`: all that were told to be the same person's are forgotten with them, and the collaborator who
/// bears one of them. Where a person has several accounts, only the names that are given are forgotten; the others are
/// `left`. What is told later of what they did finds it, and does not bring the names back. Doing it again changes nothing.
///
/// Returns what `siren_erase_collaborator()` does; `collaborator` is null. Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_erase_person")]
pub fn siren_erase_person(names: &ZendHashTable) -> Result<Answer, PhpException> {
    let names = options(Some(names));
    let erased = with(|site| erase::erase_person(site, &names, random_numbers()?, site::clock()))?;
    Ok(array(&erased)?)
}

/// Retires the numbers of WordPress users whose accounts are gone, at most 200 at once: WordPress may give such a number to
/// somebody else after an import. Collaborators who were bound to one are not any more, and what they are owed stays. Where
/// such a user did something a pseudonym takes the place of `user:7`, which still means the same person as all their other
/// names. Doing it again changes nothing.
///
/// Returns `collaborators` (who were bound) and `changed` as `siren_erase_person()`. Throws `InvalidInput`, `StorageFailure`.
#[php_function]
#[php(name = "siren_retire_users")]
pub fn siren_retire_users(users: &ZendHashTable) -> Result<Answer, PhpException> {
    let users = options(Some(users));
    let retired =
        with(|site| retire::retire_users(site, &users, random_numbers()?, site::clock()))?;
    Ok(array(&retired)?)
}

/// Rolls old visits up: those before `$before` whose distributions are closed become one row for each hour, object and
/// owner. Points and amounts stay; who the visitors were, hashed as that is, goes. A visit that is recorded later and
/// is older than that is kept as ignored (`rolled_up`).
///
/// Returns `before` and `visits` (how many went into the row of another). Throws `InvalidInput` (`$before` is no
/// instant), `StorageFailure`.
#[php_function]
#[php(name = "siren_roll_up")]
pub fn siren_roll_up(before: &str) -> Result<Answer, PhpException> {
    let done =
        with(|site| roll_up::roll_up(site, site::instant("before", before)?, site::clock()))?;
    Ok(array(&done)?)
}

/// Daily upkeep, for the heartbeat: a whole copy of the database (a snapshot) where the newest is a day old, in the data
/// directory. Two are kept, and as much of the log as they need, at least thirty days of it: what a lost or damaged
/// database is rebuilt from. It takes as long as copying the database does, and holds nobody up.
///
/// Returns `snapshot` (when the newest was made) and `made` (whether that was just now). Throws `StorageFailure`.
#[php_function]
#[php(name = "siren_maintain")]
pub fn siren_maintain() -> Result<Answer, PhpException> {
    let done = with(|site| snapshots::tend(site, site::clock()))?;
    Ok(array(&done)?)
}

/// Makes the database anew, out of the newest snapshot and the log: where it is damaged or lost, or `siren_verify()` says that
/// it was changed. Nothing that was acknowledged is lost by it. The old database is put aside. Options: `without_log`, true to
/// go on where parts of the log are missing and cannot be put back: what they alone held is lost then.
///
/// Returns `snapshot` (when the one it began with was made; null where it began with the log, or went on with the database
/// that is there), `aside` (path of the old database, or null), `folded`, `without` (what the log did not have, or null) and `ok`
/// (whether the new database proves itself). Throws `InvalidInput`, and `StorageFailure` (`log_lost`: what is missing, and what
/// to do).
#[php_function]
#[php(name = "siren_rebuild")]
pub fn siren_rebuild(options: Option<&ZendHashTable>) -> Result<Answer, PhpException> {
    let options = self::options(options);
    let done = with(|site| rebuild::rebuild(site, &options, site::clocks(None)?))?;
    Ok(array(&done)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_backup))
        .function(wrap_function!(siren_export_collaborator))
        .function(wrap_function!(siren_erase_collaborator))
        .function(wrap_function!(siren_export_person))
        .function(wrap_function!(siren_erase_person))
        .function(wrap_function!(siren_retire_users))
        .function(wrap_function!(siren_roll_up))
        .function(wrap_function!(siren_maintain))
        .function(wrap_function!(siren_rebuild))
}
