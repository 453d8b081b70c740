//! Every change of any column, row or ledger entry of the money tables is detected.
//!
//! The columns come from the schema, so that a new one cannot be forgotten: it is verified, or it is listed in
//! `store::proof::audit::MONEY` with the reason why not.

use rusqlite::Connection;
use serde_json::json;
use siren::store::Read;
use siren::store::proof::audit::{MONEY, MoneyTable, columns};

use super::history::rich;
use super::site::World;

/// Tables without money, and how far they are verified.
const OTHERS: [(&str, &str); 27] = [
    ("aliases", "who is who: sealed"),
    ("collaborators", "who is who: sealed"),
    ("conflicts", "what was refused"),
    ("credits", "whom an event names: sealed with the events"),
    (
        "distributor_versions",
        "the rules: sealed; those a distribution followed stand in its snapshot",
    ),
    ("dismissals", "what somebody looked at"),
    ("distributors", "a name and a status: sealed"),
    (
        "event_keys",
        "which event bears which key: its own test is below",
    ),
    (
        "crowds",
        "which visitors of a network count: their own tests are in `everything` and in the fold's",
    ),
    (
        "event_blocks",
        "the events once more: they have a test of their own",
    ),
    ("calls", "which changes of the log were done"),
    ("outbox", "what is still to be told to others"),
    ("events", "facts: sealed"),
    (
        "interests",
        "for whom something counts; they follow from the versions: their own test is below",
    ),
    ("journal_faults", "what could not be read"),
    ("ledger", "the chain itself: its own test is below"),
    ("link_visits", "how many visits by links a day brought"),
    (
        "meta",
        "where the fold stands; the ledger's head has its own test",
    ),
    (
        "metrics",
        "points; a closed distribution's sums stand in its snapshot",
    ),
    (
        "obligation_counts",
        "how many obligations stand where: their own test is below",
    ),
    (
        "pool_totals",
        "sums of pool entries: their own test is below",
    ),
    ("person_names", "who is one person: their own test is below"),
    ("reversals", "which events' points were taken back: sealed"),
    ("scores", "sums of metrics: their own test is below"),
    ("seals", "checksums of what the ledger does not hold"),
    (
        "colliding_keys",
        "keys whose number was taken: part of event_keys",
    ),
    ("unknown_codes", "how often codes were used that nobody has"),
];

fn names(db: &Connection, sql: &str) -> Vec<String> {
    let mut query = db.prepare(sql).expect("a query");
    let names = query.query_map([], |row| row.get(0)).expect("rows");
    names.map(|name| name.expect("a text")).collect()
}

/// The rows of a table that acts on money created.
fn proven(table: &MoneyTable) -> String {
    if table.not_yet.is_empty() {
        return table.name.to_owned();
    }
    let statuses: Vec<String> = table
        .not_yet
        .iter()
        .map(|status| format!("'{status}'"))
        .collect();
    format!(
        "{} WHERE status NOT IN ({})",
        table.name,
        statuses.join(", ")
    )
}

fn key(table: &MoneyTable) -> String {
    table.key.join(", ")
}

/// A condition for the newest verified row.
fn newest(table: &MoneyTable) -> String {
    let (key, rows) = (key(table), proven(table));
    format!(
        "({key}) = (SELECT {key} FROM {rows} ORDER BY {} DESC LIMIT 1)",
        table.key.join(" DESC, ")
    )
}

/// A different value of the same type.
fn another(column: &str) -> String {
    format!(
        "CASE typeof({column}) WHEN 'integer' THEN {column} + 1000000 WHEN 'text' THEN {column} || 'x' ELSE {column} END"
    )
}

/// A value instead of NULL, of any type that the column accepts.
fn some(db: &Connection, table: &str, column: &str) -> &'static str {
    let sql = format!("SELECT type FROM pragma_table_info('{table}') WHERE name = '{column}'");
    if names(db, &sql)[0] == "INTEGER" {
        "7000007"
    } else {
        "'x'"
    }
}

