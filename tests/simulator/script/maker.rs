//! Makes steps from random numbers.

use super::dice::Dice;
use super::rules::{PRODUCTS, Rules, Structure, TYPES};
use super::{BEGIN, DAY, Kind, Line, Name, Script, Step, TakenLine, Takes};

pub fn make(mut dice: Dice, kind: Kind) -> Script {
    let collaborators = dice.between(1, 6);
    let distributors: Vec<Rules> = (0..dice.between(1, 3))
        .map(|_| rules(&mut dice, kind))
        .collect();
    let mut maker = Maker {
        kind,
        now: BEGIN,
        collaborators,
        distributors: distributors.iter().cloned().map(Known::new).collect(),
        sales: Vec::new(),
        refunds: Vec::new(),
        untold: Vec::new(),
        dice,
    };
    let mut steps = Vec::new();
    for number in 0..maker.dice.between(15, 70) {
        maker.pass_time();
        steps.push(maker.step(number));
    }
    Script {
        kind,
        collaborators,
        distributors,
        steps,
    }
}

fn rules(dice: &mut Dice, kind: Kind) -> Rules {
    let mut rules = Rules::random(dice);
    if kind == Kind::Customers && dice.chance(75) {
        rules.structure = Structure::UserCentric;
    }
    // Periods of several days are counted from when the rules took effect, which only plain edits leave unchanged.
    if matches!(kind, Kind::Pauses | Kind::Edits) && rules.every == "days" {
        rules.every = "week";
    }
    rules
}

#[derive(PartialEq, Eq)]
enum Status {
    Active,
    Paused,
    Archived,
}

struct Known {
    rules: Rules,
    status: Status,
}

impl Known {
    fn new(rules: Rules) -> Known {
        Known {
            rules,
            status: Status::Active,
        }
    }
}

struct Sold {
    id: i64,
    at: i64,
    lines: Vec<Line>,
}

struct Refunded {
    sale: i64,
    id: i64,
    at: i64,
    takes: Takes,
    undone: Option<i64>,
}

struct Maker {
    kind: Kind,
    dice: Dice,
    now: i64,
    collaborators: i64,
    distributors: Vec<Known>,
    sales: Vec<Sold>,
    refunds: Vec<Refunded>,
    /// Facts that are recorded later than others that depend on them.
    untold: Vec<Step>,
}

impl Maker {
    fn step(&mut self, number: i64) -> Step {
        if !self.untold.is_empty() && self.dice.chance(15) {
            let index = self.dice.index(self.untold.len());
            return self.told_now(index);
        }
        // In percent: events, sales, refunds, undos, edits, changes of status, new distributors.
        let [events, sales, refunds, undos, edits, switches, creations] = match self.kind {
            Kind::Mixed => [30, 15, 10, 4, 5, 3, 2],
            Kind::Edits => [24, 18, 6, 2, 18, 0, 0],
            Kind::Pauses => [26, 16, 7, 2, 4, 15, 0],
            Kind::Refunds => [10, 12, 34, 14, 3, 0, 0],
            Kind::Customers => [30, 26, 8, 3, 2, 0, 0],
            Kind::Past => [26, 18, 12, 4, 2, 0, 8],
            Kind::Clocks => [28, 16, 6, 2, 8, 0, 0],
        };
        let mut roll = self.dice.between(1, 100);
        let mut is = |share: i64| {
            roll -= share;
            roll <= 0 && roll + share > 0
        };
        if is(events) {
            self.event(number)
        } else if is(sales) {
            self.sale(number)
        } else if is(refunds) {
            self.refund(number)
        } else if is(undos) {
            self.undo()
        } else if is(edits) {
            self.edit()
        } else if is(switches) {
            self.switch()
        } else if is(creations) {
            self.create()
        } else {
            self.rest(number)
        }
    }

    fn rest(&mut self, number: i64) -> Step {
        let now = self.now;
        match self.dice.between(1, 100) {
            1..=12 => Step::Status {
                collaborator: self.dice.between(1, self.collaborators),
                active: self.dice.chance(60),
                now,
            },
            13..=20 => Step::TopUp {
                key: number / 2,
                distributor: self.dice.index(self.distributors.len()),
                amount: self.dice.between(1, 5_000),
                now,
            },
            21..=30 => self.credit(number),
            31..=72 => Step::Run {
                now,
                limit: self.dice.chance(20).then_some(1),
                confirmed: self.dice.chance(50),
            },
            73..=78 => Step::LoseRun { now },
            79..=86 => Step::Pay { now },
            _ => Step::Look,
        }
    }

