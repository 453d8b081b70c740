//! Which visitors of a network count for something on a day (Q37), so that a network that makes up visitor after visitor
//! gains no more than so many. A visitor is kept as a number made of the name, and so is what was visited: enough to know
//! either again, and nothing to read.
//! Not here: what becomes of those who do not count (`engine::fold`), or how long a day is kept (`roll_up`).

use rusqlite::{Connection, params};

use super::audit::{Difference, Found};
use super::keys::Number;
use super::{Result, roll_up};
use crate::domain::ids::{CollaboratorId, DistributionId, EventId};
use crate::domain::instant::Instant;
use crate::domain::network::{CROWD, day};
use crate::domain::person::folded;

/// What visitors of one network came to on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Crowd {
    /// Days since 1970, UTC.
    pub day: i64,
    /// Made of the network, the type of the event, and its object or whom it credits.
    pub number: i64,
}

/// What was visited.
#[derive(Debug, Clone, Copy)]
pub enum Visited<'a> {
    /// The object of the event: a post.
    Object(&'a str),
    /// An event without one: the collaborator's link, however many codes lead to it.
    Of(CollaboratorId),
}

impl Crowd {
    /// That of an event.
    #[must_use]
    pub fn of(at: i64, network: &str, kind: &str, visited: Visited<'_>) -> Crowd {
        // No name holds a line feed: texts that came from outside cannot make one crowd look like another.
        let text = match visited {
            Visited::Object(object) => format!("{kind}\n{network}\nto\n{object}"),
            Visited::Of(collaborator) => format!("{kind}\n{network}\nof\n{collaborator}"),
        };
        Crowd {
            day: day(at),
            number: Number::of(&text).0,
        }
    }
}

/// The number of a visitor. All those of a network whom nobody names are one.
#[must_use]
pub fn visitor(subject: Option<&str>) -> i64 {
    subject.map_or(0, |name| Number::of(&folded(name)).0)
}

/// The visitors who count, in order.
pub fn visitors(db: &Connection, crowd: Crowd) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached(
        "SELECT visitor FROM crowds WHERE day = ?1 AND crowd = ?2 ORDER BY visitor",
    )?;
    let rows = query.query_map([crowd.day, crowd.number], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Adds a visitor who counts.
pub fn add(db: &Connection, crowd: Crowd, visitor: i64) -> Result<()> {
    db.prepare_cached("INSERT INTO crowds (day, crowd, visitor) VALUES (?1, ?2, ?3)")?
        .execute([crowd.day, crowd.number, visitor])?;
    Ok(())
}

/// Forgets the days before one.
pub fn forget(db: &Connection, before: i64) -> Result<()> {
    db.execute("DELETE FROM crowds WHERE day < ?1", [before])?;
    Ok(())
}

/// A visitor goes by another name from now on: who counted still does.
pub fn rename(db: &Connection, name: &str, to: &str) -> Result<()> {
    let (old, new) = (visitor(Some(name)), visitor(Some(to)));
    db.execute(
        "UPDATE OR REPLACE crowds SET visitor = ?2 WHERE visitor = ?1",
        [old, new],
    )?;
    Ok(())
}

/// The day of an event in SQL, as [`day`] has it.
pub(super) const DAY: &str =
    "(e.occurred_at - (e.occurred_at % 86400000000 + 86400000000) % 86400000000) / 86400000000";

/// Whether those who count are those whose events do, event by event in the order in which they came, and whether no
/// event counts, or does not, against the limit that it came with. Of days that were forgotten nothing can be said.
pub fn check(db: &Connection, found: Found<'_>) -> Result<()> {
    let until = roll_up::until(db)?.map_or(i64::MIN, |until| day(until.micros()));
    let sql = format!(
        "SELECT {DAY} AS day, e.type, e.network, e.object, c.collaborator_id, e.subject, c.reason, e.network_limit, e.id \
         FROM events e JOIN credits c ON c.event_id = e.id \
         WHERE e.network IS NOT NULL AND (c.reason IS NULL OR c.reason = '{CROWD}') AND {DAY} > ?1 \
         ORDER BY day, e.type, e.network, e.object, IIF(e.object IS NULL, c.collaborator_id, 0), e.id, c.position"
    );
    let mut query = db.prepare(&sql)?;
    let mut rows = query.query([until])?;
    let mut open: Option<(Crowd, EventId, Vec<i64>)> = None;
    let mut counted = 0_usize;
    while let Some(row) = rows.next()? {
        let (day, kind, network): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let object: Option<String> = row.get(3)?;
        let visited = match &object {
            Some(object) => Visited::Object(object),
            None => Visited::Of(row.get(4)?),
        };
        let crowd = Crowd {
            day,
            ..Crowd::of(0, &network, &kind, visited)
        };
        let id: EventId = row.get(8)?;
        if open.as_ref().is_none_or(|(last, ..)| *last != crowd) {
            counted += close(db, open.take(), found)?;
            open = Some((crowd, id, Vec::new()));
        }
        let Some((_, _, seated)) = &mut open else {
            continue;
        };
        let subject: Option<String> = row.get(5)?;
        let visitor = visitor(subject.as_deref());
        let limit = usize::try_from(row.get::<_, Option<i64>>(7)?.unwrap_or(0)).unwrap_or(0);
        let has_room = seated.contains(&visitor) || seated.len() < limit;
        let is_counted = row
            .get_ref(6)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)?
            .is_none();
        if is_counted != has_room {
            found(difference(
                id,
                if is_counted {
                    "counts although as many of its network counted before as may"
                } else {
                    "is ignored as one of a crowd although there was room"
                },
            ));
        }
        if is_counted && !seated.contains(&visitor) {
            seated.push(visitor);
        }
    }
    counted += close(db, open.take(), found)?;
    let there: i64 = db.query_row(
        "SELECT COUNT(*) FROM crowds WHERE day > ?1",
        [until],
        |row| row.get(0),
    )?;
    if usize::try_from(there) != Ok(counted) {
        let message = format!("are {there} visitors who count, should be {counted}");
        found(Difference {
            id: 0,
            column: "visitor".to_owned(),
            message,
        });
    }
    Ok(())
}

