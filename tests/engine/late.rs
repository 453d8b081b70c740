//! Records that belong to another period than the open one count by the rules of their own period, and no later change of
//! the rules affects them (Q46, Q47, Q49, Q50, I17).

use serde_json::{Value as Json, json};

use crate::world::{JULY, JUNE, World, distributors_in, lesson};

const IN_MAY: &str = "2026-05-10T12:00:00Z";
const IN_JUNE: &str = "2026-06-10T12:00:00Z";
const NOW: &str = "2026-06-15T12:00:00Z";

fn share(percent: &str) -> Json {
    json!({"kind": "revenue_share", "percent": percent, "include": ["line_items"]})
}

fn goods(percent: &str, sku: &str) -> Json {
    json!({"kind": "revenue_share", "percent": percent, "include": ["line_items"], "filter": {"skus": [sku]}})
}

fn sources(sources: &[Json]) -> Json {
    json!({"pool": {"sources": sources}})
}

fn sale(world: &World, id: &str, amount: &str, at: &str) {
    sale_of(world, id, amount, at, "thing");
}

fn sale_of(world: &World, id: &str, amount: &str, at: &str, sku: &str) {
    let line = json!({"kind": "line_item", "external_id": "a", "amount": amount, "sku": sku});
    let sale = json!({
        "source": "shop", "external_id": id, "currency": "USD", "occurred_at": at, "details": [line],
    });
    world.ok("siren_record_transaction", json!([sale]));
}

fn refund(world: &World, sale: &str, amount: &str, at: &str) {
    let refund = json!({
        "source": "shop", "external_id": sale, "refund_id": format!("r{sale}-{at}"), "amount": amount, "occurred_at": at,
    });
    world.ok("siren_record_refund", json!([refund]));
}

fn edit(world: &World, changes: Json, now: &str) {
    let mut edit = json!({"id": 1, "now": now, "apply_now": true});
    crate::world::merge(&mut edit, changes);
    world.ok("siren_save_distributor", json!([edit]));
}

fn run(world: &World, now: &str) -> Json {
    let report = world.ok("siren_run_due", json!([now]));
    assert_eq!(report["failed"], json!([]), "{report}");
    report
}

fn pool(world: &World, now: &str) -> String {
    let standings = world.ok("siren_standings", json!([1, now]));
    standings["pool"]["amount"]
        .as_str()
        .expect("an amount")
        .to_owned()
}

fn verified(world: &World) {
    let answer = world.ok("siren_verify", json!([]));
    assert_eq!(answer["problems"], json!([]));
}

/// A site with two collaborators, after the end of May.
fn after_may(rules: Json) -> World {
    let world = World::new();
    world.collaborators(2);
    world.distributor(rules);
    world.lesson("may", 1, 1, IN_MAY);
    run(&world, JUNE);
    world
}

#[test]
fn a_late_sale_keeps_its_percentage_when_its_source_is_removed() {
    let world = after_may(sources(&[goods("10", "book"), goods("40", "thing")]));
    sale(&world, "late", "50.00", IN_MAY);
    assert_eq!(pool(&world, NOW), "20.00");
    edit(&world, sources(&[goods("10", "book")]), NOW);
    assert_eq!(pool(&world, NOW), "20.00");
    verified(&world);
    world.lesson("june", 1, 1, IN_JUNE);
    assert_eq!(run(&world, JULY)["ran"][0]["pool"]["amount"], "20.00");
    verified(&world);
}

#[test]
fn a_late_sale_takes_no_other_sources_percentage() {
    for (rules, what) in [
        (vec![goods("20", "thing"), goods("40", "book")], "reordered"),
        (vec![goods("80", "thing")], "another percentage"),
        (
            vec![json!({"kind": "fixed", "amount": "5.00"})],
            "no share of sales",
        ),
    ] {
        let world = after_may(sources(&[goods("40", "book"), goods("20", "thing")]));
        // The new rules apply from July, and to June at once.
        for now in ["2026-06-02T00:00:00Z", NOW] {
            edit(&world, sources(&rules), now);
        }
        sale(&world, "late", "50.00", IN_MAY);
        let fixed = if what == "no share of sales" {
            "15.00"
        } else {
            "10.00"
        };
        assert_eq!(pool(&world, NOW), fixed, "{what}");
        refund(&world, "late", "50.00", IN_JUNE);
        let fixed = if what == "no share of sales" {
            "5.00"
        } else {
            "0.00"
        };
        assert_eq!(pool(&world, NOW), fixed, "{what}, given back");
        verified(&world);
    }
}

