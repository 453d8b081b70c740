//! Blocks of the history give the same events as the rows, whatever was recorded, in folds of any size and after old visits
//! were rolled up. Without blocks everything is read from the rows, and the answers are the same.

use rusqlite::Connection;
use serde_json::{Value as Json, json};
use siren::domain::instant::Instant;
use siren::engine::calls;
use siren::engine::find::{Find, Found};
use siren::engine::json::from_json;
use siren::engine::roll_up::RollUp;
use siren::engine::verify::verify;
use siren::store::history::{self, EventView};
use siren::store::interval::Interval;
use siren::store::{Error, Read};

use crate::here::{Here, instant};
use crate::random_history::{Dice, START, rules};
use crate::simulate::all_kinds;

/// Enough events for two blocks, and some more.
const EVENTS: usize = 11_500;

fn people(here: &Here) {
    for n in 1..=5 {
        let aliases = json!([{"type": "coupon", "code": format!("SAVE{n}")}]);
        let person =
            json!({"name": format!("Collaborator {n}"), "wp_user_id": n, "aliases": aliases});
        here.collaborator(person, instant(START));
    }
}

fn event(dice: &mut Dice, key: &str, at: Instant) -> Json {
    // Some are out of order.
    let at = at.plus_minutes(u32::try_from(dice.roll(300)).expect("small"));
    let mut event = json!({"key": key, "occurred_at": at.to_string(), "subject": format!("user:{}", 1 + dice.roll(9))});
    let kinds = [
        "site_visited",
        "post_visited",
        "lesson_completed",
        "course_completed",
        "webinar_seen",
    ];
    event["type"] = json!(kinds[usize::try_from(dice.roll(5)).expect("small")]);
    match dice.roll(8) {
        0 => event["alias"] = json!({"type": "coupon", "code": "SAVE3"}),
        1 => event["alias"] = json!({"type": "coupon", "code": "unknown"}),
        2 => {
            event["collaborators"] = json!([{"id": 1 + dice.roll(2), "weight": 1 + dice.roll(4)}, {"id": 3 + dice.roll(3), "weight": 2}]);
        }
        3 => event["collaborators"] = json!([{"id": 4, "weight": 7}]),
        _ => event["collaborator"] = json!(1 + dice.roll(5)),
    }
    match dice.roll(9) {
        0 => event["quantity"] = json!(1 + dice.roll(1_000)),
        1 => event["ignored"] = json!("editor"),
        2 if event["type"] == "webinar_seen" => {
            event["value"] = json!(format!("{}.{:02}", dice.roll(90), dice.roll(100)));
            event["currency"] = json!(["USD", "EUR"][usize::from(dice.roll(3) == 0)]);
        }
        3 => event["object"] = json!("post:9"),
        4 => event["history"] = json!(true),
        _ => {}
    }
    event
}

fn sale(dice: &mut Dice, key: &str, at: Instant) -> Json {
    let line = |n: u64, dice: &mut Dice| {
        json!({"kind": "line_item", "external_id": format!("{n}"), "amount": format!("{}.{:02}", 5 + dice.roll(95), dice.roll(100)),
            "quantity": 1 + dice.roll(3), "owners": [{"id": 1 + dice.roll(2), "weight": 1 + dice.roll(4)}, {"id": 4, "weight": 1}]})
    };
    json!({"source": "shop", "external_id": key, "currency": if dice.roll(4) == 0 { "EUR" } else { "USD" },
        "occurred_at": at.to_string(), "customer": format!("user:{}", 1 + dice.roll(9)), "coupons": ["save2"],
        "renewal": dice.roll(4) == 0, "details": [line(0, dice), line(1, dice)]})
}

/// Records a random month for a seed, folding after up to `fold_of` records; answers the instant at which it ends.
fn record_month(here: &Here, seed: u64, fold_of: u64) -> Instant {
    people(here);
    let mut dice = Dice(seed);
    let start = instant(START);
    let (mut recorded, mut waiting, mut round) = (0, dice.roll(fold_of), 0_u64);
    let mut at = start;
    while recorded < EVENTS {
        at = start.plus_minutes(u32::try_from(recorded * 44_640 / EVENTS).expect("a month"));
        let events: Vec<Json> = (0..20)
            .map(|n| event(&mut dice, &format!("{round}-{n}"), at))
            .collect();
        here.events(&Json::Array(events), at);
        let key = format!("{round}");
        here.sale(sale(&mut dice, &key, at), at);
        if dice.roll(2) == 0 {
            let sold = dice.roll(round + 1);
            let mut refund = json!({"source": "shop", "external_id": format!("{sold}"), "refund_id": format!("of {sold}")});
            if dice.roll(3) == 0 {
                refund["lines"] = json!([{"external_id": "1"}]);
            }
            here.refund(refund.clone(), at);
            if dice.roll(3) == 0 {
                refund["undo"] = json!(true);
                refund.as_object_mut().expect("a refund").remove("lines");
                here.refund(refund, at);
            }
        }
        recorded += 23;
        round += 1;
        if waiting < 20 {
            here.site.fold().expect("a fold");
            waiting = dice.roll(fold_of);
        } else {
            waiting -= 20;
        }
    }
    here.site.fold().expect("a fold");
    at
}

