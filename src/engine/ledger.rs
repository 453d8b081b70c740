//! One site's data directory, and how calls read and write it.

use std::cell::RefCell;
use std::path::Path;

use super::calls::{self, Settings};
use super::fold::{self, Backlog, Folded};
use super::{Error, Result, record};
use crate::domain::call::Change;
use crate::domain::input::{At, Cursor, Problems, Value, boolean, messages, schema_of, shorten};
use crate::domain::instant::Instant;
use crate::domain::message::{Message, messages};
use crate::domain::units::{self, Units};
use crate::domain::zone::{self, Zone};
use crate::journal::Content;
use crate::journal::file::Appender;
use crate::store::{
    Connection, Read, Store, Transaction, WriteLock, begin, commit, disk::identity,
};

messages! {
    no_site_is_open() = "no site is open; call siren_open() first";
    /// Continues the path of a field.
    contains_what_cannot_be_recorded(part: Message) = "contains {part}, which cannot be recorded";
    /// Continues the path of a field.
    cannot_be_recorded(error: String) = "cannot be recorded: {error}";
    /// Continues the path of a field.
    is_no_identity(given: String, most: usize) = "is \"{given}\"; expected 1 to {most} letters, digits, dots, hyphens and underscores";
    /// Continues the path of a field.
    is_no_dsn() = "must begin with sqlite: followed by an absolute directory, such as sqlite:/var/lib/siren";
    /// Continues the path of a field.
    is_no_absolute_directory(given: String) = "is \"{given}\"; expected an absolute directory after sqlite:";
}

/// Opening touches nothing on the disk.
#[derive(Debug)]
pub struct Ledger {
    pub store: Store,
    pub settings: Settings,
    /// Why the site's currency is not valid, if it is not.
    pub currency_fault: Option<Message>,
    pub(super) journal: RefCell<Appender>,
}

impl Ledger {
    /// Opens `sqlite:/absolute/data/dir`. An invalid time zone or currency is no error here, because a setting must never stop
    /// recording: it is reported by calls that need it, and by [`status`](super::status).
    pub fn open(dsn: &str, options: &Value<'_>) -> Result<Ledger> {
        let mut problems = Problems::default();
        let at = At::root();
        let directory = read_dsn(dsn, &at, &mut problems);
        let options = read_options(&mut Cursor::new(options, at.key("options"), &mut problems));
        let (directory, options) = problems.into_result(directory.zip(options))?;
        Ok(Ledger {
            store: Store::new(directory)
                .of_site(options.site)
                .only_read(options.read_only),
            settings: Settings {
                timezone: options.timezone,
                two_people: options.two_people,
            },
            currency_fault: options.currency_fault,
            journal: RefCell::new(Appender::new(directory)),
        })
    }

