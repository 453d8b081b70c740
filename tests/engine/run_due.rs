//! The heartbeat closes each period once and in order, however many run at once, are killed, or fail.

use serde_json::{Value as Json, json};

use siren::engine::calls;
use siren::engine::json::from_json;
use siren::engine::run_due::RunDue;

use crate::world::{JULY, JUNE, MAY, World, instant, lesson};
use crate::{verbs, worker};

/// A site of which `periods` days have ended by 1 June, with a point for collaborator 1 in each.
fn daily(periods: u32) -> World {
    let world = World::new();
    world.collaborators(1);
    let schedule = json!({"every": "day", "at": "00:00", "timezone": "UTC"});
    let first = 32 - periods;
    world.distributor(
        json!({"schedule": schedule, "starts_at": format!("2026-05-{first:02}T00:00:00Z")}),
    );
    for day in first..=31 {
        world.lesson(
            &format!("day {day}"),
            1,
            1,
            &format!("2026-05-{day:02}T12:00:00Z"),
        );
    }
    world
}

const END_OF_MAY: &str = "2026-06-01T00:00:00Z";

/// Asserts that every period was distributed once and completely.
fn check_once(world: &World, periods: usize) {
    let distributions = world.rows("distributions", json!({"status": "complete"}));
    let mut starts: Vec<&Json> = distributions
        .iter()
        .map(|row| &row["period"]["start"])
        .collect();
    starts.dedup();
    assert_eq!((distributions.len(), starts.len()), (periods, periods));
    let obligations = world.rows("obligations", json!({}));
    assert_eq!(obligations.len(), periods);
    assert!(
        obligations.iter().all(|row| row["amount"] == "100.00"),
        "{obligations:?}"
    );
    assert_eq!(
        world
            .rows("distributions", json!({"status": "tracking"}))
            .len(),
        1
    );
}

#[test]
fn thirty_two_heartbeats_at_once_make_one_distribution_for_each_period() {
    let world = daily(20);
    let beats: Vec<_> = (0..32)
        .map(|_| worker::start(&world, "siren_run_due", json!([END_OF_MAY]), 1))
        .collect();
    let ran: usize = beats
        .into_iter()
        .flat_map(worker::Worker::finish)
        .map(|report| {
            report["ran"]
                .as_array()
                .expect("a list of distributions")
                .len()
        })
        .sum();
    assert_eq!(ran, 20);
    check_once(&world, 20);
}

#[test]
fn a_killed_heartbeat_is_completed_by_the_next() {
    let world = daily(20);
    let mut killed = 0;
    for after in 0..10 {
        let mut beat = worker::start(&world, "siren_run_due", json!([END_OF_MAY]), 1);
        // Killed after two more periods were closed, between two transactions or within one.
        let closed = || {
            world
                .rows("distributions", json!({"status": "complete"}))
                .len()
        };
        while closed() < 2 * after && !beat.is_done() {
            std::thread::yield_now();
        }
        killed += u32::from(!beat.is_done());
        beat.kill();
    }
    world.ok("siren_run_due", json!([END_OF_MAY]));
    check_once(&world, 20);
    assert!(
        killed > 0,
        "no heartbeat was killed, so this showed nothing"
    );
}

#[test]
fn records_that_arrive_while_periods_close_count_in_exactly_one() {
    let world = daily(20);
    let visits = json!(["lesson_completed", {"key": "more {n}", "collaborator": 1, "occurred_at": "2026-05-20T12:00:00Z"}]);
    let recorder = worker::start(&world, "siren_record_event", visits, 500);
    let beats: Vec<_> = (0..4)
        .map(|_| worker::start(&world, "siren_run_due", json!([END_OF_MAY]), 1))
        .collect();
    for beat in beats {
        beat.finish();
    }
    assert_eq!(recorder.finish().len(), 500);
    world.site.fold().expect("a fold");
    check_once(&world, 20);
    let metrics = world.ok("siren_find", json!(["metrics", {"per_page": 1}]));
    assert_eq!(metrics["total"], 520);
}

#[test]
fn the_report_lists_what_was_done() {
    let world = daily(1);
    let report = world.ok("siren_run_due", json!([END_OF_MAY]));
    let line = json!({
        "distributor": 1, "distribution": 1,
        "period": {"start": "2026-05-31T00:00:00Z", "end": END_OF_MAY},
        "pool": {"amount": "100.00", "currency": "USD"}, "obligations": 1, "reason": null,
    });
    assert_eq!(report["ran"], json!([line]));
    let keys: Vec<&String> = report.as_object().expect("a report").keys().collect();
    assert_eq!(
        keys,
        [
            "ran",
            "skipped",
            "failed",
            "more_due",
            "unconfirmed",
            "folded"
        ]
    );
    assert_eq!(
        report["folded"],
        json!({"events": 1, "transactions": 0, "duplicates": 0, "faults": 0})
    );
    let row = &world.rows("distributions", json!({}))[0];
    assert_eq!(
        (&row["closed_at"], &row["status"]),
        (&json!(END_OF_MAY), &json!("complete"))
    );
    assert_eq!(
        row["hash"].as_str().expect("the end of its snapshot").len(),
        64
    );
}

