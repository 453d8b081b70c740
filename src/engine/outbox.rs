//! Messages to others, which wait until they are reported as delivered.
//!
//! A deliverer asks for waiting messages, delivers them in order, and reports the last one. If it dies in between, some are
//! delivered again and none is lost.

use serde::Serialize;

use super::calls::{Call, Change, Entry, Given, Run, Settings};
use super::{Ledger, Result};
use crate::domain::input::{Cursor, Fields, int, number};
use crate::domain::instant::Instant;
use crate::domain::message::messages;
use crate::store::Transaction;
use crate::store::outbox::{self, Message};

messages! {
    /// Continues the path of a field.
    is_no_message_id(given: String) = "is {given}; expected the id of a message, 1 or more";
}

pub const WAITING: Entry = Entry::question::<Outbox>();

pub const DELIVERED: Entry = Entry::change::<OutboxDelivered>();

#[derive(Debug)]
pub struct Outbox;

#[derive(Debug)]
pub struct OutboxDelivered;

/// The maximum number of messages in one answer.
const MOST: i64 = 100;

/// The state of the outbox after a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Delivered {
    /// The number of messages that were removed now.
    pub delivered: i64,
    /// The number of messages that are left.
    pub waiting: i64,
}

impl Call for Outbox {
    const NAME: &'static str = "outbox";
    const ABOUT: &'static str = "Lists messages to others that are not delivered yet, oldest first. Each was written in the same \
        transaction as what it reports, and stays until outbox_delivered reports it as delivered.";
    /// The maximum number of messages.
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
    fields.or(
        "limit",
        MOST,
        "the maximum number of messages",
        int::<1, MOST>,
    )
}

impl Run for Outbox {
    fn run(ledger: &Ledger, limit: i64, _: Instant) -> Result<Vec<Message>> {
        ledger.read(|db| Ok(outbox::waiting(db, limit)?))
    }
}

impl Call for OutboxDelivered {
    const NAME: &'static str = "outbox_delivered";
    const ABOUT: &'static str = "Removes delivered messages from the outbox, up to and including one. Repeating it changes \
        nothing.";
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
        return cursor.refuse(is_no_message_id(until.to_string()));
    }
    Some(until)
}
