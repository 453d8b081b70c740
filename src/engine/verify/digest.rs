//! Digests by which an entry of the ledger is compared with a snapshot that is not kept in memory.

use crate::domain::ids::CollaboratorId;
use crate::domain::points::Points;
use crate::engine::run_due::snapshot::Inputs;
use crate::store::ledger;

/// A digest of the rules of a distribution, the inputs of its pool, and its participants with points, standing and amount, in
/// the order of their numbers.
pub fn digest<'r>(
    rules: &serde_json::Value,
    inputs: &Inputs,
    rows: impl Iterator<Item = (CollaboratorId, &'r Points, Option<&'r str>, i64)>,
) -> String {
    let mut texts = vec![rules.to_string(), format!("{inputs:?}")];
    texts.extend(rows.map(|(who, points, standing, paid)| {
        format!("{who} {points} {} {paid}", standing.unwrap_or("active"))
    }));
    of_texts(&texts)
}

/// A digest of the points of the participants of a distribution, in the order of their numbers.
pub fn points_digest<'r>(rows: impl Iterator<Item = (CollaboratorId, &'r Points)>) -> String {
    let texts: Vec<String> = rows
        .map(|(who, points)| format!("{who} {points}"))
        .collect();
    of_texts(&texts)
}

fn of_texts(texts: &[String]) -> String {
    let texts: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_str())).collect();
    ledger::digest(&texts)
}
