//! Dismisses a refund or a conflict that somebody has reviewed. It is kept as it is, and the status no longer reports it.

use super::act::{self, Act};
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::conflicts::{self, ConflictRow};
use super::{Error, Result, Row};
use crate::domain::input::{Cursor, number};
use crate::domain::message::messages;
use crate::domain::words::Word;
use crate::store::conflicts::{ConflictStatus, LISTING as CONFLICTS};
use crate::store::dismissals::{self, Dismissible};
use crate::store::refund_list::{self, LISTING as REFUNDS, ListedRefund, RefundStatus};
use crate::store::{Read, Transaction, Write, conflicts as kept, lists::find};

messages! {
    refund_cannot_be_dismissed(id: String, status: String) = "refund {id} is {status}; only a refund that waits for its sale or does not fit it can be dismissed";
}

pub const REFUND: Entry = Entry::change::<DismissRefund>().refused_for(&[
    (Refusal::NotFound, "there is no such refund"),
    (Refusal::Conflict, "it is neither waiting nor ignored"),
]);

pub const CONFLICT: Entry = Entry::change::<DismissConflict>()
    .refused_for(&[(Refusal::NotFound, "there is no such conflict")]);

#[derive(Debug)]
pub struct DismissRefund;

#[derive(Debug)]
pub struct DismissConflict;

#[derive(Debug)]
pub struct Asked<'v> {
    id: i64,
    act: Act<'v>,
}

impl Call for DismissRefund {
    const NAME: &'static str = "dismiss_refund";
    const ABOUT: &'static str = "Dismisses a refund that waits for a sale that will not arrive, or that does not fit its sale, so \
        that status no longer reports it as a problem. Dismissing it again changes nothing. If the sale arrives after all, the \
        refund is applied; one that does not fit stays ignored. Answers the refund.";
    type Arguments<'v> = Asked<'v>;
    type Answer = ListedRefund;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        read(cursor, "the id of the refund, as find lists it", given)
    }
}

impl Change for DismissRefund {
    fn apply(db: &Transaction<'_>, _: &Settings, asked: &Asked<'_>) -> Result<ListedRefund> {
        dismiss_refund(db, asked.id, &asked.act)
    }
}

impl Call for DismissConflict {
    const NAME: &'static str = "dismiss_conflict";
    const ABOUT: &'static str = "Dismisses a conflict (a record that arrived a second time with other content) after somebody \
        reviewed it, so that status no longer reports it as a problem. Dismissing it again changes nothing. The first record \
        still counts, and the second one is kept. Answers the conflict.";
    type Arguments<'v> = Asked<'v>;
    type Answer = ConflictRow;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        read(cursor, "the id of the conflict, as find lists it", given)
    }
}

impl Change for DismissConflict {
    fn apply(db: &Transaction<'_>, _: &Settings, asked: &Asked<'_>) -> Result<ConflictRow> {
        dismiss_conflict(db, asked.id, &asked.act)
    }
}

fn read<'v>(
    cursor: &mut Cursor<'_, 'v>,
    about: &'static str,
    given: Given<'_>,
) -> Option<Asked<'v>> {
    cursor.object(|fields| {
        let id = fields.required("id", about, number);
        let act = fields.details("details", "who reviewed it, and when", |cursor| {
            act::read(cursor, given)
        });
        Some(Asked { id: id?, act: act? })
    })
}

fn dismiss_refund(db: &Write<'_>, id: i64, details: &Act<'_>) -> Result<ListedRefund> {
    let refund = refund(db, id)?;
    match refund.status {
        RefundStatus::Waiting => {
            refund_list::dismiss(db, id)?;
            keep(db, Dismissible::WaitingRefund, id, details)?;
        }
        RefundStatus::Ignored => keep(db, Dismissible::IgnoredRefund, id, details)?,
        RefundStatus::Dismissed => {}
        RefundStatus::Applied | RefundStatus::Repeated => {
            return Err(Error::Conflict(refund_cannot_be_dismissed(
                id.to_string(),
                refund.status.name().to_owned(),
            )));
        }
    }
    self::refund(db, id)
}

fn dismiss_conflict(db: &Write<'_>, id: i64, details: &Act<'_>) -> Result<ConflictRow> {
    if conflict(db, id)?.status == ConflictStatus::Open {
        keep(db, Dismissible::Conflict, id, details)?;
    }
    conflict(db, id)
}

fn keep(db: &Write<'_>, what: Dismissible, id: i64, details: &Act<'_>) -> Result<()> {
    let Act { now, by, note } = *details;
    Ok(dismissals::keep(db, what, id, now, by, note)?)
}

fn refund(db: &Read<'_>, id: i64) -> Result<ListedRefund> {
    let found = find::one(db, &REFUNDS, id, refund_list::row)?;
    found.ok_or(Error::NotFound(Row::Refund, id))
}

fn conflict(db: &Read<'_>, id: i64) -> Result<ConflictRow> {
    let found = find::one(db, &CONFLICTS, id, kept::row)?;
    conflicts::shown(db, found.ok_or(Error::NotFound(Row::Conflict, id))?)
}
