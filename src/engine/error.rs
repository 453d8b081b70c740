//! Why a call failed.

use crate::domain::division::DivisionError;
use crate::domain::input::{Problem, Problems};
use crate::domain::message::{Message, messages};
use crate::domain::points::NoFraction;
use crate::domain::pool::TooLarge;
use crate::store;

/// A kind of row that callers ask for by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    Collaborator,
    Conflict,
    Dispute,
    Distribution,
    Distributor,
    Event,
    Fulfillment,
    Obligation,
    Payout,
    Refund,
}

messages! {
    no_collaborator(id: String) = "there is no collaborator {id}";
    /// A conflict is a sale or an event that was recorded twice, differently.
    no_conflict(id: String) = "there is no conflict {id}";
    no_dispute(id: String) = "there is no dispute {id}";
    no_distribution(id: String) = "there is no distribution {id}";
    no_distributor(id: String) = "there is no distributor {id}";
    no_event(id: String) = "there is no event {id}";
    no_fulfillment(id: String) = "there is no fulfillment {id}";
    no_obligation(id: String) = "there is no obligation {id}";
    no_payout(id: String) = "there is no payout {id}";
    no_refund(id: String) = "there is no refund {id}";
    pool_too_large() = "the pool's amount is beyond what can be counted";
}

/// Says that there is no such row.
#[must_use]
pub fn missing(row: Row, id: i64) -> Message {
    let id = id.to_string();
    match row {
        Row::Collaborator => no_collaborator(id),
        Row::Conflict => no_conflict(id),
        Row::Dispute => no_dispute(id),
        Row::Distribution => no_distribution(id),
        Row::Distributor => no_distributor(id),
        Row::Event => no_event(id),
        Row::Fulfillment => no_fulfillment(id),
        Row::Obligation => no_obligation(id),
        Row::Payout => no_payout(id),
        Row::Refund => no_refund(id),
    }
}

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is invalid. Every problem is listed.
    #[error("{0}")]
    InvalidInput(Problems),
    #[error("{}", missing(*.0, *.1))]
    NotFound(Row, i64),
    /// The state of the row does not allow it.
    #[error("{0}")]
    Conflict(Message),
    /// The state of several rows does not allow it. Each problem has the path of its row in the input.
    #[error("{0}")]
    Conflicts(Problems),
    /// The data cannot be opened, read or written.
    #[error(transparent)]
    Storage(store::Error),
    /// A sum exceeds 64 bits.
    #[error("{0}")]
    TooLarge(Message),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A single problem with the input.
    #[must_use]
    pub fn invalid(path: &str, message: Message) -> Error {
        Error::InvalidInput(Problems(vec![Problem::new(path.to_owned(), message)]))
    }

    /// A single problem with the input as a whole.
    #[must_use]
    pub fn invalid_input(message: Message) -> Error {
        Error::invalid("", message)
    }

    /// What it says, in parts; `None` where each of its problems has parts of its own.
    #[must_use]
    pub fn message(&self) -> Option<Message> {
        match self {
            Error::InvalidInput(_) | Error::Conflicts(_) => None,
            Error::NotFound(row, id) => Some(missing(*row, *id)),
            Error::Conflict(message) | Error::TooLarge(message) => Some(message.clone()),
            Error::Storage(error) => Some(error.message()),
        }
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
            store::Error::TooLarge => Error::TooLarge(error.message()),
            other => Error::Storage(other),
        }
    }
}

impl From<TooLarge> for Error {
    fn from(_: TooLarge) -> Error {
        Error::TooLarge(pool_too_large())
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
