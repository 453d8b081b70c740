//! How an incentive structure is read and written.

use rust_decimal::Decimal;

use super::pool::read_percent;
use crate::domain::input::{At, Fields, Problems, Value, each, int, list, word};
use crate::domain::money::{self, Sign};
use crate::domain::points::Points;
use crate::domain::structure::{Missing, Structure, Tie};
use crate::domain::units::Units;

#[derive(Clone, Copy)]
enum Kind {
    SharedEngagementPool,
    PerformanceWeightedPool,
    TopScoreWins,
    Ladder,
    TargetBonus,
    UserCentricPool,
}

/// `top_n` is another name for a ladder: both are prizes by rank.
const KINDS: [(&str, Kind); 7] = [
    ("shared_engagement_pool", Kind::SharedEngagementPool),
    ("performance_weighted_pool", Kind::PerformanceWeightedPool),
    ("top_score_wins", Kind::TopScoreWins),
    ("ladder", Kind::Ladder),
    ("top_n", Kind::Ladder),
    ("target_bonus", Kind::TargetBonus),
    ("user_centric_pool", Kind::UserCentricPool),
];

const TIES: [(&str, Tie); 2] = [("first", Tie::First), ("split", Tie::Split)];
const MISSING: [(&str, Missing); 2] = [
    ("rescale", Missing::Rescale),
    ("roll_over", Missing::RollOver),
];

/// Reads `['kind' => …]` with the kind's options beside it.
pub fn read(
    value: &Value<'_>,
    units: Units,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Structure> {
    let mut fields = Fields::open(value, at, problems)?;
    let kind = fields.need("kind", at, problems);
    let kind = kind.and_then(|v| word(v, &KINDS, &at.key("kind"), problems))?;
    let structure = match kind {
        Kind::SharedEngagementPool => Some(Structure::SharedEngagementPool),
        Kind::PerformanceWeightedPool => Some(Structure::PerformanceWeightedPool),
        Kind::TopScoreWins => {
            let tie = match fields.get("tie") {
                Some(v) => word(v, &TIES, &at.key("tie"), problems),
                None => Some(Tie::First),
            };
            tie.map(|tie| Structure::TopScoreWins { tie })
        }
        Kind::Ladder => read_ladder(&mut fields, at, problems),
        Kind::TargetBonus => read_target_bonus(&mut fields, units, at, problems),
        Kind::UserCentricPool => Some(Structure::UserCentricPool),
    };
    fields.close(at, problems);
    structure
}

fn read_ladder(
    fields: &mut Fields<'_, '_>,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Structure> {
    let here = at.key("prizes");
    let prizes = fields.need("prizes", at, problems);
    let prizes = prizes.and_then(|v| list(v, 100, &here, problems));
    let prizes = prizes.and_then(|items| {
        let read = each(items, &here, |item, at| read_percent(item, at, problems))?;
        if read.is_empty() || read.iter().sum::<Decimal>() > Decimal::ONE_HUNDRED {
            problems.add(
                &here,
                "must be at least one percentage, and not more than 100 together",
            );
            return None;
        }
        if !read.is_sorted_by(|higher, lower| higher >= lower) {
            problems.add(
                &here,
                "rise on the way down; whoever has more points must not get less",
            );
            return None;
        }
        Some(read)
    });
    let missing = match fields.get("missing") {
        Some(v) => word(v, &MISSING, &at.key("missing"), problems),
        None => Some(Missing::Rescale),
    };
    Some(Structure::Ladder {
        prizes: prizes?,
        missing: missing?,
    })
}

fn read_target_bonus(
    fields: &mut Fields<'_, '_>,
    units: Units,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<Structure> {
    let score = fields.need("score", at, problems);
    let score = score.and_then(|v| int(v, 1..=1_000_000_000_000, &at.key("score"), problems));
    let amount = fields.need("amount", at, problems);
    let amount =
        amount.and_then(|v| money::read(v, units, Sign::Positive, &at.key("amount"), problems));
    Some(Structure::TargetBonus {
        score: Points::whole(score?),
        amount: amount?,
    })
}

/// The structure in the shape it is read from.
pub fn write(structure: &Structure, units: Units) -> Value<'static> {
    let name = |name: &'static str| ("kind".into(), Value::Text(name.into()));
    Value::Map(match structure {
        Structure::SharedEngagementPool => vec![name("shared_engagement_pool")],
        Structure::PerformanceWeightedPool => vec![name("performance_weighted_pool")],
        Structure::TopScoreWins { tie } => {
            vec![
                name("top_score_wins"),
                ("tie".into(), Value::Text(word_of(&TIES, tie).into())),
            ]
        }
        Structure::Ladder { prizes, missing } => {
            let prizes = prizes
                .iter()
                .map(|p| Value::Text(p.normalize().to_string().into()));
            vec![
                name("ladder"),
                ("prizes".into(), Value::List(prizes.collect())),
                (
                    "missing".into(),
                    Value::Text(word_of(&MISSING, missing).into()),
                ),
            ]
        }
        Structure::TargetBonus { score, amount } => vec![
            name("target_bonus"),
            (
                "score".into(),
                Value::Int(i64::try_from(score.numer()).unwrap_or(i64::MAX)),
            ),
            (
                "amount".into(),
                Value::Text(money::to_text(*amount, units).into()),
            ),
        ],
        Structure::UserCentricPool => vec![name("user_centric_pool")],
    })
}

fn word_of<T: PartialEq>(words: &[(&'static str, T)], member: &T) -> &'static str {
    words
        .iter()
        .find(|(_, one)| one == member)
        .map_or("", |(name, _)| name)
}