#[test]
fn every_table_is_checked_or_has_a_reason_not_to_be() {
    let world = rich();
    let db = world.open();
    let all = names(
        &db,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    let mut known: Vec<&str> = MONEY.iter().map(|table| table.name).collect();
    known.extend(OTHERS.iter().map(|(name, _)| name));
    known.sort_unstable();
    assert_eq!(all, known);
}

#[test]
fn changing_any_column_of_any_money_table_is_detected() {
    let world = rich();
    let mut tried = 0;
    for table in &MONEY {
        let schema = world.open();
        for column in columns(&Read::of(&schema), table.name).expect("columns") {
            let left_out = table.left_out.iter().any(|(name, _)| *name == column);
            let other = world.copy();
            let db = other.open();
            let (name, here) = (table.name, newest(table));
            let filler = some(&db, name, &column);
            // In the newest row; NULL becomes a value.
            let changed = db.execute(
                &format!(
                    "UPDATE {name} SET {column} = COALESCE({}, {filler}) WHERE {here}",
                    another(&column)
                ),
                [],
            );
            assert_eq!(
                changed.unwrap_or_else(|error| panic!("{name}.{column}: {error}")),
                1,
                "{name}.{column}"
            );
            let report = other.verify();
            assert!(!report.ok, "{name}.{column} was changed and nobody noticed");
            if left_out {
                // Not in the ledger; detected by its seal or by comparison with the value it must equal.
                continue;
            }
            let named = report.problems.iter().any(|problem| {
                problem.table == name
                    && (problem.column.split(", ").any(|part| part == column)
                        || table.key.contains(&column.as_str()))
            });
            // An invalid status removes the whole row from the comparison.
            assert!(named, "{name}.{column}: {:?}", report.problems);
            tried += 1;
        }
    }
    println!("{tried} columns");
    assert!(tried > 80);
}

#[test]
fn clearing_any_column_is_detected() {
    let world = rich();
    for table in &MONEY {
        let schema = world.open();
        let sql = format!(
            "SELECT name FROM pragma_table_info('{}') WHERE \"notnull\" = 0 AND pk = 0",
            table.name
        );
        for column in names(&schema, &sql) {
            let other = world.copy();
            let (name, rows, key) = (table.name, proven(table), key(table));
            let joint = if rows.contains("WHERE") {
                "AND"
            } else {
                "WHERE"
            };
            let changed = other
                .open()
                .execute(
                    &format!(
                        "UPDATE {name} SET {column} = NULL WHERE ({key}) = \
                         (SELECT {key} FROM {rows} {joint} {column} IS NOT NULL LIMIT 1)"
                    ),
                    [],
                )
                .expect("a column that may be empty");
            assert_eq!(
                changed, 1,
                "no {name} has a {column}: the history is not rich enough"
            );
            assert!(
                !other.verify().ok,
                "{name}.{column} was taken away and nobody noticed"
            );
        }
    }
}

#[test]
fn deleting_any_row_is_detected() {
    let world = rich();
    for table in &MONEY {
        let (name, rows) = (table.name, proven(table));
        let keys = names(
            &world.open(),
            &format!(
                "SELECT '' || {} FROM {rows}",
                table.key.join(" || ', ' || ")
            ),
        );
        assert!(!keys.is_empty(), "{name}");
        for row in keys {
            let other = world.copy();
            let gone = other
                .open()
                .execute(
                    &format!("DELETE FROM {name} WHERE ({}) = ({row})", key(table)),
                    [],
                )
                .expect("a row");
            assert_eq!(gone, 1);
            let report = other.verify();
            let named = report.problems.iter().any(|problem| problem.table == name);
            assert!(named, "{name} {row} was taken away: {:?}", report.problems);
        }
    }
}

#[test]
fn adding_a_row_is_detected() {
    let world = rich();
    for table in &MONEY {
        let other = world.copy();
        let db = other.open();
        let name = table.name;
        let unique = names(
            &db,
            &format!(
                "SELECT DISTINCT i.name FROM pragma_index_list('{name}') l, pragma_index_info(l.name) i WHERE l.\"unique\" = 1"
            ),
        );
        let values: Vec<String> = columns(&Read::of(&db), name)
            .expect("columns")
            .iter()
            .map(|column| {
                let differs = unique.contains(column) || table.key.contains(&column.as_str());
                if differs {
                    another(column)
                } else {
                    column.clone()
                }
            })
            .collect();
        let sql = format!(
            "INSERT INTO {name} SELECT {} FROM {name} WHERE {}",
            values.join(", "),
            newest(table)
        );
        assert_eq!(
            db.execute(&sql, [])
                .unwrap_or_else(|error| panic!("{sql}: {error}")),
            1
        );
        let report = other.verify();
        let named = report
            .problems
            .iter()
            .any(|problem| problem.table == name && problem.message.contains("the ledger has not"));
        assert!(named, "{name}: {:?}", report.problems);
    }
}

/// A change, and where it must be detected.
fn found_in(world: &World, sql: &str, table: &str) {
    let other = world.copy();
    other.tamper(sql);
    let report = other.verify();
    assert!(!report.ok, "nobody noticed: {sql}");
    let named = report.problems.iter().any(|problem| problem.table == table);
    assert!(named, "{sql}: {:?}", report.problems);
}

#[test]
fn changing_the_ledger_itself_is_detected() {
    let world = rich();
    let last = "(SELECT MAX(seq) FROM ledger)";
    for sql in [
        // Any column of any entry.
        "UPDATE ledger SET at = at + 1 WHERE seq = 3".to_owned(),
        "UPDATE ledger SET act = 'credit' WHERE seq = 3".to_owned(),
        "UPDATE ledger SET subject = subject || '0' WHERE seq = 3".to_owned(),
        "UPDATE ledger SET part = 7 WHERE seq = 3".to_owned(),
        "UPDATE ledger SET body = body || ' ' WHERE seq = 3".to_owned(),
        "UPDATE ledger SET hash = 'f' || substr(hash, 2) WHERE seq = 3".to_owned(),
        "UPDATE ledger SET seq = -1 WHERE seq = 3".to_owned(),
        "UPDATE ledger SET seq = seq + 1 WHERE seq = ".to_owned() + last,
        // Two entries swapped.
        "UPDATE ledger SET seq = -1 WHERE seq = 3; UPDATE ledger SET seq = 3 WHERE seq = 4; \
         UPDATE ledger SET seq = 4 WHERE seq = -1"
            .to_owned(),
        // An entry in the middle, the first, the last, and many at the end.
        "DELETE FROM ledger WHERE seq = 5".to_owned(),
        "DELETE FROM ledger WHERE seq = 1".to_owned(),
        format!("DELETE FROM ledger WHERE seq = {last}"),
        format!("DELETE FROM ledger WHERE seq > {last} - 20"),
        "DELETE FROM ledger".to_owned(),
        // The head.
        "DELETE FROM meta WHERE name = 'ledger_head'".to_owned(),
        "UPDATE meta SET value = value || '0' WHERE name = 'ledger_head'".to_owned(),
    ] {
        found_in(&world, &sql, "ledger");
    }
}

#[test]
fn a_truncated_ledger_is_detected_even_after_new_entries() {
    let world = rich();
    let adjust = |world: &World| {
        world.adjust(serde_json::json!({"key": "later", "collaborator": 1, "amount": "1.00", "currency": "USD",
            "reason": "later", "now": "2026-07-05T00:00:00Z"}));
    };
    world.tamper("DELETE FROM ledger WHERE seq = (SELECT MAX(seq) FROM ledger)");
    adjust(&world);
    let report = world.verify();
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.table == "ledger"),
        "{:?}",
        report.problems
    );
    // An untouched ledger continues without a problem.
    let whole = rich();
    adjust(&whole);
    assert!(whole.verify().ok);
}

