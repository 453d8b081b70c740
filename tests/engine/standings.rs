//! The open period as it would be divided now.

use serde_json::{Value as Json, json};

use crate::world::{JULY, JUNE, MAY, World, worked};

#[test]
fn standings_are_what_would_be_paid() {
    let world = World::new();
    world.collaborators(3);
    world.distributor(json!({}));
    for (n, quantity) in [(1, 7), (2, 5), (3, 3)] {
        world.lesson(&format!("lesson {n}"), n, quantity, MAY);
    }
    let standings = world.ok("siren_standings", json!([1, MAY]));
    world.ok("siren_run_due", json!([JUNE]));
    let paid = world.rows("allocations", json!({}));
    let row = |row: &Json| {
        ["collaborator", "rank", "score", "share", "amount"].map(|key| row[key].clone())
    };
    let expected: Vec<_> = standings["standings"]
        .as_array()
        .expect("a list of standings")
        .iter()
        .map(row)
        .collect();
    assert_eq!(paid.iter().map(row).collect::<Vec<_>>(), expected);
}

#[test]
fn reading_standings_changes_nothing() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    world.lesson("a", 1, 1, MAY);
    let before = world.everything();
    let once = world.ok("siren_standings", json!([1, JULY]));
    assert_eq!(world.ok("siren_standings", json!([1, JULY])), once);
    assert_eq!(world.everything(), before);
}

#[test]
fn the_answer_has_the_keys_that_screens_use() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    world.lesson("a", 1, 1, MAY);
    let standings = world.ok("siren_standings", json!([1, MAY]));
    let keys = |value: &Json| {
        value
            .as_object()
            .expect("a map")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(&standings),
        ["distributor", "distribution", "period", "pool", "standings"]
    );
    assert_eq!(keys(&standings["pool"]), ["amount", "currency", "sources"]);
    assert_eq!(keys(&standings["pool"]["sources"][0]), ["kind", "amount"]);
    assert_eq!(
        keys(&standings["standings"][0])[..5],
        ["collaborator", "rank", "score", "share", "amount"]
    );
}

#[test]
fn with_a_late_heartbeat_standings_are_those_of_the_current_period() {
    let world = World::new();
    world.collaborators(2);
    world.distributor(json!({}));
    world.lesson("may", 1, 1, MAY);
    world.lesson("june", 2, 1, "2026-06-10T12:00:00Z");
    let periods: Vec<Json> = [MAY, "2026-06-11T00:00:00Z"]
        .map(|now| world.ok("siren_standings", json!([1, now]))["period"]["start"].clone())
        .into();
    assert_eq!(periods, [MAY, JUNE]);
    // July is not open yet; the oldest unclosed period is shown.
    assert_eq!(
        world.ok("siren_standings", json!([1, JULY]))["period"]["start"],
        MAY
    );
}

#[test]
fn a_distributor_without_an_open_period_says_so() {
    let world = World::new();
    world.distributor(json!({"status": "draft"}));
    let check = |arguments: Json, class: &str| {
        assert_eq!(
            world.refused("siren_standings", arguments.clone()).class,
            class,
            "{arguments}"
        );
    };
    check(json!([1, MAY]), "Conflict");
    check(json!([2, MAY]), "NotFound");
    check(json!([0, MAY]), "NotFound");
    check(json!([-1, MAY]), "NotFound");
    check(json!([1, "2026-05-01"]), "InvalidInput");
}

/// Adds collaborators with a point each, as folding would.
pub fn tied(world: &World, people: std::ops::RangeInclusive<i64>) {
    let db = rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("open");
    db.execute_batch(&format!(
        "CREATE TEMP TABLE n AS WITH RECURSIVE n(id) AS (SELECT {} UNION ALL SELECT id + 1 FROM n WHERE id < {}) \
         SELECT id FROM n; \
         INSERT INTO collaborators (id, status, created_at, name) SELECT id, 'active', 0, 'Somebody' FROM n; \
         INSERT INTO metrics (distribution_id, collaborator_id, type, status, points, parts, occurred_at) \
           SELECT 1, id, 'lesson_completed', 'counted', 1, 1, 1780000000000000 - id FROM n; \
         INSERT INTO scores SELECT 1, id, 1, 1, 1 FROM n;",
        people.start(),
        people.end(),
    ))
    .expect("people with a point each");
}

#[test]
fn four_times_as_many_ties_cost_about_four_times_as_much_work() {
    let world = World::new();
    world.distributor(json!({"structure": {"kind": "ladder", "prizes": ["50", "30", "20"]}}));
    let look = |last: i64| {
        let before = worked();
        let answer = world.ok("siren_standings", json!([1, "2026-05-20T12:00:00Z"]));
        let worked = worked() - before;
        // Ties are ordered by the time of the point; the last collaborator was first.
        let first: Vec<&Json> = answer["standings"].as_array().expect("a list")[..3]
            .iter()
            .map(|row| &row["collaborator"])
            .collect();
        assert_eq!(first, [last, last - 1, last - 2]);
        worked
    };
    tied(&world, 1..=20_000);
    let few = look(20_000);
    tied(&world, 20_001..=80_000);
    let many = look(80_000);
    // Twice the number, to allow for processor caches; quadratic work would be sixteen times as much.
    assert!(many < few * 8, "{few} ns, then {many} ns");
}
