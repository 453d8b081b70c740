//! The periods of one distributor, and their rules.

use std::collections::BTreeSet;

use chrono::{NaiveTime, Weekday};
use num_rational::BigRational;
use siren::domain::schedule::{Rule, Schedule};
use siren::domain::zone::Zone;

use super::division::Customer;
use super::{Change, instant};
use crate::script::{DAY, Rules};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Active,
    Paused,
    Archived,
}

#[derive(Debug)]
pub struct Period {
    pub start: i64,
    pub end: i64,
    /// What was carried over, and what was added by hand, in cents.
    pub opening: i64,
    pub top_ups: i64,
    /// Points carried over or given by hand.
    pub given: Vec<Change>,
    pub closed: Option<Closed>,
}

/// How a period was closed.
#[derive(Debug, Clone)]
pub struct Closed {
    /// The position in the order of all steps.
    pub order: usize,
    pub rules: Rules,
    pub reason: Option<&'static str>,
    pub pool: i64,
    /// Who got how much, the highest rank first.
    pub paid: Vec<(i64, i64)>,
    /// What the next period opened with.
    pub carried: i64,
    /// What was claimed back so far from those who were paid, and from the carried amount.
    pub claimed: i64,
    pub claimed_from_carried: i64,
    /// When it was closed, by the clock.
    pub at: i64,
    /// Who was active at that time.
    pub active: Vec<bool>,
    /// What it was divided by: cents of the sources, scores and customers.
    pub divided: Divided,
    /// Whether refunds no longer change it.
    pub is_final: bool,
}

/// The input of a division.
#[derive(Debug, Clone, PartialEq)]
pub struct Divided {
    pub sources: BigRational,
    pub scores: Vec<(i64, BigRational)>,
    pub customers: Vec<Customer>,
}

pub struct Timeline {
    starts: i64,
    schedule: Schedule,
    /// Rules and the time from which they are in force, in the order they were saved.
    versions: Vec<(i64, Rules)>,
    /// When the newest rules were saved.
    saved: i64,
    pub periods: Vec<Period>,
    pub status: Status,
}

impl Timeline {
    pub fn new(rules: &Rules, starts: i64) -> Timeline {
        let rule = match rules.every {
            "day" => Rule::Day,
            "week" => Rule::Week { on: Weekday::Mon },
            "month" => Rule::Month { on: 1 },
            _ => Rule::Days {
                every: u32::try_from(rules.days).expect("a few days"),
            },
        };
        Timeline {
            starts,
            schedule: Schedule {
                rule,
                at: NaiveTime::MIN,
                zone: Zone::from_name(rules.timezone).expect("a zone"),
            },
            versions: vec![(starts, rules.clone())],
            saved: starts,
            periods: Vec::new(),
            status: Status::Active,
        }
    }

    /// The rules of a period: the newest that are in force at its start.
    pub fn rules(&self, index: usize) -> &Rules {
        let period = &self.periods[index];
        if let Some(closed) = &period.closed {
            return &closed.rules;
        }
        let in_force = self.versions.iter().enumerate();
        let in_force = in_force.filter(|(_, (from, _))| *from <= period.start);
        let newest = in_force.max_by_key(|(number, (from, _))| (*from, *number));
        &newest.expect("rules are in force from the start").1.1
    }

    /// When a period can be closed.
    pub fn due_at(&self, index: usize) -> i64 {
        self.periods[index].end + self.rules(index).grace_minutes * 60
    }

    /// The end of the refund window of a period whose shares are held for some days.
    pub fn window_ends(&self, index: usize) -> i64 {
        self.due_at(index) + self.rules(index).hold_days * DAY
    }

    /// Whether a refund of a sale of a period still belongs to that period.
    pub fn window_holds(&self, index: usize, at: i64) -> bool {
        let period = &self.periods[index];
        let may_change = period.closed.as_ref().is_none_or(|closed| !closed.is_final);
        may_change
            && self.rules(index).hold_days > 0
            && period.start <= at
            && at < self.window_ends(index)
    }

    fn trigger_after(&self, at: i64) -> i64 {
        let trigger = self
            .schedule
            .next_trigger(instant(at), instant(self.starts));
        trigger.timestamp()
    }

    fn open(&mut self, start: i64) {
        let end = self.trigger_after(start);
        self.periods.push(Period {
            start,
            end,
            opening: 0,
            top_ups: 0,
            given: Vec::new(),
            closed: None,
        });
    }

    /// Creates the periods up to an instant, while the distributor is active.
    pub fn cover(&mut self, at: i64) {
        if self.status != Status::Active {
            return;
        }
        if self.periods.is_empty() {
            self.open(self.starts);
        }
        while let Some(last) = self.periods.last().filter(|last| last.end <= at) {
            self.open(last.end);
        }
    }

    pub fn index_of(&self, at: i64) -> Option<usize> {
        self.periods
            .iter()
            .position(|period| period.start <= at && at < period.end)
    }

