//! Recording: what is acknowledged and refused, and that it needs only the log.

use std::fs;

use serde_json::{Value as Json, json};

use crate::world::{MAY, World, lesson};

fn logged(world: &World) -> u64 {
    fs::metadata(world.journal()).map_or(0, |meta| meta.len())
}

/// Asserts that the call is refused with problems at these paths, in this order, and that nothing is logged.
fn check(function: &str, arguments: Json, paths: &[&str]) {
    let world = World::new();
    let refused = world.refused(function, arguments.clone());
    assert_eq!(
        (refused.class, refused.paths()),
        ("InvalidInput", paths.to_vec()),
        "{arguments}: {refused}"
    );
    assert!(
        refused
            .problems
            .iter()
            .all(|(_, message)| !message.is_empty())
    );
    assert_eq!(logged(&world), 0);
}

fn event(changes: Json) -> Json {
    let mut event = json!({"key": "k", "collaborator": 1, "occurred_at": MAY});
    crate::world::merge(&mut event, changes);
    json!(["lesson_completed", event])
}

fn sale(changes: Json) -> Json {
    let item = json!({"kind": "line_item", "external_id": "a", "amount": "10.00"});
    let mut sale = json!({"source": "shop", "external_id": "1", "currency": "USD", "details": [item], "occurred_at": MAY});
    crate::world::merge(&mut sale, changes);
    json!([sale])
}

fn refund(changes: Json) -> Json {
    let mut refund =
        json!({"source": "shop", "external_id": "1", "refund_id": "r", "occurred_at": MAY});
    crate::world::merge(&mut refund, changes);
    json!([refund])
}

#[test]
fn an_accepted_record_is_answered_with_its_key() {
    let world = World::new();
    let check = |function: &str, arguments: Json, key: &str| {
        assert_eq!(
            world.ok(function, arguments),
            json!({"key": key, "status": "accepted"})
        );
    };
    check("siren_record_event", event(json!({})), "k");
    check("siren_record_transaction", sale(json!({})), "shop:1");
    check(
        "siren_record_transaction",
        sale(json!({"external_id": 1002})),
        "shop:1002",
    );
    check("siren_record_refund", refund(json!({})), "shop:1:r");
    let many = world.ok(
        "siren_record_events",
        json!([[
            {"type": "site_visited", "key": "a", "collaborator": 1},
            {"type": "post_visited", "key": "b", "alias": {"type": "link", "code": "ann"}},
        ]]),
    );
    assert_eq!(
        many,
        json!([{"key": "a", "status": "accepted"}, {"key": "b", "status": "accepted"}])
    );
    assert_eq!(world.ok("siren_record_events", json!([[]])), json!([]));
}

#[test]
fn every_problem_of_an_event_is_reported_at_once() {
    check(
        "siren_record_event",
        json!(["lesson_completed", {}]),
        &["key", ""],
    );
    check(
        "siren_record_event",
        json!(["Lesson completed", {"key": "k", "collaborator": 1}]),
        &["type"],
    );
    check(
        "siren_record_event",
        json!(["", {"key": "k", "collaborator": 1}]),
        &["type"],
    );
    check(
        "siren_record_event",
        json!(["manual", {"key": "k", "collaborator": 1}]),
        &["type"],
    );
    check(
        "siren_record_event",
        json!(["lesson_completed", ["k", 1]]),
        &[""],
    );
    for (field, values) in [
        ("key", json!(["", 7, "x".repeat(192), "a\nb", ["k"]])),
        ("collaborator", json!([0, -1, "1", 1.0, true, [1]])),
        (
            "occurred_at",
            json!([
                "2026-05-01",
                "2026-05-01T00:00:00",
                "1969-12-31T23:59:59Z",
                1_777_608_000,
                ""
            ]),
        ),
        ("subject", json!(["", 7])),
        ("object", json!(["x".repeat(192), {}])),
        ("quantity", json!([0, -1, 1.5, "1", 1_000_001])),
        (
            "value",
            json!([
                1, 1.5, "1,5", "1e3", ".5", "5.", "--5", "NaN", "٣", "", "0x1A", " 1"
            ]),
        ),
        (
            "data",
            json!(["text", 5, {"price": 1.5}, {"text": "x".repeat(4_096)}]),
        ),
        ("colour", json!(["red"])),
    ] {
        for value in values.as_array().expect("a list of values") {
            let mut changes = json!({});
            changes[field] = value.clone();
            check("siren_record_event", event(changes), &[field]);
        }
    }
    let all = json!({"collaborator": 0, "quantity": 0, "value": "x", "occurred_at": "x", "colour": "red", "key": ""});
    check(
        "siren_record_event",
        event(all),
        &[
            "key",
            "collaborator",
            "occurred_at",
            "quantity",
            "value",
            "colour",
        ],
    );
}

