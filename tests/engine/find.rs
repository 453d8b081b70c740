//! Lists and single rows: their shapes, filters, order and pages.

use serde_json::{Value as Json, json};

use crate::fulfill::owing;
use crate::world::{JUNE, MAY, World};

/// A site with at least one row of every noun.
fn full() -> World {
    let world = owing();
    world.ok("siren_save_collaborator", json!([{
        "name": "Ann % Under_score", "email": "ann@example.org", "wp_user_id": 7, "status": "pending", "now": MAY,
        "aliases": [{"type": "link", "code": "ann"}, {"type": "coupon", "code": "SAVE"}], "payout": {"method": "paypal", "to": "ann@example.org"},
    }]));
    let item = json!({"kind": "line_item", "external_id": "a", "amount": "10.00", "quantity": 2, "name": "Book", "type": "book",
        "sku": "B-1", "categories": ["art"], "owners": [1]});
    world.ok("siren_record_transaction", json!([{
        "source": "shop", "external_id": "1001", "currency": "USD", "occurred_at": JUNE, "customer": "user:9",
        "details": [item], "coupons": ["SAVE"],
    }]));
    world.ok("siren_record_transaction", json!([{
        "source": "shop", "external_id": "1001", "currency": "USD", "occurred_at": JUNE, "details": [item],
    }]));
    world.ok("siren_record_refund", json!([{
        "source": "shop", "external_id": "1001", "refund_id": "r", "occurred_at": JUNE, "amount": "1.00",
    }]));
    world.ok(
        "siren_create_fulfillment",
        json!([{"now": "2026-06-02T00:00:00Z", "collaborators": [1]}]),
    );
    world
}

/// Every noun with the keys of its rows, in their order.
const SHAPES: [(&str, &[&str]); 12] = [
    (
        "collaborators",
        &[
            "id",
            "status",
            "created_at",
            "name",
            "email",
            "wp_user_id",
            "aliases",
            "old_aliases",
            "groups",
            "payout",
        ],
    ),
    (
        "distributors",
        &[
            "id",
            "status",
            "created_at",
            "version",
            "name",
            "units",
            "starts_at",
            "schedule",
            "metrics",
            "pool",
            "structure",
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
            "distribution",
            "period",
        ],
    ),
    (
        "distributions",
        &[
            "id",
            "status",
            "created_at",
            "distributor",
            "version",
            "period",
            "amount",
            "currency",
            "obligations",
            "closed_at",
            "reason",
            "hash",
        ],
    ),
    (
        "allocations",
        &[
            "id",
            "status",
            "created_at",
            "distribution",
            "distributor",
            "collaborator",
            "rank",
            "score",
            "share",
            "amount",
            "currency",
            "reason",
        ],
    ),
    (
        "obligations",
        &[
            "id",
            "status",
            "created_at",
            "kind",
            "collaborator",
            "distributor",
            "distribution",
            "allocation",
            "amount",
            "currency",
            "reason",
            "corrects",
            "payable_at",
            "fulfillment",
            "payout",
        ],
    ),
    ("fulfillments", &["id", "status", "created_at", "totals"]),
    (
        "payouts",
        &[
            "id",
            "status",
            "created_at",
            "fulfillment",
            "collaborator",
            "amount",
            "currency",
            "reference",
            "note",
            "paid_at",
        ],
    ),
    (
        "transactions",
        &[
            "id",
            "status",
            "created_at",
            "source",
            "external_id",
            "currency",
            "occurred_at",
            "customer",
            "amount",
            "refunded",
            "renewal",
            "coupons",
            "referrer",
            "revision",
            "history",
        ],
    ),
    (
        "events",
        &[
            "id",
            "status",
            "created_at",
            "key",
            "type",
            "occurred_at",
            "collaborators",
            "subject",
            "object",
            "quantity",
            "times",
            "value",
            "currency",
            "transaction",
            "data",
            "reason",
        ],
    ),
    (
        "metrics",
        &[
            "id",
            "status",
            "created_at",
            "distributor",
            "distribution",
            "collaborator",
            "event",
            "type",
            "points",
        ],
    ),
    (
        "refunds",
        &[
            "id",
            "status",
            "created_at",
            "source",
            "external_id",
            "refund_id",
            "undo",
            "occurred_at",
            "amount",
            "currency",
            "reason",
            "transaction",
            "history",
            "dismissed_at",
            "dismissed_by",
            "note",
        ],
    ),
    (
        "conflicts",
        &[
            "id",
            "status",
            "created_at",
            "what",
            "key",
            "event",
            "transaction",
            "source",
            "external_id",
            "refund_id",
            "currency",
            "differences",
            "dismissed_at",
            "dismissed_by",
            "note",
        ],
    ),
];