/// Compares those whose events count with those who are kept; answers how many they are.
fn close(
    db: &Connection,
    open: Option<(Crowd, EventId, Vec<i64>)>,
    found: Found<'_>,
) -> Result<usize> {
    let Some((crowd, first, mut seated)) = open else {
        return Ok(0);
    };
    seated.sort_unstable();
    if visitors(db, crowd)? != seated {
        found(difference(
            first,
            "and those after it of its network count for other visitors than are kept",
        ));
    }
    Ok(seated.len())
}

fn difference(event: EventId, message: &str) -> Difference {
    Difference {
        id: event.0,
        column: "network".to_owned(),
        message: message.to_owned(),
    }
}

/// Where the visits of a distribution came from, one row for each collaborator, day and network. What was rolled up has no
/// network any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromNetwork {
    /// Whom they count for.
    pub collaborator: CollaboratorId,
    /// Days since 1970, UTC.
    pub day: i64,
    /// The network.
    pub network: Option<String>,
    /// How many visits.
    pub visits: i64,
}

/// Where the visits came from that a distribution counts, for one collaborator or all, by collaborator and day.
pub fn of_distribution(
    db: &Connection,
    distribution: DistributionId,
    collaborator: Option<CollaboratorId>,
) -> Result<Vec<FromNetwork>> {
    let sql = format!(
        "SELECT m.collaborator_id, {DAY} AS day, e.network, SUM(m.times) FROM metrics m JOIN events e ON e.id = m.event_id \
         WHERE m.distribution_id = ?1 AND m.collaborator_id BETWEEN ?2 AND ?3 \
         AND m.type IN ('post_visited', 'site_visited') AND m.status IN ('counted', 'late') \
         GROUP BY m.collaborator_id, day, e.network ORDER BY m.collaborator_id, day, e.network"
    );
    let mut query = db.prepare_cached(&sql)?;
    let (first, last) = collaborator.map_or((i64::MIN, i64::MAX), |id| (id.0, id.0));
    let rows = query.query_map(params![distribution, first, last], |row| {
        Ok(FromNetwork {
            collaborator: row.get(0)?,
            day: row.get(1)?,
            network: row.get(2)?,
            visits: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many visits of a day did not count for a collaborator because of the crowd that they came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// Days since 1970, UTC.
    pub day: i64,
    /// Of which type.
    pub kind: String,
    /// How many visits.
    pub visits: i64,
}

/// The visits of a stretch that did not count because of their crowd, for one collaborator or all.
pub fn refused(
    db: &Connection,
    (from, to): (Instant, Instant),
    collaborator: Option<CollaboratorId>,
) -> Result<Vec<Refused>> {
    let sql = format!(
        "SELECT c.collaborator_id, {DAY} AS day, e.type, SUM(e.times) \
         FROM credits c CROSS JOIN events e ON e.id = c.event_id \
         WHERE c.reason = '{CROWD}' AND c.collaborator_id BETWEEN ?1 AND ?2 AND e.occurred_at >= ?3 AND e.occurred_at < ?4 \
         GROUP BY c.collaborator_id, day, e.type ORDER BY c.collaborator_id, day, e.type"
    );
    let mut query = db.prepare_cached(&sql)?;
    let (first, last) = collaborator.map_or((i64::MIN, i64::MAX), |id| (id.0, id.0));
    let rows = query.query_map(params![first, last, from, to], |row| {
        Ok(Refused {
            collaborator: row.get(0)?,
            day: row.get(1)?,
            kind: row.get(2)?,
            visits: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
