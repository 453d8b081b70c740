//! One site's data: where it is, what is assumed for it, and how a verb gets at it.

use std::cell::RefCell;
use std::path::Path;

use super::calls::{self, Settings};
use super::fold::{self, Backlog, Folded};
use super::{Error, Result, record};
use crate::domain::call::Change;
use crate::domain::input::{At, Cursor, Problems, Value, boolean, schema_of, shorten};
use crate::domain::instant::Instant;
use crate::domain::units::{self, Units};
use crate::domain::zone::{self, Zone};
use crate::journal::Content;
use crate::journal::file::Appender;
use crate::store::{Connection, Store, Transaction, WriteLock, disk::identity};

/// An opened site. Opening touches nothing on the disk.
#[derive(Debug)]
pub struct Site {
    /// Where the data lives.
    pub store: Store,
    /// What is assumed for calls.
    pub settings: Settings,
    /// What is wrong with the currency that was given as the site's, if anything is.
    pub currency_fault: Option<String>,
    pub(super) journal: RefCell<Appender>,
}

impl Site {
    /// Opens `sqlite:/absolute/data/dir`. Timezone and currency are settings of a site, which can be wrong: what is not known
    /// is told where it is needed, and by [`status`](super::status), for a setting must never stop recording.
    pub fn open(dsn: &str, options: &Value<'_>) -> Result<Site> {
        let mut problems = Problems::default();
        let at = At::root();
        let directory = read_dsn(dsn, &at, &mut problems);
        let options = read_options(&mut Cursor::new(options, at.key("options"), &mut problems));
        let (directory, options) = problems.into_result(directory.zip(options))?;
        Ok(Site {
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

    /// Folds, then reads, all as of one moment. When nothing waits to be folded, nobody is waited for.
    pub(super) fn read<T>(&self, act: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        // A store that cannot be read yet is made by the way that writes, which also says what is
        // wrong when it cannot be made.
        if let Ok(db) = self.store.reader() {
            // Outside a transaction each query would lock the file and look for changes by itself.
            let snapshot = crate::store::snapshot(&db)?;
            if self.store.is_only_read() || fold::is_done(&self.store, &snapshot)? {
                return act(&snapshot);
            }
        } else if self.store.is_only_read() {
            // Nobody may make it, so why it cannot be read is all there is to say.
            self.store.reader()?;
        }
        let mut turn = self.turn("fold")?;
        turn.end();
        let snapshot = crate::store::snapshot(&turn.db)?;
        act(&snapshot)
    }

    /// Folds, then reads the data as it is at one moment, without holding anybody up: for what takes long.
    pub(super) fn read_apart<T>(&self, act: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let done = match self.store.reader() {
            Ok(db) => fold::is_done(&self.store, &db)?,
            // Made, or refused with the reason, by the way that writes.
            Err(_) => false,
        };
        if !done {
            self.fold()?;
        }
        let db = self.store.reader()?;
        let snapshot = crate::store::snapshot(&db)?;
        act(&snapshot)
    }

    /// Makes a change: it is written into the log, and done by whoever folds that, which is this process unless it is ended
    /// before. `input` has the arguments of the call by name, and `act` does the same with them as the call's `from_log`.
    /// Others are told that this process does the call. What the state refuses changes nothing.
    pub(super) fn change<T>(
        &self,
        call: &'static str,
        input: &Value<'_>,
        now: Instant,
        act: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.turn(call)?.change(call, input, now, act)
    }

    /// Folds, then notes in one transaction what concerns this machine alone and no log needs to know. Others are told that
    /// this process does `doing`.
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

    /// Folds what waits in the journal. Where nothing may be written, it goes on waiting.
    pub fn fold(&self) -> Result<Folded> {
        if self.store.is_only_read() {
            return Ok(Folded::default());
        }
        Ok(self.turn("fold")?.folded)
    }

    /// The turn to write, with everything folded that had been recorded when it was asked for. A backlog is
    /// folded in pieces, between which others get their turn.
    pub(super) fn turn(&self, doing: &str) -> Result<Turn<'_>> {
        self.turn_after(Backlog::recorded(), doing)
    }

    /// The turn to write, with nothing left in the journal of what had been recorded.
    pub(super) fn turn_with_empty_journal(&self, doing: &str) -> Result<Turn<'_>> {
        self.turn_after(Backlog::put_away(), doing)
    }

    fn turn_after(&self, mut backlog: Backlog, doing: &str) -> Result<Turn<'_>> {
        let mut turn = self.turn_without_fold(doing)?;
        while !backlog.fold(&self.store, &mut turn.db)? {
            turn.lock = None;
            backlog.prepare(&self.store, &turn.db)?;
            turn.lock = Some(self.store.write_lock(doing)?);
        }
        turn.folded = backlog.done();
        Ok(turn)
    }

    /// Folds the log and begins another.
    pub fn turn_log_over(&self) -> Result<()> {
        self.turn("turn_log_over")?.put_log_away()
    }

