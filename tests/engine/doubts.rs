//! Doubts about events that count: each rule at its threshold, and that a doubt changes no amount.

use serde_json::{Value as Json, json};

use crate::world::{MAY, World};

/// Ann (1), Bea (2) and Cem (3); a point for each course, lesson, coupon use and visit.
fn school() -> World {
    let world = World::new();
    for (name, email) in [
        ("Ann", "ann@ann-teaches.example"),
        ("Bea", "bea@gmail.com"),
        ("Cem", "cem@cem.example"),
    ] {
        world.ok(
            "siren_save_collaborator",
            json!([{"name": name, "email": email, "now": MAY}]),
        );
    }
    let metrics = [
        "course_completed",
        "lesson_completed",
        "coupon_used",
        "post_visited",
    ];
    let metrics: Vec<Json> = metrics
        .iter()
        .map(|event| json!({"event": event, "points": 1}))
        .collect();
    world.distributor(json!({"metrics": metrics}));
    world
}

fn record(world: &World, kind: &str, key: &str, subject: Json, at: &str) {
    let event = json!({"key": key, "collaborator": 1, "subject": subject, "occurred_at": at});
    world.ok("siren_record_event", json!([kind, event]));
}

/// The given number of seconds after `2026-05-10T12:00:00Z`.
fn at(seconds: i64) -> String {
    let (hours, minutes) = (12 + seconds / 3_600, seconds / 60 % 60);
    format!("2026-05-10T{hours:02}:{minutes:02}:{:02}Z", seconds % 60)
}

fn doubts(world: &World) -> Json {
    world.ok("siren_doubts", json!([1]))
}

/// Kind, count, total and share of each doubt about Ann.
fn about_ann(world: &World) -> Vec<Json> {
    let told = world.ok("siren_doubts", json!([1, {"collaborator": 1}]));
    let Some(of) = told["collaborators"].get(0) else {
        return Vec::new();
    };
    let one = |doubt: &Json| json!([doubt["kind"], doubt["count"], doubt["of"], doubt["share"]]);
    of["doubts"]
        .as_array()
        .expect("a list")
        .iter()
        .map(one)
        .collect()
}

#[test]
fn customers_who_share_a_private_mail_domain_with_a_collaborator_are_flagged() {
    let world = school();
    let buy = |key: &str, subject: Json| record(&world, "coupon_used", key, subject, &at(0));
    buy("a", json!("email:one@ann-teaches.example"));
    buy("b", json!(["user:50", "email:Two@Ann-Teaches.example"]));
    buy("c", json!("email:be.a+x@googlemail.com"));
    // Not flagged: a public provider, another domain, a subdomain, an anonymous customer.
    buy("d", json!("email:someone@gmail.com"));
    buy("e", json!("email:someone@cem.example"));
    buy("f", json!("email:someone@shop.ann-teaches.example"));
    buy("g", Json::Null);
    assert_eq!(
        about_ann(&world),
        [json!(["same_family", 3, 6, "0.428571"])]
    );
    let told = doubts(&world);
    assert_eq!(told["total"], 1);
    let doubt = &told["collaborators"][0]["doubts"][0];
    assert_eq!(doubt["domain"], "ann-teaches.example");
    assert_eq!(doubt["collaborators"], json!([2]));
    assert_eq!(doubt["events"], json!([1, 2, 3]));
    assert_eq!(doubt["points"], 3);
    assert_eq!(doubt["types"], json!(["coupon_used"]));
    // A doubt changes nothing.
    let standings = world.ok("siren_standings", json!([1, at(1)]));
    assert_eq!(standings["standings"][0]["score"], 7);
}

#[test]
fn erased_customers_are_no_longer_flagged() {
    let world = school();
    record(
        &world,
        "coupon_used",
        "a",
        json!("email:one@ann-teaches.example"),
        &at(0),
    );
    assert_eq!(about_ann(&world).len(), 1);
    world.ok(
        "siren_erase_person",
        json!([["email:one@ann-teaches.example"]]),
    );
    assert_eq!(about_ann(&world), [Json::Null; 0]);
}

#[test]
fn a_payout_account_shared_by_two_collaborators_is_flagged_for_both() {
    let world = school();
    for id in 1..=3 {
        let event = json!({"key": format!("c{id}"), "collaborator": id, "occurred_at": at(id)});
        world.ok("siren_record_event", json!(["course_completed", event]));
    }
    let pay = |id: i64, payout: Json| {
        world.ok(
            "siren_save_collaborator",
            json!([{"id": id, "payout": payout}]),
        )
    };
    pay(
        1,
        json!({"method": "bank", "iban": "DE00 1234 5678", "holder": "A. Smith"}),
    );
    pay(
        2,
        json!({"method": "bank", "iban": "de0087654321", "holder": "A. Smith"}),
    );
    assert_eq!(doubts(&world)["total"], 0);
    pay(
        3,
        json!({"method": "iban", "account": {"number": "de0012345678"}}),
    );
    let told = doubts(&world);
    let others: Vec<Json> = told["collaborators"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|of| json!([of["collaborator"], of["doubts"][0]["collaborators"]]))
        .collect();
    assert_eq!(others, [json!([1, [3]]), json!([3, [1]])]);
    assert_eq!(
        about_ann(&world),
        [json!(["shared_payout", 1, null, "1.000000"])]
    );
}