fn open(here: &Here) -> Connection {
    Connection::open(here.data().join("siren.sqlite3")).expect("the database")
}

fn blocks(here: &Here) -> Vec<(i64, Vec<u8>)> {
    let db = open(here);
    let mut query = db
        .prepare("SELECT number, events FROM event_blocks ORDER BY number")
        .expect("a query");
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let rows = rows.expect("rows");
    rows.map(|row| row.expect("a block")).collect()
}

/// Every event of the history in an interval, without subjects and type ids.
fn seen(db: &Connection, interval: Interval, from_blocks: bool) -> Vec<String> {
    let mut events = Vec::new();
    let mut kinds = std::collections::HashMap::new();
    let see = |view: &EventView<'_>| {
        assert_eq!(
            *kinds.entry(view.event.kind.to_owned()).or_insert(view.kind),
            view.kind
        );
        events.push(format!(
            "{:?} {:?} {:?}",
            view.event, view.credits, view.turns
        ));
        Ok::<(), Error>(())
    };
    let db = &Read::of(db);
    let read = if from_blocks {
        history::events(db, interval, see)
    } else {
        history::events_with_subjects(db, interval, see)
    };
    read.expect("events");
    events
}

fn same_by_both_ways(here: &Here, dice: &mut Dice, end: Instant) {
    let db = open(here);
    let (first, last) = (instant(START).micros(), end.plus_days(1).micros());
    for round in 0..40 {
        let mut point = || {
            let minutes = dice.roll(50_000).cast_signed();
            Instant::from_micros(first + minutes * 60_000_000).expect("an instant")
        };
        let (one, two) = (point(), point());
        let (mut from, mut to) = (one.min(two), one.max(two));
        if round == 0 {
            (from, to) = (
                instant(START),
                Instant::from_micros(last).expect("an instant"),
            );
        }
        let interval = Interval { from, to };
        let rows = seen(&db, interval, false);
        assert_eq!(seen(&db, interval, true), rows, "{interval:?}");
        assert!(round > 0 || rows.len() > 6_000, "{}", rows.len());
    }
}

/// Asserts that pages and totals of lists of events by id equal those of the rows.
fn lists_are_as_the_rows(here: &Here) {
    let db = open(here);
    for (status, rows) in [
        (json!(null), "1"),
        (json!("counted"), "status = 'counted'"),
        (json!("ignored"), "status = 'ignored'"),
        (json!("history"), "status = 'history'"),
        (json!(["ignored", "history"]), "status <> 'counted'"),
        (json!(["ignored", "counted"]), "status <> 'history'"),
        (json!(["history", "ignored", "counted"]), "1"),
        (json!("elsewhere"), "0"),
    ] {
        for order in ["asc", "desc"] {
            let sql = format!("SELECT id FROM events WHERE {rows} ORDER BY id {order}");
            let mut query = db.prepare(&sql).expect("a query");
            let ids = query.query_map([], |row| row.get(0)).expect("rows");
            let ids: Vec<i64> = ids.collect::<Result<_, _>>().expect("numbers");
            // Pages across two blocks, the last page, and one beyond it.
            let last = ids.len().div_ceil(100).max(1);
            for page in [1, 2, 9, 40, 41, 42, 43, last, last + 1] {
                let mut asked =
                    json!({"order_by": "id", "order": order, "page": page, "per_page": 100});
                if !status.is_null() {
                    asked["status"] = status.clone();
                }
                let found = shown_list(
                    &calls::run::<Find>(
                        &here.site,
                        &from_json(json!({"what": "events", "query": asked})),
                        instant(START),
                    )
                    .expect("a page"),
                );
                let wanted: Vec<i64> = ids
                    .iter()
                    .copied()
                    .skip((page - 1) * 100)
                    .take(100)
                    .collect();
                assert_eq!(found, (wanted, ids.len()), "{asked}");
            }
        }
    }
}

fn shown_list(found: &Found) -> (Vec<i64>, usize) {
    let Found::Events(page) = found else {
        panic!("{found:?}")
    };
    let ids = page.items.iter().map(|event| event.id.0).collect();
    (ids, usize::try_from(page.total).expect("a number"))
}

fn proven(here: &Here) {
    let report = verify(&here.site).expect("data that can be read");
    assert!(report.ok, "{:?}", report.problems);
}

