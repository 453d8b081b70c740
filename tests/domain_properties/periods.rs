//! Every instant from the anchor on is in exactly one period, in every time zone, under every rule.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday};
use proptest::prelude::*;
use siren::domain::period::Period;
use siren::domain::schedule::{LAST_INSTANT, Rule, Schedule};
use siren::domain::zone::Zone;

const SECONDS_IN_DAY: i64 = 86_400;
const TICK: TimeDelta = TimeDelta::nanoseconds(1);

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an RFC 3339 instant")
}

fn time_of_day() -> impl Strategy<Value = NaiveTime> {
    let sharp = prop::sample::select(vec![0, 1_800, 5_400, 7_200, 9_000, 10_800, 86_399]);
    prop_oneof![sharp, 0_u32..86_400].prop_map(|second| {
        NaiveTime::from_num_seconds_from_midnight_opt(second, 0).expect("within a day")
    })
}

fn weekday() -> impl Strategy<Value = Weekday> {
    (0_u8..7).prop_map(|day| Weekday::try_from(day).expect("0 to 6 are weekdays"))
}

/// Rules, including those out of range, which mean the nearest valid one.
fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        Just(Rule::Day),
        weekday().prop_map(|on| Rule::Week { on }),
        (0_u8..=32).prop_map(|on| Rule::Month { on }),
        (0_u8..=32).prop_map(|on| Rule::Quarter { on }),
        (0_u8..=13, 0_u8..=32).prop_map(|(month, day)| Rule::Year { month, day }),
        (0_u32..=400).prop_map(|every| Rule::Days { every }),
        any::<u32>().prop_map(|every| Rule::Days { every }),
    ]
}

/// Every valid offset.
fn offset() -> impl Strategy<Value = Zone> {
    (-1_439_i32..1_440)
        .prop_map(|minutes| Zone::from_name(&offset_name(minutes)).expect("an offset"))
}

