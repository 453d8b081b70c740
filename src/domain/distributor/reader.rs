//! How a definition is read from input.

use rust_decimal::Decimal;

use super::{
    Audience, ClawbackFrom, Definition, OnEmpty, OnNegative, OnRefundAfterClose, OwnActivity,
    Renewals, audience, metrics, pool, schedule,
};
use crate::domain::division::{OnInactive, Rules};
use crate::domain::input::{Cursor, Fields, boolean, int, owned_text, word};
use crate::domain::instant::{self, Instant};
use crate::domain::message::Message;
use crate::domain::percent;
use crate::domain::points::Points;
use crate::domain::structure::Structure;
use crate::domain::units::{self, Units};
use crate::domain::zone::Zone;

/// What is assumed where the input says nothing.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// For `starts_at`.
    pub now: Instant,
    /// For the schedule; or what is wrong with the site's.
    pub timezone: Result<Zone, Message>,
}

/// Who can be paid.
struct Conditions {
    minimum_score: Points,
    cap_percent: Option<Decimal>,
    on_inactive: OnInactive,
}

/// What happens in cases that are not the usual one.
struct Choices {
    on_empty: OnEmpty,
    on_negative: OnNegative,
    on_refund_after_close: OnRefundAfterClose,
    clawback_from: ClawbackFrom,
    own_activity: OwnActivity,
    renewals: Renewals,
}

/// What is waited for before money goes out.
struct Delays {
    review: bool,
    hold_days: u32,
    grace_minutes: u32,
}

impl Definition {
    /// Reads a definition. Whoever reads `status`, `id` and the like out of the same map does so before.
    pub fn read(fields: &mut Fields<'_, '_>, defaults: &Defaults) -> Option<Definition> {
        let name = fields.required(
            "name",
            "what you call it; shown wherever distributors are listed",
            owned_text::<200>,
        );
        let units = fields.required(
            "units",
            "what its pool is counted in: a currency as an ISO 4217 code, or points; it cannot be changed later",
            units::read,
        );
        let starts_at = fields.or_else(
            "starts_at",
            "from when it counts; now, if absent. If it is in the past, what was recorded since then counts too. It can be \
             changed only while the distributor is a draft, which counts from when it is activated, unless starts_at is later",
            instant::read,
            || Some(defaults.now),
        );
        let schedule = fields.required(
            "schedule",
            "when a period ends and the next one begins",
            |cursor| schedule::read(cursor, &defaults.timezone),
        );
        let metrics = fields.required(
            "metrics",
            "what is measured, and how many points it gives; each type of event once",
            |cursor| metrics::read(cursor, units),
        );
        let is_repeated = metrics::refuse_repeated(fields);
        let metrics = metrics.filter(|_| !is_repeated);
        // Amounts are read even when the units are not known, so that their faults are said too.
        let reading = units.unwrap_or(Units::USD);
        let pool = fields.required("pool", "what fills the reward pool of a period", |cursor| {
            pool::read(cursor, reading, metrics.as_deref())
        });
        let structure = fields.required(
            "structure",
            "who is paid, and how the pool is divided among them",
            |cursor| Structure::read(cursor, reading),
        );
        let audience = fields.or_else(
            "audience",
            "which collaborators can be paid",
            audience::read,
            || Some(Audience::All),
        );
        let conditions = read_conditions(fields);
        let choices = read_choices(fields);
        let delays = read_delays(fields);
        let (choices, delays) = (choices?, delays?);
        Some(Definition {
            name: name?,
            units: units?,
            starts_at: starts_at?,
            schedule: schedule?,
            metrics: metrics?,
            pool: pool?,
            rules: rules(structure?, conditions?),
            audience: audience?,
            on_empty: choices.on_empty,
            on_negative: choices.on_negative,
            on_refund_after_close: choices.on_refund_after_close,
            clawback_from: choices.clawback_from,
            own_activity: choices.own_activity,
            renewals: choices.renewals,
            review: delays.review,
            hold_days: delays.hold_days,
            grace_minutes: delays.grace_minutes,
        })
    }
}

fn rules(structure: Structure, conditions: Conditions) -> Rules {
    Rules {
        structure,
        minimum_score: conditions.minimum_score,
        cap_percent: conditions.cap_percent,
        on_inactive: conditions.on_inactive,
    }
}

