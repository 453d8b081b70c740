//! The oracle: the rules again, as naive as can be. Every fact stays in a list, every sum is made anew, nothing is
//! clever. Calendars are the engine's own, which properties of their own prove.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveTime, Utc, Weekday};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use siren::domain::schedule::{Rule, Schedule};
use siren::domain::zone::Zone;

use crate::script::{BEGIN, Refund, Rules, Script, Step, Structure};

/// A closed period: status, pool in cents, reason.
pub type Closed = (&'static str, i64, Option<&'static str>);

/// One change of a score.
#[derive(Debug, Clone)]
struct Change {
    collaborator: i64,
    at: i64,
    points: BigRational,
    /// Sale and line, where a refund took points back or gave them again.
    turn: Option<(i64, usize)>,
}

#[derive(Debug, Default)]
struct Period {
    points: Vec<Change>,
    /// Cents of sales, by the permille they are counted at.
    base: BTreeMap<i64, i64>,
    opening: i64,
    top_ups: i64,
    /// The same of what is claimed back.
    clawed_base: BTreeMap<i64, i64>,
    /// What was paid out, best first, once it is closed.
    paid: Vec<(i64, i64)>,
    clawed: i64,
    closed: Option<Closed>,
}

struct Distributor {
    /// Rules and the first period they are in force.
    rules: Vec<(usize, Rules)>,
    schedule: Schedule,
    bounds: Vec<i64>,
    periods: BTreeMap<usize, Period>,
    closed: usize,
}

#[derive(Debug, Clone)]
struct Line {
    amount: i64,
    refunded: i64,
    /// What its event was worth: distributor, collaborator, points.
    worth: Vec<(usize, i64, BigRational)>,
    has_event: bool,
    /// Whether a line that cost nothing came back.
    returned: bool,
    /// In which pools it stands: distributor, period and permille.
    pooled: Vec<(usize, usize, i64)>,
}

/// What a refund takes from each line: cents, and whether a line that cost nothing comes back (-1 or 1).
type Taken = Vec<(i64, i64)>;

/// A refund or the undoing of one, and what it took when its sale was looked at last.
#[derive(Debug, Clone)]
struct Operation {
    at: i64,
    id: String,
    undo: bool,
    takes: Refund,
    taken: Taken,
}

impl Operation {
    fn key(&self) -> (i64, &str, bool) {
        (self.at, &self.id, self.undo)
    }
}

pub struct Model {
    active: Vec<bool>,
    distributors: Vec<Distributor>,
    pending: Vec<Step>,
    keys: BTreeSet<i64>,
    sales: BTreeMap<i64, Vec<Line>>,
    operations: BTreeMap<i64, Vec<Operation>>,
    top_ups: HashMap<i64, (i64, i64)>,
    /// Sums by distributor, period, collaborator, and whether it claims back.
    pub obligations: BTreeMap<(usize, usize, i64, bool), i64>,
}

pub fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("a date of this century")
}

fn whole(n: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(n))
}

/// Floors each part and gives what is left over, one each, to the largest fractions; the first in the list first.
fn split(total: i64, weights: &[BigRational]) -> Vec<i64> {
    let sum: BigRational = weights.iter().sum();
    if !sum.is_positive() {
        return vec![0; weights.len()];
    }
    let exact: Vec<BigRational> = weights
        .iter()
        .map(|w| whole(total.abs()) * w / &sum)
        .collect();
    let mut parts: Vec<i64> = exact
        .iter()
        .map(|e| e.floor().to_integer().to_i64().expect("a part"))
        .collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| exact[*b].fract().cmp(&exact[*a].fract()).then(a.cmp(b)));
    let left = total.abs() - parts.iter().sum::<i64>();
    for index in order
        .into_iter()
        .take(usize::try_from(left).expect("not negative"))
    {
        parts[index] += 1;
    }
    parts.iter().map(|part| part * total.signum()).collect()
}

