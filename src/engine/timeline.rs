//! How the best scores of a period grew, for a chart.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday};
use serde::Serialize;

use super::calls::{Call, Entry, Given, Refusal, Run};
use super::{Error, Ledger, Result, Row, definition, preview, repeats};
use crate::domain::distribution::PeriodRow;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::input::{Cursor, number, word};
use crate::domain::instant::Instant;
use crate::domain::message::messages;
use crate::domain::points::Points;
use crate::domain::schedule::{Rule, Schedule};
use crate::domain::words::{Word, words};
use crate::store::metrics::{ScorePart, Seen};
use crate::store::{distributions, lists::find, metrics};

messages! {
    /// Continues the path of a field.
    step_is_too_short(step: String, most: usize) = "is \"{step}\", which gives more than {most} points; choose a longer step";
}

/// The number of collaborators in the chart.
const BEST: usize = 10;

/// The maximum number of steps in one answer.
const MOST_STEPS: usize = 1_000;

words! {
    /// The distance between two points of the chart.
    Step {
        /// An hour.
        Hour = "hour",
        /// A day in the time zone of the distributor's schedule.
        Day = "day",
        /// A week from Monday.
        Week = "week",
        /// A month from the 1st.
        Month = "month",
    }
}

/// The best scores of a period over time.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Timeline {
    /// The distributor.
    pub distributor: DistributorId,
    /// The distribution.
    pub distribution: DistributionId,
    /// The period.
    pub period: PeriodRow,
    /// The distance between two points.
    pub step: Step,
    /// The scores at the end of each step, until the end of the period or now.
    pub points: Vec<Moment>,
}

/// The scores at an instant.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Moment {
    /// The time.
    pub at: Instant,
    /// The best collaborators of the period, in their final order, which is the same at every moment.
    pub scores: Vec<ScoreAt>,
}

/// One collaborator's score at an instant.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct ScoreAt {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The points so far.
    pub score: Points,
}

pub const ENTRY: Entry = Entry::question::<AskTimeline>()
    .refused_for(&[(Refusal::NotFound, "there is no such distribution")]);

#[derive(Debug)]
pub struct AskTimeline;

/// The distribution, the step, and where the chart of an open period ends.
type Asked = (i64, Step, Instant);

impl Call for AskTimeline {
    const NAME: &'static str = "timeline";
    const ABOUT: &'static str = "How the ten best scores of a distribution grew, for a chart: the scores at the end of each step. \
        Points that were carried over or arrived late are included from the first step on.";
    type Arguments<'v> = Asked;
    type Answer = Timeline;

    fn read(cursor: &mut Cursor<'_, '_>, given: Given<'_>) -> Option<Asked> {
        cursor.object(|fields| {
            let distribution =
                fields.required("distribution", "the number of the distribution", number);
            let step = fields.or(
                "step",
                Step::Day,
                "the distance between two points of the chart",
                word::<Step>,
            );
            let now = given.now(fields);
            Some((distribution?, step?, now?))
        })
    }
}

impl Run for AskTimeline {
    fn run(ledger: &Ledger, (distribution, step, now): Asked, _: Instant) -> Result<Timeline> {
        timeline(ledger, distribution, step, now)
    }
}

fn timeline(ledger: &Ledger, id: i64, step: Step, now: Instant) -> Result<Timeline> {
    ledger.read(|db| {
        let distribution = find::one(db, &distributions::LISTING, id, distributions::row)?
            .ok_or(Error::NotFound(Row::Distribution, id))?;
        let definition = definition::read(db, distribution.distributor, distribution.version)?;
        let period = distribution.period;
        let until = period.end.min(now.max(period.start));
        let ends = ends(step, definition.schedule, period.start, until)?;
        let open = distributions::open_of(db, distribution.distributor)?;
        // The repeats of a closed distribution are already booked.
        let repeats = match open.iter().find(|open| open.id == distribution.id) {
            Some(open) => repeats::unbooked_in(db, open, &definition)?,
            None => Vec::new(),
        };
        let mut parts = metrics::scores(db, distribution.id)?;
        for repeat in &repeats {
            parts.push(ScorePart {
                collaborator: repeat.collaborator,
                points: preview::points_of(repeat)?,
            });
        }
        parts.sort_by_key(|part| part.collaborator);
        let mut curves = Vec::new();
        for (collaborator, _) in best(parts) {
            let whose = (collaborator, Seen::AsDivided);
            let counted = preview::steps(db, distribution.id, whose, &repeats)?;
            curves.push((collaborator, along(&ends, &counted)));
        }
        let moment = |(index, at): (usize, &Instant)| Moment {
            at: *at,
            scores: curves
                .iter()
                .map(|(collaborator, scores)| ScoreAt {
                    collaborator: *collaborator,
                    score: scores[index].clone(),
                })
                .collect(),
        };
        Ok(Timeline {
            distributor: distribution.distributor,
            distribution: distribution.id,
            period,
            step,
            points: ends.iter().enumerate().map(moment).collect(),
        })
    })
}

