//! Refusals are short whatever the input, and say what is wrong and what is expected.

use serde_json::{Value as Json, json};

use crate::world::World;

/// Input that a careless caller may pass.
fn endless() -> String {
    "9".repeat(256_000)
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
