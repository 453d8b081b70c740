//! Any difference between the blocks of the history and the events is detected and named.

use serde_json::{Value as Json, json};
use siren::engine::json::from_json;
use siren::engine::record;

use super::site::{World, at};

const MAY: &str = "2026-05-01T00:00:00Z";

/// Two blocks of events and the beginning of a third.
fn two_blocks() -> World {
    let world = World::new();
    world.collaborator(json!({"name": "Ann", "now": MAY}));
    for round in 0..5 {
        let visit = |n: i64| json!({"type": "site_visited", "key": format!("{round}-{n}"), "collaborator": 1});
        let visits = Json::Array((0..2_000).map(visit).collect());
        record::events(&world.site, &from_json(visits), at(MAY)).expect("good events");
    }
    let report = world.verify();
    assert!(report.ok, "{:?}", report.problems);
    assert_eq!(report.checked.rows["event_blocks"], 2);
    world
        .open()
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("a checkpoint");
    world
}

/// Checks that a change of a block is detected, with this message.
fn found(world: &World, sql: &str, block: i64, faults: u64, says: &str) {
    let other = world.copy();
    other.tamper(sql);
    let report = other.verify();
    let named = report.problems.iter().any(|problem| {
        problem.table == "event_blocks" && problem.id == block && problem.message.contains(says)
    });
    assert!(named, "{sql}: {:?}", report.problems);
    // The seal of the events may report it too.
    let of_blocks = report
        .problems
        .iter()
        .filter(|problem| problem.table == "event_blocks");
    assert_eq!(
        of_blocks.count() as u64,
        faults,
        "{sql}: {:?}",
        report.problems
    );
}

#[test]
fn an_event_that_differs_from_its_block_is_detected() {
    let world = two_blocks();
    for (sql, block, faults, says) in [
        (
            "UPDATE events SET quantity = 2000000 WHERE id = 4097",
            1,
            1,
            "event 4097 is site_visited at 2026-05-01T00:00:00Z, quantity 1, standing for 1, for 1; it should be \
             site_visited at 2026-05-01T00:00:00Z, quantity 2, standing for 1, for 1",
        ),
        (
            "UPDATE events SET occurred_at = occurred_at + 1 WHERE id = 8192",
            1,
            2,
            "event 8192 is",
        ),
        (
            "UPDATE events SET type = 'post_visited' WHERE id = 1",
            0,
            1,
            "event 1 is",
        ),
        (
            "UPDATE events SET renewal = 1 WHERE id = 9",
            0,
            1,
            "a renewal",
        ),
        (
            "UPDATE events SET value = '1.50', currency = 'USD' WHERE id = 9",
            0,
            1,
            "worth 1.50 USD",
        ),
        (
            "UPDATE credits SET own = 1, weight = 3 WHERE event_id = 9",
            0,
            1,
            "for 1 (weight 3, own)",
        ),
        (
            "UPDATE credits SET collaborator_id = 2 WHERE event_id = 9",
            0,
            1,
            "for 2",
        ),
        (
            "UPDATE credits SET reason = 'editor' WHERE event_id = 9",
            0,
            1,
            "has event 9, which does not belong in it",
        ),
        (
            "DELETE FROM credits WHERE event_id = 4096",
            0,
            1,
            "has event 4096",
        ),
        ("DELETE FROM events WHERE id = 4096", 0, 2, "has event 4096"),
        (
            "UPDATE events SET status = 'ignored' WHERE id = 4097",
            1,
            1,
            "do not match the events",
        ),
        (
            "UPDATE event_blocks SET history = history + 1 WHERE number = 1",
            1,
            1,
            "do not match the events",
        ),
    ] {
        found(&world, sql, block, faults, says);
    }
}

#[test]
fn any_change_of_a_block_is_detected() {
    let world = two_blocks();
    for (sql, block, faults, says) in [
        (
            "UPDATE event_blocks SET events = x'' WHERE number = 1",
            1,
            1,
            "cannot be decoded",
        ),
        (
            "UPDATE event_blocks SET events = x'020000' WHERE number = 1",
            1,
            1,
            "event 4097 is missing",
        ),
        (
            "UPDATE event_blocks SET events = substr(events, 1, length(events) - 1) WHERE number = 1",
            1,
            1,
            "cannot be decoded",
        ),
        (
            "UPDATE event_blocks SET latest = latest - 1 WHERE number = 0",
            0,
            1,
            "happened",
        ),
        (
            "UPDATE event_blocks SET earliest = NULL WHERE number = 0",
            0,
            1,
            "happened",
        ),
        (
            "UPDATE event_blocks SET kept = kept + 1 WHERE number = 0",
            0,
            1,
            "do not match the events",
        ),
        (
            "UPDATE event_blocks SET counted = counted - 1 WHERE number = 1",
            1,
            1,
            "do not match the events",
        ),
        // A block is missing, or has a number that none can have.
        (
            "DELETE FROM event_blocks WHERE number = 0",
            1,
            1,
            "block 0 before it is missing",
        ),
        (
            "INSERT INTO event_blocks VALUES (2, 0, 0, NULL, NULL, x'020000', 0)",
            2,
            1,
            "ids that were never given: the newest is 10000",
        ),
        (
            "UPDATE event_blocks SET number = 7 WHERE number = 1",
            7,
            2,
            "never given",
        ),
        (
            "UPDATE event_blocks SET number = 9223372036854775807 WHERE number = 1",
            i64::MAX,
            2,
            "never given",
        ),
        (
            "UPDATE event_blocks SET number = -9223372036854775808 WHERE number = 1",
            i64::MIN,
            1,
            "never given",
        ),
    ] {
        found(&world, sql, block, faults, says);
    }
}

#[test]
fn a_lost_block_changes_no_answer_and_a_damaged_one_gives_none() {
    let world = two_blocks();
    let rules = json!({"name": "x", "units": "USD", "schedule": {"every": "month", "on": 1, "at": "00:00", "timezone": "UTC"},
        "metrics": [{"event": "site_visited", "points": 1}], "pool": {"sources": [{"kind": "fixed", "amount": "1.00"}]},
        "structure": {"kind": "performance_weighted_pool"}});
    let score = |world: &World| {
        let given = from_json(rules.clone());
        let tried = siren::engine::simulate::simulate(
            &world.site,
            &given,
            at(MAY),
            at("2026-06-01T00:00:00Z"),
        );
        tried.map(|periods| periods[0].allocations[0].score.clone())
    };
    let whole = score(&world).expect("a score");
    assert_eq!(whole, 10_000.into());
    for sql in [
        "DELETE FROM event_blocks WHERE number = 0",
        "DELETE FROM event_blocks WHERE number = 1",
        "DELETE FROM event_blocks",
    ] {
        let other = world.copy();
        other.tamper(sql);
        assert_eq!(score(&other).expect("a score"), whole, "{sql}");
    }
    world.tamper("UPDATE event_blocks SET events = x'01' WHERE number = 1");
    let refused = score(&world).expect_err("a refusal").to_string();
    assert!(
        refused.contains("block 1 of the events cannot be decoded"),
        "{refused}"
    );
}
