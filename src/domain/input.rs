//! Values as a caller hands them over, before anything is believed about them.
//! Not here: what a distributor or an event must look like; each noun reads itself.
//!
//! A reader never stops at the first fault: it notes every problem under the path of the value it
//! concerns and goes on, so that a form can show all of them at once. Paths are built only when a
//! problem is noted, because good input is the common case and a visitor's page waits for it.

use std::borrow::Cow;
use std::fmt::Write as _;

use arrayvec::ArrayVec;
use serde::Serialize;

use super::bytes;

/// A value from outside. Borrowed wherever the caller's memory can be borrowed.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Absent on purpose. Reads as if the key were not there.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text in UTF-8.
    Text(Cow<'a, str>),
    /// An ordered list. An empty one also passes for an empty map: PHP has one empty array.
    List(Vec<Value<'a>>),
    /// Named values in the caller's order.
    Map(Vec<(Cow<'a, str>, Value<'a>)>),
    /// Something that is never accepted, by the name the caller would use for it.
    Other(&'static str),
}

/// What a value is called whose text, or one of whose keys, is not UTF-8, and an array that is too deep or too large.
pub const NOT_UTF8: &str = "a string that is not UTF-8";
/// See [`NOT_UTF8`].
pub const KEY_NOT_UTF8: &str = "a value under a key that is not UTF-8";
/// See [`NOT_UTF8`].
pub const TOO_DEEP: &str = "an array nested too deeply";
/// See [`NOT_UTF8`].
pub const TOO_MANY: &str = "a value beyond the first million";

impl Value<'_> {
    /// What a person would call this kind of value.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Int(_) => "an integer",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "an associative array",
            Value::Other(name) => name,
        }
    }

    /// What is said of a value that is not of the expected kind: what is wrong with it, and what to do.
    #[must_use]
    pub fn is_not(&self, expected: &str) -> String {
        match self {
            Value::Other(NOT_UTF8) => "is not valid UTF-8; convert the string to UTF-8".to_owned(),
            Value::Other(KEY_NOT_UTF8) => {
                "has a key that is not valid UTF-8; convert the key to UTF-8".to_owned()
            }
            Value::Other(TOO_DEEP) => {
                "is nested too deeply; at most 16 levels of arrays are read".to_owned()
            }
            Value::Other(TOO_MANY) => {
                "comes after the first million values of the argument; pass fewer at once"
                    .to_owned()
            }
            other => format!("must be {expected}, not {}", other.kind()),
        }
    }

    /// The value as JSON text, or the name of the first part that has no place in JSON.
    pub fn to_json(&self) -> Result<String, &'static str> {
        let mut out = String::new();
        self.write_json(&mut out)?;
        Ok(out)
    }

    fn write_json(&self, out: &mut String) -> Result<(), &'static str> {
        match self {
            Value::Null => out.push_str("null"),
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Int(n) => {
                let _ = write!(out, "{n}");
            }
            Value::Text(text) => push_json_text(text, out),
            Value::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out)?;
                }
                out.push(']');
            }
            Value::Map(entries) => {
                out.push('{');
                for (index, (key, item)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    push_json_text(key, out);
                    out.push(':');
                    item.write_json(out)?;
                }
                out.push('}');
            }
            Value::Other(name) => return Err(name),
        }
        Ok(())
    }
}

fn push_json_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl Serialize for Value<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_none(),
            Value::Bool(b) => serializer.serialize_bool(*b),
            Value::Int(n) => serializer.serialize_i64(*n),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
            Value::Other(name) => Err(serde::ser::Error::custom(name)),
        }
    }
}

/// One thing wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where, like `pool.sources[0].percent`; empty for the input as a whole.
    pub path: String,
    /// What is wrong and what is expected, in one sentence.
    pub message: String,
}

/// Everything wrong with one input.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Notes a problem at a path.
    pub fn add(&mut self, at: &At<'_>, message: impl Into<String>) {
        self.0.push(Problem {
            path: at.path(),
            message: message.into(),
        });
    }

    /// True when nothing was found wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value when nothing is wrong, else everything that is.
    ///
    /// # Panics
    /// Never by input: a reader that returns no value has noted why.
    pub fn into_result<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => {
                debug_assert!(!self.is_empty(), "a reader refused without saying why");
                Err(self)
            }
        }
    }
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            if !problem.path.is_empty() {
                write!(f, "{}: ", problem.path)?;
            }
            f.write_str(&problem.message)?;
        }
        Ok(())
    }
}

/// A place inside the input: a chain of steps on the stack, turned into text only when needed.
#[derive(Debug, Clone, Copy)]
pub struct At<'p> {
    parent: Option<&'p At<'p>>,
    step: Step<'p>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl<'p> At<'p> {
    /// The input as a whole.
    #[must_use]
    pub const fn root() -> At<'static> {
        At {
            parent: None,
            step: Step::Root,
        }
    }

    /// The value under a name.
    #[must_use]
    pub fn key(&'p self, key: &'p str) -> At<'p> {
        At {
            parent: Some(self),
            step: Step::Key(key),
        }
    }

    /// The value at a position, counted from 0.
    #[must_use]
    pub fn index(&'p self, index: usize) -> At<'p> {
        At {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    fn path(&self) -> String {
        let mut out = self.parent.map(At::path).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(&shorten(key));
            }
            Step::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
        }
        out
    }
}

