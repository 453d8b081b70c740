//! What can go wrong with the data on the disk, and what its owner can do about it.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::disk::write_lock::Holder;
use crate::domain::message::{Message, messages};

messages! {
    busy(seconds: String) = "the data is busy: another process has been writing for {seconds} seconds. Try again; if it stays so, end the process that hangs";
    /// `doing` is a program's name for what it does; `since` a date and time.
    busy_with(process: String, since: String, doing: String, seconds: String) = "the data is busy: process {process} has been writing since {since} ({doing}) and this call waited {seconds} seconds for its turn. Try again; if it stays so, end process {process}";
    busy_with_something(seconds: String) = "the data is busy: another process has been writing and this call waited {seconds} seconds for its turn. Try again; if it stays so, end the process that hangs";
    disk_full(place: String) = "the disk or quota of {place} is full. Free some space; nothing was changed";
    read_only(place: String) = "{place} cannot be read or written. Give the user that PHP runs as the right to both; nothing was changed";
    unreadable(place: String) = "{place} could not be read this time. Nothing is known to be damaged: try again, and if it stays so look at the disk and the system's log; nothing was changed";
    /// Siren → Status is a screen of the plugin.
    corrupt(what: String) = "the data is damaged or is not Siren's: {what}. Rebuild the database from the newest snapshot and the log (siren_rebuild, Siren → Status); what is recorded meanwhile is kept";
    /// Siren → Status is a screen of the plugin.
    inconsistent(what: String) = "{what}. Somebody or something changed the data directly: verify the ledger under Siren → Status, and rebuild the database there (siren_rebuild) if it does not prove itself";
    unreachable_data(what: String) = "the data directory cannot be used: {what}";
    not_ours(path: String, owner: String, me: String) = "{path} belongs to user {owner}, and PHP runs as user {me}, so somebody else could read or change the data. Run this as user {owner}, or give the directory and all files in it to user {me}; nothing was changed";
    another_site(directory: String, found: String, here: String) = "the ledger in {directory} belongs to another site (\"{found}\"; this one is \"{here}\"). Give each site a data directory of its own; nothing was changed";
    opened_to_read() = "the ledger was opened for reading only, so nothing can be recorded or changed in it; nothing was changed";
    too_new(found: String, known: String) = "the data was written by a newer version (schema {found}; this one knows {known}). Install that version again; nothing was changed";
    /// Siren → Status is a screen of the plugin.
    log_lost(what: String) = "the log does not go on where the database stands: {what}. Put back the newest journal.log and the directory segments that belong to this ledger; or, where they are lost, rebuild it without them (siren_rebuild, Siren → Status): what they alone held is lost then. What is recorded meanwhile is kept; nothing was changed";
    unknown_change(change: String) = "the log holds a change \"{change}\" that this version does not know. Install the newest version; what is recorded meanwhile is kept";
    unwritable(what: String) = "a record cannot be written as JSON: {what}. Nothing was changed; if it says so again, report it with these words";
    sum_too_large() = "a sum is larger than 64 bits can hold; nothing was changed. Look for a quantity or amount that is far too large";
    database_refused(what: String) = "the database refused: {what}. Nothing was changed; if it says so again, report it with these words";
}

#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum Error {
    /// Another process locks the database for longer than a caller should wait.
    Busy(u64),
    /// The write lock did not become free in time.
    Held {
        /// How long the caller waited.
        seconds: u64,
        /// Who holds the lock, if that could be read.
        holder: Option<Holder>,
    },
    /// No room.
    Full(String),
    /// No permission.
    ReadOnly(String),
    /// A read failed, which says nothing about the data.
    Unreadable(String),
    /// A damaged database, or not one of ours.
    Corrupt(String),
    /// Rows do not fit together, which only a change behind the engine's back can cause.
    Inconsistent(String),

    Unreachable(String),
    /// It belongs to another user of the machine.
    NotOurs {
        /// The directory or file.
        path: String,
        /// Number of the user it belongs to.
        owner: u32,
        /// Number of the user that runs this.
        me: u32,
    },
    /// It is the ledger of another site.
    AnotherSite {
        directory: String,
        /// Whose it is.
        found: String,
        /// Who asked.
        here: String,
    },
    /// It was opened to be read.
    OpenedToRead,
    /// Written by a newer version.
    TooNew {
        /// What is there.
        found: i64,
        /// What is known.
        known: i64,
    },
    /// The log does not continue where the database stands.
    LogLost(String),
    /// The log holds a change of a newer version.
    UnknownChange(String),
    /// A record has no JSON form.
    Unwritable(String),
    /// A sum outgrew a column.
    TooLarge,
    /// Anything else SQLite says.
    Database(String),
}

