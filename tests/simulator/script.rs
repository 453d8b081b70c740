//! What happens: a script made from a seed.

/// `SplitMix64`: a seed's whole future in one number.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1))
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.roll() % (high - low + 1).unsigned_abs()).expect("a small range")
    }

    /// True that often in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let last = i64::try_from(of.len()).expect("a short list") - 1;
        of[usize::try_from(self.between(0, last)).expect("not negative")]
    }
}

/// The types of event that scripts record and rules measure.
pub const TYPES: [&str; 3] = ["course_completed", "lesson_completed", "post_visited"];

/// Seconds since 1970 of 1 January 2026, where every script begins.
pub const BEGIN: i64 = 1_767_225_600;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    Shared,
    Weighted,
    TopFirst,
    TopSplit,
}

#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // four independent settings is what they are
pub struct Rules {
    pub every: &'static str,
    pub days: i64,
    pub timezone: &'static str,
    /// Type of event, points, and whether owners split them.
    pub metrics: Vec<(&'static str, i64, bool)>,
    /// Tenths of a percent of sales; 0 for none.
    pub permille: i64,
    /// A fixed amount each period, in cents; 0 for none.
    pub fixed: i64,
    pub structure: Structure,
    pub minimum: i64,
    pub hold_inactive: bool,
    pub house: bool,
    pub write_off: bool,
    pub clawback: bool,
}

#[derive(Debug, Clone)]
pub enum Refund {
    Rest,
    Amount(i64),
    /// A line by its place and how much of it; `None` for all that is left.
    Line(usize, Option<i64>),
}

#[derive(Debug, Clone)]
pub enum Step {
    Event {
        key: i64,
        kind: &'static str,
        owners: Vec<i64>,
        quantity: i64,
        at: i64,
        subject: Option<i64>,
    },
    /// Details: amount in cents and the owners.
    Sale {
        id: i64,
        at: i64,
        details: Vec<(i64, Vec<i64>)>,
    },
    Refund {
        sale: i64,
        id: i64,
        at: i64,
        takes: Refund,
    },
    Undo {
        sale: i64,
        id: i64,
        at: i64,
    },
    Status {
        collaborator: i64,
        active: bool,
    },
    TopUp {
        key: i64,
        distributor: i64,
        amount: i64,
        at: i64,
    },
    Credit {
        key: i64,
        distributor: i64,
        collaborator: i64,
        points: i64,
        at: i64,
    },
    /// A distributor is saved with other rules; its schedule stays.
    Edit {
        distributor: i64,
        rules: Rules,
        at: i64,
    },
    Run {
        now: i64,
        limit: Option<i64>,
    },
    /// The verb before did not reach the disk: its commit is taken back and it is done again.
    LoseRun {
        now: i64,
    },
    Look,
}

#[derive(Debug)]
pub struct Script {
    pub collaborators: i64,
    pub distributors: Vec<Rules>,
    pub steps: Vec<Step>,
}

impl Script {
    pub fn from_seed(seed: u64) -> Script {
        let mut dice = Dice::new(seed);
        let collaborators = dice.between(1, 6);
        let distributors = (0..dice.between(1, 3))
            .map(|_| rules(&mut dice))
            .collect::<Vec<_>>();
        let mut maker = Maker {
            dice,
            now: BEGIN,
            latest: BEGIN,
            collaborators,
            distributors: 0,
            sales: Vec::new(),
            refunds: Vec::new(),
        };
        maker.distributors = i64::try_from(distributors.len()).expect("a few");
        let steps = (0..maker.dice.between(15, 80))
            .map(|number| maker.step(number))
            .collect();
        Script {
            collaborators,
            distributors,
            steps,
        }
    }
}

fn rules(dice: &mut Dice) -> Rules {
    let mut metrics = Vec::new();
    for kind in TYPES.into_iter().chain(["product_sold"]) {
        if dice.chance(50) {
            metrics.push((kind, dice.between(0, 12), dice.chance(30)));
        }
    }
    if metrics.is_empty() {
        metrics.push(("lesson_completed", 1, false));
    }
    Rules {
        every: dice.pick(&["day", "week", "month", "month", "days"]),
        days: dice.between(2, 40),
        timezone: dice.pick(&[
            "UTC",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kolkata",
            "-03:30",
        ]),
        metrics,
        permille: if dice.chance(80) {
            dice.between(1, 1_000)
        } else {
            0
        },
        fixed: if dice.chance(40) {
            dice.between(1, 100_000)
        } else {
            0
        },
        structure: dice.pick(&[
            Structure::Shared,
            Structure::Weighted,
            Structure::TopFirst,
            Structure::TopSplit,
        ]),
        minimum: if dice.chance(20) {
            dice.between(1, 30)
        } else {
            0
        },
        hold_inactive: dice.chance(25),
        house: dice.chance(15),
        write_off: dice.chance(15),
        clawback: dice.chance(20),
    }
}

struct Maker {
    dice: Dice,
    now: i64,
    /// The latest it has been.
    latest: i64,
    collaborators: i64,
    distributors: i64,
    sales: Vec<(i64, usize, i64)>,
    refunds: Vec<(i64, i64)>,
}

impl Maker {
    fn step(&mut self, number: i64) -> Step {
        self.pass_time();
        match self.dice.between(1, 100) {
            1..=38 => self.event(number),
            39..=55 => self.sale(number),
            56..=66 => self.refund(number),
            67..=69 => self.undo(),
            70..=73 => Step::Status {
                collaborator: self.dice.between(1, self.collaborators),
                active: self.dice.chance(60),
            },
            74..=76 => Step::TopUp {
                key: number / 2,
                distributor: self.dice.between(1, self.distributors),
                amount: self.dice.between(1, 5_000),
                at: self.now,
            },
            77..=79 => self.credit(number),
            80..=91 => Step::Run {
                now: self.now,
                limit: self.dice.chance(20).then_some(1),
            },
            92..=93 => Step::LoseRun { now: self.now },
            // Nothing is dated ahead then: the model does not count again.
            94..=97 if self.now >= self.latest => Step::Edit {
                distributor: self.dice.between(1, self.distributors),
                rules: rules(&mut self.dice),
                at: self.now,
            },
            _ => Step::Look,
        }
    }

