//! Replaces a person's names by pseudonyms in every table that contains them, in the transaction of the caller.
//!
//! The ledger stays as it is: its entries are chained by hashes, and none contains a customer.

use std::collections::BTreeSet;

use rusqlite::params;
use serde::Serialize;
use serde_json::Value as Json;

use crate::domain::event::MANUAL;
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::pseudonyms::Pseudonyms;
use crate::store::{Error, Read, Result, Write, crowds, disputes, keys, persons, proof::seals};

/// How much was changed, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, schemars::JsonSchema)]
pub struct Changed {
    /// How many collaborators were forgotten or unbound.
    pub collaborators: usize,
    /// How many codes were removed.
    pub aliases: usize,
    /// How many events named them; the data that was recorded with these events is removed.
    pub events: usize,
    /// How many sales named them.
    pub transactions: usize,
    /// How many pool entries named them.
    pub pool_entries: usize,
    /// How many records that came a second time named them.
    pub conflicts: usize,
    /// How many damaged lines of the journal were removed.
    pub journal_faults: usize,
    /// How many dismissals named them.
    pub dismissals: usize,
    /// How many disputes were theirs; what was written in them is removed.
    pub disputes: usize,
}

impl Changed {
    /// Whether there was anything to change.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Changed::default()
    }
}

/// Replaces the names by pseudonyms everywhere.
pub fn replace(db: &Write<'_>, names: &Pseudonyms, changed: &mut Changed) -> Result<()> {
    changed.events += in_events(db, names)?;
    changed.transactions += in_transactions(db, names)?;
    changed.pool_entries += in_pool_entries(db, names)?;
    changed.conflicts += in_conflicts(db, names)?;
    changed.journal_faults += in_faults(db, names)?;
    changed.dismissals += in_dismissals(db, names)?;
    changed.disputes += disputes::forget_names(db, names)?;
    rename_persons(db, names)
}

/// Renames persons, and the hashes made from a visitor's name.
fn rename_persons(db: &Write<'_>, names: &Pseudonyms) -> Result<()> {
    for (name, pseudonym) in names.pairs() {
        persons::rename(db, name, pseudonym)?;
        crowds::rename(db, name, pseudonym)?;
    }
    Ok(())
}

/// Replaces the names of users whose accounts were deleted by pseudonyms: as subject, as customer and among the names of their
/// persons. Everything else about them stays.
pub fn retire(db: &Write<'_>, users: &Pseudonyms, changed: &mut Changed) -> Result<()> {
    let events = renamed(db, "events", "subject", users)?;
    for (id, pseudonym) in &events {
        db.prepare_cached("UPDATE events SET subject = ?2 WHERE id = ?1")?
            .execute(params![id, pseudonym])?;
    }
    seals::renew_of_events(db, events.iter().map(|(id, _)| EventId(*id)))?;
    changed.events += events.len();
    changed.transactions += in_transactions(db, users)?;
    changed.pool_entries += in_pool_entries(db, users)?;
    rename_persons(db, users)
}

/// Erases the identity of a collaborator.
pub fn forget(
    db: &Write<'_>,
    collaborator: CollaboratorId,
    name: &str,
    changed: &mut Changed,
) -> Result<()> {
    changed.collaborators += db.execute(
        "UPDATE collaborators SET status = 'deleted', name = ?2, email = NULL, wp_user_id = NULL, groups = '[]', \
         payout = NULL WHERE id = ?1 AND (status <> 'deleted' OR name <> ?2 OR email IS NOT NULL \
         OR wp_user_id IS NOT NULL OR groups <> '[]' OR payout IS NOT NULL)",
        params![collaborator, name],
    )?;
    changed.aliases += db.execute(
        "DELETE FROM aliases WHERE collaborator_id = ?1",
        [collaborator],
    )?;
    changed.disputes += disputes::forget(db, collaborator)?;
    seals::renew(db, &seals::COLLABORATORS, collaborator.0)
}

/// An event with its new values.
#[derive(Debug)]
struct Renamed {
    id: EventId,
    key: String,
    new_key: Option<String>,
    subject: Option<String>,
    object: Option<String>,
    data: Option<String>,
}

