//! Bulk loading: what a fold records is collected, then written in few statements.
//! Not here: what is recorded (`engine::fold`), or single rows (the nouns).

mod bloom;
mod identity_hasher;
pub mod loader;
pub(super) mod rows;