    /// Mostly forward a little, sometimes over several periods, sometimes back.
    fn pass_time(&mut self) {
        let seconds = match self.dice.between(1, 100) {
            1..=60 => self.dice.between(0, 86_400),
            61..=85 => self.dice.between(0, 10 * 86_400),
            86..=95 => self.dice.between(0, 70 * 86_400),
            _ => -self.dice.between(0, 40 * 86_400),
        };
        self.latest = self.latest.max(self.now);
        self.now = (self.now + seconds).max(BEGIN - 3 * 86_400);
    }

    /// Mostly now, sometimes late.
    fn at(&mut self) -> i64 {
        if self.dice.chance(85) {
            self.now
        } else {
            self.now - self.dice.between(0, 45 * 86_400)
        }
    }

    fn owners(&mut self) -> Vec<i64> {
        let mut owners: Vec<i64> = Vec::new();
        for _ in 0..self.dice.between(1, 3) {
            // One beyond those there are: somebody nobody knows.
            let owner = self.dice.between(1, self.collaborators + 1);
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
        owners
    }

    fn event(&mut self, number: i64) -> Step {
        // Keys come again: hooks fire twice.
        let key = if self.dice.chance(15) {
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
            subject: self
                .dice
                .chance(20)
                .then(|| self.dice.between(1, self.collaborators)),
        }
    }

    fn sale(&mut self, number: i64) -> Step {
        let again = if self.sales.is_empty() || !self.dice.chance(10) {
            None
        } else {
            Some(self.dice.pick(&self.sales))
        };
        let id = again.map_or(number, |(id, ..)| id);
        let mut details = Vec::new();
        for _ in 0..self.dice.between(1, 3) {
            let owners = if self.dice.chance(60) {
                self.owners()
            } else {
                Vec::new()
            };
            details.push((self.dice.between(0, 90_000), owners));
        }
        if again.is_none() {
            self.sales.push((
                id,
                details.len(),
                details.iter().map(|(amount, _)| amount).sum(),
            ));
        }
        Step::Sale {
            id,
            at: self.at(),
            details,
        }
    }

    fn refund(&mut self, number: i64) -> Step {
        let takes = |dice: &mut Dice, lines: usize, whole: i64| match dice.between(1, 3) {
            1 => Refund::Rest,
            2 => Refund::Amount(dice.between(1, whole.max(1))),
            _ => {
                let line =
                    usize::try_from(dice.between(0, i64::try_from(lines).expect("a few") - 1))
                        .expect("not negative");
                Refund::Line(line, dice.chance(60).then(|| dice.between(1, 50_000)))
            }
        };
        // A sale that has not come yet, or never will, is refunded as well.
        let (sale, lines, whole) = if self.sales.is_empty() || self.dice.chance(5) {
            (number + 3, 1, 1_000)
        } else {
            self.dice.pick(&self.sales)
        };
        let id = if self.dice.chance(15) && !self.refunds.is_empty() {
            self.refunds[0].1
        } else {
            number
        };
        self.refunds.push((sale, id));
        Step::Refund {
            sale,
            id,
            at: self.at(),
            takes: takes(&mut self.dice, lines, whole),
        }
    }

    fn undo(&mut self) -> Step {
        if self.refunds.is_empty() {
            return Step::Look;
        }
        let (sale, id) = self.dice.pick(&self.refunds);
        Step::Undo {
            sale,
            id,
            at: self.now,
        }
    }

    fn credit(&mut self, number: i64) -> Step {
        let points = self.dice.between(-20, 20);
        Step::Credit {
            key: number,
            distributor: self.dice.between(1, self.distributors),
            collaborator: self.dice.between(1, self.collaborators),
            points: if points == 0 { 1 } else { points },
            at: self.now,
        }
    }
}
