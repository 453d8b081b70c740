//! Records in any order and any number of times give the same result.

use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use serde_json::{Value as Json, json};

use super::append;
use crate::world::{JUNE, World};

/// A call with its arguments.
type Record = (String, Json);

/// Number of collaborators; some records name one more, who is unknown.
const PEOPLE: i64 = 3;

fn instant_in_may() -> impl Strategy<Value = String> {
    (1..=30_u32, 0..24_u32).prop_map(|(day, hour)| format!("2026-05-{day:02}T{hour:02}:30:00Z"))
}

fn owners() -> impl Strategy<Value = Json> {
    let owner =
        (1..=PEOPLE + 1, 1..5_i64).prop_map(|(id, weight)| json!({"id": id, "weight": weight}));
    prop::collection::vec(owner, 1..3).prop_map(|mut owners| {
        owners.dedup_by_key(|owner| owner["id"].clone());
        Json::Array(owners)
    })
}

fn event() -> impl Strategy<Value = Record> {
    let kind = prop::sample::select(vec!["course_completed", "lesson_completed", "site_visited"]);
    (kind, owners(), instant_in_may(), 1..4_i64, 1..4_i64).prop_map(
        |(kind, owners, at, quantity, user)| {
            let event = json!({
                "type": kind, "collaborators": owners, "occurred_at": at, "quantity": quantity,
                "subject": format!("user:{user}"),
            });
            ("siren_record_event".to_owned(), event)
        },
    )
}

/// A sale, and perhaps a refund of it; several refunds of one sale are in `refunds`.
fn sale() -> impl Strategy<Value = Vec<Record>> {
    let detail = (
        prop::sample::select(vec!["line_item", "shipping"]),
        1..10_000_i64,
        owners(),
    );
    let details = prop::collection::vec(detail, 1..4);
    let refund = prop::option::of((instant_in_may(), 0..4_u8));
    (details, instant_in_may(), 1..4_i64, any::<bool>(), refund).prop_map(|(details, at, user, coupon, refund)| {
        let details: Vec<Json> = (0..).zip(details).map(|(n, (kind, cents, owners))| {
            let amount = format!("{}.{:02}", cents / 100, cents % 100);
            json!({"kind": kind, "external_id": format!("line {n}"), "amount": amount, "owners": owners})
        }).collect();
        let coupons = if coupon { vec!["SAVE"] } else { vec![] };
        let sale = json!({
            "source": "shop", "currency": "USD", "occurred_at": at, "customer": format!("user:{user}"),
            "details": details, "coupons": coupons,
        });
        let mut records = vec![("siren_record_transaction".to_owned(), sale)];
        records.extend(refund.map(|(at, what)| {
            let mut refund = json!({"source": "shop", "refund_id": "r", "occurred_at": at});
            match what {
                0 => {}
                1 => refund["amount"] = "0.07".into(),
                2 => refund["lines"] = json!([{"external_id": "line 0"}]),
                _ => refund["amount"] = "60.00".into(),
            }
            ("siren_record_refund".to_owned(), refund)
        }));
        records
    })
}

/// Numbered records, and the same records in another order with some repeated.
fn records() -> impl Strategy<Value = (Vec<Record>, Vec<Record>)> {
    (
        prop::collection::vec(event(), 0..12),
        prop::collection::vec(sale(), 0..6),
    )
        .prop_flat_map(|(events, sales)| {
            let mut records = Vec::new();
            for (n, (verb, mut event)) in (0..).zip(events) {
                event["key"] = format!("event {n}").into();
                records.push((verb, event));
            }
            for (n, parts) in (0..).zip(sales) {
                for (verb, mut record) in parts {
                    record["external_id"] = format!("order {n}").into();
                    records.push((verb, record));
                }
            }
            let again = prop::sample::subsequence(records.clone(), 0..=records.len());
            let mixed = again.prop_flat_map({
                let records = records.clone();
                move |again| Just([records.clone(), again].concat()).prop_shuffle()
            });
            (Just(records), mixed)
        })
}

