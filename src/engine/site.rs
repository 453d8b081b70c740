//! One site's data: where it is, what is assumed for it, and how a verb gets at it.

use std::cell::RefCell;
use std::path::Path;

use super::calls::{self, Settings};
use super::fold::{self, Backlog, Folded};
use super::{Error, Result, record};
use crate::domain::call::Change;
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{At, Fields, Problems, Value, boolean, int, shorten};
use crate::domain::instant::Instant;
use crate::domain::units::{self, Units};
use crate::domain::zone::{self, Zone};
use crate::journal::Record;
use crate::journal::file::Appender;
use crate::store::{Connection, Gate, Store, Transaction, identity};

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
    /// Opens `sqlite:/absolute/data/dir`. Options: `timezone` and `currency` are settings of a site, which can be wrong:
    /// what is not known is told where it is needed, and by [`status`](super::status::status), for a setting must never
    /// stop recording; `two_people` says whether money takes two. `site` is the site's identity: a ledger of another site
    /// is refused. `read_only` refuses all that would write; what waits in the journal is not folded then.
    pub fn open(dsn: &str, options: &Value<'_>) -> Result<Site> {
        let mut problems = Problems::default();
        let at = At::root();
        let directory = read_dsn(dsn, &at, &mut problems);
        let options_at = at.key("options");
        let mut timezone = Ok(Zone::UTC);
        let mut currency_fault = None;
        let mut two_people = None;
        let (mut identity, mut only_read) = (None, false);
        if let Some(mut fields) = Fields::open(options, &options_at, &mut problems) {
            let mut setting = |name: &'static str| {
                let value = fields.get(name)?;
                if let Value::Text(given) = value {
                    return Some(given);
                }
                problems.add(&options_at.key(name), value.is_not("a string"));
                None
            };
            if let Some(given) = setting("timezone") {
                timezone = Zone::from_name(given).ok_or_else(|| zone::refusal(given));
            }
            if let Some(given) = setting("currency") {
                currency_fault = Units::from_code(given)
                    .is_none()
                    .then(|| units::refusal(given));
            }
            identity = setting("site").filter(|given| {
                let valid = identity::is_valid(given);
                if !valid {
                    problems.add(&options_at.key("site"), not_an_identity(given));
                }
                valid
            });
            two_people = fields
                .get("two_people")
                .and_then(|v| boolean(v, &options_at.key("two_people"), &mut problems));
            if let Some(given) = fields.get("read_only") {
                only_read =
                    boolean(given, &options_at.key("read_only"), &mut problems).unwrap_or_default();
            }
            fields.close(&options_at, &mut problems);
        }
        let directory = problems.into_result(directory)?;
        Ok(Site {
            store: Store::new(directory)
                .of_site(identity.map(AsRef::as_ref))
                .only_read(only_read),
            settings: Settings {
                timezone,
                two_people: two_people.unwrap_or(false),
            },
            currency_fault,
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
            turn.gate = None;
            backlog.prepare(&self.store, &turn.db)?;
            turn.gate = Some(self.store.gate(doing)?);
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
        let gate = self.store.gate(doing)?;
        Ok(Turn {
            db: self.store.writer(&gate)?,
            folded: Folded::default(),
            site: self,
            gate: Some(gate),
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
    gate: Option<Gate>,
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
        record::append(self.site, Record::Change(Box::new(change)), now)?;
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
        if self.gate.is_some() {
            // All is committed. If the log cannot be emptied now, whoever writes next tries again.
            let _ = self.site.store.shorten_log(&self.db);
            self.gate = None;
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

/// Reads the `now` that a verb's input may carry; else what the caller's clock says.
pub(super) fn read_now(
    fields: &mut Fields<'_, '_>,
    clock: Instant,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Instant> {
    match fields.get("now") {
        Some(v) => crate::domain::instant::read(v, &at.key("now"), problems),
        None => Some(clock),
    }
}

/// Reads the `collaborator` that a question about a distribution may be narrowed to; none where all are meant.
pub(super) fn only_collaborator(input: &Value<'_>) -> Result<Option<CollaboratorId>> {
    let mut problems = Problems::default();
    let at = At::root();
    let mut only = None;
    if let Some(mut fields) = Fields::open(input, &at, &mut problems) {
        only = fields
            .get("collaborator")
            .and_then(|v| int(v, 1..=i64::MAX, &at.key("collaborator"), &mut problems));
        fields.close(&at, &mut problems);
    }
    Ok(problems.into_result(Some(only.map(CollaboratorId)))?)
}
