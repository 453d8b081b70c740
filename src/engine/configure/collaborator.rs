//! Saving a collaborator and the aliases that stand for it.

use std::collections::BTreeSet;

use crate::domain::collaborator::{Alias, Collaborator, CollaboratorStatus};
use crate::domain::event::{AliasKind, Who, read_alias};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{
    At, Cursor, Fields, Problems, REQUIRED, Value, boolean, id as read_id, shorten, text, word,
};
use crate::domain::instant::Instant;
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Settings};
use crate::engine::{Error, Result, find};
use crate::store::collaborators::{self, Saved};
use crate::store::{Connection, Transaction, json};

/// The call.
pub const ENTRY: Entry = Entry::change::<SaveCollaborator>()
    .of("collaborator")
    .refused_for(&[
        (Refusal::NotFound, "there is no such collaborator"),
        (
            Refusal::Conflict,
            "the WordPress user is another collaborator already",
        ),
    ]);

/// What was given of a collaborator; what was not stays as it is.
#[derive(Debug)]
pub struct Asked<'v> {
    id: Option<CollaboratorId>,
    now: Instant,
    name: Option<&'v str>,
    email: Edit<String>,
    wp_user_id: Edit<i64>,
    status: Option<CollaboratorStatus>,
    aliases: Option<Vec<Alias>>,
    /// Whether codes that another collaborator has are taken from them.
    move_aliases: bool,
    /// Codes that are to stand for nobody.
    forgotten: Vec<Alias>,
    groups: Option<Vec<String>>,
    payout: Edit<String>,
}

/// Saves a collaborator.
#[derive(Debug)]
pub struct SaveCollaborator;

impl Call for SaveCollaborator {
    const NAME: &'static str = "save_collaborator";
    const ABOUT: &'static str = "Saves a collaborator: a new one, or with id a change of what is given. What is not given stays \
        as it is. A code that another collaborator has, in use or as an old one, is refused with whose it is, unless \
        move_aliases says to take it from them. Answers the collaborator.";
    type Arguments<'v> = Asked<'v>;
    type Answer = Collaborator;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| read(fields, given))
    }
}

impl Change for SaveCollaborator {
    fn apply(db: &Transaction<'_>, _: &Settings, asked: &Asked<'_>) -> Result<Collaborator> {
        write(db, asked)
    }
}

fn write(db: &Connection, asked: &Asked<'_>) -> Result<Collaborator> {
    let before = match asked.id {
        Some(id) => Some(find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))?),
        None => None,
    };
    let kept = before.as_ref();
    let wp_user_id = asked.wp_user_id.of(kept.and_then(|row| row.wp_user_id));
    let email = asked.email.of(kept.and_then(|row| row.email.clone()));
    let payout = kept.and_then(|row| row.payout.as_ref());
    let payout = payout.map(json::text).transpose()?;
    let payout = asked.payout.of(payout);
    refuse_taken_user(db, wp_user_id, asked.id)?;
    if !asked.move_aliases {
        refuse_taken_codes(db, asked.aliases.as_deref().unwrap_or_default(), asked.id)?;
    }
    let groups = asked.groups.as_ref().or(kept.map(|row| &row.groups));
    let groups = json::text(groups.unwrap_or(&Vec::new()))?;
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

fn read<'v>(fields: &mut Fields<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
    let id = fields.optional(
        "id",
        "the number of the collaborator to change; a new one is made without it",
        read_id,
    );
    let now = given.now(fields);
    let name = fields.optional(
        "name",
        "the name of the person or organisation; required of a new collaborator",
        text::<200>,
    );
    let email = edit(
        fields,
        "email",
        "string",
        "the e-mail address; null removes it",
        read_email,
    );
    let wp_user_id = edit(
        fields,
        "wp_user_id",
        "integer",
        "the WordPress user they are, who can be one collaborator only; null removes it",
        read_id,
    );
    let status = fields.optional(
        "status",
        "whether they earn; a new collaborator is active",
        word::<CollaboratorStatus>,
    );
    let aliases = fields.optional(
        "aliases",
        "all codes in use; one that is not given any more becomes an old one, which still stands for them",
        read_aliases,
    );
    let aliases = aliases.filter(|aliases| can_all_be_used(aliases, fields));
    let move_aliases = fields.or(
        "move_aliases",
        false,
        "true takes codes that other collaborators have away from them",
        boolean,
    );
    let forgotten = fields.or_else(
        "forget_aliases",
        "codes, old or in use, that are to stand for nobody",
        read_aliases,
        || Some(Vec::new()),
    );
    let groups = fields.optional(
        "groups",
        "the groups they belong to, by which distributors choose who can earn",
        read_groups,
    );
    let payout = edit(
        fields,
        "payout",
        "object",
        "how they are paid: a method and its details, kept as given; null removes it",
        read_payout,
    );
    if !fields.has("name") && !fields.has("id") {
        fields.refuse::<()>("name", REQUIRED);
    }
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

