//! What somebody says is wrong.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::convert::{Answer, array, input, options};
use super::site::{clock, with};
use crate::engine::dispute;

/// A collaborator says that something is wrong: `collaborator`, `about` (`['obligation' => id]` for an amount of theirs, or
/// `['distribution' => id, 'reason' => 'crowd']` for what it did not count), `text` (at most 1000 characters), `by`, `now`. Nobody
/// can have more than five without an answer, nor two about the same.
///
/// Returns the dispute: `id`, `status` (`open`, `answered_once`, `accepted`, `declined`), `created_at`, `collaborator`,
/// `obligation`, `distribution`, `reason`, `text` (null once it is forgotten), `by` and `answers` (`[['answer', 'text', 'by',
/// 'created_at'], …]`). Throws `InvalidInput`, `NotFound`, `Conflict` (somebody else's amount, or too many),
/// `StorageFailure`.
#[php_function]
#[php(name = "siren_dispute")]
pub fn siren_dispute(dispute: &ZendHashTable) -> Result<Answer, PhpException> {
    let made = with(|site| dispute::dispute(site, &input(dispute), clock()))?;
    Ok(array(&made)?)
}

/// Answers a dispute, `accepted` or `declined`. Details: `text` (required: why, and what was done), `by`, `now`. No money
/// moves by it. Where the site asks for two people, the first answer makes it `answered_once`, and somebody else has to give
/// the same. The answer that it was given already changes nothing. Returns the dispute.
///
/// Throws `InvalidInput`, `NotFound`, `Conflict` (another answer was given, or somebody else must do it), `StorageFailure`.
#[php_function]
#[php(name = "siren_answer_dispute")]
pub fn siren_answer_dispute(
    id: i64,
    answer: &str,
    details: Option<&ZendHashTable>,
) -> Result<Answer, PhpException> {
    let answered = with(|site| dispute::answer(site, id, answer, &options(details), clock()))?;
    Ok(array(&answered)?)
}

/// Makes the functions known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_dispute))
        .function(wrap_function!(siren_answer_dispute))
}
