//! Compares every column of every money row with what the ledger says it should be. Both tables are read side by side in the
//! order of their keys, so memory does not grow with the number of rows.
//!
//! Values are compared as stored, without decoding them: tampered ones may not decode.

use rusqlite::types::ValueRef;
use rusqlite::{Row, Rows};

use crate::store::{Read, Result, ledger};

/// A table whose rows follow from the ledger.
#[derive(Debug)]
pub struct MoneyTable {
    pub name: &'static str,
    /// The columns of the key, all integers.
    pub key: &'static [&'static str],
    /// Columns that the ledger does not contain, and why.
    pub left_out: &'static [(&'static str, &'static str)],
    /// Columns of which the ledger contains one digest, expected in the first of them.
    pub digested: &'static [&'static str],
    /// The statuses of rows that no act on money has made yet.
    pub not_yet: &'static [&'static str],
}

const FORGOTTEN: &str = "who bought can ask to be forgotten, and a chain cannot forget";

const WRITTEN: &str = "what somebody wrote can be forgotten; sealed";

/// Every table whose rows are money or decide about money.
pub const MONEY: [MoneyTable; 12] = [
    MoneyTable {
        name: "transactions",
        key: &["id"],
        left_out: &[
            ("customer", FORGOTTEN),
            (
                "fingerprint",
                "a checksum over the customer too; it tells a second body under the same number apart",
            ),
            ("revision", "tells an edit from an older one; sealed"),
            ("referrers", "whoever was named can be erased; sealed"),
            ("earned", "which events stand; sealed, as the events are"),
        ],
        digested: &[],
        not_yet: &[],
    },
    MoneyTable {
        name: "transaction_details",
        key: &["id"],
        left_out: &[],
        digested: &["name", "type", "sku", "categories", "owners"],
        not_yet: &[],
    },
    MoneyTable {
        name: "refunds",
        key: &["id"],
        left_out: &[],
        digested: &["body"],
        not_yet: &["waiting", "dismissed"],
    },
    MoneyTable {
        name: "refund_lines",
        key: &["refund_row", "detail_id"],
        left_out: &[],
        digested: &[],
        not_yet: &[],
    },
    MoneyTable {
        name: "pool_entries",
        key: &["id"],
        left_out: &[("customer", FORGOTTEN)],
        digested: &[],
        not_yet: &[],
    },
    MoneyTable {
        name: "distributions",
        key: &["id"],
        left_out: &[],
        digested: &[],
        not_yet: &["scheduled", "tracking", "failed"],
    },
    MoneyTable {
        name: "allocations",
        key: &["id"],
        left_out: &[],
        digested: &[],
        not_yet: &[],
    },
    MoneyTable {
        name: "obligations",
        key: &["id"],
        left_out: &[],
        digested: &[],
        not_yet: &[],
    },
    MoneyTable {
        name: "disputes",
        key: &["id"],
        left_out: &[("text", WRITTEN)],
        digested: &[],
        not_yet: &[],
    },
    MoneyTable {
        name: "dispute_answers",
        key: &["dispute_id", "number"],
        left_out: &[("text", WRITTEN)],
        digested: &[],
        not_yet: &[],
    },
    MoneyTable {
        name: "fulfillments",
        key: &["id"],
        left_out: &[],
        digested: &[],
        not_yet: &[],
    },
    MoneyTable {
        name: "payouts",
        key: &["id"],
        left_out: &[],
        digested: &[],
        not_yet: &[],
    },
];

/// A difference between what is stored and what should be.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// The id of the row; with a longer key, its first part.
    pub id: i64,
    /// The column, or the columns of a digest; empty for a whole row.
    pub column: String,
    pub message: String,
}

/// Receives the differences.
pub type Found<'f> = &'f mut dyn FnMut(Difference);

/// Compares a table with what it should be, in both directions. Returns how many rows it has.
pub fn compare(
    db: &Read<'_>,
    should: &Read<'_>,
    table: &MoneyTable,
    found: Found<'_>,
) -> Result<u64> {
    let columns = columns(should, table.name)?;
    if self::columns(db, table.name)? != columns {
        found(Difference {
            id: 0,
            column: String::new(),
            message: "the table's columns are not those of this version".to_owned(),
        });
        return Ok(0);
    }
    let sql = format!(
        "SELECT {}, {} FROM {} ORDER BY {}",
        table.key.join(", "),
        columns
            .iter()
            .map(|column| quoted(column))
            .collect::<Vec<_>>()
            .join(", "),
        table.name,
        table.key.join(", ")
    );
    let (mut is, mut should) = (db.prepare(&sql)?, should.prepare(&sql)?);
    let (mut is, mut should) = (is.query([])?, should.query([])?);
    let comparison = Comparison {
        table,
        columns: &columns,
    };
    comparison.run(&mut is, &mut should, found)
}

