//! Refunds of fractions of units.

use super::*;

#[test]
fn a_part_of_a_unit_costs_its_part_and_all_parts_sum_to_the_line() {
    let rope = |amount, metres| {
        let mut rope = line("a", DetailKind::LineItem, amount, 0);
        rope.quantity = Quantity::of_millionths(metres);
        books(vec![rope])
    };
    let metres = |id, at, millionths| {
        let part = RefundLine {
            external_id: "a".into(),
            amount: None,
            quantity: Some(Quantity::of_millionths(millionths)),
        };
        refund(id, at, Takes::Lines(vec![part]))
    };
    // 2.5 metres for 10.01: 0.8 metres, another 0.8, and the rest.
    let refunds = [
        metres("1", 1, 800_000),
        metres("2", 2, 800_000),
        metres("3", 3, 900_000),
    ];
    let (steps, left) = replay(&rope(1_001, 2_500_000), &refunds);
    let totals: Vec<i64> = steps.iter().filter_map(Step::amount).collect();
    assert_eq!(totals, [320, 321, 360]);
    assert_eq!(left.status, TransactionStatus::Refunded);
    assert_eq!(steps[2].turns.lines, [(0, -1)]);
    // A millionth more than is left takes what is left.
    let (steps, _) = replay(&rope(1_001, 2_500_000), &[metres("1", 1, 2_500_001)]);
    assert_eq!(
        (steps[0].amount(), steps[0].note),
        (Some(1_001), Some("more_than_was_left"))
    );
    // Three minor units can be the rounding of 2.5 units, which round up to three; four cannot.
    for (kept, left) in [("9.98", 0), ("9.97", 4)] {
        let part = RefundLine {
            external_id: "a".into(),
            amount: Some(kept.into()),
            quantity: Some(Quantity::of_millionths(2_500_000)),
        };
        let whole = refund("r", 1, Takes::Lines(vec![part]));
        let (_, books) = replay(&rope(1_001, 2_500_000), &[whole]);
        assert_eq!(books.lines[0].left(), left);
    }
}
