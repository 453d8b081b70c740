//! Whether the packs say what the rows say. Not here: whether the rows are right (`engine::verify`).

use rusqlite::{Connection, OptionalExtension};

use super::Happened;
use super::packed::{self, Pack, first, last, pack_of};
use super::packs;
use crate::domain::ids::EventId;
use crate::domain::instant::Instant;
use crate::domain::metric::Counting;
use crate::store::audit::{Difference, Found};
use crate::store::{Error, Result};

/// Packs every pack's rows again and compares; answers how many packs there are.
pub fn check(db: &Connection, found: Found<'_>) -> Result<u64> {
    let newest = newest(db)?;
    let (mut checked, mut next) = (0, 0);
    packs::each(db, |number, lying| -> Result<()> {
        let mut wrong = |column: &str, message: String| {
            found(Difference {
                id: number,
                column: column.to_owned(),
                message,
            });
        };
        checked += 1;
        if next < number
            && let Some(left_out) = packs::event_from(db, first(next))?
            && pack_of(left_out) < number
        {
            let pack = pack_of(left_out);
            wrong("", format!("is there, pack {pack} before it is not"));
        }
        next = number.saturating_add(1);
        if number < 0 || newest < last(number) {
            let message = format!("holds numbers that no event has yet: the newest is {newest}");
            wrong("number", message);
            return Ok(());
        }
        let (is, should) = (lying.read()?, packs::from_rows(db, number)?);
        if is.bytes != should.bytes {
            wrong("events", difference(number, &is, &should)?);
        }
        if is.tally != should.tally {
            let message = "are not how many events have its numbers, and how many of them count or are history";
            wrong("kept, counted, history", message.to_owned());
        }
        if is.span != should.span {
            let message = "are not when the first and the last of its events happened";
            wrong("earliest, latest", message.to_owned());
        }
        Ok(())
    })?;
    Ok(checked)
}

/// The newest number that was given away; the event itself may be rolled up by now.
fn newest(db: &Connection) -> Result<i64> {
    let mut query = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'")?;
    Ok(query
        .query_row([], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}

/// The first event of which they say different things.
fn difference(number: i64, is: &Pack, should: &Pack) -> Result<String> {
    let is = match said(number, is) {
        Ok(is) => is,
        Err(Error::Corrupt(_)) => return Ok("does not read".to_owned()),
        Err(other) => return Err(other),
    };
    let should = said(number, should)?;
    let same = is
        .iter()
        .zip(&should)
        .take_while(|(is, should)| is == should);
    let place = same.count();
    Ok(match (is.get(place), should.get(place)) {
        (Some((id, is)), Some((wanted, should))) if id == wanted => {
            format!("event {id} is {is}; should be {should}")
        }
        (Some((id, _)), Some((wanted, _))) if wanted < id => {
            format!("lacks event {wanted}")
        }
        (Some((id, _)), _) => format!("has event {id}, which should not be in it"),
        (None, Some((wanted, _))) => format!("lacks event {wanted}"),
        (None, None) => "is in another form than this version writes".to_owned(),
    })
}

/// Each event of a pack in words.
fn said(number: i64, pack: &Pack) -> Result<Vec<(EventId, String)>> {
    let mut said = Vec::new();
    packed::each(
        number,
        &pack.bytes,
        |_| 0,
        |event, _, credits| {
            said.push((event.id, words(&event, credits)));
            Ok::<(), Error>(())
        },
    )?;
    Ok(said)
}

fn words(event: &Happened<'_>, credits: &[Counting]) -> String {
    let at = match Instant::from_micros(event.at) {
        Some(at) => at.to_string(),
        None => event.at.to_string(),
    };
    let worth = match (event.value, event.currency) {
        (None, None) => String::new(),
        (value, currency) => {
            let (value, currency) = (
                value.unwrap_or("nothing"),
                currency.unwrap_or("of no currency"),
            );
            format!(", worth {value} {currency}")
        }
    };
    let renewal = if event.renewal { ", a renewal" } else { "" };
    let credits: Vec<String> = credits.iter().map(credit_words).collect();
    format!(
        "{} at {at}, quantity {}, standing for {}{worth}{renewal}, for {}",
        event.kind,
        event.quantity,
        event.times,
        credits.join(" and ")
    )
}

fn credit_words(credit: &Counting) -> String {
    let who = credit.collaborator;
    match (credit.weight, credit.own) {
        (1, false) => who.to_string(),
        (weight, false) => format!("{who} (weight {weight})"),
        (weight, true) => format!("{who} (weight {weight}, own)"),
    }
}
