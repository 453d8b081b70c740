//! Scripts, which are made from seeds. The kind of a script says what it has most of.

mod dice;
mod maker;
mod rules;

use dice::Dice;
pub use rules::{Rules, Source, Structure};

/// 1 January 2026 in seconds since 1970: every script begins there.
pub const BEGIN: i64 = 1_767_225_600;

pub const DAY: i64 = 86_400;

/// A name of a person: `user:3`, `email:3`, `visitor:3`.
pub type Name = (&'static str, i64);

/// The names of a collaborator. Every second one has an e-mail address.
pub fn names_of(collaborator: i64) -> Vec<Name> {
    let mut names = vec![("user", collaborator)];
    if collaborator % 2 == 0 {
        names.push(("email", collaborator));
    }
    names
}

/// What a script has most of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A little of everything.
    Mixed,
    /// Edits of the rules, with facts dated in the past and the future.
    Edits,
    /// Pauses, resumes and archives.
    Pauses,
    /// Several refunds and undos of a few sales, in any order.
    Refunds,
    /// Customers with several names, and user-centric pools.
    Customers,
    /// Distributors that begin in the past.
    Past,
    /// Clocks that jump far, and late heartbeats.
    Clocks,
}

const KINDS: [Kind; 7] = [
    Kind::Mixed,
    Kind::Edits,
    Kind::Pauses,
    Kind::Refunds,
    Kind::Customers,
    Kind::Past,
    Kind::Clocks,
];

/// One line of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// In cents; some lines cost nothing.
    pub amount: i64,
    pub quantity: i64,
    /// Whether it is shipping, not a product.
    pub shipping: bool,
    pub product: &'static str,
    pub owners: Vec<i64>,
}

/// What a refund takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    Rest,
    Amount(i64),
    Lines(Vec<TakenLine>),
}

/// What a refund takes of one line, which may not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenLine {
    pub line: usize,
    pub amount: Option<i64>,
    pub quantity: Option<i64>,
}

#[derive(Debug, Clone)]
pub enum Step {
    Event {
        key: i64,
        kind: &'static str,
        owners: Vec<i64>,
        quantity: i64,
        at: i64,
        who: Vec<Name>,
        now: i64,
    },
    Sale {
        id: i64,
        at: i64,
        who: Vec<Name>,
        lines: Vec<Line>,
        now: i64,
    },
    Refund {
        sale: i64,
        id: i64,
        at: i64,
        takes: Takes,
        now: i64,
    },
    Undo {
        sale: i64,
        id: i64,
        at: i64,
        now: i64,
    },
    Status {
        collaborator: i64,
        active: bool,
        now: i64,
    },
    TopUp {
        key: i64,
        distributor: usize,
        amount: i64,
        now: i64,
    },
    Credit {
        key: i64,
        distributor: usize,
        collaborator: i64,
        points: i64,
        now: i64,
    },
    /// Saves a distributor with other rules and the same schedule.
    Edit {
        distributor: usize,
        rules: Rules,
        apply_now: bool,
        now: i64,
    },
    /// Saves a new distributor that begins in the past.
    Create {
        rules: Rules,
        starts: i64,
        now: i64,
    },
    Pause {
        distributor: usize,
        now: i64,
    },
    Resume {
        distributor: usize,
        now: i64,
    },
    Archive {
        distributor: usize,
        now: i64,
    },
    Run {
        now: i64,
        limit: Option<i64>,
        confirmed: bool,
    },
    /// A run whose commit was lost, so that it is repeated.
    LoseRun {
        now: i64,
    },
    /// Pays what is owed.
    Pay {
        now: i64,
    },
    /// Compares engine and model.
    Look,
}

impl Step {
    /// The time on the clock.
    pub fn now(&self) -> Option<i64> {
        match self {
            Step::Event { now, .. }
            | Step::Sale { now, .. }
            | Step::Refund { now, .. }
            | Step::Undo { now, .. }
            | Step::Status { now, .. }
            | Step::TopUp { now, .. }
            | Step::Credit { now, .. }
            | Step::Edit { now, .. }
            | Step::Create { now, .. }
            | Step::Pause { now, .. }
            | Step::Resume { now, .. }
            | Step::Archive { now, .. }
            | Step::Run { now, .. }
            | Step::LoseRun { now }
            | Step::Pay { now } => Some(*now),
            Step::Look => None,
        }
    }
}

#[derive(Debug)]
pub struct Script {
    pub kind: Kind,
    pub collaborators: i64,
    /// The distributors that exist from the beginning.
    pub distributors: Vec<Rules>,
    pub steps: Vec<Step>,
}

impl Script {
    /// Successive seeds go through the kinds in turn.
    pub fn from_seed(seed: u64) -> Script {
        let count = u64::try_from(KINDS.len()).expect("a few");
        let kind = KINDS[usize::try_from(seed % count).expect("a few")];
        maker::make(Dice::new(seed), kind)
    }
}
