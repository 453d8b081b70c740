use std::borrow::Cow;

use super::*;
use crate::domain::transaction::{RefundLine, Takes};

mod fractions;
mod spreads;

fn line(external_id: &str, kind: DetailKind, amount: i64, quantity: i64) -> SaleLine {
    SaleLine {
        external_id: external_id.into(),
        kind,
        amount,
        quantity: Quantity::whole(quantity),
        refunded: 0,
        returned: Quantity::ZERO,
        lowers: None,
    }
}

fn product(external_id: &str, amount: i64) -> SaleLine {
    line(external_id, DetailKind::LineItem, amount, 1)
}

fn books(lines: Vec<SaleLine>) -> Books {
    Books {
        units: Units::from_code("USD").expect("a currency of ISO 4217"),
        lines,
        status: TransactionStatus::Complete,
    }
}

/// Products for 60.00 and 40.00, shipping for 5.00 and a discount of 9.00.
fn sale() -> Books {
    books(vec![
        product("a", 6_000),
        product("b", 4_000),
        line("s", DetailKind::Shipping, 500, 1),
        line("d", DetailKind::Discount, -900, 1),
    ])
}

fn refund(id: &'static str, at: i64, takes: Takes<'static>) -> Refund<'static> {
    Refund {
        source: "shop".into(),
        external_id: "1".into(),
        refund_id: id.into(),
        at,
        takes,
        undo: false,
        cancelled: false,
        history: false,
    }
}