/// What is said of a value that has to be there.
pub const REQUIRED: &str = "is required";

/// The named values of one map, each of which must be asked for: what nobody asked for is unknown.
pub struct Fields<'v, 'a> {
    entries: &'v [(Cow<'a, str>, Value<'a>)],
    /// Which of them nobody asked for yet, a bit each.
    unasked: u64,
    names: ArrayVec<&'static str, 32>,
}

impl<'v, 'a> Fields<'v, 'a> {
    /// Opens a map for reading; notes a problem when the value is none.
    #[inline] // else all that there is room for is copied
    pub fn open(value: &'v Value<'a>, at: &At<'_>, problems: &mut Problems) -> Option<Self> {
        let entries = Self::entries(value, at, problems)?;
        Some(Fields {
            entries,
            unasked: entries.iter().fold(0, |bits, _| bits << 1 | 1),
            names: ArrayVec::new(),
        })
    }

    fn entries(
        value: &'v Value<'a>,
        at: &At<'_>,
        problems: &mut Problems,
    ) -> Option<&'v [(Cow<'a, str>, Value<'a>)]> {
        let entries = match value {
            Value::Map(entries) => entries,
            Value::List(items) if items.is_empty() => return Some(&[]),
            other => {
                problems.add(at, other.is_not("an associative array"));
                return None;
            }
        };
        if entries.len() > 64 {
            problems.add(
                at,
                format!("has {} entries; at most 64 are possible", entries.len()),
            );
            return None;
        }
        Some(entries)
    }

    /// The value under a name; `None` when absent or null.
    pub fn get(&mut self, name: &'static str) -> Option<&'v Value<'a>> {
        // The names are only for a message; one more than there is room for is not told.
        let _ = self.names.try_push(name);
        // Most facts have few of the names there are: once all were found, no other is looked for.
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

    /// Whether all that stands in the input was asked for: nothing more can be found, and nothing is unknown.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.unasked == 0
    }

    /// True when the name stands in the input, even as null.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key == name)
    }

    /// The value under a name, noting a problem when it is absent.
    pub fn need(
        &mut self,
        name: &'static str,
        at: &At<'_>,
        problems: &mut Problems,
    ) -> Option<&'v Value<'a>> {
        let found = self.get(name);
        if found.is_none() {
            problems.add(&at.key(name), REQUIRED);
        }
        found
    }

    /// Notes every name that nobody asked for, with the names there are.
    pub fn close(&self, at: &At<'_>, problems: &mut Problems) {
        for (index, (key, _)) in self.entries.iter().enumerate() {
            if self.unasked & (1 << index) != 0 {
                let known = self.names.join(", ");
                problems.add(&at.key(key), format!("is unknown here; known are: {known}"));
            }
        }
    }
}

/// A text between 1 and `longest` characters, without control characters.
pub fn text<'v>(
    value: &'v Value<'_>,
    longest: usize,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<&'v str> {
    let Value::Text(text) = value else {
        problems.add(at, value.is_not("a string"));
        return None;
    };
    plain(text, longest, at, problems)
}

/// The same of a text that did not come as a value.
pub fn plain<'v>(
    text: &'v str,
    longest: usize,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<&'v str> {
    // A length in bytes is enough for the common short text; characters are counted only beyond it.
    if text.is_empty() {
        problems.add(at, "is an empty string; expected at least one character");
        return None;
    }
    if text.len() > longest {
        let characters = text.chars().count();
        if characters > longest {
            problems.add(
                at,
                format!("has {characters} characters; at most {longest} are possible"),
            );
            return None;
        }
    }
    if !bytes::all(text.as_bytes(), |byte| byte >= 0x20 && byte != 0x7f) {
        problems.add(
            at,
            "contains control characters, such as line breaks; remove them",
        );
        return None;
    }
    Some(text)
}

