//! A network that invents visitors gains at most the limit (Q37), whatever the order of the log.

use serde_json::{Value as Json, json};

use crate::world::{JUNE, MAY, World};

const NOON: &str = "2026-05-10T12:00:00Z";
const NEXT_DAY: &str = "2026-05-11T00:00:00Z";

/// A site with two authors and a point for each visit.
fn magazine() -> World {
    let world = World::new();
    for (name, user, code) in [("Ann", 7, "ann"), ("Bea", 8, "bea")] {
        let links =
            json!([{"type": "link", "code": code}, {"type": "link", "code": format!("{code}-2")}]);
        world.ok(
            "siren_save_collaborator",
            json!([{"name": name, "wp_user_id": user, "aliases": links, "now": MAY}]),
        );
    }
    world.distributor(json!({"metrics": [
        {"event": "post_visited", "points": 1}, {"event": "site_visited", "points": 1},
    ]}));
    world
}

/// A visitor of a network reads Ann's post, for which three visitors of a network count.
fn visit(world: &World, visitor: &str, at: &str, changes: Json) {
    let mut event = json!({"key": format!("visit:{visitor}:{at}"), "collaborator": 1, "subject": visitor,
        "object": "post:9", "occurred_at": at, "network": "flood", "network_limit": 3});
    for (name, value) in changes.as_object().expect("changes") {
        event[name] = value.clone();
    }
    world.ok("siren_record_event", json!(["post_visited", event]));
}

/// The visitor of each event, and why it does not count.
fn fates(world: &World) -> Vec<(String, Option<String>)> {
    let rows = world.rows("events", json!({}));
    let text = |value: &Json| value.as_str().map(str::to_owned);
    rows.iter()
        .map(|row| {
            (
                text(&row["subject"]).unwrap_or_default(),
                text(&row["reason"]),
            )
        })
        .collect()
}

fn ignored(world: &World) -> Vec<String> {
    let all = fates(world).into_iter();
    all.filter(|(_, reason)| reason.as_deref() == Some("crowd"))
        .map(|(visitor, _)| visitor)
        .collect()
}

