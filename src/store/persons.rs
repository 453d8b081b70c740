//! Persons: names that were recorded together belong to one person, who has a number.
//!
//! A name that was never recorded with another has no row, so visits cost nothing here. Joined persons get the lower number,
//! in the order of the log, so the same log gives the same rows. Which names are one person does not depend on the
//! order.

use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::proof::audit::{Difference, Found};
use super::{Result, meta};
use crate::domain::person::folded;
use crate::store::{Read, Write};

/// The name in `meta` of a checksum over all rows. The ledger cannot prove the table, because a chain cannot forget a name.
const SUM: &str = "person_names";

/// The person with a folded name; `None` if it was never recorded with another.
pub fn of_name(db: &Read<'_>, name: &str) -> Result<Option<i64>> {
    let mut query = db.prepare_cached("SELECT person FROM person_names WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

/// All names of a person, in order.
pub fn names_of(db: &Read<'_>, person: i64) -> Result<Vec<String>> {
    let mut query =
        db.prepare_cached("SELECT name FROM person_names WHERE person = ?1 ORDER BY name")?;
    let rows = query.query_map([person], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// All names of the person with this name, including it.
pub fn names_with(db: &Read<'_>, name: &str) -> Result<Vec<String>> {
    let name = folded(name);
    match of_name(db, &name)? {
        Some(person) => names_of(db, person),
        None => Ok(vec![name.into_owned()]),
    }
}

/// Whether any of these names belongs to the person with `name`.
pub fn are_one<'n>(
    db: &Read<'_>,
    name: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Result<bool> {
    let known = names_with(db, name)?;
    let mut names = names.into_iter().map(folded);
    Ok(names.any(|name| known.iter().any(|one| *one == name)))
}

/// The result of [`tell`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub person: i64,
    /// Whether anything was not known before.
    pub is_news: bool,
    /// Whether two persons turned out to be one.
    pub joined: bool,
}

/// Joins folded names into one person. `None` for fewer than two names.
pub fn tell(db: &Write<'_>, names: &[&str]) -> Result<Option<Told>> {
    let Some((first, others)) = names.split_first() else {
        return Ok(None);
    };
    if others.iter().all(|name| name == first) {
        return Ok(None);
    }
    let mut persons = Vec::new();
    let mut new = Vec::new();
    for name in names {
        match of_name(db, name)? {
            Some(person) if !persons.contains(&person) => persons.push(person),
            None if !new.contains(name) => new.push(*name),
            Some(_) | None => {}
        }
    }
    let person = match persons.iter().min() {
        Some(lowest) => *lowest,
        None => next(db)?,
    };
    persons.retain(|other| *other != person);
    let told = Told {
        person,
        is_news: !new.is_empty() || !persons.is_empty(),
        joined: !persons.is_empty(),
    };
    if !told.is_news {
        return Ok(Some(told));
    }
    let mut sum = Sum::read(db)?;
    for other in persons {
        join(db, &mut sum, other, person)?;
    }
    for name in new {
        sum.add(name, person);
        db.prepare_cached("INSERT INTO person_names (name, person) VALUES (?1, ?2)")?
            .execute(params![name, person])?;
    }
    sum.write(db)?;
    Ok(Some(told))
}

fn next(db: &Read<'_>) -> Result<i64> {
    let mut query = db.prepare_cached("SELECT COALESCE(MAX(person), 0) + 1 FROM person_names")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// Replaces a folded name of a person by a pseudonym.
pub fn rename(db: &Write<'_>, name: &str, pseudonym: &str) -> Result<()> {
    let Some(person) = of_name(db, name)? else {
        return Ok(());
    };
    let mut sum = Sum::read(db)?;
    sum.remove(name, person);
    sum.add(pseudonym, person);
    db.prepare_cached("UPDATE person_names SET name = ?2 WHERE name = ?1")?
        .execute([name, pseudonym])?;
    sum.write(db)
}

/// Folds all names again after an older version folded them differently. Names that become equal join their persons, and a
/// person with a single name left loses its row.
pub fn compare_anew(db: &Write<'_>) -> Result<()> {
    let mut sum = Sum::read(db)?;
    let mut query = db.prepare("SELECT name FROM person_names ORDER BY person, name")?;
    let names: Vec<String> = query
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for name in names.iter().filter(|name| folded(name) != **name) {
        // Queried for each, because an earlier name may have joined this one to another person.
        let (Some(person), compared) = (of_name(db, name)?, folded(name)) else {
            continue;
        };
        sum.remove(name, person);
        db.execute("DELETE FROM person_names WHERE name = ?1", [name])?;
        let Some(other) = of_name(db, &compared)? else {
            sum.add(&compared, person);
            db.execute(
                "INSERT INTO person_names (name, person) VALUES (?1, ?2)",
                params![compared, person],
            )?;
            continue;
        };
        join(db, &mut sum, person.max(other), person.min(other))?;
    }
    let mut query = db.prepare(
        "SELECT MIN(name), person FROM person_names GROUP BY person HAVING COUNT(*) = 1",
    )?;
    let alone: Vec<(String, i64)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, person) in alone {
        sum.remove(&name, person);
        db.execute("DELETE FROM person_names WHERE name = ?1", [name])?;
    }
    sum.write(db)
}

/// All names of one person mean another from now on.
fn join(db: &Write<'_>, sum: &mut Sum, from: i64, into: i64) -> Result<()> {
    if from == into {
        return Ok(());
    }
    for name in names_of(db, from)? {
        sum.remove(&name, from);
        sum.add(&name, into);
    }
    db.prepare_cached("UPDATE person_names SET person = ?2 WHERE person = ?1")?
        .execute([from, into])?;
    Ok(())
}

/// The rows of the table, added up in a way that does not depend on their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sum {
    rows: u64,
    digests: u64,
}

impl Sum {
    fn read(db: &Read<'_>) -> Result<Sum> {
        let kept = meta::get(db, SUM)?.unwrap_or_default();
        let read = kept.split_once(':').and_then(|(rows, digests)| {
            Some(Sum {
                rows: rows.parse().ok()?,
                digests: u64::from_str_radix(digests, 16).ok()?,
            })
        });
        // One that does not read fits no rows, which `check` says; nobody's sales have to wait for that.
        Ok(read.unwrap_or_default())
    }

    fn write(self, db: &Write<'_>) -> Result<()> {
        meta::set(db, SUM, &format!("{}:{:016x}", self.rows, self.digests))
    }

    fn add(&mut self, name: &str, person: i64) {
        self.rows = self.rows.wrapping_add(1);
        self.digests = self.digests.wrapping_add(digest(name, person));
    }

    fn remove(&mut self, name: &str, person: i64) {
        self.rows = self.rows.wrapping_sub(1);
        self.digests = self.digests.wrapping_sub(digest(name, person));
    }
}

fn digest(name: &str, person: i64) -> u64 {
    let mut hash = Sha256::new();
    hash.update(person.to_le_bytes());
    hash.update(name);
    let bytes = hash.finalize();
    bytes
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Whether every name stands as it is compared, every person has more than one, and all of it is what the fold wrote.
pub fn check(db: &Read<'_>, found: Found<'_>) -> Result<()> {
    let mut differ = |person: i64, column: &str, message: String| {
        found(Difference {
            id: person,
            column: column.to_owned(),
            message,
        });
    };
    let mut query = db.prepare("SELECT person, name FROM person_names ORDER BY person, name")?;
    let mut rows = query.query([])?;
    let mut sum = Sum::default();
    while let Some(row) = rows.next()? {
        let (person, name): (i64, String) = (row.get(0)?, row.get(1)?);
        if folded(&name) != name {
            differ(person, "name", "is not as names are compared".to_owned());
        }
        sum.add(&name, person);
    }
    let mut query =
        db.prepare("SELECT person FROM person_names GROUP BY person HAVING COUNT(*) = 1")?;
    for person in query.query_map([], |row| row.get(0))? {
        differ(person?, "name", "is the only one of its person".to_owned());
    }
    let kept = Sum::read(db)?;
    if kept != sum {
        let message = format!(
            "are {} rows that are not the {} that were written",
            sum.rows, kept.rows
        );
        differ(0, "name, person", message);
    }
    Ok(())
}
