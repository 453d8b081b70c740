//! What is wrong, and what to do about it.

use std::fs;

use serde_json::{Value as Json, json};

use crate::world::{JUNE, MAY, World, lesson};

fn keys(value: &Json) -> Vec<String> {
    value.as_object().expect("a map").keys().cloned().collect()
}

#[test]
fn the_answer_has_the_keys_that_screens_use() {
    let world = World::new();
    let status = world.ok("siren_status", json!([MAY]));
    assert_eq!(
        keys(&status),
        [
            "version",
            "store",
            "waiting",
            "last_run",
            "unconfirmed",
            "overdue",
            "counts",
            "unknown_codes",
            "problems"
        ]
    );
    assert_eq!(keys(&status["store"]), ["kind", "path", "schema", "bytes"]);
    assert_eq!(keys(&status["waiting"]), ["records", "bytes"]);
    assert_eq!(
        (&status["version"], &status["store"]["kind"]),
        (&json!(env!("CARGO_PKG_VERSION")), &json!("sqlite"))
    );
    assert_eq!(
        status["store"]["path"],
        world.directory().display().to_string()
    );
    assert_eq!(
        (&status["last_run"], &status["overdue"], &status["problems"]),
        (&json!(null), &json!([]), &json!([]))
    );
}

#[test]
fn waiting_records_are_counted_without_being_folded() {
    let world = World::new();
    world.ok("siren_status", json!([MAY]));
    world.lesson("a", 1, 1, MAY);
    world.ok(
        "siren_record_events",
        json!([[{"type": "site_visited", "key": "b", "collaborator": 1}]]),
    );
    let length = fs::metadata(world.journal()).expect("the journal").len();
    for _ in 0..2 {
        let status = world.ok("siren_status", json!([MAY]));
        assert_eq!(status["waiting"], json!({"records": 2, "bytes": length}));
        assert_eq!(status["counts"]["events"], 0);
    }
    world.site.fold().expect("a fold");
    let status = world.ok("siren_status", json!([MAY]));
    assert_eq!(
        (&status["waiting"], &status["counts"]["events"]),
        (&json!({"records": 0, "bytes": 0}), &json!(2))
    );
}

#[test]
fn a_late_heartbeat_is_a_problem_until_it_runs() {
    let world = World::new();
    world.distributor(json!({}));
    let overdue = |now: &str| world.ok("siren_status", json!([now]))["overdue"].clone();
    assert_eq!(overdue("2026-06-01T03:59:59Z"), json!([]));
    assert_eq!(
        overdue(JUNE),
        json!([{"distributor": 1, "distribution": 1, "due_at": JUNE}])
    );
    let problem = world.ok("siren_status", json!([JUNE]))["problems"][0].clone();
    assert_eq!(
        (keys(&problem), &problem["code"]),
        (
            vec![
                "code".into(),
                "message".into(),
                "message_parts".into(),
                "action".into()
            ],
            &json!("overdue")
        )
    );
    world.ok("siren_run_due", json!([JUNE]));
    assert_eq!(overdue(JUNE), json!([]));
    assert_eq!(world.ok("siren_status", json!([JUNE]))["last_run"], JUNE);
}

#[test]
fn every_problem_has_a_code_and_says_what_to_do() {
    let world = World::new();
    world.collaborators(1);
    world.lesson("a", 1, 1, MAY);
    world.lesson("a", 1, 2, MAY);
    fs::write(
        world.directory().join("journal.log"),
        [
            fs::read(world.journal()).expect("the journal"),
            b"x\n".to_vec(),
        ]
        .concat(),
    )
    .expect("room for a line");
    let item = json!({"kind": "line_item", "external_id": "a", "amount": "1.00"});
    world.ok("siren_record_transaction", json!([{"source": "s", "external_id": "1", "currency": "USD", "details": [item], "occurred_at": MAY}]));
    world.ok("siren_record_refund", json!([{"source": "s", "external_id": "1", "refund_id": "r", "lines": [{"external_id": "b"}], "occurred_at": MAY}]));
    world.site.fold().expect("a fold");
    let status = world.ok("siren_status", json!([MAY]));
    let problems = status["problems"].as_array().expect("a list of problems");
    let codes: Vec<&Json> = problems.iter().map(|problem| &problem["code"]).collect();
    assert_eq!(codes, ["journal_faults", "conflicts", "ignored_refunds"]);
    assert!(problems.iter().all(|problem| {
        problem["action"]
            .as_str()
            .is_some_and(|action| action.len() > 20)
    }));
}