fn verified(world: &World) {
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

fn database(world: &World) -> rusqlite::Connection {
    rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("open")
}

#[test]
fn a_flood_gains_at_most_the_limit_and_costs_no_one_else_anything() {
    let world = magazine();
    for visitor in 0..500 {
        visit(&world, &format!("visitor:{visitor}"), NOON, json!({}));
    }
    for reader in 0..50 {
        let own = json!({"network": format!("home {reader}")});
        visit(&world, &format!("reader:{reader}"), NOON, own);
    }
    let standings = world.ok("siren_standings", json!([1, NOON]));
    assert_eq!(standings["standings"][0]["score"], 3 + 50);
    let total = |query: Json| world.ok("siren_find", json!(["events", query]))["total"].clone();
    assert_eq!(total(json!({"reason": "crowd"})), 497);
    assert_eq!(total(json!({})), 550);
    verified(&world);
    let told = world.ok("siren_visits", json!([1]));
    let expected = json!({"visits": 53, "networks": 51, "busy_networks": 0, "busy_visits": 0, "unknown": 0, "crowd": 497});
    for (name, value) in expected.as_object().expect("names") {
        assert_eq!(&told[name], value, "{name}");
    }
}

#[test]
fn counted_visitors_keep_counting_and_each_day_post_and_network_has_its_own_limit() {
    let world = magazine();
    for visitor in ["a", "b", "c"] {
        visit(&world, visitor, NOON, json!({}));
    }
    // Later the same day: counted visitors still count, a fourth does not.
    for visitor in ["b", "d", "a"] {
        visit(&world, visitor, "2026-05-10T23:59:59Z", json!({}));
    }
    visit(&world, "d", NEXT_DAY, json!({}));
    visit(&world, "e", NOON, json!({"object": "post:10"}));
    visit(&world, "f", NOON, json!({"network": "another"}));
    visit(
        &world,
        "g",
        NOON,
        json!({"network": null, "network_limit": null}),
    );
    assert_eq!(ignored(&world), ["d"]);
    verified(&world);
}

#[test]
fn a_link_has_one_limit_however_many_codes_lead_to_it() {
    let world = magazine();
    let arrive = |visitor: &str, code: &str| {
        let event = json!({"key": format!("{visitor} {code}"), "alias": {"type": "link", "code": code},
            "subject": visitor, "occurred_at": NOON, "network": "flood", "network_limit": 2});
        world.ok("siren_record_event", json!(["site_visited", event]));
    };
    arrive("a", "ann");
    arrive("b", "ann-2");
    arrive("c", "ann");
    arrive("d", "ann-2");
    arrive("d", "bea");
    let reasons: Vec<_> = fates(&world)
        .into_iter()
        .map(|(_, reason)| reason)
        .collect();
    let reason = |text: &str| Some(text.to_owned());
    assert_eq!(
        reasons,
        [None, None, reason("crowd"), reason("crowd"), None,]
    );
    verified(&world);
}

#[test]
fn only_counted_visits_use_up_the_limit() {
    let world = magazine();
    visit(&world, "editor", NOON, json!({"ignored": "editor"}));
    visit(&world, "user:7", NOON, json!({}));
    visit(&world, "past", NOON, json!({"history": true}));
    visit(&world, "a", NOON, json!({}));
    for other in ["again", "a"] {
        // The same key again, from another visitor and from the same one.
        visit(
            &world,
            other,
            NOON,
            json!({"key": format!("visit:a:{NOON}")}),
        );
    }
    for visitor in ["b", "c", "d"] {
        visit(&world, visitor, NOON, json!({}));
    }
    assert_eq!(ignored(&world), ["d"]);
    verified(&world);
    let conflicts = world.ok("siren_find", json!(["conflicts"]));
    assert_eq!(conflicts["total"], 1);
}

#[test]
fn a_change_of_network_within_a_visit_is_no_conflict() {
    let world = magazine();
    visit(&world, "user:5", NOON, json!({}));
    visit(&world, "user:5", NOON, json!({"network": "telephone"}));
    assert_eq!(world.ok("siren_find", json!(["conflicts"]))["total"], 0);
    assert_eq!(world.events(), 1);
    verified(&world);
}

#[test]
fn the_same_log_in_any_pieces_counts_the_same() {
    let record = |fold_after: usize| {
        let world = magazine();
        for n in 0..120_usize {
            let at = if n % 7 == 0 { NEXT_DAY } else { NOON };
            let network = json!({"network": format!("network {}", n % 3), "object": format!("post:{}", n % 2),
                "key": n.to_string(), "collaborators": [1, 2], "collaborator": null, "network_limit": 1 + n % 4});
            visit(&world, &format!("visitor:{}", n % 31), at, network);
            if n % fold_after == 0 {
                world.site.fold().expect("folded");
            }
        }
        verified(&world);
        // A conflict or a fault would hide what is tested.
        assert_eq!(
            world.ok("siren_status", json!([NOON]))["counts"]["faults"],
            0
        );
        (fates(&world), world.ok("siren_standings", json!([1, NOON])))
    };
    let whole = record(usize::MAX);
    assert!(
        whole
            .0
            .iter()
            .any(|(_, reason)| reason.as_deref() == Some("crowd"))
    );
    for pieces in [1, 2, 13] {
        assert_eq!(record(pieces), whole, "folded after every {pieces}");
    }
}

#[test]
fn verify_detects_visitors_who_were_made_to_count() {
    for (damage, table) in [
        (
            "DELETE FROM crowds WHERE visitor = (SELECT MIN(visitor) FROM crowds)",
            "crowds",
        ),
        ("INSERT INTO crowds VALUES (20580, 1, 1)", "crowds"),
        (
            "UPDATE crowds SET visitor = visitor + 1 WHERE visitor = (SELECT MAX(visitor) FROM crowds)",
            "crowds",
        ),
        (
            "UPDATE credits SET reason = NULL WHERE reason = 'crowd'",
            "crowds",
        ),
        ("UPDATE events SET network_limit = 99", "crowds"),
        (
            "UPDATE events SET network = 'another' WHERE id = 2",
            "events",
        ),
    ] {
        let world = magazine();
        for visitor in ["a", "b", "c", "d"] {
            visit(&world, visitor, NOON, json!({}));
        }
        verified(&world);
        database(&world).execute_batch(damage).expect(damage);
        let problems = world.ok("siren_verify", json!([]))["problems"].clone();
        let tables: Vec<&str> = problems
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|problem| problem["table"].as_str())
            .collect();
        assert!(tables.contains(&table), "{damage}: {problems}");
    }
}

