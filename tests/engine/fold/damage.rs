//! Damaged lines, and intact lines that are no valid record: each is set aside and reported, and damages no other line.

use serde_json::{Value as Json, json};

use super::{academy, append, line, scores};
use crate::world::{MAY, World, instant};

/// A line by which collaborator 1 or 2 completes a lesson.
fn good(key: &str, collaborator: i64) -> Vec<u8> {
    line(&event(
        json!({"key": key, "type": "lesson_completed", "owners": [{"id": collaborator}]}),
    ))
}

fn event(mut event: Json) -> String {
    let at = instant(MAY).micros();
    if event.get("at").is_none() {
        event["at"] = at.into();
    }
    json!({"event": event, "now": at}).to_string()
}

/// Asserts how many lines of a journal count and how many are set aside.
fn check(journal: &[u8], events: i64, faults: i64) {
    let world = academy();
    append(&world, journal);
    check_world(&world, events, faults);
}

fn check_world(world: &World, events: i64, faults: i64) {
    let shown =
        String::from_utf8_lossy(&std::fs::read(world.journal()).expect("the journal")).into_owned();
    // Whatever is in the log, every call keeps working, and reading again changes nothing.
    for _ in 0..2 {
        let counted: i64 = scores(world).iter().map(|(_, score)| score).sum();
        let status = world.ok("siren_status", json!([MAY]));
        assert_eq!(
            (counted, &status["counts"]["faults"]),
            (events, &json!(faults)),
            "{shown}"
        );
    }
    world.ok("siren_find", json!(["events", {}]));
    world.ok("siren_find", json!(["transactions", {}]));
}

#[test]
fn a_torn_line_damages_no_other() {
    let (a, b, c) = (good("a", 1), good("b", 2), good("c", 1));
    for cut in [1, 2, 9, 10, 11, a.len() / 2, a.len() - 2] {
        // Truncated, and directly followed by the next line.
        check(&[&a, &b[..cut], &c].concat(), 2, 1);
        // Truncated, and ended by the line feed of another write.
        check(&[&a, &b[..cut], b"\n", &c].concat(), 2, 1);
    }
}

#[test]
fn an_unfinished_last_line_is_read_once_it_is_complete() {
    let world = academy();
    let (a, b) = (good("a", 1), good("b", 2));
    append(&world, &a);
    append(&world, &b[..b.len() - 1]);
    check_world(&world, 1, 0);
    append(&world, b"\n");
    check_world(&world, 2, 0);
}

#[test]
fn a_flipped_bit_damages_only_its_line() {
    let (a, b, c) = (good("a", 1), good("b", 2), good("c", 1));
    for place in [0, 4, 9, 10, b.len() / 2, b.len() - 2] {
        let mut bad = b.clone();
        bad[place] ^= 0x02;
        check(&[&a[..], &bad, &c].concat(), 2, 1);
    }
}

#[test]
fn lines_written_by_something_else_are_set_aside() {
    check(
        &[
            b"#!/bin/sh\n",
            &good("a", 1)[..],
            b"\xff\xfe\x00\n",
            &good("b", 2),
        ]
        .concat(),
        2,
        2,
    );
    check(b"\n\n\n", 0, 0);
    check(&vec![b'x'; 9_000_000], 0, 0);
    check(
        &[&vec![b'x'; 9_000_000][..], b"\n", &good("a", 1)].concat(),
        1,
        1,
    );
}

#[test]
fn an_intact_line_that_is_no_record_is_set_aside() {
    for json in [
        "{}",
        "[]",
        "1",
        "{\"event\":{},\"now\":0}",
        "{\"event\":null,\"now\":0}",
        "{\"event\":{\"key\":\"k\",\"type\":\"lesson_completed\",\"at\":0,\"owners\":[{\"id\":1}]}}",
        "{\"something\":1,\"now\":0}",
        "{\"event\":{\"key\":\"k\",\"type\":\"lesson_completed\",\"at\":0,\"owners\":[{}]},\"now\":0}",
        "{\"event\":{\"key\":\"k\",\"type\":\"lesson_completed\",\"at\":0.5,\"owners\":[]},\"now\":0}",
    ] {
        check(&[good("a", 1), line(json), good("b", 2)].concat(), 2, 1);
    }
    // Deeply nested JSON.
    check(
        &[good("a", 1), line(&"[".repeat(100_000)), good("b", 2)].concat(),
        2,
        1,
    );
}

/// A record as the plugin writes it while the extension is missing, without any check.
fn told(call: &str, input: &Json) -> Vec<u8> {
    let now = instant(MAY).micros();
    line(&json!({"record": {"call": call, "input": input}, "now": now}).to_string())
}