#[test]
fn periods_close_in_order_and_do_not_wait_for_other_distributors() {
    let world = daily(3);
    world.distributor(json!({"name": "Monthly"}));
    world.lesson("may", 1, 1, "2026-05-31T12:00:00Z");
    let report = world.ok("siren_run_due", json!([JUNE]));
    let order: Vec<(Json, Json)> = report["ran"]
        .as_array()
        .expect("a list of distributions")
        .iter()
        .map(|line| (line["distributor"].clone(), line["period"]["end"].clone()))
        .collect();
    assert_eq!(
        order,
        [
            (json!(1), json!("2026-05-30T00:00:00Z")),
            (json!(1), json!("2026-05-31T00:00:00Z")),
            (json!(1), json!(END_OF_MAY)),
            (json!(2), json!(JUNE)),
        ]
    );
}

#[test]
fn splits_by_weights_without_a_common_factor_are_divided() {
    let world = World::new();
    world.collaborators(2);
    world.distributor(json!({
        "metrics": [{"event": "course_completed", "points": 1, "split": "by_weight"}],
    }));
    let primes = [
        999_983, 999_979, 999_961, 999_959, 999_953, 999_931, 999_917, 999_907, 999_883, 999_863,
    ];
    for prime in primes {
        let owners = json!([{"id": 1, "weight": 1}, {"id": 2, "weight": prime - 1}]);
        let event =
            json!({"key": format!("course {prime}"), "collaborators": owners, "occurred_at": MAY});
        world.ok("siren_record_event", json!(["course_completed", event]));
    }
    let report = world.ok("siren_run_due", json!([JUNE]));
    assert_eq!(report["ran"][0]["obligations"], 1, "{report}");
    // A hundred dollars in about a million parts: less than a cent for the first collaborator.
    let allocations = world.rows("allocations", json!({}));
    let amounts: Vec<&Json> = allocations.iter().map(|row| &row["amount"]).collect();
    assert_eq!(amounts, ["100.00", "0.00"]);
    let score = allocations[0]["score"].as_str().expect("a fraction");
    let (numer, denom) = score.split_once('/').expect("a fraction");
    assert!(numer.len() > 60 && denom.len() == 60, "{score}");
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

/// A distributor whose pool overflows. No site has that much revenue, so it is written directly to the database.
fn uncountable(world: &World) {
    let share = json!({"kind": "revenue_share", "percent": "100", "include": ["line_items"]});
    world.distributor(json!({"name": "Uncountable", "pool": {"sources": [share, share]}}));
    world.ok(
        "siren_record_transaction",
        json!([{"source": "shop", "external_id": "1", "currency": "USD", "occurred_at": MAY,
            "details": [{"kind": "line_item", "amount": "1.00"}]}]),
    );
    assert_eq!(world.rows("transactions", json!({})).len(), 1);
    let path = world.directory().join("siren.sqlite3");
    let database = rusqlite::Connection::open(path).expect("the database");
    let changed = database
        .execute("UPDATE pool_totals SET base = ?1", [i64::MAX])
        .expect("sums that can be written");
    assert_eq!(changed, 2);
}

#[test]
fn a_failing_distribution_does_not_stop_the_others_and_is_retried() {
    let world = World::new();
    world.collaborators(2);
    uncountable(&world);
    world.distributor(json!({"name": "Healthy"}));
    world.lesson("a", 1, 1, MAY);
    // A dry run answers what then happens.
    let rehearsal = world.ok("siren_run_due", json!([JUNE, {"dry_run": true}]));
    for _ in 0..2 {
        let report = world.ok("siren_run_due", json!([JUNE]));
        assert_eq!(report["failed"][0]["distributor"], 1, "{report}");
        let reason = report["failed"][0]["reason"].as_str().expect("a reason");
        assert!(reason.contains("beyond what can be counted"), "{reason}");
    }
    let failed = &world.rows("distributions", json!({"distributor": 1}))[0];
    assert_eq!(
        (&failed["status"], &failed["amount"]),
        (&json!("failed"), &json!(null))
    );
    let obligations = world.rows("obligations", json!({}));
    assert_eq!(
        (obligations.len(), &obligations[0]["distributor"]),
        (1, &json!(2))
    );
    assert_eq!(rehearsal["failed"][0]["distributor"], 1, "{rehearsal}");
    assert_eq!(rehearsal["ran"][0]["distributor"], 2, "{rehearsal}");
    // It stays visible as a problem.
    let status = world.ok("siren_status", json!([JUNE]));
    assert_eq!(status["overdue"][0]["distributor"], 1);
}

#[test]
fn a_clock_that_jumps_distributes_nothing_twice() {
    let world = daily(5);
    for now in [
        JULY,
        MAY,
        "2027-01-01T00:00:00Z",
        END_OF_MAY,
        "1970-01-01T00:00:00Z",
        JULY,
    ] {
        world.ok("siren_run_due", json!([now, {"confirmed": true}]));
    }
    let distributions = world.ok(
        "siren_find",
        json!(["distributions", {"status": "complete"}]),
    );
    assert_eq!(distributions["total"], 5);
    assert_eq!(world.rows("obligations", json!({})).len(), 5);
}

#[test]
fn a_budget_of_zero_still_closes_one_period() {
    let world = daily(3);
    for left in (0..3).rev() {
        let report = world.ok("siren_run_due", json!([END_OF_MAY, {"budget_ms": 1}]));
        assert_eq!(report["more_due"], left > 0, "{report}");
        assert!(
            !report["ran"]
                .as_array()
                .expect("a list of distributions")
                .is_empty()
        );
        if left > 0
            && world
                .rows("distributions", json!({"status": "complete"}))
                .len()
                == 3
        {
            // A fast machine closes more than one period within the millisecond.
            return;
        }
    }
    check_once(&world, 3);
}

#[test]
fn one_heartbeat_with_a_wrong_clock_closes_nothing() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    let wrong = "2036-01-01T00:00:00Z";
    // The page view that runs the heartbeat has the same clock, and records its time.
    let visit = lesson("visit", 1, 1, wrong);
    verbs::call(&world.site, "siren_record_event", visit, instant(wrong)).expect("a good event");
    let before = world.everything();
    let report = world.ok("siren_run_due", json!([wrong]));
    assert_eq!(
        (&report["ran"], &report["skipped"], &report["failed"]),
        (&json!([]), &json!([]), &json!([]))
    );
    assert_eq!(
        report["unconfirmed"],
        json!({"now": wrong, "reason": "after_long_silence", "compared_with": MAY})
    );
    assert_eq!(world.everything(), before);
    // Sales and lessons of today still count today.
    world.lesson("today", 1, 1, "2026-05-20T00:00:00Z");
    let standings = world.ok("siren_standings", json!([1, "2026-05-20T00:00:00Z"]));
    assert_eq!(standings["standings"][0]["score"], 1);
    // The clock is right again, and no confirmation is needed.
    let report = world.ok("siren_run_due", json!([JUNE]));
    assert_eq!(report["ran"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_time_ahead_of_the_machines_clock_is_not_acted_upon() {
    let world = daily(1);
    let machine = instant(MAY);
    let run = |options: Json| {
        let asked = from_json(json!({"now": JUNE, "options": options}));
        let report = calls::run::<RunDue>(&world.site, &asked, machine).expect("a report");
        serde_json::to_value(report).expect("JSON")
    };
    for options in [json!({}), json!({"dry_run": true})] {
        let report = run(options);
        assert_eq!(report["ran"], json!([]));
        let expected = json!({"now": JUNE, "reason": "ahead_of_the_machine", "compared_with": MAY});
        assert_eq!(report["unconfirmed"], expected);
    }
    assert!(
        world
            .rows("distributions", json!({"status": "complete"}))
            .is_empty()
    );
    let report = run(json!({"confirmed": true}));
    assert_eq!(
        (
            report["ran"].as_array().map(Vec::len),
            &report["unconfirmed"]
        ),
        (Some(1), &Json::Null)
    );
}

#[test]
fn a_site_with_recent_activity_needs_no_confirmation() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    // No heartbeat for half a year, but a visitor comes every other month.
    for month in ["06", "08", "10"] {
        let at = format!("2026-{month}-15T00:00:00Z");
        let visit = lesson(&at, 1, 1, &at);
        verbs::call(&world.site, "siren_record_event", visit, instant(&at)).expect("a good event");
    }
    let report = world.ok("siren_run_due", json!(["2026-11-01T04:00:00Z"]));
    assert_eq!(report["unconfirmed"], Json::Null);
    assert_eq!(report["ran"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_clock_that_was_set_back_needs_no_confirmation_once_corrected() {
    let world = daily(1);
    world.ok("siren_run_due", json!([END_OF_MAY]));
    world.ok("siren_run_due", json!(["1970-01-01T00:00:00Z"]));
    let report = world.ok("siren_run_due", json!([JULY]));
    assert_eq!(report["unconfirmed"], Json::Null);
}

#[test]
fn a_dry_run_keeps_to_its_budget() {
    let world = daily(31);
    let report = world.ok(
        "siren_run_due",
        json!([END_OF_MAY, {"dry_run": true, "budget_ms": 1}]),
    );
    assert_eq!(report["more_due"], true);
    let all = world.ok("siren_run_due", json!([END_OF_MAY, {"dry_run": true}]));
    assert_eq!(all["more_due"], false);
    let count = |report: &Json| report["ran"].as_array().map_or(0, Vec::len);
    assert!(
        (1..count(&all)).contains(&count(&report)),
        "{}",
        count(&report)
    );
}

#[test]
fn options_are_checked() {
    let world = World::new();
    let refused = world.refused(
        "siren_run_due",
        json!([JUNE, {"limit": 0, "budget_ms": "1", "dry_run": 1, "confirmed": 1, "fast": true}]),
    );
    assert_eq!(refused.class, "InvalidInput");
    assert_eq!(
        refused.paths(),
        ["budget_ms", "limit", "dry_run", "confirmed", "fast"]
    );
    assert_eq!(
        world.refused("siren_run_due", json!(["tomorrow"])).paths(),
        ["now"]
    );
}
