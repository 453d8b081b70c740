//! What a distributor measures, and for how many points.

use super::refusals;
use crate::domain::event::{PRODUCT_SOLD, is_completion, read_type};
use crate::domain::input::{Cursor, Fields, Value, boolean, int, word};
use crate::domain::money::{self, Sign};
use crate::domain::units::{self, Units};
use crate::domain::words::{Word, words};

/// How many types of event one distributor can measure.
const MOST_RULES: usize = 50;

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

words! {
    /// How the points of an event that credits several collaborators are given.
    Split {
        /// Each of them gets all of the points.
        Each = "each",
        /// They get equal parts of the points.
        Equally = "equally",
        /// They get parts of the points in proportion to the weights that the event gives them.
        ByWeight = "by_weight",
    }

    /// What the points are multiplied by.
    Per {
        /// The quantity of the event. A sold line counts once, however many units it is of.
        Event = "event",
        /// The number of units sold. Possible for `product_sold` only.
        Unit = "unit",
        /// The amount of the sale in whole units of its currency, with its decimals: 12.34 USD count 12.34 times.
        CurrencyUnit = "currency_unit",
    }

    /// Of whose events only the first counts in a period.
    OncePer {
        /// Of each customer, for each collaborator. A customer's further events give no points.
        Customer = "customer",
    }

    /// Whose completions of courses and lessons count.
    Students {
        /// Everyone's.
        All = "all",
        /// Those of students who paid for the course or were enrolled by the staff, not of those who got it for free.
        Paid = "paid",
    }
}

/// Reads the list of metrics of a distributor in some units. See also [`refuse_repeated`].
pub fn read(cursor: &mut Cursor<'_, '_>, units: Option<Units>) -> Option<Vec<MetricRule>> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let rules = cursor.list(MOST_RULES, |rule| {
        rule.object(|fields| read_rule(fields, units))
    })?;
    if rules.is_empty() {
        return cursor.refuse(refusals::measures_nothing());
    }
    Some(rules)
}

/// Refuses a type of event that two rules of the field `metrics` measure, whatever else is wrong with them. Answers whether
/// there was one.
pub fn refuse_repeated(fields: &mut Fields<'_, '_>) -> bool {
    let items = match fields.peek("metrics") {
        Some(Value::List(items)) if items.len() <= MOST_RULES => items,
        _ => return false,
    };
    let events: Vec<Option<&str>> = items.iter().map(event_of).collect();
    let mut is_repeated = false;
    for (index, event) in events.iter().enumerate() {
        if let Some(event) = event
            && events[..index].contains(&Some(event))
        {
            let message = refusals::is_measured_already((*event).to_owned());
            fields.refuse_inside::<()>("metrics", index, "event", message);
            is_repeated = true;
        }
    }
    is_repeated
}

/// The type that a rule names.
fn event_of<'v>(item: &'v Value<'_>) -> Option<&'v str> {
    match item.field("event") {
        Some(Value::Text(event)) => Some(event),
        _ => None,
    }
}

