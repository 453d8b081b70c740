//! What can go wrong with the data on disk, and what its owner can do about it.

use super::gate::Holder;

/// What the store says when it cannot.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process holds the gate or the database for longer than a caller should wait.
    #[error(
        "the data is busy: another process has been writing for {0} seconds. Try again; if it stays so, end the process that hangs"
    )]
    Busy(u64),
    /// The turn to write did not come.
    #[error("the data is busy: {} and this call waited {seconds} seconds for its turn. {}", writes(holder.as_ref()), end(holder.as_ref()))]
    Held {
        /// How long was waited.
        seconds: u64,
        /// Who had the turn, where that could be read.
        holder: Option<Holder>,
    },
    /// No room.
    #[error("the disk or quota of {0} is full. Free some space; nothing was changed")]
    Full(String),
    /// No permission.
    #[error(
        "{0} cannot be written. Give the user that PHP runs as the right to write there; nothing was changed"
    )]
    ReadOnly(String),
    /// What is there is no database of ours, or a damaged one.
    #[error(
        "the data is damaged or is not Siren's: {0}. Restore the last backup; the journal beside it is replayed by itself"
    )]
    Corrupt(String),
    /// Cannot be reached at all.
    #[error("the data directory cannot be used: {0}")]
    Unreachable(String),
    /// Written by a newer version.
    #[error(
        "the data was written by a newer version (schema {found}; this one knows {known}). Install that version again; nothing was changed"
    )]
    TooNew {
        /// What is there.
        found: i64,
        /// What is known.
        known: i64,
    },
    /// A sum outgrew a column.
    #[error("a sum is too large to be kept")]
    TooLarge,
    /// Anything else SQLite says.
    #[error("the database answered: {0}")]
    Database(String),
}

fn writes(holder: Option<&Holder>) -> String {
    match holder {
        Some(Holder {
            process,
            doing,
            since,
        }) => format!("process {process} has been writing since {since} ({doing})"),
        None => "another process has been writing".to_owned(),
    }
}

fn end(holder: Option<&Holder>) -> String {
    match holder {
        Some(Holder { process, .. }) => {
            format!("Try again; if it stays so, end process {process}")
        }
        None => "Try again; if it stays so, end the process that hangs".to_owned(),
    }
}

/// A store's answer.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A word for it that programs can compare.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::Busy(_) | Error::Held { .. } => "busy",
            Error::Full(_) => "full",
            Error::ReadOnly(_) => "read_only",
            Error::Corrupt(_) => "corrupt",
            Error::Unreachable(_) => "unreachable",
            Error::TooNew { .. } => "too_new",
            Error::TooLarge => "too_large",
            Error::Database(_) => "database",
        }
    }

    /// Says what a file operation's failure means for the data.
    #[must_use]
    pub fn from_io(error: &std::io::Error, path: &std::path::Path) -> Error {
        use std::io::ErrorKind;
        let shown = path.display().to_string();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Error::Full(shown)
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::ReadOnly(shown),
            _ => Error::Unreachable(format!("{shown}: {error}")),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode;
        let text = error.to_string();
        // A STRICT column refuses what an overflowing sum becomes.
        if let rusqlite::Error::SqliteFailure(failure, _) = &error
            && failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_DATATYPE
        {
            return Error::TooLarge;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy(10),
            Some(ErrorCode::DiskFull) => Error::Full("the database".to_owned()),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Error::ReadOnly("the database".to_owned())
            }
            Some(ErrorCode::CannotOpen) => Error::Unreachable(text),
            // Without a code it is a column that does not read as what it must be: changed behind our back.
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) | None => {
                Error::Corrupt(text)
            }
            Some(_) => Error::Database(text),
        }
    }
}
