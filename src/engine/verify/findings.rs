//! What was found wrong: the first of it in words, all of it as a number.

use serde::Serialize;

/// One thing that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Problem {
    /// The table.
    pub table: String,
    /// The row; 0 where it is no row's.
    pub id: i64,
    /// The column; empty for a row as a whole.
    pub column: String,
    /// What stands there and what should.
    pub message: String,
}

/// How many problems are put in words. One tampered row often shows in several places, a damaged
/// file in all of them.
const MOST: usize = 100;

/// What was found wrong.
#[derive(Debug, Default)]
pub struct Findings {
    /// The first of it.
    pub problems: Vec<Problem>,
    /// How much there is in all.
    pub total: u64,
}

impl Findings {
    /// Notes a problem.
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

    /// Notes a problem where two values that must be equal are not.
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