fn read_rule(fields: &mut Fields<'_, '_>, units: Option<Units>) -> Option<MetricRule> {
    let event = fields.required(
        "event",
        "the type of event that is measured: a built-in one such as course_completed, or your own",
        read_type,
    );
    let points = fields.required(
        "points",
        "points for each event; with 0 it is measured, and can fill the pool, without giving points",
        int::<0, 1_000_000>,
    );
    let split = fields.or(
        "split",
        Split::Each,
        "how the points are given where an event credits several collaborators",
        word::<Split>,
    );
    let per = fields.or(
        "per",
        Per::Event,
        "what the points are multiplied by",
        word::<Per>,
    );
    if let (Some(event), Some(per)) = (event, per) {
        check_per(fields, event, per);
    }
    let currency = fields.optional(
        "currency",
        "the currency whose amounts give points per currency_unit, as an ISO 4217 code; the distributor's own, if absent, and \
         required where that is points",
        |cursor| {
            cursor.describe(|schema| schema.set("examples", vec!["EUR"]));
            units::read(cursor)
        },
    );
    check_currency(fields, per, currency, units);
    let count_free = fields.or(
        "count_free",
        false,
        "true if sales and lines that were worth nothing count too",
        boolean,
    );
    let minimum_amount = fields.optional(
        "minimum_amount",
        "the least that the products of a sale must cost after discounts for its events to count, in the currency of the \
         distributor; a smaller sale, or one in another currency, gives no points",
        |cursor| read_minimum(cursor, units),
    );
    let once_per = fields.optional(
        "once_per",
        "of whose events only the first counts in a period; all of them count, if absent",
        word::<OncePer>,
    );
    for (name, is_asked_for) in [
        ("count_free", count_free == Some(true)),
        ("minimum_amount", minimum_amount.is_some()),
        ("once_per", once_per.is_some()),
    ] {
        if is_asked_for && event.is_some_and(|event| WITHOUT_VALUE.contains(&event)) {
            fields.refuse::<()>(name, refusals::needs_a_sale());
        }
    }
    let students = fields.or(
        "students",
        Students::All,
        "whose completions count; paid is possible for course_completed and lesson_completed only",
        |cursor| read_students(cursor, event),
    );
    Some(MetricRule {
        event: event?.to_owned(),
        points: points?,
        split: split?,
        per: per?,
        currency: currency.filter(|currency| Some(*currency) != units),
        count_free: count_free?,
        minimum_amount,
        once_per,
        students: students?,
    })
}

/// Whose completions count. Other events are no student's.
fn read_students(cursor: &mut Cursor<'_, '_>, event: Option<&str>) -> Option<Students> {
    let students = word::<Students>(cursor)?;
    if students == Students::Paid && event.is_some_and(|event| !is_completion(event)) {
        return cursor.refuse(refusals::needs_a_completion());
    }
    Some(students)
}

/// An amount that sales are compared with: it has to be money, and more than nothing.
fn read_minimum(cursor: &mut Cursor<'_, '_>, units: Option<Units>) -> Option<i64> {
    if units == Some(Units::Points) {
        return cursor.refuse(refusals::needs_a_currency());
    }
    money::read(cursor, units.unwrap_or(Units::USD), Sign::Positive)
}

/// Refuses a multiplier that events of a type do not have.
fn check_per(fields: &mut Fields<'_, '_>, event: &str, per: Per) {
    let message = match per {
        Per::Unit if event != PRODUCT_SOLD => refusals::needs_a_product(),
        Per::CurrencyUnit if WITHOUT_VALUE.contains(&event) => refusals::needs_a_sale(),
        Per::Event | Per::Unit | Per::CurrencyUnit => return,
    };
    fields.refuse::<()>("per", message);
}

/// Two currencies are never added up: not as points either.
fn check_currency(
    fields: &mut Fields<'_, '_>,
    per: Option<Per>,
    currency: Option<Units>,
    units: Option<Units>,
) {
    let Some(per) = per else { return };
    let message = match (per, currency) {
        (Per::Event | Per::Unit, Some(_)) => refusals::needs_points_per_currency(),
        (Per::CurrencyUnit, Some(Units::Points)) => refusals::is_points(),
        (Per::CurrencyUnit, None) if units == Some(Units::Points) => {
            refusals::is_required_with_points()
        }
        _ => return,
    };
    fields.refuse::<()>("currency", message);
}

/// The metrics in the shape they are read from.
pub fn write(rules: &[MetricRule], units: Units) -> Value<'static> {
    let items = rules.iter().map(|rule| {
        let mut entries = vec![
            ("event".into(), Value::Text(rule.event.clone().into())),
            ("points".into(), Value::Int(rule.points)),
            ("split".into(), Value::Text(rule.split.name().into())),
            ("per".into(), Value::Text(rule.per.name().into())),
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
            entries.push(("once_per".into(), Value::Text(once_per.name().into())));
        }
        if rule.students == Students::Paid {
            entries.push(("students".into(), Value::Text(rule.students.name().into())));
        }
        Value::Map(entries)
    });
    Value::List(items.collect())
}