impl Distributor {
    fn new(rules: &Rules) -> Distributor {
        let rule = match rules.every {
            "day" => Rule::Day,
            "week" => Rule::Week { on: Weekday::Mon },
            "month" => Rule::Month { on: 1 },
            _ => Rule::Days {
                every: u32::try_from(rules.days).expect("a few days"),
            },
        };
        let zone = Zone::from_name(rules.timezone).expect("a zone");
        let schedule = Schedule {
            rule,
            at: NaiveTime::MIN,
            zone,
        };
        Distributor {
            rules: vec![(0, rules.clone())],
            schedule,
            bounds: vec![BEGIN],
            periods: BTreeMap::new(),
            closed: 0,
        }
    }

    fn rules(&self, index: usize) -> &Rules {
        let in_force = self.rules.iter().rfind(|(from, _)| *from <= index);
        &in_force.expect("the first ones are always in force").1
    }

    /// Other rules are in force from the next period on.
    fn edit(&mut self, rules: &Rules, at: i64) {
        let next = self.place(at).unwrap_or(self.closed) + 1;
        let last = self.rules.last().map_or(0, |(from, _)| *from);
        self.rules.push((next.max(last), rules.clone()));
    }

    fn bound(&mut self, index: usize) -> i64 {
        while self.bounds.len() <= index {
            let last = instant(*self.bounds.last().expect("it begins somewhere"));
            self.bounds
                .push(self.schedule.next_trigger(last, instant(BEGIN)).timestamp());
        }
        self.bounds[index]
    }

    fn place(&mut self, at: i64) -> Option<usize> {
        if at < BEGIN {
            return None;
        }
        let mut index = 0;
        while self.bound(index + 1) <= at {
            index += 1;
        }
        Some(index.max(self.closed))
    }

    fn period(&mut self, index: usize) -> &mut Period {
        self.periods.entry(index).or_default()
    }

    fn balance(&self, index: usize, period: &Period, claimed: bool) -> i64 {
        let mut exact = i128::from(self.rules(index).fixed) * 1_000;
        let parts = period.clawed_base.iter().filter(|_| claimed);
        for (permille, base) in period.base.iter().chain(parts) {
            exact += i128::from(*base) * i128::from(*permille);
        }
        let rounded = (exact.abs() + 500) / 1_000 * exact.signum();
        i64::try_from(rounded).expect("a small pool") + period.opening + period.top_ups
    }
}

fn score(period: &Period, collaborator: i64) -> BigRational {
    period
        .points
        .iter()
        .filter(|p| p.collaborator == collaborator)
        .map(|p| &p.points)
        .sum()
}

/// When the running sum was the final score first. What refunds took back and gave again of one line at one
/// instant is one step.
fn reached(period: &Period, collaborator: i64) -> i64 {
    let goal = score(period, collaborator);
    let mut steps: Vec<Change> = Vec::new();
    for change in &period.points {
        if change.collaborator != collaborator {
            continue;
        }
        let same = |step: &&mut Change| step.turn == change.turn && step.at == change.at;
        let known = change.turn.and_then(|_| steps.iter_mut().find(same));
        match known {
            Some(step) => step.points += &change.points,
            None => steps.push(change.clone()),
        }
    }
    steps.sort_by(|a, b| a.at.cmp(&b.at).then(b.points.cmp(&a.points)));
    let mut sum = BigRational::zero();
    for step in steps {
        sum += &step.points;
        if sum >= goal {
            return step.at;
        }
    }
    i64::MAX
}

impl Model {
    pub fn new(script: &Script) -> Model {
        Model {
            active: vec![true; usize::try_from(script.collaborators).expect("a few")],
            distributors: script.distributors.iter().map(Distributor::new).collect(),
            pending: Vec::new(),
            keys: BTreeSet::new(),
            sales: BTreeMap::new(),
            operations: BTreeMap::new(),
            top_ups: HashMap::new(),
            obligations: BTreeMap::new(),
        }
    }

    fn is_active(&self, collaborator: i64) -> bool {
        usize::try_from(collaborator - 1)
            .ok()
            .and_then(|i| self.active.get(i))
            .copied()
            .unwrap_or(false)
    }

