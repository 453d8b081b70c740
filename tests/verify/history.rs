//! Three months of a busy academy, in which every act on money occurs.

use serde_json::{Value as Json, json};

use super::site::World;
use siren::domain::instant::Instant;
use siren::engine::calls;
use siren::engine::json::from_json;
use siren::engine::privacy::erase::EraseCollaborator;

/// The customers, who must not occur in the ledger.
pub const CUSTOMERS: [&str; 3] = [
    "email:rosa@example.org",
    "user:4711",
    "email:emil@example.org",
];

const MAY: &str = "2026-05-01T00:00:00Z";
const JUNE: &str = "2026-06-01T00:00:00Z";
const JULY: &str = "2026-07-01T00:00:00Z";

/// Records the history on a new site.
pub fn rich() -> World {
    let world = World::new();
    people(&world);
    rules(&world);
    may(&world);
    world.run(JUNE);
    june(&world);
    pay(&world);
    world.run(JULY);
    july(&world);
    world
        .open()
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("a checkpoint");
    world
}

fn people(world: &World) {
    for n in 1..=6 {
        world.collaborator(json!({
            "name": format!("Teacher {n}"), "email": format!("teacher{n}@example.org"), "now": MAY,
            "aliases": [{"type": "coupon", "code": format!("SAVE{n}")}], "groups": ["teachers"], "wp_user_id": 100 + n,
            "payout": {"method": "bank", "account": format!("DE{n}")},
        }));
    }
}

fn distributor(world: &World, name: &str, changes: Json) {
    let mut rules = json!({
        "name": name, "units": "USD", "starts_at": MAY, "now": MAY,
        "schedule": {"every": "month", "on": 1, "at": "00:00", "timezone": "UTC"},
        "metrics": [{"event": "lesson_completed", "points": 1, "split": "equally"}, {"event": "product_sold", "points": 10}],
        "pool": {"sources": [{"kind": "revenue_share", "percent": "12.5", "include": ["line_items", "discounts"]}]},
        "structure": {"kind": "performance_weighted_pool"},
    });
    let (Json::Object(into), Json::Object(from)) = (&mut rules, changes) else {
        panic!("rules are objects");
    };
    into.extend(from);
    world.distributor(rules);
}

fn rules(world: &World) {
    distributor(world, "weighted", json!({}));
    distributor(
        world,
        "held bonus",
        json!({
            "pool": {"sources": [{"kind": "fixed", "amount": "50.00"},
                                 {"kind": "per_event", "event": "lesson_completed", "amount": "0.10"}], "cap": "60.00"},
            "structure": {"kind": "top_score_wins"}, "hold_days": 14,
        }),
    );
    distributor(
        world,
        "reviewed, with clawback",
        json!({
            "structure": {"kind": "shared_engagement_pool"}, "review": true, "on_refund_after_close": "clawback",
        }),
    );
    distributor(
        world,
        "claimed back",
        json!({"on_refund_after_close": "clawback", "cap_percent": "50"}),
    );
    distributor(
        world,
        "ladder",
        json!({
            "pool": {"sources": [{"kind": "fixed", "amount": "100.01"}]},
            "structure": {"kind": "ladder", "prizes": ["40", "20", "10"], "missing": "roll_over"},
            "audience": {"kind": "list", "ids": [1, 2]},
        }),
    );
    distributor(
        world,
        "bonus",
        json!({
            "pool": {"sources": [{"kind": "fixed", "amount": "30.00"}]}, "minimum_score": 2,
            "structure": {"kind": "target_bonus", "score": 3, "amount": "7.77"},
        }),
    );
    distributor(
        world,
        "user centric",
        json!({
            "structure": {"kind": "user_centric_pool"}, "on_inactive": "hold",
        }),
    );
    distributor(
        world,
        "yen",
        json!({"units": "JPY", "structure": {"kind": "shared_engagement_pool"}}),
    );
    distributor(
        world,
        "points",
        json!({
            "units": "points", "pool": {"sources": [{"kind": "fixed", "amount": "1000"}]},
        }),
    );
    distributor(
        world,
        "two cents",
        json!({
            "pool": {"sources": [{"kind": "fixed", "amount": "0.02"}]}, "structure": {"kind": "shared_engagement_pool"},
        }),
    );
    distributor(
        world,
        "nobody",
        json!({
            "metrics": [{"event": "course_completed", "points": 5}],
            "pool": {"sources": [{"kind": "fixed", "amount": "10.00"}]},
        }),
    );
}

