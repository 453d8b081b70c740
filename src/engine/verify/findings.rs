//! What was found wrong: the first problems in words, and the number of all.

use serde::Serialize;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Problem {
    /// The table.
    pub table: String,
    /// The row; 0 if the problem is not about a row.
    pub id: i64,
    /// The column; empty for a row as a whole.
    pub column: String,
    /// What is there, and what should be.
    pub message: String,
}

/// How many problems are put in words. One changed row often shows in several places, and a damaged file everywhere.
const MOST: usize = 100;

#[derive(Debug, Default)]
pub struct Findings {
    /// The first ones.
    pub problems: Vec<Problem>,
    pub total: u64,
}

impl Findings {
    pub fn add(&mut self, table: &str, id: i64, column: &str, message: impl Into<String>) {
        self.total += 1;
        if self.problems.len() < MOST {
            self.problems.push(Problem {
                table: table.to_owned(),
                id,
                column: column.to_owned(),
                message: message.into(),
            });
        }
    }

    /// Adds a problem if two values differ.
    pub fn expect<T: PartialEq + std::fmt::Display>(
        &mut self,
        at: (&str, i64, &str),
        is: &T,
        should: &T,
    ) {
        if is != should {
            let (table, id, column) = at;
            self.add(table, id, column, format!("is {is}, should be {should}"));
        }
    }
}