fn offset_name(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn named(name: &str) -> Zone {
    Zone::from_name(name).expect("a zone of IANA's list")
}

/// Every zone of the list that is compiled in.
fn all_zones() -> Vec<Zone> {
    let names = jiff::tz::db().available();
    let zones: Vec<Zone> = names.map(|name| named(name.as_str())).collect();
    assert!(zones.len() > 500, "{} zones", zones.len());
    zones
}

fn zone() -> impl Strategy<Value = Zone> {
    let awkward = vec![
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Kwajalein",
        "Africa/Casablanca",
    ];
    prop_oneof![
        1 => prop::sample::select(awkward).prop_map(named),
        3 => prop::sample::select(all_zones()),
        1 => offset(),
    ]
}

/// Checks that `period` is the period of its first, middle and last instants, and not of their neighbours outside.
fn assert_whole(schedule: &Schedule, anchor: DateTime<Utc>, period: Period) {
    assert!(
        period.start < period.end,
        "{schedule:?} does not advance: {period:?}"
    );
    let middle = period.start + (period.end - period.start) / 2;
    for inside in [period.start, middle, period.end - TICK] {
        assert_eq!(
            schedule.period_containing(anchor, inside),
            Some(period),
            "{schedule:?} at {inside}"
        );
        assert_eq!(
            schedule.next_trigger(inside, anchor),
            period.end,
            "{schedule:?} after {inside}"
        );
    }
    assert_ne!(
        schedule.period_containing(anchor, period.end),
        Some(period),
        "{schedule:?}"
    );
}

/// Checks that the periods from `from` until `until` follow each other without a gap or an overlap.
fn assert_partition(
    schedule: &Schedule,
    anchor: DateTime<Utc>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) {
    let mut period = schedule
        .period_containing(anchor, from)
        .expect("not before the anchor");
    assert!(period.contains(from));
    while period.start < until && period.start < LAST_INSTANT {
        assert_whole(schedule, anchor, period);
        let next = schedule.following(anchor, &period);
        assert_eq!(next.start, period.end);
        period = next;
    }
}

#[test]
fn two_years_of_every_zone_under_every_rule() {
    let anchor = instant("2025-12-30T13:37:00Z");
    let until = anchor + TimeDelta::days(731);
    let rules = [
        Rule::Day,
        Rule::Week { on: Weekday::Sun },
        Rule::Month { on: 31 },
        Rule::Quarter { on: 1 },
        Rule::Year { month: 2, day: 29 },
        Rule::Days { every: 9 },
    ];
    for zone in all_zones() {
        for at in ["00:00:00", "02:30:00"] {
            for rule in rules {
                let schedule = Schedule {
                    rule,
                    at: at.parse().expect("a time of day"),
                    zone,
                };
                assert_eq!(
                    schedule.period_containing(anchor, anchor),
                    Some(schedule.first_period(anchor))
                );
                assert_partition(&schedule, anchor, anchor, until);
            }
        }
    }
}

/// Clocks that changed the date: Samoa skipped a Friday, Kwajalein skipped a Saturday and once had a day twice, Alaska and
/// Manila crossed the date line, and for years Newfoundland set its clocks back across midnight.
#[test]
fn a_zone_that_skips_or_repeats_a_date_keeps_its_periods() {
    for (zone, change) in [
        ("Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("Pacific/Kwajalein", "1993-08-21T12:00:00Z"),
        ("Pacific/Kwajalein", "1969-09-30T13:00:00Z"),
        ("America/Juneau", "1867-10-18T08:00:00Z"),
        ("Asia/Manila", "1844-12-31T15:00:00Z"),
        ("America/St_Johns", "2006-10-29T02:31:00Z"),
        ("America/St_Johns", "2006-04-02T03:31:00Z"),
    ] {
        let change = instant(change);
        let anchor = change - TimeDelta::days(40);
        let weekdays = (0_u8..7).map(|day| Weekday::try_from(day).expect("0 to 6 are weekdays"));
        let weekly = weekdays.map(|on| Rule::Week { on });
        let monthly = (1..=31).map(|on| Rule::Month { on });
        for rule in weekly
            .chain(monthly)
            .chain([Rule::Day, Rule::Days { every: 3 }])
        {
            for at in ["00:00:00", "05:00:00", "23:45:00"] {
                let at = at.parse().expect("a time of day");
                let zone = named(zone);
                let schedule = Schedule { rule, at, zone };
                assert_partition(&schedule, anchor, anchor, change + TimeDelta::days(40));
                for half_hours in -49..49 {
                    let asked = change + TimeDelta::minutes(30 * half_hours);
                    let period = schedule
                        .period_containing(anchor, asked)
                        .expect("not before the anchor");
                    assert!(period.contains(asked), "{schedule:?} at {asked}");
                    assert_whole(&schedule, anchor, period);
                }
            }
        }
    }
}

#[test]
fn periods_continue_past_2038() {
    for zone in all_zones() {
        let schedule = Schedule {
            rule: Rule::Day,
            at: NaiveTime::MIN,
            zone,
        };
        let from = instant("2038-01-01T00:00:00Z");
        assert_partition(&schedule, from, from, from + TimeDelta::days(60));
    }
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn any_schedule_partitions_time_anywhere(
        rule in rule(),
        at in time_of_day(),
        zone in zone(),
        // 1800 to 2250, to the second: far beyond every recorded change of clocks.
        anchor in -5_364_662_400_i64..8_835_177_600,
        later_days in 0_i64..40_000,
    ) {
        let anchor = DateTime::from_timestamp(anchor, 0).expect("within the calendar");
        let from = anchor + TimeDelta::seconds(later_days * SECONDS_IN_DAY);
        let schedule = Schedule { rule, at, zone };
        assert_partition(&schedule, anchor, from, from + TimeDelta::days(40));
    }

    /// With a fixed offset, periods are those of UTC shifted by the offset, with the same lengths.
    #[test]
    fn an_offset_shifts_the_periods_of_utc(
        rule in rule(),
        at in time_of_day(),
        minutes in -1_439_i32..1_440,
        anchor in -5_364_662_400_i64..8_835_177_600,
        later in 0_i64..40_000 * SECONDS_IN_DAY,
    ) {
        let name = offset_name(minutes);
        let zone = Zone::from_name(&name).expect("an offset");
        prop_assert_eq!(zone.to_string(), name);
        let moved = TimeDelta::minutes(minutes.into());
        let anchor = DateTime::from_timestamp(anchor, 0).expect("within the calendar");
        let asked = anchor + TimeDelta::seconds(later);
        let here = Schedule { rule, at, zone }.period_containing(anchor, asked);
        let there = Schedule { rule, at, zone: Zone::UTC }
            .period_containing(anchor + moved, asked + moved);
        let there = there.map(|period| Period { start: period.start - moved, end: period.end - moved });
        // Only the end of all scheduling is the same instant in every zone.
        let last = |period: &Period| period.end >= LAST_INSTANT - TimeDelta::days(1);
        if !here.as_ref().is_some_and(last) {
            prop_assert_eq!(here, there);
        }
    }

    #[test]
    fn no_instant_is_too_extreme(
        rule in rule(),
        at in time_of_day(),
        zone in zone(),
        anchor in DateTime::<Utc>::MIN_UTC.timestamp()..=DateTime::<Utc>::MAX_UTC.timestamp(),
        asked in DateTime::<Utc>::MIN_UTC.timestamp()..=DateTime::<Utc>::MAX_UTC.timestamp(),
    ) {
        let anchor = DateTime::from_timestamp(anchor, 0).expect("within chrono's calendar");
        let asked = DateTime::from_timestamp(asked, 0).expect("within chrono's calendar");
        let schedule = Schedule { rule, at, zone };
        match schedule.period_containing(anchor, asked) {
            Some(period) => prop_assert!(period.contains(asked) && anchor <= period.start),
            None => prop_assert!(asked < anchor || asked >= LAST_INSTANT),
        }
        let next = schedule.next_trigger(asked, anchor);
        prop_assert!(next > asked || asked >= LAST_INSTANT);
    }
}
