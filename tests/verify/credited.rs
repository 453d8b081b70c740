//! Clawbacks from those whose points were taken back after their period was final: they verify at every stage, and
//! tampering with what they follow from is detected.

use serde_json::{Value as Json, json};
use siren::engine::verify::export::export;
use siren::engine::verify::file::check;

use super::site::World;

const MAY: &str = "2026-05-01T00:00:00Z";

/// Two teachers, a pool of their sales that partly rolls over, and sales refunded after they were paid out.
fn given_back() -> World {
    let world = World::new();
    for n in 1..=2 {
        world.collaborator(json!({"name": format!("Teacher {n}"), "now": MAY}));
    }
    world.distributor(json!({
        "name": "Credited", "units": "USD", "starts_at": MAY, "now": MAY,
        "schedule": {"every": "month", "on": 1, "at": "00:00", "timezone": "UTC"},
        "metrics": [{"event": "product_sold", "points": 1}],
        "pool": {"sources": [
            {"kind": "revenue_share", "percent": "10", "include": ["line_items"]},
            {"kind": "per_event", "event": "product_sold", "amount": "1.00"},
        ]},
        "structure": {"kind": "ladder", "prizes": ["50", "30"], "missing": "roll_over"},
        "on_refund_after_close": "clawback", "clawback_from": "credited",
    }));
    for (sale, owner) in [("1", 1), ("2", 1), ("3", 1), ("4", 2)] {
        world.sale(json!({
            "source": "shop", "external_id": sale, "currency": "USD", "occurred_at": "2026-05-10T00:00:00Z",
            "details": [{"kind": "line_item", "external_id": "a", "amount": "100.00", "owners": [owner]}],
        }));
    }
    world.run("2026-06-01T00:00:00Z");
    holds(&world, "closed");
    for (number, sale) in ["1", "2"].into_iter().enumerate() {
        world.refund(json!({
            "source": "shop", "external_id": sale, "refund_id": "r",
            "occurred_at": format!("2026-06-{:02}T00:00:00Z", 5 + number),
        }));
        holds(&world, &format!("given back {sale}"));
    }
    world
}

fn holds(world: &World, when: &str) {
    assert_eq!(world.verify().problems, [], "{when}");
    assert_eq!(found_in_file(world, when), 0, "{when}");
}

/// The number of problems in an exported ledger, which does not contain the tables.
fn found_in_file(world: &World, when: &str) -> u64 {
    let path = world.path(&format!("{}.jsonl", when.replace(' ', "-")));
    export(&world.site, &path.display().to_string()).expect("a new file");
    let bytes = std::fs::read(path).expect("the file");
    let verdict = check(bytes.as_slice(), |_| {}).expect("a ledger");
    verdict.found.total
}

#[test]
fn clawbacks_verify_before_and_after_they_are_undone() {
    let world = given_back();
    assert_eq!(world.verify().checked.acts["credited"], 2);
    for (number, sale) in ["1", "2"].into_iter().enumerate() {
        world.refund(json!({
            "source": "shop", "external_id": sale, "refund_id": "r", "undo": true,
            "occurred_at": format!("2026-06-{:02}T00:00:00Z", 15 + number),
        }));
        holds(&world, &format!("undone {sale}"));
    }
    let rows = world.rows("obligations", json!({"kind": "adjustment"}));
    let minor = |row: &Json| -> i64 {
        let text = row["amount"].as_str().expect("an amount");
        text.replace('.', "").parse().expect("digits")
    };
    assert_eq!(rows.iter().map(minor).sum::<i64>(), 0);
    assert!(!rows.is_empty());
    world.run("2026-07-01T00:00:00Z");
    holds(&world, "the next closed");
}

#[test]
fn tampering_with_the_tables_is_detected() {
    let world = given_back();
    for sql in [
        "UPDATE obligations SET amount = amount + 1 WHERE kind = 'adjustment'",
        "UPDATE obligations SET collaborator_id = 2 WHERE kind = 'adjustment'",
        "DELETE FROM obligations WHERE kind = 'adjustment'",
        "UPDATE metrics SET points = -2 WHERE status = 'clawed_back'",
        "UPDATE metrics SET status = 'clawback_undone', points = 1 WHERE status = 'clawed_back'",
        "DELETE FROM metrics WHERE status = 'clawed_back' AND id = (SELECT MAX(id) FROM metrics)",
        "UPDATE pool_entries SET base = base + 1 WHERE source = -4",
        "UPDATE pool_entries SET base = base + 1 WHERE source = -7",
        "DELETE FROM pool_entries WHERE source = -7",
        "DELETE FROM pool_entries WHERE source = -6",
        "DELETE FROM ledger WHERE act = 'credited'",
        "DELETE FROM ledger WHERE act = 'credited' AND part = 1",
    ] {
        let copy = world.copy();
        let changed = copy.open().execute(sql, []).expect("an own file");
        assert!(changed > 0, "{sql}");
        assert_ne!(copy.verify().total, 0, "{sql}");
    }
}

