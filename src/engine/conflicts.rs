//! Shows how a record that arrived a second time differs from the one that counts.
//!
//! It is compared with what counts now. After an amendment of the sale the two may agree again, and then nothing differs.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::Result;
use crate::domain::difference::{Difference, Side, compare};
use crate::domain::event::{AliasKind, Event, Owner, Who, is_completion};
use crate::domain::ids::{CollaboratorId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::money;
use crate::domain::transaction::{Refund, Takes, Transaction};
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::store::conflicts::{self, Conflict, ConflictOf, ConflictStatus};
use crate::store::dismissals::Dismissal;
use crate::store::transactions::{DetailRow, TransactionRow};
use crate::store::{Read, collaborators, events, lists::find, persons, refunds, transactions};

/// A record that arrived a second time with other content. The first one counts.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ConflictRow {
    /// The id of the conflict.
    pub id: i64,
    /// Whether somebody has reviewed it.
    pub status: ConflictStatus,
    /// When the second record arrived.
    pub created_at: Instant,
    /// What kind of record it is.
    pub what: ConflictOf,
    /// The key of both records.
    pub key: String,
    /// The event that counts; null for other records.
    pub event: Option<EventId>,
    /// The sale that counts, or that the event or the refund belongs to.
    pub transaction: Option<TransactionId>,
    /// The shop that the sale or the refund comes from.
    pub source: Option<String>,
    /// The number of the sale in the shop.
    pub external_id: Option<String>,
    /// The number of the refund in the shop.
    pub refund_id: Option<String>,
    /// The currency of the record that counts.
    pub currency: Option<String>,
    /// How the second record differs from what counts now.
    pub differences: Vec<Difference>,
    /// Who reviewed it.
    #[serde(flatten)]
    pub dismissal: Dismissal,
}

pub fn shown(db: &Read<'_>, conflict: Conflict) -> Result<ConflictRow> {
    let body = conflict.body;
    let mut row = ConflictRow {
        id: conflict.id,
        status: conflict.status,
        created_at: conflict.created_at,
        what: conflict.what,
        key: conflict.key,
        event: None,
        transaction: None,
        source: None,
        external_id: None,
        refund_id: None,
        currency: None,
        differences: Vec::new(),
        dismissal: conflict.dismissal,
    };
    match row.what {
        ConflictOf::Event => of_event(db, &mut row, &body)?,
        ConflictOf::Transaction => of_sale(db, &mut row, &body)?,
        ConflictOf::Refund => of_refund(db, &mut row, &body)?,
    }
    Ok(row)
}

fn read<'b, T: Deserialize<'b>>(body: &'b str) -> Option<T> {
    serde_json::from_str(body).ok()
}

fn of_sale(db: &Read<'_>, row: &mut ConflictRow, body: &str) -> Result<()> {
    let Some(told) = read::<Transaction<'_>>(body) else {
        return Ok(());
    };
    row.source = Some(told.source.to_string());
    row.external_id = Some(told.external_id.to_string());
    let Some((sale, units)) = sale(db, row, &told.source, &told.external_id)? else {
        return Ok(());
    };
    let standing = transactions::standing(db, sale.id)?;
    let referrers: Vec<Owner<'_>> = read(&standing.referrers).unwrap_or_default();
    let codes = |codes: &[&str]| {
        let folded = codes.iter().map(|code| AliasKind::Coupon.folded(code));
        json!(folded.collect::<BTreeSet<_>>())
    };
    let used = sale.coupons.as_array().into_iter().flatten();
    let mut kept = vec![Side::whole(vec![
        ("currency", json!(units.code())),
        (
            "coupons",
            codes(&used.filter_map(Json::as_str).collect::<Vec<_>>()),
        ),
        ("referrer", people(db, &referrers)?),
        (
            "credit_referrer",
            json!(transactions::credits_referrer(db, sale.id)?),
        ),
    ])];
    for detail in transactions::details(db, &sale)? {
        kept.push(kept_line(db, &detail)?);
    }
    let told_units = Units::of_sale(&told.currency).unwrap_or(units);
    let used: Vec<&str> = told.coupons.iter().map(|code| &**code).collect();
    let mut said = vec![Side::whole(vec![
        ("currency", json!(told.currency)),
        ("coupons", codes(&used)),
        ("referrer", people(db, &told.referrers)?),
        ("credit_referrer", json!(told.credits_referrer())),
    ])];
    for detail in &told.details {
        said.push(Side {
            external_id: Some(detail.external_id.to_string()),
            name: detail.name.as_deref().map(str::to_owned),
            parts: vec![
                ("kind", json!(detail.kind.name())),
                ("amount", json!(money::to_text(detail.amount, told_units))),
                ("quantity", json!(detail.quantity)),
                ("owners", sorted(people(db, &detail.owners)?)),
                ("line", json!(detail.line)),
            ],
        });
    }
    row.differences = compare(&kept, &said);
    Ok(())
}

fn kept_line(db: &Read<'_>, detail: &DetailRow) -> Result<Side> {
    let owners = detail.owners.to_string();
    let owners: Vec<Owner<'_>> = read(&owners).unwrap_or_default();
    Ok(Side {
        external_id: Some(detail.external_id.clone()),
        name: detail.name.clone(),
        parts: vec![
            ("kind", json!(detail.kind.name())),
            (
                "amount",
                json!(money::to_text(detail.amount.minor, detail.amount.units)),
            ),
            ("quantity", json!(detail.quantity)),
            ("owners", sorted(people(db, &owners)?)),
            ("line", json!(detail.line)),
        ],
    })
}

