//! Everything that is kept about one person, for the one it is about.

use serde::Serialize;

use super::{read_names, whose};
use crate::domain::collaborator::Collaborator;
use crate::domain::distribution::AllocationRow;
use crate::domain::ids::{CollaboratorId, DistributorId};
use crate::domain::input::{Cursor, int, number};
use crate::domain::instant::Instant;
use crate::domain::obligation::Obligation;
use crate::domain::payout::Payout;
use crate::domain::points::Points;
use crate::domain::pseudonyms::Pseudonyms;
use crate::engine::balances::{self, Balance};
use crate::engine::calls::{Call, Entry, Given, Refusal, Run};
use crate::engine::conflicts::{self, ConflictRow};
use crate::engine::dispute::{self, DisputeRow};
use crate::engine::{Error, Result, Site, find};
use crate::store::events::EventRow;
use crate::store::lists::find::Page;
use crate::store::privacy::Part;
use crate::store::transactions::TransactionRow;
use crate::store::{
    Connection, Error as StoreError, disputes, distributions, fulfillments, obligations, privacy,
};

/// How many events and purchases are given, the newest first.
const MOST: i64 = 10_000;

/// How many of each are on a page at most, and where nothing is said.
const PER_PAGE: i64 = 500;

/// Everything about one collaborator.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Export {
    /// What they earned.
    #[serde(flatten)]
    pub earned: Earned,
    /// What they did themselves: the newest events that name them as subject, under any name, and how many there are.
    pub events: Page<EventRow>,
    /// What they bought: the newest sales that name them as customer, and how many there are.
    pub transactions: Page<TransactionRow>,
    /// Every name the person is known by: the user, the e-mail address, and what was told together with
    /// either.
    pub names: Vec<String>,
}

/// What a collaborator earned.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Earned {
    /// The row, with aliases and payout method.
    pub collaborator: Collaborator,
    /// What is and was owed, for each currency.
    pub balances: Vec<Balance>,
    /// Every obligation.
    pub obligations: Vec<Obligation>,
    /// Every payout.
    pub payouts: Vec<Payout>,
    /// Every part in a distribution.
    pub allocations: Vec<AllocationRow>,
    /// What counted, by distributor and type.
    pub metrics: Vec<Counted>,
    /// What they disputed, and what they were answered.
    pub disputes: Vec<DisputeRow>,
}

/// A page of everything about one person.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct PersonPage {
    /// Every name the person is known by.
    pub names: Vec<String>,
    /// Names that were told together with theirs and may be somebody else's, because another account has them too.
    pub left: Vec<String>,
    /// On the first page, what they earned as collaborators.
    pub collaborators: Vec<Earned>,
    /// Events that name them as subject, newest first, and how many there are.
    pub events: Page<EventRow>,
    /// Sales that name them as customer, newest first, and how many there are.
    pub transactions: Page<TransactionRow>,
    /// On the first page, what was told of them a second time with another content.
    pub conflicts: Vec<ConflictRow>,
    /// Whether this is the last page.
    pub done: bool,
}

/// What counted for somebody.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Counted {
    /// In which distributor.
    pub distributor: DistributorId,
    /// The type of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// How many metrics.
    pub metrics: i64,
    /// Their points.
    pub points: Points,
}

/// The call for a collaborator.
pub const COLLABORATOR: Entry = Entry::question::<ExportCollaborator>()
    .refused_for(&[(Refusal::NotFound, "there is no such collaborator")]);

/// The call for anybody.
pub const PERSON: Entry = Entry::question::<ExportPerson>();

/// Asks for everything about a collaborator.
#[derive(Debug)]
pub struct ExportCollaborator;

impl Call for ExportCollaborator {
    const NAME: &'static str = "export_collaborator";
    const ABOUT: &'static str = "Everything that is kept about a collaborator: what they earned, and what they did and bought \
        themselves (the newest 10,000 events and sales) under any name that the same person is known by.";
    type Arguments<'v> = CollaboratorId;
    type Answer = Export;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<CollaboratorId> {
        cursor.object(|fields| {
            let id = fields.required("id", "the number of the collaborator", number);
            id.map(CollaboratorId)
        })
    }
}

impl Run for ExportCollaborator {
    fn run(site: &Site, id: CollaboratorId, _: Instant) -> Result<Export> {
        export(site, id)
    }
}

/// Asks for everything about a person.
#[derive(Debug)]
pub struct ExportPerson;

/// Whose data, and which page of it.
#[derive(Debug)]
pub struct PageOfPerson {
    names: Vec<String>,
    number: i64,
    limit: i64,
}