fn undo(id: &'static str, at: i64) -> Refund<'static> {
    Refund {
        undo: true,
        ..refund(id, at, Takes::Rest)
    }
}

fn amount(text: &'static str) -> Takes<'static> {
    Takes::Amount(text.into())
}

fn named(lines: &[(&'static str, Option<&'static str>, Option<i64>)]) -> Takes<'static> {
    let named =
        |(id, amount, quantity): &(&'static str, Option<&'static str>, Option<i64>)| RefundLine {
            external_id: Cow::Borrowed(*id),
            amount: amount.map(Cow::Borrowed),
            quantity: quantity.map(Quantity::whole),
        };
    Takes::Lines(lines.iter().map(named).collect())
}

/// Replays the refunds of a sale in the order of their keys; returns every step and the books.
fn replay(sale: &Books, refunds: &[Refund<'static>]) -> (Vec<Step>, Books) {
    let mut operations: Vec<Operation<'_>> = refunds.iter().map(Operation::Refund).collect();
    operations.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut replay = Replay::begin(sale);
    let steps = operations.iter().map(|op| replay.next(op)).collect();
    (steps, replay.into_books())
}

fn units(quantity: Quantity) -> i64 {
    let (units, of) = quantity.fraction();
    assert_eq!(of, 1, "{quantity}");
    units
}

/// What one refund takes: the amount and the units of each line, and the note.
fn taken(sale: &Books, takes: Takes<'static>) -> (Vec<(i64, i64)>, Option<&'static str>) {
    let (steps, books) = replay(sale, &[refund("r", 1, takes)]);
    let lines = books.lines.iter();
    (
        lines
            .map(|line| (line.refunded, units(line.returned)))
            .collect(),
        steps[0].note,
    )
}

fn amounts(sale: &Books, takes: Takes<'static>) -> (Vec<i64>, Option<&'static str>) {
    let (lines, note) = taken(sale, takes);
    (lines.into_iter().map(|(amount, _)| amount).collect(), note)
}

#[test]
fn an_amount_is_spread_over_what_is_left_of_the_products() {
    let mut sale = sale();
    assert_eq!(
        amounts(&sale, amount("10.00")),
        (vec![600, 400, 0, 0], None)
    );
    sale.lines.truncate(2);
    let refunds = [
        refund("1", 1, named(&[("b", Some("10.00"), None)])),
        // 10.01 over 60.00 and 30.00: 667.33 and 333.67.
        refund("2", 2, amount("10.01")),
    ];
    let (_, books) = replay(&sale, &refunds);
    assert_eq!(
        (books.lines[0].refunded, books.lines[1].refunded),
        (667, 1_334)
    );
}

#[test]
fn a_refund_of_all_that_is_left_takes_every_line() {
    let all = vec![6_000, 4_000, 500, -900];
    let too_much = Some("more_than_was_left");
    assert_eq!(amounts(&sale(), amount("96.00")), (all.clone(), None));
    assert_eq!(amounts(&sale(), amount("97.00")), (all.clone(), too_much));
    assert_eq!(amounts(&sale(), Takes::Rest), (all, None));
}

#[test]
fn a_listed_line_gives_what_is_requested() {
    let one = |id, amount| amounts(&sale(), named(&[(id, amount, None)]));
    assert_eq!(one("b", Some("12.00")), (vec![0, 1_200, 0, 0], None));
    assert_eq!(one("b", None), (vec![0, 4_000, 0, 0], None));
    assert_eq!(one("d", Some("-4.00")), (vec![0, 0, 0, -400], None));
}

#[test]
fn money_beyond_a_line_is_taken_from_the_other_lines() {
    let beyond = |text| amounts(&sale(), named(&[("b", Some(text), None)]));
    assert_eq!(beyond("45.00"), (vec![500, 4_000, 0, 0], None));
    // 60.00 more than b has takes all of a; more than that takes shipping.
    assert_eq!(beyond("96.00").0.iter().sum::<i64>(), 9_600);
}

#[test]
fn a_refund_never_exceeds_what_is_left_of_the_sale() {
    let too_much = Some("more_than_was_left");
    let all = vec![6_000, 4_000, 500, -900];
    let asked = |takes| amounts(&sale(), takes);
    assert_eq!(
        asked(named(&[("b", Some("400.00"), None)])),
        (all, too_much)
    );
    // The products cost more than was paid, so the discount is refunded too.
    let discounted = books(vec![
        product("a", 6_000),
        line("d", DetailKind::Discount, -1_000, 1),
    ]);
    let (parts, note) = amounts(&discounted, named(&[("a", None, None)]));
    assert_eq!((parts, note), (vec![6_000, -1_000], None));
    let refunds = [
        refund("1", 1, named(&[("a", Some("45.00"), None)])),
        refund("2", 2, named(&[("a", Some("45.00"), None)])),
    ];
    let (steps, books) = replay(&discounted, &refunds);
    assert_eq!(
        (steps[1].amount(), steps[1].note, books.refunded()),
        (Some(500), too_much, 5_000)
    );
}

#[test]
fn a_refund_takes_what_fits_and_notes_the_rest() {
    let with = |line| amounts(&sale(), named(&[("a", Some("5.00"), None), line]));
    let a = vec![500, 0, 0, 0];
    assert_eq!(
        with(("x", Some("1.00"), None)),
        (a.clone(), Some("unknown_line"))
    );
    assert_eq!(
        with(("d", Some("1.00"), None)),
        (a.clone(), Some("wrong_sign"))
    );
    assert_eq!(
        with(("b", Some("1.005"), None)),
        (a, Some("more_decimals_than_the_currency"))
    );
}

#[test]
fn a_refund_that_does_not_fit_at_all_is_ignored() {
    for (takes, note) in [
        (named(&[("x", None, None)]), "unknown_line"),
        (named(&[("d", Some("1.00"), None)]), "wrong_sign"),
        (amount("1.005"), "more_decimals_than_the_currency"),
    ] {
        let (steps, _) = replay(&sale(), &[refund("r", 1, takes)]);
        assert_eq!(
            (steps[0].outcome, steps[0].note, steps[0].amount()),
            (RefundStatus::Ignored, Some(note), None)
        );
    }
}

#[test]
fn a_quantity_without_an_amount_takes_its_part_of_the_line() {
    let three = books(vec![line("a", DetailKind::LineItem, 1_000, 3)]);
    let units = |id, at| refund(id, at, named(&[("a", None, Some(1))]));
    let refunds = [units("1", 1), units("2", 2), units("3", 3)];
    let (steps, books) = replay(&three, &refunds);
    let totals: Vec<i64> = steps.iter().filter_map(Step::amount).collect();
    assert_eq!(totals, [333, 334, 333]);
    assert_eq!(steps[1].turns, Turns::default());
    assert_eq!(steps[2].turns.lines, [(0, -1)]);
    assert_eq!(books.status, TransactionStatus::Refunded);
    // All units, more than all, and none.
    let of = |quantity| taken(&three, named(&[("a", None, Some(quantity))]));
    assert_eq!(of(3), (vec![(1_000, 3)], None));
    assert_eq!(of(4), (vec![(1_000, 3)], Some("more_than_was_left")));
    assert_eq!(of(0), (vec![(0, 0)], None));
}

#[test]
fn nothing_is_left_of_a_line_whose_units_were_all_returned() {
    let three = books(vec![line("a", DetailKind::LineItem, 1_000, 3)]);
    let units = |id, at| refund(id, at, named(&[("a", Some("3.33"), Some(1))]));
    let (steps, books) = replay(&three, &[units("1", 1), units("2", 2), units("3", 3)]);
    assert_eq!((steps[2].amount(), books.lines[0].left()), (Some(334), 0));
    // An amount that the shop kept is not rounding.
    let kept = taken(&three, named(&[("a", Some("9.00"), Some(3))]));
    assert_eq!(kept, (vec![(900, 3)], None));
}

#[test]
fn undoing_a_refund_that_took_nothing_gives_nothing_back() {
    let refunds = [
        refund("1", 1, Takes::Rest),
        refund("2", 2, Takes::Rest),
        undo("2", 3),
    ];
    let (steps, books) = replay(&sale(), &refunds);
    assert_eq!(steps[2].parts, []);
    assert_eq!(steps[2].turns, Turns::default());
    assert_eq!(
        (books.refunded(), books.status),
        (9_600, TransactionStatus::Refunded)
    );
}

#[test]
fn points_are_restored_for_lines_whose_refund_is_undone() {
    let refunds = [
        refund("1", 1, named(&[("a", None, None)])),
        refund("2", 2, Takes::Rest),
        undo("2", 3),
    ];
    let (steps, books) = replay(&sale(), &refunds);
    assert_eq!(steps[2].turns.lines, [(1, 1), (2, 1), (3, 1)]);
    assert_eq!(steps[2].turns.sale, 1);
    assert_eq!(books.refunded(), 6_000);
}

#[test]
fn a_refund_is_in_effect_until_it_is_undone_and_can_be_repeated_then() {
    let five = || amount("5.00");
    let refunds = [
        refund("1", 1, five()),
        refund("1", 2, amount("7.00")),
        undo("1", 3),
        undo("1", 4),
        refund("1", 5, five()),
    ];
    let (steps, books) = replay(&sale(), &refunds);
    let outcomes: Vec<RefundStatus> = steps.iter().map(|step| step.outcome).collect();
    assert_eq!(
        outcomes,
        [
            RefundStatus::Applied,
            RefundStatus::Repeated,
            RefundStatus::Applied,
            RefundStatus::Ignored,
            RefundStatus::Applied
        ]
    );
    assert_eq!(books.refunded(), 500);
}

#[test]
fn a_line_that_costs_nothing_is_refunded_by_its_units() {
    let free = books(vec![product("a", 0), product("b", 0)]);
    let (steps, books) = replay(&free, &[refund("1", 1, named(&[("a", None, None)]))]);
    assert_eq!(steps[0].turns.lines, [(0, -1)]);
    assert_eq!(books.status, TransactionStatus::Complete);
    let all = [
        refund("1", 1, Takes::Rest),
        refund("2", 2, Takes::Rest),
        undo("2", 3),
    ];
    let (_, books) = replay(&free, &all);
    assert!(books.is_whole());
    let (_, books) = replay(&free, &[refund("1", 1, Takes::Rest), undo("1", 2)]);
    assert!(!books.is_whole());
}

#[test]
fn the_last_refund_decides_the_status_of_the_sale() {
    let cancelled = |id, at| Refund {
        cancelled: true,
        ..refund(id, at, Takes::Rest)
    };
    let (_, books) = replay(&sale(), &[refund("1", 1, Takes::Rest), cancelled("2", 2)]);
    assert_eq!(books.status, TransactionStatus::Cancelled);
    let (_, books) = replay(&sale(), &[cancelled("1", 1), undo("1", 2)]);
    assert_eq!(books.status, TransactionStatus::Complete);
}

#[test]
fn absorbed_rounding_never_exceeds_what_is_left_of_the_sale() {
    let sale = books(vec![
        product("free", 0),
        product("a", 1),
        line("d", DetailKind::Discount, -329, 1),
    ]);
    let cancelled = Refund {
        cancelled: true,
        ..refund("1", 1, named(&[("free", None, None)]))
    };
    let (steps, _) = replay(&sale, &[cancelled]);
    assert_eq!(steps[0].amount(), Some(0));
}

/// Three units for 120.00 with a discount of 20.00, one for 30.00 with a discount of 30.00, and one for 50.00 without.
fn discounted() -> Books {
    let lowering = |external_id, amount, line_it_lowers| SaleLine {
        lowers: Some(line_it_lowers),
        ..line(external_id, DetailKind::Discount, amount, 1)
    };
    books(vec![
        line("a", DetailKind::LineItem, 12_000, 3),
        lowering("a-", -2_000, 0),
        product("b", 3_000),
        lowering("b-", -3_000, 2),
        product("c", 5_000),
    ])
}

fn parts_of(takes: Takes<'static>) -> Vec<(usize, i64, i64)> {
    let (steps, _) = replay(&discounted(), &[refund("r", 1, takes)]);
    assert_eq!(steps[0].note, None);
    let parts = steps[0].parts.iter();
    parts
        .map(|part| (part.line, part.amount, units(part.quantity)))
        .collect()
}

#[test]
fn discounts_are_refunded_along_with_their_line_in_proportion() {
    let a = |amount, quantity| named(&[("a", amount, quantity)]);
    assert_eq!(
        parts_of(a(Some("100.00"), None)),
        [(0, 12_000, 3), (1, -2_000, 1)]
    );
    assert_eq!(
        parts_of(a(Some("50.00"), None)),
        [(0, 6_000, 0), (1, -1_000, 0)]
    );
    assert_eq!(parts_of(a(Some("0.01"), None)), [(0, 1, 0)]);
    assert_eq!(parts_of(a(None, Some(1))), [(0, 4_000, 1), (1, -667, 0)]);
    assert_eq!(parts_of(a(None, None)), [(0, 12_000, 3), (1, -2_000, 1)]);
    assert_eq!(
        parts_of(named(&[("b", None, None)])),
        [(2, 3_000, 1), (3, -3_000, 1)]
    );
    assert_eq!(
        parts_of(named(&[("b", Some("0"), None)])),
        [(2, 3_000, 1), (3, -3_000, 1)]
    );
}

#[test]
fn a_discount_that_is_listed_is_not_refunded_along() {
    let both = named(&[("a", Some("60.00"), None), ("a-", Some("-5.00"), None)]);
    assert_eq!(parts_of(both), [(0, 6_000, 0), (1, -500, 0)]);
}

#[test]
fn an_amount_is_spread_over_what_was_paid_for_the_lines() {
    // 100.00 and 50.00 were paid.
    assert_eq!(
        parts_of(amount("30.00")),
        [(0, 2_400, 0), (1, -400, 0), (4, 1_000, 0)]
    );
}

#[test]
fn refunds_of_a_discounted_line_sum_to_the_whole_line() {
    let parts = ["33.33", "33.33", "33.34"];
    let refunds: Vec<Refund<'static>> = (1..)
        .zip(["x", "y", "z"].into_iter().zip(parts))
        .map(|(at, (id, part))| refund(id, at, named(&[("a", Some(part), None)])))
        .collect();
    let (steps, left) = replay(&discounted(), &refunds);
    for step in &steps {
        assert_eq!((step.outcome, step.note), (RefundStatus::Applied, None));
    }
    assert_eq!(
        (steps[0].amount(), steps[1].amount()),
        (Some(3_333), Some(3_333))
    );
    assert_eq!((left.lines[0].left(), left.lines[1].left()), (0, 0));
    assert_eq!(steps[2].turns.lines, [(0, -1), (1, -1)]);
}
