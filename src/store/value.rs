//! How values of the domain are stored in columns: ids, instants, words, units, quantities.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::dispute::{Answer, DisputeStatus};
use crate::domain::distribution::{AllocationStatus, DistributionStatus};
use crate::domain::distributor::DistributorStatus;
use crate::domain::event::{AliasKind, EventStatus};
use crate::domain::ids::{
    AllocationId, CollaboratorId, DistributionId, DistributorId, EventId, FulfillmentId,
    ObligationId, PayoutId, TransactionId,
};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::metric::MetricStatus;
use crate::domain::obligation::{ObligationKind, ObligationReason, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::domain::payout::{FulfillmentStatus, PayoutStatus};
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::domain::quantity::Quantity;
use crate::domain::transaction::{DetailKind, TransactionStatus};
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::store::conflicts::{ConflictOf, ConflictStatus};
use crate::store::dismissals::Dismissible;
use crate::store::refund_list::RefundStatus;

/// A column with an impossible value.
#[derive(Debug, thiserror::Error)]
#[error("a column holds \"{0}\", which is no {1}")]
struct Unreadable(String, &'static str);

fn unreadable(found: &str, wanted: &'static str) -> FromSqlError {
    FromSqlError::Other(Box::new(Unreadable(found.to_owned(), wanted)))
}

macro_rules! ids {
    ($($name:ident),* $(,)?) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map($name)
            }
        }
    )*};
}

ids!(
    AllocationId,
    CollaboratorId,
    DistributionId,
    DistributorId,
    EventId,
    FulfillmentId,
    ObligationId,
    PayoutId,
    TransactionId,
);

macro_rules! words {
    ($($name:ident),* $(,)?) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.name()))
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let text = value.as_str()?;
                <$name as Word>::from_name(text).ok_or_else(|| unreadable(text, stringify!($name)))
            }
        }
    )*};
}

words!(
    AliasKind,
    AllocationStatus,
    CollaboratorStatus,
    ConflictOf,
    ConflictStatus,
    DetailKind,
    Answer,
    Dismissible,
    DisputeStatus,
    DistributionStatus,
    DistributorStatus,
    EntryKind,
    EventStatus,
    FulfillmentStatus,
    LedgerAct,
    MessageKind,
    MetricStatus,
    ObligationKind,
    ObligationReason,
    ObligationStatus,
    PayoutStatus,
    RefundStatus,
    TransactionStatus,
);

impl ToSql for Instant {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.micros()))
    }
}

impl FromSql for Instant {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let micros = i64::column_result(value)?;
        Instant::from_micros(micros).ok_or(FromSqlError::OutOfRange(micros))
    }
}

impl ToSql for Slot {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.number()))
    }
}

impl FromSql for Slot {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = i64::column_result(value)?;
        Slot::from_number(number).ok_or(FromSqlError::OutOfRange(number))
    }
}

impl ToSql for Quantity {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.millionths()))
    }
}

impl FromSql for Quantity {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Quantity::of_millionths)
    }
}

impl ToSql for Units {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.code()))
    }
}

impl FromSql for Units {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        Units::of_sale(text).ok_or_else(|| unreadable(text, "currency"))
    }
}