#[test]
fn sums_that_do_not_match_their_parts_are_detected() {
    let world = rich();
    for (sql, table) in [
        (
            "UPDATE pool_totals SET base = base + 1 WHERE base <> 0",
            "pool_totals",
        ),
        (
            "DELETE FROM pool_totals WHERE (distribution_id, source, rate) = (SELECT distribution_id, source, rate \
          FROM pool_totals LIMIT 1)",
            "pool_totals",
        ),
        (
            "INSERT INTO pool_totals VALUES (1, 9, '', 5, 1)",
            "pool_totals",
        ),
        (
            "UPDATE metrics SET points = points + 1 WHERE id = (SELECT MIN(id) FROM metrics)",
            "scores",
        ),
        (
            "UPDATE metrics SET distribution_id = 999 WHERE id = (SELECT MIN(id) FROM metrics)",
            "metrics",
        ),
        (
            "DELETE FROM metrics WHERE id = (SELECT MIN(id) FROM metrics)",
            "scores",
        ),
        (
            "UPDATE obligation_counts SET obligations = obligations + 1",
            "obligation_counts",
        ),
        ("DELETE FROM obligation_counts", "obligation_counts"),
        (
            "INSERT INTO obligation_counts VALUES ('held', 'CHF', 7, 1)",
            "obligation_counts",
        ),
        (
            "UPDATE obligations SET status = 'held' WHERE id = (SELECT MIN(id) FROM obligations)",
            "obligation_counts",
        ),
        // Both together: the sum is right, but the obligations do not match.
        (
            "UPDATE metrics SET points = points + 1 WHERE id = (SELECT MIN(id) FROM metrics); UPDATE scores SET points = points + 1 \
          WHERE (distribution_id, collaborator_id, parts) = (SELECT distribution_id, collaborator_id, parts FROM metrics \
          WHERE id = (SELECT MIN(id) FROM metrics))",
            "scores",
        ),
        (
            "UPDATE distributor_versions SET definition = replace(definition, '\"percent\":\"20\"', '\"percent\":\"21\"')",
            "distributor_versions",
        ),
        (
            "UPDATE distributor_versions SET definition = 'x'",
            "distributions",
        ),
        (
            "UPDATE scores SET parts = 0 WHERE (distribution_id, collaborator_id, parts) = \
             (SELECT distribution_id, collaborator_id, parts FROM scores LIMIT 1)",
            "distributions",
        ),
        (
            "DELETE FROM event_keys WHERE event_id = (SELECT MAX(id) FROM events)",
            "events",
        ),
        (
            "UPDATE event_keys SET event_id = event_id + 1 WHERE event_id = 1",
            "events",
        ),
        ("UPDATE events SET key = 'another' WHERE id = 1", "events"),
        ("DELETE FROM interests WHERE what = 'event'", "interests"),
        ("DELETE FROM interests WHERE what = 'sale'", "interests"),
        (
            "INSERT INTO interests VALUES ('event', 'another', 1)",
            "interests",
        ),
        (
            "DELETE FROM distributions WHERE status = 'tracking'",
            "distributors",
        ),
    ] {
        found_in(&world, sql, table);
    }
}

