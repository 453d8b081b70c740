//! Saving a collaborator and the aliases that stand for it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::collaborator::{Alias, Collaborator, CollaboratorStatus};
use crate::domain::event::{AliasKind, Who, read_alias};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{
    At, Fields, Problems, Value, boolean, each, int, list, shorten, text, word,
};
use crate::domain::instant::Instant;
use crate::domain::words::Word;
use crate::engine::calls::Told;
use crate::engine::site::read_now;
use crate::engine::{Error, Result, Site, find};
use crate::store::collaborators::{self, Saved};
use crate::store::{Connection, Transaction, json};

/// The call's name.
pub const CALL: &str = "save_collaborator";

/// What was given of a collaborator; what was not stays as it is.
#[derive(Debug)]
struct Asked<'v> {
    id: Option<CollaboratorId>,
    now: Instant,
    name: Option<&'v str>,
    email: Given<String>,
    wp_user_id: Given<i64>,
    status: Option<CollaboratorStatus>,
    aliases: Option<Vec<Alias>>,
    /// Whether codes that another collaborator has are taken from them.
    move_aliases: bool,
    /// Codes that are to stand for nobody.
    forgotten: Vec<Alias>,
    groups: Option<Vec<String>>,
    payout: Given<String>,
}

/// Saves a collaborator: a new one, or with `id` a change of what is given. Answers the row. A code that another
/// collaborator has, in use or as an old one, is refused with whose it is, unless `move_aliases` says to take it: what
/// comes by the code from then on is earned by somebody else.
pub fn save(site: &Site, input: &Value<'_>, clock: Instant) -> Result<Collaborator> {
    let asked = checked(input, clock)?;
    site.change(CALL, input, clock, |db| write(db, asked))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    write(told.db, checked(told.input, told.now)?).map(drop)
}

fn checked<'v>(input: &'v Value<'_>, clock: Instant) -> Result<Asked<'v>> {
    let mut problems = Problems::default();
    let asked = read(input, clock, &mut problems);
    Ok(problems.into_result(asked)?)
}

fn write(db: &Transaction<'_>, asked: Asked<'_>) -> Result<Collaborator> {
    let before = match asked.id {
        Some(id) => Some(find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))?),
        None => None,
    };
    let kept = before.as_ref();
    let wp_user_id = asked.wp_user_id.or(kept.and_then(|row| row.wp_user_id));
    let email = asked.email.or(kept.and_then(|row| row.email.clone()));
    let payout = kept.and_then(|row| row.payout.as_ref());
    let payout = payout.map(json::text).transpose()?;
    let payout = asked.payout.or(payout);
    refuse_taken_user(db, wp_user_id, asked.id)?;
    if !asked.move_aliases {
        refuse_taken_codes(db, asked.aliases.as_deref().unwrap_or_default(), asked.id)?;
    }
    let groups = asked
        .groups
        .or(kept.map(|row| row.groups.clone()))
        .unwrap_or_default();
    let groups = json::text(&groups)?;
    let name = asked.name.or(kept.map(|row| row.name.as_str()));
    let saved = Saved {
        status: asked
            .status
            .or(kept.map(|row| row.status))
            .unwrap_or(CollaboratorStatus::Active),
        name: name.ok_or_else(|| Error::invalid("name", "is required"))?,
        email: email.as_deref(),
        wp_user_id,
        groups: &groups,
        payout: payout.as_deref(),
    };
    let id = match asked.id {
        Some(id) => {
            collaborators::update(db, id, &saved)?;
            id
        }
        None => collaborators::insert(db, asked.now, &saved)?,
    };
    for alias in &asked.forgotten {
        collaborators::forget_alias(db, id, alias)?;
    }
    if let Some(aliases) = &asked.aliases {
        collaborators::retire_aliases(db, id)?;
        for alias in aliases {
            collaborators::bind_alias(db, id, alias)?;
        }
    }
    find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))
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

/// Refuses codes that other collaborators have, with whose each is.
fn refuse_taken_codes(
    db: &Connection,
    aliases: &[Alias],
    own: Option<CollaboratorId>,
) -> Result<()> {
    let mut problems = Problems::default();
    for (index, alias) in aliases.iter().enumerate() {
        let Some(holder) = collaborators::holder(db, alias)?.filter(|id| Some(*id) != own) else {
            continue;
        };
        let name = find::collaborator(db, holder)?.map_or_else(String::new, |row| row.name);
        problems.add(
            &At::root().key("aliases").index(index).key("code"),
            format!(
                "is \"{}\", which is a code of \"{}\" (collaborator {holder}) already; set move_aliases to true to take it from them",
                shorten(&alias.code),
                shorten(&name)
            ),
        );
    }
    Ok(problems.into_result(Some(()))?)
}