#[test]
fn a_late_event_counts_by_the_rules_of_its_period() {
    let world = after_may(json!({
        "metrics": [{"event": "lesson_completed", "points": 3}],
        "pool": {"sources": [{"kind": "per_event", "event": "lesson_completed", "amount": "2.00"}]},
    }));
    let rules = json!({
        "metrics": [{"event": "lesson_completed", "points": 7}],
        "pool": {"sources": [{"kind": "per_event", "event": "lesson_completed", "amount": "5.00"}]},
    });
    edit(&world, rules, "2026-06-02T00:00:00Z");
    world.ok("siren_record_event", lesson("late", 1, 1, IN_MAY));
    world.lesson("june", 2, 1, IN_JUNE);
    let score = |now| {
        let standings = world.ok("siren_standings", json!([1, now]));
        let rows = standings["standings"].as_array().expect("rows").clone();
        let of = |id| {
            rows.iter()
                .find(|row| row["collaborator"] == id)
                .map(|row| row["score"].clone())
        };
        (of(1), of(2))
    };
    assert_eq!(score(NOW), (Some(json!(3)), Some(json!(7))));
    assert_eq!(pool(&world, NOW), "7.00");
    // Rules without a source for lessons, applied at once, keep what was booked.
    let rules = json!({
        "metrics": [{"event": "lesson_completed", "points": 1}],
        "pool": {"sources": [{"kind": "fixed", "amount": "1.00"}]},
    });
    edit(&world, rules, NOW);
    assert_eq!(score(NOW), (Some(json!(3)), Some(json!(1))));
    assert_eq!(pool(&world, NOW), "3.00");
    verified(&world);
    run(&world, JULY);
    verified(&world);
}

#[test]
fn a_refund_takes_back_what_the_sale_added_per_event() {
    let world = World::new();
    world.collaborators(2);
    let by_sale = |amount: &str| {
        json!({
            "metrics": [{"event": "product_sold", "points": 1}],
            "pool": {"sources": [{"kind": "per_event", "event": "product_sold", "amount": amount}]},
        })
    };
    world.distributor(by_sale("2.00"));
    let sale = |id: &str, at: &str| {
        let line =
            json!({"kind": "line_item", "external_id": "a", "amount": "9.00", "owners": [1]});
        let sale = json!({
            "source": "shop", "external_id": id, "currency": "USD", "occurred_at": at, "details": [line],
        });
        world.ok("siren_record_transaction", json!([sale]));
    };
    sale("may", IN_MAY);
    run(&world, JUNE);
    edit(&world, by_sale("5.00"), "2026-06-02T00:00:00Z");
    for id in ["a", "b"] {
        sale(id, IN_JUNE);
    }
    refund(&world, "may", "9.00", NOW);
    assert_eq!(pool(&world, NOW), "8.00");
    verified(&world);
}

#[test]
fn a_refund_dated_ahead_survives_a_pause_and_a_change_of_rules() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(sources(&[goods("10", "book"), goods("20", "thing")]));
    world.lesson("may", 1, 1, IN_MAY);
    sale(&world, "may", "100.00", IN_MAY);
    // Dated in June, which it opens.
    refund(&world, "may", "40.00", IN_JUNE);
    let paused = "2026-05-20T00:00:00Z";
    world.ok(
        "siren_save_distributor",
        json!([{"id": 1, "status": "paused", "now": paused}]),
    );
    verified(&world);
    let rules = sources(&[goods("10", "book")]);
    let mut resumed = json!({"id": 1, "status": "active", "now": "2026-05-25T00:00:00Z"});
    crate::world::merge(&mut resumed, rules);
    world.ok("siren_save_distributor", json!([resumed]));
    // It resumed before June: the refund belongs to June, at the percentage that the sale had in May.
    let report = run(&world, JULY);
    assert_eq!(report["ran"][0]["pool"]["amount"], "20.00", "{report}");
    assert_eq!(
        report["skipped"][1]["reason"], "pool_below_zero",
        "{report}"
    );
    verified(&world);
    let given = json!({"key": "gift", "distributor": 1, "amount": "10.00", "reason": "a gift", "now": JULY});
    world.ok("siren_top_up", json!([given]));
    assert_eq!(pool(&world, JULY), "2.00");
}