fn sale(
    world: &World,
    id: &str,
    currency: &str,
    day: &str,
    customer: Option<&str>,
    lines: &[(i64, &str)],
) {
    let mut details: Vec<Json> = (1..)
        .zip(lines)
        .map(|(n, (owner, amount))| {
            json!({
                "kind": "line_item", "external_id": n.to_string(), "amount": amount, "quantity": 1,
                "name": "A course \"with quotes\"", "type": "course", "sku": format!("C{owner}"),
                "categories": ["courses"], "owners": [owner],
            })
        })
        .collect();
    details.push(json!({"kind": "tax", "external_id": "tax", "amount": "1", "quantity": 1}));
    world.sale(json!({
        "source": "shop", "external_id": id, "currency": currency, "occurred_at": day, "customer": customer,
        "details": details, "coupons": ["SAVE1"], "referrer": [{"type": "link", "code": "nobody"}, 2],
    }));
}

fn lesson(world: &World, key: &str, owners: &Json, quantity: i64, day: &str) {
    world.event("lesson_completed", json!({
        "key": key, "collaborators": owners, "quantity": quantity, "occurred_at": day, "subject": CUSTOMERS[1],
    }));
}

fn may(world: &World) {
    for (n, owner) in (1..=12).zip([1, 2, 3, 1, 2, 1, 4, 5, 1, 3, 2, 1]) {
        let customer = CUSTOMERS.get(n % 4).copied();
        let day = format!("2026-05-{:02}T12:00:00Z", n + 1);
        sale(
            world,
            &n.to_string(),
            "USD",
            &day,
            customer,
            &[(owner, "99.95"), (3, "10.05")],
        );
    }
    sale(
        world,
        "y1",
        "JPY",
        "2026-05-20T00:00:00Z",
        None,
        &[(1, "12345"), (2, "300")],
    );
    lesson(world, "l1", &json!([1, 2, 3]), 10, "2026-05-03T00:00:00Z");
    lesson(world, "l2", &json!([2]), 4, "2026-05-04T00:00:00Z");
    lesson(world, "l3", &json!([1, 6]), 1, "2026-05-05T00:00:00Z");
    world.event(
        "coupon_used",
        json!({"key": "nobody", "alias": {"type": "coupon", "code": "NONE"}, "occurred_at": MAY,
        "object": "cart:1", "value": "3.00", "currency": "USD", "data": {"page": "/"}}),
    );
    world.refund(json!({"source": "shop", "external_id": "2", "refund_id": "r1", "occurred_at": "2026-05-10T00:00:00Z",
        "lines": [{"external_id": "1", "amount": "9.95"}]}));
    // It arrives before its sale.
    world.refund(json!({"source": "shop", "external_id": "99", "refund_id": "r2", "occurred_at": "2026-05-11T00:00:00Z",
        "amount": "5.00"}));
    sale(
        world,
        "99",
        "USD",
        "2026-05-09T00:00:00Z",
        Some(CUSTOMERS[0]),
        &[(5, "70.00")],
    );
    world.credit(
        json!({"key": "c1", "distributor": 1, "collaborator": 4, "points": 7, "reason": "a talk",
        "now": "2026-05-12T00:00:00Z"}),
    );
    world.credit(json!({"key": "c2", "distributor": 4, "collaborator": 6, "points": -40, "reason": "a mistake",
        "now": "2026-05-12T00:00:00Z"}));
    world.top_up(
        json!({"key": "t1", "distributor": 1, "amount": "25.00", "reason": "a gift",
        "now": "2026-05-13T00:00:00Z"}),
    );
    // Rules for the open period, which is recounted.
    world.distributor(json!({"id": 1, "apply_now": true, "now": "2026-05-20T00:00:00Z",
        "pool": {"sources": [{"kind": "revenue_share", "percent": "20", "include": ["line_items"]}]}}));
    world.collaborator(json!({"id": 5, "status": "inactive", "now": "2026-05-30T00:00:00Z"}));
}