/// What becomes of a value that can be taken away by giving null.
#[derive(Debug)]
enum Edit<T> {
    /// It stays as it is.
    Keep,
    /// It is taken away.
    Remove,
    /// It becomes this.
    Set(T),
}

impl<T: Clone> Edit<T> {
    /// What it is from now on, where `before` is what it was.
    fn of(&self, before: Option<T>) -> Option<T> {
        match self {
            Edit::Keep => before,
            Edit::Remove => None,
            Edit::Set(value) => Some(value.clone()),
        }
    }
}

/// Reads a value of a JSON type that can be taken away. One that is wrong has its problem noted and stays as it is.
fn edit<'v, T>(
    fields: &mut Fields<'_, 'v>,
    name: &'static str,
    kind: &'static str,
    about: &'static str,
    read: impl Fn(&mut Cursor<'_, 'v>) -> Option<T>,
) -> Edit<T> {
    let is_null = fields.has(name) && fields.peek(name).is_none();
    let value = fields.optional(name, about, |cursor| {
        cursor.describe(|schema| schema.set("type", vec![kind, "null"]));
        read(cursor)
    });
    match value {
        Some(value) => Edit::Set(value),
        None if is_null => Edit::Remove,
        None => Edit::Keep,
    }
}

fn read_email(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    cursor.describe(|schema| schema.set("format", "email"));
    let given = text::<191>(cursor)?;
    let plausible = given.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.contains('@')
    });
    if !plausible || given.contains(' ') {
        return cursor.refuse(format!(
            "is \"{}\"; it must be an e-mail address like ann@example.org",
            shorten(given)
        ));
    }
    Some(given.to_lowercase())
}

fn read_aliases(cursor: &mut Cursor<'_, '_>) -> Option<Vec<Alias>> {
    let mut before: Vec<Alias> = Vec::new();
    cursor.list(200, |cursor| {
        let Who::Alias(kind, code) = read_alias(cursor)? else {
            return None;
        };
        let twice = before
            .iter()
            .any(|alias| alias.kind == kind && kind.folded(&alias.code) == kind.folded(&code));
        if twice {
            return cursor.refuse(format!(
                "names the {kind} \"{}\" a second time; leave it out",
                shorten(&code)
            ));
        }
        let alias = Alias {
            kind,
            code: code.into_owned(),
        };
        before.push(alias.clone());
        Some(alias)
    })
}

/// Whether somebody can come by each of these codes. One that is to be forgotten need not be such a one.
fn can_all_be_used(aliases: &[Alias], fields: &mut Fields<'_, '_>) -> bool {
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
        fields.refuse_inside::<()>("aliases", index, "code", wrong);
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

fn read_groups(cursor: &mut Cursor<'_, '_>) -> Option<Vec<String>> {
    let groups = cursor.list(50, text::<64>)?;
    let groups: BTreeSet<&str> = groups.into_iter().collect();
    Some(groups.into_iter().map(str::to_owned).collect())
}

fn read_payout(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    let value = cursor.value(|schema| schema.set("type", "object"))?;
    let Value::Map(_) = value else {
        return cursor.refuse(value.is_not("an associative array"));
    };
    match value.to_json() {
        Ok(json) if json.len() <= 4_096 => Some(json),
        Ok(json) => cursor.refuse(format!(
            "is {} bytes as JSON; at most 4096 are allowed",
            json.len()
        )),
        Err(part) => cursor.refuse(format!(
            "holds {part}, which cannot be kept as JSON; use strings and integers"
        )),
    }
}
