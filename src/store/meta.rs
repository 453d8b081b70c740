//! Single named values, such as how far the log is folded and when the last run was.

use rusqlite::{OptionalExtension, params};

use super::{Error, Result};
use crate::domain::call::CallId;
use crate::store::{Read, Write};

/// The name of the position.
const POSITION: &str = "journal";

pub fn get(db: &Read<'_>, name: &str) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

pub fn set(db: &Write<'_>, name: &str, value: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")?
        .execute(params![name, value])?;
    Ok(())
}

/// The values whose names begin with a prefix, in order of name.
pub fn beginning_with(db: &Read<'_>, beginning: &str) -> Result<Vec<(String, String)>> {
    let mut query = db.prepare_cached(
        "SELECT name, value FROM meta WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
    )?;
    let rows = query.query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Removes a value.
pub fn remove(db: &Write<'_>, name: &str) -> Result<()> {
    db.prepare_cached("DELETE FROM meta WHERE name = ?1")?
        .execute([name])?;
    Ok(())
}

/// A number that changes when another connection has changed anything.
pub fn version(db: &Read<'_>) -> Result<i64> {
    let mut query = db.prepare_cached("PRAGMA data_version")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// How far the journal is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The number of the segment.
    pub segment: i64,
    /// The first byte that is not folded.
    pub offset: u64,
    /// The id of the segment; unknown before anything of it is folded, and for one without a header.
    pub id: Option<CallId>,
    /// A checksum of the bytes before the offset.
    pub tail: Option<u32>,
}

impl Position {
    /// Whether anything of the segment was folded.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.offset > 0 || self.id.is_some()
    }

    /// Whether nothing of any log was folded.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.segment == 1 && !self.is_begun()
    }

    /// The beginning of a segment.
    #[must_use]
    pub fn beginning(segment: i64, id: Option<CallId>) -> Position {
        Position {
            segment,
            offset: 0,
            id,
            tail: None,
        }
    }
}

/// The stored position. A new database begins with segment 1.
pub fn position(db: &Read<'_>) -> Result<Position> {
    let Some(text) = get(db, POSITION)? else {
        return Ok(Position::beginning(1, None));
    };
    read_position(&text)
        .ok_or_else(|| Error::Corrupt(format!("the log was folded up to \"{text}\"")))
}

/// A damaged position must not look like a log that lacks a part, so it ends with a checksum. Databases of older versions have
/// none, and get one with the next fold.
fn read_position(text: &str) -> Option<Position> {
    let words: Vec<&str> = text.split(' ').collect();
    let (segment, offset, id, tail) = match *words.as_slice() {
        [segment, offset, id, tail] => (segment, offset, id, tail),
        [segment, offset, id, tail, sum] => {
            let (body, _) = text.rsplit_once(' ')?;
            if sum.parse() != Ok(crc32fast::hash(body.as_bytes())) {
                return None;
            }
            (segment, offset, id, tail)
        }
        _ => return None,
    };
    Some(Position {
        segment: segment.parse().ok()?,
        offset: offset.parse().ok()?,
        id: match id {
            "-" => None,
            id => Some(CallId::from_hex(id)?),
        },
        tail: match tail {
            "-" => None,
            tail => Some(tail.parse().ok()?),
        },
    })
}

/// Saves the position, in the transaction that folded up to it.
pub fn set_position(db: &Write<'_>, position: Position) -> Result<()> {
    let id = position
        .id
        .map_or_else(|| "-".to_owned(), |id| id.to_string());
    let tail = position
        .tail
        .map_or_else(|| "-".to_owned(), |tail| tail.to_string());
    let body = format!("{} {} {id} {tail}", position.segment, position.offset);
    let sum = crc32fast::hash(body.as_bytes());
    set(db, POSITION, &format!("{body} {sum}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::sqlite;

    #[test]
    fn a_position_is_read_as_it_was_saved_and_a_damaged_one_is_refused() {
        let connection = sqlite::scratch().unwrap();
        let db = Write::of(&connection);
        let begun = Position {
            segment: 3,
            offset: 4_711,
            id: Some(CallId([7; 16])),
            tail: Some(99),
        };
        for saved in [begun, Position::beginning(1, None)] {
            set_position(&db, saved).unwrap();
            assert_eq!(position(&db).unwrap(), saved);
            let text = get(&db, POSITION).unwrap().unwrap();
            for place in 0..text.len() {
                for bit in 0..7 {
                    let mut bytes = text.clone().into_bytes();
                    bytes[place] ^= 1 << bit;
                    let damaged = String::from_utf8(bytes).unwrap();
                    // A digit in the place of the last space makes a position without a checksum, whose tail fits no log.
                    let read = read_position(&damaged);
                    let is_as_saved = read.is_none_or(|read| {
                        (read.segment, read.offset, read.id)
                            == (saved.segment, saved.offset, saved.id)
                    });
                    assert!(is_as_saved, "{damaged}");
                }
            }
        }
    }

    #[test]
    fn a_position_of_an_older_version_is_read() {
        let id = CallId([7; 16]);
        let read = read_position(&format!("2 10 {id} 5")).unwrap();
        assert_eq!((read.segment, read.offset), (2, 10));
        assert_eq!((read.id, read.tail), (Some(id), Some(5)));
        assert_eq!(read_position("1 0 - -"), Some(Position::beginning(1, None)));
        assert_eq!(read_position("1 0 x -"), None);
        assert_eq!(read_position("1 0 -"), None);
    }
}
