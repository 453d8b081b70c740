//! Whom a distributor is for.

use std::collections::BTreeSet;

use serde_json::json;

use super::refusals;
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, Value, Variant, id, owned_text};

/// How many collaborators an audience can list.
const MOST_IDS: usize = 10_000;

/// How many groups an audience can name.
const MOST_GROUPS: usize = 50;

/// Whom a distributor is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Every active collaborator.
    All,
    /// These only.
    List(BTreeSet<CollaboratorId>),
    /// Those who belong to one of these groups.
    Groups(BTreeSet<String>),
}

impl Audience {
    /// Whether a collaborator who belongs to some groups belongs to it.
    #[must_use]
    pub fn holds(&self, collaborator: CollaboratorId, groups: &[String]) -> bool {
        match self {
            Audience::All => true,
            Audience::List(ids) => ids.contains(&collaborator),
            Audience::Groups(names) => groups.iter().any(|group| names.contains(group)),
        }
    }
}

/// Reads `['kind' => 'all']`, `['kind' => 'list', 'ids' => […]]` or `['kind' => 'group', 'groups' => […]]`.
pub fn read(cursor: &mut Cursor<'_, '_>) -> Option<Audience> {
    cursor.describe(|schema| schema.set("default", json!({"kind": "all"})));
    cursor.object(|fields| {
        fields.variants(
            "kind",
            "who can be paid; only active collaborators ever are",
            &[
                Variant {
                    name: "all",
                    about: "all collaborators",
                    read: &|_| Some(Audience::All),
                },
                Variant {
                    name: "list",
                    about: "the collaborators in a list",
                    read: &|fields| {
                        let ids = fields.required(
                            "ids",
                            "the numbers of these collaborators",
                            |cursor| {
                                read_some(cursor, MOST_IDS, |item| id(item).map(CollaboratorId))
                            },
                        );
                        ids.map(Audience::List)
                    },
                },
                Variant {
                    name: "group",
                    about: "the collaborators in certain groups",
                    read: &|fields| {
                        let groups = fields.required(
                            "groups",
                            "the names of the groups; it is enough to be in one of them",
                            |cursor| read_some(cursor, MOST_GROUPS, owned_text::<64>),
                        );
                        groups.map(Audience::Groups)
                    },
                },
            ],
        )
    })
}

/// Reads a set that holds at least one item.
fn read_some<'v, T: Ord>(
    cursor: &mut Cursor<'_, 'v>,
    most: usize,
    read: impl FnMut(&mut Cursor<'_, 'v>) -> Option<T>,
) -> Option<BTreeSet<T>> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let items = cursor.list(most, read)?;
    if items.is_empty() {
        return cursor.refuse(refusals::names_nobody_to_pay());
    }
    Some(items.into_iter().collect())
}

/// The audience in the shape it is read from.
pub fn write(audience: &Audience) -> Value<'static> {
    match audience {
        Audience::All => Value::Map(vec![("kind".into(), Value::Text("all".into()))]),
        Audience::List(ids) => Value::Map(vec![
            ("kind".into(), Value::Text("list".into())),
            (
                "ids".into(),
                Value::List(ids.iter().map(|id| Value::Int(id.0)).collect()),
            ),
        ]),
        Audience::Groups(groups) => Value::Map(vec![
            ("kind".into(), Value::Text("group".into())),
            (
                "groups".into(),
                Value::List(
                    groups
                        .iter()
                        .map(|group| Value::Text(group.clone().into()))
                        .collect(),
                ),
            ),
        ]),
    }
}