fn rules_pay_the_same_by_either(here: &Here, end: Instant, each: usize) {
    let by_blocks = tried(here, end, each);
    open(here)
        .execute("DELETE FROM event_blocks", [])
        .expect("deleted");
    assert_eq!(by_blocks, tried(here, end, each));
}

/// What rules of every kind would have paid, over the whole month and from the middle of one block to the middle of
/// another.
fn tried(here: &Here, end: Instant, each: usize) -> Vec<Json> {
    let mut all = all_kinds();
    all.push(rules(json!({"metrics": [
        {"event": "webinar_seen", "points": 3, "per": "currency_unit", "split": "equally"},
        {"event": "site_visited", "points": 2, "split": "by_weight"},
    ], "pool": {"sources": [{"kind": "per_event", "event": "site_visited", "amount": "0.10"}]}})));
    let from = instant(START);
    let intervals = [
        (from, end.plus_days(1)),
        (from.plus_days(4), from.plus_days(25)),
    ];
    let each = all
        .iter()
        .step_by(each)
        .flat_map(|rules| intervals.map(|interval| (rules, interval)));
    each.map(|(rules, (from, to))| here.simulate(rules, from, to))
        .collect()
}

#[test]
fn blocks_and_rows_give_the_same_events_and_the_same_payments() {
    for (seed, fold_of) in [(1, 100_000), (2, 900)] {
        let here = Here::new();
        let end = record_month(&here, seed, fold_of);
        let numbers: Vec<i64> = blocks(&here).iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [0, 1], "seed {seed}");
        same_by_both_ways(&here, &mut Dice(seed), end);
        proven(&here);
        lists_are_as_the_rows(&here);
        rules_pay_the_same_by_either(&here, end, 1);
        // There are no blocks any more.
        lists_are_as_the_rows(&here);
    }
}

#[test]
fn folds_of_any_size_make_the_same_blocks() {
    let made: Vec<_> = [1, 700, 5_000, 1_000_000]
        .map(|fold_of| {
            let here = Here::new();
            // The random batch sizes must not change anything else.
            people(&here);
            let (mut dice, mut folds, start) = (Dice(7), Dice(fold_of), instant(START));
            for n in 0..550 {
                let list = (0..20).map(|m| event(&mut dice, &format!("{n}-{m}"), start));
                here.events(&Json::Array(list.collect()), start);
                if folds.roll(fold_of / 20 + 1) == 0 {
                    here.site.fold().expect("a fold");
                }
            }
            here.site.fold().expect("a fold");
            blocks(&here)
        })
        .into();
    assert_eq!(made[0].len(), 2);
    assert!(made.iter().all(|blocks| *blocks == made[0]));
}

#[test]
fn a_record_that_cannot_be_counted_leaves_nothing_in_a_block() {
    let here = Here::new();
    people(&here);
    let start = instant(START);
    let value = json!([{"event": "webinar_seen", "points": 1_000_000, "per": "currency_unit"}]);
    here.distributor(rules(json!({"metrics": value})), start);
    let mut dice = Dice(11);
    let list = |dice: &mut Dice, n: i64| {
        Json::Array(
            (0..50)
                .map(|m| event(dice, &format!("{n}-{m}"), start))
                .collect(),
        )
    };
    for n in 0..200 {
        here.events(&list(&mut dice, n), start);
        if n % 40 == 0 {
            let most = json!({"key": format!("most {n}"), "collaborator": 1, "value": "9000000000000000000"});
            here.event("webinar_seen", most, start);
        }
    }
    here.site.fold().expect("a fold");
    let db = open(&here);
    let faults = db.query_row("SELECT COUNT(*) FROM journal_faults", [], |row| {
        row.get::<_, i64>(0)
    });
    assert_eq!(faults.expect("a number"), 5);
    assert_eq!(blocks(&here).len(), 2);
    proven(&here);
    same_by_both_ways(&here, &mut dice, start);
}

#[test]
fn rolling_up_old_visits_rolls_them_up_in_the_blocks_too() {
    let here = Here::new();
    let end = record_month(&here, 3, 100_000);
    let length = || {
        blocks(&here)
            .iter()
            .map(|(_, block)| block.len())
            .sum::<usize>()
    };
    let before = length();
    // No distributor measures visits here, so all of them may be rolled up.
    let asked = from_json(json!({"before": instant(START).plus_days(20)}));
    let rolled = calls::run::<RollUp>(&here.site, &asked, instant(START)).expect("rolled up");
    assert!(rolled.visits > 100, "{rolled:?}");
    assert!(length() < before);
    proven(&here);
    lists_are_as_the_rows(&here);
    same_by_both_ways(&here, &mut Dice(3), end);
    let block = "DELETE FROM event_blocks WHERE number = 0";
    open(&here).execute(block, []).expect("deleted");
    lists_are_as_the_rows(&here);
    rules_pay_the_same_by_either(&here, end, 5);
}