#[test]
fn rules_apply_at_once_though_the_heartbeat_is_late() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(sources(&[json!({"kind": "fixed", "amount": "1.00"})]));
    // May is not closed yet, and June not opened.
    edit(
        &world,
        sources(&[json!({"kind": "fixed", "amount": "77.00"})]),
        NOW,
    );
    assert_eq!(pool(&world, NOW), "77.00");
    world.lesson("may", 1, 1, IN_MAY);
    world.lesson("june", 1, 1, IN_JUNE);
    let report = run(&world, JULY);
    let pools: Vec<&Json> = (0..2)
        .map(|n| &report["ran"][n]["pool"]["amount"])
        .collect();
    assert_eq!(pools, ["1.00", "77.00"]);
    verified(&world);
}

#[test]
fn rules_apply_at_once_before_the_first_period_begins() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(sources(&[json!({"kind": "fixed", "amount": "1.00"})]));
    let rules = sources(&[json!({"kind": "fixed", "amount": "77.00"})]);
    edit(&world, rules, "2026-04-01T00:00:00Z");
    world.lesson("may", 1, 1, IN_MAY);
    assert_eq!(run(&world, JUNE)["ran"][0]["pool"]["amount"], "77.00");
}

#[test]
fn rules_are_not_applied_at_once_to_a_paused_distributor() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    let paused = json!({"id": 1, "status": "paused", "now": "2026-05-20T00:00:00Z"});
    world.ok("siren_save_distributor", json!([paused]));
    let edit =
        json!({"id": 1, "minimum_score": 5, "apply_now": true, "now": "2026-05-21T00:00:00Z"});
    let refused = world.refused("siren_save_distributor", json!([edit]));
    assert!(refused.to_string().contains("apply_now"), "{refused}");
    assert!(refused.to_string().contains("paused"), "{refused}");
}

#[test]
fn events_dated_ahead_count_by_rules_saved_before_their_date() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    let event =
        json!(["course_completed", {"key": "c", "collaborator": 1, "occurred_at": IN_JUNE}]);
    world.ok("siren_record_event", event);
    // Nothing that the current rules measure has opened June.
    let rules = json!({
        "id": 1, "metrics": [{"event": "course_completed", "points": 10}], "now": "2026-05-20T00:00:00Z",
    });
    world.ok("siren_save_distributor", json!([rules]));
    let report = run(&world, JULY);
    let paid = report["ran"].as_array().expect("rows");
    assert_eq!(paid.len(), 1, "{report}");
    assert_eq!(paid[0]["period"]["start"], JUNE);
    // May rolled over.
    assert_eq!(paid[0]["pool"]["amount"], "200.00");
}

#[test]
fn a_distributor_that_starts_in_the_past_books_refunds_in_their_own_period() {
    let world = World::new();
    world.collaborators(1);
    let by_sale = json!({
        "metrics": [{"event": "product_sold", "points": 10}],
        "pool": {"sources": [share("10")]},
    });
    let line = json!({"kind": "line_item", "external_id": "a", "amount": "100.00", "owners": [1]});
    let sale = json!({
        "source": "shop", "external_id": "1", "currency": "USD", "occurred_at": IN_MAY, "details": [line],
    });
    world.ok("siren_record_transaction", json!([sale]));
    refund(&world, "1", "100.00", IN_JUNE);
    let mut rules = by_sale;
    crate::world::merge(&mut rules, json!({"now": "2026-07-20T00:00:00Z"}));
    world.distributor(rules);
    let report = run(&world, "2026-07-20T00:00:00Z");
    assert_eq!(report["ran"][0]["pool"]["amount"], "10.00", "{report}");
    assert_eq!(report["ran"][0]["obligations"], 1);
    let standings = world.ok("siren_standings", json!([1, "2026-07-20T00:00:00Z"]));
    assert_eq!(standings["pool"]["amount"], "0.00");
    // The negative balance of June is carried forward.
    let carried = world.rows("distributions", json!({"distributor": 1}));
    assert_eq!(carried[1]["reason"], "pool_below_zero");
    verified(&world);
}

