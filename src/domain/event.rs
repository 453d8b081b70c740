//! A tracking event: a fact about one or more collaborators, as it is recorded.
//! What it is worth is in `metric`; whether it counts is in `engine::fold`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::code;
use super::event_refusals as refusals;
use super::input::{
    Cursor, Fields, Unacceptable, Value, boolean, id, int, messages, shorten, text, word,
};
use super::instant::{self, Instant};
use super::network::{self, Network};
use super::quantity::Quantity;
use super::units;
use super::words::words;

/// The sale of a product that collaborators own. Follows from a transaction.
pub const PRODUCT_SOLD: &str = "product_sold";

/// The use of a collaborator's coupon. Follows from a transaction.
pub const COUPON_USED: &str = "coupon_used";

/// A purchase by a customer whom a collaborator referred. Follows from a transaction.
pub const SALE_REFERRED: &str = "sale_referred";

pub const COURSE_COMPLETED: &str = "course_completed";

pub const LESSON_COMPLETED: &str = "lesson_completed";

pub const POST_VISITED: &str = "post_visited";

/// A visit through a collaborator's link.
pub const SITE_VISITED: &str = "site_visited";

/// Points given by hand, with `siren_credit`, which requires a reason.
pub const MANUAL: &str = "manual";

/// Whether students bring the event about. Its value is what the student's enrolment cost.
#[must_use]
pub fn is_completion(kind: &str) -> bool {
    matches!(kind, COURSE_COMPLETED | LESSON_COMPLETED)
}

/// The longest key, subject or object in characters. It fits an indexed utf8mb4 column of MySQL.
pub const LONGEST_KEY: usize = 191;

const LONGEST_TYPE: usize = 40;

/// How many names of one person one record can have.
pub const MOST_SUBJECTS: usize = 20;

/// How many collaborators one event can credit.
pub const MOST_OWNERS: usize = 100;

const LONGEST_VALUE: usize = 24;

/// The largest quantity or weight.
pub const MOST_TIMES: i64 = 1_000_000;

/// One fact, borrowed from the caller or the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event<'a> {
    /// The caller's name for it; recording the same key again changes nothing.
    #[serde(borrow)]
    pub key: Cow<'a, str>,
    /// A built-in type or the site's own.
    #[serde(rename = "type", borrow)]
    pub kind: Cow<'a, str>,
    /// When it happened, in microseconds since 1970.
    pub at: i64,
    #[serde(borrow)]
    pub owners: Vec<Owner<'a>>,
    /// Who did it: `user:12`, `email:…`, `visitor:…`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Cow<'a, str>>,
    /// Other names of the same person. From then on all of these names mean one person.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Cow<'a, str>>,
    /// What it was done to: `course:5`, `post:9`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Cow<'a, str>>,
    /// How many times over it counts.
    #[serde(default = "one_unit", skip_serializing_if = "is_one_unit")]
    pub quantity: Quantity,
    /// What it was worth, as decimal text.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Cow<'a, str>>,
    /// The currency code of the value; absent if the caller did not say.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Cow<'a, str>>,
    /// Why it does not count, according to the caller: `own_visit`, `editor`…
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub ignored: Option<Cow<'a, str>>,
    /// Anything that the caller wants to keep with it, as JSON text.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Cow<'a, str>>,
    /// Boxed, because most events have none, and a page waits while every event is moved around.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Box<Network<'a>>>,
    /// Kept for trying out rules; never counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
}

fn one_unit() -> Quantity {
    Quantity::ONE
}

// The signature is the one serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_one_unit(quantity: &Quantity) -> bool {
    *quantity == Quantity::ONE
}

fn one() -> i64 {
    1
}

// The signature is the one serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_one(weight: &i64) -> bool {
    *weight == 1
}

/// A credited collaborator, as the caller names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner<'a> {
    pub who: Who<'a>,
    /// Their part if points are split by weight.
    pub weight: i64,
}

/// A collaborator by id or by alias.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who<'a> {
    Id(i64),
    /// Looked up when the event is folded.
    Alias(AliasKind, Cow<'a, str>),
}