/// A whole number between two limits, both included.
pub fn int(
    value: &Value<'_>,
    limits: std::ops::RangeInclusive<i64>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<i64> {
    match value {
        Value::Int(n) if limits.contains(n) => Some(*n),
        Value::Int(n) => {
            let (low, high) = (limits.start(), limits.end());
            problems.add(at, format!("is {n}; it must be between {low} and {high}"));
            None
        }
        other => {
            problems.add(at, other.is_not("an integer"));
            None
        }
    }
}

/// True or false.
pub fn boolean(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<bool> {
    if let Value::Bool(b) = value {
        return Some(*b);
    }
    problems.add(at, value.is_not("true or false"));
    None
}

/// A list with at most `longest` items.
pub fn list<'v, 'a>(
    value: &'v Value<'a>,
    longest: usize,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<&'v [Value<'a>]> {
    let Value::List(items) = value else {
        problems.add(at, value.is_not("a list"));
        return None;
    };
    if items.len() > longest {
        problems.add(
            at,
            format!("has {} items; at most {longest} are possible", items.len()),
        );
        return None;
    }
    Some(items)
}

/// Reads every item of a list, so that the faults of all of them are said.
pub fn each<'v, 'a, T>(
    items: &'v [Value<'a>],
    at: &At<'_>,
    mut read: impl FnMut(&'v Value<'a>, &At<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = items
        .iter()
        .enumerate()
        .map(|(index, item)| read(item, &at.index(index)))
        .collect();
    read.into_iter().collect()
}

/// One of a closed set of words.
pub fn word<T: Copy>(
    value: &Value<'_>,
    words: &[(&str, T)],
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<T> {
    let given = match value {
        Value::Text(text) => {
            if let Some((_, found)) = words.iter().find(|(name, _)| name == text) {
                return Some(*found);
            }
            format!("is \"{}\"", shorten(text))
        }
        other => {
            problems.add(at, other.is_not("a string"));
            return None;
        }
    };
    let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
    problems.add(
        at,
        format!("{given}; it must be one of: {}", names.join(", ")),
    );
    None
}

/// A text fit for a message: at most 60 characters of it.
#[must_use]
pub fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: Vec<(&'static str, Value<'static>)>) -> Value<'static> {
        Value::Map(
            entries
                .into_iter()
                .map(|(k, v)| (Cow::Borrowed(k), v))
                .collect(),
        )
    }

    #[test]
    fn every_problem_is_named_by_its_path() {
        let value = map(vec![
            ("name", Value::Int(3)),
            ("colour", Value::Text("red".into())),
            (
                "sources",
                Value::List(vec![map(vec![("percent", Value::Other("a float"))])]),
            ),
        ]);
        let mut problems = Problems::default();
        let at = At::root();
        let mut fields = Fields::open(&value, &at, &mut problems).unwrap();
        let name = fields.get("name").unwrap();
        assert_eq!(text(name, 10, &at.key("name"), &mut problems), None);
        let sources_at = at.key("sources");
        let sources = list(
            fields.get("sources").unwrap(),
            5,
            &sources_at,
            &mut problems,
        )
        .unwrap();
        let first_at = sources_at.index(0);
        let mut source = Fields::open(&sources[0], &first_at, &mut problems).unwrap();
        let percent = source.get("percent").unwrap();
        assert_eq!(
            text(percent, 10, &first_at.key("percent"), &mut problems),
            None
        );
        source.close(&first_at, &mut problems);
        assert!(fields.need("units", &at, &mut problems).is_none());
        fields.close(&at, &mut problems);
        let said: Vec<String> = problems
            .0
            .iter()
            .map(|p| format!("{} {}", p.path, p.message))
            .collect();
        assert_eq!(
            said,
            [
                "name must be a string, not an integer",
                "sources[0].percent must be a string, not a float",
                "units is required",
                "colour is unknown here; known are: name, sources, units",
            ]
        );
    }

    #[test]
    fn what_no_reader_can_take_is_said_with_what_to_do() {
        for (value, says) in [
            (NOT_UTF8, "is not valid UTF-8; convert the string to UTF-8"),
            (
                TOO_DEEP,
                "is nested too deeply; at most 16 levels of arrays are read",
            ),
            ("a float", "must be a string, not a float"),
        ] {
            let mut problems = Problems::default();
            let value = Value::Other(value);
            assert_eq!(text(&value, 10, &At::root(), &mut problems), None);
            assert_eq!(word::<()>(&value, &[], &At::root(), &mut problems), None);
            let said: Vec<&str> = problems.0.iter().map(|p| p.message.as_str()).collect();
            assert_eq!(said, [says, says]);
        }
    }

    #[test]
    fn a_long_key_is_not_said_whole() {
        let key = "k".repeat(256_000);
        let value = Value::Map(vec![(Cow::Borrowed(key.as_str()), Value::Null)]);
        let mut problems = Problems::default();
        let at = At::root();
        let fields = Fields::open(&value, &at, &mut problems).unwrap();
        fields.close(&at, &mut problems);
        assert_eq!(problems.0[0].path, format!("{}…", "k".repeat(60)));
    }

    #[test]
    fn json_escapes_what_json_must() {
        let value = map(vec![(
            "a\"",
            Value::List(vec![Value::Text("x\n\u{1}é".into()), Value::Null]),
        )]);
        assert_eq!(
            value.to_json().unwrap(),
            "{\"a\\\"\":[\"x\\n\\u0001é\",null]}"
        );
    }

    #[test]
    fn a_text_is_measured_in_characters() {
        let mut problems = Problems::default();
        assert_eq!(
            text(&Value::Text("éé".into()), 2, &At::root(), &mut problems),
            Some("éé")
        );
        assert_eq!(
            text(&Value::Text("ééé".into()), 2, &At::root(), &mut problems),
            None
        );
        assert_eq!(
            problems.0[0].message,
            "has 3 characters; at most 2 are possible"
        );
    }
}
