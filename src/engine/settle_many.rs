//! Moves many payouts together, all or none, so that a screen that marks twelve payouts cannot fail at the fifth.

use std::collections::btree_map;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::act::Act;
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::error::missing;
use super::get::{self, PayoutDetail};
use super::settle::{self, Details};
use super::{Error, Result, Row, fulfill};
use crate::domain::ids::FulfillmentId;
use crate::domain::input::{At, Cursor, Problems, number};
use crate::domain::message::{Message, messages};
use crate::domain::payout::{Payout, PayoutStatus};
use crate::engine::made_by::made_by;
use crate::store::{Read, Transaction, Write, fulfillments, lists::find as rows};

messages! {
    /// Continues the path of a field.
    payout_is_listed_already(id: String) = "is {id}, which is already in the list; name each payout once";
    /// Continues the path of a field.
    lists_no_payout() = "is empty; expected at least one payout";
}

pub const ENTRY: Entry = Entry::change::<SetPayouts>().refused_for(&[(
    Refusal::Conflict,
    "one of them does not exist or cannot be moved, or somebody else must move it; then none is moved",
)]);

/// The maximum number of payouts in one call.
const MOST: usize = 1_000;

#[derive(Debug)]
pub struct SetPayouts;

#[derive(Debug)]
pub struct Asked<'v> {
    ids: Vec<i64>,
    to: PayoutStatus,
    details: Details<'v>,
}

impl Call for SetPayouts {
    const NAME: &'static str = "set_payouts";
    const ABOUT: &'static str = "Moves many payouts to one status, all or none, as set_payout moves one. A payout that already has \
        the status stays as it is. If the site requires two people, whoever made one of their fulfillments cannot move them. \
        If some cannot be moved, the Conflict has a problem for each, with its index in ids. Answers the payouts in the order \
        of ids.";
    type Arguments<'v> = Asked<'v>;
    type Answer = Vec<PayoutDetail>;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let ids = fields.required("ids", "the numbers of the payouts, each once", read_ids);
            let (to, details) = settle::read_move(fields, given);
            let (to, details) = to.zip(details).unzip();
            if let Some(details) = &details
                && let Some(reason) = details.act.lacks_name(given.settings)
            {
                fields.refuse::<()>("by", reason);
            }
            Some(Asked {
                ids: ids?,
                to: to?,
                details: details?,
            })
        })
    }
}

impl Change for SetPayouts {
    fn apply(
        db: &Transaction<'_>,
        settings: &Settings,
        asked: &Asked<'_>,
    ) -> Result<Vec<PayoutDetail>> {
        move_all(db, settings, asked)
    }
}

fn move_all(db: &Write<'_>, settings: &Settings, asked: &Asked<'_>) -> Result<Vec<PayoutDetail>> {
    let mut moved = BTreeSet::new();
    for payout in that_move(db, settings, asked)? {
        settle::advance(db, &payout, asked.to, &asked.details)?;
        moved.insert(payout.fulfillment);
    }
    for fulfillment in moved {
        settle::follow(db, fulfillment)?;
    }
    let answer = asked.ids.iter().map(|id| {
        let payout = get::payout(db, *id)?;
        payout.ok_or(Error::NotFound(Row::Payout, *id))
    });
    answer.collect()
}

/// The payouts that do not have the status yet, in the order of `ids`. All of them can move.
fn that_move(db: &Read<'_>, settings: &Settings, asked: &Asked<'_>) -> Result<Vec<Payout>> {
    let mut refused = Problems::default();
    let mut moving = Vec::with_capacity(asked.ids.len());
    let mut approvals = Approvals {
        settings,
        act: &asked.details.act,
        makers: BTreeMap::new(),
    };
    for (index, id) in asked.ids.iter().enumerate() {
        let found = rows::one(db, &fulfillments::PAYOUTS, *id, fulfillments::payout_row)?;
        let reason = match &found {
            None => Some(missing(Row::Payout, *id)),
            Some(payout) if payout.status == asked.to => continue,
            Some(payout) => match settle::refusal(payout, asked.to) {
                Some(reason) => Some(reason),
                None => approvals.refusal(db, payout)?,
            },
        };
        if let Some(reason) = reason {
            refused.add(&At::root().key("ids").index(index), reason);
        }
        moving.extend(found);
    }
    if refused.is_empty() {
        Ok(moving)
    } else {
        Err(Error::Conflicts(refused))
    }
}

/// Whether one person may move payouts that another one made (four eyes).
struct Approvals<'a> {
    settings: &'a Settings,
    act: &'a Act<'a>,
    /// Who made each fulfillment. The ledger entry of one may list a hundred thousand payouts, so it is read once.
    makers: BTreeMap<FulfillmentId, Option<String>>,
}

impl Approvals<'_> {
    /// Why somebody else must move a payout, if so.
    fn refusal(&mut self, db: &Read<'_>, payout: &Payout) -> Result<Option<Message>> {
        let fulfillment = payout.fulfillment;
        let maker = match self.makers.entry(fulfillment) {
            btree_map::Entry::Occupied(known) => known.into_mut(),
            btree_map::Entry::Vacant(unknown) => unknown.insert(made_by(db, fulfillment)?),
        };
        let made = fulfill::made_fulfillment(fulfillment.to_string());
        Ok(self.act.must_leave(self.settings, maker.as_deref(), made))
    }
}

fn read_ids(cursor: &mut Cursor<'_, '_>) -> Option<Vec<i64>> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let mut named = HashSet::new();
    let ids = cursor.list(MOST, |cursor| {
        let id = number(cursor)?;
        if named.insert(id) {
            return Some(id);
        }
        cursor.refuse(payout_is_listed_already(id.to_string()))
    })?;
    if ids.is_empty() {
        return cursor.refuse(lists_no_payout());
    }
    Some(ids)
}