#[test]
fn a_record_appended_by_another_program_counts_like_any_other() {
    let lesson = |key: &str| json!({"type": "lesson_completed", "key": key, "collaborator": 1});
    let item = json!({"kind": "line_item", "external_id": "a", "amount": "1.00"});
    let sale = json!({"source": "shop", "external_id": 7, "currency": "USD", "details": [item]});
    let refund = json!({"source": "shop", "external_id": 7, "refund_id": 1});
    let log = [
        told("record_event", &lesson("a")),
        told("record_events", &json!([lesson("b"), lesson("c")])),
        told("record_event", &lesson("a")),
        told("record_transaction", &sale),
        told("record_refund", &refund),
    ];
    let world = academy();
    append(&world, &log.concat());
    let folded = world.site.fold().expect("a fold");
    assert_eq!(
        (
            folded.events,
            folded.transactions,
            folded.duplicates,
            folded.faults
        ),
        (3, 2, 1, 0)
    );
    assert_eq!(scores(&world), [(1, 3)]);
}

#[test]
fn a_record_that_the_engine_would_have_refused_is_set_aside() {
    let lesson = |changes: Json| {
        let mut fields = json!({"type": "lesson_completed", "key": "k", "collaborator": 1});
        crate::world::merge(&mut fields, changes);
        ("record_event", fields)
    };
    let item = json!({"kind": "line_item", "external_id": "a", "amount": "1.00"});
    let sale = |changes: Json| {
        let mut fields =
            json!({"source": "shop", "external_id": "1", "currency": "USD", "details": [item]});
        crate::world::merge(&mut fields, changes);
        ("record_transaction", fields)
    };
    let refund = |changes: Json| {
        let mut fields = json!({"source": "shop", "external_id": "1", "refund_id": "r"});
        crate::world::merge(&mut fields, changes);
        ("record_refund", fields)
    };
    let long = "x".repeat(200);
    for (call, input) in [
        lesson(json!({"key": ""})),
        lesson(json!({"key": long})),
        lesson(json!({"key": "a\u{0}b"})),
        lesson(json!({"type": "Lesson"})),
        lesson(json!({"type": "manual"})),
        lesson(json!({"collaborator": 0})),
        lesson(json!({"collaborator": 1.5})),
        lesson(json!({"quantity": 0})),
        lesson(json!({"quantity": i64::MAX})),
        lesson(json!({"value": "1e9"})),
        lesson(json!({"occurred_at": "9999-12-31T00:00:00Z"})),
        sale(json!({"source": ""})),
        sale(json!({"currency": ""})),
        sale(json!({"details": [item, item]})),
        sale(json!({"details": [{"kind": "line_item", "amount": "-1.00"}]})),
        sale(json!({"details": [{"kind": "gift", "amount": "1.00"}]})),
        refund(json!({"amount": "1e3"})),
        refund(json!({"amount": "-1.00"})),
        ("record_everything", json!({})),
        ("save_collaborator", json!({"name": "Ada"})),
    ] {
        check(
            &[good("a", 1), told(call, &input), good("b", 2)].concat(),
            2,
            1,
        );
    }
}

/// Values that only a check finds: another program may write lines that the engine would never write.
#[test]
fn a_record_with_impossible_values_is_set_aside() {
    let lesson = |changes: Json| {
        let mut fields = json!({"key": "k", "type": "lesson_completed", "owners": [{"id": 1}]});
        crate::world::merge(&mut fields, changes);
        event(fields)
    };
    let long = "x".repeat(200);
    for json in [
        lesson(json!({"key": ""})),
        lesson(json!({"key": long})),
        lesson(json!({"key": "a\u{0}b"})),
        lesson(json!({"type": "Lesson"})),
        lesson(json!({"type": "manual"})),
        lesson(json!({"owners": []})),
        lesson(json!({"owners": [{"id": 0}]})),
        lesson(json!({"owners": [{"id": 1, "weight": 0}]})),
        lesson(json!({"owners": [{"id": 1, "weight": -1}]})),
        lesson(json!({"owners": [{"id": 1, "weight": i64::MAX}, {"id": 2, "weight": i64::MAX}]})),
        lesson(json!({"owners": [{"alias": ["coupon", ""]}]})),
        lesson(json!({"quantity": 0})),
        lesson(json!({"quantity": -5})),
        lesson(json!({"quantity": i64::MAX})),
        lesson(json!({"value": "1e9"})),
        lesson(json!({"data": "no JSON"})),
        lesson(json!({"at": i64::MAX})),
        lesson(json!({"at": i64::MIN})),
    ] {
        check(&[good("a", 1), line(&json), good("b", 2)].concat(), 2, 1);
    }
}

