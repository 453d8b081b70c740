//! The fields of one map.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value as Json;

use super::cursor::{Cursor, Sink};
use super::problems::Step;
use super::{At, Problems, Schema, Value, messages, shorten};
use crate::domain::message::{Join, List, Message};

/// The fields of one map. Readers ask for each by name; the others are unknown.
#[derive(Debug)]
pub struct Fields<'c, 'v> {
    entries: &'v [(Cow<'v, str>, Value<'v>)],
    /// A bit for each entry that no one has asked for yet. While a reader is described, all bits are set and there are no
    /// entries.
    unasked: u64,
    at: At<'c>,
    to: Sink<'c>,
}

impl<'v> Cursor<'_, 'v> {
    /// Reads a map by its fields. A field that the reader does not ask for is a problem.
    #[inline]
    pub fn object<T>(&mut self, read: impl Fn(&mut Fields<'_, 'v>) -> Option<T>) -> Option<T> {
        match &mut self.to {
            Sink::Problems(problems) => {
                let mut fields = Fields::open(self.value, self.at, problems)?;
                let read_by_name = read(&mut fields);
                if fields.has_unknown() {
                    fields.refuse_unknown(&|fields| drop(read(fields)));
                }
                read_by_name
            }
            Sink::Schema(schema) => {
                Fields::describe(schema, &|fields| drop(read(fields)));
                None
            }
        }
    }
}

/// One shape of a map whose fields depend on a word in it.
pub struct Variant<'r, 'v, T> {
    /// The word that chooses this shape.
    pub name: &'static str,
    pub about: &'static str,
    /// Reads the other fields.
    pub read: &'r dyn Fn(&mut Fields<'_, 'v>) -> Option<T>,
}

/// Describes an absent field.
type Absent<'r, 'v> = &'r dyn Fn(&mut Cursor<'_, 'v>);

// A visitor's page waits for an event to be read. Without inlining, that takes 290 of 8,200 instructions more (measured).
#[allow(clippy::inline_always)]
impl<'c, 'v> Fields<'c, 'v> {
    // Inlined so that the struct is built in place instead of being copied.
    #[inline]
    pub(super) fn open(
        value: &'v Value<'v>,
        at: At<'c>,
        problems: &'c mut Problems,
    ) -> Option<Self> {
        let entries: &[_] = match value {
            Value::Map(entries) if entries.len() <= 64 => entries,
            Value::List(items) if items.is_empty() => &[],
            Value::Map(entries) => {
                problems.add(&at, messages::has_too_many_entries(entries.len(), 64));
                return None;
            }
            other => {
                problems.add(&at, other.is_not(messages::an_associative_array()));
                return None;
            }
        };
        Some(Fields {
            entries,
            unasked: entries.iter().fold(0, |bits, _| bits << 1 | 1),
            at,
            to: Sink::Problems(problems),
        })
    }

    pub(super) fn describe(schema: &'c mut Schema, read: &dyn Fn(&mut Fields<'_, 'v>)) {
        schema.begin_object();
        read(&mut Fields::describing(schema));
        schema.end_object();
    }

    fn describing(schema: &'c mut Schema) -> Self {
        Fields {
            entries: &[],
            unasked: u64::MAX,
            at: At::root(),
            to: Sink::Schema(schema),
        }
    }

    #[inline(always)]
    pub fn required<T>(
        &mut self,
        name: &'static str,
        about: &'static str,
        read: impl Fn(&mut Cursor<'_, 'v>) -> Option<T>,
    ) -> Option<T> {
        if let Some(value) = self.take(name) {
            return read(&mut self.step(name, value));
        }
        self.absent(name, about, true, &|cursor| drop(read(cursor)));
        None
    }

