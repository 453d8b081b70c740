//! The outbox: messages are written in the transaction of what happened and kept in order until they are delivered.

use serde_json::{Value as Json, json};

use crate::dump;
use crate::fulfill::owing;
use crate::world::{JULY, JUNE, MAY, World, monthly};

const THEN: &str = "2026-06-03T00:00:00Z";

/// Kind, distribution, obligation, payout, and how many obligations, of each message that waits.
fn waiting(world: &World) -> Json {
    let messages = world.ok("siren_outbox", json!([{}]));
    let messages = messages.as_array().expect("a list");
    let told = messages.iter().map(|message| {
        let about = [
            "kind",
            "distribution",
            "obligation",
            "payout",
            "obligations",
        ];
        about.map(|part| message[part].clone())
    });
    json!(told.collect::<Vec<_>>())
}

/// The messages of one act; the outbox is empty before and after.
fn told_by(world: &World, act: impl FnOnce(&World)) -> Json {
    deliver(world);
    act(world);
    let told = waiting(world);
    deliver(world);
    told
}

fn deliver(world: &World) {
    world.ok("siren_outbox_delivered", json!([i64::MAX]));
    assert_eq!(waiting(world), json!([]));
}

/// Folding the log again gives the same messages.
fn is_the_same_again(world: &World) {
    let again = world.folded_again().expect("the whole log");
    let difference = dump::difference(world.directory(), again.directory());
    assert_eq!(difference, [""; 0]);
}

#[test]
fn closing_a_period_sends_one_message_however_many_it_pays() {
    let world = owing();
    let told = json!([
        ["distribution_completed", 1, null, null, null],
        ["obligation_ready", 1, 1, null, 2],
    ]);
    assert_eq!(waiting(&world), told);
    let messages = world.ok("siren_outbox", json!([{"limit": 1}]));
    let first = json!([{
        "id": 1, "kind": "distribution_completed", "created_at": JUNE,
        "distribution": 1, "obligation": null, "payout": null, "obligations": null,
    }]);
    assert_eq!(messages, first);
    is_the_same_again(&world);
}

#[test]
fn empty_periods_and_dry_runs_send_no_message() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    let report = world.ok("siren_run_due", json!([JUNE]));
    assert_eq!(report["skipped"].as_array().map(Vec::len), Some(1));
    assert_eq!(waiting(&world), json!([]));

    world.lesson("a", 1, 1, "2026-06-10T00:00:00Z");
    let report = world.ok("siren_run_due", json!([JULY, {"dry_run": true}]));
    assert_eq!(report["ran"].as_array().map(Vec::len), Some(1));
    assert_eq!(waiting(&world), json!([]));
}

#[test]
fn a_reviewed_distribution_is_announced_as_complete_on_approval() {
    let world = World::new();
    world.collaborators(3);
    world.distributor(json!({"review": true, "on_inactive": "hold"}));
    for n in 1..=3 {
        world.lesson(&n.to_string(), n, 1, MAY);
    }
    let closed = told_by(&world, |world| {
        world.ok("siren_run_due", json!([JUNE]));
    });
    assert_eq!(closed, json!([["needs_approval", 1, null, null, null]]));
    let inactive = json!([{"id": 1, "status": "inactive", "now": THEN}]);
    world.ok("siren_save_collaborator", inactive);
    let approve = || {
        told_by(&world, |world| {
            world.ok("siren_approve_distribution", json!([1, {"now": THEN}]));
        })
    };
    let approved = json!([
        ["distribution_completed", 1, null, null, null],
        ["obligation_ready", 1, 2, null, 2],
        ["obligation_held", 1, 1, null, 1],
    ]);
    assert_eq!(approve(), approved);
    assert_eq!(approve(), json!([]), "approving it again is nothing new");
    is_the_same_again(&world);
}