    /// Mostly a little forward, sometimes over several periods, sometimes backward.
    fn pass_time(&mut self) {
        let far = if self.kind == Kind::Clocks { 15 } else { 0 };
        let seconds = match self.dice.between(1, 100) - far {
            ..=0 if self.dice.chance(50) => self.dice.between(60 * DAY, 300 * DAY),
            ..=0 => -self.dice.between(0, 300 * DAY),
            1..=60 => self.dice.between(1, DAY),
            61..=87 => self.dice.between(1, 10 * DAY),
            88..=95 => self.dice.between(1, 70 * DAY),
            _ => -self.dice.between(0, 40 * DAY),
        };
        self.now = (self.now + seconds).max(BEGIN - 3 * DAY);
    }

    /// Mostly now, sometimes in the past or the future, sometimes the first second of a day.
    fn at(&mut self) -> i64 {
        let at = match self.dice.between(1, 100) {
            1..=76 => self.now,
            77..=90 => self.now - self.dice.between(0, 45 * DAY),
            _ => self.now + self.dice.between(0, 40 * DAY),
        };
        if self.dice.chance(5) {
            at - at.rem_euclid(DAY)
        } else {
            at
        }
    }

    fn owners(&mut self) -> Vec<i64> {
        let mut owners: Vec<i64> = Vec::new();
        for _ in 0..self.dice.between(1, 3) {
            // One more than there are, for an unknown collaborator.
            let owner = self.dice.between(1, self.collaborators + 1);
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
        owners
    }

    /// Some names of one person, in any order. The first people are the collaborators.
    fn who(&mut self) -> Vec<Name> {
        let often = if self.kind == Kind::Customers { 85 } else { 40 };
        if !self.dice.chance(often) {
            return Vec::new();
        }
        let person = self.dice.between(1, self.collaborators + 3);
        let mut names = Vec::new();
        let mut kinds = vec!["user", "email", "visitor"];
        for _ in 0..self.dice.pick(&[1, 1, 2, 2, 3]) {
            let kind = kinds.remove(self.dice.index(kinds.len()));
            names.push((kind, person));
        }
        // Sometimes two people share a name, which makes them one.
        if self.dice.chance(2) {
            names.push(("email", self.dice.between(1, self.collaborators + 3)));
            names.dedup();
        }
        names
    }

    /// Records a fact now or after others.
    fn tell(&mut self, fact: Step) -> Step {
        let late = if self.kind == Kind::Refunds { 30 } else { 8 };
        if !self.dice.chance(late) {
            return fact;
        }
        self.untold.push(fact);
        if self.untold.len() == 1 {
            return Step::Look;
        }
        let index = self.dice.index(self.untold.len());
        self.told_now(index)
    }

    fn told_now(&mut self, index: usize) -> Step {
        let mut fact = self.untold.remove(index);
        match &mut fact {
            Step::Sale { now, .. } | Step::Refund { now, .. } | Step::Undo { now, .. } => {
                *now = self.now;
            }
            _ => unreachable!("only sales and refunds wait"),
        }
        fact
    }

    fn event(&mut self, number: i64) -> Step {
        // Keys repeat, because hooks fire twice.
        let key = if self.dice.chance(10) {
            self.dice.between(0, number)
        } else {
            number
        };
        Step::Event {
            key,
            kind: self.dice.pick(&TYPES),
            owners: self.owners(),
            quantity: if self.dice.chance(80) {
                1
            } else {
                self.dice.between(1, 9)
            },
            at: self.at(),
            who: self.who(),
            now: self.now,
        }
    }

    fn sale(&mut self, number: i64) -> Step {
        let mut lines = Vec::new();
        for _ in 0..self.dice.between(1, 3) {
            let shipping = self.dice.chance(15);
            let amount = self.dice.between(1, 90_000);
            lines.push(Line {
                amount: if amount % 12 == 0 { 0 } else { amount },
                quantity: self.dice.pick(&[1, 1, 2, 3, 7]),
                shipping,
                product: self.dice.pick(&PRODUCTS),
                owners: if !shipping && self.dice.chance(60) {
                    self.owners()
                } else {
                    Vec::new()
                },
            });
        }
        let at = self.at();
        let again = !self.sales.is_empty() && self.dice.chance(8);
        let id = if again {
            self.sales[self.dice.index(self.sales.len())].id
        } else {
            number
        };
        let sale = Step::Sale {
            id,
            at,
            who: self.who(),
            lines: lines.clone(),
            now: self.now,
        };
        if again {
            // If the sale may be recorded later, another body would decide which of the two is first.
            if self.untold.is_empty() {
                sale
            } else {
                Step::Look
            }
        } else {
            self.sales.push(Sold { id, at, lines });
            self.tell(sale)
        }
    }

    fn refund(&mut self, number: i64) -> Step {
        if self.sales.is_empty() {
            return self.sale(number);
        }
        // Several refunds of the same sale.
        let recent = self.sales.len().saturating_sub(2);
        let index = if self.dice.chance(70) {
            recent + self.dice.index(self.sales.len() - recent)
        } else {
            self.dice.index(self.sales.len())
        };
        let at = self.at().max(self.sales[index].at);
        let (sale, lines) = (self.sales[index].id, self.sales[index].lines.clone());
        let whole: i64 = lines.iter().map(|line| line.amount).sum();
        let takes = match self.dice.between(1, 4) {
            1 => Takes::Rest,
            2 => Takes::Amount(self.dice.between(1, whole.max(1))),
            _ => self.lines(&lines),
        };
        let earlier = (0..self.refunds.len()).filter(|earlier| self.refunds[*earlier].sale == sale);
        let earlier: Vec<usize> = earlier.collect();
        if !earlier.is_empty() && self.dice.chance(20) {
            let index = self.dice.pick(&earlier);
            let known = &mut self.refunds[index];
            match known.undone {
                // Refunded again after the undo, perhaps in another way.
                Some(undone) if at > undone => {
                    known.undone = None;
                    known.at = at;
                    known.takes = takes;
                }
                Some(_) => return Step::Look,
                // Recorded twice.
                None => {}
            }
            let again = Step::Refund {
                sale,
                id: known.id,
                at: known.at,
                takes: known.takes.clone(),
                now: self.now,
            };
            return self.tell(again);
        }
        self.refunds.push(Refunded {
            sale,
            id: number,
            at,
            takes: takes.clone(),
            undone: None,
        });
        self.tell(Step::Refund {
            sale,
            id: number,
            at,
            takes,
            now: self.now,
        })
    }

    fn lines(&mut self, lines: &[Line]) -> Takes {
        let mut taken: Vec<TakenLine> = Vec::new();
        for _ in 0..self.dice.between(1, 2) {
            // One more than there are, for a line that the sale does not have.
            let unknown = usize::from(self.dice.chance(8));
            let line = self.dice.index(lines.len() + unknown);
            if taken.iter().any(|before| before.line == line) {
                continue;
            }
            let known = lines.get(line);
            let most = known.map_or(5_000, |line| line.amount.max(1));
            let units = known.map_or(1, |line| line.quantity);
            let (amount, quantity) = match self.dice.between(1, 4) {
                1 => (None, None),
                2 => (None, Some(self.dice.between(1, units))),
                _ => (Some(self.dice.between(1, most + most / 3)), None),
            };
            taken.push(TakenLine {
                line,
                amount,
                quantity,
            });
        }
        Takes::Lines(taken)
    }

    fn undo(&mut self) -> Step {
        if self.refunds.is_empty() {
            return Step::Look;
        }
        let index = self.dice.index(self.refunds.len());
        let at = self.at();
        let refund = &mut self.refunds[index];
        let at = at.max(refund.at + 1);
        let undo = Step::Undo {
            sale: refund.sale,
            id: refund.id,
            at: *refund.undone.get_or_insert(at),
            now: self.now,
        };
        self.tell(undo)
    }

    fn credit(&mut self, number: i64) -> Step {
        let points = self.dice.between(-20, 20);
        Step::Credit {
            key: number,
            distributor: self.dice.index(self.distributors.len()),
            collaborator: self.dice.between(1, self.collaborators),
            points: if points == 0 { 1 } else { points },
            now: self.now,
        }
    }

    fn edit(&mut self) -> Step {
        let index = self.dice.index(self.distributors.len());
        let known = &self.distributors[index];
        if known.status == Status::Archived {
            return Step::Look;
        }
        let apply_now =
            known.status == Status::Active && known.rules.every != "days" && self.dice.chance(50);
        let rules = known.rules.edited(&mut self.dice);
        self.distributors[index].rules = rules.clone();
        Step::Edit {
            distributor: index,
            rules,
            apply_now,
            now: self.now,
        }
    }

    fn switch(&mut self) -> Step {
        let index = self.dice.index(self.distributors.len());
        let known = &mut self.distributors[index];
        if known.rules.every == "days" {
            return Step::Look;
        }
        let (distributor, now) = (index, self.now);
        match known.status {
            Status::Archived => Step::Look,
            _ if self.dice.chance(12) => {
                known.status = Status::Archived;
                Step::Archive { distributor, now }
            }
            Status::Active => {
                known.status = Status::Paused;
                Step::Pause { distributor, now }
            }
            Status::Paused => {
                known.status = Status::Active;
                Step::Resume { distributor, now }
            }
        }
    }

    fn create(&mut self) -> Step {
        if self.distributors.len() >= 5 || self.now <= BEGIN {
            return Step::Look;
        }
        let rules = rules(&mut self.dice, self.kind);
        self.distributors.push(Known::new(rules.clone()));
        Step::Create {
            rules,
            starts: self.now - self.dice.between(0, (self.now - BEGIN).min(120 * DAY)),
            now: self.now,
        }
    }
}
