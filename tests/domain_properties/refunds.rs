//! Properties of what refunds take of a sale, whatever they ask for.

use proptest::prelude::*;
use siren::domain::quantity::Quantity;
use siren::domain::refunding::{Books, Operation, Replay, SaleLine};
use siren::domain::transaction::{DetailKind, Refund, RefundLine, Takes, TransactionStatus};
use siren::domain::units::Units;

/// Whole units from `least` on, and fractions.
fn quantities(least: i64) -> impl Strategy<Value = Quantity> {
    prop_oneof![
        (least..4).prop_map(Quantity::whole),
        (1..4_000_000_i64).prop_map(Quantity::of_millionths),
    ]
}

fn sale() -> impl Strategy<Value = Books> {
    let product = (prop_oneof![1 => Just(0), 4 => 1..5_000_i64], quantities(1));
    let products = prop::collection::vec(product, 1..4);
    (products, -3_000..=0_i64, 0..900_i64, any::<bool>()).prop_map(
        |(products, discount, delivery, bound)| {
            let line = |external_id: String, kind, amount, quantity| SaleLine {
                external_id,
                kind,
                amount,
                quantity,
                refunded: 0,
                returned: Quantity::ZERO,
                lowers: None,
            };
            let mut lines: Vec<SaleLine> = (0..)
                .zip(products)
                .map(|(n, (amount, quantity))| {
                    line(format!("{n}"), DetailKind::LineItem, amount, quantity)
                })
                .collect();
            let lowering = line(
                "d".to_owned(),
                DetailKind::Discount,
                discount,
                Quantity::ONE,
            );
            lines.push(SaleLine {
                lowers: bound.then_some(0),
                ..lowering
            });
            lines.push(line(
                "s".to_owned(),
                DetailKind::Shipping,
                delivery,
                Quantity::ONE,
            ));
            Books {
                units: Units::from_code("USD").expect("a currency of ISO 4217"),
                lines,
                status: TransactionStatus::Complete,
            }
        },
    )
}

fn cents(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
}

fn takes() -> impl Strategy<Value = Takes<'static>> {
    let id = prop::sample::select(vec!["0", "1", "2", "d", "s", "unknown"]);
    let asked = (
        prop::option::of(-500..6_000_i64),
        prop::option::of(quantities(0)),
    );
    prop_oneof![
        Just(Takes::Rest),
        (1..9_000_i64).prop_map(|amount| Takes::Amount(cents(amount).into())),
        prop::collection::btree_map(id, asked, 1..4).prop_map(|lines| {
            let line =
                |(id, (amount, quantity)): (&'static str, (Option<i64>, Option<Quantity>))| {
                    RefundLine {
                        external_id: id.into(),
                        amount: amount.map(|amount| cents(amount).into()),
                        quantity,
                    }
                };
            Takes::Lines(lines.into_iter().map(line).collect())
        }),
    ]
}

fn refunds() -> impl Strategy<Value = Vec<Refund<'static>>> {
    let refund = (0..4_u8, takes(), prop::bool::weighted(0.3), any::<bool>());
    let refund = refund.prop_map(|(id, takes, undo, cancelled)| Refund {
        source: "shop".into(),
        external_id: "1".into(),
        refund_id: id.to_string().into(),
        at: 0,
        takes,
        undo,
        cancelled,
        history: false,
    });
    prop::collection::vec(refund, 1..12).prop_map(|mut refunds| {
        for (at, refund) in (0..).zip(&mut refunds) {
            refund.at = at;
        }
        refunds
    })
}

/// Refunds of a few lines with amounts and perhaps units, small enough that they often fit.
fn plain_refunds() -> impl Strategy<Value = Vec<Refund<'static>>> {
    let id = prop::sample::select(vec!["0", "1", "2"]);
    let asked = (
        0..90_i64,
        prop_oneof![6 => Just(None), 1 => (0..2_i64).prop_map(|units| Some(Quantity::whole(units)))],
    );
    let lines = prop::collection::btree_map(id, asked, 1..3).prop_map(|lines| {
        let line = |(id, (amount, quantity)): (&'static str, _)| RefundLine {
            external_id: id.into(),
            amount: Some(cents(amount).into()),
            quantity,
        };
        Takes::Lines(lines.into_iter().map(line).collect())
    });
    let amount = (1..90_i64).prop_map(|amount| Takes::Amount(cents(amount).into()));
    let takes = prop_oneof![3 => lines, 1 => amount];
    prop::collection::vec(takes, 1..9).prop_map(|takes| {
        let refund = |(at, takes)| Refund {
            source: "shop".into(),
            external_id: "1".into(),
            refund_id: format!("{at}").into(),
            at,
            takes,
            undo: false,
            cancelled: false,
            history: false,
        };
        (0..).zip(takes).map(refund).collect()
    })
}

fn left(books: &Books) -> i64 {
    books.lines.iter().map(SaleLine::left).sum()
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn no_refund_takes_more_than_is_left((sale, refunds) in (sale(), refunds())) {
        let mut books = sale;
        let mut replay = Replay::begin(&books);
        for refund in &refunds {
            let step = replay.next(&Operation::Refund(refund));
            let before = left(&books);
            books.book(&step.parts);
            for line in &books.lines {
                prop_assert!(line.refunded.signum() * line.amount.signum() >= 0, "{line:?}");
                prop_assert!(line.refunded.abs() <= line.amount.abs(), "{line:?}");
                prop_assert!((Quantity::ZERO..=line.quantity).contains(&line.returned), "{line:?}");
            }
            if !refund.undo {
                prop_assert!(step.amount().unwrap_or(0) <= before.max(0));
            }
            prop_assert_eq!(step.status != TransactionStatus::Complete, books.is_whole());
        }
        prop_assert_eq!(replay.into_books().lines, books.lines);
    }

    #[test]
    fn refunds_that_fit_take_the_same_in_any_order(
        (sale, refunds) in (sale(), plain_refunds()),
        other in any::<prop::sample::Index>(),
    ) {
        let mut sale = sale;
        // Without the discount, the order does not matter for most of them.
        sale.lines.retain(|line| line.kind != DetailKind::Discount);
        let mut replay = Replay::begin(&sale);
        let steps: Vec<_> = refunds.iter().map(|r| replay.next(&Operation::Refund(r))).collect();
        let books = replay.into_books();
        if refunds.iter().all(|refund| books.is_enough_for(refund)) {
            let mut order: Vec<usize> = (0..refunds.len()).rev().collect();
            order.rotate_left(other.index(refunds.len()));
            let mut again = Replay::begin(&sale);
            for index in order {
                let step = again.next(&Operation::Refund(&refunds[index]));
                prop_assert_eq!(&step, &steps[index]);
                prop_assert_eq!(step.note, None);
            }
            prop_assert_eq!(again.into_books(), books);
        }
    }

    #[test]
    fn undoing_every_refund_restores_the_sale((sale, refunds) in (sale(), refunds())) {
        let undo = |refund: &Refund<'static>| Refund {
            undo: true,
            at: refund.at + 100,
            ..refund.clone()
        };
        let undos: Vec<Refund<'_>> = refunds.iter().map(undo).collect();
        let mut replay = Replay::begin(&sale);
        for refund in refunds.iter().chain(&undos) {
            replay.next(&Operation::Refund(refund));
        }
        prop_assert_eq!(replay.into_books(), sale.untouched());
    }
}
