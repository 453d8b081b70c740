//! Who made a fulfillment, as the ledger says.

use serde::Deserialize;

use super::Result;
use crate::domain::ids::FulfillmentId;
use crate::domain::ledger_act::LedgerAct;
use crate::store::{Error as StoreError, Read, ledger};

/// Who made a fulfillment, if that was given.
pub(super) fn made_by(db: &Read<'_>, id: FulfillmentId) -> Result<Option<String>> {
    #[derive(Deserialize)]
    struct Made {
        #[serde(default)]
        by: Option<String>,
    }
    let Some(body) = ledger::body(db, LedgerAct::Fulfillment, &id.to_string())? else {
        return Ok(None);
    };
    let made: Made = serde_json::from_str(&body).map_err(|error| {
        StoreError::Inconsistent(format!(
            "the ledger entry of fulfillment {id} cannot be read: {error}"
        ))
    })?;
    Ok(made.by)
}
