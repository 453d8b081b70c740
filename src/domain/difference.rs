//! In what a record that came a second time differs from the one that counts.

use serde::Serialize;
use serde_json::Value as Json;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Difference {
    /// Which part of the record: `amount`, `owners`, `coupons`, …; `removed` and `added` of a whole line.
    pub part: &'static str,
    /// The number of the line it is of; null where it is of the record as a whole.
    pub external_id: Option<String>,
    /// What the shop calls that line.
    pub name: Option<String>,
    /// What counts; the amount of a line that the other does not have.
    pub kept: Json,
    /// What came the second time; the amount of a line that only this one has.
    pub told: Json,
}

/// A line of a record, or the record as a whole, as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The line's number.
    pub external_id: Option<String>,
    /// What the shop calls it.
    pub name: Option<String>,
    /// What is compared, by name; of both sides the same names in the same order.
    pub parts: Vec<(&'static str, Json)>,
}

impl Side {
    /// A record as a whole.
    #[must_use]
    pub fn whole(parts: Vec<(&'static str, Json)>) -> Side {
        Side {
            external_id: None,
            name: None,
            parts,
        }
    }

    fn amount(&self) -> Json {
        let mut parts = self.parts.iter();
        let amount = parts.find(|(part, _)| *part == "amount");
        amount.map_or(Json::Null, |(_, amount)| amount.clone())
    }

    fn difference(&self, part: &'static str, kept: Json, told: Json) -> Difference {
        Difference {
            part,
            external_id: self.external_id.clone(),
            name: self.name.clone(),
            kept,
            told,
        }
    }
}

/// Compares what counts with what came the second time.
#[must_use]
pub fn compare(kept: &[Side], told: &[Side]) -> Vec<Difference> {
    let mut found = Vec::new();
    for side in kept {
        let Some(other) = told.iter().find(|t| t.external_id == side.external_id) else {
            found.push(side.difference("removed", side.amount(), Json::Null));
            continue;
        };
        let both = side.parts.iter().zip(&other.parts);
        let unequal = both.filter(|((_, kept), (_, told))| kept != told);
        found
            .extend(unequal.map(|((part, kept), (_, told))| {
                side.difference(part, kept.clone(), told.clone())
            }));
    }
    let is_new = |side: &&Side| kept.iter().all(|k| k.external_id != side.external_id);
    let added = told.iter().filter(is_new);
    found.extend(added.map(|side| side.difference("added", Json::Null, side.amount())));
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(external_id: &str, amount: &str, quantity: i64) -> Side {
        Side {
            external_id: Some(external_id.to_owned()),
            name: Some(format!("Line {external_id}")),
            parts: vec![("amount", json!(amount)), ("quantity", json!(quantity))],
        }
    }

    #[test]
    fn each_part_that_differs_is_named_with_its_line() {
        let whole = |code: &str| Side::whole(vec![("coupons", json!([code]))]);
        let found = compare(
            &[
                whole("a"),
                line("1", "10.00", 1),
                line("2", "5.00", 1),
                line("3", "1.00", 1),
            ],
            &[
                whole("b"),
                line("4", "7.00", 1),
                line("3", "1.00", 1),
                line("1", "10.00", 2),
            ],
        );
        let said: Vec<_> = found
            .iter()
            .map(|one| (one.part, one.external_id.as_deref(), &one.kept, &one.told))
            .collect();
        assert_eq!(
            said,
            [
                ("coupons", None, &json!(["a"]), &json!(["b"])),
                ("quantity", Some("1"), &json!(1), &json!(2)),
                ("removed", Some("2"), &json!("5.00"), &json!(null)),
                ("added", Some("4"), &json!(null), &json!("7.00")),
            ]
        );
        assert_eq!(found[1].name.as_deref(), Some("Line 1"));
    }
}