fn read_conditions(fields: &mut Fields<'_, '_>) -> Option<Conditions> {
    let minimum_score = fields.or(
        "minimum_score",
        0,
        "points that a collaborator needs in a period to be paid; reaching them is enough",
        int::<0, 1_000_000_000_000>,
    );
    let cap_percent = fields.optional(
        "cap_percent",
        "the most that one collaborator can get, in percent of the pool; what exceeds it is shared among the others. No limit, \
         if absent",
        percent::read,
    );
    let on_inactive = fields.or(
        "on_inactive",
        OnInactive::Exclude,
        "what happens to collaborators with points who are not active when the period ends",
        word::<OnInactive>,
    );
    Some(Conditions {
        minimum_score: Points::whole(minimum_score?),
        cap_percent,
        on_inactive: on_inactive?,
    })
}

fn read_choices(fields: &mut Fields<'_, '_>) -> Option<Choices> {
    let on_empty = fields.or(
        "on_empty",
        OnEmpty::RollOver,
        "what happens to a pool when no one qualifies, and to the part of a pool that is not paid out",
        word::<OnEmpty>,
    );
    let on_negative = fields.or(
        "on_negative",
        OnNegative::Carry,
        "what happens to a pool that is below zero at the end of its period, because refunds exceed sales",
        word::<OnNegative>,
    );
    let on_refund_after_close = fields.or(
        "on_refund_after_close",
        OnRefundAfterClose::NextPeriod,
        "what a refund does when the distribution that the sale counted in is final; before that it changes that distribution",
        word::<OnRefundAfterClose>,
    );
    let clawback_from = fields.or(
        "clawback_from",
        ClawbackFrom::Everyone,
        "who gives back what is claimed back; it has an effect only where on_refund_after_close is clawback",
        word::<ClawbackFrom>,
    );
    let own_activity = fields.or(
        "own_activity",
        OwnActivity::Ignore,
        "whether what collaborators buy, visit or complete themselves counts for them",
        word::<OwnActivity>,
    );
    let renewals = fields.or(
        "renewals",
        Renewals::Count,
        "which payments of a subscription bring money into the pool and give points",
        word::<Renewals>,
    );
    Some(Choices {
        on_empty: on_empty?,
        on_negative: on_negative?,
        on_refund_after_close: on_refund_after_close?,
        clawback_from: clawback_from?,
        own_activity: own_activity?,
        renewals: renewals?,
    })
}

fn read_delays(fields: &mut Fields<'_, '_>) -> Option<Delays> {
    let review = fields.or(
        "review",
        false,
        "true if someone has to approve each distribution before it can be paid",
        boolean,
    );
    let hold_days = fields.or(
        "hold_days",
        0,
        "days for which an obligation is held before it can be paid; refunds in these days still change the distribution",
        count::<3_650>,
    );
    let grace_minutes = fields.or(
        "grace_minutes",
        0,
        "minutes to wait after the end of a period before it is closed; events that arrive late still count for it",
        count::<10_080>,
    );
    Some(Delays {
        review: review?,
        hold_days: hold_days?,
        grace_minutes: grace_minutes?,
    })
}

