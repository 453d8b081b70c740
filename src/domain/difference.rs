//! How a record that was recorded a second time differs from the one that counts.

use serde::Serialize;
use serde_json::Value as Json;

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Difference {
    /// The part of the record, such as `amount`, `owners` or `coupons`; `removed` or `added` for a whole detail.
    pub part: &'static str,
    /// The external id of the detail; null for the record as a whole.
    pub external_id: Option<String>,
    /// The shop's name of the detail.
    pub name: Option<String>,
    /// The value that counts; the amount of a detail that was removed.
    pub kept: Json,
    /// The value of the second recording; the amount of a detail that was added.
    pub told: Json,
}

/// What is compared: a detail, or the record as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    pub external_id: Option<String>,
    pub name: Option<String>,
    /// Values by name. Both sides have the same names in the same order.
    pub parts: Vec<(&'static str, Json)>,
}

impl Side {
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

    fn detail(external_id: &str, amount: &str, quantity: i64) -> Side {
        Side {
            external_id: Some(external_id.to_owned()),
            name: Some(format!("Detail {external_id}")),
            parts: vec![("amount", json!(amount)), ("quantity", json!(quantity))],
        }
    }

    #[test]
    fn each_difference_names_its_part_and_its_detail() {
        let whole = |code: &str| Side::whole(vec![("coupons", json!([code]))]);
        let found = compare(
            &[
                whole("a"),
                detail("1", "10.00", 1),
                detail("2", "5.00", 1),
                detail("3", "1.00", 1),
            ],
            &[
                whole("b"),
                detail("4", "7.00", 1),
                detail("3", "1.00", 1),
                detail("1", "10.00", 2),
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
        assert_eq!(found[1].name.as_deref(), Some("Detail 1"));
    }
}
