//! Whom a distributor is for.

use std::collections::BTreeSet;

use crate::domain::ids::CollaboratorId;
use crate::domain::input::{At, Fields, Problems, Value, int, list, word};

/// Whom a distributor is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Every active collaborator.
    All,
    /// These only.
    List(BTreeSet<CollaboratorId>),
}

impl Audience {
    /// Whether a collaborator belongs to it.
    #[must_use]
    pub fn holds(&self, collaborator: CollaboratorId) -> bool {
        match self {
            Audience::All => true,
            Audience::List(ids) => ids.contains(&collaborator),
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    All,
    List,
}

/// Reads `['kind' => 'all']` or `['kind' => 'list', 'ids' => […]]`.
pub fn read(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<Audience> {
    let mut fields = Fields::open(value, at, problems)?;
    let kind = fields.need("kind", at, problems);
    let kind = kind.and_then(|v| {
        word(
            v,
            &[("all", Kind::All), ("list", Kind::List)],
            &at.key("kind"),
            problems,
        )
    });
    let audience = match kind {
        Some(Kind::All) => Some(Audience::All),
        Some(Kind::List) => {
            let ids = fields.need("ids", at, problems);
            ids.and_then(|v| read_ids(v, &at.key("ids"), problems))
                .map(Audience::List)
        }
        None => {
            fields.get("ids");
            None
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
    let mut ids = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        ids.insert(CollaboratorId(int(
            item,
            1..=i64::MAX,
            &at.index(index),
            problems,
        )?));
    }
    Some(ids)
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
    }
}
