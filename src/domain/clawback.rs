//! Clawback: how much of a divided pool is claimed back, and from whom, when sales in it are refunded.
//! Not here: which sales were, or the obligations that claim it (`engine::fold`).

use num_bigint::BigUint;

use super::allocation::split;

/// What is claimed from each of those who were paid: negative amounts, in minor units, in the order of
/// `paid`; positive where an undone refund gives something again. `None` when nobody was paid.
///
/// `divided` is the pool as it was divided, `without` as it would have been without all that was taken
/// back so far, `claimed` what was claimed before. So many small refunds claim in all what one large one
/// would, to the unit.
#[must_use]
pub fn claims(divided: i64, without: i64, paid: &[i64], claimed: i64) -> Option<Vec<i64>> {
    let given: i64 = paid.iter().sum();
    // A part that rolled over was never paid out and cannot be claimed back.
    let owed_back = (divided - without).min(given);
    let weights: Vec<BigUint> = paid
        .iter()
        .map(|amount| BigUint::from(amount.unsigned_abs()))
        .collect();
    split(claimed - owed_back, &weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e14_in_proportion_to_what_was_paid() {
        let paid = [300_000, 180_000, 120_000];
        assert_eq!(
            claims(600_000, 570_000, &paid, 0),
            Some(vec![-15_000, -9_000, -6_000])
        );
    }

    #[test]
    fn only_what_was_not_claimed_before() {
        assert_eq!(claims(600, 540, &[300, 300], 40), Some(vec![-10, -10]));
        // Undone again: what was claimed comes back.
        assert_eq!(claims(600, 600, &[300, 300], 60), Some(vec![30, 30]));
    }

    #[test]
    fn no_more_than_was_paid_and_nothing_from_nobody() {
        assert_eq!(claims(600, 0, &[100], 0), Some(vec![-100]));
        assert_eq!(claims(600, 0, &[], 0), None);
    }
}
