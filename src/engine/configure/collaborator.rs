//! Saves a collaborator and their aliases.

use std::collections::BTreeSet;

use crate::domain::collaborator::{Alias, Collaborator, CollaboratorStatus};
use crate::domain::event::{AliasKind, Who, read_alias};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{
    At, Cursor, Fields, Problems, Value, boolean, id as read_id, messages, shorten, text, word,
};
use crate::domain::instant::Instant;
use crate::domain::message::{Message, messages};
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Settings};
use crate::engine::{Error, Result, Row, row};
use crate::store::collaborators::{self, Saved};
use crate::store::{Read, Transaction, Write, json};

messages! {
    /// Continues the path of a field.
    keeps_no_json(part: Message) = "contains {part}, which cannot be kept as JSON; use strings and integers";
    user_is_taken(user: String, collaborator: String) = "WordPress user {user} is already collaborator {collaborator}; a user can be only one collaborator";
    /// Continues the path of a field.
    is_a_code_of(code: String, name: String, collaborator: String) = "is \"{code}\", which is already a code of \"{name}\" (collaborator {collaborator}); set move_aliases to true to take it from them";
    /// Continues the path of a field.
    is_no_email(given: String) = "is \"{given}\"; expected an e-mail address such as ann@example.org";
    /// Continues the path of a field.
    repeats_an_alias(kind: String, code: String) = "repeats the {kind} \"{code}\"; list it once";
    /// Continues the path of a field.
    is_no_link_code(code: String, most: usize) = "is \"{code}\"; a link code is part of a URL: expected up to {most} letters from a to z, digits, dots, hyphens and underscores, beginning with a letter or a digit; an e-mail address is not possible";
    /// Continues the path of a field.
    is_a_blank_coupon(code: String) = "is \"{code}\"; a coupon code cannot be blank";
}

pub const ENTRY: Entry = Entry::change::<SaveCollaborator>()
    .of("collaborator")
    .refused_for(&[
        (Refusal::NotFound, "there is no such collaborator"),
        (
            Refusal::Conflict,
            "the WordPress user is already another collaborator",
        ),
    ]);

/// The fields that were given. The others stay as they are.
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
    /// Codes that will belong to nobody.
    forgotten: Vec<Alias>,
    groups: Option<Vec<String>>,
    payout: Edit<String>,
}

#[derive(Debug)]
pub struct SaveCollaborator;

