//! What is wrong with an input, and where. A path becomes text only when a problem is reported, because most input is
//! valid and a visitor's page waits for it.

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::message::Message;

/// One thing wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Problem {
    /// The path of the value, such as `pool.sources[0].percent`; empty for the input as a whole.
    pub path: String,
    /// What is wrong and what is expected. Continues a sentence that begins with the path.
    pub message: String,
    /// The message in parts.
    pub message_parts: Message,
}

impl Problem {
    #[cold]
    #[must_use]
    pub fn new(path: String, message: Message) -> Problem {
        Problem {
            path,
            message: message.to_string(),
            message_parts: message,
        }
    }
}

/// Everything wrong with one input.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    #[cold]
    pub fn add(&mut self, at: &At<'_>, message: Message) {
        self.0.push(Problem::new(at.path(), message));
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value, unless there are problems.
    ///
    /// # Panics
    /// Only in debug builds, if there is neither a value nor a problem.
    pub fn into_result<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => {
                debug_assert!(
                    !self.is_empty(),
                    "a reader returned neither a value nor a problem"
                );
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

/// A path inside the input: a chain of steps on the stack, turned into text only when needed.
#[derive(Debug, Clone, Copy)]
pub struct At<'p> {
    parent: Option<&'p At<'p>>,
    step: Step<'p>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl<'p> At<'p> {
    #[must_use]
    pub const fn root() -> At<'static> {
        At {
            parent: None,
            step: Step::Root,
        }
    }

    #[inline]
    pub(super) fn step(&'p self, step: Step<'p>) -> At<'p> {
        At {
            parent: Some(self),
            step,
        }
    }

    #[must_use]
    pub fn key(&'p self, key: &'p str) -> At<'p> {
        At {
            parent: Some(self),
            step: Step::Key(key),
        }
    }

    /// The item at a position, counted from 0.
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

/// At most 60 characters of a text, for messages.
#[must_use]
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