#[test]
fn an_event_names_whom_it_credits_in_exactly_one_way() {
    let owners = |owners: Json| json!(["course_completed", {"key": "k", "collaborators": owners}]);
    check(
        "siren_record_event",
        event(json!({"alias": {"type": "link", "code": "a"}})),
        &[""],
    );
    check("siren_record_event", owners(json!([])), &["collaborators"]);
    check(
        "siren_record_event",
        owners(json!([1, 1])),
        &["collaborators[1]"],
    );
    check(
        "siren_record_event",
        owners(json!([1, "2", {"id": 0}, {"id": 3, "weight": 0}])),
        &[
            "collaborators[1]",
            "collaborators[2].id",
            "collaborators[3].weight",
        ],
    );
    check(
        "siren_record_event",
        owners(json!([{"type": "phone", "code": ""}])),
        &["collaborators[0].type", "collaborators[0].code"],
    );
    check(
        "siren_record_event",
        owners(json!((1..=101).collect::<Vec<_>>())),
        &["collaborators"],
    );
}

#[test]
fn many_events_are_accepted_together_or_not_at_all() {
    let good = json!({"type": "site_visited", "key": "a", "collaborator": 1});
    check(
        "siren_record_events",
        json!([[good, {"type": "site_visited", "key": "b"}, {"key": "c", "collaborator": 0}]]),
        &["[1]", "[2].type", "[2].collaborator"],
    );
    check("siren_record_events", json!([good]), &[""]);
    check("siren_record_events", json!([vec![good; 10_001]]), &[""]);
}

#[test]
fn every_problem_of_a_sale_is_reported_at_once() {
    let detail = |changes: Json| {
        let mut item = json!({"kind": "line_item", "external_id": "a", "amount": "10.00"});
        crate::world::merge(&mut item, changes);
        sale(json!({"details": [item]}))
    };
    check(
        "siren_record_transaction",
        json!([{}]),
        &["source", "external_id", "currency", "details"],
    );
    for (field, values) in [
        ("source", json!(["", 5, "x".repeat(65)])),
        ("external_id", json!(["", 1.5, true])),
        ("currency", json!(["usd", "US", "", 840])),
        ("occurred_at", json!(["yesterday"])),
        ("customer", json!([7, ""])),
        ("details", json!([[], "all", {"a": 1}])),
        ("coupons", json!(["SAVE10"])),
        ("renewal", json!(["yes", 1])),
        ("total", json!(["10.00"])),
    ] {
        for value in values.as_array().expect("a list of values") {
            let mut changes = json!({});
            changes[field] = value.clone();
            check("siren_record_transaction", sale(changes), &[field]);
        }
    }
    for (field, values) in [
        ("kind", json!(["gift", 5])),
        (
            "amount",
            json!([
                10,
                10.5,
                "10.005",
                "1,00",
                "1e3",
                "-1.00",
                "",
                "10000000000.01",
                "0x1A",
                "١"
            ]),
        ),
        (
            "quantity",
            json!([
                0,
                -1,
                1.5,
                "0.0",
                "2,5",
                "1e1",
                "-2.5",
                "1.1234567",
                1_000_001,
                "1000000.1"
            ]),
        ),
        ("name", json!([5])),
        ("type", json!([""])),
        ("sku", json!([5])),
        ("categories", json!(["art", [5.5]])),
        ("owners", json!([1, "1"])),
        ("tax", json!(["1.00"])),
    ] {
        for value in values.as_array().expect("a list of values") {
            let mut changes = json!({});
            changes[field] = value.clone();
            let path = match (field, value) {
                ("categories", Json::Array(_)) => "details[0].categories[0]".to_owned(),
                _ => format!("details[0].{field}"),
            };
            check("siren_record_transaction", detail(changes), &[&path]);
        }
    }
    let item = json!({"kind": "line_item", "external_id": "a", "amount": "1.00"});
    check(
        "siren_record_transaction",
        sale(json!({"details": [item, item]})),
        &["details[1].external_id"],
    );
    check(
        "siren_record_transaction",
        detail(json!({"kind": "discount"})),
        &["details[0].amount"],
    );
}