/// An owner in the journal: `{"id":3}` or `{"alias":["coupon","SAVE10"]}`, with a weight unless it is 1.
#[derive(Serialize, Deserialize)]
struct OwnerRecord<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    alias: Option<(AliasKind, Code<'a>)>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    weight: i64,
}

/// Borrowed from the journal's text if it has no escapes. A bare `Cow` in a tuple would always be copied.
#[derive(Serialize, Deserialize)]
struct Code<'a>(#[serde(borrow)] Cow<'a, str>);

impl Serialize for Owner<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (id, alias) = match &self.who {
            Who::Id(id) => (Some(*id), None),
            Who::Alias(kind, code) => (None, Some((*kind, Code(Cow::Borrowed(code))))),
        };
        OwnerRecord {
            id,
            alias,
            weight: self.weight,
        }
        .serialize(serializer)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Owner<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let record = OwnerRecord::deserialize(deserializer)?;
        let who = match (record.id, record.alias) {
            (Some(id), None) => Who::Id(id),
            (None, Some((kind, code))) => Who::Alias(kind, code.0),
            _ => return Err(serde::de::Error::custom("an owner is an id or an alias")),
        };
        Ok(Owner {
            who,
            weight: record.weight,
        })
    }
}

words! {
    /// What became of an event.
    EventStatus {
        /// It can count for a collaborator.
        Counted = "counted",
        /// It counts for no one; see the reason.
        Ignored = "ignored",
        /// It is kept for trying out rules and counts for no one.
        History = "history",
    }

    /// The kinds of alias.
    AliasKind {
        /// A coupon code; upper and lower case are the same.
        Coupon = "coupon",
        /// The code in an affiliate link.
        Link = "link",
        /// The id of a WordPress user.
        WpUser = "wp_user",
    }
}

impl AliasKind {
    /// The form in which the code is compared. Link codes are case-sensitive, because URLs are.
    #[must_use]
    pub fn folded(self, code: &str) -> Cow<'_, str> {
        match self {
            AliasKind::Coupon => code::folded(code),
            AliasKind::Link | AliasKind::WpUser => Cow::Borrowed(code),
        }
    }
}

/// Whether a type of event can have this name: lowercase letters, digits and underscores.
#[must_use]
pub fn is_type(name: &str) -> bool {
    name.len() <= LONGEST_TYPE
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Reads the name of a type of event.
pub fn read_type<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    cursor.describe(|schema| {
        schema.set("pattern", "^[a-z][a-z0-9_]*$");
        schema.set("examples", vec![COURSE_COMPLETED]);
    });
    let kind = text::<LONGEST_TYPE>(cursor)?;
    if !is_type(kind) {
        return cursor.refuse(refusals::is_no_type(shorten(kind)));
    }
    Some(kind)
}

/// Reads the type of an event that is recorded.
fn read_recorded_type<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    let kind = read_type(cursor)?;
    if kind == MANUAL {
        cursor.refuse::<()>(refusals::is_given_by_hand());
    }
    Some(kind)
}