    /// Folds, then reads in one snapshot. If nothing waits to be folded, it does not wait for the write lock.
    pub(super) fn read<T>(&self, act: impl FnOnce(&Read<'_>) -> Result<T>) -> Result<T> {
        // A database that cannot be opened yet is created by the writer below, or its error is reported there.
        if let Ok(db) = self.store.reader() {
            // Without a transaction, every query would lock the file and check it for changes.
            let snapshot = crate::store::snapshot(&db)?;
            if self.store.is_only_read() || fold::is_done(&self.store, &snapshot)? {
                return act(&snapshot);
            }
        } else if self.store.is_only_read() {
            // It must not be created, so the error is returned.
            self.store.reader()?;
        }
        let mut turn = self.turn("fold")?;
        turn.end();
        let snapshot = crate::store::snapshot(&turn.db)?;
        act(&snapshot)
    }

    /// Folds, then reads in one snapshot without keeping others from writing: for questions that take long.
    pub(super) fn read_apart<T>(&self, act: impl FnOnce(&Read<'_>) -> Result<T>) -> Result<T> {
        let done = match self.store.reader() {
            Ok(db) => fold::is_done(&self.store, &Read::of(&db))?,
            // Created by the fold below, or its error is reported there.
            Err(_) => false,
        };
        if !done {
            self.fold()?;
        }
        let db = self.store.reader()?;
        let snapshot = crate::store::snapshot(&db)?;
        act(&snapshot)
    }

    /// Makes a change: appends it to the log, and folds the log up to it. If this process dies before, another one does the
    /// change. `input` has the arguments of the call by name, and `act` does the same with them as the call's `from_log`.
    /// A change that the state refuses changes nothing.
    pub(super) fn change<T>(
        &self,
        call: &'static str,
        input: &Value<'_>,
        now: Instant,
        act: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.turn(call)?.change(call, input, now, act)
    }

    /// Folds, then writes in one transaction what concerns only this machine and is not in the log. `doing` is what others who
    /// wait for the write lock are told.
    pub(super) fn note<T>(
        &self,
        doing: &str,
        act: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut turn = self.turn(doing)?;
        let transaction = begin(&mut turn.db)?;
        let answer = act(&transaction)?;
        commit(transaction)?;
        Ok(answer)
    }

    /// Folds what waits in the journal, unless the site is opened for reading only.
    pub fn fold(&self) -> Result<Folded> {
        if self.store.is_only_read() {
            return Ok(Folded::default());
        }
        Ok(self.turn("fold")?.folded)
    }

    /// Waits for the write lock, and folds everything recorded until then. The lock is released between the pieces of a
    /// backlog, so that others get a turn.
    pub(super) fn turn(&self, doing: &str) -> Result<Turn<'_>> {
        self.turn_after(Backlog::recorded(), doing)
    }

    /// The same, and starts a new log after folding, even if the old one is small.
    pub(super) fn turn_with_empty_journal(&self, doing: &str) -> Result<Turn<'_>> {
        self.turn_after(Backlog::put_away(), doing)
    }

    fn turn_after(&self, mut backlog: Backlog, doing: &str) -> Result<Turn<'_>> {
        let mut turn = self.turn_without_fold(doing)?;
        while !backlog.fold(&self.store, &mut turn.db)? {
            turn.lock = None;
            backlog.prepare(&self.store, &turn.read())?;
            turn.lock = Some(self.store.write_lock(doing)?);
        }
        turn.folded = backlog.done();
        Ok(turn)
    }

    /// Folds the log and starts a new one.
    pub fn turn_log_over(&self) -> Result<()> {
        self.turn("turn_log_over")?.put_log_away()
    }

    /// Waits for the write lock, and folds nothing.
    pub(super) fn turn_without_fold(&self, doing: &str) -> Result<Turn<'_>> {
        let lock = self.store.write_lock(doing)?;
        Ok(Turn {
            db: self.store.writer(&lock)?,
            folded: Folded::default(),
            ledger: self,
            lock: Some(lock),
        })
    }
}

/// The turn to write. It ends when dropped.
#[derive(Debug)]
pub(super) struct Turn<'s> {
    pub db: Connection,
    pub folded: Folded,
    ledger: &'s Ledger,
    /// `None` while a fold lets others write.
    lock: Option<WriteLock>,
}

impl Turn<'_> {
    /// See [`Ledger::change`].
    pub fn change<T>(
        &mut self,
        call: &'static str,
        input: &Value<'_>,
        now: Instant,
        act: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let id = calls::new_id()?;
        let settings = &self.ledger.settings;
        let change = Change {
            call: call.into(),
            id,
            input: to_json(input)?,
            timezone: settings
                .timezone
                .as_ref()
                .ok()
                .map(|zone| zone.to_string().into()),
            two_people: settings.two_people,
        };
        record::append(self.ledger, Content::Change(Box::new(change)), now)?;
        let mut act = Some(act);
        let mut answer = None;
        let mut once = |db: &Transaction<'_>| {
            let Some(act) = act.take() else {
                return Ok(());
            };
            answer = Some(act(db)?);
            Ok(())
        };
        let awaited = fold::Awaited {
            id,
            act: &mut once,
            outcome: None,
        };
        fold::through(&self.ledger.store, &mut self.db, awaited)?;
        answer.ok_or_else(|| {
            Error::Storage(crate::store::Error::Inconsistent(format!(
                "change {id} was done but gave no answer"
            )))
        })
    }

    /// The database, to read from.
    pub fn read(&self) -> Read<'_> {
        Read::of(&self.db)
    }

    /// Folds the log and starts a new one.
    pub fn put_log_away(&mut self) -> Result<()> {
        let mut backlog = Backlog::put_away();
        while !backlog.fold(&self.ledger.store, &mut self.db)? {}
        Ok(())
    }

    /// Releases the write lock. The connection can still read.
    fn end(&mut self) {
        if self.lock.is_some() {
            // Everything is committed. If the write-ahead log cannot be emptied now, the next writer tries again.
            let _ = self.ledger.store.shorten_log(&self.db);
            self.lock = None;
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.end();
    }
}