#[test]
fn rules_applied_at_once_book_refunds_dated_ahead_once() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(sources(&[share("10")]));
    world.lesson("may", 1, 1, IN_MAY);
    sale(&world, "may", "100.00", IN_MAY);
    refund(&world, "may", "40.00", IN_JUNE);
    edit(&world, sources(&[share("20")]), "2026-05-20T00:00:00Z");
    assert_eq!(pool(&world, "2026-05-20T00:00:00Z"), "20.00");
    verified(&world);
    sale(&world, "june", "100.00", IN_JUNE);
    world.lesson("june", 1, 1, IN_JUNE);
    let report = run(&world, JULY);
    let pools: Vec<&Json> = (0..2)
        .map(|n| &report["ran"][n]["pool"]["amount"])
        .collect();
    assert_eq!(pools, ["20.00", "12.00"]);
    verified(&world);
}

#[test]
fn clawbacks_take_only_the_paid_part_of_a_pool_that_rolled_over() {
    // Half of the pool is unclaimed and rolls over into June.
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({
        "pool": {"sources": [share("10")]},
        "structure": {"kind": "ladder", "prizes": ["50", "50"], "missing": "roll_over"},
        "on_refund_after_close": "clawback",
    }));
    world.lesson("may", 1, 1, IN_MAY);
    sale(&world, "1", "1000.00", IN_MAY);
    run(&world, JUNE);
    assert_eq!(pool(&world, NOW), "50.00");
    for (amount, left) in [("100.00", "45.00"), ("300.00", "30.00")] {
        refund(
            &world,
            "1",
            amount,
            if left == "45.00" { IN_JUNE } else { NOW },
        );
        assert_eq!(pool(&world, NOW), left);
    }
    let owed = world.rows("obligations", json!({"kind": "adjustment"}));
    let amounts: Vec<&Json> = owed.iter().map(|row| &row["amount"]).collect();
    assert_eq!(amounts, ["-5.00", "-15.00"]);
    verified(&world);
    run(&world, JULY);
    verified(&world);
}

#[test]
fn pausing_and_ending_keep_the_grace_period() {
    for status in ["paused", "archived"] {
        let world = World::new();
        world.collaborators(1);
        world.distributor(json!({"pool": {"sources": [share("10")]}, "grace_minutes": 120}));
        world.lesson("may", 1, 1, IN_MAY);
        let stop = json!({"id": 1, "status": status, "now": "2026-05-20T00:00:00Z"});
        world.ok("siren_save_distributor", json!([stop]));
        if status == "archived" {
            // An hour later the period still accepts records from before its end.
            assert_eq!(run(&world, "2026-05-20T01:00:00Z")["ran"], json!([]));
        }
        sale(&world, "late", "100.00", IN_MAY);
        if status == "paused" {
            let again = json!({"id": 1, "status": "active", "now": "2026-05-20T01:30:00Z"});
            world.ok("siren_save_distributor", json!([again]));
            assert_eq!(run(&world, "2026-05-20T01:45:00Z")["ran"], json!([]));
        }
        let report = run(&world, "2026-05-20T02:00:00Z");
        assert_eq!(report["ran"][0]["pool"]["amount"], "10.00", "{status}");
    }
}

