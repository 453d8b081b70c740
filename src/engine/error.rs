//! Why a call failed.

use crate::domain::division::DivisionError;
use crate::domain::input::{At, Problem, Problems};
use crate::domain::points::NoFraction;
use crate::domain::pool::TooLarge;
use crate::store;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is invalid. Every problem is listed.
    #[error("{0}")]
    InvalidInput(Problems),
    #[error("there is no {0} {1}")]
    NotFound(&'static str, i64),
    /// The state of the row does not allow it.
    #[error("{0}")]
    Conflict(String),
    /// The state of several rows does not allow it. Each problem has the path of its row in the input.
    #[error("{0}")]
    Conflicts(Problems),
    /// The data cannot be opened, read or written.
    #[error(transparent)]
    Storage(store::Error),
    /// A sum exceeds 64 bits.
    #[error("{0}")]
    TooLarge(String),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A single problem with the input.
    #[must_use]
    pub fn invalid(path: &str, message: impl Into<String>) -> Error {
        Error::InvalidInput(Problems(vec![Problem {
            path: path.to_owned(),
            message: message.into(),
        }]))
    }

    /// A single problem with the input as a whole.
    #[must_use]
    pub fn invalid_input(message: impl Into<String>) -> Error {
        let mut problems = Problems::default();
        problems.add(&At::root(), message);
        Error::InvalidInput(problems)
    }

    /// Whether it concerns only the row or rows that were asked for, so that others can still succeed.
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

    /// Something in the system that the data depends on failed.
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
        // Such points are never written, so the database was changed.
        Error::Storage(store::Error::Inconsistent(error.to_string()))
    }
}

impl From<DivisionError> for Error {
    fn from(error: DivisionError) -> Error {
        // A checked definition can always be divided by, so the database was changed.
        Error::Storage(store::Error::Inconsistent(error.to_string()))
    }
}