#[test]
fn a_release_of_many_is_one_message() {
    let world = World::new();
    world.collaborators(3);
    world.distributor(json!({"hold_days": 10, "on_inactive": "hold"}));
    for n in 1..=3 {
        world.lesson(&n.to_string(), n, 1, MAY);
    }
    let inactive = json!([{"id": 2, "status": "inactive", "now": "2026-05-20T00:00:00Z"}]);
    world.ok("siren_save_collaborator", inactive);
    let run = |now: &str| {
        told_by(&world, |world| {
            world.ok("siren_run_due", json!([now]));
        })
    };
    let closed = json!([
        ["distribution_completed", 1, null, null, null],
        ["obligation_held", 1, 2, null, 1],
    ]);
    assert_eq!(run(JUNE), closed, "what its days hold is not told");
    assert_eq!(run("2026-06-05T00:00:00Z"), json!([]));
    let released = json!([["obligation_ready", null, 1, null, 2]]);
    assert_eq!(run("2026-06-20T00:00:00Z"), released);
    let active = json!([{"id": 2, "status": "active", "now": "2026-06-21T00:00:00Z"}]);
    world.ok("siren_save_collaborator", active);
    let released = json!([["obligation_ready", null, 2, null, 1]]);
    assert_eq!(run("2026-06-22T00:00:00Z"), released);
    is_the_same_again(&world);
}

#[test]
fn manual_changes_of_an_obligation_send_messages() {
    let world = owing();
    let hold = || {
        told_by(&world, |world| {
            world.ok("siren_hold_obligation", json!([1, "wait", {"now": THEN}]));
        })
    };
    assert_eq!(hold(), json!([["obligation_held", null, 3, null, 1]]));
    let release = || {
        told_by(&world, |world| {
            world.ok("siren_release_obligation", json!([3, {"now": THEN}]));
        })
    };
    assert_eq!(release(), json!([["obligation_ready", null, 3, null, 1]]));
    assert_eq!(release(), json!([]), "it was released before");
    let adjust = |key: &str, amount: &str| {
        told_by(&world, |world| {
            let correction = json!([{
                "key": key, "collaborator": 1, "amount": amount, "currency": "USD", "reason": "A slip", "now": THEN,
            }]);
            world.ok("siren_adjust", correction);
        })
    };
    let ready = json!([["obligation_ready", null, 4, null, 1]]);
    assert_eq!(adjust("more", "5.00"), ready);
    assert_eq!(adjust("more", "5.00"), json!([]), "it was made before");
    assert_eq!(adjust("less", "-5.00"), json!([]), "a claim is not payable");
    is_the_same_again(&world);
}

#[test]
fn payout_messages_name_the_status_and_what_is_owed_again() {
    let world = owing();
    let made = told_by(&world, |world| {
        world.ok("siren_create_fulfillment", json!([{"now": THEN}]));
    });
    assert_eq!(made, json!([]));
    let set = |payout: i64, status: &str| {
        told_by(&world, |world| {
            world.ok("siren_set_payout", json!([payout, status, {"now": THEN}]));
        })
    };
    assert_eq!(set(1, "processing"), json!([]));
    assert_eq!(
        set(1, "paid"),
        json!([["payout_paid", null, null, 1, null]])
    );
    assert_eq!(set(1, "paid"), json!([]), "it was paid before");
    let again = |kind: &str, payout: i64, obligation: i64| {
        json!([
            [kind, null, null, payout, null],
            ["obligation_ready", null, obligation, payout, 1],
        ])
    };
    assert_eq!(set(1, "returned"), again("payout_returned", 1, 3));
    assert_eq!(set(2, "failed"), again("payout_failed", 2, 4));
    is_the_same_again(&world);
}

#[test]
fn a_refused_change_sends_no_message() {
    let world = owing();
    world.ok("siren_create_fulfillment", json!([{"now": THEN}]));
    world.ok("siren_set_payout", json!([1, "paid", {"now": THEN}]));
    let told = told_by(&world, |world| {
        let refused = [
            ("siren_set_payout", json!([1, "failed", {"now": THEN}])),
            ("siren_hold_obligation", json!([1, "wait", {"now": THEN}])),
            ("siren_release_obligation", json!([1, {"now": THEN}])),
            ("siren_approve_distribution", json!([1, {"now": THEN}])),
        ];
        for (call, arguments) in refused {
            world.refused(call, arguments);
        }
    });
    assert_eq!(told, json!([]));
    is_the_same_again(&world);
}

