//! Checks the stored crowds against the events. Not here: what a crowd is (`store::crowds`).

use super::audit::{Difference, Found};
use crate::domain::ids::EventId;
use crate::domain::ignored::IgnoredReason;
use crate::domain::network::day;
use crate::store::crowds::{Crowd, DAY, Visited, visitor, visitors};
use crate::store::{Read, Result, roll_up};

/// Checks, event by event in the order of recording, that the stored visitors are those whose events count, and that every
/// event obeys the limit it was recorded with. Days that were forgotten cannot be checked.
pub fn check(db: &Read<'_>, found: Found<'_>) -> Result<()> {
    let until = roll_up::until(db)?.map_or(i64::MIN, |until| day(until.micros()));
    let crowd = IgnoredReason::Crowd;
    let sql = format!(
        "SELECT {DAY} AS day, e.type, e.network, e.object, c.collaborator_id, e.subject, c.reason, e.network_limit, e.id \
         FROM events e JOIN credits c ON c.event_id = e.id \
         WHERE e.network IS NOT NULL AND (c.reason IS NULL OR c.reason = '{crowd}') AND {DAY} > ?1 \
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

/// Compares the visitors whose events count with the stored ones. Returns how many they are.
fn close(
    db: &Read<'_>,
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
