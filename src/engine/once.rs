//! An act with a key that the caller chose: it is done once, and gives the same answer when it is repeated.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Error, Result};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::words::Word;
use crate::store::{Error as StoreError, Write, ledger};

messages! {
    key_is_taken(key: String, act: String) = "the key \"{key}\" was already used for another {act}; use a new key";
}

#[derive(Serialize)]
struct Body<'b, Request, Answer> {
    request: &'b Request,
    result: &'b Answer,
}

/// [`Body`] as it is read back.
#[derive(serde::Deserialize)]
struct Done<Answer> {
    request: serde_json::Value,
    result: Answer,
}

/// Does `act`, unless it was done with this key before; then the answer is the same as before. The same key with another
/// request is an [`Error::Conflict`].
pub fn once<Request: Serialize, Answer: Serialize + DeserializeOwned>(
    db: &Write<'_>,
    now: Instant,
    name: LedgerAct,
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
    name: LedgerAct,
    key: &str,
    request: &impl Serialize,
    body: &str,
) -> Result<Answer> {
    let done: Done<Answer> = serde_json::from_str(body).map_err(|error| unreadable(&error))?;
    let asked = serde_json::to_value(request).map_err(|error| unreadable(&error))?;
    if done.request != asked {
        return Err(Error::Conflict(key_is_taken(
            key.to_owned(),
            name.name().replace('_', " "),
        )));
    }
    Ok(done.result)
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    StoreError::Inconsistent(format!("a ledger entry cannot be read: {error}"))
}
