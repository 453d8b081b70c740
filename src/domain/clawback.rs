//! Clawback: how much of a divided pool is claimed back, and from whom, when its sales are refunded: from everyone who
//! was paid ([`claims`]), or from those who lost points ([`claims_from_credited`]).
//! Which sales were refunded, and the obligations that follow, is in `engine::fold`.

use num_bigint::BigUint;

use super::division::split;

/// How a pool was divided, and what was claimed of it before, in minor units.
#[derive(Debug, Clone, Copy)]
pub struct Divided<'d> {
    pub pool: i64,
    /// What each collaborator who was paid got.
    pub paid: &'d [i64],
    /// What went on to the next period.
    pub carried: i64,
    /// What was claimed from all of `paid` before, positive.
    pub claimed: i64,
    /// What was taken of `carried` before, positive.
    pub uncarried: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// From each collaborator who was paid, in minor units, in the order of `paid`: negative, or positive if a refund was
    /// undone.
    pub from_paid: Vec<i64>,
    /// From what went on to the next period, with the same signs.
    pub from_carried: i64,
}

/// Divides what is taken back among those who were paid, the next period and the house, in proportion to what each got of
/// the pool (Q46). `without` is the pool as it would have been without everything that was taken back so far, so that
/// many small refunds claim exactly as much as one large refund.
#[must_use]
pub fn claims(divided: Divided<'_>, without: i64) -> Claims {
    let given: i64 = divided.paid.iter().sum();
    let house = (divided.pool - given - divided.carried).max(0);
    // Negative if a refund that had lowered the pool is undone after the division.
    let owed_back = divided.pool - without;
    let weight = |amount: i64| BigUint::from(amount.unsigned_abs());
    let parts = split(
        owed_back,
        &[weight(given), weight(divided.carried), weight(house)],
    )
    .unwrap_or_else(|| vec![0, 0, 0]);
    let weights: Vec<BigUint> = divided.paid.iter().map(|amount| weight(*amount)).collect();
    Claims {
        from_paid: split(divided.claimed - parts[0], &weights)
            .unwrap_or_else(|| vec![0; divided.paid.len()]),
        from_carried: divided.uncarried - parts[1],
    }
}

/// How a pool was divided, how it would have been without what was taken back, and what was claimed of it before, in minor
/// units. The slices are in the same order.
#[derive(Debug, Clone, Copy)]
pub struct DividedAgain<'d> {
    /// What each entrant got.
    pub paid: &'d [i64],
    /// What each entrant would have got.
    pub without: &'d [i64],
    /// What was claimed from each entrant before, positive.
    pub claimed: &'d [i64],
    /// What went on to the next period.
    pub carried: i64,
    /// What would have gone on to it; negative if the pool would have been below zero.
    pub carried_without: i64,
    /// What was taken of `carried` before, positive.
    pub uncarried: i64,
}

/// Claims the difference from everyone who would have got less, and never more than they got (Q29). No one gets more: what
/// would have gone to someone else stays with the house. What went on to the next period is reduced in the same way and
/// never raised (Q46). Each claim is the difference from what was claimed before, so that the order of refunds does not
/// matter and an undone refund takes its claim back (Q43, Q9).
#[must_use]
pub fn claims_from_credited(divided: DividedAgain<'_>) -> Claims {
    let people = divided.paid.iter().zip(divided.without);
    let owed_back = people.map(|(paid, without)| (paid - without).max(0));
    let from_paid = owed_back.zip(divided.claimed);
    Claims {
        from_paid: from_paid.map(|(owed, claimed)| claimed - owed).collect(),
        from_carried: divided.uncarried - (divided.carried - divided.carried_without.max(0)).max(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(pool: i64, paid: &[i64], claimed: i64) -> Divided<'_> {
        Divided {
            pool,
            paid,
            carried: 0,
            claimed,
            uncarried: 0,
        }
    }

    #[test]
    fn e14_in_proportion_to_what_was_paid() {
        let paid = [300_000, 180_000, 120_000];
        assert_eq!(
            claims(divided(600_000, &paid, 0), 570_000).from_paid,
            [-15_000, -9_000, -6_000]
        );
    }

    #[test]
    fn only_what_was_not_claimed_before_is_claimed() {
        let paid = [300, 300];
        assert_eq!(claims(divided(600, &paid, 40), 540).from_paid, [-10, -10]);
        // The refunds are undone: the claims are taken back.
        assert_eq!(claims(divided(600, &paid, 60), 600).from_paid, [30, 30]);
    }

    #[test]
    fn those_who_were_paid_return_only_their_part() {
        let rolled_over = Divided {
            carried: 400,
            ..divided(1_000, &[600], 0)
        };
        let claimed = Claims {
            from_paid: vec![-60],
            from_carried: -40,
        };
        assert_eq!(claims(rolled_over, 900), claimed);
        // The house bears its own part.
        let to_the_house = divided(1_000, &[600], 0);
        let claimed = Claims {
            from_paid: vec![-60],
            from_carried: 0,
        };
        assert_eq!(claims(to_the_house, 900), claimed);
        // Several small refunds claim exactly as much as one large one.
        let again = Divided {
            claimed: 60,
            uncarried: 40,
            ..rolled_over
        };
        let claimed = Claims {
            from_paid: vec![-540],
            from_carried: -360,
        };
        assert_eq!(claims(again, 0), claimed);
    }

    #[test]
    fn nothing_is_claimed_if_no_one_was_paid() {
        let nobody = divided(600, &[], 0);
        assert_eq!(claims(nobody, 0).from_paid, Vec::<i64>::new());
    }

    #[test]
    fn those_who_would_have_got_less_owe_the_difference_and_no_one_gets_more() {
        let again = DividedAgain {
            paid: &[250, 50, 0],
            without: &[100, 150, 0],
            claimed: &[0, 0, 0],
            carried: 40,
            carried_without: 90,
            uncarried: 0,
        };
        let claimed = Claims {
            from_paid: vec![-150, 0, 0],
            from_carried: 0,
        };
        assert_eq!(claims_from_credited(again), claimed);
    }

    #[test]
    fn a_claim_is_the_difference_from_what_was_claimed_before() {
        let more = DividedAgain {
            paid: &[250, 50],
            without: &[0, 0],
            claimed: &[150, 0],
            carried: 40,
            // The carried amount would have been negative, but no more can be taken than was carried.
            carried_without: -10,
            uncarried: 15,
        };
        let claimed = Claims {
            from_paid: vec![-100, -50],
            from_carried: -25,
        };
        assert_eq!(claims_from_credited(more), claimed);
        let undone = DividedAgain {
            without: &[250, 50],
            claimed: &[250, 50],
            carried_without: 40,
            uncarried: 40,
            ..more
        };
        let given_again = Claims {
            from_paid: vec![250, 50],
            from_carried: 40,
        };
        assert_eq!(claims_from_credited(undone), given_again);
    }
}