impl<'v> Event<'v> {
    /// Reads an event. `now` is the default of `occurred_at`.
    pub fn read(cursor: &mut Cursor<'_, 'v>, now: Instant) -> Option<Event<'v>> {
        cursor.object(|fields| {
            let kind = fields.required(
                "type",
                "the type of event: a built-in one such as course_completed, or your own",
                read_recorded_type,
            );
            Event::read_fields(fields, kind, now)
        })
    }

    /// Reads an event whose type is a separate argument.
    pub fn read_of_type(
        cursor: &mut Cursor<'_, 'v>,
        kind: &'v str,
        now: Instant,
    ) -> Option<Event<'v>> {
        cursor.object(|fields| {
            let beside = Value::Text(Cow::Borrowed(kind));
            let is_type = fields.beside("type", &beside, |cursor| {
                read_recorded_type(cursor).is_some().then_some(())
            });
            Event::read_fields(fields, is_type.map(|()| kind), now)
        })
    }

    fn read_fields(
        fields: &mut Fields<'_, 'v>,
        kind: Option<&'v str>,
        now: Instant,
    ) -> Option<Event<'v>> {
        let key = fields.required(
            "key",
            "your name for this event; recording the same key again changes nothing",
            text::<LONGEST_KEY>,
        );
        let owners = read_who(fields);
        let occurred = fields.or_else(
            "occurred_at",
            "when it happened; now, if absent",
            instant::read,
            || Some(now),
        );
        let subject = fields.or_else(
            "subject",
            "who did it, such as user:7, email:ann@example.org or visitor:…; or a list of all names of the same person, of \
             which the first is kept with the event",
            read_subjects,
            || Some(Subjects::default()),
        );
        let object = fields.optional(
            "object",
            "what was visited, completed and so on, such as course:5 or post:9",
            text::<LONGEST_KEY>,
        );
        let quantity = fields.or(
            "quantity",
            1,
            "how many times it counts",
            int::<1, MOST_TIMES>,
        );
        let worth = fields.optional(
            "value",
            "what it was worth, as a decimal string",
            read_value,
        );
        let currency = fields.optional(
            "currency",
            "the currency of value, as an ISO 4217 code",
            units::read_of_sale,
        );
        let ignored = fields.optional(
            "ignored",
            "why it does not count, such as own_visit: the event is kept and shown with this reason",
            read_reason,
        );
        let data = fields.optional(
            "data",
            "anything you want to keep with the event; at most 4096 bytes as JSON",
            read_data,
        );
        let history = fields.or(
            "history",
            false,
            "true keeps the event for siren_simulate() only; it never counts",
            boolean,
        );
        let network = if fields.is_exhausted() {
            None
        } else {
            network::read(fields).map(Box::new)
        };
        let subject = subject?;
        Some(Event {
            key: Cow::Borrowed(key?),
            kind: Cow::Borrowed(kind?),
            at: occurred?.micros(),
            owners: owners?,
            subject: subject.first,
            also: subject.also,
            object: object.map(Cow::Borrowed),
            quantity: Quantity::whole(quantity?),
            value: worth.map(Cow::Borrowed),
            currency: currency.map(|units| Cow::Borrowed(units.code())),
            ignored: ignored.map(Cow::Borrowed),
            data: data.map(Cow::Owned),
            network,
            history: history?,
        })
    }
}

/// The names of one person.
#[derive(Debug, Default)]
pub struct Subjects<'v> {
    /// The name that is kept with the record.
    pub first: Option<Cow<'v, str>>,
    pub also: Vec<Cow<'v, str>>,
}

/// Reads one name, or a list of names of the same person.
pub fn read_subjects<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Subjects<'v>> {
    cursor.either(
        |value| !matches!(value, Value::List(_)),
        |cursor| {
            Some(Subjects {
                first: Some(Cow::Borrowed(text::<LONGEST_KEY>(cursor)?)),
                also: Vec::new(),
            })
        },
        |cursor| {
            let mut also = cursor.list(MOST_SUBJECTS, |name| {
                text::<LONGEST_KEY>(name).map(Cow::Borrowed)
            })?;
            let first = (!also.is_empty()).then(|| also.remove(0));
            Some(Subjects { first, also })
        },
    )
}

/// Reads the reason why something does not count.
pub fn read_reason<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    cursor.describe(|schema| {
        schema.set("pattern", "^[a-z][a-z0-9_]*$");
        schema.set("examples", vec!["own_visit"]);
    });
    let reason = text::<LONGEST_TYPE>(cursor)?;
    if !is_type(reason) {
        return cursor.refuse(refusals::is_no_reason(shorten(reason)));
    }
    Some(reason)
}

