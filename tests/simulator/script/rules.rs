//! Random rules of distributors, and random edits of them.

use super::dice::Dice;

/// The types of event that scripts record and rules measure.
pub const TYPES: [&str; 3] = ["course_completed", "lesson_completed", "post_visited"];

/// Types of product.
pub const PRODUCTS: [&str; 2] = ["course", "book"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Structure {
    Shared,
    Weighted,
    TopFirst,
    TopSplit,
    /// Prizes in percent of the pool, and whether unclaimed prizes roll over.
    Ladder(Vec<i64>, bool),
    /// The target score, and the bonus in cents.
    Bonus(i64, i64),
    UserCentric,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Tenths of a percent of the line items, perhaps of shipping too, and of one type of product or of all.
    Share {
        permille: i64,
        shipping: bool,
        only: Option<&'static str>,
    },
    /// Cents each period.
    Fixed(i64),
    /// Cents for each event of a type.
    PerEvent(&'static str, i64),
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // the settings are independent
pub struct Rules {
    pub every: &'static str,
    pub days: i64,
    pub timezone: &'static str,
    /// Type of event, points, and whether owners split them.
    pub metrics: Vec<(&'static str, i64, bool)>,
    /// Whether free sales count, and the minimum amount of a sale in cents.
    pub count_free: bool,
    pub minimum_amount: Option<i64>,
    pub sources: Vec<Source>,
    /// The floor and the cap of the pool, in cents.
    pub floor: Option<i64>,
    pub cap: Option<i64>,
    pub structure: Structure,
    pub minimum: i64,
    /// The cap per collaborator in tenths of a percent of the pool.
    pub cap_permille: Option<i64>,
    pub hold_inactive: bool,
    pub house: bool,
    pub write_off: bool,
    pub clawback: bool,
    pub grace_minutes: i64,
    /// Days for which shares are held while refunds still change them.
    pub hold_days: i64,
}

impl Rules {
    pub fn random(dice: &mut Dice) -> Rules {
        let metrics = metrics(dice);
        let sources = sources(dice, &metrics);
        let floor = dice.chance(8).then(|| dice.between(1, 20_000));
        let least = floor.unwrap_or(1);
        let every = dice.pick(&["day", "week", "month", "month", "days"]);
        let days = dice.between(2, 40);
        Rules {
            every,
            days,
            timezone: dice.pick(&[
                "UTC",
                "America/New_York",
                "Australia/Lord_Howe",
                "Asia/Kolkata",
                "-03:30",
            ]),
            metrics,
            sources,
            floor,
            cap: dice.chance(8).then(|| least + dice.between(0, 30_000)),
            structure: structure(dice),
            minimum: if dice.chance(15) {
                dice.between(1, 30)
            } else {
                0
            },
            cap_permille: match dice.between(1, 100) {
                1..=8 => Some(dice.between(50, 1_000)),
                // Often less than a cent.
                9..=11 => Some(1),
                _ => None,
            },
            hold_inactive: dice.chance(25),
            house: dice.chance(20),
            write_off: dice.chance(15),
            clawback: dice.chance(25),
            grace_minutes: dice.pick(&[0, 0, 0, 0, 90, 2_880, 10_080]),
            // Derived without further random numbers, so that old seeds still give the same script.
            count_free: days % 3 == 0,
            minimum_amount: (days % 5 == 0).then_some(days * 1_500),
            hold_days: [0, 1, 0, 9, 0, 30][usize::try_from(days % 6).expect("a remainder")],
        }
    }

    /// Other rules for the same distributor, with the same schedule.
    pub fn edited(&self, dice: &mut Dice) -> Rules {
        let mut rules = if dice.chance(40) {
            Rules {
                every: self.every,
                days: self.days,
                timezone: self.timezone,
                hold_days: self.hold_days,
                ..Rules::random(dice)
            }
        } else {
            self.clone()
        };
        // Sources are removed, added, changed and reordered.
        match dice.between(1, 5) {
            1 if !rules.sources.is_empty() => {
                rules.sources.remove(dice.index(rules.sources.len()));
            }
            2 => rules.sources.insert(0, share(dice)),
            3 => rules.sources.reverse(),
            4 => rules.sources.push(share(dice)),
            _ => {
                for source in &mut rules.sources {
                    if let Source::Share { permille, .. } = source {
                        *permille = dice.between(1, 500);
                    }
                }
            }
        }
        if dice.chance(30) {
            rules.metrics = metrics(dice);
        }
        let measured = |event: &str| rules.metrics.iter().any(|(kind, ..)| *kind == event);
        rules
            .sources
            .retain(|source| !matches!(source, Source::PerEvent(event, _) if !measured(event)));
        rules.sources.truncate(6);
        rules
    }
}

fn metrics(dice: &mut Dice) -> Vec<(&'static str, i64, bool)> {
    let mut metrics = Vec::new();
    for kind in TYPES.into_iter().chain(["product_sold"]) {
        if dice.chance(55) {
            metrics.push((kind, dice.between(0, 12), dice.chance(35)));
        }
    }
    if metrics.is_empty() {
        metrics.push(("lesson_completed", 1, false));
    }
    metrics
}

fn sources(dice: &mut Dice, metrics: &[(&'static str, i64, bool)]) -> Vec<Source> {
    let mut sources = Vec::new();
    for chance in [80, 40, 15] {
        if dice.chance(chance) {
            sources.push(share(dice));
        }
    }
    if dice.chance(30) {
        sources.push(Source::Fixed(dice.between(1, 50_000)));
    }
    if dice.chance(25) {
        let (event, ..) = dice.pick(metrics);
        sources.insert(0, Source::PerEvent(event, dice.between(1, 900)));
    }
    sources
}

fn share(dice: &mut Dice) -> Source {
    Source::Share {
        permille: dice.between(1, 500),
        shipping: dice.chance(30),
        only: dice.chance(25).then(|| dice.pick(&PRODUCTS)),
    }
}

fn structure(dice: &mut Dice) -> Structure {
    match dice.between(1, 9) {
        1 => Structure::Shared,
        2 | 3 => Structure::Weighted,
        4 => Structure::TopFirst,
        5 => Structure::TopSplit,
        6 => {
            let prizes = dice.pick(&[
                vec![100],
                vec![50, 30, 20],
                vec![50, 50],
                vec![40, 40, 20],
                vec![25, 25, 25, 25],
                vec![33, 33, 33],
                vec![1],
            ]);
            Structure::Ladder(prizes, dice.chance(50))
        }
        7 => Structure::Bonus(dice.between(1, 15), dice.between(1, 10_000)),
        _ => Structure::UserCentric,
    }
}