    /// Does a step; false where the engine must refuse it.
    pub fn step(&mut self, step: &Step) -> bool {
        match step {
            Step::Event { .. } | Step::Sale { .. } | Step::Refund { .. } | Step::Undo { .. } => {
                self.pending.push(step.clone());
                return true;
            }
            _ => self.fold(),
        }
        match step {
            Step::Status {
                collaborator,
                active,
            } => {
                self.active[usize::try_from(*collaborator - 1).expect("known")] = *active;
            }
            Step::Edit {
                distributor,
                rules,
                at,
            } => {
                let number = usize::try_from(distributor - 1).expect("known");
                self.distributors[number].edit(rules, *at);
            }
            Step::Run { now, limit } => self.run(*now, limit.unwrap_or(i64::MAX)),
            Step::LoseRun { now } => self.run(*now, i64::MAX),
            Step::TopUp {
                key,
                distributor,
                amount,
                at,
            } => {
                return self.top_up(*key, *distributor, *amount, *at);
            }
            Step::Credit {
                distributor,
                collaborator,
                points,
                at,
                ..
            } => {
                return self.credit(*distributor, *collaborator, *points, *at);
            }
            _ => {}
        }
        true
    }

    fn top_up(&mut self, key: i64, distributor: i64, amount: i64, at: i64) -> bool {
        if let Some(before) = self.top_ups.get(&key) {
            return *before == (distributor, amount);
        }
        let of = &mut self.distributors[usize::try_from(distributor - 1).expect("known")];
        let Some(index) = of.place(at) else {
            return false;
        };
        of.period(index).top_ups += amount;
        self.top_ups.insert(key, (distributor, amount));
        true
    }

    fn credit(&mut self, distributor: i64, collaborator: i64, points: i64, at: i64) -> bool {
        if !self.is_active(collaborator) {
            return false;
        }
        let of = &mut self.distributors[usize::try_from(distributor - 1).expect("known")];
        let Some(index) = of.place(at) else {
            return false;
        };
        of.period(index).points.push(Change {
            collaborator,
            at,
            points: whole(points),
            turn: None,
        });
        true
    }

    pub fn fold(&mut self) {
        for step in std::mem::take(&mut self.pending) {
            match step {
                Step::Event {
                    key,
                    kind,
                    owners,
                    quantity,
                    at,
                    subject,
                } => {
                    if self.keys.insert(key) {
                        self.count(kind, &owners, quantity, at, subject);
                    }
                }
                Step::Sale { id, at, details } => self.sale(id, at, &details),
                Step::Refund {
                    sale,
                    id,
                    at,
                    takes,
                } => self.refund(sale, id, at, &takes, false),
                Step::Undo { sale, id, at } => self.refund(sale, id, at, &Refund::Rest, true),
                _ => unreachable!("only records wait"),
            }
        }
    }

    fn count(
        &mut self,
        kind: &str,
        owners: &[i64],
        quantity: i64,
        at: i64,
        subject: Option<i64>,
    ) -> Vec<(usize, i64, BigRational)> {
        let counted: Vec<i64> = owners
            .iter()
            .copied()
            .filter(|o| self.is_active(*o) && Some(*o) != subject)
            .collect();
        let mut worth = Vec::new();
        for (number, of) in self.distributors.iter_mut().enumerate() {
            let Some(index) = of.place(at) else { continue };
            let measured = &of.rules(index).metrics;
            let Some((_, points, split)) = measured.iter().find(|(k, ..)| *k == kind).copied()
            else {
                continue;
            };
            let owners = if split {
                i64::try_from(counted.len()).expect("a few")
            } else {
                1
            };
            for collaborator in &counted {
                let points = whole(points * quantity) / whole(owners);
                of.period(index).points.push(Change {
                    collaborator: *collaborator,
                    at,
                    points: points.clone(),
                    turn: None,
                });
                worth.push((number, *collaborator, points));
            }
        }
        worth
    }

    fn sale(&mut self, id: i64, at: i64, details: &[(i64, Vec<i64>)]) {
        if self.sales.contains_key(&id) {
            return;
        }
        let mut lines = Vec::new();
        for (amount, owners) in details {
            let worth = if owners.is_empty() {
                Vec::new()
            } else {
                self.count("product_sold", owners, 1, at, None)
            };
            let mut pooled = Vec::new();
            for (number, of) in self.distributors.iter_mut().enumerate() {
                let Some(index) = of.place(at) else { continue };
                let permille = of.rules(index).permille;
                if permille == 0 || *amount == 0 {
                    continue;
                }
                *of.period(index).base.entry(permille).or_default() += amount;
                pooled.push((number, index, permille));
            }
            lines.push(Line {
                amount: *amount,
                refunded: 0,
                worth,
                has_event: !owners.is_empty(),
                returned: false,
                pooled,
            });
        }
        self.sales.insert(id, lines);
        self.settle(id);
    }