/// Reads who is credited, from exactly one of `collaborator`, `collaborators` and `alias`.
fn read_who<'v>(fields: &mut Fields<'_, 'v>) -> Option<Vec<Owner<'v>>> {
    let named = ["collaborator", "collaborators", "alias"];
    let is_one = named
        .iter()
        .filter(|name| fields.peek(name).is_some())
        .count()
        == 1;
    let one = fields.optional(
        "collaborator",
        "who is credited: the id of a collaborator",
        id,
    );
    let many = fields.optional(
        "collaborators",
        "who is credited: ids of collaborators, or aliases, each alone or with a weight",
        |cursor| {
            let owners = read_owners(cursor)?;
            if owners.is_empty() && is_one {
                return cursor.refuse(refusals::names_nobody());
            }
            Some(owners)
        },
    );
    let alias = fields.optional(
        "alias",
        "who is credited: an alias of a collaborator",
        read_alias,
    );
    if !is_one {
        return fields.refuse_all(refusals::names_not_exactly_one());
    }
    let who = one.map(Who::Id).or(alias);
    many.or_else(|| {
        Some(vec![Owner {
            who: who?,
            weight: 1,
        }])
    })
}

/// Reads a list of owners, each once.
pub fn read_owners<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Vec<Owner<'v>>> {
    let mut owners: Vec<Owner<'v>> = Vec::new();
    cursor.list(MOST_OWNERS, |cursor| {
        let owner = read_owner(cursor)?;
        if owners.iter().any(|other| other.who == owner.who) {
            return cursor.refuse(refusals::repeats_a_collaborator());
        }
        owners.push(owner);
        Some(())
    })?;
    Some(owners)
}

/// Reads an owner: an id, an alias, or either with a weight.
pub fn read_owner<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Owner<'v>> {
    cursor.either(
        |value| matches!(value, Value::Int(_)),
        |cursor| {
            Some(Owner {
                who: Who::Id(id(cursor)?),
                weight: 1,
            })
        },
        |cursor| {
            cursor.either(
                |value| has_key(value, "id"),
                |cursor| {
                    cursor.object(|fields| {
                        let weight = read_weight(fields);
                        let who = fields.required("id", "the id of a collaborator", id);
                        Some(Owner {
                            who: Who::Id(who?),
                            weight: weight?,
                        })
                    })
                },
                |cursor| {
                    cursor.object(|fields| {
                        let weight = read_weight(fields);
                        let who = read_alias_fields(fields);
                        Some(Owner {
                            who: who?,
                            weight: weight?,
                        })
                    })
                },
            )
        },
    )
}

fn has_key(value: &Value<'_>, name: &str) -> bool {
    matches!(value, Value::Map(entries) if entries.iter().any(|(key, _)| key == name))
}

fn read_weight(fields: &mut Fields<'_, '_>) -> Option<i64> {
    fields.or(
        "weight",
        1,
        "their part if points are split by weight",
        int::<1, MOST_TIMES>,
    )
}

/// Reads `['type' => …, 'code' => …]`.
pub fn read_alias<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<Who<'v>> {
    cursor.object(read_alias_fields)
}

fn read_alias_fields<'v>(fields: &mut Fields<'_, 'v>) -> Option<Who<'v>> {
    let kind = fields.required("type", "what kind of code it is", word::<AliasKind>);
    let code = fields.required(
        "code",
        "the code itself: of a coupon or an affiliate link, or the id of a WordPress user",
        text::<LONGEST_KEY>,
    );
    Some(Who::Alias(kind?, Cow::Borrowed(code?)))
}

/// Whether a text is a decimal number of zero or more: digits, with at most one point between them.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit());
    plain && text.len() <= LONGEST_VALUE && rust_decimal::Decimal::from_str_exact(text).is_ok()
}

fn read_value<'v>(cursor: &mut Cursor<'_, 'v>) -> Option<&'v str> {
    cursor.describe(|schema| {
        schema.set("format", "amount");
        schema.set("pattern", r"^[0-9]+(\.[0-9]+)?$");
        schema.set("examples", vec!["12.34"]);
    });
    let given = text::<LONGEST_VALUE>(cursor)?;
    if !is_decimal(given) {
        return cursor.refuse(refusals::is_no_value(given.to_owned()));
    }
    Some(given)
}