impl Call for ExportPerson {
    const NAME: &'static str = "export_person";
    const ABOUT: &'static str = "Everything that is kept about a person, a page at a time. What they earned as collaborators and what \
        was recorded of them twice is on the first page.";
    type Arguments<'v> = PageOfPerson;
    type Answer = PersonPage;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<PageOfPerson> {
        cursor.object(|fields| {
            let names = fields.required(
                "names",
                "what the person is called where they did something, such as user:7 or email:ann@example.org",
                read_names,
            );
            let page = fields.details("query", "which page", |cursor| {
                cursor.object(|fields| {
                    let number = fields.or("page", 1, "which page, from 1", int::<1, { i64::MAX }>);
                    let limit = fields.or(
                        "per_page",
                        PER_PAGE,
                        "how many events and sales a page has",
                        int::<1, PER_PAGE>,
                    );
                    number.zip(limit)
                })
            });
            let (number, limit) = page?;
            Some(PageOfPerson {
                names: names?,
                number,
                limit,
            })
        })
    }
}

impl Run for ExportPerson {
    fn run(site: &Site, asked: PageOfPerson, _: Instant) -> Result<PersonPage> {
        export_person(site, asked)
    }
}

/// Everything about a collaborator.
pub fn export(site: &Site, id: CollaboratorId) -> Result<Export> {
    site.read_apart(|db| {
        let earned = earned(db, id)?;
        let names = whose(db, Vec::new(), Some(id))?.names;
        let part = Part {
            skip: 0,
            limit: MOST,
        };
        Ok(Export {
            earned,
            events: page(privacy::events_by(db, &names, part)?),
            transactions: page(privacy::purchases_by(db, &names, part)?),
            names,
        })
    })
}

/// A page of everything about somebody.
fn export_person(site: &Site, asked: PageOfPerson) -> Result<PersonPage> {
    let PageOfPerson {
        names,
        number,
        limit,
    } = asked;
    let skip = (number - 1).saturating_mul(limit);
    let part = Part { skip, limit };
    site.read_apart(|db| {
        let whose = whose(db, names, None)?;
        let events = page(privacy::events_by(db, &whose.names, part)?);
        let transactions = page(privacy::purchases_by(db, &whose.names, part)?);
        let (mut collaborators, mut conflicts) = (Vec::new(), Vec::new());
        if number == 1 {
            for id in &whose.collaborators {
                collaborators.push(earned(db, *id)?);
            }
            let names = Pseudonyms::of_names(&whose.names, [0, 0]);
            for conflict in privacy::conflicts_with(db, &names)? {
                conflicts.push(conflicts::shown(db, conflict)?);
            }
        }
        let given = skip.saturating_add(limit);
        Ok(PersonPage {
            done: events.total <= given && transactions.total <= given,
            names: whose.names,
            left: whose.left,
            collaborators,
            events,
            transactions,
            conflicts,
        })
    })
}

fn page<T>((items, total): (Vec<T>, i64)) -> Page<T> {
    Page { items, total }
}

fn earned(db: &Connection, id: CollaboratorId) -> Result<Earned> {
    let collaborator = find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))?;
    Ok(Earned {
        balances: balances::of(db, id)?,
        obligations: privacy::rows_of(db, &obligations::LISTING, id, obligations::row)?,
        payouts: privacy::rows_of(db, &fulfillments::PAYOUTS, id, fulfillments::payout_row)?,
        allocations: privacy::rows_of(
            db,
            &distributions::ALLOCATIONS,
            id,
            distributions::allocation_row,
        )?,
        metrics: counted(db, id)?,
        disputes: privacy::rows_of(db, &disputes::LISTING, id, disputes::row)?
            .into_iter()
            .map(|kept| dispute::shown(db, kept))
            .collect::<Result<_>>()?,
        collaborator,
    })
}

fn counted(db: &Connection, id: CollaboratorId) -> Result<Vec<Counted>> {
    let mut all: Vec<Counted> = Vec::new();
    for part in privacy::counted(db, id)? {
        let points = part.points().ok_or_else(|| {
            StoreError::Inconsistent(format!("points of {} / {}", part.points, part.parts))
        })?;
        match all.last_mut() {
            Some(last) if last.distributor == part.distributor && last.kind == part.kind => {
                last.metrics += part.metrics;
                last.points = last.points.plus(&points);
            }
            _ => all.push(Counted {
                distributor: part.distributor,
                kind: part.kind,
                metrics: part.metrics,
                points,
            }),
        }
    }
    Ok(all)
}