/// Changes the ledger's entries about clawbacks and recalculates the hash chain, as a complete forgery would.
fn forge(world: &World, part: i64, from: &str, to: &str) {
    let db = world.open();
    let changed = db
        .execute(
            "UPDATE ledger SET body = replace(body, ?1, ?2) WHERE act = 'credited' AND part = ?3 \
             AND subject = '1:2' AND instr(body, ?1)",
            (from, to, part),
        )
        .expect("an own file");
    assert_eq!(changed, 1, "{from}");
    let mut lines = db
        .prepare("SELECT seq, act, subject, part, at, body FROM ledger ORDER BY seq")
        .expect("a table");
    let lines: Vec<(i64, String, String, i64, i64, String)> = lines
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ))
        })
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows that read");
    let mut hash = siren::store::ledger::GENESIS.to_owned();
    for (seq, act, subject, part, at, body) in lines {
        hash = siren::store::ledger::hash(&hash, &act, &subject, part, at, &body);
        let row = (&hash, seq);
        db.execute("UPDATE ledger SET hash = ?1 WHERE seq = ?2", row)
            .expect("an own file");
        let head = format!("{seq} {hash}");
        db.execute(
            "UPDATE meta SET value = ?1 WHERE name = 'ledger_head'",
            [head],
        )
        .expect("an own file");
    }
}

/// A division that does not follow from its snapshot, or a clawback that does not follow from the division, is detected
/// although every hash is right.
#[test]
fn a_clawback_is_recalculated_from_the_ledger_alone() {
    let world = given_back();
    let honest = world.copy();
    forge(&honest, 0, "\"people\":2", "\"people\":2");
    assert_eq!(found_in_file(&honest, "honest"), 0);
    let bodies: Vec<String> = {
        let db = world.open();
        let mut query = db
            .prepare(
                "SELECT body FROM ledger WHERE act = 'credited' AND subject = '1:2' ORDER BY part",
            )
            .expect("a table");
        let rows = query.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("rows that read")
    };
    // 2 of the first teacher's 3 sales are refunded: half of 22.00 instead of half of 44.00, and 4.40 of what rolled over.
    let head: Json = serde_json::from_str(&bodies[0]).expect("JSON");
    assert_eq!(
        (
            &head["pool"],
            &head["carried"],
            &head["uncarried"],
            &head["from_carried"]
        ),
        (&json!(2200), &json!(880), &json!(220), &json!(-220)),
        "{}",
        bodies[0]
    );
    for (part, from, to) in [
        (0, "\"pool\":2200", "\"pool\":2201"),
        (0, "\"carried\":880", "\"carried\":881"),
        (0, "\"uncarried\":220", "\"uncarried\":219"),
        (0, "\"from_carried\":-220", "\"from_carried\":-219"),
        (
            0,
            "\"corrections\":[[\"10\",-20000]]",
            "\"corrections\":[[\"10\",-19999]]",
        ),
        (0, "\"late_events\":-200", "\"late_events\":-100"),
        (0, "[\"50\",\"30\"]", "[\"50\",\"20\"]"),
        (1, "\"before\":3", "\"before\":2"),
        (1, "\"paid\":2200", "\"paid\":2300"),
        (1, "\"without\":1100", "\"without\":1200"),
        (1, "\"claimed\":550", "\"claimed\":540"),
        (1, "\"amount\":-550", "\"amount\":-560"),
        (1, "\"share\":\"0.500000\"", "\"share\":\"0.400000\""),
        (
            1,
            "\"collaborator\":1,\"before\"",
            "\"collaborator\":3,\"before\"",
        ),
    ] {
        let copy = world.copy();
        forge(&copy, part, from, to);
        assert_ne!(found_in_file(&copy, "forged"), 0, "{from} → {to}");
    }
    // Other points that would give the same clawback differ from those in the tables.
    let copy = world.copy();
    forge(&copy, 1, "\"points\":1", "\"points\":2");
    assert_eq!(found_in_file(&copy, "other points"), 0);
    let problems = copy.verify().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(
        (&*problems[0].table, &*problems[0].column),
        ("metrics", "points")
    );
}