#[test]
fn a_sale_with_impossible_values_is_set_aside() {
    let at = instant(MAY).micros();
    let item = json!({"kind": "line_item", "external_id": "a", "amount": 100, "quantity": 1});
    let sale = |changes: Json| {
        let mut fields = json!({"source": "shop", "external_id": "1", "currency": "USD", "at": at, "details": [item]});
        crate::world::merge(&mut fields, changes);
        json!({"transaction": fields, "now": at}).to_string()
    };
    let refund = |changes: Json| {
        let mut fields = json!({"source": "shop", "external_id": "1", "refund_id": "r", "at": at, "takes": "rest"});
        crate::world::merge(&mut fields, changes);
        json!({"refund": fields, "now": at}).to_string()
    };
    let other = |changes: Json| {
        let mut item = item.clone();
        crate::world::merge(&mut item, changes);
        item
    };
    for json in [
        sale(json!({"source": ""})),
        sale(json!({"currency": "usd"})),
        sale(json!({"currency": ""})),
        sale(json!({"details": []})),
        sale(json!({"details": [item, item]})),
        sale(json!({"details": [other(json!({"amount": -1}))]})),
        sale(
            json!({"details": [other(json!({"amount": i64::MAX})), other(json!({"external_id": "b", "amount": i64::MAX}))]}),
        ),
        sale(json!({"details": [other(json!({"quantity": 0}))]})),
        sale(json!({"details": [other(json!({"kind": "gift"}))]})),
        sale(json!({"at": i64::MAX})),
        refund(json!({"takes": {"amount": "1e3"}})),
        refund(json!({"takes": {"amount": "-1.00"}})),
        refund(json!({"takes": {"lines": []}})),
        refund(json!({"at": i64::MAX})),
    ] {
        check(&[good("a", 1), line(&json), good("b", 2)].concat(), 2, 1);
    }
}

#[test]
fn a_sum_that_overflows_damages_only_its_line() {
    let world = academy();
    world.distributor(json!({"name": "Sold", "metrics": [{"event": "product_sold", "points": 1_000_000, "per": "currency_unit"}]}));
    append(&world, &good("a", 1));
    for n in 0..3 {
        // Each has the largest value of a record; two of them exceed 64 bits.
        let sale = json!({"key": format!("k{n}"), "type": "product_sold", "owners": [{"id": 1}],
            "value": "9000000000000"});
        append(&world, &line(&event(sale)));
    }
    append(&world, &good("b", 2));
    assert_eq!(scores(&world), [(1, 1), (2, 1)]);
    let status = world.ok("siren_status", json!([MAY]));
    assert_eq!(
        status["counts"],
        json!({"events": 3, "faults": 2, "conflicts": 0, "disputes": 0, "waiting_refunds": 0, "ignored_refunds": 0, "outbox": 0})
    );
}

#[test]
fn a_truncated_log_is_read_again_and_reported() {
    let world = academy();
    let begun = std::fs::read(world.journal()).expect("the journal");
    let (a, b, c) = (good("a", 1), good("b", 2), good("c", 1));
    append(&world, &[&a[..], &b].concat());
    check_world(&world, 2, 0);
    // Truncated, then grown to another length: its contents were not folded.
    std::fs::write(world.journal(), [&begun[..], &c].concat()).expect("a journal that can be cut");
    check_world(&world, 3, 1);
    // Truncated, then grown to its former length.
    let mut other = [&begun[..], &good("d", 1)].concat();
    assert_eq!(other.len(), begun.len() + c.len());
    std::fs::write(world.journal(), &other).expect("a journal that can be cut");
    append(&world, &good("e", 1));
    other.extend(good("e", 1));
    check_world(&world, 5, 2);
}

#[test]
fn nothing_is_counted_while_the_log_is_replaced_or_missing() {
    let world = academy();
    append(&world, &good("a", 1));
    check_world(&world, 1, 0);
    let log = std::fs::read(world.journal()).expect("the journal");
    for other in [None, Some(good("b", 1)), Some(Vec::new())] {
        match other {
            None => std::fs::remove_file(world.journal()).expect("a journal that can be removed"),
            Some(other) => {
                std::fs::write(world.journal(), other).expect("a journal that can be replaced");
            }
        }
        for function in ["siren_find", "siren_run_due", "siren_save_collaborator"] {
            let arguments = match function {
                "siren_find" => json!(["events", {}]),
                "siren_run_due" => json!([MAY]),
                _ => json!([{"name": "Ada"}]),
            };
            let refused = world.refused(function, arguments).to_string();
            assert!(
                refused.contains("the log does not go on"),
                "{function}: {refused}"
            );
        }
        let problems = world.ok("siren_status", json!([MAY]))["problems"].clone();
        assert_eq!(problems[0]["code"], "log_lost", "{problems}");
    }
    std::fs::write(world.journal(), log).expect("the journal comes back");
    append(&world, &good("c", 2));
    assert_eq!(scores(&world), [(1, 1), (2, 1)]);
}