fn read_data(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    let value = cursor.value(|schema| schema.set("type", vec!["object", "array"]))?;
    let (Value::Map(_) | Value::List(_)) = value else {
        return cursor.refuse(value.is_not(messages::an_array()));
    };
    match value.to_json() {
        Ok(json) if json.len() <= 4_096 => Some(json),
        Ok(json) => cursor.refuse(messages::has_too_many_bytes(json.len(), 4_096)),
        Err(Unacceptable::Float) => cursor.refuse(refusals::contains_a_float()),
        Err(Unacceptable::NotUtf8 | Unacceptable::KeyNotUtf8) => {
            cursor.refuse(refusals::contains_no_utf8())
        }
        Err(Unacceptable::TooDeep) => cursor.refuse(messages::is_too_deep()),
        Err(other) => cursor.refuse(refusals::contains_no_json(other.kind())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::input::read;

    fn text_value(text: &'static str) -> Value<'static> {
        Value::Text(text.into())
    }

    fn event(entries: Vec<(&'static str, Value<'static>)>) -> Value<'static> {
        Value::Map(entries.into_iter().map(|(k, v)| (k.into(), v)).collect())
    }

    fn check(kind: &'static str, input: &Value<'static>, expect: &[&str]) {
        let now = Instant::from_rfc3339("2026-05-01T00:00:00Z").unwrap();
        let read = read(input, |cursor| Event::read_of_type(cursor, kind, now));
        let problems = read.err().unwrap_or_default().0;
        let said: Vec<String> = problems
            .iter()
            .map(|p| format!("{}: {}", p.path, p.message))
            .collect();
        assert_eq!(said, expect);
    }

    #[test]
    fn an_event_needs_only_a_type_a_key_and_a_collaborator() {
        check(
            "site_visited",
            &event(vec![
                ("key", text_value("k")),
                ("collaborator", Value::Int(1)),
            ]),
            &[],
        );
    }

    #[test]
    fn every_problem_of_an_event_is_reported() {
        check(
            "Site",
            &event(vec![
                ("collaborator", Value::Int(0)),
                ("quantity", Value::Int(0)),
                ("value", text_value("1e3")),
            ]),
            &[
                "type: is \"Site\"; expected lowercase letters, digits and underscores, such as course_completed",
                "key: is required",
                "collaborator: is 0; expected an integer of at least 1",
                "quantity: is 0; expected an integer from 1 to 1000000",
                "value: is \"1e3\"; expected a decimal number of zero or more, such as \"12.34\"",
            ],
        );
    }

    #[test]
    fn who_is_credited_is_said_in_exactly_one_way() {
        check(
            "site_visited",
            &event(vec![
                ("key", text_value("k")),
                ("collaborator", Value::Int(1)),
                ("collaborators", Value::List(vec![])),
            ]),
            &[": must say who is credited with exactly one of: collaborator, collaborators, alias"],
        );
    }

    #[test]
    fn coupons_ignore_case_and_links_do_not() {
        assert_eq!(AliasKind::Coupon.folded("Save10"), "save10");
        assert_eq!(AliasKind::Link.folded("Ann"), "Ann");
    }

    #[test]
    fn an_event_survives_the_journal_unchanged() {
        let event = Event {
            key: "k\"1".into(),
            kind: "course_completed".into(),
            at: 1_000,
            owners: vec![
                Owner {
                    who: Who::Id(3),
                    weight: 1,
                },
                Owner {
                    who: Who::Alias(AliasKind::WpUser, "7".into()),
                    weight: 2,
                },
            ],
            subject: Some("user:5".into()),
            also: Vec::new(),
            object: None,
            quantity: Quantity::ONE,
            value: None,
            currency: None,
            ignored: None,
            data: None,
            network: None,
            history: false,
        };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(
            json,
            r#"{"key":"k\"1","type":"course_completed","at":1000,"owners":[{"id":3},{"alias":["wp_user","7"],"weight":2}],"subject":"user:5"}"#
        );
        assert_eq!(serde_json::from_str::<Event<'_>>(&json).unwrap(), event);
    }
}
