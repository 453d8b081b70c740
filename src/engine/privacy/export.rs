//! Exports everything that is kept about one person.

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
use crate::engine::{Error, Ledger, Result, Row, row};
use crate::store::events::EventRow;
use crate::store::lists::find::Page;
use crate::store::privacy::Part;
use crate::store::transactions::TransactionRow;
use crate::store::{
    Error as StoreError, Read, disputes, distributions, fulfillments, obligations, privacy,
};

/// The maximum number of events, and of sales, in the export of a collaborator.
const MOST: i64 = 10_000;

/// The maximum and default number of events, and of sales, on a page.
const PER_PAGE: i64 = 500;

/// Everything about one collaborator.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Export {
    /// What they earned.
    #[serde(flatten)]
    pub earned: Earned,
    /// The newest events that name them as subject, under any name, and the total number.
    pub events: Page<EventRow>,
    /// The newest sales that name them as customer, and the total number.
    pub transactions: Page<TransactionRow>,
    /// Every name of the person: the user, the e-mail address, and names that were recorded together with either.
    pub names: Vec<String>,
}

/// What a collaborator earned.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Earned {
    /// The collaborator, with aliases and payout method.
    pub collaborator: Collaborator,
    /// What is owed and what was paid, by currency.
    pub balances: Vec<Balance>,
    /// Every obligation.
    pub obligations: Vec<Obligation>,
    /// Every payout.
    pub payouts: Vec<Payout>,
    /// Every share of a distribution.
    pub allocations: Vec<AllocationRow>,
    /// The metrics, summed by distributor and type of event.
    pub metrics: Vec<MetricSum>,
    /// Their disputes and the answers.
    pub disputes: Vec<DisputeRow>,
}

/// A page of everything about one person.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct PersonPage {
    /// Every name of the person.
    pub names: Vec<String>,
    /// Names that were recorded together with theirs, but may belong to somebody else because another account has them too.
    pub left: Vec<String>,
    /// What they earned as collaborators; only on the first page.
    pub collaborators: Vec<Earned>,
    /// Events that name them as subject, newest first, and the total number.
    pub events: Page<EventRow>,
    /// Sales that name them as customer, newest first, and the total number.
    pub transactions: Page<TransactionRow>,
    /// Records about them that arrived a second time with other content; only on the first page.
    pub conflicts: Vec<ConflictRow>,
    /// Whether this is the last page.
    pub done: bool,
}

/// The metrics of one distributor and type of event.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct MetricSum {
    /// The distributor.
    pub distributor: DistributorId,
    /// The type of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// The number of metrics.
    pub metrics: i64,
    /// Their points.
    pub points: Points,
}

pub const COLLABORATOR: Entry = Entry::question::<ExportCollaborator>()
    .refused_for(&[(Refusal::NotFound, "there is no such collaborator")]);

pub const PERSON: Entry = Entry::question::<ExportPerson>();

#[derive(Debug)]
pub struct ExportCollaborator;

impl Call for ExportCollaborator {
    const NAME: &'static str = "export_collaborator";
    const ABOUT: &'static str = "Exports everything that is kept about a collaborator: what they earned, and the newest 10,000 events \
        and sales that name them as subject or customer, under any of their names.";
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
    fn run(ledger: &Ledger, id: CollaboratorId, _: Instant) -> Result<Export> {
        export(ledger, id)
    }
}

#[derive(Debug)]
pub struct ExportPerson;

#[derive(Debug)]
pub struct PageOfPerson {
    names: Vec<String>,
    number: i64,
    limit: i64,
}

impl Call for ExportPerson {
    const NAME: &'static str = "export_person";
    const ABOUT: &'static str = "Exports everything that is kept about a person, a page at a time. What they earned as collaborators, \
        and conflicts, are on the first page.";
    type Arguments<'v> = PageOfPerson;
    type Answer = PersonPage;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<PageOfPerson> {
        cursor.object(|fields| {
            let names = fields.required(
                "names",
                "the names of the person in events and sales, such as user:7 or email:ann@example.org",
                read_names,
            );
            let page = fields.details("query", "which page", |cursor| {
                cursor.object(|fields| {
                    let number = fields.or("page", 1, "the number of the page, from 1", int::<1, { i64::MAX }>);
                    let limit = fields.or(
                        "per_page",
                        PER_PAGE,
                        "the number of events, and of sales, on a page",
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
    fn run(ledger: &Ledger, asked: PageOfPerson, _: Instant) -> Result<PersonPage> {
        export_person(ledger, asked)
    }
}

pub fn export(ledger: &Ledger, id: CollaboratorId) -> Result<Export> {
    ledger.read_apart(|db| {
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

fn export_person(ledger: &Ledger, asked: PageOfPerson) -> Result<PersonPage> {
    let PageOfPerson {
        names,
        number,
        limit,
    } = asked;
    let skip = (number - 1).saturating_mul(limit);
    let part = Part { skip, limit };
    ledger.read_apart(|db| {
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

fn earned(db: &Read<'_>, id: CollaboratorId) -> Result<Earned> {
    let collaborator =
        row::collaborator(db, id)?.ok_or(Error::NotFound(Row::Collaborator, id.0))?;
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
        metrics: metric_sums(db, id)?,
        disputes: privacy::rows_of(db, &disputes::LISTING, id, disputes::row)?
            .into_iter()
            .map(|kept| dispute::shown(db, kept))
            .collect::<Result<_>>()?,
        collaborator,
    })
}

fn metric_sums(db: &Read<'_>, id: CollaboratorId) -> Result<Vec<MetricSum>> {
    let mut all: Vec<MetricSum> = Vec::new();
    for part in privacy::counted(db, id)? {
        let points = part.points().ok_or_else(|| {
            StoreError::Inconsistent(format!(
                "{} / {} is not a number of points",
                part.points, part.parts
            ))
        })?;
        match all.last_mut() {
            Some(last) if last.distributor == part.distributor && last.kind == part.kind => {
                last.metrics += part.metrics;
                last.points = last.points.plus(&points);
            }
            _ => all.push(MetricSum {
                distributor: part.distributor,
                kind: part.kind,
                metrics: part.metrics,
                points,
            }),
        }
    }
    Ok(all)
}
