//! What a sale or a refund did to the pools, written down in the ledger with it.

use serde::Serialize;

use crate::domain::ids::{DistributionId, ObligationId, TransactionId};
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::store::pools::{self, NewEntry};
use crate::store::{Connection, ledger};

/// The ledger's word for a folded sale.
pub const SALE: &str = "sale";
/// The ledger's word for an applied refund.
pub const REFUND: &str = "refund";

/// An entry of a pool as the ledger keeps it. Who bought is left out: people can ask to be
/// forgotten, and a chain cannot forget.
#[derive(Debug, Serialize)]
pub struct Entry {
    id: i64,
    distribution: DistributionId,
    source: i64,
    rate: String,
    kind: String,
    base: i64,
    occurred_at: i64,
    late: bool,
    transaction: Option<TransactionId>,
    detail: Option<i64>,
    refund: Option<i64>,
}

impl Entry {
    /// Into which distribution's pool.
    pub fn distribution(&self) -> DistributionId {
        self.distribution
    }

    /// Whether it is claimed back instead of lessening a pool.
    pub fn is_clawback(&self) -> bool {
        self.source == pools::CLAWBACK
    }
}

/// Inserts an entry and says what was inserted.
pub fn insert(db: &Connection, new: &NewEntry<'_>) -> Result<Entry> {
    Ok(Entry {
        id: pools::insert(db, new)?,
        distribution: new.distribution,
        source: new.place,
        rate: new.rate.to_owned(),
        kind: new.kind.to_owned(),
        base: new.base,
        occurred_at: new.at.micros(),
        late: new.late,
        transaction: new.transaction,
        detail: new.detail,
        refund: new.refund,
    })
}

/// A folded sale as the ledger keeps it; amounts in minor units.
#[derive(Debug, Serialize)]
pub struct SaleBody<'b> {
    pub transaction: TransactionId,
    pub source: &'b str,
    pub external_id: &'b str,
    pub currency: &'b str,
    pub occurred_at: i64,
    pub amount: i64,
    pub renewal: bool,
    pub details: Vec<DetailBody<'b>>,
    pub entries: Vec<Entry>,
}

/// A detail of a sale as the ledger keeps it.
#[derive(Debug, Serialize)]
pub struct DetailBody<'b> {
    pub id: i64,
    pub external_id: &'b str,
    pub kind: &'b str,
    pub amount: i64,
    pub quantity: i64,
}

/// An applied refund as the ledger keeps it; amounts in minor units.
#[derive(Debug, Serialize)]
pub struct RefundBody<'b> {
    pub refund: i64,
    pub source: &'b str,
    pub external_id: &'b str,
    pub refund_id: &'b str,
    pub generation: i64,
    pub occurred_at: i64,
    pub amount: i64,
    /// Detail and what was taken from it.
    pub lines: Vec<(i64, i64)>,
    pub entries: Vec<Entry>,
    /// Obligations that claim money back.
    pub adjustments: Vec<ObligationId>,
}

/// Appends an act of the fold. The key of the record makes it happen once.
pub fn note(
    db: &Connection,
    now: Instant,
    act: &str,
    subject: &str,
    body: &impl Serialize,
) -> Result<()> {
    // Plain records always have a JSON form.
    let body = serde_json::to_string(body).unwrap_or_default();
    ledger::append(db, now, act, subject, 0, &body)?;
    Ok(())
}