    fn refund(&mut self, sale: i64, id: i64, at: i64, takes: &Refund, undo: bool) {
        let operation = Operation {
            at,
            id: id.to_string(),
            undo,
            takes: takes.clone(),
            taken: Vec::new(),
        };
        let all = self.operations.entry(sale).or_default();
        if all.iter().any(|known| known.key() == operation.key()) {
            return;
        }
        all.push(operation);
        self.settle(sale);
    }

    /// Applies all refunds of a sale anew, in the order they were given, and books what differs from before.
    fn settle(&mut self, sale: i64) {
        let Some(lines) = self.sales.get(&sale) else {
            return;
        };
        let mut now = lines.clone();
        for line in &mut now {
            line.refunded = 0;
            line.returned = false;
        }
        let mut before = now.clone();
        let mut operations = self.operations.remove(&sale).unwrap_or_default();
        operations.sort_by(|a, b| a.key().cmp(&b.key()));
        let mut standing: HashMap<String, Taken> = HashMap::new();
        for operation in &mut operations {
            let nothing = vec![(0, 0); now.len()];
            let stands = standing.remove(&operation.id);
            let taken = match (operation.undo, &stands) {
                (true, Some(taken)) => taken.iter().map(|(a, b)| (-a, -b)).collect(),
                (false, None) => take(&operation.takes, &now),
                (true, None) | (false, Some(_)) => nothing.clone(),
            };
            if !operation.undo {
                standing.insert(operation.id.clone(), stands.unwrap_or(taken.clone()));
            }
            let mut old = std::mem::replace(&mut operation.taken, taken.clone());
            old.resize(now.len(), (0, 0));
            let turned = turn(&mut before, &old);
            let turns = turn(&mut now, &taken);
            let amounts: Vec<i64> = taken.iter().zip(&old).map(|(a, b)| a.0 - b.0).collect();
            let turns: Vec<i64> = turns.iter().zip(&turned).map(|(a, b)| a - b).collect();
            self.book(sale, &now, &amounts, &turns, operation.at);
        }
        self.operations.insert(sale, operations);
        self.sales.insert(sale, now);
    }

