//! Looking back: rules tried on the past, and why something is owed.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::convert::{Answer, array, input};
use super::site::{self, with};
use crate::engine::{explain, simulate};

/// What a distributor would have paid over recorded history. Writes nothing. `$distributor`: a definition as
/// for `siren_save_distributor`, or with `id` what is to be tried over that distributor's newest rules;
/// `$from` stands in for its `starts_at`, `$to` is the first instant that is not looked at any more.
///
/// Returns a list of periods: `period`, `status` (`complete`, `skipped`, or `tracking` where `$to` cuts it),
/// `reason` (why skipped), `pool` (`amount`, `currency`, `sources`), `carried` (what the next one opens with;
/// null while it is tracking), `allocations` (`[['collaborator', 'rank', 'score', 'share', 'amount',
/// 'status', 'reason'], …]`, best first) and `adjustments` (what refunds claim back of earlier periods, where
/// the rules say so: `[['collaborator', 'amount', 'period'], …]`). Everything counts by when it happened;
/// collaborators are paid as they stand now; what was given by hand is left out.
///
/// Throws `InvalidInput` (also for more than 1000 periods), `NotFound`, `Conflict` (a sum is too large to
/// count), `StorageFailure`.
#[php_function]
#[php(name = "siren_simulate")]
pub fn siren_simulate(
    distributor: &ZendHashTable,
    from: &str,
    to: &str,
) -> Result<Answer, PhpException> {
    let periods = with(|site| {
        let (from, to) = (site::instant("from", from)?, site::instant("to", to)?);
        simulate::simulate(site, &input(distributor), from, to)
    })?;
    Ok(array(&periods)?)
}

/// Why an amount is owed: amount → share → points → events. Writes nothing. Returns `obligation`,
/// `distribution` (`id`, `distributor`, `period`, `version`, `hash`), `rule` (`version`, `sentence`,
/// `structure`), `pool` (`amount`, `currency`, `sources`), `score`, `rank`, `share`, `points` (for each type
/// `type`, `events`, `taken_back`, `not_counted` (how many for which reason), `each`, `total`), `arithmetic` (the
/// calculation, line by line), `hold` (`reason`, `by`, `ended`, `ended_by`, where it is or was held by hand), `divisions`
/// (each time that refunds had the pool divided before anything of it was payable, with `hash`, `pool`, `score`, `share`,
/// `amount`, `obligation`; empty where it was divided once), `events`
/// (`items`: the newest 100 with `id`, `type`, `occurred_at`, `object`, `points`, `status`; `total`),
/// `refunds` (those that claim it back), `without_refunds` (where that is claimed from those whose points they took:
/// `divided` and `without` with `pool`, `score`, `share`, `amount`; `owed`, `claimed`, `hash`), `because` (the same for the obligation it corrects or stands in for)
/// and `sentence`: all of it in one. What does not concern the obligation is null or empty.
///
/// Throws `NotFound`, `StorageFailure`.
#[php_function]
#[php(name = "siren_explain")]
pub fn siren_explain(obligation: i64) -> Result<Answer, PhpException> {
    let explanation = with(|site| explain::explain(site, obligation))?;
    Ok(array(&explanation)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_simulate))
        .function(wrap_function!(siren_explain))
}
