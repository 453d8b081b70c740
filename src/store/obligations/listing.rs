//! How obligations are listed. Not here: pages found by their counts (`pages`).

use rusqlite::Row;

use crate::domain::money::Money;
use crate::domain::obligation::Obligation;
use crate::domain::units::Units;
use crate::store::lists::find::{Filter, FilterKind, Listing};

pub const LISTING: Listing = Listing {
    what: "obligations",
    from: "obligations o",
    columns: "o.id, o.status, o.created_at, o.kind, o.collaborator_id, o.distributor_id, o.distribution_id, \
              o.allocation_id, o.amount, o.currency, o.reason, o.corrects, o.payable_at, o.fulfillment_id, o.payout_id",
    id: "o.id",
    filters: &[
        Filter {
            name: "id",
            column: "o.id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "status",
            column: "o.status",
            kind: FilterKind::Text,
        },
        Filter {
            name: "kind",
            column: "o.kind",
            kind: FilterKind::Text,
        },
        Filter {
            name: "collaborator",
            column: "o.collaborator_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "distributor",
            column: "o.distributor_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "distribution",
            column: "o.distribution_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "fulfillment",
            column: "o.fulfillment_id",
            kind: FilterKind::Id,
        },
        Filter {
            name: "payout",
            // By way of the collaborator, who is indexed.
            column: "(o.collaborator_id, o.payout_id) IN (SELECT collaborator_id, id FROM payouts WHERE id IN (?))",
            kind: FilterKind::IdsWhere,
        },
        Filter {
            name: "currency",
            column: "o.currency",
            kind: FilterKind::Text,
        },
        Filter {
            name: "created_from",
            column: "o.created_at",
            kind: FilterKind::From,
        },
        Filter {
            name: "created_until",
            column: "o.created_at",
            kind: FilterKind::Until,
        },
    ],
    always: None,
    orders: &[
        ("id", "o.id"),
        ("created_at", "o.created_at"),
        ("amount", "o.amount"),
        ("collaborator", "o.collaborator_id"),
        ("status", "o.status"),
    ],
    search: &["o.reason"],
};

pub fn row(row: &Row<'_>) -> rusqlite::Result<Obligation> {
    let currency: Units = row.get(9)?;
    Ok(Obligation {
        id: row.get(0)?,
        status: row.get(1)?,
        created_at: row.get(2)?,
        kind: row.get(3)?,
        collaborator: row.get(4)?,
        name: None,
        distributor: row.get(5)?,
        distribution: row.get(6)?,
        allocation: row.get(7)?,
        amount: Money {
            minor: row.get(8)?,
            units: currency,
        },
        currency,
        reason: row.get(10)?,
        corrects: row.get(11)?,
        payable_at: row.get(12)?,
        fulfillment: row.get(13)?,
        payout: row.get(14)?,
    })
}