#[test]
fn a_broken_distributor_stops_no_other() {
    let world = World::new();
    world.collaborators(1);
    for _ in 0..3 {
        world.distributor(json!({}));
    }
    world.lesson("may", 1, 1, IN_MAY);
    world.ok("siren_standings", json!([1, IN_MAY]));
    let db =
        rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("the database");
    db.execute(
        "UPDATE distributor_versions SET definition = '{\"name\": 5}' WHERE distributor_id = 2",
        [],
    )
    .expect("a definition that does not read");
    db.execute(
        "INSERT INTO pool_totals (distribution_id, source, rate, base, entries) VALUES (1, 7, '10', 100, 1)",
        [],
    )
    .expect("sales from a source that the rules do not have");
    drop(db);
    world.lesson("may, too", 1, 1, IN_MAY);
    let report = world.ok("siren_run_due", json!([JUNE]));
    let of = |list| distributors_in(&report, list);
    assert_eq!((of("ran"), of("failed")), (vec![3], vec![1, 2]), "{report}");
    assert_eq!(report["failed"][1]["pool"]["currency"], "USD");
    let problems = world.ok("siren_verify", json!([]))["problems"].to_string();
    assert!(problems.contains("pool_totals"), "{problems}");
}

fn switch(world: &World, status: &str, now: &str) {
    let switch = json!({"id": 1, "status": status, "now": now});
    world.ok("siren_save_distributor", json!([switch]));
}

/// The pools of all periods that were closed, oldest first.
fn closed_pools(world: &World) -> Vec<(String, String)> {
    let query = json!({"order_by": "period", "order": "asc", "per_page": 100});
    let rows = world.ok("siren_find", json!(["distributions", query]));
    let rows = rows["items"].as_array().expect("rows").clone();
    let closed = rows.iter().filter(|row| !row["closed_at"].is_null());
    let text = |value: &Json| value.as_str().expect("a text").to_owned();
    closed
        .map(|row| (text(&row["period"]["start"]), text(&row["amount"])))
        .collect()
}

#[test]
fn a_refund_during_a_pause_lowers_the_period_it_cut_short_even_with_a_late_heartbeat() {
    let mut found = Vec::new();
    for in_time in [true, false] {
        let world = World::new();
        world.collaborators(1);
        world.distributor(
            json!({"pool": {"sources": [share("10")]}, "on_refund_after_close": "clawback"}),
        );
        // No one scores in May: its 100.00 rolls over into June.
        sale(&world, "may", "1000.00", IN_MAY);
        if in_time {
            run(&world, JUNE);
        }
        world.lesson("june", 1, 1, IN_JUNE);
        switch(&world, "paused", NOW);
        refund(&world, "may", "300.00", "2026-06-20T12:00:00Z");
        switch(&world, "active", "2026-06-25T00:00:00Z");
        run(&world, JULY);
        verified(&world);
        let owed = world.rows("obligations", json!({}));
        let amounts: Vec<&Json> = owed.iter().map(|row| &row["amount"]).collect();
        assert_eq!(amounts, ["70.00"], "{in_time}");
        found.push(closed_pools(&world));
    }
    let pools: Vec<&str> = found[0].iter().map(|(_, pool)| &**pool).collect();
    assert_eq!(pools, ["100.00", "70.00", "0.00"]);
    assert_eq!(found[0], found[1]);
}

#[test]
fn a_refund_during_a_pause_is_not_clawed_back_in_the_resumed_period() {
    // Recorded before the pause, when its date was in another period, or during the pause, or after it.
    let at = "2026-06-10T12:00:00Z";
    for told in ["before", "in", "after"] {
        let world = World::new();
        world.collaborators(1);
        world.distributor(
            json!({"pool": {"sources": [share("10")]}, "on_refund_after_close": "clawback"}),
        );
        sale(&world, "may", "1000.00", IN_MAY);
        world.lesson("may", 1, 1, IN_MAY);
        if told == "before" {
            refund(&world, "may", "300.00", at);
            assert_eq!(pool(&world, IN_MAY), "100.00");
        }
        switch(&world, "paused", "2026-05-20T00:00:00Z");
        if told == "in" {
            refund(&world, "may", "300.00", at);
        }
        verified(&world);
        switch(&world, "active", "2026-06-25T00:00:00Z");
        if told == "after" {
            refund(&world, "may", "300.00", at);
        }
        run(&world, "2026-06-26T00:00:00Z");
        let owed = world.rows("obligations", json!({}));
        let amounts: Vec<&Json> = owed.iter().map(|row| &row["amount"]).collect();
        assert_eq!(amounts, ["70.00"], "{told}");
        verified(&world);
    }
}