/// Looks up a sale by its number, and notes it in the row.
fn sale(
    db: &Read<'_>,
    row: &mut ConflictRow,
    source: &str,
    external_id: &str,
) -> Result<Option<(TransactionRow, Units)>> {
    let Some(found) = transactions::sale(db, source, external_id)? else {
        return Ok(None);
    };
    row.transaction = Some(found.id);
    row.currency = Some(found.units.code().to_owned());
    let id = found.id.0;
    let sale = find::one(db, &transactions::LISTING, id, transactions::row)?;
    Ok(sale.map(|sale| (sale, found.units)))
}

fn of_event(db: &Read<'_>, row: &mut ConflictRow, body: &str) -> Result<()> {
    let Some(told) = read::<Event<'_>>(body) else {
        return Ok(());
    };
    let Some(kept) = conflicts::counted_event(db, &row.key)? else {
        return Ok(());
    };
    row.event = Some(kept.id);
    row.currency.clone_from(&kept.currency);
    if let Some(id) = kept.transaction
        && let Some(sale) = find::one(db, &transactions::LISTING, id.0, transactions::row)?
    {
        row.transaction = Some(id);
        row.source = Some(sale.source);
        row.external_id = Some(sale.external_id);
    }
    let credited = events::credits(db, kept.id)?.into_iter().map(|credit| {
        person(
            credit.id.map(|id| id.0),
            credit.named.as_deref(),
            credit.weight,
        )
    });
    let data = told.data.as_deref().and_then(read::<Json>);
    // The price of a course is recorded once, and another value of it is not a conflict.
    let is_compared = !is_completion(&kept.kind) || told.kind != kept.kind;
    let told_names = told.subject.iter().chain(&told.also).map(AsRef::as_ref);
    let is_the_same_person = match &kept.subject {
        Some(subject) => persons::are_one(db, subject, told_names)?,
        None => false,
    };
    let told_subject = if is_the_same_person {
        json!(kept.subject)
    } else {
        json!(told.subject)
    };
    let kept = Side::whole(vec![
        ("type", json!(kept.kind)),
        ("owners", credited.collect()),
        ("subject", json!(kept.subject)),
        ("object", json!(kept.object)),
        ("quantity", json!(kept.quantity)),
        ("value", json!(kept.value.filter(|_| is_compared))),
        ("currency", json!(kept.currency)),
        ("data", json!(kept.data)),
    ]);
    let told = Side::whole(vec![
        ("type", json!(told.kind)),
        ("owners", people(db, &told.owners)?),
        ("subject", told_subject),
        ("object", json!(told.object)),
        ("quantity", json!(told.quantity)),
        ("value", json!(told.value.filter(|_| is_compared))),
        ("currency", json!(told.currency)),
        ("data", json!(data)),
    ]);
    row.differences = compare(&[kept], &[told]);
    Ok(())
}

fn of_refund(db: &Read<'_>, row: &mut ConflictRow, body: &str) -> Result<()> {
    let Some(told) = read::<Refund<'_>>(body) else {
        return Ok(());
    };
    row.source = Some(told.source.to_string());
    row.external_id = Some(told.external_id.to_string());
    row.refund_id = Some(told.refund_id.to_string());
    sale(db, row, &told.source, &told.external_id)?;
    let number = (&*told.source, &*told.external_id, &*told.refund_id);
    let Some(kept) = refunds::body_beside(db, number, told.at)? else {
        return Ok(());
    };
    if let Some(kept) = read::<Refund<'_>>(&kept) {
        row.differences = compare(&refund_sides(&kept), &refund_sides(&told));
    }
    Ok(())
}

/// What a refund takes as a whole (a decimal amount, `lines` or `rest`), and its lines.
fn refund_sides(refund: &Refund<'_>) -> Vec<Side> {
    let (takes, lines) = match &refund.takes {
        Takes::Amount(amount) => (json!(amount), [].as_slice()),
        Takes::Rest => (json!("rest"), [].as_slice()),
        Takes::Lines(lines) => (json!("lines"), lines.as_slice()),
    };
    let lines = lines.iter().map(|line| Side {
        external_id: Some(line.external_id.to_string()),
        name: None,
        parts: vec![
            ("amount", json!(line.amount)),
            ("quantity", json!(line.quantity)),
        ],
    });
    [Side::whole(vec![("takes", takes)])]
        .into_iter()
        .chain(lines)
        .collect()
}

/// Owners, resolved to the collaborators that they mean now.
fn people(db: &Read<'_>, owners: &[Owner<'_>]) -> Result<Json> {
    let mut people = Vec::with_capacity(owners.len());
    for owner in owners {
        let (id, named) = match &owner.who {
            Who::Id(id) => {
                let id = *id;
                let known = collaborators::known(db, CollaboratorId(id))?;
                (known.map(|_| id), format!("id:{id}"))
            }
            Who::Alias(kind, code) => {
                let id = collaborators::by_alias(db, *kind, code)?;
                (id.map(|id| id.0), format!("{kind}:{code}"))
            }
        };
        let named = id.is_none().then_some(&*named);
        people.push(person(id, named, owner.weight));
    }
    Ok(Json::Array(people))
}

/// The same form as the credits of an event.
fn person(id: Option<i64>, named: Option<&str>, weight: i64) -> Json {
    json!({"id": id, "named": named, "weight": weight})
}

/// The order in which owners are named does not matter.
fn sorted(mut people: Json) -> Json {
    if let Json::Array(people) = &mut people {
        people.sort_by_cached_key(ToString::to_string);
    }
    people
}
