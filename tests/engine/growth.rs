//! Visitors cannot fill the disk, however much they send.

use std::fs::OpenOptions;
use std::io::Write as _;

use serde_json::{Value as Json, json};

use crate::world::{JUNE, MAY, World};

/// Visits by links of these codes, as one line of the journal.
fn visits(world: &World, from: i64, codes: &[String]) {
    let events: Vec<Json> = (from..)
        .zip(codes)
        .map(|(number, code)| {
            json!({"type": "site_visited", "key": format!("visit-{number}"), "occurred_at": MAY,
                "alias": {"type": "link", "code": code}})
        })
        .collect();
    world.ok("siren_record_events", json!([events]));
}

fn status(world: &World) -> Json {
    world.ok("siren_standings", json!([1, MAY]));
    world.ok("siren_status", json!([MAY]))
}

#[test]
fn unknown_codes_are_counted_and_only_a_limited_number_kept_apart() {
    let world = World::new();
    world.distributor(json!({}));
    visits(&world, 0, &vec!["typo".to_owned(); 50]);
    let made_up: Vec<String> = (0..5_000).map(|number| format!("r{number}")).collect();
    visits(&world, 100, &made_up);
    let status = status(&world);
    assert_eq!(status["counts"]["events"], 0);
    let codes = status["unknown_codes"].as_array().expect("a list");
    // A code that is really used stays listed however many are made up.
    assert_eq!(codes[0]["code"], json!(null));
    assert_eq!(codes[0]["uses"], 4_001);
    assert_eq!(
        (&codes[1]["code"], &codes[1]["uses"]),
        (&json!("typo"), &json!(50))
    );
    assert_eq!(codes.len(), 20);
}

#[test]
fn a_new_owner_of_a_code_is_not_credited_with_earlier_sales() {
    let world = World::new();
    world.distributor(json!({"metrics": [{"event": "coupon_used", "points": 1}]}));
    let sale = |revision: i64, coupons: Json| {
        json!([{"source": "shop", "external_id": "1", "currency": "USD", "occurred_at": MAY, "coupons": coupons,
            "details": [{"kind": "line_item", "external_id": "a", "amount": "10.00"}], "revision": revision}])
    };
    let scores = || {
        let standings = world.ok("siren_standings", json!([1, MAY]));
        standings["standings"].as_array().expect("a list").len()
    };
    world.ok(
        "siren_record_transaction",
        sale(1, json!(["FREE", "OTHER"])),
    );
    assert_eq!(scores(), 0);
    world.ok(
        "siren_save_collaborator",
        json!([{"name": "Eve", "now": MAY, "aliases": [{"type": "coupon", "code": "free"}]}]),
    );
    world.ok("siren_record_transaction", sale(2, json!(["FREE"])));
    assert_eq!(
        scores(),
        0,
        "an edit of the order brings nothing to whoever took its code since"
    );
    // A code that an edit adds counts as used from then on.
    world.ok("siren_record_transaction", sale(3, json!([])));
    world.ok("siren_record_transaction", sale(4, json!(["FREE"])));
    assert_eq!(scores(), 1);
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

#[test]
fn link_visits_over_the_daily_limit_are_dropped_and_reported() {
    let world = World::new();
    world.collaborators(1);
    world.ok(
        "siren_save_collaborator",
        json!([{"id": 1, "aliases": [{"type": "link", "code": "ada"}], "now": MAY}]),
    );
    let most = siren::store::growth::MOST_LINK_VISITS;
    world.site.fold().expect("a database");
    // As if that many had come on that day.
    let db = rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("it");
    db.execute(
        "INSERT INTO link_visits (day, kept, dropped) VALUES (?1, ?2, 0)",
        [20_574, most - 1],
    )
    .expect("a row");
    drop(db);
    let visit = |key: &str, at: &str| {
        let event =
            json!({"key": key, "alias": {"type": "link", "code": "ada"}, "occurred_at": at});
        world.ok("siren_record_event", json!(["site_visited", event]));
    };
    for key in ["a", "a", "b", "c"] {
        visit(key, MAY);
    }
    visit("next-day", "2026-05-02T04:00:00Z");
    assert_eq!(
        world.ok("siren_find", json!(["events"]))["total"],
        2,
        "one of that day, one of the next"
    );
    let problems = world.ok("siren_status", json!(["2026-05-03T04:00:00Z"]))["problems"].clone();
    assert_eq!(problems[0]["code"], "dropped_visits");
    assert!(
        problems[0]["message"]
            .as_str()
            .expect("words")
            .contains("on 1 of the last 30 days: "),
        "{problems}"
    );
    assert_eq!(
        world.ok("siren_status", json!(["2026-05-31T04:00:00Z"]))["problems"][0]["code"],
        "dropped_visits"
    );
    assert_eq!(
        world.ok("siren_status", json!([JUNE]))["problems"],
        json!([])
    );
}

#[test]
fn damaged_lines_are_kept_up_to_a_limit_and_counted_beyond() {
    let world = World::new();
    world.lesson("a", 1, 1, MAY);
    let mut journal = OpenOptions::new()
        .append(true)
        .open(world.journal())
        .expect("the journal");
    let most = usize::try_from(siren::store::growth::MOST_FAULTS).expect("a number");
    journal
        .write_all("\u{1e}00000000 {}\n".repeat(most + 500).as_bytes())
        .expect("room");
    world.lesson("b", 1, 1, MAY);
    assert_eq!(world.ok("siren_find", json!(["events"]))["total"], 2);
    assert_eq!(
        world.ok("siren_status", json!([MAY]))["counts"]["faults"],
        most + 500
    );
    let db = rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("it");
    let rows = db.query_row("SELECT COUNT(*) FROM journal_faults", [], |row| {
        row.get::<_, i64>(0)
    });
    assert_eq!(rows, Ok(siren::store::growth::MOST_FAULTS));
}
