//! How an incentive structure is read and written.

use rust_decimal::Decimal;

use super::pool::read_percent;
use crate::domain::input::{Cursor, Fields, Value, Variant, int, word};
use crate::domain::money::{self, Sign};
use crate::domain::points::Points;
use crate::domain::structure::{Missing, Structure, Tie};
use crate::domain::units::Units;
use crate::domain::words::Word;

/// Reads `['kind' => …]` with the kind's options beside it.
pub fn read(cursor: &mut Cursor<'_, '_>, units: Units) -> Option<Structure> {
    cursor.object(|fields| {
        fields.variants(
            "kind",
            "how the pool is divided among those who qualify",
            &[
                Variant {
                    name: "shared_engagement_pool",
                    about: "everyone gets the same share of the pool",
                    read: &|_| Some(Structure::SharedEngagementPool),
                },
                Variant {
                    name: "performance_weighted_pool",
                    about: "everyone gets a share of the pool in proportion to their points",
                    read: &|_| Some(Structure::PerformanceWeightedPool),
                },
                Variant {
                    name: "top_score_wins",
                    about: "whoever has the most points gets all of the pool",
                    read: &read_top_score_wins,
                },
                Variant {
                    name: "ladder",
                    about: "the best get prizes by rank, in percent of the pool",
                    read: &read_ladder,
                },
                Variant {
                    name: "top_n",
                    about: "another name for ladder, which is what it is stored and shown as",
                    read: &read_ladder,
                },
                Variant {
                    name: "target_bonus",
                    about: "everyone who reaches a number of points gets a fixed amount; where the pool is too small for \
                            that, they get equal parts of it",
                    read: &|fields| read_target_bonus(fields, units),
                },
                Variant {
                    name: "user_centric_pool",
                    about: "the money of each customer is divided among those who earned points from this customer",
                    read: &|_| Some(Structure::UserCentricPool),
                },
            ],
        )
    })
}

fn read_top_score_wins(fields: &mut Fields<'_, '_>) -> Option<Structure> {
    let tie = fields.or(
        "tie",
        Tie::First,
        "who gets the pool when several have the most points",
        word::<Tie>,
    );
    Some(Structure::TopScoreWins { tie: tie? })
}

fn read_ladder(fields: &mut Fields<'_, '_>) -> Option<Structure> {
    let prizes = fields.required(
        "prizes",
        "the percentages of the pool for the first, the second and so on, such as \"50\", \"30\", \"20\"; none is larger \
         than the one before it, and together they are at most 100",
        read_prizes,
    );
    let missing = fields.or(
        "missing",
        Missing::Rescale,
        "what happens to the prizes that are left when fewer people qualify than there are prizes",
        word::<Missing>,
    );
    Some(Structure::Ladder {
        prizes: prizes?,
        missing: missing?,
    })
}

fn read_prizes(cursor: &mut Cursor<'_, '_>) -> Option<Vec<Decimal>> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let prizes = cursor.list(100, read_percent)?;
    if prizes.is_empty() || prizes.iter().sum::<Decimal>() > Decimal::ONE_HUNDRED {
        return cursor.refuse("must be at least one percentage, and not more than 100 together");
    }
    if !prizes.is_sorted_by(|higher, lower| higher >= lower) {
        return cursor.refuse("rise on the way down; whoever has more points must not get less");
    }
    Some(prizes)
}

fn read_target_bonus(fields: &mut Fields<'_, '_>, units: Units) -> Option<Structure> {
    let score = fields.required(
        "score",
        "the points to reach in a period",
        int::<1, 1_000_000_000_000>,
    );
    let amount = fields.required(
        "amount",
        "the amount for everyone who reaches them",
        |cursor| money::read(cursor, units, Sign::Positive),
    );
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
                ("tie".into(), Value::Text(tie.name().into())),
            ]
        }
        Structure::Ladder { prizes, missing } => {
            let prizes = prizes
                .iter()
                .map(|p| Value::Text(p.normalize().to_string().into()));
            vec![
                name("ladder"),
                ("prizes".into(), Value::List(prizes.collect())),
                ("missing".into(), Value::Text(missing.name().into())),
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
