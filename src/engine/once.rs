//! An act under a caller's key: done once, and answered the same way when it is asked for again.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Error, Result};
use crate::domain::instant::Instant;
use crate::store::{Connection, Error as StoreError, ledger};

/// The ledger's line for an act under a caller's key.
#[derive(Serialize)]
struct Body<'b, Request, Answer> {
    request: &'b Request,
    result: &'b Answer,
}

/// The line as it is read back.
#[derive(serde::Deserialize)]
struct Done<Answer> {
    request: serde_json::Value,
    result: Answer,
}

/// Does `act` unless it was done under this key; then answers what it answered. The same key with
/// another request is a [`Error::Conflict`].
pub fn once<Request: Serialize, Answer: Serialize + DeserializeOwned>(
    db: &Connection,
    now: Instant,
    name: &'static str,
    key: &str,
    request: &Request,
    act: impl FnOnce() -> Result<Answer>,
) -> Result<Answer> {
    if let Some(body) = ledger::body(db, name, key)? {
        return before(name, key, request, &body);
    }
    let result = act()?;
    let body = serde_json::to_string(&Body {
        request,
        result: &result,
    })
    .map_err(|error| unreadable(&error))?;
    ledger::append(db, now, name, key, 0, &body)?;
    Ok(result)
}

fn before<Answer: DeserializeOwned>(
    name: &str,
    key: &str,
    request: &impl Serialize,
    body: &str,
) -> Result<Answer> {
    let done: Done<Answer> = serde_json::from_str(body).map_err(|error| unreadable(&error))?;
    let asked = serde_json::to_value(request).map_err(|error| unreadable(&error))?;
    if done.request != asked {
        return Err(Error::Conflict(format!(
            "the key \"{key}\" was used for another {}; the first one stands",
            name.replace('_', " ")
        )));
    }
    Ok(done.result)
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    StoreError::Inconsistent(format!("a line of the ledger: {error}"))
}