/// A store's answer.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::Busy(_) | Error::Held { .. } => "busy",
            Error::Full(_) => "full",
            Error::ReadOnly(_) => "read_only",
            Error::Unreadable(_) => "unreadable",
            Error::Corrupt(_) => "corrupt",
            Error::Inconsistent(_) => "inconsistent",
            Error::Unreachable(_) => "unreachable",
            Error::NotOurs { .. } => "not_ours",
            Error::AnotherSite { .. } => "another_site",
            Error::OpenedToRead => "opened_to_read",
            Error::LogLost(_) => "log_lost",
            Error::TooNew { .. } | Error::UnknownChange(_) => "too_new",
            Error::Unwritable(_) => "unwritable",
            Error::TooLarge => "too_large",
            Error::Database(_) => "database",
        }
    }

    /// What it says, in parts.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Error::Busy(seconds) => busy(seconds.to_string()),
            Error::Held { seconds, holder } => {
                let seconds = seconds.to_string();
                match holder {
                    Some(Holder {
                        process,
                        doing,
                        since,
                    }) => busy_with(
                        process.to_string(),
                        since.to_string(),
                        doing.clone(),
                        seconds,
                    ),
                    None => busy_with_something(seconds),
                }
            }
            Error::Full(place) => disk_full(place.clone()),
            Error::ReadOnly(place) => read_only(place.clone()),
            Error::Unreadable(place) => unreadable(place.clone()),
            Error::Corrupt(what) => corrupt(what.clone()),
            Error::Inconsistent(what) => inconsistent(what.clone()),
            Error::Unreachable(what) => unreachable_data(what.clone()),
            Error::NotOurs { path, owner, me } => {
                not_ours(path.clone(), owner.to_string(), me.to_string())
            }
            Error::AnotherSite {
                directory,
                found,
                here,
            } => another_site(directory.clone(), found.clone(), here.clone()),
            Error::OpenedToRead => opened_to_read(),
            Error::TooNew { found, known } => too_new(found.to_string(), known.to_string()),
            Error::LogLost(what) => log_lost(what.clone()),
            Error::UnknownChange(change) => unknown_change(change.clone()),
            Error::Unwritable(what) => unwritable(what.clone()),
            Error::TooLarge => sum_too_large(),
            Error::Database(what) => database_refused(what.clone()),
        }
    }

    /// What the failure of a file operation means for the data.
    #[must_use]
    pub fn from_io(error: &std::io::Error, path: &Path) -> Error {
        use std::io::ErrorKind;
        let shown = path.display().to_string();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Error::Full(shown)
            }
            ErrorKind::PermissionDenied => Error::ReadOnly(whose(path)),
            ErrorKind::ReadOnlyFilesystem => Error::ReadOnly(format!(
                "{shown}, on a file system that is mounted read-only,"
            )),
            _ if passes(error) => Error::Unreadable(format!("{shown} ({error})")),
            _ => Error::Unreachable(format!("{shown}: {error}")),
        }
    }
}

/// Whether a failure is transient and says nothing about the data.
fn passes(error: &std::io::Error) -> bool {
    use rustix::io::Errno;
    let kinds = [
        Errno::IO,
        Errno::INTR,
        Errno::AGAIN,
        Errno::MFILE,
        Errno::NFILE,
        Errno::NOMEM,
        Errno::TIMEDOUT,
    ];
    let code = error.raw_os_error();
    kinds.iter().any(|kind| code == Some(kind.raw_os_error()))
}

/// Describes a file that may not be used, with its owner and mode, and the user that wants to use it. Where it cannot even be
/// examined, the directory that prevents that.
fn whose(path: &Path) -> String {
    let found = path
        .ancestors()
        .find_map(|part| Some((part, part.symlink_metadata().ok()?)));
    let Some((part, meta)) = found else {
        return path.display().to_string();
    };
    format!(
        "{} (it belongs to user {} with mode {:03o}; PHP runs as user {})",
        part.display(),
        meta.uid(),
        meta.mode() & 0o7777,
        rustix::process::geteuid().as_raw()
    )
}

/// Whether a column has an impossible value or a row is missing, which only a change behind the engine's back can cause.
fn is_another_value(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, QueryReturnedNoRows,
        Utf8Error,
    };
    matches!(
        error,
        FromSqlConversionFailure(..)
            | IntegralValueOutOfRange(..)
            | InvalidColumnType(..)
            | QueryReturnedNoRows
            | Utf8Error(..)
    )
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode;
        let text = error.to_string();
        // A sum that overflows becomes a float, which a STRICT column refuses.
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
            Some(ErrorCode::SystemIoFailure | ErrorCode::OutOfMemory) => {
                Error::Unreadable(format!("the database ({text})"))
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::Corrupt(text),
            None if is_another_value(&error) => {
                Error::Inconsistent(format!("a row does not read: {text}"))
            }
            Some(_) | None => Error::Database(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Error as Io;

    #[test]
    fn only_damage_is_called_damage() {
        let code = |code| {
            let failure = rusqlite::ffi::Error::new(code);
            Error::from(rusqlite::Error::SqliteFailure(failure, None)).code()
        };
        assert_eq!(code(rusqlite::ffi::SQLITE_IOERR_READ), "unreadable");
        assert_eq!(code(rusqlite::ffi::SQLITE_NOMEM), "unreadable");
        assert_eq!(code(rusqlite::ffi::SQLITE_CORRUPT), "corrupt");
        assert_eq!(code(rusqlite::ffi::SQLITE_NOTADB), "corrupt");
        assert_eq!(
            Error::from(rusqlite::Error::QueryReturnedNoRows).code(),
            "inconsistent"
        );
        assert_eq!(
            Error::from(rusqlite::Error::InvalidQuery).code(),
            "database"
        );
        let path = Path::new("/data/journal.log");
        for passing in [libc::EIO, libc::EINTR, libc::EMFILE, libc::ENFILE] {
            let error = Error::from_io(&Io::from_raw_os_error(passing), path);
            assert_eq!(error.code(), "unreadable");
            let said = error.to_string();
            assert!(
                said.contains("/data/journal.log") && said.contains("try again"),
                "{said}"
            );
            assert!(!said.contains("backup"), "{said}");
        }
    }

    #[test]
    fn who_may_not_write_reads_which_file_and_whose_it_is() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("journal.log");
        std::fs::write(&path, "").expect("a file");
        let said = Error::from_io(&Io::from_raw_os_error(libc::EACCES), &path).to_string();
        let me = rustix::process::geteuid().as_raw();
        assert!(
            said.starts_with(&format!(
                "{} (it belongs to user {me} with mode ",
                path.display()
            )),
            "{said}"
        );
        assert!(said.contains(&format!("PHP runs as user {me}")), "{said}");
    }
}
