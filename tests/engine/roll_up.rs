//! Old visits become one row for each hour and object; what was paid for them does not change.

use serde_json::{Value as Json, json};

use crate::world::{JULY, JUNE, MAY, World};

/// Records a visit of a post by an anonymous visitor.
fn visit(world: &World, key: &str, at: &str, changes: Json) {
    let mut event = json!({"key": key, "collaborator": 1, "occurred_at": at, "object": "post:9",
        "subject": format!("visitor:{key}"), "data": {"browser": "Firefox"}});
    for (name, value) in changes.as_object().expect("changes") {
        event[name] = value.clone();
    }
    world.ok("siren_record_event", json!(["post_visited", event]));
}

fn with_old_visits() -> World {
    let world = World::new();
    world.collaborators(2);
    world.distributor(json!({
        "metrics": [{"event": "post_visited", "points": 2, "split": "equally"}, {"event": "lesson_completed", "points": 5}],
        "pool": {"sources": [{"kind": "per_event", "event": "post_visited", "amount": "1.00"}]},
    }));
    for minute in 0..6 {
        visit(
            &world,
            &format!("a{minute}"),
            &format!("2026-05-10T12:{minute:02}:00Z"),
            json!({}),
        );
    }
    visit(&world, "later", "2026-05-10T13:00:00Z", json!({}));
    visit(
        &world,
        "another post",
        "2026-05-10T12:10:00Z",
        json!({"object": "post:10"}),
    );
    for minute in 20..23 {
        let both = json!({"collaborator": null, "collaborators": [1, 2]});
        visit(
            &world,
            &format!("b{minute}"),
            &format!("2026-05-10T12:{minute}:00Z"),
            both,
        );
    }
    for minute in 30..32 {
        let own = json!({"ignored": "own_visit"});
        visit(
            &world,
            &format!("c{minute}"),
            &format!("2026-05-10T12:{minute}:00Z"),
            own,
        );
    }
    world.lesson("lesson", 2, 1, "2026-05-10T12:00:00Z");
    for minute in 0..3 {
        visit(
            &world,
            &format!("june{minute}"),
            &format!("2026-06-10T12:{minute:02}:00Z"),
            json!({}),
        );
    }
    world
}

fn times(world: &World) -> Vec<(i64, i64, String)> {
    let rows = world.rows("events", json!({"type": "post_visited"}));
    let one = |row: &Json| {
        let int = |name: &str| row[name].as_i64().expect("a number");
        (
            int("times"),
            int("quantity"),
            row["status"].as_str().expect("a status").to_owned(),
        )
    };
    rows.iter().map(one).collect()
}

#[test]
fn visits_of_closed_periods_become_one_row_an_hour_and_nothing_else_changes() {
    let world = with_old_visits();
    world.ok("siren_run_due", json!([JUNE]));
    let before = (
        world.rows("obligations", json!({})),
        world.rows("allocations", json!({})),
        world.ok("siren_explain", json!([1]))["arithmetic"].clone(),
        world.ok("siren_simulate", json!([{"id": 1}, MAY, JULY])),
        world.ok("siren_standings", json!([1, "2026-06-11T00:00:00Z"])),
    );
    let rolled = world.ok("siren_roll_up", json!([JUNE]));
    assert_eq!(rolled, json!({"before": JUNE, "visits": 5 + 2 + 1}));
    let counted = |times| (times, times, "counted".to_owned());
    assert_eq!(
        times(&world),
        [
            counted(6),
            counted(1),
            counted(1),
            counted(3),
            (2, 2, "ignored".to_owned()),
            counted(1),
            counted(1),
            counted(1),
        ]
    );
    let first = &world.rows("events", json!({"type": "post_visited"}))[0];
    assert_eq!(
        (&first["subject"], &first["data"], &first["occurred_at"]),
        (&Json::Null, &Json::Null, &json!("2026-05-10T12:00:00Z"))
    );
    let after = (
        world.rows("obligations", json!({})),
        world.rows("allocations", json!({})),
        world.ok("siren_explain", json!([1]))["arithmetic"].clone(),
        world.ok("siren_simulate", json!([{"id": 1}, MAY, JULY])),
        world.ok("siren_standings", json!([1, "2026-06-11T00:00:00Z"])),
    );
    assert_eq!(before, after);
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
    // A second run finds nothing to do.
    assert_eq!(world.ok("siren_roll_up", json!([JUNE]))["visits"], 0);
}

#[test]
fn visits_of_an_open_period_are_not_rolled_up() {
    let world = with_old_visits();
    assert_eq!(world.ok("siren_roll_up", json!([JULY]))["visits"], 1);
    assert_eq!(times(&world).iter().filter(|row| row.0 > 1).count(), 1);
    world.ok("siren_run_due", json!([JULY]));
    assert_eq!(
        world.ok("siren_roll_up", json!([JULY]))["visits"],
        5 + 2 + 2
    );
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

#[test]
fn a_visit_that_may_have_been_rolled_up_does_not_count_again() {
    let world = with_old_visits();
    world.ok("siren_run_due", json!([JULY]));
    world.ok("siren_roll_up", json!([JUNE]));
    visit(&world, "a3", "2026-05-10T12:03:00Z", json!({}));
    visit(&world, "july", "2026-07-02T00:00:00Z", json!({}));
    let ignored = world.rows("events", json!({"reason": "rolled_up"}));
    assert_eq!((ignored.len(), &ignored[0]["key"]), (1, &json!("a3")));
    let standings = world.ok("siren_standings", json!([1, "2026-07-03T00:00:00Z"]));
    assert_eq!(standings["standings"][0]["score"], 2);
}
