//! Input values, and how they are read. What a distributor or an event must look like is in its own module.
//!
//! A reader is a function of a [`Cursor`]. It does not stop at the first fault: it reports every problem with the path of
//! the value and goes on, so that a form can show all problems at once. The same function describes what it accepts as a
//! JSON Schema: then there is no value, every field is absent, and each is described instead. So a reader reads all its
//! fields before it returns, and never decides by one value whether to read another, except with [`Fields::variants`].

mod cursor;
mod fields;
pub(crate) mod messages;
mod problems;
mod readers;
mod schema;
#[cfg(test)]
pub(in crate::domain) mod tests;
mod value;

pub use cursor::{Cursor, read, schema_of};
pub use fields::{Fields, Variant};
pub use problems::{At, Problem, Problems, shorten};
pub use readers::*;
pub use schema::Schema;
pub use value::{Unacceptable, Value};
