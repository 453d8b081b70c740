//! What a distributor measures, and for how many points.

use crate::domain::event::{PRODUCT_SOLD, is_completion, read_type};
use crate::domain::input::{At, Fields, Problems, Value, boolean, each, int, list, word};
use crate::domain::money::{self, Sign};
use crate::domain::units::{self, Units};

/// Types of event in which no money changes hands.
const WITHOUT_VALUE: [&str; 4] = [
    "course_completed",
    "lesson_completed",
    "post_visited",
    "site_visited",
];

/// One type of event and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricRule {
    /// The type.
    pub event: String,
    /// Points for each, 0 or more. With 0 it is recorded and never qualifies.
    pub points: i64,
    /// How the points of an event with several owners are given.
    pub split: Split,
    /// What the points are multiplied by.
    pub per: Per,
    /// The currency whose units count, where they do; the distributor's own when absent.
    pub currency: Option<Units>,
    /// Whether what was sold for nothing counts.
    pub count_free: bool,
    /// What the goods of a sale must have gone for, in minor units of the distributor.
    pub minimum_amount: Option<i64>,
    /// Of whose events only the first counts for somebody in a period; all count where it is absent.
    pub once_per: Option<OncePer>,
    /// Whose completions count.
    pub students: Students,
}

/// Whose completions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Students {
    /// Everybody's.
    All,
    /// Of those who paid for the course, or were enrolled by the staff: not of those who got their place for nothing.
    Paid,
}

/// Of what only one event counts in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OncePer {
    /// Of each customer.
    Customer,
}

#[cfg(test)]
impl MetricRule {
    /// One point for each, and nothing else said.
    #[must_use]
    pub fn plain() -> MetricRule {
        MetricRule {
            event: PRODUCT_SOLD.into(),
            points: 1,
            split: Split::Each,
            per: Per::Event,
            currency: None,
            count_free: false,
            minimum_amount: None,
            once_per: None,
            students: Students::All,
        }
    }
}

/// How the points of an event with several owners are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// Each owner gets all of them.
    Each,
    /// Each gets the same part.
    Equally,
    /// Each gets a part by weight.
    ByWeight,
}

/// What the points are multiplied by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// The event's quantity; for a sale, once for the line.
    Event,
    /// The number of units sold.
    Unit,
    /// The amount in whole currency units, with its decimals.
    CurrencyUnit,
}

const SPLITS: [(&str, Split); 3] = [
    ("each", Split::Each),
    ("equally", Split::Equally),
    ("by_weight", Split::ByWeight),
];
const ONCE_PERS: [(&str, OncePer); 1] = [("customer", OncePer::Customer)];
const STUDENTS: [(&str, Students); 2] = [("all", Students::All), ("paid", Students::Paid)];
const PERS: [(&str, Per); 3] = [
    ("event", Per::Event),
    ("unit", Per::Unit),
    ("currency_unit", Per::CurrencyUnit),
];