    fn book(&mut self, sale: i64, lines: &[Line], amounts: &[i64], turns: &[i64], at: i64) {
        let mut clawed: Vec<(usize, usize)> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let amount = amounts[number];
            for (of, index, permille) in line.pooled.iter().filter(|_| amount != 0) {
                let distributor = &mut self.distributors[*of];
                let over = distributor.bound(*index + 1) <= at;
                let closed = distributor.period(*index).closed;
                let complete = closed.is_some_and(|(status, ..)| status == "complete");
                let claims = complete || (closed.is_none() && over);
                if distributor.rules(*index).clawback && claims {
                    let period = distributor.period(*index);
                    *period.clawed_base.entry(*permille).or_default() -= amount;
                    if complete && !clawed.contains(&(*of, *index)) {
                        clawed.push((*of, *index));
                    }
                } else {
                    let place = distributor.place(at).unwrap_or(distributor.closed);
                    let base = &mut distributor.period(place).base;
                    *base.entry(*permille).or_default() -= amount;
                }
            }
            if !line.has_event || turns[number] == 0 {
                continue;
            }
            for (of, collaborator, points) in &line.worth {
                let distributor = &mut self.distributors[*of];
                let place = distributor.place(at).unwrap_or(distributor.closed);
                distributor.period(place).points.push(Change {
                    collaborator: *collaborator,
                    at,
                    points: points * whole(turns[number]),
                    turn: Some((sale, number)),
                });
            }
        }
        for (of, index) in clawed {
            self.claim(of, index);
        }
    }

    fn claim(&mut self, of: usize, index: usize) {
        let distributor = &self.distributors[of];
        let period = &distributor.periods[&index];
        let (_, divided, _) = period.closed.expect("only closed pools are claimed from");
        let without = distributor.balance(index, period, true).max(0);
        let given: i64 = period.paid.iter().map(|(_, amount)| amount).sum();
        let owed = (divided - without).min(given);
        let weights: Vec<BigRational> = period
            .paid
            .iter()
            .map(|(_, amount)| whole(*amount))
            .collect();
        let parts = split(period.clawed - owed, &weights);
        let paid = period.paid.clone();
        self.distributors[of].period(index).clawed = owed;
        for ((collaborator, _), part) in paid.iter().zip(parts) {
            *self
                .obligations
                .entry((of, index, *collaborator, true))
                .or_default() += part;
        }
    }

    fn run(&mut self, now: i64, limit: i64) {
        let mut done = 0;
        for number in 0..self.distributors.len() {
            loop {
                let distributor = &mut self.distributors[number];
                let index = distributor.closed;
                if done >= limit || distributor.bound(index + 1) > now {
                    break;
                }
                self.close(number, index);
                done += 1;
            }
        }
    }

    fn close(&mut self, number: usize, index: usize) {
        let active = self.active.clone();
        let distributor = &mut self.distributors[number];
        let period = std::mem::take(distributor.period(index));
        let rules = distributor.rules(index).clone();
        let balance = distributor.balance(index, &period, false);
        let everybody: BTreeSet<i64> = period.points.iter().map(|p| p.collaborator).collect();
        let standing = |id: &i64| active[usize::try_from(id - 1).expect("known")];
        let mut line: Vec<(i64, BigRational)> = everybody
            .iter()
            .filter(|id| standing(id) || rules.hold_inactive)
            .map(|id| (*id, score(&period, *id)))
            .filter(|(_, score)| score.is_positive() && *score >= whole(rules.minimum))
            .collect();
        line.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let paid = if balance > 0 {
            divide(&rules, &period, balance, &line)
        } else {
            Vec::new()
        };
        let (closed, carried, all): (Closed, i64, bool) = if balance < 0 {
            (
                ("skipped", 0, Some("pool_below_zero")),
                if rules.write_off { 0 } else { balance },
                true,
            )
        } else if balance == 0 {
            (("skipped", 0, Some("pool_empty")), 0, true)
        } else if paid.is_empty() {
            (
                ("skipped", balance, Some("nobody_scored")),
                if rules.house { 0 } else { balance },
                false,
            )
        } else {
            (("complete", balance, None), 0, false)
        };
        distributor.closed += 1;
        let next = distributor.period(index + 1);
        next.opening += carried;
        for collaborator in &everybody {
            let points = score(&period, *collaborator);
            if all || points.is_negative() {
                let of = period
                    .points
                    .iter()
                    .filter(|p| p.collaborator == *collaborator);
                let at = of.map(|p| p.at).max().expect("it has points");
                next.points.push(Change {
                    collaborator: *collaborator,
                    at,
                    points,
                    turn: None,
                });
            }
        }
        for (collaborator, amount) in &paid {
            *self
                .obligations
                .entry((number, index, *collaborator, false))
                .or_default() += amount;
        }
        let clawed_base = period.clawed_base.clone();
        *self.distributors[number].period(index) = Period {
            paid,
            closed: Some(closed),
            ..period
        };
        // Refunds between its end and its close.
        if closed.0 == "skipped" {
            let next = &mut self.distributors[number].period(index + 1).base;
            for (permille, base) in clawed_base {
                *next.entry(permille).or_default() += base;
            }
        } else if !clawed_base.is_empty() {
            self.claim(number, index);
        }
    }

    /// Every closed period: distributor, its first second, and what it came to.
    pub fn closed(&self) -> BTreeMap<(usize, i64), Closed> {
        let mut all = BTreeMap::new();
        for (number, distributor) in self.distributors.iter().enumerate() {
            for index in 0..distributor.closed {
                let closed = distributor.periods[&index].closed.expect("it is closed");
                all.insert((number, distributor.bounds[index]), closed);
            }
        }
        all
    }

    /// The first second of a period.
    pub fn start(&self, number: usize, index: usize) -> i64 {
        self.distributors[number].bounds[index]
    }

    /// The oldest open period of a distributor: its pool, and the scores that are not nothing.
    pub fn open(&self, number: usize) -> (i64, BTreeMap<i64, BigRational>) {
        let distributor = &self.distributors[number];
        let Some(period) = distributor.periods.get(&distributor.closed) else {
            return (
                distributor
                    .balance(distributor.closed, &Period::default(), false)
                    .max(0),
                BTreeMap::new(),
            );
        };
        let everybody: BTreeSet<i64> = period.points.iter().map(|p| p.collaborator).collect();
        let scores = everybody
            .into_iter()
            .map(|id| (id, score(period, id).max(BigRational::zero())));
        let balance = distributor.balance(distributor.closed, period, false);
        (
            balance.max(0),
            scores.filter(|(_, score)| !score.is_zero()).collect(),
        )
    }

    /// What was given back of a sale, in cents.
    pub fn refunded(&self) -> BTreeMap<i64, i64> {
        let sum = |lines: &Vec<Line>| lines.iter().map(|line| line.refunded).sum();
        self.sales
            .iter()
            .map(|(id, lines)| (*id, sum(lines)))
            .collect()
    }
}