    pub fn is_closed(&self, index: usize, order: usize) -> bool {
        let closed = self.periods[index].closed.as_ref();
        closed.is_some_and(|closed| closed.order < order)
    }

    /// The oldest period that was open at a position in the order of all steps.
    pub fn first_open(&self, order: usize) -> Option<usize> {
        (0..self.periods.len()).find(|index| !self.is_closed(*index, order))
    }

    /// The period whose rules apply to a fact, and the one in which it counts. Both are its own, unless that was closed when
    /// the fact was recorded.
    pub fn home(&self, at: i64, order: usize) -> Option<(usize, usize)> {
        let own = self.index_of(at)?;
        if self.is_closed(own, order) {
            Some((own, self.first_open(order)?))
        } else {
            Some((own, own))
        }
    }

    /// The period of a refund whose date is in none: the one that the pause cut, as long as that is open, else the next.
    pub fn cut_or_next(&self, at: i64, order: usize) -> Option<usize> {
        let open = |index: &usize| !self.is_closed(*index, order);
        let mut all = (0..self.periods.len()).filter(open);
        let before = all.clone().rfind(|index| self.periods[*index].end <= at);
        before.or(all.find(|index| self.periods[*index].start > at))
    }

    /// Saves rules. They apply from the next period on, or at once if `apply_now` is set.
    pub fn edit(&mut self, rules: &Rules, apply_now: bool, now: i64) {
        self.cover(now);
        let first = self.first_open(usize::MAX).unwrap_or(self.periods.len());
        let current = self.index_of(now).filter(|index| *index >= first);
        let ahead = (first..self.periods.len()).find(|index| now < self.periods[*index].start);
        let next = current
            .or(ahead)
            .map_or(now, |index| self.periods[index].end);
        // Even if the clock was set back, the newest rules come last.
        let from = self
            .versions
            .iter()
            .fold(next, |latest, (from, _)| latest.max(*from));
        let changed = current.or(ahead);
        let newest = self.versions.last().map(|(_, rules)| rules);
        match changed.filter(|index| apply_now && self.rules(*index) != rules) {
            Some(index) => {
                let start = self.periods[index].start;
                let later = self.versions.iter().map(|(from, _)| *from);
                let waiting: BTreeSet<i64> = later.filter(|from| *from > start).collect();
                for from in std::iter::once(start).chain(waiting) {
                    self.versions.push((from, rules.clone()));
                }
                self.saved = now;
            }
            None if newest != Some(rules) => {
                self.versions.push((from, rules.clone()));
                self.saved = now;
            }
            None => {}
        }
    }

    /// Ends the period that contains now; later ones never begin. Closed periods stay closed, however far the clock was set
    /// back.
    pub fn pause(&mut self, now: i64) {
        self.cover(now);
        let first = self.first_open(usize::MAX).expect("it is active");
        let mut now = now.max(self.periods[first].start);
        if self.index_of(now).is_none() {
            // The clock was set back into an earlier pause.
            let next = self.periods.iter().find(|period| period.start > now);
            now = next.expect("it was resumed").start;
        }
        let current = self.index_of(now).expect("there is one");
        let never = self.periods.split_off(current + 1);
        let last = &mut self.periods[current];
        last.end = now;
        // What was given while the clock was ahead.
        for period in never {
            last.opening += period.opening;
            last.top_ups += period.top_ups;
            last.given.extend(period.given);
        }
        self.status = Status::Paused;
    }

    /// Begins a new period, unless there is no time between it and the last one, which then continues. Rules saved during the
    /// pause apply at once. Returns the period that the pause cut, and when the pause ended.
    pub fn resume(&mut self, now: i64) -> Option<(usize, i64)> {
        self.status = Status::Active;
        let cut = self.periods.len().checked_sub(1)?;
        let last = &self.periods[cut];
        let paused = last.end;
        let now = now.max(paused);
        let end = self.trigger_after(now);
        let last = self.periods.last_mut().expect("there is one");
        let goes_on = last.start < last.end && last.end == now;
        if last.start == last.end {
            // It was paused at the instant at which it began.
            (last.start, last.end) = (now, end);
        } else if goes_on {
            last.end = end;
        } else {
            self.open(now);
        }
        if self.saved >= paused {
            let latest = if goes_on { end } else { now };
            for (from, _) in &mut self.versions {
                *from = latest.min(*from);
            }
        }
        Some((cut, now))
    }

    /// Ends the last period: what no one earned goes to the house, and debts are written off.
    pub fn archive(&mut self) {
        self.status = Status::Archived;
        let last = self.periods.len() - 1;
        if self.periods[last].closed.is_none() {
            let mut rules = self.rules(last).clone();
            rules.house = true;
            rules.write_off = true;
            self.versions.push((self.periods[last].start, rules));
        }
    }

    /// Points carried over or given by hand, by collaborator.
    pub fn given(&self, index: usize) -> Vec<Change> {
        self.periods[index].given.clone()
    }
}

/// The contribution of a source: a share of sales.
pub fn permille(share: i64) -> BigRational {
    BigRational::new(share.into(), 1_000.into())
}
