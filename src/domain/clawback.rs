//! Clawback: how much of a divided pool is claimed back, and from whom, when sales in it are refunded.
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
}
