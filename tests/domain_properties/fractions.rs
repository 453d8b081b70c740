//! Properties of points: they behave like fractions.

use num_bigint::BigInt;
use proptest::prelude::*;
use siren::domain::points::Points;

fn points() -> impl Strategy<Value = Points> {
    let large = (i128::MIN..=i128::MAX, 1..=i128::MAX);
    let small = (-50_i128..50, 1_i128..50);
    prop_oneof![large, small]
        .prop_map(|(numer, denom)| Points::fraction(numer, denom).expect("a legal fraction"))
}

fn crossed(a: &Points, b: &Points) -> BigInt {
    a.numer() * b.denom()
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn points_are_ordered_like_their_values(a in points(), b in points()) {
        prop_assert_eq!(a.cmp(&b), crossed(&a, &b).cmp(&crossed(&b, &a)));
    }

    #[test]
    fn a_sum_is_exact(a in points(), b in points()) {
        let sum = a.plus(&b);
        let exact = (crossed(&a, &b) + crossed(&b, &a)) * sum.denom();
        prop_assert_eq!(exact, a.denom() * b.denom() * sum.numer());
        prop_assert_eq!(&sum, &b.plus(&a));
        prop_assert_eq!(sum.plus(&b.negate()), a);
    }

    #[test]
    fn a_product_is_exact(a in points(), b in points()) {
        let product = a.times(&b);
        let exact = a.numer() * b.numer() * product.denom();
        prop_assert_eq!(exact, a.denom() * b.denom() * product.numer());
    }

    #[test]
    fn points_are_read_back_from_their_text(a in points(), b in points()) {
        let sum = a.plus(&b);
        let json = serde_json::to_string(&sum).expect("points are always JSON");
        prop_assert_eq!(serde_json::from_str::<Points>(&json).ok(), Some(sum));
    }
}