fn read<'v>(input: &'v Value<'_>, clock: Instant, problems: &mut Problems) -> Option<Asked<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let id = fields
        .get("id")
        .and_then(|v| int(v, 1..=i64::MAX, &at.key("id"), problems));
    let now = read_now(&mut fields, clock, &at, problems);
    let name = fields
        .get("name")
        .and_then(|v| text(v, 200, &at.key("name"), problems));
    let email = given(&mut fields, "email", |v| {
        read_email(v, &at.key("email"), problems)
    });
    let wp_user_id = given(&mut fields, "wp_user_id", |v| {
        int(v, 1..=i64::MAX, &at.key("wp_user_id"), problems)
    });
    let status = fields
        .get("status")
        .and_then(|v| word(v, CollaboratorStatus::WORDS, &at.key("status"), problems));
    let aliases = fields
        .get("aliases")
        .and_then(|v| read_aliases(v, &at.key("aliases"), problems))
        .filter(|aliases| can_all_be_used(aliases, &at.key("aliases"), problems));
    let move_aliases = match fields.get("move_aliases") {
        Some(v) => boolean(v, &at.key("move_aliases"), problems),
        None => Some(false),
    };
    let forgotten = match fields.get("forget_aliases") {
        Some(v) => read_aliases(v, &at.key("forget_aliases"), problems),
        None => Some(Vec::new()),
    };
    let groups = fields
        .get("groups")
        .and_then(|v| read_groups(v, &at.key("groups"), problems));
    let payout = given(&mut fields, "payout", |v| {
        read_payout(v, &at.key("payout"), problems)
    });
    if !fields.has("name") && !fields.has("id") {
        problems.add(&at.key("name"), "is required");
    }
    fields.close(&at, problems);
    Some(Asked {
        id: id.map(CollaboratorId),
        now: now?,
        name,
        email,
        wp_user_id,
        status,
        aliases,
        move_aliases: move_aliases?,
        forgotten: forgotten?,
        groups,
        payout,
    })
}

/// A value that can be taken away by giving null.
#[derive(Debug)]
enum Given<T> {
    /// Not mentioned.
    Absent,
    /// Taken away.
    Null,
    /// Given.
    Value(T),
}

impl<T> Given<T> {
    /// What it is from now on, where `before` is what it was.
    fn or(self, before: Option<T>) -> Option<T> {
        match self {
            Given::Absent => before,
            Given::Null => None,
            Given::Value(value) => Some(value),
        }
    }
}

/// Reads a value that can be taken away. One that is wrong has its problem noted and counts as absent.
fn given<'v, T>(
    fields: &mut Fields<'v, '_>,
    name: &'static str,
    read: impl FnOnce(&'v Value<'_>) -> Option<T>,
) -> Given<T> {
    match fields.get(name) {
        Some(value) => read(value).map_or(Given::Absent, Given::Value),
        None if fields.has(name) => Given::Null,
        None => Given::Absent,
    }
}

fn read_email(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<String> {
    let given = text(value, 191, at, problems)?;
    let plausible = given.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.contains('@')
    });
    if !plausible || given.contains(' ') {
        problems.add(
            at,
            format!(
                "is \"{}\"; it must be an e-mail address like ann@example.org",
                shorten(given)
            ),
        );
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
                    problems.add(
                        &here,
                        format!(
                            "names the {kind} \"{}\" a second time; leave it out",
                            shorten(&code)
                        ),
                    );
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

/// Whether somebody can come by each of these codes. One that is to be forgotten need not be such a one.
fn can_all_be_used(aliases: &[Alias], at: &At<'_>, problems: &mut Problems) -> bool {
    let mut good = true;
    for (index, alias) in aliases.iter().enumerate() {
        let code = shorten(&alias.code);
        let wrong = match alias.kind {
            AliasKind::Link if !is_link_code(&alias.code) => format!(
                "is \"{code}\"; a link code stands in an address: it has up to {LONGEST_LINK_CODE} letters from a to z, digits, dots, hyphens and underscores, and begins with a letter or a digit. An e-mail address cannot be one"
            ),
            AliasKind::Coupon if alias.kind.folded(&alias.code).is_empty() => {
                format!("is \"{code}\"; a coupon code must have more than spaces")
            }
            AliasKind::Coupon | AliasKind::Link | AliasKind::WpUser => continue,
        };
        problems.add(&at.index(index).key("code"), wrong);
        good = false;
    }
    good
}

/// The longest code of a link.
const LONGEST_LINK_CODE: usize = 64;

/// Whether a code is one that the plugin takes from an address (php/includes/Visits/Code.php).
fn is_link_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    code.len() <= LONGEST_LINK_CODE
        && code.starts_with(|c: char| c.is_ascii_alphanumeric())
        && code.bytes().all(plain)
}

fn read_groups(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = list(value, 50, at, problems)?;
    let groups = each(items, at, |item, at| text(item, 64, at, problems))?;
    let groups: BTreeSet<&str> = groups.into_iter().collect();
    Some(groups.into_iter().map(str::to_owned).collect())
}

fn read_payout(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<String> {
    let Value::Map(_) = value else {
        problems.add(at, value.is_not("an associative array"));
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
            problems.add(
                at,
                format!("holds {part}, which cannot be kept as JSON; use strings and integers"),
            );
            None
        }
    }
}