#[test]
fn a_refund_without_its_sale_is_a_problem_after_a_week() {
    let world = World::new();
    // Recorded at the time of the test clock, 1 January.
    for (sale, history) in [("1", false), ("2", false), ("old", true)] {
        world.ok(
            "siren_record_refund",
            json!([{"source": "s", "external_id": sale, "refund_id": "r", "occurred_at": MAY, "history": history}]),
        );
    }
    world.site.fold().expect("a fold");
    let found = |now: &str| {
        let status = world.ok("siren_status", json!([now]));
        assert_eq!(status["counts"]["ignored_refunds"], 0);
        let problems = status["problems"].as_array().expect("a list of problems");
        let said = problems.iter().map(|problem| {
            assert_eq!(problem["code"], "waiting_refunds");
            problem["message"].as_str().expect("a message").to_owned()
        });
        (status["counts"]["waiting_refunds"].clone(), said.collect())
    };
    let says = |refunds: i64| {
        vec![format!(
            "Refunds that have waited for their sale for a week or longer: {refunds}"
        )]
    };
    let (week, after) = ("2026-01-07T23:59:59.999999Z", "2026-01-08T00:00:00Z");
    assert_eq!(found(week), (json!(2), Vec::new()));
    assert_eq!(found(after), (json!(2), says(2)));
    world.ok("siren_dismiss_refund", json!([1]));
    assert_eq!(found(after), (json!(1), says(1)));
    world.ok("siren_dismiss_refund", json!([2]));
    assert_eq!(found(after), (json!(0), Vec::new()));
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

/// Overwrites the database and its write-ahead log.
pub fn spoil(world: &World, content: &[u8]) {
    for name in ["siren.sqlite3", "siren.sqlite3-wal"] {
        fs::write(world.directory().join(name), content).expect("room for the content");
    }
}

#[test]
fn damaged_data_is_an_error_that_says_what_to_do() {
    let check = |content: &[u8], says: &str| {
        let world = World::new();
        world.collaborators(1);
        spoil(&world, content);
        for (function, arguments) in [
            ("siren_status", json!([MAY])),
            ("siren_find", json!(["events", {}])),
        ] {
            let refused = world.refused(function, arguments);
            assert_eq!(refused.class, "StorageFailure");
            assert!(refused.message.contains(says), "{function}: {refused}");
        }
        // It stops nothing that a page does.
        world.ok("siren_record_event", lesson("k", 1, 1, MAY));
    };
    check(b"This is not a database.", "damaged");
    check(&[0xff; 8_192], "damaged");
}

#[test]
fn data_of_a_newer_version_is_left_alone() {
    let world = World::new();
    world.collaborators(1);
    let path = world.directory().join("siren.sqlite3");
    let database = rusqlite::Connection::open(&path).expect("the database");
    database
        .pragma_update(None, "user_version", 99)
        .expect("room for a number");
    drop(database);
    let before = fs::read(&path).expect("the database");
    let refused = world.refused("siren_save_collaborator", json!([{"name": "Ann"}]));
    assert_eq!(refused.class, "StorageFailure");
    assert!(refused.message.contains("newer version"), "{refused}");
    assert_eq!(fs::read(&path).expect("the database"), before);
}