fn in_events(db: &Write<'_>, names: &Pseudonyms) -> Result<usize> {
    let mut renamed = Vec::new();
    {
        let mut query =
            db.prepare("SELECT id, key, type, subject, object, data, transaction_id FROM events")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let text = |column: usize| -> Result<Option<&str>> {
                let text = row.get_ref(column)?.as_str_or_null();
                Ok(text.map_err(rusqlite::Error::from)?)
            };
            let (key, kind) = (text(1)?.unwrap_or_default(), text(2)?.unwrap_or_default());
            let (subject, object, data) = (text(3)?, text(4)?, text(5)?);
            let is_of_sale = row.get_ref(6)? != rusqlite::types::ValueRef::Null;
            // The key stays for points given by hand, whose key is in the ledger, and for events of a sale, whose key has its number.
            let keeps_key = is_of_sale || kind == MANUAL;
            let did = subject.and_then(|subject| names.of(subject));
            let event = Renamed {
                id: row.get(0)?,
                new_key: (!keeps_key && names.are_in(key)).then(|| keys::erased(key)),
                subject: did.or(subject).map(str::to_owned),
                object: object
                    .map(|object| names.of(object).unwrap_or(object))
                    .map(str::to_owned),
                data: data
                    .filter(|data| did.is_none() && (kind == MANUAL || !names.are_in(data)))
                    .map(str::to_owned),
                key: key.to_owned(),
            };
            let is_same = event.new_key.is_none()
                && event.subject.as_deref() == subject
                && event.object.as_deref() == object
                && event.data.as_deref() == data;
            if !is_same {
                renamed.push(event);
            }
        }
    }
    for event in &renamed {
        let key = event.new_key.as_deref().unwrap_or(&event.key);
        db.prepare_cached(
            "UPDATE events SET key = ?2, subject = ?3, object = ?4, data = ?5 WHERE id = ?1",
        )?
        .execute(params![
            event.id,
            key,
            event.subject,
            event.object,
            event.data
        ])?;
        if event.new_key.is_some() {
            keys::rename_colliding(db, &event.key, key)?;
        }
    }
    let credited = in_credits(db, names)?;
    let changed: BTreeSet<i64> = renamed.iter().map(|event| event.id.0).collect();
    let count = changed.union(&credited).count();
    seals::renew_of_events(db, changed.union(&credited).map(|id| EventId(*id)))?;
    Ok(count)
}

/// Replaces users in credits that named no collaborator: `wp_user:7`.
fn in_credits(db: &Write<'_>, names: &Pseudonyms) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for (name, pseudonym) in names.pairs() {
        let Some(user) = name.strip_prefix("user:") else {
            continue;
        };
        let unknown = format!("wp_user:{user}");
        let mut query = db.prepare_cached("SELECT event_id FROM credits WHERE named = ?1")?;
        let events = query.query_map([&unknown], |row| row.get(0))?;
        found.extend(events.collect::<rusqlite::Result<Vec<i64>>>()?);
        db.prepare_cached("UPDATE credits SET named = ?2 WHERE named = ?1")?
            .execute([unknown.as_str(), pseudonym])?;
    }
    Ok(found)
}

fn in_transactions(db: &Write<'_>, names: &Pseudonyms) -> Result<usize> {
    let renamed = renamed(db, "transactions", "customer", names)?;
    for (id, pseudonym) in &renamed {
        db.prepare_cached("UPDATE transactions SET customer = ?2 WHERE id = ?1")?
            .execute(params![id, pseudonym])?;
        seals::renew(db, &seals::TRANSACTIONS, *id)?;
    }
    Ok(renamed.len())
}

fn in_pool_entries(db: &Write<'_>, names: &Pseudonyms) -> Result<usize> {
    let renamed = renamed(db, "pool_entries", "customer", names)?;
    for (id, pseudonym) in &renamed {
        db.prepare_cached("UPDATE pool_entries SET customer = ?2 WHERE id = ?1")?
            .execute(params![id, pseudonym])?;
    }
    Ok(renamed.len())
}

