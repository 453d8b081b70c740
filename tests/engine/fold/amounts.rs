//! Refunds by amount, spread over the products of one sale.

use serde_json::{Value as Json, json};

use super::refunds::{cents, outcome, record, site};
use crate::world::{World, worked};

/// A sale of three products.
fn shop(world: &World, prices: [&str; 3]) {
    let line = |id: &str, price: &str| json!({"kind": "line_item", "external_id": id, "amount": price, "owners": [1]});
    let [a, b, c] = prices;
    let sale = json!({"source": "shop", "external_id": "1", "currency": "USD",
        "occurred_at": "2026-05-02T12:00:00Z", "details": [line("a", a), line("b", b), line("c", c)]});
    record(world, &sale);
    world.site.fold().expect("a fold");
}

fn amount(number: u64, minor: i64) -> Json {
    let (minute, second) = (number / 60, number % 60);
    json!({"source": "shop", "external_id": "1", "refund_id": format!("{minute}:{second}"),
        "occurred_at": format!("2026-05-09T12:{minute:02}:{second:02}Z"), "amount": cents(minor)})
}

/// All pool entries, in order.
fn booked(world: &World) -> Vec<String> {
    let db = rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("open");
    let mut rows = Vec::new();
    for table in [
        "SELECT refund_row || ' ' || detail_id || ' ' || amount FROM refund_lines ORDER BY 1",
        "SELECT id || ' ' || distribution_id || ' ' || source || ' ' || base || ' ' || COALESCE(refund_id, 0) \
         FROM pool_entries ORDER BY id",
    ] {
        let mut query = db.prepare(table).expect("a table");
        let found = query.query_map([], |row| row.get(0)).expect("rows");
        rows.extend(found.map(|row| row.expect("a text")));
    }
    rows
}

#[test]
fn amounts_do_not_depend_on_order_or_batching() {
    // Little money is left for many refunds, so each one that arrives early changes what some later ones take.
    let refunds: Vec<Json> = (0..60_u64)
        .map(|number| {
            amount(
                number,
                37 + i64::try_from(number * number % 71).expect("few"),
            )
        })
        .collect();
    let count = refunds.len();
    let mixed = |number: usize| (number * 37 + 11) % count;
    let orders: [Vec<usize>; 3] = [
        (0..count).collect(),
        (0..count).rev().collect(),
        (0..count).map(mixed).collect(),
    ];
    let mut outcomes = Vec::new();
    for order in orders {
        let mut pieces = Vec::new();
        for every in [1, count] {
            let world = site();
            shop(&world, ["7.03", "12.50", "29.99"]);
            for (number, refund) in order.iter().enumerate() {
                record(&world, &refunds[*refund]);
                if number % every == 0 {
                    world.site.fold().expect("a fold");
                }
            }
            world.site.fold().expect("a fold");
            pieces.push(booked(&world));
            outcomes.push(outcome(&world));
        }
        assert_eq!(pieces[0], pieces[1]);
    }
    assert_eq!(outcomes[0][3], json!([]));
    assert!(outcomes.iter().all(|other| *other == outcomes[0]));
}

/// Folds refunds of one sale in the given order; answers the CPU time in nanoseconds.
fn fold(numbers: impl Iterator<Item = u64>) -> u64 {
    let world = site();
    shop(&world, ["3000.00", "7000.00", "1234.56"]);
    for number in numbers {
        let minor = 510 + i64::try_from(number % 90).expect("few");
        record(&world, &amount(number, minor));
    }
    let before = worked();
    world.site.fold().expect("a fold");
    let worked = worked() - before;
    let sale = world.ok("siren_get", json!(["transactions", 1]));
    assert_eq!(sale["refunded"], "4432.00");
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
    worked
}

#[test]
fn folding_newest_first_costs_little_more_than_folding_in_order() {
    let in_order = fold(0..800);
    let newest_first = fold((0..800).rev());
    // Measured: two or three times as much. Replaying all refunds for each one took more than twenty times as much.
    assert!(
        newest_first < in_order * 5,
        "{newest_first} ns, and {in_order} ns in order"
    );
}
