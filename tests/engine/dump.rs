//! The contents of a database as text, in which two folds of one log must agree.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// Tables that may differ between equivalent databases.
const OF_ONE_MACHINE: [(&str, &str); 2] = [
    (
        "event_blocks",
        "a second form of the events; how many are in one follows from how they came",
    ),
    ("sqlite_sequence", "said by the numbers of the rows"),
];

/// Keys in `meta` that concern one machine.
const META_OF_ONE_MACHINE: [&str; 4] = ["last_run", "newest_run", "pack", "backup"];

/// The rows of each table, in the order of their values.
pub fn dump(directory: &Path) -> BTreeMap<String, Vec<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db =
        Connection::open_with_flags(directory.join("siren.sqlite3"), flags).expect("a database");
    let mut query = db
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .expect("a query");
    let tables: Vec<String> = query
        .query_map([], |row| row.get(0))
        .expect("tables")
        .map(|name| name.expect("a name"))
        .collect();
    let said = |table: &String| OF_ONE_MACHINE.iter().all(|(name, _)| name != table);
    let tables = tables.into_iter().filter(said);
    tables
        .map(|table| (table.clone(), rows(&db, &table)))
        .collect()
}

fn rows(db: &Connection, table: &str) -> Vec<String> {
    let mut query = db
        .prepare(&format!("SELECT * FROM \"{table}\""))
        .expect("a query");
    let columns = query.column_count();
    let mut found = query.query([]).expect("rows");
    let mut rows = Vec::new();
    while let Some(row) = found.next().expect("a row") {
        let values = (0..columns).map(|column| shown(row.get_ref(column).expect("a value")));
        rows.push(values.collect::<Vec<_>>().join(" | "));
    }
    if table == "meta" {
        let of_all = |row: &String| {
            META_OF_ONE_MACHINE
                .iter()
                .all(|name| !row.starts_with(name))
        };
        rows.retain(of_all);
    }
    rows.sort();
    rows
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => format!("{number:e}"),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => format!("{bytes:02x?}"),
    }
}

/// The differences between two databases: the first rows of each table that only one of them has.
pub fn difference(one: &Path, other: &Path) -> Vec<String> {
    let (one, other) = (dump(one), dump(other));
    let mut all = Vec::new();
    for table in one
        .keys()
        .chain(other.keys())
        .collect::<std::collections::BTreeSet<_>>()
    {
        let (left, right) = (one.get(table), other.get(table));
        if left == right {
            continue;
        }
        let (left, right) = (
            left.cloned().unwrap_or_default(),
            right.cloned().unwrap_or_default(),
        );
        let only = |mine: &[String], theirs: &[String]| -> Vec<String> {
            let missing = mine.iter().filter(|row| !theirs.contains(row));
            missing.take(3).cloned().collect()
        };
        all.push(format!(
            "{table}: {:?} became {:?}",
            only(&left, &right),
            only(&right, &left)
        ));
    }
    all
}
