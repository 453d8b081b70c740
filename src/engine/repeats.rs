//! If a rule counts once per customer (Q30), further events of the same customer give no points.
//!
//! Which event is the first, and which names are one customer, is decided when a period is divided, shown or tried. So neither
//! the order in which records arrive matters, nor when two names turn out to be one person. The decision of a period is booked
//! with it, as points taken from the further events. If the first event is refunded in a later period, the next one counts
//! there, and nothing is taken for an event that gave nothing.
//!
//! Fixed amounts per event in a pool are not affected, because each of those sales was real.

use std::collections::{BTreeMap, HashMap};

use super::Result;
use super::customers::Customers;
use super::definition;
use crate::domain::distributor::{Definition, OncePer};
use crate::domain::ids::{CollaboratorId, DistributionId, EventId};
use crate::domain::instant::Instant;
use crate::domain::metric::MetricStatus;
use crate::domain::repeats::{Worth, unbooked};
use crate::store::distributions::Open;
use crate::store::metrics::Seen;
use crate::store::repeats::{self, OfCustomer, Repeat};
use crate::store::{Read, Write, clawed_back, metrics};

/// Events of other periods that were reversed or restored in this one, and when.
type Turns = HashMap<(EventId, CollaboratorId), Instant>;

/// The repeats that are not booked in a distribution yet.
pub fn unbooked_in(db: &Read<'_>, open: &Open, definition: &Definition) -> Result<Vec<Repeat>> {
    if !repeats::are_asked_for(db, open.distributor)? {
        return Ok(Vec::new());
    }
    let mut all = own(db, open, definition)?;
    let mut homes: BTreeMap<(DistributionId, i64, String), Turns> = BTreeMap::new();
    for turned in repeats::turned(db, open)? {
        let home = homes.entry((turned.home, turned.version, turned.kind));
        home.or_default()
            .insert((turned.event, turned.collaborator), turned.at);
    }
    for ((home, version, kind), turns) in &homes {
        let rules = definition::read(db, open.distributor, *version)?;
        if once_per_customer(&rules).any(|once| once == kind) {
            let events = repeats::of_customers(db, *home, kind, open, Seen::AsDivided)?;
            all.extend(among(db, kind, &events, Some(turns))?);
        }
    }
    Ok(all)
}

fn own(db: &Read<'_>, open: &Open, definition: &Definition) -> Result<Vec<Repeat>> {
    let mut all = Vec::new();
    for kind in once_per_customer(definition) {
        let events = repeats::of_customers(db, open.id, kind, open, Seen::AsDivided)?;
        all.extend(among(db, kind, &events, None)?);
    }
    Ok(all)
}

/// The repeats of a final distribution without what refunds have taken back since (Q29): the next event of a customer counts
/// instead of the refunded one, at its own date.
pub fn after_refunds(db: &Read<'_>, closed: &Open, definition: &Definition) -> Result<Vec<Repeat>> {
    let mut all = Vec::new();
    let turns: Turns = clawed_back::turned(db, closed.id)?.into_iter().collect();
    for kind in once_per_customer(definition) {
        let events = repeats::of_customers(db, closed.id, kind, closed, Seen::AfterRefunds)?;
        let dates: HashMap<_, _> = events.iter().map(|event| (event.event, event.at)).collect();
        let again = among(db, kind, &events, Some(&turns))?.into_iter();
        all.extend(again.map(|repeat| Repeat {
            at: dates.get(&repeat.event).copied().unwrap_or(repeat.at),
            ..repeat
        }));
    }
    Ok(all)
}

/// The types of event that count once per customer.
pub fn once_per_customer(definition: &Definition) -> impl Iterator<Item = &str> {
    let once = definition
        .metrics
        .iter()
        .filter(|rule| rule.once_per == Some(OncePer::Customer));
    once.map(|rule| rule.event.as_str())
}

/// The repeats among events of one type. For events of another period, `turns` restricts them to the customers and
/// collaborators that something was reversed or restored for in this one.
fn among(
    db: &Read<'_>,
    kind: &str,
    events: &[OfCustomer],
    turns: Option<&Turns>,
) -> Result<Vec<Repeat>> {
    let mut customers = Customers::default();
    let mut groups: BTreeMap<(CollaboratorId, usize), Vec<&OfCustomer>> = BTreeMap::new();
    for event in events {
        let customer = customers.number(db, &event.subject)?;
        let group = groups.entry((event.collaborator, customer));
        group.or_default().push(event);
    }
    let mut all = Vec::new();
    for group in groups.values() {
        let at = match turns {
            None => None,
            Some(turns) => {
                let turned = group
                    .iter()
                    .filter_map(|event| turns.get(&(event.event, event.collaborator)));
                match turned.max() {
                    Some(at) => Some(*at),
                    None => continue,
                }
            }
        };
        let worths = group.iter().map(|event| Worth {
            at: event.at.micros(),
            event: event.event,
            points: event.points,
            booked: event.booked,
        });
        let owed = unbooked(&worths.collect::<Vec<_>>());
        for (event, points) in group.iter().zip(owed) {
            if points != 0 {
                all.push(Repeat {
                    event: event.event,
                    collaborator: event.collaborator,
                    kind: kind.to_owned(),
                    subject: event.subject.clone(),
                    points,
                    parts: event.parts,
                    at: at.unwrap_or(event.at),
                });
            }
        }
    }
    Ok(all)
}

/// Books the repeats of a distribution that is divided now.
pub fn book(db: &Write<'_>, open: &Open, definition: &Definition) -> Result<()> {
    for repeat in unbooked_in(db, open, definition)? {
        repeats::book(db, open.id, &repeat, MetricStatus::CustomerCounted)?;
        let (parts, points) = (repeat.parts, repeat.points);
        metrics::add_score(db, open.id, repeat.collaborator, parts, points, 0)?;
    }
    Ok(())
}