fn fixed(amount: &str) -> Json {
    sources(&[json!({"kind": "fixed", "amount": amount})])
}

/// An edit that waits for the next period.
fn wait(world: &World, changes: Json, now: &str) {
    let mut edit = json!({"id": 1, "now": now});
    crate::world::merge(&mut edit, changes);
    world.ok("siren_save_distributor", json!([edit]));
}

#[test]
fn rules_applied_with_a_clock_set_back_hold_for_all_later_periods() {
    for waits in ["2026-06-15T00:00:00Z", "2026-05-15T00:00:00Z"] {
        let world = World::new();
        world.collaborators(1);
        world.distributor(fixed("1.00"));
        for (key, at) in [
            ("may", IN_MAY),
            ("june", IN_JUNE),
            ("july", "2026-07-10T12:00:00Z"),
        ] {
            world.lesson(key, 1, 1, at);
        }
        world.site.fold().expect("a fold");
        wait(&world, fixed("5.00"), waits);
        edit(&world, fixed("77.00"), "2026-05-10T00:00:00Z");
        run(&world, "2026-08-01T04:00:00Z");
        let pools: Vec<String> = closed_pools(&world)
            .into_iter()
            .map(|(_, pool)| pool)
            .collect();
        assert_eq!(pools, ["77.00", "77.00", "77.00"], "{waits}");
        verified(&world);
    }
}

#[test]
fn rules_applied_with_a_clock_set_back_into_a_pause_hold_from_the_resumed_period_on() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(fixed("1.00"));
    world.lesson("may", 1, 1, IN_MAY);
    switch(&world, "paused", "2026-05-20T00:00:00Z");
    switch(&world, "active", "2026-06-05T00:00:00Z");
    world.lesson("june", 1, 1, IN_JUNE);
    edit(&world, fixed("77.00"), "2026-05-25T00:00:00Z");
    run(&world, JULY);
    let pools: Vec<String> = closed_pools(&world)
        .into_iter()
        .map(|(_, pool)| pool)
        .collect();
    assert_eq!(pools, ["1.00", "77.00"]);
}

#[test]
fn rules_saved_during_a_pause_apply_on_resume_even_if_the_clock_is_set_back() {
    // Rules that were to apply from June when it was paused apply as well.
    for (waiting, resumed) in [
        (None, "2026-05-22T00:00:00Z"),
        (Some("3.00"), "2026-05-28T00:00:00Z"),
    ] {
        let world = World::new();
        world.collaborators(1);
        world.distributor(fixed("1.00"));
        world.lesson("may", 1, 1, IN_MAY);
        if let Some(amount) = waiting {
            wait(&world, fixed(amount), "2026-05-19T00:00:00Z");
        }
        switch(&world, "paused", "2026-05-20T00:00:00Z");
        wait(&world, fixed("77.00"), "2026-05-25T00:00:00Z");
        world.lesson("resumed", 1, 1, "2026-05-29T00:00:00Z");
        world.lesson("june", 1, 1, IN_JUNE);
        switch(&world, "active", resumed);
        run(&world, JULY);
        let pools: Vec<String> = closed_pools(&world)
            .into_iter()
            .map(|(_, pool)| pool)
            .collect();
        assert_eq!(pools, ["1.00", "77.00", "77.00"], "{waiting:?}");
        verified(&world);
    }
}

#[test]
fn a_pause_stays_in_one_piece_where_rules_take_effect_at_its_ends() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(fixed("1.00"));
    world.lesson("may", 1, 1, IN_MAY);
    switch(&world, "paused", "2026-05-20T00:00:00Z");
    // With a clock set back: in force from the end of the period that contains it.
    wait(&world, fixed("2.00"), "2026-05-15T00:00:00Z");
    switch(&world, "active", "2026-07-10T00:00:00Z");
    edit(&world, fixed("77.00"), "2026-07-11T00:00:00Z");
    world.lesson("july", 1, 1, "2026-07-11T00:00:00Z");
    run(&world, "2026-08-01T04:00:00Z");
    let expected = [
        ("2026-05-01T04:00:00Z", "1.00"),
        ("2026-07-10T00:00:00Z", "77.00"),
    ];
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(start, pool)| ((*start).to_owned(), (*pool).to_owned()))
        .collect();
    assert_eq!(closed_pools(&world), expected);
}