/// A table's columns in their order.
pub fn columns(db: &Read<'_>, table: &str) -> Result<Vec<String>> {
    let mut query = db.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let names = query.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

fn quoted(column: &str) -> String {
    format!("\"{}\"", column.replace('"', "\"\""))
}

struct Comparison<'c> {
    table: &'c MoneyTable,
    columns: &'c [String],
}

impl Comparison<'_> {
    fn run(&self, is: &mut Rows<'_>, should: &mut Rows<'_>, found: Found<'_>) -> Result<u64> {
        let mut rows = 0;
        let mut there = self.key(is.next()?)?;
        let mut wanted = self.key(should.next()?)?;
        loop {
            match (&there, &wanted) {
                (None, None) => return Ok(rows),
                (Some((key, row)), None) => {
                    self.unexpected(key, row, found)?;
                    rows += 1;
                    there = self.key(is.next()?)?;
                }
                (None, Some((key, _))) => {
                    found(whole(key, "the ledger has this row, the table has not"));
                    wanted = self.key(should.next()?)?;
                }
                (Some((key, row)), Some((other, expected))) => match key.cmp(other) {
                    std::cmp::Ordering::Less => {
                        self.unexpected(key, row, found)?;
                        rows += 1;
                        there = self.key(is.next()?)?;
                    }
                    std::cmp::Ordering::Greater => {
                        found(whole(other, "the ledger has this row, the table has not"));
                        wanted = self.key(should.next()?)?;
                    }
                    std::cmp::Ordering::Equal => {
                        self.row(key, row, expected, found)?;
                        rows += 1;
                        there = self.key(is.next()?)?;
                        wanted = self.key(should.next()?)?;
                    }
                },
            }
        }
    }

    fn key<'r, 's>(&self, row: Option<&'r Row<'s>>) -> Result<Option<(Vec<i64>, &'r Row<'s>)>> {
        let Some(row) = row else { return Ok(None) };
        let key = (0..self.table.key.len())
            .map(|part| row.get(part))
            .collect::<rusqlite::Result<_>>()?;
        Ok(Some((key, row)))
    }

    fn unexpected(&self, key: &[i64], row: &Row<'_>, found: Found<'_>) -> Result<()> {
        if !self.table.not_yet.is_empty() {
            let status = self.value(row, "status")?;
            if let ValueRef::Text(text) = status
                && self
                    .table
                    .not_yet
                    .iter()
                    .any(|word| word.as_bytes() == text)
            {
                return Ok(());
            }
        }
        found(whole(key, "the table has this row, the ledger has not"));
        Ok(())
    }

    fn row(&self, key: &[i64], row: &Row<'_>, expected: &Row<'_>, found: Found<'_>) -> Result<()> {
        for column in self.columns {
            let name = column.as_str();
            if self
                .table
                .left_out
                .iter()
                .any(|(left_out, _)| *left_out == name)
            {
                continue;
            }
            let message = if self.table.digested.contains(&name) {
                // The first column stands for all of them.
                if self.table.digested.first() != Some(&name) {
                    continue;
                }
                self.digests(row, expected, name)?
            } else {
                let (is, should) = (self.value(row, name)?, self.value(expected, name)?);
                (is != should).then(|| format!("is {}, should be {}", shown(is), shown(should)))
            };
            if let Some(message) = message {
                let column = if self.table.digested.contains(&name) {
                    self.table.digested.join(", ")
                } else {
                    column.clone()
                };
                found(Difference {
                    id: key[0],
                    column,
                    message,
                });
            }
        }
        Ok(())
    }

    fn digests(&self, row: &Row<'_>, expected: &Row<'_>, first: &str) -> Result<Option<String>> {
        let mut texts = Vec::with_capacity(self.table.digested.len());
        for column in self.table.digested {
            texts.push(match self.value(row, column)? {
                ValueRef::Text(text) => Some(String::from_utf8_lossy(text)),
                ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
                    None
                }
            });
        }
        let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        let is = ledger::digest(&texts);
        let should = self.value(expected, first)?;
        let same = should == ValueRef::Text(is.as_bytes());
        Ok((!same).then(|| format!("has the digest {is}, should have {}", shown(should))))
    }

    fn value<'r>(&self, row: &'r Row<'_>, column: &str) -> Result<ValueRef<'r>> {
        let index = self.columns.iter().position(|name| name == column);
        // SQLite reports a column that is not in the list.
        Ok(match index {
            Some(index) => row.get_ref(self.table.key.len() + index)?,
            None => row.get_ref(column)?,
        })
    }
}

fn whole(key: &[i64], message: &str) -> Difference {
    let key_text: Vec<String> = key.iter().map(i64::to_string).collect();
    let message = match key {
        [_] => message.to_owned(),
        _ => format!("{} ({message})", key_text.join(", ")),
    };
    Difference {
        id: key[0],
        column: String::new(),
        message,
    }
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(_) => "a float".to_owned(),
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            let mut short: String = text.chars().take(80).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            format!("\"{short}\"")
        }
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
    }
}