    /// The turn to write, whatever waits in the journal.
    pub(super) fn turn_without_fold(&self, doing: &str) -> Result<Turn<'_>> {
        let lock = self.store.write_lock(doing)?;
        Ok(Turn {
            db: self.store.writer(&lock)?,
            folded: Folded::default(),
            site: self,
            lock: Some(lock),
        })
    }
}

/// The turn to write; given up when dropped.
#[derive(Debug)]
pub(super) struct Turn<'s> {
    /// What to write to.
    pub db: Connection,
    /// What was folded before.
    pub folded: Folded,
    site: &'s Site,
    /// None while a fold lets others in.
    lock: Option<WriteLock>,
}

impl Turn<'_> {
    /// Makes a change while nobody else writes to the database: see [`Site::change`].
    pub fn change<T>(
        &mut self,
        call: &'static str,
        input: &Value<'_>,
        now: Instant,
        act: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let id = calls::new_id()?;
        let settings = &self.site.settings;
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
        record::append(self.site, Content::Change(Box::new(change)), now)?;
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
        fold::through(&self.site.store, &mut self.db, awaited)?;
        answer.ok_or_else(|| {
            Error::Storage(crate::store::Error::Inconsistent(format!(
                "change {id} was done and gave no answer"
            )))
        })
    }

    /// Folds the log and begins another.
    pub fn put_log_away(&mut self) -> Result<()> {
        let mut backlog = Backlog::put_away();
        while !backlog.fold(&self.site.store, &mut self.db)? {}
        Ok(())
    }

    /// Gives the turn up; what there is can still be read.
    fn end(&mut self) {
        if self.lock.is_some() {
            // All is committed. If the log cannot be emptied now, whoever writes next tries again.
            let _ = self.site.store.shorten_log(&self.db);
            self.lock = None;
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.end();
    }
}

/// Begins a transaction that may write from its first statement on.
pub(super) fn begin(db: &mut Connection) -> Result<Transaction<'_>> {
    Ok(crate::store::begin(db)?)
}

/// Makes everything since [`begin`] lasting.
pub(super) fn commit(transaction: Transaction<'_>) -> Result<()> {
    Ok(transaction.commit().map_err(crate::store::Error::from)?)
}

fn to_json(input: &Value<'_>) -> Result<serde_json::Value> {
    let text = input.to_json().map_err(|what| {
        Error::invalid_input(format!("holds {what}, which cannot be written down"))
    })?;
    serde_json::from_str(&text)
        .map_err(|error| Error::invalid_input(format!("cannot be written down: {error}")))
}

/// What a site is opened with.
struct Options<'v> {
    timezone: std::result::Result<Zone, String>,
    currency_fault: Option<String>,
    site: Option<&'v str>,
    two_people: bool,
    read_only: bool,
}

fn read_options<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Options<'v>> {
    cursor.object(|fields| {
        let timezone = fields.optional(
            "timezone",
            "the time zone of schedules that name none: an IANA zone, or an offset such as +05:30; UTC, if absent",
            any_text,
        );
        let currency = fields.optional("currency", "the site's currency, as an ISO 4217 code", any_text);
        let site = fields.optional(
            "site",
            "the site's identity: the first one given is kept in the ledger, and another is refused by each call",
            read_identity,
        );
        let two_people = fields.or(
            "two_people",
            false,
            "true demands that whoever makes a fulfillment leaves its payouts to somebody else, and so with holds",
            boolean,
        );
        let read_only = fields.or(
            "read_only",
            false,
            "true refuses whatever would write; what waits in the log is not folded then",
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

/// The JSON Schema of the options that a site is opened with.
#[must_use]
pub fn options_schema() -> serde_json::Value {
    schema_of(read_options).into_json()
}

fn any_text<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    match cursor.value(|schema| schema.set("type", "string"))? {
        Value::Text(given) => Some(given),
        other => cursor.refuse(other.is_not("a string")),
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

fn not_an_identity(given: &str) -> String {
    format!(
        "is \"{}\"; a site's identity has 1 to {} letters, digits, dots, hyphens and underscores",
        shorten(given),
        identity::LONGEST
    )
}

fn read_dsn<'d>(dsn: &'d str, at: &At<'_>, problems: &mut Problems) -> Option<&'d Path> {
    let here = at.key("dsn");
    let Some(path) = dsn.strip_prefix("sqlite:") else {
        problems.add(
            &here,
            "must begin with sqlite: and name an absolute directory, like sqlite:/var/lib/siren",
        );
        return None;
    };
    let path = Path::new(path);
    if !path.is_absolute() || path.as_os_str().as_encoded_bytes().contains(&0) {
        problems.add(
            &here,
            format!(
                "is \"{}\"; it must name an absolute directory after sqlite:",
                shorten(&path.display().to_string())
            ),
        );
        return None;
    }
    Some(path)
}