fn is_gone(line: &Line) -> bool {
    if line.amount == 0 {
        line.returned
    } else {
        line.amount == line.refunded
    }
}

/// Takes from lines; answers for each whether its points go (-1) or come again (1).
fn turn(lines: &mut [Line], taken: &[(i64, i64)]) -> Vec<i64> {
    let each = lines.iter_mut().zip(taken).map(|(line, (amount, unit))| {
        let gone = is_gone(line);
        line.refunded += amount;
        line.returned = i64::from(line.returned) + unit > 0;
        i64::from(gone) - i64::from(is_gone(line))
    });
    each.collect()
}

fn take(takes: &Refund, lines: &[Line]) -> Taken {
    let left: Vec<i64> = lines
        .iter()
        .map(|line| line.amount - line.refunded)
        .collect();
    let unit = |line: &Line| i64::from(line.amount == 0 && !line.returned);
    let spread = |amount: i64, left: &[i64]| {
        let weights: Vec<BigRational> = left.iter().map(|l| whole(*l)).collect();
        split(amount.min(left.iter().sum()), &weights)
    };
    match takes {
        Refund::Amount(amount) if *amount < left.iter().sum() => {
            let parts = spread(*amount, &left).into_iter();
            parts.map(|part| (part, 0)).collect()
        }
        Refund::Rest | Refund::Amount(_) => {
            let all = left.into_iter().zip(lines);
            all.map(|(left, line)| (left, unit(line))).collect()
        }
        Refund::Line(number, _) if *number >= lines.len() => vec![(0, 0); lines.len()],
        Refund::Line(number, amount) => {
            let asked = amount.unwrap_or(left[*number]);
            let own = asked.min(left[*number]);
            let mut others = left;
            others[*number] = 0;
            // What is asked beyond the line is taken from the others.
            let mut parts: Taken = spread(asked - own, &others)
                .into_iter()
                .map(|part| (part, 0))
                .collect();
            parts[*number] = (own, unit(&lines[*number]));
            parts
        }
    }
}

fn divide(
    rules: &Rules,
    period: &Period,
    pool: i64,
    line: &[(i64, BigRational)],
) -> Vec<(i64, i64)> {
    let Some((_, best)) = line.first() else {
        return Vec::new();
    };
    let winners: Vec<&(i64, BigRational)> = match rules.structure {
        Structure::Shared | Structure::Weighted => line.iter().collect(),
        Structure::TopSplit => line.iter().filter(|(_, score)| score == best).collect(),
        Structure::TopFirst => {
            let tied = line.iter().filter(|(_, score)| score == best);
            tied.min_by_key(|(id, _)| (reached(period, *id), *id))
                .into_iter()
                .collect()
        }
    };
    let weights: Vec<BigRational> = winners
        .iter()
        .map(|(_, score)| {
            if rules.structure == Structure::Weighted {
                score.clone()
            } else {
                whole(1)
            }
        })
        .collect();
    let parts = split(pool, &weights);
    winners
        .iter()
        .zip(parts)
        .map(|((id, _), part)| (*id, part))
        .filter(|(_, part)| *part != 0)
        .collect()
}