fn keys(row: &Json) -> Vec<&str> {
    row.as_object()
        .expect("a row")
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn rows_have_their_keys_in_their_order() {
    let world = full();
    for (what, expected) in SHAPES {
        let rows = world.rows(what, json!({}));
        assert!(!rows.is_empty(), "{what}");
        for row in &rows {
            assert_eq!(keys(row), expected, "{what}");
            // A single row starts with the same keys and may have parts after them.
            let one = world.ok("siren_get", json!([what, row["id"]]));
            assert_eq!(&keys(&one)[..expected.len()], expected, "{what}");
        }
    }
}

#[test]
fn a_single_row_has_its_parts() {
    let world = full();
    let item = json!({"kind": "line_item", "external_id": "a", "amount": "10.00", "quantity": 3, "owners": [1]});
    world.ok(
        "siren_record_transaction",
        json!([{"source": "shop", "external_id": "1001", "currency": "USD", "occurred_at": JUNE, "revision": 1, "details": [item]}]),
    );
    let check = |what: &str, parts: &[&str]| {
        let row = world.ok("siren_get", json!([what, 1]));
        let expected = SHAPES
            .iter()
            .find(|(noun, _)| *noun == what)
            .expect("a noun")
            .1
            .len();
        assert_eq!(&keys(&row)[expected..], parts, "{what}");
        for part in parts.iter().filter(|part| row[**part].is_array()) {
            assert!(
                !row[part].as_array().expect("a list").is_empty(),
                "{what}.{part}"
            );
        }
    };
    check("distributions", &["sources", "allocations"]);
    check("fulfillments", &["by", "payouts"]);
    check("payouts", &["obligations"]);
    check("transactions", &["details", "refunds", "amendments"]);
}

#[test]
fn a_missing_row_is_null() {
    let world = full();
    for (what, _) in SHAPES {
        for id in [0, -1, 1_000, i64::MAX, i64::MIN] {
            assert_eq!(
                world.ok("siren_get", json!([what, id])),
                Json::Null,
                "{what} {id}"
            );
        }
    }
    assert_eq!(
        world
            .refused("siren_get", json!(["collaborator", 1]))
            .paths(),
        ["what"]
    );
    assert_eq!(
        world.refused("siren_find", json!(["", {}])).paths(),
        ["what"]
    );
}

#[test]
fn filters_take_one_value_or_several() {
    let world = full();
    let check = |what: &str, query: Json, ids: &[i64]| {
        let rows = world.rows(what, query.clone());
        let found: Vec<i64> = rows.iter().filter_map(|row| row["id"].as_i64()).collect();
        assert_eq!(found, ids, "{what} {query}");
    };
    check("collaborators", json!({"status": "active"}), &[1, 2]);
    check(
        "collaborators",
        json!({"status": ["active", "pending"]}),
        &[1, 2, 3],
    );
    check("collaborators", json!({"status": "nonsense"}), &[]);
    check("collaborators", json!({"id": [3, 1, 99]}), &[1, 3]);
    check("collaborators", json!({"id": []}), &[]);
    check(
        "collaborators",
        json!({"wp_user_id": 7, "email": "ann@example.org"}),
        &[3],
    );
    check("collaborators", json!({"wp_user_id": null}), &[1, 2, 3]);
    check(
        "obligations",
        json!({"status": "fulfilled", "collaborator": 1, "payout": 1}),
        &[1],
    );
    check("obligations", json!({"created_from": JUNE}), &[1, 2]);
    check("obligations", json!({"created_until": JUNE}), &[]);
    check(
        "events",
        json!({"collaborator": 1, "type": ["lesson_completed", "product_sold"]}),
        &[1, 3],
    );
    check("events", json!({"status": "ignored"}), &[4]);
    check(
        "events",
        json!({"occurred_from": MAY, "occurred_until": JUNE}),
        &[1, 2],
    );
    check(
        "transactions",
        json!({"external_id": "1001", "source": "shop"}),
        &[1],
    );
    check(
        "metrics",
        json!({"distribution": 1, "collaborator": [1, 2]}),
        &[1, 2],
    );
    check(
        "distributions",
        json!({"distributor": 1, "status": "complete"}),
        &[1],
    );
}

#[test]
fn a_search_treats_its_text_literally() {
    let world = full();
    let check = |what: &str, search: &str, found: usize| {
        assert_eq!(
            world.rows(what, json!({"search": search})).len(),
            found,
            "{what} {search}"
        );
    };
    check("collaborators", "COLLABORATOR", 2);
    check("collaborators", "%", 1);
    check("collaborators", "r_s", 1);
    check("collaborators", "r_1", 0);
    check("collaborators", "example.org", 1);
    check("collaborators", "\\", 0);
    check("collaborators", "' OR 1=1 --", 0);
    check("transactions", "1001", 1);
    check("events", "user:9", 2);
}

#[test]
fn lists_are_ordered_and_paged() {
    let world = World::new();
    for name in ["Chris", "ann", "Ben", "ann"] {
        world.ok(
            "siren_save_collaborator",
            json!([{"name": name, "now": MAY}]),
        );
    }
    let check = |query: Json, ids: &[i64]| {
        let answer = world.ok("siren_find", json!(["collaborators", query]));
        let found: Vec<i64> = answer["items"]
            .as_array()
            .expect("rows")
            .iter()
            .filter_map(|row| row["id"].as_i64())
            .collect();
        assert_eq!(
            (found.as_slice(), &answer["total"]),
            (ids, &json!(4)),
            "{query}"
        );
    };
    check(json!({}), &[4, 3, 2, 1]);
    check(json!({"order": "asc"}), &[1, 2, 3, 4]);
    check(json!({"order_by": "name", "order": "asc"}), &[2, 4, 3, 1]);
    check(json!({"order_by": "name", "order": "desc"}), &[1, 3, 4, 2]);
    check(json!({"per_page": 3}), &[4, 3, 2]);
    check(json!({"per_page": 3, "page": 2}), &[1]);
    check(json!({"per_page": 3, "page": 3}), &[]);
    check(json!({"page": 10_000_000, "per_page": 100}), &[]);
}

/// A site with obligations in two currencies and every status: in a fulfillment, paid, owed again.
fn scattered() -> World {
    let world = World::new();
    world.collaborators(3);
    for number in 0..200 {
        let currency = if number % 5 == 0 { "EUR" } else { "USD" };
        let amount = format!("{}.00", 1 + number * 37 % 50);
        world.ok("siren_adjust", json!([{
            "key": format!("k{number}"), "collaborator": 1 + number % 3, "amount": amount, "currency": currency,
            "reason": "a test", "now": MAY,
        }]));
        if number % 60 == 59 {
            let whose = json!([{"now": JUNE, "collaborators": [1 + number / 60]}]);
            let made = world.ok("siren_create_fulfillment", whose);
            let becomes = if number < 100 { "paid" } else { "failed" };
            let first = &made["payouts"][0]["id"];
            world.ok("siren_set_payout", json!([first, becomes, {"now": JUNE}]));
        }
    }
    world
}

/// The list skips over obligations with counters for each bucket of 64: every page must equal that of a full scan.
#[test]
fn obligations_are_listed_as_by_a_full_scan() {
    let world = scattered();
    let read = |id: i64| world.ok("siren_get", json!(["obligations", id]));
    let all: Vec<Json> = (1..1_000)
        .map(read)
        .take_while(|row| !row.is_null())
        .collect();
    let check = |query: &Json| {
        let has = |name: &str, row: &Json| match &query[name] {
            Json::Null => true,
            Json::Array(words) => words.contains(&row[name]),
            one => *one == row[name],
        };
        let column = query["order_by"].as_str().expect("a column");
        let mut expected: Vec<&Json> = all
            .iter()
            .filter(|row| has("status", row) && has("currency", row))
            .collect();
        expected.sort_by_key(|row| (place(row, column), row["id"].as_i64()));
        if query["order"] == "desc" {
            expected.reverse();
        }
        let found = every_row(&world, query);
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    };
    for status in [
        json!(null),
        json!("pending"),
        json!(["fulfilled", "rejected"]),
        json!("held"),
        json!([]),
    ] {
        for currency in [json!(null), json!("EUR"), json!("CHF")] {
            for order_by in ["id", "amount", "collaborator", "created_at", "status"] {
                for order in ["asc", "desc"] {
                    check(
                        &json!({"status": status, "currency": currency, "order_by": order_by, "order": order}),
                    );
                }
            }
        }
    }
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

/// The sort key of a row, which compares as a number or a text.
fn place(row: &Json, order_by: &str) -> (i64, String) {
    match &row[order_by] {
        Json::Number(number) => (number.as_i64().unwrap_or(0), String::new()),
        Json::String(text) if order_by == "amount" => (
            text.replace('.', "").parse().expect("an amount"),
            String::new(),
        ),
        other => (0, other.to_string()),
    }
}

/// All pages of a list of obligations.
fn every_row(world: &World, query: &Json) -> Vec<Json> {
    let mut rows = Vec::new();
    for page in 1.. {
        let mut query = query.clone();
        query["page"] = json!(page);
        query["per_page"] = json!(30);
        let found = world.ok("siren_find", json!(["obligations", query]));
        let items = found["items"].as_array().expect("rows");
        rows.extend(items.iter().cloned());
        if items.is_empty() {
            assert_eq!(found["total"], json!(rows.len()), "{query}");
            return rows;
        }
    }
    rows
}

#[test]
fn every_offered_order_works() {
    let world = full();
    for (what, _) in SHAPES {
        let refused = world.refused("siren_find", json!([what, {"order_by": "nonsense"}]));
        let (_, offered) = refused.problems[0]
            .1
            .split_once("one of: ")
            .expect("the orders there are");
        for column in offered.split(", ") {
            for order in ["asc", "desc"] {
                world.ok(
                    "siren_find",
                    json!([what, {"order_by": column, "order": order}]),
                );
            }
        }
    }
}

#[test]
fn an_invalid_query_is_refused_with_the_valid_options() {
    let world = full();
    let check = |query: Json, paths: &[&str]| {
        let refused = world.refused("siren_find", json!(["collaborators", query]));
        assert_eq!(
            (refused.class, refused.paths()),
            ("InvalidInput", paths.to_vec()),
            "{query}"
        );
    };
    check(
        json!({"order_by": "name; DROP TABLE collaborators", "order": "sideways"}),
        &["order_by", "order"],
    );
    check(json!({"order_by": "c.name"}), &["order_by"]);
    check(json!({"payout": "paypal"}), &["payout"]);
    check(json!({"id": "1"}), &["id"]);
    check(json!({"id": [1, "2"]}), &["id[1]"]);
    check(json!({"id": -1}), &["id"]);
    check(json!({"id": vec![1; 101]}), &["id"]);
    check(json!({"status": 1, "search": ""}), &["status", "search"]);
    check(json!({"search": "x".repeat(192)}), &["search"]);
    check(json!({"created_from": "yesterday"}), &["created_from"]);
    check(json!({"page": 0}), &["page"]);
    check(json!({"per_page": 101}), &["per_page"]);
    check(json!({"per_page": "20"}), &["per_page"]);
    check(json!({"page": 0, "per_page": 0}), &["page", "per_page"]);
    check(json!(["active"]), &[""]);
}
