//! Refusals are short whatever the input, and say what is wrong and what is expected.

use serde_json::{Value as Json, json};

use siren::domain::input::{Value, read, text};
use siren::engine::{Error, Row};

use crate::wording::worded;
use crate::world::World;

/// Input that a careless caller may pass.
fn endless() -> String {
    "9".repeat(256_000)
}

#[test]
fn a_problem_is_a_code_and_values() {
    let input = Value::Map(vec![("name".into(), Value::Int(3))]);
    let problems = read(&input, |cursor| {
        cursor.object(|fields| fields.required("name", "", text::<10>))
    });
    let problem = |path: &str, message: &str, parts: Json| {
        assert_eq!(worded(&parts), message);
        json!([{"path": path, "message": message, "message_parts": parts}])
    };
    assert_eq!(
        json!(problems.expect_err("a number")),
        problem(
            "name",
            "must be a string, not an integer",
            json!({
                "code": "must_be",
                "values": {
                    "expected": {"type": "message", "code": "a_string", "values": {}},
                    "given": {"type": "message", "code": "an_integer", "values": {}},
                },
            }),
        )
    );
}

#[test]
fn a_row_that_does_not_exist_is_a_code_and_values() {
    let parts = Error::NotFound(Row::Payout, 7).message();
    assert_eq!(
        json!(parts),
        json!({"code": "no_payout", "values": {"id": {"type": "text", "text": "7"}}})
    );
    assert_eq!(worded(&json!(parts)), "there is no payout 7");
}

#[test]
fn no_message_repeats_a_very_long_value() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    let long = endless();
    let keys = |names: &[&str]| -> Json {
        let mut entries = serde_json::Map::new();
        entries.extend(names.iter().map(|name| ((*name).to_owned(), json!(long))));
        entries.insert(long.clone(), json!(long));
        Json::Object(entries)
    };
    let zeros = format!("-{}", "0".repeat(256_000));
    for (function, arguments) in [
        (
            "siren_record_event",
            json!([
                long,
                keys(&["key", "occurred_at", "value", "currency", "alias"])
            ]),
        ),
        (
            "siren_record_transaction",
            json!([keys(&["source", "external_id", "currency", "occurred_at"])]),
        ),
        (
            "siren_record_refund",
            json!([keys(&["source", "external_id", "refund_id", "amount"])]),
        ),
        (
            "siren_save_collaborator",
            json!([keys(&["name", "email", "status", "payout"])]),
        ),
        (
            "siren_save_distributor",
            json!([keys(&["name", "units", "starts_at", "schedule", "pool"])]),
        ),
        ("siren_find", json!([long, {}])),
        (
            "siren_find",
            json!([
                "events",
                keys(&["order_by", "order", "status", "occurred_from"])
            ]),
        ),
        ("siren_get", json!([long, 1])),
        (
            "siren_create_fulfillment",
            json!([keys(&["currency", "until", "now"])]),
        ),
        (
            "siren_create_fulfillment",
            json!([{"currency": "USD", "minimum": zeros}]),
        ),
        ("siren_set_payout", json!([1, long])),
        (
            "siren_set_payouts",
            json!([[1, long, 1], long, keys(&["by", "note", "now"])]),
        ),
        (
            "siren_credit",
            json!([keys(&["key", "distributor", "points", "reason"])]),
        ),
        (
            "siren_adjust",
            json!([keys(&["key", "amount", "currency", "reason"])]),
        ),
        ("siren_run_due", json!([null, keys(&["budget_ms"])])),
    ] {
        let refused = world.refused(function, arguments);
        assert!(
            refused.message.len() < 4_000,
            "{function}: {}",
            refused.message.len()
        );
        for (path, message) in &refused.problems {
            assert!(
                path.len() < 200 && message.len() < 1_000,
                "{function}: {path:.80}: {message:.80}"
            );
        }
    }
}
