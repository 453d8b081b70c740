//! Many payouts move on together, all or none: a screen that marks twelve cannot fail at the fifth.

use std::collections::btree_map;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::act::Act;
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::get::{self, PayoutDetail};
use super::settle::{self, Details};
use super::{Error, Result, fulfill};
use crate::domain::ids::FulfillmentId;
use crate::domain::input::{At, Cursor, Problems, number};
use crate::domain::payout::{Payout, PayoutStatus};
use crate::store::{Connection, Transaction, fulfillments, lists::find as rows};

/// The call.
pub const ENTRY: Entry = Entry::change::<SetPayouts>().refused_for(&[(
    Refusal::Conflict,
    "one of them is not there or cannot be moved, or somebody else must move it; then none is moved",
)]);

/// How many are moved at once.
const MOST: usize = 1_000;

/// Moves many payouts.
#[derive(Debug)]
pub struct SetPayouts;

/// What is asked for.
#[derive(Debug)]
pub struct Asked<'v> {
    ids: Vec<i64>,
    to: PayoutStatus,
    details: Details<'v>,
}

impl Call for SetPayouts {
    const NAME: &'static str = "set_payouts";
    const ABOUT: &'static str = "Moves many payouts to one status, all or none, as set_payout moves one. A payout that has the \
        status already stays as it is. Where the site asks for two people, somebody else than who made any of their \
        fulfillments must do it. Where some cannot be moved, the problems of the Conflict name each of them by its place in \
        ids. Answers the payouts in the order of ids.";
    type Arguments<'v> = Asked<'v>;
    type Answer = Vec<PayoutDetail>;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let ids = fields.required("ids", "numbers of payouts, each once", read_ids);
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

fn move_all(db: &Connection, settings: &Settings, asked: &Asked<'_>) -> Result<Vec<PayoutDetail>> {
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
        payout.ok_or(Error::NotFound("payout", *id))
    });
    answer.collect()
}

/// The payouts that do not stand there yet, in the order in which they are named. All of them can move.
fn that_move(db: &Connection, settings: &Settings, asked: &Asked<'_>) -> Result<Vec<Payout>> {
    let mut refused = Problems::default();
    let mut moving = Vec::with_capacity(asked.ids.len());
    let mut makers = BTreeMap::new();
    for (index, id) in asked.ids.iter().enumerate() {
        let found = rows::one(db, &fulfillments::PAYOUTS, *id, fulfillments::payout_row)?;
        let reason = match &found {
            None => Some(Error::NotFound("payout", *id).to_string()),
            Some(payout) if payout.status == asked.to => continue,
            Some(payout) => match settle::stands_in_the_way(payout, asked.to) {
                Some(reason) => Some(reason),
                None => left_to_another(db, settings, &asked.details.act, payout, &mut makers)?,
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

/// Why somebody else must move a payout. The ledger's line of a fulfillment, which may have a hundred thousand payouts, is
/// read once for all of them.
fn left_to_another(
    db: &Connection,
    settings: &Settings,
    act: &Act<'_>,
    payout: &Payout,
    makers: &mut BTreeMap<FulfillmentId, Option<String>>,
) -> Result<Option<String>> {
    let fulfillment = payout.fulfillment;
    let maker = match makers.entry(fulfillment) {
        btree_map::Entry::Occupied(known) => known.into_mut(),
        btree_map::Entry::Vacant(unknown) => unknown.insert(fulfill::made_by(db, fulfillment)?),
    };
    let made = format!("made fulfillment {fulfillment}");
    Ok(act.must_leave(settings, maker.as_deref(), &made))
}

fn read_ids(cursor: &mut Cursor<'_, '_>) -> Option<Vec<i64>> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let mut named = HashSet::new();
    let ids = cursor.list(MOST, |cursor| {
        let id = number(cursor)?;
        if named.insert(id) {
            return Some(id);
        }
        cursor.refuse(format!(
            "is {id}, which stands in the list already; name each payout once"
        ))
    })?;
    if ids.is_empty() {
        return cursor.refuse("names no payout; at least one is needed");
    }
    Some(ids)
}
