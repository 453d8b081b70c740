//! What a verb says when it cannot.

use crate::domain::division::DivisionError;
use crate::domain::input::{At, Problem, Problems};
use crate::domain::points::NoFraction;
use crate::domain::pool::TooLarge;
use crate::store;

/// A verb's refusal. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is wrong; every problem is named.
    #[error("{0}")]
    InvalidInput(Problems),
    /// There is no such row.
    #[error("there is no {0} {1}")]
    NotFound(&'static str, i64),
    /// The row does not stand where it would have to.
    #[error("{0}")]
    Conflict(String),
    /// Several rows do not stand where they would have to; each is named by its place in what was given.
    #[error("{0}")]
    Conflicts(Problems),
    /// The data cannot be reached, read or written.
    #[error(transparent)]
    Storage(store::Error),
    /// A sum outgrew what can be counted.
    #[error("{0}")]
    TooLarge(String),
}

/// A verb's answer.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A refusal for one reason at one place.
    #[must_use]
    pub fn invalid(path: &str, message: impl Into<String>) -> Error {
        Error::InvalidInput(Problems(vec![Problem {
            path: path.to_owned(),
            message: message.into(),
        }]))
    }

    /// A refusal for one reason that concerns the input as a whole.
    #[must_use]
    pub fn invalid_input(message: impl Into<String>) -> Error {
        let mut problems = Problems::default();
        problems.add(&At::root(), message);
        Error::InvalidInput(problems)
    }

    /// Whether it concerns only the one thing that was asked about, so that others need not wait for it.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Error::InvalidInput(_)
            | Error::NotFound(..)
            | Error::Conflict(_)
            | Error::Conflicts(_)
            | Error::TooLarge(_)
            | Error::Storage(store::Error::Inconsistent(_)) => true,
            Error::Storage(_) => false,
        }
    }

    /// A refusal because something of the system, which the data depends on, did not answer.
    #[must_use]
    pub fn unreachable(message: impl Into<String>) -> Error {
        Error::Storage(store::Error::Unreachable(message.into()))
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Error {
        Error::InvalidInput(problems)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Error {
        match error {
            store::Error::TooLarge => Error::TooLarge(error.to_string()),
            other => Error::Storage(other),
        }
    }
}

impl From<TooLarge> for Error {
    fn from(error: TooLarge) -> Error {
        Error::TooLarge(error.to_string())
    }
}

impl From<NoFraction> for Error {
    fn from(error: NoFraction) -> Error {
        // Nobody writes such points, so what was read back is not what was written.
        Error::Storage(store::Error::Inconsistent(error.to_string()))
    }
}

impl From<DivisionError> for Error {
    fn from(error: DivisionError) -> Error {
        // A checked definition cannot be indivisible, so what was read back is not what was written.
        Error::Storage(store::Error::Inconsistent(error.to_string()))
    }
}
