//! A distribution that is divided again: it verifies at every stage, and tampering with it is detected.

use serde_json::json;
use siren::engine::verify::export::export;
use siren::engine::verify::file::check;

use super::site::World;

const MAY: &str = "2026-05-01T00:00:00Z";

/// Two teachers, a share of their sales held for 14 days, and a sale refunded in that time.
fn held() -> World {
    let world = World::new();
    for n in 1..=2 {
        world.collaborator(json!({"name": format!("Teacher {n}"), "now": MAY}));
    }
    world.distributor(json!({
        "name": "Held", "units": "USD", "starts_at": MAY, "now": MAY, "hold_days": 14,
        "schedule": {"every": "month", "on": 1, "at": "00:00", "timezone": "UTC"},
        "metrics": [{"event": "product_sold", "points": 1}],
        "pool": {"sources": [
            {"kind": "revenue_share", "percent": "10", "include": ["line_items"]},
            {"kind": "per_event", "event": "product_sold", "amount": "1.00"},
        ]},
        "structure": {"kind": "performance_weighted_pool"}, "cap_percent": "60",
    }));
    for (sale, owner) in [("1", 1), ("2", 1), ("3", 2)] {
        world.sale(json!({
            "source": "shop", "external_id": sale, "currency": "USD", "occurred_at": "2026-05-10T00:00:00Z",
            "details": [{"kind": "line_item", "external_id": "a", "amount": "100.00", "owners": [owner]}],
        }));
    }
    world.run("2026-06-01T00:00:00Z");
    world
}

fn give_back(world: &World) {
    world.refund(json!({
        "source": "shop", "external_id": "1", "refund_id": "r", "occurred_at": "2026-06-05T00:00:00Z",
    }));
}

fn holds(world: &World, when: &str) {
    assert_eq!(world.verify().problems, [], "{when}");
    let path = world.path(&format!("{}.jsonl", when.replace(' ', "-")));
    export(&world.site, &path.display().to_string()).expect("a new file");
    let bytes = std::fs::read(path).expect("the file");
    let verdict = check(bytes.as_slice(), |closed| assert!(closed.proven, "{when}"));
    assert_eq!(verdict.expect("a ledger").found.problems, [], "{when}");
}

#[test]
fn the_refund_window_verifies_at_every_stage() {
    let world = held();
    holds(&world, "closed");
    give_back(&world);
    holds(&world, "given back");
    world.run("2026-06-15T00:00:00Z");
    holds(&world, "divided again");
    let report = world.verify();
    assert_eq!(
        (
            report.checked.acts["distribution"],
            report.checked.acts["final"]
        ),
        (2, 1)
    );
    world.run("2026-07-01T00:00:00Z");
    holds(&world, "the next closed");
}

#[test]
fn tampering_with_the_refund_window_is_detected() {
    let between = held();
    give_back(&between);
    // Fold the journal.
    assert_eq!(between.verify().problems, []);
    let after = held();
    give_back(&after);
    after.run("2026-06-15T00:00:00Z");
    let refund_of = "refund_id IS NOT NULL AND distribution_id = 1";
    for (world, sql) in [
        // Before it is divided again.
        (
            &between,
            format!("DELETE FROM pool_entries WHERE {refund_of}"),
        ),
        (
            &between,
            format!("UPDATE pool_entries SET base = base + 1 WHERE {refund_of}"),
        ),
        (
            &between,
            "DELETE FROM metrics WHERE distribution_id = 1 AND status = 'reversed'".to_owned(),
        ),
        (
            &between,
            "UPDATE obligations SET status = 'pending' WHERE id = 1".to_owned(),
        ),
        // After that.
        (
            &after,
            "UPDATE obligations SET status = 'pending' WHERE reason = 'recounted'".to_owned(),
        ),
        (
            &after,
            "UPDATE obligations SET amount = amount + 1 WHERE status = 'pending'".to_owned(),
        ),
        (
            &after,
            "UPDATE allocations SET amount = amount + 1".to_owned(),
        ),
        (
            &after,
            "DELETE FROM allocations WHERE collaborator_id = 2".to_owned(),
        ),
        (
            &after,
            "UPDATE distributions SET amount = 3300 WHERE id = 1".to_owned(),
        ),
        (
            &after,
            "DELETE FROM metrics WHERE distribution_id = 1 AND status = 'reversed'".to_owned(),
        ),
        (&after, "DELETE FROM ledger WHERE act = 'final'".to_owned()),
        (
            &after,
            "UPDATE ledger SET body = replace(body, '\"number\":2', '\"number\":3')".to_owned(),
        ),
        (
            &after,
            "DELETE FROM ledger WHERE act = 'distribution' AND subject LIKE '%:2'".to_owned(),
        ),
    ] {
        let copy = world.copy();
        let changed = copy.open().execute(&sql, []).expect("an own file");
        assert!(changed > 0, "{sql}");
        assert_ne!(copy.verify().total, 0, "{sql}");
    }
}
