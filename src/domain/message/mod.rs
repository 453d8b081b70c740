//! Texts for people as facts: a template's code and the values in it. Whoever shows a message can word and translate it;
//! the English is filled from the same template.
//! Not here: the templates, which stand with what they are about (`engine::messages` lists all of them).

mod common;
mod template;
mod value;

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

pub use common::*;
pub use template::Template;
pub(crate) use template::messages;
pub use value::{
    Argument, DateParts, Event, Join, List, LocalDate, MonthName, Percent, Value, WeekdayName,
};

use super::shape::shape;

/// A template and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    template: &'static Template,
    values: Vec<Value>,
}

shape!(Message, {
    "type": "object",
    "properties": {
        "code": {"type": "string", "description": "The template, as in the plugin's catalogue."},
        "values": {
            "type": "object",
            "description": "What stands in it, by name: each has a `type`, such as `amount`, `points`, `percent`, `date` or \
                            `message`, and its parts."
        }
    },
    "required": ["code", "values"]
});

impl Message {
    /// Fills a template. Only `messages!` calls it, with one value for each name in the template.
    #[must_use]
    pub fn new(template: &'static Template, values: Vec<Value>) -> Message {
        Message { template, values }
    }

    fn named(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let names = self.template.names.iter().map(|(name, _)| *name);
        names.zip(&self.values)
    }
}

/// The English text.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.template.english(self.values.first());
        while let Some((before, name, after)) = template::next_name(rest) {
            f.write_str(before)?;
            if let Some((_, value)) = self.named().find(|(known, _)| *known == name) {
                value.fmt(f)?;
            }
            rest = after;
        }
        f.write_str(rest)
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Values<'m>(&'m Message);
        impl Serialize for Values<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.named())
            }
        }
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("code", self.template.code)?;
        map.serialize_entry("values", &Values(self))?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::points::Points;

    #[test]
    fn the_english_counts_by_the_first_value() {
        assert_eq!(points(Points::whole(1)).to_string(), "1 point");
        assert_eq!(points(Points::ZERO).to_string(), "0 points");
        let third = Points::fraction(1, 3).expect("a legal fraction");
        assert_eq!(points(third).to_string(), "1/3 points");
    }

    #[test]
    fn a_message_is_its_code_and_typed_values() {
        assert_eq!(
            serde_json::to_value(points(Points::whole(5))).expect("JSON"),
            serde_json::json!({"code": "points", "values": {"points": {"type": "points", "points": 5}}})
        );
    }
}
