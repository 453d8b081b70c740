//! A cursor: a value, its path, and where to report problems with it.

use super::problems::Step;
use super::{At, Problems, Schema, Value, messages};
use crate::domain::message::Message;
use serde::Serialize;

/// Points at one value of an input, or at none while a reader is described.
#[derive(Debug)]
pub struct Cursor<'c, 'v> {
    pub(super) value: &'v Value<'v>,
    pub(super) at: At<'c>,
    pub(super) to: Sink<'c>,
}

/// Where a cursor reports to.
#[derive(Debug)]
pub(super) enum Sink<'c> {
    /// While an input is read.
    Problems(&'c mut Problems),
    /// While a reader is described.
    Schema(&'c mut Schema),
}

impl Sink<'_> {
    #[inline]
    pub(super) fn reborrow(&mut self) -> Sink<'_> {
        match self {
            Sink::Problems(problems) => Sink::Problems(problems),
            Sink::Schema(schema) => Sink::Schema(schema),
        }
    }
}

/// Reads an input: the value, or everything that is wrong with it.
///
/// # Panics
/// Only in debug builds, if a reader returns no value without reporting a problem.
#[inline]
pub fn read<'v, T>(
    input: &'v Value<'v>,
    reader: impl FnOnce(&mut Cursor<'_, 'v>) -> Option<T>,
) -> Result<T, Problems> {
    let mut problems = Problems::default();
    let mut cursor = Cursor::new(input, At::root(), &mut problems);
    let read = reader(&mut cursor);
    problems.into_result(read)
}

#[must_use]
pub fn schema_of<T>(reader: impl FnOnce(&mut Cursor<'_, 'static>) -> Option<T>) -> Schema {
    let mut schema = Schema::default();
    reader(&mut Cursor::describing(&mut schema));
    schema
}

impl<'c, 'v> Cursor<'c, 'v> {
    #[inline]
    pub fn new(value: &'v Value<'v>, at: At<'c>, problems: &'c mut Problems) -> Self {
        Cursor {
            value,
            at,
            to: Sink::Problems(problems),
        }
    }

    pub(super) fn describing(schema: &'c mut Schema) -> Self {
        Cursor {
            value: &Value::Null,
            at: At::root(),
            to: Sink::Schema(schema),
        }
    }

    /// The value to read. While a reader is described there is none, and `describe` says what is accepted.
    #[inline]
    pub fn value(&mut self, describe: impl FnOnce(&mut Schema)) -> Option<&'v Value<'v>> {
        match &mut self.to {
            Sink::Problems(_) => Some(self.value),
            Sink::Schema(schema) => {
                describe(schema);
                None
            }
        }
    }

    /// Describes what is accepted more precisely than the reader that is called next. Call this first: the first
    /// description of a keyword wins.
    #[inline]
    pub fn describe(&mut self, describe: impl FnOnce(&mut Schema)) {
        if let Sink::Schema(schema) = &mut self.to {
            describe(schema);
        }
    }

    /// Reports a problem with the value.
    #[cold]
    pub fn refuse<T>(&mut self, message: Message) -> Option<T> {
        if let Sink::Problems(problems) = &mut self.to {
            problems.add(&self.at, message);
        }
        None
    }

    /// Reads a list of at most `most` items and reports the problems of all of them.
    pub fn list<T>(
        &mut self,
        most: usize,
        mut read: impl FnMut(&mut Cursor<'_, 'v>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = match &mut self.to {
            Sink::Problems(_) => match self.value {
                Value::List(items) if items.len() <= most => items,
                Value::List(items) => {
                    return self.refuse(messages::has_too_many_items(items.len(), most));
                }
                other => return self.refuse(other.is_not(messages::a_list())),
            },
            Sink::Schema(schema) => {
                let mut item = Schema::default();
                read(&mut Cursor::describing(&mut item));
                schema.set("type", "array");
                schema.set("items", item.into_json());
                schema.set("maxItems", most);
                return None;
            }
        };
        let mut read_items = Vec::with_capacity(items.len());
        let mut good = true;
        for (index, item) in items.iter().enumerate() {
            match read(&mut self.step(item, Step::Index(index))) {
                Some(item) => read_items.push(item),
                None => good = false,
            }
        }
        good.then_some(read_items)
    }

    /// Reads one of two forms, which `is_first` tells apart.
    #[inline]
    pub fn either<T>(
        &mut self,
        is_first: impl FnOnce(&Value<'_>) -> bool,
        first: impl FnOnce(&mut Cursor<'_, 'v>) -> Option<T>,
        second: impl FnOnce(&mut Cursor<'_, 'v>) -> Option<T>,
    ) -> Option<T> {
        if let Sink::Schema(schema) = &mut self.to {
            let forms = [describe(first), describe(second)];
            schema.set("anyOf", forms.map(Schema::into_json).to_vec());
            return None;
        }
        if is_first(self.value) {
            first(self)
        } else {
            second(self)
        }
    }

    /// Describes the forms of a value whose form depends on another field. Reads nothing.
    pub fn describe_forms<'n, T>(
        &mut self,
        forms: impl IntoIterator<Item = &'n str>,
        mut read: impl FnMut(&'n str, &mut Cursor<'_, 'v>) -> Option<T>,
    ) {
        if let Sink::Schema(schema) = &mut self.to {
            let forms = forms.into_iter().map(|name| {
                let mut form = Schema::default();
                form.set("title", name);
                read(name, &mut Cursor::describing(&mut form));
                form.into_json()
            });
            schema.set("anyOf", forms.collect::<Vec<_>>());
        }
    }

    /// Describes the default of an absent value.
    pub(super) fn set_default(&mut self, default: &impl Serialize) {
        if let Sink::Schema(schema) = &mut self.to
            && let Ok(default) = serde_json::to_value(default)
        {
            schema.set("default", default);
        }
    }

    #[inline]
    pub(super) fn step<'s>(&'s mut self, value: &'v Value<'v>, step: Step<'s>) -> Cursor<'s, 'v> {
        Cursor {
            value,
            at: self.at.step(step),
            to: self.to.reborrow(),
        }
    }
}

fn describe<'v, T>(read: impl FnOnce(&mut Cursor<'_, 'v>) -> Option<T>) -> Schema {
    let mut schema = Schema::default();
    read(&mut Cursor::describing(&mut schema));
    schema
}