fn to_json(input: &Value<'_>) -> Result<serde_json::Value> {
    let text = input
        .to_json()
        .map_err(|what| Error::invalid_input(contains_what_cannot_be_recorded(what.kind())))?;
    serde_json::from_str(&text)
        .map_err(|error| Error::invalid_input(cannot_be_recorded(error.to_string())))
}

struct Options<'v> {
    timezone: std::result::Result<Zone, Message>,
    currency_fault: Option<Message>,
    site: Option<&'v str>,
    two_people: bool,
    read_only: bool,
}

fn read_options<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Options<'v>> {
    cursor.object(|fields| {
        let timezone = fields.optional(
            "timezone",
            "the time zone of schedules without one: an IANA zone, or an offset such as +05:30; UTC by default",
            any_text,
        );
        let currency = fields.optional("currency", "the site's currency, as an ISO 4217 code", any_text);
        let site = fields.optional(
            "site",
            "the site's identity: the data keeps the first one, and every call with another one is refused",
            read_identity,
        );
        let two_people = fields.or(
            "two_people",
            false,
            "true requires that whoever makes a fulfillment or a hold leaves its payouts or its release to somebody else",
            boolean,
        );
        let read_only = fields.or(
            "read_only",
            false,
            "true refuses every call that writes; what waits in the log is not folded",
            boolean,
        );
        Some(Options {
            timezone: match timezone {
                Some(given) => Zone::from_name(given).ok_or_else(|| zone::refusal(given)),
                None => Ok(Zone::UTC),
            },
            currency_fault: currency
                .filter(|given| Units::from_code(given).is_none())
                .map(units::refusal),
            site,
            two_people: two_people?,
            read_only: read_only?,
        })
    })
}

/// The JSON Schema of the options.
#[must_use]
pub fn options_schema() -> serde_json::Value {
    schema_of(read_options).into_json()
}

fn any_text<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    match cursor.value(|schema| schema.set("type", "string"))? {
        Value::Text(given) => Some(given),
        other => cursor.refuse(other.is_not(messages::a_string())),
    }
}

fn read_identity<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    cursor.describe(|schema| {
        schema.set("pattern", "^[A-Za-z0-9._-]+$");
        schema.set("maxLength", identity::LONGEST);
    });
    let given = any_text(cursor)?;
    if !identity::is_valid(given) {
        return cursor.refuse(not_an_identity(given));
    }
    Some(given)
}

fn not_an_identity(given: &str) -> Message {
    is_no_identity(shorten(given), identity::LONGEST)
}

fn read_dsn<'d>(dsn: &'d str, at: &At<'_>, problems: &mut Problems) -> Option<&'d Path> {
    let here = at.key("dsn");
    let Some(path) = dsn.strip_prefix("sqlite:") else {
        problems.add(&here, is_no_dsn());
        return None;
    };
    let path = Path::new(path);
    if !path.is_absolute() || path.as_os_str().as_encoded_bytes().contains(&0) {
        problems.add(
            &here,
            is_no_absolute_directory(shorten(&path.display().to_string())),
        );
        return None;
    }
    Some(path)
}