#[test]
fn more_than_twenty_events_of_a_type_within_an_hour_are_flagged() {
    let world = school();
    // Twenty of each type within an hour, and one more an hour after the first.
    for number in 0..20 {
        for kind in ["coupon_used", "lesson_completed"] {
            record(
                &world,
                kind,
                &format!("{kind} {number}"),
                Json::Null,
                &at(number * 60),
            );
        }
    }
    record(&world, "coupon_used", "late", Json::Null, &at(3_600));
    assert_eq!(about_ann(&world), [Json::Null; 0]);
    record(&world, "coupon_used", "more", Json::Null, &at(3_599));
    assert_eq!(about_ann(&world), [json!(["velocity", 22, 42, "0.523810"])]);
    assert_eq!(
        doubts(&world)["collaborators"][0]["doubts"][0]["types"],
        json!(["coupon_used"])
    );
}

#[test]
fn visits_are_flagged_if_half_came_from_busy_networks() {
    let world = school();
    let visit = |visitor: i64, network: &str| {
        let event = json!({"key": format!("{network} {visitor}"), "collaborator": 1, "occurred_at": at(0),
            "subject": format!("visitor:{network}-{visitor}"), "object": "post:1", "network": network});
        world.ok("siren_record_event", json!(["post_visited", event]));
    };
    for visitor in 0..6 {
        visit(visitor, "flood");
        visit(0, &format!("home {visitor}"));
    }
    visit(7, "another home");
    assert_eq!(about_ann(&world), [Json::Null; 0]);
    visit(8, "flood");
    assert_eq!(
        about_ann(&world),
        [json!(["one_network", 7, 14, "0.500000"])]
    );
    assert_eq!(
        doubts(&world)["collaborators"][0]["doubts"][0]["networks"],
        1
    );
}

#[test]
fn three_lessons_within_seconds_and_a_course_in_its_first_minute_are_flagged() {
    let world = school();
    let lesson = |student: &str, number: i64, seconds: i64| {
        record(
            &world,
            "lesson_completed",
            &format!("{student} {number}"),
            json!(student),
            &at(seconds),
        );
    };
    let course = |student: &str, seconds: i64| {
        record(
            &world,
            "course_completed",
            &format!("{student} all"),
            json!(student),
            &at(seconds),
        );
    };
    // Three lessons in ten seconds are slow enough, and a course may complete together with its last lesson.
    for (number, seconds) in [(1, 0), (2, 5), (3, 10)] {
        lesson("user:20", number, seconds);
    }
    course("user:20", 60);
    assert_eq!(about_ann(&world), [Json::Null; 0]);
    // Only the course is known.
    course("user:21", 0);
    assert_eq!(about_ann(&world), [Json::Null; 0]);
    for (number, seconds) in [(1, 0), (2, 5), (3, 9)] {
        lesson("user:22", number, seconds);
    }
    assert_eq!(about_ann(&world), [json!(["in_seconds", 3, 8, "0.375000"])]);
    lesson("user:23", 1, 0);
    course("user:23", 59);
    assert_eq!(
        about_ann(&world),
        [json!(["in_seconds", 4, 10, "0.400000"])]
    );
    // This student has earlier activity under another name.
    let earlier = json!({"key": "before", "collaborator": 2, "subject": ["email:x@example.org", "user:23"],
        "occurred_at": "2026-05-02T00:00:00Z"});
    world.ok("siren_record_event", json!(["lesson_completed", earlier]));
    assert_eq!(
        about_ann(&world),
        [json!(["in_seconds", 3, 10, "0.300000"])]
    );
}

#[test]
fn refunded_events_are_not_flagged() {
    let world = school();
    let sale = json!({"source": "shop", "external_id": "1", "currency": "USD", "occurred_at": at(0),
        "customer": "email:one@ann-teaches.example", "coupons": ["ANN"],
        "details": [{"kind": "line_item", "external_id": "a", "amount": "10.00"}]});
    world.ok(
        "siren_save_collaborator",
        json!([{"id": 1, "aliases": [{"type": "coupon", "code": "ANN"}]}]),
    );
    world.ok("siren_record_transaction", json!([sale]));
    record(&world, "lesson_completed", "l", Json::Null, &at(0));
    assert_eq!(
        about_ann(&world),
        [json!(["same_family", 1, 1, "0.500000"])]
    );
    let refund =
        json!({"source": "shop", "external_id": "1", "refund_id": "r", "occurred_at": at(9)});
    world.ok("siren_record_refund", json!([refund]));
    assert_eq!(about_ann(&world), [Json::Null; 0]);
}