#[test]
fn a_failed_close_sends_no_message() {
    let world = owing();
    world.lesson("c", 1, 1, "2026-06-10T00:00:00Z");
    world.ok("siren_standings", json!([1, JUNE]));
    deliver(&world);
    let db =
        rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("a database");
    db.execute_batch("CREATE TRIGGER broken BEFORE INSERT ON outbox WHEN NEW.kind = 'obligation_ready' BEGIN SELECT RAISE(ABORT, 'no room'); END")
        .expect("a trigger");
    assert!(world.call("siren_run_due", json!([JULY])).is_err());
    let count = |sql: &str| -> i64 { db.query_row(sql, [], |row| row.get(0)).expect("a count") };
    let complete = "SELECT COUNT(*) FROM distributions WHERE status = 'complete'";
    assert_eq!(count(complete), 1);
    assert_eq!(count("SELECT COUNT(*) FROM outbox"), 0);
    db.execute_batch("DROP TRIGGER broken").expect("no trigger");
    world.ok("siren_run_due", json!([JULY]));
    assert_eq!(count(complete), 2);
    let told = json!([
        ["distribution_completed", 2, null, null, null],
        ["obligation_ready", 2, 3, null, 1],
    ]);
    assert_eq!(waiting(&world), told);
}

#[test]
fn delivered_messages_are_deleted_and_their_ids_are_not_reused() {
    let world = owing();
    let delivered = |until: i64| world.ok("siren_outbox_delivered", json!([until]));
    assert_eq!(delivered(1), json!({"delivered": 1, "waiting": 1}));
    assert_eq!(delivered(1), json!({"delivered": 0, "waiting": 1}));
    let left = world.ok("siren_outbox", json!([{}]));
    assert_eq!((left[0]["id"].clone(), left[1].is_null()), (json!(2), true));
    assert_eq!(delivered(2), json!({"delivered": 1, "waiting": 0}));
    world.ok("siren_hold_obligation", json!([1, "wait", {"now": THEN}]));
    assert_eq!(world.ok("siren_outbox", json!([{}]))[0]["id"], 3);
    is_the_same_again(&world);
    for until in [0, -1, i64::MIN] {
        let refused = world.refused("siren_outbox_delivered", json!([until]));
        assert_eq!(refused.paths(), ["until"]);
    }
    for limit in [json!(0), json!(101), json!("5")] {
        let refused = world.refused("siren_outbox", json!([{"limit": limit}]));
        assert_eq!(refused.paths(), ["query.limit"]);
    }
}

#[test]
fn a_hundred_messages_fit_on_one_page_however_many_people_they_name() {
    let world = World::new();
    world.collaborators(60);
    for n in 1..=60 {
        world.lesson(&format!("one {n}"), n, 1, MAY);
    }
    for _ in 0..51 {
        world.ok("siren_save_distributor", json!([monthly()]));
    }
    world.lesson("all", 1, 1, "2026-05-20T00:00:00Z");
    world.ok("siren_run_due", json!([JUNE]));
    let status = world.ok("siren_status", json!([JUNE]));
    assert_eq!(status["counts"]["outbox"], 102);
    let page = world.ok("siren_outbox", json!([{}]));
    let ids: Vec<i64> = page
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|message| message["id"].as_i64())
        .collect();
    assert_eq!(ids, (1..=100).collect::<Vec<i64>>());
}

#[test]
fn undelivered_messages_are_a_problem_after_a_day() {
    let world = owing();
    let codes = |now: &str| -> Vec<String> {
        let status = world.ok("siren_status", json!([now]));
        let problems = status["problems"].as_array().expect("a list").iter();
        problems
            .filter_map(|problem| problem["code"].as_str().map(str::to_owned))
            .collect()
    };
    assert_eq!(codes("2026-06-02T04:00:00Z"), [""; 0]);
    assert_eq!(codes("2026-06-02T04:00:01Z"), ["outbox"]);
    deliver(&world);
    assert_eq!(codes("2026-06-02T04:00:01Z"), [""; 0]);
}
