//! PHP values as input of the engine: [`Value`]s that borrow PHP's memory. Not here: answers (`write`).

use std::borrow::Cow;

use ext_php_rs::types::{ZendHashTable, Zval};

use super::entries::{self, Key};
use crate::domain::input::{Unacceptable, Value};

/// How deep an array may be nested, before it exhausts the stack.
const DEEPEST: usize = 16;

/// How many values one argument may hold: arrays that contain themselves by reference have no end.
const MOST_VALUES: usize = 1_000_000;

/// An array from PHP as input.
pub fn input(table: &ZendHashTable) -> Value<'_> {
    Reader { left: MOST_VALUES }.table(table, 0)
}

/// Any value from PHP as input.
pub fn value(given: &Zval) -> Value<'_> {
    let mut value = Value::Null;
    let mut reader = Reader { left: MOST_VALUES };
    if let Some(table) = given.array() {
        reader.table(table, 0)
    } else {
        reader.zval(given, 0, &mut value);
        value
    }
}

/// An array that may be left out.
pub fn options(table: Option<&ZendHashTable>) -> Value<'_> {
    table.map_or(Value::Map(Vec::new()), input)
}

/// Reads one argument.
struct Reader {
    left: usize,
}

impl Reader {
    fn table<'a>(&mut self, table: &'a ZendHashTable, depth: usize) -> Value<'a> {
        if depth >= DEEPEST {
            return Value::Other(Unacceptable::TooDeep);
        }
        if entries::is_list(table) {
            let mut list = vec![Value::Null; entries::count(table)];
            for ((_, item), value) in entries::of(table).zip(&mut list) {
                self.zval(item, depth, value);
            }
            return Value::List(list);
        }
        let mut map = Vec::with_capacity(entries::count(table));
        for (key, item) in entries::of(table) {
            let name = match key {
                Key::Number(number) => Cow::Owned(number.to_string()),
                Key::Text(bytes) => {
                    if let Some(text) = utf8(bytes) {
                        Cow::Borrowed(text)
                    } else {
                        let name = Cow::Owned(String::from_utf8_lossy(bytes).into_owned());
                        map.push((name, Value::Other(Unacceptable::KeyNotUtf8)));
                        continue;
                    }
                }
            };
            // Inserted first and filled in place, because returning the value would copy it twice.
            map.push((name, Value::Null));
            if let Some((_, value)) = map.last_mut() {
                self.zval(item, depth, value);
            }
        }
        Value::Map(map)
    }

    /// Reads a value in place.
    fn zval<'a>(&mut self, zval: &'a Zval, depth: usize, slot: &mut Value<'a>) {
        if self.left == 0 {
            *slot = Value::Other(Unacceptable::TooMany);
            return;
        }
        self.left -= 1;
        let zval = zval.dereference();
        if let Some(text) = zval.zend_str() {
            *slot = match utf8(text.as_bytes()) {
                Some(text) => Value::Text(Cow::Borrowed(text)),
                None => Value::Other(Unacceptable::NotUtf8),
            };
        } else if let Some(number) = zval.long() {
            *slot = Value::Int(number);
        } else if let Some(table) = zval.array() {
            *slot = self.table(table, depth + 1);
        } else if zval.is_null() {
            *slot = Value::Null;
        } else if let Some(boolean) = zval.bool() {
            *slot = Value::Bool(boolean);
        } else {
            *slot = Value::Other(if zval.is_double() {
                Unacceptable::Float
            } else if zval.is_object() {
                Unacceptable::Object
            } else {
                Unacceptable::NoPlainValue
            });
        }
    }
}

/// Bytes as UTF-8. Most of them are ASCII, for which this takes a third of the time.
fn utf8(bytes: &[u8]) -> Option<&str> {
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8.
        return Some(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes).ok()
}