impl Call for SaveCollaborator {
    const NAME: &'static str = "save_collaborator";
    const ABOUT: &'static str = "Saves a collaborator: a new one, or with id the given fields of an existing one. Fields that are \
        not given stay as they are. A current or old code of another collaborator is refused, with the name of its owner, \
        unless move_aliases is true. Answers the collaborator.";
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

fn write(db: &Write<'_>, asked: &Asked<'_>) -> Result<Collaborator> {
    let before = match asked.id {
        Some(id) => {
            Some(row::collaborator(db, id)?.ok_or(Error::NotFound(Row::Collaborator, id.0))?)
        }
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
        name: name.ok_or_else(|| Error::invalid("name", messages::required()))?,
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
    row::collaborator(db, id)?.ok_or(Error::NotFound(Row::Collaborator, id.0))
}

fn refuse_taken_user(db: &Read<'_>, user: Option<i64>, own: Option<CollaboratorId>) -> Result<()> {
    let Some(user) = user else { return Ok(()) };
    match collaborators::by_wp_user(db, user)? {
        Some(taken) if Some(taken) != own => Err(Error::Conflict(user_is_taken(
            user.to_string(),
            taken.to_string(),
        ))),
        _ => Ok(()),
    }
}

/// Refuses codes of other collaborators, with the name of each owner.
fn refuse_taken_codes(db: &Read<'_>, aliases: &[Alias], own: Option<CollaboratorId>) -> Result<()> {
    let mut problems = Problems::default();
    for (index, alias) in aliases.iter().enumerate() {
        let Some(holder) = collaborators::holder(db, alias)?.filter(|id| Some(*id) != own) else {
            continue;
        };
        let name = row::collaborator(db, holder)?.map_or_else(String::new, |row| row.name);
        problems.add(
            &At::root().key("aliases").index(index).key("code"),
            is_a_code_of(shorten(&alias.code), shorten(&name), holder.to_string()),
        );
    }
    Ok(problems.into_result(Some(()))?)
}

fn read<'v>(fields: &mut Fields<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
    let id = fields.optional(
        "id",
        "the number of the collaborator to change; without it, a new one is created",
        read_id,
    );
    let now = given.now(fields);
    let name = fields.optional(
        "name",
        "the name of the person or organisation; required for a new collaborator",
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
        "their WordPress user, who can be only one collaborator; null removes it",
        read_id,
    );
    let status = fields.optional(
        "status",
        "whether they can earn; a new collaborator is active by default",
        word::<CollaboratorStatus>,
    );
    let aliases = fields.optional(
        "aliases",
        "all current codes; a code that is no longer given becomes an old one, which still belongs to them",
        read_aliases,
    );
    let aliases = aliases.filter(|aliases| can_all_be_used(aliases, fields));
    let move_aliases = fields.or(
        "move_aliases",
        false,
        "true takes codes away from other collaborators who have them",
        boolean,
    );
    let forgotten = fields.or_else(
        "forget_aliases",
        "current or old codes that will belong to nobody",
        read_aliases,
        || Some(Vec::new()),
    );
    let groups = fields.optional(
        "groups",
        "their groups, by which distributors select who can earn",
        read_groups,
    );
    let payout = edit(
        fields,
        "payout",
        "object",
        "their payout method and its details, kept as given; null removes it",
        read_payout,
    );
    if !fields.has("name") && !fields.has("id") {
        fields.refuse::<()>("name", messages::required());
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

/// A change of a value that null removes.
#[derive(Debug)]
enum Edit<T> {
    Keep,
    Remove,
    Set(T),
}

impl<T: Clone> Edit<T> {
    fn of(&self, before: Option<T>) -> Option<T> {
        match self {
            Edit::Keep => before,
            Edit::Remove => None,
            Edit::Set(value) => Some(value.clone()),
        }
    }
}

/// Reads a value that null removes. A problem is noted in `fields`.
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
        return cursor.refuse(is_no_email(shorten(given)));
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
            return cursor.refuse(repeats_an_alias(kind.to_string(), shorten(&code)));
        }
        let alias = Alias {
            kind,
            code: code.into_owned(),
        };
        before.push(alias.clone());
        Some(alias)
    })
}

/// Whether each of these codes can be used. Codes to forget need not be usable.
fn can_all_be_used(aliases: &[Alias], fields: &mut Fields<'_, '_>) -> bool {
    let mut good = true;
    for (index, alias) in aliases.iter().enumerate() {
        let code = shorten(&alias.code);
        let wrong = match alias.kind {
            AliasKind::Link if !is_link_code(&alias.code) => {
                is_no_link_code(code, LONGEST_LINK_CODE)
            }
            AliasKind::Coupon if alias.kind.folded(&alias.code).is_empty() => {
                is_a_blank_coupon(code)
            }
            AliasKind::Coupon | AliasKind::Link | AliasKind::WpUser => continue,
        };
        fields.refuse_inside::<()>("aliases", index, "code", wrong);
        good = false;
    }
    good
}

const LONGEST_LINK_CODE: usize = 64;

/// Whether the plugin accepts a code from a URL (php/includes/Visits/Code.php).
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
        return cursor.refuse(value.is_not(messages::an_associative_array()));
    };
    match value.to_json() {
        Ok(json) if json.len() <= 4_096 => Some(json),
        Ok(json) => cursor.refuse(messages::has_too_many_bytes(json.len(), 4_096)),
        Err(part) => cursor.refuse(keeps_no_json(part.kind())),
    }
}
