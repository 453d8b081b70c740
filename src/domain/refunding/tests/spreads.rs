//! Refunds of amounts without lines that arrive in any order.

use proptest::prelude::*;

use super::super::spreads::{Arrived, Respread, Spreads};
use super::*;

fn three() -> Books {
    books(vec![
        product("a", 1_003),
        line("s", DetailKind::Shipping, 500, 1),
        product("free", 0),
        product("b", 701),
        product("c", 2_999),
    ])
}

fn amounts_of(amounts: &[(i64, i64)]) -> Vec<Refund<'static>> {
    let mut refunds = Vec::new();
    for (number, (at, cents)) in amounts.iter().enumerate() {
        let text = format!("{}.{:02}", cents / 100, cents % 100);
        refunds.push(Refund {
            refund_id: number.to_string().into(),
            ..refund("", *at, Takes::Amount(text.into()))
        });
    }
    refunds
}

/// What each refund takes, by its row, in a full replay.
fn replayed(refunds: &[Refund<'static>]) -> Vec<Vec<Part>> {
    let mut parts = vec![Vec::new(); refunds.len()];
    let mut order: Vec<usize> = (0..refunds.len()).collect();
    order.sort_by_key(|number| (refunds[*number].at, &refunds[*number].refund_id));
    let mut replay = Replay::begin(&three());
    for number in order {
        parts[number] = replay.next(&Operation::Refund(&refunds[number])).parts;
    }
    parts
}

/// The same as the refunds arrive one by one; `None` if one of them leaves nothing of a product.
fn arrived(refunds: &[Refund<'static>]) -> Option<Vec<Vec<Part>>> {
    let mut spreads = Spreads::begin(&three())?;
    let mut parts: Vec<Vec<Part>> = Vec::new();
    for (row, refund) in (0_i64..).zip(refunds) {
        let Arrived {
            parts: own,
            changed,
        } = spreads.add(refund, row)?;
        parts.push(own);
        for one in changed {
            let mut known = (0_i64..).zip(&mut parts);
            let (_, known) = known.find(|(row, _)| *row == one.row)?;
            assert_eq!(*known, one.before);
            assert_ne!(one.before, one.now);
            *known = one.now;
        }
    }
    Some(parts)
}

#[test]
fn an_earlier_refund_changes_what_the_next_takes() {
    let sale = books(vec![product("a", 3), product("b", 3)]);
    let refunds = amounts_of(&[(2, 1), (1, 1), (3, 3)]);
    let of = |line| {
        vec![Part {
            line,
            amount: 1,
            quantity: Quantity::ZERO,
        }]
    };
    let mut spreads = Spreads::begin(&sale).expect("a plain sale");
    let second = spreads.add(&refunds[0], 7).expect("something is left");
    assert_eq!((second.parts, second.changed), (of(0), vec![]));
    let first = spreads.add(&refunds[1], 8).expect("something is left");
    let changed = Respread {
        row: 7,
        before: of(0),
        now: of(1),
    };
    assert_eq!((first.parts, first.changed), (of(0), vec![changed]));
    // 2 and 2 are left, and nothing of one of them afterwards.
    assert_eq!(spreads.add(&refunds[2], 9), None);
}

#[test]
fn other_refunds_and_sales_are_replayed() {
    let discounted = books(vec![
        product("a", 100),
        line("d", DetailKind::Discount, -10, 1),
    ]);
    assert_eq!(Spreads::begin(&discounted), None);
    let five = || refund("r", 1, amount("5.00"));
    let refused = [
        undo("r", 1),
        refund("r", 1, Takes::Rest),
        refund("r", 1, amount("5.001")),
        refund("r", 1, amount("-5.00")),
        refund("r", 1, amount("48.00")),
        Refund {
            cancelled: true,
            ..five()
        },
    ];
    for one in refused {
        let mut spreads = Spreads::begin(&three()).expect("a plain sale");
        assert_eq!(spreads.add(&one, 1), None, "{one:?}");
    }
    let mut spreads = Spreads::begin(&three()).expect("a plain sale");
    assert!(spreads.add(&five(), 1).is_some());
    assert_eq!(spreads.add(&five(), 2), None);
}

proptest! {
    #[test]
    fn spreads_take_the_same_as_a_full_replay(
        amounts in prop::collection::vec((0..9_i64, 0..330_i64), 1..16),
    ) {
        let refunds = amounts_of(&amounts);
        if let Some(parts) = arrived(&refunds) {
            prop_assert_eq!(parts, replayed(&refunds));
        } else {
            // Then nothing is left of a product or of the sale.
            let mut left: Vec<i64> = three().lines.iter().map(|line| line.amount).collect();
            for part in replayed(&refunds).iter().flatten() {
                left[part.line] -= part.amount;
            }
            prop_assert!([left[0], left[3], left[4]].contains(&0), "{:?}", left);
        }
    }

    #[test]
    fn is_split_accepts_only_a_split(
        total in 0..60_i64,
        weights in prop::collection::vec(0..9_i64, 1..5),
        moved in (0..4_usize, 0..4_usize),
    ) {
        let big: Vec<num_bigint::BigUint> =
            weights.iter().map(|weight| weight.unsigned_abs().into()).collect();
        if let Some(mut parts) = crate::domain::division::split(total, &big) {
            let is = |parts: &[i64]| crate::domain::division::is_split(total, &weights, parts);
            prop_assert!(is(&parts));
            let (from, to) = (moved.0 % parts.len(), moved.1 % parts.len());
            parts[from] -= 1;
            parts[to] += 1;
            prop_assert_eq!(is(&parts), from == to);
        }
    }
}
