//! What is to be told to others: it waits here until somebody says that it was delivered.
//!
//! Whoever delivers asks for what waits, delivers it in its order, and says up to where: who dies in between delivers some
//! of it again, and none is lost.

use serde::Serialize;

use super::calls::{Call, Change, Entry, Given, Run, Settings};
use super::{Result, Site};
use crate::domain::input::{Cursor, Fields, int, number};
use crate::domain::instant::Instant;
use crate::store::Transaction;
use crate::store::outbox::{self, Message};

/// The question what waits.
pub const WAITING: Entry = Entry::question::<Outbox>();

/// The call that forgets what was delivered.
pub const DELIVERED: Entry = Entry::change::<OutboxDelivered>();

/// Asks what waits.
#[derive(Debug)]
pub struct Outbox;

/// Forgets what was delivered.
#[derive(Debug)]
pub struct OutboxDelivered;

/// How many messages are given at once, unless fewer are asked for.
const MOST: i64 = 100;

/// What is left of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Delivered {
    /// How many messages were removed now.
    pub delivered: i64,
    /// How many messages are left.
    pub waiting: i64,
}

impl Call for Outbox {
    const NAME: &'static str = "outbox";
    const ABOUT: &'static str = "Lists messages to others that were not delivered yet, oldest first. Each was written in one \
        transaction with what it tells, and stays until outbox_delivered says that it was delivered.";
    /// How many messages are asked for.
    type Arguments<'v> = i64;
    type Answer = Vec<Message>;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<i64> {
        cursor.object(|fields| {
            fields.or_else(
                "query",
                "which messages",
                |cursor| cursor.object(read_limit),
                || Some(MOST),
            )
        })
    }
}

fn read_limit(fields: &mut Fields<'_, '_>) -> Option<i64> {
    fields.or("limit", MOST, "how many messages at most", int::<1, MOST>)
}

impl Run for Outbox {
    fn run(site: &Site, limit: i64, _: Instant) -> Result<Vec<Message>> {
        site.read(|db| Ok(outbox::waiting(db, limit)?))
    }
}

impl Call for OutboxDelivered {
    const NAME: &'static str = "outbox_delivered";
    const ABOUT: &'static str = "Removes the messages of the outbox up to and including one, because they were delivered. \
        Doing it again changes nothing.";
    /// The id of the last message that was delivered.
    type Arguments<'v> = i64;
    type Answer = Delivered;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<i64> {
        cursor.object(|fields| {
            fields.required(
                "until",
                "the id of the last message that was delivered",
                read_until,
            )
        })
    }
}

impl Change for OutboxDelivered {
    fn apply(db: &Transaction<'_>, _: &Settings, until: &i64) -> Result<Delivered> {
        Ok(Delivered {
            delivered: outbox::forget(db, *until)?,
            waiting: outbox::count(db)?,
        })
    }
}

fn read_until(cursor: &mut Cursor<'_, '_>) -> Option<i64> {
    cursor.describe(|schema| schema.set("minimum", 1));
    let until = number(cursor)?;
    if until < 1 {
        return cursor.refuse(format!(
            "is {until}; expected the id of a message, 1 or more"
        ));
    }
    Some(until)
}