/// Reads the list of metrics of a distributor in some units.
pub fn read(
    value: &Value<'_>,
    units: Option<Units>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Vec<MetricRule>> {
    let items = list(value, 50, at, problems)?;
    if items.is_empty() {
        problems.add(
            at,
            "is empty: nothing would be measured and nobody could be paid",
        );
        return None;
    }
    let rules = each(items, at, |item, at| read_rule(item, units, at, problems));
    let events: Vec<Option<&str>> = items.iter().map(event_of).collect();
    let mut repeated = false;
    for (index, event) in events.iter().enumerate() {
        if let Some(event) = event
            && events[..index].contains(&Some(event))
        {
            let here = at.index(index);
            problems.add(
                &here.key("event"),
                format!("is {event}, which is measured already; name each event once"),
            );
            repeated = true;
        }
    }
    rules.filter(|_| !repeated)
}

/// The type that a rule names, whatever else is wrong with the rule.
fn event_of<'v>(item: &'v Value<'_>) -> Option<&'v str> {
    let Value::Map(entries) = item else {
        return None;
    };
    entries.iter().find_map(|(key, value)| match value {
        Value::Text(event) if key == "event" => Some(&**event),
        _ => None,
    })
}

fn read_rule(
    value: &Value<'_>,
    units: Option<Units>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<MetricRule> {
    let mut fields = Fields::open(value, at, problems)?;
    let event = fields.need("event", at, problems);
    let event = event.and_then(|v| read_type(v, &at.key("event"), problems));
    let points = fields.need("points", at, problems);
    let points = points.and_then(|v| int(v, 0..=1_000_000, &at.key("points"), problems));
    let split = match fields.get("split") {
        Some(v) => word(v, &SPLITS, &at.key("split"), problems),
        None => Some(Split::Each),
    };
    let per = match fields.get("per") {
        Some(v) => word(v, &PERS, &at.key("per"), problems),
        None => Some(Per::Event),
    };
    if let (Some(event), Some(per)) = (event, per) {
        check_per(event, per, &at.key("per"), problems);
    }
    let currency = fields
        .get("currency")
        .and_then(|v| units::read(v, &at.key("currency"), problems));
    check_currency(per, currency, units, &at.key("currency"), problems);
    let count_free = match fields.get("count_free") {
        Some(v) => boolean(v, &at.key("count_free"), problems),
        None => Some(false),
    };
    let minimum_amount = match fields.get("minimum_amount") {
        Some(v) => read_minimum(v, units, &at.key("minimum_amount"), problems).map(Some),
        None => Some(None),
    };
    let once_per = match fields.get("once_per") {
        Some(v) => word(v, &ONCE_PERS, &at.key("once_per"), problems).map(Some),
        None => Some(None),
    };
    for (name, said) in [
        ("count_free", count_free == Some(true)),
        ("minimum_amount", matches!(minimum_amount, Some(Some(_)))),
        ("once_per", matches!(once_per, Some(Some(_)))),
    ] {
        if said && event.is_some_and(|event| WITHOUT_VALUE.contains(&event)) {
            problems.add(
                &at.key(name),
                "is possible for sales only: no money changes hands in this event",
            );
        }
    }
    let students = read_students(&mut fields, event, at, problems);
    fields.close(at, problems);
    Some(MetricRule {
        event: event?.to_owned(),
        points: points?,
        split: split?,
        per: per?,
        currency: currency.filter(|currency| Some(*currency) != units),
        count_free: count_free?,
        minimum_amount: minimum_amount?,
        once_per: once_per?,
        students: students?,
    })
}

/// Whose completions count. Other events are no student's.
fn read_students(
    fields: &mut Fields<'_, '_>,
    event: Option<&str>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Students> {
    let Some(value) = fields.get("students") else {
        return Some(Students::All);
    };
    let at = at.key("students");
    let students = word(value, &STUDENTS, &at, problems)?;
    if students == Students::Paid && event.is_some_and(|event| !is_completion(event)) {
        problems.add(
            &at,
            "is possible for course_completed and lesson_completed only",
        );
    }
    Some(students)
}

/// An amount that sales are compared with: it has to be money, and more than nothing.
fn read_minimum(
    value: &Value<'_>,
    units: Option<Units>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<i64> {
    if units == Some(Units::Points) {
        problems.add(
            at,
            "is possible with a currency only: a distributor in points has no amount to compare sales with",
        );
        return None;
    }
    // Without units, which are a problem of their own, it is read all the same.
    let reading = units.or_else(|| Units::from_code("USD"))?;
    money::read(value, reading, Sign::Positive, at, problems)
}

/// Whether events of a type have what the points are to be multiplied by.
fn check_per(event: &str, per: Per, at: &At<'_>, problems: &mut Problems) {
    match per {
        Per::Unit if event != PRODUCT_SOLD => problems.add(
            at,
            "is possible for product_sold only; other events count by their quantity",
        ),
        Per::CurrencyUnit if WITHOUT_VALUE.contains(&event) => problems.add(
            at,
            "is possible for sales only: no money changes hands in this event",
        ),
        Per::Event | Per::Unit | Per::CurrencyUnit => {}
    }
}

/// Two currencies are never added up: not as points either.
fn check_currency(
    per: Option<Per>,
    currency: Option<Units>,
    units: Option<Units>,
    at: &At<'_>,
    problems: &mut Problems,
) {
    let Some(per) = per else { return };
    match (per, currency) {
        (Per::Event | Per::Unit, Some(_)) => problems.add(
            at,
            "says nothing unless the points are per currency_unit; leave it out",
        ),
        (Per::CurrencyUnit, Some(Units::Points)) => {
            problems.add(at, "is points; it must be a currency");
        }
        (Per::CurrencyUnit, None) if units == Some(Units::Points) => problems.add(
            at,
            "is required: a distributor in points has no currency of its own",
        ),
        _ => {}
    }
}

/// The metrics in the shape they are read from.
pub fn write(rules: &[MetricRule], units: Units) -> Value<'static> {
    let name_of = |words: &[(&'static str, Split)], split| {
        words
            .iter()
            .find(|(_, s)| *s == split)
            .map_or("each", |(name, _)| name)
    };
    let items = rules.iter().map(|rule| {
        let per = PERS
            .iter()
            .find(|(_, p)| *p == rule.per)
            .map_or("event", |(name, _)| name);
        let mut entries = vec![
            ("event".into(), Value::Text(rule.event.clone().into())),
            ("points".into(), Value::Int(rule.points)),
            (
                "split".into(),
                Value::Text(name_of(&SPLITS, rule.split).into()),
            ),
            ("per".into(), Value::Text(per.into())),
        ];
        if let Some(currency) = rule.currency {
            entries.push(("currency".into(), Value::Text(currency.code().into())));
        }
        if rule.count_free {
            entries.push(("count_free".into(), Value::Bool(true)));
        }
        if let Some(minimum) = rule.minimum_amount {
            let text = money::to_text(minimum, units);
            entries.push(("minimum_amount".into(), Value::Text(text.into())));
        }
        if let Some(once_per) = rule.once_per {
            let word = ONCE_PERS.iter().find(|(_, each)| *each == once_per);
            let word = word.map_or("customer", |(word, _)| word);
            entries.push(("once_per".into(), Value::Text(word.into())));
        }
        if rule.students == Students::Paid {
            entries.push(("students".into(), Value::Text("paid".into())));
        }
        Value::Map(entries)
    });
    Value::List(items.collect())
}
