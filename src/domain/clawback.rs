//! Clawback: how much of a divided pool is claimed back, and from whom, when sales in it are refunded: from everyone who
//! was paid ([`claims`]), or from those whose points were taken back ([`claims_from_credited`]).
//! Not here: which sales were, or the obligations that claim it (`engine::fold`).

use num_bigint::BigUint;

use super::allocation::split;

/// How a pool was divided, and what was claimed of it before; all in minor units.
#[derive(Debug, Clone, Copy)]
pub struct Divided<'d> {
    /// The pool as it was divided.
    pub pool: i64,
    /// What each of those who were paid got.
    pub paid: &'d [i64],
    /// What went on to the next period.
    pub carried: i64,
    /// What was claimed of each of `paid` before, positive.
    pub claimed: i64,
    /// What was taken of `carried` before, positive.
    pub uncarried: i64,
}

/// What is claimed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// From each of those who were paid: negative amounts, in minor units, in the order of `paid`; positive where an
    /// undone refund gives something again.
    pub from_paid: Vec<i64>,
    /// From what went on to the next period, in the same manner.
    pub from_carried: i64,
}

/// Divides what is taken back over those who were paid, what was carried on and what went to the house, in proportion
/// to what each got of the pool (Q46). `without` is the pool as it would have been without all that was taken back so
/// far. So many small refunds claim in all what one large one would, to the unit.
#[must_use]
pub fn claims(divided: Divided<'_>, without: i64) -> Claims {
    let given: i64 = divided.paid.iter().sum();
    let house = (divided.pool - given - divided.carried).max(0);
    // Below zero where a refund that was taken from the pool itself is undone after it was divided.
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

/// How a pool was divided, how it would have been without what was taken back, and what was claimed of it before; all in
/// minor units.
#[derive(Debug, Clone, Copy)]
pub struct DividedAgain<'d> {
    /// What each of those who took part got.
    pub paid: &'d [i64],
    /// What each of them would have got, in the same order.
    pub without: &'d [i64],
    /// What was claimed of each of them before, positive, in the same order.
    pub claimed: &'d [i64],
    /// What went on to the next period.
    pub carried: i64,
    /// What would have gone on to it; negative where it would have been owed.
    pub carried_without: i64,
    /// What was taken of `carried` before, positive.
    pub uncarried: i64,
}

/// Claims from whoever would have got less the difference, and no more than they got (Q29). Nobody gets more: what of the
/// pool would have been somebody else's stays with the house. What went on to the next period is lowered in the same
/// way, and never raised (Q46). Each claim is the difference to what was claimed before, so that refunds one after the
/// other come to the same in any order, and an undone one takes its claim back (Q43, Q9).
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
    fn only_what_was_not_claimed_before() {
        let paid = [300, 300];
        assert_eq!(claims(divided(600, &paid, 40), 540).from_paid, [-10, -10]);
        // Undone again: what was claimed comes back.
        assert_eq!(claims(divided(600, &paid, 60), 600).from_paid, [30, 30]);
    }

    #[test]
    fn those_who_were_paid_give_back_only_their_part() {
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
        // One refund after another comes to what one large one would.
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
    fn nothing_is_claimed_from_nobody() {
        let nobody = divided(600, &[], 0);
        assert_eq!(claims(nobody, 0).from_paid, Vec::<i64>::new());
    }

    #[test]
    fn whoever_would_have_got_less_owes_the_difference_and_nobody_gets_more() {
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
    fn a_claim_is_the_difference_to_what_was_claimed_before() {
        let more = DividedAgain {
            paid: &[250, 50],
            without: &[0, 0],
            claimed: &[150, 0],
            carried: 40,
            // The period would be owed something: what did not go on cannot be taken from it.
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