/// The rows of a table whose column contains one of the names, with its pseudonym.
fn renamed(
    db: &Read<'_>,
    table: &str,
    column: &str,
    names: &Pseudonyms,
) -> Result<Vec<(i64, String)>> {
    let mut query = db.prepare(&format!(
        "SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY id"
    ))?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let name = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        if let Some(pseudonym) = names.of(name) {
            found.push((row.get(0)?, pseudonym.to_owned()));
        }
    }
    Ok(found)
}

fn in_conflicts(db: &Write<'_>, names: &Pseudonyms) -> Result<usize> {
    let mut renamed = Vec::new();
    {
        let mut query = db.prepare("SELECT id, key, body FROM conflicts ORDER BY id")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (id, key, body): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let mut json: Json = serde_json::from_str(&body)
                .map_err(|error| Error::Corrupt(format!("conflict {id}: {error}")))?;
            // Only events have a key that may contain a name.
            let is_event = json.get("key").is_some();
            let new_key = (is_event && names.are_in(&key)).then(|| keys::erased(&key));
            if let (Some(key), Some(told)) = (&new_key, json.get_mut("key")) {
                *told = Json::String(key.clone());
            }
            if rename(&mut json, names) || new_key.is_some() {
                renamed.push((id, new_key.unwrap_or(key), json.to_string()));
            }
        }
    }
    for (id, key, body) in &renamed {
        db.prepare_cached("UPDATE OR REPLACE conflicts SET key = ?2, body = ?3 WHERE id = ?1")?
            .execute(params![id, key, body])?;
    }
    Ok(renamed.len())
}

/// Replaces names in the body of an event or a sale, and removes its `data`.
fn rename(body: &mut Json, names: &Pseudonyms) -> bool {
    let Json::Object(body) = body else {
        return false;
    };
    let mut renamed = false;
    for member in ["subject", "customer", "also", "object"] {
        let told = match body.get_mut(member) {
            Some(Json::Array(told)) => told.as_mut_slice(),
            Some(told) => std::slice::from_mut(told),
            None => continue,
        };
        for name in told {
            if let Some(pseudonym) = name.as_str().and_then(|name| names.of(name)) {
                *name = Json::String(pseudonym.to_owned());
                renamed = true;
            }
        }
    }
    let data = body.get("data").and_then(Json::as_str);
    if renamed || data.is_some_and(|data| names.are_in(data)) {
        body.remove("data");
        renamed = true;
    }
    renamed
}

/// A damaged record cannot be parsed, so all of its bytes are removed if they contain a name.
fn in_faults(db: &Write<'_>, names: &Pseudonyms) -> Result<usize> {
    let mut about = Vec::new();
    {
        let mut query =
            db.prepare("SELECT id, bytes FROM journal_faults WHERE length(bytes) > 0")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            if names.are_in(&String::from_utf8_lossy(bytes)) {
                about.push(row.get::<_, i64>(0)?);
            }
        }
    }
    for id in &about {
        db.prepare_cached("UPDATE journal_faults SET bytes = X'' WHERE id = ?1")?
            .execute([id])?;
    }
    Ok(about.len())
}

fn in_dismissals(db: &Write<'_>, names: &Pseudonyms) -> Result<usize> {
    let mut renamed = Vec::new();
    {
        let mut query = db.prepare("SELECT what, row, by, note FROM dismissals")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (by, note): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
            let new_by = by.as_deref().and_then(|by| names.of(by));
            let loses_note = note.as_deref().is_some_and(|note| names.are_in(note));
            if new_by.is_some() || loses_note {
                let by = new_by.map(str::to_owned).or(by);
                let key: (String, i64) = (row.get(0)?, row.get(1)?);
                renamed.push((key, by, note.filter(|_| !loses_note)));
            }
        }
    }
    for ((what, row), by, note) in &renamed {
        db.prepare_cached("UPDATE dismissals SET by = ?3, note = ?4 WHERE what = ?1 AND row = ?2")?
            .execute(params![what, row, by, note])?;
    }
    Ok(renamed.len())
}
