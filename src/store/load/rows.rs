//! Inserts many rows with each statement. One statement per row would double the cost of a row.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::store::{Result, Write};

/// How many rows one statement inserts.
const TOGETHER: usize = 50;

/// A value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'t> {
    Null,
    Int(i64),
    Text(&'t str),
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Cell::Int(number)
    }
}

impl<'t> From<&'t str> for Cell<'t> {
    fn from(text: &'t str) -> Self {
        Cell::Text(text)
    }
}

impl<'t, T: Into<Cell<'t>>> From<Option<T>> for Cell<'t> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Int(number) => ValueRef::Integer(*number),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// Rows of one table that are not written yet.
#[derive(Debug)]
pub struct Rows<const WIDTH: usize> {
    insert: String,
    added: Vec<[Kept; WIDTH]>,
    // All texts in one buffer, to save a million allocations.
    texts: String,
}

#[derive(Debug, Clone, Copy)]
enum Kept {
    Null,
    Int(i64),
    Text { start: usize, end: usize },
}

impl<const WIDTH: usize> Rows<WIDTH> {
    /// For some columns of a table.
    #[must_use]
    pub fn of(table: &str, columns: [&str; WIDTH]) -> Rows<WIDTH> {
        // OR FAIL: a failure rolls back the whole transaction anyway. With the default, ABORT, SQLite keeps a copy of each page that
        // a statement changes in order to undo that statement alone.
        let insert = format!(
            "INSERT OR FAIL INTO {table} ({}) VALUES ",
            columns.join(", ")
        );
        Rows {
            insert,
            added: Vec::new(),
            texts: String::new(),
        }
    }

    /// Adds a row, with its values in the order of the columns.
    pub fn add(&mut self, row: &[Cell<'_>; WIDTH]) {
        self.added
            .push(std::array::from_fn(|column| match row[column] {
                Cell::Null => Kept::Null,
                Cell::Int(number) => Kept::Int(number),
                Cell::Text(text) => {
                    let start = self.texts.len();
                    self.texts.push_str(text);
                    Kept::Text {
                        start,
                        end: self.texts.len(),
                    }
                }
            }));
    }

    /// How many rows wait to be written.
    #[must_use]
    pub fn len(&self) -> usize {
        self.added.len()
    }

    /// A waiting row, by its index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<[Cell<'_>; WIDTH]> {
        let row = self.added.get(index)?;
        Some(row.map(|kept| kept.cell(&self.texts)))
    }

    /// Writes all rows in the order in which they were added.
    pub fn write(&mut self, db: &Write<'_>) -> Result<()> {
        let whole = self.added.len() / TOGETHER * TOGETHER;
        let (many, rest) = self.added.split_at(whole);
        for (rows, at_once) in [(many, TOGETHER), (rest, 1)] {
            if rows.is_empty() {
                continue;
            }
            let row = format!("({})", ["?"; WIDTH].join(", "));
            let sql = format!("{}{}", self.insert, vec![row; at_once].join(", "));
            let mut insert = db.prepare_cached(&sql)?;
            let mut before: &[[Kept; WIDTH]] = &[];
            for rows in rows.chunks_exact(at_once) {
                let given = before.as_flattened();
                for (index, kept) in rows.as_flattened().iter().enumerate() {
                    let cell = kept.cell(&self.texts);
                    // A parameter keeps its value from the execution before, and half of all values repeat.
                    if given.get(index).map(|kept| kept.cell(&self.texts)) != Some(cell) {
                        insert.raw_bind_parameter(index + 1, cell)?;
                    }
                }
                insert.raw_execute()?;
                before = rows;
            }
        }
        self.added.clear();
        self.texts.clear();
        Ok(())
    }
}

impl Kept {
    fn cell(self, texts: &str) -> Cell<'_> {
        match self {
            Kept::Null => Cell::Null,
            Kept::Int(number) => Cell::Int(number),
            Kept::Text { start, end } => Cell::Text(&texts[start..end]),
        }
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn rows_are_written_in_the_order_they_were_added() {
        let connection = Connection::open_in_memory().unwrap();
        let db = Write::of(&connection);
        db.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER) STRICT")
            .unwrap();
        let mut rows = Rows::of("t", ["a", "b"]);
        let count = i64::try_from(TOGETHER * 2 + 3).unwrap();
        for number in 0..count {
            let text = format!("row {number}");
            rows.add(&[
                (number % 3 > 0).then_some(text.as_str()).into(),
                number.into(),
            ]);
        }
        assert_eq!(i64::try_from(rows.len()), Ok(count));
        assert_eq!(rows.get(1), Some([Cell::Text("row 1"), Cell::Int(1)]));
        rows.write(&db).unwrap();
        assert_eq!((rows.len(), rows.get(1)), (0, None));
        // They are written once.
        rows.write(&db).unwrap();
        let mut query = db.prepare("SELECT id, a, b FROM t ORDER BY id").unwrap();
        let found = query.query_map([], |row| {
            let (id, a, b): (i64, Option<String>, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            assert_eq!(id, b + 1);
            assert_eq!(a, (b % 3 > 0).then(|| format!("row {b}")));
            Ok(())
        });
        assert_eq!(i64::try_from(found.unwrap().count()), Ok(count));
    }
}
