//! Proofs: what shows that the rows are what was decided, and why somebody is owed an amount.
//! Not here: the judgement (`engine::verify`, `engine::explain`).

pub mod audit;
pub mod crowds;
pub mod evidence;
pub mod export;
pub mod scratch;
pub mod seals;
pub mod sums;
