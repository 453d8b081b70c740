//! How a pool's rules are read and written.

use super::MetricRule;
use super::refusals;
use crate::domain::input::{Cursor, Fields, Value};
use crate::domain::money::{self, Sign};
use crate::domain::pool::{Pool, Source};
use crate::domain::units::Units;

/// How many sources one pool can have.
const MOST_SOURCES: usize = 20;

/// Reads `['sources' => […], 'floor' => …, 'cap' => …]` of a distributor with these metrics, if they are known.
pub fn read(
    cursor: &mut Cursor<'_, '_>,
    units: Units,
    metrics: Option<&[MetricRule]>,
) -> Option<Pool> {
    cursor.object(|fields| {
        let sources = fields.required(
            "sources",
            "what fills the pool: what all of them bring is summed; without any, only top-ups fill it",
            |cursor| cursor.list(MOST_SOURCES, |source| Source::read(source, units)),
        );
        let floor = fields.optional(
            "floor",
            "the least that the sources bring in a period; what was carried over and top-ups are added to it",
            |cursor| money::read(cursor, units, Sign::NotNegative),
        );
        let cap = fields.optional(
            "cap",
            "the most that the sources bring in a period; what was carried over and top-ups are added to it",
            |cursor| money::read(cursor, units, Sign::NotNegative),
        );
        if let (Some(floor), Some(cap)) = (floor, cap)
            && floor > cap
        {
            fields.refuse::<()>("floor", refusals::is_above_the_cap());
        }
        if let (Some(sources), Some(metrics)) = (&sources, metrics) {
            check_measured(fields, sources, metrics);
        }
        Some(Pool {
            sources: sources?,
            floor,
            cap,
        })
    })
}

/// A source that is paid by the event can count only what is measured.
fn check_measured(fields: &mut Fields<'_, '_>, sources: &[Source], metrics: &[MetricRule]) {
    for (index, source) in sources.iter().enumerate() {
        let Some((event, _)) = source.event() else {
            continue;
        };
        if !metrics.iter().any(|rule| rule.event == event) {
            let message = refusals::is_not_measured(event.to_owned());
            fields.refuse_inside::<()>("sources", index, "event", message);
        }
    }
}

/// The pool in the shape it is read from.
pub fn write(pool: &Pool, units: Units) -> Value<'static> {
    let amount = |minor: i64| Value::Text(money::to_text(minor, units).into());
    let sources = pool.sources.iter().map(|source| source.write(units));
    Value::Map(vec![
        ("sources".into(), Value::List(sources.collect())),
        ("floor".into(), pool.floor.map_or(Value::Null, amount)),
        ("cap".into(), pool.cap.map_or(Value::Null, amount)),
    ])
}