#[test]
fn days_that_were_rolled_up_are_deleted() {
    let world = magazine();
    for visitor in ["a", "b", "c", "d"] {
        visit(&world, visitor, NOON, json!({}));
        visit(&world, visitor, "2026-06-10T12:00:00Z", json!({}));
    }
    world.ok("siren_run_due", json!([JUNE]));
    world.ok("siren_roll_up", json!(["2026-06-01T00:00:00Z"]));
    let count = |sql: &str| -> i64 {
        database(&world)
            .query_row(sql, [], |row| row.get(0))
            .expect("a number")
    };
    assert_eq!(count("SELECT COUNT(*) FROM crowds"), 3, "those of June");
    assert_eq!(
        count("SELECT COUNT(*) FROM events WHERE network IS NOT NULL AND times > 1"),
        0
    );
    let told = world.ok("siren_visits", json!([1]));
    assert_eq!((&told["visits"], &told["unknown"]), (&json!(3), &json!(3)));
    // A late visit of May exceeds the limit; one of June does not.
    visit(&world, "e", NOON, json!({}));
    visit(&world, "e", "2026-06-10T12:00:00Z", json!({}));
    let last: Vec<_> = fates(&world)
        .into_iter()
        .rev()
        .take(2)
        .map(|(_, reason)| reason)
        .collect();
    assert_eq!(
        last,
        [Some("crowd".to_owned()), Some("rolled_up".to_owned())]
    );
    verified(&world);
}

#[test]
fn visit_sources_are_reported_by_collaborator_and_day() {
    let world = magazine();
    for n in 0..6 {
        // One network: six visitors of Ann's posts, of whom five may count, on two posts each.
        for post in 1..=2 {
            let post = json!({"object": format!("post:{post}"), "key": format!("{n} {post}"), "network_limit": 5});
            visit(&world, &format!("visitor:{n}"), NOON, post);
        }
        let at_home =
            json!({"network": format!("home {n}"), "collaborator": 2, "object": "post:3"});
        visit(&world, &format!("reader:{n}"), NEXT_DAY, at_home);
    }
    visit(
        &world,
        "late",
        NEXT_DAY,
        json!({"network": null, "network_limit": null}),
    );
    let told = world.ok("siren_visits", json!([1]));
    assert_eq!(
        told["collaborators"],
        json!([
            {"collaborator": 1, "visits": 11, "networks": 1, "busy_networks": 1, "busy_visits": 10, "unknown": 1, "crowd": 2},
            {"collaborator": 2, "visits": 6, "networks": 6, "busy_networks": 0, "busy_visits": 0, "unknown": 0, "crowd": 0},
        ])
    );
    assert_eq!(
        (&told["visits"], &told["networks"], &told["busy_networks"]),
        (&json!(17), &json!(7), &json!(1))
    );
    let ann = world.ok("siren_visits", json!([1, {"collaborator": 1}]));
    assert_eq!(
        ann["collaborators"][0]["days"],
        json!([
            {"day": "2026-05-10", "visits": 10, "networks": 1, "busy_networks": 1, "busy_visits": 10, "unknown": 0, "crowd": 2},
            {"day": "2026-05-11", "visits": 1, "networks": 0, "busy_networks": 0, "busy_visits": 0, "unknown": 1, "crowd": 0},
        ])
    );
    assert_eq!(
        world.ok("siren_visits", json!([1, {"collaborator": 99}]))["collaborators"],
        json!([])
    );
    assert_eq!(world.refused("siren_visits", json!([9])).class, "NotFound");
    assert_eq!(
        world
            .refused("siren_visits", json!([1, {"collaborator": "x", "day": 1}]))
            .paths(),
        ["collaborator", "day"]
    );
}