fn june(world: &World) {
    // Of a closed period: full refund, undo, and refund again.
    for (id, undo, day) in [("r3", false, "02"), ("r3", true, "03"), ("r3", false, "04")] {
        world.refund(
            json!({"source": "shop", "external_id": "1", "refund_id": id, "undo": undo,
            "occurred_at": format!("2026-06-{day}T00:00:00Z")}),
        );
    }
    world.refund(
        json!({"source": "shop", "external_id": "y1", "refund_id": "r4", "amount": "13000",
        "occurred_at": "2026-06-05T00:00:00Z"}),
    );
    sale(
        world,
        "20",
        "USD",
        "2026-06-10T00:00:00Z",
        Some(CUSTOMERS[2]),
        &[(2, "500.00"), (3, "0.01")],
    );
    lesson(world, "l4", &json!([2, 3]), 5, "2026-06-11T00:00:00Z");
    // Late: its own period is closed.
    sale(
        world,
        "21",
        "USD",
        "2026-05-31T00:00:00Z",
        Some(CUSTOMERS[1]),
        &[(1, "40.00")],
    );
    lesson(world, "l5", &json!([2]), 1, "2026-05-31T00:00:00Z");
    // Two names of one person.
    world.event("lesson_completed", json!({
        "key": "l6", "collaborators": [3], "occurred_at": "2026-06-11T00:00:00Z", "subject": [CUSTOMERS[1], CUSTOMERS[2]],
    }));
    // Edited in the shop after its period was closed: a line removed, one added, one raised, and a referrer added.
    world.sale(json!({
        "source": "shop", "external_id": "3", "currency": "USD", "occurred_at": "2026-06-12T12:00:00Z", "revision": 1,
        "customer": CUSTOMERS[0], "referrer": 2, "coupons": ["SAVE2"],
        "details": [
            {"kind": "line_item", "external_id": "1", "amount": "120.00", "owners": [3], "name": "A course"},
            {"kind": "discount", "external_id": "d", "amount": "-2.00", "line": "1"},
            {"kind": "line_item", "external_id": "3", "amount": "5.00", "owners": [2]},
            {"kind": "tax", "external_id": "tax", "amount": "0.50"},
        ],
    }));
    // Starts in the past.
    distributor(
        world,
        "late starter",
        json!({"starts_at": MAY, "now": "2026-06-12T00:00:00Z"}),
    );
    let review = world.rows("distributions", json!({"status": "review"}));
    world.approve(
        review[0]["id"].as_i64().expect("an id"),
        "2026-06-12T00:00:00Z",
    );
    world.adjust(json!({"key": "a1", "collaborator": 3, "amount": "-3.21", "currency": "USD", "reason": "counted twice",
        "obligation": 1, "now": "2026-06-13T00:00:00Z"}));
    world.adjust(json!({"key": "a2", "collaborator": 2, "amount": "500", "currency": "JPY", "reason": "a prize",
        "now": "2026-06-13T00:00:00Z"}));
    // Amounts that were held for 14 days, and for a collaborator who is active again.
    world.collaborator(json!({"id": 5, "status": "active", "now": "2026-06-14T00:00:00Z"}));
    world.run("2026-06-16T00:00:00Z");
}

fn pay(world: &World) {
    world.fulfill(json!({"now": "2026-06-17T00:00:00Z"}));
    let payouts = world.rows("payouts", json!({}));
    let id = |n: usize| payouts[n]["id"].as_i64().expect("an id");
    assert!(payouts.len() > 4, "{payouts:?}");
    world.set_payout(
        id(0),
        "processing",
        json!({"reference": "B-1", "now": "2026-06-18T00:00:00Z"}),
    );
    world.set_payout(
        id(0),
        "paid",
        json!({"note": "by bank", "now": "2026-06-19T00:00:00Z"}),
    );
    world.set_payout(
        id(1),
        "failed",
        json!({"note": "no such account", "now": "2026-06-19T00:00:00Z"}),
    );
    world.set_payout(
        id(2),
        "paid",
        json!({"reference": "B-2", "note": "by bank", "now": "2026-06-19T00:00:00Z"}),
    );
    world.set_payout(
        id(2),
        "returned",
        json!({"note": "unclaimed", "now": "2026-06-19T12:00:00Z"}),
    );
    world.fulfill(json!({"now": "2026-06-20T00:00:00Z", "currency": "USD", "minimum": "1.00"}));
}

