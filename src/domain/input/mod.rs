//! Values as a caller hands them over, and how they are read.
//! Not here: what a distributor or an event must look like; each noun reads itself.
//!
//! A reader is a function of a [`Cursor`]. It never stops at the first fault: it notes every problem under the path of the
//! value it concerns and goes on, so that a form can show all of them at once. The same function describes what it accepts
//! as a JSON Schema: then there is no value, every field is absent, and each is described instead. So a reader reads all its
//! fields before it gives up, and never decides by one value whether it reads another, but by [`Fields::variants`].

mod cursor;
mod fields;
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
pub use value::{KEY_NOT_UTF8, NOT_UTF8, TOO_DEEP, TOO_MANY, Value};

/// What is said of a value that has to be there.
pub const REQUIRED: &str = "is required";