fn count<const MOST: i64>(cursor: &mut Cursor<'_, '_>) -> Option<u32> {
    int::<0, MOST>(cursor).and_then(|count| u32::try_from(count).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::domain::input::{Value, read, schema_of};

    fn defaults() -> Defaults {
        Defaults {
            now: Instant::default(),
            timezone: Ok(Zone::UTC),
        }
    }

    fn schema() -> Json {
        schema_of(|cursor| cursor.object(|fields| Definition::read(fields, &defaults())))
            .into_json()
    }

    fn from_json(json: &Json) -> Value<'static> {
        match json {
            Json::Null => Value::Null,
            Json::Bool(given) => Value::Bool(*given),
            Json::Number(number) => Value::Int(number.as_i64().expect("a whole number")),
            Json::String(text) => Value::Text(text.clone().into()),
            Json::Array(items) => Value::List(items.iter().map(from_json).collect()),
            Json::Object(fields) => Value::Map(
                fields
                    .iter()
                    .map(|(name, field)| (name.clone().into(), from_json(field)))
                    .collect(),
            ),
        }
    }

    fn written(json: &Json) -> Json {
        let given = from_json(json);
        let read = read(&given, |cursor| {
            cursor.object(|fields| Definition::read(fields, &defaults()))
        });
        serde_json::to_value(read.expect("good rules").write()).expect("rules have a JSON form")
    }

    /// The forms that a schema describes, one by one.
    fn forms(schema: &Json) -> Vec<&Json> {
        for keyword in ["oneOf", "anyOf"] {
            if let Some(forms) = schema[keyword].as_array() {
                return forms.iter().flat_map(|form| self::forms(form)).collect();
            }
        }
        vec![schema]
    }

    /// Checks that a value has no field that its schema does not name.
    fn check_named(value: &Json, schema: &Json, path: &str) {
        match value {
            Json::Object(fields) => {
                let has_all = |form: &&Json| {
                    let properties = form["properties"].as_object();
                    properties.is_some_and(|known| {
                        fields.iter().all(|(name, field)| {
                            let word = &known.get(name).unwrap_or(&Json::Null)["enum"];
                            known.contains_key(name)
                                && (name != "kind" || word.as_array() == Some(&vec![field.clone()]))
                        })
                    })
                };
                let form = forms(schema).into_iter().find(has_all);
                let form = form.unwrap_or_else(|| panic!("{path}: {value} is not described"));
                for (name, field) in fields {
                    check_named(field, &form["properties"][name], &format!("{path}.{name}"));
                }
            }
            Json::Array(items) => {
                for item in items {
                    check_named(item, &schema["items"], &format!("{path}[]"));
                }
            }
            _ => {}
        }
    }

    fn check_described(schema: &Json, path: &str) {
        for form in forms(schema) {
            for (name, field) in form["properties"].as_object().into_iter().flatten() {
                let about = field["description"].as_str().unwrap_or_default();
                assert!(!about.is_empty(), "{path}.{name} is not described");
                check_described(field, &format!("{path}.{name}"));
            }
            if form["items"].is_object() {
                check_described(&form["items"], &format!("{path}[]"));
            }
        }
    }

    fn rules() -> Json {
        json!({
            "name": "Creators", "units": "EUR", "schedule": {"every": "week", "on": "sunday", "at": "06:30"},
            "metrics": [
                {"event": "course_completed", "points": 10, "students": "paid"},
                {"event": "product_sold", "points": 1, "per": "currency_unit", "currency": "USD", "count_free": true,
                    "minimum_amount": "5.00", "once_per": "customer"},
            ],
            "pool": {"sources": [
                {"kind": "revenue_share", "percent": "12.5", "include": ["taxes", "line_items"]},
                {"kind": "fixed", "amount": "500.00"},
                {"kind": "per_event", "event": "course_completed", "amount": "0.25"},
            ]},
            "structure": {"kind": "ladder", "prizes": ["60", "40"]},
            "audience": {"kind": "list", "ids": [2, 1]},
        })
    }

    #[test]
    fn an_option_of_another_kind_is_told_which_there_are() {
        let mut rules = rules();
        rules["structure"] = json!({"kind": "top_score_wins", "prizes": ["100"]});
        rules["pool"]["sources"][1]["percent"] = json!("5");
        let given = from_json(&rules);
        let refused = read(&given, |cursor| {
            cursor.object(|fields| Definition::read(fields, &defaults()))
        });
        assert_eq!(
            refused
                .expect_err("two options that mean nothing")
                .to_string(),
            "pool.sources[1].percent: is not a known field; expected one of: kind, amount; \
             structure.prizes: is not a known field; expected one of: kind, tie"
        );
    }

    #[test]
    fn every_rule_that_is_written_is_described() {
        let schema = schema();
        check_described(&schema, "");
        for changes in [
            json!({}),
            json!({"structure": {"kind": "top_score_wins"}, "schedule": {"every": {"days": 3}}}),
            json!({"structure": {"kind": "target_bonus", "score": 5, "amount": "1.00"}}),
            json!({"structure": {"kind": "shared_engagement_pool"}, "audience": {"kind": "all"}}),
            json!({"structure": {"kind": "performance_weighted_pool"}}),
            json!({"structure": {"kind": "user_centric_pool"}, "audience": {"kind": "group", "groups": ["a"]}}),
        ] {
            let mut rules = rules();
            for (name, field) in changes.as_object().expect("changes") {
                rules[name] = field.clone();
            }
            check_named(&written(&rules), &schema, "");
        }
    }

    #[test]
    fn every_rule_that_is_described_is_written() {
        let names = |value: &Json| {
            let fields = value.as_object().expect("an object").keys().cloned();
            let mut names: Vec<String> = fields.collect();
            names.sort();
            names
        };
        assert_eq!(names(&schema()["properties"]), names(&written(&rules())));
        assert_eq!(
            schema()["required"],
            json!(["name", "units", "schedule", "metrics", "pool", "structure"])
        );
    }
}