/// The ends of the steps from the start of a period; the last is where the chart ends.
fn ends(step: Step, schedule: Schedule, start: Instant, until: Instant) -> Result<Vec<Instant>> {
    let mut ends = Vec::new();
    let (mut at, until) = (start.utc(), until.utc());
    while at < until {
        at = next(step, schedule, at).min(until);
        ends.push(at.into());
        if ends.len() > MOST_STEPS {
            return Err(Error::invalid(
                "step",
                step_is_too_short(step.name().to_owned(), MOST_STEPS),
            ));
        }
    }
    Ok(ends)
}

fn next(step: Step, schedule: Schedule, after: DateTime<Utc>) -> DateTime<Utc> {
    let rule = match step {
        Step::Hour => return after + TimeDelta::hours(1),
        Step::Day => Rule::Day,
        Step::Week => Rule::Week { on: Weekday::Mon },
        Step::Month => Rule::Month { on: 1 },
    };
    let at_midnight = Schedule {
        rule,
        at: NaiveTime::MIN,
        zone: schedule.zone,
    };
    at_midnight.next_trigger(after, after)
}

/// The collaborators with the highest scores, best first; equal scores by number.
fn best(parts: Vec<ScorePart>) -> Vec<(CollaboratorId, Points)> {
    let mut scores: Vec<(CollaboratorId, Points)> = Vec::new();
    for part in parts {
        match scores.last_mut() {
            Some((who, score)) if *who == part.collaborator => *score = score.plus(&part.points),
            _ => scores.push((part.collaborator, part.points)),
        }
    }
    scores.sort_by(|(one, more), (other, less)| less.cmp(more).then(one.cmp(other)));
    scores.retain(|(_, score)| score.is_positive());
    scores.truncate(BEST);
    scores
}

/// The score at the end of each step. `counted` is in the order in which it happened.
fn along(ends: &[Instant], counted: &[(Instant, Points)]) -> Vec<Points> {
    let mut score = Points::ZERO;
    let mut next = counted.iter().peekable();
    let mut scores = Vec::with_capacity(ends.len());
    for (index, end) in ends.iter().enumerate() {
        // The last step includes everything later, because records may be ahead of this machine's clock.
        let last = index + 1 == ends.len();
        while let Some((_, points)) = next.next_if(|(at, _)| last || at < end) {
            score = score.plus(points);
        }
        scores.push(score.clone());
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::zone::Zone;

    fn instant(text: &str) -> Instant {
        Instant::from_rfc3339(text).unwrap()
    }

    #[test]
    fn days_end_at_midnight_in_the_zone_of_the_schedule() {
        let schedule = Schedule {
            rule: Rule::Month { on: 1 },
            at: NaiveTime::MIN,
            zone: Zone::from_name("America/New_York").unwrap(),
        };
        let of = |step, start, until| -> Vec<String> {
            ends(step, schedule, instant(start), instant(until))
                .unwrap()
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        assert_eq!(
            of(Step::Day, "2026-03-07T05:00:00Z", "2026-03-09T12:00:00Z"),
            [
                "2026-03-08T05:00:00Z",
                "2026-03-09T04:00:00Z", // that day had 23 hours
                "2026-03-09T12:00:00Z",
            ]
        );
        assert_eq!(
            of(Step::Month, "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z"),
            ["2026-04-01T04:00:00Z"]
        );
    }

    #[test]
    fn a_score_grows_with_what_was_counted_before_each_end() {
        let ends = [
            "2026-05-02T00:00:00Z",
            "2026-05-03T00:00:00Z",
            "2026-05-04T00:00:00Z",
        ];
        let ends = ends.map(instant);
        let counted = [
            (instant("2026-05-01T10:00:00Z"), Points::whole(2)),
            (instant("2026-05-03T00:00:00Z"), Points::whole(3)),
        ];
        let scores = along(&ends, &counted);
        assert_eq!(scores, [2, 2, 5].map(Points::whole));
    }
}