#[test]
fn a_damaged_file_is_detected() {
    let world = rich();
    world.tamper("DROP INDEX obligations_of");
    let report = world.verify();
    assert!(
        report.ok,
        "an index more or less is no damage: {:?}",
        report.problems
    );
    let db = world.open();
    db.execute_batch(
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'payouts_of_fulfillment'; PRAGMA writable_schema = OFF",
    )
    .expect("a setting");
    drop(db);
    let report = world.verify();
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.table == "database"),
        "{:?}",
        report.problems
    );
}

#[test]
fn changing_adding_or_removing_a_name_is_detected() {
    let world = World::new();
    world.sale(
        json!({"source": "shop", "external_id": "1", "currency": "USD", "customer": ["user:7", "email:Ann@example.org"],
               "occurred_at": "2026-05-10T12:00:00Z", "details": [{"kind": "line_item", "external_id": "1", "amount": "1.00"}]}),
    );
    for names in [["user:8", "email:bob@example.org"], ["visitor:x", "user:7"]] {
        world.event(
            "lesson_completed",
            json!({"key": names[0], "collaborator": 1, "subject": names, "occurred_at": "2026-05-10T12:00:00Z"}),
        );
    }
    assert!(world.verify().ok);
    let db = world.open();
    assert_eq!(
        names(
            &db,
            "SELECT name || ' ' || person FROM person_names ORDER BY name"
        ),
        [
            "email:ann@example.org 1",
            "email:bob@example.org 2",
            "user:7 1",
            "user:8 2",
            "visitor:x 1"
        ]
    );
    for change in [
        "UPDATE person_names SET person = 1 WHERE name = 'user:8'",
        "UPDATE person_names SET person = 2 WHERE name = 'visitor:x'",
        "UPDATE person_names SET person = 3 - person",
        "UPDATE person_names SET name = 'user:9' WHERE name = 'user:8'",
        "UPDATE person_names SET name = 'email:Bob@example.org' WHERE person = 2 AND name LIKE 'email%'",
        "INSERT INTO person_names VALUES ('user:9', 2)",
        "DELETE FROM person_names WHERE name = 'visitor:x'",
        "DELETE FROM person_names WHERE person = 2",
        "DELETE FROM person_names",
        "UPDATE meta SET value = 'x' WHERE name = 'person_names'",
        "DELETE FROM meta WHERE name = 'person_names'",
    ] {
        let other = world.copy();
        other.open().execute(change, []).expect("changed");
        let report = other.verify();
        let found = report
            .problems
            .iter()
            .any(|one| one.table == "person_names");
        assert!(found, "{change}: {:?}", report.problems);
    }
}