#[test]
fn every_problem_of_a_refund_is_reported_at_once() {
    check(
        "siren_record_refund",
        json!([{}]),
        &["source", "external_id", "refund_id"],
    );
    let line = json!({"external_id": "a"});
    check(
        "siren_record_refund",
        refund(json!({"amount": "1.00", "lines": [line]})),
        &[""],
    );
    check(
        "siren_record_refund",
        refund(json!({"amount": "0.00"})),
        &["amount"],
    );
    check(
        "siren_record_refund",
        refund(json!({"amount": "-1.00"})),
        &["amount"],
    );
    check(
        "siren_record_refund",
        refund(json!({"amount": 1.5})),
        &["amount"],
    );
    check(
        "siren_record_refund",
        refund(json!({"lines": []})),
        &["lines"],
    );
    check(
        "siren_record_refund",
        refund(json!({"lines": [line, line]})),
        &["lines[1].external_id"],
    );
    check(
        "siren_record_refund",
        refund(
            json!({"lines": [{"amount": "1"}, {"external_id": "b", "quantity": -1, "why": ""}]}),
        ),
        &["lines[0].external_id", "lines[1].quantity", "lines[1].why"],
    );
}

#[test]
fn hostile_texts_are_stored_unchanged() {
    let world = World::new();
    world.collaborators(1);
    for (n, text) in (0..).zip([
        "'; DROP TABLE events; --",
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://x\")",
        "../../etc/passwd",
        "a\u{202e}b\u{1f4a9}",
        "\"},\"now\":0}",
        "\\u0000",
        "\u{1e}",
        "%s%n",
    ]) {
        let arguments = json!(["site_visited", {"key": format!("k{n}"), "collaborator": 1, "subject": text, "data": {"text": text}}]);
        if text.contains('\u{1e}') {
            assert_eq!(
                world.refused("siren_record_event", arguments).paths(),
                ["subject"]
            );
            continue;
        }
        world.ok("siren_record_event", arguments);
        let row = &world.rows("events", json!({"key": format!("k{n}")}))[0];
        assert_eq!(
            (&row["subject"], &row["data"]["text"]),
            (&json!(text), &json!(text))
        );
    }
}

#[test]
fn the_first_record_creates_a_private_directory() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    world.ok("siren_record_event", lesson("k", 1, 1, MAY));
    let mode =
        |path: &std::path::Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(
        (mode(world.directory()), mode(&world.journal())),
        (0o700, 0o600)
    );
    world.site.fold().expect("a fold");
    assert_eq!(mode(&world.directory().join("siren.sqlite3")), 0o600);
}

#[test]
fn recording_needs_no_database() {
    let world = World::new();
    world.collaborators(1);
    // Another process writes to the database, and then the file is no database at all.
    let lock = world
        .site
        .store
        .write_lock("a test")
        .expect("the write lock");
    world.ok(
        "siren_record_event",
        lesson("while it is locked", 1, 1, MAY),
    );
    drop(lock);
    crate::status::spoil(&world, b"no database");
    world.ok(
        "siren_record_event",
        lesson("while it is broken", 1, 1, MAY),
    );
    assert_eq!(
        world.refused("siren_find", json!(["events", {}])).class,
        "StorageFailure"
    );
}

#[test]
fn a_journal_that_is_a_symbolic_link_is_refused() {
    let world = World::new();
    world.ok("siren_record_event", lesson("k", 1, 1, MAY));
    world.site.fold().expect("a fold");
    let elsewhere = world.directory().join("elsewhere");
    fs::write(&elsewhere, "").expect("room for a file");
    fs::remove_file(world.journal()).expect("a journal that can be removed");
    std::os::unix::fs::symlink(&elsewhere, world.journal()).expect("a link");
    let again = World::at(world.directory());
    assert_eq!(
        again
            .refused("siren_record_event", lesson("l", 1, 1, MAY))
            .class,
        "StorageFailure"
    );
    assert_eq!(fs::read(&elsewhere).expect("the file"), b"");
}

#[test]
fn an_impossible_directory_is_reported() {
    let world = World::new();
    fs::write(world.directory(), "a file").expect("room for a file");
    for (function, arguments) in [
        ("siren_record_event", lesson("k", 1, 1, MAY)),
        ("siren_status", json!([MAY])),
    ] {
        let refused = world.refused(function, arguments);
        assert_eq!(refused.class, "StorageFailure", "{refused}");
        assert!(
            refused.message.contains("data"),
            "it says which directory: {refused}"
        );
    }
}
