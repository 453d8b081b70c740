//! Many payouts move on together, all or none: a screen that marks twelve cannot fail at the fifth.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::act::Act;
use super::calls::{Settings, Told, named};
use super::get::{self, PayoutDetail};
use super::settle::{self, Details};
use super::{Error, Result, Site, fulfill};
use crate::domain::ids::FulfillmentId;
use crate::domain::input::{At, Problems, Value, each, int, list};
use crate::domain::instant::Instant;
use crate::domain::payout::{Payout, PayoutStatus};
use crate::store::{Connection, find as rows, fulfillments};

/// The call's name.
pub const CALL: &str = "set_payouts";

/// How many are moved at once.
const MOST: usize = 1_000;

/// What is asked for.
struct Asked<'v> {
    ids: Vec<i64>,
    to: PayoutStatus,
    details: Details<'v>,
}

/// Moves payouts to `status`, in one change. Details as of [`settle::set_payout`]. One that stands there already stays as it
/// is. Where one cannot move, none does: [`Error::Conflicts`] names each that cannot.
pub fn set_payouts(
    site: &Site,
    ids: &Value<'_>,
    status: &str,
    input: &Value<'_>,
    clock: Instant,
) -> Result<Vec<PayoutDetail>> {
    let asked = checked(ids, status, input, &site.settings, clock)?;
    let arguments = named([
        ("ids", ids.clone()),
        ("status", Value::Text(status.into())),
        ("details", input.clone()),
    ]);
    site.change(CALL, &arguments, clock, |db| {
        apply(db, &site.settings, &asked)
    })
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    let (ids, status) = (told.argument("ids")?, told.text("status")?);
    let details = told.argument("details")?;
    let asked = checked(ids, status, details, told.settings, told.now)?;
    apply(told.db, told.settings, &asked).map(drop)
}

fn apply(db: &Connection, settings: &Settings, asked: &Asked<'_>) -> Result<Vec<PayoutDetail>> {
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
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(unknown) => unknown.insert(fulfill::made_by(db, fulfillment)?),
    };
    let made = format!("made fulfillment {fulfillment}");
    Ok(act.must_leave(settings, maker.as_deref(), &made))
}

fn checked<'v>(
    ids: &Value<'_>,
    status: &str,
    input: &'v Value<'_>,
    settings: &Settings,
    clock: Instant,
) -> Result<Asked<'v>> {
    let mut problems = Problems::default();
    let ids = read_ids(ids, &mut problems);
    let given = settle::read(status, input, clock, &mut problems);
    if let Some((_, details)) = &given
        && let Err(Error::InvalidInput(nobody)) = details.act.demand_name(settings)
    {
        problems.0.extend(nobody.0);
    }
    let asked = ids
        .zip(given)
        .map(|(ids, (to, details))| Asked { ids, to, details });
    Ok(problems.into_result(asked)?)
}

fn read_ids(value: &Value<'_>, problems: &mut Problems) -> Option<Vec<i64>> {
    let root = At::root();
    let at = root.key("ids");
    let items = list(value, MOST, &at, problems)?;
    if items.is_empty() {
        problems.add(&at, "names no payout; at least one is needed");
        return None;
    }
    let mut named = HashSet::with_capacity(items.len());
    each(items, &at, |item, here| {
        let id = int(item, i64::MIN..=i64::MAX, here, problems)?;
        if named.insert(id) {
            return Some(id);
        }
        problems.add(
            here,
            format!("is {id}, which stands in the list already; name each payout once"),
        );
        None
    })
}