fn july(world: &World) {
    world.refund(json!({"source": "shop", "external_id": "20", "refund_id": "r5", "occurred_at": "2026-07-02T00:00:00Z"}));
    world.refund(json!({"source": "shop", "external_id": "none", "refund_id": "r6", "occurred_at": "2026-07-02T00:00:00Z"}));
    sale(
        world,
        "30",
        "USD",
        "2026-07-03T00:00:00Z",
        None,
        &[(4, "20.00")],
    );
    for visitor in 1..=3 {
        // Two readers of one network count for a post; the third does not.
        world.event(
            "post_visited",
            json!({"key": format!("read {visitor}"), "collaborator": 5, "subject": format!("visitor:{visitor}"),
                   "object": "post:9", "network": "school", "network_limit": 2, "occurred_at": "2026-07-03T12:00:00Z"}),
        );
    }
    world.run("2026-07-04T00:00:00Z");
    let owed = world.rows("obligations", json!({})).swap_remove(0);
    world.dispute(
        json!({"collaborator": owed["collaborator"], "about": {"obligation": owed["id"]}, "text": "It was more",
               "now": "2026-07-05T00:00:00Z"}),
    );
    world.dispute(
        json!({"collaborator": 5, "about": {"distribution": 1, "reason": "crowd"}, "text": "They are a school",
               "by": "user:5", "now": "2026-07-05T00:00:00Z"}),
    );
    for (id, answer) in [(1, "declined"), (2, "accepted")] {
        let text = json!({"text": "Looked at", "by": "user:1", "now": "2026-07-06T00:00:00Z"});
        world.answer(id, answer, text);
    }
}

#[test]
fn the_history_verifies_and_contains_every_act() {
    let report = rich().verify();
    assert_eq!((report.total, report.problems), (0, Vec::new()));
    assert!(report.ok);
    let acts: Vec<&str> = report.checked.acts.keys().map(String::as_str).collect();
    assert_eq!(
        acts,
        [
            "adjustment",
            "amendment",
            "approval",
            "carry",
            "credit",
            "dispute",
            "dispute_answer",
            "distribution",
            "final",
            "fulfillment",
            "late_event",
            "payout",
            "recount",
            "refund",
            "release",
            "rules_applied",
            "sale",
            "top_up",
        ]
    );
    let world = rich();
    let statuses = |what: &str, wanted: &[&str]| {
        for status in wanted {
            assert!(
                !world.rows(what, json!({"status": status})).is_empty(),
                "{status} {what}"
            );
        }
    };
    statuses("distributions", &["complete", "skipped", "review"]);
    statuses(
        "obligations",
        &[
            "draft",
            "held",
            "pending",
            "fulfilled",
            "complete",
            "rejected",
        ],
    );
    statuses("payouts", &["unpaid", "paid", "failed", "returned"]);
    statuses("allocations", &["paid", "held", "zero", "ineligible"]);
}

#[test]
fn customers_are_not_in_the_ledger_and_can_be_erased() {
    let world = rich();
    let mut bodies = String::new();
    let db = world.open();
    let mut query = db.prepare("SELECT body FROM ledger").expect("a query");
    let mut rows = query.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        bodies.push_str(&row.get::<_, String>(0).expect("a text"));
    }
    for customer in CUSTOMERS {
        assert!(!bodies.contains(customer), "{customer}");
    }
    // The customers are erased, and everything still verifies.
    let id = world.collaborator(json!({"name": "Rosa", "email": "rosa@example.org", "now": JULY}));
    let asked = calls::with_random(&from_json(json!({"id": id})), [1, 2]);
    calls::change::<EraseCollaborator>(&world.site, &asked, Instant::default())
        .expect("somebody who is there");
    let report = world.verify();
    assert!(report.ok, "{:?}", report.problems);
    let sales = world.rows("transactions", json!({}));
    assert!(
        sales
            .iter()
            .any(|sale| sale["customer"] == "erased:0000000000000001")
    );
    assert!(sales.iter().all(|sale| sale["customer"] != CUSTOMERS[0]));
}

#[test]
fn an_empty_site_verifies() {
    let report = World::new().verify();
    assert!(report.ok, "{:?}", report.problems);
    assert_eq!(report.checked.lines, 0);
}