    #[inline(always)]
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        about: &'static str,
        read: impl Fn(&mut Cursor<'_, 'v>) -> Option<T>,
    ) -> Option<T> {
        if let Some(value) = self.take(name) {
            return read(&mut self.step(name, value));
        }
        if self.is_describing() {
            self.absent(name, about, false, &|cursor| drop(read(cursor)));
        }
        None
    }

    /// Reads a field with a default.
    #[inline(always)]
    pub fn or<T: Serialize>(
        &mut self,
        name: &'static str,
        default: T,
        about: &'static str,
        read: impl Fn(&mut Cursor<'_, 'v>) -> Option<T>,
    ) -> Option<T> {
        if let Some(value) = self.take(name) {
            return read(&mut self.step(name, value));
        }
        if self.is_describing() {
            self.absent(name, about, false, &|cursor| {
                cursor.set_default(&default);
                read(cursor);
            });
        }
        Some(default)
    }

    /// Reads a field whose default is computed; `about` says what it is.
    #[inline(always)]
    pub fn or_else<T>(
        &mut self,
        name: &'static str,
        about: &'static str,
        read: impl Fn(&mut Cursor<'_, 'v>) -> Option<T>,
        default: impl FnOnce() -> Option<T>,
    ) -> Option<T> {
        if let Some(value) = self.take(name) {
            return read(&mut self.step(name, value));
        }
        if self.is_describing() {
            self.absent(name, about, false, &|cursor| drop(read(cursor)));
        }
        default()
    }

    /// Reads the details of a call: a map in a field of this one, empty if absent. Its problems are reported without the
    /// name of the field, because for the caller the details are an argument of their own.
    #[inline]
    pub fn details<T>(
        &mut self,
        name: &'static str,
        about: &'static str,
        read: impl Fn(&mut Cursor<'_, 'v>) -> Option<T>,
    ) -> Option<T> {
        static NONE: Value<'static> = Value::Map(Vec::new());
        let value = self.take(name);
        if self.is_describing() {
            self.absent(name, about, false, &|cursor| drop(read(cursor)));
            return None;
        }
        read(&mut Cursor {
            value: value.unwrap_or(&NONE),
            at: self.at,
            to: self.to.reborrow(),
        })
    }

    /// Reads a field that the engine adds to the input. It is not described, because callers must not pass it.
    #[inline]
    pub fn hidden<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Cursor<'_, 'v>) -> Option<T>,
    ) -> Option<T> {
        match self.take(name) {
            Some(value) => read(&mut self.step(name, value)),
            None => self.refuse(name, messages::required()),
        }
    }

    /// Reads a value from outside the map as if it were a field of it.
    #[inline]
    pub fn beside<'s, T>(
        &'s mut self,
        name: &'static str,
        value: &'s Value<'s>,
        read: impl FnOnce(&mut Cursor<'s, 's>) -> Option<T>,
    ) -> Option<T> {
        read(&mut Cursor {
            value,
            at: self.at.step(Step::Key(name)),
            to: self.to.reborrow(),
        })
    }

    /// Reads a word, and the other fields of the map as that word requires.
    pub fn variants<T>(
        &mut self,
        name: &'static str,
        about: &'static str,
        variants: &[Variant<'_, 'v, T>],
    ) -> Option<T> {
        let value = self.take(name);
        if let Sink::Schema(schema) = &mut self.to {
            for variant in variants {
                let mut shape = Schema::default();
                shape.set("title", variant.name);
                shape.set("description", variant.about);
                shape.begin_object();
                let mut word = Schema::default();
                word.set("type", "string");
                word.set("enum", vec![variant.name]);
                word.set("description", about);
                shape.add_field(name, word, true);
                (variant.read)(&mut Fields::describing(&mut shape));
                schema.add_variant(shape);
            }
            return None;
        }
        let found = match value {
            Some(Value::Text(given)) => variants.iter().find(|known| known.name == given),
            _ => None,
        };
        if let Some(variant) = found {
            return (variant.read)(self);
        }
        // Without the word, it is not known which other fields are allowed.
        self.unasked = 0;
        match value {
            None => self.refuse(name, messages::required()),
            Some(Value::Text(given)) => {
                let names = variants.iter().map(|known| known.name);
                self.refuse(name, not_one_of(given, names))
            }
            Some(other) => self.refuse(name, other.is_not(messages::a_string())),
        }
    }

    /// The value of a field, without reading or describing it.
    #[must_use]
    pub fn peek(&self, name: &str) -> Option<&'v Value<'v>> {
        let found = self.entries.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value)
            .filter(|value| **value != Value::Null)
    }

    /// Whether the input has the field, even as null.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key == name)
    }

    /// Whether a reader has asked for every field of the input, so that nothing is left to find.
    #[inline]
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.unasked == 0
    }

    /// Reports a problem with a field.
    #[cold]
    pub fn refuse<T>(&mut self, name: &str, message: Message) -> Option<T> {
        if let Sink::Problems(problems) = &mut self.to {
            problems.add(&self.at.key(name), message);
        }
        None
    }

    /// Reports a problem with the map as a whole.
    #[cold]
    pub fn refuse_all<T>(&mut self, message: Message) -> Option<T> {
        if let Sink::Problems(problems) = &mut self.to {
            problems.add(&self.at, message);
        }
        None
    }

    /// Reports a problem with a field of an item of a list.
    #[cold]
    pub fn refuse_inside<T>(
        &mut self,
        name: &str,
        index: usize,
        field: &str,
        message: Message,
    ) -> Option<T> {
        if let Sink::Problems(problems) = &mut self.to {
            problems.add(&self.at.key(name).index(index).key(field), message);
        }
        None
    }

    /// `None` if absent or null.
    #[inline(always)]
    fn take(&mut self, name: &'static str) -> Option<&'v Value<'v>> {
        // Most inputs have few of all possible fields, so that most are never searched for.
        if self.unasked == 0 {
            return None;
        }
        let index = self.entries.iter().position(|(key, _)| key == name)?;
        self.unasked &= !(1 << index);
        match &self.entries[index].1 {
            Value::Null => None,
            value => Some(value),
        }
    }

    #[inline(always)]
    fn step<'s>(&'s mut self, name: &'s str, value: &'v Value<'v>) -> Cursor<'s, 'v> {
        Cursor {
            value,
            at: self.at.step(Step::Key(name)),
            to: self.to.reborrow(),
        }
    }

    #[inline]
    fn is_describing(&self) -> bool {
        matches!(self.to, Sink::Schema(_))
    }

    #[cold]
    fn absent(
        &mut self,
        name: &'static str,
        about: &'static str,
        is_required: bool,
        read: Absent<'_, 'v>,
    ) {
        match &mut self.to {
            Sink::Problems(problems) => {
                if is_required {
                    problems.add(&self.at.key(name), messages::required());
                }
            }
            Sink::Schema(schema) => {
                let mut field = Schema::default();
                if !about.is_empty() {
                    field.set("description", about);
                }
                read(&mut Cursor::describing(&mut field));
                schema.add_field(name, field, is_required);
            }
        }
    }

    #[inline]
    pub(super) fn has_unknown(&self) -> bool {
        self.unasked != 0
    }

    /// Whether the word in this map chooses the described shape.
    fn is_of_shape(&self, shape: &Json) -> bool {
        self.entries.iter().any(|(name, value)| match value {
            Value::Text(word) => {
                shape["title"] == **word && shape["properties"][&**name]["enum"][0] == **word
            }
            _ => false,
        })
    }

    /// Reports every unknown field, with the names of the known ones.
    #[cold]
    pub(super) fn refuse_unknown(&mut self, read: &dyn Fn(&mut Fields<'_, 'v>)) {
        let mut schema = Schema::default();
        Fields::describe(&mut schema, read);
        let known = names(&schema, |shape| self.is_of_shape(shape));
        for (index, (key, _)) in self.entries.iter().enumerate() {
            if self.unasked & (1 << index) != 0 {
                let known = List::of(Join::Comma, known.clone());
                self.refuse::<()>(key, messages::is_no_known_field(known));
            }
        }
    }
}

/// The names of an object's fields, in all shapes that are possible.
fn names(schema: &Schema, is_possible: impl Fn(&Json) -> bool) -> Vec<String> {
    let shapes: Vec<&Json> = match schema.get("oneOf").and_then(Json::as_array) {
        Some(shapes) => shapes
            .iter()
            .filter(|shape| is_possible(shape))
            .filter_map(|shape| shape.get("properties"))
            .collect(),
        None => schema.get("properties").into_iter().collect(),
    };
    let mut names: Vec<String> = Vec::new();
    for name in shapes
        .into_iter()
        .filter_map(Json::as_object)
        .flat_map(|shape| shape.keys())
    {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

#[cold]
pub(super) fn not_one_of<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> Message {
    let known = List::of(Join::Comma, names.into_iter().map(str::to_owned));
    messages::is_none_of(shorten(given), known)
}
