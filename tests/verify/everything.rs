//! Every table: any change or deletion is detected, or the table is listed here with the reason why no payment depends on
//! it.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::history::rich;
use super::site::World;

/// Tables on which no money depends.
const WITHOUT_MONEY: [(&str, &str); 9] = [
    (
        "calls",
        "which changes of the log were done; what they did is proved by itself",
    ),
    ("conflicts", "what was refused, kept to be looked at"),
    (
        "dismissals",
        "what somebody looked at, and counts as it did",
    ),
    (
        "journal_faults",
        "what could not be read, kept to be looked at",
    ),
    (
        "meta",
        "where the fold stands: what is read twice counts once; the ledger's head has its own test",
    ),
    (
        "outbox",
        "what is still to be told to others; what it tells of is proved by itself",
    ),
    (
        "event_blocks",
        "a second form of the events, with a test of its own",
    ),
    ("unknown_codes", "how often codes were used that nobody has"),
    (
        "link_visits",
        "how many visits by links a day brought, for its limit",
    ),
];

/// Columns on which no money depends.
const COLUMNS_WITHOUT_MONEY: [(&str, &str, &str); 2] = [
    ("metrics", "id", "a number that nothing points at"),
    (
        "scores",
        "events",
        "shown beside the points; only the points are paid for",
    ),
];

/// The number of rows of a long table that are changed, and that are deleted, spread evenly. Each costs a complete
/// verification. `tamper` deletes every row of the money tables.
const CHANGED: usize = 2;
const TAKEN: usize = 8;

struct Table {
    name: String,
    columns: Vec<String>,
    key: Vec<usize>,
}

fn texts(db: &Connection, sql: &str) -> Vec<String> {
    let mut query = db.prepare(sql).expect("a query");
    let rows = query.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a text")).collect()
}

fn tables(db: &Connection) -> Vec<Table> {
    let names = texts(
        db,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    let with_money = |name: &String| !WITHOUT_MONEY.iter().any(|(without, _)| without == name);
    let table = |name: String| {
        let columns = texts(
            db,
            &format!("SELECT name FROM pragma_table_info('{name}') ORDER BY cid"),
        );
        let key = texts(
            db,
            &format!("SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk"),
        );
        let position = |part: &String| columns.iter().position(|column| column == part);
        Table {
            key: key.iter().filter_map(position).collect(),
            name,
            columns,
        }
    };
    names.into_iter().filter(with_money).map(table).collect()
}

impl Table {
    fn rows(&self, db: &Connection) -> Vec<Vec<Value>> {
        let sql = format!(
            "SELECT {} FROM {} ORDER BY 1",
            self.columns.join(", "),
            self.name
        );
        let mut query = db.prepare(&sql).expect("a query");
        let width = self.columns.len();
        let rows = query.query_map([], |row| (0..width).map(|column| row.get(column)).collect());
        rows.expect("rows").map(|row| row.expect("a row")).collect()
    }

    /// A condition that only this row meets.
    fn is(&self, row: &[Value]) -> String {
        let part =
            |column: &usize| format!("{} IS {}", self.columns[*column], literal(&row[*column]));
        self.key.iter().map(part).collect::<Vec<_>>().join(" AND ")
    }

    fn delete(&self, db: &Connection, row: &[Value]) {
        let sql = format!("DELETE FROM {} WHERE {}", self.name, self.is(row));
        assert_eq!(db.execute(&sql, []).expect("a row"), 1, "{sql}");
    }

    fn insert(&self, db: &Connection, row: &[Value]) -> rusqlite::Result<usize> {
        let places = vec!["?"; row.len()].join(", ");
        let columns = self.columns.join(", ");
        db.execute(
            &format!("INSERT INTO {} ({columns}) VALUES ({places})", self.name),
            params_from_iter(row),
        )
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        other => panic!("no part of a key: {other:?}"),
    }
}

/// Another value of the same type; for NULL, a value of any type that the column accepts.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Integer(number) => vec![Value::Integer(number + 1_000_000)],
        Value::Text(text) => vec![Value::Text(format!("{text}x"))],
        _ => vec![Value::Integer(7_000_007), Value::Text("x".to_owned())],
    }
}

/// A selection of rows: the first, the last, and evenly spaced ones between them.
fn spread(rows: &[Vec<Value>], parts: usize) -> Vec<&Vec<Value>> {
    let step = rows.len().div_ceil(parts).max(1);
    let mut some: Vec<&Vec<Value>> = rows.iter().step_by(step).collect();
    some.extend(
        rows.last()
            .filter(|_| !(rows.len() - 1).is_multiple_of(step)),
    );
    some
}

fn is_found(world: &World, what: &str) -> Option<String> {
    let report = world.verify();
    (report.ok).then(|| what.to_owned())
}

#[test]
fn changing_any_column_of_any_table_is_detected() {
    let world = rich();
    assert!(world.verify().ok);
    let db = world.open();
    let (mut unseen, mut tried) = (Vec::new(), 0);
    for table in tables(&db) {
        let rows = table.rows(&db);
        assert!(
            !rows.is_empty() || table.name == "colliding_keys",
            "no {}",
            table.name
        );
        for row in spread(&rows, CHANGED) {
            for (column, name) in table.columns.iter().enumerate() {
                if COLUMNS_WITHOUT_MONEY
                    .iter()
                    .any(|(of, left_out, _)| *of == table.name && left_out == name)
                {
                    continue;
                }
                for other in others(&row[column]) {
                    let mut changed = row.clone();
                    changed[column] = other;
                    table.delete(&db, row);
                    // A column accepts only one type of value, and some accept no other value at all.
                    if table.insert(&db, &changed).is_ok() {
                        tried += 1;
                        let what = format!("{}.{name} of {}", table.name, table.is(row));
                        unseen.extend(is_found(&world, &what));
                        table.delete(&db, &changed);
                    }
                    table.insert(&db, row).expect("the row that was there");
                }
            }
        }
    }
    assert!(unseen.is_empty(), "of {tried}: {unseen:#?}");
    assert!(tried > 500, "{tried}");
    assert!(world.verify().ok);
}

#[test]
fn deleting_any_row_of_any_table_is_detected() {
    let world = rich();
    assert!(world.verify().ok);
    let db = world.open();
    let mut unseen = Vec::new();
    for table in tables(&db) {
        let rows = table.rows(&db);
        for row in spread(&rows, TAKEN) {
            table.delete(&db, row);
            let what = format!("{} without {}", table.name, table.is(row));
            unseen.extend(is_found(&world, &what));
            table.insert(&db, row).expect("the row that was there");
        }
    }
    assert!(unseen.is_empty(), "{unseen:#?}");
    assert!(world.verify().ok);
}
