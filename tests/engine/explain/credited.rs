//! Explanations of clawbacks from those whose points were taken back.

use serde_json::{Value as Json, json};
use siren::engine::fulfill::CreateFulfillment;
use siren::engine::settle::SetPayout;

use crate::here::{Here, instant};

const MAY: &str = "2026-05-01T00:00:00Z";
const JUNE: &str = "2026-06-01T00:00:00Z";

/// Ann brings five sales and Bob one, for a pool that was divided and is final.
fn paid(more: &Json) -> Here {
    let here = Here::new();
    for (n, name) in (1..).zip(["Ann", "Bob"]) {
        let code = json!([{"type": "coupon", "code": format!("CODE{n}")}]);
        here.collaborator(json!({"name": name, "aliases": code}), instant(MAY));
    }
    let mut rules = json!({
        "name": "Codes", "units": "USD", "starts_at": MAY,
        "schedule": {"every": "month", "on": 1, "at": "00:00", "timezone": "UTC"},
        "metrics": [{"event": "coupon_used", "points": 1}],
        "pool": {"sources": [{"kind": "fixed", "amount": "300.00"}]},
        "structure": {"kind": "performance_weighted_pool"},
        "on_refund_after_close": "clawback", "clawback_from": "credited",
    });
    for (key, value) in more.as_object().expect("an object") {
        rules[key] = value.clone();
    }
    here.distributor(rules, instant(MAY));
    for sale in 1..=6 {
        let code = if sale == 6 { "CODE2" } else { "CODE1" };
        here.sale(
            json!({"source": "shop", "external_id": sale.to_string(), "currency": "USD", "coupons": [code],
                "details": [{"kind": "line_item", "external_id": "a", "amount": "50.00"}]}),
            instant(MAY).plus_minutes(5),
        );
    }
    here.run(instant(JUNE));
    here
}

fn refund(here: &Here, sale: &str, more: &Json, minutes: u32) {
    let mut refund = json!({"source": "shop", "external_id": sale, "refund_id": "r"});
    for (key, value) in more.as_object().expect("an object") {
        refund[key] = value.clone();
    }
    here.refund(refund, instant(JUNE).plus_minutes(minutes));
}

fn claims(here: &Here) -> Vec<Json> {
    let rows = here.rows("obligations", &json!({"kind": "adjustment"}));
    rows.iter().map(|row| here.explain(row)).collect()
}

#[test]
fn a_clawback_names_its_refund_and_both_amounts() {
    let here = paid(&json!({}));
    refund(&here, "1", &json!({}), 100);
    refund(&here, "2", &json!({}), 200);
    refund(&here, "1", &json!({"undo": true}), 300);
    let claims = claims(&here);
    assert_eq!(
        claims[0]["arithmetic"],
        json!([
            "refund r of shop 1 took back points, but no sales that the pool had counted",
            "as it was divided: 5 points, 0.833333 of 300.00 USD = 250.00 USD",
            "without what was refunded: 4 points, 0.800000 of 300.00 USD = 240.00 USD",
            "250.00 USD − 240.00 USD = 10.00 USD owed back",
        ])
    );
    assert_eq!(
        claims[0]["sentence"],
        "Ann gives back 10.00 USD of May 2026, because refunds of that time took points back: with 4 points instead of 5 it would have been 240.00 USD."
    );
    assert_eq!(
        claims[1]["arithmetic"][4],
        "25.00 USD − 10.00 USD claimed before = 15.00 USD"
    );
    let mut without = claims[1]["without_refunds"].clone();
    let hash = without.as_object_mut().expect("an object").remove("hash");
    assert_eq!(hash.and_then(|hash| hash.as_str().map(str::len)), Some(64));
    assert_eq!(
        without,
        json!({
            "divided": {"pool": "300.00", "score": 5, "share": "0.833333", "amount": "250.00"},
            "without": {"pool": "300.00", "score": 3, "share": "0.750000", "amount": "225.00"},
            "owed": "25.00", "claimed": "10.00",
        })
    );
    assert_eq!(claims[1]["refunds"][0]["external_id"], "2");
    assert_eq!(claims[1]["because"]["obligation"]["id"], 1);
    let events = &claims[2]["events"];
    assert_eq!(events["total"], 3);
    let statuses: Vec<&Json> = events["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|event| &event["status"])
        .collect();
    assert_eq!(statuses, ["clawback_undone", "clawed_back", "clawed_back"]);
    assert_eq!(
        claims[2]["sentence"],
        "Ann gets back 15.00 USD of May 2026, because a refund was undone: with 4 points it would have been 240.00 USD."
    );
    assert_eq!(
        claims[2]["arithmetic"][0],
        "refund r of shop 1 was undone, which restored points"
    );
    // The division itself is still explained as it was.
    let divided = here.explain(&here.rows("obligations", &json!({"kind": "distribution"}))[0]);
    assert_eq!(
        (&divided["score"], &divided["events"]["total"]),
        (&json!(5), &json!(5))
    );
    assert_eq!(divided["points"][0]["taken_back"], 0);
    assert_eq!(divided["without_refunds"], Json::Null);
}

#[test]
fn a_clawback_of_pool_sales_names_the_refunded_amount_and_says_that_points_stay() {
    let share =
        json!({"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]});
    let here = paid(&json!({"pool": share}));
    // 30.00 is divided into 25.00 and 5.00. Without 20.00 of a sale that keeps its points, 28.00 into 23.33 and 4.67.
    refund(&here, "1", &json!({"amount": "20.00"}), 100);
    let claims = claims(&here);
    assert_eq!(
        claims[1]["arithmetic"],
        json!([
            "20.00 USD of sales refunded by refund r of shop 1",
            "as it was divided: 1 point, 0.166667 of 30.00 USD = 5.00 USD",
            "without what was refunded: 1 point, 0.166667 of 28.00 USD = 4.67 USD",
            "5.00 USD − 4.67 USD = 0.33 USD owed back",
        ])
    );
    assert_eq!(
        claims[1]["sentence"],
        "Bob gives back 0.33 USD of May 2026, because refunds of that time made the pool smaller: it would have been 4.67 USD."
    );
}

#[test]
fn a_clawback_is_still_explained_after_its_payout_failed() {
    let here = paid(&json!({}));
    refund(&here, "1", &json!({}), 100);
    let fulfill = json!({"now": "2026-06-10T00:00:00Z"});
    here.change::<CreateFulfillment>(fulfill, instant(JUNE))
        .expect("something to pay");
    let failed = json!({"id": 1, "status": "failed", "details": {"now": "2026-06-11T00:00:00Z"}});
    here.change::<SetPayout>(failed, instant(JUNE))
        .expect("a payout");
    let claims = claims(&here);
    assert_eq!(claims[0]["obligation"]["reason"], "payout_failed");
    assert_eq!(claims[0]["without_refunds"]["owed"], "10.00");
}