/// A site whose distributors measure everything that could depend on the order.
fn site() -> World {
    let world = World::new();
    world.collaborators(PEOPLE);
    let coupon =
        json!([{"id": 2, "wp_user_id": 2, "aliases": [{"type": "coupon", "code": "save"}]}]);
    world.ok("siren_save_collaborator", coupon);
    let metrics = |split: &str| {
        json!([
            {"event": "course_completed", "points": 10, "split": split},
            {"event": "lesson_completed", "points": 1},
            {"event": "product_sold", "points": 3, "split": split, "per": "currency_unit"},
            {"event": "coupon_used", "points": 7},
        ])
    };
    let share =
        json!({"kind": "revenue_share", "percent": "12.5", "include": ["line_items", "shipping"]});
    let each = json!({"kind": "per_event", "event": "product_sold", "amount": "0.10"});
    let pool = json!({"sources": [share, each]});
    for (kind, split) in [
        ("performance_weighted_pool", "equally"),
        ("top_score_wins", "by_weight"),
        ("user_centric_pool", "each"),
    ] {
        world.distributor(json!({
            "name": kind, "metrics": metrics(split), "pool": pool, "structure": {"kind": kind},
        }));
    }
    world
}

fn record(world: &World, (verb, record): &Record) {
    let mut record = record.clone();
    let arguments = match record["type"].take() {
        Json::Null => {
            record
                .as_object_mut()
                .expect("a record has names")
                .remove("type");
            json!([record])
        }
        kind => {
            record
                .as_object_mut()
                .expect("a record has names")
                .remove("type");
            json!([kind, record])
        }
    };
    world.ok(verb, arguments);
}

/// The result of the records: the standings while the period is open, and the obligations once it is closed.
fn outcome(world: &World) -> Json {
    let standings: Vec<Json> = (1..=3)
        .map(|distributor| world.ok("siren_standings", json!([distributor, JUNE])))
        .collect();
    let report = world.ok("siren_run_due", json!([JUNE]));
    json!([
        standings,
        report["ran"],
        report["skipped"],
        world.rows("obligations", json!({}))
    ])
}

proptest! {
    #![proptest_config(Config {
        cases: 16,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..Config::default()
    })]

    #[test]
    fn order_and_repetition_of_records_do_not_change_the_result(
        (records, mixed) in records(), every in 1..9_usize,
    ) {
        let in_order = site();
        for one in &records {
            record(&in_order, one);
        }
        let out_of_order = site();
        for (number, one) in mixed.iter().enumerate() {
            record(&out_of_order, one);
            // Folded in batches of another size.
            if number % every == 0 {
                out_of_order.site.fold().expect("a fold");
            }
        }
        prop_assert_eq!(outcome(&in_order), outcome(&out_of_order));
    }
}

#[test]
fn reading_a_journal_twice_changes_nothing() {
    let world = site();
    for n in 1..=20 {
        world.lesson(&format!("lesson {n}"), n % 4 + 1, n, "2026-05-10T12:00:00Z");
    }
    let item =
        json!({"kind": "line_item", "external_id": "a", "amount": "10.00", "owners": [1, 2]});
    let sale = json!({"source": "shop", "external_id": "1", "currency": "USD", "occurred_at": "2026-05-10T12:00:00Z",
        "details": [item], "coupons": ["save"]});
    let refund = json!({"source": "shop", "external_id": "1", "refund_id": "r", "amount": "4.00",
        "occurred_at": "2026-05-11T12:00:00Z"});
    world.ok("siren_record_transaction", json!([sale]));
    world.ok("siren_record_refund", json!([refund]));
    let before = world.everything();
    let journal = std::fs::read(world.journal()).expect("the journal");
    append(&world, &journal);
    let folded = world.site.fold().expect("a fold");
    assert_eq!(
        (folded.events, folded.transactions, folded.duplicates),
        (0, 0, 22)
    );
    assert_eq!(world.everything(), before);
}
