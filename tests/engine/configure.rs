//! Collaborators and distributors: what is kept, versioned and refused.

use serde_json::{Value as Json, json};

use crate::world::{JUNE, MAY, World, merge, monthly};

fn pick(row: &Json, names: &[&str]) -> Json {
    names
        .iter()
        .map(|name| ((*name).to_owned(), row[*name].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[test]
fn an_update_keeps_omitted_fields_and_null_clears_them() {
    let world = World::new();
    let aliases = json!([{"type": "coupon", "code": "Save10"}, {"type": "link", "code": "Ann"}]);
    let payout = json!({"method": "paypal", "to": {"mail": "ann@example.org"}});
    let row = world.ok("siren_save_collaborator", json!([{
        "name": "Ann", "email": "Ann@Example.org", "wp_user_id": 7, "aliases": aliases, "payout": payout, "now": MAY,
    }]));
    let all = json!({
        "id": 1, "status": "active", "created_at": MAY, "name": "Ann", "email": "ann@example.org", "wp_user_id": 7,
        "aliases": aliases, "old_aliases": [], "groups": [], "payout": payout,
    });
    assert_eq!(row, all);
    let renamed = world.ok(
        "siren_save_collaborator",
        json!([{"id": 1, "name": "Anna", "now": JUNE}]),
    );
    let mut expected = all;
    expected["name"] = "Anna".into();
    assert_eq!(renamed, expected);
    let less = json!({"id": 1, "email": null, "wp_user_id": null, "payout": null, "aliases": [], "now": JUNE});
    let names = ["name", "email", "wp_user_id", "aliases", "payout"];
    assert_eq!(
        pick(&world.ok("siren_save_collaborator", json!([less])), &names),
        json!({"name": "Anna", "email": null, "wp_user_id": null, "aliases": [], "payout": null})
    );
}

#[test]
fn every_problem_of_a_collaborator_is_reported_at_once() {
    let world = World::new();
    world.collaborators(1);
    world.ok(
        "siren_save_collaborator",
        json!([{"id": 1, "wp_user_id": 7}]),
    );
    let before = world.everything();
    let check = |input: Json, class: &str, paths: &[&str]| {
        let refused = world.refused("siren_save_collaborator", json!([input]));
        assert_eq!(
            (refused.class, refused.paths()),
            (class, paths.to_vec()),
            "{input}: {refused}"
        );
    };
    check(json!({}), "InvalidInput", &["name"]);
    check(json!({"name": null}), "InvalidInput", &["name"]);
    check(json!([1, 2]), "InvalidInput", &[""]);
    check(
        json!({"name": "", "email": "ann", "wp_user_id": 0, "status": "Active", "aliases": "x", "payout": [1], "vip": true}),
        "InvalidInput",
        &[
            "name",
            "email",
            "wp_user_id",
            "status",
            "aliases",
            "payout",
            "vip",
        ],
    );
    for email in ["", "a@b", "@b.c", "a b@c.d", "a@b@c.d", "a@b.c\n"] {
        check(
            json!({"name": "Ann", "email": email}),
            "InvalidInput",
            &["email"],
        );
    }
    check(
        json!({"name": "Ann", "aliases": [{"type": "coupon", "code": "A"}, {"type": "coupon", "code": "a"}, {"type": "mail"}, 5]}),
        "InvalidInput",
        &[
            "aliases[1]",
            "aliases[2].type",
            "aliases[2].code",
            "aliases[3]",
        ],
    );
    check(
        json!({"name": "Ann", "payout": {"rate": 1.5}}),
        "InvalidInput",
        &["payout"],
    );
    check(
        json!({"name": "Ann", "payout": {"note": "x".repeat(5_000)}}),
        "InvalidInput",
        &["payout"],
    );
    check(json!({"id": 9, "name": "Ann"}), "NotFound", &[]);
    check(json!({"name": "Ann", "wp_user_id": 7}), "Conflict", &[]);
    assert_eq!(world.everything(), before);
}

#[test]
fn a_distributor_read_back_can_be_saved_unchanged() {
    let world = World::new();
    for (number, changes) in (1..).zip([
        json!({}),
        json!({"schedule": {"every": {"days": 14}, "at": "12:30"}, "structure": {"kind": "top_n", "prizes": ["60", "30.5"]}}),
        json!({"units": "JPY", "metrics": [{"event": "site_visited", "points": 0},
            {"event": "sale_referred", "points": 1, "per": "currency_unit", "currency": "EUR"}], "pool": {"sources": [
            {"kind": "revenue_share", "percent": "12.500", "include": ["taxes", "line_items"], "filter": {"skus": ["A"], "referred": true}},
            {"kind": "per_event", "event": "site_visited", "amount": "3"}], "floor": "5", "cap": "500"}}),
        json!({"schedule": {"every": "year", "on": "02-29"}, "structure": {"kind": "target_bonus", "score": 5, "amount": "10.00"},
            "audience": {"kind": "list", "ids": [3, 1]}, "minimum_score": 5, "cap_percent": "33.3333", "on_empty": "house",
            "on_inactive": "hold", "review": true, "hold_days": 5, "grace_minutes": 90, "own_activity": "count",
            "renewals": "first_payment_only", "on_negative": "write_off"}),
        json!({"schedule": {"every": "week", "on": "sunday"}, "structure": {"kind": "top_score_wins", "tie": "split"}}),
    ]) {
        let row = world.distributor(changes);
        assert_eq!(row["version"], 1);
        let mut again = row.clone();
        for shown_only in ["created_at", "version", "distribution", "period", "status"] {
            again.as_object_mut().expect("a row").remove(shown_only);
        }
        again["now"] = MAY.into();
        assert_eq!(world.ok("siren_save_distributor", json!([again])), row, "number {number}");
        assert_eq!(world.ok("siren_get", json!(["distributors", number])), row);
    }
}

#[test]
fn only_six_keys_are_required() {
    let world = World::new();
    let refused = world.refused("siren_save_distributor", json!([{}]));
    assert_eq!(
        refused.paths(),
        ["name", "units", "schedule", "metrics", "pool", "structure"]
    );
    let mut least = monthly();
    least.as_object_mut().expect("rules").remove("starts_at");
    let row = world.ok("siren_save_distributor", json!([least]));
    let defaults = [
        "status",
        "starts_at",
        "audience",
        "minimum_score",
        "cap_percent",
        "on_empty",
        "on_inactive",
        "on_negative",
        "on_refund_after_close",
        "clawback_from",
        "own_activity",
        "renewals",
        "review",
        "hold_days",
        "grace_minutes",
    ];
    assert_eq!(
        pick(&row, &defaults),
        json!({
            "status": "active", "starts_at": MAY, "audience": {"kind": "all"}, "minimum_score": 0, "cap_percent": null,
            "on_empty": "roll_over", "on_inactive": "exclude", "on_negative": "carry", "on_refund_after_close": "next_period",
            "clawback_from": "everyone", "own_activity": "ignore", "renewals": "count", "review": false, "hold_days": 0, "grace_minutes": 0,
        })
    );
}

/// An invalid change of a distributor, and the path of its problem.
type Wrong = (Json, &'static [&'static str]);

fn wrong_names_and_times() -> Vec<Wrong> {
    let schedule = |schedule: Json| json!({"schedule": schedule});
    vec![
        (json!({"name": ""}), &["name"]),
        (json!({"name": 5, "units": "usd"}), &["name", "units"]),
        (json!({"units": "XAU"}), &["units"]),
        (json!({"starts_at": "2026-05-01"}), &["starts_at"]),
        (json!({"status": "running"}), &["status"]),
        (json!({"colour": "red"}), &["colour"]),
        (schedule(json!("monthly")), &["schedule"]),
        (schedule(json!({})), &["schedule.every"]),
        (schedule(json!({"every": "hour"})), &["schedule.every"]),
        (
            schedule(json!({"every": "month", "on": 32})),
            &["schedule.on"],
        ),
        (
            schedule(json!({"every": "month", "on": "1"})),
            &["schedule.on"],
        ),
        (
            schedule(json!({"every": "week", "on": "Monday"})),
            &["schedule.on"],
        ),
        (schedule(json!({"every": "day", "on": 1})), &["schedule.on"]),
        (
            schedule(json!({"every": "year", "on": "02-30"})),
            &["schedule.on"],
        ),
        (
            schedule(json!({"every": {"days": 0}})),
            &["schedule.every.days"],
        ),
        (
            schedule(json!({"every": {"weeks": 2}})),
            &["schedule.every.days", "schedule.every.weeks"],
        ),
        (
            schedule(json!({"every": "day", "at": "25:00", "timezone": "Mars/Olympus"})),
            &["schedule.at", "schedule.timezone"],
        ),
        (
            schedule(json!({"every": "day", "at": "9:30"})),
            &["schedule.at"],
        ),
    ]
}

fn wrong_metrics_and_people() -> Vec<Wrong> {
    let metrics = |metrics: Json| json!({"metrics": metrics});
    vec![
        (metrics(json!([])), &["metrics"]),
        (
            metrics(json!([{"event": "Lesson", "points": -1}])),
            &["metrics[0].event", "metrics[0].points"],
        ),
        (
            metrics(json!([{"event": "lesson_completed", "points": 1.5}])),
            &["metrics[0].points"],
        ),
        (
            metrics(
                json!([{"event": "a", "points": 1}, {"event": "a", "points": -1}, {"event": "a", "points": 1}]),
            ),
            &["metrics[1].points", "metrics[1].event", "metrics[2].event"],
        ),
        (
            metrics(json!([{"event": "post_visited", "points": 1, "per": "currency_unit"}])),
            &["metrics[0].per"],
        ),
        (
            metrics(json!([{"event": "product_sold", "points": 1, "currency": "USD"}])),
            &["metrics[0].currency"],
        ),
        (
            metrics(
                json!([{"event": "x", "points": 1, "per": "currency_unit", "currency": "points"}]),
            ),
            &["metrics[0].currency"],
        ),
        (
            metrics(json!([{"event": "a", "points": 1}, {"event": "a", "points": 2}])),
            &["metrics[1].event"],
        ),
        (
            metrics(json!([{"event": "a", "points": 1, "split": "half", "per": "hour"}])),
            &["metrics[0].split", "metrics[0].per"],
        ),
        (
            metrics(json!([{"event": "lesson_completed", "points": 1, "per": "unit"}])),
            &["metrics[0].per"],
        ),
        (json!({"audience": {"kind": "some"}}), &["audience.kind"]),
        (
            json!({"audience": {"kind": "list", "ids": []}}),
            &["audience.ids"],
        ),
        (
            json!({"audience": {"kind": "list", "ids": ["1", 2, 0]}}),
            &["audience.ids[0]", "audience.ids[2]"],
        ),
        (
            json!({"minimum_score": -1, "cap_percent": 50}),
            &["minimum_score", "cap_percent"],
        ),
        (
            json!({"on_empty": "keep", "on_inactive": "pay", "on_negative": "x"}),
            &["on_inactive", "on_empty", "on_negative"],
        ),
        (
            json!({"review": 1, "hold_days": -1, "grace_minutes": "5"}),
            &["review", "hold_days", "grace_minutes"],
        ),
    ]
}

fn wrong_pools() -> Vec<Wrong> {
    let pool = |source: Json| json!({"pool": {"sources": [source]}});
    let share = |changes: Json| {
        let mut source =
            json!({"kind": "revenue_share", "percent": "10", "include": ["line_items"]});
        merge(&mut source, changes);
        json!({"pool": {"sources": [source]}})
    };
    vec![
        (json!({"pool": {}}), &["pool.sources"]),
        (
            json!({"pool": {"sources": [], "floor": "5.00", "cap": "1.00"}}),
            &["pool.floor"],
        ),
        (
            json!({"pool": {"sources": [], "floor": -1, "cap": "x"}}),
            &["pool.floor", "pool.cap"],
        ),
        (pool(json!({"kind": "gift"})), &["pool.sources[0].kind"]),
        (pool(json!({"kind": "fixed"})), &["pool.sources[0].amount"]),
        (
            pool(json!({"kind": "fixed", "amount": "0.00"})),
            &["pool.sources[0].amount"],
        ),
        (
            pool(json!({"kind": "fixed", "amount": 100.5})),
            &["pool.sources[0].amount"],
        ),
        (
            pool(json!({"kind": "fixed", "amount": "1.005"})),
            &["pool.sources[0].amount"],
        ),
        (
            pool(json!({"kind": "per_event", "event": "X", "amount": "1.00"})),
            &["pool.sources[0].event"],
        ),
        (
            pool(json!({"kind": "per_event", "event": "course_completed", "amount": "1.00"})),
            &["pool.sources[0].event"],
        ),
        (
            pool(json!({"kind": "fixed", "amount": "-0.00"})),
            &["pool.sources[0].amount"],
        ),
        (share(json!({"percent": 10})), &["pool.sources[0].percent"]),
        (share(json!({"percent": "0"})), &["pool.sources[0].percent"]),
        (
            share(json!({"percent": "100.1"})),
            &["pool.sources[0].percent"],
        ),
        (
            share(json!({"percent": "-5"})),
            &["pool.sources[0].percent"],
        ),
        (
            share(json!({"percent": "10%"})),
            &["pool.sources[0].percent"],
        ),
        (
            share(json!({"percent": "0.1234567"})),
            &["pool.sources[0].percent"],
        ),
        (share(json!({"include": []})), &["pool.sources[0].include"]),
        (
            share(json!({"include": ["tips", "taxes", 5]})),
            &["pool.sources[0].include[0]", "pool.sources[0].include[2]"],
        ),
        (
            share(json!({"filter": {"types": "course", "skus": ["", 5], "tags": []}})),
            &[
                "pool.sources[0].filter.types",
                "pool.sources[0].filter.skus[0]",
                "pool.sources[0].filter.skus[1]",
                "pool.sources[0].filter.tags",
            ],
        ),
    ]
}

fn wrong_structures() -> Vec<Wrong> {
    let structure = |structure: Json| json!({"structure": structure});
    vec![
        (structure(json!({"kind": "lottery"})), &["structure.kind"]),
        (
            structure(json!({"kind": "top_score_wins", "tie": "toss"})),
            &["structure.tie"],
        ),
        (
            structure(json!({"kind": "shared_engagement_pool", "tie": "first"})),
            &["structure.tie"],
        ),
        (structure(json!({"kind": "ladder"})), &["structure.prizes"]),
        (
            structure(json!({"kind": "ladder", "prizes": ["60", "50"]})),
            &["structure.prizes"],
        ),
        (
            structure(json!({"kind": "ladder", "prizes": ["30", "60"]})),
            &["structure.prizes"],
        ),
        (
            structure(json!({"kind": "ladder", "prizes": ["60", 30, "x"]})),
            &["structure.prizes[1]", "structure.prizes[2]"],
        ),
        (
            structure(json!({"kind": "target_bonus", "score": 0, "amount": "0"})),
            &["structure.score", "structure.amount"],
        ),
    ]
}

#[test]
fn every_problem_of_a_distributor_is_reported_at_once() {
    let world = World::new();
    let wrong = [
        wrong_names_and_times(),
        wrong_metrics_and_people(),
        wrong_pools(),
        wrong_structures(),
    ]
    .concat();
    for (changes, paths) in wrong {
        let mut rules = monthly();
        merge(&mut rules, changes.clone());
        let refused = world.refused("siren_save_distributor", json!([rules]));
        assert_eq!(
            (refused.class, refused.paths()),
            ("InvalidInput", paths.to_vec()),
            "{changes}: {refused}"
        );
        // A check reports the same problems and refuses nothing.
        let checked = world.ok("siren_check_distributor", json!([rules]));
        let said: Vec<&str> = checked["problems"]
            .as_array()
            .expect("problems")
            .iter()
            .filter_map(|one| one["path"].as_str())
            .collect();
        assert_eq!((said, &checked["sentence"]), (paths.to_vec(), &Json::Null));
    }
    assert_eq!(world.rows("distributors", json!({})).len(), 0);
}

#[test]
fn a_check_describes_the_rule_and_saves_nothing() {
    let world = World::new();
    let checked = world.ok("siren_check_distributor", json!([monthly()]));
    assert_eq!(checked["problems"], json!([]));
    assert_eq!(
        checked["sentence"],
        "Every month on the 1st at 00:00 (America/New_York), 100.00 USD is shared among all collaborators \
         in proportion to their points: 1 point for each lesson completed."
    );
    assert_eq!(world.rows("distributors", json!({})).len(), 0);
    // A change of an existing distributor is checked together with the rest of it.
    world.distributor(json!({}));
    let checked = world.ok(
        "siren_check_distributor",
        json!([{"id": 1, "units": "EUR"}]),
    );
    assert_eq!(checked["problems"][0]["path"], "units");
    assert_eq!(
        world
            .refused("siren_check_distributor", json!([{"id": 2}]))
            .class,
        "NotFound"
    );
}

#[test]
fn only_allowed_status_changes_are_accepted() {
    let all = ["draft", "active", "paused", "archived"];
    let allowed = [
        ("draft", "active"),
        ("draft", "archived"),
        ("active", "paused"),
        ("active", "archived"),
        ("paused", "active"),
        ("paused", "archived"),
    ];
    for from in all {
        for to in all {
            let world = World::new();
            let first = if from == "paused" { "active" } else { from };
            world.distributor(json!({"status": first}));
            if from == "paused" {
                world.ok(
                    "siren_save_distributor",
                    json!([{"id": 1, "status": "paused", "now": "2026-05-02T00:00:00Z"}]),
                );
            }
            let moved = world.call(
                "siren_save_distributor",
                json!([{"id": 1, "status": to, "now": "2026-05-03T00:00:00Z"}]),
            );
            match moved {
                Ok(row) => assert!(
                    row["status"] == to && (from == to || allowed.contains(&(from, to))),
                    "{from} to {to}"
                ),
                Err(refused) => {
                    assert!(
                        !allowed.contains(&(from, to)) && from != to,
                        "{from} to {to}: {refused}"
                    );
                    assert_eq!(refused.paths(), ["status"]);
                }
            }
        }
    }
}

#[test]
fn saving_without_a_rule_change_creates_no_version() {
    let world = World::new();
    world.distributor(json!({}));
    let version = |changes: Json| {
        let mut input = json!({"id": 1, "now": "2026-05-10T00:00:00Z"});
        merge(&mut input, changes);
        world.ok("siren_save_distributor", json!([input]))["version"].clone()
    };
    assert_eq!(version(json!({})), 1);
    assert_eq!(version(json!({"pool": monthly()["pool"]})), 1);
    assert_eq!(
        version(json!({"pool": {"sources": [{"kind": "fixed", "amount": "100"}]}})),
        1
    );
    assert_eq!(version(json!({"minimum_score": 5})), 2);
    assert_eq!(version(json!({"minimum_score": 5})), 2);
    assert_eq!(version(json!({"minimum_score": 0})), 3);
}

#[test]
fn the_start_of_a_running_distributor_cannot_change() {
    let world = World::new();
    let row = world.distributor(json!({}));
    let save = |starts_at: &str| json!([{"id": 1, "starts_at": starts_at}]);
    let refused = world.refused("siren_save_distributor", save("2026-01-01T00:00:00Z"));
    assert_eq!(refused.paths(), ["starts_at"]);
    assert!(refused.message.contains("cannot change from"), "{refused}");
    // The same start in another notation is no change.
    let begun = row["starts_at"].as_str().expect("an instant").to_owned();
    let spelled = begun.replace('Z', "+00:00");
    let saved = world.ok("siren_save_distributor", save(&spelled));
    assert_eq!(
        (&saved["starts_at"], &saved["version"]),
        (&json!(begun), &json!(1))
    );
    // A draft has not started.
    let draft = world.distributor(json!({"status": "draft", "starts_at": "2026-09-01T00:00:00Z"}));
    let later = json!([{"id": draft["id"], "starts_at": "2026-10-01T00:00:00Z"}]);
    let saved = world.ok("siren_save_distributor", later);
    assert_eq!(saved["starts_at"], "2026-10-01T00:00:00Z");
}

#[test]
fn the_units_of_a_distributor_cannot_change() {
    let world = World::new();
    world.distributor(json!({}));
    let refused = world.refused("siren_save_distributor", json!([{"id": 1, "units": "EUR"}]));
    assert_eq!(
        (refused.class, refused.paths()),
        ("InvalidInput", vec!["units"])
    );
    assert_eq!(
        world
            .refused("siren_save_distributor", json!([{"id": 9, "name": "x"}]))
            .class,
        "NotFound"
    );
}
