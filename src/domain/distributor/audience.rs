//! Whom a distributor is for.

use std::collections::BTreeSet;

use crate::domain::ids::CollaboratorId;
use crate::domain::input::{At, Fields, Problems, Value, each, int, list, text, word};

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

#[derive(Clone, Copy)]
enum Kind {
    All,
    List,
    Group,
}

const KINDS: [(&str, Kind); 3] = [
    ("all", Kind::All),
    ("list", Kind::List),
    ("group", Kind::Group),
];

/// Reads `['kind' => 'all']`, `['kind' => 'list', 'ids' => […]]` or `['kind' => 'group', 'groups' => […]]`.
pub fn read(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Audience> {
    let mut fields = Fields::open(value, at, problems)?;
    let kind = fields.need("kind", at, problems);
    let kind = kind.and_then(|v| word(v, &KINDS, &at.key("kind"), problems))?;
    let audience = match kind {
        Kind::All => Some(Audience::All),
        Kind::List => {
            let ids = fields.need("ids", at, problems);
            ids.and_then(|v| read_ids(v, &at.key("ids"), problems))
                .map(Audience::List)
        }
        Kind::Group => {
            let groups = fields.need("groups", at, problems);
            groups
                .and_then(|v| read_groups(v, &at.key("groups"), problems))
                .map(Audience::Groups)
        }
    };
    fields.close(at, problems);
    audience
}

fn read_ids(
    value: &Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<BTreeSet<CollaboratorId>> {
    let items = list(value, 10_000, at, problems)?;
    if items.is_empty() {
        problems.add(at, "is empty: nobody could be paid");
        return None;
    }
    let ids = each(items, at, |item, at| int(item, 1..=i64::MAX, at, problems))?;
    Some(ids.into_iter().map(CollaboratorId).collect())
}

fn read_groups(
    value: &Value<'_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<BTreeSet<String>> {
    let items = list(value, 50, at, problems)?;
    if items.is_empty() {
        problems.add(at, "is empty: nobody could be paid");
        return None;
    }
    let groups = each(items, at, |item, at| text(item, 64, at, problems))?;
    Some(groups.into_iter().map(str::to_owned).collect())
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