#[test]
fn a_new_schedule_applied_at_once_begins_where_the_open_period_ends() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(fixed("1.00"));
    world.lesson("may", 1, 1, IN_MAY);
    let weekly =
        json!({"schedule": {"every": "week", "on": "monday", "at": "00:00", "timezone": "UTC"}});
    edit(&world, weekly, "2026-05-20T00:00:00Z");
    // Before May is closed.
    world.lesson("tuesday", 1, 1, "2026-06-02T12:00:00Z");
    world.lesson("later", 1, 1, "2026-06-17T12:00:00Z");
    run(&world, "2026-06-22T00:00:00Z");
    let starts: Vec<String> = closed_pools(&world)
        .into_iter()
        .map(|(start, _)| start)
        .collect();
    let expected = [
        "2026-05-01T04:00:00Z",
        JUNE,
        "2026-06-08T00:00:00Z",
        "2026-06-15T00:00:00Z",
    ];
    assert_eq!(starts, expected);
    verified(&world);
}

#[test]
fn what_an_edit_of_a_sale_replaces_counts_by_the_rules_of_the_sale() {
    let by_sale = |points: i64, amount: &str| {
        json!({
            "metrics": [{"event": "product_sold", "points": points}, {"event": "coupon_used", "points": points}],
            "pool": {"sources": [{"kind": "per_event", "event": "product_sold", "amount": amount}]},
        })
    };
    let told = |world: &World, revision: i64, at: &str, lines: &[(&str, &str)]| {
        let line = |(id, amount): &(&str, &str)| json!({"kind": "line_item", "external_id": id, "amount": amount, "owners": [1]});
        let sale = json!({
            "source": "shop", "external_id": "1", "currency": "USD", "occurred_at": at, "revision": revision,
            "coupons": ["ANN"], "details": lines.iter().map(line).collect::<Vec<_>>(),
        });
        world.ok("siren_record_transaction", json!([sale]));
    };
    let world = World::new();
    world.ok(
        "siren_save_collaborator",
        json!([{"name": "Ann", "now": "2026-05-01T04:00:00Z", "aliases": [{"type": "coupon", "code": "ANN"}]}]),
    );
    world.distributor(by_sale(3, "2.00"));
    told(&world, 1, IN_MAY, &[("a", "9.00")]);
    run(&world, JUNE);
    edit(&world, by_sale(7, "5.00"), "2026-06-02T00:00:00Z");
    let june = || {
        let standings = world.ok("siren_standings", json!([1, NOW]));
        (
            standings["standings"][0]["score"].clone(),
            pool(&world, NOW),
        )
    };
    // The line costs more, so the coupon is worth more too: what May counted of both is replaced.
    told(&world, 2, IN_JUNE, &[("a", "10.00")]);
    assert_eq!(june(), (json!(0), "0.00".to_owned()));
    // A line that the edit adds belongs to June.
    told(
        &world,
        3,
        "2026-06-11T12:00:00Z",
        &[("a", "11.00"), ("b", "1.00")],
    );
    assert_eq!(june(), (json!(7), "5.00".to_owned()));
    // A recount gives the same result.
    let mut rules = by_sale(8, "6.00");
    crate::world::merge(&mut rules, json!({"minimum_score": 1}));
    edit(&world, rules, NOW);
    assert_eq!(june(), (json!(8), "6.00".to_owned()));
    // A refund takes back what was counted.
    let refund =
        json!({"source": "shop", "external_id": "1", "refund_id": "all", "occurred_at": NOW});
    world.ok("siren_record_refund", json!([refund]));
    assert_eq!(pool(&world, NOW), "0.00");
    verified(&world);
}
