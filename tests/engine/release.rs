//! This release folds the log of the previous one into the same rows with the same hashes.
//!
//! At a release, `WRITE_LOG=1` writes the fixture anew: it runs [`everything`], and stores its log and the end of its
//! ledger.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::world::{JULY, JUNE, MAY, World};

fn fixture(ending: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/log-1.{ending}"))
}

/// Every change once, and every record.
fn everything(world: &World) {
    world.collaborators(3);
    world.ok("siren_save_collaborator", json!([{"id": 3, "status": "inactive", "wp_user_id": 7, "aliases": [{"type": "coupon", "code": "SAVE10"}], "now": MAY}]));
    world.distributor(json!({"review": true, "hold_days": 2, "clawback_from": "credited", "on_refund_after_close": "clawback",
        "metrics": [{"event": "lesson_completed", "points": 1}, {"event": "coupon_used", "points": 5, "once_per": "customer"}],
        "pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}, {"kind": "fixed", "amount": "50.00"}]}}));
    world.distributor(json!({"name": "Paid at once"}));
    world.lesson("a", 1, 3, MAY);
    world.lesson("b", 2, 1, MAY);
    world.ok("siren_record_events", json!([[{"type": "lesson_completed", "key": "c", "collaborator": 1, "subject": "user:9", "occurred_at": MAY}, {"type": "site_visited", "key": "d", "collaborator": 2, "occurred_at": MAY}]]));
    let line = |amount: &str| json!([{"kind": "line_item", "external_id": "1", "amount": amount}]);
    world.ok("siren_record_transaction", json!([{"source": "shop", "external_id": "1", "currency": "USD", "customer": "email:ann@example.org", "coupons": ["save10"], "occurred_at": MAY, "details": line("100.00")}]));
    world.ok("siren_record_transaction", json!([{"source": "shop", "external_id": "1", "currency": "USD", "customer": "email:ann@example.org", "coupons": ["save10"], "occurred_at": MAY, "revision": 2, "details": line("120.00")}]));
    world.ok("siren_credit", json!([{"key": "thanks", "distributor": 1, "collaborator": 2, "points": 5, "reason": "thanks", "now": "2026-05-20T00:00:00Z"}]));
    world.ok("siren_top_up", json!([{"key": "more", "distributor": 1, "amount": "7.00", "reason": "sponsor", "now": "2026-05-20T00:00:00Z"}]));
    world.ok("siren_run_due", json!([JUNE]));
    world.ok(
        "siren_approve_distribution",
        json!([1, {"by": "user:1", "now": JUNE}]),
    );
    world.ok("siren_run_due", json!(["2026-06-04T00:00:00Z"]));
    world.ok("siren_record_refund", json!([{"source": "shop", "external_id": "1", "refund_id": "1", "amount": "20.00", "occurred_at": "2026-06-05T00:00:00Z"}]));
    world.ok("siren_record_refund", json!([{"source": "shop", "external_id": "none", "refund_id": "1", "amount": "20.00", "occurred_at": "2026-06-05T00:00:00Z"}]));
    world.lesson("a", 2, 1, "2026-06-06T00:00:00Z");
    world.ok(
        "siren_dismiss_conflict",
        json!([1, {"now": "2026-06-07T00:00:00Z"}]),
    );
    let waiting = world.ok("siren_find", json!(["refunds", {"status": "waiting"}]));
    world.ok(
        "siren_dismiss_refund",
        json!([waiting["items"][0]["id"], {"now": "2026-06-07T00:00:00Z"}]),
    );
    let pending = world.ok(
        "siren_find",
        json!(["obligations", {"status": "pending", "order_by": "id", "order": "asc"}]),
    );
    world.ok("siren_hold_obligation", json!([pending["items"][0]["id"], "who is it", {"by": "user:1", "now": "2026-06-08T00:00:00Z"}]));
    let held = world.ok("siren_find", json!(["obligations", {"kind": "hold"}]));
    world.ok(
        "siren_release_obligation",
        json!([held["items"][0]["id"], {"by": "user:2", "now": "2026-06-09T00:00:00Z"}]),
    );
    world.ok("siren_adjust", json!([{"key": "sorry", "collaborator": 2, "amount": "1.50", "currency": "USD", "reason": "rounding", "now": "2026-06-09T00:00:00Z"}]));
    world.ok(
        "siren_create_fulfillment",
        json!([{"by": "user:1", "now": "2026-06-10T00:00:00Z"}]),
    );
    world.ok(
        "siren_set_payout",
        json!([1, "paid", {"reference": "BANK-1", "now": "2026-06-11T00:00:00Z"}]),
    );
    world.ok(
        "siren_set_payout",
        json!([2, "failed", {"note": "closed account", "now": "2026-06-11T00:00:00Z"}]),
    );
    world.ok("siren_dispute", json!([{"collaborator": pending["items"][0]["collaborator"], "about": {"obligation": pending["items"][0]["id"]}, "text": "too little", "now": "2026-06-12T00:00:00Z"}]));
    world.ok(
        "siren_answer_dispute",
        json!([1, "declined", {"text": "as agreed", "now": "2026-06-13T00:00:00Z"}]),
    );
    world.ok(
        "siren_save_distributor",
        json!([{"id": 2, "status": "paused", "now": "2026-06-14T00:00:00Z"}]),
    );
    world.ok("siren_retire_users", json!([[7]]));
    world.ok("siren_run_due", json!([JULY]));
    world.ok(
        "siren_create_fulfillment",
        json!([{"by": "user:1", "now": JULY}]),
    );
    let unpaid = world.ok("siren_find", json!(["payouts", {"status": "unpaid"}]));
    let unpaid: Vec<&Json> = unpaid["items"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["id"])
        .collect();
    world.ok("siren_set_payouts", json!([unpaid, "paid", {"now": JULY}]));
    let told = world.ok("siren_outbox", json!([{}]));
    world.ok("siren_outbox_delivered", json!([told[0]["id"]]));
    world.ok("siren_roll_up", json!(["2026-06-01T00:00:00Z"]));
}

/// The results of a ledger.
fn end(world: &World) -> Json {
    let proof = world.ok("siren_verify", json!([]));
    assert_eq!(
        (&proof["ok"], &proof["problems"]),
        (&json!(true), &json!([]))
    );
    let amounts = ["obligations", "payouts", "distributions"].map(|noun| {
        let rows = world.ok(
            "siren_find",
            json!([noun, {"order_by": "id", "order": "asc", "per_page": 100}]),
        );
        let items = rows["items"].as_array().expect("rows").clone();
        items
            .iter()
            .map(|row| json!([row["id"], row["status"], row["amount"]]))
            .collect::<Json>()
    });
    json!({"lines": proof["checked"]["lines"], "head": proof["checked"]["head"], "amounts": amounts})
}

#[test]
fn the_log_of_the_previous_release_gives_the_same_results() {
    if std::env::var_os("WRITE_LOG").is_some() {
        let world = World::new();
        everything(&world);
        std::fs::copy(world.journal(), fixture("journal")).expect("a log");
        let end = serde_json::to_string_pretty(&end(&world)).expect("JSON");
        std::fs::write(fixture("json"), end + "\n").expect("its end");
    }
    let again = World::new();
    std::fs::create_dir_all(again.directory()).expect("a directory");
    std::fs::copy(fixture("journal"), again.journal()).expect("the log");
    let expected = std::fs::read_to_string(fixture("json")).expect("its end");
    let expected: Json = serde_json::from_str(&expected).expect("JSON");
    assert_eq!(end(&again), expected);
}

/// The fixture proves nothing about a change that it lacks. An erasure is left out, because it deletes the old log.
#[test]
fn the_log_contains_every_change() {
    let log = std::fs::read_to_string(fixture("journal")).expect("the log");
    let told: BTreeSet<&str> = log
        .split("\"change\":{\"call\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let known = siren::engine::calls::changes().filter(|name| !name.starts_with("erase_"));
    let missing: Vec<&str> = known.filter(|name| !told.contains(name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
