//! Saving a collaborator and the aliases that stand for it.

use std::borrow::Cow;

use crate::domain::collaborator::{Alias, Collaborator, CollaboratorStatus};
use crate::domain::event::{Who, read_alias};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{At, Fields, Problems, Value, int, list, text, word};
use crate::domain::instant::Instant;
use crate::domain::words::Word;
use crate::engine::site::read_now;
use crate::engine::{Error, Result, Site, find};
use crate::store::collaborators::{self, Saved};
use crate::store::{Connection, Transaction};

/// What was given of a collaborator; what was not stays as it is.
#[derive(Debug)]
struct Given<'v> {
    id: Option<CollaboratorId>,
    now: Instant,
    name: Option<&'v str>,
    email: Option<Option<String>>,
    wp_user_id: Option<Option<i64>>,
    status: Option<CollaboratorStatus>,
    aliases: Option<Vec<Alias>>,
    payout: Option<Option<String>>,
}

/// Saves a collaborator: a new one, or with `id` a change of what is given. Answers the row.
pub fn save(site: &Site, input: &Value<'_>, clock: Instant) -> Result<Collaborator> {
    let mut problems = Problems::default();
    let given = read(input, clock, &mut problems);
    let given = problems.into_result(given)?;
    site.write(|db| {
        let id = match given.id {
            Some(id) => change(db, id, &given)?,
            None => create(db, &given)?,
        };
        if let Some(aliases) = &given.aliases {
            collaborators::clear_aliases(db, id)?;
            for alias in aliases {
                collaborators::bind_alias(db, id, alias)?;
            }
        }
        find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))
    })
}

fn create(db: &Transaction<'_>, given: &Given<'_>) -> Result<CollaboratorId> {
    let Some(name) = given.name else {
        return Err(Error::invalid("name", "is required"));
    };
    let wp_user_id = given.wp_user_id.flatten();
    refuse_taken_user(db, wp_user_id, None)?;
    Ok(collaborators::insert(
        db,
        given.now,
        &Saved {
            status: given.status.unwrap_or(CollaboratorStatus::Active),
            name,
            email: given.email.as_ref().and_then(Option::as_deref),
            wp_user_id,
            payout: given.payout.as_ref().and_then(Option::as_deref),
        },
    )?)
}

fn change(db: &Transaction<'_>, id: CollaboratorId, given: &Given<'_>) -> Result<CollaboratorId> {
    let before = find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))?;
    let wp_user_id = given.wp_user_id.unwrap_or(before.wp_user_id);
    refuse_taken_user(db, wp_user_id, Some(id))?;
    let kept = before
        .payout
        .as_ref()
        .and_then(|payout| payout.to_json().ok());
    collaborators::update(
        db,
        id,
        &Saved {
            status: given.status.unwrap_or(before.status),
            name: given.name.unwrap_or(&before.name),
            email: given.email.as_ref().unwrap_or(&before.email).as_deref(),
            wp_user_id,
            payout: given.payout.as_ref().unwrap_or(&kept).as_deref(),
        },
    )?;
    Ok(id)
}

fn refuse_taken_user(
    db: &Connection,
    user: Option<i64>,
    own: Option<CollaboratorId>,
) -> Result<()> {
    let Some(user) = user else { return Ok(()) };
    match collaborators::by_wp_user(db, user)? {
        Some(taken) if Some(taken) != own => Err(Error::Conflict(format!(
            "WordPress user {user} is collaborator {taken} already; one user can be one collaborator"
        ))),
        _ => Ok(()),
    }
}

fn read<'v>(input: &'v Value<'_>, clock: Instant, problems: &mut Problems) -> Option<Given<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let id = fields
        .get("id")
        .map(|v| int(v, 1..=i64::MAX, &at.key("id"), problems));
    let now = read_now(&mut fields, clock, &at, problems);
    let name = fields
        .get("name")
        .map(|v| text(v, 200, &at.key("name"), problems));
    let email = given(&mut fields, "email", |v| {
        read_email(v, &at.key("email"), problems)
    });
    let wp_user_id = given(&mut fields, "wp_user_id", |v| {
        int(v, 1..=i64::MAX, &at.key("wp_user_id"), problems)
    });
    let status = fields
        .get("status")
        .map(|v| word(v, CollaboratorStatus::WORDS, &at.key("status"), problems));
    let aliases = fields
        .get("aliases")
        .map(|v| read_aliases(v, &at.key("aliases"), problems));
    let payout = given(&mut fields, "payout", |v| {
        read_payout(v, &at.key("payout"), problems)
    });
    fields.close(&at, problems);
    if name.is_none() && id.is_none() {
        problems.add(&at.key("name"), "is required");
    }
    Some(Given {
        id: whole(id)?.map(CollaboratorId),
        now: now?,
        name: whole(name)?,
        email: whole(email)?,
        wp_user_id: whole(wp_user_id)?,
        status: whole(status)?,
        aliases: whole(aliases)?,
        payout: whole(payout)?,
    })
}

/// Reads a value that may be given as null to take it away: `Some(None)` then.
fn given<'v, T>(
    fields: &mut Fields<'v, '_>,
    name: &'static str,
    read: impl FnOnce(&'v Value<'_>) -> Option<T>,
) -> Option<Option<Option<T>>> {
    match fields.get(name) {
        Some(value) => Some(read(value).map(Some)),
        None if fields.has(name) => Some(Some(None)),
        None => None,
    }
}

/// Turns "given and wrong" into `None`, and keeps "not given" apart from "given and right".
#[allow(clippy::option_option)] // those are the three cases there are
fn whole<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        Some(None) => None,
        Some(Some(value)) => Some(Some(value)),
        None => Some(None),
    }
}

fn read_email(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<String> {
    let given = text(value, 191, at, problems)?;
    let plausible = given.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.contains('@')
    });
    if !plausible || given.contains(' ') {
        problems.add(at, format!("is \"{given}\", which is no e-mail address"));
        return None;
    }
    Some(given.to_lowercase())
}

fn read_aliases(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Vec<Alias>> {
    let items = list(value, 200, at, problems)?;
    let mut aliases: Vec<Alias> = Vec::with_capacity(items.len());
    let mut good = true;
    for (index, item) in items.iter().enumerate() {
        let here = at.index(index);
        match read_alias(item, &here, problems) {
            Some(Who::Alias(kind, code)) => {
                let twice = aliases.iter().any(|alias| {
                    alias.kind == kind && kind.folded(&alias.code) == kind.folded(&code)
                });
                if twice {
                    problems.add(&here, format!("names the {kind} \"{code}\" a second time"));
                    good = false;
                }
                aliases.push(Alias {
                    kind,
                    code: Cow::into_owned(code),
                });
            }
            Some(Who::Id(_)) | None => good = false,
        }
    }
    good.then_some(aliases)
}

fn read_payout(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<String> {
    let Value::Map(_) = value else {
        problems.add(
            at,
            format!("must be an array with names, not {}", value.kind()),
        );
        return None;
    };
    match value.to_json() {
        Ok(json) if json.len() <= 4_096 => Some(json),
        Ok(json) => {
            problems.add(
                at,
                format!("is {} bytes as JSON; at most 4096 are kept", json.len()),
            );
            None
        }
        Err(part) => {
            problems.add(at, format!("holds {part}"));
            None
        }
    }
}
