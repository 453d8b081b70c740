//! Checks that the blocks agree with the rows. Not here: whether the rows are right (`engine::verify`).

use rusqlite::OptionalExtension;

use super::PastEvent;
use super::block::{Block, block_of, first, last};
use super::{decoder, table};
use crate::domain::ids::EventId;
use crate::domain::instant::Instant;
use crate::domain::metric::Counting;
use crate::store::proof::audit::{Difference, Found};
use crate::store::{Error, Read, Result};

/// Encodes the rows of every block again and compares the bytes. Returns how many blocks there are.
pub fn check(db: &Read<'_>, found: Found<'_>) -> Result<u64> {
    let newest = newest(db)?;
    let (mut checked, mut next) = (0, 0);
    table::each(db, |number, stored| -> Result<()> {
        let mut wrong = |column: &str, message: String| {
            found(Difference {
                id: number,
                column: column.to_owned(),
                message,
            });
        };
        checked += 1;
        if next < number
            && let Some(left_out) = table::event_from(db, first(next))?
            && block_of(left_out) < number
        {
            let block = block_of(left_out);
            wrong(
                "",
                format!("is there, but block {block} before it is missing"),
            );
        }
        next = number.saturating_add(1);
        if number < 0 || newest < last(number) {
            let message = format!("covers event ids that were never given: the newest is {newest}");
            wrong("number", message);
            return Ok(());
        }
        let (is, should) = (stored.read()?, table::from_rows(db, number)?);
        if is.bytes != should.bytes {
            wrong("events", difference(number, &is, &should)?);
        }
        if is.counters != should.counters {
            let message = "do not match the events whose ids it covers";
            wrong("kept, counted, history", message.to_owned());
        }
        if is.span != should.span {
            let message = "are not when its first and its last event happened";
            wrong("earliest, latest", message.to_owned());
        }
        Ok(())
    })?;
    Ok(checked)
}

/// The newest id that was ever given to an event. The event itself may have been rolled up.
fn newest(db: &Read<'_>) -> Result<i64> {
    let mut query = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'")?;
    Ok(query
        .query_row([], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}

/// Describes the first event in which two blocks differ.
fn difference(number: i64, is: &Block, should: &Block) -> Result<String> {
    let is = match described(number, is) {
        Ok(is) => is,
        Err(Error::Corrupt(_)) => return Ok("cannot be decoded".to_owned()),
        Err(other) => return Err(other),
    };
    let should = described(number, should)?;
    let same = is
        .iter()
        .zip(&should)
        .take_while(|(is, should)| is == should);
    let first = same.count();
    Ok(match (is.get(first), should.get(first)) {
        (Some((id, is)), Some((wanted, should))) if id == wanted => {
            format!("event {id} is {is}; it should be {should}")
        }
        (Some((id, _)), Some((wanted, _))) if wanted < id => {
            format!("event {wanted} is missing")
        }
        (Some((id, _)), _) => format!("has event {id}, which does not belong in it"),
        (None, Some((wanted, _))) => format!("event {wanted} is missing"),
        (None, None) => "is not in the format that this version writes".to_owned(),
    })
}

/// Every event of a block in words, for the message of a difference.
fn described(number: i64, block: &Block) -> Result<Vec<(EventId, String)>> {
    let mut described = Vec::new();
    decoder::each(
        number,
        &block.bytes,
        |_| 0,
        |event, _, credits| {
            described.push((event.id, words(&event, credits)));
            Ok::<(), Error>(())
        },
    )?;
    Ok(described)
}

fn words(event: &PastEvent<'_>, credits: &[Counting]) -> String {
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
